/* SPDX-License-Identifier: MIT
 *
 * All pages of a query: one after the other, each order once though rows move,
 * again after a gap, and nothing after it was freed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "store-export.h"
#include "tests/support/desk.h"
#include "text.h"

#define ROWS STORE_EXPORT_ROWS

struct taken {
	struct store_export *going;
	long next;   /* the number that comes next */
	int waiting; /* how often it was told to wait */
	enum store_export_event last;
};

static void take(void *data, const struct store_export_step *step)
{
	struct taken *taken = data;

	taken->last = step->event;
	taken->waiting += step->event == STORE_EXPORT_WAITING;
	for (size_t i = 0; i < step->count; i++)
		assert_int_equal(
			strtol(step->orders[i]->id, NULL, 10), taken->next++);
	if (step->event == STORE_EXPORT_PAGE)
		store_export_next(taken->going);
}

static void start(struct desk *desk, struct taken *taken)
{
	struct order_query query;

	order_query_init(&query);
	desk_open_store(desk);
	*taken = (struct taken){.next = 1};
	taken->going =
		store_export_start(desk->store, &query, false, take, taken);
	desk_run(desk);
}

/* Rows first, first + 1, ... where the rows from `offset` on are asked for. */
static void
reply(struct desk *desk, long offset, int status, long first, long count)
{
	char path[200];
	char *body = desk_page(first, count, 40000, "issued");

	text_format(path, sizeof(path),
		DESK_LIST "?sort=-date_created&limit=%d&offset=%ld", ROWS,
		offset);
	desk_reply(desk, "GET", path, status, body);
	free(body);
}

static void each_order_once(void **state)
{
	struct desk desk;
	struct taken taken;
	long offset = 0, first = 1;

	(void)state;
	start(&desk, &taken);
	/* As new orders come the rows move on by so many each time. */
	for (int page = 0; page < 60; page++) {
		fake_loop_advance(desk.loop, 1000); /* the budget */
		reply(&desk, offset, 200, first, ROWS);
		assert_int_equal(taken.next, first + ROWS);
		offset += ROWS;
		first += ROWS - page % 7;
	}
	assert_int_equal(desk_sent(&desk, "GET", "*"), 61);
	reply(&desk, offset, 200, 1, 0);
	assert_int_equal(taken.last, STORE_EXPORT_END);
	assert_int_equal(desk_sent(&desk, "GET", "*"), 61);
	store_export_free(taken.going);
	desk_close(&desk);
}

static void goes_on_after_a_gap(void **state)
{
	struct desk desk;
	struct taken taken;

	(void)state;
	start(&desk, &taken);
	reply(&desk, 0, 200, 1, ROWS);
	/* Not faster than half of the budget allows. */
	fake_loop_advance(desk.loop, STORE_EXPORT_PACE_MS - 1);
	assert_int_equal(desk_sent(&desk, "GET", "*"), 1);
	fake_loop_advance(desk.loop, 1);
	desk_run(&desk);
	reply(&desk, ROWS, 503, 1, 0);
	assert_int_equal(taken.waiting, 1);
	fake_loop_advance(desk.loop, STORE_EXPORT_AGAIN_MS - 1);
	assert_int_equal(desk_sent(&desk, "GET", "*"), 2);
	fake_loop_advance(desk.loop, 1);
	desk_run(&desk);
	reply(&desk, ROWS, 200, ROWS + 1, 3);
	assert_int_equal(taken.next, ROWS + 4);
	/* What does not come back ends it. */
	fake_loop_advance(desk.loop, STORE_EXPORT_PACE_MS);
	desk_run(&desk);
	reply(&desk, ROWS + 3, 403, 1, 0);
	assert_int_equal(taken.last, STORE_EXPORT_FAILED);
	store_export_free(taken.going);
	desk_close(&desk);
}

static void nothing_comes_after_the_end(void **state)
{
	struct desk desk;
	struct taken taken;

	(void)state;
	start(&desk, &taken);
	store_export_free(taken.going);
	store_export_free(NULL);
	fake_loop_advance(desk.loop, 60000);
	desk_run(&desk);
	assert_int_equal(taken.next, 1);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_order_once),
		cmocka_unit_test(goes_on_after_a_gap),
		cmocka_unit_test(nothing_comes_after_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
