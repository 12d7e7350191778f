/* SPDX-License-Identifier: MIT
 *
 * What the http-server of the transport's tests answers, by path: /api/whole,
 * /api/lost, /api/redirect/302, /api/cut/0/17 (the first 17 bytes of the first
 * answer), and so on; see the table.
 */
#ifndef HTTP_ANSWERS_H
#define HTTP_ANSWERS_H

#include "tests/support/http-server.h"

#define HTTP_ANSWERS_8M ((size_t)8 * 1024 * 1024)
/* Bytes of the body of /bytes. */
#define HTTP_ANSWERS_BYTES ((size_t)500000)

/* The two that are cut. */
extern const char http_answers_whole[], http_answers_chunked[];
extern int http_answers_elsewhere; /* the port that redirects point to */

enum http_server_then
http_answers(const char *method, const char *path, struct buf *out);

#endif
