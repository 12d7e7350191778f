/* SPDX-License-Identifier: MIT
 *
 * The three choices while the outcome of a send is unknown (product.md 2.3):
 * it went out; it did not; send again. The first two are recorded in the
 * journal with who and when; the third asks for the order number. Of what is no
 * resend: it was done, or it was not.
 */
#ifndef RESEND_SETTLE_H
#define RESEND_SETTLE_H

#include <stddef.h>
#include <stdint.h>

#include "order.h"

struct app;
struct command;

/* Which send it is about; copied. */
struct resend_settle_send {
	char order_id[ORDER_ID_SIZE];
	int64_t journal_id; /* 0: taken from the store once it is known */
	int64_t time;	    /* s, UTC */
	char agent[128], host[128];
	char action[32]; /* JOURNAL_RESEND_... */
};

void resend_settle_open(struct app *app, const struct resend_settle_send *send);
/* Its commands, for all that looks through the keys of every view. */
const struct command *resend_settle_commands(size_t *count);

#endif
