/* SPDX-License-Identifier: MIT
 *
 * What the seeded data promises (sandbox.md, "Its data"), for several seeds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "sandbox/db.h"
#include "sandbox/products.h"
#include "sandbox/schema.h"
#include "sandbox/seed.h"

#define NOW 1795183331 /* 2026-11-20T14:02:11Z */

static const char *const approval_products[] = {"ssl_ev_securesite_flex",
	"ssl_ev_multi_domain", "code_signing", "code_signing_ev", "vmc_basic",
	"mark_certificate"};

static struct db *make(int64_t orders, int64_t seed)
{
	struct seed_settings settings = {orders, seed, NOW};
	struct error error;
	bool fresh;
	struct db *db = db_open(NULL, &fresh, &error);

	assert_non_null(db);
	assert_true(fresh);
	assert_true(seed_fill(db, &settings));
	assert_true(db_finish(db, &error));
	db_set_now(db, NOW);
	return db;
}

/* The kinds of contacts that may approve it, as a list for SQL. */
static const char *kinds_of(const struct products_item *product)
{
	if (products_may_approve(product, "ev"))
		return products_may_approve(product, "cs")
			       ? "'ev', 'cs', 'ev_cs'"
			       : "'ev'";
	return products_may_approve(product, "cs") ? "'cs'" : "'ev_cs'";
}

/*
 * Counts orders of a product that wait for approval only, with so many
 * validated contacts of the right kind and so many pending ones.
 */
static int64_t count_waiting(struct db *db, const char *name_id, int active,
	int pending, const char *more)
{
	int number = products_find(name_id);
	const struct products_item *product = products_at((size_t)number);
	char sql[2048];

	sqlite3_snprintf(sizeof(sql), sql,
		"SELECT count(*) FROM orders WHERE product = %d AND status = %d"
		" AND approval = %d AND domains_open = 0"
		" AND (SELECT status FROM validations v WHERE"
		" v.organization_id = orders.organization_id AND type = '%s')"
		" = 'active'"
		" AND (SELECT count(DISTINCT email) FROM contacts c WHERE"
		" c.organization_id = orders.organization_id AND kind IN (%s)"
		" AND c.status = 'active') >= %d"
		" AND (SELECT count(DISTINCT email) FROM contacts c WHERE"
		" c.organization_id = orders.organization_id AND kind IN (%s)"
		" AND c.status = 'pending') >= %d %s",
		number, SCHEMA_PENDING, SCHEMA_APPROVAL_OPEN,
		product->validation, kinds_of(product), active,
		kinds_of(product), pending, more);
	return db_int(db, -1, sql, "");
}

static void test_approval_products(void **state)
{
	(void)state;
	for (int64_t seed = 1; seed <= 3; seed++) {
		struct db *db = make(300, seed);

		for (size_t i = 0; i < ARRAY_LEN(approval_products); i++) {
			const char *product = approval_products[i];

			assert_true(count_waiting(db, product, 2, 0, "") >= 3);
			assert_true(count_waiting(db, product, 1, 1, "") >= 1);
			assert_true(count_waiting(db, product, 2, 0,
					    "AND EXISTS (SELECT 1 FROM notes"
					    " WHERE order_id = orders.id AND"
					    " text LIKE '[certdesk] approval"
					    " mail resent to %@% by %@% 2%Z')"
					    " AND EXISTS (SELECT 1 FROM mails"
					    " WHERE order_id = orders.id"
					    " AND state = 'open')") >= 1);
			/* One whose mail was never sent. */
			assert_true(count_waiting(db, product, 2, 0,
					    "AND NOT EXISTS (SELECT 1 FROM"
					    " mails WHERE order_id ="
					    " orders.id)") >= 1);
		}
		assert_false(db_failed(db));
		db_close(db);
	}
}

static int64_t count_status(struct db *db, size_t product, int64_t status)
{
	return db_int(db, -1,
		"SELECT count(*) FROM orders WHERE product = ? AND listed = ?",
		"ii", (int64_t)product, status);
}

static void test_client_products(void **state)
{
	struct db *db = make(300, 1);
	size_t clients = 0;

	(void)state;
	for (size_t i = 0; i < products_count(); i++) {
		if (!products_is_client(products_at(i)))
			continue;
		clients++;
		assert_true(count_status(db, i, SCHEMA_WAITING_PICKUP) > 0);
		assert_true(count_status(db, i, SCHEMA_ISSUED) > 0);
	}
	assert_int_equal(clients, 8);
	db_close(db);
}

static void test_variety(void **state)
{
	static const char *const wanted[] = {
		"orders WHERE organization_id IS NULL AND status = 4",
		"orders WHERE common_name IS NULL",
		"orders WHERE length(common_name) > 150",
		"orders WHERE certificate_id > 2147483648",
		"orders WHERE certificate_id IS NULL",
		"(SELECT 1 FROM orders WHERE issued IS NOT NULL GROUP BY"
		" certificate_id HAVING count(*) > 1)",
		"(SELECT 1 FROM names GROUP BY order_id HAVING count(*) = 250)",
		"mails WHERE state = 'held'",
		"mails WHERE state = 'used'",
		"(SELECT 1 FROM mails GROUP BY order_id HAVING"
		" count(DISTINCT time) = 4)",
		"(SELECT 1 FROM contacts GROUP BY email HAVING"
		" count(DISTINCT organization_id) > 1)",
		"organizations o WHERE NOT EXISTS (SELECT 1 FROM contacts c"
		" WHERE c.organization_id = o.id)",
		"organizations WHERE length(name) > 150",
		"validations WHERE status = 'expired'",
		"validations WHERE status = 'pending'",
		"orders WHERE emails LIKE '%' || char(10) || '%'",
		"assignments",
		"order_fields",
		"order_contacts",
		"order_settings WHERE dcv_method = 'dns-txt-token'",
		"order_settings WHERE dcv_method = 'dns-cname-token'",
		"order_settings WHERE dcv_method = 'http-token'",
		"order_settings WHERE renewal_message IS NOT NULL",
		"order_requests WHERE type = 'reissue' AND status = 'pending'",
		"orders WHERE additional_emails IS NOT NULL",
		"orders WHERE flags & 8",
		"orders WHERE flags & 128",
		"orders WHERE flags & 256",
	};
	struct db *db = make(300, 1);
	char sql[512];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		sqlite3_snprintf(
			sizeof(sql), sql, "SELECT count(*) FROM %s", wanted[i]);
		assert_true(db_int(db, 0, sql, "") > 0);
	}
	for (int64_t i = 0; i < SCHEMA_STATUS_COUNT; i++)
		assert_true(db_int(db, 0,
				    "SELECT count(*) FROM orders"
				    " WHERE status = ?",
				    "i", i) > 0);
	assert_false(db_failed(db));
	db_close(db);
}

/* Nothing that contradicts itself. */
static void test_sense(void **state)
{
	static const char *const never[] = {
		"orders WHERE status = 2 AND valid_till IS NULL",
		"orders WHERE status = 4 AND valid_till IS NOT NULL",
		"orders WHERE created > 1795183331",
		"orders WHERE issued > 1795183331",
		"orders WHERE issued < created",
		"orders WHERE approved > 1795183331",
		"orders WHERE approved < created",
		"orders WHERE approved > issued",
		"orders WHERE changed > 1795183331",
		"orders WHERE changed < issued",
		"orders WHERE changed < created",
		"order_requests WHERE date > 1795183331",
		"order_requests WHERE order_id NOT IN (SELECT id FROM orders)",
		"assignments JOIN users ON id = user_id WHERE role <> 2",
		"order_settings JOIN orders ON id = order_id WHERE dcv_method IS"
		" NOT NULL AND domains_open = 0",
		"orders WHERE approval = 1 AND status = 2",
		"mails WHERE time > 1795183331",
		"mails WHERE used_time < time",
		"mails JOIN orders ON orders.id = order_id WHERE approval = 2"
		" AND kind = 'approval' AND state NOT IN ('used', 'void')",
		"mails JOIN orders ON orders.id = order_id WHERE"
		" kind = 'approval' AND state = 'used' AND"
		" (approved_by <> recipient OR approved <> used_time)",
		"notes WHERE time > 1795183331",
		"mails WHERE token IS NULL OR length(token) <> 32",
		"mails m WHERE state = 'void' AND used_time IS NULL"
		" AND NOT EXISTS (SELECT 1 FROM mails n WHERE n.id = m.replaced_by"
		" AND n.order_id = m.order_id AND n.time > m.time)",
		"orders WHERE user_id NOT IN (SELECT id FROM users)",
		"orders WHERE container_id NOT IN (SELECT id FROM containers)",
	};
	/* So many that some were ordered within the last hours. */
	struct db *db = make(15000, 4);
	char sql[512];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(never); i++) {
		sqlite3_snprintf(
			sizeof(sql), sql, "SELECT count(*) FROM %s", never[i]);
		assert_int_equal(db_int(db, -1, sql, ""), 0);
	}
	db_close(db);
}

/* A restart with the same --now goes on where the data ends. */
static void test_clock(void **state)
{
	struct db *db = make(30, 1);

	(void)state;
	assert_in_range(db_now(db), NOW, NOW + 60);
	db_run(db,
		"INSERT INTO notes (order_id, time, user_id, text)"
		" VALUES (900001, ?, 1201, 'later')",
		"i", (int64_t)NOW + 5000);
	db_set_now(db, NOW);
	assert_in_range(db_now(db), NOW + 5000, NOW + 5060);
	db_advance(db, 7000);
	db_set_now(db, NOW);
	assert_in_range(db_now(db), NOW + 7000, NOW + 7060);
	db_run(db, "UPDATE mails SET time = ? WHERE id = 1", "i",
		(int64_t)NOW + 9000);
	db_set_now(db, NOW);
	assert_in_range(db_now(db), NOW + 9000, NOW + 9060);
	assert_false(db_failed(db));
	db_close(db);
}

static void test_small(void **state)
{
	(void)state;
	for (int64_t count = 0; count < 4; count++) {
		struct db *db = make(count, 1);

		assert_int_equal(
			db_int(db, -1, "SELECT count(*) FROM orders", ""),
			count);
		db_close(db);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_approval_products),
		cmocka_unit_test(test_client_products),
		cmocka_unit_test(test_variety),
		cmocka_unit_test(test_sense),
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
