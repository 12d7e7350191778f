/* SPDX-License-Identifier: MIT
 *
 * From the query of List orders (certcentral-api.md 1.1, 2.1) to SQL: filters,
 * search, sort, limit and offset. Values are never part of the SQL text.
 */
#ifndef SANDBOX_ORDERS_QUERY_H
#define SANDBOX_ORDERS_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "buf.h"
#include "error.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/route.h"

#define ORDERS_QUERY_LIMIT_MAX 1000
#define ORDERS_QUERY_VALUES    512
#define ORDERS_QUERY_KEYS      8

struct orders_query_key {
	const char *expression;
	bool descending;
};

struct orders_query {
	struct mem_arena arena;
	struct buf where; /* "" or " WHERE ..." */
	struct db_value values[ORDERS_QUERY_VALUES + 2]; /* limit, offset */
	size_t value_count;
	struct orders_query_key keys[ORDERS_QUERY_KEYS];
	size_t key_count;  /* the last one is always the order's id */
	const char *index; /* to be used, or NULL: SQLite chooses */
	int64_t limit;	   /* 1 .. ORDERS_QUERY_LIMIT_MAX */
	int64_t asked;	   /* the limit that was asked for, 0: none */
	int64_t offset;
};

/*
 * False and *error (its code is the API's) for a filter, key or number that is
 * not known. The caller clears in any case.
 */
MUST_CHECK bool orders_query_init(struct orders_query *query,
	const struct route_request *request, struct error *error);
void orders_query_clear(struct orders_query *query);

/* For what reads a part of the query: fills *error and returns false. */
bool orders_query_refuse(struct error *error, const char *code,
	const char *what, const char *text);

/*
 * " ORDER BY ...": turned round with `reverse`, to page from the end.
 */
void orders_query_order(
	const struct orders_query *query, bool reverse, struct buf *out);

#endif
