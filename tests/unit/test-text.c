/* SPDX-License-Identifier: MIT
 *
 * The text gate, and comparing texts: tables of what comes out. That nothing
 * else can come out is proved in test-text-proof.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>
#include <wchar.h>

#include "text.h"

#define M     "\xef\xbf\xbd" /* the mark, U+FFFD */
#define ACUTE "\xcc\x81"     /* U+0301, a combining mark */

/* -- the gate ------------------------------------------------------------- */

static const struct {
	const char *text;
	const char *clean;
	const char *ascii; /* the same where the terminal takes no UTF-8 */
	size_t width;
} gate_cases[] = {
	{"", "", "", 0},
	{"www.example.com", "www.example.com", "www.example.com", 15},
	{" ~", " ~", " ~", 2},
	{"a\tb\nc\rd", "a b c d", "a b c d", 7},
	/* control sequences */
	{"\x1b[31mred", M "[31mred", "?[31mred", 8},
	{"\x1b]0;t\x07", M "]0;t" M, "?]0;t?", 6},
	{"\x7f", M, "?", 1},
	{"\x01\x1f\x08", M M M, "???", 3},
	{"\xc2\x9b"
	 "31m",
		M "31m", "?31m", 4},
	{"\xc2\x80\xc2\x85", M M, "??", 2},
	{"\x9b"
	 "31m",
		M "31m", "?31m", 4},
	/* format characters: zero width space and joiner, bidirectional
	 * controls and isolates, soft hyphen, byte order mark, tag */
	{"a\xe2\x80\x8b"
	 "b",
		"a" M "b", "a?b", 3},
	{"\xe2\x80\x8d", M, "?", 1},
	{"\xe2\x80\xae"
	 "moc.elpmaxe",
		M "moc.elpmaxe", "?moc.elpmaxe", 12},
	{"\xe2\x81\xa6\xe2\x81\xa9", M M, "??", 2},
	{"\xc2\xad", M, "?", 1},
	{"\xef\xbb\xbf", M, "?", 1},
	{"\xf3\xa0\x81\x81", M, "?", 1},
	/* line and paragraph separators */
	{"\xe2\x80\xa8\xe2\x80\xa9", M M, "??", 2},
	/* private use, unassigned, no character */
	{"\xee\x80\x80\xf4\x8f\xbf\xbd", M M, "??", 2},
	{"\xcd\xb8", M, "?", 1},
	{"\xef\xbf\xbf\xf0\x9f\xbf\xbf", M M, "??", 2},
	/* invisible: joiner, Hangul filler, variation selectors */
	{"a\xcd\x8f", "a" M, "a?", 2},
	{"\xe3\x85\xa4", M, "?", 1},
	{"\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4" M, "??", 2},
	/* broken: alone, cut, overlong, surrogate, beyond the end */
	{"\x80", M, "?", 1},
	{"\xff\xfe", M M, "??", 2},
	{"\xc3", M, "?", 1},
	{"\xe2\x82", M M, "??", 2},
	{"\xe2\x82z", M M "z", "??z", 3},
	{"\xc0\xaf", M M, "??", 2},
	{"\xc1\x9b", M M, "??", 2},
	{"\xe0\x80\xaf", M M M, "???", 3},
	{"\xed\xa0\x80", M M M, "???", 3},
	{"\xf4\x90\x80\x80", M M M M, "????", 4},
	{"\xf8\x88\x80\x80\x80", M M M M M, "?????", 5},
	/* letters and signs */
	{"M\xc3\xbcller", "M\xc3\xbcller", "M?ller", 6},
	{"\xe2\x82\xac", "\xe2\x82\xac", "?", 1},
	{"\xc2\xa0", "\xc2\xa0", "?", 1},
	{M, M, "?", 1},
	/* two columns: CJK, emoji, fullwidth */
	{"\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac", "????", 4},
	{"a\xf0\x9f\x98\x80", "a\xf0\x9f\x98\x80", "a??", 3},
	{"\xef\xbc\xa1", "\xef\xbc\xa1", "??", 2},
	/* combining marks: up to two, then one mark for the rest */
	{"e" ACUTE, "e" ACUTE, "?", 1},
	{"e" ACUTE ACUTE, "e" ACUTE ACUTE, "?", 1},
	{"e" ACUTE ACUTE ACUTE, "e" ACUTE ACUTE M, "??", 2},
	{"e" ACUTE ACUTE ACUTE ACUTE ACUTE "x", "e" ACUTE ACUTE M "x", "??x",
		3},
	{"\xe6\x97\xa5" ACUTE, "\xe6\x97\xa5" ACUTE, "??", 2},
	{ACUTE "e", M "e", "?e", 2},
	{"\n" ACUTE, " " M, " ?", 2},
	{" " ACUTE, " " ACUTE, "?", 1},
	{"\x01" ACUTE, M M, "??", 2},
	/* a spacing mark has a column of its own */
	{"\xe0\xa4\x95\xe0\xa4\xbe", "\xe0\xa4\x95\xe0\xa4\xbe", "??", 2},
	/* Hangul in parts is one syllable; a part alone is nothing */
	{"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",
		"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "??", 2},
	{"\xed\x95\x98\xe1\x86\xab", "\xed\x95\x98\xe1\x86\xab", "??", 2},
	{"\xe1\x84\x92\xed\x9f\x8b", "\xe1\x84\x92\xed\x9f\x8b", "??", 2},
	{"\xea\xa5\xa0\xe1\x85\xa1", "\xea\xa5\xa0\xe1\x85\xa1", "??", 2},
	{"a\xe1\x85\xa1", "a" M, "a?", 2},
	{"\xe1\x85\xa1", M, "?", 1},
	/* widths that terminals do not agree about: flag, skin tone */
	{"\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa", M M, "??", 2},
	{"\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", "\xf0\x9f\x91\x8d" M, "???", 3},
};

static void cleans_to(const char *text, const char *wanted)
{
	struct buf out;
	char fixed[64];

	buf_init(&out, 1000);
	text_clean(&out, text);
	assert_string_equal(buf_text(&out), wanted);
	buf_clear(&out);
	assert_ptr_equal(text_clean_to(fixed, sizeof(fixed), text), fixed);
	assert_string_equal(fixed, wanted);
}

static void is_data(const char *text, const char *wanted)
{
	struct buf out;

	buf_init(&out, 1 << 16);
	text_clean_data(&out, text);
	assert_string_equal(buf_text(&out), wanted);
	buf_clear(&out);
}

static void test_lines(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	text_clean_lines(&out, NULL);
	text_clean_lines(&out, "a\x1b[m\n\nb\tc\xc2\x9b\r\n" ACUTE);
	assert_string_equal(buf_text(&out), "a" M "[m\n\nb c" M " \n" M);
	buf_clear(&out);
}

static void test_gate(void **state)
{
	(void)state;
	assert_true(text_is_utf8());
	for (size_t i = 0; i < ARRAY_LEN(gate_cases); i++) {
		const char *text = gate_cases[i].text;

		cleans_to(text, gate_cases[i].clean);
		assert_int_equal(text_width(text), gate_cases[i].width);
		text_set_utf8(false);
		assert_false(text_is_utf8());
		cleans_to(text, gate_cases[i].ascii);
		is_data(text, gate_cases[i].clean);
		assert_int_equal(text_width(text), gate_cases[i].width);
		text_set_utf8(true);
	}
}

static void test_nothing(void **state)
{
	struct text_cell cell;
	char fixed[4] = "x";
	struct buf out;

	(void)state;
	buf_init(&out, 10);
	text_clean(&out, NULL);
	assert_string_equal(buf_text(&out), "");
	buf_clear(&out);
	assert_string_equal(text_clean_to(fixed, sizeof(fixed), NULL), "");
	assert_int_equal(text_width(NULL), 0);
	assert_int_equal(text_next("", 0, &cell), 0);
	assert_int_equal(text_next("abc", 0, &cell), 0);
	assert_int_equal(text_next("\xc3\xa9", 0, &cell), 0);
}

/* A NUL inside and a length that cuts a character. */
static void test_next_by_length(void **state)
{
	struct text_cell cell;

	(void)state;
	assert_int_equal(text_next("\0a", 2, &cell), 1);
	assert_string_equal(cell.bytes, M);
	assert_int_equal(text_next("\xc3\xa9", 1, &cell), 1);
	assert_string_equal(cell.bytes, M);
	assert_int_equal(text_next("\xc3\xa9", 2, &cell), 2);
	assert_string_equal(cell.bytes, "\xc3\xa9");
	assert_int_equal(text_next("e" ACUTE, 1, &cell), 1);
	assert_string_equal(cell.bytes, "e");
	assert_int_equal(text_next("e" ACUTE, 2, &cell), 1);
	assert_string_equal(cell.bytes, "e");
	assert_int_equal(text_next("e" ACUTE, 3, &cell), 3);
	assert_string_equal(cell.bytes, "e" ACUTE);
}

static size_t encode(unsigned code, char *out)
{
	static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t len = code < 0x80      ? 1
		     : code < 0x800   ? 2
		     : code < 0x10000 ? 3
				      : 4;

	for (size_t i = len; i-- > 1; code >>= 6)
		out[i] = (char)(0x80 | (code & 0x3f));
	out[0] = (char)(first[len] | code);
	return len;
}

/* The canvas takes it for granted: what has no more bytes than there are
 * columns fits. */
static void test_no_more_columns_than_bytes(void **state)
{
	struct text_cell cell;
	char bytes[4];

	(void)state;
	for (unsigned code = 1; code <= 0x10ffff; code++) {
		size_t len = encode(code, bytes);
		size_t taken = text_next(bytes, len, &cell);

		if (taken == 0 || (size_t)cell.width > taken)
			fail_msg("U+%04X", code);
	}
}

/* Cut at a cell border, at every size. */
static void test_clean_to_cuts(void **state)
{
	static const char text[] = "ab\xc3\xa9\xe6\x97\xa5"
				   "e" ACUTE ACUTE "\xf0\x9f\x98\x80z\x01";
	static const char *const wanted[] = {NULL, "", "a", "ab", "ab",
		"ab\xc3\xa9", "ab\xc3\xa9", "ab\xc3\xa9",
		"ab\xc3\xa9\xe6\x97\xa5"};
	char out[64];

	(void)state;
	for (size_t size = 1; size < ARRAY_LEN(wanted); size++) {
		memset(out, '#', sizeof(out));
		text_clean_to(out, size, text);
		assert_string_equal(out, wanted[size]);
		assert_int_equal(out[size], '#');
	}
	memset(out, '#', sizeof(out));
	assert_ptr_equal(text_clean_to(out, 0, text), out);
	assert_int_equal(out[0], '#');
}

static void test_clean_into_full_buffer(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4);
	text_clean(&out, "ab\xc3\xa9\xe6\x97\xa5xyz");
	assert_true(out.full);
	assert_true(text_is_valid_utf8(out.data, out.len));
	assert_string_equal(buf_text(&out), "ab\xc3\xa9");
	buf_clear(&out);
}

static void test_long_stack(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text, 1000000);
	buf_putc(&text, 'a');
	for (int i = 0; i < 100000; i++)
		buf_puts(&text, ACUTE);
	assert_false(text.full);
	assert_int_equal(text_width(buf_text(&text)), 2);
	buf_clear(&text);
}

static void test_no_text(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	text_clean_data(&out, NULL);
	assert_false(text_escape(&out, NULL));
	assert_string_equal(buf_text(&out), "");
	buf_clear(&out);
}

static void test_plain_ascii(void **state)
{
	(void)state;
	assert_true(text_is_plain_ascii("!az~"));
	assert_false(text_is_plain_ascii("a b"));
	assert_false(text_is_plain_ascii("a\x7f"));
	assert_false(text_is_plain_ascii("\xC3\xBC"));
}

static void test_escape(void **state)
{
	static const struct {
		const char *text;
		const char *escaped;
	} cases[] = {
		{"", ""},
		{"j.doe+x@example.com", "j.doe+x@example.com"},
		{"!~", "!~"},
		{"a b", "a\\u{0020}b"},
		{"j\xd0\xbehn@example.com", "j\\u{043E}hn@example.com"},
		{"a\xe2\x80\xae", "a\\u{202E}"},
		{"\xf0\x9f\x98\x80", "\\u{1F600}"},
		{"\x1b[0m\x7f", "\\u{001B}[0m\\u{007F}"},
		{"\xff\xc3", "\\x{FF}\\x{C3}"},
		{"e" ACUTE, "e\\u{0301}"},
		{"a\n", "a\\u{000A}"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bool same = strcmp(cases[i].text, cases[i].escaped) == 0;
		struct buf out;

		buf_init(&out, 1000);
		assert_int_equal(text_escape(&out, cases[i].text), !same);
		assert_string_equal(buf_text(&out), cases[i].escaped);
		assert_int_equal(text_is_plain_ascii(cases[i].text), same);
		buf_clear(&out);
	}
}

static void test_decode(void **state)
{
	int32_t code = 0;

	(void)state;
	assert_int_equal(text_decode("\xe2\x82\xacx", 4, &code), 3);
	assert_int_equal(code, 0x20ac);
	assert_int_equal(text_decode("\xe2\x82\xac", 2, &code), 1);
	assert_int_equal(code, -1);
	assert_int_equal(text_decode("", 0, &code), 0);
	assert_int_equal(text_decode("\0", 1, &code), 1);
	assert_int_equal(code, 0);
	assert_true(text_is_valid_utf8("a\xc3\xa9\0z", 5));
	assert_true(text_is_valid_utf8("", 0));
	assert_false(text_is_valid_utf8("a\xc3\xa9", 2));
	assert_false(text_is_valid_utf8("\xed\xa0\x80", 3));
	assert_false(text_is_valid_utf8("\xc0\x80", 2));
	assert_false(text_is_valid_utf8("ok\xf4\x90\x80\x80", 6));
}

static void test_copy(void **state)
{
	char out[4] = "xyz";

	(void)state;
	assert_ptr_equal(text_copy(out, sizeof(out), "ab"), out);
	assert_string_equal(out, "ab");
	assert_string_equal(text_copy(out, sizeof(out), "abcdef"), "abc");
	assert_string_equal(text_copy(out, 1, "abc"), "");
	out[0] = 'z';
	text_copy(out, 0, "abc");
	assert_int_equal(out[0], 'z');
}

static void test_format(void **state)
{
	char out[8];

	(void)state;
	assert_ptr_equal(text_format(out, sizeof(out), "%d-%s", 1, "x"), out);
	assert_string_equal(out, "1-x");
	assert_string_equal(
		text_format(out, sizeof(out), "%s", "0123456789"), "0123456");
	assert_string_equal(text_format(out, 1, "%s", "abc"), "");
	/* What no locale can write leaves no half text. */
	assert_string_equal(text_format(out, sizeof(out), "%ls",
				    (const wchar_t[]){0x110000, 0}),
		"");
	out[0] = '#';
	text_format(out, 0, "%s", "abc");
	assert_int_equal(out[0], '#');
}

/* -- comparing ------------------------------------------------------------ */

static void test_equal(void **state)
{
	(void)state;
	assert_true(text_equal_ascii_case("Example.COM", "eXAMPLE.com"));
	assert_true(text_hash_ascii_case("Example.COM") ==
		    text_hash_ascii_case("eXAMPLE.com"));
	assert_true(text_hash_ascii_case("\xc3\x84") !=
		    text_hash_ascii_case("\xc3\xa4"));
	assert_true(text_equal_ascii_case("", ""));
	assert_true(text_equal_ascii_case(NULL, NULL));
	assert_false(text_equal_ascii_case(NULL, ""));
	assert_false(text_equal_ascii_case("", NULL));
	assert_false(text_equal_ascii_case("a", "ab"));
	assert_false(text_equal_ascii_case("ab", "a"));
	assert_false(text_equal_ascii_case("[", "{"));
	assert_false(text_equal_ascii_case("@", "`"));
	assert_false(text_equal_ascii_case("\xc3\xa9", "\xc3\x89"));
	assert_true(text_equal_ascii_case("\xc3\xa9X", "\xc3\xa9x"));
}

static void test_fold(void **state)
{
	static const struct {
		const char *text;
		const char *folded;
	} cases[] = {
		{"", ""},
		{"WWW.Example.COM [@]", "www.example.com [@]"},
		{"\xc3\x89", "\xc3\xa9"},	 /* E with acute */
		{"E" ACUTE, "\xc3\xa9"},	 /* in two parts */
		{"STRA\xc3\x9f\x45", "strasse"}, /* sharp s */
		{"\xce\xa3\xcf\x82\xcf\x83", "\xcf\x83\xcf\x83\xcf\x83"},
		{"\xef\xac\x81", "fi"},			  /* ligature */
		{"\xe2\x84\xaa", "k"},			  /* Kelvin sign */
		{"\xd0\x96", "\xd0\xb6"},		  /* Cyrillic */
		{"\xe6\x97\xa5", "\xe6\x97\xa5"},	  /* no case */
		{"\xff\xc3\x89\xc3", "\xff\xc3\xa9\xc3"}, /* broken bytes */
		{"\xed\xa0\x80\xc3\x89", "\xed\xa0\x80\xc3\xa9"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;

		buf_init(&out, 1000);
		buf_puts(&out, "> ");
		text_fold(&out, cases[i].text);
		assert_string_equal(buf_text(&out) + 2, cases[i].folded);
		buf_clear(&out);
	}
}

/* Longer than what is folded without asking for memory. */
static void test_fold_long(void **state)
{
	struct buf text;
	struct buf out;

	(void)state;
	buf_init(&text, 100000);
	buf_init(&out, 100000);
	for (int i = 0; i < 3000; i++) {
		buf_reset(&out);
		buf_puts(&text, i % 2 ? "\xc3\x89" : "\xc3\x9f");
		text_fold(&out, buf_text(&text));
		assert_int_equal(out.len, text.len);
	}
	assert_memory_equal(out.data, "ss\xc3\xa9ss\xc3\xa9", 8);
	buf_clear(&text);
	buf_clear(&out);
}

static void test_contains(void **state)
{
	static const struct {
		const char *haystack;
		const char *needle;
		bool found;
	} cases[] = {
		{"", "", true},
		{"abc", "", true},
		{"", "a", false},
		{"www.Example.com", "example", true},
		{"www.example.com", "Example", false},
		{"www.Example.com", "Example", true},
		{"www.example.com", "com", true},
		{"www.example.com", "coms", false},
		{"aaab", "aab", true},
		{"ABC", "abc", true},
		{"M\xc3\x9cLLER", "m\xc3\xbcller", true},
		{"M\xc3\x9cLLER", "ller", true},
		{"MU\xcc\x88LLER", "m\xc3\xbcller", true},
		{"m\xc3\xbcller", "mu\xcc\x88ller", true},
		{"m\xc3\xbcller", "M\xc3\x9cLLER", false},
		{"m\xc3\xbcller", "\xc3\x9c", false},
		{"Stra\xc3\x9f"
		 "e",
			"strasse", true},
		{"STRASSE",
			"stra\xc3\x9f"
			"e",
			true},
		{"office",
			"o\xef\xac\x83"
			"ce",
			true},
		{"OFFICE",
			"o\xef\xac\x83"
			"ce",
			true},
		{"plain", "\xc3\xa9", false},
		{"\xc7\x86", "\xc7\x86", true},
		{"\xc7\x86", "\xc7\x85", false}, /* a title case letter */
		{"a\xff"
		 "B",
			"\xff"
			"b",
			true},
		{"\xce\x9f\xce\x94\xce\x9f\xce\xa3",
			"\xce\xbf\xce\xb4\xce\xbf\xcf\x82", true},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (text_contains(cases[i].haystack, cases[i].needle) !=
			cases[i].found)
			fail_msg(
				"%s in %s", cases[i].needle, cases[i].haystack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_gate),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_next_by_length),
		cmocka_unit_test(test_no_more_columns_than_bytes),
		cmocka_unit_test(test_clean_to_cuts),
		cmocka_unit_test(test_clean_into_full_buffer),
		cmocka_unit_test(test_long_stack),
		cmocka_unit_test(test_no_text),
		cmocka_unit_test(test_plain_ascii),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_fold_long),
		cmocka_unit_test(test_contains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
