/* SPDX-License-Identifier: MIT
 *
 * Orders of a partner's subaccounts (certcentral-api.md 2.5). The divisions
 * from SUBACCOUNTS_FIRST_CONTAINER on play the subaccounts, so their orders
 * are in List orders too. Accounts of other kinds have none and get 403.
 *
 *   GET /services/v2/account/subaccount/order
 *   GET /services/v2/account/subaccount/order/{order_id}
 */
#ifndef SANDBOX_SUBACCOUNTS_H
#define SANDBOX_SUBACCOUNTS_H

#include "sandbox/route.h"

#define SUBACCOUNTS_FIRST_CONTAINER 33

extern const struct route subaccounts_routes[];

#endif
