/* SPDX-License-Identifier: MIT
 *
 * The journal between processes and hosts: who is still sending, whose send has
 * become unknown, that of many only one may send, and that what many write at
 * the same time is all there. TORTURE_WRITES says how much they write.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/journal-file.h"

/* A child that has begun a send and waits. Its record is *id. */
static pid_t start_sender(int64_t *id)
{
	struct error error;
	struct journal_db *own;
	int ends[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	/* SQLite's handles must not cross a fork. */
	journal_db_close(journal_file.db);
	journal_file.db = NULL;
	child = fork();
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* if an assert ends us */
		own = journal_file_open(JOURNAL_FILE_API_HOST, &error);
		if (own == NULL ||
			journal_file_begin_in(own, &journal_file_resend, id,
				NULL) != JOURNAL_MAY_SEND ||
			write(ends[1], id, sizeof(*id)) != sizeof(*id))
			_exit(1);
		for (;;)
			pause();
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], id, sizeof(*id)), sizeof(*id));
	close(ends[0]);
	journal_file_reopen();
	return child;
}

static void test_killed_while_sending(void **state)
{
	int64_t id = 0, other = 0;
	siginfo_t info;
	pid_t child;

	(void)state;
	child = start_sender(&id);
	assert_int_equal(journal_file_begin_in(journal_file.db,
				 &journal_file_resend, &other, NULL),
		JOURNAL_IN_FLIGHT);
	assert_int_equal(other, id);
	journal_file_cannot_settle(id);
	kill(child, SIGKILL);
	/* Dead, and nobody has asked for its status yet. */
	waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT);
	assert_int_equal(journal_file_outcome(id), JOURNAL_UNKNOWN);
	waitpid(child, NULL, 0);
	assert_int_equal(journal_file_outcome(id), JOURNAL_UNKNOWN);
	assert_int_equal(journal_file_begin_in(journal_file.db,
				 &journal_file_resend, &other, NULL),
		JOURNAL_UNSETTLED);
	assert_int_equal(other, id);
}

static void test_other_boot_of_this_host(void **state)
{
	int64_t id;

	(void)state;
	id = journal_file_begin();
	journal_file_sql("UPDATE records SET boot = 'an earlier one'");
	assert_int_equal(journal_file_outcome(id), JOURNAL_UNKNOWN);
}

static void test_other_host(void **state)
{
	int64_t id, other;

	(void)state;
	id = journal_file_begin();
	journal_file_sql(
		"UPDATE records SET host = 'jump2.example.com', pid = 1");
	journal_file.now_s = JOURNAL_FILE_NOW + 119;
	assert_int_equal(journal_file_outcome(id), JOURNAL_PENDING);
	assert_int_equal(journal_file_begin_in(journal_file.db,
				 &journal_file_resend, &other, NULL),
		JOURNAL_IN_FLIGHT);
	journal_file.now_s = JOURNAL_FILE_NOW + 120;
	assert_int_equal(journal_file_outcome(id), JOURNAL_UNKNOWN);
	assert_int_equal(journal_file_begin_in(journal_file.db,
				 &journal_file_resend, &other, NULL),
		JOURNAL_UNSETTLED);
	/* Its clock is far ahead of ours. */
	journal_file.now_s = JOURNAL_FILE_NOW - 3600;
	assert_int_equal(journal_file_outcome(id), JOURNAL_UNKNOWN);
}

/* /proc does not tell of it: it may be anybody's number by now. */
static void test_process_that_is_unclear(void **state)
{
	int64_t id;

	(void)state;
	id = journal_file_begin();
	journal_file_sql("UPDATE records SET pid_start = 0");
	journal_file.now_s = JOURNAL_FILE_NOW + 119;
	assert_int_equal(journal_file_outcome(id), JOURNAL_PENDING);
	journal_file.now_s = JOURNAL_FILE_NOW + 120;
	assert_int_equal(journal_file_outcome(id), JOURNAL_UNKNOWN);
}

#define RIVALS 4
#define ROUNDS 10

/* Wait for the starting signal, begin once, answer by the exit code. */
static void rival(int ready, int go)
{
	struct error error;
	struct journal_db *own =
		journal_file_open(JOURNAL_FILE_API_HOST, &error);
	enum journal_verdict verdict;
	char byte = 'r';
	int64_t id;

	if (own == NULL || write(ready, &byte, 1) != 1)
		_exit(99);
	close(ready); /* so that it is seen if another one fails */
	if (read(go, &byte, 1) < 0)
		_exit(99);
	verdict = journal_file_begin_in(own, &journal_file_resend, &id, NULL);
	journal_db_close(own);
	_exit((int)verdict);
}

static void race(int counts[])
{
	int ready[2], go[2], i, status;
	char byte;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(go), 0);
	/* SQLite's handles must not cross a fork. */
	journal_db_close(journal_file.db);
	journal_file.db = NULL;
	for (i = 0; i < RIVALS; i++) {
		if (fork() == 0) {
			close(go[1]);
			rival(ready[1], go[0]);
		}
	}
	close(ready[1]);
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
		journal_file_tear_down(state);
		assert_int_equal(journal_file_set_up(state), 0);
	}
}

#define WRITERS 4
#define WRITES	24 /* of all of them together */

/* A busy disk and many writers may keep one waiting for longer than a person
 * would be: then it says so, and is tried again. */
static bool was_held(const struct error *error)
{
	if (strstr(error->text, "another process holds it") != NULL)
		return true;
	fprintf(stderr, "%s\n", error->text);
	return false;
}

static struct journal_db *open_own(void)
{
	struct error error;
	struct journal_db *own;

	do {
		own = journal_file_open(JOURNAL_FILE_API_HOST, &error);
	} while (own == NULL && was_held(&error));
	return own;
}

/* An outcome that has to wait is written before the next record, or at the
 * end. */
static bool write_one(struct journal_db *own, const char *order)
{
	struct journal_intent intent = journal_file_resend;
	enum journal_verdict verdict;
	struct error error;
	int64_t id;

	intent.order_id = order;
	do {
		verdict = journal_file_begin_in(own, &intent, &id, &error);
	} while (verdict == JOURNAL_FAILED && was_held(&error));
	return verdict == JOURNAL_MAY_SEND &&
	       (journal_db_finish(own, id, JOURNAL_SENT, 204, NULL, &error) ||
		       was_held(&error));
}

/* Orders of its own, so that nothing stands in its way. */
static void writer(int number, int writes)
{
	struct journal_db *own = open_own();
	char order[32];

	for (int i = 0; own != NULL && i < writes; i++) {
		snprintf(order, sizeof(order), "%d", number * 100000 + i);
		if (!write_one(own, order))
			_exit(2);
	}
	if (own == NULL)
		_exit(1);
	journal_db_close(own);
	_exit(0);
}

static int compare_orders(const void *a, const void *b)
{
	return strcmp(((const struct journal_record *)a)->order_id,
		((const struct journal_record *)b)->order_id);
}

/* Each order once, each as sent, the numbers without a gap. */
static void check_all(size_t total)
{
	struct journal_filter filter = {.limit = 0};
	struct journal_db_reply reply = {.count = 0};
	struct error error;

	assert_true(journal_db_list(journal_file.db, &filter, &reply, &error));
	assert_int_equal(reply.count, total);
	for (size_t i = 0; i < total; i++) {
		assert_int_equal(reply.records[i].id, (int64_t)(total - i));
		assert_int_equal(reply.records[i].outcome, JOURNAL_SENT);
	}
	qsort(reply.records, total, sizeof(*reply.records), compare_orders);
	for (size_t i = 1; i < total; i++)
		assert_string_not_equal(reply.records[i].order_id,
			reply.records[i - 1].order_id);
	journal_db_reply_clear(&reply);
}

static void test_writes_of_many(void **state)
{
	const char *text = getenv("TORTURE_WRITES");
	long writes = text != NULL ? strtol(text, NULL, 10) : WRITES;
	int each = (int)writes / WRITERS, status;

	(void)state;
	journal_db_close(journal_file.db);
	journal_file.db = NULL;
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			writer(i + 1, each);
	for (int i = 0; i < WRITERS; i++) {
		wait(&status);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	journal_file_reopen();
	check_all((size_t)each * WRITERS);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		name, journal_file_set_up, journal_file_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_killed_while_sending),
		TEST(test_other_boot_of_this_host),
		TEST(test_other_host),
		TEST(test_process_that_is_unclear),
		TEST(test_one_of_many_may_send),
		TEST(test_writes_of_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
