/* SPDX-License-Identifier: MIT
 *
 * Organizations and the submission of verified contacts (certcentral-api.md
 * 7.3, 7.4):
 *
 *   GET /services/v2/organization/{id}
 *   GET, POST /services/v2/organization/{id}/validation
 */
#ifndef SANDBOX_ORGANIZATIONS_H
#define SANDBOX_ORGANIZATIONS_H

#include "sandbox/route.h"

extern const struct route organizations_routes[];

#endif
