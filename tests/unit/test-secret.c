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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "secret.h"
#include "tests/support/terminal.h"

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
	char place[] = "CERTDESK_TEST_KEY=" KEY, second[sizeof(place)];
	char *twice[] = {place, second, NULL}, **before;

	(void)state;
	unsetenv("CERTDESK_TEST_KEY");
	assert_null(secret_from_environment("CERTDESK_TEST_KEY", &error));
	assert_int_equal(error.kind, ERROR_NONE);
	putenv(place);
	is(secret_from_environment("CERTDESK_TEST_KEY", &error), &error, KEY);
	assert_null(getenv("CERTDESK_TEST_KEY"));
	assert_null(memchr(place + 18, 'C', sizeof(place) - 18));
	/* What is there twice. */
	strcpy(place, "CERTDESK_TEST_KEY=" KEY);
	strcpy(second, place);
	before = environ;
	environ = twice;
	is(secret_from_environment("CERTDESK_TEST_KEY", &error), &error, KEY);
	assert_null(environ[0]);
	environ = before;
	assert_string_equal(place, "CERTDESK_TEST_KEY=");
	assert_string_equal(second, "CERTDESK_TEST_KEY=");
	setenv("CERTDESK_TEST_KEY", "Canary key", 1);
	is(secret_from_environment("CERTDESK_TEST_KEY", &error), &error, NULL);
	assert_non_null(strstr(error.text, "CERTDESK_TEST_KEY"));
	assert_null(getenv("CERTDESK_TEST_KEY"));
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

static int prompt_code(void *data)
{
	const char *expected = data;
	struct secret *secret;
	struct error error;

	secret = secret_from_prompt("API key: ", &error);
	if (expected == NULL)
		return secret == NULL && error.kind == ERROR_CANCELLED ? 0 : 2;
	if (secret == NULL)
		return 3;
	return strcmp(secret_text(secret), expected) == 0 ? 0 : 4;
}

static void check_prompt(const struct prompt_case *c)
{
	const struct terminal_run run = {
		.code = prompt_code,
		.data = (void *)c->key,
		.asks = "API key: ",
		.typed = c->typed,
	};
	char shown[TERMINAL_SHOWN];

	assert_int_equal(terminal_run(&run, shown), 0);
	assert_string_equal(shown, "API key: \r\n");
}

static void test_from_prompt(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(prompt_cases) / sizeof(prompt_cases[0]); i++)
		check_prompt(&prompt_cases[i]);
}

/* -- the process ------------------------------------------------------------
 */

/* In a child, as it cannot be undone. A build for debuggers stays as it is. */
static int harden(void)
{
	struct rlimit core;
#ifdef WITH_DEBUG
	const int dumpable = 1;
#else
	const int dumpable = 0;
#endif

	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	secret_harden_process();
	if (getrlimit(RLIMIT_CORE, &core) != 0 ||
		(dumpable == 0 && (core.rlim_cur != 0 || core.rlim_max != 0)))
		return 1;
	return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == dumpable ? 0 : 2;
}

static void test_harden(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (child == 0)
		_exit(harden());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_can_be_a_key),
		TEST(test_from_file),
		TEST(test_from_credential),
		TEST(test_from_environment),
		TEST(test_from_prompt),
		TEST(test_harden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
