/* SPDX-License-Identifier: MIT
 *
 * One write from the press of Send to its outcome: the steps, whatever may
 * stop them, and that nothing is ever sent twice or without a record.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "action.h"
#include "attr.h"
#include "tests/support/fake-loop.h"
#include "tests/support/fake-transport.h"
#include "tests/support/memory-journal.h"

#define INFO	   "/order/certificate/900101"
#define VALIDATION INFO "/validation"
#define RESEND	   INFO "/order-approval/resend-emails"
#define ISSUANCE   "/sandbox/v1/order/certificate/900101/mail"

#define DETAILS(status, approved)                                              \
	"{\"id\":900101,\"status\":\"" status                                  \
	"\",\"order_approval_complete\":" approved                             \
	",\"product\":{\"name_id\":\"ssl_ev_securesite_flex\",\"name\":"       \
	"\"Secure Site EV\"}}"
#define CONTACT(email, status)                                                 \
	"{\"email\":\"" email "\",\"status\":\"" status "\"}"
#define CONTACTS(contacts)                                                     \
	"{\"order_id\":\"900101\",\"organization_validations\":[{\"type\":"    \
	"\"ev\",\"status\":\"active\",\"verified_contacts\":[" contacts "]}]}"
#define PENDING DETAILS("pending", "false")
#define BOTH                                                                   \
	CONTACTS(CONTACT("ana@example.com", "active") "," CONTACT(             \
		"ben@example.com", "active"))
#define CLIENT(status, email)                                                  \
	"{\"id\":900101,\"status\":\"" status                                  \
	"\",\"certificate\":{\"emails\":[\"" email                             \
	"\"]},\"product\":{\"name_id\":\"client_premium\"}}"

static const char *const recipients[] = {"ana@example.com", "ben@example.com"};

struct fixture {
	struct fake_loop *loop;
	struct fake_transport *transport;
	struct memory_journal *journal;
	struct api *api;
	struct action_context context;
	struct action *action;
	int changes, ends;
	enum action_phase phases[16]; /* as they were told */
};

static void on_changed(void *data, struct action *action)
{
	struct fixture *f = data;

	assert_int_equal(f->ends, 0); /* DONE comes last, and once */
	if (f->changes < (int)ARRAY_LEN(f->phases))
		f->phases[f->changes] = action->phase;
	f->changes++;
	if (action->phase == ACTION_DONE)
		f->ends++;
}

static void set_up(struct fixture *f)
{
	struct api_options options = {.seed = 1,
		.issuance_resend = "PUT /sandbox/v1/order/"
				   "certificate/{order_id}/mail"};
	struct loop *loop;

	*f = (struct fixture){.loop = fake_loop_new()};
	loop = fake_loop_loop(f->loop);
	f->transport = fake_transport_new(loop);
	f->journal = memory_journal_new(loop);
	f->api =
		api_new(loop, fake_transport_transport(f->transport), &options);
	f->context = (struct action_context){.loop = loop,
		.api = f->api,
		.journal = memory_journal_journal(f->journal)};
}

static void tear_down(struct fixture *f)
{
	action_free(f->action);
	api_free(f->api);
	memory_journal_free(f->journal);
	fake_transport_free(f->transport);
	fake_loop_free(f->loop);
}

static struct action_request approval(void)
{
	return (struct action_request){.kind = JOURNAL_RESEND_APPROVAL,
		.order_id = "900101",
		.recipients = recipients,
		.recipient_count = 2,
		.guard_s = 600};
}

static void start(struct fixture *f, const struct action_request *request)
{
	f->action = action_start(&f->context, request, on_changed, f);
	assert_int_equal(f->changes, 0); /* never from within */
}

static void reply(struct fixture *f, const char *method, const char *path,
	int status, const char *body)
{
	assert_true(fake_transport_answer(
		f->transport, method, path, status, body));
	fake_loop_run_ready(f->loop);
}

static void look_well(struct fixture *f)
{
	reply(f, "GET", INFO, 200, PENDING);
	reply(f, "GET", VALIDATION, 200, BOTH);
}

static size_t put_count(const struct fixture *f)
{
	return fake_transport_sent(f->transport, "PUT", "*");
}

static const struct journal_record *record(const struct fixture *f)
{
	return memory_journal_at(
		f->journal, memory_journal_count(f->journal) - 1);
}

static void ended(const struct fixture *f, enum action_result result)
{
	char sentence[1024];

	assert_int_equal(f->ends, 1);
	assert_int_equal(f->action->phase, ACTION_DONE);
	if (f->action->result != result)
		print_error("%s\n",
			action_sentence(f->action, sentence, sizeof(sentence)));
	assert_int_equal(f->action->result, result);
	assert_true(f->action->ended != 0);
}

static void nothing_was_sent(const struct fixture *f)
{
	assert_int_equal(put_count(f), 0);
}

/* -- the way it should go -- */

static void test_sent(void **state)
{
	static const enum action_phase phases[] = {
		ACTION_RECORDING, ACTION_SENDING, ACTION_CLOSING, ACTION_DONE};
	struct action_request request = approval();
	struct fixture f;
	char sentence[200];

	(void)state;
	set_up(&f);
	start(&f, &request);
	/* The look: two reads at once, nothing else. */
	assert_int_equal(fake_transport_count(f.transport), 2);
	assert_int_equal(f.action->phase, ACTION_CHECKING);
	look_well(&f);
	assert_int_equal(f.action->phase, ACTION_SENDING);
	assert_int_equal(record(&f)->outcome, JOURNAL_PENDING);
	assert_int_equal(put_count(&f), 1);
	assert_true(fake_transport_find(f.transport, "PUT", RESEND)->write);
	assert_string_equal(
		fake_transport_find(f.transport, "PUT", RESEND)->body,
		"{\"emails\":[\"ana@example.com\",\"ben@example.com\"]}");
	assert_true(f.action->sending_ms > 0);
	reply(&f, "PUT", RESEND, 204, NULL);
	ended(&f, ACTION_SENT);
	assert_int_equal(put_count(&f), 1);
	assert_int_equal(record(&f)->outcome, JOURNAL_SENT);
	assert_int_equal(record(&f)->http_status, 204);
	assert_int_equal(record(&f)->recipient_count, 2);
	assert_string_equal(
		action_sentence(f.action, sentence, sizeof(sentence)),
		"Sent to 2 contacts.");
	assert_int_equal(f.phases[f.changes - 1], ACTION_DONE);
	/* Notices of one turn may be one, but none goes back. */
	for (int i = 0, p = 0; i < f.changes; i++) {
		while (p < (int)ARRAY_LEN(phases) && phases[p] < f.phases[i])
			p++;
		assert_true(f.phases[i] == ACTION_CHECKING ||
			    f.phases[i] == phases[p]);
	}
	assert_non_null(f.action->details);
	assert_non_null(f.action->validation);
	tear_down(&f);
}

static void test_not_before_the_record(void **state)
{
	struct action_request request = approval();
	struct fixture f;

	(void)state;
	set_up(&f);
	memory_journal_hold(f.journal, true);
	start(&f, &request);
	look_well(&f);
	fake_loop_advance(f.loop, 60000);
	assert_int_equal(f.action->phase, ACTION_RECORDING);
	nothing_was_sent(&f);
	memory_journal_hold(f.journal, false);
	fake_loop_run_ready(f.loop);
	assert_int_equal(f.action->phase, ACTION_SENDING);
	assert_int_equal(put_count(&f), 1);
	tear_down(&f);
}

/* The look in the other order; addresses as the server spells them, once. */
static void test_spelling(void **state)
{
	static const char *const odd[] = {
		"ANA@example.com", "ana@EXAMPLE.com", "ben@example.com"};
	struct action_request request = approval();
	struct fixture f;

	(void)state;
	set_up(&f);
	request.recipients = odd;
	request.recipient_count = 3;
	start(&f, &request);
	reply(&f, "GET", VALIDATION, 200, BOTH);
	nothing_was_sent(&f);
	reply(&f, "GET", INFO, 200, PENDING);
	assert_string_equal(
		fake_transport_find(f.transport, "PUT", RESEND)->body,
		"{\"emails\":[\"ana@example.com\",\"ben@example.com\"]}");
	assert_int_equal(f.action->recipient_count, 2);
	assert_string_equal(record(&f)->recipients[0], "ana@example.com");
	tear_down(&f);
}

static void test_differences(void **state)
{
	static const char *const before[] = {
		"BEN@example.com", "gone@example.com"};
	struct action_request request = approval();
	struct resend_last last = {.known = false};
	struct fixture f;

	(void)state;
	set_up(&f);
	resend_last_set(&last, 5, "kai", "jump2", before, 2, false, 3);
	request.last = &last;
	start(&f, &request);
	resend_last_clear(&last); /* it was copied */
	look_well(&f);
	assert_int_equal(record(&f)->added_count, 1);
	assert_string_equal(record(&f)->added[0], "ana@example.com");
	assert_int_equal(record(&f)->removed_count, 1);
	assert_string_equal(record(&f)->removed[0], "gone@example.com");
	tear_down(&f);
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
	struct action_request request = approval();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(outcomes); i++) {
		const struct outcome_case *c = &outcomes[i];
		const struct fake_transport_request *put;
		struct fixture f;

		set_up(&f);
		start(&f, &request);
		look_well(&f);
		put = fake_transport_find(f.transport, "PUT", RESEND);
		if (c->status != 0)
			fake_transport_reply(f.transport, put, c->status, "");
		else
			fake_transport_fail(f.transport, put, c->kind);
		fake_loop_advance(f.loop, 3600000);
		ended(&f, c->result);
		assert_int_equal(f.action->error.kind, c->kind);
		assert_int_equal(f.action->http_status, c->status);
		assert_int_equal(record(&f)->outcome, c->outcome);
		assert_int_equal(memory_journal_count(f.journal), 1);
		assert_int_equal(put_count(&f), 1);
		tear_down(&f);
	}
}

static void test_code_is_recorded(void **state)
{
	struct action_request request = approval();
	struct fixture f;

	(void)state;
	set_up(&f);
	start(&f, &request);
	look_well(&f);
	reply(&f, "PUT", RESEND, 400,
		"{\"errors\":[{\"code\":\"sandbox_not_validated\",\"message\":"
		"\"ana@example.com is not validated.\"}]}");
	ended(&f, ACTION_REFUSED);
	assert_string_equal(record(&f)->error_code, "sandbox_not_validated");
	assert_int_equal(record(&f)->http_status, 400);
	assert_non_null(strstr(f.action->error.text, "is not validated."));
	tear_down(&f);
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
	{"approved meanwhile", 200, DETAILS("pending", "true"), 200, BOTH,
		ACTION_STATE, ERROR_STATE, "approved already"},
	{"cancelled meanwhile", 200, DETAILS("canceled", "false"), 200, BOTH,
		ACTION_STATE, ERROR_STATE, "is Canceled"},
	{"issued meanwhile", 200, DETAILS("issued", "true"), 200, BOTH,
		ACTION_STATE, ERROR_STATE, "is Issued"},
	{"a contact was withdrawn", 200, PENDING, 200,
		CONTACTS(CONTACT("ana@example.com", "active")), ACTION_STATE,
		ERROR_STATE, "ben@example.com is no longer"},
	{"a contact is not validated any more", 200, PENDING, 200,
		CONTACTS(CONTACT("ana@example.com", "active") "," CONTACT(
			"ben@example.com", "pending")),
		ACTION_STATE, ERROR_STATE, "ben@example.com cannot"},
	{"another order", 200, "{\"id\":900102,\"status\":\"pending\"}", 200,
		BOTH, ACTION_FAILED, ERROR_FORMAT, "another order"},
	{"not there", 404, "", 200, BOTH, ACTION_FAILED, ERROR_NOT_FOUND,
		"could not be read again, so nothing was sent"},
	{"key", 200, PENDING, 403, "", ACTION_FAILED, ERROR_KEY,
		"validation could not be read again"},
	{"server", 200, PENDING, 500, "", ACTION_FAILED, ERROR_SERVER,
		"nothing was sent"},
	{"broken", 200, "{\"id\":9001", 200, BOTH, ACTION_FAILED, ERROR_FORMAT,
		"nothing was sent"},
	{"cut validation", 200, PENDING, 200, "{\"order_id\":", ACTION_FAILED,
		ERROR_FORMAT, "nothing was sent"},
};

static void test_looks(void **state)
{
	struct action_request request = approval();

	(void)state;
	/* Both orders of the two answers. */
	for (size_t i = 0; i < 2 * ARRAY_LEN(looks); i++) {
		const struct look_case *c = &looks[i / 2];
		struct fixture f;

		set_up(&f);
		start(&f, &request);
		if (i % 2 == 0)
			fake_transport_answer(f.transport, "GET", INFO,
				c->details_status, c->details);
		fake_loop_run_ready(f.loop);
		fake_transport_answer(f.transport, "GET", VALIDATION,
			c->validation_status, c->validation);
		fake_loop_run_ready(f.loop);
		if (i % 2 == 1)
			fake_transport_answer(f.transport, "GET", INFO,
				c->details_status, c->details);
		fake_loop_advance(f.loop, 3600000);
		ended(&f, c->result);
		if (strstr(f.action->error.text, c->part) == NULL)
			print_error("%s: %s\n", c->name, f.action->error.text);
		assert_int_equal(f.action->error.kind, c->kind);
		assert_non_null(strstr(f.action->error.text, c->part));
		nothing_was_sent(&f);
		assert_int_equal(memory_journal_count(f.journal), 0);
		assert_int_equal(fake_transport_waiting(f.transport), 0);
		tear_down(&f);
	}
}

/* -- the journal says no -- */

static int64_t add_record(struct fixture *f, enum journal_outcome outcome,
	const char *action, int64_t age)
{
	struct journal_record earlier = {.order_id = "900101",
		.action = action,
		.agent = "kai",
		.host = "jump2",
		.time = FAKE_LOOP_START - age,
		.outcome = outcome};

	return memory_journal_add(f->journal, &earlier);
}

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
		struct action_request request = approval();
		struct fixture f;
		char sentence[400];
		int64_t id;

		set_up(&f);
		id = add_record(&f, c->outcome, c->action, c->age);
		request.agreed_to = c->agreed ? id : 0;
		request.despite_unsettled = c->despite;
		start(&f, &request);
		look_well(&f);
		if (c->result == ACTION_NONE) {
			assert_int_equal(put_count(&f), 1);
			tear_down(&f);
			continue;
		}
		ended(&f, c->result);
		nothing_was_sent(&f);
		assert_int_equal(memory_journal_count(f.journal), 1);
		assert_int_equal(f.action->other.id, id);
		assert_string_equal(f.action->other.agent, "kai");
		action_sentence(f.action, sentence, sizeof(sentence));
		if (strstr(sentence, c->sentence) == NULL)
			print_error("%s: %s\n", c->name, sentence);
		assert_non_null(strstr(sentence, c->sentence));
		tear_down(&f);
	}
}

static void test_journal_cannot_be_written(void **state)
{
	struct action_request request = approval();
	struct fixture f;

	(void)state;
	set_up(&f);
	memory_journal_fail_begin(f.journal, true);
	start(&f, &request);
	look_well(&f);
	ended(&f, ACTION_NO_JOURNAL);
	assert_int_equal(f.action->error.kind, ERROR_JOURNAL);
	nothing_was_sent(&f);
	tear_down(&f);
}

static void test_no_journal(void **state)
{
	struct action_request request = approval();
	struct fixture f;

	(void)state;
	set_up(&f);
	f.context.journal = NULL;
	error_set(&f.context.journal_error, ERROR_JOURNAL, "No such directory");
	start(&f, &request);
	fake_loop_run_ready(f.loop);
	ended(&f, ACTION_NO_JOURNAL);
	assert_string_equal(f.action->error.text, "No such directory");
	assert_int_equal(fake_transport_count(f.transport), 0);
	tear_down(&f);
}

static void test_outcome_cannot_be_written(void **state)
{
	struct action_request request = approval();
	struct fixture f;
	char sentence[400];

	(void)state;
	set_up(&f);
	start(&f, &request);
	look_well(&f);
	memory_journal_fail_finish(f.journal, true);
	reply(&f, "PUT", RESEND, 204, NULL);
	ended(&f, ACTION_SENT); /* as the server said */
	assert_true(f.action->outcome_not_recorded);
	assert_int_equal(record(&f)->outcome, JOURNAL_PENDING);
	assert_non_null(
		strstr(action_sentence(f.action, sentence, sizeof(sentence)),
			"could not be written"));
	assert_int_equal(put_count(&f), 1);
	tear_down(&f);
}

/* -- cancelling -- */

static void test_cancel_while_checking(void **state)
{
	struct action_request request = approval();

	(void)state;
	for (int answered = 0; answered < 3; answered++) {
		struct fixture f;

		set_up(&f);
		start(&f, &request);
		if (answered == 1)
			reply(&f, "GET", INFO, 200, PENDING);
		if (answered == 2)
			reply(&f, "GET", VALIDATION, 200, BOTH);
		action_cancel(f.action);
		action_cancel(f.action);
		fake_loop_advance(f.loop, 60000);
		ended(&f, ACTION_FAILED);
		assert_int_equal(f.action->error.kind, ERROR_CANCELLED);
		nothing_was_sent(&f);
		assert_int_equal(memory_journal_count(f.journal), 0);
		assert_int_equal(fake_transport_waiting(f.transport), 0);
		tear_down(&f);
	}
}

static void test_cancel_while_recording(void **state)
{
	struct action_request request = approval();
	struct fixture f;

	(void)state;
	set_up(&f);
	memory_journal_hold(f.journal, true);
	start(&f, &request);
	look_well(&f);
	action_cancel(f.action);
	fake_loop_run_ready(f.loop);
	assert_int_equal(f.ends, 0); /* the record has to be closed first */
	memory_journal_hold(f.journal, false);
	fake_loop_advance(f.loop, 60000);
	ended(&f, ACTION_FAILED);
	nothing_was_sent(&f);
	assert_int_equal(record(&f)->outcome, JOURNAL_NOT_SENT);
	tear_down(&f);
}

static void test_cancel_while_recording_guarded(void **state)
{
	struct action_request request = approval();
	struct fixture f;

	(void)state;
	set_up(&f);
	add_record(&f, JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 5);
	memory_journal_hold(f.journal, true);
	start(&f, &request);
	look_well(&f);
	action_cancel(f.action);
	memory_journal_hold(f.journal, false);
	fake_loop_run_ready(f.loop);
	ended(&f, ACTION_FAILED);
	nothing_was_sent(&f);
	assert_int_equal(memory_journal_count(f.journal), 1);
	tear_down(&f);
}

static void test_cancel_while_sending(void **state)
{
	struct action_request request = approval();
	struct fixture f;

	(void)state;
	set_up(&f);
	start(&f, &request);
	look_well(&f);
	action_cancel(f.action);
	action_cancel(f.action);
	fake_loop_advance(f.loop, 60000);
	ended(&f, ACTION_UNKNOWN);
	assert_int_equal(record(&f)->outcome, JOURNAL_UNKNOWN);
	assert_int_equal(put_count(&f), 1);
	tear_down(&f);
}

/* It waits for the service's own limit: not one byte went out yet. */
static void test_cancel_before_it_went_out(void **state)
{
	struct action_request request = approval();
	struct transport_response busy = {
		.status = 429, .retry_after_ms = 60000};
	struct api_request other = {
		.endpoint = API_ADD_NOTE, .order_id = "900102", .body = "{}"};
	struct fixture f;

	(void)state;
	set_up(&f);
	start(&f, &request);
	reply(&f, "GET", INFO, 200, PENDING);
	memory_journal_hold(f.journal, true);
	reply(&f, "GET", VALIDATION, 200, BOTH);
	api_cancel(api_send(f.api, &other, NULL, NULL));
	/* A 429 of something else comes between record and sending. */
	other.endpoint = API_ACCOUNT;
	api_send(f.api, &other, NULL, NULL);
	fake_transport_respond(f.transport,
		fake_transport_find(f.transport, "GET", "/account"), &busy);
	fake_loop_run_ready(f.loop);
	memory_journal_hold(f.journal, false);
	fake_loop_run_ready(f.loop);
	assert_int_equal(f.action->phase, ACTION_SENDING);
	nothing_was_sent(&f);
	action_cancel(f.action);
	fake_loop_run_ready(f.loop);
	ended(&f, ACTION_NOT_SENT);
	assert_int_equal(record(&f)->outcome, JOURNAL_NOT_SENT);
	nothing_was_sent(&f);
	tear_down(&f);
}

static void test_cancel_too_late(void **state)
{
	struct action_request request = approval();
	struct fixture f;

	(void)state;
	set_up(&f);
	start(&f, &request);
	look_well(&f);
	memory_journal_hold(f.journal, true);
	reply(&f, "PUT", RESEND, 204, NULL);
	assert_int_equal(f.action->phase, ACTION_CLOSING);
	action_cancel(f.action);
	memory_journal_hold(f.journal, false);
	fake_loop_run_ready(f.loop);
	ended(&f, ACTION_SENT);
	action_cancel(f.action);
	fake_loop_run_ready(f.loop);
	ended(&f, ACTION_SENT);
	assert_int_equal(record(&f)->outcome, JOURNAL_SENT);
	tear_down(&f);
}

static void test_free_in_each_phase(void **state)
{
	struct action_request request = approval();

	(void)state;
	for (int phase = ACTION_CHECKING; phase <= ACTION_DONE; phase++) {
		struct fixture f;
		int changes;

		set_up(&f);
		if (phase == ACTION_RECORDING)
			memory_journal_hold(f.journal, true);
		start(&f, &request);
		if (phase > ACTION_CHECKING)
			look_well(&f);
		if (phase == ACTION_CLOSING)
			memory_journal_hold(f.journal, true);
		if (phase > ACTION_SENDING)
			reply(&f, "PUT", RESEND, 204, NULL);
		assert_int_equal(f.action->phase, phase);
		changes = f.changes;
		action_free(f.action);
		f.action = NULL;
		memory_journal_hold(f.journal, false);
		fake_loop_advance(f.loop, 60000);
		assert_int_equal(f.changes, changes);
		assert_int_equal(
			put_count(&f), phase >= ACTION_SENDING ? 1 : 0);
		tear_down(&f);
	}
}

/* -- every order of events -- */

static uint64_t chance;

static unsigned roll(unsigned sides)
{
	chance = chance * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (unsigned)(chance >> 33) % sides;
}

static void answer_one(struct fixture *f, const char *method, const char *path,
	const char *good)
{
	static const enum error_kind kinds[] = {
		ERROR_CONNECT, ERROR_TLS, ERROR_LOST, ERROR_TIMEOUT};
	static const int bad[] = {302, 400, 403, 404, 408, 429, 500, 503};
	const struct fake_transport_request *request =
		fake_transport_find(f->transport, method, path);

	if (request == NULL)
		return;
	if (roll(4) > 0)
		fake_transport_reply(f->transport, request, 200, good);
	else if (roll(2) > 0)
		fake_transport_reply(
			f->transport, request, bad[roll(ARRAY_LEN(bad))], "");
	else
		fake_transport_fail(
			f->transport, request, kinds[roll(ARRAY_LEN(kinds))]);
}

static void one_event(struct fixture *f)
{
	switch (roll(9)) {
	case 0:
		answer_one(f, "GET", INFO, PENDING);
		break;
	case 1:
		answer_one(f, "GET", VALIDATION, BOTH);
		break;
	case 2:
		answer_one(f, "PUT", RESEND, "");
		break;
	case 3:
		memory_journal_hold(f->journal, roll(2) > 0);
		break;
	case 4:
		if (roll(6) == 0)
			action_cancel(f->action);
		break;
	case 5:
		memory_journal_fail_finish(f->journal, roll(4) == 0);
		break;
	case 6:
		fake_loop_advance(f->loop, roll(20000));
		break;
	default:
		fake_loop_turn(f->loop);
		break;
	}
	if (put_count(f) > 0)
		assert_int_equal(memory_journal_count(f->journal), 1);
	assert_in_range(put_count(f), 0, 1);
}

static void finish_all(struct fixture *f)
{
	memory_journal_hold(f->journal, false);
	for (int i = 0; i < 50 && f->ends == 0; i++) {
		const struct fake_transport_request *request =
			fake_transport_unanswered(f->transport);

		if (request != NULL)
			fake_transport_reply(f->transport, request, 500, "");
		fake_loop_advance(f->loop, 60000);
	}
	assert_int_equal(f->ends, 1);
}

static void check_agreement(const struct fixture *f)
{
	static const enum journal_outcome expected[] = {
		[ACTION_SENT] = JOURNAL_SENT,
		[ACTION_REFUSED] = JOURNAL_REFUSED,
		[ACTION_NOT_SENT] = JOURNAL_NOT_SENT,
		[ACTION_UNKNOWN] = JOURNAL_UNKNOWN,
		[ACTION_STATE] = JOURNAL_PENDING, /* no record at all */
		[ACTION_FAILED] = JOURNAL_NOT_SENT,
	};
	enum action_result result = f->action->result;
	size_t records = memory_journal_count(f->journal);

	if (result == ACTION_SENT || result == ACTION_REFUSED ||
		result == ACTION_UNKNOWN)
		assert_int_equal(put_count(f), 1);
	if (result == ACTION_FAILED || result == ACTION_STATE)
		assert_int_equal(put_count(f), 0);
	if (records == 0)
		assert_int_equal(put_count(f), 0);
	else if (f->action->outcome_not_recorded)
		assert_int_equal(record(f)->outcome, JOURNAL_PENDING);
	else
		assert_int_equal(record(f)->outcome, expected[result]);
}

static void test_any_order(void **state)
{
	struct action_request request = approval();
	size_t sent = 0;

	(void)state;
	for (unsigned seed = 1; seed <= 4000; seed++) {
		struct fixture f;

		chance = seed;
		set_up(&f);
		start(&f, &request);
		for (int i = 0; i < 60 && f.ends == 0; i++)
			one_event(&f);
		finish_all(&f);
		check_agreement(&f);
		sent += put_count(&f);
		/* Long after: still the one request. */
		fake_loop_advance(f.loop, 3600000);
		assert_in_range(put_count(&f), 0, 1);
		tear_down(&f);
	}
	assert_in_range(sent, 500, 3500); /* the test tries both */
}

/* -- other kinds -- */

static void test_note(void **state)
{
	struct action_request request = {.kind = JOURNAL_NOTE,
		.order_id = "900101",
		.text = "called \"Ana\""};
	struct fixture f;
	char sentence[100];

	(void)state;
	set_up(&f);
	add_record(&f, JOURNAL_UNKNOWN, JOURNAL_RESEND_APPROVAL, 10);
	add_record(&f, JOURNAL_UNKNOWN, JOURNAL_NOTE, 10);
	start(&f, &request);
	assert_int_equal(fake_transport_count(f.transport), 0);
	fake_loop_run_ready(f.loop);
	assert_int_equal(fake_transport_count(f.transport), 1);
	assert_string_equal(fake_transport_at(f.transport, 0)->body,
		"{\"text\":\"called \\\"Ana\\\"\"}");
	reply(&f, "POST", INFO "/note", 201, "{\"id\":5}");
	ended(&f, ACTION_SENT);
	assert_string_equal(
		action_sentence(f.action, sentence, sizeof(sentence)),
		"The note was added.");
	assert_int_equal(record(&f)->outcome, JOURNAL_SENT);
	tear_down(&f);
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
	struct fixture f;
	char sentence[100];

	(void)state;
	set_up(&f);
	start(&f, &request);
	assert_int_equal(fake_transport_count(f.transport), 1);
	reply(&f, "GET", INFO, 200, CLIENT("issued", "LEA@example.com"));
	assert_true(
		fake_transport_find(f.transport, "PUT", ISSUANCE)->from_root);
	assert_null(fake_transport_find(f.transport, "PUT", ISSUANCE)->body);
	reply(&f, "PUT", ISSUANCE, 204, NULL);
	ended(&f, ACTION_SENT);
	assert_string_equal(record(&f)->action, JOURNAL_RESEND_ISSUANCE);
	assert_string_equal(record(&f)->recipients[0], "lea@example.com");
	assert_string_equal(
		action_sentence(f.action, sentence, sizeof(sentence)),
		"Sent to lea@example.com.");
	tear_down(&f);
}

static void test_issuance_state(void **state)
{
	static const char *const details[] = {
		CLIENT("revoked", "lea@example.com"),
		CLIENT("issued", "other@example.com"),
		/* Still listed, but the mail would go to the first one. */
		CLIENT("issued", "other@example.com\",\"lea@example.com"),
		PENDING,
	};
	struct action_request request = issuance();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(details); i++) {
		struct fixture f;

		set_up(&f);
		start(&f, &request);
		reply(&f, "GET", INFO, 200, details[i]);
		ended(&f, ACTION_STATE);
		nothing_was_sent(&f);
		assert_int_equal(memory_journal_count(f.journal), 0);
		tear_down(&f);
	}
}

static void test_issuance_is_not_set(void **state)
{
	struct action_request request = issuance();
	struct api_options options = {.seed = 1};
	struct fixture f;

	(void)state;
	set_up(&f);
	api_free(f.api);
	f.api = api_new(f.context.loop, fake_transport_transport(f.transport),
		&options);
	f.context.api = f.api;
	start(&f, &request);
	fake_loop_run_ready(f.loop);
	ended(&f, ACTION_FAILED);
	assert_int_equal(f.action->error.kind, ERROR_CONFIG);
	assert_int_equal(fake_transport_count(f.transport), 0);
	tear_down(&f);
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
		cmocka_unit_test(test_cancel_while_checking),
		cmocka_unit_test(test_cancel_while_recording),
		cmocka_unit_test(test_cancel_while_recording_guarded),
		cmocka_unit_test(test_cancel_while_sending),
		cmocka_unit_test(test_cancel_before_it_went_out),
		cmocka_unit_test(test_cancel_too_late),
		cmocka_unit_test(test_free_in_each_phase),
		cmocka_unit_test(test_any_order),
		cmocka_unit_test(test_note),
		cmocka_unit_test(test_issuance),
		cmocka_unit_test(test_issuance_state),
		cmocka_unit_test(test_issuance_is_not_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
