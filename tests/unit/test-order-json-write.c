/* SPDX-License-Identifier: MIT
 *
 * Writing JSON: what comes out is the same JSON, and harmless.
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
#include "order-json.h"
#include "tests/support/fixture.h"
#include "text.h"

#define OUT_MAX (1024 * 1024)

struct pair {
	const char *in, *out;
};

static void check(void (*write)(struct buf *, const char *),
	const struct pair *pairs, size_t count)
{
	struct buf out;
	buf_init(&out, OUT_MAX);
	for (size_t i = 0; i < count; i++) {
		buf_reset(&out);
		write(&out, pairs[i].in);
		assert_string_equal(buf_text(&out), pairs[i].out);
	}
	buf_clear(&out);
}

static void strings_are_escaped(void **state)
{
	static const struct pair pairs[] = {
		{NULL, "null"},
		{"", "\"\""},
		{"plain", "\"plain\""},
		{"a\"b\\c/d", "\"a\\\"b\\\\c/d\""},
		{"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
		{"\x01\x1B[31m\x7F", "\"\\u0001\\u001b[31m\\u007f\""},
		{"M\xC3\xBCller", "\"M\xC3\xBCller\""},
		{"\xE4\xBD\x9C\xE8\x80\x85", "\"\xE4\xBD\x9C\xE8\x80\x85\""},
		{"\xC2\x9B", "\"\\u009b\""}, /* C1 CSI */
		{"a\xE2\x80\xAE"
		 "b",
			"\"a\\u202eb\""},		    /* override */
		{"\xE2\x80\x8B", "\"\\u200b\""},	    /* zero width */
		{"\xE2\x80\xA8", "\"\\u2028\""},	    /* line separator */
		{"\xEE\x80\x80", "\"\\ue000\""},	    /* private use */
		{"\xF3\xA0\x81\x81", "\"\\udb40\\udc41\""}, /* tag */
		{"\xF4\x8F\xBF\xBD", "\"\\udbff\\udffd\""},
		{"a\xFFz", "\"a\\ufffdz\""},
		{"\xED\xA0\x80", "\"\\ufffd\\ufffd\\ufffd\""},
		{"\xE2\x82", "\"\\ufffd\\ufffd\""},
	};
	(void)state;
	check(order_json_write_string, pairs, ARRAY_LEN(pairs));
}

static void without_utf8_all_is_ascii(void **state)
{
	static const struct pair pairs[] = {
		{"M\xC3\xBCller", "\"M\\u00fcller\""},
		{"\xF0\x9F\x98\x80", "\"\\ud83d\\ude00\""},
	};
	(void)state;
	text_set_utf8(false);
	check(order_json_write_string, pairs, ARRAY_LEN(pairs));
	text_set_utf8(true);
}

static void bodies_are_written(void **state)
{
	static const char *const emails[] = {
		"a@example.com", "\"b\"@example.com"};
	struct buf out;
	(void)state;
	buf_init(&out, OUT_MAX);
	order_json_write_emails(&out, emails, 2);
	assert_string_equal(buf_text(&out),
		"{\"emails\":[\"a@example.com\",\"\\\"b\\\"@example.com\"]}");
	buf_reset(&out);
	order_json_write_emails(&out, NULL, 0);
	assert_string_equal(buf_text(&out), "{\"emails\":[]}");
	buf_reset(&out);
	order_json_write_note(&out, "one\ntwo");
	assert_string_equal(buf_text(&out), "{\"text\":\"one\\ntwo\"}");
	buf_clear(&out);
}

static void safe_json_changes_only_strings(void **state)
{
	static const struct pair pairs[] = {
		{"{ \"a\" : [1.50, true] }", "{ \"a\" : [1.50, true] }"},
		{"\"\\u0041\\n\\\"\"", "\"\\u0041\\n\\\"\""},
		{"{\r\n\t\"a\":1\r}", "{ \n \"a\":1 }"},
		{"[\"\x7F\"]", "[\"\\u007f\"]"},
		{"{\"\xE2\x80\xAE\":9007199254740993}",
			"{\"\\u202e\":9007199254740993}"},
		{"\"\xF3\xA0\x81\x81\"", "\"\\udb40\\udc41\""},
		/* a mark behind an escape must not sit on the backslash */
		{"\"\\u0041\xCC\x81\"", "\"\\u0041\\u0301\""},
		{"\"\xCC\x81\"", "\"\\u0301\""},
		/* not valid, but it ends */
		{"\"abc", "\"abc\""},
		{"\"abc\\", "\"abc\""},
		{"", ""},
	};
	(void)state;
	check(order_json_write_safe, pairs, ARRAY_LEN(pairs));
}

/* Every character there is, in a string: what comes out goes through the text
 * gate unchanged and decodes to what went in. */
static void put_utf8(struct buf *out, uint32_t c)
{
	char bytes[4];
	size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = len; i-- > 1; c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3F));
	bytes[0] = (char)(len == 1 ? c : ((0xF00U >> len) & 0xFF) | c);
	buf_add(out, bytes, len);
}

static void every_character_is_harmless(void **state)
{
	struct buf in, out, clean;
	(void)state;
	buf_init(&in, OUT_MAX);
	buf_init(&out, OUT_MAX);
	buf_init(&clean, OUT_MAX);
	for (uint32_t c = 1; c < 0x110000; c++) {
		if (c >= 0xD800 && c < 0xE000)
			continue;
		put_utf8(&in, c);
		if (c % 64 != 63)
			continue;
		order_json_write_string(&out, buf_text(&in));
		text_clean(&clean, buf_text(&out));
		assert_string_equal(buf_text(&clean), buf_text(&out));
		buf_reset(&in);
		buf_reset(&out);
		buf_reset(&clean);
	}
	buf_clear(&in);
	buf_clear(&out);
	buf_clear(&clean);
}

/* Written safe, a document decodes to the same. */
static void a_safe_document_reads_the_same(void **state)
{
	size_t len;
	struct error error;
	struct buf safe;
	char *text = fixture_load("order-ev.json", &len);
	(void)state;
	buf_init(&safe, OUT_MAX);
	order_json_write_safe(&safe, text);
	struct order_details *a = order_json_details(text, len, &error);
	struct order_details *b =
		order_json_details(buf_text(&safe), safe.len, &error);
	assert_non_null(a);
	assert_non_null(b);
	assert_string_equal(a->csr, b->csr);
	assert_string_equal(
		a->custom_fields[3].value, b->custom_fields[3].value);
	assert_int_equal(b->head.unreadable, 0);
	order_details_free(a);
	order_details_free(b);
	free(text);
	buf_clear(&safe);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings_are_escaped),
		cmocka_unit_test(without_utf8_all_is_ascii),
		cmocka_unit_test(bodies_are_written),
		cmocka_unit_test(safe_json_changes_only_strings),
		cmocka_unit_test(every_character_is_harmless),
		cmocka_unit_test(a_safe_document_reads_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
