/* SPDX-License-Identifier: MIT
 *
 * The command line of certdesk-sandbox.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "date.h"
#include "sandbox/options.h"

#define WORDS_MAX 8

static bool
parse(struct options *options, const char *const *words, struct error *error)
{
	char texts[WORDS_MAX][64];
	char *argv[WORDS_MAX + 2] = {texts[0]};
	int argc = 1;

	strcpy(texts[0], "certdesk-sandbox");
	for (; words[argc - 1]; argc++) {
		strcpy(texts[argc], words[argc - 1]);
		argv[argc] = texts[argc];
	}
	return options_parse(options, argc, argv, error);
}

static void test_defaults(void **state)
{
	static const char *const words[] = {NULL};
	struct options options;
	struct error error;

	(void)state;
	assert_true(parse(&options, words, &error));
	assert_string_equal(options.listen, "127.0.0.1");
	assert_int_equal(options.port, 8417);
	assert_int_equal(options.orders, 300);
	assert_int_equal(options.seed, 1);
	assert_true(options.now == DATE_NONE);
	assert_int_equal(options.kind, SANDBOX_ENTERPRISE);
	assert_int_equal(options.rate.requests, 100);
	assert_int_equal(options.rate.seconds, 5);
	assert_null(options.db);
}

static void test_values(void **state)
{
	static const char *const words[] = {"--kind=partner", "--rate", "7/60",
		"--now", "2026-11-20T14:02:11Z", "--quiet", NULL};
	struct options options;
	struct error error;

	(void)state;
	assert_true(parse(&options, words, &error));
	assert_int_equal(options.kind, SANDBOX_PARTNER);
	assert_int_equal(options.rate.requests, 7);
	assert_int_equal(options.rate.seconds, 60);
	assert_int_equal(options.now, 1795183331);
	assert_true(options.quiet);
}

static void test_refused(void **state)
{
	static const char *const cases[][3] = {
		{"x", NULL, NULL},
		{"--", NULL, NULL},
		{"--nope", NULL, NULL},
		{"--port", NULL, NULL},
		{"--port", "65536", NULL},
		{"--port", "-1", NULL},
		{"--orders", "9999999", NULL},
		{"--rate", "5", NULL},
		{"--rate", "5/0", NULL},
		{"--rate", "/5", NULL},
		{"--now", "soon", NULL},
		{"--kind", "Enterprise", NULL},
		{"--db", "", NULL},
		{"--quiet=yes", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct options options;
		struct error error = {ERROR_NONE, 0, "", ""};

		assert_false(parse(&options, cases[i], &error));
		assert_int_equal(error.kind, ERROR_USAGE);
		assert_string_not_equal(error.text, "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
