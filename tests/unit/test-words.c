/* SPDX-License-Identifier: MIT
 *
 * Splitting a command into words, and that nothing in it is expanded.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "words.h"

struct split_case {
	const char *text;
	const char *words[5]; /* none: refused */
};

static const struct split_case cases[] = {
	{"pass", {"pass"}},
	{"pass show  digicert/key", {"pass", "show", "digicert/key"}},
	{" \tpass\nshow ", {"pass", "show"}},
	{"a 'b c' d", {"a", "b c", "d"}},
	{"a \"b c\" d", {"a", "b c", "d"}},
	{"a b\\ c d", {"a", "b c", "d"}},
	{"a'b'\"c\"d", {"abcd"}},
	{"a '' b", {"a", "", "b"}},
	{"a \"\"", {"a", ""}},
	{"'a\\b' \"a\\b\"", {"a\\b", "a\\b"}},
	{"\"a\\\"b\\\\c\\$d\\`e\"", {"a\"b\\c$d`e"}},
	{"'it'\\''s'", {"it's"}},
	{"\"it's\" 'a \"b\"'", {"it's", "a \"b\""}},
	{"a;b $HOME `x` *", {"a;b", "$HOME", "`x`", "*"}},
	{"a | b > c", {"a", "|", "b", ">", "c"}},
	{"'\xc3\xa4 b'", {"\xc3\xa4 b"}},
	{"", {NULL}},
	{" \t\n", {NULL}},
	{"a 'b", {NULL}},
	{"a \"b", {NULL}},
	{"a \"b\\\"", {NULL}},
	{"a \\", {NULL}},
	{"'", {NULL}},
};

static void check(const struct split_case *c)
{
	struct error error;
	char **words = words_split(c->text, &error);
	size_t i;

	if (c->words[0] == NULL) {
		assert_null(words);
		assert_int_equal(error.kind, ERROR_CONFIG);
		assert_null(strstr(error.text, "a '"));
		return;
	}
	assert_non_null(words);
	for (i = 0; i < 5 && c->words[i] != NULL; i++)
		assert_string_equal(words[i], c->words[i]);
	assert_null(words[i]);
	words_free(words);
}

static void test_words(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
	words_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
