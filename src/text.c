/* SPDX-License-Identifier: MIT
 *
 * The text gate. Everything from outside is cut into cells: one base, at most
 * two marks on it, and a known width of one or two columns. What could steer
 * a terminal or mislead the eye never gets into a cell; a mark stands there.
 *
 *	bytes --decode--> code point --kind_of--> base, wide, attached, bad
 *	base [attached [attached]]   one cell
 *	attached without a base      the whole run is one mark
 *	bad                          one mark each
 *
 * The gate is its own fixed point: what came out goes through unchanged.
 * ASCII, which is nearly everything, is handled before any table is asked.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#include "text.h"

#define MARK	     "\xef\xbf\xbd" /* U+FFFD */
#define ATTACHED_MAX 2

static_assert(TEXT_CELL_BYTES > (1 + ATTACHED_MAX) * 4,
	"a base and its marks have up to 4 bytes each");

enum kind {
	KIND_BASE,     /* one column */
	KIND_WIDE,     /* two columns */
	KIND_ATTACHED, /* no column of its own: sits on a base */
	KIND_JAMO,     /* the same, but only on a Hangul base */
	KIND_BLANK,    /* tab, line break */
	KIND_BAD,
};

/* One decoded character. */
struct unit {
	enum kind kind;
	int32_t code; /* -1: a byte that is no UTF-8 */
	size_t len;   /* bytes taken, 0 at the end */
};

struct range {
	int32_t first;
	int32_t last;
};

/* Terminals disagree about the columns that these take. */
static const struct range unsure_widths[] = {
	{0x3248, 0x324f},   /* circled numbers on black squares */
	{0x4dc0, 0x4dff},   /* hexagrams */
	{0x1f1e6, 0x1f1ff}, /* regional indicators: two become a flag */
	{0x1f3fb, 0x1f3ff}, /* skin tones: melt into the emoji before */
};

/* Hangul vowels and finals. Terminals draw them onto the letter before. */
static const struct range jamo_attached[] = {
	{0x1160, 0x11ff},
	{0xd7b0, 0xd7fb},
};

static const struct range hangul_bases[] = {
	{0x1100, 0x115e},
	{0xa960, 0xa97c},
	{0xac00, 0xd7a3},
};

/* What the terminal takes is one fact for the whole program. */
static bool utf8_allowed = true;

void text_set_utf8(bool utf8)
{
	utf8_allowed = utf8;
}

bool text_is_utf8(void)
{
	return utf8_allowed;
}

/* -- characters ----------------------------------------------------------- */

static bool in_ranges(int32_t code, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

static bool is_printable_ascii(unsigned char c)
{
	return c >= 0x20 && c <= 0x7e;
}

static bool is_blank_control(int32_t code)
{
	return code == '\t' || code == '\n' || code == '\r';
}

static bool is_forbidden_category(utf8proc_category_t category)
{
	switch (category) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return false;
	}
}

/*
 * Spacing marks (Mc) take a column on terminals, though the tables of
 * utf8proc say none: they are bases here. Whatever is invisible by design
 * (fillers, variation selectors) is bad, like format characters.
 */
static enum kind kind_of(int32_t code)
{
	/* Nothing that is left has another width, and none would get in. */
	static const enum kind of_width[4] = {
		KIND_BAD, KIND_BASE, KIND_WIDE, KIND_BAD};
	const utf8proc_property_t *property = utf8proc_get_property(code);
	utf8proc_category_t category = (utf8proc_category_t)property->category;

	if (is_forbidden_category(category) || property->ignorable ||
		in_ranges(code, unsure_widths, ARRAY_LEN(unsure_widths)))
		return KIND_BAD;
	if (category == UTF8PROC_CATEGORY_MN ||
		category == UTF8PROC_CATEGORY_ME)
		return KIND_ATTACHED;
	if (category == UTF8PROC_CATEGORY_MC)
		return KIND_BASE;
	if (in_ranges(code, jamo_attached, ARRAY_LEN(jamo_attached)))
		return KIND_JAMO;
	return of_width[property->charwidth % ARRAY_LEN(of_width)];
}

size_t text_decode(const char *text, size_t len, int32_t *code)
{
	size_t window = len < 4 ? len : 4;
	utf8proc_ssize_t taken = utf8proc_iterate(
		(const utf8proc_uint8_t *)text, (utf8proc_ssize_t)window, code);

	if (taken > 0)
		return (size_t)taken;
	*code = -1;
	return len > 0 ? 1 : 0;
}

static struct unit unit_at(const char *text, size_t len)
{
	struct unit unit = {KIND_BAD, -1, 0};

	unit.len = text_decode(text, len, &unit.code);
	if (unit.code < 0)
		return unit;
	if (is_blank_control(unit.code))
		unit.kind = KIND_BLANK;
	else
		unit.kind = kind_of(unit.code);
	return unit;
}

static bool is_attached(enum kind kind)
{
	return kind == KIND_ATTACHED || kind == KIND_JAMO;
}

/* -- cells ---------------------------------------------------------------- */

static void
set_cell(struct text_cell *cell, const char *bytes, size_t len, int width)
{
	memcpy(cell->bytes, bytes, len);
	cell->bytes[len] = '\0';
	cell->width = width;
}

static void set_mark(struct text_cell *cell, bool utf8)
{
	if (utf8)
		set_cell(cell, MARK, sizeof(MARK) - 1, 1);
	else
		set_cell(cell, "?", 1, 1);
}

static bool attaches(const struct unit *base, const struct unit *next)
{
	if (next->kind == KIND_JAMO)
		return in_ranges(
			base->code, hangul_bases, ARRAY_LEN(hangul_bases));
	return next->kind == KIND_ATTACHED;
}

static size_t
take_attached(const char *text, size_t len, const struct unit *base)
{
	size_t taken = base->len;

	for (int count = 0; count < ATTACHED_MAX && taken < len; count++) {
		struct unit next = unit_at(text + taken, len - taken);

		if (!attaches(base, &next))
			break;
		taken += next.len;
	}
	return taken;
}

static size_t take_base(const char *text, size_t len, const struct unit *base,
	struct text_cell *cell, bool utf8)
{
	size_t taken = take_attached(text, len, base);
	int width = base->kind == KIND_WIDE ? 2 : 1;

	if (utf8 || taken == 1) /* one byte is ASCII: all else is bad */
		set_cell(cell, text, taken, width);
	else
		set_cell(cell, "??", (size_t)width, width);
	return taken;
}

/* Marks that sit on nothing, or too many of them: all become one. */
static size_t
take_stray_run(const char *text, size_t len, struct text_cell *cell, bool utf8)
{
	size_t taken = 0;

	while (taken < len) {
		struct unit next = unit_at(text + taken, len - taken);

		if (!is_attached(next.kind))
			break;
		taken += next.len;
	}
	set_mark(cell, utf8);
	return taken;
}

static size_t
take_any(const char *text, size_t len, struct text_cell *cell, bool utf8)
{
	struct unit unit = unit_at(text, len);

	switch (unit.kind) {
	case KIND_BASE:
	case KIND_WIDE:
		return take_base(text, len, &unit, cell, utf8);
	case KIND_ATTACHED:
	case KIND_JAMO:
		return take_stray_run(text, len, cell, utf8);
	case KIND_BLANK:
		set_cell(cell, " ", 1, 1);
		return unit.len;
	default: /* KIND_BAD */
		set_mark(cell, utf8);
		return unit.len;
	}
}

static size_t
take_next(const char *text, size_t len, struct text_cell *cell, bool utf8)
{
	if (len == 0)
		return 0;
	if (is_printable_ascii((unsigned char)text[0]) &&
		(len == 1 || (unsigned char)text[1] < 0x80)) {
		cell->bytes[0] = text[0];
		cell->bytes[1] = '\0';
		cell->width = 1;
		return 1;
	}
	return take_any(text, len, cell, utf8);
}

size_t text_next(const char *text, size_t len, struct text_cell *cell)
{
	return take_next(text, len, cell, utf8_allowed);
}

/* -- whole texts ---------------------------------------------------------- */

/* Printable ASCII at the start that is sure to carry no mark. */
size_t text_plain_run(const char *text, size_t len)
{
	size_t run = 0;

	while (run < len && is_printable_ascii((unsigned char)text[run]))
		run++;
	if (run > 0 && run < len && (unsigned char)text[run] >= 0x80)
		run--;
	return run;
}

static void clean(struct buf *out, const char *text, size_t len, bool utf8)
{
	struct text_cell cell;

	while (len > 0) {
		size_t taken = text_plain_run(text, len);
		bool fits;

		if (taken > 0) {
			fits = buf_add(out, text, taken);
		} else {
			taken = take_next(text, len, &cell, utf8);
			fits = buf_puts(out, cell.bytes);
		}
		if (!fits)
			return;
		text += taken;
		len -= taken;
	}
}

void text_clean(struct buf *out, const char *text)
{
	clean(out, text, text ? strlen(text) : 0, utf8_allowed);
}

void text_clean_data(struct buf *out, const char *text)
{
	clean(out, text, text ? strlen(text) : 0, true);
}

void text_clean_lines(struct buf *out, const char *text)
{
	while (text && *text) {
		size_t len = strcspn(text, "\n");

		clean(out, text, len, utf8_allowed);
		text += len;
		if (*text == '\n')
			buf_putc(out, *text++);
	}
}

/* Bytes of the next cell, put at out; 0 if there is no room for it. */
static size_t put_cell(char *out, size_t room, const struct text_cell *cell)
{
	size_t bytes = strlen(cell->bytes);

	if (bytes >= room)
		return 0;
	memcpy(out, cell->bytes, bytes);
	return bytes;
}

char *text_clean_to(char *out, size_t size, const char *text)
{
	size_t len = text ? strlen(text) : 0;
	size_t used = 0;

	while (len > 0 && used + 1 < size) {
		size_t room = size - used;
		size_t taken = text_plain_run(text, len);
		struct text_cell cell;

		if (taken > 0) {
			taken = taken < room ? taken : room - 1;
			memcpy(out + used, text, taken);
			used += taken;
		} else {
			size_t put;

			taken = text_next(text, len, &cell);
			put = put_cell(out + used, room, &cell);
			if (put == 0)
				break;
			used += put;
		}
		text += taken;
		len -= taken;
	}
	if (size > 0)
		out[used] = '\0';
	return out;
}

size_t text_width(const char *text)
{
	size_t len = text ? strlen(text) : 0;
	size_t width = 0;
	struct text_cell cell;

	while (len > 0) {
		size_t taken = text_plain_run(text, len);

		if (taken > 0) {
			width += taken;
		} else {
			taken = text_next(text, len, &cell);
			width += (size_t)cell.width;
		}
		text += taken;
		len -= taken;
	}
	return width;
}

bool text_escape(struct buf *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;
	bool escaped = false;

	while (len > 0) {
		int32_t code;
		size_t taken = text_decode(text, len, &code);

		if (code < 0)
			buf_printf(out, "\\x{%02X}", (unsigned char)text[0]);
		else if (code >= 0x21 && code <= 0x7e)
			buf_putc(out, text[0]);
		else
			buf_printf(out, "\\u{%04X}", (unsigned int)code);
		escaped = escaped || code < 0x21 || code > 0x7e;
		text += taken;
		len -= taken;
	}
	return escaped;
}

bool text_is_plain_ascii(const char *text)
{
	for (; *text; text++)
		if (*text < 0x21 || *text > 0x7e)
			return false;
	return true;
}

bool text_is_valid_utf8(const char *text, size_t len)
{
	while (len > 0) {
		int32_t code;
		size_t taken = text_decode(text, len, &code);

		if (code < 0)
			return false;
		text += taken;
		len -= taken;
	}
	return true;
}

/* ------------------------------------------------------------------------- */

char *text_copy(char *out, size_t size, const char *text)
{
	size_t len = strlen(text);

	if (size == 0)
		return out;
	if (len > size - 1)
		len = size - 1;
	memcpy(out, text, len);
	out[len] = '\0';
	return out;
}

char *text_format(char *out, size_t size, const char *format, ...)
{
	va_list args;

	if (size == 0)
		return out;
	va_start(args, format);
	if (vsnprintf(out, size, format, args) < 0)
		out[0] = '\0';
	va_end(args);
	return out;
}
