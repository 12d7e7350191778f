/* SPDX-License-Identifier: MIT
 *
 * Text for the clipboard of the user's own terminal, also over SSH: OSC 52, and
 * what tmux and GNU screen want around it to hand it on. There is no answer to
 * it: whether the terminal took it is not known.
 */
#ifndef SCREEN_CURSES_COPY_H
#define SCREEN_CURSES_COPY_H

#include <stdbool.h>

#include "buf.h"
#include "screen.h"

/* As base64; some terminals take no more. */
#define SCREEN_CURSES_COPY_MAX 74994

/* The sequence for this text; *out is set up here. False when it is longer
 * than terminals take. */
bool screen_curses_copy(
	const char *text, enum screen_copy way, struct buf *out);

#endif
