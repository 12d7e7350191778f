/* SPDX-License-Identifier: MIT
 *
 * A mail as a message of RFC 5322, ready for a Maildir (lines end in LF; who
 * sends it by SMTP turns them into CRLF), all of it ASCII. Every text may hold
 * anything: it becomes one line and is encoded by RFC 2047, so that no byte of
 * it can begin a header line of its own.
 */
#ifndef SANDBOX_MAIL_MESSAGE_H
#define SANDBOX_MAIL_MESSAGE_H

#include <stdint.h>

#include "buf.h"

#define MAIL_MESSAGE_MAX ((size_t)1 << 20) /* for buf_init of a message */

/* Who sends them all. */
#define MAIL_MESSAGE_SENDER "mail@sandbox.example"

struct mail_message {
	int64_t id;	     /* for Message-ID, with time and token */
	int64_t time;	     /* seconds since 1970 */
	int64_t order_id;    /* header X-Sandbox-Order */
	const char *kind;    /* header X-Sandbox-Kind: "approval" */
	const char *to;	     /* the address */
	const char *to_name; /* NULL: none */
	const char *subject;
	const char *body;      /* UTF-8, lines end in LF, already cleaned */
	const char *token;     /* of the link: nobody else's; NULL: none */
	const char *file;      /* attached: a PEM file; NULL: none */
	const char *file_name; /* letters, digits, dots */
};

/* Appends header and body. */
void mail_message_write(struct buf *out, const struct mail_message *message);

/* The parts of it, for tests and for pages that show a header. */

/* "Name: text", folded, encoded where it is not plain ASCII. */
void mail_message_header(struct buf *out, const char *name, const char *text);
/*
 * "Name: display name <address>", folded, the domain in ASCII. display may be
 * NULL. What is no address, or has no form in ASCII, is shown as the name of
 * one that leads nowhere.
 */
void mail_message_mailbox(struct buf *out, const char *name,
	const char *display, const char *address);
/* "Fri, 20 Nov 2026 14:02:11 +0000" */
void mail_message_date(struct buf *out, int64_t seconds);
/* Quoted-printable, RFC 2045 6.7. */
void mail_message_quote(struct buf *out, const char *text);

#endif
