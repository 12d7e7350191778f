/* SPDX-License-Identifier: MIT
 *
 * Giving a write up at each of its steps, and events in every order: nothing is
 * ever sent twice or without a record.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/acting.h"

/* -- cancelling -- */

static void test_cancel_while_checking(void **state)
{
	struct action_request request = desk_approval();

	(void)state;
	for (int answered = 0; answered < 3; answered++) {
		struct acting acting;

		acting_open(&acting);
		acting_start(&acting, &request);
		if (answered == 1)
			desk_reply(&acting.desk, "GET", DESK_INFO, 200,
				DESK_DETAILS);
		if (answered == 2)
			desk_reply(&acting.desk, "GET", DESK_VALIDATION, 200,
				DESK_APPROVERS);
		action_cancel(acting.action);
		action_cancel(acting.action);
		fake_loop_advance(acting.desk.loop, 60000);
		acting_has_ended(&acting, ACTION_FAILED);
		assert_int_equal(acting.action->error.kind, ERROR_CANCELLED);
		assert_int_equal(acting_puts(&acting), 0);
		assert_int_equal(memory_journal_count(acting.desk.journal), 0);
		assert_int_equal(
			fake_transport_waiting(acting.desk.transport), 0);
		acting_close(&acting);
	}
}

static void test_cancel_while_recording(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	acting_open(&acting);
	memory_journal_hold(acting.desk.journal, true);
	acting_start(&acting, &request);
	desk_look_well(&acting.desk);
	action_cancel(acting.action);
	desk_run(&acting.desk);
	assert_int_equal(
		acting.ends, 0); /* the record has to be closed first */
	memory_journal_hold(acting.desk.journal, false);
	fake_loop_advance(acting.desk.loop, 60000);
	acting_has_ended(&acting, ACTION_FAILED);
	assert_int_equal(acting_puts(&acting), 0);
	assert_int_equal(acting_record(&acting)->outcome, JOURNAL_NOT_SENT);
	acting_close(&acting);
}

static void test_cancel_while_recording_guarded(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	acting_open(&acting);
	desk_add_record(&acting.desk, JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 5);
	memory_journal_hold(acting.desk.journal, true);
	acting_start(&acting, &request);
	desk_look_well(&acting.desk);
	action_cancel(acting.action);
	memory_journal_hold(acting.desk.journal, false);
	desk_run(&acting.desk);
	acting_has_ended(&acting, ACTION_FAILED);
	assert_int_equal(acting_puts(&acting), 0);
	assert_int_equal(memory_journal_count(acting.desk.journal), 1);
	acting_close(&acting);
}

static void test_cancel_while_sending(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	acting_open(&acting);
	acting_start(&acting, &request);
	desk_look_well(&acting.desk);
	action_cancel(acting.action);
	action_cancel(acting.action);
	fake_loop_advance(acting.desk.loop, 60000);
	acting_has_ended(&acting, ACTION_UNKNOWN);
	assert_int_equal(acting_record(&acting)->outcome, JOURNAL_UNKNOWN);
	assert_int_equal(acting_puts(&acting), 1);
	acting_close(&acting);
}

/* It waits for the service's own limit: not one byte went out yet. */
static void test_cancel_before_it_went_out(void **state)
{
	struct action_request request = desk_approval();
	struct transport_response busy = {
		.status = 429, .retry_after_ms = 60000};
	struct api_request other = {
		.endpoint = API_ADD_NOTE, .order_id = "900102", .body = "{}"};
	struct acting acting;

	(void)state;
	acting_open(&acting);
	acting_start(&acting, &request);
	desk_reply(&acting.desk, "GET", DESK_INFO, 200, DESK_DETAILS);
	memory_journal_hold(acting.desk.journal, true);
	desk_reply(&acting.desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	api_cancel(api_send(acting.desk.api, &other, NULL, NULL));
	/* A 429 of something else comes between record and sending. */
	other.endpoint = API_ACCOUNT;
	api_send(acting.desk.api, &other, NULL, NULL);
	fake_transport_respond(acting.desk.transport,
		fake_transport_find(acting.desk.transport, "GET", "/account"),
		&busy);
	desk_run(&acting.desk);
	memory_journal_hold(acting.desk.journal, false);
	desk_run(&acting.desk);
	assert_int_equal(acting.action->phase, ACTION_SENDING);
	assert_int_equal(acting_puts(&acting), 0);
	action_cancel(acting.action);
	desk_run(&acting.desk);
	acting_has_ended(&acting, ACTION_NOT_SENT);
	assert_int_equal(acting_record(&acting)->outcome, JOURNAL_NOT_SENT);
	assert_int_equal(acting_puts(&acting), 0);
	acting_close(&acting);
}

static void test_cancel_too_late(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	acting_open(&acting);
	acting_start(&acting, &request);
	desk_look_well(&acting.desk);
	memory_journal_hold(acting.desk.journal, true);
	desk_reply(&acting.desk, "PUT", DESK_RESEND, 204, NULL);
	assert_int_equal(acting.action->phase, ACTION_CLOSING);
	action_cancel(acting.action);
	memory_journal_hold(acting.desk.journal, false);
	desk_run(&acting.desk);
	acting_has_ended(&acting, ACTION_SENT);
	action_cancel(acting.action);
	desk_run(&acting.desk);
	acting_has_ended(&acting, ACTION_SENT);
	assert_int_equal(acting_record(&acting)->outcome, JOURNAL_SENT);
	acting_close(&acting);
}

static void test_free_in_each_phase(void **state)
{
	struct action_request request = desk_approval();

	(void)state;
	for (int phase = ACTION_CHECKING; phase <= ACTION_DONE; phase++) {
		struct acting acting;
		int changes;

		acting_open(&acting);
		if (phase == ACTION_RECORDING)
			memory_journal_hold(acting.desk.journal, true);
		acting_start(&acting, &request);
		if (phase > ACTION_CHECKING)
			desk_look_well(&acting.desk);
		if (phase == ACTION_CLOSING)
			memory_journal_hold(acting.desk.journal, true);
		if (phase > ACTION_SENDING)
			desk_reply(&acting.desk, "PUT", DESK_RESEND, 204, NULL);
		assert_int_equal(acting.action->phase, phase);
		changes = acting.changes;
		action_free(acting.action);
		acting.action = NULL;
		memory_journal_hold(acting.desk.journal, false);
		fake_loop_advance(acting.desk.loop, 60000);
		assert_int_equal(acting.changes, changes);
		assert_int_equal(
			acting_puts(&acting), phase >= ACTION_SENDING ? 1 : 0);
		acting_close(&acting);
	}
}

/* -- every order of events -- */

static uint64_t chance;

static unsigned roll(unsigned sides)
{
	chance = chance * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (unsigned)(chance >> 33) % sides;
}

static void answer_one(struct acting *acting, const char *method,
	const char *path, const char *good)
{
	static const enum error_kind kinds[] = {
		ERROR_CONNECT, ERROR_TLS, ERROR_LOST, ERROR_TIMEOUT};
	static const int bad[] = {302, 400, 403, 404, 408, 429, 500, 503};
	const struct fake_transport_request *request =
		fake_transport_find(acting->desk.transport, method, path);

	if (request == NULL)
		return;
	if (roll(4) > 0)
		fake_transport_reply(
			acting->desk.transport, request, 200, good);
	else if (roll(2) > 0)
		fake_transport_reply(acting->desk.transport, request,
			bad[roll(ARRAY_LEN(bad))], "");
	else
		fake_transport_fail(acting->desk.transport, request,
			kinds[roll(ARRAY_LEN(kinds))]);
}

static void one_event(struct acting *acting)
{
	switch (roll(9)) {
	case 0:
		answer_one(acting, "GET", DESK_INFO, DESK_DETAILS);
		break;
	case 1:
		answer_one(acting, "GET", DESK_VALIDATION, DESK_APPROVERS);
		break;
	case 2:
		answer_one(acting, "PUT", DESK_RESEND, "");
		break;
	case 3:
		memory_journal_hold(acting->desk.journal, roll(2) > 0);
		break;
	case 4:
		if (roll(6) == 0)
			action_cancel(acting->action);
		break;
	case 5:
		memory_journal_fail_finish(acting->desk.journal, roll(4) == 0);
		break;
	case 6:
		fake_loop_advance(acting->desk.loop, roll(20000));
		break;
	default:
		fake_loop_turn(acting->desk.loop);
		break;
	}
	if (acting_puts(acting) > 0)
		assert_int_equal(memory_journal_count(acting->desk.journal), 1);
	assert_in_range(acting_puts(acting), 0, 1);
}

static void finish_all(struct acting *acting)
{
	memory_journal_hold(acting->desk.journal, false);
	for (int i = 0; i < 50 && acting->ends == 0; i++) {
		const struct fake_transport_request *request =
			fake_transport_unanswered(acting->desk.transport);

		if (request != NULL)
			fake_transport_reply(
				acting->desk.transport, request, 500, "");
		fake_loop_advance(acting->desk.loop, 60000);
	}
	assert_int_equal(acting->ends, 1);
}

static void check_agreement(const struct acting *acting)
{
	static const enum journal_outcome expected[] = {
		[ACTION_SENT] = JOURNAL_SENT,
		[ACTION_REFUSED] = JOURNAL_REFUSED,
		[ACTION_NOT_SENT] = JOURNAL_NOT_SENT,
		[ACTION_UNKNOWN] = JOURNAL_UNKNOWN,
		[ACTION_STATE] = JOURNAL_PENDING, /* no record at all */
		[ACTION_FAILED] = JOURNAL_NOT_SENT,
	};
	enum action_result result = acting->action->result;
	size_t records = memory_journal_count(acting->desk.journal);

	if (result == ACTION_SENT || result == ACTION_REFUSED ||
		result == ACTION_UNKNOWN)
		assert_int_equal(acting_puts(acting), 1);
	if (result == ACTION_FAILED || result == ACTION_STATE)
		assert_int_equal(acting_puts(acting), 0);
	if (records == 0)
		assert_int_equal(acting_puts(acting), 0);
	else if (acting->action->outcome_not_recorded)
		assert_int_equal(
			acting_record(acting)->outcome, JOURNAL_PENDING);
	else
		assert_int_equal(
			acting_record(acting)->outcome, expected[result]);
}

static void test_any_order(void **state)
{
	struct action_request request = desk_approval();
	size_t sent = 0;

	(void)state;
	for (unsigned seed = 1; seed <= 4000; seed++) {
		struct acting acting;

		chance = seed;
		acting_open(&acting);
		acting_start(&acting, &request);
		for (int i = 0; i < 60 && acting.ends == 0; i++)
			one_event(&acting);
		finish_all(&acting);
		check_agreement(&acting);
		sent += acting_puts(&acting);
		/* Long after: still the one request. */
		fake_loop_advance(acting.desk.loop, 3600000);
		assert_in_range(acting_puts(&acting), 0, 1);
		acting_close(&acting);
	}
	assert_in_range(sent, 500, 3500); /* the test tries both */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cancel_while_checking),
		cmocka_unit_test(test_cancel_while_recording),
		cmocka_unit_test(test_cancel_while_recording_guarded),
		cmocka_unit_test(test_cancel_while_sending),
		cmocka_unit_test(test_cancel_before_it_went_out),
		cmocka_unit_test(test_cancel_too_late),
		cmocka_unit_test(test_free_in_each_phase),
		cmocka_unit_test(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
