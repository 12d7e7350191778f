/* SPDX-License-Identifier: MIT
 *
 * The order that a path names, and what most calls on one order check first.
 */
#ifndef SANDBOX_ORDER_PATH_H
#define SANDBOX_ORDER_PATH_H

#include <stdbool.h>

#include "attr.h"
#include "sandbox/order-row.h"
#include "sandbox/route.h"

/*
 * The order whose id is the path's first {..}. False if there is none: then
 * it was answered. The caller clears the row after true.
 */
MUST_CHECK bool order_path_read(const struct route_request *request,
	struct route_response *response, struct order_row *row);

/* 400 unless the order is pending. */
MUST_CHECK bool order_path_is_pending(
	const struct order_row *row, struct route_response *response);

#endif
