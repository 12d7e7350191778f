/* SPDX-License-Identifier: MIT
 *
 * HTTP: libmicrohttpd run by our own loop, so that all of the sandbox is one
 * thread. Delays, cut answers and hanging connections are made here.
 */
#ifndef SANDBOX_SERVER_H
#define SANDBOX_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "attr.h"
#include "error.h"
#include "sandbox/sandbox.h"

#define SERVER_BODY_MAX (1024 * 1024) /* of a request */

struct server;

struct server_settings {
	const char *address; /* numeric, or "localhost" */
	int port;	     /* 0: any that is free */
	bool allow_remote;
	int64_t latency_ms;		/* for each request of the API */
	const char *tls_cert, *tls_key; /* PEM files; NULL: plain HTTP */
};

/*
 * Listens, and puts the URL into sandbox->url. NULL and *error on failure
 * (ERROR_USAGE for an address or a certificate that is refused). The sandbox
 * must outlive it.
 */
struct server *server_new(const struct server_settings *settings,
	struct sandbox *sandbox, struct error *error);
void server_free(struct server *server);
int server_port(const struct server *server);

/* Serves until something can be read from stop_fd. */
MUST_CHECK bool
server_run(struct server *server, int stop_fd, struct error *error);

const char *server_version(void); /* libmicrohttpd's */

#endif
