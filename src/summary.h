/* SPDX-License-Identifier: MIT
 *
 * Pure: a summary of an order as plain text, to be pasted into a ticket: what
 * it is, how it stands, what it waits on, the last mails, the next step. One
 * fact a line, "Label: value"; the labels are ASCII. Every text from outside
 * goes through the text gate, so that the only control bytes are the line
 * feeds between the lines; addresses are escaped where they are not plain.
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "order.h"
#include "resend.h"

struct summary_source {
	const struct order *order;
	/* What is known; each may be NULL. */
	const struct order_details *details;
	const struct order_validation *validation;
	const struct order_emails *emails;
	const struct resend_last *last;
	/* Mails that are known, newest first, each as one line. */
	const char *const *mails;
	size_t mail_count;
	const char *address; /* in the console, or the menu path */
	const char *missing; /* "the validation, the notes"; NULL: nothing */
	int64_t now;
};

/* Appends it; the last line ends in a line feed too. */
void summary_write(struct buf *out, const struct summary_source *source);

#endif
