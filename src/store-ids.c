/* SPDX-License-Identifier: MIT
 *
 * The sorted array: found by bisection, kept in order by moving what is behind.
 */
#include "store-ids.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "order.h"
#include "text.h"

void store_ids_init(struct store_ids *ids, size_t item_size)
{
	*ids = (struct store_ids){.item_size = item_size};
}

void store_ids_clear(struct store_ids *ids)
{
	free(ids->items);
	store_ids_init(ids, ids->item_size);
}

void *store_ids_at(const struct store_ids *ids, size_t index)
{
	return (char *)ids->items + index * ids->item_size;
}

/* Where it is, or where it would stand. */
static size_t
place_of(const struct store_ids *ids, const char *id, bool *is_there)
{
	size_t low = 0, high = ids->count;

	*is_there = false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(store_ids_at(ids, middle), id);

		if (order == 0) {
			*is_there = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void *store_ids_find(const struct store_ids *ids, const char *id)
{
	bool is_there;
	size_t place = place_of(ids, id, &is_there);

	return is_there ? store_ids_at(ids, place) : NULL;
}

void *store_ids_add(struct store_ids *ids, const char *id)
{
	bool is_there;
	size_t place = place_of(ids, id, &is_there);
	char *item;

	if (is_there)
		return store_ids_at(ids, place);
	ids->items = mem_resize(ids->items, ids->count + 1, ids->item_size);
	item = store_ids_at(ids, place);
	memmove(item + ids->item_size, item,
		(ids->count - place) * ids->item_size);
	ids->count++;
	memset(item, 0, ids->item_size);
	text_format(item, ORDER_ID_SIZE, "%s", id);
	return item;
}

void store_ids_remove(struct store_ids *ids, const char *id)
{
	bool is_there;
	size_t place = place_of(ids, id, &is_there);
	char *item;

	if (!is_there)
		return;
	item = store_ids_at(ids, place);
	ids->count--;
	memmove(item, item + ids->item_size,
		(ids->count - place) * ids->item_size);
}
