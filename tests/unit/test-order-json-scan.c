/* SPDX-License-Identifier: MIT
 *
 * Walking over JSON text, and which numbers a double holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "mem.h"
#include "order-json-scan.h"

static void exact_numbers_are_known(void **state)
{
	static const struct {
		const char *number;
		bool exact;
	} cases[] = {
		{"0", true},
		{"-0", true},
		{"2147483648", true},
		{"15164434343", true},
		{"999999999999999", true},
		{"9007199254740991", true},
		{"9007199254740992", true},
		{"-9007199254740992", true},
		{"9007199254740993", false},
		{"-9007199254740993", false},
		{"9999999999999999", false},
		{"10000000000000000", false},
		{"123456789012345.5", false},
		{"9.007199254740993e15", false},
		{"1e400", true}, /* infinite anyway */
		{"12.5", true},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *number = cases[i].number;
		char *behind = mem_printf("%s,7", number);
		assert_int_equal(
			order_json_scan_is_exact(number, strlen(number)),
			cases[i].exact);
		assert_int_equal(
			order_json_scan_is_exact(behind, strlen(number)),
			cases[i].exact);
		free(behind);
	}
}

static void wild_numbers_are_tamed(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{"", ""},
		{"7", "7"},
		{"9007199254740993", "1e999"},
		{"[9007199254740993,1]", "[1e999,1]"},
		{"{\"9007199254740993\":-9007199254740993 }",
			"{\"9007199254740993\":1e999 }"},
		{"[\"\\\"9007199254740993\",0.12345678901234567890]",
			"[\"\\\"9007199254740993\",1e999]"},
		{"[9007199254740992]", "[9007199254740992]"},
		{"{\"a-1\":true,\"e\":null}", "{\"a-1\":true,\"e\":null}"},
		{"\"9007199254740993", "\"9007199254740993"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = mem_dup(cases[i].in);
		assert_int_equal(order_json_scan_is_tame(text, strlen(text)),
			strcmp(cases[i].in, cases[i].out) == 0);
		assert_int_equal(
			order_json_scan_tame(text), strlen(cases[i].out));
		assert_string_equal(text, cases[i].out);
		free(text);
	}
}

static void values_are_skipped(void **state)
{
	static const struct {
		const char *value, *behind;
	} cases[] = {
		{"7", ",8"},
		{"-1.5e3", "]"},
		{"true", " ,"},
		{"null", "}"},
		{"\"a\\\"b\\\\\"", ",\"c\""},
		{"[]", "]"},
		{"{}", "}"},
		{"[[1],{\"]\":\"}\"}]", ",[2]"},
		{"{\"a\":[{\"\\\"]\":{}}]}", ",{}"},
		/* not valid, but it ends */
		{"[1,2", ""},
		{"\"abc", ""},
		{"\"abc\\", ""},
		{"", ""},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text =
			mem_printf("%s%s", cases[i].value, cases[i].behind);
		assert_string_equal(
			order_json_scan_value(text), cases[i].behind);
		free(text);
	}
	assert_string_equal(order_json_scan_blanks(" \t\r\n x "), "x ");
	assert_string_equal(order_json_scan_blanks(""), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exact_numbers_are_known),
		cmocka_unit_test(wild_numbers_are_tamed),
		cmocka_unit_test(values_are_skipped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
