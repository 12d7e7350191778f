/* SPDX-License-Identifier: MIT
 *
 * The mails the sandbox sends, their links, and the Maildir they are
 * delivered into. A link's token is the mail's own; its state says what it is
 * good for. Rows are written in the caller's transaction (the router's);
 * messages go to the outbox after the commit, so that nothing leaves that did
 * not happen.
 */
#ifndef SANDBOX_MAILS_H
#define SANDBOX_MAILS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "error.h"
#include "sandbox/sandbox.h"

struct buf;
struct mail_row;
struct order_row;

#define MAILS_TOKEN_SIZE 33

/* 32 hexadecimal digits that nobody can guess. */
void mails_token(char *out);

/* Makes the Maildir (new, cur, tmp). Does nothing where outbox is NULL. */
MUST_CHECK bool mails_open(struct sandbox *sandbox, struct error *error);

/*
 * One new approval mail and link per address; all earlier approval links of
 * the order (also held ones) become void. The addresses were checked.
 */
void mails_resend_approval(struct sandbox *sandbox, int64_t order_id,
	const char *const *emails, size_t count);

/*
 * The first approval mails of an order, to all who may approve it, one per
 * address: held while one of them is pending.
 */
void mails_first_approval(struct sandbox *sandbox, int64_t order_id,
	const char *const *emails, size_t count);

/* The same for the issuance mail of a client certificate: one address. */
void mails_resend_issuance(
	struct sandbox *sandbox, int64_t order_id, const char *email);

/*
 * The certificate of the row (orders-copies.h), to one address: `format` is a
 * word of mail_row_format_find, `message` the sender's own words or NULL.
 */
void mails_send_certificate(struct sandbox *sandbox,
	const struct order_row *row, const char *email, const char *format,
	const char *message);

/* Domain control validation mails: no other mail is touched. */
void mails_resend_dcv(struct sandbox *sandbox, int64_t order_id,
	const char *const *emails, size_t count);

/*
 * First mails of the organization's orders that were held for a contact who
 * was not validated: those go out (state open) when no contact of the right
 * kind from the order's time is pending any more.
 */
void mails_release_held(struct sandbox *sandbox, int64_t organization_id);

/*
 * The link of this mail was used: it becomes used, and all others of the same
 * order and kind become void, since one is enough.
 */
void mails_use(struct sandbox *sandbox, const struct mail_row *mail);

/* The subject of a mail of this kind ("approval", ...). The caller frees. */
char *mails_subject(const char *kind, int64_t order_id);

/* The whole message (mail-message.h), for an out of MAIL_MESSAGE_MAX. */
void mails_compose(
	struct sandbox *sandbox, struct mail_row *row, struct buf *out);

/*
 * Writes every message that is not in the outbox yet and marks it written, and
 * wakes the deliveries by SMTP. The router calls it after each commit, and once
 * at start.
 */
void mails_deliver(struct sandbox *sandbox);

#endif
