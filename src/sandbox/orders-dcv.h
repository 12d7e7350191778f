/* SPDX-License-Identifier: MIT
 *
 * How the domains of an order are validated (certcentral-api.md 8):
 *
 *   PUT /services/v2/order/certificate/{id}/dcv-method
 *   PUT /services/v2/order/certificate/{id}/dcv-random-value
 *   PUT /services/v2/order/certificate/{id}/check-dcv
 */
#ifndef SANDBOX_ORDERS_DCV_H
#define SANDBOX_ORDERS_DCV_H

#include "sandbox/route.h"

extern const struct route orders_dcv_routes[];

#endif
