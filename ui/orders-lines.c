/* SPDX-License-Identifier: MIT
 *
 * The Orders page where there is no screen (linear.h): a page of rows, each a
 * line of labels and values; the way from page to page, views, filter.
 */
#include <string.h>

#include "app.h"
#include "orders-private.h"
#include "resend-dialog.h"
#include "text.h"
#include "wording.h"

#define PATIENCE_MS 3000 /* for what the rows wait on */

/* -- telling --------------------------------------------------------------- */

static void add_heading(const struct orders_view *orders, struct buf *out)
{
	const struct views_bar bar = orders_switch_bar(orders);
	const struct column *column = views_bar_column(&bar);
	bool down = bar.sort != NULL ? bar.sort_down : orders->query.descending;

	if (bar.view > 0) {
		buf_printf(out, "View %d, ", bar.view);
		text_clean(out, saved_view(orders->saved, bar.view)->name);
	} else {
		buf_puts(out, "A search");
	}
	if (column != NULL)
		buf_printf(out, "; sorted by %s, %s", column->title,
			down ? "descending" : "ascending");
	if (orders_filter_is_on(&orders->filter)) {
		buf_puts(out, "; filter: ");
		text_clean(out, orders->filter.text);
	}
	buf_puts(out, ".\n");
}

static void add_cell(const struct orders_view *orders,
	const struct order *order, size_t at, struct buf *out)
{
	const struct column *column = orders->columns.items[at].column;
	char cell[512];

	column->cell(orders->store, order, cell, sizeof(cell));
	if (cell[0] == '\0' || strcmp(cell, "-") == 0)
		return;
	buf_puts(out, at == 0 ? "" : ", ");
	if (!column->is_key)
		buf_printf(out, "%s: ", column->title);
	if (strcmp(cell, "...") == 0)
		buf_puts(out, "not known yet");
	else
		text_clean(out, cell);
}

static void
add_row(const struct orders_view *orders, long index, struct buf *out)
{
	long at = orders_rows_at(&orders->rows, index);
	const struct order *order = store_list_row(orders->store, at);

	if (order != NULL && orders_marks_has(&orders->marks, order->id))
		buf_puts(out, "marked: ");
	if (order == NULL)
		buf_puts(out, store_list_is_gap(orders->store, at)
				      ? "(counted by the server, but not sent)"
				      : "... not loaded");
	for (size_t i = 0; order != NULL && i < orders->columns.count; i++)
		add_cell(orders, order, i, out);
	buf_putc(out, '\n');
}

static long last_row(const struct orders_view *orders)
{
	long end = orders->list.top + orders->list.height;

	return end < orders->list.count ? end : orders->list.count;
}

static void add_place(const struct orders_view *orders, struct buf *out)
{
	struct orders_draw draw = orders_view_draw_of(orders);
	char number[32];

	draw.is_slow = true; /* without the cursor's row */
	buf_printf(out, "Orders %s to ",
		views_bar_number(number, sizeof(number), orders->list.top + 1));
	buf_printf(out, "%s; ",
		views_bar_number(number, sizeof(number), last_row(orders)));
	orders_draw_summary(&draw, out);
	buf_puts(out, last_row(orders) < orders->list.count
			      ? ". \"next\" goes on.\n"
			      : ".\n");
}

static void tell(const struct view *view, struct buf *out)
{
	const struct orders_view *orders = orders_at(view);
	const struct orders_draw draw = orders_view_draw_of(orders);
	struct buf instead;

	add_heading(orders, out);
	if (orders->list.count == 0) {
		buf_init(&instead, 4096);
		orders_draw_instead(&draw, &instead);
		text_clean(out, buf_text(&instead));
		buf_putc(out, '\n');
		buf_clear(&instead);
		return;
	}
	for (long row = orders->list.top; row < last_row(orders); row++)
		add_row(orders, row, out);
	add_place(orders, out);
}

static bool is_missing(const struct orders_view *orders, long index)
{
	long at = orders_rows_at(&orders->rows, index);

	return store_list_row(orders->store, at) == NULL &&
	       !store_list_is_gap(orders->store, at);
}

/* What it waits on is to be asked for, or the answer is not there. */
static bool is_due(const struct orders_view *orders, long index)
{
	const struct order *order = store_list_row(
		orders->store, orders_rows_at(&orders->rows, index));

	return order != NULL && store_waiting_is_due(orders->store, order);
}

/* Rows are waited for, and for a while what they wait on. */
static bool is_loading(const struct view *view)
{
	const struct orders_view *orders = orders_at(view);
	const struct store_resource *resource =
		store_list_resource(orders->store);
	int64_t now = loop_now(store_loop(orders->store));

	if (resource->state == STORE_NEVER || resource->state == STORE_BUSY ||
		(orders->wants_new && resource->refreshing))
		return true;
	for (long row = orders->list.top; row < last_row(orders); row++) {
		if (is_missing(orders, row) &&
			resource->error.kind == ERROR_NONE)
			return true;
		if (is_due(orders, row) &&
			now - orders->shown_ms < PATIENCE_MS) {
			app_stale_in(view->app,
				PATIENCE_MS - (now - orders->shown_ms));
			return true;
		}
	}
	return false;
}

static void stamp(const struct view *view, struct buf *out)
{
	add_heading(orders_at(view), out);
	columns_write(&orders_at(view)->columns, out);
	if (orders_at(view)->active == 0)
		order_query_print(&orders_at(view)->query, out);
}

static void news(const struct view *view, struct buf *out)
{
	const struct orders_view *orders = orders_at(view);

	if (orders->filter.error.kind != ERROR_NONE) {
		text_clean(out, orders->filter.error.text);
		buf_putc(out, '\n');
	}
}

/* -- what is typed --------------------------------------------------------- */

/* By pages, each from where the one before has ended. */
static enum view_line turn(struct orders_view *orders, int by, struct buf *out)
{
	struct list *list = &orders->list;
	long top = list->top + (long)by * list->height;

	if (top >= list->count || (by < 0 && list->top == 0)) {
		buf_printf(out, "There are no orders %s.\n",
			by < 0 ? "before these" : "after these");
		return VIEW_LINE_DONE;
	}
	list->top = top < 0 ? 0 : top;
	list_go(list, list->top);
	orders_view_remember(orders);
	orders->shown_ms = loop_now(store_loop(orders->store));
	return VIEW_LINE_AGAIN;
}

static enum view_line do_next(struct orders_view *orders,
	const char *argument UNUSED, struct buf *out)
{
	return turn(orders, 1, out);
}

static enum view_line do_previous(struct orders_view *orders,
	const char *argument UNUSED, struct buf *out)
{
	return turn(orders, -1, out);
}

/* There is no page below: back among the rows. A filter goes first. */
static enum view_line do_back(struct orders_view *orders,
	const char *argument UNUSED, struct buf *out)
{
	if (orders_filter_is_on(&orders->filter)) {
		app_back(orders->view.app);
		return VIEW_LINE_DONE;
	}
	return turn(orders, -1, out);
}

static enum view_line
do_filter(struct orders_view *orders, const char *argument, struct buf *out)
{
	struct error error = {0};

	if (*argument == '\0') {
		orders_filter_leave(&orders->filter);
		orders_view_update(orders);
	} else if (!orders_find_set(orders, argument, &error)) {
		text_clean(out, error.text);
		buf_putc(out, '\n');
		return VIEW_LINE_DONE;
	}
	return VIEW_LINE_AGAIN;
}

static enum view_line do_views(struct orders_view *orders,
	const char *argument UNUSED, struct buf *out)
{
	for (int i = 1; i <= SAVED_VIEWS; i++) {
		const struct saved_view *view = saved_view(orders->saved, i);

		if (view == NULL)
			continue;
		buf_printf(out, "%d: ", i);
		text_clean(out, view->name);
		buf_puts(out, i == orders->active ? ", shown now\n" : "\n");
	}
	return VIEW_LINE_DONE;
}

static enum view_line
do_open(struct orders_view *orders, const char *argument, struct buf *out)
{
	if (*argument == '\0')
		app_run(orders->view.app, "orders-open");
	else if (!app_open_order(orders->view.app, argument))
		buf_puts(out, "That is no order number.\n");
	return VIEW_LINE_DONE;
}

static enum view_line
do_mail(struct orders_view *orders, const char *argument, struct buf *out)
{
	if (*argument == '\0')
		app_run(orders->view.app, "orders-mail");
	else if (!order_id_is_valid(argument))
		buf_puts(out, "That is no order number.\n");
	else
		resend_dialog_open(orders->view.app, argument);
	return VIEW_LINE_DONE;
}

static enum view_line do_refresh(struct orders_view *orders,
	const char *argument UNUSED, struct buf *out UNUSED)
{
	app_run(orders->view.app, "orders-refresh");
	orders->shown_ms = loop_now(store_loop(orders->store));
	return VIEW_LINE_AGAIN;
}

static enum view_line do_list(struct orders_view *orders UNUSED,
	const char *argument UNUSED, struct buf *out UNUSED)
{
	return VIEW_LINE_AGAIN;
}

static enum view_line do_sort(struct orders_view *orders,
	const char *argument UNUSED, struct buf *out UNUSED)
{
	app_run(orders->view.app, "orders-sort");
	return VIEW_LINE_DONE;
}

static enum view_line do_search(struct orders_view *orders,
	const char *argument UNUSED, struct buf *out UNUSED)
{
	app_run(orders->view.app, "orders-search");
	return VIEW_LINE_DONE;
}

static enum view_line do_columns(struct orders_view *orders,
	const char *argument UNUSED, struct buf *out UNUSED)
{
	app_run(orders->view.app, "orders-columns");
	return VIEW_LINE_DONE;
}

static const struct {
	const char *word;
	bool takes_argument;
	enum view_line (*run)(struct orders_view *orders, const char *argument,
		struct buf *out);
} words[] = {
	{"list", false, do_list},
	{"next", false, do_next},
	{"previous", false, do_previous},
	{"back", false, do_back},
	{"open", true, do_open},
	{"mail", true, do_mail},
	{"filter", true, do_filter},
	{"search", false, do_search},
	{"sort", false, do_sort},
	{"columns", false, do_columns},
	{"views", false, do_views},
	{"refresh", false, do_refresh},
};

static enum view_line line(struct view *view, const char *line, struct buf *out)
{
	size_t len = strcspn(line, " ");
	const char *argument = line + len + strspn(line + len, " ");

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strlen(words[i].word) == len &&
			strncmp(words[i].word, line, len) == 0 &&
			(words[i].takes_argument || *argument == '\0'))
			return words[i].run(orders_of(view), argument, out);
	}
	orders_of(view)->shown_ms =
		loop_now(store_loop(orders_of(view)->store));
	return VIEW_LINE_OTHER;
}

const struct view_lines orders_lines = {
	.tell = tell,
	.is_loading = is_loading,
	.stamp = stamp,
	.news = news,
	.line = line,
	.words = "list\tthese orders once more\n"
		 "next, previous\tthe page of orders after these, before\n"
		 "1 to 9\tanother view of the orders\n"
		 "views\tthe views and their numbers\n"
		 "filter TEXT\tonly loaded orders that match; alone: all\n"
		 "search\task the server, field by field\n"
		 "sort, columns, refresh\tchoose the order, the columns; read "
		 "again\n"
		 "open 900101\tthe order; its number alone does, too\n"
		 "mail 900101\tresend its mail\n",
};
