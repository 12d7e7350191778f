/* SPDX-License-Identifier: MIT
 *
 * Which orders the page shows, and sorted by what: the views of the number
 * keys, a search on the server, the place before; and what is saved of them.
 */
#include <string.h>

#include "app.h"
#include "confirm.h"
#include "list-commands.h"
#include "orders-private.h"
#include "orders-sort.h"
#include "orders-view.h"
#include "search-form.h"
#include "text.h"
#include "views-save.h"

#define APPROVAL_WORD "approval" /* of the view that is built in */

/* The one that orders leave as their approval becomes known. */
bool orders_switch_is_approval(const struct orders_view *orders)
{
	const struct saved_view *view =
		saved_view(orders->saved, orders->active);

	return view != NULL && strcmp(view->word, APPROVAL_WORD) == 0;
}

/* Where the agent is now, for the way back. */
static void leave(struct orders_view *orders)
{
	struct views_place *place = &orders->before;

	views_place_set(
		place, orders->active, &orders->query, orders->filter.text);
	text_format(place->selected, sizeof(place->selected), "%s",
		orders->selected);
	place->sort = orders->sort;
	place->sort_down = orders->sort_down;
	place->cursor = orders->list.cursor;
	place->top = orders->list.top;
}

/* A filter that is wrong was said where it came from. */
void orders_switch_to(struct orders_view *orders, int number,
	const struct order_query *query, const char *filter)
{
	views_place_clear(&orders->wanted);
	orders->active = number;
	orders->query = *query;
	orders->sort = NULL;
	if (*filter == '\0' || !orders_filter_set(&orders->filter, filter))
		orders_filter_leave(&orders->filter);
	orders_view_open(orders);
}

/* "-waiting": the loaded rows, by what the server does not sort by. */
static void sort_by(struct orders_view *orders, const char *column)
{
	orders->sort_down = *column == '-';
	orders->sort = columns_find(column + orders->sort_down);
	if (orders->sort != NULL && orders->sort->sort >= 0)
		orders->sort = NULL; /* the server does */
	if (orders->sort != NULL)
		orders_view_update(orders);
}

void orders_view_show(struct view *view, int number)
{
	struct orders_view *orders = orders_of(view);
	const struct saved_view *saved = saved_view(orders->saved, number);
	char key[APP_KEY_SIZE];

	if (saved == NULL) {
		app_message(view->app, APP_INFO,
			"There is no view %d. %s searches, and :save-view "
			"keeps what the list shows under a number.",
			number,
			app_key(orders->view.app, "orders-search", key,
				sizeof(key)));
		return;
	}
	if (number != orders->active)
		leave(orders);
	orders_switch_to(orders, number, &saved->query, saved->filter);
	sort_by(orders, saved->column);
}

void orders_switch_view_1(struct view *view)
{
	orders_view_show(view, 1);
}

void orders_switch_view_2(struct view *view)
{
	orders_view_show(view, 2);
}

void orders_switch_view_3(struct view *view)
{
	orders_view_show(view, 3);
}

void orders_switch_view_4(struct view *view)
{
	orders_view_show(view, 4);
}

void orders_switch_view_5(struct view *view)
{
	orders_view_show(view, 5);
}

void orders_switch_view_6(struct view *view)
{
	orders_view_show(view, 6);
}

void orders_switch_view_7(struct view *view)
{
	orders_view_show(view, 7);
}

void orders_switch_view_8(struct view *view)
{
	orders_view_show(view, 8);
}

void orders_switch_view_9(struct view *view)
{
	orders_view_show(view, 9);
}

/* A search that is what a view asks for is that view. */
static int
view_of_query(const struct orders_view *orders, const struct order_query *query)
{
	for (int number = 1; number <= SAVED_VIEWS; number++) {
		const struct saved_view *view =
			saved_view(orders->saved, number);

		if (view != NULL && view->filter[0] == '\0' &&
			order_query_equal(&view->query, query))
			return number;
	}
	return 0;
}

/* Whatever the agent has sorted it by. */
static bool
asks_for(const struct saved_view *view, const struct order_query *query)
{
	struct order_query sorted = *query;

	sorted.sort = view->query.sort;
	sorted.descending = view->query.descending;
	return order_query_equal(&view->query, &sorted);
}

/* What was that view may be another one now, or a search. */
static int number_now(const struct orders_view *orders, int number,
	const struct order_query *query)
{
	const struct saved_view *view = saved_view(orders->saved, number);

	return view != NULL && asks_for(view, query)
		       ? number
		       : view_of_query(orders, query);
}

void orders_switch_previous_view(struct view *view)
{
	struct orders_view *orders = orders_of(view);
	struct views_place back = {0};

	if (!orders->before.is_set) {
		app_message(view->app, APP_INFO,
			"There was no view before this one.");
		return;
	}
	views_place_swap(&back, &orders->before);
	leave(orders);
	orders_switch_to(orders, number_now(orders, back.view, &back.query),
		&back.query, back.filter);
	orders->sort = back.sort;
	orders->sort_down = back.sort_down;
	orders_view_update(orders);
	orders->wanted = back;
}

/* Of a place whose rows are still under way, too. */
void orders_switch_first_row(struct view *view)
{
	views_place_clear(&orders_of(view)->wanted);
	list_commands_first(view);
}

/* As soon as there is one, where the list is still under way. */
void orders_switch_last_row(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	list_commands_last(view);
	if (orders->list.count == 0)
		views_place_set_last(&orders->wanted);
}

/* -- commands: sorting -- */

/* By a column that the server does not know: only what is loaded. */
static void
sort_here(struct orders_view *orders, const struct column *column, bool down)
{
	orders->sort = column;
	orders->sort_down = down;
	orders->selected[0] = '\0';
	orders->asked = (struct orders_asked){0};
	list_go(&orders->list, 0);
	orders_view_update(orders);
}

void orders_switch_sort_by(
	struct orders_view *orders, const struct column *column, bool down)
{
	if (column->sort < 0) {
		sort_here(orders, column, down);
		return;
	}
	orders->sort = NULL;
	orders->query.sort = (enum order_query_sort)column->sort;
	orders->query.descending = down;
	orders_view_open(orders);
}

static void sort_chosen(struct view *view, int choice)
{
	struct orders_view *orders = orders_of(view);
	const struct column *column = &columns_table[choice < 0 ? 0 : choice];

	if (choice >= 0)
		orders_switch_sort_by(orders, column,
			column->sort >= 0 && orders->query.descending);
}

void orders_switch_sort(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	orders_sort_ask(
		view->app, view, &orders->query, orders->sort, sort_chosen);
}

void orders_switch_reverse(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	if (orders->sort != NULL) {
		orders->sort_down = !orders->sort_down;
		orders_view_update(orders);
		return;
	}
	orders->query.descending = !orders->query.descending;
	orders_view_open(orders);
}

/* -- commands: searching and saving -- */

/* What the list shows is the view that was saved just now. */
static void view_saved(struct view *view, int number)
{
	struct orders_view *orders = orders_of(view);

	orders->active = number;
	orders->asked = (struct orders_asked){0};
	orders_view_update(orders);
}

void orders_switch_save_view(struct view *view)
{
	struct orders_view *orders = orders_of(view);
	struct views_save what = {.saved = orders->saved,
		.number = orders->active,
		.query = &orders->query,
		.filter = orders->filter.text,
		.sort = orders->sort,
		.sort_down = orders->sort_down};

	views_save_open(view->app, view, &what, view_saved);
}

void orders_switch_to_query(
	struct orders_view *orders, const struct order_query *query)
{
	leave(orders);
	orders_switch_to(orders, view_of_query(orders, query), query, "");
}

static void
searched(struct view *view, const struct order_query *query, bool and_save)
{
	orders_switch_to_query(orders_of(view), query);
	if (and_save)
		orders_switch_save_view(view);
}

void orders_switch_search(struct view *view)
{
	search_form_open(view->app, view, &orders_of(view)->query, searched);
}

void orders_switch_rename_view(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	views_save_rename(view->app, view, orders->saved, orders->active);
}

/* What the list shows is that view no more if it asks for something else now:
 * it is a search then, or what the view stood over. */
void orders_switch_views_changed(struct orders_view *orders)
{
	orders->active = number_now(orders, orders->active, &orders->query);
	orders_view_update(orders);
	app_stale(orders->view.app);
}

/* What it has shown stays there, as a search or what it stood over. */
static void delete_answered(struct view *view, bool yes)
{
	struct orders_view *orders = orders_of(view);

	if (!yes)
		return;
	views_save_delete(view->app, orders->saved, orders->active);
	orders->active = view_of_query(orders, &orders->query);
	orders_view_update(orders);
}

void orders_switch_delete_view(struct view *view)
{
	struct orders_view *orders = orders_of(view);

	views_save_ask_delete(view->app, view, orders->saved, orders->active,
		delete_answered);
}

/* How it went to write what was saved. */
void orders_switch_kept(void *data, const struct error *error)
{
	struct orders_view *orders = data;

	if (error != NULL)
		app_message(orders->view.app, APP_ERROR, "%s", error->text);
	if (error != NULL && saved_view(orders->saved, orders->active) == NULL)
		orders->active = 0;
	orders_view_update(orders);
	app_stale(orders->view.app);
}

struct views_bar orders_switch_bar(const struct orders_view *orders)
{
	return (struct views_bar){
		.store = orders->store,
		.saved = orders->saved,
		.query = &orders->query,
		.sort = orders->sort,
		.sort_down = orders->sort_down,
		.view = orders->active,
	};
}

/* Not with each move of the cursor, which changes nothing here. */
void orders_switch_ask_counts(struct orders_view *orders)
{
	const struct order_query *queries[SAVED_VIEWS];
	struct views_bar bar = orders_switch_bar(orders);
	size_t count;

	if (orders->counted == orders->cols)
		return;
	orders->counted = orders->cols;
	count = views_bar_queries(&bar, orders->cols, queries);
	store_count_want(orders->store, queries, count);
}

bool orders_switch_reason(
	const struct orders_view *orders, char *out, size_t size)
{
	struct error error;

	if (saved_is_own(orders->saved, orders->active, &error))
		return false;
	text_format(out, size, "%s", error.text);
	return true;
}

/* What is searched; the views have their names below. */
void orders_switch_title(const struct view *view, struct buf *out)
{
	const struct orders_view *orders = orders_at(view);

	if (orders->active != 0)
		return;
	buf_puts(out, " > Search: ");
	if (orders->query.filter_count == 0)
		buf_puts(out, "all orders ");
	order_query_print(&orders->query, out);
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}
