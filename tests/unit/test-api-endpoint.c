/* SPDX-License-Identifier: MIT
 *
 * What goes into a path, and answers that are more than a status: files, and
 * what a write tells besides.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "mem.h"
#include "tests/support/calls.h"

/* What goes into a path is checked: nothing from outside may change it. */
static void test_paths(void **state)
{
	static const char *const bad[] = {
		NULL, "", "../user", "1/2", "a b", "1?x=1", "%2e"};
	struct desk desk;

	(void)state;
	calls_open(&desk);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct calls_answer answers[3] = {{.count = 0}};
		struct api_request request = {.endpoint = API_ORGANIZATION,
			.priority = API_USER,
			.order_id = bad[i],
			.id = bad[i],
			.word = bad[i]};

		api_send(desk.api, &request, calls_on_answer, &answers[0]);
		request.endpoint = API_SET_CONTACT;
		api_send(desk.api, &request, calls_on_answer, &answers[1]);
		request.endpoint = API_SET_RENEWAL_NOTICES;
		request.order_id = "900101";
		api_send(desk.api, &request, calls_on_answer, &answers[2]);
		desk_run(&desk);
		for (size_t j = 0; j < ARRAY_LEN(answers); j++) {
			assert_int_equal(answers[j].count, 1);
			assert_int_equal(answers[j].kind, ERROR_USAGE);
		}
		assert_int_equal(answers[0].outcome, API_NO_WRITE);
		assert_int_equal(answers[1].outcome, API_NOT_SENT);
	}
	assert_int_equal(fake_transport_count(desk.transport), 0);
	desk_close(&desk);
}

static void test_organization_calls(void **state)
{
	(void)state;
	assert_true(api_is_of_organization(API_ORGANIZATION));
	assert_true(api_is_of_organization(API_SUBMIT_VALIDATION));
	assert_true(api_is_of_organization(API_RESEND_DOMAIN_DCV));
	assert_false(api_is_of_organization(API_RESEND_DCV));
	assert_false(api_is_of_organization(API_SEND_CERTIFICATE));
	assert_false(api_is_of_organization(API_RESEND_ISSUANCE));
}

/* -- files and answers of writes -- */

struct taken {
	int count;
	struct api_result result;
};

static void on_taken(void *data, struct api_result *result)
{
	struct taken *taken = data;

	taken->count++;
	taken->result = *result;
	result->file.data = NULL;
}

static void test_download(void **state)
{
	static const struct {
		const char *body, *type;
		size_t len;
		bool is_json, open_end;
		enum error_kind error; /* ERROR_NONE: a file */
	} cases[] = {
		{"PK\0\1", "application/zip", 4, false, false, ERROR_NONE},
		{"-----BEGIN", NULL, 10, false, false, ERROR_NONE},
		{"{\"errors\":[]}", "application/json", 13, true, false,
			ERROR_FORMAT},
		{"<html>", "text/html; charset=utf-8", 6, false, false,
			ERROR_FORMAT},
		{"", "application/zip", 0, false, false, ERROR_FORMAT},
		{"PK\0\1", "application/zip", 4, false, true, ERROR_LOST},
	};
	struct api_request request = {.endpoint = API_DOWNLOAD,
		.priority = API_USER,
		.id = "700201",
		.word = "pem_all"};
	struct desk desk;

	(void)state;
	calls_open(&desk);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct transport_response response = {.status = 200,
			.body = cases[i].body,
			.len = cases[i].len,
			.content_type = cases[i].type,
			.is_json = cases[i].is_json,
			.open_end = cases[i].open_end};
		struct taken taken = {.count = 0};

		api_send(desk.api, &request, on_taken, &taken);
		fake_transport_respond(desk.transport,
			fake_transport_find(desk.transport, "GET",
				"/certificate/700201/download/format/pem_all"),
			&response);
		desk_run(&desk);
		assert_int_equal(taken.count, 1);
		assert_int_equal(taken.result.ok, cases[i].error == ERROR_NONE);
		if (cases[i].error != ERROR_NONE) {
			assert_null(taken.result.file.data);
			assert_int_equal(
				taken.result.error.kind, cases[i].error);
			continue;
		}
		assert_int_equal(taken.result.file.len, cases[i].len);
		assert_memory_equal(
			taken.result.file.data, cases[i].body, cases[i].len);
		assert_string_equal(taken.result.file.type,
			cases[i].type != NULL ? cases[i].type : "");
		free(taken.result.file.data);
	}
	desk_close(&desk);
}

static void test_large_download(void **state)
{
	const size_t most = (size_t)4 * 1024 * 1024;
	struct api_request request = {.endpoint = API_DOWNLOAD,
		.priority = API_USER,
		.id = "700201",
		.word = "pem_all"};
	char *body = mem_zalloc(most + 1);
	struct desk desk;

	(void)state;
	calls_open(&desk);
	for (size_t more = 0; more < 2; more++) {
		struct transport_response response = {
			.status = 200, .body = body, .len = most + more};
		struct taken taken = {.count = 0};

		api_send(desk.api, &request, on_taken, &taken);
		fake_transport_respond(desk.transport,
			fake_transport_find(desk.transport, "GET",
				"/certificate/700201/download/format/pem_all"),
			&response);
		desk_run(&desk);
		assert_int_equal(taken.count, 1);
		assert_int_equal(taken.result.ok, more == 0);
		assert_int_equal(taken.result.file.len, more == 0 ? most : 0);
		if (more > 0)
			assert_int_equal(
				taken.result.error.kind, ERROR_TOO_LARGE);
		free(taken.result.file.data);
	}
	desk_close(&desk);
	free(body);
}

/* A check tells what it found; that it cannot be read makes no write fail. */
static void test_answer_of_a_write(void **state)
{
	static const struct {
		int status;
		const char *body;
		enum api_outcome outcome;
		bool told;
	} cases[] = {
		{200, "{\"dcv_status\":\"valid\"}", API_SENT, true},
		{200, "nonsense", API_SENT, false},
		{200, "[7]", API_SENT, false},
		{204, "", API_SENT, false},
		{400, "{\"dcv_status\":\"valid\"}", API_REFUSED, false},
	};
	struct api_request request = {.endpoint = API_CHECK_DCV,
		.priority = API_USER,
		.order_id = "900101"};
	struct desk desk;

	(void)state;
	calls_open(&desk);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct taken taken = {.count = 0};

		api_send(desk.api, &request, on_taken, &taken);
		fake_transport_reply(desk.transport,
			fake_transport_unanswered(desk.transport),
			cases[i].status, cases[i].body);
		desk_run(&desk);
		assert_int_equal(taken.count, 1);
		assert_int_equal(taken.result.outcome, cases[i].outcome);
		assert_int_equal(taken.result.dcv_check.told, cases[i].told);
		assert_int_equal(taken.result.error.kind,
			cases[i].status == 400 ? ERROR_REFUSED : ERROR_NONE);
	}
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_organization_calls),
		cmocka_unit_test(test_download),
		cmocka_unit_test(test_large_download),
		cmocka_unit_test(test_answer_of_a_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
