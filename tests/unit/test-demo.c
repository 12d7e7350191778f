/* SPDX-License-Identifier: MIT
 *
 * Starting and ending the demo's server. Shell scripts in a PATH of our own
 * play the sandbox; each keeps a FIFO open, so that its end can be waited for.
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
#include <unistd.h>

#include "buf.h"
#include "demo.h"
#include "file.h"
#include "mem.h"

/* Notes its arguments, then does what the test says. $port is the file. */
#define SCRIPT                                                                 \
	"#!/bin/sh\n"                                                          \
	"here=$(dirname \"$0\")\n"                                             \
	"exec 9<>\"$here/alive\"\n"                                            \
	"echo \"$@\" >\"$here/arguments\"\n"                                   \
	"while [ $# -gt 0 ]; do\n"                                             \
	"  [ \"$1\" = --port-file ] && port=$2\n"                              \
	"  shift\n"                                                            \
	"done\n"

#define STAY "exec tail -f /dev/null\n"

static char *directory, *old_path;

static char *below(const char *name)
{
	return mem_printf("%s/%s", directory, name);
}

static int set_up(void **state)
{
	struct error error;
	char *path, *alive;

	(void)state;
	directory = file_make_temporary_directory("certdesk-test", &error);
	old_path = mem_dup(getenv("PATH"));
	path = mem_printf("%s:%s", directory, old_path);
	setenv("PATH", path, 1);
	free(path);
	alive = below("alive");
	assert_int_equal(mkfifo(alive, 0600), 0);
	free(alive);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	setenv("PATH", old_path, 1);
	file_remove_tree(directory);
	free(directory);
	free(old_path);
	return 0;
}

static void write_script(const char *rest)
{
	char *path = below("certdesk-sandbox");
	FILE *file = fopen(path, "w");

	fputs(SCRIPT, file);
	fputs(rest, file);
	fclose(file);
	chmod(path, 0700);
	free(path);
}

/* The reading end: gives the end of file once no script holds it. */
static int open_alive(void)
{
	char *path = below("alive");
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	assert_true(fd >= 0);
	fcntl(fd, F_SETFL, 0);
	free(path);
	return fd;
}

static void has_ended(int alive)
{
	char byte;

	assert_int_equal(read(alive, &byte, 1), 0);
	close(alive);
}

static char *arguments(void)
{
	char *path = below("arguments");
	struct error error;
	struct buf text;

	buf_init(&text, 4096);
	assert_true(file_read(path, 4096, &text, &error));
	free(path);
	return buf_take(&text);
}

static void test_start_and_stop(void **state)
{
	struct demo_options options = {.orders = 50, .kind = "partner"};
	struct error error;
	struct demo *demo;
	char *kept, *said;
	int alive;

	(void)state;
	alive = open_alive();
	write_script("echo 4711 >\"$port\"\n" STAY);
	demo = demo_start(&options, &error);
	assert_non_null(demo);
	assert_string_equal(
		demo_url(demo), "http://127.0.0.1:4711/services/v2");
	assert_string_equal(demo_root(demo), "http://127.0.0.1:4711");
	assert_string_equal(demo_key(demo), "sandbox-admin");
	said = arguments();
	assert_non_null(strstr(said, "--port 0 "));
	assert_non_null(strstr(said, "--quiet"));
	assert_non_null(strstr(said, "--orders 50"));
	assert_non_null(strstr(said, "--kind partner"));
	assert_non_null(strstr(said, "/sandbox.db"));
	assert_non_null(strstr(said, "/outbox"));
	kept = mem_dup(demo_directory(demo));
	assert_true(file_exists(kept));
	demo_stop(demo);
	has_ended(alive);
	assert_false(file_exists(kept));
	free(kept);
	free(said);
	demo_stop(NULL);
}

/* The user's directory stays, with all but the port of an earlier run. */
static void test_directory_of_the_user(void **state)
{
	char *own = below("a/demo"), *data = below("a/demo/sandbox.db");
	char *port = below("a/demo/port");
	struct demo_options options = {.directory = own};
	struct error error;
	struct demo *demo;

	(void)state;
	assert_true(file_make_parent(data, &error));
	assert_true(file_replace(data, "data", 4, &error));
	assert_true(file_replace(port, "1\n", 2, &error));
	write_script("[ -e \"$port\" ] || printf 4712 >\"$port\"\n" STAY);
	demo = demo_start(&options, &error);
	assert_non_null(demo);
	assert_string_equal(demo_root(demo), "http://127.0.0.1:4712");
	assert_string_equal(demo_directory(demo), own);
	demo_stop(demo);
	assert_true(file_exists(data));
	assert_false(file_exists(port));
	free(own);
	free(data);
	free(port);
}

static void test_directory_in_use(void **state)
{
	char *own = below("shared"), *port = below("shared/port");
	struct demo_options options = {.directory = own};
	struct error error;
	struct demo *demo, *second;

	(void)state;
	write_script("echo 4716 >\"$port\"\n" STAY);
	demo = demo_start(&options, &error);
	assert_non_null(demo);
	assert_null(demo_start(&options, &error));
	assert_int_equal(error.kind, ERROR_USAGE);
	assert_non_null(strstr(error.text, own));
	assert_true(file_exists(port));
	demo_stop(demo);
	second = demo_start(&options, &error);
	assert_non_null(second);
	demo_stop(second);
	free(own);
	free(port);
}

/* It must not leave the directory behind. The script is its parent's end. */
static void test_interrupted_at_the_start(void **state)
{
	struct demo_options options = {.orders = 0};
	char *tmp = below("tmp");
	struct error error;
	int alive = open_alive();

	(void)state;
	assert_int_equal(mkdir(tmp, 0700), 0);
	setenv("TMPDIR", tmp, 1);
	write_script("kill -INT $PPID\n" STAY);
	assert_null(demo_start(&options, &error));
	assert_non_null(strstr(error.text, "interrupted"));
	has_ended(alive);
	assert_int_equal(rmdir(tmp), 0); /* it is empty */
	unsetenv("TMPDIR");
	free(tmp);
}

struct failing_case {
	const char *script, *says;
};

static const struct failing_case failing_cases[] = {
	{"echo 'the port is taken' >&2\nexit 2\n", "the port is taken"},
	{"exit 0\n", "ended at once"},
	{"kill -9 $$\n", "ended at once"},
	{"head -c 5000 /dev/zero | tr '\\0' x >&2; echo last >&2; exit 1\n",
		"xlast"},
};

static void test_what_does_not_start(void **state)
{
	struct demo_options options = {.orders = 0};
	struct error error;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(failing_cases) / sizeof(failing_cases[0]); i++) {
		write_script(failing_cases[i].script);
		assert_null(demo_start(&options, &error));
		assert_int_equal(error.kind, ERROR_SYSTEM);
		if (strstr(error.text, failing_cases[i].says) == NULL)
			fail_msg("%s", error.text);
	}
}

static void test_no_sandbox(void **state)
{
	struct demo_options options = {.orders = 0};
	struct error error;

	(void)state;
	setenv("PATH", directory, 1);
	assert_null(demo_start(&options, &error));
	assert_non_null(strstr(error.text, "certdesk-sandbox"));
}

/* A key of a real account is nothing for the demo, nor for its child. */
static void test_key_is_not_passed_on(void **state)
{
	struct demo_options options = {.orders = 0};
	char *seen = below("environment");
	struct error error;
	struct demo *demo;
	struct buf text;

	(void)state;
	setenv("CERTDESK_API_KEY", "canary-key", 1);
	write_script("env >\"$here/environment\"\n"
		     "echo 4715 >\"$port\"\n" STAY);
	demo = demo_start(&options, &error);
	assert_non_null(demo);
	buf_init(&text, 65536);
	assert_true(file_read(seen, 65536, &text, &error));
	assert_non_null(strstr(buf_text(&text), "PATH="));
	assert_null(strstr(buf_text(&text), "canary-key"));
	assert_null(getenv("CERTDESK_API_KEY"));
	buf_clear(&text);
	demo_stop(demo);
	free(seen);
}

/* One that ignores the polite signal is ended all the same. */
static void test_stubborn(void **state)
{
	struct demo_options options = {.orders = 0};
	struct error error;
	struct demo *demo;
	int alive = open_alive();

	(void)state;
	write_script("trap '' TERM\necho 4713 >\"$port\"\n" STAY);
	demo = demo_start(&options, &error);
	assert_non_null(demo);
	demo_stop(demo);
	has_ended(alive);
}

/* We are killed and cannot stop it: the kernel does. */
static void test_dies_with_us(void **state)
{
	struct demo_options options = {.orders = 0};
	struct error error;
	char *own = below("own");
	int alive = open_alive(), ready[2];
	pid_t child;
	char byte;

	(void)state;
	options.directory = own;
	write_script("echo 4714 >\"$port\"\n" STAY);
	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	child = fork();
	if (child == 0) {
		if (demo_start(&options, &error) == NULL ||
			write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	has_ended(alive);
	close(ready[0]);
	free(own);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_start_and_stop),
		TEST(test_directory_of_the_user),
		TEST(test_directory_in_use),
		TEST(test_interrupted_at_the_start),
		TEST(test_what_does_not_start),
		TEST(test_no_sandbox),
		TEST(test_key_is_not_passed_on),
		TEST(test_stubborn),
		TEST(test_dies_with_us),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
