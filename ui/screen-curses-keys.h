/* SPDX-License-Identifier: MIT
 *
 * Keys and pastes from ncurses, which has to be set up before.
 */
#ifndef SCREEN_CURSES_KEYS_H
#define SCREEN_CURSES_KEYS_H

#include <stdbool.h>

#include "buf.h"
#include "key.h"
#include "screen-curses-sequence.h"

struct screen_curses_keys {
	bool gone; /* the terminal is */
	bool in_paste;
	bool interrupted; /* Ctrl-C was the last that came of it */
	struct buf paste;
	/* What ncurses does not know. */
	struct screen_curses_sequence sequence;
	bool in_sequence;
	bool after_escape;   /* the last key was a lone Escape */
	int64_t sequence_ms; /* when it, or the last of a sequence, came */
	/* Read ahead, the next one last. */
	struct screen_curses_input {
		int kind;
		wint_t c;
	} ahead[4];
	size_t ahead_count;
};

/* After keypad(), by which ncurses learns its keys. pastes: the terminal marks
 * them. */
void screen_curses_keys_init(struct screen_curses_keys *keys, bool pastes);
void screen_curses_keys_clear(struct screen_curses_keys *keys);

/* The next key that is complete; false if there is none yet. It never waits,
 * but ESCDELAY for what follows an Escape, and 25 ms behind a Ctrl-C in a
 * paste. The text of a paste is lent until the next call. What a line that
 * stalls has torn from its Escape is a sequence still; one that does not go on
 * for 3 s is none. */
bool screen_curses_keys_next(struct screen_curses_keys *keys, struct key *key);
/* What was typed and not read yet. */
void screen_curses_keys_discard(struct screen_curses_keys *keys);

#endif
