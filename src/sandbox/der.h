/* SPDX-License-Identifier: MIT
 *
 * Writing DER (X.690): values one after another, and values around them. What
 * does not fit into the buffer marks it as full, as ever.
 */
#ifndef SANDBOX_DER_H
#define SANDBOX_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

#define DER_BOOLEAN	 0x01
#define DER_INTEGER	 0x02
#define DER_BIT_STRING	 0x03
#define DER_OCTET_STRING 0x04
#define DER_NULL	 0x05
#define DER_OID		 0x06
#define DER_UTF8	 0x0c
#define DER_PRINTABLE	 0x13
#define DER_IA5		 0x16
#define DER_UTC_TIME	 0x17
#define DER_TIME	 0x18 /* GeneralizedTime */
#define DER_SEQUENCE	 0x30
#define DER_SET		 0x31
#define DER_CONTEXT(n)	 (0x80 | (n)) /* implicit, primitive */
#define DER_EXPLICIT(n)	 (0xa0 | (n)) /* constructed */

/* One value. */
void der_put(struct buf *out, unsigned int tag, const void *data, size_t len);
void der_put_text(struct buf *out, unsigned int tag, const char *text);
/* An integer that is not negative, its bytes from the highest on. */
void der_put_integer(struct buf *out, const unsigned char *bytes, size_t len);
void der_put_small(struct buf *out, unsigned int value); /* below 128 */
void der_put_true(struct buf *out);
void der_put_null(struct buf *out);
/* An object identifier, in its encoded form. */
#define DER_PUT_OID(out, encoded)                                              \
	der_put(out, DER_OID, encoded, sizeof(encoded) - 1)

/* A value around others: begin, put them, end. */
size_t der_begin(const struct buf *out);
void der_end(struct buf *out, size_t begin, unsigned int tag);

#endif
