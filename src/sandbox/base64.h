/* SPDX-License-Identifier: MIT
 *
 * Base64 (RFC 4648 4), as header words and PEM files want it.
 */
#ifndef SANDBOX_BASE64_H
#define SANDBOX_BASE64_H

#include <stddef.h>

#include "buf.h"

/* Appends data[0..len) without line breaks. */
void base64_add(struct buf *out, const void *data, size_t len);
/* The same as a PEM file (RFC 7468): 64 characters a line, between the lines
 * that name the label. */
void base64_add_pem(
	struct buf *out, const char *label, const void *data, size_t len);

#endif
