/* SPDX-License-Identifier: MIT
 *
 * The listening socket: loopback unless something else is allowed.
 */
#ifndef SANDBOX_LISTEN_H
#define SANDBOX_LISTEN_H

#include <stdbool.h>
#include <stddef.h>

#include "attr.h"
#include "error.h"

struct listen_socket {
	int fd; /* non-blocking, the caller closes */
	int port;
};

/*
 * Opens it, and writes "http://127.0.0.1:8417" into url. False and *error:
 * ERROR_USAGE for an address that is none or not allowed, ERROR_SYSTEM
 * otherwise.
 */
MUST_CHECK bool listen_open(struct listen_socket *socket, const char *address,
	int port, bool allow_remote, struct error *error);
void listen_url(const struct listen_socket *socket, const char *address,
	char *out, size_t size);

#endif
