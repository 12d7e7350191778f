/* SPDX-License-Identifier: MIT
 *
 * A question with two buttons, and a small menu: one kind of dialog each. The
 * answer is kept until the dialog is freed, which the app does in the next
 * turn, when it is off the screen; there `done` is called.
 */
#include "confirm.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "line-edit.h"
#include "list.h"
#include "mem.h"

#define BORDER 2 /* columns at each side, the border and a blank */

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* -- a question -- */

enum stop { STOP_FIELD, STOP_NO, STOP_YES, STOPS };

struct confirm {
	struct view view;
	struct view *owner;
	char *title, *question, *yes_label, *no_label, *must_type;
	struct line_edit field;
	enum stop focus;
	bool answered, yes;
	confirm_fn done;
};

static struct confirm *confirm_of(struct view *view)
{
	return (struct confirm *)view;
}

static const struct confirm *confirm_at(const struct view *view)
{
	return (const struct confirm *)view;
}

static bool may_say_yes(const struct confirm *confirm)
{
	return confirm->must_type == NULL ||
	       strcmp(confirm->field.text, confirm->must_type) == 0;
}

static void answer(struct confirm *confirm, bool yes)
{
	confirm->answered = true;
	confirm->yes = yes;
	/* What was typed behind the answer was not meant for what comes now. */
	app_discard_typed(confirm->view.app);
	app_close(confirm->view.app, &confirm->view);
}

static void answer_yes(struct confirm *confirm)
{
	if (may_say_yes(confirm))
		answer(confirm, true);
	else
		app_message(confirm->view.app, APP_WARNING, "Type %s first.",
			confirm->must_type);
}

static void press(struct confirm *confirm)
{
	if (confirm->focus == STOP_YES)
		answer_yes(confirm);
	else if (confirm->focus == STOP_NO)
		answer(confirm, false);
	else
		confirm->focus = STOP_NO;
}

static void move_focus(struct confirm *confirm, int by)
{
	int first = confirm->must_type != NULL ? STOP_FIELD : STOP_NO;
	int count = STOPS - first;
	int stop = (int)confirm->focus - first;

	confirm->focus = (enum stop)((stop + by + count) % count + first);
}

/* Keys that mean the same whatever has the focus. */
static bool moving_key(struct confirm *confirm, key_code code)
{
	switch (code) {
	case KEYS_TAB:
	case KEYS_DOWN:
		move_focus(confirm, 1);
		return true;
	case KEYS_SHIFT_TAB:
	case KEYS_UP:
		move_focus(confirm, -1);
		return true;
	case KEYS_ENTER:
		press(confirm);
		return true;
	case KEYS_ESCAPE:
	case KEYS_CTRL('G'): /* as emacs hands leave a question */
		answer(confirm, false);
		return true;
	default:
		return false;
	}
}

static bool button_key(struct confirm *confirm, key_code code)
{
	switch (code) {
	case ' ':
		press(confirm);
		return true;
	case KEYS_LEFT:
	case KEYS_RIGHT:
		confirm->focus = confirm->focus == STOP_NO ? STOP_YES : STOP_NO;
		return true;
	case 'y':
		if (confirm->must_type == NULL)
			answer(confirm, true);
		return true;
	case 'n':
	case 'q':
		answer(confirm, false);
		return true;
	default:
		return key_is_text(code); /* nothing else answers */
	}
}

static bool question_key(struct view *view, const struct key *key)
{
	struct confirm *confirm = confirm_of(view);

	if (moving_key(confirm, key->code))
		return true;
	if (confirm->focus == STOP_FIELD)
		return line_edit_key(&confirm->field, key);
	return button_key(confirm, key->code);
}

static bool question_cancel(struct view *view)
{
	answer(confirm_of(view), false);
	return true;
}

static void question_size(const struct view *view, int max_rows, int max_cols,
	int *rows, int *cols)
{
	const struct confirm *confirm = confirm_at(view);
	int field = confirm->must_type != NULL ? 2 : 0; /* and a blank row */

	*cols = smaller(max_cols, 64);
	*rows = smaller(max_rows,
		region_wrap_rows(confirm->question, *cols - 2 * BORDER) + 4 +
			field);
}

static enum style button_style(const struct confirm *confirm, enum stop stop)
{
	if (stop == STOP_YES && !may_say_yes(confirm))
		return STYLE_DISABLED;
	return confirm->focus == stop ? STYLE_FOCUS : STYLE_CONTROL;
}

static void
draw_buttons(const struct confirm *confirm, struct region region, int row)
{
	int width = (int)(text_width(confirm->no_label) +
			    text_width(confirm->yes_label)) +
		    11;
	int no = larger(0, (region.cols - width) / 2);
	int yes;

	yes = region_textf(region, row, no, button_style(confirm, STOP_NO),
		      "[ %s ]", confirm->no_label) +
	      3;
	region_target(region, row, no, yes - 3 - no, STOP_NO);
	region_textf(region, row, yes, button_style(confirm, STOP_YES),
		"[ %s ]", confirm->yes_label);
	region_target(region, row, yes, (int)text_width(confirm->yes_label) + 4,
		STOP_YES);
	if (confirm->focus != STOP_FIELD)
		region_cursor(
			region, row, confirm->focus == STOP_NO ? no : yes);
}

/* "Type 900101: ______", so that the place is seen without colours. */
static void
draw_field(const struct confirm *confirm, struct region region, int row)
{
	int col = region_textf(
		region, row, 0, STYLE_TEXT, "Type %s: ", confirm->must_type);
	int width = (int)text_width(confirm->must_type) + 4;
	int used = (int)text_width(confirm->field.text);

	line_edit_draw(&confirm->field, region, row, col, width, STYLE_CONTROL,
		confirm->focus == STOP_FIELD);
	for (; used < width; used++)
		region_text(region, row, col + used, STYLE_DIM, "_");
}

/* The question gives way where there is little room, field and buttons stay. */
static void question_draw(const struct view *view, struct region region)
{
	const struct confirm *confirm = confirm_at(view);
	struct region inner = region_part(
		region, 1, BORDER, region.rows - 2, region.cols - 2 * BORDER);
	int field = confirm->must_type != NULL ? 1 : 0;
	int rows = region_wrap_rows(confirm->question, inner.cols);
	int gap = larger(0, smaller(field, inner.rows - 1 - field - rows));

	rows = smaller(rows, inner.rows - 1 - field);
	region_box(region, confirm->title);
	region_paragraph(region_part(inner, 0, 0, rows, inner.cols), STYLE_TEXT,
		confirm->question);
	if (confirm->must_type != NULL)
		draw_field(confirm, inner, rows + gap);
	draw_buttons(confirm, inner, inner.rows - 1);
}

static void question_hints(const struct view *view, struct buf *out)
{
	const struct confirm *confirm = confirm_at(view);

	if (confirm->must_type != NULL)
		buf_puts(out, "Tab\tnext  Enter\tpress  Esc\tno");
	else
		buf_puts(
			out, "y\tyes  n\tno  Tab\tnext  Enter\tpress  Esc\tno");
}

/* -- without a screen ------------------------------------------------------ */

static void question_tell(const struct view *view, struct buf *out)
{
	const struct confirm *confirm = confirm_at(view);

	text_clean(out, confirm->title);
	buf_puts(out, ": ");
	text_clean(out, confirm->question);
	buf_putc(out, '\n');
}

static void question_ask(const struct view *view, struct buf *out)
{
	const struct confirm *confirm = confirm_at(view);

	if (confirm->must_type != NULL)
		buf_printf(out, "%s, or no", confirm->must_type);
	else
		buf_puts(out, "yes or no");
}

/* A single letter, or Enter, is no answer here. */
static enum view_line
question_line(struct view *view, const char *line, struct buf *out)
{
	struct confirm *confirm = confirm_of(view);
	const char *word =
		confirm->must_type != NULL ? confirm->must_type : "yes";

	if (strcmp(line, word) == 0)
		answer(confirm, true);
	else if (strcmp(line, "no") == 0 || strcmp(line, "back") == 0)
		answer(confirm, false);
	else
		buf_printf(out, "Type %s (%s) or no (%s).\n", word,
			confirm->yes_label, confirm->no_label);
	return VIEW_LINE_DONE;
}

static const struct view_lines question_lines = {
	.tell = question_tell,
	.ask = question_ask,
	.line = question_line,
};

static void question_free(struct view *view)
{
	struct confirm *confirm = confirm_of(view);

	if (confirm->answered && app_has(view->app, confirm->owner))
		confirm->done(confirm->owner, confirm->yes);
	free(confirm->title);
	free(confirm->question);
	free(confirm->yes_label);
	free(confirm->no_label);
	free(confirm->must_type);
	free(confirm);
}

/* The focus alone: y or n answers, and Enter what is focused. */
static bool question_click(struct view *view, long id)
{
	((struct confirm *)view)->focus = (enum stop)id;
	return true;
}

static const struct view_ops question_ops = {
	.name = "confirm",
	.is_dialog = true,
	.key = question_key,
	.size = question_size,
	.draw = question_draw,
	.lines = &question_lines,
	.click = question_click,
	.cancel = question_cancel,
	.hints = question_hints,
	.free = question_free,
};

void confirm_open(struct app *app, struct view *owner,
	const struct confirm_options *options, confirm_fn done)
{
	struct confirm *confirm = mem_zalloc(sizeof(*confirm));

	confirm->view.ops = &question_ops;
	confirm->owner = owner;
	confirm->title = mem_dup(options->title);
	confirm->question = mem_dup(options->question);
	confirm->yes_label = mem_dup(
		options->yes_label != NULL ? options->yes_label : "Yes");
	confirm->no_label = mem_dup(
		options->no_label != NULL ? options->no_label : "Cancel");
	confirm->must_type = mem_dup(options->must_type);
	confirm->focus = options->must_type != NULL ? STOP_FIELD : STOP_NO;
	confirm->done = done;
	app_push_take(app, &confirm->view);
	app_discard_typed(app);
}

/* -- a menu -- */

struct menu {
	struct view view;
	struct view *owner;
	char *title;
	char **choices;
	struct list list;
	bool answered;
	int choice;
	confirm_choice_fn done;
};

static struct menu *menu_of(struct view *view)
{
	return (struct menu *)view;
}

static const struct menu *menu_at(const struct view *view)
{
	return (const struct menu *)view;
}

static bool choose(struct menu *menu, long choice)
{
	if (choice >= menu->list.count)
		return true;
	menu->answered = true;
	menu->choice = (int)choice;
	app_close(menu->view.app, &menu->view);
	return true;
}

static bool menu_key(struct view *view, const struct key *key)
{
	struct menu *menu = menu_of(view);

	if (key->code >= '1' && key->code <= '9')
		return choose(menu, (long)(key->code - '1'));
	switch (key->code) {
	case 'j':
	case KEYS_DOWN:
	case KEYS_CTRL('N'):
	case KEYS_TAB:
		list_move(&menu->list, 1);
		return true;
	case 'k':
	case KEYS_UP:
	case KEYS_CTRL('P'):
	case KEYS_SHIFT_TAB:
		list_move(&menu->list, -1);
		return true;
	case KEYS_ENTER:
		return choose(menu, menu->list.cursor);
	case KEYS_ESCAPE:
	case KEYS_CTRL('G'):
	case 'q':
		return choose(menu, -1);
	default:
		return key_is_text(key->code);
	}
}

static bool menu_cancel(struct view *view)
{
	return choose(menu_of(view), -1);
}

static void menu_size(const struct view *view, int max_rows, int max_cols,
	int *rows, int *cols)
{
	const struct menu *menu = menu_at(view);
	int width = (int)text_width(menu->title) + 4;

	for (long i = 0; i < menu->list.count; i++)
		width = larger(width, (int)text_width(menu->choices[i]) + 6);
	*cols = smaller(max_cols, width + 2 * BORDER);
	*rows = smaller(max_rows, (int)menu->list.count + 2);
}

static void menu_layout(struct view *view, int rows, int cols)
{
	(void)cols;
	list_layout(&menu_of(view)->list, rows - 2);
}

static void
menu_row(const struct menu *menu, struct region region, int row, long choice)
{
	bool selected = choice == menu->list.cursor;
	enum style style = selected ? STYLE_SELECTED : STYLE_TEXT;

	region_text(region, row, 0, STYLE_TEXT, selected ? ">" : " ");
	if (choice < 9)
		region_textf(region, row, 2, STYLE_KEY, "%ld", choice + 1);
	region_text(region, row, 4, style, menu->choices[choice]);
	region_target(region, row, 0, region.cols, choice);
	if (selected)
		region_cursor(region, row, 0);
}

static void menu_draw(const struct view *view, struct region region)
{
	const struct menu *menu = menu_at(view);
	struct region inner = region_part(
		region, 1, BORDER, region.rows - 2, region.cols - 2 * BORDER);

	region_box(region, menu->title);
	for (int row = 0; row < menu->list.height; row++) {
		if (menu->list.top + row < menu->list.count)
			menu_row(menu, inner, row, menu->list.top + row);
	}
}

static void menu_hints(const struct view *view, struct buf *out)
{
	(void)view;
	buf_puts(out, "j k\tmove  Enter\tchoose  Esc\tcancel");
}

static void menu_tell(const struct view *view, struct buf *out)
{
	const struct menu *menu = menu_at(view);

	text_clean(out, menu->title);
	buf_puts(out, ":\n");
	for (long i = 0; i < menu->list.count; i++) {
		buf_printf(out, "%ld. ", i + 1);
		text_clean(out, menu->choices[i]);
		buf_puts(out, i == menu->list.cursor ? ", now\n" : "\n");
	}
}

static void menu_ask(const struct view *view UNUSED, struct buf *out)
{
	buf_puts(out, "number, or back");
}

static enum view_line
menu_line(struct view *view, const char *line, struct buf *out)
{
	struct menu *menu = menu_of(view);
	long number = strtol(line, NULL, 10);

	if (number >= 1 && number <= menu->list.count)
		choose(menu, number - 1);
	else if (strcmp(line, "back") == 0 || strcmp(line, "no") == 0)
		choose(menu, -1);
	else
		buf_printf(out, "Type a number from 1 to %ld, or back.\n",
			menu->list.count);
	return VIEW_LINE_DONE;
}

static const struct view_lines menu_lines = {
	.tell = menu_tell,
	.ask = menu_ask,
	.line = menu_line,
};

static void menu_free(struct view *view)
{
	struct menu *menu = menu_of(view);

	if (menu->answered && app_has(view->app, menu->owner))
		menu->done(menu->owner, menu->choice);
	for (long i = 0; i < menu->list.count; i++)
		free(menu->choices[i]);
	free(menu->choices);
	free(menu->title);
	free(menu);
}

static bool menu_click(struct view *view, long id)
{
	list_go(&menu_of(view)->list, id);
	return true;
}

static const struct view_ops menu_ops = {
	.name = "menu",
	.is_dialog = true,
	.key = menu_key,
	.size = menu_size,
	.layout = menu_layout,
	.draw = menu_draw,
	.lines = &menu_lines,
	.click = menu_click,
	.cancel = menu_cancel,
	.hints = menu_hints,
	.free = menu_free,
};

void confirm_choose(struct app *app, struct view *owner, const char *title,
	const char *const *choices, size_t count, int now,
	confirm_choice_fn done)
{
	struct menu *menu = mem_zalloc(sizeof(*menu));

	menu->view.ops = &menu_ops;
	menu->owner = owner;
	menu->title = mem_dup(title);
	menu->choices = mem_array(count, sizeof(*menu->choices));
	for (size_t i = 0; i < count; i++)
		menu->choices[i] = mem_dup(choices[i]);
	list_set_count(&menu->list, (long)count);
	list_go(&menu->list, now);
	menu->done = done;
	app_push_take(app, &menu->view);
}
