/* SPDX-License-Identifier: MIT
 *
 * Grouping names by their base domain. The last `domains_open` groups of an
 * order are those that are still to be validated, but for those that passed
 * since: so one number and mostly no list is enough to store the state.
 */
#include "sandbox/scopes.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/order-row.h"

/* Second levels under which names are given out. Not the whole list. */
static const char *const shared_suffixes[] = {"co.uk", "org.uk", "ac.uk",
	"co.jp", "or.jp", "com.au", "com.br", "co.kr", "co.il", "com.tr"};

static bool is_shared(const char *suffix)
{
	for (size_t i = 0; i < ARRAY_LEN(shared_suffixes); i++)
		if (strcmp(shared_suffixes[i], suffix) == 0)
			return true;
	return false;
}

const char *scopes_base_domain(const char *name)
{
	const char *last[4] = {NULL}; /* the last label first */
	const char *p = name;

	while (p) {
		memmove(&last[1], &last[0], 3 * sizeof(last[0]));
		last[0] = p;
		p = strchr(p, '.');
		p = p ? p + 1 : NULL;
	}
	if (!last[1])
		return name;
	return is_shared(last[1]) && last[2] ? last[2] : last[1];
}

int64_t scopes_domain_id(const char *scope)
{
	uint32_t hash = 2166136261u;

	for (; *scope; scope++)
		hash = (hash ^ (unsigned char)*scope) * 16777619u;
	return 8000 + (int64_t)(hash % 9000000);
}

/* The scope a name belongs to; a wildcard is validated without its star. */
static const char *scope_of(const struct order_row *row, const char *name)
{
	if (strncmp(name, "*.", 2) == 0)
		name += 2;
	if (row->flags & SCHEMA_FLAG_FQDN)
		return name;
	return scopes_base_domain(name);
}

static void add_group(struct scopes *scopes, const struct order_row *row,
	const char *scope, bool *taken, size_t *used)
{
	struct scopes_item *item = &scopes->items[scopes->count++];

	item->scope = scope;
	item->domain_id = scopes_domain_id(scope);
	item->first = *used;
	for (size_t i = 0; i < row->dns_count; i++) {
		const char *name = row->dns_names[i];

		if (taken[i] || strcmp(scope_of(row, name), scope) != 0)
			continue;
		taken[i] = true;
		scopes->names[(*used)++] = name;
	}
	item->next = *used;
}

/* Passed alone, while others of the order are still open. */
static bool has_passed(const struct order_row *row, const char *scope)
{
	for (size_t i = 0; i < row->validated_count; i++)
		if (strcmp(row->validated[i], scope) == 0)
			return true;
	return false;
}

void scopes_init(struct scopes *scopes, const struct order_row *row)
{
	bool *taken;
	size_t used = 0, open;

	*scopes = (struct scopes){.count = 0};
	if (row->dns_count == 0)
		return;
	taken = mem_array(row->dns_count, sizeof(*taken));
	scopes->items = mem_array(row->dns_count, sizeof(*scopes->items));
	scopes->names = mem_array(row->dns_count, sizeof(*scopes->names));
	for (size_t i = 0; i < row->dns_count; i++)
		if (!taken[i])
			add_group(scopes, row, scope_of(row, row->dns_names[i]),
				taken, &used);
	open = row->domains_open > 0 ? (size_t)row->domains_open : 0;
	for (size_t i = 0; i < scopes->count; i++)
		scopes->items[i].open =
			i + open >= scopes->count &&
			!has_passed(row, scopes->items[i].scope);
	free(taken);
}

void scopes_clear(struct scopes *scopes)
{
	free(scopes->items);
	free(scopes->names);
	*scopes = (struct scopes){.count = 0};
}
