/* SPDX-License-Identifier: MIT
 *
 * A request of the account, read, and what approving or rejecting it does to
 * its order.
 */
#ifndef SANDBOX_APPROVALS_DECIDE_H
#define SANDBOX_APPROVALS_DECIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "attr.h"
#include "sandbox/sandbox.h"

struct db;

struct approvals_decide_request {
	int64_t id;
	int64_t order_id;
	int64_t date;
	int64_t user_id; /* who asked */
	char type[16];	 /* "new_request", "reissue" */
	char state[16];	 /* "pending", "approved", "rejected" */
	bool is_first;	 /* the order's first: nothing of it is stored */
	bool pending;
};

/* By the key of the view requests; false if there is none. */
MUST_CHECK bool approvals_decide_read(
	struct db *db, int64_t key, struct approvals_decide_request *request);

/* Whether a request can be given this status. */
MUST_CHECK bool approvals_decide_knows(const char *status);

/*
 * Of a pending request, in the caller's transaction. Approved: a new order goes
 * to DigiCert and, where verified contacts approve it, the first mails are
 * written. Rejected: a new order is rejected, a reissue leaves the order as it
 * was issued. The other statuses change nothing. `comment` may be NULL.
 */
void approvals_decide(struct sandbox *sandbox,
	const struct approvals_decide_request *request, const char *status,
	int64_t user_id, const char *comment);

#endif
