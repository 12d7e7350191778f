/* SPDX-License-Identifier: MIT
 *
 * The key command: its words and no shell, what it may print, when it is given
 * up and what is left of it then, and that it has the terminal meanwhile.
 */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "attr.h"
#include "file.h"
#include "mem.h"
#include "secret.h"
#include "secret-command.h"
#include "tests/support/terminal.h"

#define KEY	"Canary-0123456789-key"
#define LONG_MS 600000 /* never reached */

static char *directory;

static int set_up(void **state)
{
	struct error error;

	(void)state;
	directory = file_make_temporary_directory("certdesk-test", &error);
	return directory == NULL;
}

static int tear_down(void **state)
{
	(void)state;
	file_remove_tree(directory);
	free(directory);
	return 0;
}

/* Takes the secret. NULL for `text`: it must have been refused, in a sentence
 * without what was printed. */
static void
is(struct secret *secret, const struct error *error, const char *text)
{
	if (text != NULL) {
		assert_non_null(secret);
		assert_string_equal(secret_text(secret), text);
	} else {
		assert_null(secret);
		assert_int_equal(error->kind, ERROR_CONFIG);
		assert_null(strstr(error->text, "Canary"));
		assert_null(strstr(error->text, "KKK"));
	}
	secret_free(secret);
}

/* -- what it prints -------------------------------------------------------- */

struct command_case {
	const char *command, *key;
	const char *says; /* part of the sentence */
};

static const struct command_case command_cases[] = {
	{"printf '%s\\n' " KEY, KEY, NULL},
	{"printf %s " KEY, KEY, NULL},
	{"sh -c 'printf Canary-; printf key'", "Canary-key", NULL},
	/* A process that stays behind holds the pipe. */
	{"sh -c 'tail -f /dev/null & echo Canary; kill $!'", "Canary", NULL},
	/* No shell: this is one word to echo, not a second command. */
	{"printf %s Canary;echo", "Canary;echo", NULL},
	{"printf %s $HOME", "$HOME", NULL},
	{"true", NULL, "is empty"},
	{"printf 'Canary\\nKKK\\n'", NULL, "more than one line"},
	{"printf 'Canary key'", NULL, "blank"},
	{"printf 'Canary\\033[2J'", NULL, "cannot be"},
	{"printf 'Canary\\r\\n'", "Canary", NULL},
	{"printf 'Canary\\rKKK\\n'", NULL, "cannot be"},
	{"printf 'Canary\\0KKK'", NULL, "cannot be"},
	{"printf 'Canary\\n\\n'", NULL, "more than one line"},
	{"printf 'Canary\\303\\244'", NULL, "cannot be"},
	{"head -c 5000 /dev/zero", NULL, "4 KiB"},
	{"head -c 4098 /dev/zero", NULL, "longer"},
	{"sh -c 'echo Canary; exit 3'", NULL, "exit code 3"},
	{"sh -c 'echo Canary; kill -9 $$'", NULL, "signal 9"},
	{"false", NULL, "exit code 1"},
	{"/nonexistent/command x", NULL, "/nonexistent/command"},
	{"'unfinished", NULL, "quote"},
	{"", NULL, "no command"},
};

static void test_from_command(void **state)
{
	const struct command_case *c;
	struct error error;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(command_cases); i++) {
		c = &command_cases[i];
		is(secret_from_command(c->command, &error), &error, c->key);
		if (c->says != NULL && strstr(error.text, c->says) == NULL)
			fail_msg("%s: %s", c->command, error.text);
	}
}

/* One that hangs is ended, whether it still speaks, has closed its output or
 * does not want to end. */
static void test_command_that_hangs(void **state)
{
	static const char *const commands[] = {
		"tail -f /dev/null",
		"sh -c 'exec >&2; exec tail -f /dev/null'",
		"sh -c 'echo Canary; trap \"\" TERM; exec tail -f /dev/null'",
	};
	struct error error;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(commands); i++) {
		is(secret_command_run(commands[i], 100, &error), &error, NULL);
		assert_non_null(strstr(error.text, "in time"));
		assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	}
}

/* The helper has the key already; a daemon it left has our pipe. */
static void test_command_that_leaves_a_daemon(void **state)
{
	char *fifo = mem_printf("%s/fifo", directory);
	char *command = mem_printf("sh -c '(read x <%s) & echo Canary'", fifo);
	struct error error;
	int fd;

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	is(secret_command_run(command, 20000, &error), &error, "Canary");
	fd = open(fifo, O_RDWR); /* lets it go */
	assert_int_equal(write(fd, "x\n", 2), 2);
	close(fd);
	free(fifo);
	free(command);
}

/* -- its processes ----------------------------------------------------------
 */

/* "PID/GROUP" */
static void test_own_group(void **state)
{
	struct secret *secret;
	struct error error;
	char *slash;

	(void)state;
	secret = secret_from_command(
		"sh -c 'set -- $(cat /proc/$$/stat); echo $1/$5'", &error);
	assert_non_null(secret);
	slash = strchr(secret_text(secret), '/');
	assert_non_null(slash);
	assert_memory_equal(secret_text(secret), slash + 1, strlen(slash + 1));
	assert_int_not_equal(getpgrp(), (int)strtol(slash + 1, NULL, 10));
	secret_free(secret);
}

/* Whatever it started in its group goes with it: each of them holds the pipe,
 * and its end is seen when nobody does. */
static void test_nothing_stays_of_one_that_hangs(void **state)
{
	char *fifo = mem_printf("%s/fifo", directory);
	char *command = mem_printf(
		"sh -c 'exec 9>%s; (trap \"\" TERM; tail -f /dev/null >&9) & exec "
		"tail -f /dev/null'",
		fifo);
	struct error error;
	char c;
	int fd;

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	fd = open(fifo, O_RDONLY | O_NONBLOCK);
	assert_int_equal(fcntl(fd, F_SETFL, 0), 0);
	is(secret_command_run(command, 300, &error), &error, NULL);
	assert_non_null(strstr(error.text, "in time"));
	assert_int_equal(read(fd, &c, 1), 0);
	close(fd);
	free(fifo);
	free(command);
}

/* It has what our environment has now. */
static void test_environment(void **state)
{
	struct error error;

	(void)state;
	setenv("CERTDESK_API_KEY", "Canary", 1);
	secret_free(secret_from_environment("CERTDESK_API_KEY", &error));
	is(secret_from_command("sh -c 'echo none${CERTDESK_API_KEY}'", &error),
		&error, "none");
}

/* -- the terminal -----------------------------------------------------------
 */

struct terminal_case {
	const char *command, *typed;
	const char *key;  /* NULL: refused */
	const char *says; /* then */
};

static const struct terminal_case terminal_cases[] = {
	{"sh -c 'printf ? >/dev/tty; read x </dev/tty; echo $x'", "Canary\r",
		"Canary", NULL},
	{"sh -c 'stty -echo </dev/tty; printf ? >/dev/tty; read x </dev/tty; "
	 "echo $x'",
		"Canary\r", "Canary", NULL},
	{"sh -c 'stty -echo </dev/tty; printf ? >/dev/tty; exec tail -f "
	 "/dev/null'",
		"\x03", NULL, "signal 2"},
	{"sh -c 'stty -echo </dev/tty; printf ? >/dev/tty; exec tail -f "
	 "/dev/null'",
		"\x1a", NULL, "was stopped"},
	{"sh -c 'printf ? >/dev/tty; read x </dev/tty; exit 3'", "Canary\r",
		NULL, "exit code 3"},
	{"/nonexistent/command ?", "", NULL, "/nonexistent/command"},
};

/* Afterwards the terminal is ours again, and as it was. */
static int is_back(const struct termios *before)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY);
	struct termios now;

	if (fd < 0 || tcgetpgrp(fd) != getpgrp())
		return 5;
	if (tcgetattr(fd, &now) != 0 || now.c_lflag != before->c_lflag)
		return 6;
	close(fd);
	return 0;
}

static int check_command(const struct terminal_case *c, int fd)
{
	struct termios before;
	struct secret *secret;
	struct error error;

	if (fd < 0 || tcgetattr(fd, &before) != 0)
		return 1;
	error_clear(&error);
	secret = secret_command_run(c->command, LONG_MS, &error);
	if (c->key == NULL && secret != NULL)
		return 2;
	if (c->key == NULL && strstr(error.text, c->says) == NULL)
		return 3;
	if (c->key != NULL &&
		(secret == NULL || strcmp(secret_text(secret), c->key) != 0))
		return 4;
	secret_free(secret);
	return is_back(&before);
}

static int command_code(void *data)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY);
	int code = check_command(data, fd);

	return write(fd, "\n", 1) == 1 ? code : 7;
}

static void test_on_the_terminal(void **state)
{
	char shown[TERMINAL_SHOWN];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(terminal_cases); i++) {
		const struct terminal_run run = {
			.code = command_code,
			.data = (void *)&terminal_cases[i],
			.asks = "?",
			.typed = terminal_cases[i].typed,
		};
		int code = terminal_run(&run, shown);

		if (code != 0)
			fail_msg("%zu: %d, %s", i, code, shown);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_from_command),
		TEST(test_command_that_hangs),
		TEST(test_command_that_leaves_a_daemon),
		TEST(test_own_group),
		TEST(test_nothing_stays_of_one_that_hangs),
		TEST(test_environment),
		TEST(test_on_the_terminal),
	};

	alarm(600); /* for what hangs when it fails */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
