/* SPDX-License-Identifier: MIT
 *
 * The DNS names of an order as they are validated: each at its base domain,
 * several names sharing one validation, or each as it stands (order_name_scope
 * base_domain and fqdn, certcentral-api.md 8).
 */
#ifndef SANDBOX_SCOPES_H
#define SANDBOX_SCOPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct order_row;

struct scopes_item {
	const char *scope;  /* lent from a name */
	size_t first, next; /* its names: indexes into the order's, sorted */
	int64_t domain_id;
	bool open; /* still to be validated */
};

struct scopes {
	struct scopes_item *items;
	size_t count;
	const char **names; /* the order's names, grouped by scope */
};

/* Of the order's names; names are lent from it. The caller clears. */
void scopes_init(struct scopes *scopes, const struct order_row *row);
void scopes_clear(struct scopes *scopes);

/* The number of a domain in the API: always the same for the same name. */
int64_t scopes_domain_id(const char *scope);

/* "shop.example.co.uk" to "example.co.uk"; a part of the text it is given. */
const char *scopes_base_domain(const char *name);

#endif
