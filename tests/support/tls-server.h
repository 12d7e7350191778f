/* SPDX-License-Identifier: MIT
 *
 * A real TLS server (openssl s_server) on loopback with a certificate of its
 * own, and a wire to it that is cut. For tests; what fails ends the test.
 */
#ifndef TLS_SERVER_H
#define TLS_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/* -- the server -- */

struct tls_server {
	pid_t pid;
	FILE *output;
	int port;
};

/* Make one for 127.0.0.1, and its key, in the directory; the path of the
 * certificate, which the caller frees. */
char *tls_server_certificate(const char *directory);
/* With that certificate; `option` is one more of s_server's. */
void tls_server_start(
	struct tls_server *server, const char *directory, const char *option);
void tls_server_stop(struct tls_server *server);

/* -- the wire -- */

struct tls_wire;

/* Listens on a port of its own and passes all on to the one given. */
struct tls_wire *tls_wire_start(int port);
void tls_wire_stop(struct tls_wire *wire);

int tls_wire_port(const struct tls_wire *wire);
/* From the next connection on: `most` bytes of the server's get through, then
 * the client sees the end, or (stall) nothing any more. */
void tls_wire_cut(struct tls_wire *wire, size_t most, bool stall);
/* Connections so far, and the server's bytes that got through on the last. */
size_t tls_wire_connections(struct tls_wire *wire);
size_t tls_wire_passed(struct tls_wire *wire);

#endif
