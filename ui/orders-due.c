/* SPDX-License-Identifier: MIT
 *
 * The store takes the numbers in the order in which it is to ask for them. It
 * takes only so many, and is told anew whenever something has come.
 */
#include "orders-due.h"

#include "attr.h"

#define DUE_MAX 256

struct due {
	const struct store *store;
	const char *ids[DUE_MAX];
	size_t count;
};

static bool add(void *data, long row UNUSED, const struct order *order)
{
	struct due *due = data;

	if (due->count < DUE_MAX && store_waiting_is_due(due->store, order))
		due->ids[due->count++] = order->id;
	return due->count < DUE_MAX;
}

static void add_shown(const struct orders_rows *rows, const struct list *list,
	long index, struct due *due)
{
	const struct order *order;

	if (index < list->top || index >= list->top + list->height)
		return;
	order = store_list_row(due->store, orders_rows_at(rows, index));
	if (order != NULL)
		add(due, index, order);
}

void orders_due_ask(struct store *store, const struct orders_rows *rows,
	const struct list *list, bool all)
{
	struct due due = {.store = store};

	add_shown(rows, list, list->cursor, &due);
	for (long by = 1; by < list->height; by++) {
		add_shown(rows, list, list->cursor + by, &due);
		add_shown(rows, list, list->cursor - by, &due);
	}
	if (all)
		store_list_each(store, add, &due);
	store_waiting_near(store, due.ids, due.count);
}
