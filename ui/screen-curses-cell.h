/* SPDX-License-Identifier: MIT
 *
 * One cell on its way to ncurses. The columns of our cells come from utf8proc,
 * those of ncurses from the C library; for letters that are newer than either
 * the two disagree, and everything behind such a cell would be shifted.
 */
#ifndef SCREEN_CURSES_CELL_H
#define SCREEN_CURSES_CELL_H

#include "buf.h"

/* Adds the cell's text; where the C library counts other columns than
 * `width`, a mark in its place. "" (the right half of a wide one) adds
 * nothing. */
void screen_curses_cell_add(struct buf *out, const char *bytes, int width);

#endif
