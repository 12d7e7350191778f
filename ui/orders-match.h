/* SPDX-License-Identifier: MIT
 *
 * From match to match (n, N).
 */
#ifndef ORDERS_MATCH_H
#define ORDERS_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "orders-rows.h"

/*
 * The list's row of the next match of the filter, or of the last one where
 * there is none, behind (by 1) or before (-1) `cursor`, and round the end; -1:
 * nothing that is loaded matches. `note` gets the sentence to say about it, ""
 * if there is none.
 */
long orders_match_next(const struct orders_filter *filter,
	const struct store *store, const struct orders_rows_wish *shown,
	const struct orders_rows *rows, long cursor, int by, char *note,
	size_t size);

#endif
