/* SPDX-License-Identifier: MIT
 *
 * The rules of the journal on a real file: what stands in the way of a send,
 * outcomes that are written once, settlements, other processes and hosts, and
 * disks that fail.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "file.h"
#include "journal-db.h"

#define NOW	   1790000000
#define API_HOST   "www.example.com"
#define ORDER	   "900101"
#define NOBODY	   65534
#define ITEMS(...) ((const char *const[]){__VA_ARGS__})

static char *directory, *path;
static struct journal_db *db;
static int64_t now_s;

static int64_t test_clock(void)
{
	return now_s * 1000;
}

static struct journal_db *open_as(const char *api_host, struct error *error)
{
	struct journal_db_options options = {.path = path,
		.api_host = api_host,
		.account = "prod",
		.agent = "mira"};

	return journal_db_open(&options, error);
}

static void reopen(void)
{
	struct error error;

	journal_db_close(db);
	db = open_as(API_HOST, &error);
	assert_non_null(db);
}

static int set_up(void **state)
{
	struct error error;

	(void)state;
	now_s = NOW;
	clock_set_source(test_clock);
	directory = file_make_temporary_directory("certdesk-test", &error);
	if (directory == NULL)
		return -1;
	path = malloc(strlen(directory) + 64);
	sprintf(path, "%s/state/journal.db", directory);
	db = open_as(API_HOST, &error);
	return db == NULL;
}

static int tear_down(void **state)
{
	(void)state;
	journal_db_close(db);
	db = NULL;
	file_remove_tree(directory);
	free(directory);
	free(path);
	clock_set_source(NULL);
	return 0;
}

static const struct journal_intent resend = {
	.action = JOURNAL_RESEND_APPROVAL, .order_id = ORDER};

/* The verdict; *id gets the new record or the one in the way. */
static enum journal_verdict begin_in(struct journal_db *journal,
	const struct journal_intent *intent, int64_t *id, struct error *error)
{
	struct journal_db_reply reply = {.count = 0};
	enum journal_verdict verdict;

	journal_db_begin(journal, intent, "mira@example.com", &reply);
	verdict = reply.answer.verdict;
	*id = reply.answer.id;
	if (reply.answer.other != NULL)
		*id = reply.answer.other->id;
	if (error != NULL)
		*error = reply.answer.error;
	journal_db_reply_clear(&reply);
	return verdict;
}

static int64_t begin(void)
{
	int64_t id = 0;

	assert_int_equal(begin_in(db, &resend, &id, NULL), JOURNAL_MAY_SEND);
	assert_true(id > 0);
	return id;
}

static void finish(int64_t id, enum journal_outcome outcome)
{
	struct error error;

	assert_true(journal_db_finish(db, id, outcome, 204, NULL, &error));
}

static enum journal_outcome outcome_of(int64_t id)
{
	struct journal_filter filter = {.limit = 0};
	struct journal_db_reply reply = {.count = 0};
	enum journal_outcome outcome = JOURNAL_PENDING;
	struct error error;
	size_t i;

	assert_true(journal_db_list(db, &filter, &reply, &error));
	for (i = 0; i < reply.count; i++)
		if (reply.records[i].id == id)
			outcome = reply.records[i].outcome;
	journal_db_reply_clear(&reply);
	return outcome;
}

static void sql(const char *text)
{
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(handle, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(handle);
}

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
		.action = c->action != NULL ? c->action : resend.action,
		.order_id = c->order_id != NULL ? c->order_id : ORDER,
		.guard_s = c->guard_s,
		.despite_unsettled = c->despite,
	};
	int64_t before, got = 0;
	struct error error;
	enum journal_verdict verdict;

	before = begin();
	if (c->before != JOURNAL_PENDING)
		finish(before, c->before);
	if (c->gone)
		sql("UPDATE records SET pid_start = pid_start + 1");
	if (c->settled != UNSETTLED)
		assert_true(
			journal_db_settle(db, before, c->settled, "", &error));
	now_s += c->age_s;
	intent.agreed_to = c->agreed ? before : 0;
	verdict = begin_in(db, &intent, &got, NULL);
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
		tear_down(state);
		assert_int_equal(set_up(state), 0);
	}
}

/* Only what was sent after the agreement counts. */
static void test_agreed_to_an_older_send(void **state)
{
	struct journal_intent intent = resend;
	int64_t first, second, got;

	(void)state;
	first = begin();
	finish(first, JOURNAL_SENT);
	second = begin();
	finish(second, JOURNAL_SENT);
	intent.guard_s = 600;
	intent.agreed_to = first;
	assert_int_equal(begin_in(db, &intent, &got, NULL), JOURNAL_GUARDED);
	assert_int_equal(got, second);
}

/* The same number is another order on another service. */
static void test_other_api_host(void **state)
{
	struct journal_intent intent = resend;
	struct journal_db *europe;
	struct error error;
	int64_t id;

	(void)state;
	intent.guard_s = 600;
	id = begin();
	europe = open_as("certcentral.example.eu", &error);
	assert_non_null(europe);
	assert_int_equal(
		begin_in(europe, &intent, &id, NULL), JOURNAL_MAY_SEND);
	journal_db_close(europe);
}

static void test_addresses_of_one_line(void **state)
{
	static const char *const bad[] = {"", "a@example.com\nb@example.com"};
	struct journal_intent intent = resend;
	struct error error;
	int64_t id;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		intent.recipients = &bad[i];
		intent.recipient_count = 1;
		assert_int_equal(
			begin_in(db, &intent, &id, &error), JOURNAL_FAILED);
		assert_int_equal(error.kind, ERROR_JOURNAL);
	}
	assert_int_equal(id, 0);
}

/* -- records ----------------------------------------------------------------
 */

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
	assert_int_equal(record->time, NOW);
	assert_string_equal(record->agent, "mira");
	assert_string_equal(record->api_user, "mira@example.com");
	assert_true(record->host[0] != '\0');
	assert_string_equal(record->api_host, API_HOST);
	assert_string_equal(record->account, "prod");
	assert_string_equal(record->order_id, ORDER);
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
	assert_int_equal(record->finished, NOW + 3);
}

static void test_record_comes_back(void **state)
{
	struct journal_intent intent = resend;
	struct journal_filter filter = {.limit = 0};
	struct journal_db_reply reply = {.count = 0};
	struct error error;
	int64_t id;

	(void)state;
	intent.recipients = ITEMS("Ana@example.com", "chi@example.com");
	intent.recipient_count = 2;
	intent.added = ITEMS("chi@example.com");
	intent.added_count = 1;
	assert_int_equal(begin_in(db, &intent, &id, NULL), JOURNAL_MAY_SEND);
	now_s += 3;
	assert_true(journal_db_finish(
		db, id, JOURNAL_REFUSED, 400, "invalid_order_status", &error));
	reopen();
	assert_true(journal_db_list(db, &filter, &reply, &error));
	assert_int_equal(reply.count, 1);
	check_record(&reply.records[0]);
	journal_db_reply_clear(&reply);
}

static void test_outcome_is_written_once(void **state)
{
	struct error error;
	int64_t id;

	(void)state;
	id = begin();
	finish(id, JOURNAL_UNKNOWN);
	assert_false(
		journal_db_finish(db, id, JOURNAL_SENT, 204, NULL, &error));
	assert_int_equal(error.kind, ERROR_JOURNAL);
	assert_false(
		journal_db_finish(db, id + 1, JOURNAL_SENT, 204, NULL, &error));
	assert_int_equal(outcome_of(id), JOURNAL_UNKNOWN);
}

struct list_case {
	struct journal_filter filter;
	const char *ids; /* newest first */
};

static const struct list_case list_cases[] = {
	{{.limit = 0}, "7 6 5 4 3 2 1 "},
	{{.limit = 2}, "7 6 "},
	{{.order_id = ORDER}, "7 5 4 3 2 1 "},
	{{.order_id = ORDER, .limit = 1}, "7 "},
	{{.order_id = "900199"}, "6 "},
	{{.order_id = "1"}, ""},
	{{.action = JOURNAL_NOTE}, "6 "},
	{{.action = JOURNAL_SETTLE}, "4 "},
	{{.order_id = ORDER, .action = JOURNAL_RESEND_APPROVAL}, "7 5 3 2 1 "},
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

	assert_true(journal_db_list(db, &c->filter, &reply, &error));
	for (i = 0; i < reply.count; i++)
		sprintf(ids + strlen(ids), "%d ", (int)reply.records[i].id);
	assert_string_equal(ids, c->ids);
	journal_db_reply_clear(&reply);
}

static void test_lists(void **state)
{
	struct journal_intent note = {
		.action = JOURNAL_NOTE, .order_id = "900199"};
	struct journal_intent again = resend;
	struct error error;
	int64_t id;
	size_t i;

	(void)state;
	again.despite_unsettled = true;
	finish(begin(), JOURNAL_SENT);	  /* 1 */
	finish(begin(), JOURNAL_UNKNOWN); /* 2 */
	begin_in(db, &again, &id, NULL);  /* 3 */
	sql("UPDATE records SET pid = 1, pid_start = 1 WHERE id = 3");
	sql("UPDATE records SET api_host = 'www.example.org' WHERE id = 1");
	assert_true(journal_db_settle(db, 2, JOURNAL_SENT, "", &error)); /* 4 */
	begin_in(db, &again, &id, NULL);				 /* 5 */
	finish(5, JOURNAL_UNKNOWN);
	begin_in(db, &note, &id, NULL);	 /* 6 */
	begin_in(db, &again, &id, NULL); /* 7 */
	for (i = 0; i < sizeof(list_cases) / sizeof(list_cases[0]); i++)
		check_list(&list_cases[i]);
}

/* -- settlements ------------------------------------------------------------
 */

static void test_settlement(void **state)
{
	struct journal_filter filter = {.limit = 0};
	struct journal_db_reply reply = {.count = 0};
	const struct journal_record *first, *settlement;
	struct error error;
	int64_t id;

	(void)state;
	id = begin();
	finish(id, JOURNAL_UNKNOWN);
	now_s += 60;
	assert_true(journal_db_settle(
		db, id, JOURNAL_NOT_SENT, "ben@example.com", &error));
	assert_true(journal_db_list(db, &filter, &reply, &error));
	settlement = &reply.records[0];
	first = &reply.records[1];
	assert_int_equal(first->outcome, JOURNAL_UNKNOWN);
	assert_true(first->settled);
	assert_int_equal(first->settled_as, JOURNAL_NOT_SENT);
	assert_int_equal(journal_record_verdict(first), JOURNAL_NOT_SENT);
	assert_false(journal_record_is_unsettled(first));
	assert_int_equal(settlement->settles, id);
	assert_string_equal(settlement->action, JOURNAL_SETTLE);
	assert_string_equal(settlement->order_id, ORDER);
	assert_string_equal(settlement->agent, "mira");
	assert_string_equal(settlement->api_user, "ben@example.com");
	assert_int_equal(settlement->outcome, JOURNAL_NOT_SENT);
	assert_int_equal(settlement->time, NOW + 60);
	assert_int_equal(settlement->finished, NOW + 60);
	journal_db_reply_clear(&reply);
}

static void cannot_settle(int64_t id)
{
	struct error error;

	assert_false(journal_db_settle(db, id, JOURNAL_SENT, "", &error));
	assert_int_equal(error.kind, ERROR_STATE);
	assert_true(error.text[0] != '\0');
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
		id = begin();
		cannot_settle(id); /* in flight */
		finish(id, known[i]);
		cannot_settle(id);
	}
	cannot_settle(99);
	id = begin();
	finish(id, JOURNAL_UNKNOWN);
	assert_true(journal_db_settle(db, id, JOURNAL_SENT, "", &error));
	cannot_settle(id);
	cannot_settle(id + 1); /* the settlement itself */
	assert_int_equal(begin(), id + 2);
}

/* -- other processes --------------------------------------------------------
 */

/* A child that has begun a send and waits. Its record is *id. */
static pid_t start_sender(int64_t *id)
{
	struct error error;
	struct journal_db *own;
	int ends[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	journal_db_close(db); /* SQLite's handles must not cross a fork */
	db = NULL;
	child = fork();
	if (child == 0) {
		own = open_as(API_HOST, &error);
		if (own == NULL ||
			begin_in(own, &resend, id, NULL) != JOURNAL_MAY_SEND ||
			write(ends[1], id, sizeof(*id)) != sizeof(*id))
			_exit(1);
		for (;;)
			pause();
	}
	assert_int_equal(read(ends[0], id, sizeof(*id)), sizeof(*id));
	close(ends[0]);
	close(ends[1]);
	reopen();
	return child;
}

static void test_killed_while_sending(void **state)
{
	int64_t id = 0, other = 0;
	siginfo_t info;
	pid_t child;

	(void)state;
	child = start_sender(&id);
	assert_int_equal(
		begin_in(db, &resend, &other, NULL), JOURNAL_IN_FLIGHT);
	assert_int_equal(other, id);
	cannot_settle(id);
	kill(child, SIGKILL);
	/* Dead, and nobody has asked for its status yet. */
	waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT);
	assert_int_equal(outcome_of(id), JOURNAL_UNKNOWN);
	waitpid(child, NULL, 0);
	assert_int_equal(outcome_of(id), JOURNAL_UNKNOWN);
	assert_int_equal(
		begin_in(db, &resend, &other, NULL), JOURNAL_UNSETTLED);
	assert_int_equal(other, id);
}

static void test_other_boot_of_this_host(void **state)
{
	int64_t id;

	(void)state;
	id = begin();
	sql("UPDATE records SET boot = 'an earlier one'");
	assert_int_equal(outcome_of(id), JOURNAL_UNKNOWN);
}

static void test_other_host(void **state)
{
	int64_t id, other;

	(void)state;
	id = begin();
	sql("UPDATE records SET host = 'jump2.example.com', pid = 1");
	now_s = NOW + 119;
	assert_int_equal(outcome_of(id), JOURNAL_PENDING);
	assert_int_equal(
		begin_in(db, &resend, &other, NULL), JOURNAL_IN_FLIGHT);
	now_s = NOW + 120;
	assert_int_equal(outcome_of(id), JOURNAL_UNKNOWN);
	assert_int_equal(
		begin_in(db, &resend, &other, NULL), JOURNAL_UNSETTLED);
	now_s = NOW - 3600; /* its clock is far ahead of ours */
	assert_int_equal(outcome_of(id), JOURNAL_UNKNOWN);
}

#define RIVALS 4
#define ROUNDS 10

/* Wait for the starting signal, begin once, answer by the exit code. */
static void rival(int ready, int go)
{
	struct error error;
	struct journal_db *own = open_as(API_HOST, &error);
	enum journal_verdict verdict;
	char byte = 'r';
	int64_t id;

	if (own == NULL || write(ready, &byte, 1) != 1 ||
		read(go, &byte, 1) < 0)
		_exit(99);
	verdict = begin_in(own, &resend, &id, NULL);
	journal_db_close(own);
	_exit((int)verdict);
}

static void race(int counts[])
{
	int ready[2], go[2], i, status;
	char byte;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(go), 0);
	journal_db_close(db); /* SQLite's handles must not cross a fork */
	db = NULL;
	for (i = 0; i < RIVALS; i++) {
		if (fork() == 0) {
			close(go[1]);
			rival(ready[1], go[0]);
		}
	}
	for (i = 0; i < RIVALS; i++)
		assert_int_equal(read(ready[0], &byte, 1), 1);
	close(go[1]); /* all at once */
	for (i = 0; i < RIVALS; i++) {
		wait(&status);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 5);
		counts[WEXITSTATUS(status)]++;
	}
	close(go[0]);
	close(ready[0]);
	close(ready[1]);
}

/* Whoever comes first sends; the first one may be gone before the second
 * looks, which then sees an unknown send. Nobody else ever may. */
static void test_one_of_many_may_send(void **state)
{
	int counts[5], i;

	for (i = 0; i < ROUNDS; i++) {
		memset(counts, 0, sizeof(counts));
		race(counts);
		assert_int_equal(counts[JOURNAL_MAY_SEND], 1);
		assert_int_equal(
			counts[JOURNAL_IN_FLIGHT] + counts[JOURNAL_UNSETTLED],
			RIVALS - 1);
		tear_down(state);
		assert_int_equal(set_up(state), 0);
	}
}

/* -- the file ---------------------------------------------------------------
 */

static mode_t mode_of(const char *name)
{
	struct stat info;

	assert_int_equal(stat(name, &info), 0);
	return info.st_mode & 07777;
}

static void test_modes(void **state)
{
	mode_t before = umask(0);

	unlink(path);
	reopen();
	assert_int_equal(mode_of(path), 0600);
	*strrchr(path, '/') = '\0';
	assert_int_equal(mode_of(path), 0700);
	chmod(path, 02770);
	path[strlen(path)] = '/';
	chmod(path, 0660);
	begin();
	reopen();
	assert_int_equal(mode_of(path), 0660);
	unlink(path);
	umask(077);
	reopen();
	assert_int_equal(mode_of(path), 0660);
	umask(before);
	(void)state;
}

static void cannot_open(const char *part)
{
	struct error error;

	assert_null(open_as(API_HOST, &error));
	assert_int_equal(error.kind, ERROR_JOURNAL);
	assert_non_null(strstr(error.text, path));
	if (strstr(error.text, part) == NULL)
		fail_msg("%s", error.text);
}

static void write_file(const char *text)
{
	FILE *file = fopen(path, "w");

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
	unlink(path);
	sql("CREATE TABLE records (x)");
	cannot_open("move it away");
	unlink(path);
	sql("PRAGMA user_version = 99");
	cannot_open("newer certdesk");
	unlink(path);
	mkdir(path, 0700);
	cannot_open("cannot be");
	rmdir(path);
}

/* Many lengths that a torn file can have: a sentence or a list, no crash. */
static void test_torn_file(void **state)
{
	struct journal_filter filter = {.limit = 0};
	struct journal_db_reply reply;
	struct journal_db *torn;
	struct error error;
	struct buf bytes;
	char *whole = path;
	char copy[512];
	size_t torn_off;
	int read_back = 0;

	(void)state;
	finish(begin(), JOURNAL_SENT);
	buf_init(&bytes, 1 << 20);
	assert_true(file_read(whole, bytes.max, &bytes, &error));
	snprintf(copy, sizeof(copy), "%s/torn.db", directory);
	path = copy;
	for (torn_off = 0; torn_off <= bytes.len; torn_off += 211) {
		assert_true(file_replace(
			copy, bytes.data, bytes.len - torn_off, &error));
		torn = open_as(API_HOST, &error);
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
	path = whole;
	buf_clear(&bytes);
	assert_true(read_back >= 1);
}

/* -- disks that fail --------------------------------------------------------
 */

/* Run in a child: what it does to itself must not reach the other tests. */
static void in_child(void (*check)(void))
{
	pid_t child;
	int status;

	fflush(NULL);
	journal_db_close(db);
	db = NULL;
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

static void read_only(void)
{
	struct error error;

	/* Root may write everywhere. */
	if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
		_exit(1);
	must(open_as(API_HOST, &error) == NULL, 2);
	must(error.kind == ERROR_JOURNAL, 3);
	must(strstr(error.text, "cannot be written") != NULL, 4);
	must(strstr(error.text, "journal = PATH") != NULL, 5);
}

static void test_read_only_directory(void **state)
{
	char *slash = strrchr(path, '/');

	(void)state;
	chmod(directory, 0755);
	chmod(path, 0666);
	*slash = '\0';
	chmod(path, 0555);
	*slash = '/';
	in_child(read_only);
	*slash = '\0';
	chmod(path, 0777);
	*slash = '/';
	chmod(path, 0444);
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
	struct journal_db *own = open_as(API_HOST, &error);
	struct journal_intent other = resend;
	int64_t first, id;

	signal(SIGXFSZ, SIG_IGN);
	must(own != NULL, 1);
	must(begin_in(own, &resend, &first, &error) == JOURNAL_MAY_SEND, 2);
	limit_file_size(512);
	other.order_id = "900102";
	/* No record, no send. */
	must(begin_in(own, &other, &id, &error) == JOURNAL_FAILED, 3);
	must(id == 0 && error.kind == ERROR_JOURNAL, 4);
	must(strstr(error.text, "cannot be written") != NULL, 5);
	/* The outcome comes while there is no room, and once more. */
	must(!journal_db_finish(own, first, JOURNAL_SENT, 204, NULL, &error),
		6);
	must(error.kind == ERROR_JOURNAL, 7);
	must(!journal_db_finish(own, first, JOURNAL_UNKNOWN, 0, NULL, &error),
		8);
	limit_file_size(RLIM_INFINITY);
	must(begin_in(own, &other, &id, &error) == JOURNAL_MAY_SEND, 9);
	must(id == first + 1, 10);
	other.order_id = ORDER;
	other.guard_s = 600;
	must(begin_in(own, &other, &id, &error) == JOURNAL_GUARDED, 11);
	must(id == first, 12);
	journal_db_close(own);
}

static void test_disk_full(void **state)
{
	(void)state;
	in_child(disk_full);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_verdicts),
		TEST(test_agreed_to_an_older_send),
		TEST(test_other_api_host),
		TEST(test_addresses_of_one_line),
		TEST(test_record_comes_back),
		TEST(test_outcome_is_written_once),
		TEST(test_lists),
		TEST(test_settlement),
		TEST(test_only_the_unknown_is_settled_once),
		TEST(test_killed_while_sending),
		TEST(test_other_boot_of_this_host),
		TEST(test_other_host),
		TEST(test_one_of_many_may_send),
		TEST(test_modes),
		TEST(test_files_that_are_no_journal),
		TEST(test_torn_file),
		TEST(test_read_only_directory),
		TEST(test_disk_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
