/* SPDX-License-Identifier: MIT
 *
 * Which rows of the store the orders list shows, and in which order: all of
 * them as the server sorts them, all but those that have left the view, or,
 * of those that are loaded, what matches a filter or is sorted here.
 */
#ifndef ORDERS_ROWS_H
#define ORDERS_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "columns.h"
#include "orders-filter.h"
#include "store.h"

struct orders_rows {
	long *items; /* store rows: shown ones, or hidden ones (ascending) */
	size_t count, room;
	bool is_filtered, is_sorted; /* items are the ones shown */
	size_t unknown; /* loaded, and what they wait on is not known yet */
	long total;	/* rows of the store */
	long kept; /* store row that is shown though it should not; -1: none */
};

struct orders_rows_wish {
	const struct filter *filter; /* NULL: none */
	struct filter_index *index;  /* with a filter */
	const struct column *sort;   /* by this column, here; NULL: no */
	bool descending;
	/* Hide orders that are known not to wait for an approval. */
	bool approval_only;
	bool by_waiting; /* the filter or the sort goes by it: count unknown */
	/* This order stays, whether it is to be shown or not. NULL: none. */
	const char *keep;
};

void orders_rows_update(struct orders_rows *rows, const struct store *store,
	const struct orders_rows_wish *wish);
void orders_rows_clear(struct orders_rows *rows);

/* The items are the rows that are shown. */
bool orders_rows_is_chosen(const struct orders_rows *rows);
long orders_rows_count(const struct orders_rows *rows);
/* The store's row of the list's row, and back; -1 if it is not shown. */
long orders_rows_at(const struct orders_rows *rows, long index);
long orders_rows_find(const struct orders_rows *rows, long row);
/* Of a list that is filtered: where the first row from this one on is shown,
 * else the last one. 0 where a sort of ours has mixed them. */
long orders_rows_near(const struct orders_rows *rows, long row);
/* What the list's row lacks to be an order that can be opened: a sentence. */
const char *orders_rows_lack(
	const struct orders_rows *rows, const struct store *store, long index);

#endif
