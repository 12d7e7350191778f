/* SPDX-License-Identifier: MIT
 *
 * A TLS connection that ends or falls silent anywhere, most often in the
 * middle of a record: a sentence and no answer, and one connection for one
 * write, so that nothing is sent a second time.
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
#include <unistd.h>

#include "attr.h"
#include "file.h"
#include "http.h"
#include "loop-uv.h"
#include "secret.h"
#include "tests/support/tls-server.h"
#include "transport.h"

#define KEY "Canary-key-0123456789"

/* ms: a limit that is never reached, and when a test has failed. */
#define EVER  3600000
#define GUARD 600000
/* Bytes: from cut to cut; the server's last record and what else varies. */
#define STEP	 41
#define FAREWELL 64

static struct loop *loop;
static struct secret *key;
static char *directory, *certificate;
static struct tls_server server;
static struct tls_wire *wire;

static int set_up(void **state)
{
	struct error error;

	(void)state;
	loop = loop_uv_new();
	key = secret_new(KEY, strlen(KEY), &error);
	directory = file_make_temporary_directory("certdesk-test", &error);
	certificate = tls_server_certificate(directory);
	tls_server_start(&server, directory, "-no_dhe");
	wire = tls_wire_start(server.port);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	tls_wire_stop(wire);
	tls_server_stop(&server);
	loop_uv_free(loop);
	secret_free(key);
	file_remove_tree(directory);
	free(directory);
	free(certificate);
	return 0;
}

/* -- asking ---------------------------------------------------------------- */

struct result {
	int calls, status;
	bool may_be_sent;
	struct error error;
};

static void on_done(void *data, const struct transport_response *response)
{
	struct result *result = data;

	result->calls++;
	result->status = response->status;
	result->may_be_sent = response->may_be_sent;
	result->error = response->error;
	loop_stop(loop);
}

static void on_guard(void *data)
{
	(void)data;
	loop_stop(loop);
}

/* The server answers nothing but GET; a write is what we call one. */
static void ask(bool write, int64_t limit, struct result *result)
{
	struct http_options options = {.key = key,
		.ca_file = certificate,
		.connect_ms = limit,
		.idle_ms = EVER,
		.whole_ms = limit};
	struct transport_request request = {
		.method = TRANSPORT_GET, .path = "/", .write = write};
	struct loop_timer *guard = loop_timer_new(loop, on_guard, NULL);
	size_t before = tls_wire_connections(wire);
	struct transport *http;
	char url[64];

	*result = (struct result){.calls = 0};
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/services/v2",
		tls_wire_port(wire));
	options.base_url = url;
	http = http_new(loop, &options, &result->error);
	assert_non_null(http);
	loop_timer_start(guard, GUARD);
	transport_send(http, &request, on_done, result);
	loop_run(loop);
	http_free(http);
	loop_timer_free(guard);
	assert_int_equal(result->calls, 1);
	assert_int_equal(tls_wire_connections(wire), before + 1);
}

/* How many bytes of the server's make a whole answer, about. */
static size_t whole(void)
{
	struct result result;

	tls_wire_cut(wire, (size_t)-1, false);
	ask(true, EVER, &result);
	assert_int_equal(result.status, 200);
	return tls_wire_passed(wire);
}

static void check(const struct result *result, size_t cut,
	enum error_kind unsent, enum error_kind sent)
{
	enum error_kind kind = result->error.kind;

	if (result->status != 0 || result->error.text[0] == '\0' ||
		strstr(result->error.text, KEY) != NULL)
		fail_msg("cut at %zu: status %d, \"%s\"", cut, result->status,
			result->error.text);
	if (result->may_be_sent ? kind != sent
				: kind != unsent && kind != ERROR_TLS)
		fail_msg("cut at %zu: %s, \"%s\"", cut, error_kind_name(kind),
			result->error.text);
}

/* -- the tests ------------------------------------------------------------- */

/* All but the farewell, which libcurl does not insist on. */
static void test_closed_anywhere(void **state)
{
	size_t total = whole(), unsent = 0, sent = 0;
	struct result result;

	(void)state;
	for (size_t cut = 0; cut + FAREWELL < total; cut += STEP) {
		tls_wire_cut(wire, cut, false);
		ask(cut % 2 == 0, EVER, &result);
		check(&result, cut, ERROR_CONNECT, ERROR_LOST);
		sent += result.may_be_sent;
		unsent += !result.may_be_sent;
	}
	printf("# %zu bytes, %zu cuts before the request, %zu after\n", total,
		unsent, sent);
	assert_true(unsent > 10 && sent > 10);
}

/* The limit is short, and longer each time until the request gets out before
 * it is over. */
static void stall_at(size_t cut, bool write, bool gets_out)
{
	struct result result;
	int64_t limit = 50;

	tls_wire_cut(wire, cut, true);
	do {
		ask(write, limit, &result);
		check(&result, cut, ERROR_CONNECT, ERROR_TIMEOUT);
		limit *= 2;
	} while (gets_out && !result.may_be_sent);
	assert_true(gets_out || !result.may_be_sent);
}

static void test_silent_in_the_handshake(void **state)
{
	static const size_t cuts[] = {0, 1, 4, 5, 60, 150, 400};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cuts); i++)
		stall_at(cuts[i], i % 2 == 0, false);
}

static void test_silent_in_the_answer(void **state)
{
	size_t total = whole();

	(void)state;
	stall_at(total - 1000, true, true);
	stall_at(total - 100, false, true);
	stall_at(total - FAREWELL, true, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_closed_anywhere),
		cmocka_unit_test(test_silent_in_the_handshake),
		cmocka_unit_test(test_silent_in_the_answer),
	};

	alarm(600); /* for an openssl that does not tell its port */
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
