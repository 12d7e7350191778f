/* SPDX-License-Identifier: MIT
 *
 * Order validation, and the state of a client certificate's addresses
 * (certcentral-api.md 8, 5):
 *
 *   GET /services/v2/order/certificate/{id}/validation
 *   GET /services/v2/order/certificate/{id}/email-validation
 */
#ifndef SANDBOX_ORDERS_VALIDATION_H
#define SANDBOX_ORDERS_VALIDATION_H

#include "sandbox/route.h"

extern const struct route orders_validation_routes[];

#endif
