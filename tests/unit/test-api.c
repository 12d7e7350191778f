/* SPDX-License-Identifier: MIT
 *
 * The calls: the meaning of statuses, endpoints and their answers, giving up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/calls.h"

#define HOUR (INT64_C(3600) * 1000)

/* -- the meaning of a status -- */

struct status_case {
	int status;
	const char *body;
	bool html;
	enum error_kind kind;
	enum api_outcome outcome;
	const char *part, *code;
};

#define ERRORS(code, message)                                                  \
	"{\"errors\":[{\"code\":\"" code "\",\"message\":\"" message "\"}]}"

static const struct status_case statuses[] = {
	{200, "{}", false, ERROR_NONE, API_SENT, "", ""},
	{200, "<html>", true, ERROR_NONE, API_SENT, "", ""},
	{201, "", false, ERROR_NONE, API_SENT, "", ""},
	{204, "", false, ERROR_NONE, API_SENT, "", ""},
	{301, "", false, ERROR_REDIRECT, API_UNKNOWN, "HTTP 301", ""},
	{307, "", false, ERROR_REDIRECT, API_UNKNOWN, "not followed", ""},
	{400, ERRORS("bad_request_format", "Bad body."), false, ERROR_REFUSED,
		API_REFUSED, "it (HTTP 400, bad_request_format): Bad body.",
		"bad_request_format"},
	{401, "", false, ERROR_KEY, API_REFUSED, "API key", ""},
	{403,
		ERRORS("access_denied|access_denied_invalid_key",
			"Access denied."),
		false, ERROR_KEY, API_REFUSED, "invalid_key): Access denied.",
		"access_denied|access_denied_invalid_key"},
	{403, "<html>blocked</html>", true, ERROR_KEY, API_REFUSED,
		"refused (HTTP 403): no words in JSON, perhaps from a "
		"proxy in between. Check",
		""},
	{403, ERRORS("access_denied|missing_permission", "No rights."), false,
		ERROR_PERMISSION, API_REFUSED, "permission): No rights.",
		"access_denied|missing_permission"},
	{401, ERRORS("access_denied|missing_permission", "No rights."), false,
		ERROR_PERMISSION, API_REFUSED, "permission): No rights.",
		"access_denied|missing_permission"},
	{404, ERRORS("not_found|order", "No such order."), false,
		ERROR_NOT_FOUND, API_REFUSED,
		"(HTTP 404, not_found|order): No such order.",
		"not_found|order"},
	{408, "", false, ERROR_TIMEOUT, API_UNKNOWN, "HTTP 408", ""},
	{409, ERRORS("conflict", "Not now."), false, ERROR_REFUSED, API_REFUSED,
		"(HTTP 409, conflict): Not now.", "conflict"},
	{400, ERRORS("odd", "Wait ..."), false, ERROR_REFUSED, API_REFUSED,
		"it (HTTP 400, odd): Wait ...", "odd"},
	{400, ERRORS("odd", "Bad body"), false, ERROR_REFUSED, API_REFUSED,
		"it (HTTP 400, odd): Bad body.", "odd"},
	{400, ERRORS("no_words", ""), false, ERROR_REFUSED, API_REFUSED,
		"refused it (HTTP 400, no_words).", "no_words"},
	{422, "nonsense", false, ERROR_REFUSED, API_REFUSED, "HTTP 422", ""},
	{429, ERRORS("request_limit_exceeded", "Service unavailable."), false,
		ERROR_LIMITED, API_REFUSED,
		"exceeded): Service unavailable. Wait a little.",
		"request_limit_exceeded"},
	{500, ERRORS("oops", "Broken."), false, ERROR_SERVER, API_UNKNOWN,
		"(HTTP 500, oops): Broken. Try again", "oops"},
	{502, "<html>", true, ERROR_SERVER, API_UNKNOWN, "HTTP 502", ""},
	{503, "", false, ERROR_SERVER, API_UNKNOWN, "HTTP 503", ""},
	{504, "", false, ERROR_SERVER, API_UNKNOWN, "HTTP 504", ""},
	{100, "", false, ERROR_FORMAT, API_UNKNOWN, "no sense", ""},
	{700, "", false, ERROR_FORMAT, API_UNKNOWN, "no sense", ""},
};

static void test_statuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
		const struct status_case *c = &statuses[i];
		struct transport_response response = {.status = c->status,
			.body = c->body,
			.len = strlen(c->body),
			.is_json = !c->html && *c->body != '\0',
			.may_be_sent = true};
		struct error error = {.kind = ERROR_NONE};
		bool ok = api_status_to_error(&response, false, &error);

		if (strstr(error.text, c->part) == NULL)
			print_error("%d: %s\n", c->status, error.text);
		assert_int_equal(ok, c->kind == ERROR_NONE);
		assert_int_equal(error.kind, c->kind);
		assert_non_null(strstr(error.text, c->part));
		assert_string_equal(error.code, c->code);
		assert_int_equal(error.status, ok ? 0 : c->status);
		assert_int_equal(api_outcome_of(&response), c->outcome);
	}
}

/* "Try again" is what must not be said of a mail that may have gone out. */
static void test_advice(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
		struct transport_response response = {
			.status = statuses[i].status, .body = ""};
		struct error error = {.kind = ERROR_NONE};

		if (statuses[i].outcome != API_UNKNOWN)
			continue;
		assert_false(api_status_to_error(&response, true, &error));
		assert_null(strstr(error.text, "ry again"));
		assert_string_equal(strchr(error.text, ')'), ").");
	}
}

static void test_no_answer(void **state)
{
	static const struct {
		enum error_kind kind;
		bool may_be_sent;
		enum api_outcome outcome;
	} cases[] = {
		{ERROR_CONNECT, false, API_NOT_SENT},
		{ERROR_TLS, false, API_NOT_SENT},
		{ERROR_LOST, true, API_UNKNOWN},
		{ERROR_TIMEOUT, true, API_UNKNOWN},
		{ERROR_TOO_LARGE, true, API_UNKNOWN},
		{ERROR_NONE, true, API_UNKNOWN},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct transport_response response = {
			.body = "", .may_be_sent = cases[i].may_be_sent};
		struct error error = {.kind = ERROR_NONE};

		if (cases[i].kind != ERROR_NONE)
			error_set(&response.error, cases[i].kind, "words");
		assert_false(api_status_to_error(&response, true, &error));
		assert_int_equal(error.kind, cases[i].kind == ERROR_NONE
						     ? ERROR_LOST
						     : cases[i].kind);
		assert_int_equal(api_outcome_of(&response), cases[i].outcome);
	}
}

/* -- endpoints -- */

struct endpoint_case {
	enum api_endpoint endpoint;
	const char *method, *path;
	bool write;
};

static const struct endpoint_case endpoint_cases[] = {
	{API_LIST_ORDERS, "GET", "/order/certificate", false},
	{API_ORDER_INFO, "GET", DESK_INFO, false},
	{API_ORDER_VALIDATION, "GET", DESK_INFO "/validation", false},
	{API_ORDER_NOTES, "GET", DESK_INFO "/note", false},
	{API_EMAIL_VALIDATION, "GET", DESK_INFO "/email-validation", false},
	{API_ACCOUNT, "GET", "/account", false},
	{API_USER_ME, "GET", "/user/me", false},
	{API_RESEND_APPROVAL, "PUT", DESK_RESEND, true},
	{API_ADD_NOTE, "POST", DESK_INFO "/note", true},
	{API_STATUS_CHANGES, "GET", DESK_LIST "/status-changes", false},
	{API_REISSUES, "GET", DESK_INFO "/reissue", false},
	{API_DUPLICATES, "GET", DESK_INFO "/duplicate", false},
	{API_GUEST_ACCESS, "GET", "/account/guest-access", false},
	{API_USERS, "GET", "/user", false},
	{API_ORGANIZATION, "GET", "/organization/8801", false},
	{API_ORGANIZATION_VALIDATIONS, "GET", "/organization/8801/validation",
		false},
	{API_RESEND_DCV, "PUT", DESK_INFO "/resend-emails", true},
	{API_RESEND_DOMAIN_DCV, "PUT", "/domain/8801/dcv/emails", true},
	{API_CHECK_DCV, "PUT", DESK_INFO "/check-dcv", true},
	{API_CHECK_DOMAIN_DCV, "PUT", "/domain/8801/dcv/validate-token", true},
	{API_SUBMIT_VALIDATION, "POST", "/organization/8801/validation", true},
	{API_SEND_CERTIFICATE, "PUT", "/certificate/8801/sendemail", true},
	{API_SET_ADDITIONAL_EMAILS, "PUT", DESK_INFO "/additional-emails",
		true},
	{API_SET_CONTACT, "PUT", DESK_INFO "/contact", true},
	{API_SET_USER_ACCESS, "PUT", DESK_INFO "/user-access", true},
	{API_SET_GUEST_ACCESS, "PUT", DESK_INFO "/guest-access", true},
	{API_SET_STATUS, "PUT", DESK_INFO "/status", true},
	{API_SET_RENEWAL_NOTICES, "PUT", DESK_INFO "/renewal-emails/enable",
		true},
};

static void test_endpoints(void **state)
{
	struct desk desk;

	(void)state;
	calls_open(&desk);
	for (size_t i = 0; i < ARRAY_LEN(endpoint_cases); i++) {
		const struct endpoint_case *c = &endpoint_cases[i];
		struct calls_answer answer = {.count = 0};
		const struct fake_transport_request *request;

		calls_get(&desk, c->endpoint, &answer);
		request =
			fake_transport_find(desk.transport, c->method, c->path);
		assert_non_null(request);
		assert_int_equal(request->write, c->write);
		assert_false(request->from_root);
		fake_transport_reply(
			desk.transport, request, 200, "{\"id\":900101}");
		assert_int_equal(answer.count, 0); /* never from within */
		desk_run(&desk);
		assert_int_equal(answer.count, 1);
		assert_true(answer.ok);
		assert_int_equal(
			answer.outcome, c->write ? API_SENT : API_NO_WRITE);
	}
	assert_int_equal(api_active(desk.api), 0);
	desk_close(&desk);
}

static void test_query_and_body(void **state)
{
	struct desk desk;
	struct calls_answer answer = {.count = 0};
	struct api_request request = {.endpoint = API_LIST_ORDERS,
		.priority = API_USER,
		.query = "limit=100&offset=200"};

	(void)state;
	calls_open(&desk);
	api_send(desk.api, &request, calls_on_answer, &answer);
	calls_put(&desk, &answer);
	assert_string_equal(fake_transport_at(desk.transport, 0)->path,
		"/order/certificate?limit=100&offset=200");
	assert_null(fake_transport_at(desk.transport, 0)->body);
	assert_string_equal(fake_transport_at(desk.transport, 1)->body,
		"{\"emails\":[\"ana@example.com\"]}");
	desk_close(&desk);
}

struct decode_case {
	enum api_endpoint endpoint;
	int status;
	const char *body;
	bool html, ok;
	const char *part;
};

static const struct decode_case decode_cases[] = {
	{API_LIST_ORDERS, 200, "{\"page\":{\"total\":7}}", false, true, ""},
	{API_LIST_ORDERS, 204, "", false, true, ""},
	{API_LIST_ORDERS, 204, "not to be parsed", false, true, ""},
	{API_LIST_ORDERS, 200, "", false, false, "with nothing"},
	{API_LIST_ORDERS, 200, "<html>Down</html>", true, false, "(HTML?)"},
	{API_LIST_ORDERS, 200, "{\"orders\":[{\"id\":1},{\"i", false, false,
		""},
	{API_LIST_ORDERS, 200, "\"text\"", false, false, ""},
	{API_ORDER_INFO, 200, "{\"id\":900101}", false, true, ""},
	{API_ORDER_INFO, 204, "", false, false, "with nothing"},
	{API_ORDER_INFO, 200, "{}", false, false, "not an order"},
	{API_ORDER_INFO, 200, "[]", false, false, ""},
	{API_ORDER_VALIDATION, 200, "", false, false, "with nothing"},
	{API_ORDER_NOTES, 204, "", false, true, ""},
	{API_ACCOUNT, 200, "<html>", true, false, "not JSON"},
};

static void test_decoding(void **state)
{
	struct desk desk;

	(void)state;
	calls_open(&desk);
	for (size_t i = 0; i < ARRAY_LEN(decode_cases); i++) {
		const struct decode_case *c = &decode_cases[i];
		struct calls_answer answer = {.count = 0};
		struct transport_response response = {.status = c->status,
			.body = c->body,
			.is_json = !c->html,
			.may_be_sent = true};

		calls_get(&desk, c->endpoint, &answer);
		fake_transport_respond(desk.transport,
			fake_transport_unanswered(desk.transport), &response);
		desk_run(&desk);
		if (answer.ok != c->ok)
			print_error("case %zu: %s\n", i, answer.text);
		assert_int_equal(answer.count, 1);
		assert_int_equal(answer.ok, c->ok);
		if (!c->ok) {
			assert_int_equal(answer.kind, ERROR_FORMAT);
			assert_non_null(strstr(answer.text, c->part));
		}
	}
	/* Each was asked once: what cannot be read is not asked again. */
	fake_loop_advance(desk.loop, HOUR);
	assert_int_equal(
		fake_transport_count(desk.transport), ARRAY_LEN(decode_cases));
	desk_close(&desk);
}

static void test_bad_order_id(void **state)
{
	static const char *const ids[] = {"", "..", "1/2", "1?x=y", "a b",
		"12345678901234567890123456789012345", NULL};
	struct desk desk;

	(void)state;
	calls_open(&desk);
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		struct calls_answer answer = {.count = 0};
		struct api_request request = {.endpoint = API_RESEND_APPROVAL,
			.order_id = ids[i],
			.body = "{}"};

		api_send(desk.api, &request, calls_on_answer, &answer);
		assert_int_equal(answer.count, 0);
		desk_run(&desk);
		assert_int_equal(answer.count, 1);
		assert_int_equal(answer.kind, ERROR_USAGE);
		assert_int_equal(answer.outcome, API_NOT_SENT);
	}
	assert_int_equal(fake_transport_count(desk.transport), 0);
	desk_close(&desk);
}

static void test_issuance(void **state)
{
	static const struct {
		const char *setting, *method; /* NULL: counts as not set */
	} cases[] = {
		{NULL, NULL},
		{"", NULL},
		{"GET /x/{order_id}", NULL},
		{"PUT x/{order_id}", NULL},
		{"PUT /x/{order_id}/mail/{order_id}", "PUT"},
		{"POST /x/{order_id}/mail/{order_id}", "POST"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct api_options options = {
			.issuance_resend = cases[i].setting, .seed = 1};
		struct calls_answer answer = {.count = 0};
		struct desk desk;

		desk_open(&desk, &options);
		assert_int_equal(api_has_issuance_resend(desk.api),
			cases[i].method != NULL);
		calls_get(&desk, API_RESEND_ISSUANCE, &answer);
		if (cases[i].method != NULL) {
			const struct fake_transport_request *request =
				fake_transport_find(desk.transport,
					cases[i].method,
					"/x/900101/mail/900101");

			assert_non_null(request);
			assert_true(request->from_root);
			assert_true(request->write);
			fake_transport_reply(
				desk.transport, request, 204, NULL);
		}
		assert_int_equal(answer.count, 0);
		desk_run(&desk);
		assert_int_equal(answer.count, 1);
		assert_int_equal(answer.outcome,
			cases[i].method != NULL ? API_SENT : API_NOT_SENT);
		desk_close(&desk);
	}
}

/* -- cancelling -- */

static void test_cancel(void **state)
{
	struct calls_answer answer = {.count = 0};
	struct api_call *call;
	struct desk desk;

	(void)state;
	calls_open(&desk);
	/* Under way. */
	call = calls_put(&desk, &answer);
	assert_true(api_cancel(call));
	assert_int_equal(fake_transport_at(desk.transport, 0)->state,
		FAKE_TRANSPORT_CANCELLED);
	/* Answered, but the answer has not come yet. */
	call = calls_put(&desk, &answer);
	fake_transport_reply(desk.transport,
		fake_transport_unanswered(desk.transport), 204, NULL);
	assert_true(api_cancel(call));
	/* Between two tries. */
	call = calls_get(&desk, API_ACCOUNT, &answer);
	fake_transport_reply(desk.transport,
		fake_transport_unanswered(desk.transport), 503, NULL);
	fake_loop_turn(desk.loop);
	assert_true(api_cancel(call));
	/* Refused by ourselves. */
	call = calls_get(&desk, API_RESEND_ISSUANCE, &answer);
	assert_false(api_cancel(call));
	fake_loop_advance(desk.loop, HOUR);
	assert_int_equal(answer.count, 0);
	assert_int_equal(api_active(desk.api), 0);
	assert_int_equal(fake_transport_count(desk.transport), 3);
	desk_close(&desk);
}

/* Its place is taken at once by the next one. */
static void test_cancel_lets_the_next_go(void **state)
{
	struct calls_answer answer = {.count = 0};
	struct api_call *first;
	struct desk desk;

	(void)state;
	calls_open(&desk);
	first = calls_background(&desk, &answer);
	for (int i = 0; i < 3; i++)
		calls_background(&desk, &answer);
	assert_int_equal(fake_transport_count(desk.transport), 3);
	api_cancel(first);
	assert_int_equal(fake_transport_count(desk.transport), 4);
	desk_close(&desk);
}

static void test_free_with_all_kinds_under_way(void **state)
{
	struct calls_answer answer = {.count = 0};
	struct desk desk;

	(void)state;
	calls_open(&desk);
	calls_get(&desk, API_RESEND_ISSUANCE, &answer);
	calls_get(&desk, API_ORDER_INFO, &answer);
	fake_transport_reply(desk.transport,
		fake_transport_unanswered(desk.transport), 503, NULL);
	fake_loop_turn(desk.loop);
	for (int i = 0; i < 60; i++)
		calls_get(&desk, API_ACCOUNT, &answer);
	answer.count = 0;
	api_free(desk.api);
	desk.api = NULL;
	fake_loop_advance(desk.loop, HOUR);
	assert_int_equal(answer.count, 0);
	desk_close(&desk);
}

static void free_api(void *data, struct api_result *result UNUSED)
{
	struct desk *desk = data;

	api_free(desk->api);
	desk->api = NULL;
}

static void test_free_within_an_answer(void **state)
{
	struct api_request request = {.endpoint = API_ORDER_INFO,
		.priority = API_USER,
		.order_id = "900101"};
	struct desk desk;

	(void)state;
	calls_open(&desk);
	api_send(desk.api, &request, free_api, &desk);
	fake_transport_reply(desk.transport,
		fake_transport_unanswered(desk.transport), 200,
		"{\"id\":900101}");
	desk_run(&desk);
	assert_null(desk.api);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_advice),
		cmocka_unit_test(test_no_answer),
		cmocka_unit_test(test_endpoints),
		cmocka_unit_test(test_query_and_body),
		cmocka_unit_test(test_decoding),
		cmocka_unit_test(test_bad_order_id),
		cmocka_unit_test(test_issuance),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_cancel_lets_the_next_go),
		cmocka_unit_test(test_free_with_all_kinds_under_way),
		cmocka_unit_test(test_free_within_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
