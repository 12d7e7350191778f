/* SPDX-License-Identifier: MIT
 *
 * The members of Order info that only some orders have, or that nobody asks
 * for every day (certcentral-api.md 3).
 */
#ifndef SANDBOX_ORDER_MEMBERS_H
#define SANDBOX_ORDER_MEMBERS_H

#include <cjson/cJSON.h>

#include "sandbox/order-row.h"

struct db;

/* Of the order. */
void order_members_add(struct db *db, cJSON *json, const struct order_row *row);
/* Of its object certificate: validity, organization units, counts of names. */
void order_members_certificate(cJSON *certificate, const struct order_row *row);

/* What it costs, in US dollars. */
double order_members_price(const struct order_row *row);

#endif
