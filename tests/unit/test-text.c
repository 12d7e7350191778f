/* SPDX-License-Identifier: MIT
 *
 * The text gate: tables of what comes out, then the proof by exhaustion. No
 * byte string of up to three bytes and no code point lets anything forbidden
 * through, with and without UTF-8.
 */
#include "config.h" /* wcwidth */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <utf8proc.h>

#include "text.h"

#define M	   "\xef\xbf\xbd" /* the mark, U+FFFD */
#define ACUTE	   "\xcc\x81"	  /* U+0301, a combining mark */
#define CODE_COUNT 0x110000

/* -- tables --------------------------------------------------------------- */

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

static void test_format(void **state)
{
	char out[8];

	(void)state;
	assert_ptr_equal(text_format(out, sizeof(out), "%d-%s", 1, "x"), out);
	assert_string_equal(out, "1-x");
	assert_string_equal(
		text_format(out, sizeof(out), "%s", "0123456789"), "0123456");
	assert_string_equal(text_format(out, 1, "%s", "abc"), "");
	out[0] = '#';
	text_format(out, 0, "%s", "abc");
	assert_int_equal(out[0], '#');
}

/* -- comparing ------------------------------------------------------------ */

static void test_equal(void **state)
{
	(void)state;
	assert_true(text_equal_ascii_case("Example.COM", "eXAMPLE.com"));
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

/* -- the proof ------------------------------------------------------------ */

/* What may never come out, and how wide the rest may be. */
static unsigned char forbidden[CODE_COUNT];

static bool is_forbidden(int32_t code)
{
	switch (utf8proc_category(code)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return false;
	}
}

/* A second opinion on the tables: ranges known to be dangerous. */
static void forbid_by_hand(void)
{
	static const struct {
		int32_t first;
		int32_t last;
	} ranges[] = {
		{0x00, 0x1f},
		{0x7f, 0x9f},
		{0xad, 0xad},
		{0x61c, 0x61c},
		{0x200b, 0x200f},
		{0x2028, 0x202e},
		{0x2060, 0x206f},
		{0xd800, 0xdfff},
		{0xe000, 0xf8ff},
		{0xfdd0, 0xfdef},
		{0xfe00, 0xfe0f},
		{0xfeff, 0xfeff},
		{0xfff0, 0xfffb},
		{0xfffe, 0xffff},
		{0xe0000, 0xe0fff},
		{0xf0000, 0x10ffff},
	};

	for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
		for (int32_t c = ranges[i].first; c <= ranges[i].last; c++)
			forbidden[c] = true;
}

static int prepare_proof(void **state)
{
	(void)state;
	for (int32_t code = 0; code < CODE_COUNT; code++)
		forbidden[code] = is_forbidden(code);
	forbid_by_hand();
	return 0;
}

/* A decoder of its own, so that the proof does not lean on the gate's. */
static size_t read_code(const unsigned char *p, int32_t *code)
{
	static const int32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if ((p[0] >= 0x80 && p[0] < 0xc2) || p[0] > 0xf4)
		return 0;
	*code = len == 1 ? p[0] : p[0] & (0x7f >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (p[i] & 0x3f);
	}
	return *code < lowest[len] || *code >= CODE_COUNT ? 0 : len;
}

static bool cell_is_harmless(const struct text_cell *cell, bool utf8)
{
	const unsigned char *p = (const unsigned char *)cell->bytes;
	int count = 0;

	if (cell->width < 1 || cell->width > 2 || *p == '\0')
		return false;
	while (*p) {
		int32_t code = 0;
		size_t len = read_code(p, &code);

		if (len == 0 || forbidden[code] || (!utf8 && code > 0x7e))
			return false;
		p += len;
		count++;
	}
	return utf8 ? count <= 3 : count == cell->width;
}

static void all_cells_harmless(const char *text, size_t len, bool utf8)
{
	size_t left = len;

	while (left > 0) {
		struct text_cell cell;
		size_t taken = text_next(text + len - left, left, &cell);

		if (taken < 1 || taken > left || !cell_is_harmless(&cell, utf8))
			fail_msg("%zu bytes: %02x %02x %02x %02x", len,
				(unsigned char)text[0],
				(unsigned char)text[len > 1 ? 1 : 0],
				(unsigned char)text[len > 2 ? 2 : 0],
				(unsigned char)text[len > 3 ? 3 : 0]);
		left -= taken;
	}
}

static void test_all_short_strings(void **state)
{
	char text[3];

	(void)state;
	for (int a = 0; a < 256; a++) {
		text[0] = (char)a;
		all_cells_harmless(text, 1, true);
		for (int b = 0; b < 256; b++) {
			text[1] = (char)b;
			all_cells_harmless(text, 2, true);
			for (int c = 0; c < 256; c++) {
				text[2] = (char)c;
				all_cells_harmless(text, 3, true);
			}
		}
	}
}

static void test_short_strings_in_ascii(void **state)
{
	char text[3];

	(void)state;
	text_set_utf8(false);
	for (int a = 0; a < 256; a++) {
		text[0] = (char)a;
		all_cells_harmless(text, 1, false);
		for (int b = 0; b < 256; b++) {
			text[1] = (char)b;
			all_cells_harmless(text, 2, false);
			for (int c = 0; c < 256; c += 3) {
				text[2] = (char)c;
				all_cells_harmless(text, 3, false);
			}
		}
	}
	text_set_utf8(true);
}

/* Also of surrogates, which no encoder should write. NUL-terminated. */
static size_t write_code(char *out, int32_t code)
{
	static const int leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t len = code < 0x80      ? 1
		     : code < 0x800   ? 2
		     : code < 0x10000 ? 3
				      : 4;

	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	out[0] = (char)(leads[len] | code);
	out[len] = '\0';
	return len;
}

/* Alone, behind a letter, before a letter, doubled; surrogates as well. */
static void test_all_code_points(void **state)
{
	(void)state;
	for (int32_t code = 0; code < CODE_COUNT; code++) {
		char text[16] = "a";
		size_t len = write_code(text + 1, code);

		memcpy(text + 1 + len, text + 1, len);
		text[1 + 2 * len] = 'b';
		all_cells_harmless(text + 1, len, true);
		all_cells_harmless(text, 2 * len + 2, true);
		text_set_utf8(false);
		all_cells_harmless(text, 2 * len + 2, false);
		text_set_utf8(true);
	}
}

/* -- texts made by chance -------------------------------------------------- */

static uint64_t seed = 88172645463325252u;

static uint32_t chance(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 32) % below;
}

/* What is likely to upset the gate, and plain letters. */
static void make_text(struct buf *out, size_t pieces)
{
	static const char *const alphabet[] = {"a", "Z", " ", "\t", "\x1b",
		"\x7f", "\xc3\xa9", ACUTE, "\xcc\x80", "\xe2\x80\xae",
		"\xe6\x97\xa5", "\xf0\x9f\x98\x80", "\xe2\x80\x8d",
		"\xef\xb8\x8f", "\xc2\x9b", "\x9b", "\xff", "\xe2", "\x82",
		"\xf0\x9f", M, "\xe1\x84\x92", "\xe1\x85\xa1", "\xe1\x86\xab",
		"\xe0\xa4\xbe", "\xf3\xa0\x81\x81", "\xc3\x9f", "I", "\xcc\x87",
		"\xcd\x85", "\xce\x91", "\xef\xac\x81", "\xc3\x89",
		"\xf0\x9f\x8f\xbd"};

	buf_reset(out);
	for (size_t i = 0; i < pieces; i++)
		buf_puts(out, alphabet[chance(ARRAY_LEN(alphabet))]);
}

/* At every size: as many whole cells as there is room for, and no more. */
static void check_cuts(const char *text)
{
	size_t len = strlen(text);
	struct buf wanted;
	size_t size = 1;

	buf_init(&wanted, 10000);
	for (size_t at = 0; at < len;) {
		struct text_cell cell;
		char out[512];

		at += text_next(text + at, len - at, &cell);
		for (; size <= wanted.len + strlen(cell.bytes); size++)
			assert_string_equal(text_clean_to(out, size, text),
				buf_text(&wanted));
		buf_puts(&wanted, cell.bytes);
	}
	buf_clear(&wanted);
}

/* What utf8proc makes of the whole text at once. */
static void check_fold(const char *text)
{
	const utf8proc_option_t how = UTF8PROC_NULLTERM | UTF8PROC_CASEFOLD |
				      UTF8PROC_COMPOSE | UTF8PROC_STABLE;
	utf8proc_uint8_t *wanted = NULL;
	struct buf out;

	if (!text_is_valid_utf8(text, strlen(text)))
		return;
	buf_init(&out, 10000);
	text_fold(&out, text);
	assert_true(utf8proc_map((const utf8proc_uint8_t *)text, 0, &wanted,
			    how) >= 0);
	assert_string_equal(buf_text(&out), (char *)wanted);
	free(wanted);
	buf_clear(&out);
}

static void check_made(const char *text, bool utf8)
{
	size_t len = strlen(text);
	struct text_cell cell;
	struct buf once;
	struct buf twice;
	struct buf cells;
	size_t width = 0;

	buf_init(&once, 10000);
	buf_init(&twice, 10000);
	buf_init(&cells, 10000);
	all_cells_harmless(text, len, utf8);
	for (size_t at = 0; at < len;) {
		at += text_next(text + at, len - at, &cell);
		width += (size_t)cell.width;
		buf_puts(&cells, cell.bytes);
	}
	text_clean(&once, text);
	text_clean(&twice, buf_text(&once));
	assert_string_equal(buf_text(&once), buf_text(&cells));
	assert_string_equal(buf_text(&once), buf_text(&twice));
	assert_int_equal(text_width(text), width);
	assert_int_equal(text_width(buf_text(&once)), width);
	check_cuts(text);
	check_fold(text);
	buf_clear(&once);
	buf_clear(&twice);
	buf_clear(&cells);
}

/* The gate is a fixed point, its functions agree, and the width is the same
 * with and without UTF-8. */
static void test_made_texts(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text, 1000);
	for (int i = 0; i < 30000; i++) {
		size_t width;

		make_text(&text, 1 + chance(30));
		check_made(text.data, true);
		width = text_width(text.data);
		text_set_utf8(false);
		check_made(text.data, false);
		assert_int_equal(text_width(text.data), width);
		text_set_utf8(true);
	}
	buf_clear(&text);
}

static bool found_in_folded(const char *haystack, const char *needle)
{
	struct buf a;
	struct buf b;
	bool found;

	buf_init(&a, 1000);
	buf_init(&b, 1000);
	text_fold(&a, haystack);
	text_fold(&b, needle);
	found = strstr(buf_text(&a), buf_text(&b)) != NULL;
	buf_clear(&a);
	buf_clear(&b);
	return found;
}

/* Of those in the alphabet of make_text. */
static bool has_made_capital(const char *text)
{
	return strpbrk(text, "IZ") || strstr(text, "\xce\x91") ||
	       strstr(text, "\xc3\x89");
}

/* The same as folding both sides whole and searching. */
static void test_made_searches(void **state)
{
	struct buf haystack;
	struct buf needle;
	int found = 0;

	(void)state;
	buf_init(&haystack, 1000);
	buf_init(&needle, 1000);
	for (int i = 0; i < 30000; i++) {
		bool wanted;

		make_text(&haystack, 1 + chance(20));
		make_text(&needle, 1 + chance(2));
		if (has_made_capital(needle.data))
			continue;
		wanted = found_in_folded(haystack.data, needle.data);
		assert_int_equal(
			text_contains(haystack.data, needle.data), wanted);
		found += wanted;
	}
	assert_true(found > 1000);
	buf_clear(&haystack);
	buf_clear(&needle);
}

/* Whether the gate lets it through as it is. */
static bool passes(const char *text)
{
	char clean[8];

	return strcmp(text_clean_to(clean, sizeof(clean), text), text) == 0;
}

/*
 * Terminals count columns much as the C library does. A few characters may
 * differ, for the two need not be of the same version of Unicode.
 */
static void test_widths_like_the_library(void **state)
{
	int same = 0;
	int different = 0;

	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	for (int32_t code = 0xa0; code < CODE_COUNT; code++) {
		int width = wcwidth((wchar_t)code);
		char text[8];

		write_code(text, code);
		if (width < 0 || !passes(text))
			continue;
		if (text_width(text) == (size_t)width)
			same++;
		else
			different++;
	}
	setlocale(LC_CTYPE, "C");
	assert_true(same > 100000);
	assert_true(different < 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gate),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_next_by_length),
		cmocka_unit_test(test_clean_to_cuts),
		cmocka_unit_test(test_clean_into_full_buffer),
		cmocka_unit_test(test_long_stack),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_fold_long),
		cmocka_unit_test(test_contains),
		cmocka_unit_test(test_all_code_points),
		cmocka_unit_test(test_all_short_strings),
		cmocka_unit_test(test_short_strings_in_ascii),
		cmocka_unit_test(test_made_texts),
		cmocka_unit_test(test_made_searches),
		cmocka_unit_test(test_widths_like_the_library),
	};

	return cmocka_run_group_tests_name("text", tests, prepare_proof, NULL);
}
