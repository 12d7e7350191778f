/* SPDX-License-Identifier: MIT
 *
 * The filters of List orders (certcentral-api.md 2.1).
 */
#ifndef SANDBOX_ORDERS_FILTER_H
#define SANDBOX_ORDERS_FILTER_H

#include "sandbox/list-query.h"

#define ORDERS_FILTER_COUNT 18

extern const struct list_filter orders_filter_table[ORDERS_FILTER_COUNT];

/* The conditions of several lists that are made of orders. */
bool orders_filter_status(struct list_query *query,
	const struct list_filter *filter, const char *text,
	struct error *error);
bool orders_filter_product(struct list_query *query,
	const struct list_filter *filter, const char *text,
	struct error *error);

#endif
