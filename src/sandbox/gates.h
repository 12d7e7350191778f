/* SPDX-License-Identifier: MIT
 *
 * What a pending order waits on - domain, organization, approval - and what
 * happens when a gate is passed: the last one issues the order. All of these
 * write in the caller's transaction.
 */
#ifndef SANDBOX_GATES_H
#define SANDBOX_GATES_H

#include <stdbool.h>
#include <stdint.h>

#include "attr.h"
#include "sandbox/order-row.h"
#include "sandbox/sandbox.h"

struct gates {
	bool domain; /* true: still closed, the order waits on it */
	bool organization;
	bool approval;
};

/* Which gates of the order are closed now. */
void gates_read(
	struct db *db, const struct order_row *row, struct gates *gates);

/*
 * The order was approved by this address. Passes the gate; if it was the last
 * one the order is issued. False if it is not pending, has no approval or was
 * approved before.
 */
MUST_CHECK bool
gates_approve(struct sandbox *sandbox, int64_t order_id, const char *email);

/*
 * An administrator of the account has approved the request: the order goes to
 * DigiCert and is pending, or issued where nothing else is open. False if it
 * did not need approval.
 */
MUST_CHECK bool gates_accept(struct sandbox *sandbox, int64_t order_id);

/*
 * The recipient has collected the certificate of a client order: one that was
 * waiting for pickup becomes issued, an issued one stays as it is. False if
 * it is neither.
 */
MUST_CHECK bool gates_collect(struct sandbox *sandbox, int64_t order_id);

/* Pass a gate: plays DigiCert. False if the order is not pending. */
MUST_CHECK bool gates_pass_domain(struct sandbox *sandbox, int64_t order_id);
/* Validates the organization for the order's product, for all its orders. */
MUST_CHECK bool
gates_pass_organization(struct sandbox *sandbox, int64_t order_id);

/*
 * Validates a person in all kinds they were submitted for. Returns how many
 * contacts became active. Then mails that were held may go out: the caller
 * calls mails_release_held.
 */
int64_t gates_validate_contact(
	struct sandbox *sandbox, int64_t organization_id, const char *email);

/*
 * After the clock was moved: contacts whose time has come, orders that have
 * expired. Returns how many contacts became active.
 */
int64_t gates_tick(struct sandbox *sandbox);
/* Only the orders that have expired. */
void gates_expire(struct sandbox *sandbox);

#endif
