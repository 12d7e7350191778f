/* SPDX-License-Identifier: MIT
 *
 * Failures by value: a kind to act on and a sentence to read.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "text.h"

static const char *const kind_names[] = {
	[ERROR_NONE] = "none",
	[ERROR_USAGE] = "usage",
	[ERROR_CONFIG] = "config",
	[ERROR_SYSTEM] = "system",
	[ERROR_JOURNAL] = "journal",
	[ERROR_CONNECT] = "connect",
	[ERROR_TLS] = "tls",
	[ERROR_LOST] = "lost",
	[ERROR_TIMEOUT] = "timeout",
	[ERROR_REDIRECT] = "redirect",
	[ERROR_KEY] = "key",
	[ERROR_PERMISSION] = "permission",
	[ERROR_NOT_FOUND] = "not-found",
	[ERROR_REFUSED] = "refused",
	[ERROR_LIMITED] = "limited",
	[ERROR_SERVER] = "server",
	[ERROR_FORMAT] = "format",
	[ERROR_TOO_LARGE] = "too-large",
	[ERROR_CANCELLED] = "cancelled",
	[ERROR_STATE] = "state",
};

/* A character that was cut in its middle is left out as a whole. */
static void drop_cut_character(char *text, size_t len)
{
	size_t start = len;
	size_t lowest = len < 4 ? 0 : len - 4;

	while (start > lowest &&
		((unsigned char)text[start - 1] & 0xc0) == 0x80)
		start--;
	if (start == lowest || (unsigned char)text[start - 1] < 0xc0)
		return;
	if (!text_is_valid_utf8(text + start - 1, len - start + 1))
		text[start - 1] = '\0';
}

/* The arguments may lie in *error itself, so the text is made beside it. */
static void PRINTF_LIKE(2, 0)
	format_text(char *text, const char *format, va_list args)
{
	int len = vsnprintf(text, ERROR_TEXT_SIZE, format, args);

	if (len < 0)
		text[0] = '\0';
	else if ((size_t)len >= ERROR_TEXT_SIZE)
		drop_cut_character(text, ERROR_TEXT_SIZE - 1);
}

static void fill(struct error *error, enum error_kind kind, const char *text)
{
	error_clear(error);
	error->kind = kind;
	memcpy(error->text, text, strlen(text) + 1);
}

bool error_set(
	struct error *error, enum error_kind kind, const char *format, ...)
{
	char text[ERROR_TEXT_SIZE];
	va_list args;

	if (!error)
		return false;
	va_start(args, format);
	format_text(text, format, args);
	va_end(args);
	fill(error, kind, text);
	return false;
}

bool error_set_errno(struct error *error, enum error_kind kind, int errnum,
	const char *format, ...)
{
	char text[ERROR_TEXT_SIZE];
	va_list args;

	if (!error)
		return false;
	va_start(args, format);
	format_text(text, format, args);
	va_end(args);
	return error_set(error, kind, "%s: %s", text, strerror(errnum));
}

void error_clear(struct error *error)
{
	*error = (struct error){.kind = ERROR_NONE};
}

const char *error_kind_name(enum error_kind kind)
{
	if ((size_t)kind >= ARRAY_LEN(kind_names) || !kind_names[kind])
		return "unknown";
	return kind_names[kind];
}
