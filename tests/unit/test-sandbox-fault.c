/* SPDX-License-Identifier: MIT
 *
 * Faults: what is read, what is refused, which request is hit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "sandbox/fault.h"

static bool
read_text(struct fault_armed *armed, const char *text, struct error *error)
{
	cJSON *json = cJSON_Parse(text);
	bool good = fault_read(armed, json, error);

	cJSON_Delete(json);
	return good;
}

static void test_read(void **state)
{
	struct fault_armed armed;
	struct error error;

	(void)state;
	assert_true(read_text(&armed,
		"{\"method\":\"PUT\",\"path\":\"resend\",\"n\":2,\"skip\":1,"
		"\"status\":503,\"body\":\"<b>\",\"content_type\":\"text/html\","
		"\"headers\":{\"X-A\":\"1\"},\"delay_ms\":5,\"retry_after\":7,"
		"\"apply\":true}",
		&error));
	assert_string_equal(armed.method, "PUT");
	assert_string_equal(armed.path, "resend");
	assert_int_equal(armed.n, 2);
	assert_int_equal(armed.skip, 1);
	assert_int_equal(armed.status, 503);
	assert_string_equal(armed.retry_after, "7");
	assert_int_equal(armed.header_count, 1);
	assert_int_equal(armed.cut_after, FAULT_CUT_NONE);
	assert_true(armed.apply);
	assert_false(armed.hang);
	assert_true(fault_makes_answer(&armed));
	fault_clear(&armed);
	assert_true(read_text(&armed,
		"{\"n\":1,\"retry_after\":1000000000000,\"headers\":{\"A\":\"1\","
		"\"A\":\"2\",\"A\":\"3\",\"B\":\"\",\"C\":\"\",\"D\":\"\",\"E\":\"\","
		"\"F\":\"\",\"G\":\"\",\"H\":\"\",\"I\":\"\",\"J\":\"\"}}",
		&error));
	assert_string_equal(armed.retry_after, "1000000000000");
	assert_int_equal(armed.header_count, 12);
	assert_string_equal(armed.headers[1].value, "2");
	fault_clear(&armed);
	assert_true(read_text(&armed, "{\"n\":1,\"delay_ms\":9}", &error));
	assert_false(fault_hides_answer(&armed));
	fault_clear(&armed);
	assert_true(read_text(&armed, "{\"n\":1,\"cut_after\":0}", &error));
	assert_false(fault_makes_answer(&armed));
	assert_true(fault_hides_answer(&armed));
	fault_clear(&armed);
}

/* The last of two members with one name counts, and the first is not lost. */
static void test_twice(void **state)
{
	struct fault_armed armed;
	struct error error;

	(void)state;
	assert_true(
		read_text(&armed, "{\"path\":\"/a\",\"path\":\"/b\"}", &error));
	assert_string_equal(armed.path, "/b");
	fault_clear(&armed);
}

static void test_refused(void **state)
{
	static const char *const cases[] = {"[]", "3", "{\"n\":-1}",
		"{\"n\":0}", "{\"headers\":{\"A B\":\"c\"}}",
		"{\"headers\":{\"A:\":\"c\"}}", "{\"headers\":{\"\":\"c\"}}",
		"{\"n\":1.5}", "{\"n\":\"1\"}", "{\"status\":600}",
		"{\"status\":99}", "{\"path\":7}", "{\"hang\":1}",
		"{\"cut_after\":-1}", "{\"cutafter\":1}",
		"{\"headers\":{\"A\":1}}", "{\"headers\":{\"A\":\"b\\r\\nc\"}}",
		"{\"headers\":[]}", "{\"content_type\":\"a\\nb\"}"};
	struct fault_armed armed;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error error;

		assert_false(read_text(&armed, cases[i], &error));
		assert_string_not_equal(error.text, "");
	}
}

static void arm(struct fault *fault, const char *text)
{
	struct fault_armed armed;
	struct error error;

	assert_true(read_text(&armed, text, &error));
	fault_arm(fault, &armed);
}

/* The status of the fault that hits, 0 for none. */
static int hit(struct fault *fault, const char *method, const char *path)
{
	struct fault_armed *armed = fault_take(fault, method, path);
	int status = armed ? armed->status : 0;

	if (armed)
		fault_clear(armed);
	free(armed);
	return status;
}

static void test_take(void **state)
{
	struct fault *fault = fault_new();

	(void)state;
	arm(fault, "{\"method\":\"PUT\",\"path\":\"/a\",\"n\":2,\"skip\":1,"
		   "\"status\":500}");
	arm(fault, "{\"n\":1,\"status\":404}");
	/* The first is skipped; the second one hits everything, once. */
	assert_int_equal(hit(fault, "PUT", "/x/a/b"), 404);
	assert_int_equal(hit(fault, "GET", "/x/a/b"), 0);
	assert_int_equal(hit(fault, "PUT", "/x/b"), 0);
	assert_int_equal(hit(fault, "PUT", "/a"), 500);
	assert_int_equal(hit(fault, "PUT", "/a"), 500);
	assert_int_equal(hit(fault, "PUT", "/a"), 0);
	fault_free(fault);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
