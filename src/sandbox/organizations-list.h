/* SPDX-License-Identifier: MIT
 *
 * All organizations, and who could be validated for one (certcentral-api.md
 * 7.3):
 *
 *   GET /services/v2/organization
 *   GET /services/v2/organization/potential-approvers
 */
#ifndef SANDBOX_ORGANIZATIONS_LIST_H
#define SANDBOX_ORGANIZATIONS_LIST_H

#include "sandbox/route.h"

extern const struct route organizations_list_routes[];

#endif
