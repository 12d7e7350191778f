/* SPDX-License-Identifier: MIT
 *
 * The list: which pages are asked for and when, and what stays on it when one
 * fails or comes late.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/desk.h"

static void test_list(void **state)
{
	struct desk desk;
	struct order_query query = desk_query("pending");
	const struct store_resource *resource;
	int64_t as_of;

	(void)state;
	desk_open_store(&desk);
	resource = store_list_resource(desk.store);
	assert_int_equal(resource->state, STORE_NEVER);
	store_list_near(desk.store, 0, 20); /* nothing is open yet */
	assert_int_equal(fake_transport_count(desk.transport), 0);
	store_list_open(desk.store, &query);
	store_list_near(desk.store, 0, 20);
	assert_int_equal(resource->state, STORE_BUSY);
	/* While the total is unknown, one page tells. */
	assert_int_equal(fake_transport_count(desk.transport), 1);
	assert_non_null(strstr(fake_transport_at(desk.transport, 0)->path,
		"filters%5Bstatus%5D=pending"));
	assert_non_null(strstr(fake_transport_at(desk.transport, 0)->path,
		"limit=100&offset=0"));
	desk_reply_page(&desk, 0, 900000, 100, 1000, "pending");
	assert_int_equal(resource->state, STORE_READY);
	assert_true(resource->as_of >= FAKE_LOOP_START);
	assert_int_equal(store_list_total(desk.store), 1000);
	assert_int_equal(store_list_loaded(desk.store), 100);
	assert_string_equal(store_list_row(desk.store, 7)->id, "900007");
	assert_int_equal(store_list_find(desk.store, "900007"), 7);
	assert_int_equal(store_list_find(desk.store, "900700"), -1);
	/* What is behind the screen is fetched beforehand. */
	as_of = resource->as_of;
	fake_loop_advance(desk.loop, 5000);
	desk_reply_page(&desk, 100, 900100, 100, 1000, "pending");
	assert_int_equal(store_list_loaded(desk.store), 200);
	assert_int_equal(resource->as_of, as_of); /* of the oldest page */
	assert_false(resource->refreshing);
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	/* G: to the last row, without those between. */
	store_list_near(desk.store, 980, 20);
	assert_true(resource->refreshing);
	desk_reply_page(&desk, 900, 900900, 100, 1000, "pending");
	assert_string_equal(store_list_row(desk.store, 999)->id, "900999");
	assert_null(store_list_row(desk.store, 500));
	assert_int_equal(desk_sent(&desk, "GET", DESK_LIST "?*offset=500"), 0);
	desk_close(&desk);
}

/* The pages around row 5000 as they are asked for; the list's row 0 is the
 * order `first`. */
static void reply_around_5000(struct desk *desk, long first)
{
	static const long offsets[] = {5000, 4900, 5100};

	for (size_t i = 0; i < 3; i++)
		desk_reply_page(desk, offsets[i], first + offsets[i], 100,
			10000, "pending");
}

/* What a filter shows comes from pages anywhere in the list. */
static void test_list_refresh_of_all_that_is_held(void **state)
{
	struct desk desk;
	struct order_query query = desk_query("pending");

	(void)state;
	desk_open_store(&desk);
	store_list_open(desk.store, &query);
	desk_reply_page(&desk, 0, 900000, 100, 10000, "pending");
	store_list_near(desk.store, 5000, 20);
	reply_around_5000(&desk, 900000);
	store_list_refresh(desk.store);
	reply_around_5000(&desk, 800000);
	assert_string_equal(store_list_row(desk.store, 0)->id, "900000");
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	store_list_refresh_held(desk.store);
	reply_around_5000(&desk, 700000);
	/* What is near came first. */
	desk_reply_page(&desk, 0, 700000, 100, 10000, "pending");
	assert_string_equal(store_list_row(desk.store, 0)->id, "700000");
	assert_string_equal(store_list_row(desk.store, 5000)->id, "705000");
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	/* Nothing that is not here is asked for. */
	assert_int_equal(store_list_loaded(desk.store), 400);
	/* Who scrolls again wants what is near. */
	store_list_refresh_held(desk.store);
	store_list_near(desk.store, 5000, 20);
	reply_around_5000(&desk, 600000);
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	assert_string_equal(store_list_row(desk.store, 0)->id, "700000");
	desk_close(&desk);
}

static void test_list_newest_wish_first(void **state)
{
	struct desk desk;
	struct order_query query = desk_query("pending");

	(void)state;
	desk_open_store(&desk);
	store_list_open(desk.store, &query);
	desk_reply_page(&desk, 0, 900000, 100, 10000, "pending");
	store_list_near(desk.store, 2000, 20);
	assert_in_range(fake_transport_waiting(desk.transport), 1, 3);
	store_list_near(desk.store, 7000, 20);
	/* Those around 2000 were given up. */
	for (size_t i = 0; i < fake_transport_count(desk.transport); i++) {
		const struct fake_transport_request *request =
			fake_transport_at(desk.transport, i);

		if (request->state == FAKE_TRANSPORT_WAITING)
			assert_true(strstr(request->path, "offset=6900") ||
				    strstr(request->path, "offset=7000") ||
				    strstr(request->path, "offset=7100"));
	}
	assert_in_range(fake_transport_waiting(desk.transport), 1, 3);
	desk_reply_page(&desk, 7000, 907000, 100, 10000, "pending");
	assert_string_equal(store_list_row(desk.store, 7005)->id, "907005");
	/* And may be asked for again. */
	store_list_near(desk.store, 2000, 20);
	desk_reply_page(&desk, 2000, 902000, 100, 10000, "pending");
	desk_close(&desk);
}

static void test_list_late_answer_of_an_older_query(void **state)
{
	struct desk desk;
	struct order_query pending = desk_query("pending");
	struct order_query issued = desk_query("issued");
	char *body = desk_page(900000, 100, 100, "pending");

	(void)state;
	desk_open_store(&desk);
	/* One that was not answered yet is given up. */
	store_list_open(desk.store, &issued);
	store_list_open(desk.store, &pending);
	assert_int_equal(fake_transport_waiting(desk.transport), 1);
	assert_non_null(strstr(
		fake_transport_unanswered(desk.transport)->path, "pending"));
	/* The answer is on its way when the query changes. */
	fake_transport_answer(desk.transport, "GET", DESK_LIST, 200, body);
	free(body);
	store_list_open(desk.store, &issued);
	desk_run(&desk);
	assert_int_equal(api_active(desk.api), 1); /* the old one is given up */
	assert_int_equal(store_list_loaded(desk.store), 0);
	assert_int_equal(store_list_resource(desk.store)->state, STORE_BUSY);
	desk_reply_page(&desk, 0, 800000, 3, 3, "issued");
	assert_int_equal(store_list_loaded(desk.store), 3);
	assert_string_equal(store_list_row(desk.store, 0)->id, "800000");
	desk_close(&desk);
}

static void test_list_failed_refresh_keeps_rows(void **state)
{
	struct desk desk;
	struct order_query query = desk_query("pending");
	const struct store_resource *resource;
	int64_t as_of;

	(void)state;
	desk_open_store(&desk);
	resource = store_list_resource(desk.store);
	store_list_open(desk.store, &query);
	desk_reply_page(&desk, 0, 900000, 50, 50, "pending");
	as_of = resource->as_of;
	fake_loop_advance(desk.loop, 60000);
	store_list_refresh(desk.store);
	assert_true(resource->refreshing);
	assert_int_equal(store_list_loaded(desk.store), 50);
	desk_reply(&desk, "GET", DESK_LIST, 500, "");
	assert_int_equal(resource->state, STORE_READY);
	assert_false(resource->refreshing);
	assert_int_equal(resource->error.kind, ERROR_SERVER);
	assert_int_equal(resource->as_of, as_of);
	assert_int_equal(store_list_loaded(desk.store), 50);
	assert_string_equal(store_list_row(desk.store, 3)->id, "900003");
	/* HTML instead of JSON is the same. */
	store_list_refresh(desk.store);
	fake_transport_respond(desk.transport,
		fake_transport_find(desk.transport, "GET", DESK_LIST),
		&(struct transport_response){
			.status = 200, .body = "<html>", .may_be_sent = true});
	desk_run(&desk);
	assert_int_equal(resource->error.kind, ERROR_FORMAT);
	assert_int_equal(store_list_loaded(desk.store), 50);
	/* And when it works again, the error is gone. */
	store_list_refresh(desk.store);
	desk_reply_page(&desk, 0, 800000, 40, 40, "pending");
	assert_int_equal(resource->error.kind, ERROR_NONE);
	assert_int_equal(store_list_loaded(desk.store), 40);
	assert_true(resource->as_of > as_of);
	desk_close(&desk);
}

static void test_list_does_not_hammer(void **state)
{
	struct desk desk;
	struct order_query query = desk_query("pending");
	const struct store_resource *resource;

	(void)state;
	desk_open_store(&desk);
	resource = store_list_resource(desk.store);
	store_list_open(desk.store, &query);
	desk_reply(&desk, "GET", DESK_LIST, 500, "");
	assert_int_equal(resource->state, STORE_FAILED);
	for (int i = 0; i < 9; i++) {
		store_list_near(desk.store, 0, 20);
		fake_loop_advance(desk.loop, 1000);
	}
	assert_int_equal(fake_transport_count(desk.transport), 1);
	fake_loop_advance(desk.loop, 1000);
	assert_int_equal(fake_transport_count(desk.transport), 1);
	store_list_near(desk.store, 0, 20);
	assert_int_equal(fake_transport_count(desk.transport), 2);
	desk_reply(&desk, "GET", DESK_LIST, 500, "");
	/* A refresh asks at once. */
	store_list_refresh(desk.store);
	assert_int_equal(fake_transport_count(desk.transport), 3);
	assert_int_equal(resource->state, STORE_BUSY);
	desk_reply_page(&desk, 0, 900000, 0, 0, "pending");
	assert_int_equal(resource->state, STORE_READY); /* empty, but there */
	assert_int_equal(store_list_total(desk.store), 0);
	desk_close(&desk);
}

/* Of several pages that are under way one has come: the list is still being
 * refreshed. */
static void test_list_is_busy_until_the_last_page(void **state)
{
	struct desk desk;
	struct order_query query = desk_query("pending");
	const struct store_resource *resource;

	(void)state;
	desk_open_store(&desk);
	resource = store_list_resource(desk.store);
	store_list_open(desk.store, &query);
	desk_reply_page(&desk, 0, 900000, 100, 10000, "pending");
	store_list_near(desk.store, 5000, 20);
	desk_reply_page(&desk, 5000, 905000, 100, 10000, "pending");
	assert_true(resource->refreshing);
	assert_true(resource->busy_since > 0);
	desk_reply_page(&desk, 4900, 904900, 100, 10000, "pending");
	desk_reply_page(&desk, 5100, 905100, 100, 10000, "pending");
	assert_false(resource->refreshing);
	desk_close(&desk);
}

static void test_list_refresh_replaces_refresh(void **state)
{
	struct desk desk;
	struct order_query query = desk_query("pending");

	(void)state;
	desk_open_store(&desk);
	store_list_open(desk.store, &query);
	store_list_refresh(desk.store);
	store_list_open(desk.store, &query); /* the same one: a refresh */
	assert_int_equal(fake_transport_waiting(desk.transport), 1);
	desk_reply_page(&desk, 0, 900000, 5, 5, "pending");
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	assert_int_equal(store_list_loaded(desk.store), 5);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_list_refresh_of_all_that_is_held),
		cmocka_unit_test(test_list_newest_wish_first),
		cmocka_unit_test(test_list_late_answer_of_an_older_query),
		cmocka_unit_test(test_list_failed_refresh_keeps_rows),
		cmocka_unit_test(test_list_does_not_hammer),
		cmocka_unit_test(test_list_is_busy_until_the_last_page),
		cmocka_unit_test(test_list_refresh_replaces_refresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
