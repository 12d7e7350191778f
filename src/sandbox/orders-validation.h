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

#include "sandbox/order-row.h"
#include "sandbox/route.h"

/*
 * Adds the object verification of Order info: what is checked for the
 * product's validation of the organization. Nothing without an organization.
 */
void orders_validation_add(
	struct db *db, cJSON *json, const struct order_row *row);

extern const struct route orders_validation_routes[];

#endif
