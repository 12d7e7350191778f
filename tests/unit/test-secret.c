/* SPDX-License-Identifier: MIT
 *
 * The API key from each of its sources, what is refused, and that no message
 * holds a piece of what was read.
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
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "secret.h"
#include "secret-command.h"

#define KEY "Canary-0123456789-key"

static char *directory;
static char longest[SECRET_MAX + 3];

static int set_up(void **state)
{
	struct error error;

	(void)state;
	memset(longest, 'K', sizeof(longest) - 1);
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
 * without the key. */
static void
is(struct secret *secret, const struct error *error, const char *text)
{
	if (text != NULL) {
		assert_non_null(secret);
		assert_string_equal(secret_text(secret), text);
	} else {
		assert_null(secret);
		assert_int_equal(error->kind, ERROR_CONFIG);
		assert_true(error->text[0] != '\0');
		assert_null(strstr(error->text, "Canary"));
		assert_null(strstr(error->text, "KKK"));
	}
	secret_free(secret);
}

/* -- what can be a key ------------------------------------------------------
 */

static const char *const refused[] = {"", " ", "Canary key", "Canary\nkey",
	"Canary\n", "Canary\r", "\rCanary", "Canary\x7f", "Canary\xc3\xa4",
	"Canary\x01", "Canary\tkey"};

static void test_what_can_be_a_key(void **state)
{
	struct error error;
	size_t i;

	(void)state;
	is(secret_new(KEY, strlen(KEY), &error), &error, KEY);
	is(secret_new("~!", 2, &error), &error, "~!");
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		is(secret_new(refused[i], strlen(refused[i]), &error), &error,
			NULL);
	is(secret_new("Canary\0key", 10, &error), &error, NULL);
	longest[SECRET_MAX] = '\0';
	is(secret_new(longest, SECRET_MAX, &error), &error, longest);
	is(secret_new(longest, SECRET_MAX + 1, &error), &error, NULL);
	is(secret_new(longest, sizeof(longest), &error), &error, NULL);
	secret_free(NULL);
}

/* -- files ------------------------------------------------------------------
 */

struct text_case {
	const char *text, *key; /* NULL: refused */
};

static const struct text_case text_cases[] = {
	{KEY, KEY},
	{KEY "\n", KEY},
	{KEY "\r\n", KEY},
	{"", NULL},
	{"\n", NULL},
	{KEY "\n\n", NULL},
	{KEY "\nmore", NULL},
	{"\n" KEY, NULL},
	{KEY " ", NULL},
	{KEY "\r", KEY},
	{KEY "\r\r\n", NULL},
};

static char *write_file(const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", directory, name);
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
	chmod(path, 0600);
	return path;
}

static void test_from_file(void **state)
{
	struct error error;
	char *path;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(text_cases) / sizeof(text_cases[0]); i++) {
		path = write_file("key", text_cases[i].text);
		is(secret_from_file(path, &error), &error, text_cases[i].key);
		free(path);
	}
	memset(longest, 'K', sizeof(longest) - 1);
	longest[SECRET_MAX] = '\0';
	path = write_file("key", longest);
	is(secret_from_file(path, &error), &error, longest);
	free(path);
	longest[SECRET_MAX] = 'K';
	path = write_file("key", longest);
	is(secret_from_file(path, &error), &error, NULL);
	chmod(path, 0640);
	is(secret_from_file(path, &error), &error, NULL);
	assert_non_null(strstr(error.text, "chmod 600"));
	free(path);
}

static void test_from_credential(void **state)
{
	struct error error;
	char *path;

	(void)state;
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_null(secret_from_credential(&error));
	assert_int_equal(error.kind, ERROR_NONE);
	setenv("CREDENTIALS_DIRECTORY", directory, 1);
	assert_null(secret_from_credential(&error));
	assert_int_equal(error.kind, ERROR_NONE);
	path = write_file("certdesk-api-key", KEY "\n");
	chmod(path, 0440); /* as an access list makes it look */
	is(secret_from_credential(&error), &error, KEY);
	chmod(path, 0640); /* only root can write it otherwise */
	free(write_file("certdesk-api-key", "two\nlines"));
	is(secret_from_credential(&error), &error, NULL);
	free(path);
	unsetenv("CREDENTIALS_DIRECTORY");
}

/* -- environment ------------------------------------------------------------
 */

static void test_from_environment(void **state)
{
	struct error error;
	char place[] = "CERTDESK_TEST_KEY=" KEY;

	(void)state;
	unsetenv("CERTDESK_TEST_KEY");
	assert_null(secret_from_environment("CERTDESK_TEST_KEY", &error));
	assert_int_equal(error.kind, ERROR_NONE);
	putenv(place);
	is(secret_from_environment("CERTDESK_TEST_KEY", &error), &error, KEY);
	assert_null(getenv("CERTDESK_TEST_KEY"));
	assert_null(memchr(place + 18, 'C', sizeof(place) - 18));
	setenv("CERTDESK_TEST_KEY", "Canary key", 1);
	is(secret_from_environment("CERTDESK_TEST_KEY", &error), &error, NULL);
	assert_non_null(strstr(error.text, "CERTDESK_TEST_KEY"));
	assert_null(getenv("CERTDESK_TEST_KEY"));
}

/* -- commands ---------------------------------------------------------------
 */

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
	for (i = 0; i < sizeof(command_cases) / sizeof(command_cases[0]); i++) {
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
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
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

/* -- the terminal -----------------------------------------------------------
 */

struct prompt_case {
	const char *typed, *key; /* NULL: given up */
};

static const struct prompt_case prompt_cases[] = {
	{KEY "\r", KEY},
	{KEY "\n", KEY},
	{"wrong\x15" KEY "\r", KEY},
	{"Canaryx\x7f\r", "Canary"},
	{"\x7f\x08"
	 "Canary\r",
		"Canary"},
	{"Canary\x03", NULL},
	{"Canary\x04", NULL},
};

static int prompt_code(const char *terminal, const char *expected)
{
	struct secret *secret;
	struct error error;
	int fd;

	setsid();
	fd = open(terminal, O_RDWR);
	if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) != 0)
		return 1;
	secret = secret_from_prompt("API key: ", &error);
	if (expected == NULL)
		return secret == NULL && error.kind == ERROR_CANCELLED ? 0 : 2;
	if (secret == NULL)
		return 3;
	return strcmp(secret_text(secret), expected) == 0 ? 0 : 4;
}

/* In the child: what it has to say goes by the exit code. The end of a
 * session takes away what its terminal has not handed on yet, so it stays
 * until all was seen. */
static void ask(const char *terminal, const char *expected, const int *seen)
{
	int code = prompt_code(terminal, expected);
	char c;

	close(seen[1]);
	_exit(read(seen[0], &c, 1) == 0 ? code : 5);
}

/* Type once the question is there; give back the line that was shown. */
static void type(int terminal, const char *typed, char *shown, size_t size)
{
	size_t len = 0;
	ssize_t got;
	bool done = false;

	memset(shown, 0, size);
	while (strchr(shown, '\n') == NULL && len < size - 1 &&
		(got = read(terminal, shown + len, size - 1 - len)) > 0) {
		len += (size_t)got;
		if (!done && strstr(shown, "API key: ") != NULL) {
			assert_int_equal(write(terminal, typed, strlen(typed)),
				(ssize_t)strlen(typed));
			done = true;
		}
	}
}

static void check_prompt(const struct prompt_case *c)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);
	char shown[256];
	int seen[2];
	pid_t child;
	int status;

	assert_int_equal(grantpt(terminal), 0);
	assert_int_equal(unlockpt(terminal), 0);
	assert_int_equal(pipe(seen), 0);
	child = fork();
	if (child == 0)
		ask(ptsname(terminal), c->key, seen);
	close(seen[0]);
	type(terminal, c->typed, shown, sizeof(shown));
	close(seen[1]);
	waitpid(child, &status, 0);
	close(terminal);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_string_equal(shown, "API key: \r\n");
}

static void test_from_prompt(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(prompt_cases) / sizeof(prompt_cases[0]); i++)
		check_prompt(&prompt_cases[i]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_can_be_a_key),
		TEST(test_from_file),
		TEST(test_from_credential),
		TEST(test_from_environment),
		TEST(test_from_command),
		TEST(test_command_that_hangs),
		TEST(test_command_that_leaves_a_daemon),
		TEST(test_from_prompt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
