/* SPDX-License-Identifier: MIT
 *
 * Lists of people: the users of the account. Rules of order.h hold.
 *
 * Facts: certcentral-api.md 10 and 11 (dev.digicert.com, Services API,
 * users/user-info).
 */
#ifndef PEOPLE_H
#define PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "mem.h"
#include "order.h"

/* Access roles and API key roles: bits, as a user may have several. */
enum people_role {
	PEOPLE_ADMINISTRATOR = 1 << 0,	  /* 1 */
	PEOPLE_LIMITED = 1 << 1,	  /* 2: own orders only */
	PEOPLE_FINANCE = 1 << 2,	  /* 3 */
	PEOPLE_MANAGER = 1 << 3,	  /* 4 */
	PEOPLE_STANDARD = 1 << 4,	  /* 5 */
	PEOPLE_KEY_ORDERS = 1 << 5,	  /* 100: no organizations */
	PEOPLE_KEY_WITH_DOMAINS = 1 << 6, /* 101 */
	PEOPLE_KEY_VIEW_ONLY = 1 << 7,	  /* 102 */
	PEOPLE_KEY_USERS = 1 << 8,	  /* 103 */
};

struct people_person {
	struct order_person person; /* id: of the user; NULL for no user */
	const char *username, *status;
	unsigned roles; /* bits; 0: not told, or others */
};

struct people {
	struct mem_arena arena;
	struct people_person *items;
	size_t count;
	long total; /* page.total; -1 when not told */
};

void people_free(struct people *people); /* NULL allowed */

/* "Only 1000 of the account's 2400 users were read."; "" if all were. NULL
 * allowed. Returns out. */
char *people_lack(const struct people *people, char *out, size_t size);

/* The bit of a role's number, 0 for one that is not in the table. */
unsigned people_role_from(long number);

/* Whether the user may be given access to a single order: has the role Limited
 * user, and is not known to be inactive. */
bool people_is_limited(const struct people_person *person);

#endif
