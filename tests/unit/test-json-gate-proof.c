/* SPDX-License-Identifier: MIT
 *
 * The gate by exhaustion: every byte string of up to three bytes, and every
 * string of up to GATE_SIGNS (5) signs of an alphabet that matters to JSON,
 * against a reader of its own. That one works differently: it takes the text
 * token by token and keeps what may come next in a stack of expectations, not
 * by recursion along the grammar.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "json-gate.h"
#include "tests/support/amount.h"

#define DEPTH 64

/* -- the other reader --------------------------------------------------------
 */

enum want {
	VALUE,
	VALUE_OR_END, /* behind '[' */
	NAME,
	NAME_OR_END, /* behind '{' */
	COLON,
	COMMA_OR_END,	/* of an array */
	COMMA_OR_CLOSE, /* of an object */
};

struct reader {
	const unsigned char *at, *end;
	enum want stack[DEPTH];
	int depth;
};

static void push(struct reader *reader, enum want want)
{
	if (reader->depth < DEPTH)
		reader->stack[reader->depth++] = want;
}

static bool hex(const unsigned char *at, const unsigned char *end)
{
	for (int i = 0; i < 4; i++, at++)
		if (at >= end ||
			strchr("0123456789abcdefABCDEF", *at) == NULL ||
			*at == '\0')
			return false;
	return true;
}

/* The end of the string that begins at `at`; NULL if it is none. */
static const unsigned char *
skip_string(const unsigned char *at, const unsigned char *end)
{
	for (at++; at < end && *at >= 0x20; at++) {
		if (*at == '"')
			return at + 1;
		if (*at != '\\')
			continue;
		if (++at >= end || *at == '\0' ||
			strchr("\"\\/bfnrtu", *at) == NULL)
			return NULL;
		if (*at == 'u' && !hex(at + 1, end))
			return NULL;
		if (*at == 'u')
			at += 4;
	}
	return NULL;
}

/* A number as a walk over a table: a row for each state, a column for what
 * comes: sign, 0, 1-9, point, e, plus. A dot: it ends here. */
static const unsigned char *
skip_number(const unsigned char *at, const unsigned char *end)
{
	static const char *const rows[] = {
		"123...", /* 0: at the start */
		".23...", /* 1: behind the sign */
		"...46.", /* 2: behind a leading 0 */
		".3346.", /* 3: in the digits */
		".55...", /* 4: behind the point */
		".55.6.", /* 5: in the decimals */
		"788..7", /* 6: behind e */
		".88...", /* 7: behind its sign */
		".88...", /* 8: in its digits */
	};
	static const char columns[] = "-0123456789.eE+";
	static const char column_of[] = "012222222223445";
	int state = 0;

	for (; at < end; at++) {
		const char *column = *at != '\0' ? strchr(columns, *at) : NULL;
		char next = '.';

		if (column != NULL)
			next = rows[state][column_of[column - columns] - '0'];
		if (next == '.')
			break;
		state = next - '0';
	}
	return state == 2 || state == 3 || state == 5 || state == 8 ? at : NULL;
}

static const unsigned char *
skip_word(const unsigned char *at, const unsigned char *end)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		size_t len = strlen(words[i]);

		if ((size_t)(end - at) >= len && memcmp(at, words[i], len) == 0)
			return at + len;
	}
	return NULL;
}

static bool take_value(struct reader *reader)
{
	unsigned char c = *reader->at;

	if (c == '[' || c == '{') {
		push(reader, c == '[' ? VALUE_OR_END : NAME_OR_END);
		reader->at++;
		return true;
	}
	if (c == '"')
		reader->at = skip_string(reader->at, reader->end);
	else if (c == '-' || (c >= '0' && c <= '9'))
		reader->at = skip_number(reader->at, reader->end);
	else
		reader->at = skip_word(reader->at, reader->end);
	return reader->at != NULL;
}

static bool take_name(struct reader *reader, unsigned char c)
{
	push(reader, COLON);
	if (c == '"')
		reader->at = skip_string(reader->at, reader->end);
	return c == '"' && reader->at != NULL;
}

/* One token by what is on top of the stack. */
static bool take_token(struct reader *reader)
{
	enum want want = reader->stack[--reader->depth];
	unsigned char c = *reader->at;

	switch (want) {
	case VALUE_OR_END:
		if (c == ']') {
			reader->at++;
			return true;
		}
		push(reader, COMMA_OR_END);
		return take_value(reader);
	case VALUE:
		return take_value(reader);
	case NAME_OR_END:
		if (c == '}') {
			reader->at++;
			return true;
		}
		return take_name(reader, c);
	case NAME:
		return take_name(reader, c);
	case COLON:
		push(reader, COMMA_OR_CLOSE);
		push(reader, VALUE);
		reader->at++;
		return c == ':';
	case COMMA_OR_END:
	case COMMA_OR_CLOSE:
		reader->at++;
		if (c == (want == COMMA_OR_END ? ']' : '}'))
			return true;
		if (want == COMMA_OR_END) {
			push(reader, COMMA_OR_END);
			push(reader, VALUE);
		} else {
			push(reader, NAME);
		}
		return c == ',';
	}
	return false;
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_json(const char *text, size_t len)
{
	struct reader reader = {.at = (const unsigned char *)text,
		.end = (const unsigned char *)text + len};

	push(&reader, VALUE);
	for (;;) {
		while (reader.at < reader.end && is_blank(*reader.at))
			reader.at++;
		if (reader.depth == 0 || reader.at >= reader.end)
			return reader.depth == 0 && reader.at == reader.end;
		if (!take_token(&reader))
			return false;
	}
}

/* -- the comparison -----------------------------------------------------------
 */

static struct buf out;
static long taken, refused;
static int step; /* under valgrind not all are compared */

static void compare(const char *text, size_t len)
{
	static long number;
	struct error error;
	bool wanted;

	if (++number % step != 0)
		return;
	wanted = is_json(text, len);
	buf_reset(&out);
	if (json_gate(text, len, &out, &error) != wanted)
		fail_msg("\"%.*s\" (%02x %02x %02x) is %s", (int)len, text,
			len > 0 ? (unsigned char)text[0] : 0,
			len > 1 ? (unsigned char)text[1] : 0,
			len > 2 ? (unsigned char)text[2] : 0,
			wanted ? "JSON" : "no JSON");
	taken += wanted;
	refused += !wanted;
}

static void test_all_short_strings(void **state)
{
	char text[3];

	(void)state;
	compare("", 0);
	for (int a = 0; a < 256; a++) {
		text[0] = (char)a;
		compare(text, 1);
		for (int b = 0; b < 256; b++) {
			text[1] = (char)b;
			compare(text, 2);
			for (int c = 0; c < 256; c++) {
				text[2] = (char)c;
				compare(text, 3);
			}
		}
	}
}

/* Each string of exactly `count` of the signs. */
static void compare_all(const char *const *signs, size_t size, int count)
{
	int digits[16] = {0};
	char text[64];

	for (;;) {
		size_t len = 0;
		int place = 0;

		for (int i = 0; i < count; i++) {
			size_t bytes = strlen(signs[digits[i]]);

			memcpy(text + len, signs[digits[i]], bytes);
			len += bytes;
		}
		compare(text, len);
		while (place < count && ++digits[place] == (int)size)
			digits[place++] = 0;
		if (place == count)
			return;
	}
}

static int most_signs(void)
{
	const char *text = getenv("GATE_SIGNS");
	int count = text != NULL ? (int)strtol(text, NULL, 10) : 5;

	return count > 0 && count <= 8 ? count : 5;
}

static void test_structure(void **state)
{
	static const char *const signs[] = {"[", "]", "{", "}", ",", ":",
		"\"a\"", "1", "null", " ", "\"", "-"};

	(void)state;
	for (int count = 1; count <= most_signs(); count++)
		compare_all(signs, ARRAY_LEN(signs), count);
}

static void test_numbers(void **state)
{
	static const char *const signs[] = {
		"-", "0", "1", ".", "e", "E", "+", " "};

	(void)state;
	for (int count = 1; count <= most_signs() + 1; count++)
		compare_all(signs, ARRAY_LEN(signs), count);
}

static void test_strings(void **state)
{
	static const char *const signs[] = {"\"", "\\", "u", "00", "D8", "n",
		"x", "\x1f", "\x7f", "\xc3\xa9", "\xff"};

	(void)state;
	for (int count = 1; count <= most_signs(); count++)
		compare_all(signs, ARRAY_LEN(signs), count);
	assert_true(taken > amount_of(amount_of(5000)));
	assert_true(refused > amount_of(amount_of(10000)));
}

static int set_up(void **state)
{
	(void)state;
	step = amount_step() * amount_step();
	buf_init(&out, 4096);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	print_message("%ld taken, %ld refused\n", taken, refused);
	buf_clear(&out);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_short_strings),
		cmocka_unit_test(test_structure),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_strings),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
