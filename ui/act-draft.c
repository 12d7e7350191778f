/* SPDX-License-Identifier: MIT
 *
 * Deep copies in an arena each, in a short array by age.
 */
#include "act-draft.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct act_draft {
	struct mem_arena arena;
	const char *kind, *order_id;
	int action;
	struct form_value *values;
	size_t count;
};

static const struct form_item *
copy_items(struct mem_arena *arena, const struct form_value *value)
{
	struct form_item *items =
		mem_arena_alloc(arena, (value->count + 1) * sizeof(*items));

	for (size_t i = 0; i < value->count; i++) {
		items[i].text = mem_arena_dup(arena, value->items[i].text);
		items[i].on = value->items[i].on;
	}
	return items;
}

struct act_draft *act_draft_new(const char *kind, const char *order_id,
	int action, const struct form_value *values, size_t count)
{
	struct act_draft *draft = mem_zalloc(sizeof(*draft));
	struct mem_arena *arena = &draft->arena;

	draft->kind = mem_arena_dup(arena, kind);
	draft->order_id = mem_arena_dup(arena, order_id);
	draft->action = action;
	draft->count = count;
	draft->values =
		mem_arena_alloc(arena, (count + 1) * sizeof(*draft->values));
	for (size_t i = 0; i < count; i++) {
		draft->values[i] = values[i];
		draft->values[i].text = mem_arena_dup(
			arena, values[i].text != NULL ? values[i].text : "");
		draft->values[i].items = copy_items(arena, &values[i]);
	}
	return draft;
}

void act_draft_free(struct act_draft *draft)
{
	if (draft == NULL)
		return;
	mem_arena_clear(&draft->arena);
	free(draft);
}

const struct form_value *act_draft_values(const struct act_draft *draft)
{
	return draft->values;
}

bool act_draft_is_on(const struct act_draft *draft, size_t field,
	const char *text, bool otherwise)
{
	const struct form_value *value;

	if (draft == NULL || field >= draft->count)
		return otherwise;
	value = &draft->values[field];
	for (size_t i = 0; i < value->count; i++) {
		if (strcmp(value->items[i].text, text) == 0)
			return value->items[i].on;
	}
	return otherwise;
}

/* -- the list -------------------------------------------------------------- */

static struct act_draft *take_at(struct act_draft_list *list, size_t at)
{
	struct act_draft *draft = list->drafts[at];

	list->count--;
	memmove(&list->drafts[at], &list->drafts[at + 1],
		(list->count - at) * sizeof(*list->drafts));
	return draft;
}

/* list->count: there is none. */
static size_t
find(const struct act_draft_list *list, const char *kind, const char *order_id)
{
	size_t i = 0;

	while (i < list->count &&
		(strcmp(list->drafts[i]->kind, kind) != 0 ||
			strcmp(list->drafts[i]->order_id, order_id) != 0))
		i++;
	return i;
}

static size_t find_action(const struct act_draft_list *list, int action)
{
	size_t i = 0;

	while (i < list->count && list->drafts[i]->action != action)
		i++;
	return i;
}

void act_draft_keep(struct act_draft_list *list, struct act_draft *draft)
{
	size_t old = find(list, draft->kind, draft->order_id);

	if (old < list->count)
		act_draft_free(take_at(list, old));
	if (list->count == ACT_DRAFT_MOST)
		act_draft_free(take_at(list, 0));
	list->drafts[list->count++] = draft;
}

struct act_draft *act_draft_take(struct act_draft_list *list, const char *kind,
	const char *order_id, size_t count)
{
	size_t at = find(list, kind, order_id);

	if (at == list->count || list->drafts[at]->count != count)
		return NULL;
	return take_at(list, at);
}

void act_draft_drop(struct act_draft_list *list, int action)
{
	size_t at = find_action(list, action);

	if (at < list->count)
		act_draft_free(take_at(list, at));
}

bool act_draft_is_kept(const struct act_draft_list *list, int action)
{
	return find_action(list, action) < list->count;
}

void act_draft_clear(struct act_draft_list *list)
{
	while (list->count > 0)
		act_draft_free(take_at(list, list->count - 1));
}
