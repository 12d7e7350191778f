/* SPDX-License-Identifier: MIT
 *
 * Lines without a screen: wrapped at words, and nothing of them cut.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "linear-output.h"
#include "text.h"

static void wraps(const char *text, int cols, const char *expected)
{
	struct buf out;

	buf_init(&out, 64 * 1024);
	linear_output_wrap(&out, text, cols);
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
}

static void lines_wrap_at_words(void **state)
{
	(void)state;
	wraps("one two three", 0, "one two three\n");
	wraps("one two three", 40, "one two three\n");
	wraps("one two three", 10, "one two\n  three\n");
	/* The last column stays free. */
	wraps("one two", 8, "one two\n");
	wraps("one two", 7, "one\n  two\n");
	wraps("a\n\nb\n", 20, "a\n\nb\n");
	wraps("", 20, "\n");
}

static void the_rest_hangs_below_its_line(void **state)
{
	(void)state;
	wraps("    1. [x] ana@example.com, Ana", 26,
		"    1. [x]\n      ana@example.com,\n      Ana\n");
	wraps("       deep", 10, "       deep\n");
	wraps("      a b c d e f", 10, "      a b\n  c d e f\n");
}

static void long_words_stay_whole(void **state)
{
	(void)state;
	wraps("to a-very-long-address@example.com now", 12,
		"to\n  a-very-long-address@example.com\n  now\n");
	wraps("a-very-long-address@example.com", 12,
		"a-very-long-address@example.com\n");
}

static void wide_characters_take_two_columns(void **state)
{
	(void)state;
	wraps("\xe4\xbd\x9c\xe8\x80\x85 \xe4\xbd\x9c", 8,
		"\xe4\xbd\x9c\xe8\x80\x85 \xe4\xbd\x9c\n");
	wraps("\xe4\xbd\x9c\xe8\x80\x85 \xe4\xbd\x9c", 7,
		"\xe4\xbd\x9c\xe8\x80\x85\n  \xe4\xbd\x9c\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_wrap_at_words),
		cmocka_unit_test(the_rest_hangs_below_its_line),
		cmocka_unit_test(long_words_stay_whole),
		cmocka_unit_test(wide_characters_take_two_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
