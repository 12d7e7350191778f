/* SPDX-License-Identifier: MIT
 *
 * The rules of the journal on a real file: what stands in the way of a send,
 * records that come back, outcomes that are written once, settlements.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/support/journal-file.h"

#define ITEMS(...) ((const char *const[]){__VA_ARGS__})

/* -- what stands in the way ------------------------------------------------ */

struct verdict_case {
	const char *name;
	/* The record before: its outcome (PENDING with `gone`: its process
	 * is), how long ago, and what was settled (PENDING: nothing). */
	enum journal_outcome before;
	bool gone;
	int age_s;
	enum journal_outcome settled;
	/* The intent. */
	int guard_s;
	bool agreed, despite;
	const char *order_id, *action;
	enum journal_verdict verdict;
};

#define UNSETTLED JOURNAL_PENDING
#define OTHER_ACT JOURNAL_RESEND_ISSUANCE

static const struct verdict_case verdict_cases[] = {
	{"just sent", JOURNAL_SENT, false, 599, UNSETTLED, 600, false, false,
		NULL, NULL, JOURNAL_GUARDED},
	{"sent at this second", JOURNAL_SENT, false, 0, UNSETTLED, 600, false,
		false, NULL, NULL, JOURNAL_GUARDED},
	{"the clock went back", JOURNAL_SENT, false, -50, UNSETTLED, 600, false,
		false, NULL, NULL, JOURNAL_GUARDED},
	{"sent a guard ago", JOURNAL_SENT, false, 600, UNSETTLED, 600, false,
		false, NULL, NULL, JOURNAL_MAY_SEND},
	{"agreed", JOURNAL_SENT, false, 5, UNSETTLED, 600, true, false, NULL,
		NULL, JOURNAL_MAY_SEND},
	{"no guard", JOURNAL_SENT, false, 5, UNSETTLED, 0, false, false, NULL,
		NULL, JOURNAL_MAY_SEND},
	{"no guard, and the clock went back", JOURNAL_SENT, false, -50,
		UNSETTLED, 0, false, false, NULL, NULL, JOURNAL_MAY_SEND},
	{"despite does not lift the guard", JOURNAL_SENT, false, 5, UNSETTLED,
		600, false, true, NULL, NULL, JOURNAL_GUARDED},
	{"another order", JOURNAL_SENT, false, 5, UNSETTLED, 600, false, false,
		"900102", NULL, JOURNAL_MAY_SEND},
	{"another action", JOURNAL_SENT, false, 5, UNSETTLED, 600, false, false,
		NULL, OTHER_ACT, JOURNAL_MAY_SEND},
	{"refused", JOURNAL_REFUSED, false, 5, UNSETTLED, 600, false, false,
		NULL, NULL, JOURNAL_MAY_SEND},
	{"not sent", JOURNAL_NOT_SENT, false, 5, UNSETTLED, 600, false, false,
		NULL, NULL, JOURNAL_MAY_SEND},
	{"unknown", JOURNAL_UNKNOWN, false, 5, UNSETTLED, 600, false, false,
		NULL, NULL, JOURNAL_UNSETTLED},
	{"unknown for a year", JOURNAL_UNKNOWN, false, 31536000, UNSETTLED, 600,
		false, false, NULL, NULL, JOURNAL_UNSETTLED},
	{"agreed is not despite", JOURNAL_UNKNOWN, false, 5, UNSETTLED, 600,
		true, false, NULL, NULL, JOURNAL_UNSETTLED},
	{"despite", JOURNAL_UNKNOWN, false, 5, UNSETTLED, 600, false, true,
		NULL, NULL, JOURNAL_MAY_SEND},
	{"unknown, another order", JOURNAL_UNKNOWN, false, 5, UNSETTLED, 600,
		false, false, "900102", NULL, JOURNAL_MAY_SEND},
	{"unknown, another action", JOURNAL_UNKNOWN, false, 5, UNSETTLED, 600,
		false, false, NULL, OTHER_ACT, JOURNAL_MAY_SEND},
	{"settled as sent", JOURNAL_UNKNOWN, false, 5, JOURNAL_SENT, 600, false,
		false, NULL, NULL, JOURNAL_GUARDED},
	{"long settled as sent", JOURNAL_UNKNOWN, false, 601, JOURNAL_SENT, 600,
		false, false, NULL, NULL, JOURNAL_MAY_SEND},
	{"settled as not sent", JOURNAL_UNKNOWN, false, 5, JOURNAL_NOT_SENT,
		600, false, false, NULL, NULL, JOURNAL_MAY_SEND},
	{"being sent by us", JOURNAL_PENDING, false, 5, UNSETTLED, 600, false,
		false, NULL, NULL, JOURNAL_IN_FLIGHT},
	{"nothing lifts that", JOURNAL_PENDING, false, 5, UNSETTLED, 600, true,
		true, NULL, NULL, JOURNAL_IN_FLIGHT},
	{"its process is gone", JOURNAL_PENDING, true, 5, UNSETTLED, 600, false,
		false, NULL, NULL, JOURNAL_UNSETTLED},
	{"gone and settled", JOURNAL_PENDING, true, 5, JOURNAL_SENT, 600, false,
		false, NULL, NULL, JOURNAL_GUARDED},
};

static void check_verdict(const struct verdict_case *c)
{
	struct journal_intent intent = {
		.action = c->action != NULL ? c->action
					    : journal_file_resend.action,
		.order_id =
			c->order_id != NULL ? c->order_id : JOURNAL_FILE_ORDER,
		.guard_s = c->guard_s,
		.despite_unsettled = c->despite,
	};
	int64_t before, got = 0;
	struct error error;
	enum journal_verdict verdict;

	before = journal_file_begin();
	if (c->before != JOURNAL_PENDING)
		journal_file_finish(before, c->before);
	if (c->gone)
		journal_file_sql(
			"UPDATE records SET pid_start = pid_start + 1");
	if (c->settled != UNSETTLED)
		assert_true(journal_db_settle(
			journal_file.db, before, c->settled, "", &error));
	journal_file.now_s += c->age_s;
	intent.agreed_to = c->agreed ? before : 0;
	verdict = journal_file_begin_in(journal_file.db, &intent, &got, NULL);
	if (verdict != c->verdict)
		fail_msg("%s: %d", c->name, (int)verdict);
	if (verdict == JOURNAL_MAY_SEND)
		assert_true(got > before);
	else
		assert_int_equal(got, before);
}

static void test_verdicts(void **state)
{
	size_t i;

	for (i = 0; i < sizeof(verdict_cases) / sizeof(verdict_cases[0]); i++) {
		check_verdict(&verdict_cases[i]);
		journal_file_tear_down(state);
		assert_int_equal(journal_file_set_up(state), 0);
	}
}

/* Only what was sent after the agreement counts. */
/* Of several the newest stands in the way. */
static void test_the_newest_unknown_is_named(void **state)
{
	struct journal_intent intent = journal_file_resend;
	int64_t first, second, got;

	(void)state;
	first = journal_file_begin();
	journal_file_finish(first, JOURNAL_UNKNOWN);
	intent.despite_unsettled = true;
	assert_int_equal(
		journal_file_begin_in(journal_file.db, &intent, &second, NULL),
		JOURNAL_MAY_SEND);
	journal_file_finish(second, JOURNAL_UNKNOWN);
	intent.despite_unsettled = false;
	assert_int_equal(
		journal_file_begin_in(journal_file.db, &intent, &got, NULL),
		JOURNAL_UNSETTLED);
	assert_int_equal(got, second);
}

static void test_agreed_to_an_older_send(void **state)
{
	struct journal_intent intent = journal_file_resend;
	int64_t first, second, got;

	(void)state;
	first = journal_file_begin();
	journal_file_finish(first, JOURNAL_SENT);
	second = journal_file_begin();
	journal_file_finish(second, JOURNAL_SENT);
	intent.guard_s = 600;
	intent.agreed_to = first;
	assert_int_equal(
		journal_file_begin_in(journal_file.db, &intent, &got, NULL),
		JOURNAL_GUARDED);
	assert_int_equal(got, second);
}

/* The same number is another order on another service. */
static void test_other_api_host(void **state)
{
	struct journal_intent intent = journal_file_resend;
	struct journal_db *europe;
	struct error error;
	int64_t id;

	(void)state;
	intent.guard_s = 600;
	id = journal_file_begin();
	europe = journal_file_open("certcentral.example.eu", &error);
	assert_non_null(europe);
	assert_int_equal(journal_file_begin_in(europe, &intent, &id, NULL),
		JOURNAL_MAY_SEND);
	journal_db_close(europe);
}

static void test_addresses_of_one_line(void **state)
{
	static const char *const bad[] = {"", "a@example.com\nb@example.com"};
	struct journal_intent intent = journal_file_resend;
	struct error error;
	int64_t id;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		intent.recipients = &bad[i];
		intent.recipient_count = 1;
		assert_int_equal(journal_file_begin_in(
					 journal_file.db, &intent, &id, &error),
			JOURNAL_FAILED);
		assert_int_equal(error.kind, ERROR_JOURNAL);
	}
	assert_int_equal(id, 0);
}

/* -- records --------------------------------------------------------------- */

static void same_items(const char *const *items, size_t count,
	const char *const *expected, size_t expected_count)
{
	size_t i;

	assert_int_equal(count, expected_count);
	for (i = 0; i < count; i++)
		assert_string_equal(items[i], expected[i]);
}

static void check_record(const struct journal_record *record)
{
	assert_int_equal(record->time, JOURNAL_FILE_NOW);
	assert_string_equal(record->agent, "mira");
	assert_string_equal(record->api_user, "mira@example.com");
	assert_true(record->host[0] != '\0');
	assert_string_equal(record->api_host, JOURNAL_FILE_API_HOST);
	assert_string_equal(record->account, "prod");
	assert_string_equal(record->order_id, JOURNAL_FILE_ORDER);
	assert_string_equal(record->action, JOURNAL_RESEND_APPROVAL);
	same_items(record->recipients, record->recipient_count,
		ITEMS("Ana@example.com", "chi@example.com"), 2);
	same_items(record->added, record->added_count, ITEMS("chi@example.com"),
		1);
	same_items(record->removed, record->removed_count, NULL, 0);
	assert_int_equal(record->outcome, JOURNAL_REFUSED);
	assert_false(record->settled);
	assert_int_equal(record->settles, 0);
	assert_int_equal(record->http_status, 400);
	assert_string_equal(record->error_code, "invalid_order_status");
	assert_int_equal(record->finished, JOURNAL_FILE_NOW + 3);
}

static void test_record_comes_back(void **state)
{
	struct journal_intent intent = journal_file_resend;
	struct journal_filter filter = {.limit = 0};
	struct journal_db_reply reply = {.count = 0};
	struct error error;
	int64_t id;

	(void)state;
	intent.recipients = ITEMS("Ana@example.com", "chi@example.com");
	intent.recipient_count = 2;
	intent.added = ITEMS("chi@example.com");
	intent.added_count = 1;
	assert_int_equal(
		journal_file_begin_in(journal_file.db, &intent, &id, NULL),
		JOURNAL_MAY_SEND);
	journal_file.now_s += 3;
	assert_true(journal_db_finish(journal_file.db, id, JOURNAL_REFUSED, 400,
		"invalid_order_status", &error));
	journal_file_reopen();
	assert_true(journal_db_list(journal_file.db, &filter, &reply, &error));
	assert_int_equal(reply.count, 1);
	check_record(&reply.records[0]);
	journal_db_reply_clear(&reply);
}

static void test_outcome_is_written_once(void **state)
{
	struct error error;
	int64_t id;

	(void)state;
	id = journal_file_begin();
	journal_file_finish(id, JOURNAL_UNKNOWN);
	assert_false(journal_db_finish(
		journal_file.db, id, JOURNAL_SENT, 204, NULL, &error));
	assert_int_equal(error.kind, ERROR_JOURNAL);
	assert_false(journal_db_finish(
		journal_file.db, id + 1, JOURNAL_SENT, 204, NULL, &error));
	assert_int_equal(journal_file_outcome(id), JOURNAL_UNKNOWN);
}

struct list_case {
	struct journal_filter filter;
	const char *ids; /* newest first */
};

static const struct list_case list_cases[] = {
	{{.limit = 0}, "7 6 5 4 3 2 1 "},
	{{.limit = 2}, "7 6 "},
	{{.order_id = JOURNAL_FILE_ORDER}, "7 5 4 3 2 1 "},
	{{.order_id = JOURNAL_FILE_ORDER, .limit = 1}, "7 "},
	{{.order_id = "900199"}, "6 "},
	{{.order_id = "1"}, ""},
	{{.action = JOURNAL_NOTE}, "6 "},
	{{.action = JOURNAL_SETTLE}, "4 "},
	{{.order_id = JOURNAL_FILE_ORDER, .action = JOURNAL_RESEND_APPROVAL},
		"7 5 3 2 1 "},
	{{.unknown_only = true}, "5 3 "},
	{{.unknown_only = true, .limit = 1}, "5 "},
	{{.unknown_only = true, .order_id = "900199"}, ""},
	{{.this_host_only = true}, "7 6 5 4 3 2 "},
};

static void check_list(const struct list_case *c)
{
	struct journal_db_reply reply = {.count = 0};
	struct error error;
	char ids[64] = "";
	size_t i;

	assert_true(
		journal_db_list(journal_file.db, &c->filter, &reply, &error));
	for (i = 0; i < reply.count; i++)
		sprintf(ids + strlen(ids), "%d ", (int)reply.records[i].id);
	assert_string_equal(ids, c->ids);
	journal_db_reply_clear(&reply);
}

static void test_lists(void **state)
{
	struct journal_intent note = {
		.action = JOURNAL_NOTE, .order_id = "900199"};
	struct journal_intent again = journal_file_resend;
	struct error error;
	int64_t id;
	size_t i;

	(void)state;
	again.despite_unsettled = true;
	journal_file_finish(journal_file_begin(), JOURNAL_SENT);    /* 1 */
	journal_file_finish(journal_file_begin(), JOURNAL_UNKNOWN); /* 2 */
	journal_file_begin_in(journal_file.db, &again, &id, NULL);  /* 3 */
	journal_file_sql(
		"UPDATE records SET pid = 1, pid_start = 1 WHERE id = 3");
	journal_file_sql(
		"UPDATE records SET api_host = 'www.example.org' WHERE id = 1");
	assert_true(journal_db_settle(
		journal_file.db, 2, JOURNAL_SENT, "", &error));	   /* 4 */
	journal_file_begin_in(journal_file.db, &again, &id, NULL); /* 5 */
	journal_file_finish(5, JOURNAL_UNKNOWN);
	journal_file_begin_in(journal_file.db, &note, &id, NULL);  /* 6 */
	journal_file_begin_in(journal_file.db, &again, &id, NULL); /* 7 */
	for (i = 0; i < sizeof(list_cases) / sizeof(list_cases[0]); i++)
		check_list(&list_cases[i]);
}

/* -- settlements ----------------------------------------------------------- */

static void test_settlement(void **state)
{
	struct journal_filter filter = {.limit = 0};
	struct journal_db_reply reply = {.count = 0};
	const struct journal_record *first, *settlement;
	struct error error;
	int64_t id;

	(void)state;
	id = journal_file_begin();
	journal_file_finish(id, JOURNAL_UNKNOWN);
	journal_file.now_s += 60;
	assert_true(journal_db_settle(journal_file.db, id, JOURNAL_NOT_SENT,
		"ben@example.com", &error));
	assert_true(journal_db_list(journal_file.db, &filter, &reply, &error));
	settlement = &reply.records[0];
	first = &reply.records[1];
	assert_int_equal(first->outcome, JOURNAL_UNKNOWN);
	assert_true(first->settled);
	assert_int_equal(first->settled_as, JOURNAL_NOT_SENT);
	assert_int_equal(journal_record_verdict(first), JOURNAL_NOT_SENT);
	assert_false(journal_record_is_unsettled(first));
	assert_int_equal(settlement->settles, id);
	assert_string_equal(settlement->action, JOURNAL_SETTLE);
	assert_string_equal(settlement->order_id, JOURNAL_FILE_ORDER);
	assert_string_equal(settlement->agent, "mira");
	assert_string_equal(settlement->api_user, "ben@example.com");
	assert_int_equal(settlement->outcome, JOURNAL_NOT_SENT);
	assert_int_equal(settlement->time, JOURNAL_FILE_NOW + 60);
	assert_int_equal(settlement->finished, JOURNAL_FILE_NOW + 60);
	journal_db_reply_clear(&reply);
}

static void test_only_the_unknown_is_settled_once(void **state)
{
	static const enum journal_outcome known[] = {
		JOURNAL_SENT, JOURNAL_REFUSED, JOURNAL_NOT_SENT};
	struct error error;
	int64_t id;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		id = journal_file_begin();
		journal_file_cannot_settle(id); /* in flight */
		journal_file_finish(id, known[i]);
		journal_file_cannot_settle(id);
	}
	journal_file_cannot_settle(99);
	id = journal_file_begin();
	journal_file_finish(id, JOURNAL_UNKNOWN);
	assert_true(journal_db_settle(
		journal_file.db, id, JOURNAL_SENT, "", &error));
	journal_file_cannot_settle(id);
	journal_file_cannot_settle(id + 1); /* the settlement itself */
	assert_int_equal(journal_file_begin(), id + 2);
}

/* Its process was only slow: what it says in the end counts. */
static void test_outcome_after_the_settlement(void **state)
{
	struct journal_intent intent = journal_file_resend;
	struct error error;
	int64_t id, next;

	(void)state;
	id = journal_file_begin();
	journal_file_sql("UPDATE records SET pid_start = pid_start + 1");
	assert_true(journal_db_settle(
		journal_file.db, id, JOURNAL_SENT, "", &error));
	journal_file_finish(id, JOURNAL_REFUSED);
	assert_int_equal(journal_file_outcome(id), JOURNAL_REFUSED);
	intent.guard_s = 600;
	assert_int_equal(
		journal_file_begin_in(journal_file.db, &intent, &next, NULL),
		JOURNAL_MAY_SEND);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		name, journal_file_set_up, journal_file_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_verdicts),
		TEST(test_the_newest_unknown_is_named),
		TEST(test_agreed_to_an_older_send),
		TEST(test_other_api_host),
		TEST(test_addresses_of_one_line),
		TEST(test_record_comes_back),
		TEST(test_outcome_is_written_once),
		TEST(test_lists),
		TEST(test_settlement),
		TEST(test_only_the_unknown_is_settled_once),
		TEST(test_outcome_after_the_settlement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
