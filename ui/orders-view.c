/* SPDX-License-Identifier: MIT
 *
 * The Orders page. It keeps the number of the selected order, so that the
 * cursor stays on it when rows come and go. What is needed from the server is
 * noted when the page is laid out and asked for in the next turn.
 */
#include "orders-view.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "confirm.h"
#include "details-view.h"
#include "list-commands.h"
#include "mem.h"
#include "orders-draw.h"
#include "orders-filter.h"
#include "orders-rows.h"
#include "resend-dialog.h"
#include "wording.h"

#define APPROVAL_VIEW 2 /* index of "Approval waiting" */
#define WAITING_MAX   256

/* What the store was last asked to fetch. */
struct asked {
	long top, cursor, count;
	int height;
	size_t loaded;
};

struct orders_view {
	struct view view;
	struct store *store;
	struct list list;
	struct orders_rows rows;
	struct orders_filter *filter;
	char *filter_text;
	struct order_query query;
	int active, previous;	      /* views: index, -1 for none */
	char selected[ORDER_ID_SIZE]; /* "" if not known */
	struct asked asked;
	struct loop_deferred *asking;
	bool failed;	/* the last refresh did, and it was said */
	bool wants_new; /* a refresh was asked for and goes on */
};

static struct orders_view *orders_of(struct view *view)
{
	return (struct orders_view *)view;
}

static const struct orders_view *orders_at(const struct view *view)
{
	return (const struct orders_view *)view;
}

/* The order under the cursor; NULL if there is none or it has not come. */
static const struct order *selected_order(const struct orders_view *orders)
{
	return store_list_row(orders->store,
		orders_rows_at(&orders->rows, orders->list.cursor));
}

static void remember(struct orders_view *orders)
{
	const struct order *order = selected_order(orders);

	text_format(orders->selected, sizeof(orders->selected), "%s",
		order != NULL ? order->id : "");
}

/* -- rows -- */

/* The cursor goes where its order went, and keeps its line on the screen. */
static void follow(struct orders_view *orders)
{
	long row = -1, to = -1;

	if (orders->selected[0] != '\0')
		row = store_list_find(orders->store, orders->selected);
	if (row >= 0)
		to = orders_rows_find(&orders->rows, row);
	if (to >= 0) {
		orders->list.top += to - orders->list.cursor;
		orders->list.cursor = to;
	}
}

static void update_rows(struct orders_view *orders)
{
	orders_rows_update(&orders->rows, orders->store, orders->filter,
		orders->active == APPROVAL_VIEW);
	follow(orders);
	list_set_count(&orders->list, orders_rows_count(&orders->rows));
	remember(orders);
}

/* Once for each time that it fails; the rows stay. */
static void announce_failure(struct orders_view *orders)
{
	const struct store_resource *resource =
		store_list_resource(orders->store);
	bool failed =
		resource->error.kind != ERROR_NONE && !resource->refreshing;

	if (failed && !orders->failed && resource->state == STORE_READY)
		app_message(orders->view.app, APP_ERROR,
			"%s%s The old rows are kept. Ctrl-R tries again.",
			resource->error.text,
			wording_stop(resource->error.text));
	orders->failed = failed;
	orders->wants_new &= resource->refreshing;
}

static void changed(struct view *view)
{
	update_rows(orders_of(view));
	announce_failure(orders_of(view));
}

/* -- asking the store -- */

static size_t add_unknown(const struct orders_view *orders, long index,
	const char **ids, size_t count)
{
	const struct list *list = &orders->list;
	const struct order *order;

	if (index < list->top || index >= list->top + list->height ||
		count == WAITING_MAX)
		return count;
	order = store_list_row(
		orders->store, orders_rows_at(&orders->rows, index));
	if (order == NULL || order->id[0] == '\0' ||
		store_waiting(orders->store, order).gate != WAITING_UNKNOWN)
		return count;
	ids[count++] = order->id;
	return count;
}

/* The orders on the screen of which it is not known what they wait on, from
 * the cursor outwards. */
static void ask_waiting(struct orders_view *orders)
{
	const char *ids[WAITING_MAX];
	long cursor = orders->list.cursor;
	size_t count = add_unknown(orders, cursor, ids, 0);

	for (long by = 1; by < orders->list.height; by++) {
		count = add_unknown(orders, cursor + by, ids, count);
		count = add_unknown(orders, cursor - by, ids, count);
	}
	store_waiting_near(orders->store, ids, count);
}

static void ask(void *data)
{
	struct orders_view *orders = data;
	long first = orders_rows_at(&orders->rows, orders->list.top);

	orders->asking = NULL;
	/* A filter looks through what is loaded; it does not load. */
	if (!orders->rows.is_filtered)
		store_list_near(orders->store, first > 0 ? first : 0,
			orders->list.height);
	ask_waiting(orders);
	app_stale(orders->view.app); /* the number of requests is shown */
}

static bool is_asked(const struct asked *a, const struct asked *b)
{
	return a->top == b->top && a->cursor == b->cursor &&
	       a->count == b->count && a->height == b->height &&
	       a->loaded == b->loaded;
}

static void ask_soon(struct orders_view *orders)
{
	struct asked now = {orders->list.top, orders->list.cursor,
		orders->list.count, orders->list.height,
		store_list_loaded(orders->store)};

	if (is_asked(&now, &orders->asked) || orders->list.height <= 0)
		return;
	orders->asked = now;
	if (orders->asking == NULL)
		orders->asking =
			loop_defer(store_loop(orders->store), ask, orders);
}

/* -- which orders -- */

static void open_query(struct orders_view *orders)
{
	store_list_open(orders->store, &orders->query);
	orders->selected[0] = '\0';
	orders->asked = (struct asked){0};
	orders->failed = false;
	list_go(&orders->list, 0);
	update_rows(orders);
}

static void set_filter(struct orders_view *orders, const char *text)
{
	free(orders->filter_text);
	orders_filter_free(orders->filter);
	orders->filter_text = mem_dup(text);
	orders->filter = orders_filter_new(text);
	update_rows(orders);
}

static void show_view(struct view *view, int index)
{
	struct orders_view *orders = orders_of(view);

	if (index != orders->active)
		orders->previous = orders->active;
	orders->active = index;
	order_query_from_view(&orders->query, order_query_view((size_t)index));
	set_filter(orders, "");
	open_query(orders);
}

/* -- commands: moving -- */

static struct list *list(struct view *view)
{
	return &orders_of(view)->list;
}

static void moved(struct view *view, int by UNUSED)
{
	remember(orders_of(view));
}

/* False if the list does not show it. */
static bool go_to(struct orders_view *orders, const char *order_id)
{
	long row = store_list_find(orders->store, order_id);
	long to = row >= 0 ? orders_rows_find(&orders->rows, row) : -1;

	if (strcmp(orders->selected, order_id) == 0)
		return true;
	if (to >= 0)
		orders->list.cursor = to;
	return to >= 0;
}

/* The order may have been opened by its number. One that has left the list was
 * before the row under the cursor, which moved up into its place. Rows whose
 * number could not be read are passed over. Onto a row that has not come it
 * does not go: when that is there, the next step would pass it over. */
const char *orders_view_step(struct view *view, const char *order_id, int by)
{
	struct orders_view *orders = orders_of(view);
	struct list before = orders->list;
	const struct order *order;
	long from;

	if (!go_to(orders, order_id) && by > 0)
		by--;
	do {
		from = orders->list.cursor;
		list_move(&orders->list, by);
		order = selected_order(orders);
	} while (order != NULL && order->id[0] == '\0' &&
		 orders->list.cursor != from);
	if (order == NULL)
		store_list_near(orders->store,
			orders_rows_at(&orders->rows, orders->list.cursor), 1);
	if (order == NULL || order->id[0] == '\0') {
		orders->list = before;
		return NULL;
	}
	remember(orders);
	ask_soon(orders);
	return orders->selected;
}

/* -- commands: the selected order -- */

static void run_open(struct view *view)
{
	app_open_order(view->app, orders_at(view)->selected);
}

static void run_mail(struct view *view)
{
	resend_dialog_open(view->app, orders_at(view)->selected);
}

static void run_copy_number(struct view *view)
{
	app_copy(view->app, "order number", orders_at(view)->selected);
}

/* -- commands: the list -- */

static void run_refresh(struct view *view)
{
	store_list_refresh(orders_of(view)->store);
	orders_of(view)->wants_new = true;
}

static void filter_typed(struct view *view, const char *text)
{
	set_filter(orders_of(view), text);
}

static void filter_done(struct view *view, const char *text)
{
	set_filter(orders_of(view), text != NULL ? text : "");
}

static void run_filter(struct view *view)
{
	app_ask_line(view->app, view, "/", orders_at(view)->filter_text,
		filter_typed, filter_done);
}

static void sort_chosen(struct view *view, int choice)
{
	struct orders_view *orders = orders_of(view);

	if (choice < 0)
		return;
	orders->query.sort = (enum order_query_sort)choice;
	open_query(orders);
}

static void run_sort(struct view *view)
{
	const char *labels[ORDER_QUERY_SORTS];

	for (int i = 0; i < ORDER_QUERY_SORTS; i++)
		labels[i] = order_query_sort_label((enum order_query_sort)i);
	confirm_choose(view->app, view, "Sort by", labels, ORDER_QUERY_SORTS,
		(int)orders_of(view)->query.sort, sort_chosen);
}

static void run_reverse(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	orders->query.descending = !orders->query.descending;
	open_query(orders);
}

static void run_view_1(struct view *view)
{
	show_view(view, 0);
}

static void run_view_2(struct view *view)
{
	show_view(view, 1);
}

static void run_view_3(struct view *view)
{
	show_view(view, 2);
}

static void run_view_4(struct view *view)
{
	show_view(view, 3);
}

static void run_view_5(struct view *view)
{
	show_view(view, 4);
}

static void run_view_6(struct view *view)
{
	show_view(view, 5);
}

static void run_view_7(struct view *view)
{
	show_view(view, 6);
}

static void run_previous_view(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	if (orders->previous < 0)
		app_message(view->app, APP_INFO,
			"There was no view before this one.");
	else
		show_view(view, orders->previous);
}

static const struct command commands[] = {
	{"orders-open", "Enter l", "open the order", "open", COMMAND_ROW, true,
		run_open},
	{"orders-filter", "/", "filter the loaded rows as you type", "filter",
		0, false, run_filter},
	{"orders-mail", "m", "resend the approval or issuance mail", "mail",
		COMMAND_ROW | COMMAND_MAIL | COMMAND_WRITE, true, run_mail},
	{"orders-copy-number", "yy", "copy the order number", "copy number",
		COMMAND_ROW, true, run_copy_number},
	{"orders-down", "j Down", "next order", NULL, 0, false,
		list_commands_down},
	{"orders-up", "k Up", "previous order", NULL, 0, false,
		list_commands_up},
	{"orders-top", "g Home", "first order", NULL, 0, false,
		list_commands_first},
	{"orders-bottom", "G End", "last order", NULL, 0, false,
		list_commands_last},
	{"orders-page-down", "PgDn", "a page down", NULL, 0, false,
		list_commands_page_down},
	{"orders-page-up", "PgUp", "a page up", NULL, 0, false,
		list_commands_page_up},
	{"orders-half-down", "Ctrl-D", "half a page down", NULL, 0, false,
		list_commands_half_down},
	{"orders-half-up", "Ctrl-U", "half a page up", NULL, 0, false,
		list_commands_half_up},
	{"orders-next-match", "n", "next match of the filter", NULL,
		COMMAND_FILTERED, false, list_commands_down},
	{"orders-previous-match", "N", "previous match of the filter", NULL,
		COMMAND_FILTERED, false, list_commands_up},
	{"orders-sort", "o", "choose what to sort by", NULL, 0, false,
		run_sort},
	{"orders-reverse", "O", "sort the other way round", NULL, 0, false,
		run_reverse},
	{"orders-refresh", "Ctrl-R F5", "load the list again", NULL, 0, false,
		run_refresh},
	{"orders-view-1", "1", "all orders", NULL, 0, false, run_view_1},
	{"orders-view-2", "2", "pending orders", NULL, 0, false, run_view_2},
	{"orders-view-3", "3", "orders that wait for an approval", NULL, 0,
		false, run_view_3},
	{"orders-view-4", "4", "certificates emailed to the recipient", NULL, 0,
		false, run_view_4},
	{"orders-view-5", "5", "issued orders", NULL, 0, false, run_view_5},
	{"orders-view-6", "6", "orders that expire soon", NULL, 0, false,
		run_view_6},
	{"orders-view-7", "7", "reissues that are pending", NULL, 0, false,
		run_view_7},
	{"orders-previous-view", "-", "the view before this one", NULL, 0,
		false, run_previous_view},
};

static unsigned facts(const struct view *view)
{
	const struct orders_view *orders = orders_at(view);
	const struct order *order = selected_order(orders);
	unsigned facts = 0;

	if (!orders_filter_is_empty(orders->filter))
		facts |= COMMAND_FILTERED;
	if (order == NULL || order->id[0] == '\0')
		return facts;
	facts |= COMMAND_ROW;
	if (resend_mail_of(order) != RESEND_NONE)
		facts |= COMMAND_MAIL;
	/* What became of a send may be said without the right to send. */
	if (store_is_unsettled(orders->store, order->id))
		facts |= COMMAND_MAIL | COMMAND_WRITE;
	return facts;
}

static bool
reason(const struct view *view, unsigned need, char *out, size_t size)
{
	const struct orders_view *orders = orders_at(view);
	const struct order *order = selected_order(orders);

	if (need == COMMAND_MAIL && order != NULL)
		return !resend_is_possible(order, NULL, NULL, out, size);
	if (need != COMMAND_ROW)
		return false;
	text_format(out, size, "%s",
		orders_rows_lack(
			&orders->rows, orders->store, orders->list.cursor));
	return true;
}

/* Esc takes the filter away. */
static bool back(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	if (orders_filter_is_empty(orders->filter))
		return false;
	set_filter(orders, "");
	return true;
}

static bool cancel(struct view *view)
{
	return store_list_cancel(orders_of(view)->store);
}

/* -- layout and drawing -- */

static bool is_first_load(const struct orders_view *orders)
{
	return store_list_resource(orders->store)->state == STORE_BUSY;
}

static void layout(struct view *view, int rows, int cols)
{
	struct orders_view *orders = orders_of(view);

	(void)cols;
	list_layout(&orders->list, rows - ORDERS_DRAW_HEAD);
	ask_soon(orders);
	if (is_first_load(orders)) /* its seconds are counted */
		app_stale_in(view->app, 1000);
}

static struct orders_draw draw_of(const struct orders_view *orders)
{
	return (struct orders_draw){
		.store = orders->store,
		.rows = &orders->rows,
		.list = &orders->list,
		.query = &orders->query,
		.view = orders->active,
		.filter = orders->filter_text,
		.wants_new = orders->wants_new,
		.now_ms = loop_now(store_loop(orders->store)),
	};
}

static void draw(const struct view *view, struct region region)
{
	struct orders_draw all = draw_of(orders_at(view));

	orders_draw_all(&all, region);
}

static void status(const struct view *view, struct buf *out)
{
	struct orders_draw all = draw_of(orders_at(view));

	orders_draw_status(&all, out);
}

static void summary(const struct view *view, struct buf *out)
{
	struct orders_draw all = draw_of(orders_at(view));

	orders_draw_summary(&all, out);
}

static void free_orders(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	loop_defer_cancel(store_loop(orders->store), orders->asking);
	orders_rows_clear(&orders->rows);
	orders_filter_free(orders->filter);
	free(orders->filter_text);
	free(orders);
}

static const struct view_ops ops = {
	.name = "orders",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.status = status,
	.summary = summary,
	.facts = facts,
	.reason = reason,
	.changed = changed,
	.layout = layout,
	.draw = draw,
	.list = list,
	.moved = moved,
	.back = back,
	.cancel = cancel,
	.free = free_orders,
};

struct view *orders_view_new(struct store *store)
{
	struct orders_view *orders = mem_zalloc(sizeof(*orders));

	orders->view.ops = &ops;
	orders->store = store;
	orders->previous = -1;
	orders->filter_text = mem_dup("");
	order_query_from_view(&orders->query, order_query_view(0));
	open_query(orders);
	return &orders->view;
}
