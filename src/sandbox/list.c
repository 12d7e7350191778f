/* SPDX-License-Identifier: MIT
 *
 * A page of a list is found in two steps: the ids by walking along an index,
 * from whichever end is nearer, then the rows by their ids. Totals of long
 * lists are counted once per filter and kept until something is written.
 */
#include "sandbox/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sandbox/list-kept.h"

#define TOTALS_KEPT 64
#define KEY_MAX	    (1024 * 1024)
#define SQL_MAX	    (512 * 1024)
#define MANY_ROWS   20000 /* sorting so many takes some 20 ms */

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
static char *
total_key(const struct list_table *table, const struct list_query *query)
{
	struct buf key;

	buf_init(&key, KEY_MAX);
	buf_printf(&key, "%s%s", table->from, buf_text(&query->where));
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

static void write_count(const struct list_table *table,
	const struct list_query *query, struct buf *sql)
{
	const char *where = buf_text(&query->where);

	for (size_t i = 0; i < table->total_count; i++) {
		if (strcmp(table->totals[i].where, where) == 0) {
			buf_puts(sql, table->totals[i].sql);
			return;
		}
	}
	buf_printf(sql, "SELECT count(*) FROM %s%s", table->from, where);
}

static int64_t count_rows(const struct list_table *table, struct db *db,
	const struct list_query *query)
{
	struct buf sql;
	sqlite3_stmt *stmt;
	int64_t total = 0;

	buf_init(&sql, SQL_MAX);
	write_count(table, query, &sql);
	stmt = db_query_values(
		db, buf_text(&sql), query->values, query->value_count);
	if (db_step(db, stmt))
		total = db_column_int(stmt, 0);
	db_done(stmt);
	buf_clear(&sql);
	return total;
}

static int64_t kept_total(const struct list_table *table, struct db *db,
	const struct list_query *query)
{
	char *key = total_key(table, query);
	int64_t total;

	if (counted.generation != db_generation(db))
		forget_totals(db_generation(db));
	for (size_t i = 0; i < TOTALS_KEPT && counted.keys[i]; i++) {
		if (strcmp(counted.keys[i], key) == 0) {
			free(key);
			return counted.totals[i];
		}
	}
	total = count_rows(table, db, query);
	free(counted.keys[counted.next]);
	counted.keys[counted.next] = key;
	counted.totals[counted.next] = total;
	counted.next = (counted.next + 1) % TOTALS_KEPT;
	return total;
}

/* -- the page -------------------------------------------------------------- */

/* "SELECT id, keys FROM ... WHERE ... ORDER BY ...". */
static void
write_select(const struct list_table *table, const struct list_query *query,
	const char *index, bool reverse, struct buf *sql)
{
	buf_printf(sql, "SELECT %s", table->rules->id);
	/* Of a view made of two tables SQLite walks along the indexes of both
	 * only if what it sorts by is among the columns. */
	for (size_t i = 0; i < query->key_count; i++)
		buf_printf(sql, ", %s", query->keys[i].expression);
	buf_printf(sql, " FROM %s%s%s%s", table->from,
		index ? " INDEXED BY " : "", index ? index : "",
		buf_text(&query->where));
	list_query_order(query, reverse, sql);
}

/* Ids from `offset` on, in the order asked for or in the opposite one. */
static void
walk(const struct list_table *table, struct db *db, struct list_query *query,
	bool reverse, int64_t offset, struct list_page *page)
{
	const char *index = query->index;
	size_t most = page->count;
	struct buf sql;
	sqlite3_stmt *stmt;

	if (!index && page->total >= MANY_ROWS)
		index = query->dense;
	buf_init(&sql, SQL_MAX);
	write_select(table, query, index, reverse, &sql);
	buf_puts(&sql, " LIMIT ? OFFSET ?");
	query->values[query->value_count].text = NULL;
	query->values[query->value_count].number = (int64_t)most;
	query->values[query->value_count + 1].text = NULL;
	query->values[query->value_count + 1].number = offset;
	stmt = db_query_values(
		db, buf_text(&sql), query->values, query->value_count + 2);
	page->count = 0;
	while (db_step(db, stmt) && page->count < most)
		page->ids[page->count++] = db_column_int(stmt, 0);
	db_done(stmt);
	buf_clear(&sql);
}

static void turn_round(struct list_page *page)
{
	for (size_t i = 0; i < page->count / 2; i++) {
		int64_t id = page->ids[i];

		page->ids[i] = page->ids[page->count - 1 - i];
		page->ids[page->count - 1 - i] = id;
	}
}

/* As many as are left from the query's offset on, at most its limit. */
static size_t rows_left(const struct list_query *query, int64_t total)
{
	int64_t left = total - query->offset;

	if (left <= 0)
		return 0;
	return (size_t)(left < query->limit ? left : query->limit);
}

static void find_walking(struct list_page *page, const struct list_table *table,
	struct db *db, struct list_query *query)
{
	int64_t left;

	page->total = table->keeps_totals ? kept_total(table, db, query)
					  : count_rows(table, db, query);
	page->count = rows_left(query, page->total);
	if (page->count == 0)
		return;
	page->ids = mem_array(page->count, sizeof(*page->ids));
	if (query->offset <= page->total / 2) {
		walk(table, db, query, false, query->offset, page);
		return;
	}
	left = (int64_t)page->count;
	walk(table, db, query, true, page->total - query->offset - left, page);
	turn_round(page);
}

/* -- slow searches --------------------------------------------------------- */

/* Everything it finds, in its order. */
static void search(const struct list_table *table, struct db *db,
	const struct list_query *query, char *key)
{
	size_t count = 0, room = 0;
	int64_t *ids = NULL;
	struct buf sql;
	sqlite3_stmt *stmt;

	buf_init(&sql, SQL_MAX);
	write_select(table, query, query->index, false, &sql);
	stmt = db_query_values(
		db, buf_text(&sql), query->values, query->value_count);
	while (db_step(db, stmt)) {
		if (count == room) {
			room = room ? room * 2 : 1024;
			ids = mem_resize(ids, room, sizeof(*ids));
		}
		ids[count++] = db_column_int(stmt, 0);
	}
	db_done(stmt);
	buf_clear(&sql);
	/* Half a result must not be kept: the router answers 500. */
	if (!db_failed(db)) {
		list_kept_add(key, db_generation(db), ids, count);
		return;
	}
	free(key);
	free(ids);
}

/* What is asked for, and the order: what a result is kept under. */
static char *
search_key(const struct list_table *table, const struct list_query *query)
{
	char *what = total_key(table, query);
	struct buf key;

	buf_init(&key, KEY_MAX);
	list_query_order(query, false, &key);
	buf_printf(&key, "\n%s", what);
	free(what);
	return buf_take(&key);
}

static void find_searching(struct list_page *page,
	const struct list_table *table, struct db *db, struct list_query *query)
{
	char *key = search_key(table, query);
	struct list_kept kept;

	if (!list_kept_find(key, db_generation(db), &kept)) {
		search(table, db, query, mem_dup(key));
		if (!list_kept_find(key, db_generation(db), &kept))
			kept.count = 0;
	}
	free(key);
	page->total = (int64_t)kept.count;
	page->count = rows_left(query, page->total);
	if (page->count == 0)
		return;
	page->ids = mem_array(page->count, sizeof(*page->ids));
	memcpy(page->ids, kept.ids + query->offset,
		page->count * sizeof(*page->ids));
}

void list_page_find(struct list_page *page, const struct list_table *table,
	struct db *db, struct list_query *query)
{
	*page = (struct list_page){NULL, 0, 0};
	if (query->slow && table->keeps_totals)
		find_searching(page, table, db, query);
	else
		find_walking(page, table, db, query);
}

void list_page_clear(struct list_page *page)
{
	free(page->ids);
	*page = (struct list_page){NULL, 0, 0};
}

/* -- the answer ------------------------------------------------------------ */

static void answer_json(const struct list_table *table,
	const struct route_request *request, const struct list_query *query,
	const struct list_page *page, struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *array = NULL, *numbers;

	for (size_t i = 0; i < page->count; i++) {
		cJSON *row = table->row(request, page->ids[i]);

		if (row && !array)
			array = cJSON_AddArrayToObject(json, table->member);
		if (row)
			cJSON_AddItemToArray(array, row);
	}
	numbers = cJSON_AddObjectToObject(json, "page");
	cJSON_AddNumberToObject(numbers, "total", (double)page->total);
	cJSON_AddNumberToObject(numbers, "limit", (double)query->asked);
	cJSON_AddNumberToObject(numbers, "offset", (double)query->offset);
	route_json(response, 200, json);
}

static void
answer_csv(const struct list_table *table, const struct route_request *request,
	const struct list_page *page, struct route_response *response)
{
	list_csv_begin(request, response, table->columns, table->column_count);
	for (size_t i = 0; i < page->count; i++) {
		cJSON *row = table->row(request, page->ids[i]);

		if (row)
			list_csv_row(&response->body, row, table->columns,
				table->column_count);
		cJSON_Delete(row);
	}
}

void list_answer(const struct list_table *table,
	const struct route_request *request, struct route_response *response)
{
	struct list_query query;
	struct list_page page;
	struct error error;

	if (!list_query_init(&query, table->rules, request, &error)) {
		route_error(response, 400, error.code, "%s.", error.text);
		list_query_clear(&query);
		return;
	}
	list_page_find(&page, table, request->sandbox->db, &query);
	if (table->columns)
		route_header(response, "Vary", "Accept");
	if (table->columns && list_csv_is_asked(request))
		answer_csv(table, request, &page, response);
	else
		answer_json(table, request, &query, &page, response);
	list_page_clear(&page);
	list_query_clear(&query);
}
