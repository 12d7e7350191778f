/* SPDX-License-Identifier: MIT
 *
 * The bytes that go to the terminal: base64, and what tmux and GNU screen want
 * around it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "screen-curses-copy.h"

static void check(enum screen_copy way, const char *text, const char *sequence)
{
	struct buf out;

	assert_true(screen_curses_copy(text, way, &out));
	assert_string_equal(buf_text(&out), sequence);
	buf_clear(&out);
}

static void test_plain(void **state)
{
	(void)state;
	check(SCREEN_COPY_PLAIN, "", "\033]52;c;\a");
	check(SCREEN_COPY_PLAIN, "9", "\033]52;c;OQ==\a");
	check(SCREEN_COPY_PLAIN, "90", "\033]52;c;OTA=\a");
	check(SCREEN_COPY_PLAIN, "900", "\033]52;c;OTAw\a");
	check(SCREEN_COPY_PLAIN, "900101", "\033]52;c;OTAwMTAx\a");
	check(SCREEN_COPY_PLAIN, "\xc3\xbf\xc3\xbe", "\033]52;c;w7/Dvg==\a");
}

static void test_tmux(void **state)
{
	(void)state;
	check(SCREEN_COPY_TMUX, "900101",
		"\033Ptmux;\033\033]52;c;OTAwMTAx\a\033\\");
}

/* What screen hands on, of pieces that are not too long for it. */
static char *through_screen(const char *wrapped)
{
	char *out = calloc(1, strlen(wrapped) + 1), *at = out;

	while (*wrapped != '\0') {
		const char *end = strstr(wrapped, "\033\\");

		assert_memory_equal(wrapped, "\033P", 2);
		assert_non_null(end);
		assert_true(end - wrapped <= 256 - 2);
		memcpy(at, wrapped + 2, (size_t)(end - wrapped - 2));
		at += end - wrapped - 2;
		wrapped = end + 2;
	}
	return out;
}

static void test_screen(void **state)
{
	char text[3000];
	struct buf plain, wrapped;
	char *got;

	(void)state;
	check(SCREEN_COPY_SCREEN, "900101", "\033P\033]52;c;OTAwMTAx\a\033\\");
	for (size_t len = 0; len < sizeof(text); len++) {
		memset(text, 'a', len);
		text[len] = '\0';
		assert_true(
			screen_curses_copy(text, SCREEN_COPY_PLAIN, &plain));
		assert_true(
			screen_curses_copy(text, SCREEN_COPY_SCREEN, &wrapped));
		got = through_screen(buf_text(&wrapped));
		assert_string_equal(got, buf_text(&plain));
		free(got);
		buf_clear(&plain);
		buf_clear(&wrapped);
	}
}

static void test_limit(void **state)
{
	size_t most = SCREEN_CURSES_COPY_MAX / 4 * 3;
	char *text = calloc(1, most + 2);
	struct buf out;

	(void)state;
	memset(text, 'x', most);
	for (int way = SCREEN_COPY_PLAIN; way <= SCREEN_COPY_SCREEN; way++) {
		assert_true(
			screen_curses_copy(text, (enum screen_copy)way, &out));
		assert_true(out.len > most && !out.full);
		buf_clear(&out);
	}
	text[most] = 'x';
	assert_false(screen_curses_copy(text, SCREEN_COPY_PLAIN, &out));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_tmux),
		cmocka_unit_test(test_screen),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
