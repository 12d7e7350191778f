/* SPDX-License-Identifier: MIT
 *
 * How each style looks: the built-in themes, and looks as people write them
 * ("bold red on default"). A theme names colours, the terminal's palette says
 * what they are; nothing here changes it. Colours beyond the 16 named ones are
 * the same nearly everywhere, but not every terminal has them, so a look says
 * also what stands for them.
 */
#ifndef THEME_H
#define THEME_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"
#include "style.h"

#define THEME_NAME 40 /* most bytes of a name */

/* A colour: 0 to 255, or one of these. */
#define THEME_AS_TEXT  (-2) /* that of STYLE_TEXT */
#define THEME_TERMINAL (-1) /* the terminal's own */

enum theme_attribute {
	THEME_BOLD = 1 << 0,
	THEME_DIM = 1 << 1,
	THEME_UNDERLINE = 1 << 2,
	THEME_REVERSE = 1 << 3,
	THEME_ITALIC = 1 << 4,
};

struct theme_colors {
	short text, ground;
};

struct theme_look {
	struct theme_colors many; /* of 256 */
	struct theme_colors few;  /* of 16: 0 to 15 */
	unsigned char attributes;
};

struct theme {
	char name[THEME_NAME + 1];
	struct theme_look looks[STYLES];
};

/* The built-in ones; NULL behind the last. The first is the default. */
const struct theme *theme_at(size_t index);
/* NULL: no such built-in theme. */
const struct theme *theme_find(const char *name);
/* What "auto" stands for, by the value of COLORFGBG (NULL: not known). */
#define THEME_AUTO "auto"
const struct theme *theme_for_terminal(const char *colorfgbg);

/* "bold red on default": attributes and colours by name or number, in any
 * order but for the colour behind "on"; "plain" is none of them. What is not
 * said is as in STYLE_TEXT. False: ERROR_CONFIG and the nearest word. */
MUST_CHECK bool
theme_look_read(const char *text, struct theme_look *look, struct error *error);

/* The same the other way round. */
void theme_look_write(const struct theme_look *look, struct buf *out);

/* How a style looks on a terminal with so many colours: `many` has the colours
 * (below `colors`, or THEME_TERMINAL). Without colours a look that has some
 * is that of the monochrome theme. */
struct theme_look
theme_look_on(const struct theme *theme, enum style style, int colors);

#endif
