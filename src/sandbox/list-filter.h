/* SPDX-License-Identifier: MIT
 *
 * The kinds of filters that several lists have (certcentral-api.md 1.1), to be
 * named in their tables; and what filters of their own need.
 */
#ifndef SANDBOX_LIST_FILTER_H
#define SANDBOX_LIST_FILTER_H

#include "sandbox/list-query.h"

/* The values of a condition, in the order of its question marks. */
void list_filter_number(struct list_query *query, int64_t number);
void list_filter_text(struct list_query *query, const char *text);
/* "contains text", for LIKE ? ESCAPE '\'. */
void list_filter_pattern(struct list_query *query, const char *text);

/* A number; what is none is nobody's. */
bool list_filter_id(struct list_query *query, const struct list_filter *filter,
	const char *text, struct error *error);
/* A text, as the column compares it. */
bool list_filter_equal(struct list_query *query,
	const struct list_filter *filter, const char *text,
	struct error *error);
/* "1" or "true", "0" or "false": a bit of the column. */
bool list_filter_flag(struct list_query *query,
	const struct list_filter *filter, const char *text,
	struct error *error);
/* A day, a moment or NOW: "a...b", ">a", ">=a", "<a", "<=a", "a"; "null" is
 * where there is none. */
bool list_filter_date(struct list_query *query,
	const struct list_filter *filter, const char *text,
	struct error *error);
/*
 * filters[search]: "%x" contains x, "x" is exactly that, in any of the columns
 * of filter->column, one a line; without regard to the case of ASCII letters.
 */
bool list_filter_search(struct list_query *query,
	const struct list_filter *filter, const char *text,
	struct error *error);
/* Nothing in the list has it. */
bool list_filter_nothing(struct list_query *query,
	const struct list_filter *filter, const char *text,
	struct error *error);

#endif
