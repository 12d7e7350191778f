/* SPDX-License-Identifier: MIT
 *
 * What every section of the details looks at, looked up once, and the few
 * ways in which facts become words: dates, people, the server's own words.
 * Texts live in the page's arena.
 */
#ifndef DETAILS_FACTS_H
#define DETAILS_FACTS_H

#include "details-page.h"
#include "details-sections.h"

#define DETAILS_FACTS_LIST 6 /* of a long list, while it is folded */

struct details_facts {
	struct details_page *page;
	const struct details_source *source;
	const struct order *head;	 /* never NULL */
	const struct store_order *known; /* these may be NULL */
	const struct order_details *details;
	const struct order_validation *validation;
	const struct store_organization *organization;
	int64_t now;
};

/* The order's organization, as far as it is known; NULL: none. Lent. */
const char *
details_facts_organization_id(const struct store *store, const char *order_id);

/* False: nothing is known of the order, not even its row. */
bool details_facts_init(struct details_facts *facts, struct details_page *page,
	const struct details_source *source);

/* "2026-11-20 14:02 UTC, 3 days ago", and the same by the day. NULL for none.
 */
const char *details_facts_time(const struct details_facts *facts, int64_t date);
const char *details_facts_day(const struct details_facts *facts, int64_t date);
/* When something ends: "2027-02-12, 81 days left", "2026-11-01, 19 days over";
 * *style says how near it is. NULL for none. */
const char *details_facts_end(
	const struct details_facts *facts, int64_t date, enum style *style);

/* "Ana Ruiz, CTO, ana@example.com, 555-0101"; NULL if nothing is known. */
const char *details_facts_person(
	const struct details_facts *facts, const struct order_person *person);
/* "new_request" as "new request"; NULL for NULL. */
const char *
details_facts_word(const struct details_facts *facts, const char *word);
/* "a, b, c"; of a long list its beginning, "... and 244 more; v shows all",
 * unless lists are unfolded. NULL for an empty one. */
const char *details_facts_list(const struct details_facts *facts,
	const char *const *list, size_t count);
/* How many of `count` lines of a list to show. */
size_t details_facts_shown(const struct details_facts *facts, size_t count);
/* The line below a list of which only `shown` of `count` are there; `what`:
 * "domains". Nothing if all are. */
void details_facts_more(const struct details_facts *facts, size_t shown,
	size_t count, const char *what);

#endif
