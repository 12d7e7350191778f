/* SPDX-License-Identifier: MIT
 *
 * The addresses a mail goes to: each once, compared without regard to ASCII
 * case.
 */
#ifndef SANDBOX_RECIPIENTS_H
#define SANDBOX_RECIPIENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "sandbox/order-row.h"

#define RECIPIENTS_MAX 200 /* what is more is left out */

/* A zeroed one is empty. The addresses are its own. */
struct recipients {
	char *emails[RECIPIENTS_MAX];
	size_t count;
};

void recipients_add(struct recipients *recipients, const char *email);
/* Whether it is among them; false for NULL. */
bool recipients_has(const struct recipients *recipients, const char *email);
void recipients_clear(struct recipients *recipients);

/* The mailboxes that a domain's owner is expected to read. */
void recipients_add_owners(struct recipients *recipients, const char *domain);
/* The same of all domains of the order that are still to be validated. */
void recipients_add_open_domains(
	struct recipients *recipients, const struct order_row *row);

#endif
