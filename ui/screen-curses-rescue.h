/* SPDX-License-Identifier: MIT
 *
 * How the terminal is given back when the program ends in a hurry: bytes that
 * were prepared, written by write(2), and the modes of before by tcsetattr.
 * Nothing here is ncurses' business. The handlers of fatal signals are here.
 */
#ifndef SCREEN_CURSES_RESCUE_H
#define SCREEN_CURSES_RESCUE_H

#include <stdbool.h>
#include <stddef.h>

/* Remember the modes of the terminal; forget the bytes. */
void screen_curses_rescue_begin(void);
/* More bytes that undo what is done to the terminal; NULL adds nothing. */
void screen_curses_rescue_add(const char *bytes);
/* Whether there is something to give back at present. */
void screen_curses_rescue_arm(bool armed);
/* The modes of before, at a normal end. */
void screen_curses_rescue_modes(void);

/* Catch the signals that would end the program, and let go of them. */
void screen_curses_rescue_catch(void);
void screen_curses_rescue_release(void);

/* To the terminal, all of it. Safe in a signal handler. */
void screen_curses_rescue_write(const char *bytes, size_t len);

#endif
