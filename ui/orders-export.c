/* SPDX-License-Identifier: MIT
 *
 * The list as the source of an export: its query, filter, sort and columns.
 */
#include "app.h"
#include "export.h"
#include "export-form.h"
#include "orders-private.h"

#define TEXT_MAX ((size_t)64 * 1024 * 1024)

static bool has_filter(const struct orders_view *orders)
{
	return orders->filter.filter != NULL &&
	       !filter_is_empty(orders->filter.filter);
}

static const struct order *row_at(const struct orders_view *orders, long index)
{
	return store_list_row(
		orders->store, orders_rows_at(&orders->rows, index));
}

static bool is_marked(const struct orders_view *orders, const struct order *row)
{
	return orders_marks_has(&orders->marks, row->id);
}

static long count_loaded(const struct orders_view *orders, bool marked)
{
	long count = 0;

	for (long i = 0; i < orders_rows_count(&orders->rows); i++) {
		const struct order *order = row_at(orders, i);

		count += order != NULL && (!marked || is_marked(orders, order));
	}
	return count;
}

/* What an order waits on is known of those that were looked at, here alone. */
static bool can_have_all(const struct orders_view *orders)
{
	if (!has_filter(orders) ||
		!filter_asks_for(orders->filter.filter, FILTER_WAITING))
		return true;
	app_say(orders->view.app, APP_WARNING,
		"The filter asks what orders wait on, which is known of loaded "
		"ones only. {orders-export} exports those.");
	return false;
}

static void add_loaded(const struct orders_view *orders, bool marked,
	struct export_request *request, struct buf *text)
{
	for (long i = 0; i < orders_rows_count(&orders->rows); i++) {
		const struct order *order = row_at(orders, i);

		if (order == NULL || (marked && !is_marked(orders, order)))
			continue;
		export_rows_add(
			&request->rows, order, request->count == 0, text);
		request->count++;
	}
	request->text = text;
}

static void chosen(struct view *view, const struct export_choice *choice)
{
	const struct orders_view *orders = orders_at(view);
	struct export_request request = {
		.rows = {.format = choice->format,
			.as_shown = choice->as_shown,
			.columns = orders->columns,
			.has_mark = choice->path[0] != '|',
			.store = orders->store},
		.target = choice->path,
		.all = choice->all,
		.query = orders->query,
		.filter = has_filter(orders) ? orders->filter.text : "",
		.total = store_list_total(orders->store),
	};
	struct buf text;

	if (choice->all && !can_have_all(orders))
		return;
	buf_init(&text, TEXT_MAX);
	if (!choice->all)
		add_loaded(orders, choice->marked, &request, &text);
	export_start(view->app, &request);
	buf_clear(&text);
}

void orders_export_ask(struct view *view)
{
	const struct orders_view *orders = orders_at(view);
	const struct export_now now = {
		.loaded = count_loaded(orders, false),
		.marked = count_loaded(orders, true),
		.total = store_list_total(orders->store),
		.has_filter = has_filter(orders),
	};

	export_form_open(view, &now, chosen);
}

/* All that the view has: from the server, unless that is here already. */
void orders_export_to(struct view *view, const char *words)
{
	const struct orders_view *orders = orders_at(view);
	struct export_choice choice = {.as_shown = true};
	long total = store_list_total(orders->store);
	char path[1024];
	struct error error;

	choice.all =
		total < 0 || (long)store_list_loaded(orders->store) < total;
	if (export_form_read(words, path, sizeof(path), &choice, &error))
		chosen(view, &choice);
	else
		app_message(view->app, APP_WARNING, "%s", error.text);
}
