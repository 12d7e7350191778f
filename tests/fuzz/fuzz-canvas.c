/* SPDX-License-Identifier: MIT
 *
 * Text in a box on the screen: whatever it is, no cell outside of the box
 * changes, and each cell inside is a whole harmless character.
 */
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "tests/fuzz/fuzz.h"

#define ROWS 8
#define COLS 24

static void draw(struct region box, const char *text, int how)
{
	switch (how) {
	case 0:
		region_text(box, 0, 0, STYLE_TEXT, text);
		return;
	case 1:
		region_field(box, 0, 0, 7, STYLE_TEXT, text);
		return;
	case 2:
		region_wrap(box, 0, 1, 2, STYLE_TEXT, text);
		return;
	case 3:
		region_paragraph(box, STYLE_TEXT, text);
		return;
	default:
		region_box(box, text);
		return;
	}
}

static bool is_in(const struct region *box, int row, int col)
{
	return row >= box->row && row < box->row + box->rows &&
	       col >= box->col && col < box->col + box->cols;
}

static void check(const struct canvas *canvas, const struct region *box)
{
	for (int row = 0; row < ROWS; row++) {
		for (int col = 0; col < COLS; col++) {
			const struct canvas_cell *cell =
				canvas_at(canvas, row, col);

			fuzz_must(is_in(box, row, col) ||
					  strcmp(cell->bytes, "#") == 0,
				"no cell outside of the box changes");
			fuzz_must_be_clean(cell->bytes, "cells are harmless");
		}
	}
}

int fuzz_one(const uint8_t *data, size_t size)
{
	struct canvas canvas;
	struct region all, box;
	char *text;

	if (size == 0)
		return 0;
	text = fuzz_text(data + 1, size - 1);
	canvas_init(&canvas);
	canvas_resize(&canvas, ROWS, COLS);
	all = region_all(&canvas);
	for (int row = 0; row < ROWS; row++)
		region_text(
			all, row, 0, STYLE_TEXT, "########################");
	box = region_part(all, 2, 5, 4, 9);
	draw(box, text, data[0] % 5);
	check(&canvas, &box);
	canvas_clear(&canvas);
	free(text);
	return 0;
}
