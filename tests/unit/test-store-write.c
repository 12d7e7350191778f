/* SPDX-License-Identifier: MIT
 *
 * What follows from a write, for the order and for what may be written next.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/desk.h"

#define NO_RIGHT                                                               \
	"{\"errors\":[{\"code\":\"access_denied|missing_permission\","         \
	"\"message\":\"No rights.\"}]}"

static void test_act(void **state)
{
	struct action_request request = desk_approval();
	struct desk desk;
	struct error error;
	struct action *action;

	(void)state;
	desk_open_store(&desk);
	desk_open_order(&desk);
	action = desk_act(&desk);
	assert_int_equal(action->number, 1);
	assert_int_equal(store_actions_running(desk.store), 1);
	/* Not a second one of this kind for this order, in any phase. */
	assert_null(store_act(desk.store, &request, &error));
	assert_int_equal(error.kind, ERROR_STATE);
	desk_look_well(&desk);
	assert_null(store_act(desk.store, &request, &error));
	request.order_id = "900102";
	assert_non_null(store_act(desk.store, &request, &error));
	desk_reply(&desk, "PUT", DESK_RESEND, 204, NULL);
	assert_int_equal(action->result, ACTION_SENT);
	assert_true(desk_order(&desk)->last.known);
	assert_string_equal(desk_order(&desk)->last.agent, "mira");
	assert_int_equal(desk_order(&desk)->last.recipient_count, 2);
	assert_int_equal(
		desk_order(&desk)->last.journal_id, action->journal_id);
	assert_int_equal(desk_sent(&desk, "PUT", "*"), 1);
	assert_int_equal(
		desk_sent(&desk, "POST", "*"), 0); /* no note was asked for */
	assert_int_equal(store_action_last(desk.store), 2);
	assert_int_equal(store_actions_running(desk.store), 1);
	assert_ptr_equal(
		store_action_of(desk.store, "900101", JOURNAL_RESEND_APPROVAL),
		action);
	assert_ptr_equal(store_action(desk.store, 1), action);
	assert_null(store_action(desk.store, 3));
	assert_false(store_is_unsettled(desk.store, "900101"));
	desk_close(&desk);
}

/* What was changed is read again: the page shows what the server says. */
static void test_renewed(void **state)
{
	static const struct {
		struct action_request request;
		const char *method, *path;
		size_t details, validations, notes;
	} cases[] = {
		{{.kind = JOURNAL_NOTE, .text = "x"}, "POST", DESK_NOTES, 0, 0,
			1},
		{{.kind = JOURNAL_CANCEL, .text = "x"}, "PUT",
			DESK_INFO "/status", 2, 1, 1},
		{{.kind = JOURNAL_GUEST_ACCESS_ON}, "PUT",
			DESK_INFO "/guest-access", 2, 0, 0},
		{{.kind = JOURNAL_RESEND_DCV}, "PUT",
			DESK_INFO "/resend-emails", 1, 2, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct action_request request = cases[i].request;
		struct desk desk;
		struct error error;
		struct action *action;
		size_t details, validations, notes;

		desk_open_store(&desk);
		desk_open_order(&desk);
		details = desk_sent(&desk, "GET", DESK_INFO);
		validations = desk_sent(&desk, "GET", DESK_VALIDATION);
		notes = desk_sent(&desk, "GET", DESK_NOTES);
		request.order_id = "900101";
		action = store_act(desk.store, &request, &error);
		assert_non_null(action);
		fake_transport_answer(
			desk.transport, "GET", DESK_INFO, 200, DESK_DETAILS);
		fake_transport_answer(desk.transport, "GET", DESK_VALIDATION,
			200,
			"{\"order_id\":\"900101\",\"dns_name_validations\":[{"
			"\"name_scope\":\"a.example\",\"status\":\"pending\"}]}");
		desk_run(&desk);
		desk_reply(&desk, cases[i].method, cases[i].path, 204, NULL);
		assert_int_equal(action->result, ACTION_SENT);
		assert_int_equal(desk_sent(&desk, "GET", DESK_INFO) - details,
			cases[i].details);
		assert_int_equal(
			desk_sent(&desk, "GET", DESK_VALIDATION) - validations,
			cases[i].validations);
		assert_int_equal(desk_sent(&desk, "GET", DESK_NOTES) - notes,
			cases[i].notes);
		/* It is no mail with a link. */
		assert_false(desk_order(&desk)->last.known);
		assert_false(desk_order(&desk)->last_issuance.known);
		desk_close(&desk);
	}
}

#define VIEW_ONLY                                                              \
	"{\"username\":\"watch\",\"access_roles\":[{\"id\":102,"               \
	"\"name\":\"View Only\"}]}"

/* Who the key belongs to is asked with the first question of all, and the
 * answer may be slower than the person. */
struct rights_case {
	const char *kind;
	int status;
	const char *user;
	bool is_late; /* the look is over before */
	enum action_result result;
};

static const struct rights_case rights_cases[] = {
	{JOURNAL_RESEND_APPROVAL, 200, VIEW_ONLY, true, ACTION_FAILED},
	{JOURNAL_RESEND_APPROVAL, 200, VIEW_ONLY, false, ACTION_FAILED},
	{JOURNAL_NOTE, 200, VIEW_ONLY, true, ACTION_FAILED},
	{JOURNAL_RESEND_APPROVAL, 200, "{\"username\":\"mira.k\"}", true,
		ACTION_SENT},
	{JOURNAL_RESEND_APPROVAL, 200, "{\"username\":\"mira.k\"}", false,
		ACTION_SENT},
	{JOURNAL_NOTE, 200, "{\"username\":\"mira.k\"}", true, ACTION_SENT},
	/* A key that may not ask may write all the same; the server decides. */
	{JOURNAL_RESEND_APPROVAL, 403, NO_RIGHT, true, ACTION_SENT},
};

static void answer_write(struct desk *desk, const struct action *action)
{
	const char *user;

	if (action->result != ACTION_NONE)
		return;
	if (strcmp(action->kind, JOURNAL_NOTE) == 0)
		desk_reply(desk, "POST", DESK_NOTES, 201, NULL);
	else
		desk_reply(desk, "PUT", DESK_RESEND, 204, NULL);
	user = memory_journal_at(desk->journal, 0)->api_user;
	assert_string_equal(user,
		*store_account(desk->store)->user != '\0' ? "mira.k" : "");
}

static void check_rights(const struct rights_case *c)
{
	bool is_note = strcmp(c->kind, JOURNAL_NOTE) == 0;
	struct action_request request = desk_approval();
	struct action *action;
	struct error error;
	struct desk desk;

	desk_open_store(&desk);
	store_start(desk.store);
	request.kind = c->kind;
	request.text = is_note ? "x" : NULL;
	action = store_act(desk.store, &request, &error);
	assert_non_null(action);
	if (c->is_late && !is_note)
		desk_look_well(&desk);
	desk_run(&desk);
	assert_int_equal(action->phase, ACTION_CHECKING);
	assert_int_equal(memory_journal_count(desk.journal), 0);
	desk_reply(&desk, "GET", "/user/me", c->status, c->user);
	if (!c->is_late && c->result == ACTION_SENT)
		desk_look_well(&desk);
	answer_write(&desk, action);
	assert_int_equal(action->result, c->result);
	assert_int_equal(
		memory_journal_count(desk.journal), c->result == ACTION_SENT);
	assert_int_equal(
		desk_sent(&desk, "PUT", "*") + desk_sent(&desk, "POST", "*"),
		c->result == ACTION_SENT);
	if (c->result == ACTION_FAILED)
		assert_int_equal(action->error.kind, ERROR_PERMISSION);
	desk_close(&desk);
}

static void test_rights_not_known_yet(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rights_cases); i++)
		check_rights(&rights_cases[i]);
}

/* What waits for them can be cancelled, and what is sent is sent. */
static void test_cancelled_before_rights(void **state)
{
	struct action *action;
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	store_start(desk.store);
	action = desk_act(&desk);
	desk_look_well(&desk);
	action_cancel(action);
	desk_run(&desk);
	assert_int_equal(action->result, ACTION_FAILED);
	desk_reply(&desk, "GET", "/user/me", 200, "{\"username\":\"mira.k\"}");
	assert_int_equal(action->error.kind, ERROR_CANCELLED);
	assert_int_equal(memory_journal_count(desk.journal), 0);
	desk_close(&desk);
}

/* A key with the role Orders may do all but what is about organizations. */
static void test_no_organizations(void **state)
{
	const struct order_person person = {.first_name = "Dana",
		.last_name = "Ode",
		.job_title = "CFO",
		.telephone = "555-0107",
		.email = "dana@example.com"};
	struct action_request request = {.kind = JOURNAL_ADD_CONTACT,
		.order_id = "900101",
		.word = "ev",
		.person = &person};
	struct desk desk;
	struct error error;
	struct action *action;
	char reason[200];

	(void)state;
	desk_open_store(&desk);
	action = store_act(desk.store, &request, &error);
	assert_non_null(action);
	desk_reply(&desk, "GET", DESK_INFO, 200, DESK_DETAILS);
	desk_reply(&desk, "GET", DESK_VALIDATION, 200,
		"{\"order_id\":\"900101\",\"organization_id\":\"44001\"}");
	desk_reply(
		&desk, "POST", "/organization/44001/validation", 403, NO_RIGHT);
	assert_int_equal(action->result, ACTION_REFUSED);
	assert_true(store_account(desk.store)->no_organizations);
	/* It is not tried again. */
	assert_null(store_act(desk.store, &request, &error));
	assert_int_equal(error.kind, ERROR_PERMISSION);
	assert_true(store_may_write(desk.store, reason, sizeof(reason)));
	desk_close(&desk);
}

/* The page shows what the look has read, also when nothing was sent. */
static void test_look_is_taken_over(void **state)
{
	struct desk desk;
	struct action *action;

	(void)state;
	desk_open_store(&desk);
	desk_open_order(&desk);
	action = desk_act(&desk);
	desk_reply(&desk, "GET", DESK_INFO, 200,
		"{\"id\":900101,\"status\":\"canceled\"," DESK_EV "}");
	desk_reply(&desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
	assert_int_equal(action->result, ACTION_STATE);
	assert_int_equal(
		desk_order(&desk)->details->head.status, ORDER_CANCELED);
	assert_int_equal(desk_sent(&desk, "PUT", "*"), 0);
	desk_close(&desk);
}

/* What the look got by mistake is not shown as this order. */
static void test_look_at_another_order(void **state)
{
	struct desk desk;
	struct action *action;

	(void)state;
	desk_open_store(&desk);
	desk_open_order(&desk);
	action = desk_act(&desk);
	desk_reply(&desk, "GET", DESK_INFO, 200,
		"{\"id\":900102,\"status\":\"canceled\"," DESK_EV "}");
	desk_reply(&desk, "GET", DESK_VALIDATION, 200,
		"{\"order_id\":\"900102\"}");
	assert_int_equal(action->result, ACTION_FAILED);
	assert_string_equal(desk_order(&desk)->details->head.id, "900101");
	assert_int_equal(
		desk_order(&desk)->details->head.status, ORDER_PENDING);
	assert_string_equal(desk_order(&desk)->validation->order_id, "900101");
	assert_int_equal(desk_sent(&desk, "PUT", "*"), 0);
	desk_close(&desk);
}

static void test_unknown_until_settled(void **state)
{
	struct desk desk;
	struct action *action;

	(void)state;
	desk_open_store(&desk);
	desk_open_order(&desk);
	action = desk_act(&desk);
	desk_look_well(&desk);
	fake_transport_fail(desk.transport,
		fake_transport_find(desk.transport, "PUT", DESK_RESEND),
		ERROR_LOST);
	desk_run(&desk);
	assert_int_equal(action->result, ACTION_UNKNOWN);
	assert_true(store_is_unsettled(desk.store, "900101"));
	assert_int_equal(store_unsettled_count(desk.store), 1);
	assert_int_equal(desk_order(&desk)->unsettled, action->journal_id);
	assert_string_equal(desk_order(&desk)->unsettled_agent, "mira");
	assert_string_equal(desk_order(&desk)->unsettled_host, "jump1");
	assert_string_equal(
		desk_order(&desk)->unsettled_action, JOURNAL_RESEND_APPROVAL);
	assert_false(desk_order(&desk)->last.known);
	/* A refresh does not forget it. */
	store_order_open(desk.store, "900101", true);
	desk_look_well(&desk);
	assert_int_equal(desk_order(&desk)->unsettled, action->journal_id);
	/* Another one is not sent. */
	action = desk_act(&desk);
	desk_look_well(&desk);
	assert_int_equal(action->result, ACTION_UNSETTLED);
	assert_int_equal(desk_sent(&desk, "PUT", "*"), 1);
	store_settle(desk.store, desk_order(&desk)->unsettled, JOURNAL_SENT,
		NULL, NULL);
	desk_run(&desk);
	assert_false(store_is_unsettled(desk.store, "900101"));
	assert_int_equal(desk_order(&desk)->unsettled, 0);
	assert_true(desk_order(&desk)->last.known); /* as it went out */
	desk_close(&desk);
}

static void on_settled(void *data, const struct error *error)
{
	*(enum error_kind *)data = error->kind;
}

static void test_settle_refused(void **state)
{
	enum error_kind kind = ERROR_NONE;
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	desk_add_record(&desk, JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 60);
	store_settle(desk.store, 1, JOURNAL_NOT_SENT, on_settled, &kind);
	assert_int_equal(kind, ERROR_NONE);
	desk_run(&desk);
	assert_int_equal(kind, ERROR_STATE);
	store_settle(desk.store, 1, JOURNAL_NOT_SENT, on_settled, &kind);
	desk_close(&desk); /* with one under way */
}

/* What another process left behind is shown from the start. */
static void test_unsettled_at_the_start(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	desk_add_record(&desk, JOURNAL_UNKNOWN, JOURNAL_RESEND_APPROVAL, 86400);
	desk_add_record(&desk, JOURNAL_UNKNOWN, JOURNAL_RESEND_ISSUANCE, 3600);
	store_start(desk.store);
	desk_run(&desk);
	assert_true(store_is_unsettled(desk.store, "900101"));
	assert_int_equal(store_unsettled_count(desk.store), 1);
	store_order_open(desk.store, "900101", false);
	desk_run(&desk);
	assert_int_equal(desk_order(&desk)->unsettled, 2); /* the newest */
	assert_string_equal(desk_order(&desk)->unsettled_agent, "kai");
	assert_string_equal(desk_order(&desk)->unsettled_host, "jump2");
	desk_close(&desk);

	/* A note whose outcome is unknown has voided nothing. */
	desk_open_store(&desk);
	desk_add_record(&desk, JOURNAL_UNKNOWN, JOURNAL_NOTE, 60);
	store_start(desk.store);
	desk_run(&desk);
	assert_int_equal(store_unsettled_count(desk.store), 0);
	desk_close(&desk);
}

static void test_unknown_and_not_recorded(void **state)
{
	struct desk desk;
	struct action *action;

	(void)state;
	desk_open_store(&desk);
	desk_open_order(&desk);
	action = desk_act(&desk);
	desk_look_well(&desk);
	memory_journal_fail_finish(desk.journal, true);
	desk_reply(&desk, "PUT", DESK_RESEND, 500, "");
	assert_int_equal(action->result, ACTION_UNKNOWN);
	assert_true(action->outcome_not_recorded);
	assert_true(store_is_unsettled(desk.store, "900101"));
	/* The journal does not say so, but we know. */
	store_order_open(desk.store, "900101", true);
	store_start(desk.store);
	desk_run(&desk);
	assert_true(store_is_unsettled(desk.store, "900101"));
	assert_int_equal(desk_order(&desk)->unsettled, action->journal_id);
	/* Nor can it be settled: to the journal it is still being sent. */
	store_settle(desk.store, action->journal_id, JOURNAL_SENT, NULL, NULL);
	desk_run(&desk);
	assert_true(store_is_unsettled(desk.store, "900101"));
	desk_close(&desk);
}

static void test_refused_for_lack_of_permission(void **state)
{
	struct action_request request = desk_approval();
	struct desk desk;
	struct error error;
	char reason[200];

	(void)state;
	desk_open_store(&desk);
	desk_act(&desk);
	desk_look_well(&desk);
	desk_reply(&desk, "PUT", DESK_RESEND, 403, NO_RIGHT);
	assert_false(store_may_write(desk.store, reason, sizeof(reason)));
	assert_non_null(strstr(reason, "No rights."));
	assert_true(store_account(desk.store)->read_only);
	assert_null(store_act(desk.store, &request, &error));
	assert_int_equal(error.kind, ERROR_PERMISSION);
	desk_close(&desk);
}

static void test_refused_otherwise(void **state)
{
	struct desk desk;
	char reason[200];

	(void)state;
	desk_open_store(&desk);
	desk_act(&desk);
	desk_look_well(&desk);
	desk_reply(&desk, "PUT", DESK_RESEND, 400, "");
	assert_true(store_may_write(desk.store, reason, sizeof(reason)));
	desk_act(&desk); /* may be tried again */
	desk_close(&desk);
}

static void test_no_journal(void **state)
{
	struct action_request request = desk_approval();
	struct desk desk;
	struct error error;
	enum error_kind settled = ERROR_NONE;
	char reason[200];

	(void)state;
	desk_open_store(&desk);
	store_free(desk.store);
	error_set(&error, ERROR_JOURNAL, "The journal cannot be opened.");
	desk.store = store_new(fake_loop_loop(desk.loop), desk.api, NULL,
		&error, &desk_options);
	assert_null(store_journal(desk.store));
	assert_false(store_may_write(desk.store, reason, sizeof(reason)));
	assert_string_equal(reason, "The journal cannot be opened.");
	assert_null(store_act(desk.store, &request, &error));
	assert_int_equal(error.kind, ERROR_JOURNAL);
	/* Everything else works. */
	store_start(desk.store);
	store_list_open(desk.store, &(struct order_query){.descending = true});
	store_list_refresh(desk.store);
	desk_open_order(&desk);
	assert_int_equal(
		desk_order(&desk)->history_state.error.kind, ERROR_JOURNAL);
	store_settle(desk.store, 1, JOURNAL_SENT, on_settled, &settled);
	desk_run(&desk);
	assert_int_equal(settled, ERROR_JOURNAL);
	store_settle(desk.store, 1, JOURNAL_SENT, on_settled, &settled);
	desk_close(&desk);
}

/* A mail is sent by a store that writes a note of it, which is under way. */
static void send_with_note(struct desk *desk)
{
	struct store_options options = desk_options;

	options.note_on_resend = true;
	desk_open_store_with(desk, &options);
	desk_open_order(desk);
	desk_act(desk);
	desk_look_well(desk);
	assert_int_equal(desk_sent(desk, "POST", "*"), 0);
	desk_reply(desk, "PUT", DESK_RESEND, 204, NULL);
}

static void test_note_on_resend(void **state)
{
	const struct fake_transport_request *request;
	struct desk desk;

	(void)state;
	send_with_note(&desk);
	request = fake_transport_find(desk.transport, "POST", DESK_NOTES);
	assert_non_null(request);
	assert_string_equal(request->body,
		"{\"text\":\"[certdesk] approval mail resent to "
		"ana@example.com, ben@example.com by mira@jump1 "
		"2026-11-20T14:02:11Z\"}");
	desk_reply(&desk, "POST", DESK_NOTES, 201, "{}");
	/* The notes are read again, and do not outdo the record. */
	desk_reply(&desk, "GET", DESK_NOTES, 200,
		"{\"notes\":[{\"text\":\"[certdesk] approval mail resent to "
		"ana@example.com, ben@example.com by mira@jump1 "
		"2026-11-20T14:02:11Z\"}]}");
	assert_false(desk_order(&desk)->last.from_note);
	assert_int_equal(desk_sent(&desk, "PUT", "*"), 1);
	assert_int_equal(desk_sent(&desk, "POST", "*"), 1);
	desk_close(&desk);
}

/* It has voided nothing: there is nothing for a person to settle. */
static void test_note_that_is_unknown(void **state)
{
	struct desk desk;

	(void)state;
	send_with_note(&desk);
	/* Not even when the journal cannot be told. */
	memory_journal_fail_finish(desk.journal, true);
	desk_reply(&desk, "POST", DESK_NOTES, 500, "");
	assert_int_equal(store_actions_running(desk.store), 0);
	assert_int_equal(
		store_action_of(desk.store, "900101", JOURNAL_NOTE)->result,
		ACTION_UNKNOWN);
	assert_false(store_is_unsettled(desk.store, "900101"));
	assert_int_equal(desk_order(&desk)->unsettled, 0);
	desk_close(&desk);
}

static struct action *note_on(struct desk *desk, const char *order_id)
{
	struct action_request request = {
		.kind = JOURNAL_NOTE, .order_id = order_id, .text = "x"};
	struct error error;
	struct action *action = store_act(desk->store, &request, &error);

	assert_non_null(action);
	desk_run(desk);
	return action;
}

/* A day has more of them than need to be known. */
static void test_few_are_kept(void **state)
{
	struct desk desk;
	struct action *running, *unknown;

	(void)state;
	desk_open_store(&desk);
	running = note_on(&desk, "900102");
	unknown = note_on(&desk, "900101");
	desk_reply(&desk, "POST", DESK_NOTES, 500, "");
	assert_int_equal(unknown->result, ACTION_UNKNOWN);
	for (int i = 0; i < 3 * STORE_ACTIONS_KEPT; i++) {
		struct action *action = note_on(&desk, "900101");

		assert_int_equal(store_action_last(desk.store), i + 3);
		assert_ptr_equal(store_action(desk.store, i + 3), action);
		desk_reply(&desk, "POST", DESK_NOTES, 201, "");
		assert_int_equal(action->result, ACTION_SENT);
	}
	note_on(&desk, "900103");
	assert_null(store_action(desk.store, 2 + 2 * STORE_ACTIONS_KEPT));
	assert_non_null(store_action(desk.store, 3 + 2 * STORE_ACTIONS_KEPT));
	assert_int_equal(store_actions_running(desk.store), 2);
	/* These are news still. */
	assert_ptr_equal(store_action(desk.store, 1), running);
	assert_ptr_equal(store_action(desk.store, 2), unknown);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_act),
		cmocka_unit_test(test_renewed),
		cmocka_unit_test(test_rights_not_known_yet),
		cmocka_unit_test(test_cancelled_before_rights),
		cmocka_unit_test(test_no_organizations),
		cmocka_unit_test(test_look_is_taken_over),
		cmocka_unit_test(test_look_at_another_order),
		cmocka_unit_test(test_unknown_until_settled),
		cmocka_unit_test(test_settle_refused),
		cmocka_unit_test(test_unsettled_at_the_start),
		cmocka_unit_test(test_unknown_and_not_recorded),
		cmocka_unit_test(test_refused_for_lack_of_permission),
		cmocka_unit_test(test_refused_otherwise),
		cmocka_unit_test(test_no_journal),
		cmocka_unit_test(test_note_on_resend),
		cmocka_unit_test(test_note_that_is_unknown),
		cmocka_unit_test(test_few_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
