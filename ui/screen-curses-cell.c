/* SPDX-License-Identifier: MIT
 *
 * ASCII, which is nearly everything, is not asked about.
 */
#include "config.h" /* wcwidth */

#include "screen-curses-cell.h"

#include <string.h>
#include <wchar.h>

#include "text.h"

/* The columns that ncurses will count: the base has all of them, marks on it
 * none. -1: it does not know one of the characters. */
static int columns_of(const char *bytes)
{
	mbstate_t state = {0};
	size_t len = strlen(bytes), used;
	int columns = -1;
	wchar_t c;

	while (len > 0) {
		used = mbrtowc(&c, bytes, len, &state);
		if (used == 0 || used > len)
			return -1;
		if (columns < 0)
			columns = wcwidth(c);
		else if (wcwidth(c) != 0)
			return -1;
		bytes += used;
		len -= used;
	}
	return columns;
}

static bool is_ascii(const char *bytes)
{
	return (unsigned char)bytes[0] < 0x80 && bytes[1] == '\0';
}

void screen_curses_cell_add(struct buf *out, const char *bytes, int width)
{
	struct text_cell mark;

	if (bytes[0] == '\0')
		return;
	if (is_ascii(bytes)) {
		buf_putc(out, bytes[0]);
		return;
	}
	if (columns_of(bytes) == width) {
		buf_puts(out, bytes);
		return;
	}
	text_next("\x7f", 1, &mark); /* what the gate makes of bad bytes */
	buf_puts(out, mark.bytes);
	for (int i = mark.width; i < width; i++)
		buf_putc(out, ' ');
}
