/* SPDX-License-Identifier: MIT
 *
 * The styles of a theme as attributes of ncurses, which has to be set up
 * before.
 */
#ifndef SCREEN_CURSES_THEME_H
#define SCREEN_CURSES_THEME_H

#include <curses.h>

#include "theme.h"

/* color: false for none, whatever the terminal has. It may be called again; the
 * screen has to be drawn again then. */
void screen_curses_theme(
	attr_t attributes[STYLES], const struct theme *theme, bool color);

#endif
