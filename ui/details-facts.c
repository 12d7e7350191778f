/* SPDX-License-Identifier: MIT
 *
 * Facts to words. A list is folded from where it would push what follows it
 * off the screen; `v` unfolds all of them, so that no key is needed for each.
 */
#include "details-facts.h"

#include <string.h>

#include "text.h"

#define DAY	  INT64_C(86400)
#define NEAR_DAYS 30 /* an end that is this near is a warning */
/* A list that is a little longer is not worth a fold. */
#define FOLD_FROM (DETAILS_FACTS_LIST + 2)

const char *
details_facts_organization_id(const struct store *store, const char *order_id)
{
	const struct store_order *known = store_order(store, order_id);
	const struct order *head = store_order_head(store, order_id);

	if (head != NULL && head->organization_id != NULL)
		return head->organization_id;
	if (known != NULL && known->validation != NULL)
		return known->validation->organization_id;
	return NULL;
}

bool details_facts_init(struct details_facts *facts, struct details_page *page,
	const struct details_source *source)
{
	*facts = (struct details_facts){
		.page = page,
		.source = source,
		.known = store_order(source->store, source->order_id),
		.head = store_order_head(source->store, source->order_id),
		.now = source->now,
	};
	if (facts->known != NULL) {
		facts->details = facts->known->details;
		facts->validation = facts->known->validation;
	}
	facts->organization = store_organization(source->store,
		details_facts_organization_id(source->store, source->order_id));
	return facts->head != NULL;
}

/* -- dates ----------------------------------------------------------------- */

const char *details_facts_time(const struct details_facts *facts, int64_t date)
{
	return details_page_time(facts->page, date, facts->now);
}

const char *details_facts_day(const struct details_facts *facts, int64_t date)
{
	return details_page_day(facts->page, date, facts->now);
}

const char *details_facts_end(
	const struct details_facts *facts, int64_t date, enum style *style)
{
	char day[DATE_TEXT_SIZE];
	int64_t days;

	*style = STYLE_TEXT;
	if (!date_is_known(date))
		return details_facts_day(facts, date);
	/* It is over when the day is; a started day counts as left. */
	days = (date - facts->now + (date > facts->now ? DAY - 1 : 0)) / DAY;
	date_day(date, day);
	if (date <= facts->now) {
		*style = STYLE_EXPIRED;
		return details_page_text(facts->page, "%s, %lld day%s over",
			day, (long long)-days, days == -1 ? "" : "s");
	}
	if (days <= NEAR_DAYS)
		*style = STYLE_WARNING;
	return details_page_text(facts->page, "%s, %lld day%s left", day,
		(long long)days, days == 1 ? "" : "s");
}

/* -- people and words ------------------------------------------------------ */

const char *details_facts_person(
	const struct details_facts *facts, const struct order_person *person)
{
	struct details_page *page = facts->page;
	const char *parts[5];
	size_t count = 0;

	if (person->name != NULL)
		parts[count++] = person->name;
	else if (person->first_name != NULL && person->last_name != NULL)
		parts[count++] = details_page_text(
			page, "%s %s", person->first_name, person->last_name);
	else if (person->last_name != NULL)
		parts[count++] = person->last_name;
	else if (person->first_name != NULL)
		parts[count++] = person->first_name;
	if (person->job_title != NULL)
		parts[count++] = person->job_title;
	if (person->email != NULL)
		parts[count++] = details_page_address(page, person->email);
	if (person->telephone != NULL)
		parts[count++] = details_page_text(page, "%s%s%s",
			person->telephone,
			person->telephone_extension != NULL ? " ext. " : "",
			person->telephone_extension != NULL
				? person->telephone_extension
				: "");
	if (count == 0 && person->id != NULL)
		parts[count++] = details_page_text(page, "user %s", person->id);
	return details_page_join(page, parts, count);
}

const char *
details_facts_word(const struct details_facts *facts, const char *word)
{
	char *copy;

	if (word == NULL || strchr(word, '_') == NULL)
		return word;
	copy = mem_arena_dup(&facts->page->arena, word);
	for (char *c = copy; *c != '\0'; c++)
		if (*c == '_')
			*c = ' ';
	return copy;
}

/* -- lists ----------------------------------------------------------------- */

size_t details_facts_shown(const struct details_facts *facts, size_t count)
{
	if (count <= FOLD_FROM || facts->source->unfolded)
		return count;
	return DETAILS_FACTS_LIST;
}

/* "; KEY shows all", if there is such a key. */
static const char *how_to_unfold(const struct details_facts *facts)
{
	const char *key = facts->source->unfold_key;

	if (key[0] == '\0')
		return "";
	return details_page_text(facts->page, "; %s shows all", key);
}

void details_facts_more(const struct details_facts *facts, size_t shown,
	size_t count, const char *what)
{
	if (shown >= count)
		return;
	facts->page->is_folded = true;
	details_page_marked(facts->page, NULL, NULL, STYLE_DIM,
		details_page_text(facts->page, "and %zu more %s%s",
			count - shown, what, how_to_unfold(facts)));
}

const char *details_facts_list(const struct details_facts *facts,
	const char *const *list, size_t count)
{
	size_t shown = details_facts_shown(facts, count);
	const char *text = details_page_join(facts->page, list, shown);

	if (shown == count)
		return text;
	facts->page->is_folded = true;
	return details_page_text(facts->page, "%s, and %zu more%s", text,
		count - shown, how_to_unfold(facts));
}
