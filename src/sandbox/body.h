/* SPDX-License-Identifier: MIT
 *
 * The body of a request as JSON. cJSON is too kind a reader to be asked alone:
 * it ends a text at an escaped NUL, so that a broken address would be taken
 * for a good one.
 */
#ifndef SANDBOX_BODY_H
#define SANDBOX_BODY_H

#include <cjson/cJSON.h>
#include <stddef.h>

/*
 * NULL if text[0..len), which is followed by a NUL, is no JSON: no UTF-8, with
 * a byte order mark, a NUL, or a control character inside a text.
 */
cJSON *body_read(const char *text, size_t len);

#endif
