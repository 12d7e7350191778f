/* SPDX-License-Identifier: MIT
 *
 * Roles as one table, and who may be given access to one order.
 */
#include "people.h"

#include <stdlib.h>

#include "attr.h"
#include "text.h"

static const struct {
	long number;
	enum people_role role;
} roles[] = {
	{1, PEOPLE_ADMINISTRATOR},
	{2, PEOPLE_LIMITED},
	{3, PEOPLE_FINANCE},
	{4, PEOPLE_MANAGER},
	{5, PEOPLE_STANDARD},
	{100, PEOPLE_KEY_ORDERS},
	{101, PEOPLE_KEY_WITH_DOMAINS},
	{102, PEOPLE_KEY_VIEW_ONLY},
	{103, PEOPLE_KEY_USERS},
};

void people_free(struct people *people)
{
	if (people == NULL)
		return;
	mem_arena_clear(&people->arena);
	free(people);
}

char *people_lack(const struct people *people, char *out, size_t size)
{
	if (people == NULL || people->total <= (long)people->count)
		return text_format(out, size, "%s", "");
	return text_format(out, size,
		"Only %zu of the account's %ld users %s read.", people->count,
		people->total, people->count == 1 ? "was" : "were");
}

unsigned people_role_from(long number)
{
	for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
		if (roles[i].number == number)
			return roles[i].role;
	}
	return 0;
}

bool people_is_limited(const struct people_person *person)
{
	return (person->roles & PEOPLE_LIMITED) != 0 &&
	       person->person.id != NULL &&
	       (person->status == NULL ||
		       text_equal_ascii_case(person->status, "active"));
}
