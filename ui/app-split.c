/* SPDX-License-Identifier: MIT
 *
 * Two regions and a thin line between them. The pane is a details page of its
 * own that is on no stack: it gets no keys, and is drawn like any other view.
 *
 *   list | order          list
 *        |                ---------
 *        |                the order
 */
#include "app-split.h"

#include <stdlib.h>
#include <string.h>

#include "app-frame.h"
#include "app-private.h"
#include "details-view.h"
#include "orders-view.h"

#define SPLIT_REST_MS 120

static bool is_list(const struct view *view)
{
	return view != NULL && strcmp(view->ops->name, "orders") == 0;
}

/* -- the pane follows the cursor -- */

static void rested(void *data)
{
	struct app *app = data;
	struct app_split *split = &app->split;

	split->has_rested = true;
	if (split->pane == NULL) {
		split->pane = details_view_new(app->store, split->order_id);
		split->pane->app = app;
	} else {
		details_view_show(split->pane, split->order_id);
	}
	app_stale(app);
}

static void follow(struct app_split *split, const char *order_id)
{
	if (strcmp(split->order_id, order_id) == 0)
		return;
	text_format(split->order_id, sizeof(split->order_id), "%s", order_id);
	split->has_rested = false;
	loop_timer_stop(split->rest);
	if (order_id[0] != '\0')
		loop_timer_start(split->rest, SPLIT_REST_MS);
}

void app_split_rest(struct app_split *split)
{
	if (split->has_rested)
		return;
	loop_timer_stop(split->rest);
	split->order_id[0] = '\0'; /* it rests anew */
}

void app_split_init(struct app_split *split, struct app *app)
{
	split->rest = loop_timer_new(app->loop, rested, app);
}

void app_split_clear(struct app_split *split)
{
	loop_timer_free(split->rest);
	if (split->pane != NULL)
		split->pane->ops->free(split->pane);
}

void app_split_changed(struct app_split *split)
{
	if (split->has_pane && split->pane != NULL)
		split->pane->ops->changed(split->pane);
}

/* -- which shares there are -- */

/* The list that the order was opened from, while it still shows that order. */
static struct view *list_of(const struct app *app, const struct view *page)
{
	struct view *below = app_below(app, page);

	if (strcmp(page->ops->name, "details") != 0 || !is_list(below))
		return NULL;
	if (strcmp(details_view_order(page), orders_view_selected(below)) != 0)
		return NULL;
	return below;
}

/* Columns of the list where something stands beside it; 0: there is no room. */
static int list_cols(struct region body)
{
	return body.cols < APP_SPLIT_COLS ? 0 : body.cols * 11 / 20;
}

/* Rows of the list where the pane is below it; 0: there is no room. */
static int list_rows(struct region body)
{
	return body.rows < APP_SPLIT_ROWS ? 0 : body.rows / 2;
}

/* -- drawing -- */

static struct region left_of(struct region body, int cols)
{
	return region_part(body, 0, 0, body.rows, cols);
}

static struct region right_of(struct region body, int cols)
{
	region_vline(body, cols, STYLE_BORDER);
	return region_part(body, 0, cols + 2, body.rows, body.cols - cols - 2);
}

static struct region under(struct region body, int rows)
{
	region_hline(region_part(body, rows, 0, 1, body.cols), 0, STYLE_BORDER);
	return region_part(
		body, rows + 1, 1, body.rows - rows - 1, body.cols - 1);
}

/* Its number and name stand on top, whether it has been read or not. */
static void draw_pane(struct app *app, struct region region)
{
	struct app_split *split = &app->split;
	const struct order *head =
		store_order_head(app->store, split->order_id);
	int col;

	if (split->order_id[0] == '\0')
		return;
	col = region_text(region, 0, 0, STYLE_HEADING, split->order_id);
	if (head != NULL)
		region_text(region, 0, col + 1, STYLE_TEXT, order_name(head));
	if (!split->has_rested)
		return;
	app_frame_view(split->pane,
		region_part(region, 1, 0, region.rows - 1, region.cols));
}

static void
draw_with_pane(struct app *app, struct view *list, struct region body)
{
	int cols = app->split.is_below ? 0 : list_cols(body);
	int rows = list_rows(body);

	follow(&app->split, orders_view_selected(list));
	if (cols > 0) {
		draw_pane(app, right_of(body, cols));
		app_frame_view(list, left_of(body, cols));
	} else {
		draw_pane(app, under(body, rows));
		app_frame_view(list, region_part(body, 0, 0, rows, body.cols));
	}
}

static bool has_room(const struct app_split *split, struct region body)
{
	return list_rows(body) > 0 || (!split->is_below && list_cols(body) > 0);
}

/* The page is drawn last: the cursor of the terminal is where it wants it. */
void app_split_draw(struct app *app, struct view *page, struct region body)
{
	const struct app_split *split = &app->split;
	struct view *list = split->is_zoomed ? NULL : list_of(app, page);
	int cols = list_cols(body);

	if (list != NULL && cols > 0) {
		app_frame_view(list, left_of(body, cols));
		app_frame_view(page, right_of(body, cols));
	} else if (is_list(page) && split->has_pane && has_room(split, body)) {
		draw_with_pane(app, page, body);
	} else {
		app_frame_view(page, body);
	}
}

/* -- commands -- */

static bool is_room_below(const struct app *app)
{
	return app->canvas.rows >= APP_SPLIT_WINDOW_ROWS;
}

static bool is_room_beside(const struct app *app)
{
	return app->canvas.cols >= APP_SPLIT_COLS;
}

void app_toggle_preview(struct app *app)
{
	struct app_split *split = &app->split;

	split->has_pane = !split->has_pane;
	if (!split->has_pane)
		app_message(app, APP_INFO, "The preview is closed.");
	else if (is_room_below(app) ||
		 (!split->is_below && is_room_beside(app)))
		app_say(app, APP_INFO,
			"The preview shows the selected order. "
			"{orders-preview} closes it.");
	else
		app_message(app, APP_INFO,
			"The preview shows from %d rows or %d columns on.",
			APP_SPLIT_WINDOW_ROWS, APP_SPLIT_COLS);
}

void app_move_preview(struct app *app)
{
	struct app_split *split = &app->split;

	if (!split->has_pane) {
		app_say(app, APP_INFO,
			"There is no preview. {orders-preview} opens it.");
		return;
	}
	if (!is_room_beside(app)) {
		app_message(app, APP_INFO,
			"The preview stands beside the list from %d columns "
			"on.",
			APP_SPLIT_COLS);
		return;
	}
	if (!split->is_below && !is_room_below(app)) {
		app_message(app, APP_INFO,
			"The preview stands below the list from %d rows on.",
			APP_SPLIT_WINDOW_ROWS);
		return;
	}
	split->is_below = !split->is_below;
	app_stale(app);
}

void app_turn_preview(struct app *app, bool forward)
{
	struct app_split *split = &app->split;

	if (!split->has_pane) {
		app_say(app, APP_INFO,
			"{orders-preview-previous} and {orders-preview-next} "
			"go through the preview. {orders-preview} opens it.");
		return;
	}
	if (!split->has_rested || split->pane == NULL)
		return; /* it shows in a moment, from its beginning */
	details_view_section(split->pane, forward);
	app_stale(app);
}

void app_toggle_zoom(struct app *app)
{
	if (!is_room_beside(app)) {
		app_message(app, APP_INFO,
			"The order has the whole window already. From %d "
			"columns on it stands beside the list.",
			APP_SPLIT_COLS);
		return;
	}
	app->split.is_zoomed = !app->split.is_zoomed;
	app_stale(app);
}
