/* SPDX-License-Identifier: MIT
 *
 * The filter of the orders list ("/"): words that all have to be found,
 * `!word` excludes, `a|b` is either, "a phrase" keeps its blanks. Without
 * regard to case unless a capital is typed.
 */
#ifndef ORDERS_FILTER_H
#define ORDERS_FILTER_H

#include <stdbool.h>

#include "order.h"
#include "store.h"

struct orders_filter;

/* Never NULL; any text is a filter. */
struct orders_filter *orders_filter_new(const char *text);
void orders_filter_free(struct orders_filter *filter); /* NULL is allowed */

/* NULL and a filter without words match everything. */
bool orders_filter_is_empty(const struct orders_filter *filter);
bool orders_filter_matches_text(
	const struct orders_filter *filter, const char *text);
/* Number, names, status, product, organization, dates; with a store (else
 * NULL) also what the order waits on. */
bool orders_filter_matches(const struct orders_filter *filter,
	const struct store *store, const struct order *order);

#endif
