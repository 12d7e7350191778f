/* SPDX-License-Identifier: MIT
 *
 * The buffer: growth, its limit, and what is left after a refusal.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "buf.h"

static void holds(const struct buf *buf, const char *text)
{
	assert_string_equal(buf_text(buf), text);
	assert_int_equal(buf->len, strlen(text));
}

static void test_empty(void **state)
{
	struct buf buf;
	char *taken;

	(void)state;
	buf_init(&buf, 10);
	assert_null(buf.data);
	holds(&buf, "");
	taken = buf_take(&buf);
	assert_string_equal(taken, "");
	free(taken);
	buf_clear(&buf);
	buf_reset(&buf);
	holds(&buf, "");
	assert_false(buf.full);
}

static void test_add(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	assert_true(buf_puts(&buf, "order "));
	assert_true(buf_printf(&buf, "%d", 900101));
	assert_true(buf_putc(&buf, '\n'));
	assert_true(buf_add(&buf, "abc", 2));
	assert_true(buf_add(&buf, NULL, 0));
	assert_true(buf_puts(&buf, ""));
	holds(&buf, "order 900101\nab");
	buf_clear(&buf);
	assert_null(buf.data);
	assert_int_equal(buf.max, 100);
}

static void test_bytes(void **state)
{
	static const char bytes[] = {'a', '\0', 'b', '\xff'};
	struct buf buf;

	(void)state;
	buf_init(&buf, 4);
	assert_true(buf_add(&buf, bytes, 4));
	assert_int_equal(buf.len, 4);
	assert_memory_equal(buf.data, bytes, 4);
	assert_int_equal(buf.data[4], '\0');
	buf_clear(&buf);
}

/* Every limit, filled byte by byte and in pieces. */
static void test_limits(void **state)
{
	(void)state;
	for (size_t max = 0; max < 300; max++) {
		struct buf buf;

		buf_init(&buf, max);
		for (size_t i = 0; i < max; i++)
			assert_true(buf_putc(&buf, 'x'));
		assert_false(buf.full);
		assert_int_equal(buf.len, max);
		assert_false(buf_putc(&buf, 'y'));
		assert_true(buf.full);
		assert_int_equal(buf.len, max);
		assert_null(strchr(buf_text(&buf), 'y'));
		assert_true(buf.cap <= max + 1);
		buf_clear(&buf);
		assert_false(buf.full);
	}
}

/* Refused as a whole; nothing small slips in behind the gap. */
static void test_full_stays(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 8);
	assert_true(buf_puts(&buf, "12345"));
	assert_false(buf_puts(&buf, "6789"));
	assert_true(buf.full);
	assert_false(buf_putc(&buf, '6'));
	assert_false(buf_printf(&buf, "%d", 6));
	assert_false(buf_add(&buf, "", 0));
	holds(&buf, "12345");
	buf_reset(&buf);
	assert_false(buf.full);
	holds(&buf, "");
	assert_true(buf_printf(&buf, "%s", "12345678"));
	assert_false(buf_printf(&buf, "%s", "9"));
	holds(&buf, "12345678");
	buf_clear(&buf);
}

static void test_huge_length(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	assert_true(buf_puts(&buf, "abc"));
	assert_false(buf_add(&buf, "x", SIZE_MAX));
	assert_false(buf_add(&buf, "x", SIZE_MAX - 3));
	holds(&buf, "abc");
	buf_clear(&buf);
}

static void test_no_limit(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, SIZE_MAX);
	for (int i = 0; i < 100000; i++)
		assert_true(buf_puts(&buf, "0123456789"));
	assert_int_equal(buf.len, 1000000);
	assert_int_equal(strlen(buf.data), 1000000);
	assert_true(buf.cap < 3000000);
	buf_clear(&buf);
}

static void test_take(void **state)
{
	struct buf buf;
	char *taken;

	(void)state;
	buf_init(&buf, 20);
	assert_true(buf_puts(&buf, "first"));
	taken = buf_take(&buf);
	holds(&buf, "");
	assert_true(buf_puts(&buf, "second"));
	assert_string_equal(taken, "first");
	holds(&buf, "second");
	free(taken);
	buf_clear(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_full_stays),
		cmocka_unit_test(test_huge_length),
		cmocka_unit_test(test_no_limit),
		cmocka_unit_test(test_take),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
