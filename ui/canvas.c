/* SPDX-License-Identifier: MIT
 *
 * Cells in one array, and drawing into a clipped part of it. Every text goes
 * through text_next, cell by cell; put() is the only place that writes a cell
 * and keeps the two halves of wide characters together.
 */
#include "canvas.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

static const struct canvas_cell blank_cell = {" ", 1, STYLE_TEXT};

void canvas_init(struct canvas *canvas)
{
	*canvas = (struct canvas){.cursor_row = -1, .cursor_col = -1};
}

void canvas_clear(struct canvas *canvas)
{
	free(canvas->cells);
	free(canvas->targets);
	canvas_init(canvas);
}

void canvas_resize(struct canvas *canvas, int rows, int cols)
{
	if (rows < 0)
		rows = 0;
	if (cols < 0)
		cols = 0;
	free(canvas->cells);
	canvas->rows = rows;
	canvas->cols = cols;
	canvas->cells = mem_array(
		(size_t)rows * (size_t)cols + 1, sizeof(*canvas->cells));
	canvas_blank(canvas);
}

void canvas_blank(struct canvas *canvas)
{
	size_t count = (size_t)canvas->rows * (size_t)canvas->cols, done, more;

	canvas->cells[0] = blank_cell; /* one more is there than needed */
	for (done = 1; done < count; done += more) {
		more = done < count - done ? done : count - done;
		memcpy(canvas->cells + done, canvas->cells,
			more * sizeof(*canvas->cells));
	}
	canvas->cursor_row = canvas->cursor_col = -1;
	canvas->target_count = 0;
}

static struct canvas_cell *
cell_at(const struct canvas *canvas, int row, int col)
{
	return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

const struct canvas_cell *
canvas_at(const struct canvas *canvas, int row, int col)
{
	return cell_at(canvas, row, col);
}

/* Cells are equal byte for byte: what is behind the text is always zero. */
bool canvas_cell_equal(const struct canvas_cell *a, const struct canvas_cell *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

bool canvas_row_equal(const struct canvas *a, const struct canvas *b, int row)
{
	return memcmp(cell_at(a, row, 0), cell_at(b, row, 0),
		       (size_t)a->cols * sizeof(*a->cells)) == 0;
}

struct region region_all(struct canvas *canvas)
{
	return (struct region){canvas, 0, 0, canvas->rows, canvas->cols};
}

static int clamp(int value, int low, int high)
{
	if (value > high)
		value = high;
	return value < low ? low : value;
}

struct region
region_part(struct region region, int row, int col, int rows, int cols)
{
	int top = clamp(row, 0, region.rows);
	int left = clamp(col, 0, region.cols);

	/* What lies above or left of the region is cut off, not moved. */
	rows = clamp(rows + (row < 0 ? row : 0), 0, region.rows - top);
	cols = clamp(cols + (col < 0 ? col : 0), 0, region.cols - left);
	return (struct region){
		region.canvas, region.row + top, region.col + left, rows, cols};
}

static bool is_inside(struct region region, int row, int col)
{
	return row >= 0 && row < region.rows && col >= 0 && col < region.cols;
}

static void make_blank(struct canvas_cell *cell)
{
	memset(cell->bytes, 0, sizeof(cell->bytes));
	cell->bytes[0] = ' ';
	cell->width = 1;
}

/* A wide character loses both halves when one of them is overwritten. */
static void break_wide(struct canvas *canvas, int row, int col)
{
	struct canvas_cell *cell = cell_at(canvas, row, col);

	if (cell->width == 0 && col > 0)
		make_blank(cell - 1);
	if (cell->width == 2 && col + 1 < canvas->cols)
		make_blank(cell + 1);
}

static void put(struct region region, int row, int col, enum style style,
	const char *bytes, int width)
{
	struct canvas *canvas = region.canvas;
	struct canvas_cell *cell;

	if (!is_inside(region, row, col))
		return;
	if (width == 2 && !is_inside(region, row, col + 1)) {
		bytes = " "; /* half of it does not stand anywhere */
		width = 1;
	}
	row += region.row;
	col += region.col;
	cell = cell_at(canvas, row, col);
	if (cell->width != 1)
		break_wide(canvas, row, col);
	if (width == 2)
		break_wide(canvas, row, col + 1);
	memset(cell->bytes, 0, sizeof(cell->bytes));
	for (size_t i = 0; i < TEXT_CELL_BYTES - 1 && bytes[i] != '\0'; i++)
		cell->bytes[i] = bytes[i];
	cell->width = (unsigned char)width;
	cell->style = (unsigned char)style;
	if (width == 2)
		cell[1] = (struct canvas_cell){"", 0, (unsigned char)style};
}

/* The same from col to end for a run of bytes that the gate leaves as they are;
 * NULL: blanks. Returns end. */
static int put_run(struct region region, int row, int col, int end,
	enum style style, const char *run)
{
	int last = end < region.cols ? end : region.cols;
	struct canvas_cell *cell;

	if (row < 0 || row >= region.rows || col >= last)
		return end;
	if (col < 0 && run != NULL)
		run -= col;
	if (col < 0)
		col = 0;
	cell = cell_at(region.canvas, region.row + row, region.col + col);
	for (; col < last; col++, cell++) {
		if (cell->width != 1)
			break_wide(region.canvas, region.row + row,
				region.col + col);
		*cell = (struct canvas_cell){
			{run != NULL ? *run++ : ' '}, 1, (unsigned char)style};
	}
	return end;
}

/* Draws text[0..len) as far as the column `end`; returns where it stopped. */
static int draw(struct region region, int row, int col, int end,
	enum style style, const char *text, size_t len)
{
	struct text_cell cell;
	size_t used;

	while (col < end && len > 0) {
		used = text_plain_run(text, len);
		if (used > (size_t)(end - col))
			used = (size_t)(end - col);
		col = put_run(region, row, col, col + (int)used, style, text);
		text += used;
		len -= used;
		if (col >= end || (used = text_next(text, len, &cell)) == 0 ||
			(cell.width == 2 && col + 2 > end))
			break;
		put(region, row, col, style, cell.bytes, cell.width);
		col += cell.width;
		text += used;
		len -= used;
	}
	return col;
}

int region_text(struct region region, int row, int col, enum style style,
	const char *text)
{
	if (text == NULL)
		return col;
	return draw(region, row, col, region.cols, style, text, strlen(text));
}

int region_textf(struct region region, int row, int col, enum style style,
	const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	col = region_text(region, row, col, style, text);
	free(text);
	return col;
}

static int
fill(struct region region, int row, int col, int end, enum style style)
{
	return col < end ? put_run(region, row, col, end, style, NULL) : col;
}

static const char *ellipsis(void)
{
	return canvas_mark(CANVAS_MORE);
}

/* Whether text needs more than `width` columns; does not read on behind. */
static bool is_wider(const char *text, int width)
{
	struct text_cell cell;
	size_t len = strlen(text), used;
	int col = 0;

	while (col <= width && len > 0) {
		used = text_plain_run(text, len);
		if (used > 0) {
			col += (int)used;
		} else {
			used = text_next(text, len, &cell);
			col += cell.width;
		}
		text += used;
		len -= used;
	}
	return col > width;
}

/* As far as it fits, an ellipsis behind it. */
static int draw_cut(struct region region, int row, int col, int end,
	enum style style, const char *text)
{
	int more = (int)text_width(ellipsis());

	if (more >= end - col)
		more = 0;
	col = draw(region, row, col, end - more, style, text, strlen(text));
	return more > 0 ? region_text(region, row, col, style, ellipsis())
			: col;
}

int region_field(struct region region, int row, int col, int width,
	enum style style, const char *text)
{
	int end = col + width;
	size_t len;

	if (width <= 0)
		return col;
	if (text == NULL)
		text = "";
	len = strlen(text);
	/* Nothing takes more columns than bytes. */
	if (len <= (size_t)width || !is_wider(text, width))
		col = draw(region, row, col, end, style, text, len);
	else
		col = draw_cut(region, row, col, end, style, text);
	return fill(region, row, col, end, style);
}

/* -- wrapping -- */

struct line {
	size_t len;  /* bytes to draw */
	size_t skip; /* bytes to the start of the next line */
};

/* How much of text fits into `width` columns: up to the last blank, or to a
 * line break, or (one long word) to the last cell. */
static struct line line_of(const char *text, int width)
{
	struct line line = {0, 0};
	struct text_cell cell;
	size_t len = strlen(text), at = 0, used;
	int col = 0;

	while (at < len && text[at] != '\n') {
		used = text_next(text + at, len - at, &cell);
		if (text[at] == ' ')
			line = (struct line){at, at + 1};
		if (col + cell.width > width && text[at] != ' ')
			break;
		col += cell.width;
		at += used;
	}
	if (at == len)
		return (struct line){len, len};
	if (text[at] == '\n')
		return (struct line){at, at + 1};
	if (line.skip > 0)
		return line;
	if (at == 0) /* not one cell fits: go on all the same */
		at = text_next(text, len, &cell);
	return (struct line){at, at};
}

int region_wrap(struct region region, int row, int col, int indent,
	enum style style, const char *text)
{
	int used = 0;

	if (text == NULL)
		return 0;
	do {
		int left = used == 0 ? col : col + indent;
		struct line line = line_of(text, region.cols - left);

		draw(region, row + used, left, region.cols, style, text,
			line.len);
		text += line.skip;
		used++;
	} while (*text != '\0');
	return used;
}

int region_wrap_rows(const char *text, int cols)
{
	struct region counting = {.cols = cols};

	if (text == NULL || *text == '\0')
		return 0;
	return region_wrap(counting, 0, 0, 0, STYLE_TEXT, text);
}

int region_paragraph(struct region region, enum style style, const char *text)
{
	int rows = region_wrap_rows(text, region.cols);
	int last = region.rows - 1;

	if (rows <= region.rows || last < 0)
		return region_wrap(region, 0, 0, 0, style, text);
	for (int row = 0; row < last; row++) {
		struct line line = line_of(text, region.cols);

		draw(region, row, 0, region.cols, style, text, line.len);
		text += line.skip;
	}
	region_field(region, last, 0, region.cols, style, text);
	return region.rows;
}

/* -- shapes -- */

void region_blank(struct region region)
{
	for (int row = 0; row < region.rows; row++)
		fill(region, row, 0, region.cols, STYLE_TEXT);
}

void region_restyle(
	struct region region, int row, int col, int width, enum style style)
{
	for (int end = col + width; col < end; col++) {
		if (is_inside(region, row, col))
			cell_at(region.canvas, region.row + row,
				region.col + col)
				->style = (unsigned char)style;
	}
}

enum line_part { LINE_H, LINE_V, LINE_TL, LINE_TR, LINE_BL, LINE_BR };

static const char *line_part(enum line_part part)
{
	static const char *const utf8[] = {"─", "│", "┌", "┐", "└", "┘"};
	static const char *const ascii[] = {"-", "|", "+", "+", "+", "+"};

	return text_is_utf8() ? utf8[part] : ascii[part];
}

void region_hline(struct region region, int row, enum style style)
{
	for (int col = 0; col < region.cols; col++)
		put(region, row, col, style, line_part(LINE_H), 1);
}

void region_vline(struct region region, int col, enum style style)
{
	for (int row = 0; row < region.rows; row++)
		put(region, row, col, style, line_part(LINE_V), 1);
}

void region_box(struct region region, const char *title)
{
	int right = region.cols - 1, bottom = region.rows - 1;

	region_hline(region, 0, STYLE_BORDER);
	region_hline(region, bottom, STYLE_BORDER);
	region_vline(region, 0, STYLE_BORDER);
	region_vline(region, right, STYLE_BORDER);
	put(region, 0, 0, STYLE_BORDER, line_part(LINE_TL), 1);
	put(region, 0, right, STYLE_BORDER, line_part(LINE_TR), 1);
	put(region, bottom, 0, STYLE_BORDER, line_part(LINE_BL), 1);
	put(region, bottom, right, STYLE_BORDER, line_part(LINE_BR), 1);
	if (title == NULL || region.cols < 8)
		return;
	if (is_wider(title, region.cols - 6)) {
		put(region, 0, 2, STYLE_BORDER, " ", 1);
		region_field(
			region, 0, 3, region.cols - 6, STYLE_HEADING, title);
		put(region, 0, region.cols - 3, STYLE_BORDER, " ", 1);
		return;
	}
	put(region, 0, 2, STYLE_BORDER, " ", 1);
	put(region, 0, region_text(region, 0, 3, STYLE_HEADING, title),
		STYLE_BORDER, " ", 1);
}

void region_cursor(struct region region, int row, int col)
{
	if (!is_inside(region, row, col))
		return;
	region.canvas->cursor_row = region.row + row;
	region.canvas->cursor_col = region.col + col;
}

const char *canvas_mark(enum canvas_mark mark)
{
	static const char *const utf8[] = {"✓", "!", "·", "…"};
	static const char *const ascii[] = {"+", "!", "-", "..."};

	return text_is_utf8() ? utf8[mark] : ascii[mark];
}

/* -- targets --------------------------------------------------------------- */

void region_target(struct region region, int row, int col, int cols, long id)
{
	struct canvas *canvas = region.canvas;
	int end = col + cols < region.cols ? col + cols : region.cols;

	if (row < 0 || row >= region.rows || col < 0 || col >= end)
		return;
	if (canvas->target_count == canvas->target_room) {
		canvas->target_room = canvas->target_room * 2 + 64;
		canvas->targets = mem_resize(canvas->targets,
			canvas->target_room, sizeof(*canvas->targets));
	}
	canvas->targets[canvas->target_count++] = (struct canvas_target){
		.row = (short)(region.row + row),
		.col = (short)(region.col + col),
		.cols = (short)(end - col),
		.id = id,
	};
}

bool canvas_target(const struct canvas *canvas, int row, int col, long *id)
{
	for (size_t i = canvas->target_count; i-- > 0;) {
		const struct canvas_target *target = &canvas->targets[i];

		if (target->row != row || col < target->col ||
			col >= target->col + target->cols)
			continue;
		*id = target->id;
		return true;
	}
	return false;
}

void canvas_keep_targets(struct canvas *canvas, size_t kept)
{
	canvas->target_count = kept;
}

void canvas_drop_targets(struct canvas *canvas, size_t dropped)
{
	canvas->target_count -= dropped;
	if (canvas->target_count > 0)
		memmove(canvas->targets, canvas->targets + dropped,
			canvas->target_count * sizeof(*canvas->targets));
}
