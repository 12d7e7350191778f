/* SPDX-License-Identifier: MIT
 *
 * Custom fields: what the account defines (GET /services/v2/account/metadata,
 * certcentral-api.md 10) and the values that orders have (POST
 * /services/v2/order/certificate/{id}/custom-field, 12).
 */
#ifndef SANDBOX_METADATA_H
#define SANDBOX_METADATA_H

#include "sandbox/route.h"

struct db;

/* Adds custom_fields[] of an order; nothing where it has none. */
void metadata_add(struct db *db, cJSON *json, int64_t order_id);

/* What a field is called; "" for an unknown one. */
const char *metadata_label(int64_t id);

/* The nth field, counted round, and a value that fits it: for the seed. */
int64_t metadata_example(size_t nth, const char **value);

extern const struct route metadata_routes[];

#endif
