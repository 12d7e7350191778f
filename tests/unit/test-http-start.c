/* SPDX-License-Identifier: MIT
 *
 * A transport between its two steps: libcurl is not started yet.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <setjmp.h>
#include <cmocka.h>

#include "tests/support/http-client.h"

static void prepare(void)
{
	struct http_options options = {.key = http_client.key};
	struct error error;
	char url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/api",
		http_server_port(http_client.server));
	options.base_url = url;
	http_client.http = http_prepare(http_client.loop, &options, &error);
	assert_non_null(http_client.http);
}

static void test_reads_wait_for_the_start(void **state)
{
	struct http_client_result read, write, gone;
	int left = 0;
	struct error error;

	(void)state;
	prepare();
	http_client_begin(&read, &left, TRANSPORT_GET, "/whole");
	transport_cancel(
		http_client_begin(&gone, &left, TRANSPORT_GET, "/whole"));
	left--;
	http_client_begin(&write, &left, TRANSPORT_PUT, "/whole");
	assert_true(http_start(http_client.http, &error));
	http_client_run();
	assert_int_equal(read.status, 200);
	assert_int_equal(gone.calls, 0);
	assert_int_equal(write.status, 0);
	assert_false(write.may_be_sent);
	assert_int_equal(http_server_count(http_client.server, "/whole"), 1);
	http_client_clear(&read);
	http_client_clear(&write);
}

static void test_free_before_the_start(void **state)
{
	struct http_client_result result;
	int left = 0;

	(void)state;
	prepare();
	http_client_begin(&result, &left, TRANSPORT_GET, "/whole");
	http_free(http_client.http);
	http_client.http = NULL;
	assert_int_equal(result.calls, 0);
}

/* What only libcurl finds out is said by the second step. */
static void test_url_is_judged_by_the_start(void **state)
{
	struct http_options options = {
		.base_url = "https://127.0.0.1:x", .key = http_client.key};
	struct error error;

	(void)state;
	http_client.http = http_prepare(http_client.loop, &options, &error);
	assert_non_null(http_client.http);
	assert_false(http_start(http_client.http, &error));
	assert_int_equal(error.kind, ERROR_CONFIG);
}

static void test_file_is_judged_before(void **state)
{
	struct http_options options = {.base_url = "https://127.0.0.1",
		.key = http_client.key,
		.ca_file = "/nowhere/ca.pem"};
	struct error error;

	(void)state;
	assert_null(http_prepare(http_client.loop, &options, &error));
	assert_int_equal(error.kind, ERROR_CONFIG);
}

#define PLAIN(name)                                                            \
	cmocka_unit_test_setup_teardown(                                       \
		name, http_client_set_up, http_client_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAIN(test_reads_wait_for_the_start),
		PLAIN(test_free_before_the_start),
		PLAIN(test_url_is_judged_by_the_start),
		PLAIN(test_file_is_judged_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
