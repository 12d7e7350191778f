/* SPDX-License-Identifier: MIT
 *
 * The calls that answer a list, a page at a time: {"MEMBER": [...], "page":
 * {total, limit, offset}}, without MEMBER where there is no row; or as CSV for
 * those that ask for it and where the list has columns for it. A list is one
 * const table; what may be asked of it is another (list-query.h).
 */
#ifndef SANDBOX_LIST_H
#define SANDBOX_LIST_H

#include <cjson/cJSON.h>
#include <stdint.h>

#include "sandbox/list-csv.h"
#include "sandbox/list-query.h"

/* A faster way to count the rows that a condition finds; it takes the same
 * values. The condition as list-query writes it, "" for all rows. */
struct list_total {
	const char *where, *sql;
};

struct list_table {
	const char *member; /* "orders" */
	const char *from;   /* of the SELECT that finds the ids */
	const struct list_total *totals;
	size_t total_count;
	const struct list_query_rules *rules;
	/* The row of an id as the list shows it; NULL: it is gone. */
	cJSON *(*row)(const struct route_request *request, int64_t id);
	/* NULL: there is no CSV of it. */
	const char *const *columns;
	size_t column_count;
	/* Totals are kept until an order changes: for lists that are long. */
	bool keeps_totals;
};

/* Answers the request: the whole handler of a list call. */
void list_answer(const struct list_table *table,
	const struct route_request *request, struct route_response *response);

/* A page by itself: the ids in their order. */
struct list_page {
	int64_t *ids;
	size_t count;
	int64_t total; /* of all pages */
};

/* Finds it; query->values gets two more. The caller clears. */
void list_page_find(struct list_page *page, const struct list_table *table,
	struct db *db, struct list_query *query);
void list_page_clear(struct list_page *page);

#endif
