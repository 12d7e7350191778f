/* SPDX-License-Identifier: MIT
 *
 * An order's notes (certcentral-api.md 9):
 *
 *   GET, POST /services/v2/order/certificate/{id}/note
 *   GET /services/v2/order/certificate/{id}/note/{note_id}
 */
#ifndef SANDBOX_NOTES_H
#define SANDBOX_NOTES_H

#include <stdint.h>

#include "sandbox/route.h"

struct db;

#define NOTES_TEXT_MAX 20000 /* bytes */

/* Writes a note at the sandbox's time, in the caller's transaction. */
void notes_add(
	struct db *db, int64_t order_id, int64_t user_id, const char *text);

extern const struct route notes_routes[];

#endif
