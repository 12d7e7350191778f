/* SPDX-License-Identifier: MIT
 *
 * How the terminal is given back when the program ends in a hurry: bytes that
 * were prepared, written by write(2), and the modes of before by tcsetattr.
 * Nothing here is ncurses' business. The handlers of fatal signals are here.
 *
 * What may be called by a signal handler (signal-safety(7)): _emergency and
 * _is_here, and of the system only write, poll, tcsetattr, tcflush, tcgetpgrp,
 * getpgrp, sigaction and raise.
 */
#ifndef SCREEN_CURSES_RESCUE_H
#define SCREEN_CURSES_RESCUE_H

#include <stdbool.h>
#include <stddef.h>

/* Remember the modes of the terminal; forget the bytes. They will go to fd,
 * see screen_curses_output_try. */
void screen_curses_rescue_begin(int fd, bool is_own);
/* More bytes that undo what is done to the terminal; NULL adds nothing. What a
 * terminal's description says about pauses is left out. */
void screen_curses_rescue_add(const char *bytes);
/* Whether there is something to give back at present. */
void screen_curses_rescue_arm(bool armed);
/* The modes of before, at a normal end. */
void screen_curses_rescue_modes(void);

/* Whether the terminal is ours: not while the shell has it back, after Ctrl-Z
 * and bg. Touching it then would stop us, or spoil what is there. */
bool screen_curses_rescue_is_here(void);

/* Catch the signals that would end the program, and let go of them. */
void screen_curses_rescue_catch(void);
void screen_curses_rescue_release(void);

#endif
