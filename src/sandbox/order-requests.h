/* SPDX-License-Identifier: MIT
 *
 * The requests of an order inside the account (certcentral-api.md 3, 10). The
 * first, new_request, follows from the order; later ones are stored.
 */
#ifndef SANDBOX_ORDER_REQUESTS_H
#define SANDBOX_ORDER_REQUESTS_H

#include <cjson/cJSON.h>
#include <stdint.h>

#include "sandbox/order-row.h"

struct db;

/* The id of an order's first request, and back; 0 if it cannot be one. */
int64_t order_requests_first(int64_t order_id);
int64_t order_requests_order(int64_t first);
/* The id of the reissue request of a seeded order. */
int64_t order_requests_reissue(int64_t order_id);

/* What the requester wrote with the first; NULL: nothing. */
const char *order_requests_comment(int64_t order_id);
/* Who approves what this user asked for: nobody does it themselves. */
int64_t order_requests_approver(int64_t user_id);

/* Adds requests[] (oldest first), has_pending_request and approver. */
void order_requests_add(
	struct db *db, cJSON *json, const struct order_row *row);

/* Rejects what is pending of this type; `user` did it, with the comment. */
void order_requests_reject(struct db *db, int64_t order_id, const char *type,
	int64_t user, const char *comment);

#endif
