/* SPDX-License-Identifier: MIT
 *
 * Bodies of requests: what is JSON, and what only looks like it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "sandbox/body.h"

static void test_good(void **state)
{
	static const char *const cases[] = {"{}", "[]", "null", " {\"a\":1} ",
		"{\"a\":\"b\\nc\\\"\\\\\"}", "{\"a\":\"\\\\u0000\"}",
		"{\"a\":\"\\u00e9\\ud83d\\ude00\"}", "{\"ä\":\"山田\"}",
		"{\n\t\"a\":\r\n[1,2]}"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cJSON *json = body_read(cases[i], strlen(cases[i]));

		if (!json)
			fail_msg("refused: %s", cases[i]);
		cJSON_Delete(json);
	}
}

static void test_bad(void **state)
{
	static const char *const cases[] = {"", "{", "{\"a\":1} x", "{\"a\":\"",
		"{\"a\":\"\\", "{\"a\":\"\xff\"}", "\xef\xbb\xbf{}",
		"{\"a\":\"b\\u0000c\"}", "{\"a\":\"b\\\\\\u0000\"}",
		"{\"a\\u0000\":1}", "{\"a\":\"b\nc\"}", "{\"a\":\"b\tc\"}",
		"{\"a\":\"\\ud800\"}"};
	char deep[2100];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (body_read(cases[i], strlen(cases[i])))
			fail_msg("taken: %s", cases[i]);
	assert_null(body_read("{}\0{}", 5));
	memset(deep, '[', sizeof(deep));
	deep[sizeof(deep) - 1] = '\0';
	assert_null(body_read(deep, strlen(deep)));
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		int64_t number; /* -1: none */
	} cases[] = {
		{"0", 0},
		{"1205", 1205},
		{"\"1205\"", 1205},
		{"123456789012345", 123456789012345},
		{"-1", -1},
		{"1.5", -1},
		{"1e300", -1},
		{"\"x\"", -1},
		{"\"\"", -1},
		{"\"-1\"", -1},
		{"true", -1},
		{"null", -1},
		{"[1]", -1},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cJSON *json = body_read(cases[i].text, strlen(cases[i].text));
		int64_t number = -1;

		assert_int_equal(
			body_number(json, &number), cases[i].number >= 0);
		assert_int_equal(number, cases[i].number);
		cJSON_Delete(json);
	}
	assert_false(body_number(NULL, &(int64_t){0}));
}

static void test_texts(void **state)
{
	cJSON *json = body_read("{\"a\":\"b\",\"c\":1}", 15);

	(void)state;
	assert_string_equal(body_text(json, "a"), "b");
	assert_null(body_text(json, "A"));
	assert_null(body_text(json, "c"));
	assert_null(body_text(json, "d"));
	assert_null(body_text(NULL, "a"));
	cJSON_Delete(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
