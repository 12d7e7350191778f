/* SPDX-License-Identifier: MIT
 *
 * An organization of the account, as organization info and the list of its
 * validations tell it. Rules of order.h hold: texts are the server's, NULL
 * means absent, all dies with the arena.
 *
 * Facts: certcentral-api.md 7.3 (dev.digicert.com, Services API,
 * organizations/organization-info, organizations/validation-details). A key
 * with the role Orders (100) may not read them; then the order's validation
 * has to do.
 */
#ifndef ORGANIZATION_H
#define ORGANIZATION_H

#include <stddef.h>

#include "mem.h"
#include "order.h"

struct organization {
	struct mem_arena arena;
	const char *id, *name, *assumed_name, *display_name;
	const char *status; /* "active"; other words are not documented */
	int is_active;	    /* 1, 0, or -1 when not told */
	const char *address, *address2, *zip, *city, *state, *country;
	const char *telephone, *container_name;
	struct order_person contact, technical_contact;
	/* Their ids are not those of users. Old data calls them ev_approvers.
	 * Whether they are validated stands in an order's validation. */
	struct order_person *verified_contacts;
	size_t verified_contact_count;
	int unreadable;
};

/* Each has as contacts the people who were validated with it: users of the
 * account, without an address or a state of their own. */
struct organization_validations {
	struct mem_arena arena;
	struct order_organization_validation *items;
	size_t count;
};

void organization_free(struct organization *organization); /* NULL allowed */
void organization_validations_free(
	struct organization_validations *validations);

#endif
