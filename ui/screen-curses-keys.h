/* SPDX-License-Identifier: MIT
 *
 * Keys and pastes from ncurses, which has to be set up before.
 */
#ifndef SCREEN_CURSES_KEYS_H
#define SCREEN_CURSES_KEYS_H

#include <stdbool.h>

#include "buf.h"
#include "key.h"

struct screen_curses_keys {
	bool gone; /* the terminal is */
	bool in_paste;
	bool interrupted; /* Ctrl-C was the last that came of it */
	struct buf paste;
	/* Read while looking for what follows an Escape. */
	bool has_next;
	int next_kind;
	unsigned next;
};

/* pastes: the terminal marks them. */
void screen_curses_keys_init(struct screen_curses_keys *keys, bool pastes);
void screen_curses_keys_clear(struct screen_curses_keys *keys);

/* The next key that is complete; false if there is none yet. It never waits,
 * but 25 ms for what follows an Escape, or a Ctrl-C in a paste. The text of a
 * paste is lent until the next call. */
bool screen_curses_keys_next(struct screen_curses_keys *keys, struct key *key);
/* What was typed and not read yet. */
void screen_curses_keys_discard(struct screen_curses_keys *keys);

#endif
