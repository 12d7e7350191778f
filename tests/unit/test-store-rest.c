/* SPDX-License-Identifier: MIT
 *
 * A store that nobody looks at asks for nothing more in the background, and
 * makes up for it when somebody does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/desk.h"

#define CHANGES DESK_LIST "/status-changes"

static void open_list(struct desk *desk)
{
	struct store_options options = desk_options;
	struct order_query query = desk_query("pending");

	options.refresh_s = 30;
	options.view_counts = true;
	options.read_ahead = true;
	desk_open_store_with(desk, &options);
	store_list_open(desk->store, &query);
	store_list_near(desk->store, 0, 20);
	desk_reply_page(desk, 0, 900101, 5, 5, "pending");
}

static void want_waiting(struct desk *desk)
{
	static const char *const ids[] = {"900101", "900102"};

	store_waiting_near(desk->store, ids, ARRAY_LEN(ids));
	desk_run(desk);
}

static void want_all(struct desk *desk)
{
	const struct order_query query = desk_query("issued");
	const struct order_query *const queries[] = {&query};

	want_waiting(desk);
	store_count_want(desk->store, queries, ARRAY_LEN(queries));
	desk_run(desk);
}

static void test_nothing_more_is_asked(void **state UNUSED)
{
	struct desk desk;
	size_t sent;

	open_list(&desk);
	store_rest(desk.store);
	sent = fake_transport_count(desk.transport);
	want_all(&desk);
	fake_loop_advance(desk.loop, 600000);
	assert_int_equal(fake_transport_count(desk.transport), sent);
	assert_int_equal(fake_loop_next_timer(desk.loop), -1);

	store_wake(desk.store);
	fake_loop_advance(desk.loop, 1);
	/* Three at a time are enough for what nobody waits for. */
	desk_reply(&desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	assert_int_equal(desk_sent(&desk, "GET", CHANGES "?seconds=660"), 1);
	assert_int_equal(desk_sent(&desk, "GET", DESK_LIST "?*"), 2);
	desk_close(&desk);
}

/* What is under way comes to its end, and nothing follows. */
static void test_what_is_asked_is_taken(void **state UNUSED)
{
	struct desk desk;
	size_t sent;

	open_list(&desk);
	fake_loop_advance(desk.loop, 30000);
	want_waiting(&desk);
	sent = fake_transport_count(desk.transport);
	store_rest(desk.store);
	desk_reply(&desk, "GET", CHANGES, 200,
		"{\"orders\":[{\"order_id\":900103,\"certificate_id\":1,"
		"\"status\":\"issued\"}]}");
	desk_reply(&desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	fake_loop_advance(desk.loop, 600000);
	assert_int_equal(fake_transport_count(desk.transport), sent);
	assert_int_equal(store_list_row(desk.store, 2)->status, ORDER_ISSUED);
	desk_close(&desk);
}

/* Another account of the same host has sent something meanwhile. */
static void test_the_journal_is_read_again(void **state UNUSED)
{
	struct desk desk;

	open_list(&desk);
	store_start(desk.store);
	desk_run(&desk);
	store_rest(desk.store);
	desk_add_record(&desk, JOURNAL_UNKNOWN, JOURNAL_RESEND_APPROVAL, 60);
	assert_false(store_is_unsettled(desk.store, "900101"));
	store_wake(desk.store);
	desk_run(&desk);
	assert_true(store_is_unsettled(desk.store, "900101"));
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_more_is_asked),
		cmocka_unit_test(test_what_is_asked_is_taken),
		cmocka_unit_test(test_the_journal_is_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
