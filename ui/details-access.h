/* SPDX-License-Identifier: MIT
 *
 * Grant Additional Access (product.md 1.4): the users with access to one order
 * and the account's limited users, to choose whom to give it or to take it
 * from. The list that was seen is what the change is checked against before it
 * is sent, as the call replaces all of it.
 */
#ifndef DETAILS_ACCESS_H
#define DETAILS_ACCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "store.h"
#include "view.h"

struct details_access_user {
	char id[ORDER_ID_SIZE];
	char *name; /* "Ben Okafor, ben@example.com" */
	char *call; /* for the journal: the address, or what else is told */
	bool has;   /* access, as it was seen */
};

/* Kept by the view that asks; zeroed at birth. */
struct details_access {
	bool waiting; /* for the users of the account */
	char order_id[ORDER_ID_SIZE];
	struct details_access_user *users;
	size_t count, chosen;
};

void details_access_clear(struct details_access *access);

/* The command. It goes on once the users of the account were read. */
void details_access_run(struct view *view);
/* The store has changed. */
void details_access_changed(struct view *view);

#endif
