/* SPDX-License-Identifier: MIT
 *
 * What goes to the terminal, without ever waiting for it. ncurses writes until
 * all is written, and a terminal that is stopped or behind a dead line would
 * hold up the loop with it: requests, the journal, signals. So ncurses writes
 * into a file in memory, and from there the terminal gets what it takes.
 *
 *   ncurses --write--> file in memory --collect--> pending --> terminal
 *
 * The terminal is opened once more for that: O_NONBLOCK belongs to an open
 * file, and ours may be the shell's, too.
 */
#ifndef SCREEN_CURSES_OUTPUT_H
#define SCREEN_CURSES_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "buf.h"

struct screen_curses_output {
	FILE *stream;	    /* what ncurses writes into */
	int fd;		    /* the terminal */
	bool is_own;	    /* fd does not block */
	bool diverted;	    /* stream is a file in memory */
	struct buf pending; /* for the terminal */
	size_t sent;	    /* of it */
};

/* The stream is the terminal at first, so that ncurses learns what it is and
 * sets its modes. False: errno says why. */
bool screen_curses_output_open(struct screen_curses_output *output);
void screen_curses_output_close(struct screen_curses_output *output);
/* From now on nothing that ncurses writes goes to the terminal by itself. (It
 * cannot set its modes any more, either.) */
void screen_curses_output_divert(struct screen_curses_output *output);

/* Behind what ncurses has written. */
void screen_curses_output_add(
	struct screen_curses_output *output, const char *bytes, size_t len);
/* Hands on what the terminal takes now; whether that was all. A terminal that
 * is gone takes everything. */
bool screen_curses_output_flush(struct screen_curses_output *output);
/* The same, and waits for the terminal for at most ms. */
bool screen_curses_output_drain(struct screen_curses_output *output, int ms);
void screen_curses_output_drop(struct screen_curses_output *output);

/* Hands as much of it to the terminal as it takes now; -1: it is gone. Safe
 * in a signal handler. */
ssize_t
screen_curses_output_try(int fd, bool is_own, const char *bytes, size_t len);

#endif
