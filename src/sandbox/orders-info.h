/* SPDX-License-Identifier: MIT
 *
 * Order info: GET /services/v2/order/certificate/{id}, by order id, thumbprint
 * or serial number (certcentral-api.md 3).
 */
#ifndef SANDBOX_ORDERS_INFO_H
#define SANDBOX_ORDERS_INFO_H

#include "sandbox/route.h"

extern const struct route orders_info_routes[];

#endif
