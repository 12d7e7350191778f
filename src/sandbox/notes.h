/* SPDX-License-Identifier: MIT
 *
 * An order's notes (certcentral-api.md 9):
 *
 *   GET, POST /services/v2/order/certificate/{id}/note
 *   GET /services/v2/order/certificate/{id}/note/{note_id}
 */
#ifndef SANDBOX_NOTES_H
#define SANDBOX_NOTES_H

#include "sandbox/route.h"

extern const struct route notes_routes[];

#endif
