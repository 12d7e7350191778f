/* SPDX-License-Identifier: MIT
 *
 * Bytes go through a small automaton: text, escape sequences, control
 * sequences with numbers, strings. A table tells which function a final byte
 * stands for.
 */
#include "bench-screen.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "attr.h"
#include "buf.h"
#include "mem.h"

#define PARAMETERS 16

enum state {
	TEXT,
	ESCAPE,	   /* behind ESC */
	SKIP_ONE,  /* ESC ( B: a character set */
	CONTROL,   /* ESC [ ... */
	STRING,	   /* ESC ] ... until BEL or ESC \ */
	STRING_END /* ESC within it */
};

struct bench_screen {
	int rows, cols, row, col, top, bottom, saved_row, saved_col;
	bool wraps; /* the next character goes to the next line */
	int32_t *cells, *before;
	int32_t last; /* the last character written, for REP */
	enum state state;
	bool is_private;
	int parameters[PARAMETERS], count;
	unsigned char partial[4]; /* of a character in UTF-8 */
	size_t partial_len, partial_need;
};

static size_t cell_count(const struct bench_screen *screen)
{
	return (size_t)screen->rows * (size_t)screen->cols;
}

static int32_t *row_at(const struct bench_screen *screen, int row)
{
	return screen->cells + (size_t)row * (size_t)screen->cols;
}

static void blank(struct bench_screen *screen, int row, int from, int to)
{
	for (int col = from; col < to && col < screen->cols; col++)
		row_at(screen, row)[col] = ' ';
}

struct bench_screen *bench_screen_new(int rows, int cols)
{
	struct bench_screen *screen = mem_zalloc(sizeof(*screen));

	screen->rows = rows;
	screen->cols = cols;
	screen->bottom = rows - 1;
	screen->cells = mem_array(cell_count(screen), sizeof(int32_t));
	screen->before = mem_array(cell_count(screen), sizeof(int32_t));
	for (int row = 0; row < rows; row++)
		blank(screen, row, 0, cols);
	memcpy(screen->before, screen->cells,
		cell_count(screen) * sizeof(int32_t));
	return screen;
}

void bench_screen_free(struct bench_screen *screen)
{
	free(screen->cells);
	free(screen->before);
	free(screen);
}

static int clamp(int value, int most)
{
	return value < 0 ? 0 : value > most ? most : value;
}

static void go(struct bench_screen *screen, int row, int col)
{
	screen->row = clamp(row, screen->rows - 1);
	screen->col = clamp(col, screen->cols - 1);
	screen->wraps = false;
}

/* -- lines ------------------------------------------------------------------
 */

/* Move lines [from, bottom] up by n (down if negative), blanks come in. */
static void shift_lines(struct bench_screen *screen, int from, int n)
{
	int height = screen->bottom - from + 1;
	int by = clamp(abs(n), height);
	size_t kept =
		(size_t)(height - by) * (size_t)screen->cols * sizeof(int32_t);

	if (height <= 0)
		return;
	if (n > 0)
		memmove(row_at(screen, from), row_at(screen, from + by), kept);
	else
		memmove(row_at(screen, from + by), row_at(screen, from), kept);
	for (int i = 0; i < by; i++)
		blank(screen, n > 0 ? screen->bottom - i : from + i, 0,
			screen->cols);
}

static void line_feed(struct bench_screen *screen)
{
	if (screen->row == screen->bottom)
		shift_lines(screen, screen->top, 1);
	else if (screen->row < screen->rows - 1)
		screen->row++;
	screen->wraps = false;
}

static void reverse_line_feed(struct bench_screen *screen)
{
	if (screen->row == screen->top)
		shift_lines(screen, screen->top, -1);
	else if (screen->row > 0)
		screen->row--;
	screen->wraps = false;
}

/* -- characters -------------------------------------------------------------
 */

static void put(struct bench_screen *screen, int32_t code)
{
	int width = utf8proc_charwidth(code);

	if (width <= 0)
		return;
	if (screen->wraps || screen->col + width > screen->cols) {
		line_feed(screen);
		screen->col = 0;
	}
	screen->last = code;
	row_at(screen, screen->row)[screen->col] = code;
	if (width == 2 && screen->col + 1 < screen->cols)
		row_at(screen, screen->row)[screen->col + 1] = 0;
	screen->wraps = screen->col + width >= screen->cols;
	screen->col = clamp(screen->col + width, screen->cols - 1);
}

static void move_cells(struct bench_screen *screen, int n)
{
	int32_t *cells = row_at(screen, screen->row) + screen->col;
	int width = screen->cols - screen->col;
	int by = clamp(abs(n), width);
	size_t kept = (size_t)(width - by) * sizeof(int32_t);

	if (n > 0) {
		memmove(cells + by, cells, kept);
		blank(screen, screen->row, screen->col, screen->col + by);
	} else {
		memmove(cells, cells + by, kept);
		blank(screen, screen->row, screen->cols - by, screen->cols);
	}
}

/* -- control sequences -------------------------------------------------------
 */

/* Parameter i, `missing` where it is not given or 0. */
static int parameter(const struct bench_screen *screen, int i, int missing)
{
	if (i >= screen->count || screen->parameters[i] == 0)
		return missing;
	return screen->parameters[i];
}

static void erase_in_line(struct bench_screen *screen)
{
	int what = parameter(screen, 0, 0);

	blank(screen, screen->row, what == 0 ? screen->col : 0,
		what == 1 ? screen->col + 1 : screen->cols);
}

static void erase_in_display(struct bench_screen *screen)
{
	int what = parameter(screen, 0, 0);
	int from = what == 0 ? screen->row + 1 : 0;
	int to = what == 1 ? screen->row : screen->rows;

	for (int row = from; row < to; row++)
		blank(screen, row, 0, screen->cols);
	if (what != 2)
		erase_in_line(screen);
}

static void set_region(struct bench_screen *screen)
{
	screen->top = clamp(parameter(screen, 0, 1) - 1, screen->rows - 1);
	screen->bottom =
		clamp(parameter(screen, 1, screen->rows) - 1, screen->rows - 1);
	go(screen, 0, 0);
}

static void repeat(struct bench_screen *screen)
{
	for (int i = parameter(screen, 0, 1); i > 0; i--)
		put(screen, screen->last);
}

/* The alternate screen begins empty. */
static void set_mode(struct bench_screen *screen)
{
	if (!screen->is_private || parameter(screen, 0, 0) != 1049)
		return;
	for (int row = 0; row < screen->rows; row++)
		blank(screen, row, 0, screen->cols);
}

static void control(struct bench_screen *screen, char final)
{
	int n = parameter(screen, 0, 1);

	switch (final) {
	case 'A':
		go(screen, screen->row - n, screen->col);
		return;
	case 'B':
		go(screen, screen->row + n, screen->col);
		return;
	case 'C':
		go(screen, screen->row, screen->col + n);
		return;
	case 'D':
		go(screen, screen->row, screen->col - n);
		return;
	case 'G':
		go(screen, screen->row, n - 1);
		return;
	case 'd':
		go(screen, n - 1, screen->col);
		return;
	case 'H':
	case 'f':
		go(screen, n - 1, parameter(screen, 1, 1) - 1);
		return;
	case 'J':
		erase_in_display(screen);
		return;
	case 'K':
		erase_in_line(screen);
		return;
	case 'X':
		blank(screen, screen->row, screen->col, screen->col + n);
		return;
	case 'L':
		shift_lines(screen, screen->row, -n);
		return;
	case 'M':
		shift_lines(screen, screen->row, n);
		return;
	case 'S':
		shift_lines(screen, screen->top, n);
		return;
	case 'T':
		shift_lines(screen, screen->top, -n);
		return;
	case '@':
		move_cells(screen, n);
		return;
	case 'P':
		move_cells(screen, -n);
		return;
	case 'b':
		repeat(screen);
		return;
	case 'r':
		set_region(screen);
		return;
	case 'h':
	case 'l':
		set_mode(screen);
		return;
	default: /* attributes, reports: nothing that is seen here */
		return;
	}
}

static void in_control(struct bench_screen *screen, char byte)
{
	int *now = &screen->parameters[screen->count - 1];

	if (byte >= '0' && byte <= '9' && *now < 100000) {
		*now = *now * 10 + (byte - '0');
	} else if (byte == ';' && screen->count < PARAMETERS) {
		screen->parameters[screen->count++] = 0;
	} else if (byte == '?' || byte == '>') {
		screen->is_private = true;
	} else if (byte >= '@' && byte <= '~') {
		screen->state = TEXT;
		control(screen, byte);
	}
}

static void begin_control(struct bench_screen *screen)
{
	screen->state = CONTROL;
	screen->count = 1;
	screen->parameters[0] = 0;
	screen->is_private = false;
}

static void in_escape(struct bench_screen *screen, char byte)
{
	screen->state = TEXT;
	if (byte == '[') {
		begin_control(screen);
	} else if (byte == ']' || byte == 'P') {
		screen->state = STRING;
	} else if (byte == '(' || byte == ')') {
		screen->state = SKIP_ONE;
	} else if (byte == 'M') {
		reverse_line_feed(screen);
	} else if (byte == 'D') {
		line_feed(screen);
	} else if (byte == '7') {
		screen->saved_row = screen->row;
		screen->saved_col = screen->col;
	} else if (byte == '8') {
		go(screen, screen->saved_row, screen->saved_col);
	}
}

/* -- text ---------------------------------------------------------------------
 */

static bool in_controls(struct bench_screen *screen, char byte)
{
	switch (byte) {
	case '\033':
		screen->state = ESCAPE;
		return true;
	case '\r':
		go(screen, screen->row, 0);
		return true;
	case '\n':
		line_feed(screen);
		return true;
	case '\b':
		go(screen, screen->row, screen->col - 1);
		return true;
	case '\t':
		go(screen, screen->row, (screen->col / 8 + 1) * 8);
		return true;
	default:
		return (unsigned char)byte < 0x20;
	}
}

static size_t bytes_of(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static void in_text(struct bench_screen *screen, char byte)
{
	utf8proc_int32_t code;

	if (screen->partial_len == 0 && in_controls(screen, byte))
		return;
	if (screen->partial_len == 0)
		screen->partial_need = bytes_of((unsigned char)byte);
	screen->partial[screen->partial_len++] = (unsigned char)byte;
	if (screen->partial_len < screen->partial_need)
		return;
	if (utf8proc_iterate(screen->partial,
		    (utf8proc_ssize_t)screen->partial_len, &code) > 0)
		put(screen, code);
	screen->partial_len = 0;
}

static void feed_one(struct bench_screen *screen, char byte)
{
	switch (screen->state) {
	case TEXT:
		in_text(screen, byte);
		return;
	case ESCAPE:
		in_escape(screen, byte);
		return;
	case SKIP_ONE:
		screen->state = TEXT;
		return;
	case CONTROL:
		in_control(screen, byte);
		return;
	case STRING:
		if (byte == '\033')
			screen->state = STRING_END;
		else if (byte == '\a')
			screen->state = TEXT;
		return;
	case STRING_END:
		screen->state = byte == '\\' ? TEXT : STRING;
		return;
	}
}

void bench_screen_feed(
	struct bench_screen *screen, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		feed_one(screen, bytes[i]);
}

/* -- looking
 * -------------------------------------------------------------------- */

static char *row_from(const struct bench_screen *screen, int row, int first)
{
	const int32_t *cells = row_at(screen, row);
	int end = screen->cols;
	struct buf out;

	while (end > 0 && cells[end - 1] == ' ')
		end--;
	buf_init(&out, (size_t)screen->cols * 4 + 1);
	for (int col = first; col < end; col++) {
		utf8proc_uint8_t bytes[4];
		utf8proc_ssize_t n;

		if (cells[col] == 0)
			continue;
		n = utf8proc_encode_char(cells[col], bytes);
		buf_add(&out, (const char *)bytes, (size_t)n);
	}
	return buf_take(&out);
}

char *bench_screen_row(const struct bench_screen *screen, int row)
{
	return row_from(screen, row, 0);
}

void bench_screen_cursor(const struct bench_screen *screen, int *row, int *col)
{
	*row = screen->row;
	*col = screen->col;
}

bool bench_screen_is_at(const struct bench_screen *screen, const char *text)
{
	char *rest = row_from(screen, screen->row, screen->col);
	bool found = strncmp(rest, text, strlen(text)) == 0;

	free(rest);
	return found;
}

bool bench_screen_shows(const struct bench_screen *screen, const char *text)
{
	bool found = false;

	for (int row = 0; row < screen->rows && !found; row++) {
		char *line = bench_screen_row(screen, row);

		found = strstr(line, text) != NULL;
		free(line);
	}
	return found;
}

long bench_screen_changed(struct bench_screen *screen)
{
	long changed = 0;

	for (size_t i = 0; i < cell_count(screen); i++)
		changed += screen->cells[i] != screen->before[i];
	memcpy(screen->before, screen->cells,
		cell_count(screen) * sizeof(int32_t));
	return changed;
}
