/* SPDX-License-Identifier: MIT
 *
 * The journal between processes and hosts: who is still sending, whose send has
 * become unknown, and that of many only one may send.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
