/* SPDX-License-Identifier: MIT
 *
 * Where a server sends us we do not go: each redirect to each kind of place is
 * an answer like others, and whoever listens there sees neither the key nor
 * anything else. Cookies are not sent back.
 */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "tests/support/http-client.h"

/* The port of the other listener stands behind a colon at the end. */
static const char *const places[] = {
	"http://127.0.0.1:",
	"http://localhost:",
	"https://127.0.0.1:",
	"//127.0.0.1:",
	"http://user:word@127.0.0.1:",
	"ftp://127.0.0.1:",
	"file:///etc/hostname",
	"/api/again",
};

static const int statuses[] = {301, 302, 303, 307, 308};

static int other_port;

/* PATH is /api/STATUS/PLACE. */
static enum http_server_then
answer(const char *method, const char *path, struct buf *out)
{
	char *rest = NULL;
	long status = 0;
	size_t place = 0;

	(void)method;
	if (strncmp(path, "/api/", 5) == 0)
		status = strtol(path + 5, &rest, 10);
	if (rest != NULL && *rest == '/')
		place = (size_t)strtol(rest + 1, NULL, 10);
	if (status == 0) {
		buf_puts(out, "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\n"
			      "Content-Length: 0\r\n\r\n");
		return HTTP_SERVER_KEEP;
	}
	buf_printf(out, "HTTP/1.1 %ld Elsewhere\r\nLocation: ", status);
	buf_puts(out, places[place]);
	if (places[place][strlen(places[place]) - 1] == ':')
		buf_printf(out, "%d/", other_port);
	buf_puts(out, "\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0"
		      "\r\n\r\n");
	return HTTP_SERVER_KEEP;
}

static struct http_server *sender;

static int set_up(void **state)
{
	struct http_options options = {.ca_file = NULL};
	char url[64];

	http_client_set_up(state);
	other_port = http_server_port(http_client.other);
	sender = http_server_start(answer);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/api",
		http_server_port(sender));
	options.base_url = url;
	http_client_start(&options);
	return 0;
}

static int tear_down(void **state)
{
	http_client_tear_down(state);
	http_server_stop(sender);
	return 0;
}

static void check(enum transport_method method, int status, size_t place)
{
	struct http_client_result result;
	char path[32];

	snprintf(path, sizeof(path), "/%d/%zu", status, place);
	http_client_ask(&result, method, path);
	assert_int_equal(result.status, status);
	assert_int_equal(result.len, 0);
	http_client_clear(&result);
}

static void test_none_is_followed(void **state)
{
	size_t asked = 0;
	char *seen;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
		for (size_t place = 0; place < ARRAY_LEN(places); place++) {
			check(TRANSPORT_GET, statuses[i], place);
			check(TRANSPORT_PUT, statuses[i], place);
			asked += 2;
		}
	}
	assert_int_equal(asked, 80);
	assert_int_equal(http_server_count(sender, ""), asked);
	assert_int_equal(http_server_connections(http_client.other), 0);
	/* The one that may see it did, or the above proves nothing. */
	seen = http_server_last(sender, "PUT /api/308/7");
	assert_non_null(strstr(seen, HTTP_CLIENT_KEY));
	free(seen);
}

static void test_cookies_are_ignored(void **state)
{
	struct http_client_result result;
	char *seen;

	(void)state;
	for (int i = 0; i < 3; i++) {
		http_client_ask(&result, TRANSPORT_GET, "/cookie");
		assert_int_equal(result.status, 200);
		http_client_clear(&result);
	}
	seen = http_server_last(sender, "/api/cookie");
	assert_non_null(strstr(seen, HTTP_CLIENT_KEY));
	assert_null(strcasestr(seen, "\r\nCookie:"));
	free(seen);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_none_is_followed),
		TEST(test_cookies_are_ignored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
