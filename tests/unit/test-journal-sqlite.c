/* SPDX-License-Identifier: MIT
 *
 * The journal behind the loop: answers later, in the order of the calls, none
 * for those who were forgotten, and everything done even so. The rules
 * themselves are in test-journal-db.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "attr.h"
#include "file.h"
#include "journal-sqlite.h"
#include "loop-uv.h"
#include "mem.h"

#define LINE 256

static struct loop *loop;
static struct journal *journal;
static char *directory, *path;
static char line[LINE]; /* what came, word by word */
static int left;	/* answers until the loop stops */
static int64_t last_id;

static void open_journal(void)
{
	struct journal_sqlite_options options = {.path = path,
		.api_host = "www.example.com",
		.account = "prod",
		.agent = "mira"};
	struct error error;

	journal = journal_sqlite_new(loop, &options, &error);
	assert_non_null(journal);
}

static int set_up(void **state)
{
	struct error error;

	(void)state;
	memset(line, 0, sizeof(line));
	left = 0;
	loop = loop_uv_new();
	directory = file_make_temporary_directory("certdesk-test", &error);
	path = mem_printf("%s/journal.db", directory);
	open_journal();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	journal_free(journal);
	loop_uv_free(loop);
	file_remove_tree(directory);
	free(directory);
	free(path);
	return 0;
}

static void PRINTF_LIKE(1, 2) note(const char *format, ...)
{
	size_t len = strlen(line);
	va_list args;

	va_start(args, format);
	vsnprintf(line + len, sizeof(line) - len, format, args);
	va_end(args);
	if (--left == 0)
		loop_stop(loop);
}

static void on_begin(void *data, const struct journal_answer *answer)
{
	static const char *const names[] = {
		"may", "guarded", "unsettled", "flight", "failed"};

	last_id = answer->id;
	note("%s:%s ", (char *)data, names[answer->verdict]);
}

static void on_done(void *data, const struct error *error)
{
	note("%s:%s ", (char *)data, error_kind_name(error->kind));
}

static void on_list(void *data, const struct journal_list *list)
{
	const char *first = list->count > 0 ? list->records[0].api_user : "-";

	assert_int_equal(list->error.kind, ERROR_NONE);
	note("%s:%zu,%s ", (char *)data, list->count, first);
}

static void begin(char *data, const char *order_id)
{
	char order[16];
	const char *recipients[] = {"ana@example.com"};
	struct journal_intent intent = {.action = JOURNAL_RESEND_APPROVAL,
		.order_id = order,
		.recipients = recipients,
		.recipient_count = 1};

	/* All is copied: what we give is overwritten at once. */
	strcpy(order, order_id);
	journal_begin(journal, &intent, on_begin, data);
	memset(order, 'x', sizeof(order) - 1);
	recipients[0] = NULL;
	left++;
}

static void finish(char *data, int64_t id)
{
	char code[] = "code";

	journal_finish(journal, id, JOURNAL_UNKNOWN, 0, code, on_done, data);
	memset(code, 'x', sizeof(code) - 1);
	left++;
}

static void list(char *data)
{
	struct journal_filter filter = {.order_id = "900101"};

	journal_list(journal, &filter, on_list, data);
	left++;
}

static void run(void)
{
	loop_run(loop);
}

static char a[] = "a", b[] = "b", c[] = "c", d[] = "d", e[] = "e";

static void test_in_the_order_of_the_calls(void **state)
{
	(void)state;
	begin(a, "900101");
	finish(b, 1);
	begin(c, "900101");
	journal_settle(journal, 1, JOURNAL_NOT_SENT, on_done, d);
	left++;
	list(e);
	assert_string_equal(line, "");
	run();
	assert_string_equal(line, "a:may b:none c:unsettled d:none e:2, ");
}

static void test_user_of_the_key(void **state)
{
	(void)state;
	begin(a, "900101");
	journal_set_user(journal, "mira@example.com");
	list(b);
	run();
	assert_string_equal(line, "a:may b:1, ");
	begin(c, "900102");
	run();
	finish(d, 1);
	journal_settle(journal, 1, JOURNAL_SENT, on_done, e);
	left++;
	list(b);
	run();
	assert_non_null(strstr(line, "b:2,mira@example.com "));
}

static void test_errors_come_through(void **state)
{
	(void)state;
	finish(a, 99);
	journal_settle(journal, 99, JOURNAL_SENT, on_done, b);
	left++;
	run();
	assert_string_equal(line, "a:journal b:state ");
}

/* Nothing is said to who was forgotten, but it is done. */
static void test_forget(void **state)
{
	(void)state;
	begin(a, "900101");
	begin(b, "900102");
	begin(a, "900103");
	journal_forget(journal, a);
	left = 1;
	run();
	assert_string_equal(line, "b:may ");
	begin(c, "900101");
	begin(d, "900103");
	run();
	assert_string_equal(line, "b:may c:flight d:flight ");
}

static const struct loop_ops *usual_ops;
static int jobs;

static struct loop_job *
counting_work(struct loop *of, loop_fn work, loop_fn done, void *data)
{
	jobs++;
	return usual_ops->work(of, work, done, data);
}

/* Who asks again and again, faster than the disk answers, leaves one list in
 * the queue and not one for each time; what is written comes in its turn. */
static void test_forgotten_lists_are_not_read(void **state)
{
	struct loop_ops counting = *loop->ops;

	(void)state;
	usual_ops = loop->ops;
	counting.work = counting_work;
	loop->ops = &counting;
	jobs = 0;
	list(d);
	begin(a, "900101");
	for (int i = 0; i < 1000; i++) {
		journal_forget(journal, b);
		list(b);
	}
	journal_forget(journal, d);
	list(e);
	journal_forget(journal, e);
	begin(c, "900102");
	left = 3;
	run();
	loop->ops = usual_ops;
	assert_string_equal(line, "a:may b:1, c:may ");
	assert_int_equal(jobs, 4);
}

/* As when the program starts again. */
static void open_again(void)
{
	journal_free(journal);
	loop_uv_free(loop);
	loop = loop_uv_new();
	open_journal();
}

/* What was asked is on the disk, although nobody ran the loop. */
static void test_free_does_the_rest(void **state)
{
	(void)state;
	begin(a, "900101");
	finish(b, 1);
	begin(c, "900102");
	open_again();
	assert_string_equal(line, "");
	left = 0;
	begin(d, "900101");
	begin(e, "900102");
	run();
	assert_string_equal(line, "d:unsettled e:flight ");
}

static sqlite3 *lock_file(void)
{
	sqlite3 *other;

	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL),
		SQLITE_OK);
	return other;
}

static void stop_soon(void *data)
{
	(void)data;
	loop_stop(loop);
}

/* The file cannot be had: nobody waits for it, and what was asked is done when
 * it can. */
static void test_free_waits_for_no_disk(void **state)
{
	sqlite3 *other;

	(void)state;
	begin(a, "900100");
	run();
	other = lock_file();
	begin(b, "900101");
	loop_defer(loop, stop_soon, NULL);
	loop_run(loop); /* a thread has it */
	journal_free(journal);
	journal = NULL;
	assert_int_equal(
		sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	open_again();
	assert_string_equal(line, "a:may ");
	left = 0;
	begin(c, "900101");
	run();
	assert_string_equal(line, "a:may c:flight ");
}

/* Who quits is not kept by another that never lets go of the file: not by
 * lists that nobody reads, and by what is to be written for a moment only. */
static void test_end_while_others_hold_it(void **state)
{
	enum { LISTS = 20, TOO_LONG_S = 40 };
	sqlite3 *other;
	time_t began;

	(void)state;
	begin(a, "900101");
	run();
	other = lock_file();
	finish(b, last_id);
	for (int i = 0; i < LISTS; i++)
		list(c);
	began = time(NULL);
	journal_free(journal);
	loop_uv_free(loop);
	assert_true(time(NULL) - began < TOO_LONG_S);
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	loop = loop_uv_new();
	open_journal();
}

static void free_and_note(void *data, const struct journal_answer *answer)
{
	journal_free(journal);
	journal = NULL;
	on_begin(data, answer);
}

static void test_free_in_an_answer(void **state)
{
	struct journal_intent intent = {
		.action = JOURNAL_NOTE, .order_id = "900101"};

	(void)state;
	journal_begin(journal, &intent, free_and_note, a);
	begin(b, "900102");
	left = 1;
	run();
	assert_string_equal(line, "a:may ");
}

static void on_begin_finish(void *data, const struct journal_answer *answer)
{
	finish(b, answer->id);
	on_begin(data, answer);
}

/* A call from within an answer is as good as any other. */
static void test_call_in_an_answer(void **state)
{
	struct journal_intent intent = {
		.action = JOURNAL_NOTE, .order_id = "900101"};

	(void)state;
	journal_begin(journal, &intent, on_begin_finish, a);
	left++;
	run();
	assert_string_equal(line, "a:may b:none ");
	assert_int_equal(last_id, 1);
}

static void test_names(void **state)
{
	struct journal_record record = {.outcome = JOURNAL_UNKNOWN};

	(void)state;
	assert_string_equal(journal_outcome_name(JOURNAL_PENDING), "pending");
	assert_string_equal(journal_outcome_name(JOURNAL_SENT), "sent");
	assert_string_equal(journal_outcome_name(JOURNAL_REFUSED), "refused");
	assert_string_equal(journal_outcome_name(JOURNAL_NOT_SENT), "not_sent");
	assert_string_equal(journal_outcome_name(JOURNAL_UNKNOWN), "unknown");
	assert_true(journal_record_is_unsettled(&record));
	assert_int_equal(journal_record_verdict(&record), JOURNAL_UNKNOWN);
	record.settled = true;
	record.settled_as = JOURNAL_SENT;
	assert_false(journal_record_is_unsettled(&record));
	assert_int_equal(journal_record_verdict(&record), JOURNAL_SENT);
	/* The process came back and told: that is what counts. */
	record.outcome = JOURNAL_REFUSED;
	assert_int_equal(journal_record_verdict(&record), JOURNAL_REFUSED);
	journal_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_in_the_order_of_the_calls),
		TEST(test_user_of_the_key),
		TEST(test_errors_come_through),
		TEST(test_forget),
		TEST(test_forgotten_lists_are_not_read),
		TEST(test_free_does_the_rest),
		TEST(test_free_waits_for_no_disk),
		TEST(test_end_while_others_hold_it),
		TEST(test_free_in_an_answer),
		TEST(test_call_in_an_answer),
		TEST(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
