/* SPDX-License-Identifier: MIT
 *
 * What is derived and not stored: serial numbers, thumbprints, the grouping of
 * DNS names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "sandbox/certificate.h"
#include "sandbox/mix.h"
#include "sandbox/order-row.h"
#include "sandbox/scopes.h"

static void test_mix_goes_back(void **state)
{
	static const uint64_t numbers[] = {
		0, 1, 900001, UINT64_C(15164434343), UINT64_MAX};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		assert_true(mix_unhash(mix_hash(numbers[i])) == numbers[i]);
}

static void test_certificate_numbers(void **state)
{
	char serial[CERTIFICATE_SERIAL_SIZE];
	char thumbprint[CERTIFICATE_THUMBPRINT_SIZE];

	(void)state;
	for (int64_t id = 15164434343; id < 15164434343 + 500; id++) {
		certificate_serial(id, serial);
		certificate_thumbprint(id, thumbprint);
		assert_int_equal(strlen(serial), 32);
		assert_int_equal(strlen(thumbprint), 40);
		assert_int_equal(certificate_of_serial(serial), id);
		assert_int_equal(certificate_of_thumbprint(thumbprint), id);
		assert_int_equal(certificate_of_thumbprint(serial), -1);
		/* One digit wrong: nobody's. */
		serial[31] = serial[31] == '0' ? '1' : '0';
		assert_int_equal(certificate_of_serial(serial), -1);
	}
	assert_int_equal(certificate_of_serial(""), -1);
	assert_int_equal(certificate_of_serial("not a serial number at all, "
					       "but a text that is longer"),
		-1);
}

static void test_base_domain(void **state)
{
	static const struct {
		const char *name;
		const char *base;
	} cases[] = {
		{"example.com", "example.com"},
		{"a.b.example.com", "example.com"},
		{"shop.example.co.uk", "example.co.uk"},
		{"example.co.uk", "example.co.uk"},
		{"co.uk", "co.uk"},
		{"intranet", "intranet"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_string_equal(
			scopes_base_domain(cases[i].name), cases[i].base);
}

static void test_scopes(void **state)
{
	static const char *names[] = {"a.example.com", "x.example.net",
		"b.example.com", "*.q.example"};
	struct order_row row = {
		.dns_names = names, .dns_count = 4, .domains_open = 1};
	struct scopes scopes;

	(void)state;
	scopes_init(&scopes, &row);
	assert_int_equal(scopes.count, 3);
	assert_string_equal(scopes.items[0].scope, "example.com");
	assert_int_equal(scopes.items[0].next - scopes.items[0].first, 2);
	assert_string_equal(scopes.names[1], "b.example.com");
	assert_false(scopes.items[1].open);
	assert_true(scopes.items[2].open);
	scopes_clear(&scopes);
	row.flags = SCHEMA_FLAG_FQDN;
	row.domains_open = 9; /* more than there are: all */
	scopes_init(&scopes, &row);
	assert_int_equal(scopes.count, 4);
	assert_true(scopes.items[0].open);
	assert_string_equal(scopes.items[3].scope, "q.example");
	scopes_clear(&scopes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mix_goes_back),
		cmocka_unit_test(test_certificate_numbers),
		cmocka_unit_test(test_base_domain),
		cmocka_unit_test(test_scopes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
