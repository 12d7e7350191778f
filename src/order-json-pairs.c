/* SPDX-License-Identifier: MIT
 *
 * Objects that are really lists: the name of a member says what it is about,
 * its value what is said of it. certcentral-api.md 3 and 8: verification,
 * verification_details, caa_status_message, ship_info.
 */
#include <cJSON.h>

#include "attr.h"
#include "order-json-read.h"
#include "text.h"

/* So many and no more: they are shown one a line. */
#define PAIRS_MAX 500

/* Domains and checks are "approved" as well. Said of a contact that would be
 * a word we do not know, and the server is to decide (7.5). */
static const char *const done_words[] = {
	"approved", "active", "complete", "completed", "valid", "validated"};

bool order_json_read_is_done(const char *word)
{
	for (size_t i = 0; word && i < ARRAY_LEN(done_words); i++) {
		if (text_equal_ascii_case(done_words[i], word))
			return true;
	}
	return false;
}

/* Its first member, and how many there are at most. */
static const cJSON *first_of(struct order_json_read *read, const cJSON *object,
	const char *name, size_t *most)
{
	const cJSON *pairs = order_json_read_object(read, object, name);
	size_t size = pairs ? (size_t)cJSON_GetArraySize(pairs) : 0;

	if (size > PAIRS_MAX)
		order_json_read_odd(read, name);
	*most = size > PAIRS_MAX ? PAIRS_MAX : size;
	return *most > 0 ? pairs->child : NULL;
}

struct order_check *order_json_read_checks(struct order_json_read *read,
	const cJSON *object, const char *name, size_t *count)
{
	size_t most;
	const cJSON *item = first_of(read, object, name, &most);
	struct order_check *checks =
		mem_arena_alloc(read->arena, most * sizeof(*checks));

	*count = 0;
	for (; item && *count < most; item = item->next) {
		struct order_check *check = &checks[*count];

		if (cJSON_IsNull(item))
			continue;
		++*count;
		check->name = mem_arena_dup(read->arena, item->string);
		check->state =
			mem_arena_dup(read->arena, cJSON_GetStringValue(item));
		check->done = order_json_read_is_done(check->state);
		if (check->state)
			continue;
		order_json_read_odd(read, name);
		check->state = order_invalid;
	}
	return checks;
}

struct order_field *order_json_read_pairs(struct order_json_read *read,
	const cJSON *object, const char *name, size_t *count)
{
	size_t most;
	const cJSON *item = first_of(read, object, name, &most);
	struct order_field *fields =
		mem_arena_alloc(read->arena, most * sizeof(*fields));

	*count = 0;
	for (; item && *count < most; item = item->next) {
		const char *value =
			cJSON_IsNull(item)
				? NULL
				: order_json_read_any(read, item, name);

		if (!value)
			continue;
		fields[(*count)++] = (struct order_field){
			.label = mem_arena_dup(read->arena, item->string),
			.value = value,
		};
	}
	return fields;
}
