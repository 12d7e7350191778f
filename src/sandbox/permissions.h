/* SPDX-License-Identifier: MIT
 *
 * Who may do what (certcentral-api.md 10): access roles of users, API key
 * roles, permissions.
 *
 *   GET /services/v2/key/api-roles
 *   GET /services/v2/authorization
 *   GET /services/v2/authorization/{permission}, .../{permission}/{user_id}
 */
#ifndef SANDBOX_PERMISSIONS_H
#define SANDBOX_PERMISSIONS_H

#include <cjson/cJSON.h>
#include <stdint.h>

#include "sandbox/route.h"

/* Adds {id, name} of an access role or an API key role; nothing if there is no
 * such role. */
void permissions_add_role(cJSON *array, int64_t id);

/* The access role of a user as this kind of account has it: Legacy and
 * Subscription know only Administrator and Finance Manager. */
int64_t permissions_user_role(enum sandbox_kind kind, int64_t role);

/* The role that the key, not its user, brings; 0: none. */
int permissions_key_role(enum route_key key);

extern const struct route permissions_routes[];

#endif
