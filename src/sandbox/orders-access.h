/* SPDX-License-Identifier: MIT
 *
 * Who may see an order besides those who may see all (certcentral-api.md 11):
 *
 *   PUT /services/v2/order/certificate/{id}/user-access
 *   PUT /services/v2/order/certificate/{id}/guest-access
 *   GET /services/v2/account/guest-access
 */
#ifndef SANDBOX_ORDERS_ACCESS_H
#define SANDBOX_ORDERS_ACCESS_H

#include "sandbox/order-row.h"
#include "sandbox/route.h"

/* Adds user_assignments[] of an order. */
void orders_access_add(struct db *db, cJSON *json, const struct order_row *row);

extern const struct route orders_access_routes[];

#endif
