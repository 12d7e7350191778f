/* SPDX-License-Identifier: MIT
 *
 * The length of a value is known when it ends: then its head is put before it.
 */
#include "sandbox/der.h"

#include <string.h>

#define HEAD_MAX 6

/* Tag and length, in as few bytes as can be. */
static size_t make_head(unsigned char *head, unsigned int tag, size_t len)
{
	size_t used = 0, bytes = 1;

	head[used++] = (unsigned char)tag;
	if (len < 0x80) {
		head[used++] = (unsigned char)len;
		return used;
	}
	while (len >> (8 * bytes) && bytes < HEAD_MAX - 2)
		bytes++;
	head[used++] = (unsigned char)(0x80 | bytes);
	while (bytes-- > 0)
		head[used++] = (unsigned char)(len >> (8 * bytes));
	return used;
}

void der_put(struct buf *out, unsigned int tag, const void *data, size_t len)
{
	unsigned char head[HEAD_MAX];

	buf_add(out, head, make_head(head, tag, len));
	buf_add(out, data, len);
}

void der_put_text(struct buf *out, unsigned int tag, const char *text)
{
	der_put(out, tag, text, strlen(text));
}

void der_put_integer(struct buf *out, const unsigned char *bytes, size_t len)
{
	size_t begin = der_begin(out);

	while (len > 1 && bytes[0] == 0) {
		bytes++;
		len--;
	}
	if (len == 0 || bytes[0] & 0x80) /* else it would be negative */
		buf_putc(out, '\0');
	buf_add(out, bytes, len);
	der_end(out, begin, DER_INTEGER);
}

void der_put_small(struct buf *out, unsigned int value)
{
	unsigned char byte = (unsigned char)(value & 0x7f);

	der_put(out, DER_INTEGER, &byte, 1);
}

void der_put_true(struct buf *out)
{
	der_put(out, DER_BOOLEAN, "\xff", 1);
}

void der_put_null(struct buf *out)
{
	der_put(out, DER_NULL, "", 0);
}

size_t der_begin(const struct buf *out)
{
	return out->len;
}

void der_end(struct buf *out, size_t begin, unsigned int tag)
{
	unsigned char head[HEAD_MAX];
	size_t len = out->len - begin;
	size_t used = make_head(head, tag, len);

	if (!buf_add(out, head, used)) /* for the room */
		return;
	memmove(out->data + begin + used, out->data + begin, len);
	memcpy(out->data + begin, head, used);
}
