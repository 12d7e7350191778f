/* SPDX-License-Identifier: MIT
 *
 * The products that the account may order (certcentral-api.md 2.4):
 *
 *   GET /services/v2/product, GET /services/v2/product/{name_id}
 */
#ifndef SANDBOX_CATALOG_H
#define SANDBOX_CATALOG_H

#include "sandbox/route.h"

extern const struct route catalog_routes[];

#endif
