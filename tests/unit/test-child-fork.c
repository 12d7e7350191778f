/* SPDX-License-Identifier: MIT
 *
 * Real children on a real loop: how they end, what they are given, what is
 * kept from them. (On a terminal: tests/e2e/out.sh.)
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "child-fork.h"
#include "loop-uv.h"

static struct loop *loop;
static struct children *children;
static char output[CHILD_OUTPUT_MAX + 1];
static struct error ended;
static int ends;

static void done(void *data, const struct child_end *end)
{
	assert_ptr_equal(data, output);
	strcpy(output, end->output);
	ended = end->error;
	ends++;
	loop_stop(loop);
}

static int set_up(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	loop = loop_uv_new();
	children = child_fork_new(loop);
	output[0] = '\0';
	ends = 0;
	return loop == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
	(void)state;
	child_fork_free(children);
	loop_uv_free(loop);
	return 0;
}

static struct child *start(const char *script, bool has_input)
{
	static const char *const environment[] = {
		"CERTDESK_ORDER_ID=900101", "HOME=/elsewhere", NULL};
	const char *const words[] = {"sh", "-c", script, NULL};
	const struct child_request request = {
		.words = words,
		.environment = environment,
		.has_input = has_input,
	};

	return child_start(children, &request, done, output);
}

static void run(const char *script)
{
	start(script, false);
	assert_int_equal(ends, 0);
	loop_run(loop);
	assert_int_equal(ends, 1);
}

static void test_ends(void **state)
{
	(void)state;
	run("exit 0");
	assert_int_equal(ended.kind, ERROR_NONE);
	ends = 0;
	run("echo one; echo two >&2; exit 3");
	assert_int_equal(ended.kind, ERROR_SYSTEM);
	assert_string_equal(ended.text, "sh ended with exit code 3");
	assert_string_equal(output, "one\ntwo\n");
	ends = 0;
	run("kill -TERM $$");
	assert_string_equal(ended.text, "sh was ended by signal 15");
}

static void test_not_there(void **state)
{
	const char *const words[] = {"certdesk-no-such-program", NULL};
	const struct child_request request = {.words = words};

	(void)state;
	child_start(children, &request, done, output);
	assert_int_equal(ends, 0);
	loop_run(loop);
	assert_int_equal(ends, 1);
	assert_non_null(strstr(ended.text, "cannot be started"));
}

/* More than a pipe holds, and more than is kept of the answer. */
static void test_input(void **state)
{
	size_t size = 3 * 1000 * 1000;
	char *text = malloc(size);
	struct child *child = start("wc -c | tr -d ' '", true);

	(void)state;
	memset(text, 'x', size);
	child_write(child, text, size);
	child_write(child, text, 7);
	assert_int_equal(child_unread(child), size + 7);
	child_close(child);
	loop_run(loop);
	assert_string_equal(output, "3000007\n");
	free(text);
	ends = 0;
	run("head -c 100000 /dev/zero | tr '\\0' y");
	assert_int_equal(strlen(output), CHILD_OUTPUT_MAX);
}

static void count_room(void *data)
{
	(*(int *)data)++;
}

/* Who does not read is no error of ours, and no reason to wait. */
static void test_input_unread(void **state)
{
	static char text[1000000];
	struct child *child = start("exec <&-; echo done", true);
	int rooms = 0;

	(void)state;
	memset(text, 'x', sizeof(text));
	child_on_room(child, count_room, &rooms);
	child_write(child, text, sizeof(text));
	loop_run(loop);
	assert_int_equal(ended.kind, ERROR_NONE);
	assert_string_equal(output, "done\n");
	ends = 0;
	run("read line && echo got"); /* from nothing */
	assert_string_equal(output, "");
}

static void test_environment(void **state)
{
	(void)state;
	setenv("CERTDESK_API_KEY", "secret-of-a-test", 1);
	run("echo $CERTDESK_ORDER_ID $HOME; env | grep -c secret-of-a-test; "
	    "ls /proc/self/fd 2>/dev/null | tr '\\n' ' '");
	unsetenv("CERTDESK_API_KEY");
	assert_non_null(strstr(output, "900101 /elsewhere\n0\n"));
	/* 3 is the directory that ls reads. */
	if (access("/proc/self/fd", F_OK) == 0)
		assert_non_null(strstr(output, "0\n0 1 2 3 "));
}

/* The end of the child counts, not that of its children. */
static void test_left_behind(void **state)
{
	(void)state;
	run("echo first; sleep 1000 & echo $!");
	assert_int_equal(strncmp(output, "first\n", 6), 0);
	kill((pid_t)strtol(output + 6, NULL, 10), SIGKILL);
}

static void test_stop(void **state)
{
	struct child *child = start("sleep 1000 & wait", false);

	(void)state;
	child_stop(child);
	child_stop(child);
	loop_run(loop);
	assert_string_equal(ended.text, "sh was ended by signal 15");
}

static void stop_loop(void *data)
{
	(void)data;
	loop_stop(loop);
}

static void test_forget(void **state)
{
	struct child *forgotten = start("exit 5", false);
	struct child *other;

	(void)state;
	child_forget(forgotten);
	other = start("read line", true);
	child_on_room(other, stop_loop, NULL);
	child_write(other, "x\n", 2);
	loop_run(loop);
	loop_run(loop);
	assert_int_equal(ends, 1);
	assert_int_equal(ended.kind, ERROR_NONE);
	/* One that runs when all is taken apart. */
	child_stop(start("sleep 1000", false));
}

/* When we end it goes on, and what it says ends it not: it is let go when
 * nobody is here any more who would read. */
static void test_runs_on(void **state)
{
	char folder[] = "/tmp/certdesk-test-XXXXXX";
	char fifo[64], script[160];
	int status, fd;

	(void)state;
	while (waitpid(-1, NULL, 0) > 0) /* of the tests before */
		;
	assert_non_null(mkdtemp(folder));
	snprintf(fifo, sizeof(fifo), "%s/fifo", folder);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	snprintf(script, sizeof(script),
		"read x <%s; echo one; echo two; exit 0", fifo);
	child_forget(start(script, false));
	child_fork_free(children);
	children = NULL;
	fd = open(fifo, O_WRONLY);
	assert_int_equal(write(fd, "x\n", 2), 2);
	close(fd);
	while (waitpid(-1, &status, 0) > 0) {
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	assert_int_equal(ends, 0);
	unlink(fifo);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_not_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_input, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_input_unread, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_environment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_left_behind, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_stop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_forget, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_runs_on, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
