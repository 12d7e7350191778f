/* SPDX-License-Identifier: MIT
 *
 * The key while the loop runs: the same of a command as at the start, what it
 * has of the terminal, that the loop goes on, and what is left when it is given
 * up.
 */
#include "config.h"

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
#include <termios.h>
#include <unistd.h>

#include "attr.h"
#include "child-fork.h"
#include "file.h"
#include "loop-uv.h"
#include "mem.h"
#include "secret-find.h"
#include "tests/support/terminal.h"

static char *directory, *fifo;
static struct loop *loop;
static struct children *children;
static struct secret_find_end ended;
static int ends;

static void set_up_loop(void)
{
	loop = loop_uv_new();
	children = child_fork_new(loop);
	memset(&ended, 0, sizeof(ended));
	ends = 0;
}

static void tear_down_loop(void)
{
	child_fork_free(children);
	loop_uv_free(loop);
}

static int set_up(void **state)
{
	struct error error;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	directory = file_make_temporary_directory("certdesk-test", &error);
	if (directory == NULL)
		return -1;
	fifo = mem_printf("%s/fifo", directory);
	set_up_loop();
	return mkfifo(fifo, 0600);
}

static int tear_down(void **state)
{
	(void)state;
	tear_down_loop();
	file_remove_tree(directory);
	free(directory);
	free(fifo);
	return 0;
}

static void done(void *data, const struct secret_find_end *end)
{
	(void)data;
	ended = *end;
	ends++;
	loop_stop(loop);
}

static struct secret_find *start(const char *line, bool on_terminal)
{
	return secret_find_by_command(
		loop, children, line, on_terminal, done, NULL);
}

/* -- what it prints -------------------------------------------------------- */

struct command_case {
	const char *command, *key;
	const char *says; /* part of the sentence */
	bool may_need_terminal;
};

static const struct command_case command_cases[] = {
	{"printf '%s\\n' Canary", "Canary", NULL, false},
	{"sh -c 'printf Canary-; printf key'", "Canary-key", NULL, false},
	{"sh -c 'tail -f /dev/null & echo Canary; kill $!'", "Canary", NULL,
		false},
	{"printf %s Canary;echo", "Canary;echo", NULL, false},
	{"sh -c 'echo Canary; echo KKK >&2'", "Canary", NULL, false},
	{"true", NULL, "is empty", false},
	{"printf 'Canary\\nKKK\\n'", NULL, "more than one line", false},
	{"head -c 5000 /dev/zero", NULL, "4 KiB", false},
	{"yes KKK", NULL, "4 KiB", false},
	{"sh -c 'echo Canary; exit 3'", NULL, "exit code 3", true},
	{"sh -c 'echo Canary; kill -9 $$'", NULL, "signal 9", false},
	{"/nonexistent/command x", NULL, "/nonexistent/command", false},
	{"'unfinished", NULL, "quote", false},
	{"sh -c 'echo none${CERTDESK_API_KEY}'", "none", NULL, false},
	/* Nothing to read, a group and a session of its own, no terminal. */
	{"sh -c 'read x || echo nothing'", "nothing", NULL, false},
	{"sh -c 'echo x </dev/tty'", NULL, "exit code 2", true},
	{"sh -c 'set -- $(cat /proc/$$/stat); test $1 = $5 -a $1 = $6 && echo "
	 "own'",
		"own", NULL, false},
	{"sh -c 'printf %s \"$GPG_TTY\" | tr \" \" -'", "not-a-tty", NULL,
		false},
};

static void check(const struct command_case *c)
{
	assert_int_equal(ends, 1);
	if (c->key != NULL) {
		assert_non_null(ended.secret);
		assert_string_equal(secret_text(ended.secret), c->key);
	} else {
		assert_null(ended.secret);
		assert_int_not_equal(ended.error.kind, ERROR_NONE);
		assert_null(strstr(ended.error.text, "Canary"));
		assert_null(strstr(ended.error.text, "KKK"));
		if (strstr(ended.error.text, c->says) == NULL)
			fail_msg("%s: %s", c->command, ended.error.text);
	}
	assert_int_equal(ended.may_need_terminal, c->may_need_terminal);
	secret_free(ended.secret);
}

static void test_command(void **state)
{
	(void)state;
	setenv("CERTDESK_API_KEY", "Canary", 1);
	for (size_t i = 0; i < ARRAY_LEN(command_cases); i++) {
		ends = 0;
		start(command_cases[i].command, false);
		assert_int_equal(ends, 0);
		loop_run(loop);
		check(&command_cases[i]);
	}
}

/* -- the loop goes on ------------------------------------------------------ */

/* Nobody else lets it go. */
static void let_it_go(void *data)
{
	int fd = open(fifo, O_RDWR | O_NONBLOCK);

	(void)data;
	assert_int_equal(write(fd, "Canary\n", 7), 7);
	close(fd);
}

static void test_loop_goes_on(void **state)
{
	char *line = mem_printf("sh -c 'read x <%s && echo $x'", fifo);
	/* Kept open, so that what is written is not lost. */
	int keeper = open(fifo, O_RDWR);
	struct loop_timer *timer = loop_timer_new(loop, let_it_go, NULL);

	(void)state;
	loop_timer_start(timer, 20);
	start(line, false);
	loop_run(loop);
	assert_int_equal(ends, 1);
	assert_non_null(ended.secret);
	assert_string_equal(secret_text(ended.secret), "Canary");
	secret_free(ended.secret);
	loop_timer_free(timer);
	close(keeper);
	free(line);
}

/* Those of its group hold the fifo, and its end is seen when none of them is
 * left: one does not want to end. */
static void test_given_up(void **state)
{
	char *line = mem_printf("sh -c 'exec 9>%s; (trap \"\" TERM; tail -f "
				"/dev/null >&9) & trap \"\" TERM; echo x >&9; "
				"tail -f /dev/null'",
		fifo);
	struct secret_find *find;
	char c;
	int fd = open(fifo, O_RDONLY | O_NONBLOCK);

	(void)state;
	assert_int_equal(fcntl(fd, F_SETFL, 0), 0);
	find = start(line, false);
	while (read(fd, &c, 1) == 0) /* until it holds it */
		;
	secret_find_stop(find);
	child_fork_free(children); /* as at the end of the program */
	children = NULL;
	while (read(fd, &c, 1) == 1)
		;
	assert_int_equal(ends, 0);
	waitpid(-1, NULL, 0);
	close(fd);
	free(line);
}

/* -- on the terminal ------------------------------------------------------- */

struct terminal_case {
	const char *command; /* NULL: the prompt */
	bool on_terminal;
	const char *typed;
	const char *key;
	const char *says;
};

static const struct terminal_case terminal_cases[] = {
	{"sh -c 'printf ? >/dev/tty; read x </dev/tty; echo $x'", true,
		"Canary\r", "Canary", NULL},
	{"sh -c 'stty -echo </dev/tty; printf ? >/dev/tty; read x </dev/tty; "
	 "echo $x'",
		true, "Canary\r", "Canary", NULL},
	{"sh -c 'stty -echo </dev/tty; printf ? >/dev/tty; exec tail -f "
	 "/dev/null'",
		true, "\x03", NULL, "signal 2"},
	{"sh -c 'exec 2>/dev/null; echo x >/dev/tty; read x </dev/tty'", false,
		"", NULL, "exit code"},
	{NULL, true, "Canary\r", "Canary", NULL},
	{NULL, true, "Canary\x03", NULL, "No API key"},
};

static int is_right(const struct terminal_case *c)
{
	if (ends != 1)
		return 2;
	if (c->key == NULL)
		return ended.secret != NULL ||
		       strstr(ended.error.text, c->says) == NULL;
	if (ended.secret == NULL)
		return 3;
	return strcmp(secret_text(ended.secret), c->key) != 0;
}

/* Afterwards the terminal is ours again, and as it was. */
static int find_on_terminal(void *data)
{
	const struct terminal_case *c = data;
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY), code;
	struct termios before, now;

	signal(SIGPIPE, SIG_IGN);
	set_up_loop();
	if (tcgetattr(fd, &before) != 0)
		return 1;
	if (c->command != NULL)
		start(c->command, c->on_terminal);
	else
		secret_find_by_prompt(loop, "?", done, NULL);
	loop_run(loop);
	code = is_right(c);
	secret_free(ended.secret);
	if (tcgetpgrp(fd) != getpgrp())
		code = 5;
	if (tcgetattr(fd, &now) != 0 || now.c_lflag != before.c_lflag)
		code = 6;
	tear_down_loop();
	return write(fd, "\n", 1) == 1 ? code : 7;
}

static void test_on_terminal(void **state)
{
	char shown[TERMINAL_SHOWN];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(terminal_cases); i++) {
		const struct terminal_run run = {
			.code = find_on_terminal,
			.data = (void *)&terminal_cases[i],
			.asks = "?",
			.typed = terminal_cases[i].typed,
		};
		int code = terminal_run(&run, shown);

		if (code != 0)
			fail_msg("case %zu: %d", i, code);
		/* Without it nothing is written there. */
		if (!terminal_cases[i].on_terminal)
			assert_string_equal(shown, "\r\n");
	}
}

/* -- given up while it is typed -------------------------------------------- */

static void stop_find(void *data)
{
	secret_find_stop(data);
	loop_stop(loop);
}

static int give_up_prompt(void *data)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY), code = 0;
	struct termios before, now;
	struct secret_find *find;

	(void)data;
	set_up_loop();
	if (tcgetattr(fd, &before) != 0)
		return 1;
	find = secret_find_by_prompt(loop, "?", done, NULL);
	if (tcgetattr(fd, &now) != 0 || (now.c_lflag & ECHO) != 0)
		code = 2;
	loop_defer(loop, stop_find, find);
	loop_run(loop);
	if (tcgetattr(fd, &now) != 0 || now.c_lflag != before.c_lflag)
		code = 3;
	tear_down_loop();
	return ends == 0 ? code : 4;
}

static void test_prompt_given_up(void **state)
{
	const struct terminal_run run = {
		.code = give_up_prompt, .asks = "nothing", .typed = ""};
	char shown[TERMINAL_SHOWN];

	(void)state;
	assert_int_equal(terminal_run(&run, shown), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_command),
		TEST(test_loop_goes_on),
		TEST(test_given_up),
		/* Their loops are those of their children. */
		cmocka_unit_test(test_on_terminal),
		cmocka_unit_test(test_prompt_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
