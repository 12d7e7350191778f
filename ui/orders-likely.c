/* SPDX-License-Identifier: MIT
 *
 * Which orders the next keys may open: Enter the selected one, j and Enter or
 * J the one below it, k or K the one above.
 */
#include <string.h>

#include "orders-private.h"
#include "orders-view.h"

/* "" if there is none, or it has not come. */
static const char *id_at(const struct orders_view *orders, long index)
{
	const struct order *order = store_list_row(
		orders->store, orders_rows_at(&orders->rows, index));

	return order != NULL ? order->id : "";
}

static size_t add(const char *id, const char **ids, size_t count, size_t max)
{
	if (*id == '\0' || count == max)
		return count;
	ids[count] = id;
	return count + 1;
}

size_t
orders_likely(const struct view *view, const char **order_ids, size_t max)
{
	const struct orders_view *orders = orders_at(view);
	size_t count = add(orders->selected, order_ids, 0, max);

	return count + orders_view_beside(view, orders->selected,
			       order_ids + count, max - count);
}

size_t orders_view_beside(const struct view *view, const char *order_id,
	const char **order_ids, size_t max)
{
	const struct orders_view *orders = orders_at(view);
	long cursor = orders->list.cursor;
	size_t count;

	if (strcmp(orders->selected, order_id) != 0)
		return 0;
	count = add(id_at(orders, cursor + 1), order_ids, 0, max);
	return add(id_at(orders, cursor - 1), order_ids, count, max);
}
