/* SPDX-License-Identifier: MIT
 *
 * The loop where the system refuses what it needs: no loop, and a reason.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loop-uv.h"

#define NOBODY 65534

/* In a child, which the limit dies with. 0, or what is wrong. */
static int without_processes(void)
{
	const struct rlimit one = {1, 1};

	/* Root has no limit of processes. */
	if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
		return 1;
	if (setrlimit(RLIMIT_NPROC, &one) != 0)
		return 2;
	if (loop_uv_new() != NULL)
		return 3;
	return errno == EAGAIN ? 0 : 4;
}

/* libuv itself would end the program at the first job. */
static void test_no_more_processes(void **state)
{
	pid_t child;
	int status;

	(void)state;
	fflush(NULL);
	child = fork();
	if (child == 0)
		_exit(without_processes());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* With so many descriptors at most: a loop, or a reason. */
static int with_descriptors(rlim_t most)
{
	struct rlimit limit;
	struct loop *loop;

	/* The hard limit stays: valgrind has its own descriptors above it. */
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 2;
	limit.rlim_cur = most;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 2;
	loop = loop_uv_new();
	if (loop == NULL)
		return errno == EMFILE ? 1 : 4;
	loop_uv_free(loop);
	return 0;
}

/* In a child, which the limit dies with. */
static int end_of_child(rlim_t most)
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	if (child == 0)
		_exit(with_descriptors(most));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* libuv itself would end the program, when it makes its first pipe. */
static void test_no_more_descriptors(void **state)
{
	int end = 1;

	(void)state;
	assert_int_equal(end_of_child(3), 1);
	for (rlim_t most = 4; end == 1; most++)
		end = end_of_child(most);
	assert_int_equal(end, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_more_processes),
		cmocka_unit_test(test_no_more_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
