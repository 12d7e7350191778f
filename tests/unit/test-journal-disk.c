/* SPDX-License-Identifier: MIT
 *
 * The journal's file: its modes, files that are no journal, torn ones, and
 * disks that fail.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "file.h"
#include "mem.h"
#include "tests/support/journal-file.h"

static mode_t mode_of(const char *name)
{
	struct stat info;

	assert_int_equal(stat(name, &info), 0);
	return info.st_mode & 07777;
}

static void test_modes(void **state)
{
	mode_t before = umask(0);

	unlink(journal_file.path);
	journal_file_reopen();
	assert_int_equal(mode_of(journal_file.path), 0600);
	*strrchr(journal_file.path, '/') = '\0';
	assert_int_equal(mode_of(journal_file.path), 0700);
	chmod(journal_file.path, 02770);
	journal_file.path[strlen(journal_file.path)] = '/';
	chmod(journal_file.path, 0660);
	journal_file_begin();
	journal_file_reopen();
	assert_int_equal(mode_of(journal_file.path), 0660);
	unlink(journal_file.path);
	umask(077);
	journal_file_reopen();
	assert_int_equal(mode_of(journal_file.path), 0660);
	umask(before);
	(void)state;
}

static void cannot_open(const char *part)
{
	struct error error;

	assert_null(journal_file_open(JOURNAL_FILE_API_HOST, &error));
	assert_int_equal(error.kind, ERROR_JOURNAL);
	assert_non_null(strstr(error.text, journal_file.path));
	if (strstr(error.text, part) == NULL)
		fail_msg("%s", error.text);
}

static void write_file(const char *text)
{
	FILE *file = fopen(journal_file.path, "w");

	fputs(text, file);
	fclose(file);
}

static void test_files_that_are_no_journal(void **state)
{
	char long_text[2048];

	(void)state;
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	write_file(long_text);
	cannot_open("move it away");
	unlink(journal_file.path);
	journal_file_sql("CREATE TABLE records (x)");
	cannot_open("move it away");
	unlink(journal_file.path);
	journal_file_sql("PRAGMA user_version = 99");
	cannot_open("newer certdesk");
	unlink(journal_file.path);
	mkdir(journal_file.path, 0700);
	cannot_open("cannot be");
	rmdir(journal_file.path);
}

/* Many lengths that a torn file can have: a sentence or a list, no crash. */
static void test_torn_file(void **state)
{
	struct journal_filter filter = {.limit = 0};
	struct journal_db_reply reply;
	struct journal_db *torn;
	struct error error;
	struct buf bytes;
	char *whole = journal_file.path;
	char copy[512];
	size_t torn_off;
	int read_back = 0;

	(void)state;
	journal_file_finish(journal_file_begin(), JOURNAL_SENT);
	buf_init(&bytes, 1 << 20);
	assert_true(file_read(whole, bytes.max, &bytes, &error));
	snprintf(copy, sizeof(copy), "%s/torn.db", journal_file.directory);
	journal_file.path = copy;
	for (torn_off = 0; torn_off <= bytes.len; torn_off += 211) {
		assert_true(file_replace(
			copy, bytes.data, bytes.len - torn_off, &error));
		torn = journal_file_open(JOURNAL_FILE_API_HOST, &error);
		if (torn == NULL) {
			assert_int_equal(error.kind, ERROR_JOURNAL);
			continue;
		}
		memset(&reply, 0, sizeof(reply));
		if (journal_db_list(torn, &filter, &reply, &error))
			read_back += (int)reply.count;
		else
			assert_int_equal(error.kind, ERROR_JOURNAL);
		journal_db_reply_clear(&reply);
		journal_db_close(torn);
	}
	journal_file.path = whole;
	buf_clear(&bytes);
	assert_true(read_back >= 1);
}

#define PAGE	  4096
#define TORN_TEXT (3 * PAGE) /* more than two pages of one text */

/* Break the chain of pages that a long text of 'x' takes. */
static void tear_text(void)
{
	struct error error;
	struct buf bytes;
	size_t page, torn = 0;

	buf_init(&bytes, 1 << 20);
	assert_true(file_read(journal_file.path, bytes.max, &bytes, &error));
	for (page = 0; page + PAGE <= bytes.len; page += PAGE) {
		char *next = bytes.data + page;

		if (strspn(next + 4, "x") < PAGE - 4)
			continue;
		memset(next, 0xff, 4);
		torn++;
	}
	assert_true(torn > 0);
	assert_true(
		file_replace(journal_file.path, bytes.data, bytes.len, &error));
	buf_clear(&bytes);
}

/* What stands in the way cannot be read: then nothing may be sent, although
 * the intent could be written. */
static void test_record_that_cannot_be_read(void **state)
{
	static const enum journal_outcome before[] = {
		JOURNAL_UNKNOWN, JOURNAL_SENT};
	struct journal_intent intent = journal_file_resend;
	char text[TORN_TEXT + 1];
	const char *recipients[] = {text};
	struct error error;
	int64_t id;

	memset(text, 'x', TORN_TEXT);
	text[TORN_TEXT] = '\0';
	intent.recipients = recipients;
	for (size_t i = 0; i < ARRAY_LEN(before); i++) {
		intent.recipient_count = 1;
		intent.guard_s = 0;
		assert_int_equal(journal_file_begin_in(
					 journal_file.db, &intent, &id, &error),
			JOURNAL_MAY_SEND);
		journal_file_finish(id, before[i]);
		tear_text();
		journal_file_reopen();
		intent.recipient_count = 0;
		intent.guard_s = 600;
		assert_int_equal(journal_file_begin_in(
					 journal_file.db, &intent, &id, &error),
			JOURNAL_FAILED);
		assert_non_null(strstr(error.text, "cannot be read"));
		journal_file_tear_down(state);
		assert_int_equal(journal_file_set_up(state), 0);
	}
}

/* -- disks that fail ------------------------------------------------------- */

/* Run in a child: what it does to itself must not reach the other tests. */
static void in_child(void (*check)(void))
{
	pid_t child;
	int status;

	fflush(NULL);
	journal_db_close(journal_file.db);
	journal_file.db = NULL;
	child = fork();
	if (child == 0) {
		check();
		_exit(0);
	}
	waitpid(child, &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("the child ended with %d", status);
}

/* In a child asserts of cmocka do not work. */
static void must(bool good, int number)
{
	if (!good)
		_exit(number);
}

/* Root may write everywhere, but for its capabilities. (As another user we
 * might not even get to the file.) */
static bool drop_capabilities(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2];

	memset(none, 0, sizeof(none));
	return syscall(SYS_capset, &header, none) == 0;
}

static void read_only(void)
{
	struct error error;

	must(drop_capabilities(), 1);
	must(journal_file_open(JOURNAL_FILE_API_HOST, &error) == NULL, 2);
	must(error.kind == ERROR_JOURNAL, 3);
	must(strstr(error.text, "cannot be written") != NULL, 4);
	must(strstr(error.text, "journal = PATH") != NULL, 5);
}

static void test_read_only_directory(void **state)
{
	char *slash = strrchr(journal_file.path, '/');

	(void)state;
	*slash = '\0';
	chmod(journal_file.path, 0555);
	*slash = '/';
	in_child(read_only);
	*slash = '\0';
	chmod(journal_file.path, 0755);
	*slash = '/';
	chmod(journal_file.path, 0444);
	in_child(read_only);
}

static void limit_file_size(rlim_t size)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = size;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static void disk_full(void)
{
	struct error error;
	struct journal_db *own =
		journal_file_open(JOURNAL_FILE_API_HOST, &error);
	struct journal_intent other = journal_file_resend;
	int64_t first, id;

	signal(SIGXFSZ, SIG_IGN);
	must(own != NULL, 1);
	must(journal_file_begin_in(own, &journal_file_resend, &first, &error) ==
			JOURNAL_MAY_SEND,
		2);
	limit_file_size(512);
	other.order_id = "900102";
	/* No record, no send. */
	must(journal_file_begin_in(own, &other, &id, &error) == JOURNAL_FAILED,
		3);
	must(id == 0 && error.kind == ERROR_JOURNAL, 4);
	must(strstr(error.text, "cannot be written") != NULL, 5);
	/* The outcome comes while there is no room, and once more. */
	must(!journal_db_finish(own, first, JOURNAL_SENT, 204, NULL, &error),
		6);
	must(error.kind == ERROR_JOURNAL, 7);
	must(!journal_db_finish(own, first, JOURNAL_UNKNOWN, 0, NULL, &error),
		8);
	limit_file_size(RLIM_INFINITY);
	must(journal_file_begin_in(own, &other, &id, &error) ==
			JOURNAL_MAY_SEND,
		9);
	must(id == first + 1, 10);
	other.order_id = JOURNAL_FILE_ORDER;
	other.guard_s = 600;
	must(journal_file_begin_in(own, &other, &id, &error) == JOURNAL_GUARDED,
		11);
	must(id == first, 12);
	journal_db_close(own);
}

static void test_disk_full(void **state)
{
	(void)state;
	in_child(disk_full);
}

/* A record in a file that nobody finds any more is none. */
static void test_moved_away(void **state)
{
	char *aside = mem_printf("%s.aside", journal_file.path);
	struct journal_intent other = journal_file_resend;
	struct error error;
	int64_t first = journal_file_begin(), id;

	(void)state;
	other.order_id = "900102";
	assert_int_equal(rename(journal_file.path, aside), 0);
	assert_int_equal(
		journal_file_begin_in(journal_file.db, &other, &id, &error),
		JOURNAL_FAILED);
	assert_non_null(strstr(error.text, "moved, removed or replaced"));
	assert_non_null(strstr(error.text, "start it again"));
	assert_null(strstr(error.text, "permissions"));
	assert_false(journal_db_finish(
		journal_file.db, first, JOURNAL_SENT, 204, NULL, &error));
	assert_non_null(strstr(error.text, "moved, removed or replaced"));
	/* Put back, it is the same one as before. */
	assert_int_equal(rename(aside, journal_file.path), 0);
	assert_int_equal(
		journal_file_begin_in(journal_file.db, &other, &id, &error),
		JOURNAL_MAY_SEND);
	free(aside);
}

static enum journal_verdict begin(void)
{
	int64_t id;

	return journal_file_begin_in(
		journal_file.db, &journal_file_resend, &id, NULL);
}

/* What failed in the middle leaves no transaction behind: the next intent is
 * on the disk, not in one that nobody ends. */
static void test_failure_is_rolled_back(void **state)
{
	(void)state;
	journal_file_sql("ALTER TABLE records RENAME COLUMN agent TO x");
	assert_int_equal(begin(), JOURNAL_FAILED);
	journal_file_sql("ALTER TABLE records RENAME COLUMN x TO agent");
	journal_file_sql("CREATE TRIGGER refuse BEFORE INSERT ON records"
			 " BEGIN SELECT RAISE(ABORT, 'no'); END");
	assert_int_equal(begin(), JOURNAL_FAILED);
	journal_file_sql("DROP TRIGGER refuse");
	assert_int_equal(begin(), JOURNAL_MAY_SEND);
	assert_int_equal(begin(), JOURNAL_IN_FLIGHT);
	journal_file_reopen();
	assert_int_equal(begin(), JOURNAL_IN_FLIGHT);
}

/* -- an outcome that found no room ----------------------------------------- */

static enum journal_outcome outcome_in(struct journal_db *db, int64_t id)
{
	struct journal_filter filter = {.order_id = JOURNAL_FILE_ORDER};
	struct journal_db_reply reply = {.count = 0};
	struct error error;
	enum journal_outcome outcome;

	must(journal_db_list(db, &filter, &reply, &error), 21);
	must(reply.count == 1 && reply.records[0].id == id, 22);
	outcome = reply.records[0].outcome;
	journal_db_reply_clear(&reply);
	return outcome;
}

/* As another process reads it; PENDING: it is not on the disk. */
static enum journal_outcome outcome_on_disk(int64_t id)
{
	struct error error;
	struct journal_db *other =
		journal_file_open(JOURNAL_FILE_API_HOST, &error);
	enum journal_outcome outcome;

	must(other != NULL, 20);
	outcome = outcome_in(other, id);
	journal_db_close(other);
	return outcome;
}

static void next_is_finish(struct journal_db *own, int64_t other)
{
	struct error error;

	must(journal_db_finish(own, other, JOURNAL_SENT, 204, NULL, &error), 5);
}

static void next_is_settle(struct journal_db *own, int64_t other)
{
	struct error error;

	must(!journal_db_settle(own, other, JOURNAL_SENT, "", &error), 5);
}

static void next_is_list(struct journal_db *own, int64_t other)
{
	struct journal_filter filter = {.limit = 1};
	struct journal_db_reply reply = {.count = 0};
	struct error error;

	(void)other;
	must(journal_db_list(own, &filter, &reply, &error), 5);
	journal_db_reply_clear(&reply);
}

static void next_is_close(struct journal_db *own, int64_t other)
{
	(void)other;
	journal_db_close(own);
}

static void (*const nexts[])(struct journal_db *, int64_t) = {
	next_is_finish, next_is_settle, next_is_list, next_is_close};
/* in_child gives its function no argument. */
static size_t next;

static void write_late(void)
{
	struct error error;
	struct journal_db *own =
		journal_file_open(JOURNAL_FILE_API_HOST, &error);
	struct journal_intent intent = journal_file_resend;
	int64_t late, other;

	signal(SIGXFSZ, SIG_IGN);
	must(own != NULL, 1);
	must(journal_file_begin_in(own, &intent, &late, &error) ==
			JOURNAL_MAY_SEND,
		2);
	intent.order_id = "900102";
	must(journal_file_begin_in(own, &intent, &other, &error) ==
			JOURNAL_MAY_SEND,
		3);
	limit_file_size(512);
	must(!journal_db_finish(own, late, JOURNAL_SENT, 204, NULL, &error), 4);
	/* We know it, so the window does not name an older send as the last. */
	must(outcome_in(own, late) == JOURNAL_SENT, 8);
	limit_file_size(RLIM_INFINITY);
	must(outcome_on_disk(late) == JOURNAL_PENDING, 6);
	nexts[next](own, other);
	must(outcome_on_disk(late) == JOURNAL_SENT, 7);
	if (nexts[next] != next_is_close)
		journal_db_close(own);
}

/* Whatever comes next writes it. (An intent does, too: test_disk_full.) */
static void test_late_outcome(void **state)
{
	(void)state;
	for (next = 0; next < ARRAY_LEN(nexts); next++) {
		in_child(write_late);
		journal_file_tear_down(state);
		assert_int_equal(journal_file_set_up(state), 0);
	}
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		name, journal_file_set_up, journal_file_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_modes),
		TEST(test_files_that_are_no_journal),
		TEST(test_torn_file),
		TEST(test_record_that_cannot_be_read),
		TEST(test_read_only_directory),
		TEST(test_disk_full),
		TEST(test_moved_away),
		TEST(test_failure_is_rolled_back),
		TEST(test_late_outcome),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
