/* SPDX-License-Identifier: MIT
 *
 * The mailbox in a browser: all mails, newest first, and a mail as it lies in
 * the outbox.
 */
#ifndef SANDBOX_PAGES_MAIL_H
#define SANDBOX_PAGES_MAIL_H

#include "sandbox/mail-row.h"
#include "sandbox/route.h"

/* GET /mail?order=ID&before=ID, GET /mail/{id}; see route_fn. */
void pages_mail_list(
	const struct route_request *request, struct route_response *response);
void pages_mail_show(
	const struct route_request *request, struct route_response *response);

/* A table of an order's newest mails, or a sentence if there are none. */
void pages_mail_of_order(struct db *db, int64_t order_id, struct buf *out);

#endif
