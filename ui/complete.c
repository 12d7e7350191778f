/* SPDX-License-Identifier: MIT
 *
 * A round for each way to fit, so that what fits best is kept however much
 * there is.
 */
#include "complete.h"

#include <string.h>
#include <strings.h>

#include "text.h"

#define DESCRIBED_MIN 2 /* letters; one stands in every description */

void complete_clear(struct complete *complete)
{
	mem_arena_clear(&complete->arena);
	*complete = (struct complete){0};
}

void complete_fill(struct complete *complete, complete_fn source,
	const struct view *view, const char *text)
{
	complete_clear(complete);
	complete->items = mem_arena_alloc(
		&complete->arena, COMPLETE_MAX * sizeof(*complete->items));
	text_copy(complete->text, sizeof(complete->text), text);
	for (int fit = 0; fit < COMPLETE_FITS; fit++) {
		complete->wanted = (enum complete_fit)fit;
		source(complete, view, complete->text);
	}
}

void complete_from(struct complete *complete, size_t from)
{
	size_t len = strlen(complete->text);

	complete->from = from < len ? from : len;
}

const char *complete_typed(const struct complete *complete)
{
	return complete->text + complete->from;
}

bool complete_wants(
	const struct complete *complete, const char *text, const char *about)
{
	const char *typed = complete_typed(complete);
	size_t len = strlen(typed);
	bool begins = strncasecmp(text, typed, len) == 0;

	switch (complete->wanted) {
	case COMPLETE_BEGINS:
		return begins;
	case COMPLETE_HOLDS:
		return !begins && text_contains(text, typed);
	default:
		return !begins && len >= DESCRIBED_MIN && about != NULL &&
		       text_contains(about, typed) &&
		       !text_contains(text, typed);
	}
}

static bool is_there(const struct complete *complete, const char *text)
{
	for (size_t i = 0; i < complete->count; i++) {
		if (strcmp(complete->items[i].text, text) == 0)
			return true;
	}
	return false;
}

static const char *keep(struct complete *complete, const char *text)
{
	return mem_arena_dup(&complete->arena, text != NULL ? text : "");
}

void complete_add(struct complete *complete, const struct complete_item *item)
{
	if (!complete_wants(complete, item->text, item->about))
		return;
	/* Who looks through that many minds no double one in the sum. */
	if (complete->count < COMPLETE_MAX && is_there(complete, item->text))
		return;
	complete->fits++;
	if (complete->count == COMPLETE_MAX)
		return;
	complete->items[complete->count++] = (struct complete_item){
		.text = keep(complete, item->text),
		.keys = keep(complete, item->keys),
		.about = keep(complete, item->about),
		.why_not = keep(complete, item->why_not),
		.goes_on = item->goes_on,
		.fit = complete->wanted,
	};
}

/* Bytes that both begin with, whole characters. */
static size_t common(const char *a, const char *b, size_t len)
{
	size_t i = 0;

	while (i < len && a[i] == b[i])
		i++;
	while (i > 0 && i < len && ((unsigned char)a[i] & 0xc0) == 0x80)
		i--;
	return i;
}

size_t complete_common(const struct complete *complete)
{
	const struct complete_item *items = complete->items;
	size_t len;

	if (complete->count == 0 || items[0].fit != COMPLETE_BEGINS)
		return 0;
	len = strlen(items[0].text);
	/* Those that were not kept may be of another mind. */
	if (complete->count < complete->fits)
		return strlen(complete_typed(complete));
	for (size_t i = 1; i < complete->count; i++) {
		if (items[i].fit == COMPLETE_BEGINS)
			len = common(items[0].text, items[i].text, len);
	}
	return len;
}
