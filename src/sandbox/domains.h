/* SPDX-License-Identifier: MIT
 *
 * Domains that organizations have submitted for validation, and how far domain
 * control validation (DCV) is:
 *
 *   GET /services/v2/domain, GET /services/v2/domain/{id}
 *
 * both with include_validation and include_dcv.
 */
#ifndef SANDBOX_DOMAINS_H
#define SANDBOX_DOMAINS_H

#include "sandbox/route.h"

extern const struct route domains_routes[];

#endif
