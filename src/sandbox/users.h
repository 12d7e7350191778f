/* SPDX-License-Identifier: MIT
 *
 * The users of the account (certcentral-api.md 10):
 *
 *   GET /services/v2/user/me, GET /services/v2/user/{id}
 *   GET /services/v2/user
 */
#ifndef SANDBOX_USERS_H
#define SANDBOX_USERS_H

#include "sandbox/route.h"

extern const struct route users_routes[];

#endif
