/* SPDX-License-Identifier: MIT
 *
 * A growing buffer that knows its limit. It doubles as it grows, so adding
 * is cheap; after the first refusal it takes nothing more, so that no text
 * ever has a hole in its middle.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

#define FIRST_CAP 64

void buf_init(struct buf *buf, size_t max)
{
	/* One byte is always kept for the NUL. */
	*buf = (struct buf){.max = max < SIZE_MAX ? max : SIZE_MAX - 1};
}

void buf_clear(struct buf *buf)
{
	free(buf->data);
	buf_init(buf, buf->max);
}

void buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf->full = false;
	if (buf->data)
		buf->data[0] = '\0';
}

static size_t grown_cap(const struct buf *buf, size_t need)
{
	size_t cap = buf->cap < FIRST_CAP ? FIRST_CAP : buf->cap;

	while (cap < need && cap <= SIZE_MAX / 2)
		cap *= 2;
	if (cap > buf->max)
		cap = buf->max + 1;
	return cap < need ? need : cap;
}

/* Makes room for len more bytes and the NUL, or marks the buffer as full. */
static bool reserve(struct buf *buf, size_t len)
{
	size_t need;

	if (buf->full || len > buf->max - buf->len) {
		buf->full = true;
		return false;
	}
	need = buf->len + len + 1;
	if (need > buf->cap) {
		buf->cap = grown_cap(buf, need);
		buf->data = mem_resize(buf->data, buf->cap, 1);
	}
	return true;
}

bool buf_add(struct buf *buf, const void *data, size_t len)
{
	if (!reserve(buf, len))
		return false;
	if (len > 0)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
	return true;
}

bool buf_puts(struct buf *buf, const char *text)
{
	return buf_add(buf, text, strlen(text));
}

bool buf_putc(struct buf *buf, char c)
{
	return buf_add(buf, &c, 1);
}

bool buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0 || !reserve(buf, (size_t)len)) {
		buf->full = true;
		return false;
	}
	va_start(args, format);
	vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
	va_end(args);
	buf->len += (size_t)len;
	return true;
}

const char *buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

char *buf_take(struct buf *buf)
{
	char *data = buf->data ? buf->data : mem_dup("");

	buf_init(buf, buf->max);
	return data;
}
