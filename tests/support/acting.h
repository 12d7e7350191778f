/* SPDX-License-Identifier: MIT
 *
 * One action at a desk without a store, and what it told.
 */
#ifndef ACTING_H
#define ACTING_H

#include "tests/support/desk.h"

#define ACTING_ISSUANCE "/sandbox/v1/order/certificate/900101/mail"

struct acting {
	struct desk desk;
	struct action_context context;
	struct action *action;
	int changes, ends;
	enum action_phase phases[16]; /* as they were told */
};

void acting_open(struct acting *acting);
void acting_close(struct acting *acting);
void acting_start(struct acting *acting, const struct action_request *request);

/* It is DONE, was told so once, with this result. */
void acting_has_ended(const struct acting *acting, enum action_result result);
size_t acting_puts(const struct acting *acting); /* how many were sent */
/* The newest record. */
const struct journal_record *acting_record(const struct acting *acting);

#endif
