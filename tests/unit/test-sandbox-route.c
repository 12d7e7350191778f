/* SPDX-License-Identifier: MIT
 *
 * Which handler a request finds, and how errors add up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "sandbox/route.h"

static void nothing(const struct route_request *request UNUSED,
	struct route_response *response UNUSED)
{
}

static const struct route table[] = {
	{"GET", "/", ROUTE_OPEN, 0, nothing},
	{"GET", "/order", ROUTE_OPEN, 0, nothing},
	{"GET", "/order/changes", ROUTE_OPEN, 0, nothing},
	{"GET", "/order/{id}", ROUTE_OPEN, 0, nothing},
	{"PUT", "/order/{id}", ROUTE_OPEN, 0, nothing},
	{"GET", "/order/{id}/note/{note}", ROUTE_OPEN, 0, nothing},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};

static void test_match(void **state)
{
	static const struct {
		const char *method;
		const char *path;
		int found; /* in the table; -1: none */
		const char *first;
		const char *second;
	} cases[] = {
		{"GET", "/", 0, NULL, NULL},
		{"GET", "/order", 1, NULL, NULL},
		{"HEAD", "/order", 1, NULL, NULL},
		{"GET", "/order/changes", 2, NULL, NULL},
		{"PUT", "/order/changes", 4, "changes", NULL},
		{"GET", "/order/12", 3, "12", NULL},
		{"GET", "/order/12/note/7", 5, "12", "7"},
		{"GET", "/order/12/note", -1, NULL, NULL},
		{"GET", "/order/12/", -1, NULL, NULL},
		{"GET", "/order//note/7", -1, NULL, NULL},
		{"GET", "/orders", -1, NULL, NULL},
		{"GET", "/orde", -1, NULL, NULL},
		{"GET", "order", -1, NULL, NULL},
		{"GET", "", -1, NULL, NULL},
		{"POST", "/order/12", -1, NULL, NULL},
		{"get", "/order", -1, NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *params[ROUTE_PARAMS_MAX] = {NULL};
		char scratch[64];
		const struct route *route = route_match(
			table, cases[i].method, cases[i].path, scratch, params);

		if (cases[i].found < 0) {
			assert_null(route);
			continue;
		}
		assert_ptr_equal(route, &table[cases[i].found]);
		if (cases[i].first)
			assert_string_equal(params[0], cases[i].first);
		if (cases[i].second)
			assert_string_equal(params[1], cases[i].second);
	}
}

static void test_number(void **state)
{
	static const char *const bad[] = {"", " 1", "1 ", "-1", "+1", "1.0",
		"0x1", "1e3", "1234567890123456", "\xd9\xa1", NULL};
	int64_t number = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_false(route_number(bad[i], &number));
		assert_int_equal(number, 7);
	}
	assert_true(route_number("15164434343", &number));
	assert_int_equal(number, 15164434343);
	assert_true(route_number("0", &number));
	assert_int_equal(number, 0);
}

static void test_keys(void **state)
{
	(void)state;
	assert_int_equal(route_key_find(NULL), ROUTE_KEY_NONE);
	assert_int_equal(route_key_find(""), ROUTE_KEY_NONE);
	assert_int_equal(route_key_find("sandbox-admin "), ROUTE_KEY_NONE);
	assert_int_equal(route_key_find("sandbox-admin"), ROUTE_KEY_ADMIN);
	assert_string_equal(
		route_key_name(ROUTE_KEY_READONLY), "sandbox-readonly");
	assert_string_equal(route_key_name(ROUTE_KEY_NONE), "");
}

static void test_errors(void **state)
{
	struct route_response response;

	(void)state;
	route_response_init(&response);
	route_error(&response, 400, "sandbox_a", "first \"%d\"", 1);
	route_error(&response, 404, "sandbox_b", "second");
	assert_int_equal(response.status, 400);
	assert_string_equal(response.content_type, "application/json");
	assert_string_equal(buf_text(&response.body),
		"{\"errors\":[{\"code\":\"sandbox_a\",\"message\":\"first "
		"\\\"1\\\"\"},{\"code\":\"sandbox_b\",\"message\":"
		"\"second\"}]}");
	route_empty(&response, 204);
	assert_int_equal(response.body.len, 0);
	/* What is quoted was sent by anyone: the answer is UTF-8 still. */
	route_error(&response, 404, "sandbox_c", "no %s", "\xff\xfe");
	assert_string_equal(buf_text(&response.body),
		"{\"errors\":[{\"code\":\"sandbox_c\",\"message\":\"no "
		"\xef\xbf\xbd\xef\xbf\xbd\"}]}");
	route_empty(&response, 204);
	assert_null(response.content_type);
	route_response_clear(&response);
}

static void test_api(void **state)
{
	(void)state;
	assert_true(route_is_api("/services/v2/user/me"));
	assert_true(route_is_api(
		"/sandbox/v1/order/certificate/1/resend-issuance-email"));
	assert_false(route_is_api("/sandbox/v1/faults"));
	assert_false(route_is_api("/mail"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_api),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
