/* SPDX-License-Identifier: MIT
 *
 * List orders: GET /services/v2/order/certificate (certcentral-api.md 2).
 */
#ifndef SANDBOX_ORDERS_LIST_H
#define SANDBOX_ORDERS_LIST_H

#include "sandbox/route.h"

extern const struct route orders_list_routes[];

#endif
