/* SPDX-License-Identifier: MIT
 *
 * What the terminal is and can do, by its description, without taking it over
 * (for `certdesk doctor`).
 */
#ifndef SCREEN_CURSES_LOOK_H
#define SCREEN_CURSES_LOOK_H

#include "doctor-terminal.h"

/* Strings are lent by the environment or constant. */
void screen_curses_look(struct doctor_terminal *out);

/* "ncurses 6.4.20221231": what we run with. */
const char *screen_curses_version(void);

#endif
