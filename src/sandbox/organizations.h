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

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "sandbox/route.h"

struct db;

/* What its row and its info have in common, and the organization contact, which
 * only the info has. NULL: there is no such organization. */
cJSON *organizations_answer(struct db *db, int64_t id, bool with_contact);
/* Its validations: a list, which may be empty. */
cJSON *organizations_validations(struct db *db, int64_t id);

extern const struct route organizations_routes[];

#endif
