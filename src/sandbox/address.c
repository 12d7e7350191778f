/* SPDX-License-Identifier: MIT
 *
 * One walk over the characters judges an address. A label outside ASCII is
 * folded (NFKC, case) and written in Punycode, RFC 3492: the ASCII characters
 * first, then for each other one, smallest first, how far to walk through all
 * the places where it could be inserted, as a number of variable length.
 */
#include "sandbox/address.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "attr.h"
#include "sandbox/plain.h"
#include "mem.h"
#include "text.h"

/* RFC 3492 5: the parameters of Punycode. */
#define BASE	     36
#define T_MIN	     1
#define T_MAX	     26
#define SKEW	     38
#define DAMP	     700
#define INITIAL_BIAS 72
#define INITIAL_N    0x80

#define LABEL_MAX 256 /* characters; an address has fewer */

/* -- validity -------------------------------------------------------------- */

static bool is_atom_char(int32_t c)
{
	if (c >= 0x80)
		return plain_is_shown(c);
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') ||
	       (c > 0 && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* Atoms with single dots between them, `dots` at least. */
static bool is_dotted(const char *text, size_t len, int dots)
{
	bool in_atom = false;

	while (len > 0) {
		int32_t c;
		size_t used = text_decode(text, len, &c);

		if (c == '.' ? !in_atom : !is_atom_char(c))
			return false;
		in_atom = c != '.';
		dots -= c == '.';
		text += used;
		len -= used;
	}
	return in_atom && dots <= 0;
}

bool address_is_valid(const char *text)
{
	const char *at = strchr(text, '@');

	return at && strlen(text) <= ADDRESS_MAX &&
	       is_dotted(text, (size_t)(at - text), 0) &&
	       is_dotted(at + 1, strlen(at + 1), 1);
}

/* -- ASCII ----------------------------------------------------------------- */

static bool is_ascii(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] >= 0x80)
			return false;
	return true;
}

static uint32_t adapt(uint32_t delta, uint32_t count, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / count;
	for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

/* A number whose digits' bases depend on the bias: the last one is known by
 * being small. */
static void put_number(struct buf *out, uint32_t number, uint32_t bias)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = k <= bias		 ? T_MIN
			     : k >= bias + T_MAX ? T_MAX
						 : k - bias;

		if (number < t)
			break;
		buf_putc(out, digits[t + (number - t) % (BASE - t)]);
		number = (number - t) / (BASE - t);
	}
	buf_putc(out, digits[number]);
}

/* The smallest character from n on; there is one. */
static int32_t next_char(const int32_t *chars, size_t count, int32_t n)
{
	int32_t next = INT32_MAX;

	for (size_t i = 0; i < count; i++)
		if (chars[i] >= n && chars[i] < next)
			next = chars[i];
	return next;
}

static void punycode(struct buf *out, const int32_t *chars, size_t count)
{
	uint32_t delta = 0, bias = INITIAL_BIAS, basic = 0, done;
	int32_t n = INITIAL_N;

	for (size_t i = 0; i < count; i++) {
		if (chars[i] >= INITIAL_N)
			continue;
		buf_putc(out, (char)chars[i]);
		basic++;
	}
	if (basic > 0)
		buf_putc(out, '-');
	for (done = basic; done < count; delta++, n++) {
		int32_t next = next_char(chars, count, n);

		delta += (uint32_t)(next - n) * (done + 1);
		n = next;
		for (size_t i = 0; i < count; i++) {
			if (chars[i] < n)
				delta++;
			if (chars[i] != n)
				continue;
			put_number(out, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
}

/* Folded, it may only have what a host name may have. */
static bool is_label_char(int32_t c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '-';
}

static bool put_folded(struct buf *out, const char *text, size_t len)
{
	int32_t chars[LABEL_MAX];
	size_t count = 0;

	for (size_t at = 0; at < len; count++) {
		if (count == LABEL_MAX)
			return false;
		at += text_decode(text + at, len - at, &chars[count]);
		if (!is_label_char(chars[count]))
			return false;
	}
	if (is_ascii(text, len))
		return buf_add(out, text, len);
	buf_puts(out, "xn--");
	punycode(out, chars, count);
	return true;
}

/* A label outside ASCII, in lower case and composed, as names are compared. */
static bool put_label(struct buf *out, const char *text, size_t len)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t used = utf8proc_map((const utf8proc_uint8_t *)text,
		(utf8proc_ssize_t)len, &folded,
		UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
			UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	bool good =
		used > 0 && put_folded(out, (const char *)folded, (size_t)used);

	free(folded);
	return good;
}

static bool put_domain(struct buf *out, const char *at)
{
	while (*at) { /* at '@' or a dot */
		size_t len = strcspn(at + 1, ".");

		buf_putc(out, *at);
		if (is_ascii(at + 1, len))
			buf_add(out, at + 1, len);
		else if (!put_label(out, at + 1, len))
			return false;
		at += 1 + len;
	}
	return true;
}

bool address_ascii(struct buf *out, const char *text)
{
	const char *at = strchr(text, '@');
	struct buf ascii;
	bool good;

	if (!at || !is_ascii(text, (size_t)(at - text)))
		return false;
	buf_init(&ascii, 8 * ADDRESS_MAX);
	buf_add(&ascii, text, (size_t)(at - text));
	good = put_domain(&ascii, at);
	if (good)
		buf_puts(out, buf_text(&ascii));
	buf_clear(&ascii);
	return good;
}

bool address_ascii_domain(struct buf *out, const char *domain)
{
	char *after_at = mem_printf("@%s", domain);
	struct buf ascii;
	bool good;

	buf_init(&ascii, 8 * ADDRESS_MAX);
	good = put_domain(&ascii, after_at);
	if (good)
		buf_puts(out, buf_text(&ascii) + 1);
	buf_clear(&ascii);
	free(after_at);
	return good;
}
