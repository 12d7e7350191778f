/* SPDX-License-Identifier: MIT
 *
 * All matches are found first, as numbers of the store's rows; then the nearest
 * one is looked for among the rows of the list.
 */
#include "orders-match.h"

#include "text.h"

static bool is_among(const struct orders_rows *matches, long row)
{
	size_t low = 0, high = matches->count;

	while (low < high) {
		size_t half = low + (high - low) / 2;

		if (matches->items[half] < row)
			low = half + 1;
		else
			high = half;
	}
	return low < matches->count && matches->items[low] == row;
}

/* Row by row: there are no more of them than are loaded. */
static long next_chosen(const struct orders_rows *rows,
	const struct orders_rows *matches, long index, int by)
{
	long count = (long)rows->count;

	for (long step = 1; step <= count; step++) {
		long at = ((index + by * step) % count + count) % count;

		if (is_among(matches, rows->items[at]))
			return at;
	}
	return -1;
}

/* Match by match: the list may be far longer than what is loaded. */
static long next_of_all(const struct orders_rows *rows,
	const struct orders_rows *matches, long index, int by)
{
	long best = -1, first = -1;

	for (size_t i = 0; i < matches->count; i++) {
		size_t from = by > 0 ? i : matches->count - 1 - i;
		long at = orders_rows_find(rows, matches->items[from]);

		if (at < 0)
			continue;
		if (first < 0)
			first = at;
		if ((at - index) * by > 0) {
			best = at;
			break;
		}
	}
	return best >= 0 ? best : first;
}

/* The rows that match, ascending. */
static void find_matches(struct orders_rows *matches, const struct store *store,
	const struct orders_rows_wish *shown, const struct filter *filter)
{
	struct orders_rows_wish wish = *shown;

	wish.filter = filter;
	wish.index = filter_index_new();
	wish.sort = NULL;
	wish.keep = NULL;
	orders_rows_update(matches, store, &wish);
	filter_index_free(wish.index);
}

static void write_note(long next, long cursor, int by, const char *text,
	char *out, size_t size)
{
	const char *note = "";

	if (next < 0)
		text_format(out, size,
			"No order that is loaded matches \"%s\".", text);
	if (next < 0)
		return;
	if (next == cursor)
		note = "This is the only match.";
	else if ((next - cursor) * by < 0)
		note = by > 0 ? "Behind the last match: on at the first one."
			      : "Before the first match: on at the last one.";
	text_format(out, size, "%s", note);
}

/* Without a filter: what the last one finds. */
static long next_of_last(const struct orders_filter *filter,
	const struct store *store, const struct orders_rows_wish *shown,
	const struct orders_rows *rows, long cursor, int by)
{
	struct orders_rows matches = {0};
	long next;

	find_matches(&matches, store, shown, filter->last);
	next = orders_rows_is_chosen(rows)
		       ? next_chosen(rows, &matches, cursor, by)
		       : next_of_all(rows, &matches, cursor, by);
	orders_rows_clear(&matches);
	return next;
}

/* With one every row is a match. */
static long next_row(const struct orders_rows *rows, long cursor, int by)
{
	long count = orders_rows_count(rows);

	return count > 0 ? (cursor + by + count) % count : -1;
}

long orders_match_next(const struct orders_filter *filter,
	const struct store *store, const struct orders_rows_wish *shown,
	const struct orders_rows *rows, long cursor, int by, char *note,
	size_t size)
{
	bool is_on = orders_filter_is_on(filter);
	long next =
		is_on ? next_row(rows, cursor, by)
		      : next_of_last(filter, store, shown, rows, cursor, by);

	write_note(next, cursor, by, is_on ? filter->text : filter->last_text,
		note, size);
	return next;
}
