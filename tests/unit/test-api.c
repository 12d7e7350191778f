/* SPDX-License-Identifier: MIT
 *
 * The calls: meaning of statuses, what is tried again and when, the budget,
 * and above all that a write is handed over once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api-budget.h"
#include "api.h"
#include "attr.h"
#include "tests/support/fake-loop.h"
#include "tests/support/fake-transport.h"

#define RESEND "/order/certificate/900101/order-approval/resend-emails"
#define INFO   "/order/certificate/900101"
#define HOUR   (INT64_C(3600) * 1000)

struct fixture {
	struct fake_loop *loop;
	struct fake_transport *transport;
	struct api *api;
};

struct answer {
	int count;
	bool ok;
	enum error_kind kind;
	enum api_outcome outcome;
	int status;
	char text[ERROR_TEXT_SIZE], code[ERROR_CODE_SIZE];
	long total;
	char id[ORDER_ID_SIZE];
};

static void on_answer(void *data, struct api_result *result)
{
	struct answer *answer = data;

	answer->count++;
	answer->ok = result->ok;
	answer->kind = result->error.kind;
	answer->outcome = result->outcome;
	answer->status = result->status;
	memcpy(answer->text, result->error.text, sizeof(answer->text));
	memcpy(answer->code, result->error.code, sizeof(answer->code));
	if (result->page != NULL)
		answer->total = result->page->total;
	if (result->details != NULL)
		memcpy(answer->id, result->details->head.id,
			strlen(result->details->head.id) + 1);
}

static void open_with(struct fixture *f, const struct api_options *options)
{
	struct loop *loop;

	f->loop = fake_loop_new();
	loop = fake_loop_loop(f->loop);
	f->transport = fake_transport_new(loop);
	f->api = api_new(loop, fake_transport_transport(f->transport), options);
}

static void set_up(struct fixture *f)
{
	open_with(f, &(struct api_options){.retry_connect = true, .seed = 42});
}

static void tear_down(struct fixture *f)
{
	api_free(f->api);
	fake_transport_free(f->transport);
	fake_loop_free(f->loop);
}

static struct api_call *
get(struct fixture *f, enum api_endpoint endpoint, struct answer *answer)
{
	struct api_request request = {.endpoint = endpoint,
		.priority = API_USER,
		.order_id = "900101"};

	return api_send(f->api, &request, on_answer, answer);
}

static struct api_call *background(struct fixture *f, struct answer *answer)
{
	struct api_request request = {
		.endpoint = API_ORDER_VALIDATION, .order_id = "900101"};

	return api_send(f->api, &request, on_answer, answer);
}

static struct api_call *put(struct fixture *f, struct answer *answer)
{
	struct api_request request = {.endpoint = API_RESEND_APPROVAL,
		.priority = API_USER,
		.order_id = "900101",
		.body = "{\"emails\":[\"ana@example.com\"]}"};

	return api_send(f->api, &request, on_answer, answer);
}

/* Answer whatever waits, all with this status. */
static void answer_all(struct fixture *f, int status, const char *body)
{
	const struct fake_transport_request *request;

	while ((request = fake_transport_unanswered(f->transport)) != NULL)
		fake_transport_reply(f->transport, request, status, body);
	fake_loop_run_ready(f->loop);
}

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
		API_REFUSED, "Bad body. (HTTP 400, bad_request_format)",
		"bad_request_format"},
	{401, "", false, ERROR_KEY, API_REFUSED, "API key", ""},
	{403,
		ERRORS("access_denied|access_denied_invalid_key",
			"Access denied."),
		false, ERROR_KEY, API_REFUSED, "Access denied.",
		"access_denied|access_denied_invalid_key"},
	{403, "<html>blocked</html>", true, ERROR_KEY, API_REFUSED,
		"refused: no words in JSON, perhaps from a proxy", ""},
	{403, ERRORS("access_denied|missing_permission", "No rights."), false,
		ERROR_PERMISSION, API_REFUSED, "No rights.",
		"access_denied|missing_permission"},
	{401, ERRORS("access_denied|missing_permission", "No rights."), false,
		ERROR_PERMISSION, API_REFUSED, "No rights.",
		"access_denied|missing_permission"},
	{404, ERRORS("not_found|order", "No such order."), false,
		ERROR_NOT_FOUND, API_REFUSED, "No such order.",
		"not_found|order"},
	{408, "", false, ERROR_TIMEOUT, API_UNKNOWN, "HTTP 408", ""},
	{409, ERRORS("conflict", "Not now."), false, ERROR_REFUSED, API_REFUSED,
		"Not now.", "conflict"},
	{422, "nonsense", false, ERROR_REFUSED, API_REFUSED, "HTTP 422", ""},
	{429, ERRORS("request_limit_exceeded", "Service unavailable."), false,
		ERROR_LIMITED, API_REFUSED, "Service unavailable.",
		"request_limit_exceeded"},
	{500, ERRORS("oops", "Broken."), false, ERROR_SERVER, API_UNKNOWN,
		"Broken.", "oops"},
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
	{API_ORDER_INFO, "GET", INFO, false},
	{API_ORDER_VALIDATION, "GET", INFO "/validation", false},
	{API_ORDER_NOTES, "GET", INFO "/note", false},
	{API_EMAIL_VALIDATION, "GET", INFO "/email-validation", false},
	{API_ACCOUNT, "GET", "/account", false},
	{API_USER_ME, "GET", "/user/me", false},
	{API_RESEND_APPROVAL, "PUT", RESEND, true},
	{API_ADD_NOTE, "POST", INFO "/note", true},
};

static void test_endpoints(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	for (size_t i = 0; i < ARRAY_LEN(endpoint_cases); i++) {
		const struct endpoint_case *c = &endpoint_cases[i];
		struct answer answer = {.count = 0};
		const struct fake_transport_request *request;

		get(&f, c->endpoint, &answer);
		request = fake_transport_find(f.transport, c->method, c->path);
		assert_non_null(request);
		assert_int_equal(request->write, c->write);
		assert_false(request->from_root);
		fake_transport_reply(
			f.transport, request, 200, "{\"id\":900101}");
		assert_int_equal(answer.count, 0); /* never from within */
		fake_loop_run_ready(f.loop);
		assert_int_equal(answer.count, 1);
		assert_true(answer.ok);
		assert_int_equal(
			answer.outcome, c->write ? API_SENT : API_NO_WRITE);
	}
	assert_int_equal(api_active(f.api), 0);
	tear_down(&f);
}

static void test_query_and_body(void **state)
{
	struct fixture f;
	struct answer answer = {.count = 0};
	struct api_request request = {.endpoint = API_LIST_ORDERS,
		.priority = API_USER,
		.query = "limit=100&offset=200"};

	(void)state;
	set_up(&f);
	api_send(f.api, &request, on_answer, &answer);
	put(&f, &answer);
	assert_string_equal(fake_transport_at(f.transport, 0)->path,
		"/order/certificate?limit=100&offset=200");
	assert_null(fake_transport_at(f.transport, 0)->body);
	assert_string_equal(fake_transport_at(f.transport, 1)->body,
		"{\"emails\":[\"ana@example.com\"]}");
	tear_down(&f);
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
	struct fixture f;

	(void)state;
	set_up(&f);
	for (size_t i = 0; i < ARRAY_LEN(decode_cases); i++) {
		const struct decode_case *c = &decode_cases[i];
		struct answer answer = {.count = 0};
		struct transport_response response = {.status = c->status,
			.body = c->body,
			.is_json = !c->html,
			.may_be_sent = true};

		get(&f, c->endpoint, &answer);
		fake_transport_respond(f.transport,
			fake_transport_unanswered(f.transport), &response);
		fake_loop_run_ready(f.loop);
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
	fake_loop_advance(f.loop, HOUR);
	assert_int_equal(
		fake_transport_count(f.transport), ARRAY_LEN(decode_cases));
	tear_down(&f);
}

static void test_bad_order_id(void **state)
{
	static const char *const ids[] = {"", "..", "1/2", "1?x=y", "a b",
		"12345678901234567890123456789012345", NULL};
	struct fixture f;

	(void)state;
	set_up(&f);
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		struct answer answer = {.count = 0};
		struct api_request request = {.endpoint = API_RESEND_APPROVAL,
			.order_id = ids[i],
			.body = "{}"};

		api_send(f.api, &request, on_answer, &answer);
		assert_int_equal(answer.count, 0);
		fake_loop_run_ready(f.loop);
		assert_int_equal(answer.count, 1);
		assert_int_equal(answer.kind, ERROR_USAGE);
		assert_int_equal(answer.outcome, API_NOT_SENT);
	}
	assert_int_equal(fake_transport_count(f.transport), 0);
	tear_down(&f);
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
		struct answer answer = {.count = 0};
		struct fixture f;

		open_with(&f, &options);
		assert_int_equal(api_has_issuance_resend(f.api),
			cases[i].method != NULL);
		get(&f, API_RESEND_ISSUANCE, &answer);
		if (cases[i].method != NULL) {
			const struct fake_transport_request *request =
				fake_transport_find(f.transport,
					cases[i].method,
					"/x/900101/mail/900101");

			assert_non_null(request);
			assert_true(request->from_root);
			assert_true(request->write);
			fake_transport_reply(f.transport, request, 204, NULL);
		}
		assert_int_equal(answer.count, 0);
		fake_loop_run_ready(f.loop);
		assert_int_equal(answer.count, 1);
		assert_int_equal(answer.outcome,
			cases[i].method != NULL ? API_SENT : API_NOT_SENT);
		tear_down(&f);
	}
}

/* -- trying again -- */

struct retry_case {
	int status;	      /* 0: no answer */
	enum error_kind kind; /* of no answer */
	bool retry_connect;
	size_t tries; /* of a GET */
};

static const struct retry_case retries[] = {
	{429, ERROR_NONE, true, 5},
	{502, ERROR_NONE, true, 5},
	{503, ERROR_NONE, true, 5},
	{504, ERROR_NONE, true, 5},
	{0, ERROR_LOST, true, 5},
	{0, ERROR_LOST, false, 5},
	{0, ERROR_CONNECT, true, 5},
	{0, ERROR_CONNECT, false, 1},
	{0, ERROR_TLS, true, 1},
	{0, ERROR_TIMEOUT, true, 1},
	{0, ERROR_TOO_LARGE, true, 1},
	{200, ERROR_NONE, true, 1},
	{204, ERROR_NONE, true, 1},
	{301, ERROR_NONE, true, 1},
	{400, ERROR_NONE, true, 1},
	{401, ERROR_NONE, true, 1},
	{403, ERROR_NONE, true, 1},
	{404, ERROR_NONE, true, 1},
	{408, ERROR_NONE, true, 1},
	{500, ERROR_NONE, true, 1},
	{501, ERROR_NONE, true, 1},
};

static void fail_all(struct fixture *f, const struct retry_case *c)
{
	const struct fake_transport_request *request;

	while ((request = fake_transport_unanswered(f->transport)) != NULL) {
		if (c->status != 0)
			fake_transport_reply(
				f->transport, request, c->status, "{}");
		else
			fake_transport_fail(f->transport, request, c->kind);
	}
}

/* Let it fail again and again for an hour; returns the requests sent. */
static size_t fail_for_long(struct fixture *f, const struct retry_case *c)
{
	for (int i = 0; i < 20; i++) {
		fail_all(f, c);
		fake_loop_advance(f->loop, HOUR / 20);
	}
	return fake_transport_count(f->transport);
}

static void test_get_is_tried_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(retries); i++) {
		struct api_options options = {
			.retry_connect = retries[i].retry_connect, .seed = 7};
		struct answer answer = {.count = 0};
		struct fixture f;
		size_t sent;

		open_with(&f, &options);
		get(&f, API_ORDER_INFO, &answer);
		sent = fail_for_long(&f, &retries[i]);
		if (sent != retries[i].tries)
			print_error("case %zu: %zu tries\n", i, sent);
		assert_int_equal(sent, retries[i].tries);
		assert_int_equal(answer.count, 1);
		tear_down(&f);
	}
}

static void test_write_is_never_tried_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(retries); i++) {
		struct answer answer = {.count = 0};
		struct fixture f;

		set_up(&f);
		put(&f, &answer);
		assert_int_equal(fail_for_long(&f, &retries[i]), 1);
		assert_int_equal(answer.count, 1);
		assert_int_equal(api_active(f.api), 0);
		tear_down(&f);
	}
}

/* Full jitter: each delay is between nothing and a bound that doubles. */
static void test_jitter(void **state)
{
	int64_t least = INT64_MAX, most = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 50; seed++) {
		struct api_options options = {.tries = 10, .seed = seed};
		struct answer answer = {.count = 0};
		struct fixture f;

		open_with(&f, &options);
		get(&f, API_ORDER_INFO, &answer);
		for (int try = 1; try < 10; try++) {
			int64_t bound = INT64_C(1000) << (try - 1);
			int64_t delay;

			fake_transport_reply(f.transport,
				fake_transport_unanswered(f.transport), 503,
				"");
			fake_loop_turn(f.loop);
			delay = fake_loop_next_timer(f.loop);
			assert_in_range(delay < 0 ? 0 : delay, 0,
				bound > 60000 ? 60000 : bound);
			if (try == 4 && delay < least)
				least = delay;
			if (try == 4 && delay > most)
				most = delay;
			fake_loop_advance(f.loop, delay < 0 ? 0 : delay);
		}
		tear_down(&f);
	}
	/* Spread over the whole of 0 to 8 s. */
	assert_true(least < 1500);
	assert_true(most > 6500);
}

struct retry_after_case {
	int status;
	int64_t asked, least, most; /* ms until the next try */
};

static const struct retry_after_case retry_afters[] = {
	{429, 5000, 5000, 6000},
	{429, 1, 1000, 2000},
	{429, INT64_C(1000000000000), 300000, 301000},
	{503, 30000, 30000, 31000},
	{503, 0, 0, 1000},
};

static void test_retry_after(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(retry_afters); i++) {
		const struct retry_after_case *c = &retry_afters[i];
		struct transport_response response = {
			.status = c->status, .retry_after_ms = c->asked};
		struct answer answer = {.count = 0};
		struct fixture f;

		set_up(&f);
		get(&f, API_ORDER_INFO, &answer);
		fake_transport_respond(f.transport,
			fake_transport_unanswered(f.transport), &response);
		if (c->least > 0) {
			fake_loop_advance(f.loop, c->least - 1);
			assert_int_equal(fake_transport_count(f.transport), 1);
			fake_loop_advance(f.loop, c->most - c->least + 1);
		} else {
			fake_loop_advance(f.loop, c->most);
		}
		assert_int_equal(fake_transport_count(f.transport), 2);
		tear_down(&f);
	}
}

static void test_tries_within(void **state)
{
	struct api_options options = {
		.tries = 3, .tries_within_ms = 5000, .seed = 3};
	struct transport_response response = {
		.status = 503, .retry_after_ms = 6000};
	struct answer answer = {.count = 0};
	struct fixture f;

	(void)state;
	open_with(&f, &options);
	get(&f, API_ORDER_INFO, &answer);
	fake_transport_respond(
		f.transport, fake_transport_unanswered(f.transport), &response);
	fake_loop_run_ready(f.loop);
	assert_int_equal(answer.count, 1); /* at once, not after 5 s */
	assert_int_equal(answer.kind, ERROR_SERVER);

	answer.count = 0;
	get(&f, API_ORDER_INFO, &answer);
	for (int i = 0; i < 100; i++) {
		fail_all(&f, &(struct retry_case){.status = 503});
		fake_loop_advance(f.loop, 100);
	}
	assert_int_equal(fake_transport_count(f.transport), 1 + 3);
	assert_int_equal(answer.count, 1);
	tear_down(&f);
}

static void test_429_pauses_all(void **state)
{
	struct transport_response response = {
		.status = 429, .retry_after_ms = 20000};
	struct answer answer = {.count = 0};
	struct fixture f;

	(void)state;
	set_up(&f);
	get(&f, API_ORDER_INFO, &answer);
	fake_transport_respond(
		f.transport, fake_transport_unanswered(f.transport), &response);
	fake_loop_run_ready(f.loop);
	assert_true(api_limited_until(f.api) > 0);
	get(&f, API_ACCOUNT, &answer);
	put(&f, &answer);
	background(&f, &answer);
	fake_loop_advance(f.loop, 19999);
	assert_int_equal(fake_transport_count(f.transport), 1);
	fake_loop_advance(f.loop, 1);
	assert_int_equal(
		fake_transport_sent(f.transport, "GET", "/account"), 1);
	assert_int_equal(fake_transport_sent(f.transport, "PUT", RESEND), 1);
	assert_int_equal(api_limited_until(f.api), 0);
	tear_down(&f);
}

static void pause_for(struct fixture *f, int64_t ms)
{
	struct transport_response response = {
		.status = 429, .retry_after_ms = ms};
	struct answer answer = {.count = 0};

	get(f, API_ORDER_INFO, &answer);
	fake_transport_respond(f->transport,
		fake_transport_unanswered(f->transport), &response);
	fake_loop_run_ready(f->loop);
}

/* Others take an intent of two minutes ago for one that nobody sends any
 * more, so a write must not lie here that long. */
static void test_write_does_not_wait_for_long(void **state)
{
	struct answer answer = {.count = 0};
	struct fixture f;

	(void)state;
	open_with(&f, &(struct api_options){.tries = 1, .seed = 42});
	pause_for(&f, 61000);
	put(&f, &answer);
	assert_int_equal(answer.count, 0); /* never from within */
	fake_loop_run_ready(f.loop);
	assert_int_equal(answer.count, 1);
	assert_int_equal(answer.outcome, API_NOT_SENT);
	assert_int_equal(answer.kind, ERROR_LIMITED);
	fake_loop_advance(f.loop, HOUR);
	assert_int_equal(fake_transport_sent(f.transport, "PUT", RESEND), 0);
	assert_int_equal(api_active(f.api), 0);
	tear_down(&f);
}

static void test_write_waits_while_the_pause_grows(void **state)
{
	struct api_options options = {.tries = 1, .seed = 42};
	struct transport_response response = {
		.status = 429, .retry_after_ms = 40000};
	struct answer gets = {.count = 0}, answer = {.count = 0};
	struct fixture f;

	(void)state;
	open_with(&f, &options);
	get(&f, API_ACCOUNT, &gets); /* answered late */
	get(&f, API_ORDER_INFO, &gets);
	fake_transport_respond(f.transport,
		fake_transport_find(f.transport, "GET", INFO), &response);
	fake_loop_run_ready(f.loop);
	put(&f, &answer);
	fake_loop_advance(f.loop, 30000);
	assert_int_equal(answer.count, 0);
	fake_transport_respond(f.transport,
		fake_transport_find(f.transport, "GET", "/account"), &response);
	fake_loop_run_ready(f.loop);
	assert_int_equal(answer.count, 1); /* 30 + 40 s are too many */
	assert_int_equal(answer.outcome, API_NOT_SENT);
	assert_int_equal(fake_transport_sent(f.transport, "PUT", RESEND), 0);
	tear_down(&f);
}

/* -- the budget -- */

static void test_budget_of_the_user(void **state)
{
	struct answer answer = {.count = 0};
	struct fixture f;

	(void)state;
	set_up(&f);
	for (int i = 0; i < 60; i++)
		get(&f, API_ACCOUNT, &answer);
	assert_int_equal(fake_transport_count(f.transport), 50);
	assert_int_equal(api_active(f.api), 60);
	assert_true(api_limited_until(f.api) > 0);
	answer_all(&f, 200, "{}");
	fake_loop_advance(f.loop, 4999);
	assert_int_equal(fake_transport_count(f.transport), 50);
	fake_loop_advance(f.loop, 1);
	assert_int_equal(fake_transport_count(f.transport), 60);
	answer_all(&f, 200, "{}");
	assert_int_equal(answer.count, 60);
	assert_int_equal(api_limited_until(f.api), 0);
	tear_down(&f);
}

/* Whatever we do, no 5 s see more than 50 and no 180 s more than 500. */
static void test_budget_windows(void **state)
{
	enum { ALL = 1200 };
	static int64_t times[ALL];
	struct answer answer = {.count = 0};
	struct fixture f;
	size_t seen = 0;

	(void)state;
	set_up(&f);
	for (int i = 0; i < ALL; i++)
		get(&f, API_ACCOUNT, &answer);
	while (answer.count < ALL) {
		answer_all(&f, 200, "{}");
		fake_loop_advance(f.loop, 500);
	}
	for (seen = 0; seen < ALL; seen++)
		times[seen] = fake_transport_at(f.transport, seen)->sent_ms;
	for (size_t i = 0; i + 50 < ALL; i++)
		assert_true(times[i + 50] - times[i] >= 5000);
	for (size_t i = 0; i + 500 < ALL; i++)
		assert_true(times[i + 500] - times[i] >= 180000);
	tear_down(&f);
}

static void test_background_leaves_room(void **state)
{
	struct answer answer = {.count = 0};
	struct fixture f;

	(void)state;
	set_up(&f);
	for (int i = 0; i < 60; i++)
		background(&f, &answer);
	assert_int_equal(fake_transport_waiting(f.transport), 3);
	for (int i = 0; i < 30; i++)
		answer_all(&f, 200, "{}");
	assert_int_equal(fake_transport_count(f.transport), 38);
	/* The user does not wait for them. */
	for (int i = 0; i < 20; i++)
		get(&f, API_ACCOUNT, &answer);
	assert_int_equal(
		fake_transport_sent(f.transport, "GET", "/account"), 12);
	answer_all(&f, 200, "{}");
	/* And goes first when there is room again. */
	fake_loop_advance(f.loop, 5000);
	assert_int_equal(
		fake_transport_sent(f.transport, "GET", "/account"), 20);
	assert_string_equal(
		fake_transport_at(f.transport, 50)->path, "/account");
	tear_down(&f);
}

static void test_write_passes_the_queue(void **state)
{
	struct answer gets = {.count = 0}, puts = {.count = 0};
	struct api_call *last;
	struct fixture f;

	(void)state;
	set_up(&f);
	for (int i = 0; i < 60; i++)
		get(&f, API_ACCOUNT, &gets);
	for (int i = 0; i < 50; i++)
		put(&f, &puts);
	assert_int_equal(fake_transport_sent(f.transport, "PUT", RESEND), 50);
	/* Now the service itself would refuse it: it waits, unsent. */
	last = put(&f, &puts);
	fake_loop_run_ready(f.loop);
	assert_int_equal(fake_transport_sent(f.transport, "PUT", RESEND), 50);
	assert_false(api_cancel(last));
	put(&f, &puts);
	fake_loop_advance(f.loop, 5000);
	assert_int_equal(fake_transport_sent(f.transport, "PUT", RESEND), 51);
	/* It was first, before the GETs that waited longer. */
	assert_string_equal(fake_transport_at(f.transport, 100)->path, RESEND);
	tear_down(&f);
}

static void test_budget_to_the_millisecond(void **state)
{
	struct api_budget budget;

	(void)state;
	api_budget_init(&budget, 2, 3);
	api_budget_use(&budget, 100);
	assert_int_equal(api_budget_wait(&budget, API_BUDGET_USER, 200), 0);
	api_budget_use(&budget, 200);
	assert_int_equal(api_budget_wait(&budget, API_BUDGET_USER, 200), 4900);
	assert_int_equal(api_budget_wait(&budget, API_BUDGET_USER, 5099), 1);
	assert_int_equal(api_budget_wait(&budget, API_BUDGET_USER, 5100), 0);
	assert_int_equal(api_budget_wait(&budget, API_BUDGET_WRITE, 200), 0);
	api_budget_use(&budget, 5100);
	assert_int_equal(
		api_budget_wait(&budget, API_BUDGET_USER, 10200), 169900);
	api_budget_clear(&budget);
}

static void test_limits_are_settable(void **state)
{
	struct api_options options = {
		.short_limit = 2, .long_limit = 3, .seed = 1};
	struct answer answer = {.count = 0};
	struct fixture f;

	(void)state;
	open_with(&f, &options);
	for (int i = 0; i < 4; i++)
		get(&f, API_ACCOUNT, &answer);
	assert_int_equal(fake_transport_count(f.transport), 2);
	fake_loop_advance(f.loop, 5000);
	assert_int_equal(fake_transport_count(f.transport), 3);
	fake_loop_advance(f.loop, 174999);
	assert_int_equal(fake_transport_count(f.transport), 3);
	fake_loop_advance(f.loop, 1);
	assert_int_equal(fake_transport_count(f.transport), 4);
	tear_down(&f);
}

/* -- cancelling -- */

static void test_cancel(void **state)
{
	struct answer answer = {.count = 0};
	struct api_call *call;
	struct fixture f;

	(void)state;
	set_up(&f);
	/* Under way. */
	call = put(&f, &answer);
	assert_true(api_cancel(call));
	assert_int_equal(fake_transport_at(f.transport, 0)->state,
		FAKE_TRANSPORT_CANCELLED);
	/* Answered, but the answer has not come yet. */
	call = put(&f, &answer);
	fake_transport_reply(
		f.transport, fake_transport_unanswered(f.transport), 204, NULL);
	assert_true(api_cancel(call));
	/* Between two tries. */
	call = get(&f, API_ACCOUNT, &answer);
	fake_transport_reply(
		f.transport, fake_transport_unanswered(f.transport), 503, NULL);
	fake_loop_turn(f.loop);
	api_cancel(call);
	/* Refused by ourselves. */
	call = get(&f, API_RESEND_ISSUANCE, &answer);
	assert_false(api_cancel(call));
	fake_loop_advance(f.loop, HOUR);
	assert_int_equal(answer.count, 0);
	assert_int_equal(api_active(f.api), 0);
	assert_int_equal(fake_transport_count(f.transport), 3);
	tear_down(&f);
}

static void test_free_with_all_kinds_under_way(void **state)
{
	struct answer answer = {.count = 0};
	struct fixture f;

	(void)state;
	set_up(&f);
	get(&f, API_RESEND_ISSUANCE, &answer);
	get(&f, API_ORDER_INFO, &answer);
	fake_transport_reply(
		f.transport, fake_transport_unanswered(f.transport), 503, NULL);
	fake_loop_turn(f.loop);
	for (int i = 0; i < 60; i++)
		get(&f, API_ACCOUNT, &answer);
	answer.count = 0;
	api_free(f.api);
	f.api = NULL;
	fake_loop_advance(f.loop, HOUR);
	assert_int_equal(answer.count, 0);
	tear_down(&f);
}

static void free_api(void *data, struct api_result *result UNUSED)
{
	struct fixture *f = data;

	api_free(f->api);
	f->api = NULL;
}

static void test_free_within_an_answer(void **state)
{
	struct api_request request = {.endpoint = API_ORDER_INFO,
		.priority = API_USER,
		.order_id = "900101"};
	struct fixture f;

	(void)state;
	set_up(&f);
	api_send(f.api, &request, free_api, &f);
	fake_transport_reply(f.transport,
		fake_transport_unanswered(f.transport), 200, "{\"id\":900101}");
	fake_loop_run_ready(f.loop);
	assert_null(f.api);
	tear_down(&f);
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
		cmocka_unit_test(test_get_is_tried_again),
		cmocka_unit_test(test_write_is_never_tried_again),
		cmocka_unit_test(test_jitter),
		cmocka_unit_test(test_retry_after),
		cmocka_unit_test(test_tries_within),
		cmocka_unit_test(test_429_pauses_all),
		cmocka_unit_test(test_write_does_not_wait_for_long),
		cmocka_unit_test(test_write_waits_while_the_pause_grows),
		cmocka_unit_test(test_budget_of_the_user),
		cmocka_unit_test(test_budget_windows),
		cmocka_unit_test(test_background_leaves_room),
		cmocka_unit_test(test_write_passes_the_queue),
		cmocka_unit_test(test_budget_to_the_millisecond),
		cmocka_unit_test(test_limits_are_settable),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_free_with_all_kinds_under_way),
		cmocka_unit_test(test_free_within_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
