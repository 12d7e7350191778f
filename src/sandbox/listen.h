/* SPDX-License-Identifier: MIT
 *
 * The listening socket: loopback unless something else is allowed.
 */
#ifndef SANDBOX_LISTEN_H
#define SANDBOX_LISTEN_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include "attr.h"
#include "error.h"

struct listen_socket {
	int fd; /* non-blocking, the caller closes */
	int port;
	char host[INET6_ADDRSTRLEN]; /* "127.0.0.1", also for "127.1" */
};

/*
 * False and *error: ERROR_USAGE for an address that is none or not allowed,
 * ERROR_SYSTEM otherwise.
 */
MUST_CHECK bool listen_open(struct listen_socket *socket, const char *address,
	int port, bool allow_remote, struct error *error);
/* "http://127.0.0.1:8417", "https://[::1]:8417". */
void listen_url(
	const struct listen_socket *socket, bool tls, char *out, size_t size);

#endif
