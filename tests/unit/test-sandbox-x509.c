/* SPDX-License-Identifier: MIT
 *
 * Certificates of all kinds of orders are well-formed DER to the last byte,
 * and their names are ASCII where they have to be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "sandbox/certificate.h"
#include "sandbox/der.h"
#include "sandbox/products.h"
#include "sandbox/x509.h"
#include "tests/support/sandbox-data.h"

#define DAY (SANDBOX_DATA_NOW - SANDBOX_DATA_NOW % 86400)

/* The value at `at` ends at the return value; *begin is where its content
 * begins. Fails if it does not fit into the `end` of what it is in. */
static size_t
read_value(const unsigned char *data, size_t at, size_t end, size_t *begin)
{
	size_t len, bytes;

	assert_true(at + 2 <= end);
	len = data[at + 1];
	*begin = at + 2;
	if (len >= 0x80) {
		bytes = len & 0x7f;
		assert_in_range(bytes, 1, 4);
		assert_true(*begin + bytes <= end);
		for (len = 0; bytes > 0; bytes--)
			len = len << 8 | data[(*begin)++];
		/* no longer than it has to be */
		assert_true(len >= 0x80);
	}
	assert_true(*begin + len <= end);
	return *begin + len;
}

struct seen {
	size_t dns_names, addresses;
};

static void
walk(const unsigned char *data, size_t at, size_t end, struct seen *seen)
{
	while (at < end) {
		size_t begin, next = read_value(data, at, end, &begin);
		unsigned int tag = data[at];

		/* constructed, or an extension */
		if ((tag & 0x20) || tag == DER_OCTET_STRING) {
			walk(data, begin, next, seen);
		} else if (tag == DER_CONTEXT(1) || tag == DER_CONTEXT(2)) {
			for (size_t i = begin; i < next; i++)
				assert_in_range(data[i], '!', '~');
			if (tag == DER_CONTEXT(2))
				seen->dns_names++;
			else
				seen->addresses++;
		}
		at = next;
	}
	assert_int_equal(at, end);
}

static struct seen check(const struct buf *der)
{
	struct seen seen = {0, 0};
	size_t begin;
	const unsigned char *data = (const unsigned char *)der->data;

	assert_false(der->full);
	assert_int_equal(data[0], DER_SEQUENCE);
	assert_int_equal(read_value(data, 0, der->len, &begin), der->len);
	walk(data, 0, der->len, &seen);
	return seen;
}

static bool has(const struct buf *der, const char *bytes, size_t len)
{
	for (size_t i = 0; i + len <= der->len; i++)
		if (memcmp(der->data + i, bytes, len) == 0)
			return true;
	return false;
}

static const char *const names[] = {"shop.example.com", "*.example.com",
	"作者.example", "cafe\xcc\x81.example", "☕.example", "intranet"};
static const char *const addresses[] = {"a@example.com", "ü@example.com"};

static struct order_row order(const char *product, const char *common_name)
{
	struct order_row row = {
		.id = 900101,
		.product = products_at((size_t)products_find(product)),
		.organization_id = SANDBOX_DATA_ORGANIZATION,
		.certificate_id = INT64_C(15164434343),
		.common_name = common_name,
		.valid_from = DAY,
		.valid_till = DAY + 365 * (int64_t)86400,
		.issued = SANDBOX_DATA_NOW,
	};

	return row;
}

static void test_products(void **state)
{
	struct sandbox sandbox;

	(void)state;
	sandbox_data_open(&sandbox);
	for (size_t i = 0; i < products_count(); i++) {
		struct order_row row = order(products_at(i)->name_id, "x");
		struct x509_chain chain;
		struct seen seen;

		row.dns_names = (const char **)names;
		row.dns_count =
			products_at(i)->has_names ? ARRAY_LEN(names) : 0;
		row.emails = (const char **)addresses;
		row.email_count = products_is_client(products_at(i))
					  ? ARRAY_LEN(addresses)
					  : 0;
		x509_chain_init(&chain, sandbox.db, &row);
		seen = check(&chain.certificates[X509_LEAF]);
		assert_int_equal(seen.dns_names, row.dns_count);
		/* The second one has no form in ASCII. */
		assert_int_equal(seen.addresses, row.email_count / 2);
		check(&chain.certificates[X509_INTERMEDIATE]);
		check(&chain.certificates[X509_ROOT]);
		x509_chain_clear(&chain);
	}
	sandbox_data_close(&sandbox);
}

static void test_names(void **state)
{
	static const char too_long[] =
		"a.name.of.more.than.sixty.four.characters.is.left.out.of.the."
		"subject.example";
	struct sandbox sandbox;
	struct order_row row = order("ssl_plus", too_long);
	struct x509_chain chain;
	const struct buf *leaf = &chain.certificates[X509_LEAF];

	(void)state;
	sandbox_data_open(&sandbox);
	x509_chain_init(&chain, sandbox.db, &row);
	check(leaf);
	assert_false(has(leaf, too_long, sizeof(too_long) - 1));
	assert_true(has(leaf, "Example GmbH", 12));
	x509_chain_clear(&chain);
	row = order("ssl_dv_geotrust", NULL);
	row.organization_id = 0;
	x509_chain_init(&chain, sandbox.db, &row);
	check(leaf);
	assert_false(has(leaf, "Example GmbH", 12));
	x509_chain_clear(&chain);
	sandbox_data_close(&sandbox);
}

/* Until 2049 two digits of the year, from 2050 on four. */
static void test_dates(void **state)
{
	struct sandbox sandbox;
	struct order_row row = order("ssl_plus", "x");
	struct x509_chain chain;
	const struct buf *leaf = &chain.certificates[X509_LEAF];

	(void)state;
	sandbox_data_open(&sandbox);
	row.valid_till = INT64_C(2524607999) - 86399; /* 2049-12-31 */
	x509_chain_init(&chain, sandbox.db, &row);
	check(leaf);
	assert_true(has(leaf,
		"\x17\x0d"
		"491231235959Z",
		15));
	x509_chain_clear(&chain);
	row.valid_till += 86400;
	x509_chain_init(&chain, sandbox.db, &row);
	check(leaf);
	assert_true(has(leaf,
		"\x18\x0f"
		"20500101235959Z",
		17));
	x509_chain_clear(&chain);
	sandbox_data_close(&sandbox);
}

/* Of many serial numbers some begin with a zero or with the highest bit. */
static void test_serials(void **state)
{
	struct sandbox sandbox;

	(void)state;
	sandbox_data_open(&sandbox);
	for (int64_t id = 1; id < 600; id++) {
		struct order_row row = order("ssl_plus", "x");
		struct x509_chain chain;

		row.certificate_id = id;
		x509_chain_init(&chain, sandbox.db, &row);
		check(&chain.certificates[X509_LEAF]);
		x509_chain_clear(&chain);
	}
	sandbox_data_close(&sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_products),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_serials),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
