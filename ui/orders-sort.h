/* SPDX-License-Identifier: MIT
 *
 * Sorting rows that are loaded, for the columns by which the server does not.
 */
#ifndef ORDERS_SORT_H
#define ORDERS_SORT_H

#include "columns.h"
#include "store.h"

/* By what the column shows; what an order waits on by gate, then the oldest
 * first. Rows with nothing in the column stay at the end either way. */
void orders_sort(const struct store *store, const struct column *column,
	bool descending, long *rows, size_t count);

#endif
