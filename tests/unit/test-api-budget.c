/* SPDX-License-Identifier: MIT
 *
 * The request budget: what waits for how long, and what goes first.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api-budget.h"
#include "tests/support/calls.h"

static void test_budget_of_the_user(void **state)
{
	struct calls_answer answer = {.count = 0};
	struct desk desk;

	(void)state;
	calls_open(&desk);
	for (int i = 0; i < 60; i++)
		calls_get(&desk, API_ACCOUNT, &answer);
	assert_int_equal(fake_transport_count(desk.transport), 50);
	assert_int_equal(api_active(desk.api), 60);
	assert_true(api_limited_until(desk.api) > 0);
	calls_answer_all(&desk, 200, "{}");
	fake_loop_advance(desk.loop, 4999);
	assert_int_equal(fake_transport_count(desk.transport), 50);
	fake_loop_advance(desk.loop, 1);
	assert_int_equal(fake_transport_count(desk.transport), 60);
	calls_answer_all(&desk, 200, "{}");
	assert_int_equal(answer.count, 60);
	assert_int_equal(api_limited_until(desk.api), 0);
	desk_close(&desk);
}

/* Whatever we do, no 5 s see more than 50 and no 180 s more than 500. */
static void test_budget_windows(void **state)
{
	enum { ALL = 1200 };
	static int64_t times[ALL];
	struct calls_answer answer = {.count = 0};
	struct desk desk;
	size_t seen = 0;

	(void)state;
	calls_open(&desk);
	for (int i = 0; i < ALL; i++)
		calls_get(&desk, API_ACCOUNT, &answer);
	while (answer.count < ALL) {
		calls_answer_all(&desk, 200, "{}");
		fake_loop_advance(desk.loop, 500);
	}
	for (seen = 0; seen < ALL; seen++)
		times[seen] = fake_transport_at(desk.transport, seen)->sent_ms;
	for (size_t i = 0; i + 50 < ALL; i++)
		assert_true(times[i + 50] - times[i] >= 5000);
	for (size_t i = 0; i + 500 < ALL; i++)
		assert_true(times[i + 500] - times[i] >= 180000);
	desk_close(&desk);
}

static void test_background_leaves_room(void **state)
{
	struct calls_answer answer = {.count = 0};
	struct desk desk;

	(void)state;
	calls_open(&desk);
	for (int i = 0; i < 60; i++)
		calls_background(&desk, &answer);
	assert_int_equal(fake_transport_waiting(desk.transport), 3);
	for (int i = 0; i < 30; i++)
		calls_answer_all(&desk, 200, "{}");
	assert_int_equal(fake_transport_count(desk.transport), 38);
	/* The user does not wait for them. */
	for (int i = 0; i < 20; i++)
		calls_get(&desk, API_ACCOUNT, &answer);
	assert_int_equal(
		fake_transport_sent(desk.transport, "GET", "/account"), 12);
	calls_answer_all(&desk, 200, "{}");
	/* And goes first when there is room again. */
	fake_loop_advance(desk.loop, 5000);
	assert_int_equal(
		fake_transport_sent(desk.transport, "GET", "/account"), 20);
	assert_string_equal(
		fake_transport_at(desk.transport, 50)->path, "/account");
	desk_close(&desk);
}

static void test_write_passes_the_queue(void **state)
{
	struct calls_answer gets = {.count = 0}, puts = {.count = 0};
	struct api_call *last;
	struct desk desk;

	(void)state;
	calls_open(&desk);
	for (int i = 0; i < 60; i++)
		calls_get(&desk, API_ACCOUNT, &gets);
	for (int i = 0; i < 50; i++)
		calls_put(&desk, &puts);
	assert_int_equal(
		fake_transport_sent(desk.transport, "PUT", DESK_RESEND), 50);
	/* Now the service itself would refuse it: it waits, unsent. */
	last = calls_put(&desk, &puts);
	desk_run(&desk);
	assert_int_equal(
		fake_transport_sent(desk.transport, "PUT", DESK_RESEND), 50);
	assert_false(api_cancel(last));
	calls_put(&desk, &puts);
	fake_loop_advance(desk.loop, 5000);
	assert_int_equal(
		fake_transport_sent(desk.transport, "PUT", DESK_RESEND), 51);
	/* It was first, before the GETs that waited longer. */
	assert_string_equal(
		fake_transport_at(desk.transport, 100)->path, DESK_RESEND);
	desk_close(&desk);
}

static void test_budget_to_the_millisecond(void **state)
{
	struct api_budget budget;

	(void)state;
	api_budget_init(&budget, 2, 3);
	api_budget_use(&budget, 100);
	assert_int_equal(api_budget_wait(&budget, API_BUDGET_USER, 200), 0);
	api_budget_use(&budget, 200);
	assert_int_equal(api_budget_wait(&budget, API_BUDGET_USER, 200), 4900);
	assert_int_equal(api_budget_wait(&budget, API_BUDGET_USER, 5099), 1);
	assert_int_equal(api_budget_wait(&budget, API_BUDGET_USER, 5100), 0);
	assert_int_equal(api_budget_wait(&budget, API_BUDGET_WRITE, 200), 0);
	api_budget_use(&budget, 5100);
	assert_int_equal(
		api_budget_wait(&budget, API_BUDGET_USER, 10200), 169900);
	api_budget_clear(&budget);
}

static void test_limits_are_settable(void **state)
{
	struct api_options options = {
		.short_limit = 2, .long_limit = 3, .seed = 1};
	struct calls_answer answer = {.count = 0};
	struct desk desk;

	(void)state;
	desk_open(&desk, &options);
	for (int i = 0; i < 4; i++)
		calls_get(&desk, API_ACCOUNT, &answer);
	assert_int_equal(fake_transport_count(desk.transport), 2);
	fake_loop_advance(desk.loop, 5000);
	assert_int_equal(fake_transport_count(desk.transport), 3);
	fake_loop_advance(desk.loop, 174999);
	assert_int_equal(fake_transport_count(desk.transport), 3);
	fake_loop_advance(desk.loop, 1);
	assert_int_equal(fake_transport_count(desk.transport), 4);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_budget_of_the_user),
		cmocka_unit_test(test_budget_windows),
		cmocka_unit_test(test_background_leaves_room),
		cmocka_unit_test(test_write_passes_the_queue),
		cmocka_unit_test(test_budget_to_the_millisecond),
		cmocka_unit_test(test_limits_are_settable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
