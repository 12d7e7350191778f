/* SPDX-License-Identifier: MIT
 *
 * The filter of the Orders page as it is typed, the way from match to match,
 * and marks.
 */
#include <string.h>

#include "app.h"
#include "app-offer-list.h"
#include "orders-match.h"
#include "orders-private.h"
#include "text.h"

/* -- commands: the filter -- */

/* On the order that it was on when the filter was begun, if that is there, else
 * near it: the place in a long list is not lost. */
static void return_to_origin(struct orders_view *orders)
{
	long row = store_list_find(orders->store, orders->origin);

	text_format(orders->selected, sizeof(orders->selected), "%s",
		orders->origin);
	orders_view_drop(orders);
	orders_view_update(orders);
	if (strcmp(orders->selected, orders->origin) == 0)
		return;
	list_go(&orders->list, orders_rows_near(&orders->rows, row));
	orders_view_remember(orders);
}

static void filter_typed(struct view *view, const char *text)
{
	struct orders_view *orders = orders_of(view);

	if (orders_filter_set(&orders->filter, text))
		return_to_origin(orders);
}

bool orders_find_set(
	struct orders_view *orders, const char *text, struct error *error)
{
	if (!orders_filter_set(&orders->filter, text)) {
		*error = orders->filter.error;
		error_clear(&orders->filter.error);
		return false;
	}
	text_copy(orders->origin, sizeof(orders->origin), orders->selected);
	return_to_origin(orders);
	app_keep_filter(orders->view.app, text);
	return true;
}

static void filter_done(struct view *view, const char *text);

static void ask_filter(struct orders_view *orders, const char *text)
{
	app_ask_line(orders->view.app, &orders->view, "/", text, filter_typed,
		filter_done);
	app_hint_line(orders->view.app,
		"word  !word  a|b  \"two words\"  ~regex  field:value; Tab "
		"shows the fields");
	app_join_lines(orders->view.app);
	app_recall_filters(orders->view.app);
	app_complete_line(orders->view.app, app_offer_list_filter, false);
}

/* What is wrong can be mended where it was typed. */
static void filter_done(struct view *view, const char *text)
{
	struct orders_view *orders = orders_of(view);

	if (text == NULL) {
		orders_filter_leave(&orders->filter);
		return_to_origin(orders);
	} else if (!orders_filter_set(&orders->filter, text)) {
		ask_filter(orders, text);
	} else {
		app_keep_filter(view->app, text);
	}
}

void orders_find_filter(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	text_format(
		orders->origin, sizeof(orders->origin), "%s", orders->selected);
	ask_filter(orders, orders->filter.text);
}

static void go_to_match(struct view *view, int by)
{
	struct orders_view *orders = orders_of(view);
	struct orders_rows_wish wish = orders_view_wish(orders);
	char note[FILTER_MAX + 64];
	long next = orders_match_next(&orders->filter, orders->store, &wish,
		&orders->rows, orders->list.cursor, by, note, sizeof(note));

	if (note[0] != '\0')
		app_message(view->app, APP_INFO, "%s", note);
	if (next < 0)
		return;
	list_go(&orders->list, next);
	orders_view_remember(orders);
}

void orders_find_next(struct view *view)
{
	go_to_match(view, 1);
}

void orders_find_previous(struct view *view)
{
	go_to_match(view, -1);
}

/* -- commands: marks -- */

static void say_full(struct orders_view *orders)
{
	app_message(orders->view.app, APP_WARNING,
		"No more than %d orders can be marked.", ORDERS_MARKS_MAX);
}

void orders_find_mark(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	if (!orders_marks_toggle(&orders->marks, orders->selected))
		say_full(orders);
	list_move(&orders->list, 1);
	orders_view_remember(orders);
}

static void mark_rows(struct orders_view *orders, long first, long last)
{
	long missing;

	if (!orders_marks_add_rows(&orders->marks, orders->store, &orders->rows,
		    first, last, &missing))
		say_full(orders);
	else if (missing > 0)
		app_message(orders->view.app, APP_WARNING,
			"%ld of these rows have not been loaded and are not "
			"marked.",
			missing);
}

void orders_find_mark_range(struct view *view)
{
	struct orders_view *orders = orders_of(view);
	long anchor = orders_marks_anchor(
		&orders->marks, orders->store, &orders->rows);

	if (anchor >= 0) {
		orders->marks.anchor[0] = '\0';
		mark_rows(orders, anchor, orders->list.cursor);
		return;
	}
	text_format(orders->marks.anchor, sizeof(orders->marks.anchor), "%s",
		orders->selected);
	app_say(view->app, APP_INFO,
		"Go to the other end and press {orders-mark-range} again; Esc "
		"gives it up.");
}

void orders_find_mark_matching(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	if (!orders_filter_is_on(&orders->filter))
		app_message(view->app, APP_INFO, "No filter is set.");
	orders_view_drop(orders);
	orders_view_update(orders);
	if (orders_filter_is_on(&orders->filter) && orders->list.count > 0)
		mark_rows(orders, 0, orders->list.count - 1);
}

/* A slip of the hand would cost the work of many keys. */
void orders_find_unmark(struct view *view)
{
	struct orders_view *orders = orders_of(view);
	struct orders_marks had = orders->marks;

	if (had.count == 0 && orders->unmarked.count == 0) {
		app_message(view->app, APP_WARNING, "No order is marked.");
		return;
	}
	had.anchor[0] = '\0';
	if (had.count == 0) {
		orders->marks = orders->unmarked;
		orders->unmarked = had;
		return;
	}
	orders_marks_clear(&orders->unmarked);
	orders->unmarked = had;
	orders->marks = (struct orders_marks){0};
	app_say(view->app, APP_INFO,
		"No order is marked any more. {orders-unmark} brings the marks "
		"back.");
}

void orders_find_copy_marked(struct view *view)
{
	const struct orders_marks *marks = &orders_of(view)->marks;
	struct buf numbers;
	char what[64];

	buf_init(&numbers, (size_t)ORDERS_MARKS_MAX * ORDER_ID_SIZE);
	orders_marks_write(marks, &numbers);
	text_format(what, sizeof(what), "number%s of %zu marked order%s",
		marks->count == 1 ? "" : "s", marks->count,
		marks->count == 1 ? "" : "s");
	app_copy(view->app, what, buf_text(&numbers));
	buf_clear(&numbers);
}
