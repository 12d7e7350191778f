/* SPDX-License-Identifier: MIT
 *
 * The body of a request as JSON. cJSON is too kind a reader to be asked alone:
 * it ends a text at an escaped NUL, so that a broken address would be taken
 * for a good one.
 */
#ifndef SANDBOX_BODY_H
#define SANDBOX_BODY_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"

/*
 * NULL if text[0..len), which is followed by a NUL, is no JSON: no UTF-8, with
 * a byte order mark, a NUL, or a control character inside a text.
 */
cJSON *body_read(const char *text, size_t len);

/* The text of a member, lent; NULL if there is none. `json` may be NULL. */
const char *body_text(const cJSON *json, const char *name);
/*
 * A whole number from 0 on, as a number or as digits in a string; false if
 * the item (which may be NULL) is none.
 */
MUST_CHECK bool body_number(const cJSON *item, int64_t *number);

#endif
