/* SPDX-License-Identifier: MIT
 *
 * Text for the clipboard of the user's own terminal, also over SSH: OSC 52.
 * There is no answer to it: whether the terminal took it is not known. Inside
 * tmux it needs `set-clipboard on` there.
 */
#ifndef SCREEN_CURSES_COPY_H
#define SCREEN_CURSES_COPY_H

#include <stdbool.h>

#include "buf.h"

/* The sequence for this text. False when it is longer than terminals take. */
bool screen_curses_copy(const char *text, struct buf *out);

#endif
