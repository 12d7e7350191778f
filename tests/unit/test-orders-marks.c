/* SPDX-License-Identifier: MIT
 *
 * The set of marked orders. (Ranges and drawing: tests/scenes/orders-marks.)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "attr.h"
#include "orders-marks.h"
#include "text.h"

static void marks_are(const struct orders_marks *marks, const char *expected)
{
	struct buf text;

	buf_init(&text, 4096);
	orders_marks_write(marks, &text);
	assert_string_equal(buf_text(&text), expected);
	buf_clear(&text);
}

static void a_set_of_numbers(void **state UNUSED)
{
	struct orders_marks marks = {0};

	marks_are(&marks, "");
	assert_false(orders_marks_has(&marks, "900101"));
	assert_true(orders_marks_add(&marks, "900120"));
	assert_true(orders_marks_add(&marks, "900101"));
	assert_true(orders_marks_add(&marks, "900120"));
	assert_true(orders_marks_add(&marks, "OID-7"));
	marks_are(&marks, "900101\n900120\nOID-7");
	assert_true(orders_marks_has(&marks, "OID-7"));
	assert_false(orders_marks_has(&marks, ""));
	assert_true(orders_marks_toggle(&marks, "900120"));
	assert_true(orders_marks_toggle(&marks, "900119"));
	marks_are(&marks, "900101\n900119\nOID-7");
	orders_marks_clear(&marks);
	marks_are(&marks, "");
}

static void bounded(void **state UNUSED)
{
	struct orders_marks marks = {0};
	char id[ORDER_ID_SIZE];

	for (int i = 0; i < ORDERS_MARKS_MAX; i++)
		assert_true(orders_marks_add(
			&marks, text_format(id, sizeof(id), "%d", 9 * i)));
	assert_false(orders_marks_add(&marks, "1"));
	assert_false(orders_marks_toggle(&marks, "1"));
	assert_true(orders_marks_add(&marks, "9")); /* is there */
	assert_true(orders_marks_toggle(&marks, "9"));
	assert_true(orders_marks_toggle(&marks, "1"));
	assert_int_equal(marks.count, ORDERS_MARKS_MAX);
	orders_marks_clear(&marks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_set_of_numbers),
		cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
