/* SPDX-License-Identifier: MIT
 *
 * Whom the transport trusts: real TLS servers (openssl s_server) with good and
 * bad certificates.
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

#include "file.h"
#include "http.h"
#include "loop-uv.h"
#include "mem.h"
#include "secret.h"
#include "tests/support/tls-server.h"
#include "transport.h"

#define KEY "Canary-key-0123456789"

/* ms: a limit that is never reached, and when a test has failed. */
#define EVER  3600000
#define GUARD 600000

static struct loop *loop;
static struct secret *key;
static char *directory, *certificate;

static int set_up(void **state)
{
	struct error error;

	(void)state;
	loop = loop_uv_new();
	key = secret_new(KEY, strlen(KEY), &error);
	directory = file_make_temporary_directory("certdesk-test", &error);
	certificate = tls_server_certificate(directory);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	loop_uv_free(loop);
	secret_free(key);
	file_remove_tree(directory);
	free(directory);
	free(certificate);
	return 0;
}

/* -- the client ------------------------------------------------------------ */

struct result {
	int status;
	bool may_be_sent;
	struct error error;
};

static void on_done(void *data, const struct transport_response *response)
{
	struct result *result = data;

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

static void ask(const char *url, const char *ca_file, struct result *result)
{
	struct http_options options = {.base_url = url,
		.key = key,
		.ca_file = ca_file,
		.connect_ms = EVER,
		.idle_ms = EVER,
		.whole_ms = EVER};
	struct transport_request request = {
		.method = TRANSPORT_GET, .path = "/", .write = true};
	struct loop_timer *guard = loop_timer_new(loop, on_guard, NULL);
	struct transport *http;

	memset(result, 0, sizeof(*result));
	result->error.kind = ERROR_CANCELLED; /* if nothing comes */
	http = http_new(loop, &options, &result->error);
	assert_non_null(http);
	loop_timer_start(guard, GUARD);
	transport_send(http, &request, on_done, result);
	loop_run(loop);
	http_free(http);
	loop_timer_free(guard);
}

struct tls_case {
	const char *name;
	const char *option; /* of the server */
	const char *host;
	bool trusted;	  /* its certificate is our ca_file */
	const char *says; /* part of the sentence; NULL: an answer */
	bool late;	  /* when the request may have gone out */
};

static const struct tls_case tls_cases[] = {
	{"good", "-no_dhe", "127.0.0.1", true, NULL, false},
	{"TLS 1.2", "-tls1_2", "127.0.0.1", true, NULL, false},
	{"TLS 1.1", "-tls1_1", "127.0.0.1", true, "takes 1.2 at least", false},
	{"self-signed", "-no_dhe", "127.0.0.1", false, "has signed itself",
		false},
	{"another name", "-no_dhe", "localhost", true, "another name", false},
	{"wants ours", "-Verify=1", "127.0.0.1", true, "certificate of ours",
		true},
	{"nothing in common", "-sigalgs=RSA+SHA256", "127.0.0.1", true,
		"none of the TLS versions and ciphers", false},
};

static void check(const struct tls_case *c)
{
	struct tls_server server;
	struct result result;
	char url[64];

	tls_server_start(&server, directory, c->option);
	snprintf(url, sizeof(url), "https://%s:%d/services/v2", c->host,
		server.port);
	ask(url, c->trusted ? certificate : NULL, &result);
	tls_server_stop(&server);
	if (c->says == NULL) {
		assert_int_equal(result.status, 200);
		return;
	}
	if (result.error.kind != (c->late ? ERROR_LOST : ERROR_TLS) ||
		strstr(result.error.text, c->says) == NULL)
		fail_msg("%s: %s %s", c->name,
			error_kind_name(result.error.kind), result.error.text);
	assert_int_equal(result.status, 0);
	assert_int_equal(result.may_be_sent, c->late);
	assert_null(strstr(result.error.text, KEY));
}

static void test_whom_to_trust(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(tls_cases) / sizeof(tls_cases[0]); i++)
		check(&tls_cases[i]);
}

/* Neither variable may weaken or betray anything. */
static void test_environment(void **state)
{
	struct tls_server server;
	struct result result;
	char url[64], *log = mem_printf("%s/keylog", directory);

	(void)state;
	setenv("SSLKEYLOGFILE", log, 1);
	setenv("SSL_CERT_FILE", certificate, 1);
	tls_server_start(&server, directory, "-no_dhe");
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/x", server.port);
	ask(url, NULL, &result);
	assert_int_equal(result.error.kind, ERROR_TLS);
	ask(url, certificate, &result);
	assert_int_equal(result.status, 200);
	assert_false(file_exists(log));
	tls_server_stop(&server);
	unsetenv("SSL_CERT_FILE");
	free(log);
}

static struct transport *with_ca_file(const char *ca_file, struct error *error)
{
	struct http_options options = {.base_url = "https://127.0.0.1/x",
		.key = key,
		.ca_file = ca_file};

	return http_new(loop, &options, error);
}

/* It is the configuration that is wrong then, not the server. */
static void test_ca_file(void **state)
{
	struct error error = {0};
	struct transport *http;
	char *home = mem_dup(getenv("HOME"));
	char *ours = mem_printf("%s/ca.pem", directory);

	(void)state;
	assert_true(file_replace(ours, "", 0, &error));
	free(ours);
	assert_null(with_ca_file("/nonexistent/ca.pem", &error));
	assert_int_equal(error.kind, ERROR_CONFIG);
	assert_non_null(strstr(error.text, "/nonexistent/ca.pem"));
	setenv("HOME", directory, 1);
	assert_null(with_ca_file("~/no.pem", &error));
	http = with_ca_file("~/ca.pem", &error);
	assert_non_null(http);
	http_free(http);
	if (home != NULL)
		setenv("HOME", home, 1);
	free(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whom_to_trust),
		cmocka_unit_test(test_ca_file),
		cmocka_unit_test(test_environment),
	};

	alarm(600); /* for an openssl that does not tell its port */
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
