/* SPDX-License-Identifier: MIT
 *
 * What a details view asks the store and the journal to read, and when: the
 * order when it is shown, its organization when that comes on the screen, its
 * history whenever there may be something new in it.
 */
#ifndef DETAILS_READING_H
#define DETAILS_READING_H

#include <stdbool.h>
#include <stdint.h>

#include "history.h"
#include "store.h"

struct details_reading {
	struct store *store;
	const char *order_id; /* the owner's, as it is now */
	struct loop_timer *rest;
	struct loop_deferred *asking; /* for the organization */
	int64_t stepped_ms;	      /* loop time of the last step */
	struct history history;	      /* what the journal has of the order */
	char history_stamp[128];      /* what it goes with */
	loop_fn changed;	      /* the history is another one */
	void *data;
};

/* The struct must not move. order_id is lent. `changed` comes through the loop
 * when the history was read. */
void details_reading_init(struct details_reading *reading, struct store *store,
	const char *order_id, loop_fn changed, void *data);
void details_reading_clear(struct details_reading *reading);

/* The order was opened; it was stepped to (J, K): the first step reads at
 * once, of more in a row the last one does, since the others would spend the
 * request limit on orders that nobody looks at. */
void details_reading_open(struct details_reading *reading);
void details_reading_step(struct details_reading *reading);
/* Another order: its history, from the beginning. */
void details_reading_start(struct details_reading *reading);
/* The store has changed: the history is read if it may have, too. */
void details_reading_changed(struct details_reading *reading);
/* All of it again. */
void details_reading_refresh(struct details_reading *reading);
/* Its organization is on the screen: it is read, in the next turn, if it never
 * was and the key may. */
void details_reading_organization(struct details_reading *reading);

#endif
