/* SPDX-License-Identifier: MIT
 *
 * A sorted array: each row that is drawn asks for its number.
 */
#include "orders-marks.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

void orders_marks_clear(struct orders_marks *marks)
{
	free(marks->ids);
	*marks = (struct orders_marks){0};
}

/* Where it is, or where it would stand. */
static size_t place_of(const struct orders_marks *marks, const char *order_id)
{
	size_t low = 0, high = marks->count;

	while (low < high) {
		size_t half = low + (high - low) / 2;

		if (strcmp(marks->ids[half], order_id) < 0)
			low = half + 1;
		else
			high = half;
	}
	return low;
}

static bool
is_at(const struct orders_marks *marks, size_t place, const char *order_id)
{
	return place < marks->count && strcmp(marks->ids[place], order_id) == 0;
}

bool orders_marks_has(const struct orders_marks *marks, const char *order_id)
{
	return is_at(marks, place_of(marks, order_id), order_id);
}

bool orders_marks_add(struct orders_marks *marks, const char *order_id)
{
	size_t place = place_of(marks, order_id);

	if (is_at(marks, place, order_id))
		return true;
	if (marks->count == ORDERS_MARKS_MAX)
		return false;
	if (marks->count == marks->room) {
		marks->room = marks->room > 0 ? 2 * marks->room : 16;
		marks->ids = mem_resize(
			marks->ids, marks->room, sizeof(*marks->ids));
	}
	memmove(&marks->ids[place + 1], &marks->ids[place],
		(marks->count - place) * sizeof(*marks->ids));
	marks->count++;
	text_format(marks->ids[place], ORDER_ID_SIZE, "%s", order_id);
	return true;
}

bool orders_marks_toggle(struct orders_marks *marks, const char *order_id)
{
	size_t place = place_of(marks, order_id);

	if (!is_at(marks, place, order_id))
		return orders_marks_add(marks, order_id);
	marks->count--;
	memmove(&marks->ids[place], &marks->ids[place + 1],
		(marks->count - place) * sizeof(*marks->ids));
	return true;
}

bool orders_marks_add_rows(struct orders_marks *marks,
	const struct store *store, const struct orders_rows *rows, long first,
	long last, long *missing)
{
	long step = first <= last ? 1 : -1;

	*missing = 0;
	for (long index = first; index != last + step; index += step) {
		const struct order *order =
			store_list_row(store, orders_rows_at(rows, index));

		if (order == NULL || order->id[0] == '\0')
			++*missing;
		else if (!orders_marks_add(marks, order->id))
			return false;
	}
	return true;
}

long orders_marks_anchor(const struct orders_marks *marks,
	const struct store *store, const struct orders_rows *rows)
{
	if (marks->anchor[0] == '\0')
		return -1;
	return orders_rows_find(rows, store_list_find(store, marks->anchor));
}

void orders_marks_write(const struct orders_marks *marks, struct buf *out)
{
	for (size_t i = 0; i < marks->count; i++)
		buf_printf(out, "%s%s", i > 0 ? "\n" : "", marks->ids[i]);
}
