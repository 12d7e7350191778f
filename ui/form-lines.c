/* SPDX-License-Identifier: MIT
 *
 * A form where there is no screen (linear.h): asked field by field, told once
 * more before its verb, which takes the word "yes". The form's own commands do
 * what is to be done, so all its rules hold.
 */
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "form-private.h"
#include "text.h"

static struct form *form_of(struct view *view)
{
	return (struct form *)view;
}

static bool is_at_buttons(const struct form *form)
{
	return form->focus >= form->field_count;
}

/* -- telling --------------------------------------------------------------- */

/* Against what it was: "+" is new, "-" left out, "=" as before. */
static char mark_of(const struct form *form, const struct form_row *row)
{
	if (!form->compares || (!row->on && !row->was))
		return ' ';
	if (row->on)
		return row->was ? '=' : '+';
	return '-';
}

static void
add_row(const struct form *form, const struct form_row *row, struct buf *out)
{
	char mark = mark_of(form, row);

	if (mark != ' ')
		buf_printf(out, "%c ", mark);
	text_clean(out, row->text);
	if (row->reason != NULL) {
		buf_puts(out, ": ");
		text_clean(out, row->reason);
	}
	buf_putc(out, '\n');
}

/* All that the filter leaves, with the numbers that choose them. */
static void
add_rows(const struct form *form, const struct form_stop *stop, struct buf *out)
{
	for (long i = 0; i < stop->list.count; i++) {
		const struct form_row *row = &stop->rows[stop->shown[i]];

		buf_printf(out, "    %ld. %s ", i + 1,
			row->reason != NULL ? "( )"
			: row->on	    ? "[x]"
					    : "[ ]");
		add_row(form, row, out);
	}
}

/* What it comes to: those that are on, and those that are not any more. */
static void add_chosen(
	const struct form *form, const struct form_stop *stop, struct buf *out)
{
	size_t count = 0;

	for (size_t i = 0; i < stop->row_count; i++)
		count += stop->rows[i].on;
	buf_printf(out, "%zu of %zu\n", count, stop->row_count);
	for (size_t i = 0; i < stop->row_count; i++) {
		const struct form_row *row = &stop->rows[i];

		if (!row->on && mark_of(form, row) != '-')
			continue;
		buf_puts(out, "    ");
		add_row(form, row, out);
	}
}

static void add_value(const struct form *form, size_t field, struct buf *out)
{
	const struct form_stop *stop = &form->stops[field];

	switch (form->fields[field].kind) {
	case FORM_TEXT:
		text_clean(out, stop->edit.text);
		break;
	case FORM_CHOICE:
		text_clean(out, form->fields[field].choices[stop->choice]);
		break;
	case FORM_SWITCH:
		buf_puts(out, stop->on ? "yes" : "no");
		break;
	case FORM_LIST:
		add_chosen(form, stop, out);
		return;
	}
	buf_putc(out, '\n');
}

static void add_fields(const struct form *form, struct buf *out)
{
	for (size_t i = 0; i < form->field_count; i++) {
		buf_printf(out, "  %zu. %s%s: ", i + 1, form->fields[i].label,
			form->fields[i].required ? " (required)" : "");
		add_value(form, i, out);
	}
}

static void tell(const struct view *view, struct buf *out)
{
	const struct form *form = form_at(view);

	text_clean(out, form->title);
	buf_putc(out, '\n');
	if (form->intro != NULL) {
		text_clean(out, form->intro);
		buf_putc(out, '\n');
	}
	add_fields(form, out);
	if (form->field_count > 0)
		buf_puts(out, "Enter alone keeps what stands there; a full "
			      "stop alone leaves the window.\n");
}

/* What is asked now; choices and rows have numbers. */
static void add_field_news(const struct form *form, struct buf *out)
{
	const struct form_field *field = &form->fields[form->focus];
	const struct form_stop *stop = &form->stops[form->focus];

	if (stop->note[0] != '\0' || field->help != NULL) {
		text_clean(
			out, stop->note[0] != '\0' ? stop->note : field->help);
		buf_putc(out, '\n');
	}
	if (field->kind == FORM_LIST)
		add_rows(form, stop, out);
	for (size_t i = 0;
		field->kind == FORM_CHOICE && field->choices[i] != NULL; i++) {
		buf_printf(out, "    %zu. ", i + 1);
		text_clean(out, field->choices[i]);
		buf_putc(out, '\n');
	}
}

static void news(const struct view *view, struct buf *out)
{
	const struct form *form = form_at(view);

	if (form->progress != NULL)
		buf_printf(out, "%s\n", form->progress);
	else if (!is_at_buttons(form))
		add_field_news(form, out);
	if (form->said[0] != '\0') {
		text_clean(out, form->said);
		buf_putc(out, '\n');
	}
}

static void ask_for_buttons(const struct form *form, struct buf *out)
{
	text_clean(out, form->buttons[form->button_count - 1]);
	buf_puts(out, ", yes or no");
	for (size_t i = 1; i + 1 < form->button_count; i++) {
		buf_puts(out, ", or ");
		text_clean(out, form->buttons[i]);
	}
	if (form->field_count > 0)
		buf_puts(out, ", or the number of a field");
}

static void ask(const struct view *view, struct buf *out)
{
	const struct form *form = form_at(view);
	const struct form_field *field;

	if (form->progress != NULL) {
		buf_puts(out, "back hides it");
		return;
	}
	if (is_at_buttons(form)) {
		ask_for_buttons(form, out);
		return;
	}
	field = &form->fields[form->focus];
	buf_puts(out, field->label);
	if (field->kind == FORM_LIST) {
		buf_printf(out, ", numbers, %sall, none, or Enter",
			form->hooks->row_key != NULL
				? "a number and keys (3 J), "
				: "");
		return;
	}
	if (field->kind == FORM_TEXT &&
		form->stops[form->focus].edit.text[0] == '\0')
		return;
	buf_puts(out, " [");
	add_value(form, form->focus, out);
	out->len--; /* its line break */
	buf_putc(out, ']');
}

/* -- what is typed --------------------------------------------------------- */

static void press_key(struct view *view, key_code code, const char *paste)
{
	const struct key key = {.code = code, .paste = paste};

	view->ops->key(view, &key);
}

/* In place of what stands there; "-" alone empties the field. */
static void type_text(struct view *view, const char *line)
{
	if (*line == '\0')
		return;
	press_key(view, KEYS_CTRL('E'), NULL);
	press_key(view, KEYS_CTRL('U'), NULL);
	if (strcmp(line, "-") != 0)
		press_key(view, KEYS_PASTE, line);
}

/* By number or word; false: there is none of that. */
static bool type_choice(struct form *form, const char *line)
{
	const struct form_field *field = &form->fields[form->focus];
	const struct form_stop *stop = &form->stops[form->focus];
	size_t count = form_choice_count(field), wanted = count;

	if (*line == '\0')
		return true;
	for (size_t i = 0; i < count; i++) {
		if (text_equal_ascii_case(field->choices[i], line))
			wanted = i;
	}
	if (wanted == count)
		wanted = (size_t)strtoul(line, NULL, 10) - 1;
	if (wanted >= count)
		return false;
	for (size_t i = 0; i < count && stop->choice != wanted; i++)
		app_run(form->view.app, "form-right");
	return stop->choice == wanted;
}

static bool type_switch(struct form *form, const char *line)
{
	const struct form_stop *stop = &form->stops[form->focus];
	bool on = strcmp(line, "yes") == 0;

	if (*line == '\0')
		return true;
	if (!on && strcmp(line, "no") != 0)
		return false;
	if (stop->on != on)
		app_run(form->view.app, "form-toggle");
	return true;
}

/* "3 J", "3 ++": the keys that a list has for the row that it is on, which may
 * move with the first. False: it is none of that. */
static bool type_row_keys(struct form *form, const char *line)
{
	struct form_stop *stop = &form->stops[form->focus];
	char *end = NULL;
	long number = strtol(line, &end, 10);

	end += strspn(end, " ");
	if (form->hooks->row_key == NULL || number < 1 ||
		number > stop->list.count || *end == '\0' ||
		strpbrk(end, "0123456789, ") != NULL)
		return false;
	list_go(&stop->list, number - 1);
	for (; *end != '\0'; end++)
		press_key(&form->view, (key_code)(unsigned char)*end, NULL);
	return true;
}

/* False: it was for the rows, and the field is asked for again. */
static bool type_rows(struct form *form, const char *line)
{
	struct form_stop *stop = &form->stops[form->focus];
	char *end = NULL;

	if (*line == '\0')
		return true;
	if (strcmp(line, "all") == 0 || strcmp(line, "none") == 0)
		app_run(form->view.app,
			line[0] == 'a' ? "form-all" : "form-none");
	if (type_row_keys(form, line))
		return false;
	for (; *line >= '0' && *line <= '9'; line = end + strspn(end, " ,")) {
		long number = strtol(line, &end, 10);

		if (number < 1 || number > stop->list.count)
			break;
		list_go(&stop->list, number - 1);
		app_run(form->view.app, "form-toggle");
	}
	return false; /* the rows that are new are told as news */
}

/* Whether the field has what it needs. */
static bool type_field(struct form *form, const char *line, struct buf *out)
{
	bool taken = true;

	switch (form->fields[form->focus].kind) {
	case FORM_TEXT:
		type_text(&form->view, line);
		break;
	case FORM_CHOICE:
		taken = type_choice(form, line);
		break;
	case FORM_SWITCH:
		taken = type_switch(form, line);
		break;
	case FORM_LIST:
		return type_rows(form, line);
	}
	if (!taken)
		buf_puts(out, "That is none of what can be chosen.\n");
	return taken;
}

/* All of it, before it is done; what was typed ahead is no answer. */
static void reach_buttons(struct form *form, struct buf *out)
{
	add_fields(form, out);
	if (form->sends)
		app_discard_typed(form->view.app);
}

/* Told each time, also where it is wrong the same way. */
static bool is_wrong(struct form *form, struct buf *out)
{
	if (is_at_buttons(form) || form_check(form, form->focus, false))
		return false;
	text_clean(out, form->stops[form->focus].wrong);
	buf_putc(out, '\n');
	return true;
}

static void go_on(struct form *form, struct buf *out)
{
	if (is_wrong(form, out))
		return;
	app_run(form->view.app, "form-next");
	if (is_at_buttons(form))
		reach_buttons(form, out);
}

static void press_button(struct form *form, size_t button)
{
	/* Anew from the first one, as Tab does: it may be pressed again. */
	form->focus = form->field_count;
	while (form->focus < form->field_count + button)
		app_run(form->view.app, "form-next");
	app_run(form->view.app, "form-enter");
}

static size_t button_of(const struct form *form, const char *line)
{
	size_t verb = form->button_count - 1;

	if (strcmp(line, "yes") == 0)
		return verb;
	if (strcmp(line, "no") == 0 || strcmp(line, "back") == 0 ||
		strcmp(line, ".") == 0)
		return 0;
	for (size_t i = 1; i < verb; i++) {
		if (text_equal_ascii_case(form->buttons[i], line))
			return i;
	}
	return form->button_count;
}

static void at_buttons(struct form *form, const char *line, struct buf *out)
{
	size_t field = (size_t)strtoul(line, NULL, 10) - 1;
	size_t button = button_of(form, line);

	if (button < form->button_count) {
		press_button(form, button);
		is_wrong(form, out);
	} else if (*line != '\0' && field < form->field_count)
		form->focus = field;
	else
		buf_puts(out, "Type yes or no.\n");
}

static enum view_line line(struct view *view, const char *line, struct buf *out)
{
	struct form *form = form_of(view);

	if (strcmp(line, ".") == 0 ||
		(form->progress != NULL && strcmp(line, "back") == 0))
		press_button(form, 0);
	else if (form->progress != NULL)
		return VIEW_LINE_OTHER;
	else if (is_at_buttons(form))
		at_buttons(form, line, out);
	else if (type_field(form, line, out))
		go_on(form, out);
	return VIEW_LINE_DONE;
}

const struct view_lines form_lines = {
	.tell = tell,
	.news = news,
	.ask = ask,
	.line = line,
};
