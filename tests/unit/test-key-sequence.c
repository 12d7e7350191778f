/* SPDX-License-Identifier: MIT
 *
 * Sequences of keys as people write them, there and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "key-sequence.h"

static void sequences_are_read(void **state)
{
	static const struct {
		const char *word;
		struct key_sequence sequence;
		const char *written; /* NULL: the same */
	} cases[] = {
		{"y", {{'y'}, 1}, NULL},
		{"yy", {{'y', 'y'}, 2}, NULL},
		{"Ctrl-R", {{18}, 1}, NULL},
		{"<Ctrl-R>", {{18}, 1}, "Ctrl-R"},
		{"<Ctrl-X>k", {{24, 'k'}, 2}, NULL},
		{"<ctrl-x><CTRL-C>", {{24, 3}, 2}, "<Ctrl-X><Ctrl-C>"},
		{"g<Enter>", {{'g', KEYS_ENTER}, 2}, NULL},
		{"<Space>x", {{' ', 'x'}, 2}, NULL},
		{"<", {{'<'}, 1}, NULL},
		{"<x", {{'<', 'x'}, 2}, NULL},
		{"<<", {{'<', '<'}, 2}, NULL},
		{"<>", {{'<', '>'}, 2}, NULL},
		{"<>>", {{'>'}, 1}, ">"},
		{"end", {{KEYS_END}, 1}, "End"},
		{"<e>nd", {{'e', 'n', 'd'}, 3}, "<e><n><d>"},
		{"\xc3\xbc\xe8\x80\x85", {{0xfc, 0x8005}, 2}, NULL},
		{"Alt-v", {{KEYS_ALT_OF('v')}, 1}, NULL},
		{"alt-V", {{KEYS_ALT_OF('V')}, 1}, "Alt-V"},
		{"<C-x>k", {{24, 'k'}, 2}, "<Ctrl-X>k"},
		{"<^>x", {{'^', 'x'}, 2}, "<^><x>"},
		{"Alt-<", {{KEYS_ALT_OF('<')}, 1}, NULL},
		{"<Alt->>x", {{KEYS_ALT_OF('>'), 'x'}, 2}, NULL},
		{"abcd", {{'a', 'b', 'c', 'd'}, 4}, NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct key_sequence got = {.count = 0};
		char written[KEY_SEQUENCE_TEXT];

		if (!key_sequence_read(&got, cases[i].word) ||
			!key_sequence_equal(&got, &cases[i].sequence))
			fail_msg("%s", cases[i].word);
		assert_string_equal(
			key_sequence_write(&got, written, sizeof(written)),
			cases[i].written != NULL ? cases[i].written
						 : cases[i].word);
	}
}

static void other_words_are_refused(void **state)
{
	static const char *const words[] = {"", "abcde", "<Ctrl-X", "x y",
		"\x01", "x\x01", "<Nokey>", "\xff", "a\xffz",
		"<Ctrl-Xxxxxxxxxxxxxxxxxxx>"};
	struct key_sequence sequence = {.count = 77};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (key_sequence_read(&sequence, words[i]))
			fail_msg("%s", words[i]);
		assert_int_equal(sequence.count, 77);
	}
}

static void names_that_were_meant(void **state)
{
	static const struct {
		const char *name, *near;
	} cases[] = {
		{"Crtl-R", "Ctrl-R"},
		{"ctl-x", "Ctrl-X"},
		{"PageDwon", "PageDown"},
		{"PgDwn", "PgDn"},
		{"Escap", "Escape"},
		{"Spcae", "Space"},
		{"Entre", "Enter"},
		{"Shift-tabb", "Shift-Tab"},
		{"F13", "F1"},
		{"qqqqqqqq", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *near = key_nearest(cases[i].name);

		if (cases[i].near == NULL)
			assert_null(near);
		else
			assert_string_equal(near, cases[i].near);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequences_are_read),
		cmocka_unit_test(other_words_are_refused),
		cmocka_unit_test(names_that_were_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
