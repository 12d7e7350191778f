/* SPDX-License-Identifier: MIT
 *
 * Orders that are read ahead: what is asked for and when, that opening them
 * asks for nothing more, and that it never is in anybody's way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/desk.h"

static void open_desk(struct desk *desk)
{
	struct store_options options = desk_options;

	options.read_ahead = true;
	desk_open_store_with(desk, &options);
}

static void ahead(struct desk *desk, const char *first, const char *second)
{
	const char *ids[] = {first, second};
	size_t count = first == NULL ? 0 : second == NULL ? 1 : 2;

	store_order_ahead(desk->store, ids, count);
	desk_run(desk);
}

/* Answers all parts that are asked for of the order, as they come. */
static void answer_order(struct desk *desk, const char *id)
{
	char path[64], body[200];

	snprintf(path, sizeof(path), DESK_LIST "/%s", id);
	snprintf(body, sizeof(body),
		"{\"id\":%s,\"status\":\"pending\"," DESK_EV "}", id);
	desk_reply(desk, "GET", path, 200, body);
	snprintf(path, sizeof(path), DESK_LIST "/%s/validation", id);
	snprintf(body, sizeof(body), "{\"order_id\":\"%s\"}", id);
	desk_reply(desk, "GET", path, 200, body);
	snprintf(path, sizeof(path), DESK_LIST "/%s/note", id);
	desk_reply(desk, "GET", path, 200, "{\"notes\":[]}");
}

static void test_opens_without_requests(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	ahead(&desk, "900101", "900102");
	/* Two at once, one order after the other, and nobody sees it. */
	assert_int_equal(fake_transport_count(desk.transport), 2);
	assert_int_equal(api_active(desk.api), 0);
	answer_order(&desk, "900101");
	answer_order(&desk, "900102");
	assert_int_equal(fake_transport_count(desk.transport), 6);
	store_order_open(desk.store, "900101", false);
	assert_int_equal(desk_order(&desk)->details_state.state, STORE_READY);
	assert_int_equal(
		desk_order(&desk)->validation_state.state, STORE_READY);
	assert_int_equal(desk_order(&desk)->notes_state.state, STORE_READY);
	store_order_open(desk.store, "900102", false);
	/* Asked for once more, and long after: they are there. */
	ahead(&desk, "900102", "900101");
	fake_loop_advance(desk.loop, 200000);
	ahead(&desk, "900101", "900102");
	assert_int_equal(fake_transport_count(desk.transport), 6);
	desk_close(&desk);
}

static void test_off(void **state UNUSED)
{
	struct desk desk;

	desk_open_store(&desk);
	ahead(&desk, "900101", "900102");
	assert_int_equal(fake_transport_count(desk.transport), 0);
	desk_close(&desk);
}

/* What has begun goes on, the rest makes room for the newer wish. */
static void test_newest_wish(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	ahead(&desk, "900101", "900102");
	ahead(&desk, "900103", "../900104");
	desk_look_well(&desk);
	answer_order(&desk, "900103");
	assert_int_equal(desk_sent(&desk, "GET", DESK_INFO), 1);
	assert_int_equal(desk_sent(&desk, "GET", DESK_NOTES), 0);
	assert_int_equal(desk_sent(&desk, "GET", DESK_LIST "/900102"), 0);
	assert_int_equal(fake_transport_count(desk.transport), 5);
	desk_close(&desk);
}

static void test_dropped(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	ahead(&desk, "900101", "900102");
	ahead(&desk, NULL, NULL);
	desk_look_well(&desk);
	assert_int_equal(fake_transport_count(desk.transport), 2);
	assert_int_equal(desk_order(&desk)->notes_state.state, STORE_NEVER);
	/* Opened, it lacks the notes alone. */
	store_order_open(desk.store, "900101", false);
	assert_int_equal(fake_transport_count(desk.transport), 3);
	assert_int_equal(desk_sent(&desk, "GET", DESK_NOTES), 1);
	desk_close(&desk);
}

/* The key comes while it is under way: no request goes twice. */
static void test_hurried(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	ahead(&desk, "900101", NULL);
	assert_int_equal(fake_transport_count(desk.transport), 2);
	store_order_open(desk.store, "900101", true);
	assert_int_equal(fake_transport_count(desk.transport), 3);
	assert_int_equal(api_active(desk.api), 3);
	desk_reply(&desk, "GET", DESK_INFO, 500, "");
	assert_int_equal(desk_order(&desk)->details_state.state, STORE_FAILED);
	desk_close(&desk);
}

#define WITH_ORGANIZATION                                                      \
	"{\"id\":900101,\"status\":\"pending\",\"organization\":{\"id\":44001}}"

static void ahead_with_organization(struct desk *desk)
{
	open_desk(desk);
	/* One was looked at: they are on the screen. */
	store_organization_open(desk->store, "44009", false);
	desk_reply(desk, "GET", "/organization/44009", 200, "{\"name\":\"A\"}");
	ahead(desk, "900101", "900102");
	desk_reply(desk, "GET", DESK_INFO, 200, WITH_ORGANIZATION);
	desk_reply(desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	desk_reply(desk, "GET", DESK_NOTES, 200, "{\"notes\":[]}");
}

static void test_organization(void **state UNUSED)
{
	struct desk desk;

	ahead_with_organization(&desk);
	desk_reply(&desk, "GET", "/organization/44001", 200,
		"{\"name\":\"Example Paper AG\"}");
	answer_order(&desk, "900102");
	store_organization_open(desk.store, "44001", false);
	assert_int_equal(desk_sent(&desk, "GET", "/organization/44001"), 1);
	assert_int_equal(
		store_organization(desk.store, "44001")->resource.state,
		STORE_READY);
	desk_close(&desk);
}

/* Wanted while it is under way it is asked for once, and a failure is told. */
static void test_organization_hurried(void **state UNUSED)
{
	struct desk desk;

	ahead_with_organization(&desk);
	store_organization_open(desk.store, "44001", false);
	desk_reply(&desk, "GET", "/organization/44001", 500, "");
	assert_int_equal(desk_sent(&desk, "GET", "/organization/44001"), 1);
	assert_int_equal(
		store_organization(desk.store, "44001")->resource.state,
		STORE_FAILED);
	desk_close(&desk);
}

static void test_organization_failed(void **state UNUSED)
{
	struct desk desk;

	ahead_with_organization(&desk);
	desk_reply(&desk, "GET", "/organization/44001", 500, "");
	assert_null(store_organization(desk.store, "44001"));
	store_organization_open(desk.store, "44001", false);
	assert_int_equal(desk_sent(&desk, "GET", "/organization/44001"), 2);
	desk_close(&desk);
}

/* None was looked at, so it is not read: one request less. */
static void test_organization_not_shown(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	ahead(&desk, "900101", NULL);
	desk_reply(&desk, "GET", DESK_INFO, 200, WITH_ORGANIZATION);
	desk_reply(&desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	desk_reply(&desk, "GET", DESK_NOTES, 200, "{\"notes\":[]}");
	assert_int_equal(fake_transport_count(desk.transport), 3);
	desk_close(&desk);
}

static void test_after_all_others(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	store_order_open(desk.store, "900101", false);
	ahead(&desk, "900102", NULL);
	assert_int_equal(fake_transport_count(desk.transport), 3);
	desk_look_well(&desk);
	assert_int_equal(fake_transport_count(desk.transport), 3);
	desk_reply(&desk, "GET", DESK_NOTES, 200, "{\"notes\":[]}");
	assert_int_equal(fake_transport_count(desk.transport), 5);
	desk_close(&desk);
}

/* A minute later the list's row says more; opened, it is read again. */
static void test_stale(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	ahead(&desk, "900101", "900102");
	answer_order(&desk, "900101");
	answer_order(&desk, "900102");
	assert_non_null(store_order_head(desk.store, "900101"));
	fake_loop_advance(desk.loop, 60001);
	assert_null(store_order(desk.store, "900101"));
	assert_null(store_order_head(desk.store, "900101"));
	/* The likeliest one alone is read ahead again. */
	ahead(&desk, "900102", "900101");
	assert_int_equal(fake_transport_count(desk.transport), 8);
	answer_order(&desk, "900102");
	assert_int_equal(fake_transport_count(desk.transport), 9);
	store_order_open(desk.store, "900101", false);
	assert_true(desk_order(&desk)->details_state.refreshing);
	assert_non_null(desk_order(&desk)->details);
	assert_int_equal(fake_transport_count(desk.transport), 12);
	store_order_open(desk.store, "900102", false);
	assert_int_equal(fake_transport_count(desk.transport), 12);
	desk_close(&desk);
}

/* A refresh of the list is one of what was read for it. */
static void test_stale_by_refresh(void **state UNUSED)
{
	struct order_query query = desk_query("pending");
	struct desk desk;

	open_desk(&desk);
	store_list_open(desk.store, &query);
	desk_reply_page(&desk, 0, 900101, 2, 2, "pending");
	ahead(&desk, "900101", NULL);
	answer_order(&desk, "900101");
	store_list_refresh(desk.store);
	desk_reply_page(&desk, 0, 900101, 2, 2, "issued");
	assert_int_equal(
		store_order_head(desk.store, "900101")->status, ORDER_ISSUED);
	store_order_open(desk.store, "900101", false);
	assert_true(desk_order(&desk)->details_state.refreshing);
	desk_close(&desk);
}

static void test_failure(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	ahead(&desk, "900101", "900102");
	desk_reply(&desk, "GET", DESK_INFO, 503, "");
	desk_reply(&desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	/* Nobody is told, it is not tried again, and nothing else is tried. */
	assert_int_equal(desk_order(&desk)->details_state.state, STORE_NEVER);
	assert_int_equal(
		desk_order(&desk)->details_state.error.kind, ERROR_NONE);
	fake_loop_advance(desk.loop, 100000);
	assert_int_equal(desk_sent(&desk, "GET", DESK_INFO), 1);
	assert_int_equal(desk_sent(&desk, "GET", DESK_LIST "/900102"), 0);
	desk_close(&desk);
}

/* Half of our limit: 25 in 5 s. Longer than that nothing waits. */
static void test_limit(void **state UNUSED)
{
	struct desk desk;
	char id[ORDER_ID_SIZE];

	open_desk(&desk);
	for (int i = 0; i < 8; i++) {
		snprintf(id, sizeof(id), "%d", 900201 + i);
		ahead(&desk, id, NULL);
		answer_order(&desk, id);
		store_order_open(desk.store, id, false);
	}
	ahead(&desk, "900101", NULL);
	assert_int_equal(fake_transport_count(desk.transport), 25);
	assert_int_equal(api_limited_until(desk.api), 0);
	fake_loop_advance(desk.loop, 5000);
	assert_int_equal(fake_transport_count(desk.transport), 26);
	desk_close(&desk);
}

static size_t read_number(struct desk *desk, int number, bool opened)
{
	char id[ORDER_ID_SIZE], path[64];

	snprintf(id, sizeof(id), "%d", number);
	if (opened)
		store_order_open(desk->store, id, false);
	else
		ahead(desk, id, NULL);
	desk_run(desk);
	snprintf(path, sizeof(path), DESK_LIST "/%s", id);
	if (desk_sent(desk, "GET", path) == 0)
		return 0;
	answer_order(desk, id);
	fake_loop_advance(desk->loop, 5000);
	return 1;
}

/* Who looks through a list and opens little must not pay for all of it. */
static void test_lives_on_what_is_opened(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	for (int i = 1; i <= 10; i++)
		assert_int_equal(read_number(&desk, 900200 + i, false), i <= 3);
	/* One of them is opened: it was worth it. */
	store_order_open(desk.store, "900203", false);
	assert_int_equal(fake_transport_count(desk.transport), 9);
	assert_int_equal(read_number(&desk, 900211, false), 1);
	assert_int_equal(read_number(&desk, 900212, false), 0);
	/* Where many are opened it is worth a try again. */
	for (int i = 0; i < 2; i++) {
		read_number(&desk, 900301 + i, true);
		assert_int_equal(read_number(&desk, 900212, false), 0);
	}
	/* To look at the same again says nothing. */
	for (int i = 0; i < 4; i++)
		store_order_open(desk.store, "900301", false);
	assert_int_equal(read_number(&desk, 900212, false), 0);
	read_number(&desk, 900303, true);
	assert_int_equal(read_number(&desk, 900212, false), 1);
	desk_close(&desk);
}

/* What came too late to be shown without a request was not worth it. */
static void test_stale_is_no_gain(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	for (int i = 1; i <= 3; i++)
		read_number(&desk, 900200 + i, false);
	fake_loop_advance(desk.loop, 60000);
	store_order_open(desk.store, "900203", false);
	assert_int_equal(read_number(&desk, 900204, false), 0);
	desk_close(&desk);
}

/* However well it went, there is an end to it. */
static void test_gains_are_bounded(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	for (int i = 1; i <= 20; i++)
		read_number(&desk, 900200 + i, true);
	for (int i = 1; i <= 5; i++)
		assert_int_equal(read_number(&desk, 900300 + i, false), i <= 3);
	desk_close(&desk);
}

static void test_after_429(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	ahead(&desk, "900101", NULL);
	desk_reply(&desk, "GET", DESK_INFO, 429, "");
	desk_reply(&desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	for (int i = 0; i < 17; i++) {
		ahead(&desk, "900102", NULL);
		fake_loop_advance(desk.loop, 10000);
	}
	assert_int_equal(desk_sent(&desk, "GET", DESK_LIST "/900102"), 0);
	fake_loop_advance(desk.loop, 20000);
	ahead(&desk, "900102", NULL);
	assert_int_equal(desk_sent(&desk, "GET", DESK_LIST "/900102"), 1);
	desk_close(&desk);
}

/* These go before one that was opened, were it the oldest of all. */
static void test_is_bounded(void **state UNUSED)
{
	struct desk desk;

	open_desk(&desk);
	desk_open_order(&desk);
	for (int i = 1; i <= 3; i++)
		assert_int_equal(read_number(&desk, 900200 + i, false), 1);
	for (int i = 0; i < STORE_ORDERS_KEPT - 3; i++)
		read_number(&desk, 900301 + i, true);
	assert_int_equal(read_number(&desk, 900204, false), 1);
	assert_non_null(store_order(desk.store, "900204"));
	assert_non_null(store_order(desk.store, "900101"));
	desk_close(&desk);
}

/* What is under way is not cut off to make room. */
static void test_under_way_stays(void **state UNUSED)
{
	struct desk desk;
	char id[ORDER_ID_SIZE];

	open_desk(&desk);
	for (int i = 1; i < STORE_ORDERS_KEPT; i++) {
		snprintf(id, sizeof(id), "%d", 900201 + i);
		store_order_open(desk.store, id, false);
		answer_order(&desk, id);
		fake_loop_advance(desk.loop, 5000);
	}
	ahead(&desk, "900101", NULL);
	ahead(&desk, "900103", NULL);
	desk_look_well(&desk);
	answer_order(&desk, "900103");
	assert_non_null(store_order(desk.store, "900101"));
	assert_null(store_order(desk.store, "900202"));
	ahead(&desk, "900104", NULL);
	answer_order(&desk, "900104");
	assert_null(store_order(desk.store, "900101"));
	assert_non_null(store_order(desk.store, "900203"));
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_opens_without_requests),
		cmocka_unit_test(test_off),
		cmocka_unit_test(test_newest_wish),
		cmocka_unit_test(test_dropped),
		cmocka_unit_test(test_hurried),
		cmocka_unit_test(test_organization),
		cmocka_unit_test(test_organization_hurried),
		cmocka_unit_test(test_organization_failed),
		cmocka_unit_test(test_organization_not_shown),
		cmocka_unit_test(test_after_all_others),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_stale_by_refresh),
		cmocka_unit_test(test_failure),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_lives_on_what_is_opened),
		cmocka_unit_test(test_stale_is_no_gain),
		cmocka_unit_test(test_gains_are_bounded),
		cmocka_unit_test(test_after_429),
		cmocka_unit_test(test_is_bounded),
		cmocka_unit_test(test_under_way_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
