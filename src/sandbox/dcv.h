/* SPDX-License-Identifier: MIT
 *
 * Domain control validation of one order, without the calls (orders-dcv.h and
 * domains-dcv.h): methods, tokens, and passing some of its domains.
 *
 * Nobody publishes tokens here: one counts as published when the sandbox's
 * clock is DCV_PUBLISHED past the making of it (POST advance).
 */
#ifndef SANDBOX_DCV_H
#define SANDBOX_DCV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "sandbox/order-row.h"
#include "sandbox/sandbox.h"
#include "sandbox/scopes.h"

#define DCV_PUBLISHED  60 /* seconds */
#define DCV_TOKEN_DAYS 30 /* as long it is good for */

struct dcv_method {
	const char *word;
	bool has_token;
	/* The error while the token is not found; NULL: it is not an error. */
	const char *missing;
};

/* NULL for an unknown word and for NULL. */
const struct dcv_method *dcv_method_find(const char *word);

/* Stores the method, since now; token NULL: none. */
void dcv_set(struct db *db, const struct order_row *row,
	const struct dcv_method *method, const char *token);
bool dcv_is_published(struct db *db, const struct order_row *row);
int64_t dcv_expires(int64_t since); /* a token of that time */

/* Whether a scope is to be passed; `data` is the caller's. */
typedef bool (*dcv_wants_fn)(const struct scopes *scopes,
	const struct scopes_item *item, const void *data);

/*
 * Passes those that are wanted; the last one passes the order's gate. False
 * after a failure of the database, which the router tells.
 */
MUST_CHECK bool dcv_pass(struct sandbox *sandbox, const struct order_row *row,
	dcv_wants_fn wants, const void *data);

#endif
