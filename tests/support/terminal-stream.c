/* SPDX-License-Identifier: MIT
 *
 * Each reader takes what stands at the front and returns its length, 0 if it
 * is strange. After something strange the reading goes on one byte later, so
 * that one escape sequence too many is counted, too.
 */
#include "tests/support/terminal-stream.h"

#include <string.h>
#include <utf8proc.h>

#include "attr.h"
#include "buf.h"

#define NUMBERS	    16
#define LARGEST	    1000 /* rows, columns */
#define COPIED_MOST ((size_t)1024 * 1024)

/* -- characters -------------------------------------------------------------
 */

static bool is_seen(utf8proc_int32_t code)
{
	switch (utf8proc_category(code)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return false;
	default:
		return true;
	}
}

static size_t read_character(const char *bytes, size_t len)
{
	utf8proc_int32_t code;
	utf8proc_ssize_t taken =
		utf8proc_iterate((const utf8proc_uint8_t *)bytes,
			(utf8proc_ssize_t)(len < 4 ? len : 4), &code);

	return taken > 0 && is_seen(code) ? (size_t)taken : 0;
}

/* -- copies to the clipboard ------------------------------------------------
 */

static int base64_value(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				     "pqrstuvwxyz0123456789+/";
	const char *found = c != '\0' ? strchr(digits, c) : NULL;

	return found != NULL ? (int)(found - digits) : -1;
}

/* Lines of text, of whole seen characters. */
static bool is_clean(const char *text, size_t len)
{
	while (len > 0) {
		size_t taken = *text == '\n' || *text == '\t'
				       ? 1
				       : read_character(text, len);

		if (taken == 0)
			return false;
		text += taken;
		len -= taken;
	}
	return true;
}

/* The text that was copied is one that may be pasted. */
static bool is_clean_base64(const char *digits, size_t len)
{
	struct buf text;
	unsigned bits = 0;
	int have = 0;
	bool good;

	buf_init(&text, COPIED_MOST);
	for (size_t i = 0; i < len && digits[i] != '='; i++) {
		bits = bits << 6 | (unsigned)base64_value(digits[i]);
		have += 6;
		if (have >= 8) {
			have -= 8;
			buf_putc(&text, (char)(bits >> have & 0xff));
		}
	}
	good = !text.full && is_clean(buf_text(&text), text.len);
	buf_clear(&text);
	return good;
}

static size_t
read_copy(struct terminal_stream *stream, const char *bytes, size_t len)
{
	static const char begin[] = "\033]52;c;";
	size_t start = sizeof(begin) - 1, at = start;

	if (len < start || memcmp(bytes, begin, start) != 0)
		return 0;
	while (at < len && (base64_value(bytes[at]) >= 0 || bytes[at] == '='))
		at++;
	if (at == len || bytes[at] != '\a' ||
		!is_clean_base64(bytes + start, at - start))
		return 0;
	stream->copies++;
	return at + 1;
}

/* -- sequences --------------------------------------------------------------
 */

/* Those without numbers. */
static const char *const fixed[] = {"\033(B", "\033(0", "\0337", "\0338",
	"\033M", "\033=", "\033>", "\033[4l", "\033[4h", "\033[22;0;0t",
	"\033[23;0;0t", "\033[?1h", "\033[?1l", "\033[?25h", "\033[?25l",
	"\033[?12h", "\033[?12l", "\033[?12;25h", "\033[?12l\033[?25h",
	"\033[?7h", "\033[?7l", "\033[?1049h", "\033[?1049l", "\033[?2004h",
	"\033[?2004l", "\033[?1000h", "\033[?1000l", "\033[?1006h",
	"\033[?1006l", "\033[39;49m", "\r", "\n", "\b", "\t"};

static size_t read_fixed(const char *bytes, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(fixed); i++) {
		size_t size = strlen(fixed[i]);

		if (size <= len && memcmp(bytes, fixed[i], size) == 0)
			return size;
	}
	return 0;
}

/* Which finals take how many numbers, up to what. */
static const struct {
	char final;
	int most, largest;
} finals[] = {
	{'H', 2, LARGEST},
	{'A', 1, LARGEST},
	{'B', 1, LARGEST},
	{'C', 1, LARGEST},
	{'D', 1, LARGEST},
	{'G', 1, LARGEST},
	{'d', 1, LARGEST},
	{'J', 1, 2},
	{'K', 1, 1},
	{'X', 1, LARGEST},
	{'L', 1, LARGEST},
	{'M', 1, LARGEST},
	{'S', 1, LARGEST},
	{'T', 1, LARGEST},
	{'@', 1, LARGEST},
	{'P', 1, LARGEST},
	{'b', 1, LARGEST},
	{'Z', 1, LARGEST},
	{'r', 2, LARGEST},
	{'m', NUMBERS, 107},
};

static bool fits_final(char final, const int *numbers, int count)
{
	for (size_t i = 0; i < ARRAY_LEN(finals); i++) {
		if (finals[i].final != final)
			continue;
		for (int n = 0; n < count; n++)
			if (numbers[n] > finals[i].largest)
				return false;
		return count <= finals[i].most;
	}
	return false;
}

static size_t read_control(const char *bytes, size_t len)
{
	int numbers[NUMBERS] = {0}, count = 1;
	size_t at = 2;

	if (len < 3 || bytes[0] != '\033' || bytes[1] != '[')
		return 0;
	for (; at < len && strchr("0123456789;", bytes[at]) != NULL &&
		bytes[at] != '\0';
		at++) {
		if (bytes[at] == ';' && count == NUMBERS)
			return 0;
		if (bytes[at] == ';')
			count++;
		else if (numbers[count - 1] <= LARGEST)
			numbers[count - 1] =
				numbers[count - 1] * 10 + (bytes[at] - '0');
	}
	return at < len && fits_final(bytes[at], numbers, count) ? at + 1 : 0;
}

static size_t
read_one(struct terminal_stream *stream, const char *bytes, size_t len)
{
	size_t taken = read_fixed(bytes, len);

	if (taken == 0)
		taken = read_control(bytes, len);
	if (taken == 0)
		taken = read_copy(stream, bytes, len);
	if (taken > 0) {
		stream->sequences++;
		return taken;
	}
	taken = read_character(bytes, len);
	stream->characters += taken > 0;
	return taken;
}

static size_t
read_plain(struct terminal_stream *stream, const char *bytes, size_t len)
{
	size_t taken = *bytes == '\n' || *bytes == '\t'
			       ? 1
			       : read_character(bytes, len);

	stream->characters += taken > 0;
	return taken;
}

void terminal_stream_read(struct terminal_stream *stream,
	enum terminal_stream_kind kind, const char *bytes, size_t len)
{
	memset(stream, 0, sizeof(*stream));
	for (size_t at = 0; at < len;) {
		size_t taken =
			kind == TERMINAL_STREAM_PLAIN
				? read_plain(stream, bytes + at, len - at)
				: read_one(stream, bytes + at, len - at);

		if (taken == 0 && stream->strange++ == 0)
			stream->first = at;
		at += taken > 0 ? taken : 1;
	}
}
