/* SPDX-License-Identifier: MIT
 *
 * The model of a screen that the benchmark waits with: what ncurses sends has
 * to end where a terminal would show it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/bench-screen.h"

static const struct {
	const char *what, *bytes;
	int row;
	const char *shown;
} cases[] = {
	{"plain text", "abc", 0, "abc"},
	{"return and line feed", "abc\r\ndef", 1, "def"},
	{"backspace", "abc\bX", 0, "abX"},
	{"tab", "a\tb", 0, "a       b"},
	{"absolute position", "\033[2;3Hx", 1, "  x"},
	{"column and row alone", "\033[3d\033[2Gx", 2, " x"},
	{"relative moves", "abc\033[2Dx\033[By", 1, "  y"},
	{"erase to the end", "abcdef\033[1;3H\033[K", 0, "ab"},
	{"erase from the start", "abcdef\033[1;3H\033[1K", 0, "   def"},
	{"erase characters", "abcdef\033[1;2H\033[3X", 0, "a   ef"},
	{"erase the display", "abc\033[2J", 0, ""},
	{"repeat", "a\033[3b", 0, "aaaa"},
	{"insert characters", "abc\033[1;2H\033[2@", 0, "a  bc"},
	{"delete characters", "abcdef\033[1;2H\033[2P", 0, "adef"},
	{"insert a line", "abc\033[1;1H\033[L", 1, "abc"},
	{"delete a line", "a\r\nb\033[1;1H\033[M", 0, "b"},
	{"a region scrolls", "a\r\nb\r\nc\033[1;2r\033[2;1H\n", 0, "b"},
	{"and what is below stays", "a\r\nb\r\nc\033[1;2r\033[2;1H\n", 2, "c"},
	{"reverse line feed", "a\033[1;1H\033M", 1, "a"},
	{"save and restore", "ab\0337cd\0338X", 0, "abXd"},
	{"attributes are dropped", "a\033[1;31mb\033(B\033[mc", 0, "abc"},
	{"strings are dropped", "a\033]52;c;QUJD\ab\033P+q\033\\c", 0, "abc"},
	{"UTF-8", "\xc3\xa4\xe2\x9c\x93", 0, "\xc3\xa4\xe2\x9c\x93"},
	{"a wide character", "\xe4\xbd\x9cx\033[1;3Hy", 0, "\xe4\xbd\x9cy"},
	{"text goes on in the next line", "0123456789ab", 1, "ab"},
	{"but not before it has to", "0123456789\rX", 0, "X123456789"},
	{"the last line scrolls", "a\r\nb\r\nc\r\nd", 0, "b"},
};

static void test_what_is_shown(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct bench_screen *screen = bench_screen_new(3, 10);
		char *row;

		bench_screen_feed(
			screen, cases[i].bytes, strlen(cases[i].bytes));
		row = bench_screen_row(screen, cases[i].row);
		if (strcmp(row, cases[i].shown) != 0)
			fail_msg("%s: \"%s\"", cases[i].what, row);
		free(row);
		bench_screen_free(screen);
	}
}

/* Bytes come in parts of any size. */
static void test_in_parts(void **state)
{
	static const char bytes[] = "\033[2;2H\xe4\xbd\x9c\033[1mx";
	struct bench_screen *screen = bench_screen_new(3, 10);

	(void)state;
	for (size_t i = 0; i < sizeof(bytes) - 1; i++)
		bench_screen_feed(screen, bytes + i, 1);
	assert_true(bench_screen_shows(screen, " \xe4\xbd\x9cx"));
	assert_false(bench_screen_shows(screen, "y"));
	bench_screen_free(screen);
}

static void test_changed_cells(void **state)
{
	struct bench_screen *screen = bench_screen_new(3, 10);

	(void)state;
	assert_int_equal(bench_screen_changed(screen), 0);
	bench_screen_feed(screen, "abc", 3);
	assert_int_equal(bench_screen_changed(screen), 3);
	bench_screen_feed(screen, "\rabX", 4);
	assert_int_equal(bench_screen_changed(screen), 1);
	assert_int_equal(bench_screen_changed(screen), 0);
	bench_screen_free(screen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_shown),
		cmocka_unit_test(test_in_parts),
		cmocka_unit_test(test_changed_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
