/* SPDX-License-Identifier: MIT
 *
 * How the list and an order share the body. From APP_SPLIT_COLS columns on an
 * open order stands beside the list that it was opened from. Without an open
 * order the preview pane shows the selected one, beside the list or, where
 * there is no room or the person wants it so, below it.
 *
 * The pane follows the cursor once that has rested (SPLIT_REST_MS); until then
 * it names the order and shows nothing else, so that no order's facts ever
 * stand beside the row of another.
 */
#ifndef APP_SPLIT_H
#define APP_SPLIT_H

#include <stdbool.h>

#include "app.h"
#include "canvas.h"
#include "order.h"

#define APP_SPLIT_COLS 140
#define APP_SPLIT_ROWS 16 /* of the body, for a pane below the list */
/* Of the window: with the title, the message and the hints. */
#define APP_SPLIT_WINDOW_ROWS (APP_SPLIT_ROWS + 3)

struct app_split {
	bool is_zoomed;	 /* an open order takes the whole body */
	bool has_pane;	 /* the preview is wanted */
	bool is_below;	 /* below the list, though there is room beside it */
	bool has_rested; /* the pane shows order_id, not only its name */
	char order_id[ORDER_ID_SIZE]; /* that the cursor was last on */
	struct view *pane;	      /* NULL before the first rest */
	struct loop_timer *rest;
};

void app_split_init(struct app_split *split, struct app *app);
void app_split_clear(struct app_split *split);

/* Lays out and draws the page, and what stands beside it. */
void app_split_draw(struct app *app, struct view *page, struct region body);
/* It is not drawn for a while: the cursor rests nowhere. */
void app_split_rest(struct app_split *split);
/* The store has changed. */
void app_split_changed(struct app_split *split);

#endif
