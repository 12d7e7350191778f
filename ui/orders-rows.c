/* SPDX-License-Identifier: MIT
 *
 * One ascending list of numbers serves both cases: with a filter the rows that
 * are shown (only loaded ones can match), without one the few that are hidden,
 * so that a list of a million rows costs nothing.
 */
#include "orders-rows.h"

#include <stdlib.h>

#include "mem.h"

struct collector {
	struct orders_rows *rows;
	const struct store *store;
	const struct orders_filter *filter;
	bool approval_only;
};

/* The approval is given or was never asked for, and we know it. */
static bool has_left(const struct store *store, const struct order *order)
{
	switch (store_waiting(store, order).gate) {
	case WAITING_NOTHING:
	case WAITING_DIGICERT:
	case WAITING_RECIPIENT:
		return true;
	default:
		return false;
	}
}

static bool
is_hidden(const struct collector *collector, const struct order *order)
{
	return collector->approval_only && has_left(collector->store, order);
}

static void add(struct orders_rows *rows, long row)
{
	if (rows->count == rows->room) {
		rows->room = rows->room > 0 ? 2 * rows->room : 128;
		rows->items = mem_resize(
			rows->items, rows->room, sizeof(*rows->items));
	}
	rows->items[rows->count++] = row;
}

static bool collect_hidden(void *data, long row, const struct order *order)
{
	struct collector *collector = data;

	if (is_hidden(collector, order))
		add(collector->rows, row);
	return true;
}

static bool collect_matching(void *data, long row, const struct order *order)
{
	struct collector *collector = data;

	if (!is_hidden(collector, order) &&
		orders_filter_matches(
			collector->filter, collector->store, order))
		add(collector->rows, row);
	return true;
}

void orders_rows_update(struct orders_rows *rows, const struct store *store,
	const struct orders_filter *filter, bool approval_only)
{
	struct collector collector = {rows, store, filter, approval_only};

	rows->count = 0;
	rows->total = store_list_total(store);
	if (rows->total < 0)
		rows->total = (long)store_list_loaded(store);
	rows->is_filtered = !orders_filter_is_empty(filter);
	if (rows->is_filtered)
		store_list_each(store, collect_matching, &collector);
	else if (approval_only)
		store_list_each(store, collect_hidden, &collector);
}

void orders_rows_clear(struct orders_rows *rows)
{
	free(rows->items);
	*rows = (struct orders_rows){0};
}

long orders_rows_count(const struct orders_rows *rows)
{
	if (rows->is_filtered)
		return (long)rows->count;
	return rows->total - (long)rows->count;
}

long orders_rows_at(const struct orders_rows *rows, long index)
{
	if (index < 0 || index >= orders_rows_count(rows))
		return -1;
	if (rows->is_filtered)
		return rows->items[index];
	for (size_t i = 0; i < rows->count && rows->items[i] <= index; i++)
		index++;
	return index;
}

long orders_rows_find(const struct orders_rows *rows, long row)
{
	size_t before = 0;
	bool is_listed;

	if (row < 0)
		return -1;
	while (before < rows->count && rows->items[before] < row)
		before++;
	is_listed = before < rows->count && rows->items[before] == row;
	if (rows->is_filtered)
		return is_listed ? (long)before : -1;
	return is_listed ? -1 : row - (long)before;
}

const char *orders_rows_lack(
	const struct orders_rows *rows, const struct store *store, long index)
{
	long row = orders_rows_at(rows, index);

	if (row < 0)
		return "There is no order here.";
	if (store_list_row(store, row) != NULL)
		return "The number of this order could not be read.";
	if (store_list_is_gap(store, row))
		return "The server counts an order here, but did not send it.";
	return "This row has not been loaded yet.";
}
