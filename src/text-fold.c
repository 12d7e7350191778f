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

/* FNV-1a. */
uint32_t text_hash_ascii_case(const char *text)
{
	uint32_t hash = UINT32_C(2166136261);

	for (; *text != '\0'; text++) {
		hash ^= (unsigned char)lower_ascii(*text);
		hash *= UINT32_C(16777619);
	}
	return hash;
}

/* Eight bytes at a time: this looks at every row that is searched. */
static bool is_ascii(const char *text, size_t len)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	uint64_t all = 0;
	uint64_t word;

	for (; len >= sizeof(word); len -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		all |= word;
		text += sizeof(word);
	}
	for (; len > 0; len--)
		all |= (unsigned char)*text++;
	return (all & high) == 0;
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
		bytes, size, few, (utf8proc_ssize_t)ARRAY_LEN(few), how);

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

/* What cannot be decoded is kept byte for byte. */
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

/* The ASCII at the start, less a last letter that may be composed with what
 * comes behind it. */
static size_t ascii_run(const char *text, size_t len)
{
	size_t run = 0;

	while (run < len && (unsigned char)text[run] < 0x80)
		run++;
	return run > 0 && run < len ? run - 1 : run;
}

/* One character, and everything behind it up to the next ASCII, with which
 * nothing is ever composed. */
static size_t other_run(const char *text, size_t len)
{
	size_t run = 1;

	while (run < len && (unsigned char)text[run] >= 0x80)
		run++;
	return run;
}

void text_fold(struct buf *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	while (len > 0) {
		size_t run = ascii_run(text, len);

		if (run > 0) {
			fold_ascii(out, text, run);
		} else {
			run = other_run(text, len);
			fold_bytes(out, text, run);
		}
		text += run;
		len -= run;
	}
}

/* -- searching ------------------------------------------------------------ */

static bool is_capital(int32_t code)
{
	utf8proc_category_t category = utf8proc_category(code);

	return category == UTF8PROC_CATEGORY_LU ||
	       category == UTF8PROC_CATEGORY_LT;
}

bool text_has_capital(const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		int32_t code = (unsigned char)text[0];
		size_t taken = 1;

		if (code >= 0x80)
			taken = text_decode(text, len, &code);
		if (code >= 0x80 ? is_capital(code)
				 : code >= 'A' && code <= 'Z')
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

static char upper_ascii(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}

static const char *find_byte(const char *text, const char *end, char c)
{
	const char *found = memchr(text, c, (size_t)(end - text));

	return found ? found : end;
}

/*
 * Both ASCII, the needle in lower case and not empty. The C library finds the
 * places where it could start, in either case, far faster than a loop here.
 */
static bool contains_ascii(const char *haystack, size_t len, const char *needle)
{
	const char *end = haystack + len;
	char capital = upper_ascii(*needle);
	const char *lower = find_byte(haystack, end, *needle);
	const char *upper =
		capital == *needle ? end : find_byte(haystack, end, capital);

	while (lower < end || upper < end) {
		const char **first = lower < upper ? &lower : &upper;

		if (starts_with_folded(*first + 1, needle + 1))
			return true;
		*first = find_byte(*first + 1, end, **first);
	}
	return false;
}

static bool contains_folded(const char *haystack, const char *needle)
{
	size_t len = strlen(haystack);
	struct buf folded;
	bool found;

	if (is_ascii(haystack, len))
		return contains_ascii(haystack, len, needle);
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
	if (text_has_capital(needle))
		return strstr(haystack, needle) != NULL;
	if (is_ascii(needle, strlen(needle)))
		return contains_folded(haystack, needle);
	buf_init(&folded, SIZE_MAX);
	text_fold(&folded, needle);
	found = contains_folded(haystack, buf_text(&folded));
	buf_clear(&folded);
	return found;
}
