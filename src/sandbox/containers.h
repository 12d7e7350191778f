/* SPDX-License-Identifier: MIT
 *
 * Containers, which the console calls divisions: one at the root, the others
 * below it.
 *
 *   GET /services/v2/container
 *   GET /services/v2/container/{id}, .../children, .../parent
 *   GET /services/v2/container/{id}/order/organization
 */
#ifndef SANDBOX_CONTAINERS_H
#define SANDBOX_CONTAINERS_H

#include <cjson/cJSON.h>
#include <stdint.h>

#include "sandbox/route.h"

#define CONTAINERS_ROOT 31

struct db;

/* Adds "container" as an organization has it: {id, parent_id, name,
 * is_active}. */
void containers_add(struct db *db, cJSON *json, int64_t id);
/* As lists of containers and users have it; NULL: there is none. */
cJSON *containers_answer(struct db *db, int64_t id);

extern const struct route containers_routes[];

#endif
