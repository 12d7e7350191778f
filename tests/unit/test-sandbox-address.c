/* SPDX-License-Identifier: MIT
 *
 * Addresses: which are taken, and how they are written in ASCII.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "sandbox/address.h"

static void test_valid(void **state)
{
	static const char *const cases[] = {"ana@example.com",
		"a.b+c@sub.example.com", "ruth.o'neill@example.com",
		"Ben.OKAFOR@Northwind.Example", "\xd0\xb0na@example.com",
		"admin@例え.example.org", "x@xn--r8jz45g.example"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (!address_is_valid(cases[i]))
			fail_msg("refused: %s", cases[i]);
}

static void test_invalid(void **state)
{
	static const char *const cases[] = {"", "@", "ana", "ana@",
		"@example.com", "ana@example", "ana@@example.com",
		"ana@exam@ple.com", "ana ruiz@example.com", "ana@example.com\n",
		"ana@example..com", ".ana@example.com", "ana.@example.com",
		"a..b@example.com", "ana@.example.com", "ana@example.com.",
		"<ana@example.com>", "ana@example.com>,<b@example.com",
		"\"a\"@example.com", "ana@exa\xffmple.com",
		"ana@\u202eexample.com", "x@y.zz\r\nBcc: a@b.cc"};
	char longest[ADDRESS_MAX + 2];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (address_is_valid(cases[i]))
			fail_msg("taken: %s", cases[i]);
	memset(longest, 'a', sizeof(longest));
	memcpy(longest + ADDRESS_MAX + 1 - 12, "@example.com", 13);
	assert_int_equal(strlen(longest), ADDRESS_MAX + 1);
	assert_false(address_is_valid(longest));
	assert_true(address_is_valid(longest + 1));
}

static void test_ascii(void **state)
{
	static const struct {
		const char *text;
		const char *wanted; /* NULL: none */
	} cases[] = {
		{"Ana@Example.com", "Ana@Example.com"},
		{"admin@例え.example.org", "admin@xn--r8jz45g.example.org"},
		{"admin@مثال.example", "admin@xn--mgbh0fb.example"},
		{"a@bücher.example", "a@xn--bcher-kva.example"},
		{"a@BÜCHER.example", "a@xn--bcher-kva.example"},
		{"a@cafe\u0301.example", "a@xn--caf-dma.example"},
		{"a@ναυπηγεία.example", "a@xn--kxadbgkk4bza8b.example"},
		{"a@한국말.作者.example",
			"a@xn--3e0by8uoqv.xn--2qq399i.example"},
		{"a@ｅｘａｍｐｌｅ.com", "a@example.com"},
		{"a@ü-ü-ü.example", "a@xn-----wkabb.example"},
		{"a@＜b＞.example", NULL},
		{"\xd0\xb0na@example.com", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;

		buf_init(&out, 1024);
		assert_int_equal(address_ascii(&out, cases[i].text),
			cases[i].wanted != NULL);
		assert_string_equal(
			buf_text(&out), cases[i].wanted ? cases[i].wanted : "");
		buf_clear(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_invalid),
		cmocka_unit_test(test_ascii),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
