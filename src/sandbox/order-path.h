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

/* What a call does with its order; the answer is 204 so far. */
typedef void (*order_path_fn)(const struct route_request *request,
	const struct order_row *row, struct route_response *response);

/* Reads the order of the path and does it; 404 if there is none. */
void order_path_run(const struct route_request *request,
	struct route_response *response, order_path_fn run);

/* Sets or clears one SCHEMA_FLAG of it in the database. */
void order_path_set_flag(struct db *db, const struct order_row *row,
	unsigned int flag, bool set);

/* 400 unless the order is pending. */
MUST_CHECK bool order_path_is_pending(
	const struct order_row *row, struct route_response *response);

#endif
