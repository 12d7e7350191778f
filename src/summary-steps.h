/* SPDX-License-Identifier: MIT
 *
 * Pure: what has to be done for an order, and by whom, in plain words. One
 * step blocks the order now (waiting.h) and comes first; behind it what else
 * people have to do, then what is with DigiCert.
 */
#ifndef SUMMARY_STEPS_H
#define SUMMARY_STEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "mem.h"
#include "order.h"
#include "resend.h"
#include "waiting.h"

enum summary_steps_actor {
	SUMMARY_STEPS_YOU, /* who works on the order, or its owner */
	SUMMARY_STEPS_CONTACT,
	SUMMARY_STEPS_RECIPIENT,
	SUMMARY_STEPS_ADMINISTRATOR,
	SUMMARY_STEPS_DIGICERT,
};

/* What would help with it, if it is possible. */
enum summary_steps_help {
	SUMMARY_STEPS_NO_HELP,
	SUMMARY_STEPS_MAIL,	/* resending the mail */
	SUMMARY_STEPS_DCV,	/* resending DCV mails, checking now */
	SUMMARY_STEPS_CONTACTS, /* the window with the verified contacts */
	SUMMARY_STEPS_CONSOLE,	/* only the console can do it */
};

struct summary_step {
	enum summary_steps_actor actor;
	enum summary_steps_help help;
	bool blocks;
	const char *text; /* a sentence that begins with the actor */
};

#define SUMMARY_STEPS_MAX 8

struct summary_steps {
	struct mem_arena arena;
	struct summary_step items[SUMMARY_STEPS_MAX];
	size_t count;
	struct waiting waiting; /* what the order waits on */
};

/* details, validation and last may be NULL; texts are copies. Nothing while
 * the validation is not known and it matters, and of an order that is over,
 * unless a request of it is open. Free with summary_steps_clear. */
void summary_steps_init(struct summary_steps *steps, const struct order *order,
	const struct order_details *details,
	const struct order_validation *validation,
	const struct resend_last *last);
void summary_steps_clear(struct summary_steps *steps);

#endif
