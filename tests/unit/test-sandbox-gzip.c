/* SPDX-License-Identifier: MIT
 *
 * Who gets packed answers, and that they unpack to what they were.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <zlib.h>

#include "attr.h"
#include "sandbox/gzip.h"

static void test_accepted(void **state UNUSED)
{
	static const struct {
		const char *header;
		bool accepted;
	} cases[] = {
		{"", false},
		{"gzip", true},
		{"deflate, gzip", true},
		{"gzip,deflate", true},
		{"GZIP;q=1.0", true},
		{"gzip;q=0.3, identity", true},
		{"gzip; q=0", false},
		{"gzip;q=0.000", false},
		{"*", true},
		{"*;q=0", false},
		{"gzip;q=0, *", false},
		{"*;q=0, gzip", true},
		{"deflate, br", false},
		{"xgzip, gzipx", false},
		{" , ,gzip", true},
		{"identity", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (gzip_is_accepted(cases[i].header) != cases[i].accepted)
			fail_msg("%s", cases[i].header);
}

static void test_worth(void **state UNUSED)
{
	assert_true(gzip_is_worth("application/json"));
	assert_true(gzip_is_worth("text/html; charset=utf-8"));
	assert_true(gzip_is_worth("text/csv"));
	assert_false(gzip_is_worth("application/zip"));
	assert_false(gzip_is_worth(NULL));
}

static void test_pack(void **state UNUSED)
{
	char out[8192];
	z_stream stream = {0};
	struct buf body;

	buf_init(&body, 65536);
	for (int i = 0; i < 400; i++)
		buf_printf(&body, "order %d, ", i);
	memcpy(out, body.data, body.len + 1);
	assert_true(gzip_pack(&body));
	assert_true(body.len < strlen(out) / 2);
	assert_memory_equal(body.data, "\x1f\x8b", 2);

	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	stream.next_in = (Bytef *)body.data;
	stream.avail_in = (uInt)body.len;
	memset(out, 0, sizeof(out));
	stream.next_out = (Bytef *)out;
	stream.avail_out = sizeof(out) - 1;
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	inflateEnd(&stream);
	assert_non_null(strstr(out, "order 0, order 1, "));
	assert_string_equal(out + strlen(out) - 11, "order 399, ");
	buf_clear(&body);
}

/* What does not get smaller stays as it is. */
static void test_incompressible(void **state UNUSED)
{
	struct buf body;
	uint32_t number = 1;

	buf_init(&body, 65536);
	for (int i = 0; i < 2000; i++) {
		number = number * 1664525 + 1013904223;
		buf_putc(&body, (char)(number >> 24));
	}
	assert_false(gzip_pack(&body));
	assert_int_equal(body.len, 2000);
	buf_clear(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_worth),
		cmocka_unit_test(test_pack),
		cmocka_unit_test(test_incompressible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
