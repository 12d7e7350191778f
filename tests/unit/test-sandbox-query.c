/* SPDX-License-Identifier: MIT
 *
 * From the query of List orders to SQL, and what the SQL finds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "sandbox/db.h"
#include "sandbox/orders-query.h"
#include "sandbox/seed.h"
#include "sandbox/url.h"

#define NOW 1795183331 /* 2026-11-20T14:02:11Z */

static struct db *db;

static bool
read_query(struct list_query *query, const char *text, struct error *error)
{
	struct route_request request = {.method = "GET"};
	struct url url;
	char target[1024] = "/?";
	bool good;

	strcat(target, text);
	url_init(&url, target);
	request.query = url.query;
	request.query_count = url.query_count;
	good = list_query_init(query, &orders_query_rules, &request, error);
	url_clear(&url);
	return good;
}

static void test_sql(void **state)
{
	static const struct {
		const char *query;
		const char *where;
		const char *order;
		const char *index; /* "": none */
	} cases[] = {
		{"", "", " ORDER BY orders.id", "orders_id"},
		{"filters[status]=pending", " WHERE ((listed = ?))",
			" ORDER BY orders.id", "orders_s_id"},
		{"filters[status]=pending&sort=-date_created",
			" WHERE ((listed = ?))",
			" ORDER BY created DESC, orders.id DESC",
			"orders_s_created"},
		{"filters[status][0]=pending&filters[status][1]=issued"
		 "&sort=common_name",
			" WHERE ((listed = ?) OR (listed = ?))",
			" ORDER BY common_name, orders.id", "orders_name"},
		{"filters[product_name_id][]=code_signing"
		 "&filters[status]=expired",
			" WHERE ((status = ?)) AND ((product = ?))",
			" ORDER BY orders.id", ""},
		{"filters[product_name_id]=code_signing",
			" WHERE ((product = ?))", " ORDER BY orders.id", ""},
		/* All have it: it is no sort key. */
		{"filters[status]=pending&sort=status,-order_id",
			" WHERE ((listed = ?))",
			" ORDER BY orders.id DESC, orders.id DESC",
			"orders_s_id"},
		{"filters[status]=issued&sort=status", " WHERE ((listed = ?))",
			" ORDER BY status, orders.id", "orders_status"},
		{"filters[valid_till]=%3E2026-01-01",
			" WHERE ((valid_till > ?))", " ORDER BY orders.id", ""},
		{"filters[date_created]=2026-01-01...2026-01-31&sort=a", NULL,
			NULL, NULL},
		{"filters[date_created]=soon", NULL, NULL, NULL},
		{"filters[is_renewed]=maybe", NULL, NULL, NULL},
		{"filters[nope]=1", NULL, NULL, NULL},
		{"filters", NULL, NULL, NULL},
		{"limit=-1", NULL, NULL, NULL},
		{"offset=x", NULL, NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct list_query query;
		struct error error;
		struct buf order;
		bool good = read_query(&query, cases[i].query, &error);

		assert_int_equal(good, cases[i].where != NULL);
		buf_init(&order, 1024);
		if (good) {
			list_query_order(&query, false, &order);
			assert_string_equal(
				buf_text(&query.where), cases[i].where);
			assert_string_equal(buf_text(&order), cases[i].order);
			assert_string_equal(
				query.index ? query.index : "", cases[i].index);
		}
		buf_clear(&order);
		list_query_clear(&query);
	}
}

static void test_limits(void **state)
{
	struct list_query query;
	struct error error;

	(void)state;
	assert_true(read_query(&query, "offset=7", &error));
	assert_int_equal(query.asked, 0);
	assert_int_equal(query.limit, 1000);
	assert_int_equal(query.offset, 7);
	list_query_clear(&query);
	assert_true(read_query(&query, "limit=5000", &error));
	assert_int_equal(query.asked, 1000);
	list_query_clear(&query);
}

/* Every query that is accepted must be one that SQLite accepts too. */
static void test_runs(void **state)
{
	static const struct {
		const char *query;
		int found; /* -1: some */
	} cases[] = {
		{"", 300},
		{"filters[id]=900002", 1},
		{"filters[id]=abc", 0},
		{"filters[status]=nonsense", 0},
		{"filters[product_name_id]=nonsense", 0},
		{"filters[common_name]=MANY.example.com", 1},
		{"filters[search]=%25MANY.exam", 1},
		{"filters[search]=%25_any", 0},
		{"filters[search]=%25' OR 1=1 --", 0},
		{"filters[search]=many", 0},
		{"filters[domain_name]=host001.zone1.example.com", 1},
		{"filters[domain_name]=www.shop0.example.com", -1},
		{"filters[email]=nobody@example.com", 0},
		{"filters[email]=IDA.moser@northwind.example", -1},
		{"filters[metadata_id]=1", 0},
		{"filters[metadata_id]=701", -1},
		{"filters[valid_till][0]=%3ENOW&filters[valid_till][1]=null",
			-1},
		{"filters[valid_till]=null&filters[status]=issued", 0},
		{"filters[origin]=migrated", -1},
		{"filters[origin]=elsewhere", 0},
		{"filters[serial_number]=zz", 0},
		{"filters[certificate_id]=1", 0},
		{"filters[organization_id]=44001&filters[status]=pending", -1},
		{"filters[container_id]=31&filters[user_id]=1204", -1},
		{"filters[is_renewed]=1&filters[disable_renewal_notifications]"
		 "=0",
			-1},
		{"filters[valid_till]=%3C%3D2030-01-01", -1},
		{"filters[date_created]=%3E2027-01-01", 0},
		{"filters[status]=pending&sort=organization,-valid_till", -1},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct list_query query;
		struct error error;
		struct buf sql;
		sqlite3_stmt *stmt;
		int found = 0;

		assert_true(read_query(&query, cases[i].query, &error));
		buf_init(&sql, 65536);
		buf_puts(&sql, "SELECT id FROM orders");
		if (query.index)
			buf_printf(&sql, " INDEXED BY %s", query.index);
		buf_puts(&sql, buf_text(&query.where));
		list_query_order(&query, true, &sql);
		stmt = db_query_values(
			db, buf_text(&sql), query.values, query.value_count);
		while (db_step(db, stmt))
			found++;
		db_done(stmt);
		assert_false(db_failed(db));
		if (cases[i].found < 0)
			assert_true(found > 0);
		else
			assert_int_equal(found, cases[i].found);
		buf_clear(&sql);
		list_query_clear(&query);
	}
}

static int open_data(void **state)
{
	static const struct seed_settings settings = {300, 1, NOW};
	struct error error;
	bool fresh;

	(void)state;
	db = db_open(NULL, &fresh, &error);
	return db && seed_fill(db, &settings) ? 0 : -1;
}

static int close_data(void **state)
{
	(void)state;
	db_close(db);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sql),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_runs),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
