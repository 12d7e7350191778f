/* SPDX-License-Identifier: MIT
 *
 * Colours by pairs: one for each two colours that some style has, so that a
 * change of style says nothing about colours that stay the same. The palette
 * is the terminal's; no entry of it is ever redefined.
 */
#include "screen-curses-theme.h"

#include "attr.h"

static const struct {
	enum theme_attribute attribute;
	attr_t curses;
} attributes_of[] = {
	{THEME_BOLD, A_BOLD},
	{THEME_DIM, A_DIM},
	{THEME_UNDERLINE, A_UNDERLINE},
	{THEME_REVERSE, A_REVERSE},
#ifdef A_ITALIC
	{THEME_ITALIC, A_ITALIC},
#endif
};

/* How many colours there are to choose from; 0: none. */
static int colors_of(bool wanted)
{
	if (!wanted || !has_colors() || start_color() == ERR || COLORS < 8)
		return 0;
	return use_default_colors() == ERR ? 0 : COLORS;
}

struct pairs {
	struct theme_colors items[STYLES];
	short count;
};

/* 0 is the terminal's own. */
static short pair_of(struct pairs *pairs, struct theme_colors colors)
{
	if (colors.text < 0 && colors.ground < 0)
		return 0;
	for (short i = 0; i < pairs->count; i++) {
		if (pairs->items[i].text == colors.text &&
			pairs->items[i].ground == colors.ground)
			return (short)(i + 1);
	}
	if (pairs->count + 1 >= COLOR_PAIRS)
		return 0;
	pairs->items[pairs->count++] = colors;
	init_pair(pairs->count, colors.text, colors.ground);
	return pairs->count;
}

static attr_t attributes_for(const struct theme_look *look)
{
	attr_t out = A_NORMAL;

	for (size_t i = 0; i < ARRAY_LEN(attributes_of); i++) {
		if (look->attributes & attributes_of[i].attribute)
			out |= attributes_of[i].curses;
	}
	return out;
}

void screen_curses_theme(
	attr_t attributes[STYLES], const struct theme *theme, bool color)
{
	int colors = colors_of(color);
	struct pairs pairs = {.count = 0};

	for (int i = 0; i < STYLES; i++) {
		struct theme_look look =
			theme_look_on(theme, (enum style)i, colors);

		attributes[i] = attributes_for(&look) |
				(attr_t)COLOR_PAIR(pair_of(&pairs, look.many));
	}
}
