/* SPDX-License-Identifier: MIT
 *
 * Rolling windows: what passes when.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sandbox/rate.h"

static const struct rate_limit three_in_two_seconds = {3, 2};

static void test_window(void **state)
{
	struct rate *rate = rate_new(three_in_two_seconds, false);

	(void)state;
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 1000), 0);
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 1900), 0);
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 2000), 0);
	/* Until 3000; told in whole seconds, never 0. */
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 2000), 1);
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 2999), 1);
	/* What was refused does not count. */
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 3000), 0);
	/* The window rolls: the next place is that of 1900. */
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 3000), 1);
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 3900), 0);
	rate_free(rate);
}

static void test_keys_are_apart(void **state)
{
	struct rate *rate = rate_new(three_in_two_seconds, true);

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 0), 0);
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 0), 2);
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_READONLY, 0), 0);
	assert_true(rate_sends_retry_after(rate));
	rate_free(rate);
}

static void test_long_window(void **state)
{
	static const struct rate_limit wide = {100000, 1};
	struct rate *rate = rate_new(wide, false);

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(rate_take_at(rate, ROUTE_KEY_ORDERS, i), 0);
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ORDERS, 1000), 179);
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ORDERS, 179999), 1);
	assert_int_equal(rate_take_at(rate, ROUTE_KEY_ORDERS, 180000), 0);
	rate_free(rate);
}

static void test_no_limit(void **state)
{
	static const struct rate_limit none = {0, 1};
	struct rate *rate = rate_new(none, false);

	(void)state;
	for (int i = 0; i < 5000; i++)
		assert_int_equal(rate_take_at(rate, ROUTE_KEY_ADMIN, 0), 0);
	rate_free(rate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_keys_are_apart),
		cmocka_unit_test(test_long_window),
		cmocka_unit_test(test_no_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
