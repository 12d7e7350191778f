/* SPDX-License-Identifier: MIT
 *
 * What a details view asks the store to read, and when: the order when it is
 * shown, its organization when that comes on the screen.
 */
#ifndef DETAILS_READING_H
#define DETAILS_READING_H

#include <stdbool.h>
#include <stdint.h>

#include "store.h"

struct details_reading {
	struct store *store;
	const char *order_id; /* the owner's, as it is now */
	struct loop_timer *rest;
	struct loop_deferred *asking; /* for the organization */
	int64_t stepped_ms;	      /* loop time of the last step */
};

/* The struct must not move. order_id is lent. */
void details_reading_init(struct details_reading *reading, struct store *store,
	const char *order_id);
void details_reading_clear(struct details_reading *reading);

/* The order was opened; it was stepped to (J, K): the first step reads at
 * once, of more in a row the last one does, since the others would spend the
 * request limit on orders that nobody looks at. */
void details_reading_open(struct details_reading *reading);
void details_reading_step(struct details_reading *reading);
/* All of it again. */
void details_reading_refresh(struct details_reading *reading);
/* Its organization is on the screen: it is read, in the next turn, if it never
 * was and the key may. */
void details_reading_organization(struct details_reading *reading);

#endif
