/* SPDX-License-Identifier: MIT
 *
 * The status of an order, changed and asked for (certcentral-api.md 9, 12):
 *
 *   PUT /services/v2/order/certificate/{id}/status
 *   GET /services/v2/order/certificate/status-changes
 */
#ifndef SANDBOX_ORDERS_STATUS_H
#define SANDBOX_ORDERS_STATUS_H

#include "sandbox/route.h"

/* Before orders_info_routes: one of them is a fixed word in place of an id. */
extern const struct route orders_status_routes[];

#endif
