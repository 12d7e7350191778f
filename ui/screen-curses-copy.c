/* SPDX-License-Identifier: MIT
 *
 * OSC 52 with the text as base64.
 */
#include "screen-curses-copy.h"

#include <string.h>

#define COPY_MAX 55000 /* bytes; as base64 below what terminals take */

static void add_base64(struct buf *out, const char *text)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/";
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i += 3) {
		unsigned a = (unsigned char)text[i];
		unsigned b = i + 1 < len ? (unsigned char)text[i + 1] : 0;
		unsigned c = i + 2 < len ? (unsigned char)text[i + 2] : 0;

		buf_putc(out, digits[a >> 2]);
		buf_putc(out, digits[(a << 4 | b >> 4) & 63]);
		buf_putc(out,
			i + 1 < len ? digits[(b << 2 | c >> 6) & 63] : '=');
		buf_putc(out, i + 2 < len ? digits[c & 63] : '=');
	}
}

bool screen_curses_copy(const char *text, struct buf *out)
{
	if (strlen(text) > COPY_MAX)
		return false;
	buf_init(out, 2 * COPY_MAX);
	buf_puts(out, "\033]52;c;");
	add_base64(out, text);
	buf_puts(out, "\a");
	return true;
}
