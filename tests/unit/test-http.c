/* SPDX-License-Identifier: MIT
 *
 * The transport on libcurl against a tiny server in this process: what goes
 * out, what every kind of answer and of failure becomes, and giving up.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mem.h"
#include "tests/support/http-client.h"

/* -- answers --------------------------------------------------------------- */

struct answer_case {
	const char *path;
	int status;
	const char *body;
	bool is_json;
	int64_t retry_after_ms;
};

static const struct answer_case answer_cases[] = {
	{"/whole", 200, "{\"id\": 90010}", true, 0},
	{"/chunked", 200, "{\"id\": 90010}", true, 0},
	{"/packed", 200, "{\"id\": 90010}", true, 0},
	{"/edge", 200, "{}", true, 0},
	{"/empty", 204, "", false, 0},
	{"/html", 200, "{}", false, 0},
	{"/charset", 200, "{}", true, 0},
	{"/jsonp", 200, "{}", false, 0},
	{"/refused", 400, "{}", true, 0},
	{"/broken", 503, "{}", true, 0},
	{"/wait7", 429, "{}", true, 7000},
	{"/waitlong", 429, "{}", true, 24 * 3600 * 1000},
	{"/wait0", 429, "{}", true, 0},
	{"/wait1", 503, "{}", true, 1000},
	{"/waitback", 429, "{}", true, 0},
	{"/waitmore", 429, "{}", true, 24 * 3600 * 1000},
	{"/waitday", 429, "{}", true, 24 * 3600 * 1000},
	{"/waitempty", 429, "{}", true, 0},
	{"/waitpast", 429, "{}", true, 0},
	{"/waitfar", 429, "{}", true, 24 * 3600 * 1000},
	{"/waitnot", 429, "{}", true, 0},
	{"/waitjunk", 429, "{}", true, 0},
};

static void
check_answer(const struct answer_case *c, enum transport_method method)
{
	struct http_client_result result;

	http_client_ask(&result, method, c->path);
	assert_int_equal(result.status, c->status);
	assert_string_equal(result.body, c->body);
	assert_int_equal(result.len, strlen(c->body));
	assert_int_equal(result.is_json, c->is_json);
	assert_int_equal(result.retry_after_ms, c->retry_after_ms);
	assert_true(result.may_be_sent);
	assert_int_equal(result.error.kind, ERROR_NONE);
	http_client_clear(&result);
}

/* Lent as the body is: libcurl's own text is gone by then. */
static void test_types(void **state)
{
	static const struct {
		const char *path, *type;
	} cases[] = {{"/html", "text/html"}, {"/whole", "application/json"},
		{"/empty", "-"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct http_client_result result;

		http_client_ask(&result, TRANSPORT_GET, cases[i].path);
		assert_string_equal(result.type, cases[i].type);
		http_client_clear(&result);
	}
}

/* A body without a length may have been cut with the connection. */
static void test_ends(void **state)
{
	static const struct {
		const char *path;
		bool open_end;
	} cases[] = {{"/openend", true}, {"/whole", false}, {"/empty", false},
		{"/chunked", false}, {"/packed", false}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct http_client_result result;

		http_client_ask(&result, TRANSPORT_GET, cases[i].path);
		assert_int_equal(result.status, i == 2 ? 204 : 200);
		assert_int_equal(result.open_end, cases[i].open_end);
		http_client_clear(&result);
	}
}

static void test_answers(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(answer_cases) / sizeof(answer_cases[0]); i++) {
		check_answer(&answer_cases[i], TRANSPORT_GET);
		check_answer(&answer_cases[i], TRANSPORT_PUT);
	}
}

struct sent_case {
	enum transport_method method;
	const char *parts[8];
};

static const struct sent_case sent_cases[] = {
	{TRANSPORT_GET,
		{"GET /api/whole?limit=1&filters%5Bstatus%5D=pending HTTP/1.1",
			"\r\nX-DC-DEVKEY: " HTTP_CLIENT_KEY "\r\n",
			"\r\nContent-Type: application/json\r\n",
			"\r\nUser-Agent: certdesk/",
			"\r\nAccept-Encoding: ", "gzip"}},
	{TRANSPORT_POST, {"POST /api/whole", "\r\nContent-Length: 8\r\n",
				 "\r\n\r\n{\"a\": 1}"}},
	{TRANSPORT_PUT,
		{"PUT /api/whole", "\r\nX-DC-DEVKEY: " HTTP_CLIENT_KEY "\r\n",
			"\r\nContent-Type: application/json\r\n",
			"\r\nContent-Length: 8\r\n", "\r\n\r\n{\"a\": 1}"}},
	{TRANSPORT_DELETE, {"DELETE /api/whole", "\r\n\r\n{\"a\": 1}"}},
};

static void test_what_is_sent(void **state)
{
	struct http_client_result result;
	const struct sent_case *c;
	char *seen;
	size_t i, p;

	(void)state;
	http_client_ask(&result, TRANSPORT_GET, "/edge"); /* sets cookies */
	http_client_clear(&result);
	for (i = 0; i < sizeof(sent_cases) / sizeof(sent_cases[0]); i++) {
		c = &sent_cases[i];
		http_client_ask(&result, c->method,
			"/whole?limit=1&filters%5Bstatus%5D=pending");
		http_client_clear(&result);
		seen = http_server_last(http_client.server, "/whole");
		for (p = 0; p < 8 && c->parts[p] != NULL; p++)
			assert_non_null(strstr(seen, c->parts[p]));
		assert_null(strstr(seen, "Expect"));
		assert_null(strstr(seen, "Cookie"));
		free(seen);
	}
}

static void send_body(const char *body, const char *expected)
{
	struct transport_request request = {.method = TRANSPORT_PUT,
		.path = "/root/x",
		.from_root = true,
		.body = body,
		.write = true};
	struct http_client_result result = {.calls = 0};
	int left = 1;
	char *seen;

	result.left = &left;
	transport_send(
		http_client.http, &request, http_client_on_done, &result);
	http_client_run();
	assert_int_equal(result.status, 200);
	http_client_clear(&result);
	seen = http_server_last(http_client.server, "PUT /root/x HTTP");
	assert_non_null(strstr(seen, expected));
	assert_null(strstr(seen, "Expect"));
	free(seen);
}

/* A long body must not wait for a "100 Continue". */
static void test_bodies(void **state)
{
	size_t len = (size_t)2 * 1024 * 1024;
	char *body = mem_alloc(len + 1);

	(void)state;
	memset(body, 'y', len);
	body[len] = '\0';
	send_body(body, "\r\nContent-Length: 2097152\r\n");
	free(body);
	send_body(NULL, "\r\nContent-Length: 0\r\n");
}

static void test_connections_are_kept(void **state)
{
	struct http_client_result result;
	int i;

	(void)state;
	for (i = 0; i < 5; i++) {
		http_client_ask(&result, TRANSPORT_GET, "/whole");
		http_client_clear(&result);
	}
	assert_int_equal(http_server_connections(http_client.server), 1);
}

static void pass_time(void)
{
	int64_t now = loop_now(http_client.loop);

	while (loop_now(http_client.loop) == now) {
		struct http_client_result result;

		http_client_ask(&result, TRANSPORT_PUT, "/whole");
		http_client_clear(&result);
	}
}

/* Two requests wait for a connection; `last` is the one that is served last. */
static void two_wait(bool at_one_moment, const char *last)
{
	struct http_client_result hung[4], old, fresh;
	struct transport_call *calls[ARRAY_LEN(hung)];
	char *served;
	int left = 0, never = 0;

	for (size_t i = 0; i < ARRAY_LEN(hung); i++)
		calls[i] = http_client_begin(
			&hung[i], &never, TRANSPORT_GET, "/hang");
	http_client_begin(&old, &left, TRANSPORT_GET, "/empty");
	if (!at_one_moment)
		pass_time();
	http_client_begin(&fresh, &left, TRANSPORT_GET, "/packed");
	assert_int_equal(left, 2);
	transport_cancel(calls[0]);
	http_client_run();
	served = http_server_last(http_client.server, "GET ");
	assert_non_null(strstr(served, last));
	free(served);
	for (size_t i = 1; i < ARRAY_LEN(hung); i++)
		transport_cancel(calls[i]);
	http_client_clear(&old);
	http_client_clear(&fresh);
}

static void test_the_newest_wish_goes_first(void **state)
{
	(void)state;
	two_wait(false, "/empty");
}

static void test_wishes_of_one_moment_keep_their_order(void **state)
{
	(void)state;
	two_wait(true, "/packed");
}

/* -- failures -------------------------------------------------------------- */

struct failure_case {
	const char *path;
	enum error_kind kind;
};

static const struct failure_case failure_cases[] = {
	{"/lost", ERROR_LOST},
	{"/reset", ERROR_LOST},
	{"/garbage", ERROR_LOST},
	{"/big/more", ERROR_TOO_LARGE},
	{"/headers", ERROR_TOO_LARGE},
	{"/bomb", ERROR_TOO_LARGE},
};

static void has_failed(struct http_client_result *result, enum error_kind kind)
{
	assert_int_equal(result->status, 0);
	assert_string_equal(
		error_kind_name(result->error.kind), error_kind_name(kind));
	assert_true(result->error.text[0] != '\0');
	assert_true(result->may_be_sent);
	assert_string_equal(result->body, "");
	http_client_clear(result);
}

static void test_failures(void **state)
{
	const struct failure_case *c;
	struct http_client_result result;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(failure_cases) / sizeof(failure_cases[0]); i++) {
		c = &failure_cases[i];
		http_client_ask(&result, TRANSPORT_GET, c->path);
		has_failed(&result, c->kind);
		http_client_ask(&result, TRANSPORT_PUT, c->path);
		has_failed(&result, c->kind);
	}
}

/* The time for the whole, of the request itself: nothing comes, or half. */
static void test_time_is_over(void **state)
{
	static const char *const paths[] = {"/hang", "/half"};
	struct http_client_result result;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		http_client_ask_limited(&result, TRANSPORT_GET, paths[i]);
		has_failed(&result, ERROR_TIMEOUT);
		http_client_ask_limited(&result, TRANSPORT_PUT, paths[i]);
		has_failed(&result, ERROR_TIMEOUT);
	}
}

/* -- how far it is --------------------------------------------------------- */

struct half {
	struct transport_call *call;
	struct loop_timer *timer;
	struct transport_progress progress;
};

/* Until the bytes are here, however long that takes. */
static void look_at_half(void *data)
{
	struct half *half = data;

	transport_progress(half->call, &half->progress);
	if (half->progress.got < 4)
		loop_timer_start(half->timer, 5);
	else
		loop_stop(http_client.loop);
}

static void test_progress(void **state)
{
	struct http_client_result result;
	struct half half;
	int none = 0;

	(void)state;
	half.call = http_client_begin(&result, &none, TRANSPORT_GET, "/half");
	transport_progress(half.call, &half.progress);
	assert_int_equal(half.progress.got, 0);
	assert_int_equal(half.progress.total, -1);
	half.timer = loop_timer_new(http_client.loop, look_at_half, &half);
	loop_timer_start(half.timer, 0);
	http_client_run();
	assert_int_equal(half.progress.got, 4);
	assert_int_equal(half.progress.total, 9);
	loop_timer_free(half.timer);
	transport_cancel(half.call);
	assert_int_equal(result.calls, 0);
}

static void test_largest_body(void **state)
{
	struct http_client_result result;

	(void)state;
	http_client_ask(&result, TRANSPORT_GET, "/big/8m");
	assert_int_equal(result.status, 200);
	assert_int_equal(result.len, HTTP_ANSWERS_8M);
	http_client_clear(&result);
}

/* What makes a lot of work rests in between, and nothing of it is lost. */
static void test_small_pieces(void **state)
{
	struct http_client_result results[3];
	int left = 0;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		http_client_begin(&results[i], &left, TRANSPORT_GET, "/bytes");
	http_client_run();
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(results[i].status, 200);
		assert_int_equal(results[i].len, HTTP_ANSWERS_BYTES);
		for (size_t n = 0; n < HTTP_ANSWERS_BYTES; n++)
			if (results[i].body[n] != (char)('a' + n % 26))
				fail_msg("byte %zu is another one", n);
		http_client_clear(&results[i]);
	}
}

/* `needed` bytes of `len` make the answer whole. */
static void cut_everywhere(int which, size_t needed, size_t len)
{
	struct http_client_result result;
	char path[32];
	size_t n;

	for (n = 0; n <= len; n++) {
		snprintf(path, sizeof(path), "/cut/%d/%zu", which, n);
		http_client_ask(&result,
			n % 2 == 0 ? TRANSPORT_GET : TRANSPORT_PUT, path);
		if (n < needed) {
			assert_int_equal(result.status, 0);
			assert_int_equal(result.error.kind, ERROR_LOST);
		} else {
			assert_int_equal(result.status, 200);
			assert_string_equal(result.body, "{\"id\": 90010}");
		}
		assert_true(result.may_be_sent);
		http_client_clear(&result);
	}
}

static void test_cut_at_every_byte(void **state)
{
	size_t len = strlen(http_answers_chunked);

	(void)state;
	cut_everywhere(
		0, strlen(http_answers_whole), strlen(http_answers_whole));
	/* The chunk of length 0 ends the body; libcurl does not insist on the
	 * very last line feed. */
	cut_everywhere(1, len - 1, len);
}

/* Silence in the middle of an answer ends it, whatever the time for the whole.
 */
static void test_silence(void **state)
{
	struct http_options options = {.idle_ms = 1000};
	struct http_client_result result;

	(void)state;
	http_client_start(&options);
	http_client_ask(&result, TRANSPORT_GET, "/half");
	assert_true(result.elapsed_ms >= 900);
	has_failed(&result, ERROR_TIMEOUT);
}

/* A port that is taken, so that nobody else gets it, and refuses. */
static int deaf_port(int *fd)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);

	*fd = socket(AF_INET, SOCK_STREAM, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(*fd, (struct sockaddr *)&address, size), 0);
	getsockname(*fd, (struct sockaddr *)&address, &size);
	return ntohs(address.sin_port);
}

static void test_nobody_there(void **state)
{
	struct http_options options = {.ca_file = NULL};
	struct http_client_result result;
	char url[64];
	int fd;

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/api", deaf_port(&fd));
	options.base_url = url;
	http_client_start(&options);
	http_client_ask(&result, TRANSPORT_PUT, "/whole");
	assert_int_equal(result.status, 0);
	assert_int_equal(result.error.kind, ERROR_CONNECT);
	assert_false(result.may_be_sent);
	assert_non_null(strstr(result.error.text, "127.0.0.1"));
	http_client_clear(&result);
	close(fd);
}

/* A server that does not speak TLS gets no request and no key. */
static void test_no_tls_there(void **state)
{
	struct http_options options = {.ca_file = NULL};
	struct http_client_result result;
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/api",
		http_server_port(http_client.server));
	options.base_url = url;
	options.connect_ms = 300;
	http_client_start(&options);
	http_client_ask(&result, TRANSPORT_PUT, "/whole");
	assert_int_equal(result.status, 0);
	/* Its silence lasts until the time for connecting is over. */
	assert_int_equal(result.error.kind, ERROR_CONNECT);
	assert_false(result.may_be_sent);
	assert_int_equal(http_server_count(http_client.server, "/"), 0);
	http_client_clear(&result);
}

/* -- giving up ------------------------------------------------------------- */

static void test_cancel_in_another_done(void **state)
{
	struct http_client_result hanging, answered;
	int none = 0, left = 0;
	struct transport_call *call;

	(void)state;
	call = http_client_begin(&hanging, &none, TRANSPORT_GET, "/hang");
	http_client_begin(&answered, &left, TRANSPORT_GET, "/whole");
	answered.cancel_in_done = call;
	http_client_run();
	assert_int_equal(answered.calls, 1);
	http_client_clear(&answered);
	http_client_ask(&answered, TRANSPORT_GET, "/whole");
	http_client_clear(&answered);
	assert_int_equal(hanging.calls, 0);
}

static void test_cancel_in_its_own_done(void **state)
{
	struct http_client_result result;
	int left = 0;

	(void)state;
	result.cancel_in_done =
		http_client_begin(&result, &left, TRANSPORT_GET, "/whole");
	http_client_run();
	assert_int_equal(result.calls, 1);
	http_client_clear(&result);
}

static void test_free_with_calls_under_way(void **state)
{
	struct http_client_result results[6];
	int left = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++)
		http_client_begin(&results[i], &left, TRANSPORT_GET, "/hang");
	http_free(http_client.http);
	http_client.http = NULL;
	for (i = 0; i < 6; i++)
		assert_int_equal(results[i].calls, 0);
}

static void test_free_in_done(void **state)
{
	struct http_client_result result, hanging;
	int left = 0, none = 0;

	(void)state;
	http_client_begin(&hanging, &none, TRANSPORT_GET, "/hang");
	http_client_begin(&result, &left, TRANSPORT_GET, "/whole");
	result.free_in_done = true;
	http_client_run();
	assert_int_equal(result.calls, 1);
	assert_int_equal(hanging.calls, 0);
	http_client_clear(&result);
}

#define PLAIN(name)                                                            \
	cmocka_unit_test_setup_teardown(                                       \
		name, http_client_set_up, http_client_tear_down)
#define DEFAULT(name)                                                          \
	cmocka_unit_test_setup_teardown(                                       \
		name, http_client_set_up_default, http_client_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DEFAULT(test_answers),
		DEFAULT(test_types),
		DEFAULT(test_ends),
		DEFAULT(test_what_is_sent),
		DEFAULT(test_bodies),
		DEFAULT(test_connections_are_kept),
		DEFAULT(test_the_newest_wish_goes_first),
		DEFAULT(test_wishes_of_one_moment_keep_their_order),
		DEFAULT(test_failures),
		DEFAULT(test_time_is_over),
		DEFAULT(test_progress),
		DEFAULT(test_largest_body),
		DEFAULT(test_small_pieces),
		DEFAULT(test_cut_at_every_byte),
		PLAIN(test_silence),
		PLAIN(test_nobody_there),
		PLAIN(test_no_tls_there),
		DEFAULT(test_cancel_in_another_done),
		DEFAULT(test_cancel_in_its_own_done),
		DEFAULT(test_free_with_calls_under_way),
		DEFAULT(test_free_in_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
