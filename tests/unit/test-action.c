/* SPDX-License-Identifier: MIT
 *
 * One write from the press of Send to its outcome: the steps, and whatever may
 * stop them. Giving up, and every order of events, are in test-action-cancel.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/acting.h"

#define CLIENT(status, email)                                                  \
	"{\"id\":900101,\"status\":\"" status                                  \
	"\",\"certificate\":{\"emails\":[\"" email                             \
	"\"]},\"product\":{\"name_id\":\"client_premium\"}}"

/* -- the way it should go -- */

static void test_sent(void **state)
{
	static const enum action_phase phases[] = {
		ACTION_RECORDING, ACTION_SENDING, ACTION_CLOSING, ACTION_DONE};
	struct action_request request = desk_approval();
	struct acting acting;
	char sentence[200];

	(void)state;
	acting_open(&acting);
	acting_start(&acting, &request);
	/* The look: two reads at once, nothing else. */
	assert_int_equal(fake_transport_count(acting.desk.transport), 2);
	assert_int_equal(acting.action->phase, ACTION_CHECKING);
	desk_look_well(&acting.desk);
	assert_int_equal(acting.action->phase, ACTION_SENDING);
	assert_int_equal(acting_record(&acting)->outcome, JOURNAL_PENDING);
	assert_int_equal(acting_puts(&acting), 1);
	assert_true(
		fake_transport_find(acting.desk.transport, "PUT", DESK_RESEND)
			->write);
	assert_string_equal(
		fake_transport_find(acting.desk.transport, "PUT", DESK_RESEND)
			->body,
		"{\"emails\":[\"ana@example.com\",\"ben@example.com\"]}");
	assert_true(acting.action->sending_ms > 0);
	desk_reply(&acting.desk, "PUT", DESK_RESEND, 204, NULL);
	acting_has_ended(&acting, ACTION_SENT);
	assert_int_equal(acting_puts(&acting), 1);
	assert_int_equal(acting_record(&acting)->outcome, JOURNAL_SENT);
	assert_int_equal(acting_record(&acting)->http_status, 204);
	assert_int_equal(acting_record(&acting)->recipient_count, 2);
	assert_string_equal(
		action_sentence(acting.action, sentence, sizeof(sentence)),
		"Sent to 2 contacts.");
	assert_int_equal(acting.phases[acting.changes - 1], ACTION_DONE);
	/* Notices of one turn may be one, but none goes back. */
	for (int i = 0, p = 0; i < acting.changes; i++) {
		while (p < (int)ARRAY_LEN(phases) &&
			phases[p] < acting.phases[i])
			p++;
		assert_true(acting.phases[i] == ACTION_CHECKING ||
			    acting.phases[i] == phases[p]);
	}
	assert_non_null(acting.action->details);
	assert_non_null(acting.action->validation);
	acting_close(&acting);
}

static void test_not_before_the_record(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	acting_open(&acting);
	memory_journal_hold(acting.desk.journal, true);
	acting_start(&acting, &request);
	desk_look_well(&acting.desk);
	fake_loop_advance(acting.desk.loop, 60000);
	assert_int_equal(acting.action->phase, ACTION_RECORDING);
	assert_int_equal(acting_puts(&acting), 0);
	memory_journal_hold(acting.desk.journal, false);
	desk_run(&acting.desk);
	assert_int_equal(acting.action->phase, ACTION_SENDING);
	assert_int_equal(acting_puts(&acting), 1);
	acting_close(&acting);
}

/* The look in the other order; addresses as the server spells them, once. */
static void test_spelling(void **state)
{
	static const char *const odd[] = {
		"ANA@example.com", "ana@EXAMPLE.com", "ben@example.com"};
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	acting_open(&acting);
	request.recipients = odd;
	request.recipient_count = 3;
	acting_start(&acting, &request);
	desk_reply(&acting.desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	assert_int_equal(acting_puts(&acting), 0);
	desk_reply(&acting.desk, "GET", DESK_INFO, 200, DESK_DETAILS);
	assert_string_equal(
		fake_transport_find(acting.desk.transport, "PUT", DESK_RESEND)
			->body,
		"{\"emails\":[\"ana@example.com\",\"ben@example.com\"]}");
	assert_int_equal(acting.action->recipient_count, 2);
	assert_string_equal(
		acting_record(&acting)->recipients[0], "ana@example.com");
	acting_close(&acting);
}

static void test_differences(void **state)
{
	static const char *const before[] = {
		"BEN@example.com", "gone@example.com"};
	struct action_request request = desk_approval();
	struct resend_last last = {.known = false};
	struct acting acting;

	(void)state;
	acting_open(&acting);
	resend_last_set(&last, 5, "kai", "jump2", before, 2, false, 3);
	request.last = &last;
	acting_start(&acting, &request);
	resend_last_clear(&last); /* it was copied */
	desk_look_well(&acting.desk);
	assert_int_equal(acting_record(&acting)->added_count, 1);
	assert_string_equal(
		acting_record(&acting)->added[0], "ana@example.com");
	assert_int_equal(acting_record(&acting)->removed_count, 1);
	assert_string_equal(
		acting_record(&acting)->removed[0], "gone@example.com");
	acting_close(&acting);
}

/* -- outcomes -- */

struct outcome_case {
	int status;	      /* 0: no answer */
	enum error_kind kind; /* of no answer, or of the error */
	enum action_result result;
	enum journal_outcome outcome;
};

static const struct outcome_case outcomes[] = {
	{200, ERROR_NONE, ACTION_SENT, JOURNAL_SENT},
	{201, ERROR_NONE, ACTION_SENT, JOURNAL_SENT},
	{204, ERROR_NONE, ACTION_SENT, JOURNAL_SENT},
	{302, ERROR_REDIRECT, ACTION_UNKNOWN, JOURNAL_UNKNOWN},
	{400, ERROR_REFUSED, ACTION_REFUSED, JOURNAL_REFUSED},
	{401, ERROR_KEY, ACTION_REFUSED, JOURNAL_REFUSED},
	{403, ERROR_KEY, ACTION_REFUSED, JOURNAL_REFUSED},
	{404, ERROR_NOT_FOUND, ACTION_REFUSED, JOURNAL_REFUSED},
	{408, ERROR_TIMEOUT, ACTION_UNKNOWN, JOURNAL_UNKNOWN},
	{422, ERROR_REFUSED, ACTION_REFUSED, JOURNAL_REFUSED},
	{429, ERROR_LIMITED, ACTION_REFUSED, JOURNAL_REFUSED},
	{500, ERROR_SERVER, ACTION_UNKNOWN, JOURNAL_UNKNOWN},
	{502, ERROR_SERVER, ACTION_UNKNOWN, JOURNAL_UNKNOWN},
	{503, ERROR_SERVER, ACTION_UNKNOWN, JOURNAL_UNKNOWN},
	{504, ERROR_SERVER, ACTION_UNKNOWN, JOURNAL_UNKNOWN},
	{0, ERROR_CONNECT, ACTION_NOT_SENT, JOURNAL_NOT_SENT},
	{0, ERROR_TLS, ACTION_NOT_SENT, JOURNAL_NOT_SENT},
	{0, ERROR_LOST, ACTION_UNKNOWN, JOURNAL_UNKNOWN},
	{0, ERROR_TIMEOUT, ACTION_UNKNOWN, JOURNAL_UNKNOWN},
	{0, ERROR_TOO_LARGE, ACTION_UNKNOWN, JOURNAL_UNKNOWN},
};

static void test_outcomes(void **state)
{
	struct action_request request = desk_approval();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(outcomes); i++) {
		const struct outcome_case *c = &outcomes[i];
		const struct fake_transport_request *put;
		struct acting acting;

		acting_open(&acting);
		acting_start(&acting, &request);
		desk_look_well(&acting.desk);
		put = fake_transport_find(
			acting.desk.transport, "PUT", DESK_RESEND);
		if (c->status != 0)
			fake_transport_reply(
				acting.desk.transport, put, c->status, "");
		else
			fake_transport_fail(
				acting.desk.transport, put, c->kind);
		fake_loop_advance(acting.desk.loop, 3600000);
		acting_has_ended(&acting, c->result);
		assert_int_equal(acting.action->error.kind, c->kind);
		assert_int_equal(acting.action->http_status, c->status);
		assert_int_equal(acting_record(&acting)->outcome, c->outcome);
		assert_int_equal(memory_journal_count(acting.desk.journal), 1);
		assert_int_equal(acting_puts(&acting), 1);
		acting_close(&acting);
	}
}

static void test_code_is_recorded(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	acting_open(&acting);
	acting_start(&acting, &request);
	desk_look_well(&acting.desk);
	desk_reply(&acting.desk, "PUT", DESK_RESEND, 400,
		"{\"errors\":[{\"code\":\"sandbox_not_validated\",\"message\":"
		"\"ana@example.com is not validated.\"}]}");
	acting_has_ended(&acting, ACTION_REFUSED);
	assert_string_equal(
		acting_record(&acting)->error_code, "sandbox_not_validated");
	assert_int_equal(acting_record(&acting)->http_status, 400);
	assert_non_null(strstr(acting.action->error.text, "is not validated."));
	acting_close(&acting);
}

/* -- the look -- */

struct look_case {
	const char *name;
	int details_status;
	const char *details;
	int validation_status;
	const char *validation;
	enum action_result result;
	enum error_kind kind;
	const char *part;
};

static const struct look_case looks[] = {
	{"approved meanwhile", 200, DESK_ORDER("pending", "true"), 200,
		DESK_APPROVERS, ACTION_STATE, ERROR_STATE, "approved already"},
	{"cancelled meanwhile", 200, DESK_ORDER("canceled", "false"), 200,
		DESK_APPROVERS, ACTION_STATE, ERROR_STATE, "is Canceled"},
	{"issued meanwhile", 200, DESK_ORDER("issued", "true"), 200,
		DESK_APPROVERS, ACTION_STATE, ERROR_STATE, "is Issued"},
	{"a contact was withdrawn", 200, DESK_DETAILS, 200,
		DESK_VALIDATIONS(DESK_CONTACT("ana@example.com", "active")),
		ACTION_STATE, ERROR_STATE, "ben@example.com is no longer"},
	{"a contact is not validated any more", 200, DESK_DETAILS, 200,
		DESK_VALIDATIONS(DESK_CONTACT("ana@example.com",
			"active") "," DESK_CONTACT("ben@example.com",
			"pending")),
		ACTION_STATE, ERROR_STATE, "ben@example.com cannot"},
	{"another order", 200, "{\"id\":900102,\"status\":\"pending\"}", 200,
		DESK_APPROVERS, ACTION_FAILED, ERROR_FORMAT, "another order"},
	{"the validation of another order", 200, DESK_DETAILS, 200,
		"{\"order_id\":900102," DESK_ORGANIZATION(DESK_TWO) "}",
		ACTION_FAILED, ERROR_FORMAT, "another order"},
	{"not there", 404, "", 200, DESK_APPROVERS, ACTION_FAILED,
		ERROR_NOT_FOUND,
		"could not be read again, so nothing was sent"},
	{"key", 200, DESK_DETAILS, 403, "", ACTION_FAILED, ERROR_KEY,
		"validation could not be read again"},
	{"server", 200, DESK_DETAILS, 500, "", ACTION_FAILED, ERROR_SERVER,
		"nothing was sent"},
	{"broken", 200, "{\"id\":9001", 200, DESK_APPROVERS, ACTION_FAILED,
		ERROR_FORMAT, "nothing was sent"},
	{"cut validation", 200, DESK_DETAILS, 200, "{\"order_id\":",
		ACTION_FAILED, ERROR_FORMAT, "nothing was sent"},
};

static void test_looks(void **state)
{
	struct action_request request = desk_approval();

	(void)state;
	/* Both orders of the two answers. */
	for (size_t i = 0; i < 2 * ARRAY_LEN(looks); i++) {
		const struct look_case *c = &looks[i / 2];
		struct acting acting;

		acting_open(&acting);
		acting_start(&acting, &request);
		if (i % 2 == 0)
			fake_transport_answer(acting.desk.transport, "GET",
				DESK_INFO, c->details_status, c->details);
		desk_run(&acting.desk);
		fake_transport_answer(acting.desk.transport, "GET",
			DESK_VALIDATION, c->validation_status, c->validation);
		desk_run(&acting.desk);
		if (i % 2 == 1)
			fake_transport_answer(acting.desk.transport, "GET",
				DESK_INFO, c->details_status, c->details);
		fake_loop_advance(acting.desk.loop, 3600000);
		acting_has_ended(&acting, c->result);
		if (strstr(acting.action->error.text, c->part) == NULL)
			print_error(
				"%s: %s\n", c->name, acting.action->error.text);
		assert_int_equal(acting.action->error.kind, c->kind);
		assert_non_null(strstr(acting.action->error.text, c->part));
		assert_int_equal(acting_puts(&acting), 0);
		assert_int_equal(memory_journal_count(acting.desk.journal), 0);
		assert_int_equal(
			fake_transport_waiting(acting.desk.transport), 0);
		acting_close(&acting);
	}
}

/* -- the journal says no -- */

struct verdict_case {
	const char *name;
	enum journal_outcome outcome;
	const char *action;
	int64_t age;
	bool agreed, despite;
	enum action_result result; /* NONE: it is sent */
	const char *sentence;
};

static const struct verdict_case verdicts[] = {
	{"sent 4 minutes ago", JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 240,
		false, false, ACTION_GUARDED,
		"Sent 4 minutes ago by kai@jump2. Nothing was sent now."},
	{"agreed", JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 240, true, false,
		ACTION_NONE, ""},
	{"long ago", JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 600, false, false,
		ACTION_NONE, ""},
	{"another mail", JOURNAL_SENT, JOURNAL_NOTE, 10, false, false,
		ACTION_NONE, ""},
	{"refused", JOURNAL_REFUSED, JOURNAL_RESEND_APPROVAL, 10, false, false,
		ACTION_NONE, ""},
	{"not sent", JOURNAL_NOT_SENT, JOURNAL_RESEND_APPROVAL, 10, false,
		false, ACTION_NONE, ""},
	{"unknown", JOURNAL_UNKNOWN, JOURNAL_RESEND_APPROVAL, 86400, false,
		false, ACTION_UNSETTLED, "settle it first"},
	{"unknown, agreed is not enough", JOURNAL_UNKNOWN,
		JOURNAL_RESEND_APPROVAL, 240, true, false, ACTION_UNSETTLED,
		"(record 1, 4 minutes ago, kai@jump2) is unknown"},
	{"unknown, despite", JOURNAL_UNKNOWN, JOURNAL_RESEND_APPROVAL, 240,
		false, true, ACTION_NONE, ""},
	{"in flight", JOURNAL_PENDING, JOURNAL_RESEND_APPROVAL, 1, true, true,
		ACTION_STATE, "kai@jump2 is sending the same right now"},
};

static void test_verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(verdicts); i++) {
		const struct verdict_case *c = &verdicts[i];
		struct action_request request = desk_approval();
		struct acting acting;
		char sentence[400];
		int64_t id;

		acting_open(&acting);
		id = desk_add_record(
			&acting.desk, c->outcome, c->action, c->age);
		request.agreed_to = c->agreed ? id : 0;
		request.despite_unsettled = c->despite;
		acting_start(&acting, &request);
		desk_look_well(&acting.desk);
		if (c->result == ACTION_NONE) {
			assert_int_equal(acting_puts(&acting), 1);
			acting_close(&acting);
			continue;
		}
		acting_has_ended(&acting, c->result);
		assert_int_equal(acting_puts(&acting), 0);
		assert_int_equal(memory_journal_count(acting.desk.journal), 1);
		assert_int_equal(acting.action->other.id, id);
		assert_string_equal(acting.action->other.agent, "kai");
		action_sentence(acting.action, sentence, sizeof(sentence));
		if (strstr(sentence, c->sentence) == NULL)
			print_error("%s: %s\n", c->name, sentence);
		assert_non_null(strstr(sentence, c->sentence));
		acting_close(&acting);
	}
}

static void test_journal_cannot_be_written(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	acting_open(&acting);
	memory_journal_fail_begin(acting.desk.journal, true);
	acting_start(&acting, &request);
	desk_look_well(&acting.desk);
	acting_has_ended(&acting, ACTION_NO_JOURNAL);
	assert_int_equal(acting.action->error.kind, ERROR_JOURNAL);
	assert_int_equal(acting_puts(&acting), 0);
	acting_close(&acting);
}

static void test_no_journal(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	acting_open(&acting);
	acting.context.journal = NULL;
	error_set(&acting.context.journal_error, ERROR_JOURNAL,
		"No such directory");
	acting_start(&acting, &request);
	desk_run(&acting.desk);
	acting_has_ended(&acting, ACTION_NO_JOURNAL);
	assert_string_equal(acting.action->error.text, "No such directory");
	assert_int_equal(fake_transport_count(acting.desk.transport), 0);
	acting_close(&acting);

	/* Nobody said why. */
	acting_open(&acting);
	acting.context.journal = NULL;
	acting_start(&acting, &request);
	desk_run(&acting.desk);
	acting_has_ended(&acting, ACTION_NO_JOURNAL);
	assert_non_null(
		strstr(acting.action->error.text, "There is no journal"));
	assert_int_equal(fake_transport_count(acting.desk.transport), 0);
	acting_close(&acting);
}

static void test_outcome_cannot_be_written(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;
	char sentence[400];

	(void)state;
	acting_open(&acting);
	acting_start(&acting, &request);
	desk_look_well(&acting.desk);
	memory_journal_fail_finish(acting.desk.journal, true);
	desk_reply(&acting.desk, "PUT", DESK_RESEND, 204, NULL);
	acting_has_ended(&acting, ACTION_SENT); /* as the server said */
	assert_true(acting.action->outcome_not_recorded);
	assert_int_equal(acting_record(&acting)->outcome, JOURNAL_PENDING);
	assert_non_null(strstr(
		action_sentence(acting.action, sentence, sizeof(sentence)),
		"could not be written"));
	assert_int_equal(acting_puts(&acting), 1);
	acting_close(&acting);
}

/* -- other kinds -- */

static void test_note(void **state)
{
	struct action_request request = {.kind = JOURNAL_NOTE,
		.order_id = "900101",
		.text = "called \"Ana\""};
	struct acting acting;
	char sentence[100];

	(void)state;
	acting_open(&acting);
	acting.context.is_demo = true; /* a note has no mail to ask for */
	desk_add_record(
		&acting.desk, JOURNAL_UNKNOWN, JOURNAL_RESEND_APPROVAL, 10);
	desk_add_record(&acting.desk, JOURNAL_UNKNOWN, JOURNAL_NOTE, 10);
	acting_start(&acting, &request);
	assert_int_equal(fake_transport_count(acting.desk.transport), 0);
	desk_run(&acting.desk);
	assert_int_equal(fake_transport_count(acting.desk.transport), 1);
	assert_string_equal(fake_transport_at(acting.desk.transport, 0)->body,
		"{\"text\":\"called \\\"Ana\\\"\"}");
	desk_reply(&acting.desk, "POST", DESK_NOTES, 201, "{\"id\":5}");
	acting_has_ended(&acting, ACTION_SENT);
	assert_string_equal(
		action_sentence(acting.action, sentence, sizeof(sentence)),
		"Note added.");
	assert_int_equal(acting_record(&acting)->outcome, JOURNAL_SENT);
	acting_close(&acting);
}

static struct action_request issuance(void)
{
	static const char *const to[] = {"lea@example.com"};

	return (struct action_request){.kind = JOURNAL_RESEND_ISSUANCE,
		.order_id = "900101",
		.recipients = to,
		.recipient_count = 1};
}

static void test_issuance(void **state)
{
	struct action_request request = issuance();
	struct acting acting;
	char sentence[100];

	(void)state;
	acting_open(&acting);
	acting_start(&acting, &request);
	assert_int_equal(fake_transport_count(acting.desk.transport), 1);
	desk_reply(&acting.desk, "GET", DESK_INFO, 200,
		CLIENT("issued", "LEA@example.com"));
	assert_true(fake_transport_find(
		acting.desk.transport, "PUT", ACTING_ISSUANCE)
			    ->from_root);
	assert_null(fake_transport_find(
		acting.desk.transport, "PUT", ACTING_ISSUANCE)
			    ->body);
	desk_reply(&acting.desk, "PUT", ACTING_ISSUANCE, 204, NULL);
	acting_has_ended(&acting, ACTION_SENT);
	assert_string_equal(
		acting_record(&acting)->action, JOURNAL_RESEND_ISSUANCE);
	assert_string_equal(
		acting_record(&acting)->recipients[0], "lea@example.com");
	assert_string_equal(
		action_sentence(acting.action, sentence, sizeof(sentence)),
		"Sent to lea@example.com.");
	acting_close(&acting);
}

static void test_issuance_state(void **state)
{
	static const char *const details[] = {
		CLIENT("revoked", "lea@example.com"),
		CLIENT("issued", "other@example.com"),
		/* Still listed, but the mail would go to the first one. */
		CLIENT("issued", "other@example.com\",\"lea@example.com"),
		DESK_DETAILS,
	};
	struct action_request request = issuance();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(details); i++) {
		struct acting acting;

		acting_open(&acting);
		acting_start(&acting, &request);
		desk_reply(&acting.desk, "GET", DESK_INFO, 200, details[i]);
		acting_has_ended(&acting, ACTION_STATE);
		assert_int_equal(acting_puts(&acting), 0);
		assert_int_equal(memory_journal_count(acting.desk.journal), 0);
		acting_close(&acting);
	}
}

static void test_issuance_is_not_set(void **state)
{
	struct action_request request = issuance();
	struct api_options options = {.seed = 1};
	struct acting acting;

	(void)state;
	acting_open(&acting);
	api_free(acting.desk.api);
	acting.desk.api = api_new(acting.context.loop,
		fake_transport_transport(acting.desk.transport), &options);
	acting.context.api = acting.desk.api;
	acting_start(&acting, &request);
	desk_run(&acting.desk);
	acting_has_ended(&acting, ACTION_FAILED);
	assert_int_equal(acting.action->error.kind, ERROR_CONFIG);
	assert_int_equal(fake_transport_count(acting.desk.transport), 0);
	acting_close(&acting);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sent),
		cmocka_unit_test(test_not_before_the_record),
		cmocka_unit_test(test_spelling),
		cmocka_unit_test(test_differences),
		cmocka_unit_test(test_outcomes),
		cmocka_unit_test(test_code_is_recorded),
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_journal_cannot_be_written),
		cmocka_unit_test(test_no_journal),
		cmocka_unit_test(test_outcome_cannot_be_written),
		cmocka_unit_test(test_note),
		cmocka_unit_test(test_issuance),
		cmocka_unit_test(test_issuance_state),
		cmocka_unit_test(test_issuance_is_not_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
