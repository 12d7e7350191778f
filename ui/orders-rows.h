/* SPDX-License-Identifier: MIT
 *
 * Which rows of the store the orders list shows: all of them, all but those
 * that have left the view, or those that match the filter.
 */
#ifndef ORDERS_ROWS_H
#define ORDERS_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "orders-filter.h"
#include "store.h"

struct orders_rows {
	long *items; /* store rows, ascending: shown ones, or hidden ones */
	size_t count, room;
	bool is_filtered; /* items are the ones shown */
	long total;	  /* rows of the store */
};

/* approval_only: hide orders that are known not to wait for an approval. */
void orders_rows_update(struct orders_rows *rows, const struct store *store,
	const struct orders_filter *filter, bool approval_only);
void orders_rows_clear(struct orders_rows *rows);

long orders_rows_count(const struct orders_rows *rows);
/* The store's row of the list's row, and back; -1 if it is not shown. */
long orders_rows_at(const struct orders_rows *rows, long index);
long orders_rows_find(const struct orders_rows *rows, long row);
/* What the list's row lacks to be an order that can be opened: a sentence. */
const char *orders_rows_lack(
	const struct orders_rows *rows, const struct store *store, long index);

#endif
