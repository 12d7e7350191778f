/* SPDX-License-Identifier: MIT
 *
 * What the tests of the transport share: the real one on a loop, a server that
 * it asks and another that it must not ask, and the result of a request.
 */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http.h"
#include "secret.h"
#include "tests/support/http-answers.h"

#define HTTP_CLIENT_KEY "test-key-0123456789"

/* What came of one request. */
struct http_client_result {
	int calls, status;
	char *body;
	size_t len;
	bool is_json, may_be_sent, open_end;
	char type[64]; /* "-" if there was none */
	int64_t retry_after_ms, elapsed_ms;
	struct error error;
	int *left; /* the loop stops at zero */
	struct transport_call *cancel_in_done;
	bool free_in_done;
};

/* cmocka's tests take no argument of ours. */
extern struct http_client {
	struct loop *loop;
	struct http_server *server, *other;
	struct secret *key;
	struct transport *http;
	struct loop_timer *guard;
	bool late;
} http_client;

/* Set up without a transport, and with one to the server. */
int http_client_set_up(void **state);
int http_client_set_up_default(void **state);
int http_client_tear_down(void **state);

/* Limits that are not given are never reached. */
void http_client_start(const struct http_options *options);

/* Begin a request that counts in *left; run until none is left. */
struct transport_call *http_client_begin(struct http_client_result *result,
	int *left, enum transport_method method, const char *path);
void http_client_run(void);
void http_client_ask(struct http_client_result *result,
	enum transport_method method, const char *path);
/* The same with a limit of its own for a request that is not answered: short,
 * and longer each time until the request gets out before it is over. */
void http_client_ask_limited(struct http_client_result *result,
	enum transport_method method, const char *path);
void http_client_on_done(void *data, const struct transport_response *response);
void http_client_clear(struct http_client_result *result);

#endif
