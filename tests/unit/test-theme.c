/* SPDX-License-Identifier: MIT
 *
 * Themes: can every style be read in every palette that people have (the
 * contrast is computed as WCAG 2 does), what becomes of colours that a terminal
 * has not, looks as people write them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "theme.h"

/* -- palettes ---------------------------------------------------------------
 */

struct palette {
	const char *name;
	bool is_light;
	uint32_t text, ground, colors[16];
};

#define XTERM                                                                  \
	{                                                                      \
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,    \
			0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,      \
			0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff       \
	}
#define VGA                                                                    \
	{                                                                      \
		0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa,    \
			0x00aaaa, 0xaaaaaa, 0x555555, 0xff5555, 0x55ff55,      \
			0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff       \
	}
#define SOLARIZED                                                              \
	{                                                                      \
		0x073642, 0xdc322f, 0x859900, 0xb58900, 0x268bd2, 0xd33682,    \
			0x2aa198, 0xeee8d5, 0x002b36, 0xcb4b16, 0x586e75,      \
			0x657b83, 0x839496, 0x6c71c4, 0x93a1a1, 0xfdf6e3       \
	}
#define CAMPBELL                                                               \
	{                                                                      \
		0x0c0c0c, 0xc50f1f, 0x13a10e, 0xc19c00, 0x0037da, 0x881798,    \
			0x3a96dd, 0xcccccc, 0x767676, 0xe74856, 0x16c60c,      \
			0xf9f1a5, 0x3b78ff, 0xb4009e, 0x61d6d6, 0xf2f2f2       \
	}

static const struct palette palettes[] = {
	{"xterm, dark", false, 0xe5e5e5, 0x000000, XTERM},
	{"xterm, light", true, 0x000000, 0xffffff, XTERM},
	{"VGA", false, 0xaaaaaa, 0x000000, VGA},
	{"VGA, light", true, 0x000000, 0xffffff, VGA},
	{"Solarized dark", false, 0x839496, 0x002b36, SOLARIZED},
	{"Solarized light", true, 0x657b83, 0xfdf6e3, SOLARIZED},
	{"Campbell", false, 0xcccccc, 0x0c0c0c, CAMPBELL},
	{"Campbell, light", true, 0x0c0c0c, 0xf2f2f2, CAMPBELL},
};

static uint32_t rgb(int r, int g, int b)
{
	return (uint32_t)(r << 16 | g << 8 | b);
}

static uint32_t color_in(const struct palette *palette, int color)
{
	static const int steps[] = {0, 0x5f, 0x87, 0xaf, 0xd7, 0xff};
	int grey = 8 + (color - 232) * 10, place = color - 16;

	if (color < 16)
		return palette->colors[color];
	if (color >= 232)
		return rgb(grey, grey, grey);
	return rgb(steps[place / 36], steps[place / 6 % 6], steps[place % 6]);
}

static double linear(uint32_t part)
{
	double value = part / 255.0;

	return value <= 0.04045 ? value / 12.92
				: pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t color)
{
	return 0.2126 * linear(color >> 16 & 255) +
	       0.7152 * linear(color >> 8 & 255) + 0.0722 * linear(color & 255);
}

/* Which of the two is text does not matter, nor does reverse. */
static double contrast(const struct palette *palette, struct theme_look look)
{
	double a = luminance(look.many.text < 0
				     ? palette->text
				     : color_in(palette, look.many.text));
	double b = luminance(look.many.ground < 0
				     ? palette->ground
				     : color_in(palette, look.many.ground));

	return ((a > b ? a : b) + 0.05) / ((a > b ? b : a) + 0.05);
}

static double
least(const char *theme, bool is_light, int colors, bool has_own_ground)
{
	double found = 21;

	for (size_t i = 0; i < ARRAY_LEN(palettes); i++) {
		if (palettes[i].is_light != is_light && !has_own_ground)
			continue;
		for (int style = 0; style < STYLES; style++) {
			struct theme_look look = theme_look_on(
				theme_find(theme), (enum style)style, colors);
			double ratio = contrast(&palettes[i], look);

			/* What the palette itself does is not ours. */
			if (look.many.text < 0 && look.many.ground < 0)
				continue;
			if (ratio < found)
				found = ratio;
		}
	}
	return found;
}

/* 4.5 is what WCAG asks of text (AA), 7 of text for everybody (AAA). The eight
 * colours are as each palette has them: VGA has its red at 2.7, Campbell its
 * magenta at 2.4. */
static void can_be_read(void **state)
{
	static const struct {
		const char *theme;
		bool is_light, own_ground;
		int colors;
		double least;
	} cases[] = {
		{"dark", false, false, 256, 4.5},
		{"dark", false, false, 16, 2.4},
		{"dark", false, false, 8, 2.4},
		{"light", true, false, 256, 4.5},
		{"light", true, false, 16, 3},
		{"light", true, false, 8, 3},
		{"16-colour", false, false, 8, 2.4},
		{"high-contrast", false, true, 256, 7},
		{"high-contrast", false, true, 16, 7},
		{"high-contrast", false, true, 8, 7},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		double found = least(cases[i].theme, cases[i].is_light,
			cases[i].colors, cases[i].own_ground);

		if (found < cases[i].least)
			fail_msg("%s at %d colours: %.2f, not %.2f",
				cases[i].theme, cases[i].colors, found,
				cases[i].least);
	}
}

static void light_has_no_light_text(void **state)
{
	const struct theme *light = theme_find("light");

	(void)state;
	for (int style = 0; style < STYLES; style++) {
		for (int colors = 8; colors <= 16; colors += 8) {
			short text =
				theme_look_on(light, (enum style)style, colors)
					.many.text;

			assert_true(text < 7);
			assert_int_not_equal(text, 3);
			assert_int_not_equal(text, 6);
		}
	}
}

/* -- terminals --------------------------------------------------------------
 */

static void fits_the_terminal(void **state)
{
	static const int depths[] = {0, 2, 8, 16, 88, 256};

	(void)state;
	for (size_t t = 0; theme_at(t) != NULL; t++) {
		for (size_t d = 0; d < ARRAY_LEN(depths); d++) {
			for (int style = 0; style < STYLES; style++) {
				struct theme_look look =
					theme_look_on(theme_at(t),
						(enum style)style, depths[d]);

				assert_in_range(look.many.text + 1, 0,
					depths[d] < 8 ? 0 : depths[d]);
				assert_in_range(look.many.ground + 1, 0,
					depths[d] < 8 ? 0 : depths[d]);
			}
		}
	}
}

/* What has to be seen is seen without colours, too. */
static void shape_stays_without_colors(void **state)
{
	static const enum style seen[] = {STYLE_SELECTED, STYLE_FOCUS,
		STYLE_TAB_ACTIVE, STYLE_BLOCKER, STYLE_ERROR, STYLE_WARNING,
		STYLE_MATCH, STYLE_KEY, STYLE_HEADING};

	(void)state;
	for (size_t t = 0; theme_at(t) != NULL; t++) {
		for (size_t i = 0; i < ARRAY_LEN(seen); i++)
			assert_int_not_equal(
				theme_look_on(theme_at(t), seen[i], 0)
					.attributes,
				0);
	}
	assert_int_equal(
		theme_look_on(theme_find("high-contrast"), STYLE_SELECTED, 0)
			.attributes,
		THEME_REVERSE);
}

static void bright_is_bold_with_eight(void **state)
{
	struct theme theme = *theme_find("monochrome");
	struct error error = {0};
	struct theme_look look;

	(void)state;
	assert_true(theme_look_read("bright-yellow on bright-blue",
		&theme.looks[STYLE_PENDING], &error));
	look = theme_look_on(&theme, STYLE_PENDING, 16);
	assert_int_equal(look.many.text, 11);
	assert_int_equal(look.many.ground, 12);
	assert_int_equal(look.attributes, 0);
	look = theme_look_on(&theme, STYLE_PENDING, 8);
	assert_int_equal(look.many.text, 3);
	assert_int_equal(look.many.ground, 4);
	assert_int_equal(look.attributes, THEME_BOLD);
}

/* A ground that the text has is behind all that does not say otherwise. */
static void what_is_not_said_is_as_in_the_text(void **state)
{
	struct theme theme = *theme_find("16-colour");
	struct error error = {0};

	(void)state;
	assert_true(theme_look_read(
		"white on blue", &theme.looks[STYLE_TEXT], &error));
	assert_true(theme_look_read(
		"red on default", &theme.looks[STYLE_BAD], &error));
	assert_int_equal(
		theme_look_on(&theme, STYLE_PENDING, 256).many.ground, 4);
	assert_int_equal(
		theme_look_on(&theme, STYLE_PENDING, 256).many.text, 3);
	assert_int_equal(theme_look_on(&theme, STYLE_HEADING, 8).many.text, 7);
	assert_int_equal(theme_look_on(&theme, STYLE_BAD, 256).many.ground,
		THEME_TERMINAL);
}

static void the_default_fits_the_terminal(void **state)
{
	static const struct {
		const char *colorfgbg, *theme;
	} cases[] = {
		{NULL, "16-colour"},
		{"", "16-colour"},
		{"15;0", "16-colour"},
		{"0;15", "light"},
		{"0;default;15", "light"},
		{"0;7", "light"},
		{"12;8", "16-colour"},
		{"0;15x", "16-colour"},
		{";", "16-colour"},
		{"0;99999999999999999999", "16-colour"},
	};

	(void)state;
	assert_string_equal(theme_at(0)->name, "16-colour");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_string_equal(
			theme_for_terminal(cases[i].colorfgbg)->name,
			cases[i].theme);
}

/* -- words ------------------------------------------------------------------
 */

static void reads_looks(void **state)
{
	static const struct {
		const char *words;
		struct theme_look look;
	} cases[] = {
		{"yellow", {{3, -2}, {3, -2}, 0}},
		{"reverse", {{-2, -2}, {-2, -2}, THEME_REVERSE}},
		{"bold red on default", {{1, -1}, {1, -1}, THEME_BOLD}},
		{"on 16 231 underline\tdim",
			{{231, 16}, {15, 0}, THEME_UNDERLINE | THEME_DIM}},
		{"  plain ", {{-2, -2}, {-2, -2}, 0}},
		{"italic grey", {{8, -2}, {8, -2}, THEME_ITALIC}},
		{"bright-white on 196", {{15, 196}, {15, 9}, 0}},
		{"255 on 232", {{255, 232}, {7, 0}, 0}},
		{"0", {{0, -2}, {0, -2}, 0}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error error = {0};
		struct theme_look look, *wanted;

		assert_true(theme_look_read(cases[i].words, &look, &error));
		wanted = (struct theme_look *)&cases[i].look;
		assert_int_equal(look.many.text, wanted->many.text);
		assert_int_equal(look.many.ground, wanted->many.ground);
		assert_int_equal(look.few.text, wanted->few.text);
		assert_int_equal(look.few.ground, wanted->few.ground);
		assert_int_equal(look.attributes, wanted->attributes);
	}
}

static void says_what_is_wrong(void **state)
{
	static const struct {
		const char *words, *said;
	} cases[] = {
		{"", "A look is missing"},
		{"bols", "Did you mean bold?"},
		{"yelow", "Did you mean yellow?"},
		{"256", "'256' is no colour"},
		{"-1", "'-1' is no colour"},
		{"1000", "'1000' is no colour"},
		{"red blue", "two colours for the text"},
		{"on red on blue", "two colours for the ground"},
		{"red on", "A colour is missing behind 'on'."},
		{"red on bold", "A colour follows 'on', not 'bold'."},
		{"#ff0000", "'#ff0000' is no colour"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error error = {0};
		struct theme_look look = {.attributes = 99};

		assert_false(theme_look_read(cases[i].words, &look, &error));
		assert_int_equal(error.kind, ERROR_CONFIG);
		assert_non_null(strstr(error.text, cases[i].said));
		assert_int_equal(look.attributes, 99);
	}
}

static void every_style_has_a_name(void **state)
{
	(void)state;
	for (int i = 0; i < STYLES; i++)
		assert_int_equal(style_find(style_name((enum style)i)), i);
	assert_int_equal(style_find("no such"), STYLES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(can_be_read),
		cmocka_unit_test(light_has_no_light_text),
		cmocka_unit_test(fits_the_terminal),
		cmocka_unit_test(shape_stays_without_colors),
		cmocka_unit_test(bright_is_bold_with_eight),
		cmocka_unit_test(what_is_not_said_is_as_in_the_text),
		cmocka_unit_test(the_default_fits_the_terminal),
		cmocka_unit_test(reads_looks),
		cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(every_style_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
