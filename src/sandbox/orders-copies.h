/* SPDX-License-Identifier: MIT
 *
 * The further certificates of an order (certcentral-api.md 12):
 *
 *   GET /services/v2/order/certificate/{id}/reissue
 *   GET /services/v2/order/certificate/{id}/duplicate
 */
#ifndef SANDBOX_ORDERS_COPIES_H
#define SANDBOX_ORDERS_COPIES_H

#include <stdint.h>

#include "attr.h"
#include "sandbox/order-row.h"
#include "sandbox/route.h"

/*
 * The order that an issued certificate belongs to, as it is with that one:
 * for a duplicate the row has its id and dates. False if there is none. The
 * caller clears.
 */
MUST_CHECK bool orders_copies_find(
	struct db *db, int64_t certificate_id, struct order_row *row);

extern const struct route orders_copies_routes[];

#endif
