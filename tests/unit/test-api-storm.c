/* SPDX-License-Identifier: MIT
 *
 * A service that refuses or fails everything for a while: how often each
 * request goes out then, how close together, and how twenty programs that were
 * cut off in the same moment come back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/calls.h"

/* ms, as quality.md B8 has them. */
#define WINDOW	   5000
#define MOST_DELAY 60000
#define SECOND	   1000
#define STEP	   10

/* -- storms -- */

enum { READS = 40, WRITES = 4, TRIES = 5 };

struct storm {
	const char *name;
	int status;
	int64_t asked; /* by Retry-After; 0: none, or 0, or junk */
};

static const struct storm storms[] = {
	{"429", 429, 0},
	{"429, a second", 429, 1000},
	{"429, two minutes", 429, 120000},
	{"429, for ever", 429, INT64_C(1000000000000)},
	{"503", 503, 0},
	{"503, ten seconds", 503, 10000},
	{"503, for ever", 503, INT64_C(1000000000000)},
};

static int64_t asked_within_range(const struct storm *storm)
{
	if (storm->asked == 0)
		return 0;
	return storm->asked > 300000 ? 300000 : storm->asked;
}

static void refuse_all(struct desk *desk, const struct storm *storm)
{
	const struct transport_response response = {
		.status = storm->status, .retry_after_ms = storm->asked};
	const struct fake_transport_request *request;

	while ((request = fake_transport_unanswered(desk->transport)) != NULL)
		fake_transport_respond(desk->transport, request, &response);
	desk_run(desk);
}

/* Until nothing is left to be done, however long it takes. */
static void rage(struct desk *desk, const struct storm *storm)
{
	refuse_all(desk, storm);
	while (api_active(desk->api) > 0) {
		int64_t next = fake_loop_next_timer(desk->loop);

		assert_true(next >= 0);
		fake_loop_advance(desk->loop, next);
		refuse_all(desk, storm);
	}
}

static int64_t sent_at(const struct desk *desk, size_t index)
{
	return fake_transport_at(desk->transport, index)->sent_ms;
}

/* Each answer came in the moment of its request. */
static void check_gaps(const struct desk *desk, const struct storm *storm)
{
	size_t count = fake_transport_count(desk->transport);
	int64_t least = asked_within_range(storm);
	int64_t most = least + MOST_DELAY;

	for (size_t i = 1; i < count; i++) {
		int64_t gap = sent_at(desk, i) - sent_at(desk, i - 1);

		if (gap > most)
			fail_msg("%s: a pause of %lld ms", storm->name,
				(long long)gap);
		/* A 429 is about everything that has not gone out yet. */
		if (storm->status == 429 && gap > 0)
			assert_true(gap >= least);
	}
	for (size_t i = 0; i + 50 < count; i++)
		assert_true(sent_at(desk, i + 50) - sent_at(desk, i) >= WINDOW);
}

static void check_storm(const struct storm *storm, uint64_t seed)
{
	struct api_options options = {.retry_connect = true, .seed = seed};
	struct calls_answer reads = {.count = 0}, writes = {.count = 0};
	struct desk desk;

	desk_open(&desk, &options);
	for (int i = 0; i < READS; i++)
		calls_get(&desk, API_ORDER_INFO, &reads);
	for (int i = 0; i < WRITES; i++)
		calls_put(&desk, &writes);
	rage(&desk, storm);
	assert_int_equal(reads.count, READS);
	assert_int_equal(writes.count, WRITES);
	assert_false(reads.ok);
	assert_true(strlen(reads.text) > 0 && strlen(writes.text) > 0);
	assert_int_equal(desk_sent(&desk, "GET", "*"), READS * TRIES);
	assert_int_equal(desk_sent(&desk, "PUT", "*"), WRITES);
	check_gaps(&desk, storm);
	desk_close(&desk);
}

static void test_storms(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(storms); i++) {
		for (uint64_t seed = 1; seed <= 5; seed++)
			check_storm(&storms[i], seed);
	}
}

/* A write of whoever presses Send in the middle of it: sent once when the
 * pause is over soon, else not at all, and told at once. */
static void check_write_in_storm(const struct storm *storm)
{
	struct calls_answer reads = {.count = 0}, write = {.count = 0};
	int64_t asked = asked_within_range(storm);
	bool is_soon = storm->status != 429 || asked <= MOST_DELAY;
	struct desk desk;

	calls_open(&desk);
	calls_get(&desk, API_ORDER_INFO, &reads);
	refuse_all(&desk, storm);
	calls_put(&desk, &write);
	desk_run(&desk);
	if (!is_soon)
		assert_int_equal(write.count, 1);
	rage(&desk, storm);
	assert_int_equal(write.count, 1);
	assert_int_equal(desk_sent(&desk, "PUT", "*"), is_soon ? 1 : 0);
	assert_true(!is_soon || storm->status != 503 ||
		    write.outcome == API_UNKNOWN);
	assert_true(is_soon || write.outcome == API_NOT_SENT);
	desk_close(&desk);
}

static void test_write_in_a_storm(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(storms); i++)
		check_write_in_storm(&storms[i]);
}

/* -- twenty programs -- */

enum { CLIENTS = 20, RUNS = 50, TIMES = CLIENTS * TRIES };

/* With delays of 1, 2, 4 and 4 s at most no try is later. */
#define LAST_TRY 11000

struct crowd {
	struct fake_loop *loop;
	struct fake_transport *transports[CLIENTS];
	struct api *apis[CLIENTS];
	struct calls_answer answers[CLIENTS];
};

static void open_crowd(struct crowd *crowd, uint64_t seed)
{
	static const struct api_request request = {
		.endpoint = API_ORDER_INFO, .order_id = "900101"};

	*crowd = (struct crowd){.loop = fake_loop_new()};
	for (size_t i = 0; i < CLIENTS; i++) {
		struct loop *loop = fake_loop_loop(crowd->loop);
		struct api_options options = {.seed = seed * CLIENTS + i};

		crowd->transports[i] = fake_transport_new(loop);
		crowd->apis[i] = api_new(loop,
			fake_transport_transport(crowd->transports[i]),
			&options);
		api_send(crowd->apis[i], &request, calls_on_answer,
			&crowd->answers[i]);
	}
}

static void close_crowd(struct crowd *crowd)
{
	for (size_t i = 0; i < CLIENTS; i++) {
		api_free(crowd->apis[i]);
		fake_transport_free(crowd->transports[i]);
	}
	fake_loop_free(crowd->loop);
}

static void answer_crowd(struct crowd *crowd, bool is_outage)
{
	for (size_t i = 0; i < CLIENTS; i++) {
		struct fake_transport *transport = crowd->transports[i];
		const struct fake_transport_request *request =
			fake_transport_unanswered(transport);

		if (request == NULL)
			continue;
		if (is_outage)
			fake_transport_fail(transport, request, ERROR_LOST);
		else
			fake_transport_reply(transport, request, 200, "{}");
	}
	fake_loop_run_ready(crowd->loop);
}

static int by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* When they tried again, from the cut on; how many. */
static size_t times_of(const struct crowd *crowd, int64_t times[TIMES])
{
	size_t count = 0;

	for (size_t i = 0; i < CLIENTS; i++) {
		struct fake_transport *transport = crowd->transports[i];
		size_t tries = fake_transport_count(transport);

		assert_in_range(tries, 2, TRIES);
		for (size_t n = 1; n < tries; n++)
			times[count++] =
				fake_transport_at(transport, n)->sent_ms;
	}
	qsort(times, count, sizeof(*times), by_time);
	return count;
}

/* The most in any second that begins at `from` or later. */
static size_t peak_of(const int64_t *times, size_t count, int64_t from)
{
	size_t peak = 0, first = 0;

	while (first < count && times[first] < from)
		first++;
	for (size_t i = first; i < count; i++) {
		while (times[i] - times[first] >= SECOND)
			first++;
		if (i + 1 - first > peak)
			peak = i + 1 - first;
	}
	return peak;
}

/* How much more than in the mean second from the cut to the last, in
 * hundredths. */
static size_t peak_over_mean(int64_t outage, uint64_t seed)
{
	int64_t start, times[TIMES];
	struct crowd crowd;
	size_t count, peak;

	open_crowd(&crowd, seed);
	start = loop_now(fake_loop_loop(crowd.loop));
	for (int64_t ms = 0; ms <= LAST_TRY; ms += STEP) {
		answer_crowd(&crowd, ms < outage);
		fake_loop_advance(crowd.loop, STEP);
	}
	for (size_t i = 0; i < CLIENTS; i++)
		assert_int_equal(crowd.answers[i].count, 1);
	count = times_of(&crowd, times);
	peak = peak_of(times, count, start + outage);
	close_crowd(&crowd);
	return peak * 100 * (size_t)(times[count - 1] - start) /
	       (count * SECOND);
}

/* All are cut off in one moment, and do not come back in one. */
static void test_twenty_come_back(void **state)
{
	static const int64_t outages[] = {1000, 2000, 3000, 4000, 5000, 6000};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(outages); i++) {
		size_t sum = 0;

		for (uint64_t seed = 1; seed <= RUNS; seed++)
			sum += peak_over_mean(outages[i], seed);
		print_message("an outage of %lld ms: the peak of %d clients is "
			      "%zu %% of the mean\n",
			(long long)outages[i], CLIENTS, sum / RUNS);
		assert_true(sum / RUNS <= 200);
	}
}

/* Whatever is waited for is there within 5 s of the network's return: no pause
 * is longer than 4 s, however often it was tried. */
static void test_pauses_without_network(void **state)
{
	static const enum error_kind kinds[] = {ERROR_LOST, ERROR_CONNECT};
	int64_t longest = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= RUNS; seed++) {
		struct api_options options = {
			.retry_connect = true, .tries = 10, .seed = seed};
		int64_t begin;
		struct calls_answer answer = {.count = 0};
		struct desk desk;

		desk_open(&desk, &options);
		calls_get(&desk, API_ORDER_INFO, &answer);
		begin = loop_now(fake_loop_loop(desk.loop));
		while (answer.count == 0) {
			int64_t pause;

			fake_transport_fail(desk.transport,
				fake_transport_unanswered(desk.transport),
				kinds[seed % ARRAY_LEN(kinds)]);
			desk_run(&desk);
			pause = fake_loop_next_timer(desk.loop);
			if (pause > longest)
				longest = pause;
			if (answer.count == 0 && pause >= 0)
				fake_loop_advance(desk.loop, pause);
		}
		/* Seven of the nine pauses are 2 s or more. */
		assert_true(
			loop_now(fake_loop_loop(desk.loop)) - begin >= 14000);
		desk_close(&desk);
	}
	assert_in_range(longest, 3000, 4000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_storms),
		cmocka_unit_test(test_write_in_a_storm),
		cmocka_unit_test(test_twenty_come_back),
		cmocka_unit_test(test_pauses_without_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
