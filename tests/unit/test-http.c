/* SPDX-License-Identifier: MIT
 *
 * The transport on libcurl against a tiny server in this process: what goes
 * out, what every kind of answer and of failure becomes, and above all that a
 * write goes out once.
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

#include "http.h"
#include "log.h"
#include "loop-uv.h"
#include "mem.h"
#include "secret.h"
#include "tests/support/http-server.h"

#define KEY	"test-key-0123456789"
#define GUARD	20000 /* ms: then a test has failed */
#define BODY_8M ((size_t)8 * 1024 * 1024)

/* What came of one request. */
struct result {
	int calls, status;
	char *body;
	size_t len;
	bool is_json, may_be_sent;
	int64_t retry_after_ms, elapsed_ms;
	struct error error;
	int *left; /* the loop stops at zero */
	struct transport_call *cancel_in_done;
	bool free_in_done;
};

static struct loop *loop;
static struct http_server *server, *other;
static struct secret *key;
static struct transport *http;
static struct loop_timer *guard;
static bool late;

/* -- the server's answers -------------------------------------------------- */

static const char whole[] = "HTTP/1.1 200 OK\r\n"
			    "Content-Type: application/json\r\n"
			    "Content-Length: 13\r\n\r\n"
			    "{\"id\": 90010}";
static const char chunked[] = "HTTP/1.1 200 OK\r\n"
			      "Content-Type: application/json\r\n"
			      "Transfer-Encoding: chunked\r\n\r\n"
			      "5\r\n{\"id\"\r\n8\r\n: 90010}\r\n0\r\n\r\n";
/* The same body by gzip -9 -n. */
static const unsigned char packed[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x02, 0x03, 0xab, 0x56, 0xca, 0x4c, 0x51, 0xb2, 0x52, 0xb0, 0x34,
	0x30, 0x30, 0x34, 0xa8, 0x05, 0x00, 0xee, 0xb2, 0x45, 0x84, 0x0d, 0x00,
	0x00, 0x00};

struct answer {
	const char *path; /* its beginning */
	const char *text;
	enum http_server_then then;
};

#define HEAD(status, type, more)                                               \
	"HTTP/1.1 " status "\r\nContent-Type: " type "\r\n" more               \
	"Content-Length: 2\r\n\r\n{}"
#define JSON "application/json"

static const struct answer answers[] = {
	{"/api/whole", whole, HTTP_SERVER_KEEP},
	{"/root", whole, HTTP_SERVER_KEEP},
	{"/api/chunked", chunked, HTTP_SERVER_KEEP},
	{"/api/empty", "HTTP/1.1 204 No Content\r\n\r\n", HTTP_SERVER_KEEP},
	{"/api/html", HEAD("200 OK", "text/html", ""), HTTP_SERVER_KEEP},
	{"/api/charset", HEAD("200 OK", JSON "; charset=utf-8", ""),
		HTTP_SERVER_KEEP},
	{"/api/jsonp", HEAD("200 OK", JSON "p", ""), HTTP_SERVER_KEEP},
	{"/api/refused", HEAD("400 Bad Request", JSON, ""), HTTP_SERVER_KEEP},
	{"/api/broken", HEAD("503 Down", JSON, ""), HTTP_SERVER_KEEP},
	{"/api/wait7", HEAD("429 Slow", JSON, "Retry-After: 7\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/waitlong",
		HEAD("429 Slow", JSON, "Retry-After: 1000000000000\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/waitjunk", HEAD("429 Slow", JSON, "Retry-After: soon\r\n"),
		HTTP_SERVER_KEEP},
	/* certcentral-api.md 14.10: what the network's edge adds. */
	{"/api/edge",
		HEAD("200 OK", JSON,
			"Cache-Control: private,no-cache\r\nETag: W/\"a\"\r\n"
			"Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; Path=/\r\n"
			"Set-Cookie: c=3; Path=/; HttpOnly\r\nX-CDN: Imperva\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/lost", "", HTTP_SERVER_CLOSE},
	{"/api/reset", "", HTTP_SERVER_RESET},
	{"/api/hang", "", HTTP_SERVER_HANG},
	{"/api/half", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
		HTTP_SERVER_HANG},
	{"/api/garbage", "\x01\x02 nothing like HTTP\n\n", HTTP_SERVER_CLOSE},
};

static void add_big(struct buf *out, size_t len)
{
	char block[1024];

	memset(block, 'x', sizeof(block));
	buf_printf(out,
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
		"Transfer-Encoding: chunked\r\n\r\n%zx\r\n",
		len);
	for (; len > sizeof(block); len -= sizeof(block))
		buf_add(out, block, sizeof(block));
	buf_add(out, block, len);
	buf_puts(out, "\r\n0\r\n\r\n");
}

static void add_headers(struct buf *out)
{
	int i;

	buf_puts(out, "HTTP/1.1 200 OK\r\n");
	for (i = 0; i < 300; i++)
		buf_printf(out, "X-%d: %01000d\r\n", i, 0);
	buf_puts(out, "Content-Length: 0\r\n\r\n");
}

static void add_packed(struct buf *out, const void *data, size_t len)
{
	buf_printf(out,
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
		"Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n",
		len);
	buf_add(out, data, len);
}

/* 64 MiB of blanks in some 64 kB. */
static void add_bomb(struct buf *out)
{
	FILE *pipe = popen("head -c 67108864 /dev/zero | gzip -9 -n -c", "r");
	struct buf data;
	char chunk[4096];
	size_t got;

	buf_init(&data, BODY_8M);
	while ((got = fread(chunk, 1, sizeof(chunk), pipe)) > 0)
		buf_add(&data, chunk, got);
	pclose(pipe);
	add_packed(out, data.data, data.len);
	buf_clear(&data);
}

static void add_redirect(struct buf *out, const char *status)
{
	buf_printf(out,
		"HTTP/1.1 %s Elsewhere\r\nLocation: http://127.0.0.1:%d/api/x"
		"\r\nContent-Length: 0\r\n\r\n",
		status, http_server_port(other));
}

static enum http_server_then answer_special(const char *path, struct buf *out)
{
	static const char *const cuts[] = {whole, chunked};

	if (strcmp(path, "/api/big/8m") == 0)
		add_big(out, BODY_8M);
	else if (strcmp(path, "/api/big/more") == 0)
		add_big(out, BODY_8M + 1);
	else if (strcmp(path, "/api/headers") == 0)
		add_headers(out);
	else if (strcmp(path, "/api/packed") == 0)
		add_packed(out, packed, sizeof(packed));
	else if (strcmp(path, "/api/bomb") == 0)
		add_bomb(out);
	else if (strncmp(path, "/api/redirect/", 14) == 0)
		add_redirect(out, path + 14);
	else if (strncmp(path, "/api/cut/", 9) == 0) {
		buf_add(out, cuts[path[9] - '0'],
			(size_t)strtoul(path + 11, NULL, 10));
		return HTTP_SERVER_CLOSE;
	}
	return HTTP_SERVER_KEEP;
}

static enum http_server_then
answer(const char *method, const char *path, struct buf *out)
{
	size_t i;

	if (strcmp(method, "CONNECT") == 0) {
		buf_puts(out, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
		return HTTP_SERVER_CLOSE;
	}
	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		if (strncmp(path, answers[i].path, strlen(answers[i].path)) !=
			0)
			continue;
		buf_puts(out, answers[i].text);
		return answers[i].then;
	}
	return answer_special(path, out);
}

/* -- sending --------------------------------------------------------------- */

static void on_guard(void *data)
{
	(void)data;
	late = true;
	loop_stop(loop);
}

static void start_http(const struct http_options *given)
{
	struct http_options options = *given;
	struct error error;
	char url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/api/",
		http_server_port(server));
	if (options.base_url == NULL)
		options.base_url = url;
	options.key = key;
	http = http_new(loop, &options, &error);
	assert_non_null(http);
}

static int set_up(void **state)
{
	struct error error;

	(void)state;
	late = false;
	loop = loop_uv_new();
	server = http_server_start(answer);
	other = http_server_start(answer);
	key = secret_new(KEY, strlen(KEY), &error);
	guard = loop_timer_new(loop, on_guard, NULL);
	loop_timer_start(guard, GUARD);
	return 0;
}

static int set_up_default(void **state)
{
	struct http_options options = {.ca_file = NULL};

	set_up(state);
	start_http(&options);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	http_free(http);
	http = NULL;
	loop_timer_free(guard);
	loop_uv_free(loop);
	http_server_stop(server);
	http_server_stop(other);
	secret_free(key);
	log_close();
	return 0;
}

static void on_done(void *data, const struct transport_response *response)
{
	struct result *result = data;

	result->calls++;
	result->status = response->status;
	result->body = mem_dupn(response->body, response->len);
	result->len = response->len;
	result->is_json = response->is_json;
	result->may_be_sent = response->may_be_sent;
	result->retry_after_ms = response->retry_after_ms;
	result->elapsed_ms = response->elapsed_ms;
	result->error = response->error;
	if (result->cancel_in_done != NULL)
		transport_cancel(result->cancel_in_done);
	if (result->free_in_done) {
		http_free(http);
		http = NULL;
	}
	if (--*result->left == 0)
		loop_stop(loop);
}

static struct transport_call *begin(struct result *result, int *left,
	enum transport_method method, const char *path)
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
	call = transport_send(http, &request, on_done, result);
	assert_int_equal(result->calls, 0);
	return call;
}

static void run(void)
{
	loop_run(loop);
	assert_false(late);
}

static void
ask(struct result *result, enum transport_method method, const char *path)
{
	int left = 0;

	begin(result, &left, method, path);
	run();
	assert_int_equal(result->calls, 1);
}

static void clear(struct result *result)
{
	free(result->body);
	result->body = NULL;
}

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
	{"/waitjunk", 429, "{}", true, 0},
};

static void
check_answer(const struct answer_case *c, enum transport_method method)
{
	struct result result;

	ask(&result, method, c->path);
	assert_int_equal(result.status, c->status);
	assert_string_equal(result.body, c->body);
	assert_int_equal(result.len, strlen(c->body));
	assert_int_equal(result.is_json, c->is_json);
	assert_int_equal(result.retry_after_ms, c->retry_after_ms);
	assert_true(result.may_be_sent);
	assert_int_equal(result.error.kind, ERROR_NONE);
	clear(&result);
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
			"\r\nX-DC-DEVKEY: " KEY "\r\n",
			"\r\nContent-Type: application/json\r\n",
			"\r\nUser-Agent: certdesk/",
			"\r\nAccept-Encoding: ", "gzip"}},
	{TRANSPORT_POST, {"POST /api/whole", "\r\nContent-Length: 8\r\n",
				 "\r\n\r\n{\"a\": 1}"}},
	{TRANSPORT_PUT,
		{"PUT /api/whole", "\r\nX-DC-DEVKEY: " KEY "\r\n",
			"\r\nContent-Type: application/json\r\n",
			"\r\nContent-Length: 8\r\n", "\r\n\r\n{\"a\": 1}"}},
	{TRANSPORT_DELETE, {"DELETE /api/whole", "\r\n\r\n{\"a\": 1}"}},
};

static void test_what_is_sent(void **state)
{
	struct result result;
	const struct sent_case *c;
	char *seen;
	size_t i, p;

	(void)state;
	ask(&result, TRANSPORT_GET, "/edge"); /* sets cookies */
	clear(&result);
	for (i = 0; i < sizeof(sent_cases) / sizeof(sent_cases[0]); i++) {
		c = &sent_cases[i];
		ask(&result, c->method,
			"/whole?limit=1&filters%5Bstatus%5D=pending");
		clear(&result);
		seen = http_server_last(server, "/whole");
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
	struct result result = {.calls = 0};
	int left = 1;
	char *seen;

	result.left = &left;
	transport_send(http, &request, on_done, &result);
	run();
	assert_int_equal(result.status, 200);
	clear(&result);
	seen = http_server_last(server, "PUT /root/x HTTP");
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
	struct result result;
	int i;

	(void)state;
	for (i = 0; i < 5; i++) {
		ask(&result, TRANSPORT_GET, "/whole");
		clear(&result);
	}
	assert_int_equal(http_server_connections(server), 1);
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
	{"/hang", ERROR_TIMEOUT},
	{"/half", ERROR_TIMEOUT},
	{"/big/more", ERROR_TOO_LARGE},
	{"/headers", ERROR_TOO_LARGE},
	{"/bomb", ERROR_TOO_LARGE},
};

static void
check_failure(const struct failure_case *c, enum transport_method method)
{
	struct result result;

	ask(&result, method, c->path);
	assert_int_equal(result.status, 0);
	assert_string_equal(
		error_kind_name(result.error.kind), error_kind_name(c->kind));
	assert_true(result.error.text[0] != '\0');
	assert_true(result.may_be_sent);
	assert_string_equal(result.body, "");
	clear(&result);
}

static void test_failures(void **state)
{
	struct http_options options = {.whole_ms = 1500};
	size_t i;

	(void)state;
	start_http(&options);
	for (i = 0; i < sizeof(failure_cases) / sizeof(failure_cases[0]); i++) {
		check_failure(&failure_cases[i], TRANSPORT_GET);
		check_failure(&failure_cases[i], TRANSPORT_PUT);
	}
}

static void test_largest_body(void **state)
{
	struct result result;

	(void)state;
	ask(&result, TRANSPORT_GET, "/big/8m");
	assert_int_equal(result.status, 200);
	assert_int_equal(result.len, BODY_8M);
	clear(&result);
}

/* `needed` bytes of `len` make the answer whole. */
static void cut_everywhere(int which, size_t needed, size_t len)
{
	struct result result;
	char path[32];
	size_t n;

	for (n = 0; n <= len; n++) {
		snprintf(path, sizeof(path), "/cut/%d/%zu", which, n);
		ask(&result, n % 2 == 0 ? TRANSPORT_GET : TRANSPORT_PUT, path);
		if (n < needed) {
			assert_int_equal(result.status, 0);
			assert_int_equal(result.error.kind, ERROR_LOST);
		} else {
			assert_int_equal(result.status, 200);
			assert_string_equal(result.body, "{\"id\": 90010}");
		}
		assert_true(result.may_be_sent);
		clear(&result);
	}
}

static void test_cut_at_every_byte(void **state)
{
	size_t len = sizeof(chunked) - 1;

	(void)state;
	cut_everywhere(0, sizeof(whole) - 1, sizeof(whole) - 1);
	/* The chunk of length 0 ends the body; libcurl does not insist on the
	 * very last line feed. */
	cut_everywhere(1, len - 1, len);
}

static void test_request_has_its_own_limit(void **state)
{
	struct transport_request request = {
		.method = TRANSPORT_GET, .path = "/hang", .timeout_ms = 50};
	struct result result = {.calls = 0};
	int left = 1;

	(void)state;
	result.left = &left;
	transport_send(http, &request, on_done, &result);
	run();
	assert_int_equal(result.error.kind, ERROR_TIMEOUT);
	assert_in_range(result.elapsed_ms, 45, 5000);
	clear(&result);
}

/* Silence in the middle of an answer, long before the whole time is over. */
static void test_silence(void **state)
{
	struct http_options options = {.idle_ms = 1000};
	struct result result;

	(void)state;
	start_http(&options);
	ask(&result, TRANSPORT_GET, "/half");
	assert_int_equal(result.error.kind, ERROR_TIMEOUT);
	assert_in_range(result.elapsed_ms, 900, 10000);
	clear(&result);
}

static int closed_port(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(
		bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	getsockname(fd, (struct sockaddr *)&address, &size);
	close(fd);
	return ntohs(address.sin_port);
}

static void test_nobody_there(void **state)
{
	struct http_options options = {.ca_file = NULL};
	struct result result;
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/api", closed_port());
	options.base_url = url;
	start_http(&options);
	ask(&result, TRANSPORT_PUT, "/whole");
	assert_int_equal(result.status, 0);
	assert_int_equal(result.error.kind, ERROR_CONNECT);
	assert_false(result.may_be_sent);
	assert_non_null(strstr(result.error.text, "127.0.0.1"));
	clear(&result);
}

/* A server that does not speak TLS gets no request and no key. */
static void test_no_tls_there(void **state)
{
	struct http_options options = {.ca_file = NULL};
	struct result result;
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/api",
		http_server_port(server));
	options.base_url = url;
	options.whole_ms = 1500;
	options.connect_ms = 300;
	start_http(&options);
	ask(&result, TRANSPORT_PUT, "/whole");
	assert_int_equal(result.status, 0);
	/* Its silence lasts until the time for connecting is over. */
	assert_int_equal(result.error.kind, ERROR_CONNECT);
	assert_false(result.may_be_sent);
	assert_int_equal(http_server_count(server, "/"), 0);
	clear(&result);
}

/* -- writes ---------------------------------------------------------------- */

/* libcurl by itself would repeat it: the kept connection died. */
static void test_write_goes_out_once(void **state)
{
	static const char *const paths[] = {"/lost", "/reset"};
	struct result result;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		ask(&result, TRANSPORT_GET, "/whole");
		clear(&result);
		ask(&result, TRANSPORT_PUT, paths[i]);
		assert_int_equal(result.error.kind, ERROR_LOST);
		clear(&result);
		assert_int_equal(http_server_count(server, paths[i]), 1);
	}
	assert_int_equal(http_server_connections(server), 3);
}

static void test_write_has_its_own_connection(void **state)
{
	struct result result;
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		ask(&result, TRANSPORT_PUT, "/empty");
		clear(&result);
		ask(&result, TRANSPORT_GET, "/whole");
		clear(&result);
	}
	assert_int_equal(http_server_connections(server), 1 + 3);
}

/* Four reads hang; a write is not held up, and a fifth read comes as soon as
 * one of them is given up. */
static void test_write_does_not_wait_for_reads(void **state)
{
	struct transport_call *calls[6];
	struct result results[6], written;
	int reads = 0, left = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++)
		calls[i] = begin(&results[i], &reads, TRANSPORT_GET,
			i < 5 ? "/hang" : "/whole");
	begin(&written, &left, TRANSPORT_PUT, "/empty");
	run();
	assert_int_equal(written.status, 204);
	clear(&written);
	transport_cancel(calls[4]); /* not yet sent */
	transport_cancel(calls[0]);
	reads = 1;
	run();
	assert_int_equal(results[5].status, 200);
	clear(&results[5]);
	assert_int_equal(http_server_count(server, "/hang"), 4);
	for (i = 0; i < 5; i++)
		assert_int_equal(results[i].calls, 0);
	for (i = 1; i < 4; i++)
		transport_cancel(calls[i]);
}

/* -- redirects ------------------------------------------------------------- */

static void test_redirects_are_not_followed(void **state)
{
	static const int statuses[] = {300, 301, 302, 303, 307, 308};
	struct result result;
	char path[32];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		snprintf(path, sizeof(path), "/redirect/%d", statuses[i]);
		ask(&result, TRANSPORT_GET, path);
		assert_int_equal(result.status, statuses[i]);
		clear(&result);
		ask(&result, TRANSPORT_PUT, path);
		assert_int_equal(result.status, statuses[i]);
		clear(&result);
	}
	assert_int_equal(http_server_connections(other), 0);
	assert_int_equal(http_server_count(other, "/"), 0);
}

/* Whatever the environment says, loopback is reached directly. */
static void test_no_proxy_for_loopback(void **state)
{
	static const char *const names[] = {
		"http_proxy", "all_proxy", "ALL_PROXY"};
	struct http_options options = {.ca_file = NULL};
	struct result result;
	char url[64];
	size_t i;

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d",
		http_server_port(other));
	for (i = 0; i < 3; i++)
		setenv(names[i], url, 1);
	options.proxy = url;
	start_http(&options);
	ask(&result, TRANSPORT_GET, "/whole");
	assert_int_equal(result.status, 200);
	clear(&result);
	assert_int_equal(http_server_connections(other), 0);
	for (i = 0; i < 3; i++)
		unsetenv(names[i]);
}

/* A proxy is asked for a tunnel; the key is none of its business. */
static void test_proxy_never_sees_the_key(void **state)
{
	struct http_options options = {
		.base_url = "https://www.example.com/services/v2"};
	struct result result;
	char url[64], *seen;

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d",
		http_server_port(other));
	options.proxy = url;
	start_http(&options);
	ask(&result, TRANSPORT_PUT, "/whole");
	assert_int_equal(result.status, 0);
	assert_int_equal(result.error.kind, ERROR_CONNECT);
	assert_false(result.may_be_sent);
	clear(&result);
	seen = http_server_last(other, "CONNECT www.example.com:443");
	assert_true(seen[0] != '\0');
	assert_null(strstr(seen, KEY));
	assert_null(strstr(seen, "DEVKEY"));
	free(seen);
}

/* -- giving up ------------------------------------------------------------- */

static void test_cancel_in_another_done(void **state)
{
	struct result hanging, answered;
	int none = 0, left = 0;
	struct transport_call *call;

	(void)state;
	call = begin(&hanging, &none, TRANSPORT_GET, "/hang");
	begin(&answered, &left, TRANSPORT_GET, "/whole");
	answered.cancel_in_done = call;
	run();
	assert_int_equal(answered.calls, 1);
	clear(&answered);
	ask(&answered, TRANSPORT_GET, "/whole");
	clear(&answered);
	assert_int_equal(hanging.calls, 0);
}

static void test_cancel_in_its_own_done(void **state)
{
	struct result result;
	int left = 0;

	(void)state;
	result.cancel_in_done = begin(&result, &left, TRANSPORT_GET, "/whole");
	run();
	assert_int_equal(result.calls, 1);
	clear(&result);
}

static void test_free_with_calls_under_way(void **state)
{
	struct result results[6];
	int left = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++)
		begin(&results[i], &left, TRANSPORT_GET, "/hang");
	http_free(http);
	http = NULL;
	for (i = 0; i < 6; i++)
		assert_int_equal(results[i].calls, 0);
}

static void test_free_in_done(void **state)
{
	struct result result, hanging;
	int left = 0, none = 0;

	(void)state;
	begin(&hanging, &none, TRANSPORT_GET, "/hang");
	begin(&result, &left, TRANSPORT_GET, "/whole");
	result.free_in_done = true;
	run();
	assert_int_equal(result.calls, 1);
	assert_int_equal(hanging.calls, 0);
	clear(&result);
}

/* -- the log and the URL --------------------------------------------------- */

static void test_log(void **state)
{
	struct result result;
	size_t i;

	(void)state;
	ask(&result, TRANSPORT_GET, "/whole?x=1");
	clear(&result);
	ask(&result, TRANSPORT_PUT, "/lost");
	clear(&result);
	assert_int_equal(log_count(), 2);
	assert_int_equal(log_at(0)->level, LOG_REQUEST);
	assert_ptr_equal(strstr(log_at(0)->text, "GET /whole?x=1 200 "),
		log_at(0)->text);
	assert_non_null(strstr(log_at(0)->text, " ms 13 bytes"));
	assert_ptr_equal(
		strstr(log_at(1)->text, "PUT /lost lost "), log_at(1)->text);
	for (i = 0; i < log_count(); i++)
		assert_null(strstr(log_at(i)->text, KEY));
}

struct url_case {
	const char *url;
	bool good;
};

static const struct url_case url_cases[] = {
	{"https://www.digicert.com/services/v2", true},
	{"https://www.digicert.com:8443/services/v2/", true},
	{"https://localhost/services/v2", true},
	{"http://127.0.0.1:8417/services/v2", true},
	{"http://127.8.9.1/services/v2", true},
	{"http://[::1]:8417/services/v2", true},
	{"http://localhost/services/v2", false},
	{"http://[::2]/services/v2", false},
	{"http://www.digicert.com/services/v2", false},
	{"http://127.0.0.1.example.com/", false},
	{"http://128.0.0.1/", false},
	{"https://user@www.digicert.com/services/v2", false},
	{"https://www.digicert.com/services/v2?x=1", false},
	{"https://www.digicert.com/services/v2#x", false},
	{"ftp://www.digicert.com/", false},
	{"file:///etc/passwd", false},
	{"www.digicert.com/services/v2", false},
	{"https://", false},
	{"", false},
	{NULL, false},
};

static void test_urls(void **state)
{
	struct http_options options = {.key = key};
	struct transport *transport;
	struct error error;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(url_cases) / sizeof(url_cases[0]); i++) {
		options.base_url = url_cases[i].url;
		error_clear(&error);
		transport = http_new(loop, &options, &error);
		if ((transport != NULL) != url_cases[i].good)
			fail_msg("%s", url_cases[i].url);
		if (!url_cases[i].good) {
			assert_int_equal(error.kind, ERROR_CONFIG);
			assert_null(strstr(error.text, KEY));
		}
		http_free(transport);
	}
}

#define PLAIN(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define DEFAULT(name)                                                          \
	cmocka_unit_test_setup_teardown(name, set_up_default, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DEFAULT(test_answers),
		DEFAULT(test_what_is_sent),
		DEFAULT(test_bodies),
		DEFAULT(test_connections_are_kept),
		PLAIN(test_failures),
		DEFAULT(test_largest_body),
		DEFAULT(test_cut_at_every_byte),
		DEFAULT(test_request_has_its_own_limit),
		PLAIN(test_silence),
		PLAIN(test_nobody_there),
		PLAIN(test_no_tls_there),
		DEFAULT(test_write_goes_out_once),
		DEFAULT(test_write_has_its_own_connection),
		DEFAULT(test_write_does_not_wait_for_reads),
		DEFAULT(test_redirects_are_not_followed),
		PLAIN(test_no_proxy_for_loopback),
		PLAIN(test_proxy_never_sees_the_key),
		DEFAULT(test_cancel_in_another_done),
		DEFAULT(test_cancel_in_its_own_done),
		DEFAULT(test_free_with_calls_under_way),
		DEFAULT(test_free_in_done),
		DEFAULT(test_log),
		PLAIN(test_urls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
