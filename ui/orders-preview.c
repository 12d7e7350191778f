/* SPDX-License-Identifier: MIT
 *
 * The preview as the list commands it; the app has it (app-split.h).
 */
#include "app.h"
#include "orders-private.h"

void orders_preview_toggle(struct view *view)
{
	app_toggle_preview(view->app);
}

void orders_preview_place(struct view *view)
{
	app_move_preview(view->app);
}

void orders_preview_next(struct view *view)
{
	app_turn_preview(view->app, true);
}

void orders_preview_previous(struct view *view)
{
	app_turn_preview(view->app, false);
}
