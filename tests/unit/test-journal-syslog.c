/* SPDX-License-Identifier: MIT
 *
 * `syslog = yes`: what the system's log gets of the journal's records. The
 * functions of the C library are replaced by ones that keep the lines.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "tests/support/journal-file.h"

#define LINES 8

static char lines[LINES][4096];
static size_t count;

static void keep(const char *format, va_list args) PRINTF_LIKE(1, 0);

static void keep(const char *format, va_list args)
{
	assert_true(count < LINES);
	vsnprintf(lines[count++], sizeof(lines[0]), format, args);
}

/* Not by its header, which may bring it along as an inline function that calls
 * the second one. */
void syslog(int priority, const char *format, ...) PRINTF_LIKE(2, 3);
void __syslog_chk(int priority, int flag, const char *format, ...)
	PRINTF_LIKE(3, 4);

void syslog(int priority, const char *format, ...)
{
	va_list args;

	(void)priority;
	va_start(args, format);
	keep(format, args);
	va_end(args);
}

void __syslog_chk(int priority, int flag, const char *format, ...)
{
	va_list args;

	(void)priority;
	(void)flag;
	va_start(args, format);
	keep(format, args);
	va_end(args);
}

static int set_up(void **state)
{
	count = 0;
	journal_file.to_syslog = true;
	return journal_file_set_up(state);
}

static int tear_down(void **state)
{
	journal_file.to_syslog = false;
	return journal_file_tear_down(state);
}

static void begin_to(const char *const *recipients, size_t number, int64_t *id)
{
	struct journal_intent intent = journal_file_resend;

	intent.recipients = recipients;
	intent.recipient_count = number;
	assert_int_equal(
		journal_file_begin_in(journal_file.db, &intent, id, NULL),
		JOURNAL_MAY_SEND);
}

static void test_send(void **state)
{
	static const char *const two[] = {"a@example.com", "b@example.com"};
	int64_t id;

	(void)state;
	begin_to(two, 2, &id);
	assert_int_equal(count, 1);
	assert_string_equal(lines[0],
		"record 1: resend-approval of order " JOURNAL_FILE_ORDER
		" at " JOURNAL_FILE_API_HOST
		", account prod, by mira to a@example.com, b@example.com");
	journal_file_finish(id, JOURNAL_SENT);
	assert_int_equal(count, 2);
	assert_string_equal(lines[1], "record 1: sent, HTTP 204");
}

static void test_refused(void **state)
{
	struct error error;
	int64_t id = journal_file_begin();

	(void)state;
	assert_true(journal_db_finish(journal_file.db, id, JOURNAL_REFUSED, 403,
		"access_denied", &error));
	assert_string_equal(
		lines[1], "record 1: refused, HTTP 403, access_denied");
}

static void test_settled(void **state)
{
	struct error error;
	int64_t id = journal_file_begin();

	(void)state;
	assert_true(journal_db_finish(
		journal_file.db, id, JOURNAL_UNKNOWN, 0, NULL, &error));
	assert_string_equal(lines[1], "record 1: unknown");
	assert_true(journal_db_settle(
		journal_file.db, id, JOURNAL_NOT_SENT, "", &error));
	assert_int_equal(count, 3);
	assert_string_equal(
		lines[2], "record 2: mira settles record 1: not_sent");
}

/* What was not written to the journal is not in the log either. */
static void test_nothing(void **state)
{
	int64_t id;
	struct error error;

	(void)state;
	id = journal_file_begin();
	assert_int_equal(journal_file_begin_in(journal_file.db,
				 &journal_file_resend, &id, NULL),
		JOURNAL_IN_FLIGHT);
	assert_int_equal(count, 1);
	journal_file_finish(id, JOURNAL_SENT);
	assert_false(journal_db_finish(
		journal_file.db, id, JOURNAL_SENT, 204, NULL, &error));
	journal_file_cannot_settle(id);
	assert_int_equal(count, 2);
}

static void test_one_clean_line(void **state)
{
	static const char *const odd[] = {"a\033]0;x\007@example.com"};
	int64_t id;

	(void)state;
	begin_to(odd, 1, &id);
	assert_null(strpbrk(lines[0], "\033\007\n"));
	assert_non_null(strstr(lines[0], "@example.com"));
}

static void test_too_long_for_a_line(void **state)
{
	static const char *many[200];
	int64_t id;

	(void)state;
	for (size_t i = 0; i < 200; i++)
		many[i] = "somebody@example.com";
	begin_to(many, 200, &id);
	assert_true(strlen(lines[0]) <= 2048 + 3);
	assert_string_equal(lines[0] + strlen(lines[0]) - 3, "...");
}

static void test_only_if_asked_for(void **state)
{
	(void)state;
	journal_file.to_syslog = false;
	journal_file_reopen();
	journal_file_finish(journal_file_begin(), JOURNAL_SENT);
	assert_int_equal(count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_send),
		TEST(test_refused),
		TEST(test_settled),
		TEST(test_nothing),
		TEST(test_one_clean_line),
		TEST(test_too_long_for_a_line),
		TEST(test_only_if_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
