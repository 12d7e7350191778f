/* SPDX-License-Identifier: MIT
 *
 * The same as the windows and lines for it, for who knows what to type.
 */
#include "orders-line.h"

#include "app.h"
#include "mem.h"
#include "nearest.h"
#include "orders-private.h"

bool orders_line_filter(
	struct view *view, const char *text, struct error *error)
{
	return orders_find_set(orders_of(view), text, error);
}

static const struct column *column_sorted_by(enum order_query_sort sort)
{
	for (size_t i = 0; i < columns_count(); i++) {
		if (columns_table[i].sort == (int)sort)
			return &columns_table[i];
	}
	return NULL;
}

static const char *nearest_column(const char *name)
{
	const char *names[COLUMNS_MAX];
	size_t count = 0;

	for (; count < columns_count() && count < COLUMNS_MAX; count++)
		names[count] = columns_table[count].name;
	return nearest_name(name, names, count);
}

const struct column *
orders_line_read_sort(const char *text, bool *down, struct error *error)
{
	const char *name = text + (*text == '-');
	const struct column *column = columns_find(name);
	enum order_query_sort sort;
	bool ignored;
	const char *near;

	if (column == NULL && *name != '-' &&
		order_query_sort_from(name, &sort, &ignored))
		column = column_sorted_by(sort);
	if (column != NULL) {
		*down = name != text;
		return column;
	}
	near = nearest_column(name);
	error_set(error, ERROR_USAGE,
		"There is no column \"%s\" to sort by.%s%s%s", name,
		near != NULL ? " Did you mean " : "", near != NULL ? near : "",
		near != NULL ? "?" : "");
	return NULL;
}

bool orders_line_sort(struct view *view, const char *text, struct error *error)
{
	bool down;
	const struct column *column = orders_line_read_sort(text, &down, error);

	if (column == NULL)
		return false;
	orders_switch_sort_by(orders_of(view), column, down);
	return true;
}

bool orders_line_columns(
	struct view *view, const char *text, struct error *error)
{
	struct columns_choice choice;

	if (!columns_read(&choice, text, error))
		return false;
	orders_columns_set(view, &choice);
	return true;
}

void orders_line_show_columns(
	struct view *view, const char *text, bool is_configured)
{
	struct orders_view *orders = orders_of(view);

	if (is_configured)
		saved_configure_columns(orders->saved, text);
	else
		saved_show_columns(orders->saved, text);
	orders_columns_load(orders);
}

void orders_line_configure_views(
	struct view *view, const struct settings *settings)
{
	struct orders_view *orders = orders_of(view);
	struct error error;

	if (!saved_configure(orders->saved, settings, &error))
		app_message(view->app, APP_ERROR, "%s", error.text);
	orders_switch_views_changed(orders);
}

bool orders_line_search(
	struct view *view, const char *text, struct error *error)
{
	struct orders_view *orders = orders_of(view);
	struct order_query query = orders->query;

	if (!order_query_parse(&query, text, error))
		return false;
	orders_switch_to_query(orders, &query);
	return true;
}
