/* SPDX-License-Identifier: MIT
 *
 * A pseudo terminal: the child has the one end as its controlling terminal, we
 * type and look at the other.
 */
#include "config.h"

#include "tests/support/terminal.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the child has to say goes by the exit code. The end of a session takes
 * away what its terminal has not handed on yet, so it stays until all was
 * seen. */
static void
become_child(const struct terminal_run *run, const char *name, const int *seen)
{
	int fd, code;
	char c;

	close(seen[1]);
	setsid();
	/* A shell without jobs has what it starts in the background ignore
	 * them, and so would all that is run here. */
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	fd = open(name, O_RDWR);
	if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) != 0)
		_exit(101);
	code = run->code(run->data);
	_exit(read(seen[0], &c, 1) == 0 ? code : 102);
}

static void type(int terminal, const struct terminal_run *run, char *shown)
{
	size_t len = 0;
	ssize_t got;
	bool done = false;

	memset(shown, 0, TERMINAL_SHOWN);
	while (strchr(shown, '\n') == NULL && len < TERMINAL_SHOWN - 1 &&
		(got = read(terminal, shown + len, TERMINAL_SHOWN - 1 - len)) >
			0) {
		len += (size_t)got;
		if (!done && strstr(shown, run->asks) != NULL) {
			assert_int_equal(
				write(terminal, run->typed, strlen(run->typed)),
				(ssize_t)strlen(run->typed));
			done = true;
		}
	}
}

int terminal_run(const struct terminal_run *run, char *shown)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);
	int seen[2], status;
	pid_t child;

	assert_int_equal(grantpt(terminal), 0);
	assert_int_equal(unlockpt(terminal), 0);
	assert_int_equal(pipe(seen), 0);
	child = fork();
	if (child == 0)
		become_child(run, ptsname(terminal), seen);
	close(seen[0]);
	type(terminal, run, shown);
	close(seen[1]);
	waitpid(child, &status, 0);
	close(terminal);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}
