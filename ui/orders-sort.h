/* SPDX-License-Identifier: MIT
 *
 * Sorting rows that are loaded, for the columns by which the server does not.
 */
#ifndef ORDERS_SORT_H
#define ORDERS_SORT_H

#include "columns.h"
#include "confirm.h"
#include "store.h"

/* By what the column shows; what an order waits on by gate, then the oldest
 * first. Rows with nothing in the column stay at the end either way. */
void orders_sort(const struct store *store, const struct column *column,
	bool descending, long *rows, size_t count);

/* NULL is by none. */
bool orders_sort_is_by_waiting(const struct column *column);

/* "waiting on": the column in a sentence. */
void orders_sort_label(const struct column *column, char *out, size_t size);

/* The menu of all columns; `done` gets the index in columns_table. `here` is
 * the column that rows are sorted by here, NULL if the server sorts them. */
void orders_sort_ask(struct app *app, struct view *owner,
	const struct order_query *query, const struct column *here,
	confirm_choice_fn done);

#endif
