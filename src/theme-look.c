/* SPDX-License-Identifier: MIT
 *
 * Looks as people write them: words in a row, from two tables and the numbers.
 */
#include "theme.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "nearest.h"
#include "text.h"

#define COLORS 256
#define NAMED  16
#define WORD   32

static const struct {
	const char *word;
	unsigned char attribute;
} attributes[] = {
	{"plain", 0},
	{"bold", THEME_BOLD},
	{"dim", THEME_DIM},
	{"underline", THEME_UNDERLINE},
	{"reverse", THEME_REVERSE},
	{"italic", THEME_ITALIC},
};

static const struct {
	const char *word;
	short color;
} colors[] = {
	{"default", THEME_TERMINAL},
	{"black", 0},
	{"red", 1},
	{"green", 2},
	{"yellow", 3},
	{"blue", 4},
	{"magenta", 5},
	{"cyan", 6},
	{"white", 7},
	{"bright-black", 8},
	{"bright-red", 9},
	{"bright-green", 10},
	{"bright-yellow", 11},
	{"bright-blue", 12},
	{"bright-magenta", 13},
	{"bright-cyan", 14},
	{"bright-white", 15},
	{"gray", 8},
	{"grey", 8},
};

/* -- fewer colours ----------------------------------------------------------
 */

struct rgb {
	int r, g, b;
};

/* The 16 as xterm has them; palettes differ, the order does not. */
static const struct rgb named[NAMED] = {{0, 0, 0}, {205, 0, 0}, {0, 205, 0},
	{205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205},
	{229, 229, 229}, {127, 127, 127}, {255, 0, 0}, {0, 255, 0},
	{255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255},
	{255, 255, 255}};

/* From 16 on a cube of six steps a side, from 232 on a row of greys. */
static struct rgb rgb_of(int color)
{
	static const int steps[] = {0, 95, 135, 175, 215, 255};
	int grey = 8 + (color - 232) * 10, place = color - NAMED;

	if (color < NAMED)
		return named[color];
	if (color >= 232)
		return (struct rgb){grey, grey, grey};
	return (struct rgb){
		steps[place / 36], steps[place / 6 % 6], steps[place % 6]};
}

static int distance(struct rgb a, struct rgb b)
{
	int r = a.r - b.r, g = a.g - b.g, blue = a.b - b.b;

	return r * r + g * g + blue * blue;
}

static short nearest_of_named(short color)
{
	short best = 0;

	if (color < NAMED)
		return color;
	for (short i = 1; i < NAMED; i++) {
		if (distance(rgb_of(color), named[i]) <
			distance(rgb_of(color), named[best]))
			best = i;
	}
	return best;
}

/* -- words ------------------------------------------------------------------
 */

static bool attribute_from(const char *word, unsigned char *out)
{
	for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
		if (strcmp(attributes[i].word, word) == 0) {
			*out = attributes[i].attribute;
			return true;
		}
	}
	return false;
}

static bool number_from(const char *word, short *out)
{
	size_t len = strlen(word);
	long number;

	if (len == 0 || len > 3 || strspn(word, "0123456789") != len)
		return false;
	number = strtol(word, NULL, 10);
	if (number >= COLORS)
		return false;
	*out = (short)number;
	return true;
}

static bool color_from(const char *word, short *out)
{
	for (size_t i = 0; i < ARRAY_LEN(colors); i++) {
		if (strcmp(colors[i].word, word) == 0) {
			*out = colors[i].color;
			return true;
		}
	}
	return number_from(word, out);
}

static bool say_no_word(const char *word, struct error *error)
{
	const char *names[ARRAY_LEN(attributes) + ARRAY_LEN(colors)], *near;
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(attributes); i++)
		names[count++] = attributes[i].word;
	for (size_t i = 0; i < ARRAY_LEN(colors); i++)
		names[count++] = colors[i].word;
	near = nearest_name(word, names, count);
	if (near != NULL)
		return error_set(error, ERROR_CONFIG,
			"'%s' is no colour and no attribute. Did you mean %s?",
			word, near);
	return error_set(error, ERROR_CONFIG,
		"'%s' is no colour (a name, default, or 0 to 255) and no "
		"attribute (bold, dim, underline, reverse, italic, plain).",
		word);
}

struct reading {
	struct theme_look look;
	bool has_text, has_ground, on; /* the next colour is the ground */
};

static bool
take_color(struct reading *reading, short color, struct error *error)
{
	bool *has = reading->on ? &reading->has_ground : &reading->has_text;
	struct theme_look *look = &reading->look;

	if (*has)
		return error_set(error, ERROR_CONFIG,
			"There are two colours for the %s; one is enough.",
			reading->on ? "ground" : "text");
	*has = true;
	if (reading->on) {
		look->many.ground = color;
		look->few.ground = nearest_of_named(color);
	} else {
		look->many.text = color;
		look->few.text = nearest_of_named(color);
	}
	reading->on = false;
	return true;
}

static bool
take_word(struct reading *reading, const char *word, struct error *error)
{
	unsigned char attribute;
	short color;

	if (color_from(word, &color))
		return take_color(reading, color, error);
	if (reading->on)
		return error_set(error, ERROR_CONFIG,
			"A colour follows 'on', not '%s'.", word);
	if (strcmp(word, "on") == 0) {
		reading->on = true;
		return true;
	}
	if (!attribute_from(word, &attribute))
		return say_no_word(word, error);
	reading->look.attributes |= attribute;
	return true;
}

bool theme_look_read(
	const char *text, struct theme_look *look, struct error *error)
{
	struct reading reading = {.look = {{THEME_AS_TEXT, THEME_AS_TEXT},
					  {THEME_AS_TEXT, THEME_AS_TEXT}, 0}};
	char word[WORD];
	bool any = false;

	for (;;) {
		size_t len;

		text += strspn(text, " \t");
		len = strcspn(text, " \t");
		if (len == 0)
			break;
		text_format(word, sizeof(word), "%.*s", (int)len, text);
		if (!take_word(&reading, word, error))
			return false;
		any = true;
		text += len;
	}
	if (reading.on)
		return error_set(error, ERROR_CONFIG,
			"A colour is missing behind 'on'.");
	if (!any)
		return error_set(error, ERROR_CONFIG,
			"A look is missing: a colour or an attribute.");
	*look = reading.look;
	return true;
}

/* -- writing --------------------------------------------------------------- */

static void add_word(struct buf *out, const char *word)
{
	buf_printf(out, "%s%s", out->len > 0 ? " " : "", word);
}

/* Names for those that have one: the first of each. */
static void add_color(struct buf *out, short color)
{
	char number[8];

	for (size_t i = 0; i < ARRAY_LEN(colors); i++) {
		if (colors[i].color == color) {
			add_word(out, colors[i].word);
			return;
		}
	}
	add_word(out, text_format(number, sizeof(number), "%d", color));
}

void theme_look_write(const struct theme_look *look, struct buf *out)
{
	for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
		if (look->attributes & attributes[i].attribute)
			add_word(out, attributes[i].word);
	}
	if (look->many.text != THEME_AS_TEXT)
		add_color(out, look->many.text);
	if (look->many.ground != THEME_AS_TEXT) {
		add_word(out, "on");
		add_color(out, look->many.ground);
	}
	if (out->len == 0)
		add_word(out, "plain");
}
