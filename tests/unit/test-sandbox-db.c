/* SPDX-License-Identifier: MIT
 *
 * Which files the sandbox takes for its data.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "mem.h"
#include "sandbox/db.h"

struct fixture {
	char *folder;
	char *path;
};

static int setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof(*f));
	struct error error;

	f->folder = file_make_temporary_directory("certdesk-test", &error);
	*state = f;
	if (!f->folder)
		return 1;
	f->path = mem_printf("%s/db", f->folder);
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	file_remove_tree(f->folder);
	free(f->folder);
	free(f->path);
	free(f);
	return 0;
}

static void make(const char *path)
{
	struct error error;
	bool fresh;
	struct db *db = db_open(path, &fresh, &error);

	assert_non_null(db);
	assert_true(fresh);
	assert_true(db_set_meta(db, "seed", 7));
	assert_true(db_finish(db, &error));
	db_close(db);
}

static void run(const char *path, const char *sql)
{
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(handle);
}

static void test_again(void **state)
{
	struct fixture *f = *state;
	struct error error;
	bool fresh = true;
	struct db *db;

	make(f->path);
	db = db_open(f->path, &fresh, &error);
	assert_non_null(db);
	assert_false(fresh);
	assert_int_equal(db_meta(db, "seed", 0), 7);
	db_close(db);
}

static void assert_refused(const char *path, const char *why)
{
	struct error error;
	bool fresh;

	assert_null(db_open(path, &fresh, &error));
	assert_non_null(strstr(error.text, why));
}

static void test_other_version(void **state)
{
	static const char *const changes[] = {
		"UPDATE meta SET value = value + 1 WHERE name = 'tables'",
		"DELETE FROM meta WHERE name = 'tables'",
	};
	struct fixture *f = *state;

	make(f->path);
	for (size_t i = 0; i < 2; i++) {
		run(f->path, changes[i]);
		assert_refused(f->path, "is of another version");
	}
}

static void test_stranger(void **state)
{
	struct fixture *f = *state;

	run(f->path, "CREATE TABLE t (x)");
	assert_refused(f->path, "is not a database of certdesk-sandbox");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_again, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_other_version, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stranger, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
