/* SPDX-License-Identifier: MIT
 *
 * Names of keys, there and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "key.h"

static void names_are_read(void **state)
{
	static const struct {
		const char *name;
		key_code code;
		const char *shown; /* NULL: the same name */
	} cases[] = {
		{"j", 'j', NULL},
		{"J", 'J', NULL},
		{"?", '?', NULL},
		{"-", '-', NULL},
		{"ü", 0xfc, NULL},
		{"者", 0x8005, NULL},
		{"😀", 0x1f600, NULL},
		{"Enter", KEYS_ENTER, NULL},
		{"return", KEYS_ENTER, "Enter"},
		{"Esc", KEYS_ESCAPE, NULL},
		{"Space", ' ', NULL},
		{"Tab", KEYS_TAB, NULL},
		{"Shift-Tab", KEYS_SHIFT_TAB, NULL},
		{"Backspace", KEYS_BACKSPACE, NULL},
		{"PgDn", KEYS_PAGE_DOWN, NULL},
		{"pgup", KEYS_PAGE_UP, "PgUp"},
		{"Ctrl-R", 18, NULL},
		{"ctrl-r", 18, "Ctrl-R"},
		{"Ctrl-Z", 26, NULL},
		{"C-x", 24, "Ctrl-X"},
		{"^x", 24, "Ctrl-X"},
		{"^", '^', NULL},
		{"Alt-v", KEYS_ALT_OF('v'), NULL},
		{"M-v", KEYS_ALT_OF('v'), "Alt-v"},
		{"A-v", KEYS_ALT_OF('v'), "Alt-v"},
		{"S-Tab", KEYS_SHIFT_TAB, "Shift-Tab"},
		{"PageDown", KEYS_PAGE_DOWN, "PgDn"},
		{"delete", KEYS_DELETE, "Del"},
		{"alt-<", KEYS_ALT_OF('<'), "Alt-<"},
		{"F1", KEYS_F1, NULL},
		{"F5", KEYS_F1 + 4, NULL},
		{"F12", KEYS_F12, NULL},
		{"F", 'F', NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *shown = cases[i].shown;
		key_code code = 0;
		char name[16];

		assert_true(key_from_name(cases[i].name, &code));
		assert_int_equal(code, cases[i].code);
		assert_string_equal(key_to_name(code, name, sizeof(name)),
			shown != NULL ? shown : cases[i].name);
	}
}

static void other_names_are_refused(void **state)
{
	static const char *const names[] = {"", "jj", "Ctrl-", "Ctrl-1",
		"Ctrl-[", "Ctrl-ab", "F0", "F13", "F99999999999", "Alt-[",
		"Alt-O", "Alt- ", "Alt-ab", "C-", "C-ab", "^ab", "^1", "M-",
		"F1/", "F1:", "F/", "F:", "Ctrl-`", "Ctrl-{", "Ctrl-@", "\xf4",
		"\xf5", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80", "\x80", "\xc3",
		"\xed\xa0\x80", "\x01", "\x7f"};
	key_code code = 77;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		assert_false(key_from_name(names[i], &code));
		assert_int_equal(code, 77);
	}
}

static void only_characters_are_text(void **state)
{
	static const key_code no[] = {0, 9, 13, 27, 31, 127, 0x80, 0x9f, 0xd800,
		0xdfff, KEYS_UP, KEYS_PASTE, KEYS_GONE, KEYS_F1};
	static const key_code yes[] = {
		' ', '~', 0xa0, 0xd7ff, 0xe000, 0x10ffff};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		assert_false(key_is_text(no[i]));
	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		assert_true(key_is_text(yes[i]));
}

/* What is no character is shown as something, never as itself. */
static void odd_codes_have_a_name(void **state)
{
	static const key_code codes[] = {
		0x9b, 0xd800, KEYS_PASTE, KEYS_GONE, 0xffffffff};
	char name[16];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		assert_string_equal(
			key_to_name(codes[i], name, sizeof(name)), "?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_read),
		cmocka_unit_test(other_names_are_refused),
		cmocka_unit_test(only_characters_are_text),
		cmocka_unit_test(odd_codes_have_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
