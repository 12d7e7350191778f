/* SPDX-License-Identifier: MIT
 *
 * A tiny HTTP server on loopback for tests of the client: one thread, any
 * number of connections, answers that the test makes up byte by byte. It
 * remembers every request as it came.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stddef.h>

#include "buf.h"

enum http_server_then {
	HTTP_SERVER_KEEP,  /* wait for the next request */
	HTTP_SERVER_CLOSE, /* the bytes, then the end */
	HTTP_SERVER_RESET, /* the bytes, then a reset */
	HTTP_SERVER_HANG,  /* the bytes, then silence */
};

/* Fill `out` with the bytes of the answer. Called on the server's thread. */
typedef enum http_server_then (*http_server_fn)(
	const char *method, const char *path, struct buf *out);

struct http_server;

struct http_server *http_server_start(http_server_fn answer);
void http_server_stop(struct http_server *server);

int http_server_port(const struct http_server *server);
size_t http_server_connections(struct http_server *server);
/* Requests so far whose first line holds `part`. */
size_t http_server_count(struct http_server *server, const char *part);
/* The bytes of the last such request; the caller frees. "" if there is none. */
char *http_server_last(struct http_server *server, const char *part);

#endif
