/* SPDX-License-Identifier: MIT
 *
 * What is seen of a journal's file from outside and from inside, with other
 * processes beside it; and that looking makes nothing.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "journal-sql-check.h"
#include "mem.h"
#include "tests/support/journal-file.h"

static struct doctor_journal journal;
static char *directory;

static void look(void)
{
	free(directory);
	journal_check(journal_file.path, &journal, &directory);
}

static int tear_down(void **state)
{
	free(directory);
	directory = NULL;
	return journal_file_tear_down(state);
}

static void looking_makes_nothing(void **state)
{
	char *path = mem_printf("%s/a/b/journal.db", journal_file.directory);
	char *above = mem_printf("%s/a", journal_file.directory);

	(void)state;
	free(directory);
	journal_check(path, &journal, &directory);
	assert_false(journal.exists);
	assert_false(journal.directory_exists);
	assert_true(journal.may_make);
	assert_int_equal(journal.error.kind, ERROR_NONE);
	assert_false(file_exists(above));
	free(above);
	free(path);
}

static void a_good_one(void **state)
{
	(void)state;
	journal_file_finish(journal_file_begin(), JOURNAL_SENT);
	look();
	assert_true(journal.exists && journal.is_regular && journal.is_ours);
	assert_int_equal(journal.mode, 0600);
	assert_int_equal(journal.directory_mode, 0700);
	assert_true(journal.checked);
	assert_string_equal(journal.damage, "");
	assert_int_equal(journal.version, journal.known_version);
	assert_int_equal(journal.records, 1);
	assert_int_equal(journal.unsettled, 0);
	assert_true(journal.free_bytes > 0);
	assert_int_equal(journal.holder, 0);
	assert_false(journal.busy || journal.cut);
}

/* Its process is gone: that makes the record unknown. */
static void a_write_that_was_left_pending(void **state)
{
	pid_t pid = fork();
	int status = -1;

	(void)state;
	if (pid == 0) {
		journal_file_reopen();
		(void)journal_file_begin();
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	look();
	assert_int_equal(journal.unsettled, 1);
	assert_int_equal(journal.oldest, JOURNAL_FILE_NOW);
}

/* Runs `sql` in another process, which tells by a byte that it is done and
 * lives until it is killed. */
static pid_t hold(const char *sql, int *told)
{
	sqlite3 *handle;
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (sqlite3_open(journal_file.path, &handle) != SQLITE_OK ||
			sqlite3_exec(handle, sql, NULL, NULL, NULL) !=
				SQLITE_OK ||
			write(ends[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ends[1]);
	*told = ends[0];
	return pid;
}

static pid_t start_holding(const char *sql)
{
	char byte;
	int told;
	pid_t pid = hold(sql, &told);

	assert_int_equal(read(told, &byte, 1), 1);
	close(told);
	return pid;
}

static void end_holding(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void somebody_holds_it(void **state)
{
	pid_t pid = start_holding("BEGIN IMMEDIATE");

	(void)state;
	look();
	assert_int_equal(journal.holder, pid);
	assert_false(journal.holder_is_gone);
	assert_true(journal.busy);
	end_holding(pid);
	look();
	assert_int_equal(journal.holder, 0);
	assert_false(journal.busy);
}

/* Killed in the middle of a transaction that has reached the file. */
static void a_cut_transaction(void **state)
{
	/* More than the cache holds, so that it spills. */
	static const char sql[] =
		"PRAGMA cache_size = 10; BEGIN IMMEDIATE;"
		"UPDATE records SET agent = 'nobody';"
		"CREATE TABLE much (x);"
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
		" SELECT i + 1 FROM n LIMIT 2000)"
		" INSERT INTO much SELECT zeroblob(1000) FROM n";

	(void)state;
	journal_file_finish(journal_file_begin(), JOURNAL_SENT);
	end_holding(start_holding(sql));
	look();
	assert_true(journal.cut);
	assert_string_equal(journal.damage, "");
	assert_int_equal(journal.records, 1);
	look(); /* it was undone by the look before */
	assert_false(journal.cut);
}

static void write_into(long offset, const char *text)
{
	FILE *file = fopen(journal_file.path, "r+");

	assert_non_null(file);
	assert_int_equal(fseek(file, offset, SEEK_SET), 0);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void damage_of_all_kinds(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		journal_file_finish(journal_file_begin(), JOURNAL_SENT);
	/* The last page is an index's or the table's. */
	journal_file_sql("DELETE FROM records WHERE id % 2 = 0");
	write_into(4096 + 3, "nonsense in the head of a page");
	look();
	assert_string_not_equal(journal.damage, "");
	assert_int_equal(truncate(journal_file.path, 4096), 0);
	look();
	assert_string_not_equal(journal.damage, "");
	assert_int_equal(truncate(journal_file.path, 0), 0);
	look();
	assert_string_equal(journal.damage, "");
	assert_int_equal(journal.version, 0);
	write_into(0, "This is no database, but a text of another program.\n");
	look();
	assert_string_not_equal(journal.damage, "");
}

/* The order's number in the table is not that in the index any more: to find
 * all of an order's sends, that is as bad as a record that is gone. */
static void an_index_that_is_wrong(void **state)
{
	static const char row[] = "prod" JOURNAL_FILE_ORDER;
	struct error error;
	struct buf file;
	const char *found;

	(void)state;
	journal_file_finish(journal_file_begin(), JOURNAL_SENT);
	buf_init(&file, (size_t)1024 * 1024);
	assert_true(file_read(
		journal_file.path, (size_t)1024 * 1024, &file, &error));
	found = memmem(file.data, file.len, row, sizeof(row) - 1);
	assert_non_null(found);
	write_into(found - file.data, "prod900199");
	buf_clear(&file);
	look();
	assert_non_null(strstr(journal.damage, "index"));
}

static void of_a_newer_certdesk(void **state)
{
	(void)state;
	journal_file_sql("PRAGMA user_version = 9");
	look();
	assert_int_equal(journal.version, 9);
	assert_int_equal(journal.unsettled, -1);
}

static void what_is_no_file(void **state)
{
	(void)state;
	assert_int_equal(unlink(journal_file.path), 0);
	assert_int_equal(mkfifo(journal_file.path, 0600), 0);
	look();
	assert_true(journal.exists);
	assert_false(journal.is_regular);
}

#define FILE_TEST(test)                                                        \
	cmocka_unit_test_setup_teardown(test, journal_file_set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FILE_TEST(looking_makes_nothing),
		FILE_TEST(a_good_one),
		FILE_TEST(a_write_that_was_left_pending),
		FILE_TEST(somebody_holds_it),
		FILE_TEST(a_cut_transaction),
		FILE_TEST(damage_of_all_kinds),
		FILE_TEST(an_index_that_is_wrong),
		FILE_TEST(of_a_newer_certdesk),
		FILE_TEST(what_is_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
