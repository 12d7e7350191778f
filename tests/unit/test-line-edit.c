/* SPDX-License-Identifier: MIT
 *
 * Editing one line, key by key; `|` marks the cursor in what is expected.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "line-edit.h"
#include "text.h"

/* Presses keys by their names, separated by blanks. */
static void press(struct line_edit *edit, const char *names)
{
	char name[32];

	while (*names != '\0') {
		size_t len = strcspn(names, " ");
		struct key key = {0};

		text_format(name, sizeof(name), "%.*s", (int)len, names);
		assert_true(key_from_name(name, &key.code));
		assert_true(line_edit_key(edit, &key));
		names += len;
		names += strspn(names, " ");
	}
}

static const char *shown(const struct line_edit *edit)
{
	static char out[LINE_EDIT_MAX + 2];

	return text_format(out, sizeof(out), "%.*s|%s", (int)edit->cursor,
		edit->text, edit->text + edit->cursor);
}

static void keys_edit(void **state)
{
	static const struct {
		const char *text, *keys, *want;
	} cases[] = {
		{"", "a b c", "abc|"},
		{"abc", "Left X", "abX|c"},
		{"abc", "Home X", "X|abc"},
		{"abc", "Ctrl-A X Ctrl-E Y", "XabcY|"},
		{"abc", "Left Left Left Left Left", "|abc"},
		{"abc", "Right Right", "abc|"},
		{"abc", "Backspace", "ab|"},
		{"abc", "Home Backspace", "|abc"},
		{"abc", "Left Ctrl-H", "a|c"},
		{"abc", "Home Del", "|bc"},
		{"abc", "Del", "abc|"},
		{"abc def", "Left Ctrl-U", "|f"},
		{"abc def", "Home Right Ctrl-K", "a|"},
		{"abc def  ", "Ctrl-W", "abc |"},
		{"abc", "Ctrl-W Ctrl-W", "|"},
		{"to a@b.de", "Alt-b X", "to a@b.X|de"},
		{"to a@b.de", "Alt-b Alt-b Alt-b Alt-b Alt-b", "|to a@b.de"},
		{"to a@b.de", "Home Alt-f Alt-f X", "to aX|@b.de"},
		{"ab c", "Home Alt-f Alt-f Alt-f", "ab c|"},
		{"to a@b.de", "Home Alt-d Alt-d", "|@b.de"},
		{"ab", "Alt-d", "ab|"},
		{"x 9001 y", "Alt-b Alt-b X", "x X|9001 y"},
		{"xüy z", "Alt-b Alt-b", "|xüy z"},
		{"aüb", "Left Left X", "aX|üb"},
		{"aüb", "Left Backspace", "a|b"},
		{"a者", "Backspace", "a|"},
		{"", "Space", " |"},
		{"", "ü 者", "ü者|"},
		/* A base and its mark stand in one place. */
		{"xe\xcc\x81", "Left y", "xy|e\xcc\x81"},
		{"xe\xcc\x81", "Backspace", "x|"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct line_edit edit;

		line_edit_set(&edit, cases[i].text);
		press(&edit, cases[i].keys);
		assert_string_equal(shown(&edit), cases[i].want);
	}
}

static void other_keys_are_left(void **state)
{
	static const key_code codes[] = {KEYS_ENTER, KEYS_ESCAPE, KEYS_TAB,
		KEYS_UP, KEYS_F1, KEYS_CTRL('C'), KEYS_GONE};
	struct line_edit edit;

	(void)state;
	line_edit_set(&edit, "abc");
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		struct key key = {.code = codes[i]};

		assert_false(line_edit_key(&edit, &key));
	}
	assert_string_equal(shown(&edit), "abc|");
}

static void paste(struct line_edit *edit, const char *text)
{
	struct key key = {.code = KEYS_PASTE, .paste = text};

	assert_true(line_edit_key(edit, &key));
}

static void paste_is_one_line(void **state)
{
	struct line_edit edit;

	(void)state;
	line_edit_set(&edit, "<>");
	press(&edit, "Left");
	paste(&edit, "one\ntwo\tthree");
	assert_string_equal(shown(&edit), "<one two three|>");
	line_edit_set(&edit, "");
	paste(&edit, "a\033[31mb");
	assert_null(strchr(edit.text, '\033'));
}

static void full_is_full(void **state)
{
	struct line_edit edit;
	char text[LINE_EDIT_MAX + 100];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	line_edit_set(&edit, text);
	assert_int_equal(strlen(edit.text), LINE_EDIT_MAX - 1);
	press(&edit, "b Left b");
	paste(&edit, "more");
	assert_int_equal(strlen(edit.text), LINE_EDIT_MAX - 1);
	assert_null(strchr(edit.text, 'b'));
}

static void cursor_is_always_seen(void **state)
{
	struct canvas canvas;
	struct line_edit edit;

	(void)state;
	canvas_init(&canvas);
	canvas_resize(&canvas, 1, 10);
	line_edit_set(&edit, "abcdefghijklmnop");
	line_edit_draw(&edit, region_all(&canvas), 0, 2, 6, STYLE_TEXT, true);
	assert_string_equal(canvas_at(&canvas, 0, 2)->bytes, "l");
	assert_int_equal(canvas.cursor_col, 7);
	assert_string_equal(canvas_at(&canvas, 0, 7)->bytes, " ");
	assert_string_equal(canvas_at(&canvas, 0, 8)->bytes, " ");
	press(&edit, "Home");
	line_edit_draw(&edit, region_all(&canvas), 0, 2, 6, STYLE_TEXT, true);
	assert_int_equal(canvas.cursor_col, 2);
	assert_string_equal(canvas_at(&canvas, 0, 2)->bytes, "a");
	canvas_clear(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_edit),
		cmocka_unit_test(other_keys_are_left),
		cmocka_unit_test(paste_is_one_line),
		cmocka_unit_test(full_is_full),
		cmocka_unit_test(cursor_is_always_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
