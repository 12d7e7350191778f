/* SPDX-License-Identifier: MIT
 *
 * The gate: what the grammar refuses, what is repaired, what passes as it is.
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
#include "mem.h"

#define MARK "\xEF\xBF\xBD"
#define MIB  ((size_t)1024 * 1024)

/* The text may hold NUL bytes. */
struct piece {
	const char *text;
	size_t len;
};

#define P(literal)                                                             \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

/* In memory of exactly its size, so that reading on is noticed. */
static bool gate(struct piece in, struct buf *out, struct error *error)
{
	char *exact = mem_alloc(in.len ? in.len : 1);
	memcpy(exact, in.text, in.len);
	error_clear(error);
	bool ok = json_gate(exact, in.len, out, error);
	if (ok && out->len == 0)
		buf_add(out, exact, in.len);
	free(exact);
	return ok;
}

static void valid_text_passes_unchanged(void **state)
{
	static const struct piece cases[] = {
		P("null"),
		P("true"),
		P("false"),
		P("0"),
		P("-0"),
		P("-1.5e+3"),
		P("1E400"),
		P("\"\""),
		P("[]"),
		P("{}"),
		P(" [ 1 , 2 ] "),
		P("\t\r\n{ \"a\" : [ { } , [ ] ] }\n"),
		P("{\"a\":1,\"a\":2}"),
		P("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""),
		P("\"\\u0001\\uFFFF\\uabcd\""),
		P("\"\\uD83D\\uDE00\""),
		P("\"\x7F\""),
		P("\"\xC2\x80\""),
		P("\"\xE2\x80\xA8\""),
		P("\"\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\""),
		P("\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\""),
		P("123456789012345678901234567890.123456789e-99"),
		P("{\"\":\"\"}"),
		P("{\"\\u0061\":0}"),
	};
	struct error error;
	struct buf out;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		buf_init(&out, 1000);
		assert_true(gate(cases[i], &out, &error));
		assert_int_equal(out.len, cases[i].len);
		assert_memory_equal(
			buf_text(&out), cases[i].text, cases[i].len);
		buf_clear(&out);
	}
}

static const struct piece broken[] = {
	P(""),
	P(" "),
	P("\xEF\xBB\xBF{}"),
	P("nul"),
	P("nullx"),
	P("True"),
	P("NaN"),
	P("Infinity"),
	P("-"),
	P("+1"),
	P("01"),
	P("-01"),
	P(".5"),
	P("1."),
	P("1.e1"),
	P("1e"),
	P("1e+"),
	P("0x1"),
	P("1_000"),
	P("--1"),
	P("["),
	P("[1"),
	P("[1,"),
	P("[1,]"),
	P("[,1]"),
	P("[1 2]"),
	P("[1}"),
	P("]"),
	P("[]]"),
	P("{"),
	P("{\"a\""),
	P("{\"a\":"),
	P("{\"a\":1"),
	P("{\"a\":1,"),
	P("{\"a\":1,}"),
	P("{\"a\" 1}"),
	P("{a:1}"),
	P("{1:1}"),
	P("{'a':1}"),
	P("{\"a\":}"),
	P("{:1}"),
	P("{,}"),
	P("{\"a\":1]"),
	P("{}{}"),
	P("1 2"),
	P("[] //"),
	P("/**/[]"),
	P("\""),
	P("\"a"),
	P("\"\\\""),
	P("\"\\"),
	P("\"\\x41\""),
	P("\"\\u\""),
	P("\"\\u12\""),
	P("\"\\u12G4\""),
	P("\"\\u123"),
	P("\"\\uD800\\u12\""),
	P("\"\\U0041\""),
	P("\"\\a\""),
	P("\"\\\0\""),
	P("\"a\nb\""),
	P("\"a\tb\""),
	P("\"a\x1F\""),
	P("\"a\0b\""),
	P("[\0]"),
	P("[]\0"),
	P("[\xFF]"),
	P("\xC2\xA0[]"),
	P("[\x0B]"),
	P("[\x0C]"),
	P("\"\\\xE5\""),
	P("\"\\u\xE5\""),
	/* Right beside what is a hex digit, and a word that is cut. */
	P("\"\\u000/\""),
	P("\"\\u000:\""),
	P("\"\\u000@\""),
	P("\"\\u000G\""),
	P("\"\\u000`\""),
	P("\"\\u000g\""),
	P("tru"),
	P("trUe"),
	P("falsy"),
	/* Half of a pair, and what then looks like the other half. */
	P("\"\\uD800\\x0041\""),
	P("\"\\uD800xu0041\\\""),
	/* A character that the text's end cuts. */
	P("\"\xC3"),
	P("\"\xE2\x82"),
	P("\"\xF0\x9F\x98"),
	P("'a'"),
	P("<html></html>"),
	P("*"),
	P("[1,2,\"\xE2\x80\xA8\",]"),
};

static void broken_text_is_refused(void **state)
{
	struct error error;
	struct buf out;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		buf_init(&out, 1000);
		assert_false(gate(broken[i], &out, &error));
		assert_int_equal(error.kind, ERROR_FORMAT);
		assert_non_null(strstr(error.text, "at byte "));
		buf_clear(&out);
	}
}

static void strings_are_repaired(void **state)
{
	static const struct {
		struct piece in, out;
	} cases[] = {
		{P("\"a\\u0000b\""), P("\"a" MARK "b\"")},
		{P("\"\\u0000\\u0000\""), P("\"" MARK MARK "\"")},
		{P("\"\\uD800\""), P("\"" MARK "\"")},
		{P("\"\xE2\x82\x7F\""), P("\"" MARK "\x7F\"")},
		{P("\"\xE2\x82\xC0\""), P("\"" MARK MARK "\"")},
		{P("\"\xE0\x9F\x80\""), P("\"" MARK MARK MARK "\"")},
		{P("\"\xED\xA0\x80\""), P("\"" MARK MARK MARK "\"")},
		{P("\"\xF4\x90\x80\x80\""), P("\"" MARK MARK MARK MARK "\"")},
		{P("\"\\uD800 u0041\""), P("\"" MARK " u0041\"")},
		{P("\"\\uD800\\nu004\""), P("\"" MARK "\\nu004\"")},
		{P("\"\\uDC00\""), P("\"" MARK "\"")},
		{P("\"\\udbff\\ud800\\udc00\""),
			P("\"" MARK "\\ud800\\udc00\"")},
		{P("\"\\uD800\\u0041\""), P("\"" MARK "\\u0041\"")},
		{P("\"\\uD800x\""), P("\"" MARK "x\"")},
		{P("\"\\uDC00\\uD800\""), P("\"" MARK MARK "\"")},
		{P("\"\xFF\""), P("\"" MARK "\"")},
		{P("\"\x80z\""), P("\"" MARK "z\"")},
		{P("\"\xC0\xAF\""), P("\"" MARK MARK "\"")},
		{P("\"\xE2\x82\""), P("\"" MARK "\"")},
		{P("\"\xE2\x82z\""), P("\"" MARK "z\"")},
		{P("\"\xED\xA0\x80\""), P("\"" MARK MARK MARK "\"")},
		{P("\"\xF0\x9F\x98\""), P("\"" MARK "\"")},
		{P("\"\xF0\x80\x80\x80\""), P("\"" MARK MARK MARK MARK "\"")},
		{P("\"\xF4\x90\x80\x80\""), P("\"" MARK MARK MARK MARK "\"")},
		{P("\"\xF8\x88\x80\x80\x80\""),
			P("\"" MARK MARK MARK MARK MARK "\"")},
		{P("\"M\xFCller\""), P("\"M" MARK "ller\"")},
		{P("{\"a\xFF\":[\"\\u0000\",1]}"),
			P("{\"a" MARK "\":[\"" MARK "\",1]}")},
	};
	struct error error;
	struct buf out;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		buf_init(&out, 1000);
		assert_true(gate(cases[i].in, &out, &error));
		assert_string_equal(buf_text(&out), cases[i].out.text);
		buf_clear(&out);
	}
}

static bool gate_nested(size_t depth, struct error *error)
{
	struct buf out;
	char *text = mem_alloc(2 * depth);
	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	buf_init(&out, 2 * depth);
	bool ok = gate((struct piece){text, 2 * depth}, &out, error);
	buf_clear(&out);
	free(text);
	return ok;
}

static void depth_is_limited(void **state)
{
	static const size_t too_deep[] = {
		JSON_GATE_DEPTH + 1, JSON_GATE_DEPTH + 2, 100000};
	struct error error;
	(void)state;
	assert_true(gate_nested(JSON_GATE_DEPTH - 1, &error));
	assert_true(gate_nested(JSON_GATE_DEPTH, &error));
	for (size_t i = 0; i < ARRAY_LEN(too_deep); i++) {
		assert_false(gate_nested(too_deep[i], &error));
		assert_int_equal(error.kind, ERROR_TOO_LARGE);
	}
}

/* A string of len bytes in all, quotes included, into max bytes. */
static bool gate_string(
	size_t len, char c, size_t max, size_t *out_len, struct error *error)
{
	struct buf out;
	char *text = mem_alloc(len);
	memset(text, c, len);
	text[0] = text[len - 1] = '"';
	buf_init(&out, max);
	bool ok = gate((struct piece){text, len}, &out, error);
	*out_len = out.len;
	buf_clear(&out);
	free(text);
	return ok;
}

static void size_is_limited(void **state)
{
	struct error error;
	size_t len;
	(void)state;
	assert_false(gate_string(
		JSON_GATE_SIZE + 1, 'x', 4UL * JSON_GATE_SIZE, &len, &error));
	assert_int_equal(error.kind, ERROR_TOO_LARGE);
	assert_non_null(strstr(error.text, "byte 7340032"));

	assert_true(gate_string(MIB, '\xFF', 4 * MIB, &len, &error));
	assert_int_equal(len, 3 * (MIB - 2) + 2);

	assert_false(gate_string(MIB, '\xFF', MIB, &len, &error));
	assert_int_equal(error.kind, ERROR_TOO_LARGE);
	assert_non_null(strstr(error.text, "after repairs"));
}

/* A text is there as it came, in the tree and in what is made of it. */
static void text_is_limited(void **state)
{
	const size_t most = (JSON_GATE_MEMORY - JSON_GATE_VALUE) / 3;
	struct error error;
	size_t len;
	(void)state;
	assert_true(gate_string(most, 'x', 1, &len, &error));
	assert_false(gate_string(most + 1, 'x', 1, &len, &error));
	assert_int_equal(error.kind, ERROR_TOO_LARGE);
	assert_non_null(strstr(error.text, "too much text"));
	/* Repaired, it is there twice more: 1 + 2 + 2 * 3. */
	assert_true(gate_string(MIB, '\xFF', 4 * MIB, &len, &error));
	assert_false(gate_string(MIB * 7 / 4, '\xFF', 8 * MIB, &len, &error));
	assert_int_equal(error.kind, ERROR_TOO_LARGE);
	assert_non_null(strstr(error.text, "after repairs"));
}

static bool gate_times(const char *first, const char *next, size_t times,
	const char *last, struct error *error)
{
	struct buf text, out;
	buf_init(&text, JSON_GATE_SIZE);
	buf_init(&out, JSON_GATE_SIZE);
	buf_puts(&text, first);
	while (times-- > 0)
		buf_puts(&text, next);
	buf_puts(&text, last);
	struct piece piece = {buf_text(&text), text.len};
	bool ok = gate(piece, &out, error);
	buf_clear(&text);
	buf_clear(&out);
	return ok;
}

static void number_of_values_is_limited(void **state)
{
	/* The array, its first value, and 2 bytes of text for each other. */
	const size_t most = (JSON_GATE_MEMORY - 2 * JSON_GATE_VALUE - 3) /
			    (JSON_GATE_VALUE + 2);
	struct error error;
	(void)state;
	assert_true(gate_times("[0", ",0", most, "]", &error));
	assert_false(gate_times("[0", ",0", most, "", &error));
	assert_int_equal(error.kind, ERROR_FORMAT);
	assert_false(gate_times("[0", ",0", most + 1, "]", &error));
	assert_int_equal(error.kind, ERROR_TOO_LARGE);
	assert_non_null(strstr(error.text, "too many values"));
	/* A name counts once, a string twice. */
	assert_true(gate_times("{\"a\":0", ",\"a\":0", 180000, "}", &error));
	assert_false(gate_times("{\"a\":0", ",\"a\":0", 200000, "}", &error));
	assert_true(gate_times("[\"a\"", ",\"a\"", 190000, "]", &error));
	assert_false(gate_times("[\"a\"", ",\"a\"", 195000, "]", &error));
}

/* 100 orders with 1000 names each, and 5000 users with 25 members. */
static void real_answers_are_taken(void **state)
{
	struct error error;
	(void)state;
	assert_true(gate_times("[\"www.shop.example.com\"",
		",\"www.shop.example.com\"", 99999, "]", &error));
	assert_true(gate_times("[\"\"", ",{\"telephone\":\"1 801 555 0100\"}",
		62500, "]", &error));
}

static void what_is_fine_is_not_copied(void **state)
{
	struct error error = {0};
	struct buf out;
	(void)state;
	buf_init(&out, 100);
	assert_true(json_gate("[\"a\"]", 5, &out, &error));
	assert_int_equal(out.len, 0);
	assert_true(json_gate("[\"\\u0000\"]", 10, &out, &error));
	assert_string_equal(buf_text(&out), "[\"" MARK "\"]");
	buf_clear(&out);
}

static void the_offset_is_told(void **state)
{
	static const struct {
		struct piece text;
		const char *where;
	} cases[] = {
		{P("{\"a\":1,}"), "at byte 7: "},
		{P("[1,2"), "at byte 4: "},
		{P("x"), "at byte 0: "},
		{P("[\"\\q\"]"), "at byte 2: "},
		{P("{} x"), "at byte 3: "},
	};
	struct error error;
	struct buf out;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		buf_init(&out, 100);
		assert_false(gate(cases[i].text, &out, &error));
		assert_non_null(strstr(error.text, cases[i].where));
		buf_clear(&out);
	}
}

/* What came out once passes again, and every cut of it is refused. */
static void output_is_valid_and_cuts_are_not(void **state)
{
	static const struct piece text = P("{\"a\\u0000\xFF\":[1.5e3,true,"
					   "{\"b\":\"\\uD800\"},null]}");
	struct error error;
	struct buf out, again;
	(void)state;
	buf_init(&out, 1000);
	assert_true(gate(text, &out, &error));
	buf_init(&again, 1000);
	assert_true(
		gate((struct piece){buf_text(&out), out.len}, &again, &error));
	assert_string_equal(buf_text(&again), buf_text(&out));
	for (size_t len = 0; len < text.len; len++) {
		buf_reset(&again);
		assert_false(
			gate((struct piece){text.text, len}, &again, &error));
	}
	buf_clear(&out);
	buf_clear(&again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid_text_passes_unchanged),
		cmocka_unit_test(broken_text_is_refused),
		cmocka_unit_test(strings_are_repaired),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(size_is_limited),
		cmocka_unit_test(text_is_limited),
		cmocka_unit_test(real_answers_are_taken),
		cmocka_unit_test(what_is_fine_is_not_copied),
		cmocka_unit_test(number_of_values_is_limited),
		cmocka_unit_test(the_offset_is_told),
		cmocka_unit_test(output_is_valid_and_cuts_are_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
