/* SPDX-License-Identifier: MIT */
#include "config.h" /* wcwidth */

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "buf.h"
#include "screen-curses-cell.h"
#include "text.h"

/* Columns as the C library counts them; -1 if it does not know a character. */
static int counted(const char *text)
{
	mbstate_t state = {0};
	int columns = 0;
	wchar_t c;
	size_t used;

	for (; *text != '\0'; text += used) {
		used = mbrtowc(&c, text, strlen(text), &state);
		if (used == (size_t)-1 || used == (size_t)-2 || wcwidth(c) < 0)
			return -1;
		columns += wcwidth(c);
	}
	return columns;
}

static size_t encode(uint32_t code, char *out)
{
	mbstate_t state = {0};
	size_t len = wcrtomb(out, (wchar_t)code, &state);

	if (len == (size_t)-1)
		len = 0;
	out[len] = '\0';
	return len;
}

/* Every character there is, alone and with a mark on it, takes the columns that
 * the canvas has for it. */
static void every_cell_keeps_its_columns(void **state)
{
	char text[32];
	struct text_cell cell;
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	for (uint32_t code = 1; code < 0x110000; code++) {
		size_t len = encode(code, text);

		if (len == 0)
			continue;
		for (int with_mark = 0; with_mark < 2; with_mark++) {
			if (with_mark)
				len += encode(0x301, text + len);
			text_next(text, len, &cell);
			buf_reset(&out);
			screen_curses_cell_add(&out, cell.bytes, cell.width);
			if (counted(buf_text(&out)) != cell.width)
				fail_msg("U+%04X: %d columns, not %d", code,
					counted(buf_text(&out)), cell.width);
		}
	}
	buf_clear(&out);
}

static void what_is_agreed_upon_stays(void **state)
{
	static const char *const texts[] = {"a", "\xc3\xa9", "e\xcc\x81",
		"\xe4\xbd\x9c", "\xe2\x9c\x93", "\xe2\x94\x80",
		"\xf0\x9f\x8d\xb0"};
	struct text_cell cell;
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		text_next(texts[i], strlen(texts[i]), &cell);
		buf_reset(&out);
		screen_curses_cell_add(&out, cell.bytes, cell.width);
		assert_string_equal(buf_text(&out), texts[i]);
	}
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cell_keeps_its_columns),
		cmocka_unit_test(what_is_agreed_upon_stays),
	};

	if (setlocale(LC_ALL, "C.UTF-8") == NULL) {
		fprintf(stderr, "There is no locale C.UTF-8.\n");
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
