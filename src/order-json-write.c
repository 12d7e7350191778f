/* SPDX-License-Identifier: MIT
 *
 * Writing JSON. Two ways lead here: texts of ours become strings, and JSON of
 * the server is passed on with its strings made harmless. In both, what the
 * text gate would not show as it is, is written as \uXXXX: the same JSON,
 * but safe on a terminal.
 */
#include "order-json.h"

#include <stdint.h>
#include <string.h>

#include "order-json-scan.h"
#include "text.h"

/* -- strings -- */

/* The character at p and how many bytes it has; U+FFFD for a broken one. */
static size_t decode(const char *p, size_t len, uint32_t *c)
{
	unsigned char first = (unsigned char)*p;
	size_t want = first < 0x80   ? 1
		      : first < 0xC2 ? 0
		      : first < 0xE0 ? 2
		      : first < 0xF0 ? 3
		      : first < 0xF5 ? 4
				     : 0;

	*c = 0xFFFD;
	if (want == 0 || want > len || !text_is_valid_utf8(p, want))
		return 1;
	*c = want == 1 ? first : first & (0x7FU >> want);
	for (size_t i = 1; i < want; i++)
		*c = *c << 6 | ((unsigned char)p[i] & 0x3FU);
	return want;
}

static void write_escape(struct buf *out, uint32_t c)
{
	static const char names[] = "\"\\\b\f\n\r\t";
	static const char letters[] = "\"\\bfnrt";
	const char *name = c > 0 && c < 0x80 ? strchr(names, (char)c) : NULL;

	if (name) {
		buf_putc(out, '\\');
		buf_putc(out, letters[name - names]);
	} else if (c < 0x10000) {
		buf_printf(out, "\\u%04x", (unsigned)c);
	} else {
		c -= 0x10000;
		buf_printf(out, "\\u%04x\\u%04x",
			(unsigned)(0xD800 + (c >> 10)),
			(unsigned)(0xDC00 + (c & 0x3FF)));
	}
}

static bool
is_shown_as_is(const struct text_cell *cell, const char *p, size_t len)
{
	return *p != '"' && *p != '\\' && strlen(cell->bytes) == len &&
	       memcmp(cell->bytes, p, len) == 0;
}

/* The inside of a string. */
static void write_inside(struct buf *out, const char *text, size_t len)
{
	struct text_cell cell;
	while (len > 0) {
		size_t taken = text_next(text, len, &cell);
		if (is_shown_as_is(&cell, text, taken)) {
			buf_add(out, text, taken);
		} else {
			uint32_t c;
			for (size_t i = 0; i < taken;) {
				i += decode(text + i, taken - i, &c);
				write_escape(out, c);
			}
		}
		text += taken;
		len -= taken;
	}
}

void order_json_write_string(struct buf *out, const char *text)
{
	if (!text) {
		buf_puts(out, "null");
		return;
	}
	buf_putc(out, '"');
	write_inside(out, text, strlen(text));
	buf_putc(out, '"');
}

/* -- JSON that is there already -- */

/* The escape at p as it is, whole, so that no mark behind it is taken for a
 * part of it. Returns what is behind it. */
static const char *pass_escape(struct buf *out, const char *p)
{
	size_t len = strnlen(p, p[1] == 'u' ? 6 : 2);
	if (len > 1)
		buf_add(out, p, len);
	return p + len;
}

/* The string at p. Returns what is behind it. */
static const char *pass_string(struct buf *out, const char *p)
{
	buf_putc(out, *p++);
	while (*p && *p != '"') {
		size_t run = strcspn(p, "\"\\");
		write_inside(out, p, run);
		p += run;
		if (*p == '\\')
			p = pass_escape(out, p);
	}
	buf_putc(out, '"');
	return *p ? p + 1 : p;
}

/* Between the values too: a carriage return there would have a terminal write
 * over the line. */
void order_json_write_safe(struct buf *out, const char *json)
{
	while (*json) {
		if (*json == '"') {
			json = pass_string(out, json);
			continue;
		}
		buf_putc(out, *json == '\r' || *json == '\t' ? ' ' : *json);
		json++;
	}
}
