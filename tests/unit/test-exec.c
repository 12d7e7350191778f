/* SPDX-License-Identifier: MIT
 *
 * What is open is kept from a program that is started, whatever the system has
 * to close it with: the call (close_range, which old kernels do not know), the
 * list in /proc, or neither.
 */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attr.h"
#include "error.h"
#include "exec.h"
#include "secret.h"

static bool has_call = true;

#ifdef HAVE_CLOSE_RANGE
/* In the place of the library's. */
int close_range(unsigned first, unsigned last, int flags)
{
	(void)flags;
	if (!has_call) {
		errno = ENOSYS;
		return -1;
	}
	for (unsigned fd = first; fd <= last && fd < 1024; fd++)
		close((int)fd);
	return 0;
}
#endif

static const int numbers[] = {4, 5, 77, 300, 301, 999};

static void open_many(void)
{
	int nothing = open("/dev/null", O_RDWR);

	assert_true(nothing >= 0);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		assert_int_equal(dup2(nothing, numbers[i]), numbers[i]);
	for (int fd = 400; fd < 700; fd++)
		assert_int_equal(dup2(nothing, fd), fd);
}

static int count_open(int first)
{
	int count = 0;

	for (int fd = first; fd < 1024; fd++)
		count += fcntl(fd, F_GETFD) != -1;
	return count;
}

/* In a child, as it closes what the test itself needs: 0 if all is well. */
static void in_child(int (*check)(void))
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(check());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int closes_listed(void)
{
	if (!exec_close_listed(5))
		return 1;
	return count_open(5) != 0 || fcntl(4, F_GETFD) == -1;
}

static int closes_counted(void)
{
	exec_close_counted(5);
	return count_open(5) != 0 || fcntl(4, F_GETFD) == -1;
}

/* The limit is lower than what is open already. */
static int closes_above_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 2;
	limit.rlim_cur = 100;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 2;
	return closes_counted();
}

static int keeps_told(void)
{
	int ends[2], told;
	char c = '\0';

	if (pipe(ends) != 0 || dup2(ends[0], STDIN_FILENO) < 0)
		return 1;
	told = exec_close_others(ends[1]);
	if (fcntl(told, F_GETFD) != FD_CLOEXEC || count_open(3) != 1)
		return 2;
	if (write(told, "x", 1) != 1 || read(STDIN_FILENO, &c, 1) != 1)
		return 3;
	return c != 'x';
}

static void test_ways(void **state)
{
	(void)state;
	in_child(closes_listed);
	in_child(closes_counted);
	in_child(closes_above_limit);
}

static void test_others(void **state)
{
	(void)state;
	in_child(keeps_told);
	has_call = false;
	in_child(keeps_told);
	has_call = true;
}

/* The shell's own read of its list is one more. */
static void test_key_command(void **state)
{
	struct error error;
	struct secret *secret;

	(void)state;
	for (int i = 0; i < 2; i++) {
		has_call = i == 0;
		secret = secret_from_command(
			"sh -c 'for n in 4 5 77 300 999; do test ! -e "
			"/proc/$$/fd/$n || printf %s- $n; done; printf none'",
			&error);
		assert_non_null(secret);
		assert_string_equal(secret_text(secret), "none");
		secret_free(secret);
	}
	has_call = true;
}

static int set_up(void **state)
{
	(void)state;
	open_many();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_key_command),
	};

	return cmocka_run_group_tests_name("exec", tests, set_up, NULL);
}
