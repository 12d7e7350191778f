/* SPDX-License-Identifier: MIT
 *
 * The organization and the technical contact of one order (certcentral-api.md
 * 7.4):
 *
 *   PUT /services/v2/order/certificate/{id}/contact
 *
 * Verified contacts cannot be changed through it.
 */
#ifndef SANDBOX_ORDERS_CONTACT_H
#define SANDBOX_ORDERS_CONTACT_H

#include "sandbox/order-row.h"
#include "sandbox/route.h"

/* Adds organization_contact and technical_contact, each if there is one. */
void orders_contact_add(
	struct db *db, cJSON *json, const struct order_row *row);

extern const struct route orders_contact_routes[];

#endif
