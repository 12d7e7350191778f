/* SPDX-License-Identifier: MIT
 *
 * The text is valid JSON, so outside of strings only numbers begin with '-'
 * or a digit, and brackets match.
 */
#include "order-json-scan.h"

#include <string.h>

#define EXACT_DIGITS	 15
#define EXACT_MAX_DIGITS "9007199254740992" /* 2^53 */

const char *order_json_scan_blanks(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

const char *order_json_scan_string(const char *p)
{
	for (p++; *p && *p != '"'; p++) {
		if (*p == '\\' && p[1])
			p++;
	}
	return *p ? p + 1 : p;
}

static const char *skip_container(const char *p)
{
	size_t depth = 0;
	do {
		if (*p == '"') {
			p = order_json_scan_string(p);
			continue;
		}
		if (*p == '{' || *p == '[')
			depth++;
		if (*p == '}' || *p == ']')
			depth--;
		p++;
	} while (depth > 0 && *p);
	return p;
}

const char *order_json_scan_value(const char *p)
{
	if (*p == '"')
		return order_json_scan_string(p);
	if (*p == '{' || *p == '[')
		return skip_container(p);
	return p + strcspn(p, ",]} \t\r\n");
}

bool order_json_scan_is_exact(const char *number, size_t len)
{
	if (*number == '-') {
		number++;
		len--;
	}
	if (len <= EXACT_DIGITS)
		return true;
	size_t max = strlen(EXACT_MAX_DIGITS);
	if (len > max || strspn(number, "0123456789") != len)
		return false;
	return len < max || memcmp(number, EXACT_MAX_DIGITS, len) <= 0;
}

static size_t number_len(const char *p)
{
	return strspn(p, "+-.0123456789Ee");
}

bool order_json_scan_is_tame(const char *text, size_t size)
{
	const char *end = text + size;

	while (text < end) {
		size_t len = 1;

		if (*text == '"') {
			len = (size_t)(order_json_scan_string(text) - text);
		} else if (*text == '-' || (*text >= '0' && *text <= '9')) {
			len = number_len(text);
			if (!order_json_scan_is_exact(text, len))
				return false;
		}
		text += len;
	}
	return true;
}

size_t order_json_scan_tame(char *text)
{
	static const char infinite[] = "1e999";
	const char *from = text;
	char *to = text;

	while (*from) {
		size_t len = 1;
		bool exact = true;
		if (*from == '"') {
			len = (size_t)(order_json_scan_string(from) - from);
		} else if (*from == '-' || (*from >= '0' && *from <= '9')) {
			len = number_len(from);
			exact = order_json_scan_is_exact(from, len);
		}
		if (exact) {
			memmove(to, from, len);
			to += len;
		} else {
			memcpy(to, infinite, strlen(infinite));
			to += strlen(infinite);
		}
		from += len;
	}
	*to = '\0';
	return (size_t)(to - text);
}
