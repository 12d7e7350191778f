/* SPDX-License-Identifier: MIT
 *
 * Pure: what an order waits on, the first open gate (product.md 2.1).
 */
#ifndef WAITING_H
#define WAITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "order.h"
#include "resend.h"

enum waiting_gate {
	WAITING_UNKNOWN, /* the validation is not known yet: "..." */
	WAITING_NOTHING, /* "-" */
	WAITING_ADMINISTRATOR,
	WAITING_DOMAIN,
	WAITING_ORGANIZATION,
	WAITING_NO_CONTACT, /* no validated contact of the right kind */
	WAITING_ORDER_APPROVAL,
	WAITING_DIGICERT,
	WAITING_RECIPIENT,
};

struct waiting {
	enum waiting_gate gate;
	int done, of;  /* domains: `done` validated of `of` */
	int64_t since; /* approval: last known send or order date */
	bool guessed;  /* since is the order's date: shown with a ~ */
	bool approved; /* known to be; other gates may still be open */
};

/* A request, but that of a new order, that an administrator has not answered;
 * NULL: none. details may be NULL. */
const struct order_request *
waiting_request(const struct order_details *details);

/* details, validation and last may be NULL. */
struct waiting
waiting_of(const struct order *order, const struct order_details *details,
	const struct order_validation *validation,
	const struct resend_last *last);

/* "order approval": without age and numbers. */
const char *waiting_word(enum waiting_gate gate);
/* "order approval 3d", "domain (1 of 3)"; returns out. */
char *waiting_text(
	const struct waiting *waiting, int64_t now, char *out, size_t size);

/* How many of its domains are validated. */
size_t waiting_domains_done(const struct order_validation *validation);

/* The validation of the organization that a product needs, of those that the
 * answer lists; NULL: none. Lent. */
const struct order_organization_validation *waiting_organization(
	enum order_family family, const struct order_validation *validation);

/* Whether the organization validation that the product needs is done. */
bool waiting_organization_done(enum order_family family,
	const struct order_validation *validation, int64_t *since);

#endif
