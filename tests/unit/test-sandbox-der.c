/* SPDX-License-Identifier: MIT
 *
 * The small formats behind the sandbox's certificates: DER, base64 and PEM,
 * and ZIP archives.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "sandbox/base64.h"
#include "sandbox/der.h"
#include "sandbox/zip.h"

#define MAX 200000

static void assert_bytes(const struct buf *buf, const char *bytes, size_t len)
{
	assert_int_equal(buf->len, len);
	assert_memory_equal(buf->data, bytes, len);
}

static void test_integers(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *der;
		size_t der_len;
	} cases[] = {
		{"", 0, "\x02\x01\x00", 3},
		{"\x00", 1, "\x02\x01\x00", 3},
		{"\x00\x00", 2, "\x02\x01\x00", 3},
		{"\x7f", 1, "\x02\x01\x7f", 3},
		/* the highest bit is the sign */
		{"\x80", 1, "\x02\x02\x00\x80", 4},
		{"\x00\x80", 2, "\x02\x02\x00\x80", 4},
		{"\x00\x01\x00", 3, "\x02\x02\x01\x00", 4},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;

		buf_init(&out, MAX);
		der_put_integer(&out, (const unsigned char *)cases[i].bytes,
			cases[i].len);
		assert_bytes(&out, cases[i].der, cases[i].der_len);
		buf_clear(&out);
	}
}

/* Each length in as few bytes as it needs, put before what is there. */
static void test_lengths(void **state)
{
	static const struct {
		size_t len;
		const char *head;
		size_t head_len;
	} cases[] = {
		{0, "\x30\x00", 2},
		{127, "\x30\x7f", 2},
		{128, "\x30\x81\x80", 3},
		{255, "\x30\x81\xff", 3},
		{256, "\x30\x82\x01\x00", 4},
		{65535, "\x30\x82\xff\xff", 4},
		{65536, "\x30\x83\x01\x00\x00", 5},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;
		size_t begin;

		buf_init(&out, MAX);
		buf_puts(&out, "before");
		begin = der_begin(&out);
		for (size_t n = 0; n < cases[i].len; n++)
			buf_putc(&out, (char)n);
		der_end(&out, begin, DER_SEQUENCE);
		assert_int_equal(out.len, 6 + cases[i].head_len + cases[i].len);
		assert_memory_equal(
			out.data + 6, cases[i].head, cases[i].head_len);
		for (size_t n = 0; n < cases[i].len; n++)
			assert_int_equal(
				out.data[6 + cases[i].head_len + n], (char)n);
		buf_clear(&out);
	}
}

static void test_nesting(void **state)
{
	struct buf out;
	size_t outer, inner;

	(void)state;
	buf_init(&out, MAX);
	outer = inner = der_begin(&out);
	der_put_small(&out, 5);
	der_end(&out, inner, DER_EXPLICIT(0));
	der_put_text(&out, DER_UTF8, "ab");
	der_put_true(&out);
	der_put_null(&out);
	DER_PUT_OID(&out, "\x55\x04\x03");
	der_end(&out, outer, DER_SEQUENCE);
	assert_bytes(&out,
		"\x30\x13\xa0\x03\x02\x01\x05\x0c\x02"
		"ab\x01\x01\xff\x05\x00\x06\x03\x55\x04\x03",
		21);
	buf_clear(&out);
}

static void test_full(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4);
	der_put_text(&out, DER_UTF8, "abcd");
	der_end(&out, 0, DER_SEQUENCE);
	assert_true(out.full);
	buf_clear(&out);
}

/* The examples of RFC 4648. */
static void test_base64(void **state)
{
	static const char *const cases[][2] = {{"", ""}, {"f", "Zg=="},
		{"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
		{"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"},
		{"\xfb\xff\xfe", "+//+"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;

		buf_init(&out, MAX);
		base64_add(&out, cases[i][0], strlen(cases[i][0]));
		assert_string_equal(buf_text(&out), cases[i][1]);
		buf_clear(&out);
	}
}

static void test_pem(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, MAX);
	base64_add_pem(&out, "X",
		"000000000000000000000000000000000000000000000000foob", 52);
	assert_string_equal(buf_text(&out), "-----BEGIN X-----\n"
					    "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
					    "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw\n"
					    "Zm9vYg==\n"
					    "-----END X-----\n");
	buf_clear(&out);
}

/* An archive of one file, byte for byte. */
static void test_zip(void **state)
{
	static const char wanted[] =
		"PK\x03\x04\x14\0\0\x08\0\0\x45\x70\x74\x5d\x26\x39\xf4\xcb"
		"\x09\0\0\0\x09\0\0\0\x01\0\0\0"
		"a"
		"123456789"
		"PK\x01\x02\x14\0\x14\0\0\x08\0\0\x45\x70\x74\x5d\x26\x39\xf4"
		"\xcb\x09\0\0\0\x09\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		"a"
		"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2f\0\0\0\x28\0\0\0\0\0";
	struct buf out;
	struct zip zip;

	(void)state;
	buf_init(&out, MAX);
	zip_begin(&zip, &out, 1795183331); /* 2026-11-20T14:02:11Z */
	zip_add(&zip, "a", "123456789", 9);
	zip_end(&zip);
	assert_bytes(&out, wanted, sizeof(wanted) - 1);
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_integers),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_nesting),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_pem),
		cmocka_unit_test(test_zip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
