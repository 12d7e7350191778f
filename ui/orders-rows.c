/* SPDX-License-Identifier: MIT
 *
 * One list of numbers serves all cases: with a filter or a sort of ours the
 * rows that are shown (only loaded ones can be), else the few that are hidden,
 * so that a list of a million rows costs nothing.
 */
#include "orders-rows.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "orders-sort.h"

struct collector {
	struct orders_rows *rows;
	const struct store *store;
	const struct orders_rows_wish *wish;
	struct filter_look look;
};

/* The approval is given or was never asked for, and we know it. */
static bool has_left(const struct store *store, const struct order *order)
{
	struct waiting waiting = store_waiting(store, order);

	if (waiting.approved)
		return true;
	switch (waiting.gate) {
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
	return collector->wish->approval_only &&
	       has_left(collector->store, order);
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

/* It would not be shown, but is to stay. */
static bool
keep(const struct collector *collector, long row, const struct order *order)
{
	const char *id = collector->wish->keep;

	if (id == NULL || *id == '\0' || strcmp(order->id, id) != 0)
		return false;
	collector->rows->kept = row;
	return true;
}

static bool collect_hidden(void *data, long row, const struct order *order)
{
	struct collector *collector = data;

	if (is_hidden(collector, order) && !keep(collector, row, order))
		add(collector->rows, row);
	return true;
}

static void
count_unknown(struct collector *collector, const struct order_pages_part *part)
{
	for (size_t i = 0; i < part->count; i++) {
		if (store_waiting(collector->store, &part->rows[i]).gate ==
			WAITING_UNKNOWN)
			collector->rows->unknown++;
	}
}

static void collect_shown(void *data, const struct order_pages_part *part)
{
	struct collector *collector = data;
	const struct orders_rows_wish *wish = collector->wish;
	struct filter_rows found = {{0}};

	if (wish->by_waiting)
		count_unknown(collector, part);
	if (wish->filter != NULL)
		found = filter_page_match(
			filter_index_page(wish->index, part->number,
				part->stamp, part->rows, part->count),
			wish->filter, part->rows, &collector->look);
	for (size_t i = 0; i < part->count; i++) {
		const struct order *order = &part->rows[i];
		long row = part->first + (long)i;
		bool is_found =
			wish->filter == NULL || filter_rows_has(&found, i);

		if ((is_found && !is_hidden(collector, order)) ||
			keep(collector, row, order))
			add(collector->rows, row);
	}
}

static void collect(struct collector *collector)
{
	const struct orders_rows_wish *wish = collector->wish;
	struct orders_rows *rows = collector->rows;

	if (wish->filter != NULL)
		filter_index_begin(wish->index);
	store_list_each_part(collector->store, collect_shown, collector);
	if (wish->filter != NULL)
		filter_index_end(wish->index);
	if (wish->sort != NULL)
		orders_sort(collector->store, wish->sort, wish->descending,
			rows->items, rows->count);
}

void orders_rows_update(struct orders_rows *rows, const struct store *store,
	const struct orders_rows_wish *wish)
{
	struct collector collector = {
		rows, store, wish, orders_filter_look(store)};

	rows->count = 0;
	rows->unknown = 0;
	rows->kept = -1;
	rows->total = store_list_total(store);
	if (rows->total < 0)
		rows->total = (long)store_list_loaded(store);
	rows->is_filtered = wish->filter != NULL;
	rows->is_sorted = wish->sort != NULL;
	if (rows->is_filtered || rows->is_sorted)
		collect(&collector);
	else if (wish->approval_only)
		store_list_each(store, collect_hidden, &collector);
}

void orders_rows_clear(struct orders_rows *rows)
{
	free(rows->items);
	*rows = (struct orders_rows){0};
}

bool orders_rows_is_chosen(const struct orders_rows *rows)
{
	return rows->is_filtered || rows->is_sorted;
}

long orders_rows_count(const struct orders_rows *rows)
{
	if (orders_rows_is_chosen(rows))
		return (long)rows->count;
	return rows->total - (long)rows->count;
}

long orders_rows_at(const struct orders_rows *rows, long index)
{
	if (index < 0 || index >= orders_rows_count(rows))
		return -1;
	if (orders_rows_is_chosen(rows))
		return rows->items[index];
	for (size_t i = 0; i < rows->count && rows->items[i] <= index; i++)
		index++;
	return index;
}

static long find_chosen(const struct orders_rows *rows, long row)
{
	for (size_t i = 0; i < rows->count; i++) {
		if (rows->items[i] == row)
			return (long)i;
	}
	return -1;
}

long orders_rows_find(const struct orders_rows *rows, long row)
{
	size_t before = 0;

	if (row < 0)
		return -1;
	if (orders_rows_is_chosen(rows))
		return find_chosen(rows, row);
	while (before < rows->count && rows->items[before] < row)
		before++;
	if (before < rows->count && rows->items[before] == row)
		return -1;
	return row - (long)before;
}

long orders_rows_near(const struct orders_rows *rows, long row)
{
	size_t i = 0;

	if (!rows->is_filtered || rows->is_sorted)
		return 0;
	while (i + 1 < rows->count && rows->items[i] < row)
		i++;
	return (long)i;
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
