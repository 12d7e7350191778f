/* SPDX-License-Identifier: MIT
 *
 * The text gate by exhaustion: no byte string of up to three bytes and no code
 * point lets anything forbidden through, with and without UTF-8. Then texts
 * made by chance, of which the functions must say the same, and the widths of
 * the C library.
 */
#include "config.h" /* wcwidth */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <utf8proc.h>

#include "tests/support/amount.h"
#include "text.h"

#define M	   "\xef\xbf\xbd" /* the mark, U+FFFD */
#define ACUTE	   "\xcc\x81"	  /* U+0301, a combining mark */
#define CODE_COUNT 0x110000

/* -- exhaustion ----------------------------------------------------------- */

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
	const int step = amount_step();
	char text[3];

	(void)state;
	for (int a = 0; a < 256; a++) {
		text[0] = (char)a;
		all_cells_harmless(text, 1, true);
		for (int b = 0; b < 256; b++) {
			text[1] = (char)b;
			all_cells_harmless(text, 2, true);
			for (int c = b % step; c < 256; c += step) {
				text[2] = (char)c;
				all_cells_harmless(text, 3, true);
			}
		}
	}
}

static void test_short_strings_in_ascii(void **state)
{
	const int step = amount_step();
	char text[3];

	(void)state;
	text_set_utf8(false);
	for (int a = 0; a < 256; a++) {
		text[0] = (char)a;
		all_cells_harmless(text, 1, false);
		for (int b = 0; b < 256; b++) {
			text[1] = (char)b;
			all_cells_harmless(text, 2, false);
			for (int c = b % step; c < 256; c += 3 * step) {
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
	const int step = amount_step();

	(void)state;
	for (int32_t code = 0; code < CODE_COUNT; code += step) {
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
	for (int i = 0; i < amount_of(30000); i++) {
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
	for (int i = 0; i < amount_of(30000); i++) {
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
	assert_true(found > amount_of(1000));
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
	const int step = amount_step();
	int same = 0;
	int different = 0;

	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	for (int32_t code = 0xa0; code < CODE_COUNT; code += step) {
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
	assert_true(same > amount_of(100000));
	assert_true(different < 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_code_points),
		cmocka_unit_test(test_all_short_strings),
		cmocka_unit_test(test_short_strings_in_ascii),
		cmocka_unit_test(test_made_texts),
		cmocka_unit_test(test_made_searches),
		cmocka_unit_test(test_widths_like_the_library),
	};

	return cmocka_run_group_tests(tests, prepare_proof, NULL);
}
