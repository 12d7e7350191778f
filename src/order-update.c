/* SPDX-License-Identifier: MIT
 *
 * A table of the texts, and the rest by hand: what stands for "not told" is not
 * the same for dates, counts and flags.
 */
#include "order-update.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "attr.h"
#include "date.h"

static const size_t texts[] = {
	offsetof(struct order, status_text),
	offsetof(struct order, common_name),
	offsetof(struct order, product_name_id),
	offsetof(struct order, product_name),
	offsetof(struct order, product_type),
	offsetof(struct order, organization_id),
	offsetof(struct order, organization_name),
	offsetof(struct order, container_name),
	offsetof(struct order, certificate_id),
};

/* Only what differs takes memory of the page. */
static void update_texts(
	struct mem_arena *arena, struct order *row, const struct order *fresh)
{
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char **to =
			(const char **)(void *)((char *)row + texts[i]);
		const char *text;

		memcpy(&text, (const char *)fresh + texts[i], sizeof(text));
		if (text == NULL || text == order_invalid ||
			(*to != NULL && strcmp(*to, text) == 0))
			continue;
		*to = mem_arena_dup(arena, text);
	}
}

static void update_dates(struct order *row, const struct order *fresh)
{
	if (date_is_known(fresh->date_created))
		row->date_created = fresh->date_created;
	if (date_is_known(fresh->valid_till))
		row->valid_till = fresh->valid_till;
	if (date_is_known(fresh->order_valid_till))
		row->order_valid_till = fresh->order_valid_till;
	if (fresh->days_remaining != INT_MIN)
		row->days_remaining = fresh->days_remaining;
	if (fresh->validity_years > 0)
		row->validity_years = fresh->validity_years;
}

void order_update(
	struct mem_arena *arena, struct order *row, const struct order *fresh)
{
	update_texts(arena, row, fresh);
	update_dates(row, fresh);
	if (fresh->status_text != NULL)
		row->status = fresh->status;
	if (fresh->product_name_id != NULL)
		row->family = fresh->family;
	if (fresh->duplicates_count >= 0)
		row->duplicates_count = fresh->duplicates_count;
	if (fresh->reissues_count >= 0)
		row->reissues_count = fresh->reissues_count;
	row->is_renewed = row->is_renewed || fresh->is_renewed;
	row->has_duplicates = row->has_duplicates || fresh->has_duplicates;
}
