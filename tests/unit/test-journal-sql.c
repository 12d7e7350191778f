/* SPDX-License-Identifier: MIT
 *
 * What makes a record safe once it is written: the settings of the
 * connection. Without them all would look the same until the power fails.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>

#include "file.h"
#include "journal-sql.h"
#include "mem.h"

/* What the pragma says; the caller frees. */
static char *pragma(struct journal_sql *sql, const char *text)
{
	sqlite3_stmt *statement;
	char *value;

	assert_int_equal(
		sqlite3_prepare_v2(sql->handle, text, -1, &statement, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	value = mem_dup((const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return value;
}

static void test_what_the_disk_must_promise(void **state)
{
	static const struct {
		const char *pragma, *value;
	} cases[] = {
		{"PRAGMA synchronous", "3"}, /* EXTRA */
		{"PRAGMA journal_mode", "delete"},
		{"PRAGMA locking_mode", "normal"},
		{"PRAGMA trusted_schema", "0"},
		{"PRAGMA user_version", "1"},
	};
	struct error error;
	char *directory =
		file_make_temporary_directory("certdesk-test", &error);
	char *path = mem_printf("%s/journal.db", directory);

	(void)state;
	/* As it is made, and as it is found. */
	for (int round = 0; round < 2; round++) {
		struct journal_sql sql;

		assert_true(journal_sql_open(&sql, path, &error));
		for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
			char *value = pragma(&sql, cases[i].pragma);

			assert_string_equal(value, cases[i].value);
			free(value);
		}
		journal_sql_close(&sql);
	}
	file_remove_tree(directory);
	free(directory);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_the_disk_must_promise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
