/* SPDX-License-Identifier: MIT
 *
 * Which rows the Orders page shows: what is kept for the filter is that of the
 * pages that are here, and the rows go back and forth. (What is found:
 * tests/unit/test-filter*, tests/scenes/orders-filter*.)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "orders-rows.h"
#include "tests/support/desk.h"

static void only_pages_that_are_here_are_kept(void **state)
{
	struct order_query query = desk_query("pending");
	struct filter_index *index = filter_index_new();
	struct error error;
	struct filter *filter = filter_new("90", &error);
	struct orders_rows_wish wish = {.filter = filter, .index = index};
	struct orders_rows rows = {0};
	struct desk desk;
	size_t bytes;

	(void)state;
	desk_open_store(&desk);
	store_list_open(desk.store, &query);
	desk_reply_page(&desk, 0, 900000, 100, 300, "pending");
	store_list_near(desk.store, 0, 220);
	desk_reply_page(&desk, 100, 900100, 100, 300, "pending");
	desk_reply_page(&desk, 200, 900200, 100, 300, "pending");
	orders_rows_update(&rows, desk.store, &wish);
	assert_int_equal(orders_rows_count(&rows), 300);
	bytes = filter_index_bytes(index);
	store_list_refresh(desk.store);
	desk_reply_page(&desk, 100, 900100, 1, 101, "pending");
	orders_rows_update(&rows, desk.store, &wish);
	assert_int_equal(orders_rows_count(&rows), 101);
	assert_true(filter_index_bytes(index) < bytes / 2);
	orders_rows_clear(&rows);
	filter_free(filter);
	filter_index_free(index);
	desk_close(&desk);
}

static void hidden_rows_are_passed_over(void **state)
{
	struct order_query query = desk_query("pending");
	struct orders_rows_wish wish = {.approval_only = true};
	struct orders_rows rows = {0};
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	store_list_open(desk.store, &query);
	desk_reply(&desk, "GET", DESK_LIST, 200,
		"{\"orders\":[{\"id\":1,\"status\":\"pending\"," DESK_EV "},"
		"{\"id\":2,\"status\":\"issued\"," DESK_EV "},"
		"{\"id\":3,\"status\":\"pending\"," DESK_EV "},"
		"{\"id\":4,\"status\":\"revoked\"," DESK_EV "},"
		"{\"id\":5,\"status\":\"pending\"," DESK_EV "}]}");
	orders_rows_update(&rows, desk.store, &wish);
	assert_int_equal(orders_rows_count(&rows), 3);
	for (long i = 0; i < 3; i++) {
		assert_int_equal(orders_rows_at(&rows, i), 2 * i);
		assert_int_equal(orders_rows_find(&rows, 2 * i), i);
	}
	assert_int_equal(orders_rows_at(&rows, -1), -1);
	assert_int_equal(orders_rows_at(&rows, 3), -1);
	assert_int_equal(orders_rows_find(&rows, 1), -1);
	assert_int_equal(orders_rows_find(&rows, -1), -1);
	/* Not the one that somebody is about to press a key for. */
	wish.keep = "2";
	orders_rows_update(&rows, desk.store, &wish);
	assert_int_equal(orders_rows_count(&rows), 4);
	assert_int_equal(rows.kept, 1);
	assert_int_equal(orders_rows_at(&rows, 1), 1);
	orders_rows_clear(&rows);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_pages_that_are_here_are_kept),
		cmocka_unit_test(hidden_rows_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
