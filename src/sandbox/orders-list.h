/* SPDX-License-Identifier: MIT
 *
 * List orders: GET /services/v2/order/certificate (certcentral-api.md 2).
 */
#ifndef SANDBOX_ORDERS_LIST_H
#define SANDBOX_ORDERS_LIST_H

#include "sandbox/list.h"

extern const struct list_table orders_list_table;
extern const struct route orders_list_routes[];

#endif
