/* SPDX-License-Identifier: MIT
 *
 * One pass over the filters of the list's table, one over the sort keys. A
 * filter's own function adds its condition; here they are joined.
 */
#include "sandbox/list-query.h"

#include <stdio.h>
#include <string.h>

/* So many values the largest filter adds at once. */
#define VALUES_AT_ONCE 4

bool list_query_refuse(struct error *error, const char *code, const char *what,
	const char *text)
{
	error_set(error, ERROR_REFUSED, "%s: %s", what, text);
	snprintf(error->code, sizeof(error->code), "%s", code);
	return false;
}

/* -- filters --------------------------------------------------------------- */

static bool is_filter(const char *text)
{
	return strncmp(text, "filters", 7) == 0;
}

/*
 * The name in "filters[name]", "filters[name][0]" or "filters[name][]":
 * whether this is the filter.
 */
static bool names_filter(const char *text, const char *name)
{
	size_t len = strlen(name);

	return strncmp(text, "filters[", 8) == 0 &&
	       strncmp(text + 8, name, len) == 0 && text[8 + len] == ']' &&
	       (text[9 + len] == '\0' || text[9 + len] == '[');
}

static bool asks_for(const char *text, const struct list_filter *filter)
{
	return names_filter(text, filter->name) ||
	       (filter->bare && strcmp(text, filter->name) == 0);
}

/* All values of one filter: any of them will do. */
static bool
add_filter(struct list_query *query, const struct list_filter *filter,
	const struct route_request *request, struct error *error)
{
	bool first = true;

	for (size_t i = 0; i < request->query_count; i++) {
		if (!asks_for(request->query[i].name, filter))
			continue;
		if (first && query->where.len > 0)
			buf_puts(&query->where, ") AND ((");
		else
			buf_puts(&query->where, first ? " WHERE ((" : ") OR (");
		first = false;
		if (query->value_count + VALUES_AT_ONCE > LIST_QUERY_VALUES)
			return list_query_refuse(error, "sandbox_bad_filter",
				"Too many filters", filter->name);
		if (!filter->add(query, filter, request->query[i].value, error))
			return false;
	}
	if (!first)
		buf_putc(&query->where, ')');
	return true;
}

static bool is_known(const struct list_query_rules *rules, const char *text)
{
	if (!is_filter(text))
		return true;
	for (size_t i = 0; i < rules->filter_count; i++)
		if (names_filter(text, rules->filters[i].name))
			return true;
	return false;
}

static bool
read_filters(struct list_query *query, const struct list_query_rules *rules,
	const struct route_request *request, struct error *error)
{
	for (size_t i = 0; i < request->query_count; i++)
		if (!is_known(rules, request->query[i].name))
			return list_query_refuse(error,
				"sandbox_unknown_filter",
				"There is no such filter",
				request->query[i].name);
	if (rules->always)
		buf_printf(&query->where, " WHERE ((%s)", rules->always);
	for (size_t i = 0; i < rules->filter_count; i++)
		if (!add_filter(query, &rules->filters[i], request, error))
			return false;
	if (query->where.len > 0)
		buf_putc(&query->where, ')');
	return true;
}

size_t list_query_count(const struct route_request *request, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < request->query_count; i++)
		count += names_filter(request->query[i].name, name);
	return count;
}

bool list_query_has(const struct route_request *request, const char *name,
	const char *value)
{
	for (size_t i = 0; i < request->query_count; i++)
		if (names_filter(request->query[i].name, name) &&
			strcmp(request->query[i].value, value) == 0)
			return true;
	return false;
}

size_t list_query_count_all(const struct route_request *request)
{
	size_t count = 0;

	for (size_t i = 0; i < request->query_count; i++)
		count += is_filter(request->query[i].name);
	return count;
}

/* -- order ----------------------------------------------------------------- */

static const char *sort_expression(
	const struct list_query_rules *rules, const char *name, size_t len)
{
	for (size_t i = 0; i < rules->sort_count; i++)
		if (strlen(rules->sorts[i].name) == len &&
			memcmp(rules->sorts[i].name, name, len) == 0)
			return rules->sorts[i].expression;
	return NULL;
}

static bool refuse_sort(const struct list_query_rules *rules, const char *sort,
	struct error *error)
{
	error_set(error, ERROR_REFUSED, "%s cannot be sorted by: %s",
		rules->what, sort);
	snprintf(error->code, sizeof(error->code), "sandbox_unknown_sort");
	return false;
}

/* "a,-b" */
static bool
read_sort(struct list_query *query, const struct list_query_rules *rules,
	const struct route_request *request, struct error *error)
{
	const char *sort = route_query(request, "sort");

	while (sort && *sort) {
		size_t len = strcspn(sort, ",");
		bool descending = *sort == '-';
		const char *expression = sort_expression(
			rules, sort + descending, len - descending);

		if (!expression || query->key_count + 1 >= LIST_QUERY_KEYS)
			return refuse_sort(rules, sort, error);
		if (!rules->is_constant ||
			!rules->is_constant(request, expression))
			query->keys[query->key_count++] =
				(struct list_query_key){expression, descending};
		sort += len + (sort[len] == ',');
	}
	return true;
}

/* So that every row has one place: the id last, in the direction of the key
 * before it. */
static void
end_sort(struct list_query *query, const struct list_query_rules *rules)
{
	bool descending = query->key_count > 0 &&
			  query->keys[query->key_count - 1].descending;

	query->keys[query->key_count++] =
		(struct list_query_key){rules->id, descending};
}

void list_query_order(
	const struct list_query *query, bool reverse, struct buf *out)
{
	for (size_t i = 0; i < query->key_count; i++)
		buf_printf(out, "%s%s%s", i == 0 ? " ORDER BY " : ", ",
			query->keys[i].expression,
			query->keys[i].descending != reverse ? " DESC" : "");
}

/* -- the whole ------------------------------------------------------------- */

static bool read_number(const struct route_request *request, const char *name,
	int64_t *out, struct error *error)
{
	const char *text = route_query(request, name);

	if (!text || route_number(text, out))
		return true;
	return list_query_refuse(
		error, "sandbox_bad_number", "Not a number", text);
}

bool list_query_init(struct list_query *query,
	const struct list_query_rules *rules,
	const struct route_request *request, struct error *error)
{
	*query = (struct list_query){.limit = rules->limit_none};
	if (request->sandbox)
		query->now = db_now(request->sandbox->db);
	buf_init(&query->where, 256 * 1024);
	if (!read_number(request, "limit", &query->asked, error) ||
		!read_number(request, "offset", &query->offset, error) ||
		!read_filters(query, rules, request, error) ||
		!read_sort(query, rules, request, error))
		return false;
	if (query->asked > rules->limit_max)
		query->asked = rules->limit_max;
	if (query->asked > 0)
		query->limit = query->asked;
	end_sort(query, rules);
	if (rules->index)
		query->index = rules->index(query, request);
	if (rules->dense)
		query->dense = rules->dense(query, request);
	return true;
}

void list_query_clear(struct list_query *query)
{
	buf_clear(&query->where);
	mem_arena_clear(&query->arena);
}
