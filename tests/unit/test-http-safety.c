/* SPDX-License-Identifier: MIT
 *
 * What the transport must never do: send a write twice, give the key to
 * anybody else, or write it down.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "attr.h"
#include "file.h"
#include "log.h"
#include "mem.h"
#include "tests/support/http-client.h"

/* -- writes ---------------------------------------------------------------- */

/* libcurl by itself would repeat it: the kept connection died. */
static void test_write_goes_out_once(void **state)
{
	static const char *const paths[] = {"/lost", "/reset"};
	struct http_client_result result;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		http_client_ask(&result, TRANSPORT_GET, "/whole");
		http_client_clear(&result);
		http_client_ask(&result, TRANSPORT_PUT, paths[i]);
		assert_int_equal(result.error.kind, ERROR_LOST);
		http_client_clear(&result);
		assert_int_equal(
			http_server_count(http_client.server, paths[i]), 1);
	}
	assert_int_equal(http_server_connections(http_client.server), 3);
}

/* The server closes behind each answer without a word. Whether the next
 * request finds out before, while or after it is written: it is answered, a
 * write without being sent again. */
static void test_kept_connection_is_closed(void **state)
{
	enum { TIMES = 50 };
	struct http_client_result result;
	char closing[32];
	size_t i;

	(void)state;
	snprintf(closing, sizeof(closing), "/cut/0/%zu",
		strlen(http_answers_whole));
	for (i = 0; i < TIMES; i++) {
		http_client_ask(&result, TRANSPORT_GET, closing);
		assert_int_equal(result.status, 200);
		http_client_clear(&result);
		http_client_ask(&result,
			i % 2 == 0 ? TRANSPORT_PUT : TRANSPORT_GET, "/empty");
		assert_int_equal(result.status, 204);
		http_client_clear(&result);
	}
	assert_int_equal(
		http_server_count(http_client.server, "PUT "), TIMES / 2);
}

/* And under a read: libcurl repeats that once, on another connection. */
static void test_read_is_lost_on_a_kept_connection(void **state)
{
	static const char *const paths[] = {"/lost", "/reset"};
	struct http_client_result result;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(paths); i++) {
		http_client_ask(&result, TRANSPORT_GET, "/whole");
		http_client_clear(&result);
		http_client_ask(&result, TRANSPORT_GET, paths[i]);
		assert_int_equal(result.status, 0);
		assert_int_equal(result.error.kind, ERROR_LOST);
		assert_true(result.error.text[0] != '\0');
		http_client_clear(&result);
		assert_in_range(
			http_server_count(http_client.server, paths[i]), 1, 2);
	}
}

/* The other end is gone and nobody said so: the read on it ends with its time,
 * no later one is given to it, and no write ever was. */
static void test_kept_connection_is_half_open(void **state)
{
	struct http_client_result result;
	size_t before;

	(void)state;
	http_client_ask(&result, TRANSPORT_GET, "/whole");
	http_client_clear(&result);
	http_client_ask_limited(&result, TRANSPORT_GET, "/hang");
	assert_int_equal(result.status, 0);
	assert_int_equal(result.error.kind, ERROR_TIMEOUT);
	assert_true(result.error.text[0] != '\0');
	http_client_clear(&result);
	before = http_server_connections(http_client.server);
	http_client_ask(&result, TRANSPORT_GET, "/whole");
	assert_int_equal(result.status, 200);
	http_client_clear(&result);
	http_client_ask(&result, TRANSPORT_PUT, "/empty");
	assert_int_equal(result.status, 204);
	http_client_clear(&result);
	assert_int_equal(
		http_server_connections(http_client.server), before + 2);
	assert_int_equal(http_server_count(http_client.server, "PUT "), 1);
}

static void test_write_has_its_own_connection(void **state)
{
	struct http_client_result result;
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		http_client_ask(&result, TRANSPORT_PUT, "/empty");
		http_client_clear(&result);
		http_client_ask(&result, TRANSPORT_GET, "/whole");
		http_client_clear(&result);
	}
	assert_int_equal(http_server_connections(http_client.server), 1 + 3);
}

/* Four reads hang; a write is not held up, and a fifth read comes as soon as
 * one of them is given up. */
static void test_write_does_not_wait_for_reads(void **state)
{
	struct transport_call *calls[6];
	struct http_client_result results[6], written;
	int reads = 0, left = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++)
		calls[i] = http_client_begin(&results[i], &reads, TRANSPORT_GET,
			i < 5 ? "/hang" : "/whole");
	http_client_begin(&written, &left, TRANSPORT_PUT, "/empty");
	http_client_run();
	assert_int_equal(written.status, 204);
	http_client_clear(&written);
	transport_cancel(calls[4]); /* not yet sent */
	transport_cancel(calls[0]);
	reads = 1;
	http_client_run();
	assert_int_equal(results[5].status, 200);
	http_client_clear(&results[5]);
	assert_int_equal(http_server_count(http_client.server, "/hang"), 4);
	for (i = 0; i < 5; i++)
		assert_int_equal(results[i].calls, 0);
	for (i = 1; i < 4; i++)
		transport_cancel(calls[i]);
}

/* -- surroundings --------------------------------------------------------- */

/* What curl's users have in their home is nothing to us. */
static void test_netrc_is_ignored(void **state)
{
	static const char words[] = "machine 127.0.0.1 login a password b\n";
	struct error error;
	char *home = file_make_temporary_directory("certdesk-test", &error);
	char *before = mem_dup(getenv("HOME"));
	char *path = mem_printf("%s/.netrc", home), *seen;
	struct http_client_result result;

	(void)state;
	assert_true(file_replace(path, words, sizeof(words) - 1, &error));
	setenv("HOME", home, 1);
	http_client_ask(&result, TRANSPORT_GET, "/whole");
	http_client_clear(&result);
	seen = http_server_last(http_client.server, "/whole");
	assert_null(strstr(seen, "Authorization"));
	free(seen);
	if (before != NULL)
		setenv("HOME", before, 1);
	free(before);
	file_remove_tree(home);
	free(home);
	free(path);
}

/* Whatever the environment says, loopback is reached directly. */
static void test_no_proxy_for_loopback(void **state)
{
	static const char *const names[] = {
		"http_proxy", "all_proxy", "ALL_PROXY"};
	struct http_options options = {.ca_file = NULL};
	struct http_client_result result;
	char url[64];
	size_t i;

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d",
		http_server_port(http_client.other));
	for (i = 0; i < 3; i++)
		setenv(names[i], url, 1);
	options.proxy = url;
	http_client_start(&options);
	http_client_ask(&result, TRANSPORT_GET, "/whole");
	assert_int_equal(result.status, 200);
	http_client_clear(&result);
	assert_int_equal(http_server_connections(http_client.other), 0);
	for (i = 0; i < 3; i++)
		unsetenv(names[i]);
}

/* Our address on the loopback, but none that counts as such. */
#define NOT_LOOPBACK "0.0.0.0"
#define PROXY	     "the other listener"

struct proxy_case {
	const char *name, *value; /* in the environment; NULL: nothing */
	const char *no_proxy;
	const char *option; /* of the account */
	bool used;
};

static const struct proxy_case proxy_cases[] = {
	{NULL, NULL, NULL, NULL, false},
	{"https_proxy", PROXY, NULL, NULL, true},
	{"HTTPS_PROXY", PROXY, NULL, NULL, true},
	{"all_proxy", PROXY, NULL, NULL, true},
	{"ALL_PROXY", PROXY, NULL, NULL, true},
	{"http_proxy", PROXY, NULL, NULL, false},
	{"https_proxy", PROXY, NOT_LOOPBACK, NULL, false},
	{"https_proxy", PROXY, "*", NULL, false},
	{"https_proxy", PROXY, "www.example.com", NULL, true},
	{NULL, NULL, NULL, PROXY, true},
	{NULL, NULL, NOT_LOOPBACK, PROXY, false},
	{NULL, NULL, "www.example.com", PROXY, true},
	{"https_proxy", "http://127.0.0.1:1", NULL, PROXY, true},
	{"https_proxy", PROXY, NULL, "", false},
};

/* A port that nobody listens on, so that going there directly ends at once. */
static int closed_port(void)
{
	struct http_server *server = http_server_start(http_answers);
	int port = http_server_port(server);

	http_server_stop(server);
	return port;
}

static const char *proxy_or(const char *text, const char *url)
{
	return text != NULL && strcmp(text, PROXY) == 0 ? url : text;
}

static void check_proxy(const struct proxy_case *c, int port)
{
	struct http_client_result result;
	struct http_options options = {.ca_file = NULL};
	char proxy[64], url[64];
	size_t before = http_server_count(http_client.other, "CONNECT");

	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d",
		http_server_port(http_client.other));
	snprintf(url, sizeof(url), "https://" NOT_LOOPBACK ":%d/x", port);
	if (c->name != NULL)
		setenv(c->name, proxy_or(c->value, proxy), 1);
	if (c->no_proxy != NULL)
		setenv("NO_PROXY", c->no_proxy, 1);
	options.base_url = url;
	options.proxy = proxy_or(c->option, proxy);
	http_client_start(&options);
	http_client_ask(&result, TRANSPORT_GET, "/x");
	assert_int_equal(result.error.kind, ERROR_CONNECT);
	http_client_clear(&result);
	http_free(http_client.http);
	http_client.http = NULL;
	if (http_server_count(http_client.other, "CONNECT") - before != c->used)
		fail_msg("%s %s %s", c->name != NULL ? c->name : "-",
			c->no_proxy != NULL ? c->no_proxy : "-",
			c->option != NULL ? c->option : "-");
	if (c->name != NULL)
		unsetenv(c->name);
	unsetenv("NO_PROXY");
}

static void test_which_proxy(void **state)
{
	int port = closed_port();

	(void)state;
	unsetenv("no_proxy");
	for (size_t i = 0; i < ARRAY_LEN(proxy_cases); i++)
		check_proxy(&proxy_cases[i], port);
}

/* A proxy is asked for a tunnel; the key is none of its business. */
static void test_proxy_never_sees_the_key(void **state)
{
	struct http_options options = {
		.base_url = "https://www.example.com/services/v2"};
	struct http_client_result result;
	char url[64], *seen;

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d",
		http_server_port(http_client.other));
	options.proxy = url;
	http_client_start(&options);
	http_client_ask(&result, TRANSPORT_PUT, "/whole");
	assert_int_equal(result.status, 0);
	assert_int_equal(result.error.kind, ERROR_CONNECT);
	assert_false(result.may_be_sent);
	http_client_clear(&result);
	seen = http_server_last(
		http_client.other, "CONNECT www.example.com:443");
	assert_true(seen[0] != '\0');
	assert_null(strstr(seen, HTTP_CLIENT_KEY));
	assert_null(strstr(seen, "DEVKEY"));
	free(seen);
}

/* It may hold a password, which is nobody's business. */
static void test_proxy_that_cannot_be_used(void **state)
{
	static const char *const proxies[] = {
		"ftp://agent:the-password@127.0.0.1:1",
		"http://agent:the-password@127.0.0.1:99999",
		"http://agent:the-password@pro xy:1",
		"agent:the-password@[::1",
		"http://agent:the-password:1",
		"socks5h://agent:the-password@127.0.0.1:1",
		"http://agent:the-password@127.0.0.1:1",
	};
	struct http_options options = {.base_url = "https://www.example.com/x"};
	struct http_client_result result;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(proxies); i++) {
		options.proxy = proxies[i];
		http_client_start(&options);
		http_client_ask(&result, TRANSPORT_GET, "/x");
		assert_int_equal(result.error.kind, ERROR_CONNECT);
		assert_null(strstr(result.error.text, "the-password"));
		http_client_clear(&result);
		http_free(http_client.http);
		http_client.http = NULL;
	}
}

/* -- the log and the URL --------------------------------------------------- */

static void test_log(void **state)
{
	struct http_client_result result;
	size_t i;

	(void)state;
	http_client_ask(&result, TRANSPORT_GET, "/whole?x=1");
	http_client_clear(&result);
	http_client_ask(&result, TRANSPORT_PUT, "/lost");
	http_client_clear(&result);
	assert_int_equal(log_count(), 2);
	assert_int_equal(log_at(0)->level, LOG_REQUEST);
	assert_ptr_equal(strstr(log_at(0)->text, "GET /whole?x=1 200 "),
		log_at(0)->text);
	assert_non_null(strstr(log_at(0)->text, " ms 13 bytes"));
	assert_ptr_equal(
		strstr(log_at(1)->text, "PUT /lost lost "), log_at(1)->text);
	for (i = 0; i < log_count(); i++)
		assert_null(strstr(log_at(i)->text, HTTP_CLIENT_KEY));
}

/* However long a path is, what came of it stands behind it. */
static void test_log_long(void **state)
{
	char path[600] = "/whole?x=";
	struct http_client_result result;
	const char *text;

	(void)state;
	memset(path + strlen(path), 'a', sizeof(path) - strlen(path) - 1);
	http_client_ask(&result, TRANSPORT_GET, path);
	http_client_clear(&result);
	text = log_at(log_count() - 1)->text;
	assert_non_null(strstr(text, "aaa... 200 "));
	assert_non_null(strstr(text, " ms 13 bytes"));
}

/* What the service calls a request, to ask it about that one. */
static void test_log_id(void **state)
{
	static const struct {
		const char *path, *end;
	} cases[] = {
		{"/named", " ms 2 bytes, id 7f3c-01"},
		{"/longid", " ms 2 bytes"},
		{"/oddid", " ms 2 bytes"},
		{"/keyid", " ms 2 bytes"},
	};
	struct http_client_result result;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *text;

		http_client_ask(&result, TRANSPORT_GET, cases[i].path);
		http_client_clear(&result);
		text = log_at(i)->text;
		assert_true(strlen(text) > strlen(cases[i].end));
		assert_string_equal(text + strlen(text) - strlen(cases[i].end),
			cases[i].end);
	}
}

/* A server's words go to the screen, the log and the journal. */
static void test_key_sent_back(void **state)
{
	struct http_client_result result;

	(void)state;
	http_client_ask(&result, TRANSPORT_PUT, "/keyback");
	assert_int_equal(result.status, 400);
	assert_string_equal(result.body,
		"key *******************, test-key*******************-01");
	assert_null(strstr(result.type, HTTP_CLIENT_KEY));
	http_client_clear(&result);
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
	{"http://user:" HTTP_CLIENT_KEY "@www.digicert.com/", false},
	{"ftp://user:" HTTP_CLIENT_KEY "@www.digicert.com/", false},
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
	struct http_options options = {.key = http_client.key};
	struct transport *transport;
	struct error error;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(url_cases) / sizeof(url_cases[0]); i++) {
		options.base_url = url_cases[i].url;
		error_clear(&error);
		transport = http_new(http_client.loop, &options, &error);
		if ((transport != NULL) != url_cases[i].good)
			fail_msg("%s", url_cases[i].url);
		if (!url_cases[i].good) {
			assert_int_equal(error.kind, ERROR_CONFIG);
			assert_null(strstr(error.text, HTTP_CLIENT_KEY));
		}
		http_free(transport);
	}
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
		DEFAULT(test_write_goes_out_once),
		DEFAULT(test_kept_connection_is_closed),
		DEFAULT(test_read_is_lost_on_a_kept_connection),
		DEFAULT(test_kept_connection_is_half_open),
		DEFAULT(test_write_has_its_own_connection),
		DEFAULT(test_write_does_not_wait_for_reads),
		DEFAULT(test_netrc_is_ignored),
		PLAIN(test_no_proxy_for_loopback),
		PLAIN(test_which_proxy),
		PLAIN(test_proxy_never_sees_the_key),
		PLAIN(test_proxy_that_cannot_be_used),
		DEFAULT(test_log),
		DEFAULT(test_log_long),
		DEFAULT(test_log_id),
		DEFAULT(test_key_sent_back),
		PLAIN(test_urls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
