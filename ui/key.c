/* SPDX-License-Identifier: MIT
 *
 * Key codes and their names, from one table; characters are their own names.
 */
#include "key.h"

#include <string.h>
#include <strings.h>

#include "attr.h"
#include "nearest.h"
#include "text.h"

struct name {
	key_code code;
	const char *name;
};

/* The first name of a code is the one that is shown. */
static const struct name names[] = {
	{KEYS_ENTER, "Enter"},
	{KEYS_ENTER, "Return"},
	{KEYS_ESCAPE, "Esc"},
	{KEYS_ESCAPE, "Escape"},
	{KEYS_TAB, "Tab"},
	{KEYS_SHIFT_TAB, "Shift-Tab"},
	{KEYS_SHIFT_TAB, "S-Tab"},
	{' ', "Space"},
	{KEYS_BACKSPACE, "Backspace"},
	{KEYS_UP, "Up"},
	{KEYS_DOWN, "Down"},
	{KEYS_LEFT, "Left"},
	{KEYS_RIGHT, "Right"},
	{KEYS_HOME, "Home"},
	{KEYS_END, "End"},
	{KEYS_PAGE_UP, "PgUp"},
	{KEYS_PAGE_UP, "PageUp"},
	{KEYS_PAGE_DOWN, "PgDn"},
	{KEYS_PAGE_DOWN, "PageDown"},
	{KEYS_INSERT, "Ins"},
	{KEYS_INSERT, "Insert"},
	{KEYS_DELETE, "Del"},
	{KEYS_DELETE, "Delete"},
};

static bool from_table(const char *name, key_code *code)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcasecmp(names[i].name, name) == 0) {
			*code = names[i].code;
			return true;
		}
	}
	return false;
}

/* The one character behind the prefix; 0. */
static char after(const char *name, const char *const *prefixes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(prefixes[i]);

		if (strncasecmp(name, prefixes[i], len) == 0 &&
			strlen(name) == len + 1)
			return name[len];
	}
	return '\0';
}

/* "Ctrl-R", or as other programs write it: the letters, and the few others that
 * a terminal can send. */
static bool from_ctrl(const char *name, key_code *code)
{
	static const char *const prefixes[] = {"Ctrl-", "C-", "^"};
	char c = after(name, prefixes, ARRAY_LEN(prefixes));

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c < 'A' || c > '_' || c == '[')
		return false;
	*code = KEYS_CTRL(c);
	return true;
}

static bool can_have_alt(key_code code)
{
	return code > ' ' && code < 127 && code != '[' && code != 'O';
}

/* "Alt-v", with the case of the letter. Not those that begin the sequences of
 * other keys. */
static bool from_alt(const char *name, key_code *code)
{
	static const char *const prefixes[] = {"Alt-", "A-", "M-"};
	unsigned char c =
		(unsigned char)after(name, prefixes, ARRAY_LEN(prefixes));

	if (!can_have_alt(c))
		return false;
	*code = KEYS_ALT_OF(c);
	return true;
}

/* "F1" to "F12" */
static bool from_function(const char *name, key_code *code)
{
	unsigned number = 0;

	if (name[0] != 'F' || name[1] < '1' || name[1] > '9')
		return false;
	for (name++; *name != '\0'; name++) {
		if (*name < '0' || *name > '9' || number > 12)
			return false;
		number = number * 10 + (unsigned)(*name - '0');
	}
	if (number > 12)
		return false;
	*code = KEYS_F1 + number - 1;
	return true;
}

/* Length and value of a UTF-8 lead byte; 0 for what is none. */
static size_t lead(unsigned char c, key_code *value)
{
	if (c < 0x80) {
		*value = c;
		return 1;
	}
	if (c >= 0xc2 && c <= 0xdf) {
		*value = c & 0x1fu;
		return 2;
	}
	if (c >= 0xe0 && c <= 0xef) {
		*value = c & 0x0fu;
		return 3;
	}
	if (c >= 0xf0 && c <= 0xf4) {
		*value = c & 0x07u;
		return 4;
	}
	return 0;
}

/* One character of UTF-8 stands for itself. */
static bool from_character(const char *name, key_code *code)
{
	key_code value = 0;
	size_t len = lead((unsigned char)name[0], &value);

	if (len == 0 || strlen(name) != len || !text_is_valid_utf8(name, len))
		return false;
	for (size_t i = 1; i < len; i++)
		value = value << 6 | ((unsigned char)name[i] & 0x3fu);
	if (!key_is_text(value))
		return false;
	*code = value;
	return true;
}

bool key_from_name(const char *name, key_code *code)
{
	return from_character(name, code) || from_table(name, code) ||
	       from_ctrl(name, code) || from_alt(name, code) ||
	       from_function(name, code);
}

/* -- what may have been meant -- */

#define CTRL_NAMES     31
#define FUNCTION_NAMES 12
#define NAMES	       (ARRAY_LEN(names) + CTRL_NAMES + FUNCTION_NAMES)

/* The names in the order of the table, then Ctrl-A and on, then F1 and on. */
static void any_name(size_t i, char *out, size_t size)
{
	if (i < ARRAY_LEN(names))
		text_format(out, size, "%s", names[i].name);
	else if (i < ARRAY_LEN(names) + CTRL_NAMES)
		key_to_name((key_code)(i - ARRAY_LEN(names) + 1), out, size);
	else
		key_to_name(
			(key_code)(KEYS_F1 + i - ARRAY_LEN(names) - CTRL_NAMES),
			out, size);
}

static void lower(char *text)
{
	for (; *text != '\0'; text++) {
		if (*text >= 'A' && *text <= 'Z')
			*text = (char)(*text - 'A' + 'a');
	}
}

/* By small letters, as names are read without regard to case. */
const char *key_nearest(const char *name)
{
	static char shown[16];
	char small[NAMES][16], given[32];
	const char *all[NAMES], *near;

	text_format(given, sizeof(given), "%s", name);
	lower(given);
	for (size_t i = 0; i < NAMES; i++) {
		any_name(i, small[i], sizeof(small[i]));
		lower(small[i]);
		all[i] = small[i];
	}
	near = nearest_name(given, all, NAMES);
	for (size_t i = 0; i < NAMES; i++) {
		if (near != all[i])
			continue;
		any_name(i, shown, sizeof(shown));
		return shown;
	}
	return NULL;
}

static void encode(key_code code, char *out)
{
	size_t n = 0;

	if (code < 0x80) {
		out[n++] = (char)code;
	} else if (code < 0x800) {
		out[n++] = (char)(0xc0 | code >> 6);
		out[n++] = (char)(0x80 | (code & 0x3f));
	} else if (code < 0x10000) {
		out[n++] = (char)(0xe0 | code >> 12);
		out[n++] = (char)(0x80 | (code >> 6 & 0x3f));
		out[n++] = (char)(0x80 | (code & 0x3f));
	} else {
		out[n++] = (char)(0xf0 | code >> 18);
		out[n++] = (char)(0x80 | (code >> 12 & 0x3f));
		out[n++] = (char)(0x80 | (code >> 6 & 0x3f));
		out[n++] = (char)(0x80 | (code & 0x3f));
	}
	out[n] = '\0';
}

char *key_to_name(key_code code, char *out, size_t size)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (names[i].code == code)
			return text_format(out, size, "%s", names[i].name);
	}
	if (code >= KEYS_F1 && code <= KEYS_F12)
		return text_format(
			out, size, "F%u", (unsigned)(code - KEYS_F1 + 1));
	if (code < 32)
		return text_format(out, size, "Ctrl-%c", (int)(code + 64));
	if (key_without_alt(code) != 0)
		return text_format(
			out, size, "Alt-%c", (int)key_without_alt(code));
	if (!key_is_text(code))
		return text_format(out, size, "?");
	return key_character(code, out, size);
}

char *key_character(key_code code, char *out, size_t size)
{
	char bytes[8];

	encode(code, bytes);
	return text_format(out, size, "%s", bytes);
}

key_code key_without_alt(key_code code)
{
	key_code plain = code & ~(key_code)KEYS_ALT;

	return (code & KEYS_ALT) != 0 && can_have_alt(plain) ? plain : 0;
}

bool key_is_text(key_code code)
{
	if (code < 32 || (code >= 127 && code < 160))
		return false;
	return code < 0x110000 && (code < 0xd800 || code > 0xdfff);
}
