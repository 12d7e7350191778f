/* SPDX-License-Identifier: MIT
 *
 * Domain control validation of one domain (certcentral-api.md 5, 8):
 *
 *   PUT /services/v2/domain/{id}/dcv/emails
 *   PUT /services/v2/domain/{id}/dcv/method
 *   PUT /services/v2/domain/{id}/dcv/validate-token
 *
 * {id} is a domain of the list, or any domain_id of an order's validation.
 */
#ifndef SANDBOX_DOMAINS_DCV_H
#define SANDBOX_DOMAINS_DCV_H

#include "sandbox/route.h"

/*
 * The method of a domain of this organization: that of the oldest order that
 * waits for it, "email" where none does. The caller frees.
 */
char *domains_dcv_method(struct db *db, int64_t id, int64_t organization_id);

extern const struct route domains_dcv_routes[];

#endif
