/* SPDX-License-Identifier: MIT
 *
 * Small pieces of sentences that several views need.
 */
#ifndef WORDING_H
#define WORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct order_mails;
struct order_organization_validation;

/* The full stop that a sentence still needs: "." or "". For the server's own
 * words, which come with one or without. */
const char *wording_stop(const char *sentence);

/* "1,204"; returns out. */
char *wording_number(long number, char *out, size_t size);

/* "contact" or "contacts". */
const char *wording_plural(size_t count, const char *one, const char *many);

/* How long something has been under way, behind a word: " 3s"; "" on a slow
 * line, where no seconds are counted. The program sets it.
 */
char *wording_seconds(int64_t ms, char *out, size_t size);
/* The same for what is usually there within a second: "" until then. */
char *wording_waited(int64_t ms, char *out, size_t size);
void wording_count_seconds(bool counts);

/* What a validation of an organization is called: "EV CS"; its own name if it
 * has one, "other" if nothing is told. Lent. */
const char *
wording_validation(const struct order_organization_validation *validation);

/* The demo: "The mail can be read at http://127.0.0.1:8417/mail/17". `all` is
 * the address of the list of mails; mails may be NULL. */
void wording_mails(
	struct buf *out, const char *all, const struct order_mails *mails);

#endif
