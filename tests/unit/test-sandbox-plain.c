/* SPDX-License-Identifier: MIT
 *
 * Text made fit for JSON, pages and mails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "sandbox/plain.h"
#include "text.h"

#define BROKEN "\xef\xbf\xbd"

static void test_utf8(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{"", ""},
		{"plain \"text\"\n", "plain \"text\"\n"},
		{"Grüße 山田 👩\u200d🍳", "Grüße 山田 👩\u200d🍳"},
		{"\xff", BROKEN},
		{"a\xff\xfe"
		 "b",
			"a" BROKEN BROKEN "b"},
		{"cut \xe5\xb1", "cut " BROKEN BROKEN},
		{"overlong \xc0\xaf", "overlong " BROKEN BROKEN},
		{"surrogate \xed\xa0\x80", "surrogate " BROKEN BROKEN BROKEN},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;

		buf_init(&out, 1024);
		plain_utf8(&out, cases[i].text, strlen(cases[i].text));
		assert_string_equal(buf_text(&out), cases[i].wanted);
		assert_true(text_is_valid_utf8(out.data, out.len));
		buf_clear(&out);
	}
}

static void test_line(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{NULL, ""},
		{"Ana Ruiz", "Ana Ruiz"},
		{"a\tb\nc", "a b c"},
		{"a\r\nb", "a" BROKEN " b"},
		{"\033[31m", BROKEN "[31m"},
		{"\xc2\x9b", BROKEN},
		{"\xff", BROKEN},
		{"\u202eevil", BROKEN "evil"},
		{"👩\u200d🍳", "👩\u200d🍳"},
		{"Cafe\u0301", "Cafe\u0301"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;

		buf_init(&out, 1024);
		plain_line(&out, cases[i].text);
		assert_string_equal(buf_text(&out), cases[i].wanted);
		buf_clear(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
