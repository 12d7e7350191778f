/* SPDX-License-Identifier: MIT
 *
 * The transport under test, two servers and the loop, and asking.
 */
#include "tests/support/http-client.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "loop-uv.h"
#include "mem.h"
#include "text.h"

/* Nothing may depend on how busy the machine is: a limit that a test is not
 * about is never reached. */
#define EVER  3600000 /* ms */
#define GUARD 600000  /* ms: then a test has failed */

struct http_client http_client;

static void on_guard(void *data)
{
	(void)data;
	http_client.late = true;
	loop_stop(http_client.loop);
}

static int64_t or_ever(int64_t ms)
{
	return ms > 0 ? ms : EVER;
}

void http_client_start(const struct http_options *given)
{
	struct http_options options = *given;
	struct error error;
	char url[64];

	options.connect_ms = or_ever(given->connect_ms);
	options.idle_ms = or_ever(given->idle_ms);
	options.whole_ms = or_ever(given->whole_ms);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/api/",
		http_server_port(http_client.server));
	if (options.base_url == NULL)
		options.base_url = url;
	options.key = http_client.key;
	http_client.http = http_new(http_client.loop, &options, &error);
	assert_non_null(http_client.http);
}

int http_client_set_up(void **state)
{
	struct error error;

	(void)state;
	http_client.late = false;
	http_client.loop = loop_uv_new();
	http_client.server = http_server_start(http_answers);
	http_client.other = http_server_start(http_answers);
	http_answers_elsewhere = http_server_port(http_client.other);
	http_client.key =
		secret_new(HTTP_CLIENT_KEY, strlen(HTTP_CLIENT_KEY), &error);
	http_client.guard = loop_timer_new(http_client.loop, on_guard, NULL);
	loop_timer_start(http_client.guard, GUARD);
	return 0;
}

int http_client_set_up_default(void **state)
{
	struct http_options options = {.ca_file = NULL};

	http_client_set_up(state);
	http_client_start(&options);
	return 0;
}

int http_client_tear_down(void **state)
{
	(void)state;
	http_free(http_client.http);
	http_client.http = NULL;
	loop_timer_free(http_client.guard);
	loop_uv_free(http_client.loop);
	http_server_stop(http_client.server);
	http_server_stop(http_client.other);
	secret_free(http_client.key);
	log_close();
	return 0;
}

void http_client_on_done(void *data, const struct transport_response *response)
{
	struct http_client_result *result = data;

	result->calls++;
	result->status = response->status;
	result->body = mem_dupn(response->body, response->len);
	result->len = response->len;
	result->is_json = response->is_json;
	result->open_end = response->open_end;
	text_format(result->type, sizeof(result->type), "%s",
		response->content_type != NULL ? response->content_type : "-");
	result->may_be_sent = response->may_be_sent;
	result->retry_after_ms = response->retry_after_ms;
	result->elapsed_ms = response->elapsed_ms;
	result->error = response->error;
	if (result->cancel_in_done != NULL)
		transport_cancel(result->cancel_in_done);
	if (result->free_in_done) {
		http_free(http_client.http);
		http_client.http = NULL;
	}
	if (--*result->left == 0)
		loop_stop(http_client.loop);
}

struct transport_call *http_client_begin(struct http_client_result *result,
	int *left, enum transport_method method, const char *path)
{
	struct transport_request request = {
		.method = method,
		.path = path,
		.body = method == TRANSPORT_GET ? NULL : "{\"a\": 1}",
		.write = method != TRANSPORT_GET,
	};
	struct transport_call *call;

	memset(result, 0, sizeof(*result));
	result->left = left;
	(*left)++;
	call = transport_send(
		http_client.http, &request, http_client_on_done, result);
	assert_int_equal(result->calls, 0);
	return call;
}

void http_client_run(void)
{
	loop_run(http_client.loop);
	assert_false(http_client.late);
}

void http_client_ask(struct http_client_result *result,
	enum transport_method method, const char *path)
{
	int left = 0;

	http_client_begin(result, &left, method, path);
	http_client_run();
	assert_int_equal(result->calls, 1);
}

void http_client_ask_limited(struct http_client_result *result,
	enum transport_method method, const char *path)
{
	struct transport_request request = {.method = method,
		.path = path,
		.write = method != TRANSPORT_GET,
		.timeout_ms = 50};
	int left;

	do {
		memset(result, 0, sizeof(*result));
		left = 1;
		result->left = &left;
		transport_send(http_client.http, &request, http_client_on_done,
			result);
		http_client_run();
		assert_true(result->elapsed_ms >= request.timeout_ms);
		request.timeout_ms *= 2;
	} while (!result->may_be_sent);
	result->left = NULL;
}

void http_client_clear(struct http_client_result *result)
{
	free(result->body);
	result->body = NULL;
}
