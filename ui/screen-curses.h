/* SPDX-License-Identifier: MIT
 *
 * screen.h by ncurses; the only file that includes curses. Sets up the
 * terminal (alternate screen, no echo, bracketed paste, ESCDELAY 25 unless the
 * user set it) and gives it back whatever happens. An unknown TERM falls back
 * and says so by a notice; a dumb one or no terminal is an error with a
 * sentence that names the subcommands.
 */
#ifndef SCREEN_CURSES_H
#define SCREEN_CURSES_H

#include "error.h"
#include "screen.h"

/* color: false for none, whatever the theme says. */
struct screen *
screen_curses_new(bool color, const struct theme *theme, struct error *error);
/* A sentence for the person, lent; NULL: none. */
const char *screen_curses_notice(const struct screen *screen);
void screen_curses_free(struct screen *screen); /* NULL is allowed */
/* The window has another size now; call it from the loop, after SIGWINCH. */
void screen_curses_resized(struct screen *screen);
/* Give the terminal back from a place where nothing else may be called. */
void screen_curses_emergency(void);

#endif
