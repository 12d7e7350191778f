/* SPDX-License-Identifier: MIT
 *
 * The filters of List orders (certcentral-api.md 1.1, 2.1) as conditions.
 */
#ifndef SANDBOX_ORDERS_FILTER_H
#define SANDBOX_ORDERS_FILTER_H

#include "sandbox/orders-query.h"

/*
 * Adds " WHERE ..." for all filters of the request, or nothing. False and
 * *error for one that is not known or has a value that makes no sense.
 */
MUST_CHECK bool orders_filter_add(struct orders_query *query,
	const struct route_request *request, struct error *error);

/* How many values a filter has, and all filters together. */
size_t
orders_filter_count(const struct route_request *request, const char *name);
size_t orders_filter_count_all(const struct route_request *request);
/* Whether filters[status] has this value. */
bool orders_filter_has_status(
	const struct route_request *request, const char *word);

#endif
