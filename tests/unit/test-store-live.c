/* SPDX-License-Identifier: MIT
 *
 * The live list: what is asked and when, and what a change does to its row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "clock.h"
#include "tests/support/desk.h"

#define CHANGES DESK_LIST "/status-changes"
#define CHANGE(id, status)                                                     \
	"{\"order_id\":" id ",\"certificate_id\":7" id ",\"status\":\"" status \
	"\"}"
#define LIST(changes) "{\"orders\":[" changes "]}"
#define HEAD(id)      DESK_LIST "?filters%5Bid%5D=" id "&*"
#define ROW(id, status, more)                                                  \
	"{\"orders\":[{\"id\":" id ",\"status\":\"" status "\"," DESK_EV more  \
	"}]}"

/* A list of 900101 to 900105, pending, that asks every 30 s. */
static void open_list(struct desk *desk, int refresh_s)
{
	struct store_options options = desk_options;
	struct order_query query = desk_query("pending");

	options.refresh_s = refresh_s;
	desk_open_store_with(desk, &options);
	store_list_open(desk->store, &query);
	store_list_near(desk->store, 0, 20);
	desk_reply_page(desk, 0, 900101, 5, 5, "pending");
}

static const struct order *row_of(const struct desk *desk, const char *id)
{
	return store_list_row(desk->store, store_list_find(desk->store, id));
}

static void test_off(void **state)
{
	struct desk desk;

	(void)state;
	open_list(&desk, 0);
	assert_int_equal(fake_loop_next_timer(desk.loop), -1);
	fake_loop_advance(desk.loop, 24 * 3600 * 1000);
	assert_int_equal(desk_sent(&desk, "GET", CHANGES), 0);
	assert_int_equal(store_row_changed_at(desk.store, "900101"), 0);
	desk_close(&desk);
}

/* The window goes from the last answer, with an overlap; nothing changed. */
static void test_window(void **state)
{
	struct desk desk;
	int64_t as_of;

	(void)state;
	open_list(&desk, 30);
	as_of = store_list_resource(desk.store)->as_of;
	fake_loop_advance(desk.loop, 29999);
	assert_int_equal(desk_sent(&desk, "GET", CHANGES), 0);
	fake_loop_advance(desk.loop, 1);
	assert_int_equal(desk_sent(&desk, "GET", CHANGES "?seconds=90"), 1);
	/* One at a time, however long it takes. */
	fake_loop_advance(desk.loop, 5000);
	desk_reply(&desk, "GET", CHANGES, 200, "{}");
	assert_int_equal(store_list_resource(desk.store)->as_of, as_of + 30);
	assert_int_equal(
		store_list_resource(desk.store)->error.kind, ERROR_NONE);
	fake_loop_advance(desk.loop, 30000);
	assert_int_equal(desk_sent(&desk, "GET", CHANGES "?seconds=95"), 1);
	assert_int_equal(fake_transport_waiting(desk.transport), 1);
	desk_close(&desk);
}

/* A clock that is set back or forward hides no change. */
static void test_clock_jumps(void **state)
{
	struct desk desk;

	(void)state;
	open_list(&desk, 30);
	fake_loop_set_wall(desk.loop, clock_seconds() - 50);
	fake_loop_advance(desk.loop, 30000);
	assert_int_equal(desk_sent(&desk, "GET", CHANGES "?seconds=90"), 1);
	desk_reply(&desk, "GET", CHANGES, 200, "{}");
	fake_loop_set_wall(desk.loop, clock_seconds() - 24 * 3600);
	fake_loop_advance(desk.loop, 30000);
	assert_int_equal(desk_sent(&desk, "GET", CHANGES "?seconds=90"), 2);
	desk_reply(&desk, "GET", CHANGES, 200, "{}");
	fake_loop_set_wall(desk.loop, clock_seconds() + 100);
	fake_loop_advance(desk.loop, 30000);
	assert_int_equal(desk_sent(&desk, "GET", CHANGES "?seconds=190"), 1);
	desk_close(&desk);
}

static void test_change(void **state)
{
	const struct order *row;
	struct desk desk;

	(void)state;
	open_list(&desk, 30);
	fake_loop_advance(desk.loop, 30000);
	desk_reply(&desk, "GET", CHANGES, 200,
		LIST(CHANGE("900103", "issued") "," CHANGE(
			"900999", "issued")));
	/* At once, in its place; the rest of it by a request of its own. */
	row = row_of(&desk, "900103");
	assert_int_equal(store_list_find(desk.store, "900103"), 2);
	assert_int_equal(row->status, ORDER_ISSUED);
	assert_string_equal(row->status_text, "issued");
	assert_string_equal(row->certificate_id, "7900103");
	assert_int_equal(
		store_row_changed_at(desk.store, "900103"), clock_seconds());
	assert_int_equal(store_row_changed_at(desk.store, "900102"), 0);
	assert_true(store_row_is_gone(desk.store, "900103"));
	assert_int_equal(desk_sent(&desk, "GET", HEAD("900103")), 1);
	assert_int_equal(desk_sent(&desk, "GET", HEAD("900999")), 0);
	desk_reply(&desk, "GET", HEAD("900103"), 200,
		ROW("900103", "issued",
			",\"certificate\":{\"id\":7900103,\"valid_till\":"
			"\"2027-11-20\",\"days_remaining\":365,"
			"\"common_name\":\"new.example\"}"));
	row = row_of(&desk, "900103");
	assert_int_equal(row->days_remaining, 365);
	assert_string_equal(row->common_name, "new.example");
	assert_true(store_row_is_gone(desk.store, "900103"));
	assert_int_equal(store_list_total(desk.store), 5);
	desk_close(&desk);
}

/* The overlap tells it again: that is no change. */
static void test_told_twice(void **state)
{
	struct desk desk;
	int64_t changed_at;

	(void)state;
	open_list(&desk, 30);
	for (int i = 0; i < 3; i++) {
		fake_loop_advance(desk.loop, 30000);
		desk_reply(&desk, "GET", CHANGES, 200,
			LIST(CHANGE("900103", "issued")));
		if (i > 0)
			continue;
		changed_at = store_row_changed_at(desk.store, "900103");
		desk_reply(&desk, "GET", HEAD("900103"), 200,
			ROW("900103", "issued",
				",\"certificate\":{\"id\":7900103}"));
	}
	assert_int_equal(
		store_row_changed_at(desk.store, "900103"), changed_at);
	assert_int_equal(desk_sent(&desk, "GET", HEAD("900103")), 1);
	desk_close(&desk);
}

/* Of one order told twice the last counts; others are not here. */
static void test_the_last_word_counts(void **state)
{
	struct desk desk;

	(void)state;
	open_list(&desk, 30);
	fake_loop_advance(desk.loop, 30000);
	desk_reply(&desk, "GET", CHANGES, 200,
		LIST(CHANGE("900103", "issued") "," CHANGE(
			"900099", "issued") "," CHANGE("900103",
			"canceled") "," CHANGE("900106", "issued")));
	assert_int_equal(row_of(&desk, "900103")->status, ORDER_CANCELED);
	assert_int_equal(row_of(&desk, "900102")->status, ORDER_PENDING);
	assert_int_equal(fake_transport_waiting(desk.transport), 1);
	desk_close(&desk);
}

/* What has changed may be in another view now, and is counted there. */
static void test_views_are_counted_anew(void **state)
{
	static const char *const path =
		DESK_LIST "?filters%5Bstatus%5D=issued&*";
	struct desk desk;
	struct order_query issued = desk_query("issued");
	const struct order_query *wanted = &issued;

	(void)state;
	open_list(&desk, 30);
	store_count_want(desk.store, &wanted, 1);
	desk_reply(&desk, "GET", path, 200, "{\"page\":{\"total\":7}}");
	fake_loop_advance(desk.loop, 30000);
	desk_reply(
		&desk, "GET", CHANGES, 200, LIST(CHANGE("900199", "issued")));
	fake_loop_advance(desk.loop, 30000);
	desk_reply(
		&desk, "GET", CHANGES, 200, LIST(CHANGE("900101", "issued")));
	desk_reply(&desk, "GET", path, 200, "{\"page\":{\"total\":8}}");
	assert_int_equal(store_count(desk.store, &issued), 8);
	assert_int_equal(desk_sent(&desk, "GET", path), 2);
	desk_close(&desk);
}

/* Still on the list: a reissue in the view of all. */
static void test_not_gone(void **state)
{
	struct desk desk;
	struct store_options options = desk_options;
	struct order_query query;

	(void)state;
	options.refresh_s = 30;
	desk_open_store_with(&desk, &options);
	order_query_init(&query);
	store_list_open(desk.store, &query);
	desk_reply_page(&desk, 0, 900101, 5, 5, "issued");
	fake_loop_advance(desk.loop, 30000);
	desk_reply(&desk, "GET", CHANGES, 200,
		LIST(CHANGE("900104", "reissue_pending")));
	assert_false(store_row_is_gone(desk.store, "900104"));
	assert_int_equal(
		row_of(&desk, "900104")->status, ORDER_REISSUE_PENDING);
	/* The server does not know it any more. */
	desk_reply(&desk, "GET", HEAD("900104"), 200, "{}");
	assert_true(store_row_is_gone(desk.store, "900104"));
	assert_non_null(row_of(&desk, "900104"));
	desk_close(&desk);
}

/* Many at once: two heads at a time. */
static void test_few_at_a_time(void **state)
{
	struct desk desk;

	(void)state;
	open_list(&desk, 30);
	fake_loop_advance(desk.loop, 30000);
	desk_reply(&desk, "GET", CHANGES, 200,
		LIST(CHANGE("900101", "issued") "," CHANGE(
			"900102", "canceled") "," CHANGE("900103",
			"rejected") "," CHANGE("900104", "strange")));
	assert_int_equal(fake_transport_waiting(desk.transport), 2);
	desk_reply(
		&desk, "GET", HEAD("900101"), 200, ROW("900101", "issued", ""));
	assert_int_equal(fake_transport_waiting(desk.transport), 2);
	assert_string_equal(row_of(&desk, "900104")->status_text, "strange");
	assert_int_equal(row_of(&desk, "900104")->status, ORDER_STATUS_OTHER);
	/* A failed one changes nothing, and is not asked for again. */
	desk_reply(&desk, "GET", HEAD("900102"), 503, "");
	assert_int_equal(row_of(&desk, "900102")->status, ORDER_CANCELED);
	assert_int_equal(desk_sent(&desk, "GET", HEAD("900102")), 1);
	desk_close(&desk);
}

/* Stale is marked as such, and is not when the server answers again. */
static void test_failure(void **state)
{
	const struct store_resource *list;
	struct desk desk;

	(void)state;
	open_list(&desk, 30);
	list = store_list_resource(desk.store);
	fake_loop_advance(desk.loop, 30000);
	desk_reply(&desk, "GET", CHANGES, 503, "");
	assert_int_equal(list->error.kind, ERROR_SERVER);
	assert_int_equal(list->state, STORE_READY);
	assert_int_equal(store_list_loaded(desk.store), 5);
	fake_loop_advance(desk.loop, 30000);
	/* All that happened meanwhile is asked for. */
	assert_int_equal(desk_sent(&desk, "GET", CHANGES "?seconds=120"), 1);
	desk_reply(&desk, "GET", CHANGES, 200, "{}");
	assert_int_equal(list->error.kind, ERROR_NONE);
	desk_close(&desk);
}

/* The error of a page is not ours to take back. */
static void test_error_of_a_page(void **state)
{
	const struct store_resource *list;
	struct desk desk;

	(void)state;
	open_list(&desk, 30);
	list = store_list_resource(desk.store);
	store_list_refresh(desk.store);
	fake_transport_answer(desk.transport, "GET", DESK_LIST, 503, "");
	desk_run(&desk);
	assert_int_equal(list->error.kind, ERROR_SERVER);
	fake_loop_advance(desk.loop, 30000);
	desk_reply(&desk, "GET", CHANGES, 200, "{}");
	assert_int_equal(list->error.kind, ERROR_SERVER);
	desk_close(&desk);
}

/* A week without an answer: the list is read anew. */
static void test_too_long(void **state)
{
	struct desk desk;

	(void)state;
	open_list(&desk, 30);
	fake_loop_set_wall(desk.loop, clock_seconds() + 8 * 24 * 3600);
	fake_loop_advance(desk.loop, 30000);
	assert_int_equal(desk_sent(&desk, "GET", CHANGES), 0);
	assert_true(store_list_resource(desk.store)->refreshing);
	desk_close(&desk);
}

/* A refresh makes all that was marked new; what was asked before is given up.
 */
static void test_refresh(void **state)
{
	struct desk desk;

	(void)state;
	open_list(&desk, 30);
	fake_loop_advance(desk.loop, 30000);
	desk_reply(
		&desk, "GET", CHANGES, 200, LIST(CHANGE("900103", "issued")));
	assert_true(store_row_is_gone(desk.store, "900103"));
	store_list_refresh(desk.store);
	assert_int_equal(store_row_changed_at(desk.store, "900103"), 0);
	assert_false(store_row_is_gone(desk.store, "900103"));
	assert_int_equal(fake_transport_waiting(desk.transport), 1);
	desk_close(&desk);
}

/* A list that has not come yet has nothing to update. */
static void test_no_list(void **state)
{
	struct store_options options = desk_options;
	struct order_query query = desk_query("pending");
	struct desk desk;

	(void)state;
	options.refresh_s = 30;
	desk_open_store_with(&desk, &options);
	fake_loop_advance(desk.loop, 100000);
	assert_int_equal(fake_transport_count(desk.transport), 0);
	store_list_open(desk.store, &query);
	fake_loop_advance(desk.loop, 100000);
	assert_int_equal(desk_sent(&desk, "GET", CHANGES), 0);
	desk_close(&desk);
}

/* The page of the order follows; others are read when they are opened. */
static void test_opened_orders(void **state)
{
	struct desk desk;

	(void)state;
	open_list(&desk, 30);
	store_order_open(desk.store, "900102", false);
	fake_transport_answer(desk.transport, "GET", DESK_LIST "/900102", 200,
		"{\"id\":900102,\"status\":\"pending\"}");
	desk_run(&desk);
	desk_open_order(&desk);
	fake_loop_advance(desk.loop, 30000);
	desk_reply(&desk, "GET", CHANGES, 200,
		LIST(CHANGE("900101", "issued") "," CHANGE(
			"900102", "issued")));
	assert_int_equal(desk_sent(&desk, "GET", DESK_INFO), 2);
	assert_int_equal(desk_sent(&desk, "GET", DESK_VALIDATION), 2);
	assert_int_equal(desk_sent(&desk, "GET", DESK_LIST "/900102"), 1);
	store_order_open(desk.store, "900102", false);
	assert_int_equal(desk_sent(&desk, "GET", DESK_LIST "/900102"), 2);
	store_order_open(desk.store, "900102", false);
	desk_close(&desk);
}

/* What the page of an order tells, the list knows, without any setting. */
static void test_row_learns_from_the_order(void **state)
{
	struct desk desk;

	(void)state;
	open_list(&desk, 0);
	store_order_open(desk.store, "900101", false);
	desk_reply(&desk, "GET", DESK_INFO, 200, DESK_ORDER("issued", "true"));
	assert_int_equal(row_of(&desk, "900101")->status, ORDER_ISSUED);
	assert_true(store_row_is_gone(desk.store, "900101"));
	assert_true(store_row_changed_at(desk.store, "900101") > 0);
	desk_close(&desk);
}

/* What it waits on was about the old status. */
static void test_waiting(void **state)
{
	static const char *const near[] = {"900101"};
	struct desk desk;
	struct waiting waiting;

	(void)state;
	open_list(&desk, 30);
	store_waiting_near(desk.store, near, 1);
	desk_reply(&desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	waiting = store_waiting(desk.store, row_of(&desk, "900101"));
	assert_int_equal(waiting.gate, WAITING_ORDER_APPROVAL);
	fake_loop_advance(desk.loop, 30000);
	desk_reply(&desk, "GET", CHANGES, 200,
		LIST(CHANGE("900101", "reissue_pending")));
	waiting = store_waiting(desk.store, row_of(&desk, "900101"));
	assert_int_equal(waiting.gate, WAITING_UNKNOWN);
	assert_int_equal(desk_sent(&desk, "GET", DESK_VALIDATION), 2);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_off),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_clock_jumps),
		cmocka_unit_test(test_change),
		cmocka_unit_test(test_told_twice),
		cmocka_unit_test(test_the_last_word_counts),
		cmocka_unit_test(test_views_are_counted_anew),
		cmocka_unit_test(test_not_gone),
		cmocka_unit_test(test_few_at_a_time),
		cmocka_unit_test(test_failure),
		cmocka_unit_test(test_error_of_a_page),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_refresh),
		cmocka_unit_test(test_no_list),
		cmocka_unit_test(test_opened_orders),
		cmocka_unit_test(test_row_learns_from_the_order),
		cmocka_unit_test(test_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
