/* SPDX-License-Identifier: MIT
 *
 * How the domains of an order are validated (certcentral-api.md 8):
 *
 *   PUT /services/v2/order/certificate/{id}/dcv-method
 *   PUT /services/v2/order/certificate/{id}/check-dcv
 *
 * Nobody publishes tokens here: one counts as published when the sandbox's
 * clock is ORDERS_DCV_PUBLISHED past the making of it (POST advance).
 */
#ifndef SANDBOX_ORDERS_DCV_H
#define SANDBOX_ORDERS_DCV_H

#include "sandbox/route.h"

#define ORDERS_DCV_PUBLISHED 60 /* seconds */

extern const struct route orders_dcv_routes[];

#endif
