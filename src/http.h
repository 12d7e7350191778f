/* SPDX-License-Identifier: MIT
 *
 * transport.h by libcurl's multi socket interface on a loop. Verification is
 * always on, TLS 1.2 at least, redirects are never followed (the key header
 * must not travel), cookies and netrc are ignored, only https, and http to a
 * loopback address. At most four kept connections, the newest request goes
 * first; a write has a connection of its own.
 * Limits: connecting 5 s, no byte for 10 s, the whole 30 s, a body of 8 MiB
 * after decompression, headers of 256 KiB.
 * It logs method, path, status, milliseconds and bytes; never a header.
 */
#ifndef HTTP_H
#define HTTP_H

#include "loop.h"
#include "transport.h"

struct secret;

struct http_options {
	const char *base_url; /* with "/services/v2", as settings_url has it */
	const struct secret *key; /* lent; must outlive the transport */
	const char *ca_file;	  /* NULL: the system's; "~/x" is ours */
	const char *proxy; /* NULL: the environment's; never for loopback */
	int64_t connect_ms, idle_ms, whole_ms; /* 0: the defaults above */
};

/* NULL with *error set when libcurl cannot be started, or (ERROR_CONFIG) the
 * URL is refused or ca_file cannot be read. */
struct transport *http_new(struct loop *loop,
	const struct http_options *options, struct error *error);

/* The same in two steps, as libcurl and its TLS library take their time to
 * start: reads that are asked for in between wait, a write fails. After a
 * start that failed nothing but http_free is left. */
struct transport *http_prepare(struct loop *loop,
	const struct http_options *options, struct error *error);
MUST_CHECK bool http_start(struct transport *transport, struct error *error);

void http_free(struct transport *transport); /* cancels what is under way */

#endif
