/* SPDX-License-Identifier: MIT
 *
 * A form with one list: all columns, those that show first. What is switched is
 * the form's, the order and the widths are kept here.
 */
#include "columns-form.h"

#include <stdlib.h>

#include "attr.h"
#include "form.h"
#include "mem.h"
#include "text.h"

#define NAME_COLS 22

struct line {
	const struct column *column;
	int width; /* 0: as the room allows */
	bool on;
};

struct choosing {
	struct line lines[COLUMNS_MAX];
	size_t count;
	columns_form_fn done;
};

static const struct form_field fields[] = {
	{.kind = FORM_LIST,
		.label = "Columns",
		.help = "J and K move a column, + and - make it wider and "
			"narrower, = gives it what the room allows. What has "
			"no room is left out from the end."},
};

/* -- the choice to lines and back ------------------------------------------ */

static bool
has_column(const struct choosing *choosing, const struct column *column)
{
	for (size_t i = 0; i < choosing->count; i++) {
		if (choosing->lines[i].column == column)
			return true;
	}
	return false;
}

static void
set_lines(struct choosing *choosing, const struct columns_choice *choice)
{
	choosing->count = 0;
	for (size_t i = 0; i < choice->count; i++)
		choosing->lines[choosing->count++] = (struct line){
			choice->items[i].column, choice->items[i].width, true};
	for (size_t i = 0; i < columns_count(); i++) {
		if (!has_column(choosing, &columns_table[i]))
			choosing->lines[choosing->count++] =
				(struct line){&columns_table[i], 0, false};
	}
}

static bool
is_same(const struct columns_choice *a, const struct columns_choice *b)
{
	for (size_t i = 0; i < a->count && a->count == b->count; i++) {
		if (a->items[i].column != b->items[i].column ||
			a->items[i].width != b->items[i].width)
			return false;
	}
	return a->count == b->count;
}

static void
get_choice(const struct choosing *choosing, struct columns_choice *choice)
{
	struct columns_choice all;

	*choice = (struct columns_choice){.count = 0};
	for (size_t i = 0; i < choosing->count; i++) {
		const struct line *line = &choosing->lines[i];

		if (!line->on)
			continue;
		choice->items[choice->count].column = line->column;
		choice->items[choice->count++].width = line->width;
	}
	columns_default(&all);
	if (is_same(choice, &all))
		*choice = all;
}

/* -- showing --------------------------------------------------------------- */

static char *line_text(const struct line *line)
{
	int pad = NAME_COLS - (int)text_width(line->column->title);

	if (line->width == 0)
		return mem_dup(line->column->title);
	return mem_printf("%s%*s%3d wide", line->column->title,
		pad > 1 ? pad : 1, "", line->width);
}

static void show_lines(struct form *form, const struct choosing *choosing)
{
	struct form_item items[COLUMNS_MAX];
	char *texts[COLUMNS_MAX];

	for (size_t i = 0; i < choosing->count; i++) {
		const struct line *line = &choosing->lines[i];
		bool is_fixed = line->column == &columns_table[0];

		texts[i] = line_text(line);
		items[i] = (struct form_item){.text = texts[i],
			.reason = is_fixed ? "always there" : NULL,
			.on = line->on};
	}
	form_set_items(form, 0, items, choosing->count);
	for (size_t i = 0; i < choosing->count; i++)
		free(texts[i]);
}

/* -- changing -------------------------------------------------------------- */

static void
move_line(struct form *form, struct choosing *choosing, size_t row, bool down)
{
	size_t to = down ? row + 1 : row - 1;
	struct line line = choosing->lines[row];

	if ((!down && row == 0) || to >= choosing->count)
		return;
	choosing->lines[row] = choosing->lines[to];
	choosing->lines[to] = line;
	show_lines(form, choosing);
	form_go(form, 0, to);
}

static void
widen(struct form *form, struct choosing *choosing, size_t row, int by)
{
	struct line *line = &choosing->lines[row];
	int width =
		line->width > 0 ? line->width + by : line->column->ideal + by;

	if (width < 4 || width > COLUMNS_WIDTH)
		return;
	line->width = width;
	show_lines(form, choosing);
}

static bool row_key(struct form *form, void *data, size_t field UNUSED,
	size_t row, key_code code)
{
	struct choosing *choosing = data;

	if (code == 'J' || code == 'K')
		move_line(form, choosing, row, code == 'J');
	else if (code == '+' || code == KEYS_RIGHT)
		widen(form, choosing, row, 1);
	else if (code == '-' || code == KEYS_LEFT)
		widen(form, choosing, row, -1);
	else if (code == '=')
		choosing->lines[row].width = 0;
	else
		return false;
	if (code == '=')
		show_lines(form, choosing);
	return true;
}

static void edited(struct form *form UNUSED, void *data, size_t field UNUSED,
	const struct form_value *values)
{
	struct choosing *choosing = data;

	for (size_t i = 0; i < values[0].count; i++)
		choosing->lines[i].on = values[0].items[i].on;
}

enum { KEEP, DEFAULT };

static bool pressed(struct form *form, void *data, size_t button,
	const struct form_value *values UNUSED)
{
	struct columns_choice all;

	if (button == KEEP)
		return true;
	columns_default(&all);
	set_lines(data, &all);
	show_lines(form, data);
	return false;
}

static void
done(struct view *owner, void *data, const struct form_value *values)
{
	struct choosing *choosing = data;
	struct columns_choice choice;

	if (owner != NULL && values != NULL) {
		get_choice(choosing, &choice);
		choosing->done(owner, &choice);
	}
	free(choosing);
}

static const struct form_hooks hooks = {
	.press = pressed, .edited = edited, .row_key = row_key, .done = done};

void columns_form_open(struct app *app, struct view *owner,
	const struct columns_choice *now, columns_form_fn fn)
{
	static const char *const buttons[] = {"Default", NULL};
	struct choosing *choosing = mem_zalloc(sizeof(*choosing));
	struct form_options options = {
		.title = "Columns of the list",
		.fields = fields,
		.field_count = ARRAY_LEN(fields),
		.verb = "Keep",
		.buttons = buttons,
		.row_hints = "Space\tshow  J K\tmove  + -\twidth  ",
		.hooks = &hooks,
		.data = choosing,
	};

	choosing->done = fn;
	set_lines(choosing, now);
	show_lines(form_open(app, owner, &options), choosing);
}
