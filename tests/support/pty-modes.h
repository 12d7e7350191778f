/* SPDX-License-Identifier: MIT
 *
 * What a program has switched on in a terminal and not off again: private
 * modes (alternate screen, mouse, paste, focus, cursor keys), a hidden cursor,
 * attributes and colours, keypad, insert mode, margins, character sets. Fed
 * with what the program writes for an ANSI terminal (xterm, linux, screen,
 * tmux, vt100, vt220).
 */
#ifndef PTY_MODES_H
#define PTY_MODES_H

#include <stdbool.h>
#include <stddef.h>

#define PTY_MODES_MOST 32

struct pty_modes {
	int rows;		/* of the terminal, for its margins */
	int on[PTY_MODES_MOST]; /* private modes that are set */
	size_t on_count;
	bool cursor_hidden, no_wrap, insert, keypad, styled, margins, shifted;
	bool other_set;	 /* ESC ( with a set that is not ASCII */
	bool alternates; /* it has switched to the alternate screen */
	bool lost;	 /* see pty_modes_are_normal */
	size_t strings;	 /* OSC, DCS and the like: titles, clipboard */
	bool whole;	 /* no sequence is half written */
	/* The automaton. */
	int state, parameters[16], count;
	bool is_private;
	char set;
};

void pty_modes_init(struct pty_modes *modes, int rows);
void pty_modes_feed(struct pty_modes *modes, const char *bytes, size_t len);

/* Whether all is as a terminal is at its start; else what is not, as words. A
 * program with an alternate screen must not set margins on the other one: that
 * moves the cursor from where the shell goes on. */
bool pty_modes_are_normal(
	const struct pty_modes *modes, char *what, size_t size);
bool pty_modes_has(const struct pty_modes *modes, int private_mode);

#endif
