/* SPDX-License-Identifier: MIT
 *
 * Pure rules of the resend (product.md 1.1, 1.2, 2.3): which mail an order can
 * have, which contacts may be chosen and why not, which are chosen beforehand,
 * what differs from the last known send. Nothing here sends.
 */
#ifndef RESEND_H
#define RESEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "order.h"

enum resend_mail {
	RESEND_NONE,
	RESEND_APPROVAL,
	RESEND_ISSUANCE,
};

/* The last known send of an order; a copy, owned by the struct. */
struct resend_last {
	bool known;
	int64_t time; /* s, UTC */
	char *agent, *host;
	char **recipients;
	size_t recipient_count;
	bool from_note;	    /* learned from a note on the order */
	int64_t journal_id; /* 0 from a note */
};

void resend_last_clear(struct resend_last *last);
/* What *last had is freed; the texts are copied, and may be its own. */
void resend_last_set(struct resend_last *last, int64_t time, const char *agent,
	const char *host, const char *const *recipients, size_t count,
	bool from_note, int64_t journal_id);
void resend_last_copy(struct resend_last *to, const struct resend_last *from);

/*
 * Which mail `m` is about for this order, and whether it may be sent now. The
 * reason is a sentence ("Order 900103 is issued; ...") into reason[size], ""
 * when it may. details and validation may be NULL while not known: then the
 * head of the list row decides as far as it can.
 */
enum resend_mail resend_mail_of(const struct order *order);
bool resend_is_possible(const struct order *order,
	const struct order_details *details,
	const struct order_validation *validation, char *reason, size_t size);

/* The issuance mail goes to the first address that the order lists; NULL and a
 * reason if there is none or it could not be read. `emails`, the answer of the
 * email-validation, may be NULL. Lent. */
const char *resend_issuance_address(const struct order_details *details,
	const struct order_emails *emails, char *reason, size_t size);

enum resend_reason {
	RESEND_CHOOSABLE,
	RESEND_NOT_VALIDATED,
	RESEND_EXPIRED,
	RESEND_WRONG_KIND,
	RESEND_NO_APPROVAL, /* whoever it is: the product has none */
	RESEND_NO_ADDRESS,
	RESEND_STATE_UNKNOWN, /* a state we do not know: may be chosen, is not
			       */
};

/* One row of the window: one address (ASCII case ignored), spelled as the
 * server first spelled it. Strings are copies owned by the plan. */
struct resend_contact {
	const char *email, *name, *job_title;
	uint32_t email_hash; /* text_hash_ascii_case of it */
	unsigned kinds;	     /* all kinds of the person */
	enum order_state state;
	enum resend_reason reason;
	bool choosable;
	bool was_last; /* got the last known send */
	bool chosen;
};

struct resend_plan {
	struct mem_arena arena;
	struct resend_contact *contacts; /* choosable first, then the others */
	size_t count, choosable;
	bool has_last;
	/* A pending contact of the right kind holds mails back: its name. */
	const char *pending_name; /* NULL if none */
};

/* Takes copies of all it needs. Free with resend_plan_clear. */
void resend_plan_init(struct resend_plan *plan, enum order_family family,
	const struct order_validation *validation,
	const struct resend_last *last);
void resend_plan_clear(struct resend_plan *plan);

size_t resend_plan_chosen(const struct resend_plan *plan); /* how many */
/* '=' chosen and had it, '+' chosen and new, '-' left out but had it, ' '. */
char resend_plan_mark(
	const struct resend_plan *plan, const struct resend_contact *contact);
void resend_plan_choose_all(struct resend_plan *plan, bool chosen);
void resend_plan_choose_last(struct resend_plan *plan);
/* NULL if the address is not among the contacts. */
struct resend_contact *
resend_plan_find(struct resend_plan *plan, const char *email);

/* "not validated yet", "CS contact, this order needs EV"; for people. */
const char *resend_reason_text(enum resend_reason reason);

/*
 * Look again right before the sending: is the order still what the agent saw,
 * and are all chosen addresses still validated and of the right kind? False
 * and a sentence (ERROR_STATE) that says which is not.
 */
MUST_CHECK bool resend_recheck(const struct order_details *details,
	const struct order_validation *validation, const char *const *emails,
	size_t count, struct error *error);
MUST_CHECK bool resend_recheck_issuance(
	const struct order_details *details, struct error *error);

#endif
