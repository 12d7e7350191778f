/* SPDX-License-Identifier: MIT
 *
 * From the query of a list call (certcentral-api.md 1.1) to SQL: filters,
 * search, sort, limit and offset, by the tables of the list. Values are never
 * part of the SQL text.
 */
#ifndef SANDBOX_LIST_QUERY_H
#define SANDBOX_LIST_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "buf.h"
#include "error.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/route.h"

#define LIST_QUERY_LIMIT_MAX 1000
#define LIST_QUERY_VALUES    512
#define LIST_QUERY_KEYS	     8

struct list_query_key {
	const char *expression;
	bool descending;
};

struct list_query {
	struct mem_arena arena;
	struct buf where;			       /* "" or " WHERE ..." */
	struct db_value values[LIST_QUERY_VALUES + 2]; /* limit, offset */
	size_t value_count;
	struct list_query_key keys[LIST_QUERY_KEYS];
	size_t key_count;  /* the last one is always the id */
	const char *index; /* to be used, or NULL: SQLite chooses */
	const char *dense; /* the same where many rows are found */
	bool slow;	   /* it looks at every row: found once, then kept */
	int64_t limit;	   /* 1 .. the list's most */
	int64_t asked;	   /* the limit that was asked for, 0: none */
	int64_t offset;
	int64_t now; /* what "NOW" in a date filter is */
};

struct list_filter;

/* Adds the condition for one value. False and *error if it makes no sense. */
typedef bool (*list_filter_fn)(struct list_query *query,
	const struct list_filter *filter, const char *text,
	struct error *error);

/* A filter, "filters[name]=value". Several values of one are alternatives. */
struct list_filter {
	const char *name;
	list_filter_fn add;
	const char *column; /* what `add` compares */
	int flag;	    /* for list_filter_flag: a bit of `column` */
	bool bare;	    /* "name=value" is known too */
};

struct list_sort {
	const char *name;
	const char *expression;
};

/* What may be asked of a list. */
struct list_query_rules {
	const char *what;   /* "Orders", for messages */
	const char *id;	    /* the expression that makes each row unique */
	const char *always; /* a condition of all rows, or NULL */
	const struct list_filter *filters;
	size_t filter_count;
	const struct list_sort *sorts;
	size_t sort_count;
	/* Whether all rows are the same in it: no key then. NULL: never. */
	bool (*is_constant)(
		const struct route_request *request, const char *expression);
	/* The index to be used, or NULL. NULL: SQLite always chooses. */
	const char *(*index)(const struct list_query *query,
		const struct route_request *request);
	/* The index that has the rows in their order, for a filter that finds
	 * many: to sort them would take longer than to pass over the others.
	 * NULL: there is none. */
	const char *(*dense)(const struct list_query *query,
		const struct route_request *request);
	int64_t limit_max;  /* most rows of a page, and */
	int64_t limit_none; /* how many where no limit is asked */
};

/*
 * False and *error (its code is the API's) for a filter, key or number that is
 * not known. The caller clears in any case.
 */
MUST_CHECK bool
list_query_init(struct list_query *query, const struct list_query_rules *rules,
	const struct route_request *request, struct error *error);
void list_query_clear(struct list_query *query);

/* For what reads a part of the query: fills *error and returns false. */
bool list_query_refuse(struct error *error, const char *code, const char *what,
	const char *text);

/* " ORDER BY ...": turned round with `reverse`, to page from the end. */
void list_query_order(
	const struct list_query *query, bool reverse, struct buf *out);

/* How many values a filter has, and all filters together. */
size_t list_query_count(const struct route_request *request, const char *name);
size_t list_query_count_all(const struct route_request *request);
/* Whether the filter has this value. */
bool list_query_has(const struct route_request *request, const char *name,
	const char *value);

#endif
