/* SPDX-License-Identifier: MIT
 *
 * One pass, a character at a time.
 */
#include "sandbox/plain.h"

#include <string.h>

#include "text.h"

static const char broken[] = "\xef\xbf\xbd"; /* U+FFFD */

static bool is_bidi_control(int32_t code)
{
	return code == 0x061c || code == 0x200e || code == 0x200f ||
	       (code >= 0x202a && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069);
}

bool plain_is_shown(int32_t code)
{
	if (code == '\t' || code == '\n')
		return true;
	return code >= 0x20 && !(code >= 0x7f && code < 0xa0) &&
	       !is_bidi_control(code);
}

void plain_utf8(struct buf *out, const char *text, size_t len)
{
	while (len > 0) {
		int32_t code;
		size_t used = text_decode(text, len, &code);

		if (code < 0)
			buf_puts(out, broken);
		else
			buf_add(out, text, used);
		text += used;
		len -= used;
	}
}

void plain_line(struct buf *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	while (len > 0) {
		int32_t code;
		size_t used = text_decode(text, len, &code);

		if (code == '\t' || code == '\n')
			buf_putc(out, ' ');
		else if (!plain_is_shown(code))
			buf_puts(out, broken);
		else
			buf_add(out, text, used);
		text += used;
		len -= used;
	}
}
