/* SPDX-License-Identifier: MIT
 *
 * What is tried again and when, and above all that a write is handed over once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/calls.h"

#define HOUR (INT64_C(3600) * 1000)

struct retry_case {
	int status;	      /* 0: no answer */
	enum error_kind kind; /* of no answer */
	bool retry_connect;
	size_t tries; /* of a GET */
};

static const struct retry_case retries[] = {
	{429, ERROR_NONE, true, 5},
	{502, ERROR_NONE, true, 5},
	{503, ERROR_NONE, true, 5},
	{504, ERROR_NONE, true, 5},
	{0, ERROR_LOST, true, 5},
	{0, ERROR_LOST, false, 5},
	{0, ERROR_CONNECT, true, 5},
	{0, ERROR_CONNECT, false, 1},
	{0, ERROR_TLS, true, 1},
	{0, ERROR_TIMEOUT, true, 1},
	{0, ERROR_TOO_LARGE, true, 1},
	{200, ERROR_NONE, true, 1},
	{204, ERROR_NONE, true, 1},
	{301, ERROR_NONE, true, 1},
	{400, ERROR_NONE, true, 1},
	{401, ERROR_NONE, true, 1},
	{403, ERROR_NONE, true, 1},
	{404, ERROR_NONE, true, 1},
	{408, ERROR_NONE, true, 1},
	{500, ERROR_NONE, true, 1},
	{501, ERROR_NONE, true, 1},
};

static void fail_all(struct desk *desk, const struct retry_case *c)
{
	const struct fake_transport_request *request;

	while ((request = fake_transport_unanswered(desk->transport)) != NULL) {
		if (c->status != 0)
			fake_transport_reply(
				desk->transport, request, c->status, "{}");
		else
			fake_transport_fail(desk->transport, request, c->kind);
	}
}

/* Let it fail again and again for an hour; returns the requests sent. */
static size_t fail_for_long(struct desk *desk, const struct retry_case *c)
{
	for (int i = 0; i < 20; i++) {
		fail_all(desk, c);
		fake_loop_advance(desk->loop, HOUR / 20);
	}
	return fake_transport_count(desk->transport);
}

static void test_get_is_tried_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(retries); i++) {
		struct api_options options = {
			.retry_connect = retries[i].retry_connect, .seed = 7};
		struct calls_answer answer = {.count = 0};
		struct desk desk;
		size_t sent;

		desk_open(&desk, &options);
		calls_get(&desk, API_ORDER_INFO, &answer);
		sent = fail_for_long(&desk, &retries[i]);
		if (sent != retries[i].tries)
			print_error("case %zu: %zu tries\n", i, sent);
		assert_int_equal(sent, retries[i].tries);
		assert_int_equal(answer.count, 1);
		desk_close(&desk);
	}
}

/* Why it is tried again can be told until it has an answer; a limit is told as
 * what it is. */
static void test_trouble(void **state)
{
	static const struct retry_case lost = {.kind = ERROR_LOST};
	static const struct retry_case limited = {.status = 429};
	static const struct retry_case good = {.status = 200};
	struct calls_answer answer = {.count = 0};
	struct desk desk;

	(void)state;
	calls_open(&desk);
	calls_get(&desk, API_ORDER_INFO, &answer);
	assert_null(api_trouble(desk.api));
	fail_all(&desk, &lost);
	fake_loop_advance(desk.loop, 0);
	assert_non_null(api_trouble(desk.api));
	assert_int_equal(api_trouble(desk.api)->kind, ERROR_LOST);
	fake_loop_advance(desk.loop, HOUR / 20);
	assert_non_null(api_trouble(desk.api)); /* no answer so far */
	fail_all(&desk, &limited);
	fake_loop_advance(desk.loop, 0);
	assert_null(api_trouble(desk.api));
	fake_loop_advance(desk.loop, HOUR / 20);
	fail_all(&desk, &good);
	fake_loop_advance(desk.loop, 0);
	assert_int_equal(answer.count, 1);
	assert_null(api_trouble(desk.api));
	desk_close(&desk);
}

static void test_write_is_never_tried_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(retries); i++) {
		struct calls_answer answer = {.count = 0};
		struct desk desk;

		calls_open(&desk);
		calls_put(&desk, &answer);
		assert_int_equal(fail_for_long(&desk, &retries[i]), 1);
		assert_int_equal(answer.count, 1);
		assert_int_equal(api_active(desk.api), 0);
		desk_close(&desk);
	}
}

/* Full jitter: each delay is between nothing and a bound that doubles. */
static void test_jitter(void **state)
{
	int64_t least = INT64_MAX, most = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 50; seed++) {
		struct api_options options = {.tries = 10, .seed = seed};
		struct calls_answer answer = {.count = 0};
		struct desk desk;

		desk_open(&desk, &options);
		calls_get(&desk, API_ORDER_INFO, &answer);
		for (int try = 1; try < 10; try++) {
			int64_t bound = INT64_C(1000) << (try - 1);
			int64_t delay;

			fake_transport_reply(desk.transport,
				fake_transport_unanswered(desk.transport), 503,
				"");
			fake_loop_turn(desk.loop);
			delay = fake_loop_next_timer(desk.loop);
			assert_in_range(delay < 0 ? 0 : delay, 0,
				bound > 60000 ? 60000 : bound);
			if (try == 4 && delay < least)
				least = delay;
			if (try == 4 && delay > most)
				most = delay;
			fake_loop_advance(desk.loop, delay < 0 ? 0 : delay);
		}
		desk_close(&desk);
	}
	/* Spread over the whole of 0 to 8 s. */
	assert_true(least < 1500);
	assert_true(most > 6500);
}

struct retry_after_case {
	int status;
	int64_t asked, least, most; /* ms until the next try */
};

static const struct retry_after_case retry_afters[] = {
	{429, 5000, 5000, 6000},
	{429, 1, 1000, 2000},
	{429, INT64_C(1000000000000), 300000, 301000},
	{503, 30000, 30000, 31000},
	{503, 0, 0, 1000},
};

static void test_retry_after(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(retry_afters); i++) {
		const struct retry_after_case *c = &retry_afters[i];
		struct transport_response response = {
			.status = c->status, .retry_after_ms = c->asked};
		struct calls_answer answer = {.count = 0};
		struct desk desk;

		calls_open(&desk);
		calls_get(&desk, API_ORDER_INFO, &answer);
		fake_transport_respond(desk.transport,
			fake_transport_unanswered(desk.transport), &response);
		if (c->least > 0) {
			fake_loop_advance(desk.loop, c->least - 1);
			assert_int_equal(
				fake_transport_count(desk.transport), 1);
			fake_loop_advance(desk.loop, c->most - c->least + 1);
		} else {
			fake_loop_advance(desk.loop, c->most);
		}
		assert_int_equal(fake_transport_count(desk.transport), 2);
		desk_close(&desk);
	}
}

static void test_tries_within(void **state)
{
	struct api_options options = {
		.tries = 3, .tries_within_ms = 5000, .seed = 3};
	struct transport_response response = {
		.status = 503, .retry_after_ms = 6000};
	struct calls_answer answer = {.count = 0};
	struct desk desk;

	(void)state;
	desk_open(&desk, &options);
	calls_get(&desk, API_ORDER_INFO, &answer);
	fake_transport_respond(desk.transport,
		fake_transport_unanswered(desk.transport), &response);
	desk_run(&desk);
	assert_int_equal(answer.count, 1); /* at once, not after 5 s */
	assert_int_equal(answer.kind, ERROR_SERVER);

	answer.count = 0;
	calls_get(&desk, API_ORDER_INFO, &answer);
	for (int i = 0; i < 100; i++) {
		fail_all(&desk, &(struct retry_case){.status = 503});
		fake_loop_advance(desk.loop, 100);
	}
	assert_int_equal(fake_transport_count(desk.transport), 1 + 3);
	assert_int_equal(answer.count, 1);
	desk_close(&desk);
}

static void test_429_pauses_all(void **state)
{
	struct transport_response response = {
		.status = 429, .retry_after_ms = 20000};
	struct calls_answer answer = {.count = 0};
	struct desk desk;

	(void)state;
	calls_open(&desk);
	calls_get(&desk, API_ORDER_INFO, &answer);
	fake_transport_respond(desk.transport,
		fake_transport_unanswered(desk.transport), &response);
	desk_run(&desk);
	assert_true(api_limited_until(desk.api) > 0);
	calls_get(&desk, API_ACCOUNT, &answer);
	calls_put(&desk, &answer);
	calls_background(&desk, &answer);
	fake_loop_advance(desk.loop, 19999);
	assert_int_equal(fake_transport_count(desk.transport), 1);
	fake_loop_advance(desk.loop, 1);
	assert_int_equal(
		fake_transport_sent(desk.transport, "GET", "/account"), 1);
	assert_int_equal(
		fake_transport_sent(desk.transport, "PUT", DESK_RESEND), 1);
	assert_int_equal(api_limited_until(desk.api), 0);
	desk_close(&desk);
}

static void pause_for(struct desk *desk, int64_t ms)
{
	struct transport_response response = {
		.status = 429, .retry_after_ms = ms};
	struct calls_answer answer = {.count = 0};

	calls_get(desk, API_ORDER_INFO, &answer);
	fake_transport_respond(desk->transport,
		fake_transport_unanswered(desk->transport), &response);
	desk_run(desk);
}

/* One that is shorter does not end a longer one. */
static void test_pause_never_shrinks(void **state)
{
	static const struct transport_response responses[] = {
		{.status = 429, .retry_after_ms = 20000},
		{.status = 429, .retry_after_ms = 5000},
	};
	struct calls_answer answer = {.count = 0};
	struct desk desk;

	(void)state;
	desk_open(&desk, &(struct api_options){.tries = 1, .seed = 42});
	calls_get(&desk, API_ORDER_INFO, &answer);
	calls_get(&desk, API_ORDER_INFO, &answer);
	for (size_t i = 0; i < ARRAY_LEN(responses); i++)
		fake_transport_respond(desk.transport,
			fake_transport_unanswered(desk.transport),
			&responses[i]);
	desk_run(&desk);
	calls_get(&desk, API_ACCOUNT, &answer);
	fake_loop_advance(desk.loop, 19999);
	assert_int_equal(
		fake_transport_sent(desk.transport, "GET", "/account"), 0);
	fake_loop_advance(desk.loop, 1);
	assert_int_equal(
		fake_transport_sent(desk.transport, "GET", "/account"), 1);
	desk_close(&desk);
}

/* Others take an intent of two minutes ago for one that nobody sends any
 * more, so a write must not lie here that long. */
static void test_write_does_not_wait_for_long(void **state)
{
	struct calls_answer answer = {.count = 0};
	struct desk desk;

	(void)state;
	desk_open(&desk, &(struct api_options){.tries = 1, .seed = 42});
	pause_for(&desk, 61000);
	calls_put(&desk, &answer);
	assert_int_equal(answer.count, 0); /* never from within */
	desk_run(&desk);
	assert_int_equal(answer.count, 1);
	assert_int_equal(answer.outcome, API_NOT_SENT);
	assert_int_equal(answer.kind, ERROR_LIMITED);
	fake_loop_advance(desk.loop, HOUR);
	assert_int_equal(
		fake_transport_sent(desk.transport, "PUT", DESK_RESEND), 0);
	assert_int_equal(api_active(desk.api), 0);
	desk_close(&desk);
}

static void test_write_waits_while_the_pause_grows(void **state)
{
	struct api_options options = {.tries = 1, .seed = 42};
	struct transport_response response = {
		.status = 429, .retry_after_ms = 40000};
	struct calls_answer gets = {.count = 0}, answer = {.count = 0};
	struct desk desk;

	(void)state;
	desk_open(&desk, &options);
	calls_get(&desk, API_ACCOUNT, &gets); /* answered late */
	calls_get(&desk, API_ORDER_INFO, &gets);
	fake_transport_respond(desk.transport,
		fake_transport_find(desk.transport, "GET", DESK_INFO),
		&response);
	desk_run(&desk);
	calls_put(&desk, &answer);
	fake_loop_advance(desk.loop, 30000);
	assert_int_equal(answer.count, 0);
	fake_transport_respond(desk.transport,
		fake_transport_find(desk.transport, "GET", "/account"),
		&response);
	desk_run(&desk);
	assert_int_equal(answer.count, 1); /* 30 + 40 s are too many */
	assert_int_equal(answer.outcome, API_NOT_SENT);
	assert_int_equal(
		fake_transport_sent(desk.transport, "PUT", DESK_RESEND), 0);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_get_is_tried_again),
		cmocka_unit_test(test_trouble),
		cmocka_unit_test(test_write_is_never_tried_again),
		cmocka_unit_test(test_jitter),
		cmocka_unit_test(test_retry_after),
		cmocka_unit_test(test_tries_within),
		cmocka_unit_test(test_429_pauses_all),
		cmocka_unit_test(test_pause_never_shrinks),
		cmocka_unit_test(test_write_does_not_wait_for_long),
		cmocka_unit_test(test_write_waits_while_the_pause_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
