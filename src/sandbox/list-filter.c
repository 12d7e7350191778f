/* SPDX-License-Identifier: MIT
 *
 * Each function appends one condition to the query, without brackets: those
 * and the joining words are list-query.c's.
 */
#include "sandbox/list-filter.h"

#include <string.h>

#include "date.h"

#define DAY 86400

void list_filter_number(struct list_query *query, int64_t number)
{
	if (query->value_count < LIST_QUERY_VALUES)
		query->values[query->value_count++] =
			(struct db_value){NULL, number};
}

void list_filter_text(struct list_query *query, const char *text)
{
	if (query->value_count < LIST_QUERY_VALUES)
		query->values[query->value_count++] = (struct db_value){
			mem_arena_dup(&query->arena, text), 0};
}

/* With '\' before LIKE's own signs. */
void list_filter_pattern(struct list_query *query, const char *text)
{
	char *pattern = mem_arena_alloc(&query->arena, strlen(text) * 2 + 3);
	char *p = pattern;

	*p++ = '%';
	for (; *text; text++) {
		if (strchr("%_\\", *text))
			*p++ = '\\';
		*p++ = *text;
	}
	*p = '%';
	if (query->value_count < LIST_QUERY_VALUES)
		query->values[query->value_count++] =
			(struct db_value){pattern, 0};
}

bool list_filter_id(struct list_query *query, const struct list_filter *filter,
	const char *text, struct error *error UNUSED)
{
	int64_t number;

	if (!route_number(text, &number))
		number = -1;
	buf_printf(&query->where, "%s = ?", filter->column);
	list_filter_number(query, number);
	return true;
}

bool list_filter_equal(struct list_query *query,
	const struct list_filter *filter, const char *text,
	struct error *error UNUSED)
{
	buf_printf(&query->where, "%s = ?", filter->column);
	list_filter_text(query, text);
	return true;
}

bool list_filter_flag(struct list_query *query,
	const struct list_filter *filter, const char *text, struct error *error)
{
	bool on = strcmp(text, "1") == 0 || strcmp(text, "true") == 0;

	if (!on && strcmp(text, "0") != 0 && strcmp(text, "false") != 0)
		return list_query_refuse(error, "sandbox_bad_filter",
			"A filter that is neither 1 nor 0", text);
	buf_printf(&query->where, "(%s & %d) %s 0", filter->column,
		filter->flag, on ? "<>" : "=");
	return true;
}

bool list_filter_nothing(struct list_query *query,
	const struct list_filter *filter UNUSED, const char *text UNUSED,
	struct error *error UNUSED)
{
	buf_puts(&query->where, "0");
	return true;
}

/* "a\nb": each of the columns, with the same value. */
bool list_filter_search(struct list_query *query,
	const struct list_filter *filter, const char *text,
	struct error *error UNUSED)
{
	const char *column = filter->column;
	bool contains = text[0] == '%';

	query->slow |= contains;
	while (*column) {
		size_t len = strcspn(column, "\n");

		buf_printf(&query->where, "%s%.*s%s",
			column == filter->column ? "" : " OR ", (int)len,
			column,
			contains ? " LIKE ? ESCAPE '\\'"
				 : " = ? COLLATE NOCASE");
		if (contains)
			list_filter_pattern(query, text + 1);
		else
			list_filter_text(query, text);
		column += len + (column[len] == '\n');
	}
	return true;
}

/* -- dates ----------------------------------------------------------------- */

/* The first and the last second a text stands for. */
static bool read_span(const struct list_query *query, const char *text,
	int64_t *first, int64_t *last)
{
	bool day_only = false;

	if (strcmp(text, "NOW") == 0) {
		*first = *last = query->now;
		return true;
	}
	if (!date_parse(text, first, &day_only))
		return false;
	*last = day_only ? *first + DAY - 1 : *first;
	return true;
}

static bool add_range(struct list_query *query,
	const struct list_filter *filter, const char *text, const char *dots)
{
	char *from = mem_arena_dupn(&query->arena, text, (size_t)(dots - text));
	int64_t first, last, other;

	if (!read_span(query, from, &first, &other) ||
		!read_span(query, dots + 3, &other, &last))
		return false;
	buf_printf(&query->where, "%s BETWEEN ? AND ?", filter->column);
	list_filter_number(query, first);
	list_filter_number(query, last);
	return true;
}

bool list_filter_date(struct list_query *query,
	const struct list_filter *filter, const char *text, struct error *error)
{
	const char *dots = strstr(text, "...");
	size_t sign = strspn(text, "<>=");
	bool equal = sign > 0 && text[sign - 1] == '=';
	int64_t first, last;

	if (strcmp(text, "null") == 0) {
		buf_printf(&query->where, "%s IS NULL", filter->column);
		return true;
	}
	if (dots && add_range(query, filter, text, dots))
		return true;
	if (dots || sign > 2 || !read_span(query, text + sign, &first, &last))
		return list_query_refuse(error, "sandbox_bad_filter",
			"A filter that is no date", text);
	if (text[0] == '>') {
		buf_printf(&query->where, "%s %s ?", filter->column,
			equal ? ">=" : ">");
		list_filter_number(query, equal ? first : last);
	} else if (text[0] == '<') {
		buf_printf(&query->where, "%s %s ?", filter->column,
			equal ? "<=" : "<");
		list_filter_number(query, equal ? last : first);
	} else {
		buf_printf(&query->where, "%s BETWEEN ? AND ?", filter->column);
		list_filter_number(query, first);
		list_filter_number(query, last);
	}
	return true;
}
