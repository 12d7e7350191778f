/* SPDX-License-Identifier: MIT
 *
 * Control sequences that come from the keyboard side and that ncurses does not
 * know by the terminal's description: the mouse, focus, keys with modifiers,
 * keys of a terminal that is another than TERM says, and what a slow line has
 * torn from its Escape. Read whole, so that their letters are never commands.
 */
#ifndef SCREEN_CURSES_SEQUENCE_H
#define SCREEN_CURSES_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "key.h"

struct screen_curses_sequence {
	char bytes[32]; /* behind the Escape, '[' or 'O' first */
	size_t len;
	int raw; /* bytes of an old mouse report that still come */
};

enum screen_curses_sequence_result {
	SCREEN_CURSES_SEQUENCE_MORE,	/* not at its end */
	SCREEN_CURSES_SEQUENCE_KEY,	/* *key is filled */
	SCREEN_CURSES_SEQUENCE_NOTHING, /* at its end, no meaning here */
	SCREEN_CURSES_SEQUENCE_PASTE,	/* a paste begins */
	SCREEN_CURSES_SEQUENCE_BROKEN,	/* this character is none of it */
};

/* Whether `first` behind Escape and '[' or 'O' (`introducer`) is more likely to
 * be a sequence than keys that somebody typed. */
bool screen_curses_sequence_is(wint_t introducer, wint_t first);
void screen_curses_sequence_begin(
	struct screen_curses_sequence *sequence, wint_t introducer);
/* The next character of it. */
enum screen_curses_sequence_result screen_curses_sequence_take(
	struct screen_curses_sequence *sequence, wint_t c, struct key *key);

#endif
