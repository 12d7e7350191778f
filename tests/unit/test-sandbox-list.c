/* SPDX-License-Identifier: MIT
 *
 * Pages of a long list, by whatever way they were found, and rows as CSV.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/list.h"
#include "sandbox/orders-list.h"
#include "sandbox/orders-query.h"
#include "sandbox/seed.h"
#include "sandbox/url.h"
#include "tests/support/amount.h"

#define NOW    1795183331 /* 2026-11-20T14:02:11Z */
#define ORDERS 24000	  /* enough for the way of many rows */

static struct db *db;

static void
find(const char *text, struct list_query *query, struct list_page *page)
{
	struct sandbox sandbox = {.db = db};
	struct route_request request = {.method = "GET", .sandbox = &sandbox};
	char *target = mem_printf("/?%s", text);
	struct error error;
	struct url url;

	url_init(&url, target);
	request.query = url.query;
	request.query_count = url.query_count;
	assert_true(
		list_query_init(query, &orders_query_rules, &request, &error));
	list_page_find(page, &orders_list_table, db, query);
	url_clear(&url);
	free(target);
}

/* The ids that this page should have, found the slow way. */
static void check(const struct list_page *page, const char *where,
	const char *order, int64_t offset)
{
	char *sql = mem_printf("SELECT +id FROM orders NOT INDEXED WHERE %s"
			       " ORDER BY %s LIMIT %zu OFFSET %lld",
		where, order, page->count, (long long)offset);
	sqlite3_stmt *stmt = db_query(db, sql, "");

	for (size_t i = 0; i < page->count; i++) {
		assert_true(db_step(db, stmt));
		assert_int_equal(page->ids[i], db_column_int(stmt, 0));
	}
	db_done(stmt);
	free(sql);
}

static const struct {
	const char *query;
	const char *where;
	bool many; /* more than are sorted */
} filters[] = {
	{"", "1", true},
	{"filters[is_renewed]=0", "(flags & 1) = 0", true},
	{"filters[origin]=certcentral", "(flags & 32) = 0", true},
	{"filters[valid_till]=%3E2000-01-01", "valid_till > 946771199", true},
	{"filters[date_created]=%3C2100-01-01", "created < 4102444800", true},
	{"filters[container_id]=31", "container_id = 31", false},
	{"filters[status]=expired", "status = 1", false},
	{"filters[status]=pending", "status = 4", false},
	{"filters[organization_id]=44012&filters[status]=issued",
		"organization_id = 44012 AND listed = 2", false},
	{"filters[email]=ida.moser@northwind.example",
		"emails = 'ida.moser@northwind.example'", false},
	{"filters[search]=%25shop",
		"common_name LIKE '%shop%' OR emails LIKE '%shop%'", false},
};

static const struct {
	const char *query;
	const char *order;
} sorts[] = {
	{"sort=order_id", "id"},
	{"sort=-order_id", "id DESC"},
	{"sort=date_created", "created, id"},
	{"sort=-date_created", "created DESC, id DESC"},
	{"sort=common_name", "common_name, id"},
	{"sort=-valid_till,product_name", "valid_till DESC, product, id"},
};

/* One page of seven that begins so far into the list. */
static int64_t try_page(size_t filter, size_t sort, int64_t offset)
{
	char *text = mem_printf("%s&%s&limit=7&offset=%lld",
		filters[filter].query, sorts[sort].query, (long long)offset);
	struct list_query query;
	struct list_page page;
	int64_t left, total;

	find(text, &query, &page);
	total = page.total;
	left = total - offset;
	assert_int_equal(page.count, left < 7 ? left : 7);
	check(&page, filters[filter].where, sorts[sort].order, offset);
	list_page_clear(&page);
	list_query_clear(&query);
	free(text);
	return total;
}

static void test_pages(void **state UNUSED)
{
	const size_t step = (size_t)amount_step();

	for (size_t i = 0; i < ARRAY_LEN(filters) * ARRAY_LEN(sorts);
		i += step) {
		size_t filter = i / ARRAY_LEN(sorts);
		size_t sort = i % ARRAY_LEN(sorts);
		int64_t total = try_page(filter, sort, 0);

		assert_true(total > 0);
		assert_int_equal(total >= 20000, filters[filter].many);
		try_page(filter, sort, total * 2 / 5);
		try_page(filter, sort, total * 3 / 5);
		try_page(filter, sort, total > 3 ? total - 3 : 0);
	}
}

/* SQLite has no statistics here: it is told which rows are few. */
static void test_index(void **state UNUSED)
{
	static const struct {
		const char *query, *index;
	} cases[] = {
		{"filters[organization_id]=44012&filters[status]=issued"
		 "&sort=common_name",
			"orders_organization"},
		{"filters[status]=issued&sort=common_name", "orders_s_name"},
		{"sort=-date_created", "orders_created"},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct list_query query;
		struct list_page page;

		find(cases[i].query, &query, &page);
		assert_string_equal(query.index, cases[i].index);
		list_page_clear(&page);
		list_query_clear(&query);
	}
}

static int64_t found(const char *filter, const char *value)
{
	char *text = mem_printf("filters[%s]=%s", filter, value);
	struct list_query query;
	struct list_page page;
	int64_t total;

	find(text, &query, &page);
	total = page.total;
	list_page_clear(&page);
	list_query_clear(&query);
	free(text);
	return total;
}

/* The second of two addresses is found as well as the first. */
static void test_addresses(void **state UNUSED)
{
	char *both = db_text(db,
		"SELECT emails FROM orders"
		" WHERE instr(emails, char(10)) > 0 LIMIT 1",
		"");
	char *second = strchr(both, '\n') + 1;

	second[-1] = '\0';
	assert_true(found("email", both) > 0);
	assert_true(found("email", second) > 0);
	assert_true(found("search", second) > 0);
	assert_int_equal(found("email", second + 1), 0);
	assert_int_equal(found("search", second + 1), 0);
	second[0] = 'S';
	assert_true(found("email", second) > 0);
	free(both);
}

/* Nothing is kept of what a change may have made wrong. */
static void test_searches(void **state UNUSED)
{
	int64_t before = found("search", "%25shop");

	assert_true(before > 0);
	assert_int_equal(found("search", "%25shop"), before);
	db_run(db,
		"UPDATE orders SET common_name = 'shop' WHERE id ="
		" (SELECT min(id) FROM orders"
		" WHERE common_name NOT LIKE '%shop%')",
		"");
	assert_int_equal(found("search", "%25shop"), before + 1);
	for (int i = 0; i < 9; i++) {
		char *text = mem_printf("%%25shop%d", i);

		assert_true(found("search", text) <= before);
		free(text);
	}
	assert_int_equal(found("search", "%25shop"), before + 1);
}

static int64_t total_of(const char *text)
{
	struct list_query query;
	struct list_page page;
	int64_t total;

	find(text, &query, &page);
	total = page.total;
	list_page_clear(&page);
	list_query_clear(&query);
	return total;
}

/* As the table counts: `listed` is what a status of the filter finds. */
static void check_totals(void)
{
	static const struct {
		const char *query, *where;
	} all[] = {
		{"", "1"},
		{"filters[status]=pending", "listed = 4"},
		{"filters[status]=issued", "listed = 2"},
		{"filters[status]=expired", "status = 1"},
		{"filters[status]=canceled", "listed = 0"},
		{"filters[status]=pending&filters[status]=issued",
			"listed IN (2, 4)"},
		{"filters[status]=no_such_status", "0"},
	};

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		char *sql = mem_printf(
			"SELECT count(*) FROM orders WHERE %s", all[i].where);

		assert_int_equal(
			total_of(all[i].query), db_int(db, -1, sql, ""));
		free(sql);
	}
}

/* Each write that changes a total is seen in the next one, also when it is
 * taken back. */
static void test_totals(void **state UNUSED)
{
	static const char *const writes[] = {
		"UPDATE orders SET status = 0 WHERE id = 900001",
		"UPDATE orders SET status = 0 WHERE id = 900001",
		"UPDATE orders SET status = 1 WHERE id ="
		" (SELECT min(id) FROM orders WHERE status = 2)",
		"UPDATE orders SET status = 4 WHERE status = 0",
		"DELETE FROM orders WHERE id = 900002",
		"DELETE FROM orders WHERE status = 4",
		"INSERT INTO orders (id, status, product, container_id,"
		" user_id, created, san, years, changed, flags, domains_open,"
		" approval) VALUES (1, 4, 0, 31, 1, 1, 0, 1, 1, 0, 0, 0)",
	};

	check_totals();
	for (size_t i = 0; i < ARRAY_LEN(writes); i++) {
		db_begin(db);
		db_run(db, writes[i], "");
		check_totals();
		db_rollback(db);
		check_totals();
		db_run(db, writes[i], "");
		check_totals();
	}
}

static void test_csv(void **state UNUSED)
{
	static const char *const columns[] = {
		"id", "a.b", "list", "yes", "none", "a.none", "formula"};
	cJSON *row = cJSON_Parse("{\"id\":15000000123,"
				 "\"a\":{\"b\":\"say \\\"x\\\", y\"},"
				 "\"list\":[\"p\",\"q\"],\"yes\":true,"
				 "\"none\":null,\"formula\":\"=1+1\"}");
	struct buf out;

	buf_init(&out, 4096);
	list_csv_row(&out, row, columns, ARRAY_LEN(columns));
	assert_string_equal(buf_text(&out),
		"\"15000000123\",\"say \"\"x\"\", y\",\"p,q\",\"true\",\"\","
		"\"\",\"=1+1\"\r\n");
	buf_clear(&out);
	cJSON_Delete(row);
}

static void test_csv_asked(void **state UNUSED)
{
	static const struct {
		const char *accept;
		const char *type;
		bool asked;
	} cases[] = {
		{"", NULL, false},
		{"text/csv", NULL, true},
		{"application/json, text/csv;q=0.9", NULL, true},
		{"text/csvx", NULL, false},
		{"", "csv", true},
		{"text/csv", "json", false},
		{"*/*", NULL, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char name[] = "content_type";
		char *type = mem_dup(cases[i].type);
		struct route_pair pair = {name, type};
		struct route_request request = {
			.accept = cases[i].accept,
			.query = &pair,
			.query_count = type ? 1 : 0,
		};

		assert_int_equal(list_csv_is_asked(&request), cases[i].asked);
		free(type);
	}
}

static int open_data(void **state UNUSED)
{
	static const struct seed_settings settings = {ORDERS, 1, NOW};
	struct error error;
	bool fresh;

	db = db_open(NULL, &fresh, &error);
	return db && seed_fill(db, &settings) ? 0 : -1;
}

static int close_data(void **state UNUSED)
{
	db_close(db);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_index),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_searches),
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_csv_asked),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
