/* SPDX-License-Identifier: MIT
 *
 * What a form looks like:
 *
 *   body      intro and fields as one long page of lines, of which a part is
 *             shown: the field in focus with its help and what is wrong
 *   said      how it went
 *   buttons   always there, in one row or several
 */
#include "form-private.h"

#include <string.h>

#include "text.h"

#define BORDER	     2 /* columns at each side: border and a blank */
#define WIDEST	     84
#define MARGIN	     2 /* "> " */
#define FIELD_LEAST  8 /* underscores that show where a field is */
#define NOTE_LEAST   30
#define SAID_MOST    4
#define BUTTON_SPACE 3

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* -- the buttons ----------------------------------------------------------- */

static void
write_button(const struct form *form, size_t button, char *out, size_t size)
{
	const char *word = form->buttons[button];

	if (form->progress != NULL && button == 0)
		word = "Hide";
	if (form->progress != NULL && button + 1 == form->button_count)
		word = form->progress;
	text_format(out, size, "[ %s ]", word);
}

static int button_width(const struct form *form, size_t button)
{
	char label[128];

	write_button(form, button, label, sizeof(label));
	return (int)text_width(label);
}

static int all_buttons_width(const struct form *form)
{
	int width = -BUTTON_SPACE;

	for (size_t i = 0; i < form->button_count; i++)
		width += button_width(form, i) + BUTTON_SPACE;
	return width;
}

struct spot {
	int row, col, gap;
};

static struct spot first_spot(const struct form *form, int cols)
{
	int left = cols - all_buttons_width(form);

	if (left >= 0)
		return (struct spot){0, left / 2, BUTTON_SPACE};
	return (struct spot){0, 0, 1};
}

/* Where the next one may begin, in the next row if this is full. */
static struct spot
fit_button(const struct form *form, size_t button, int cols, struct spot spot)
{
	if (spot.col > 0 && spot.col + button_width(form, button) > cols)
		spot = (struct spot){spot.row + 1, 0, spot.gap};
	return spot;
}

static int button_rows(const struct form *form, int cols)
{
	struct spot spot = first_spot(form, cols);

	for (size_t i = 0; i < form->button_count; i++) {
		spot = fit_button(form, i, cols, spot);
		spot.col += button_width(form, i) + spot.gap;
	}
	return spot.row + 1;
}

static enum style button_style(const struct form *form, size_t button)
{
	if (!form_may_press(form, button))
		return STYLE_DISABLED;
	return form->focus == form->field_count + button ? STYLE_FOCUS
							 : STYLE_CONTROL;
}

static void draw_buttons(const struct form *form, struct region region)
{
	struct spot spot = first_spot(form, region.cols);
	char label[128];

	for (size_t i = 0; i < form->button_count; i++) {
		spot = fit_button(form, i, region.cols, spot);
		write_button(form, i, label, sizeof(label));
		region_text(region, spot.row, spot.col, button_style(form, i),
			label);
		region_target(region, spot.row, spot.col, button_width(form, i),
			(long)(form->field_count + i));
		if (form->focus == form->field_count + i)
			region_cursor(region, spot.row, spot.col);
		spot.col += button_width(form, i) + spot.gap;
	}
}

/* -- how tall everything is ------------------------------------------------ */

/* Column of the values. */
int form_draw_value_col(const struct form *form, int cols)
{
	int width = 0;

	for (size_t i = 0; i < form->field_count; i++) {
		int label = (int)text_width(form->fields[i].label) +
			    (form->fields[i].required ? 2 : 0);

		width = larger(width, label);
	}
	return MARGIN + smaller(width, cols / 2) + 2;
}

/* Column of what stands under a field: below its value if there is room. */
static int note_col(const struct form *form, int cols)
{
	int col = form_draw_value_col(form, cols);

	return cols - col >= NOTE_LEAST ? col : 2 * MARGIN;
}

static int note_rows(const struct form *form, const char *text, int cols)
{
	return region_wrap_rows(text, cols - note_col(form, cols));
}

/* What is said to be wrong is not said twice. */
static const char *help_of(const struct form *form, size_t field)
{
	const struct form_stop *stop = &form->stops[field];
	bool is_news =
		*stop->note != '\0' && strcmp(stop->note, stop->wrong) != 0;

	return is_news ? stop->note : form->fields[field].help;
}

static int help_rows(const struct form *form, size_t field, int cols)
{
	return note_rows(form, help_of(form, field), cols);
}

static int list_rows(const struct form *form, size_t field, int room, int cols)
{
	if (form->fields[field].kind != FORM_LIST)
		return 0;
	return form_list_rows(form, &form->stops[field], room, cols);
}

static int intro_rows(const struct form *form, int cols)
{
	int rows = region_wrap_rows(form->intro, cols);

	return rows > 0 && form->field_count > 0 ? rows + 1 : rows;
}

/* All but the rows of lists and the help. */
static int fixed_lines(const struct form *form, int cols)
{
	int lines = intro_rows(form, cols);

	for (size_t i = 0; i < form->field_count; i++)
		lines += 1 + note_rows(form, form->stops[i].wrong, cols);
	return lines;
}

static int most_help(const struct form *form, int cols)
{
	int most = 0;

	for (size_t i = 0; i < form->field_count; i++)
		most = larger(most, help_rows(form, i, cols));
	return most;
}

/* All of it, if one line of the body and the buttons fit in beside it: a form
 * is as tall as it has to be, so `rows` may be no more than that. */
static int said_rows(const struct form *form, int rows, int cols)
{
	int most = larger(1, smaller(SAID_MOST, rows - 5));

	return smaller(region_wrap_rows(form->said, cols), most);
}

/* The size does not change when the focus moves. */
void form_draw_size(const struct view *view, int max_rows, int max_cols,
	int *rows, int *cols)
{
	const struct form *form = form_at(view);
	int inner, lines, rest;

	*cols = smaller(max_cols, WIDEST);
	inner = *cols - 2 * BORDER;
	rest = 2 + button_rows(form, inner) + said_rows(form, max_rows, inner) +
	       1;
	lines = fixed_lines(form, inner) + most_help(form, inner);
	for (size_t i = 0; i < form->field_count; i++)
		lines += list_rows(form, i, max_rows - rest - lines, inner);
	*rows = smaller(max_rows, lines + rest);
}

static void place_fields(struct form *form, int cols)
{
	int line = intro_rows(form, cols);
	int room = form->body_rows - fixed_lines(form, cols) -
		   most_help(form, cols);

	for (size_t i = 0; i < form->field_count; i++) {
		struct form_stop *stop = &form->stops[i];

		stop->top = line;
		stop->list_rows = list_rows(form, i, room, cols);
		room -= stop->list_rows;
		form_list_layout(form, stop, cols);
		stop->height = 1 + stop->list_rows +
			       note_rows(form, stop->wrong, cols);
		if (form->focus == i)
			stop->height += help_rows(form, i, cols);
		line += stop->height;
	}
	form->lines = line;
}

static void show_lines(struct form *form, int from, int to)
{
	form->scroll = larger(form->scroll, to - form->body_rows);
	form->scroll = smaller(form->scroll, from);
}

/* The field in focus comes into view; of a tall one its row under the cursor,
 * of the first one what stands above it, too. */
static void scroll(struct form *form, int cols)
{
	const struct form_stop *stop = form_focused(form);
	int cursor, end;

	if (stop != NULL) {
		cursor = stop->top + form_list_cursor(form, stop, cols, &end);
		end += stop->top;
		show_lines(form, form->focus == 0 ? 0 : stop->top,
			stop->top + stop->height);
		show_lines(form, stop->top,
			smaller(end, stop->top + stop->height));
		show_lines(form, cursor, end);
	}
	form->scroll =
		smaller(form->scroll, larger(0, form->lines - form->body_rows));
	form->scroll = larger(0, form->scroll);
}

void form_draw_layout(struct view *view, int rows, int cols)
{
	struct form *form = (struct form *)view;
	int inner = cols - 2 * BORDER;

	form->button_rows = button_rows(form, inner);
	form->said_rows = said_rows(form, rows, inner);
	form->body_rows =
		larger(1, rows - 2 - form->button_rows - form->said_rows);
	/* A blank line above the buttons, where there is room. */
	if (form->body_rows > 6)
		form->body_rows--;
	place_fields(form, inner);
	scroll(form, inner);
}

/* -- the fields ------------------------------------------------------------ */

static enum style value_style(const struct form *form, size_t field)
{
	if (form->progress != NULL)
		return STYLE_DISABLED;
	return form->focus == field ? STYLE_FOCUS : STYLE_CONTROL;
}

static void
draw_label(const struct form *form, struct region body, int row, size_t field)
{
	const struct form_field *of = &form->fields[field];
	int width = form_draw_value_col(form, body.cols) - MARGIN - 1;
	char label[128];

	if (form->focus == field)
		region_text(body, row, 0, STYLE_TEXT, ">");
	text_format(label, sizeof(label), "%s%s", of->label,
		of->required ? " *" : "");
	region_field(body, row, MARGIN, width, STYLE_DIM, label);
}

/* Underscores show the place where there are no colours. */
static void
draw_text(const struct form *form, struct region body, int row, size_t field)
{
	const struct form_stop *stop = &form->stops[field];
	int col = form_draw_value_col(form, body.cols);
	bool focused = form->focus == field;
	int used = (int)text_width(stop->edit.text);
	int width = body.cols - col;

	if (focused)
		line_edit_draw(&stop->edit, body, row, col, width,
			value_style(form, field), true);
	else
		region_field(
			body, row, col, width, STYLE_TEXT, stop->edit.text);
	/* Not right behind a text, which may end in one itself. */
	if (used > 0)
		used += 1;
	for (int end = focused ? width : FIELD_LEAST; used < end; used++)
		region_text(body, row, col + used, STYLE_DIM, "_");
}

static void
draw_choice(const struct form *form, struct region body, int row, size_t field)
{
	int col = form_draw_value_col(form, body.cols);

	region_textf(body, row, col, value_style(form, field), "< %s >",
		form->fields[field].choices[form->stops[field].choice]);
	if (form->focus == field)
		region_cursor(body, row, col);
}

static void
draw_switch(const struct form *form, struct region body, int row, size_t field)
{
	int col = form_draw_value_col(form, body.cols);

	region_text(body, row, col, value_style(form, field),
		form->stops[field].on ? "[x]" : "[ ]");
	if (form->focus == field)
		region_cursor(body, row, col);
}

/* -- all of it ------------------------------------------------------------- */

/* Returns the row behind. */
static int draw_note(const struct form *form, struct region body, int row,
	enum style style, const char *text)
{
	region_wrap(body, row, note_col(form, body.cols), 0, style, text);
	return row + note_rows(form, text, body.cols);
}

static int draw_wrong(const struct form *form, struct region body, int row,
	const char *sentence)
{
	if (*sentence == '\0')
		return row;
	region_text(body, row, note_col(form, body.cols) - 2, STYLE_ERROR,
		canvas_mark(CANVAS_BLOCKS));
	return draw_note(form, body, row, STYLE_ERROR, sentence);
}

static void
draw_field(const struct form *form, struct region body, size_t field)
{
	static void (*const draw[])(const struct form *form, struct region body,
		int row, size_t field) = {
		[FORM_TEXT] = draw_text,
		[FORM_CHOICE] = draw_choice,
		[FORM_SWITCH] = draw_switch,
		[FORM_LIST] = form_list_draw,
	};
	const struct form_stop *stop = &form->stops[field];
	int row = stop->top - form->scroll;

	region_target(body, row, 0, body.cols, (long)field);
	draw_label(form, body, row, field);
	draw[form->fields[field].kind](form, body, row, field);
	row = draw_wrong(form, body, row + 1 + stop->list_rows, stop->wrong);
	if (form->focus != field)
		return;
	draw_note(form, body, row, STYLE_DIM, help_of(form, field));
}

/* That there are lines above or below, in the border at the right. */
static void draw_more(const struct form *form, struct region region)
{
	int right = region.cols - 1;

	if (form->scroll > 0)
		region_text(region, 1, right, STYLE_KEY, "^");
	if (form->scroll + form->body_rows < form->lines)
		region_text(region, form->body_rows, right, STYLE_KEY, "v");
}

void form_draw_all(const struct view *view, struct region region)
{
	const struct form *form = form_at(view);
	struct region inner = region_part(
		region, 1, BORDER, region.rows - 2, region.cols - 2 * BORDER);
	struct region body =
		region_part(inner, 0, 0, form->body_rows, inner.cols);
	int buttons = inner.rows - form->button_rows;

	region_box(region, form->title);
	if (form->intro != NULL)
		region_wrap(body, -form->scroll, 0, 0, STYLE_TEXT, form->intro);
	for (size_t i = 0; i < form->field_count; i++)
		draw_field(form, body, i);
	draw_more(form, region);
	region_paragraph(region_part(inner, buttons - form->said_rows, 0,
				 form->said_rows, inner.cols),
		form->said_style, form->said);
	draw_buttons(form,
		region_part(inner, buttons, 0, form->button_rows, inner.cols));
}
