/* SPDX-License-Identifier: MIT
 *
 * One order: what is asked when it is opened, what stays when a part fails, and
 * the last known send from journal and notes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "attr.h"
#include "mem.h"
#include "tests/support/desk.h"

static void test_order(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	assert_null(store_order(desk.store, "900101"));
	assert_null(store_order_head(desk.store, "900101"));
	store_order_open(desk.store, "900101", false);
	/* All at once, and nothing that is not needed. */
	assert_int_equal(fake_transport_count(desk.transport), 3);
	assert_int_equal(desk_order(&desk)->details_state.state, STORE_BUSY);
	assert_int_equal(desk_order(&desk)->emails_state.state, STORE_NEVER);
	desk_open_order(&desk); /* opening it again asks nothing again */
	assert_int_equal(fake_transport_count(desk.transport), 3);
	assert_int_equal(desk_order(&desk)->details_state.state, STORE_READY);
	assert_int_equal(
		desk_order(&desk)->validation_state.state, STORE_READY);
	assert_int_equal(desk_order(&desk)->notes_state.state, STORE_READY);
	assert_int_equal(desk_order(&desk)->history_state.state, STORE_READY);
	assert_string_equal(
		store_order_head(desk.store, "900101")->id, "900101");
	store_order_open(desk.store, "900101", false);
	assert_int_equal(fake_transport_count(desk.transport), 3);
	store_order_open(desk.store, "900101", true);
	assert_int_equal(fake_transport_count(desk.transport), 6);
	assert_true(desk_order(&desk)->details_state.refreshing);
	/* A refresh replaces the one under way. */
	store_order_open(desk.store, "900101", true);
	assert_int_equal(fake_transport_waiting(desk.transport), 3);
	store_order_open(desk.store, "no such/order", false);
	assert_null(store_order(desk.store, "no such/order"));
	desk_close(&desk);
}

static void test_order_parts_fail_alone(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	store_order_open(desk.store, "900101", false);
	desk_reply(&desk, "GET", DESK_INFO, 200, DESK_DETAILS);
	desk_reply(&desk, "GET", DESK_VALIDATION, 500, "");
	desk_reply(&desk, "GET", DESK_NOTES, 403, "");
	assert_int_equal(desk_order(&desk)->details_state.state, STORE_READY);
	assert_int_equal(
		desk_order(&desk)->validation_state.state, STORE_FAILED);
	assert_int_equal(
		desk_order(&desk)->validation_state.error.kind, ERROR_SERVER);
	assert_int_equal(desk_order(&desk)->notes_state.error.kind, ERROR_KEY);
	/* Opened again: what failed is asked again, the rest is there. */
	store_order_open(desk.store, "900101", false);
	assert_int_equal(fake_transport_waiting(desk.transport), 2);
	desk_reply(&desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	assert_int_equal(
		desk_order(&desk)->validation_state.state, STORE_READY);
	assert_int_equal(
		desk_order(&desk)->validation_state.error.kind, ERROR_NONE);
	/* A failed refresh keeps what is there. */
	store_order_open(desk.store, "900101", true);
	desk_reply(&desk, "GET", DESK_INFO, 502, "<html>");
	assert_int_equal(desk_order(&desk)->details_state.state, STORE_READY);
	assert_int_equal(
		desk_order(&desk)->details_state.error.kind, ERROR_SERVER);
	assert_string_equal(desk_order(&desk)->details->head.id, "900101");
	desk_close(&desk);
}

static void test_order_answer_of_another_order(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	store_order_open(desk.store, "900101", false);
	desk_reply(&desk, "GET", DESK_INFO, 200,
		"{\"id\":900102,\"status\":\"issued\"}");
	desk_reply(&desk, "GET", DESK_VALIDATION, 200,
		"{\"order_id\":\"900102\"}");
	assert_int_equal(desk_order(&desk)->details_state.state, STORE_FAILED);
	assert_int_equal(
		desk_order(&desk)->details_state.error.kind, ERROR_FORMAT);
	assert_int_equal(
		desk_order(&desk)->validation_state.state, STORE_FAILED);
	assert_null(desk_order(&desk)->details);
	desk_close(&desk);
}

static void test_client_order_has_addresses(void **state)
{
	static const char details[] =
		"{\"id\":900101,\"status\":\"issued\",\"product\":{\"name_id\":"
		"\"client_premium\"}}";
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	store_order_open(desk.store, "900101", false);
	desk_reply(&desk, "GET", DESK_INFO, 200, details);
	desk_reply(&desk, "GET", DESK_INFO "/email-validation", 200,
		"{\"emails\":[{\"email\":\"lea@example.com\",\"status\":"
		"\"validated\"}]}");
	assert_int_equal(desk_order(&desk)->emails_state.state, STORE_READY);
	assert_string_equal(
		desk_order(&desk)->emails->items[0].email, "lea@example.com");
	/* Now that it is known, all four at once. */
	store_order_open(desk.store, "900101", true);
	assert_int_equal(
		desk_sent(&desk, "GET", DESK_INFO "/email-validation"), 2);
	desk_close(&desk);
}

static void test_orders_kept(void **state)
{
	struct desk desk;
	char id[20];

	(void)state;
	desk_open_store(&desk);
	for (int i = 0; i < 3 * STORE_ORDERS_KEPT; i++) {
		snprintf(id, sizeof(id), "%d", 900000 + i);
		store_order_open(desk.store, id, false);
		store_order_open(desk.store, "900000", false); /* used often */
		desk_run(&desk);
	}
	assert_non_null(store_order(desk.store, id));
	assert_non_null(store_order(desk.store, "900000"));
	assert_null(store_order(desk.store, "900001"));
	/* Their requests went with them. */
	assert_int_equal(api_active(desk.api), (size_t)3 * STORE_ORDERS_KEPT);
	desk_close(&desk);
}

/* A slow journal answers when the order is not kept any more. (What that would
 * write to is for the sanitizers to see.) */
static void test_history_of_an_order_that_is_gone(void **state)
{
	struct desk desk;
	char id[20];

	(void)state;
	desk_open_store(&desk);
	memory_journal_hold(desk.journal, true);
	for (int i = 0; i <= STORE_ORDERS_KEPT; i++) {
		snprintf(id, sizeof(id), "%d", 900000 + i);
		store_order_open(desk.store, id, false);
	}
	desk_run(&desk);
	assert_null(store_order(desk.store, "900000"));
	memory_journal_hold(desk.journal, false);
	desk_run(&desk);
	assert_int_equal(store_order(desk.store, "900001")->history_state.state,
		STORE_READY);
	desk_close(&desk);
}

/* It has a window, perhaps, and its end has to be told of. */
static void test_order_is_kept_while_sending(void **state)
{
	struct desk desk;
	char id[20];

	(void)state;
	desk_open_store(&desk);
	desk_open_order(&desk);
	desk_act(&desk);
	for (int i = 0; i < 2 * STORE_ORDERS_KEPT; i++) {
		snprintf(id, sizeof(id), "%d", 910000 + i);
		store_order_open(desk.store, id, false);
	}
	assert_null(store_order(desk.store, "910000"));
	assert_non_null(store_order(desk.store, "900101"));
	desk_close(&desk);
}

/* -- the last known send -- */

#define NOTE_BY(agent, time)                                                      \
	"{\"notes\":[{\"id\":1,\"date_created\":\"2026-11-20T14:00:00Z\","        \
	"\"text\":\"[certdesk] approval mail resent to ana@example.com by " agent \
	" " time "\"},{\"id\":2,\"text\":\"called them\"}]}"

#define NOTE(agent, time)                                                      \
	"{\"date_created\":\"2026-11-20T14:00:00Z\",\"text\":\"[certdesk] "    \
	"approval mail resent to ana@example.com by " agent " " time "\"}"

static void test_last_send(void **state)
{
	static const struct {
		int64_t age; /* of the record; 0: none */
		const char *notes;
		bool known, from_note;
		const char *agent;
	} cases[] = {
		{0, "{}", false, false, ""},
		{600, "{}", true, false, "kai"},
		{0, NOTE_BY("lea@jump3", "2026-11-20T13:00:00Z"), true, true,
			"lea"},
		/* The later one. */
		{7200, NOTE_BY("lea@jump3", "2026-11-20T13:00:00Z"), true, true,
			"lea"},
		{60, NOTE_BY("lea@jump3", "2026-11-20T13:00:00Z"), true, false,
			"kai"},
		/* The note of the record itself. */
		{3732, NOTE_BY("kai@jump2", "2026-11-20T13:00:01Z"), true,
			false, "kai"},
		/* Another send of the same agent, one hour later. */
		{7332, NOTE_BY("kai@jump2", "2026-11-20T13:00:00Z"), true, true,
			"kai"},
		/* The latest of several, wherever it stands. */
		{0,
			"{\"notes\":[" NOTE("lea@jump3",
				"2026-11-20T13:00:00Z") "," NOTE("mia@jump4",
				"2026-11-20T13:00:01Z") "," NOTE("ola@jump5",
				"2026-11-20T12:59:59Z") "]}",
			true, true, "mia"},
		/* Nearly a note of ours is none. */
		{0, NOTE_BY("lea@jump3", "yesterday"), false, false, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct desk desk;

		desk_open_store(&desk);
		desk_add_record(
			&desk, JOURNAL_REFUSED, JOURNAL_RESEND_APPROVAL, 5);
		desk_add_record(
			&desk, JOURNAL_SENT, JOURNAL_RESEND_ISSUANCE, 5);
		if (cases[i].age > 0)
			desk_add_record(&desk, JOURNAL_SENT,
				JOURNAL_RESEND_APPROVAL, cases[i].age);
		store_order_open(desk.store, "900101", false);
		desk_run(&desk);
		desk_reply(&desk, "GET", DESK_NOTES, 200, cases[i].notes);
		assert_int_equal(desk_order(&desk)->last.known, cases[i].known);
		if (cases[i].known) {
			assert_int_equal(desk_order(&desk)->last.from_note,
				cases[i].from_note);
			assert_string_equal(
				desk_order(&desk)->last.agent, cases[i].agent);
		}
		assert_true(desk_order(&desk)->last_issuance.known);
		desk_close(&desk);
	}
}

static void test_journal_cannot_be_read(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	memory_journal_fail_list(desk.journal, true);
	store_start(desk.store);
	store_order_open(desk.store, "900101", false);
	desk_run(&desk);
	assert_int_equal(desk_order(&desk)->history_state.state, STORE_FAILED);
	assert_int_equal(
		desk_order(&desk)->history_state.error.kind, ERROR_JOURNAL);
	assert_int_equal(store_unsettled_count(desk.store), 0);
	desk_close(&desk);
}

/* Asked for when the order says that there are some, and not otherwise. */
static void test_certificates(void **state)
{
	static const struct {
		const char *more;
		size_t reissues, duplicates;
	} cases[] = {
		{"", 0, 0},
		{",\"reissues_count\":0,\"duplicates_count\":0", 0, 0},
		{",\"reissues_count\":\"2\"", 1, 0},
		{",\"duplicates_count\":1", 0, 1},
		{",\"has_duplicates\":true", 0, 1},
		/* The number goes before the flag. */
		{",\"has_duplicates\":true,\"duplicates_count\":0", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct desk desk;
		char *text = mem_printf("{\"id\":900101,\"status\":\"issued\","
					"\"product\":{\"name_id\":\"x\"}%s}",
			cases[i].more);

		desk_open_store(&desk);
		store_order_open(desk.store, "900101", false);
		desk_reply(&desk, "GET", DESK_INFO, 200, text);
		free(text);
		assert_int_equal(desk_sent(&desk, "GET", DESK_INFO "/reissue"),
			cases[i].reissues);
		assert_int_equal(
			desk_sent(&desk, "GET", DESK_INFO "/duplicate"),
			cases[i].duplicates);
		if (cases[i].reissues > 0) {
			desk_reply(&desk, "GET", DESK_INFO "/reissue", 200,
				"{\"certificates\":[{\"id\":7}]}");
			assert_int_equal(desk_order(&desk)->reissues->count, 1);
			assert_int_equal(
				desk_order(&desk)->reissues_state.state,
				STORE_READY);
		} else {
			assert_int_equal(
				desk_order(&desk)->reissues_state.state,
				STORE_NEVER);
		}
		desk_close(&desk);
	}
}

static void test_caa_is_asked_for(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	store_order_open(desk.store, "900101", false);
	assert_int_equal(
		desk_sent(&desk, "GET", DESK_INFO "?include_caa_status=true"),
		1);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_certificates),
		cmocka_unit_test(test_caa_is_asked_for),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_order_parts_fail_alone),
		cmocka_unit_test(test_order_answer_of_another_order),
		cmocka_unit_test(test_client_order_has_addresses),
		cmocka_unit_test(test_orders_kept),
		cmocka_unit_test(test_history_of_an_order_that_is_gone),
		cmocka_unit_test(test_order_is_kept_while_sending),
		cmocka_unit_test(test_last_send),
		cmocka_unit_test(test_journal_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
