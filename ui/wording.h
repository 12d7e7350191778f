/* SPDX-License-Identifier: MIT
 *
 * Small pieces of sentences that several views need.
 */
#ifndef WORDING_H
#define WORDING_H

#include <stddef.h>

#include "buf.h"

struct order_mails;

/* The full stop that a sentence still needs: "." or "". For the server's own
 * words, which come with one or without. */
const char *wording_stop(const char *sentence);

/* "contact" or "contacts". */
const char *wording_plural(size_t count, const char *one, const char *many);

/* The demo: "The mail can be read at http://127.0.0.1:8417/mail/17". `all` is
 * the address of the list of mails; mails may be NULL. */
void wording_mails(
	struct buf *out, const char *all, const struct order_mails *mails);

#endif
