/* SPDX-License-Identifier: MIT
 *
 * The account, and who calls (certcentral-api.md 10):
 *
 *   GET /services/v2/account
 */
#ifndef SANDBOX_ACCOUNT_H
#define SANDBOX_ACCOUNT_H

#include <stdint.h>

#include "sandbox/route.h"

#define ACCOUNT_ID	   5200731
#define ACCOUNT_FIRST_USER 1201 /* of the first key; the others follow */

/* The user a key belongs to. */
int64_t account_user(enum route_key key);

extern const struct route account_routes[];

#endif
