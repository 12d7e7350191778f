/* SPDX-License-Identifier: MIT
 *
 * What a terminal would show: a model of the screen that tests feed with
 * what a program writes, so that it can wait for a text on the screen and
 * count the cells that changed. It knows what ncurses sends for
 * TERM=xterm-256color; colours and attributes are read and dropped.
 *
 * Rows and columns count from 0. A wide character takes its cell and an empty
 * one behind it.
 */
#ifndef BENCH_SCREEN_H
#define BENCH_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

struct bench_screen;

struct bench_screen *bench_screen_new(int rows, int cols);
void bench_screen_free(struct bench_screen *screen);

void bench_screen_feed(
	struct bench_screen *screen, const char *bytes, size_t len);

/* Whether `text` stands in one row of the screen. */
bool bench_screen_shows(const struct bench_screen *screen, const char *text);
/* The text of a row, UTF-8, without the blanks at its end. Caller frees. */
char *bench_screen_row(const struct bench_screen *screen, int row);

/* Whether `text` begins in the cell of the cursor. */
bool bench_screen_is_at(const struct bench_screen *screen, const char *text);
void bench_screen_cursor(const struct bench_screen *screen, int *row, int *col);

/* How many cells differ from what they were at the last call. */
long bench_screen_changed(struct bench_screen *screen);

#endif
