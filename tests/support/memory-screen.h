/* SPDX-License-Identifier: MIT
 *
 * A screen in memory: keys are put into a queue, the last frame can be read.
 */
#ifndef MEMORY_SCREEN_H
#define MEMORY_SCREEN_H

#include "screen.h"

struct memory_screen;

struct memory_screen *memory_screen_new(int rows, int cols);
void memory_screen_free(struct memory_screen *memory);
struct screen *memory_screen_screen(struct memory_screen *memory);

/* What was typed and pasted waits until the program takes it. */
void memory_screen_type(struct memory_screen *memory, key_code code);
void memory_screen_paste(struct memory_screen *memory, const char *text);
void memory_screen_resize(struct memory_screen *memory, int rows, int cols);

/* The terminal takes one more frame and then nothing, as one that is stopped;
 * call app_output_ready when it goes on. */
void memory_screen_stall(struct memory_screen *memory, bool stalled);

/* The last frame, and how many there were. */
const struct canvas *memory_screen_frame(const struct memory_screen *memory);
size_t memory_screen_frames(const struct memory_screen *memory);
/* The last text that was put on the clipboard; "" if none. */
const char *memory_screen_copied(const struct memory_screen *memory);

/* The mouse: KEYS_CLICK, KEYS_WHEEL_UP or _DOWN. Whether it was switched on. */
void memory_screen_click(
	struct memory_screen *memory, key_code code, int row, int col);
bool memory_screen_has_mouse(const struct memory_screen *memory);

/* The name of the last theme that was set; "" if none. */
const char *memory_screen_theme(const struct memory_screen *memory);

/* A row of the last frame as text, without the blanks at its end; and its
 * styles, a letter a column, without the '.' at the end. */
void memory_screen_row_text(
	const struct memory_screen *memory, int row, struct buf *out);
void memory_screen_row_styles(
	const struct memory_screen *memory, int row, struct buf *out);

#endif
