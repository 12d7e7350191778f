/* SPDX-License-Identifier: MIT
 *
 * A frame as cells, and the only way to put text on it. region_text takes
 * bytes from anywhere: it clips, counts columns and sends every byte through
 * the text gate, so that nothing from the server can reach the terminal as a
 * control sequence. Rows and columns count from 0; what falls outside of a
 * region is dropped, negative sizes are empty.
 */
#ifndef CANVAS_H
#define CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "style.h"
#include "text.h"

struct canvas_cell {
	char bytes[TEXT_CELL_BYTES]; /* "" right of a wide one */
	unsigned char width;	     /* 0 right of a wide one */
	unsigned char style;
};

/* A place that means something when it is clicked. */
struct canvas_target {
	short row, col, cols;
	long id;
};

struct canvas {
	int rows, cols;
	struct canvas_cell *cells;  /* rows * cols, row by row */
	int cursor_row, cursor_col; /* the hardware cursor; -1: hidden */
	struct canvas_target *targets;
	size_t target_count, target_room;
};

void canvas_init(struct canvas *canvas);
void canvas_clear(struct canvas *canvas);		       /* frees */
void canvas_resize(struct canvas *canvas, int rows, int cols); /* and blanks */
void canvas_blank(struct canvas *canvas); /* all blanks, cursor hidden */
const struct canvas_cell *
canvas_at(const struct canvas *canvas, int row, int col);
bool canvas_cell_equal(
	const struct canvas_cell *a, const struct canvas_cell *b);

/* Both canvases are of the same size. */
bool canvas_row_equal(const struct canvas *a, const struct canvas *b, int row);

/* A rectangle of a canvas; a plain value, passed by value. */
struct region {
	struct canvas *canvas;
	int row, col, rows, cols;
};

/* The whole canvas; a part of a region, cut to what the region has. */
struct region region_all(struct canvas *canvas);
struct region
region_part(struct region region, int row, int col, int rows, int cols);

/* Draws at row, col; returns the column behind it. NULL draws nothing. */
int region_text(struct region region, int row, int col, enum style style,
	const char *text);
int region_textf(struct region region, int row, int col, enum style style,
	const char *format, ...) PRINTF_LIKE(5, 6);
/* Exactly `width` columns: padded with blanks, or cut with an ellipsis
 * ("…", "..." without UTF-8). Returns col + width. */
int region_field(struct region region, int row, int col, int width,
	enum style style, const char *text);
/* Wraps at blanks (a word longer than the line is broken) and at line breaks.
 * The first line starts at col, the others `indent` columns right of it.
 * Returns the number of rows used. With a region of 0 rows it only counts. */
int region_wrap(struct region region, int row, int col, int indent,
	enum style style, const char *text);
/* The rows that text takes in `cols` columns; "" and NULL take none. */
int region_wrap_rows(const char *text, int cols);
/* The same for a whole region; what does not fit ends in an ellipsis. Returns
 * the rows used. */
int region_paragraph(struct region region, enum style style, const char *text);

void region_blank(struct region region); /* fill with blanks */
void region_restyle(
	struct region region, int row, int col, int width, enum style style);
void region_hline(struct region region, int row, enum style style);
void region_vline(struct region region, int col, enum style style);
/* A box with a title in its upper border, as in product.md 2.3. */
void region_box(struct region region, const char *title);
void region_cursor(struct region region, int row, int col);
/* A click there is for the view that draws, which knows what id means. */
void region_target(struct region region, int row, int col, int cols, long id);
/* What the last one that covers the place means. False: none does. */
bool canvas_target(const struct canvas *canvas, int row, int col, long *id);
/* Drop those that came behind the first `kept`, or all before those. */
void canvas_keep_targets(struct canvas *canvas, size_t kept);
void canvas_drop_targets(struct canvas *canvas, size_t dropped);

/* Marks with their ASCII twins: "✓"/"+", "!"/"!", "·"/"-", "…"/"...". */
enum canvas_mark { CANVAS_DONE, CANVAS_BLOCKS, CANVAS_NOT_YET, CANVAS_MORE };
const char *canvas_mark(enum canvas_mark mark);

#endif
