/* SPDX-License-Identifier: MIT
 *
 * The built-in themes, a table each. The colours of dark, light and
 * high-contrast come from the fixed part of the 256, so that they are what they
 * are in every palette; tests/unit/test-theme.c measures them. For terminals
 * with fewer a second colour stands beside each.
 */
#include "theme.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"

enum named {
	BLACK,
	RED,
	GREEN,
	YELLOW,
	BLUE,
	MAGENTA,
	CYAN,
	WHITE,
};

#define BRIGHT 8 /* more than the plain one */

#define AS_TEXT                                                                \
	{                                                                      \
		THEME_AS_TEXT, THEME_AS_TEXT                                   \
	}
#define PLAIN(attributes)                                                      \
	{                                                                      \
		AS_TEXT, AS_TEXT, attributes                                   \
	}
#define TINT(many, few, attributes)                                            \
	{                                                                      \
		{many, THEME_AS_TEXT}, {few, THEME_AS_TEXT}, attributes        \
	}
#define BOTH(text, ground, few_text, few_ground, attributes)                   \
	{                                                                      \
		{text, ground}, {few_text, few_ground}, attributes             \
	}

/* What all but one have in common: shape without colour. */
#define SHAPES                                                                 \
	[STYLE_TEXT] = PLAIN(0), [STYLE_DIM] = PLAIN(THEME_DIM),               \
	[STYLE_HEADING] = PLAIN(THEME_BOLD),                                   \
	[STYLE_TITLE] = PLAIN(THEME_BOLD), [STYLE_TAB] = PLAIN(0),             \
	[STYLE_TAB_ACTIVE] = PLAIN(THEME_BOLD),                                \
	[STYLE_SELECTED] = PLAIN(THEME_REVERSE),                               \
	[STYLE_FOCUS] = PLAIN(THEME_REVERSE | THEME_BOLD),                     \
	[STYLE_CONTROL] = PLAIN(0), [STYLE_DISABLED] = PLAIN(THEME_DIM),       \
	[STYLE_MATCH] = PLAIN(THEME_UNDERLINE | THEME_BOLD),                   \
	[STYLE_SELECTED_MATCH] =                                               \
		PLAIN(THEME_REVERSE | THEME_UNDERLINE | THEME_BOLD),           \
	[STYLE_BLOCKER] = PLAIN(THEME_BOLD), [STYLE_KEY] = PLAIN(THEME_BOLD),  \
	[STYLE_BORDER] = PLAIN(THEME_DIM)

/* The colours of the screens' design, by the terminal's own palette. */
static const struct theme sixteen = {
	.name = "16-colour",
	.looks = {SHAPES, [STYLE_OK] = TINT(GREEN, GREEN, 0),
		[STYLE_PENDING] = TINT(YELLOW, YELLOW, 0),
		[STYLE_MAILED] = TINT(CYAN, CYAN, 0),
		[STYLE_BAD] = TINT(RED, RED, 0),
		[STYLE_EXPIRED] = TINT(MAGENTA, MAGENTA, 0),
		[STYLE_WARNING] = TINT(YELLOW, YELLOW, THEME_BOLD),
		[STYLE_ERROR] = TINT(RED, RED, THEME_BOLD)},
};

static const struct theme dark = {
	.name = "dark",
	.looks = {SHAPES, [STYLE_OK] = TINT(114, GREEN, 0),
		[STYLE_PENDING] = TINT(221, YELLOW, 0),
		[STYLE_MAILED] = TINT(80, CYAN, 0),
		[STYLE_BAD] = TINT(210, RED, THEME_BOLD),
		[STYLE_EXPIRED] = TINT(176, MAGENTA, 0),
		[STYLE_WARNING] = TINT(221, YELLOW, THEME_BOLD),
		[STYLE_ERROR] = TINT(210, RED, THEME_BOLD)},
};

/* Of the eight colours only red, blue and magenta are dark enough to stand on
 * white in every palette. */
static const struct theme light = {
	.name = "light",
	.looks = {SHAPES, [STYLE_OK] = TINT(22, THEME_AS_TEXT, 0),
		[STYLE_PENDING] = TINT(94, MAGENTA, 0),
		[STYLE_MAILED] = TINT(24, BLUE, 0),
		[STYLE_BAD] = TINT(124, RED, 0),
		[STYLE_EXPIRED] = TINT(90, MAGENTA, 0),
		[STYLE_WARNING] = TINT(94, MAGENTA, THEME_BOLD),
		[STYLE_ERROR] = TINT(124, RED, THEME_BOLD)},
};

static const struct theme monochrome = {
	.name = "monochrome",
	.looks = {SHAPES, [STYLE_OK] = PLAIN(0), [STYLE_PENDING] = PLAIN(0),
		[STYLE_MAILED] = PLAIN(0), [STYLE_BAD] = PLAIN(THEME_BOLD),
		[STYLE_EXPIRED] = PLAIN(0), [STYLE_WARNING] = PLAIN(THEME_BOLD),
		[STYLE_ERROR] = PLAIN(THEME_BOLD)},
};

#define LOUD(many, attributes)	 BOTH(many, 16, WHITE + BRIGHT, BLACK, attributes)
#define TURNED(many, attributes) BOTH(16, many, BLACK, WHITE, attributes)

/* Black and white of its own, whatever the terminal's ground; nothing dim. */
static const struct theme high_contrast = {
	.name = "high-contrast",
	.looks = {[STYLE_TEXT] = LOUD(231, 0),
		[STYLE_DIM] = LOUD(231, 0),
		[STYLE_HEADING] = LOUD(231, THEME_BOLD | THEME_UNDERLINE),
		[STYLE_TITLE] = LOUD(231, THEME_BOLD),
		[STYLE_TAB] = LOUD(231, 0),
		[STYLE_TAB_ACTIVE] = LOUD(231, THEME_BOLD | THEME_UNDERLINE),
		[STYLE_SELECTED] = TURNED(231, 0),
		[STYLE_FOCUS] = TURNED(226, 0),
		[STYLE_CONTROL] = LOUD(231, THEME_UNDERLINE),
		[STYLE_DISABLED] = LOUD(250, 0),
		[STYLE_MATCH] = LOUD(226, THEME_BOLD | THEME_UNDERLINE),
		[STYLE_SELECTED_MATCH] = TURNED(226, THEME_UNDERLINE),
		[STYLE_BLOCKER] = LOUD(226, THEME_BOLD),
		[STYLE_OK] = LOUD(120, 0),
		[STYLE_PENDING] = LOUD(226, 0),
		[STYLE_MAILED] = LOUD(123, 0),
		[STYLE_BAD] = LOUD(217, THEME_BOLD),
		[STYLE_EXPIRED] = LOUD(219, 0),
		[STYLE_WARNING] = LOUD(226, THEME_BOLD),
		[STYLE_ERROR] = LOUD(217, THEME_BOLD | THEME_UNDERLINE),
		[STYLE_KEY] = LOUD(226, THEME_BOLD),
		[STYLE_BORDER] = LOUD(231, 0)},
};

static const struct theme *const themes[] = {
	&sixteen, &dark, &light, &high_contrast, &monochrome};

const struct theme *theme_at(size_t index)
{
	return index < ARRAY_LEN(themes) ? themes[index] : NULL;
}

const struct theme *theme_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(themes); i++) {
		if (strcmp(themes[i]->name, name) == 0)
			return themes[i];
	}
	return NULL;
}

/* "0;15", "0;default;15": the last number is the ground. 7 and 9 to 15 are
 * light ones. */
const struct theme *theme_for_terminal(const char *colorfgbg)
{
	const char *last = colorfgbg != NULL ? strrchr(colorfgbg, ';') : NULL;
	char *end;
	long ground;

	if (last == NULL)
		return &sixteen;
	ground = strtol(last + 1, &end, 10);
	if (end == last + 1 || *end != '\0')
		return &sixteen;
	return ground == WHITE || (ground > BRIGHT && ground < 2 * BRIGHT)
		       ? &light
		       : &sixteen;
}

/* -- on a terminal --------------------------------------------------------- */

static bool is_colored(short color)
{
	return color >= 0;
}

static bool has_color(const struct theme_look *look)
{
	return is_colored(look->many.text) || is_colored(look->many.ground);
}

/* What is not said is as in the text, and there as the terminal has it. */
static struct theme_colors
settle(struct theme_colors colors, struct theme_colors text)
{
	if (colors.text == THEME_AS_TEXT)
		colors.text = text.text;
	if (colors.ground == THEME_AS_TEXT)
		colors.ground = text.ground;
	if (colors.text == THEME_AS_TEXT)
		colors.text = THEME_TERMINAL;
	if (colors.ground == THEME_AS_TEXT)
		colors.ground = THEME_TERMINAL;
	return colors;
}

/* The bright half is told by bold, as terminals with eight colours do. */
static struct theme_look dull(struct theme_look look)
{
	if (look.many.text >= BRIGHT) {
		look.many.text = (short)(look.many.text - BRIGHT);
		look.attributes |= THEME_BOLD;
	}
	if (look.many.ground >= BRIGHT)
		look.many.ground = (short)(look.many.ground - BRIGHT);
	return look;
}

struct theme_look
theme_look_on(const struct theme *theme, enum style style, int colors)
{
	const struct theme_look *text = &theme->looks[STYLE_TEXT];
	struct theme_look look = theme->looks[style];

	look.many = settle(look.many, text->many);
	look.few = settle(look.few, text->few);
	if (colors >= 256)
		return look;
	if (colors < BRIGHT) {
		if (has_color(&look))
			look = monochrome.looks[style];
		look.many =
			(struct theme_colors){THEME_TERMINAL, THEME_TERMINAL};
		return look;
	}
	look.many = look.few;
	return colors < 2 * BRIGHT ? dull(look) : look;
}
