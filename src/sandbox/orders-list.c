/* SPDX-License-Identifier: MIT
 *
 * A page of a list is found in two steps: the ids by walking along an index,
 * from whichever end is nearer, then the rows by their ids. Totals are counted
 * once per filter and kept until something is written.
 */
#include "sandbox/orders-list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"
#include "sandbox/orders-query.h"

#define TOTALS_KEPT 64

struct page {
	int64_t ids[ORDERS_QUERY_LIMIT_MAX];
	size_t count;
	int64_t total;
};

/* Counted totals. Mutable, because the same filter is paged through many
 * times; worth nothing once the database's generation has changed. */
static struct {
	uint64_t generation;
	size_t next;
	char *keys[TOTALS_KEPT];
	int64_t totals[TOTALS_KEPT];
} counted;

static void forget_totals(uint64_t generation)
{
	for (size_t i = 0; i < TOTALS_KEPT; i++) {
		free(counted.keys[i]);
		counted.keys[i] = NULL;
	}
	counted.next = 0;
	counted.generation = generation;
}

/* The condition with its values: what a total is kept under. */
static char *total_key(const struct orders_query *query)
{
	struct buf key;

	buf_init(&key, 1024 * 1024);
	buf_printf(&key, "orders%s", buf_text(&query->where));
	for (size_t i = 0; i < query->value_count; i++) {
		const struct db_value *value = &query->values[i];

		if (value->text)
			buf_printf(&key, "\n%zu:%s", strlen(value->text),
				value->text);
		else
			buf_printf(&key, "\n%lld", (long long)value->number);
	}
	return buf_take(&key);
}

static int64_t count_orders(struct db *db, const struct orders_query *query)
{
	struct buf sql;
	sqlite3_stmt *stmt;
	int64_t total = 0;

	buf_init(&sql, 512 * 1024);
	buf_printf(
		&sql, "SELECT count(*) FROM orders%s", buf_text(&query->where));
	stmt = db_query_values(
		db, buf_text(&sql), query->values, query->value_count);
	if (db_step(db, stmt))
		total = db_column_int(stmt, 0);
	db_done(stmt);
	buf_clear(&sql);
	return total;
}

static int64_t total_of(struct db *db, const struct orders_query *query)
{
	char *key = total_key(query);
	int64_t total;

	if (counted.generation != db_generation(db))
		forget_totals(db_generation(db));
	for (size_t i = 0; i < TOTALS_KEPT && counted.keys[i]; i++) {
		if (strcmp(counted.keys[i], key) == 0) {
			free(key);
			return counted.totals[i];
		}
	}
	total = count_orders(db, query);
	free(counted.keys[counted.next]);
	counted.keys[counted.next] = key;
	counted.totals[counted.next] = total;
	counted.next = (counted.next + 1) % TOTALS_KEPT;
	return total;
}

/* -- the page -------------------------------------------------------------- */

/* Ids from `offset` on, in the order asked for or in the opposite one. */
static void walk(struct db *db, struct orders_query *query, bool reverse,
	int64_t offset, int64_t limit, struct page *page)
{
	struct buf sql;
	sqlite3_stmt *stmt;

	buf_init(&sql, 512 * 1024);
	buf_printf(&sql, "SELECT orders.id FROM orders%s%s%s",
		query->index ? " INDEXED BY " : "",
		query->index ? query->index : "", buf_text(&query->where));
	orders_query_order(query, reverse, &sql);
	buf_puts(&sql, " LIMIT ? OFFSET ?");
	query->values[query->value_count].text = NULL;
	query->values[query->value_count].number = limit;
	query->values[query->value_count + 1].text = NULL;
	query->values[query->value_count + 1].number = offset;
	stmt = db_query_values(
		db, buf_text(&sql), query->values, query->value_count + 2);
	while (db_step(db, stmt) && page->count < ORDERS_QUERY_LIMIT_MAX)
		page->ids[page->count++] = db_column_int(stmt, 0);
	db_done(stmt);
	buf_clear(&sql);
}

static void turn_round(struct page *page)
{
	for (size_t i = 0; i < page->count / 2; i++) {
		int64_t id = page->ids[i];

		page->ids[i] = page->ids[page->count - 1 - i];
		page->ids[page->count - 1 - i] = id;
	}
}

static void
find_page(struct db *db, struct orders_query *query, struct page *page)
{
	int64_t left;

	page->count = 0;
	page->total = total_of(db, query);
	left = page->total - query->offset;
	if (left <= 0)
		return;
	if (left > query->limit)
		left = query->limit;
	if (query->offset <= page->total / 2) {
		walk(db, query, false, query->offset, left, page);
		return;
	}
	walk(db, query, true, page->total - query->offset - left, left, page);
	turn_round(page);
}

static cJSON *
answer(struct db *db, const struct orders_query *query, const struct page *page)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *array = NULL, *numbers;

	for (size_t i = 0; i < page->count; i++) {
		struct order_row row;

		if (!order_row_read(db, page->ids[i], &row))
			continue;
		if (!array)
			array = cJSON_AddArrayToObject(json, "orders");
		cJSON_AddItemToArray(array, order_answer_row(db, &row));
		order_row_clear(&row);
	}
	numbers = cJSON_AddObjectToObject(json, "page");
	cJSON_AddNumberToObject(numbers, "total", (double)page->total);
	cJSON_AddNumberToObject(numbers, "limit", (double)query->asked);
	cJSON_AddNumberToObject(numbers, "offset", (double)query->offset);
	return json;
}

static void
list(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct orders_query query;
	struct page *page;
	struct error error;

	if (!orders_query_init(&query, request, &error)) {
		route_error(response, 400, error.code, "%s.", error.text);
		orders_query_clear(&query);
		return;
	}
	page = mem_alloc(sizeof(*page));
	find_page(db, &query, page);
	route_json(response, 200, answer(db, &query, page));
	free(page);
	orders_query_clear(&query);
}

const struct route orders_list_routes[] = {
	{"GET", "/services/v2/order/certificate", ROUTE_ORDERS, 0, list},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
