/* SPDX-License-Identifier: MIT
 *
 * Composing a message. Header text first becomes one plain line (line breaks
 * are blanks, control characters marks) and is then written as it is if it is
 * short ASCII, else as encoded words of at most 75 characters that never cut
 * a character in two.
 */
#include "sandbox/mail-message.h"

#include <string.h>
#include <time.h>

#include "attr.h"
#include "sandbox/address.h"
#include "sandbox/base64.h"
#include "sandbox/plain.h"
#include "text.h"

#define LINE_MAX_CHARS 76
#define WORD_BYTES     39 /* of UTF-8 in one encoded word: 52 of base64 */
#define CLEAN_MAX      65536

static const char sender_name[] = "certdesk sandbox";
static const char message_domain[] = "certdesk-sandbox.invalid";

static bool is_atom_char(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') ||
	       (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool is_printable_ascii(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			return false;
	return true;
}

/* Only atoms with blanks between: needs no quotes in a display name. */
static bool is_phrase(const char *text)
{
	for (; *text; text++)
		if (!is_atom_char((unsigned char)*text) && *text != ' ')
			return false;
	return true;
}

/* How much of the text fits into one encoded word: whole characters. */
static size_t word_length(const char *text, size_t left)
{
	size_t n = WORD_BYTES;

	if (left <= n)
		return left;
	while (n > 1 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return n;
}

static void encoded_words(struct buf *out, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		size_t n = word_length(text, left);

		buf_puts(out, "=?UTF-8?B?");
		base64_add(out, text, n);
		buf_puts(out, "?=");
		text += n;
		left -= n;
		if (left > 0)
			buf_puts(out, "\n ");
	}
}

void mail_message_header(struct buf *out, const char *name, const char *text)
{
	struct buf clean;

	buf_init(&clean, CLEAN_MAX);
	plain_line(&clean, text);
	text = buf_text(&clean);
	buf_printf(out, "%s: ", name);
	if (is_printable_ascii(text) && !strstr(text, "=?") &&
		strlen(name) + 2 + strlen(text) <= LINE_MAX_CHARS)
		buf_puts(out, text);
	else
		encoded_words(out, text);
	buf_putc(out, '\n');
	buf_clear(&clean);
}

static void quoted_string(struct buf *out, const char *text)
{
	buf_putc(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
	buf_putc(out, '"');
}

/* Folded lines have a blank before them, the first one has not. */
static void display_name(struct buf *out, const char *text)
{
	struct buf clean;

	buf_init(&clean, CLEAN_MAX);
	plain_line(&clean, text);
	text = buf_text(&clean);
	if (!is_printable_ascii(text) || strstr(text, "=?") ||
		strlen(text) > LINE_MAX_CHARS / 2)
		encoded_words(out, text);
	else if (is_phrase(text))
		buf_puts(out, text);
	else
		quoted_string(out, text);
	buf_clear(&clean);
}

static size_t last_line_length(const char *text)
{
	const char *line = strrchr(text, '\n');

	return strlen(line ? line + 1 : text);
}

void mail_message_mailbox(struct buf *out, const char *name,
	const char *display, const char *address)
{
	struct buf head, ascii;
	size_t len;

	buf_init(&head, MAIL_MESSAGE_MAX);
	buf_init(&ascii, MAIL_MESSAGE_MAX);
	if (!address_is_valid(address) || !address_ascii(&ascii, address)) {
		/* Shown as a name, so that one sees whom it was for. */
		display = address;
		buf_puts(&ascii, "no-ascii-address@sandbox.invalid");
	}
	buf_printf(&head, "%s:", name);
	if (display && *display) {
		buf_putc(&head, ' ');
		display_name(&head, display);
	}
	len = last_line_length(buf_text(&head)) + ascii.len + 3;
	buf_printf(out, "%s%s <%s>\n", buf_text(&head),
		len > LINE_MAX_CHARS ? "\n" : "", buf_text(&ascii));
	buf_clear(&head);
	buf_clear(&ascii);
}

void mail_message_date(struct buf *out, int64_t seconds)
{
	static const char days[][4] = {
		"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t time = (time_t)seconds;
	struct tm tm;

	if (!gmtime_r(&time, &tm)) {
		time = 0;
		gmtime_r(&time, &tm);
	}
	buf_printf(out, "%s, %02d %s %04d %02d:%02d:%02d +0000",
		days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
		tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Does this character need =XX? `next` is the one behind it. */
static bool needs_quoting(
	unsigned char c, unsigned char next, size_t column, const char *text)
{
	if (c == ' ' || c == '\t')
		return next == '\0' || next == '\n';
	if (c < 0x20 || c > 0x7e || c == '=')
		return true;
	/* A lone dot ends a message in SMTP, "From " begins one in an mbox. */
	if (column > 0)
		return false;
	return (c == '.' && (next == '\0' || next == '\n')) ||
	       strncmp(text, "From ", 5) == 0;
}

void mail_message_quote(struct buf *out, const char *text)
{
	size_t column = 0;

	for (; *text; text++) {
		unsigned char c = (unsigned char)text[0];
		bool quote;
		size_t width;

		if (c == '\n') {
			buf_putc(out, '\n');
			column = 0;
			continue;
		}
		quote = needs_quoting(c, (unsigned char)text[1], column, text);
		width = quote ? 3 : 1;
		if (column + width > LINE_MAX_CHARS - 1) {
			buf_puts(out, "=\n");
			column = 0;
			/* What begins a line may need it for that reason. */
			quote = needs_quoting(
				c, (unsigned char)text[1], column, text);
			width = quote ? 3 : 1;
		}
		if (quote)
			buf_printf(out, "=%02X", c);
		else
			buf_putc(out, (char)c);
		column += width;
	}
}

static void put_head(struct buf *out, const struct mail_message *message)
{
	mail_message_mailbox(out, "From", sender_name, MAIL_MESSAGE_SENDER);
	mail_message_mailbox(out, "To", message->to_name, message->to);
	mail_message_header(out, "Subject", message->subject);
	buf_puts(out, "Date: ");
	mail_message_date(out, message->time);
	buf_printf(out,
		"\nMessage-ID: <%lld.%lld.%.12s@%s>\n"
		"MIME-Version: 1.0\n"
		"Auto-Submitted: auto-generated\n",
		(long long)message->id, (long long)message->time,
		message->token ? message->token : "0", message_domain);
	buf_printf(
		out, "X-Sandbox-Order: %lld\n", (long long)message->order_id);
	mail_message_header(out, "X-Sandbox-Kind", message->kind);
}

/* The head's end, or a part's. */
static void put_text(struct buf *out, const struct mail_message *message)
{
	buf_puts(out, "Content-Type: text/plain; charset=utf-8\n"
		      "Content-Transfer-Encoding: quoted-printable\n\n");
	mail_message_quote(out, message->body);
}

/* The boundary occurs in no part: neither quoted text nor base64 has '=_'. */
static void put_parts(struct buf *out, const struct mail_message *message)
{
	char boundary[64];

	text_format(boundary, sizeof(boundary), "=_sandbox-%lld",
		(long long)message->id);
	buf_printf(out,
		"Content-Type: multipart/mixed; boundary=\"%s\"\n\n--%s\n",
		boundary, boundary);
	put_text(out, message);
	buf_printf(out,
		"\n--%s\n"
		"Content-Type: application/x-pem-file\n"
		"Content-Transfer-Encoding: 7bit\n"
		"Content-Disposition: attachment; filename=\"%s\"\n\n"
		"%s\n--%s--\n",
		boundary, message->file_name, message->file, boundary);
}

void mail_message_write(struct buf *out, const struct mail_message *message)
{
	put_head(out, message);
	if (message->file)
		put_parts(out, message);
	else
		put_text(out, message);
}
