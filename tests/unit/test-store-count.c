/* SPDX-License-Identifier: MIT
 *
 * How many orders the views have: one request at a time, behind the list, and
 * anew after a refresh.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "text.h"
#include "tests/support/desk.h"

#define LIST "{\"orders\":[],\"page\":{\"total\":0}}"

static const char *const statuses[] = {"pending", "issued", "revoked"};
static struct order_query queries[ARRAY_LEN(statuses)];
static const struct order_query *wanted[ARRAY_LEN(statuses)];

static const char *path_of(size_t i)
{
	static char path[200];

	return text_format(path, sizeof(path),
		DESK_LIST "?filters%%5Bstatus%%5D=%s&sort=-date_created&limit=1"
			  "&offset=0",
		statuses[i]);
}

static void reply_count(struct desk *desk, size_t i, int status, long total)
{
	char body[100];

	desk_reply(desk, "GET", path_of(i), status,
		text_format(body, sizeof(body),
			"{\"orders\":[],\"page\":{\"total\":%ld}}", total));
}

/* With a list that was read. */
static void open_desk(struct desk *desk)
{
	struct order_query all;

	order_query_init(&all);
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
		queries[i] = desk_query(statuses[i]);
		wanted[i] = &queries[i];
	}
	desk_open_store(desk);
	store_list_open(desk->store, &all);
	store_list_near(desk->store, 0, 20);
}

static void one_after_the_other_behind_the_list(void **state)
{
	struct desk desk;

	(void)state;
	open_desk(&desk);
	store_count_want(desk.store, wanted, ARRAY_LEN(wanted));
	desk_run(&desk);
	assert_int_equal(fake_transport_count(desk.transport), 1);
	assert_int_equal(store_count(desk.store, &queries[0]), -1);
	desk_reply(&desk, "GET", DESK_LIST, 200, LIST);
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
		assert_int_equal(fake_transport_waiting(desk.transport), 1);
		reply_count(&desk, i, 200, 100 + (long)i);
		assert_int_equal(
			store_count(desk.store, &queries[i]), 100 + (long)i);
	}
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	/* What is known is not asked again; the sort is the same to it. */
	queries[1].sort = ORDER_QUERY_BY_STATUS;
	store_count_want(desk.store, wanted, ARRAY_LEN(wanted));
	desk_run(&desk);
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	assert_int_equal(store_count(desk.store, &queries[1]), 101);
	desk_close(&desk);
}

static void a_refresh_asks_for_what_is_wanted(void **state)
{
	struct desk desk;

	(void)state;
	open_desk(&desk);
	desk_reply(&desk, "GET", DESK_LIST, 200, LIST);
	store_count_want(desk.store, wanted, 2);
	reply_count(&desk, 0, 200, 7);
	reply_count(&desk, 1, 403, 0); /* it may not be counted */
	assert_int_equal(store_count(desk.store, &queries[1]), -1);
	store_count_want(desk.store, wanted, 1);
	store_list_refresh(desk.store);
	desk_run(&desk);
	assert_int_equal(store_count(desk.store, &queries[0]), 7);
	desk_reply(&desk, "GET", DESK_LIST, 200, LIST);
	reply_count(&desk, 0, 200, 8);
	assert_int_equal(store_count(desk.store, &queries[0]), 8);
	assert_int_equal(desk_sent(&desk, "GET", path_of(1)), 1);
	desk_close(&desk);
}

static void nothing_is_asked_while_the_list_fails(void **state)
{
	struct desk desk;

	(void)state;
	open_desk(&desk);
	desk_reply(&desk, "GET", DESK_LIST, 200, LIST);
	store_list_refresh(desk.store);
	desk_run(&desk);
	desk_reply(&desk, "GET", DESK_LIST, 500, "{}");
	store_count_want(desk.store, wanted, 3);
	desk_run(&desk);
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	store_list_refresh(desk.store);
	desk_run(&desk);
	desk_reply(&desk, "GET", DESK_LIST, 200, LIST);
	assert_int_equal(fake_transport_waiting(desk.transport), 1);
	desk_close(&desk); /* with one under way */
}

/* More queries than there is room for: those on the screen count. */
static void old_ones_are_forgotten(void **state)
{
	struct desk desk;
	char word[20];

	(void)state;
	open_desk(&desk);
	desk_reply(&desk, "GET", DESK_LIST, 200, LIST);
	for (int i = 0; i < 20; i++) {
		struct order_query query =
			desk_query(text_format(word, sizeof(word), "s%d", i));
		const struct order_query *one = &query;

		store_count_want(desk.store, &one, 1);
		desk_run(&desk);
		desk_reply(&desk, "GET", DESK_LIST, 200,
			"{\"orders\":[],\"page\":{\"total\":5}}");
		assert_int_equal(store_count(desk.store, &query), 5);
	}
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_after_the_other_behind_the_list),
		cmocka_unit_test(a_refresh_asks_for_what_is_wanted),
		cmocka_unit_test(nothing_is_asked_while_the_list_fails),
		cmocka_unit_test(old_ones_are_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
