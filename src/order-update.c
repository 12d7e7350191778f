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
	offsetof(struct order, container_id),
	offsetof(struct order, container_name),
	offsetof(struct order, certificate_id),
};

/* Only what differs takes memory of the page. */
static bool update_texts(
	struct mem_arena *arena, struct order *row, const struct order *fresh)
{
	bool has_changed = false;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char **to =
			(const char **)(void *)((char *)row + texts[i]);
		const char *text;

		memcpy(&text, (const char *)fresh + texts[i], sizeof(text));
		if (text == NULL || text == order_invalid ||
			(*to != NULL && strcmp(*to, text) == 0))
			continue;
		*to = mem_arena_dup(arena, text);
		has_changed = true;
	}
	return has_changed;
}

static bool update_date(int64_t *date, int64_t fresh)
{
	if (!date_is_known(fresh) || *date == fresh)
		return false;
	*date = fresh;
	return true;
}

/* `none` stands for what is not told. */
static bool update_number(int *number, int fresh, int none)
{
	if (fresh == none || *number == fresh)
		return false;
	*number = fresh;
	return true;
}

static bool update_flag(bool *flag, bool fresh)
{
	if (!fresh || *flag)
		return false;
	*flag = true;
	return true;
}

static bool update_status(struct order *row, const struct order *fresh)
{
	if (fresh->status_text == NULL || fresh->status_text == order_invalid ||
		row->status == fresh->status)
		return false;
	row->status = fresh->status;
	return true;
}

static bool update_family(struct order *row, const struct order *fresh)
{
	if (fresh->product_name_id == NULL || row->family == fresh->family)
		return false;
	row->family = fresh->family;
	return true;
}

bool order_update(
	struct mem_arena *arena, struct order *row, const struct order *fresh)
{
	const bool changes[] = {
		update_status(row, fresh),
		update_family(row, fresh),
		update_texts(arena, row, fresh),
		update_date(&row->date_created, fresh->date_created),
		update_date(&row->valid_till, fresh->valid_till),
		update_date(&row->order_valid_till, fresh->order_valid_till),
		update_number(
			&row->days_remaining, fresh->days_remaining, INT_MIN),
		update_number(&row->validity_years, fresh->validity_years, 0),
		update_number(
			&row->duplicates_count, fresh->duplicates_count, -1),
		update_number(&row->reissues_count, fresh->reissues_count, -1),
		update_flag(&row->is_renewed, fresh->is_renewed),
		update_flag(&row->has_duplicates, fresh->has_duplicates),
	};
	bool has_changed = false;

	for (size_t i = 0; i < ARRAY_LEN(changes); i++)
		has_changed = has_changed || changes[i];
	return has_changed;
}
