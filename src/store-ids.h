/* SPDX-License-Identifier: MIT
 *
 * A small map from order numbers to whatever the store keeps for them: a
 * sorted array, as it holds hundreds, is asked for each row on the screen, and
 * changes rarely. Items are structs that begin with `char id[ORDER_ID_SIZE]`.
 */
#ifndef STORE_IDS_H
#define STORE_IDS_H

#include <stddef.h>

struct store_ids {
	void *items; /* sorted by id */
	size_t count, item_size;
};

void store_ids_init(struct store_ids *ids, size_t item_size);
void store_ids_clear(struct store_ids *ids); /* empties it */

/* NULL if it is not there. Lent until the next change. */
void *store_ids_find(const struct store_ids *ids, const char *id);
/* The one that is there, or a new one that is zero but for its id. */
void *store_ids_add(struct store_ids *ids, const char *id);
void store_ids_remove(struct store_ids *ids, const char *id);
void *store_ids_at(const struct store_ids *ids, size_t index);

#endif
