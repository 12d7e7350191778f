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
#include "details-copy.h"
#include "details-view.h"
#include "list-commands.h"
#include "mem.h"
#include "orders-draw.h"
#include "orders-due.h"
#include "orders-private.h"
#include "orders-sort.h"
#include "resend-dialog.h"
#include "wording.h"

#define REST_MS 250 /* without a move: somebody reads the row */

/* The order under the cursor; NULL if there is none or it has not come. */
static const struct order *selected_order(const struct orders_view *orders)
{
	return store_list_row(orders->store,
		orders_rows_at(&orders->rows, orders->list.cursor));
}

void orders_view_remember(struct orders_view *orders)
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

/* The filter or the sort goes by what rows wait on, so that rows that are not
 * on the screen would be there if it were known. */
static bool needs_waiting(const struct orders_view *orders)
{
	return filter_asks_for(orders->filter.filter, FILTER_WAITING) ||
	       orders_sort_is_by_waiting(orders->sort);
}

struct orders_rows_wish orders_view_wish(const struct orders_view *orders)
{
	return (struct orders_rows_wish){
		.filter = orders->filter.filter,
		.index = orders->filter.index,
		.sort = orders->sort,
		.descending = orders->sort_down,
		.approval_only = orders_switch_is_approval(orders),
		.by_waiting = needs_waiting(orders),
		.keep = strcmp(orders->kept, orders->selected) == 0
				? orders->kept
				: NULL,
	};
}

/* Whoever is about to press a key for the order under the cursor means that
 * order: none may step into its place because the filter finds it no more. */
static void keep_selected(struct orders_view *orders)
{
	text_format(orders->kept, sizeof(orders->kept), "%s",
		orders->wants_new ? "" : orders->selected);
}

void orders_view_drop(struct orders_view *orders)
{
	orders->kept[0] = '\0';
}

void orders_view_update(struct orders_view *orders)
{
	struct orders_rows_wish wish = orders_view_wish(orders);

	orders->counted = 0;
	orders_rows_update(&orders->rows, orders->store, &wish);
	orders_lost_find(orders);
	follow(orders);
	list_set_count(&orders->list, orders_rows_count(&orders->rows));
	orders_lost_note(orders);
	if (orders->wanted.is_set &&
		views_place_restore(&orders->wanted, orders->store,
			&orders->rows, &orders->list))
		views_place_clear(&orders->wanted);
	orders_view_remember(orders);
}

/* Once for each time that it fails, and once when the program itself tries
 * again and again; the rows stay. */
static void announce_failure(struct orders_view *orders)
{
	const struct store_resource *resource =
		store_list_resource(orders->store);
	char key[APP_KEY_SIZE];
	bool failed =
		resource->error.kind != ERROR_NONE && !resource->refreshing;

	if (failed && !orders->failed && resource->state == STORE_READY &&
		(orders->wants_new ||
			strcmp(orders->said, resource->error.text) != 0))
		app_message(orders->view.app, APP_ERROR,
			"%s%s The old rows are kept. %s tries again.",
			resource->error.text,
			wording_stop(resource->error.text),
			app_key(orders->view.app, "orders-refresh", key,
				sizeof(key)));
	if (failed)
		text_copy(orders->said, sizeof(orders->said),
			resource->error.text);
	else if (!resource->refreshing)
		orders->said[0] = '\0';
	orders->failed = failed;
	orders->wants_new &= resource->refreshing;
}

static void changed(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	keep_selected(orders);
	orders_view_update(orders);
	/* A status may be another one, and what the order waits on with it. */
	orders->asked = (struct orders_asked){0};
	announce_failure(orders);
}

/* -- asking the store -- */

static void ask(void *data)
{
	struct orders_view *orders = data;
	long first = orders_rows_at(&orders->rows, orders->list.top);
	size_t active = api_active(store_api(orders->store));

	orders->asking = NULL;
	/* A filter or a sort of ours goes by what is loaded; it loads none. */
	if (!orders->rows.is_filtered && !orders->rows.is_sorted)
		store_list_near(orders->store, first > 0 ? first : 0,
			orders->list.height);
	orders_due_ask(orders->store, &orders->rows, &orders->list,
		needs_waiting(orders));
	orders_switch_ask_counts(orders);
	/* The number of requests is shown; else nothing is new to see. */
	if (api_active(store_api(orders->store)) != active)
		app_stale(orders->view.app);
}

static bool is_asked(const struct orders_asked *a, const struct orders_asked *b)
{
	return a->top == b->top && a->cursor == b->cursor &&
	       a->count == b->count && a->height == b->height &&
	       a->loaded == b->loaded;
}

static void ask_soon(struct orders_view *orders)
{
	struct orders_asked now = {orders->list.top, orders->list.cursor,
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

void orders_view_open(struct orders_view *orders)
{
	store_list_open(orders->store, &orders->query);
	orders->selected[0] = orders->lost[0] = '\0';
	orders->asked = (struct orders_asked){0};
	orders->failed = false;
	orders->shown_ms = loop_now(store_loop(orders->store));
	list_go(&orders->list, 0);
	orders_view_update(orders);
}

/* -- commands: moving -- */

static struct list *list(struct view *view)
{
	return &orders_of(view)->list;
}

static void moved(struct view *view, int by UNUSED)
{
	struct orders_view *orders = orders_of(view);

	/* Nothing moved while the list has not come. */
	if (orders->list.count > 0)
		views_place_clear(&orders->wanted);
	orders_view_remember(orders);
	if (orders->rows.kept >= 0 && orders_view_wish(orders).keep == NULL)
		orders_view_update(orders);
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
	orders_view_remember(orders);
	ask_soon(orders);
	return orders->selected;
}

const char *orders_view_selected(const struct view *view)
{
	return orders_at(view)->selected;
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

/* -- commands: the list -- */

static void run_refresh(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	if (orders_rows_is_chosen(&orders->rows))
		store_list_refresh_held(orders->store);
	else
		store_list_refresh(orders->store);
	orders->asked = (struct orders_asked){0};
	orders->wants_new = true;
}

static const struct command commands[] = {
	{"orders-open", "Enter l", "open the order", "open", COMMAND_ROW, true,
		run_open},
	{"orders-filter", "/", "filter the loaded rows as you type", "filter",
		0, false, orders_find_filter},
	{"orders-search", "s", "search on the server", "search", 0, false,
		orders_switch_search},
	{"orders-export", "x", "export orders to a file or a program", NULL, 0,
		false, orders_export_ask, orders_export_to, ARGUMENT_FILE},
	{"orders-mail", "m", "resend the approval or issuance mail", "mail",
		COMMAND_ROW | COMMAND_MAIL | COMMAND_WRITE, false, run_mail},
	{"orders-copy-number", "yy", "copy the order number", "number",
		COMMAND_ROW, true, details_copy_number},
	{"orders-copy-name", "yn", "copy the certificate name", "name",
		COMMAND_ROW, true, details_copy_name},
	{"orders-copy-emails", "ye", "copy the mail addresses", "e-mails",
		COMMAND_ROW, true, details_copy_emails},
	{"orders-copy-address", "yu", "copy the console address", "address",
		COMMAND_ROW, true, details_copy_address},
	{"orders-copy-row", "yr", "copy the row", "row", COMMAND_ROW, true,
		details_copy_row},
	{"orders-copy-json", "yj", "copy the order's JSON", "JSON", COMMAND_ROW,
		true, details_copy_json},
	{"orders-copy-summary", "ys", "copy a summary for a ticket", "summary",
		COMMAND_ROW, true, details_copy_summary},
	{"orders-address", "w", "show the console address", NULL, COMMAND_ROW,
		true, details_copy_show_address},
	{"orders-down", "j Down", "next order", NULL, 0, false,
		list_commands_down},
	{"orders-up", "k Up", "previous order", NULL, 0, false,
		list_commands_up},
	{"orders-first", "g Home", "first order", NULL, 0, false,
		orders_switch_first_row},
	{"orders-last", "G End", "last order", NULL, 0, false,
		orders_switch_last_row},
	{"orders-page-down", "PgDn Ctrl-F", "a page down", NULL, 0, false,
		list_commands_page_down},
	{"orders-page-up", "PgUp Ctrl-B", "a page up", NULL, 0, false,
		list_commands_page_up},
	{"orders-half-down", "Ctrl-D", "half a page down", NULL, 0, false,
		list_commands_half_down},
	{"orders-half-up", "Ctrl-U", "half a page up", NULL, 0, false,
		list_commands_half_up},
	{"orders-scroll-down", "Ctrl-E", "the screen one row down", NULL, 0,
		false, list_commands_scroll_down},
	{"orders-scroll-up", "Ctrl-Y", "the screen one row up", NULL, 0, false,
		list_commands_scroll_up},
	{"orders-screen-top", "H", "to the first row on the screen", NULL, 0,
		false, list_commands_screen_top},
	{"orders-screen-bottom", "L", "to the last row on the screen", NULL, 0,
		false, list_commands_screen_bottom},
	{"orders-next-match", "n", "next match of the filter", NULL,
		COMMAND_FILTERED, false, orders_find_next},
	{"orders-previous-match", "N", "previous match of the filter", NULL,
		COMMAND_FILTERED, false, orders_find_previous},
	{"orders-mark", "Space", "mark the order, or not any more; next order",
		NULL, COMMAND_ROW, false, orders_find_mark},
	{"orders-mark-range", "v", "mark from here to where v is pressed again",
		NULL, COMMAND_ROW, false, orders_find_mark_range},
	{"orders-mark-matching", "*", "mark all orders that the filter finds",
		NULL, COMMAND_FILTERED, false, orders_find_mark_matching},
	{"orders-unmark", "U", "take all marks away, or back again", NULL, 0,
		false, orders_find_unmark},
	{"orders-copy-marked", "ym", "copy the numbers of the marked orders",
		"marked", COMMAND_MARKED, false, orders_find_copy_marked},
	{"orders-sort", "o", "choose what to sort by", NULL, 0, false,
		orders_switch_sort},
	{"orders-reverse", "O", "sort the other way round", NULL, 0, false,
		orders_switch_reverse},
	{"orders-columns", "c", "choose, order and size the columns", NULL, 0,
		false, orders_columns_choose},
	{"orders-next-cell", "Tab", "into the row: show its next cell whole",
		NULL, 0, false, orders_columns_next},
	{"orders-previous-cell", "Shift-Tab", "the cell before", NULL, 0, false,
		orders_columns_previous},
	{"orders-preview", "p", "show the selected order beside the list", NULL,
		0, false, orders_preview_toggle},
	{"orders-preview-place", "P", "the preview beside the list or below it",
		NULL, 0, false, orders_preview_place},
	{"orders-preview-next", "]", "next section of the preview", NULL, 0,
		false, orders_preview_next},
	{"orders-preview-previous", "[", "previous section of the preview",
		NULL, 0, false, orders_preview_previous},
	{"orders-refresh", "Ctrl-R F5", "load the list again", NULL, 0, false,
		run_refresh},
	{"orders-view-1", "1", "all orders", NULL, 0, false,
		orders_switch_view_1},
	{"orders-view-2", "2", "pending orders", NULL, 0, false,
		orders_switch_view_2},
	{"orders-view-3", "3", "orders that wait for an approval", NULL, 0,
		false, orders_switch_view_3},
	{"orders-view-4", "4", "certificates emailed to the recipient", NULL, 0,
		false, orders_switch_view_4},
	{"orders-view-5", "5", "issued orders", NULL, 0, false,
		orders_switch_view_5},
	{"orders-view-6", "6", "orders that expire soon", NULL, 0, false,
		orders_switch_view_6},
	{"orders-view-7", "7", "reissues that are pending", NULL, 0, false,
		orders_switch_view_7},
	{"orders-view-8", "8", "a view of your own", NULL, 0, false,
		orders_switch_view_8},
	{"orders-view-9", "9", "a view of your own", NULL, 0, false,
		orders_switch_view_9},
	{"orders-previous-view", "-", "the view before this one", NULL, 0,
		false, orders_switch_previous_view},
	{"orders-save-view", "", "keep what the list shows as a view", NULL, 0,
		true, orders_switch_save_view},
	{"orders-rename-view", "", "give the view another name", NULL,
		COMMAND_OWN, true, orders_switch_rename_view},
	{"orders-delete-view", "", "delete the view", NULL, COMMAND_OWN, true,
		orders_switch_delete_view},
};

const struct command *orders_view_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static const char *order(const struct view *view)
{
	return orders_at(view)->selected;
}

static unsigned facts(const struct view *view)
{
	const struct orders_view *orders = orders_at(view);
	const struct order *order = selected_order(orders);
	unsigned facts = 0;

	if (orders_filter_can_search(&orders->filter))
		facts |= COMMAND_FILTERED;
	if (orders->marks.count > 0)
		facts |= COMMAND_MARKED;
	if (saved_is_own(orders->saved, orders->active, NULL))
		facts |= COMMAND_OWN;
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
	if (need == COMMAND_OWN)
		return orders_switch_reason(orders, out, size);
	if (need != COMMAND_ROW)
		return false;
	text_format(out, size, "%s",
		orders_rows_lack(
			&orders->rows, orders->store, orders->list.cursor));
	return true;
}

/* Esc gives up a range, else takes the filter away. */
static bool back(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	if (orders->cell >= 0) {
		orders->cell = -1;
		return true;
	}
	if (orders->marks.anchor[0] != '\0') {
		orders->marks.anchor[0] = '\0';
		return true;
	}
	if (!orders_filter_is_on(&orders->filter))
		return false;
	orders_filter_leave(&orders->filter);
	orders_view_update(orders);
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

struct orders_draw orders_view_draw_of(const struct orders_view *orders)
{
	return (struct orders_draw){
		.store = orders->store,
		.rows = &orders->rows,
		.list = &orders->list,
		.query = &orders->query,
		.bar = orders_switch_bar(orders),
		.columns = &orders->columns,
		.cell = orders->cell,
		.filter = &orders->filter,
		.marks = &orders->marks,
		.anchor = orders_marks_anchor(
			&orders->marks, orders->store, &orders->rows),
		.wants_new = orders->wants_new,
		.is_slow = app_is_slow(orders->view.app),
		.is_resting = orders->is_resting,
		.now_ms = loop_now(store_loop(orders->store)),
		.app = orders->view.app,
	};
}

static void rested(void *data)
{
	struct orders_view *orders = data;

	orders->is_resting = true;
	app_stale(orders->view.app);
}

static void note_move(struct orders_view *orders)
{
	if (orders->list.cursor == orders->rests_at)
		return;
	orders->rests_at = orders->list.cursor;
	orders->is_resting = false;
	if (!app_is_slow(orders->view.app)) /* nothing is lit there */
		loop_timer_start(orders->rest, REST_MS);
}

static void layout(struct view *view, int rows, int cols)
{
	struct orders_view *orders = orders_of(view);
	struct orders_draw draw;

	rows -= ORDERS_DRAW_HEAD;
	orders->cols = cols;
	orders_columns_fit(orders, cols);
	draw = orders_view_draw_of(orders);
	list_layout(
		&orders->list, rows - orders_draw_cell_rows(&draw, rows, cols));
	ask_soon(orders);
	note_move(orders);
	if (is_first_load(orders)) /* its seconds are counted */
		app_count_seconds(view->app);
}

static void draw(const struct view *view, struct region region)
{
	struct orders_draw all = orders_view_draw_of(orders_at(view));

	orders_draw_all(&all, region);
}

static void status(const struct view *view, struct buf *out)
{
	struct orders_draw all = orders_view_draw_of(orders_at(view));

	orders_draw_status(&all, out);
}

static void summary(const struct view *view, struct buf *out)
{
	struct orders_draw all = orders_view_draw_of(orders_at(view));

	orders_draw_summary(&all, out);
}

static void free_orders(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	loop_defer_cancel(store_loop(orders->store), orders->asking);
	loop_timer_free(orders->rest);
	orders_rows_clear(&orders->rows);
	orders_filter_clear(&orders->filter);
	views_place_clear(&orders->before);
	views_place_clear(&orders->wanted);
	saved_on_kept(orders->saved, NULL, NULL);
	orders_marks_clear(&orders->marks);
	orders_marks_clear(&orders->unmarked);
	free(orders);
}

/* On the name of a view; a row is the list's. */
static bool click(struct view *view, long id)
{
	char name[32];

	if (id >= 0)
		return false;
	text_format(name, sizeof(name), "orders-view-%ld", -id);
	return app_run(view->app, name);
}

static const struct view_ops ops = {
	.name = "orders",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = orders_switch_title,
	.status = status,
	.summary = summary,
	.facts = facts,
	.order = order,
	.likely = orders_likely,
	.reason = reason,
	.changed = changed,
	.layout = layout,
	.draw = draw,
	.lines = &orders_lines,
	.list = list,
	.moved = moved,
	.click = click,
	.back = back,
	.cancel = cancel,
	.free = free_orders,
};

struct view *orders_view_new(struct store *store, struct saved *saved)
{
	struct orders_view *orders = mem_zalloc(sizeof(*orders));
	const struct saved_view *first = saved_view(saved, 1);

	orders->view.ops = &ops;
	orders->store = store;
	orders->saved = saved;
	saved_on_kept(saved, orders_switch_kept, orders);
	orders->cell = -1;
	orders->rest = loop_timer_new(store_loop(store), rested, orders);
	orders->is_resting = true;
	orders->shown_ms = loop_now(store_loop(store));
	orders_columns_load(orders);
	orders_filter_init(&orders->filter);
	orders_switch_to(orders, 1, &first->query, first->filter);
	return &orders->view;
}
