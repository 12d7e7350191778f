/* SPDX-License-Identifier: MIT
 *
 * What the rows on the screen wait on: asked in the background, kept, learned.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/desk.h"

static void list_pending(struct desk *desk, long count, const char *status)
{
	struct order_query query = desk_query("pending");

	store_list_open(desk->store, &query);
	desk_reply_page(
		desk, 0, 900000, count > 100 ? 100 : count, count, status);
	if (count > 100) {
		store_list_near(desk->store, 0, 20);
		desk_reply_page(desk, 100, 900100, count - 100, count, status);
	}
}

static void waiting_is(struct desk *desk, long row, const char *expected)
{
	struct waiting waiting =
		store_waiting(desk->store, store_list_row(desk->store, row));
	char text[64];

	waiting_text(&waiting, FAKE_LOOP_START, text, sizeof(text));
	assert_string_equal(text, expected);
}

static void near(struct desk *desk, long first, size_t count)
{
	char ids[64][ORDER_ID_SIZE];
	const char *list[64];

	for (size_t i = 0; i < count; i++) {
		snprintf(ids[i], sizeof(ids[i]), "%ld",
			900000 + first + (long)i);
		list[i] = ids[i];
	}
	store_waiting_near(desk->store, list, count);
}

static void reply_validation(struct desk *desk, long id, const char *body)
{
	char path[80];

	snprintf(path, sizeof(path), DESK_LIST "/%ld/validation", id);
	desk_reply(desk, "GET", path, 200, body);
}

static void test_waiting(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	list_pending(&desk, 20, "pending");
	waiting_is(&desk, 0, "...");
	near(&desk, 0, 10);
	/* A few at once, nearest first. */
	assert_in_range(fake_transport_waiting(desk.transport), 1, 4);
	assert_string_equal(fake_transport_at(desk.transport, 1)->path,
		DESK_LIST "/900000/validation");
	reply_validation(&desk, 900000, "{" DESK_ORGANIZATION(DESK_TWO) "}");
	waiting_is(&desk, 0, "order approval");
	reply_validation(&desk, 900001,
		"{\"dns_name_validations\":[{\"status\":\"pending\"}]}");
	waiting_is(&desk, 1, "domain (0 of 1)");
	/* The row is older than this answer. */
	reply_validation(&desk, 900002, "{\"order_status\":\"issued\"}");
	waiting_is(&desk, 2, "-");
	for (long id = 900003; id < 900010; id++)
		reply_validation(
			&desk, id, "{" DESK_ORGANIZATION(DESK_TWO) "}");
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	/* What is known is not asked again... */
	near(&desk, 0, 10);
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	/* ...until the status changes or all is refreshed. */
	store_list_refresh(desk.store);
	desk_reply_page(&desk, 0, 900000, 20, 20, "pending");
	waiting_is(&desk, 0, "order approval");
	assert_in_range(fake_transport_waiting(desk.transport), 1, 4);
	desk_close(&desk);
}

/* A store with one row whose gate was known while it was pending; now it is
 * being reissued, and its validation is asked for once more. */
static void open_reissued(struct desk *desk)
{
	desk_open_store(desk);
	list_pending(desk, 1, "pending");
	near(desk, 0, 1);
	reply_validation(desk, 900000, "{" DESK_ORGANIZATION(DESK_TWO) "}");
	waiting_is(desk, 0, "order approval");
	store_list_refresh(desk->store);
	reply_validation(desk, 900000, "{" DESK_ORGANIZATION(DESK_TWO) "}");
	desk_reply_page(desk, 0, 900000, 1, 1, "reissue_pending");
	waiting_is(desk, 0, "...");
	near(desk, 0, 1);
}

static void test_waiting_status_change(void **state)
{
	struct desk desk;

	(void)state;
	open_reissued(&desk);
	reply_validation(&desk, 900000,
		"{\"dns_name_validations\":[{\"status\":\"pending\"}]}");
	waiting_is(&desk, 0, "domain (0 of 1)");
	desk_close(&desk);
}

/* What is known of another status is not shown for this one, also when nothing
 * newer can be had. */
static void test_waiting_fails_after_a_status_change(void **state)
{
	struct desk desk;

	(void)state;
	open_reissued(&desk);
	desk_reply(&desk, "GET", DESK_LIST "/900000/validation", 500, "");
	waiting_is(&desk, 0, "...");
	desk_close(&desk);
}

static void test_waiting_fails(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	list_pending(&desk, 1, "pending");
	near(&desk, 0, 1);
	desk_reply(&desk, "GET", DESK_LIST "/900000/validation", 500, "");
	waiting_is(&desk, 0, "...");
	near(&desk, 0, 1);
	fake_loop_advance(desk.loop, 59000);
	near(&desk, 0, 1);
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	fake_loop_advance(desk.loop, 1000);
	near(&desk, 0, 1);
	assert_int_equal(fake_transport_waiting(desk.transport), 1);
	desk_close(&desk);
}

/* What another order waits on says nothing of this one. */
static void
fail_one(struct desk *desk, const struct fake_transport_request *request)
{
	const char *offset = strstr(request->path, "offset=");
	char *page;

	if (offset == NULL) {
		fake_transport_reply(desk->transport, request, 500, "");
		return;
	}
	page = desk_page(
		900000 + strtol(offset + 7, NULL, 10), 100, 20000, "pending");
	fake_transport_reply(desk->transport, request, 200, page);
	free(page);
}

/* Pages come, validations fail, until nothing is asked for; those before *seen
 * had their answer. */
static void fail_all(struct desk *desk, size_t *seen)
{
	while (api_active(desk->api) > 0) {
		if (*seen == fake_transport_count(desk->transport))
			fake_loop_advance(desk->loop, 5000); /* the budget */
		for (; *seen < fake_transport_count(desk->transport); ++*seen)
			fail_one(desk,
				fake_transport_at(desk->transport, *seen));
		desk_run(desk);
	}
}

/* Who scrolls through a list whose validations all fail. */
static void test_waiting_is_bounded(void **state)
{
	size_t seen = 2;
	struct order first;
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	list_pending(&desk, 1, "pending");
	near(&desk, 0, 1);
	reply_validation(&desk, 900000, "{}");
	order_init(&first);
	first.id = "900000";
	first.status = ORDER_PENDING;
	first.family = ORDER_EV_TLS;
	assert_int_equal(
		store_waiting(desk.store, &first).gate, WAITING_ORGANIZATION);
	store_list_refresh(desk.store);
	for (long row = 0; row < 2 * ORDER_PAGES_KEPT * ORDER_PAGES_ROWS + 100;
		row += 4) {
		store_list_near(desk.store, row, 4);
		fail_all(&desk, &seen);
		near(&desk, row, 4);
		fail_all(&desk, &seen);
	}
	assert_int_equal(
		store_waiting(desk.store, &first).gate, WAITING_UNKNOWN);
	desk_close(&desk);
}

static void test_waiting_answer_of_another(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	list_pending(&desk, 2, "pending");
	near(&desk, 0, 1);
	reply_validation(&desk, 900000,
		"{\"order_id\":900001," DESK_ORGANIZATION(DESK_TWO) "}");
	waiting_is(&desk, 0, "...");
	waiting_is(&desk, 1, "...");
	/* As after any failure it is not asked again at once. */
	near(&desk, 0, 1);
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	desk_close(&desk);
}

/* Rows that tell it themselves are not asked for. */
static void test_waiting_needs_no_request(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	list_pending(&desk, 10, "issued");
	near(&desk, 0, 10);
	assert_int_equal(fake_transport_waiting(desk.transport), 0);
	waiting_is(&desk, 0, "-");
	desk_close(&desk);
}

/* An opened order teaches its row, and a send sets the age. */
static void test_waiting_learns(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	list_pending(&desk, 102, "pending"); /* 900101 is among them */
	desk_open_order(&desk);
	waiting_is(&desk, 101, "order approval");
	near(&desk, 101, 1);
	assert_int_equal(desk_sent(&desk, "GET", DESK_VALIDATION), 1);
	desk_act(&desk);
	desk_look_well(&desk);
	desk_reply(&desk, "PUT", DESK_RESEND, 204, NULL);
	waiting_is(&desk, 101, "order approval now");
	store_order_open(desk.store, "900101", true);
	desk_reply(&desk, "GET", DESK_INFO, 200,
		"{\"id\":900101,\"status\":\"pending\","
		"\"order_approval_complete\":true," DESK_EV "}");
	waiting_is(&desk, 101, "DigiCert");
	desk_close(&desk);
}

static void test_waiting_ages_from_the_journal(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	desk_add_record(
		&desk, JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 5 * 86400);
	desk_add_record(
		&desk, JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 3 * 86400);
	/* Nobody got a mail by that. */
	desk_add_record(&desk, JOURNAL_REFUSED, JOURNAL_RESEND_APPROVAL, 86400);
	store_start(desk.store);
	desk_run(&desk);
	list_pending(&desk, 102, "pending");
	near(&desk, 101, 1);
	reply_validation(&desk, 900101, DESK_APPROVERS);
	waiting_is(&desk, 101, "order approval 3d");
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_waiting),
		cmocka_unit_test(test_waiting_status_change),
		cmocka_unit_test(test_waiting_fails),
		cmocka_unit_test(test_waiting_fails_after_a_status_change),
		cmocka_unit_test(test_waiting_is_bounded),
		cmocka_unit_test(test_waiting_answer_of_another),
		cmocka_unit_test(test_waiting_needs_no_request),
		cmocka_unit_test(test_waiting_learns),
		cmocka_unit_test(test_waiting_ages_from_the_journal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
