/* SPDX-License-Identifier: MIT
 *
 * OSC 52 with the text as base64, bare or wrapped.
 */
#include "screen-curses-copy.h"

#include <string.h>

#define SCREEN_PIECE 200 /* old screens keep 256 bytes of a string */

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

/* tmux hands on what stands in this string, with each ESC twice. */
static void wrap_for_tmux(struct buf *out, const char *sequence)
{
	buf_puts(out, "\033Ptmux;");
	for (const char *c = sequence; *c != '\0'; c++) {
		if (*c == '\033')
			buf_putc(out, *c);
		buf_putc(out, *c);
	}
	buf_puts(out, "\033\\");
}

/* screen hands on what stands in a string, and keeps little of one: so in
 * pieces, which the terminal gets as one again. */
static void wrap_for_screen(struct buf *out, const char *sequence)
{
	size_t left = strlen(sequence);

	while (left > 0) {
		size_t len = left < SCREEN_PIECE ? left : SCREEN_PIECE;

		buf_puts(out, "\033P");
		buf_add(out, sequence, len);
		buf_puts(out, "\033\\");
		sequence += len;
		left -= len;
	}
}

bool screen_curses_copy(const char *text, enum screen_copy way, struct buf *out)
{
	struct buf sequence;

	if ((strlen(text) + 2) / 3 * 4 > SCREEN_CURSES_COPY_MAX)
		return false;
	buf_init(out, 2 * SCREEN_CURSES_COPY_MAX);
	buf_init(&sequence, 2 * SCREEN_CURSES_COPY_MAX);
	buf_puts(&sequence, "\033]52;c;");
	add_base64(&sequence, text);
	buf_puts(&sequence, "\a");
	if (way == SCREEN_COPY_TMUX)
		wrap_for_tmux(out, buf_text(&sequence));
	else if (way == SCREEN_COPY_SCREEN)
		wrap_for_screen(out, buf_text(&sequence));
	else
		buf_puts(out, buf_text(&sequence));
	buf_clear(&sequence);
	return true;
}
