/* SPDX-License-Identifier: MIT
 *
 * A journal that a failing disk has left behind: cut at any byte, any byte
 * another one, and the rollback journal of a write that was interrupted cut at
 * any byte. Whatever it is, opening, reading and writing end with an answer,
 * and "may be sent" is only said of a record that can be read afterwards.
 *
 * TORTURE_STEP says how many bytes are left out, 1 for none of them
 * (make torture); TORTURE_SEED where the first one is.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "file.h"
#include "mem.h"
#include "tests/support/journal-file.h"

#define STEP 331 /* a prime: it meets all parts of a page */

static struct {
	struct buf whole, rollback;
	size_t step, first;
	size_t opened, read, writable;
} torn;

static size_t from_environment(const char *name, size_t otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? (size_t)strtoul(text, NULL, 10) : otherwise;
}

static void read_file(const char *path, struct buf *out)
{
	struct error error;

	buf_init(out, 1 << 20);
	assert_true(file_read(path, out->max, out, &error));
}

/* A journal with a record that was sent. */
static int set_up(void **state)
{
	if (journal_file_set_up(state) != 0)
		return -1;
	journal_file_finish(journal_file_begin(), JOURNAL_SENT);
	journal_db_close(journal_file.db);
	journal_file.db = NULL;
	read_file(journal_file.path, &torn.whole);
	torn.step = from_environment("TORTURE_STEP", STEP);
	torn.first = from_environment("TORTURE_SEED", 0) % torn.step;
	torn.opened = torn.read = torn.writable = 0;
	return 0;
}

static int tear_down(void **state)
{
	buf_clear(&torn.whole);
	buf_clear(&torn.rollback);
	return journal_file_tear_down(state);
}

/* -- one that is there ----------------------------------------------------- */

static bool is_listed(struct journal_db *db, int64_t id)
{
	struct journal_filter filter = {.limit = 0};
	struct journal_db_reply reply = {.count = 0};
	struct error error;
	bool found = false;

	if (journal_db_list(db, &filter, &reply, &error)) {
		torn.read++;
		for (size_t i = 0; i < reply.count; i++)
			found = found || reply.records[i].id == id;
	} else {
		assert_int_equal(error.kind, ERROR_JOURNAL);
		assert_true(error.text[0] != '\0');
	}
	journal_db_reply_clear(&reply);
	return found;
}

static void write_one(struct journal_db *db)
{
	struct error error;
	struct journal_db *again;
	enum journal_verdict verdict;
	int64_t id;

	verdict = journal_file_begin_in(db, &journal_file_resend, &id, &error);
	if (verdict == JOURNAL_FAILED)
		assert_int_equal(error.kind, ERROR_JOURNAL);
	if (verdict != JOURNAL_MAY_SEND)
		return;
	torn.writable++;
	again = journal_file_open(JOURNAL_FILE_API_HOST, &error);
	/* Another one reads it, or learns that the file is damaged. */
	if (again != NULL && !is_listed(again, id)) {
		struct journal_filter filter = {.limit = 0};
		struct journal_db_reply reply = {.count = 0};

		assert_false(journal_db_list(again, &filter, &reply, &error));
		journal_db_reply_clear(&reply);
	}
	journal_db_close(again);
}

static void try_it(void)
{
	struct error error;
	struct journal_db *db =
		journal_file_open(JOURNAL_FILE_API_HOST, &error);

	if (db == NULL) {
		assert_int_equal(error.kind, ERROR_JOURNAL);
		assert_true(error.text[0] != '\0');
		return;
	}
	torn.opened++;
	is_listed(db, 1);
	write_one(db);
	journal_db_close(db);
}

/* Without what SQLite may have left beside it. */
static void put_file(const struct buf *bytes, size_t len)
{
	struct error error;
	char *rollback = mem_printf("%s-journal", journal_file.path);

	unlink(rollback);
	free(rollback);
	assert_true(file_replace(journal_file.path, bytes->data, len, &error));
}

static void report(const char *what, size_t tries)
{
	print_message("%s: %zu files, %zu opened, %zu lists, %zu written\n",
		what, tries, torn.opened, torn.read, torn.writable);
}

/* -- the tests ------------------------------------------------------------- */

static void test_cut_at_each_byte(void **state)
{
	size_t len, tries = 0;

	(void)state;
	for (len = torn.first; len <= torn.whole.len; len += torn.step) {
		put_file(&torn.whole, len);
		try_it();
		tries++;
	}
	put_file(&torn.whole, torn.whole.len);
	try_it();
	report("cut", tries);
	assert_true(torn.opened >= 1 && torn.read >= 1);
}

static void test_each_byte_another_one(void **state)
{
	size_t at, tries = 0;

	(void)state;
	srand((unsigned)torn.first);
	for (at = torn.first; at < torn.whole.len; at += torn.step) {
		char before = torn.whole.data[at];

		torn.whole.data[at] =
			(char)(before ^ (1 + rand() % 255)); /* not the same */
		put_file(&torn.whole, torn.whole.len);
		try_it();
		torn.whole.data[at] = before;
		tries++;
	}
	report("changed", tries);
	assert_true(torn.opened >= 1);
}

/* What is on the disk while a write is under way: pages that have been changed
 * already, and the rollback journal with what they were. */
static void interrupt_write(void)
{
	static const char text[] =
		"PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE;"
		"UPDATE records SET outcome = 'refused',"
		" recipients = hex(zeroblob(20000));"
		"UPDATE records SET agent = hex(zeroblob(20000));";
	char *rollback = mem_printf("%s-journal", journal_file.path);
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(journal_file.path, &handle), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(handle, text, NULL, NULL, NULL), SQLITE_OK);
	buf_clear(&torn.whole);
	read_file(journal_file.path, &torn.whole);
	read_file(rollback, &torn.rollback);
	sqlite3_close(handle);
	free(rollback);
}

static void test_rollback_journal_cut(void **state)
{
	char *rollback = mem_printf("%s-journal", journal_file.path);
	struct error error;
	size_t len, tries = 0;

	(void)state;
	interrupt_write();
	assert_true(torn.rollback.len > 512);
	for (len = torn.first; len <= torn.rollback.len; len += torn.step) {
		put_file(&torn.whole, torn.whole.len);
		assert_true(file_replace(
			rollback, torn.rollback.data, len, &error));
		try_it();
		tries++;
	}
	/* All of it: the record is what it was before. */
	put_file(&torn.whole, torn.whole.len);
	assert_true(file_replace(
		rollback, torn.rollback.data, torn.rollback.len, &error));
	journal_file_reopen();
	assert_int_equal(journal_file_outcome(1), JOURNAL_SENT);
	report("interrupted", tries);
	free(rollback);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_cut_at_each_byte),
		TEST(test_each_byte_another_one),
		TEST(test_rollback_journal_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
