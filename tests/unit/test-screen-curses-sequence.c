/* SPDX-License-Identifier: MIT
 *
 * Control sequences from the keyboard: which are keys, which are nothing, and
 * that none of them leaves letters behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "screen-curses-sequence.h"

/* How it ends, and how many characters it took for that. */
static enum screen_curses_sequence_result
read(const char *text, struct key *key, size_t *used)
{
	struct screen_curses_sequence sequence;
	enum screen_curses_sequence_result result = SCREEN_CURSES_SEQUENCE_MORE;

	*key = (struct key){0};
	*used = 1;
	screen_curses_sequence_begin(&sequence, (wint_t)text[0]);
	while (text[*used] != '\0' && result == SCREEN_CURSES_SEQUENCE_MORE)
		result = screen_curses_sequence_take(
			&sequence, (wint_t)(unsigned char)text[(*used)++], key);
	return result;
}

static void keys_of_other_terminals(void **state)
{
	static const struct {
		const char *text;
		key_code code;
	} cases[] = {
		{"[A", KEYS_UP},
		{"OB", KEYS_DOWN},
		{"[C", KEYS_RIGHT},
		{"OD", KEYS_LEFT},
		{"[H", KEYS_HOME},
		{"OF", KEYS_END},
		{"[1~", KEYS_HOME},
		{"[4~", KEYS_END},
		{"[7~", KEYS_HOME},
		{"[8~", KEYS_END},
		{"[2~", KEYS_INSERT},
		{"[3~", KEYS_DELETE},
		{"[5~", KEYS_PAGE_UP},
		{"[6~", KEYS_PAGE_DOWN},
		{"[Z", KEYS_SHIFT_TAB},
		{"OP", KEYS_F1},
		{"[11~", KEYS_F1},
		{"[15~", KEYS_F1 + 4},
		{"[24~", KEYS_F12},
		{"OM", KEYS_ENTER},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct key key;
		size_t used;

		assert_int_equal(read(cases[i].text, &key, &used),
			SCREEN_CURSES_SEQUENCE_KEY);
		assert_int_equal(key.code, cases[i].code);
		assert_int_equal(used, strlen(cases[i].text));
	}
}

/* Whole, and nothing of it is a key. */
static void what_has_no_meaning(void **state)
{
	static const char *const cases[] = {"[I", "[O", "[1;5A", "[1;2H",
		"[3;5~", "[99~", "[~", "[?62;22c", "[0n", "[12;40R",
		"[>0;276;0c", "[27;5;106~", "[200;1~", "[201~", "[M !!",
		"[<0;10;5m", "[<1;10;5M", "[<2;10;5M", "[<32;10;5M",
		"[<35;1;1M", "[<4;10;5M", "[<66;10;5M", "[<0;0;5M", "[<0;5;0M",
		"[<0;10M", "[<0;10;5;7M", "[<;;M", "[<M", "[<0;99999;1M",
		"[<0;99999999999999999999;1M", "[ q", "[0 q", "OX"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct key key;
		size_t used;

		assert_int_equal(read(cases[i], &key, &used),
			SCREEN_CURSES_SEQUENCE_NOTHING);
		assert_int_equal(used, strlen(cases[i]));
		assert_int_equal(key.code, 0);
	}
}

static void the_mouse(void **state)
{
	static const struct {
		const char *text;
		key_code code;
		int row, col;
	} cases[] = {
		{"[<0;1;1M", KEYS_CLICK, 0, 0},
		{"[<0;80;24M", KEYS_CLICK, 23, 79},
		{"[<0;500;300M", KEYS_CLICK, 299, 499},
		{"[<64;3;4M", KEYS_WHEEL_UP, 3, 2},
		{"[<65;3;4M", KEYS_WHEEL_DOWN, 3, 2},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct key key;
		size_t used;

		assert_int_equal(read(cases[i].text, &key, &used),
			SCREEN_CURSES_SEQUENCE_KEY);
		assert_int_equal(key.code, cases[i].code);
		assert_int_equal(key.row, cases[i].row);
		assert_int_equal(key.col, cases[i].col);
	}
}

static void a_paste_begins(void **state)
{
	struct key key;
	size_t used;

	(void)state;
	assert_int_equal(
		read("[200~", &key, &used), SCREEN_CURSES_SEQUENCE_PASTE);
}

/* One that is broken off leaves the character that did it. */
static void broken_ones(void **state)
{
	static const char *const cases[] = {
		"[<0;1\x1b", "[1;\r", "[\x03", "[5\x7f", "[<0;10;\xc3"};
	struct screen_curses_sequence sequence;
	struct key key = {0};
	size_t used, taken = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(read(cases[i], &key, &used),
			SCREEN_CURSES_SEQUENCE_BROKEN);
		assert_int_equal(used, strlen(cases[i]));
	}
	screen_curses_sequence_begin(&sequence, '[');
	while (screen_curses_sequence_take(&sequence, '1', &key) ==
		SCREEN_CURSES_SEQUENCE_MORE)
		taken++;
	assert_in_range(taken, 20, 40);
}

/* Esc and then one of our keys, typed ahead, stays what it is. */
static void what_people_type(void **state)
{
	(void)state;
	for (const char *p = "jklgh/:[]oymq "; *p != '\0'; p++)
		assert_false(screen_curses_sequence_is('[', (wint_t)*p));
	for (const char *p = "jklghOGJKN/:[]0159"; *p != '\0'; p++)
		assert_false(screen_curses_sequence_is('O', (wint_t)*p));
	assert_true(screen_curses_sequence_is('[', '<'));
	assert_true(screen_curses_sequence_is('[', '1'));
	assert_true(screen_curses_sequence_is('[', 'I'));
	assert_true(screen_curses_sequence_is('O', 'A'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_other_terminals),
		cmocka_unit_test(what_has_no_meaning),
		cmocka_unit_test(the_mouse),
		cmocka_unit_test(a_paste_begins),
		cmocka_unit_test(broken_ones),
		cmocka_unit_test(what_people_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
