/* SPDX-License-Identifier: MIT
 *
 * Requests, which an administrator of the account approves or rejects
 * (certcentral-api.md 10): not the approval of a verified contact.
 *
 *   GET /services/v2/request, GET /services/v2/request/{id}
 *   PUT /services/v2/request/{id}/status
 */
#ifndef SANDBOX_APPROVALS_H
#define SANDBOX_APPROVALS_H

#include "sandbox/route.h"

extern const struct route approvals_routes[];

#endif
