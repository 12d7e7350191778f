/* SPDX-License-Identifier: MIT
 *
 * What may be written to a terminal and what may not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/terminal-stream.h"

static const char *const good[] = {
	"",
	"plain \xc3\xa4 \xe4\xbd\x9c e\xcc\x81",
	"\033[?1049h\033[22;0;0t\033[1;24r\033(B\033[m\033[4l\033[?7h",
	"\033[H\033[2J\033[3;4Hx\033[K\033[1K\033[12X\033[2@\033[7b",
	"\033[0;1;7m\033[31m\033[39;49m\r\n\b\t\033M",
	"\033[?1000h\033[?1006h\033[?1000l\033[?1006l", /* the mouse */
	"\033]52;c;QUJD\a",
	"\033]52;c;aDAwNDI=\a",
};

static const struct {
	const char *text;
	size_t strange, first; /* strange 0: at least one */
} bad[] = {
	{"ab\033", 1, 2},
	{"\033[", 0, 0},
	{"\033[31;5m\033[6n", 0, 7},
	{"\033[1000000H", 0, 0},
	{"\033[?1002h", 0, 0},
	{"\033[?1049;1000h", 0, 0},
	{"\033[>q", 0, 0},
	{"\033[c", 0, 0},
	{"\033[21t", 0, 0},
	{"\033c", 0, 0},
	{"\033#8", 0, 0},
	{"\033)0", 0, 0},
	{"\033]0;title\a", 0, 0},
	{"\033]8;;http://x\033\\", 0, 0},
	{"\033]52;c;!\a", 0, 0},
	{"\033]52;p;QUJD\a", 0, 0},
	{"\033]52;c;QUJD", 0, 0},
	{"\033]52;c;G1sx\a", 0, 0}, /* ESC [ 1 */
	{"\033P$q\033\\", 0, 0},
	{"\033_x\033\\", 0, 0},
	{"\a", 1, 0},
	{"\016", 1, 0},
	{"\177", 1, 0},
	{"\xc2\x9b"
	 "31m",
		0, 0},
	{"\x9b"
	 "31m",
		1, 0},
	{"a\xe2\x80\xae", 0, 1},
	{"a\xe2\x80\x8b", 0, 1},
	{"a\xf3\xa0\x81\x81", 0, 1},
	{"\xed\xa0\x80", 0, 0},
	{"\xe2\x82", 0, 0},
};

static void test_screen(void **state)
{
	struct terminal_stream stream;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		terminal_stream_read(&stream, TERMINAL_STREAM_SCREEN, good[i],
			strlen(good[i]));
		if (stream.strange != 0)
			fail_msg("number %zu at %zu", i, stream.first);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		terminal_stream_read(&stream, TERMINAL_STREAM_SCREEN,
			bad[i].text, strlen(bad[i].text));
		if (stream.strange == 0 || stream.first != bad[i].first ||
			(bad[i].strange != 0 &&
				stream.strange != bad[i].strange))
			fail_msg("number %zu: %zu strange, first at %zu", i,
				stream.strange, stream.first);
	}
}

static void test_plain(void **state)
{
	struct terminal_stream stream;

	(void)state;
	terminal_stream_read(&stream, TERMINAL_STREAM_PLAIN, "a\tb\nc", 5);
	assert_int_equal(stream.strange, 0);
	assert_int_equal(stream.characters, 5);
	terminal_stream_read(&stream, TERMINAL_STREAM_PLAIN, "a\033[mb\r", 6);
	assert_int_equal(stream.strange, 2);
	assert_int_equal(stream.first, 1);
	terminal_stream_read(&stream, TERMINAL_STREAM_PLAIN, "a\0b", 3);
	assert_int_equal(stream.strange, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_screen),
		cmocka_unit_test(test_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
