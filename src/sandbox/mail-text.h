/* SPDX-License-Identifier: MIT
 *
 * The words of the sandbox's mails. They are its own and the footer says so:
 * nothing here imitates DigiCert. Bodies are not stored; they are made from
 * the mail and its order whenever they are needed.
 */
#ifndef SANDBOX_MAIL_TEXT_H
#define SANDBOX_MAIL_TEXT_H

#include <stdint.h>

#include "buf.h"
#include "sandbox/mail-row.h"
#include "sandbox/sandbox.h"

#define MAIL_TEXT_MAX ((size_t)256 << 10) /* for buf_init of a body */

/* The caller frees. */
char *mail_text_subject(enum mail_row_kind kind, int64_t order_id);

#define MAIL_TEXT_COLUMNS 72 /* of a mail */

/*
 * UTF-8, lines end in LF, all data as plain_line writes it. Lines are broken
 * before they are longer than this, or with 0 not at all: a page does that.
 */
void mail_text_body(struct sandbox *sandbox, struct mail_row *mail,
	size_t columns, struct buf *out);

/* Appends the certificate of a certificate mail and its issuer as PEM. */
void mail_text_certificate(
	struct sandbox *sandbox, const struct mail_row *mail, struct buf *out);

#endif
