/* SPDX-License-Identifier: MIT
 *
 * A small sandbox in memory for tests: one organization and its contacts, and
 * orders as each test needs them. The clock stands near SANDBOX_DATA_NOW.
 */
#ifndef SANDBOX_DATA_H
#define SANDBOX_DATA_H

#include "sandbox/sandbox.h"
#include "sandbox/schema.h"

#define SANDBOX_DATA_NOW	  1795183331 /* 2026-11-20T14:02:11Z */
#define SANDBOX_DATA_ORGANIZATION 44001

/* The EV contacts: ana and ben are validated, chi is pending. */
#define SANDBOX_DATA_ANA "ana@example.com"
#define SANDBOX_DATA_BEN "ben@example.com"
#define SANDBOX_DATA_CHI "chi@example.com"

/* Ends the test program if it cannot be made. */
void sandbox_data_open(struct sandbox *sandbox);
void sandbox_data_close(struct sandbox *sandbox);

/* Adds an order of this product, "waiting" for approval if it has one. */
void sandbox_data_order(struct sandbox *sandbox, int64_t id,
	const char *product, enum schema_status status, const char *name);

/* A mail as the data at the start would have it. */
void sandbox_data_mail(struct sandbox *sandbox, int64_t order_id,
	const char *to, const char *kind, const char *state, int64_t time,
	const char *token);

/* "open", "void": the state of the order's mail to this address, the newest.
 * The caller frees; NULL if there is none. */
char *
sandbox_data_state(struct sandbox *sandbox, int64_t order_id, const char *to);

#endif
