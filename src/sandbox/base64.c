/* SPDX-License-Identifier: MIT
 *
 * Three bytes to four characters.
 */
#include "sandbox/base64.h"

#define LINE_BYTES 48 /* 64 characters */

void base64_add(struct buf *out, const void *bytes, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				     "pqrstuvwxyz0123456789+/";
	const unsigned char *data = bytes;

	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		unsigned int n = (unsigned int)data[i] << 16;

		if (left > 1)
			n |= (unsigned int)data[i + 1] << 8;
		if (left > 2)
			n |= data[i + 2];
		buf_putc(out, digits[n >> 18]);
		buf_putc(out, digits[n >> 12 & 63]);
		buf_putc(out, left > 1 ? digits[n >> 6 & 63] : '=');
		buf_putc(out, left > 2 ? digits[n & 63] : '=');
	}
}

void base64_add_pem(
	struct buf *out, const char *label, const void *bytes, size_t len)
{
	const unsigned char *data = bytes;

	buf_printf(out, "-----BEGIN %s-----\n", label);
	for (size_t i = 0; i < len; i += LINE_BYTES) {
		size_t left = len - i;

		base64_add(
			out, data + i, left < LINE_BYTES ? left : LINE_BYTES);
		buf_putc(out, '\n');
	}
	buf_printf(out, "-----END %s-----\n", label);
}
