/* SPDX-License-Identifier: MIT
 *
 * Texts that are the same to a reader: comparing and searching without regard
 * to case. Rows are searched on every key, so nothing is allocated as long as
 * both sides are ASCII; only the rest asks the tables of utf8proc.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "mem.h"
#include "text.h"

static char lower_ascii(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_equal_ascii_case(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	while (*a && lower_ascii(*a) == lower_ascii(*b)) {
		a++;
		b++;
	}
	return lower_ascii(*a) == lower_ascii(*b);
}

static bool is_ascii(const char *text, size_t len)
{
	unsigned char all = 0;

	for (size_t i = 0; i < len; i++)
		all |= (unsigned char)text[i];
	return all < 0x80;
}

static size_t valid_prefix(const char *text, size_t len)
{
	size_t done = 0;

	while (done < len) {
		int32_t code;
		size_t taken = text_decode(text + done, len - done, &code);

		if (code < 0)
			break;
		done += taken;
	}
	return done;
}

static void fold_ascii(struct buf *out, const char *text, size_t len)
{
	size_t start = out->len;

	if (!buf_add(out, text, len))
		return;
	for (size_t i = start; i < out->len; i++)
		out->data[i] = lower_ascii(out->data[i]);
}

/* utf8proc first counts the code points, then writes them and packs them into
 * UTF-8 in place. */
static void fold_valid(struct buf *out, const char *text, size_t len)
{
	const utf8proc_option_t how =
		UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | UTF8PROC_STABLE;
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
	utf8proc_ssize_t size = (utf8proc_ssize_t)len;
	utf8proc_int32_t few[256];
	utf8proc_int32_t *codes = few;
	utf8proc_ssize_t count = utf8proc_decompose(
		bytes, size, few, (utf8proc_ssize_t)ARRAY_LEN(few) - 1, how);

	if (count >= (utf8proc_ssize_t)ARRAY_LEN(few)) {
		codes = mem_array((size_t)count + 1, sizeof(*codes));
		count = utf8proc_decompose(bytes, size, codes, count, how);
	}
	if (count >= 0)
		count = utf8proc_reencode(codes, count, how);
	if (count >= 0)
		buf_add(out, codes, (size_t)count);
	else
		buf_add(out, text, len);
	if (codes != few)
		free(codes);
}

static void fold_bytes(struct buf *out, const char *text, size_t len)
{
	while (len > 0) {
		size_t valid = valid_prefix(text, len);

		if (valid > 0)
			fold_valid(out, text, valid);
		else
			buf_putc(out, text[0]);
		valid = valid > 0 ? valid : 1;
		text += valid;
		len -= valid;
	}
}

void text_fold(struct buf *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	if (is_ascii(text, len))
		fold_ascii(out, text, len);
	else
		fold_bytes(out, text, len);
}

static bool is_capital(int32_t code)
{
	utf8proc_category_t category = utf8proc_category(code);

	return category == UTF8PROC_CATEGORY_LU ||
	       category == UTF8PROC_CATEGORY_LT;
}

static bool has_capital(const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		int32_t code;
		size_t taken = text_decode(text, len, &code);

		if (code >= 0 && is_capital(code))
			return true;
		text += taken;
		len -= taken;
	}
	return false;
}

static bool starts_with_folded(const char *text, const char *needle)
{
	while (*needle && lower_ascii(*text) == *needle) {
		text++;
		needle++;
	}
	return *needle == '\0';
}

/* Both ASCII, the needle in lower case: nothing to allocate. */
static bool contains_ascii(const char *haystack, const char *needle)
{
	for (; *haystack; haystack++)
		if (starts_with_folded(haystack, needle))
			return true;
	return false;
}

static bool contains_folded(const char *haystack, const char *needle)
{
	struct buf folded;
	bool found;

	if (is_ascii(haystack, strlen(haystack)))
		return contains_ascii(haystack, needle);
	buf_init(&folded, SIZE_MAX);
	text_fold(&folded, haystack);
	found = strstr(buf_text(&folded), needle) != NULL;
	buf_clear(&folded);
	return found;
}

bool text_contains(const char *haystack, const char *needle)
{
	struct buf folded;
	bool found;

	if (*needle == '\0')
		return true;
	if (has_capital(needle))
		return strstr(haystack, needle) != NULL;
	if (is_ascii(needle, strlen(needle)))
		return contains_folded(haystack, needle);
	buf_init(&folded, SIZE_MAX);
	text_fold(&folded, needle);
	found = contains_folded(haystack, buf_text(&folded));
	buf_clear(&folded);
	return found;
}
