/* SPDX-License-Identifier: MIT
 *
 * One message to a mail server, RFC 5321, on a connection of its own, without
 * ever waiting: the caller waits for the descriptor and calls smtp_go_on. No
 * TLS and no login: it is for a server on the same machine (smtp-address.h).
 */
#ifndef SANDBOX_SMTP_H
#define SANDBOX_SMTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "sandbox/smtp-address.h"

#define SMTP_PATIENCE_MS 30000 /* for each answer */

struct smtp;

enum smtp_result {
	SMTP_BUSY,	/* wait, and go on */
	SMTP_DELIVERED, /* the server has taken it */
	SMTP_REFUSED,	/* 5xx to this sender, recipient or message */
	SMTP_FAILED,	/* anything else: another try may go better */
};

struct smtp_mail {
	const char *from, *to; /* ASCII addresses without '<' and '>' */
	const char *message;   /* its lines end in LF; may be freed then */
	size_t len;
};

/* Begins to connect. Never NULL: what fails is told by smtp_go_on. now_ms is
 * of a clock that never jumps. The caller frees with smtp_free. */
struct smtp *smtp_start(const struct smtp_address *address,
	const struct smtp_mail *mail, int64_t now_ms);
void smtp_free(struct smtp *smtp); /* closes; NULL is fine */

/* What to wait for: -1 if nothing, since it is over. */
int smtp_fd(const struct smtp *smtp);
bool smtp_wants_to_write(const struct smtp *smtp);
int64_t smtp_deadline_ms(const struct smtp *smtp);

/* Reads and writes what can be at once. */
MUST_CHECK enum smtp_result smtp_go_on(struct smtp *smtp, int64_t now_ms);

/* Why it was refused or failed, printable ASCII: "550 no such user",
 * "Connection refused". Lent; "" while busy. */
const char *smtp_reason(const struct smtp *smtp);

#endif
