/* SPDX-License-Identifier: MIT
 *
 * A list in a form. Its rows are addresses and the like, which have to be
 * checked, so none is shortened: one that is too wide goes on below. So rows
 * are of different heights, and how many fit depends on where the list begins.
 */
#include "form-private.h"

#include <string.h>

#include "text.h"

#define ROW_COL	   2 /* "> [x] + text" */
#define LIST_LEAST 3
#define ROW_MOST   12 /* lines of one row */

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* -- how tall -------------------------------------------------------------- */

static int text_col(const struct form *form)
{
	return ROW_COL + (form->compares ? 8 : 6);
}

static void write_row(const struct form_row *row, struct buf *out)
{
	buf_init(out, 4096);
	buf_puts(out, row->text);
	if (row->reason != NULL)
		buf_printf(out, "  (%s)", row->reason);
}

static int row_height(const struct form *form, const struct form_stop *stop,
	size_t row, int cols)
{
	struct buf text;
	int lines;

	write_row(&stop->rows[row], &text);
	lines = region_wrap_rows(buf_text(&text), cols - text_col(form));
	buf_clear(&text);
	return larger(1, smaller(lines, ROW_MOST));
}

static int shown_height(const struct form *form, const struct form_stop *stop,
	long at, int cols)
{
	return row_height(form, stop, stop->shown[at], cols);
}

/* Of all rows, so that the size does not change with the filter. */
int form_list_rows(const struct form *form, const struct form_stop *stop,
	int room, int cols)
{
	int lines = 0, tallest = LIST_LEAST;

	for (size_t i = 0; i < stop->row_count; i++) {
		int height = row_height(form, stop, i, cols);

		lines += height;
		tallest = larger(tallest, height);
	}
	return smaller(larger(1, lines), larger(tallest, room));
}

/* -- where it begins ------------------------------------------------------- */

static int height_between(const struct form *form, const struct form_stop *stop,
	long from, long to, int cols)
{
	int lines = 0;

	for (long i = from; i < to; i++)
		lines += shown_height(form, stop, i, cols);
	return lines;
}

/* The cursor is on the screen, and the list is not emptier than it has to be.
 */
void form_list_layout(const struct form *form, struct form_stop *stop, int cols)
{
	struct list *list = &stop->list;
	int lines;
	long end;

	if (list->count == 0)
		return;
	if (list->top > list->cursor)
		list->top = list->cursor;
	lines = height_between(form, stop, list->top, list->cursor + 1, cols);
	while (list->top < list->cursor && lines > stop->list_rows)
		lines -= shown_height(form, stop, list->top++, cols);
	for (end = list->cursor + 1; end < list->count; end++) {
		int more = shown_height(form, stop, end, cols);

		if (lines + more > stop->list_rows)
			break;
		lines += more;
	}
	while (end == list->count && list->top > 0) {
		int more = shown_height(form, stop, list->top - 1, cols);

		if (lines + more > stop->list_rows)
			break;
		lines += more;
		list->top--;
	}
	list->height = (int)(end - list->top);
}

/* The line of the row under the cursor, counted from that of the label, and
 * in *end the one behind it; of other fields that of the label itself. */
int form_list_cursor(const struct form *form, const struct form_stop *stop,
	int cols, int *end)
{
	const struct list *list = &stop->list;
	int line = stop->list_rows > 0;

	*end = line + 1;
	if (list->count == 0)
		return line;
	line += height_between(form, stop, list->top, list->cursor, cols);
	*end = line + shown_height(form, stop, list->cursor, cols);
	return line;
}

/* -- what it looks like ---------------------------------------------------- */

static void
draw_count(const struct form *form, struct region body, int row, size_t field)
{
	const struct form_stop *stop = &form->stops[field];
	size_t on = 0, can = 0;
	char count[64];
	int at;

	for (size_t i = 0; i < stop->row_count; i++) {
		on += stop->rows[i].on;
		can += stop->rows[i].reason == NULL || stop->rows[i].on;
	}
	text_format(count, sizeof(count), "%zu of %zu selected", on, can);
	at = body.cols - (int)strlen(count);
	region_text(body, row, larger(0, at), STYLE_TEXT, count);
	if (stop->filter[0] != '\0')
		region_textf(
			region_part(body, row,
				form_draw_value_col(form, body.cols), 1,
				at - form_draw_value_col(form, body.cols) - 1),
			0, 0, STYLE_DIM, "/%s", stop->filter);
}

static const char *row_box(const struct form_row *row)
{
	if (row->reason != NULL && !row->on)
		return "( )";
	return row->on ? "[x]" : "[ ]";
}

static const char *row_mark(const struct form_row *row)
{
	if (row->on == row->was)
		return row->on ? "=" : " ";
	return row->on ? "+" : "-";
}

/* `row` may lie above the body, which is scrolled. */
static void draw_row(const struct form *form, struct region body, int row,
	int height, const struct form_row *of, bool selected)
{
	enum style style = of->reason != NULL ? STYLE_DISABLED : STYLE_TEXT;
	enum style shown = selected ? STYLE_SELECTED : style;
	int col = text_col(form);
	struct region lines =
		region_part(body, row, col, height, body.cols - col);
	struct buf text;

	region_text(body, row, ROW_COL, STYLE_TEXT, selected ? ">" : " ");
	region_text(body, row, ROW_COL + 2, style, row_box(of));
	if (form->compares)
		region_text(body, row, ROW_COL + 6, style, row_mark(of));
	write_row(of, &text);
	if (row < 0)
		region_wrap(lines, row, 0, 0, shown, buf_text(&text));
	else
		region_paragraph(lines, shown, buf_text(&text));
	buf_clear(&text);
	if (selected)
		region_cursor(body, row, ROW_COL);
}

void form_list_draw(
	const struct form *form, struct region body, int row, size_t field)
{
	const struct form_stop *stop = &form->stops[field];
	bool focused = form->focus == field;
	int end = row + 1 + stop->list_rows;

	draw_count(form, body, row++, field);
	if (stop->list.count == 0) {
		region_text(body, row, text_col(form), STYLE_DIM,
			stop->filter[0] != '\0' ? "Nothing matches." : "None.");
		if (focused)
			region_cursor(body, row, text_col(form));
	}
	for (long at = stop->list.top; row < end && at < stop->list.count;
		at++) {
		int height = smaller(
			end - row, shown_height(form, stop, at, body.cols));

		draw_row(form, body, row, height, &stop->rows[stop->shown[at]],
			focused && at == stop->list.cursor);
		for (int i = 0; i < height; i++)
			region_target(body, row + i, 0, body.cols,
				FORM_ROW_IDS * ((long)field + 1) + at);
		row += height;
	}
}
