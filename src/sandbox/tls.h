/* SPDX-License-Identifier: MIT
 *
 * The sandbox's certificate and its key, and what has to be done on an
 * encrypted connection behind libmicrohttpd's back (cut and garbled answers).
 * TLS 1.2 and 1.3.
 */
#ifndef SANDBOX_TLS_H
#define SANDBOX_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "error.h"

struct MHD_Connection;
struct MHD_OptionItem;
struct tls;

/* PEM files of at most 64 KiB; the first certificate is the server's. NULL and
 * *error (ERROR_USAGE: what is wrong with which file). */
struct tls *
tls_read(const char *cert_file, const char *key_file, struct error *error);
void tls_free(struct tls *tls); /* wipes the key; NULL is allowed */

#define TLS_OPTIONS 4

/* For MHD_OPTION_ARRAY; `tls` must outlive the server. NULL: plain HTTP. */
void tls_options(const struct tls *tls, struct MHD_OptionItem *out);

/* As send(2) and a look with recv(2), on a plain connection too: -1 with
 * errno EAGAIN when it has to wait. */
ssize_t
tls_send(struct MHD_Connection *connection, const void *data, size_t len);
ssize_t tls_look(struct MHD_Connection *connection);

const char *tls_version(void); /* GnuTLS's */

#endif
