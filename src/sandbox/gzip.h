/* SPDX-License-Identifier: MIT
 *
 * Answers packed for clients that ask for it (certcentral-api.md 1). Small
 * ones and those that are packed already are sent as they are.
 */
#ifndef SANDBOX_GZIP_H
#define SANDBOX_GZIP_H

#include <stdbool.h>

#include "buf.h"

#define GZIP_WORTH 1024 /* bytes: below, packing gains nothing */

/* Whether this Accept-Encoding ("" if none was sent) takes gzip: by name, or
 * by "*" without a name (RFC 9110 12.5.3). */
bool gzip_is_accepted(const char *accept_encoding);

/* Whether answers of this type shrink: text and JSON. NULL: no answer. */
bool gzip_is_worth(const char *content_type);

/* Replaces the body by its packed form. False, and the body stays, if that
 * would not be smaller. */
bool gzip_pack(struct buf *body);

const char *gzip_version(void); /* zlib's */

#endif
