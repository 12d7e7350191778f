/* SPDX-License-Identifier: MIT
 *
 * A text field takes its keys before the keymap; all other keys are commands,
 * so that they can be rebound and the help knows them. The focus is a number:
 * fields first, then buttons.
 */
#include "form-private.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "text.h"

static struct form *form_of(struct view *view)
{
	return (struct form *)view;
}

struct form_stop *form_focused(struct form *form)
{
	return form->focus < form->field_count ? &form->stops[form->focus]
					       : NULL;
}

static enum form_kind kind_of_focus(const struct form *form)
{
	return form->fields[form->focus].kind;
}

static bool is_on(const struct form *form, enum form_kind kind)
{
	return form->focus < form->field_count && kind_of_focus(form) == kind;
}

struct app *form_app(const struct form *form)
{
	return form->view.app;
}

struct view *form_view(struct form *form)
{
	return &form->view;
}

struct form *form_of_view(struct view *view)
{
	return form_of(view);
}

void *form_data(struct form *form)
{
	return form->data;
}

static void edited(struct form *form)
{
	form->stops[form->focus].wrong[0] = '\0';
	form->locked = false;
	form->said[0] = '\0';
	if (form->hooks->edited != NULL)
		form->hooks->edited(
			form, form->data, form->focus, form_collect(form));
}

/* -- moving ---------------------------------------------------------------- */

static void focus_on(struct form *form, size_t focus)
{
	if (form->focus < form->field_count && form->progress == NULL)
		form_check(form, form->focus, true);
	form->focus = focus;
	form->locked = false;
}

static size_t stop_count(const struct form *form)
{
	return form->field_count + form->button_count;
}

static void move_focus(struct form *form, bool forward)
{
	size_t count = stop_count(form);

	focus_on(form, (form->focus + (forward ? 1 : count - 1)) % count);
}

static void run_next(struct view *view)
{
	move_focus(form_of(view), true);
}

static void run_previous(struct view *view)
{
	move_focus(form_of(view), false);
}

/* In a list its rows, elsewhere the stops. */
static void move_rows(struct form *form, int by)
{
	if (is_on(form, FORM_LIST))
		list_move(&form_focused(form)->list, by);
	else
		move_focus(form, by > 0);
}

static void run_down(struct view *view)
{
	move_rows(form_of(view), 1);
}

static void run_up(struct view *view)
{
	move_rows(form_of(view), -1);
}

static void page(struct view *view, int pages)
{
	if (is_on(form_of(view), FORM_LIST))
		list_page(&form_focused(form_of(view))->list, pages);
}

static void go(struct view *view, long to)
{
	if (is_on(form_of(view), FORM_LIST))
		list_go(&form_focused(form_of(view))->list, to);
}

static void run_page_down(struct view *view)
{
	page(view, 1);
}

static void run_page_up(struct view *view)
{
	page(view, -1);
}

static void run_first(struct view *view)
{
	go(view, 0);
}

static void run_last(struct view *view)
{
	go(view, LONG_MAX);
}

/* -- changing -------------------------------------------------------------- */

static bool may_change(const struct form *form)
{
	return form->progress == NULL;
}

static void choose(struct form *form, bool forward)
{
	size_t count = form_choice_count(&form->fields[form->focus]);
	struct form_stop *stop = form_focused(form);

	assert(stop != NULL);
	if (!may_change(form))
		return;
	stop->choice = (stop->choice + (forward ? 1 : count - 1)) % count;
	edited(form);
}

static void toggle_row(struct form *form)
{
	struct form_stop *stop = form_focused(form);
	struct form_row *row;

	assert(stop != NULL);
	if (stop->list.count == 0 || !may_change(form))
		return;
	row = &stop->rows[stop->shown[stop->list.cursor]];
	if (row->reason != NULL) {
		app_message(form->view.app, APP_INFO,
			"This cannot be chosen: %s.", row->reason);
		return;
	}
	row->on = !row->on;
	edited(form);
}

static void turn_shown(struct form *form, bool on)
{
	struct form_stop *stop = form_focused(form);

	if (stop == NULL || !is_on(form, FORM_LIST) || !may_change(form))
		return;
	for (long i = 0; i < stop->list.count; i++) {
		struct form_row *row = &stop->rows[stop->shown[i]];

		if (row->reason == NULL)
			row->on = on;
	}
	edited(form);
}

static void run_all(struct view *view)
{
	turn_shown(form_of(view), true);
}

static void run_none(struct view *view)
{
	turn_shown(form_of(view), false);
}

/* -- pressing -------------------------------------------------------------- */

bool form_may_press(const struct form *form, size_t button)
{
	if (button == 0)
		return true;
	if (form->progress != NULL)
		return false;
	return !form->locked || button + 1 < form->button_count;
}

static void close_form(struct form *form)
{
	app_close(form->view.app, &form->view);
}

void form_finish(struct form *form)
{
	form->finished = true;
	close_form(form);
}

/* The hooks count the verb as 0. */
static size_t hook_button(const struct form *form, size_t button)
{
	return button + 1 == form->button_count ? 0 : button;
}

static void press_verb(struct form *form, size_t button)
{
	if (form->sends) {
		form->locked = true;
		app_discard_typed(form->view.app);
	}
	if (form->hooks->press == NULL ||
		form->hooks->press(form, form->data, hook_button(form, button),
			form_collect(form)))
		form_finish(form);
}

static void press(struct form *form)
{
	size_t button = form->focus - form->field_count;

	if (button == 0) {
		close_form(form);
		return;
	}
	if (!form_may_press(form, button)) {
		app_say(form->view.app, APP_INFO,
			form->progress != NULL
				? "It is under way."
				: "To try again, go to the button once more "
				  "with {form-next}.");
		return;
	}
	form->said[0] = '\0';
	if (hook_button(form, button) != 0 || form_check_all(form))
		press_verb(form, button);
}

static void run_enter(struct view *view)
{
	if (form_focused(form_of(view)) != NULL)
		run_next(view);
	else
		press(form_of(view));
}

/* A question: the verb from wherever the focus is. */
static void run_yes(struct view *view)
{
	struct form *form = form_of(view);

	if (form->field_count > 0)
		return;
	form->focus = form->button_count - 1;
	press(form);
}

static void run_no(struct view *view)
{
	if (form_of(view)->field_count == 0)
		close_form(form_of(view));
}

static void run_space(struct view *view)
{
	struct form *form = form_of(view);
	struct form_stop *stop = form_focused(form);

	if (stop == NULL) {
		press(form);
	} else if (kind_of_focus(form) == FORM_LIST) {
		toggle_row(form);
	} else if (kind_of_focus(form) == FORM_CHOICE) {
		choose(form, true);
	} else if (may_change(form)) {
		stop->on = !stop->on;
		edited(form);
	}
}

static void run_sideways(struct view *view, bool forward)
{
	struct form *form = form_of(view);

	if (form_focused(form) == NULL)
		move_focus(form, forward);
	else if (kind_of_focus(form) == FORM_CHOICE)
		choose(form, forward);
}

static void run_left(struct view *view)
{
	run_sideways(view, false);
}

static void run_right(struct view *view)
{
	run_sideways(view, true);
}

/* -- the filter of a list -------------------------------------------------- */

static void filter_changed(struct view *view, const char *text)
{
	struct form_stop *stop = form_focused(form_of(view));

	if (stop == NULL)
		return;
	text_format(stop->filter, sizeof(stop->filter), "%s", text);
	form_show_rows(stop);
}

static void filter_done(struct view *view, const char *text)
{
	filter_changed(view, text != NULL ? text : "");
}

static void run_filter(struct view *view)
{
	struct form *form = form_of(view);

	if (is_on(form, FORM_LIST))
		app_ask_line(view->app, view, "/", form_focused(form)->filter,
			filter_changed, filter_done);
}

/* -- the view -------------------------------------------------------------- */

static bool row_key(struct form *form, key_code code)
{
	const struct form_stop *stop = form_focused(form);

	assert(stop != NULL);
	return form->hooks->row_key != NULL && may_change(form) &&
	       stop->list.count > 0 &&
	       form->hooks->row_key(form, form->data, form->focus,
		       stop->shown[stop->list.cursor], code);
}

/* A digit goes to the choice that is this digit. */
static bool choice_key(struct form *form, key_code code)
{
	const char *const *choices = form->fields[form->focus].choices;
	const char word[] = {(char)code, '\0'};
	struct form_stop *stop = form_focused(form);

	assert(stop != NULL);
	if (code < '1' || code > '9' || !may_change(form))
		return false;
	for (size_t i = 0; choices[i] != NULL; i++) {
		if (strcmp(choices[i], word) != 0)
			continue;
		stop->choice = i;
		edited(form);
		return true;
	}
	return false;
}

static bool key(struct view *view, const struct key *key)
{
	struct form *form = form_of(view);
	struct form_stop *stop = form_focused(form);
	char *before;
	bool used;

	if (is_on(form, FORM_LIST))
		return row_key(form, key->code);
	if (is_on(form, FORM_CHOICE))
		return choice_key(form, key->code);
	if (!is_on(form, FORM_TEXT))
		return false;
	if (!may_change(form))
		return key_is_text(key->code) || key->code == KEYS_PASTE;
	before = mem_dup(stop->edit.text);
	used = line_edit_key(&stop->edit, key);
	if (strcmp(before, stop->edit.text) != 0)
		edited(form);
	free(before);
	return used;
}

static void changed(struct view *view)
{
	struct form *form = form_of(view);

	if (form->hooks->changed != NULL)
		form->hooks->changed(form, form->data);
}

static bool back(struct view *view)
{
	struct form_stop *stop = form_focused(form_of(view));

	if (stop == NULL || stop->filter[0] == '\0')
		return false;
	filter_changed(view, "");
	return true;
}

/* Ctrl-C leaves a form that has nothing under way, as in a line. */
static bool cancel(struct view *view)
{
	struct form *form = form_of(view);

	if (form->hooks->cancel != NULL &&
		form->hooks->cancel(form, form->data))
		return true;
	if (form->progress == NULL)
		close_form(form);
	return form->progress == NULL;
}

static void hints(const struct view *view, struct buf *out)
{
	static const char *const texts[] = {
		[FORM_TEXT] = "form-next\tnext  form-previous\tback  "
			      "Esc\tcancel",
		[FORM_CHOICE] = "Space\tnext choice  form-next\tnext  "
				"Esc\tcancel",
		[FORM_SWITCH] = "Space\ton or off  form-next\tnext  "
				"Esc\tcancel",
		[FORM_LIST] = "Space\ttoggle  form-all\tall  "
			      "form-none\tnone  form-filter\tfilter  "
			      "form-next\tnext  Esc\tcancel",
	};
	const struct form *form = form_at(view);

	if (form->progress != NULL)
		buf_puts(out, "Esc\thide, it goes on");
	else if (is_on(form, FORM_LIST) && form->row_hints != NULL)
		buf_printf(
			out, "%sform-next\tnext  Esc\tcancel", form->row_hints);
	else if (form->focus < form->field_count)
		buf_puts(out, texts[kind_of_focus(form)]);
	else if (form->field_count == 0 &&
		 strcmp(form->buttons[0], "Close") == 0) /* nothing is asked */
		buf_puts(out, "Enter\tpress  form-next\tnext  Esc\tclose");
	else if (form->field_count == 0)
		buf_puts(out, "y\tyes  n\tno  form-next\tnext  Enter\tpress  "
			      "Esc\tno");
	else
		buf_puts(out, "Enter\tpress  form-next\tnext  Esc\tcancel");
}

static void free_form(struct view *view)
{
	struct form *form = form_of(view);
	bool has_owner = form->owner != NULL && app_has(view->app, form->owner);

	form->hooks->done(has_owner ? form->owner : NULL, form->data,
		form->finished ? form_collect(form) : NULL);
	for (size_t i = 0; i < form->field_count; i++) {
		form_free_rows(&form->stops[i]);
		free(form->stops[i].trimmed);
		form_free_items(&form->values[i]);
	}
	for (size_t i = 0; i < form->button_count; i++)
		free(form->buttons[i]);
	free(form->buttons);
	free(form->stops);
	free(form->values);
	free(form->title);
	free(form->intro);
	free(form->progress);
	free(form);
}

static const struct command commands[] = {
	{"form-next", "Tab", "to the next field or button", NULL, 0, false,
		run_next},
	{"form-previous", "Shift-Tab", "to the one before", NULL, 0, false,
		run_previous},
	{"form-enter", "Enter", "to the next stop; press the button", NULL, 0,
		false, run_enter},
	{"form-toggle", "Space", "change what is focused; press the button",
		NULL, 0, false, run_space},
	{"form-yes", "y", "a question: do it", NULL, 0, false, run_yes},
	{"form-no", "n", "a question: do not", NULL, 0, false, run_no},
	{"form-left", "Left", "the choice or the button before", NULL, 0, false,
		run_left},
	{"form-right", "Right", "the next choice or button", NULL, 0, false,
		run_right},
	{"form-down", "j Down", "the next row or field", NULL, 0, false,
		run_down},
	{"form-up", "k Up", "the row or field before", NULL, 0, false, run_up},
	{"form-page-down", "PgDn Ctrl-D", "a list: one page down", NULL, 0,
		false, run_page_down},
	{"form-page-up", "PgUp Ctrl-U", "a list: one page up", NULL, 0, false,
		run_page_up},
	{"form-first", "g Home", "a list: to the first row", NULL, 0, false,
		run_first},
	{"form-last", "G End", "a list: to the last row", NULL, 0, false,
		run_last},
	{"form-all", "A", "a list: choose all that are shown", NULL, 0, false,
		run_all},
	{"form-none", "0", "a list: choose none of those shown", NULL, 0, false,
		run_none},
	{"form-filter", "/", "a list: filter its rows", NULL, 0, false,
		run_filter},
};

const struct command *form_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

/* On the row that is selected already it is as Space. */
static void click_row(struct form *form, size_t field, long row)
{
	struct form_stop *stop = &form->stops[field];

	if (form->focus == field && stop->list.cursor == row) {
		toggle_row(form);
		return;
	}
	focus_on(form, field);
	list_go(&stop->list, row);
}

/* Buttons get the focus and are not pressed. */
static bool click(struct view *view, long id)
{
	struct form *form = form_of(view);

	if (id >= FORM_ROW_IDS)
		click_row(form, (size_t)(id / FORM_ROW_IDS) - 1,
			id % FORM_ROW_IDS);
	else if ((size_t)id != form->focus)
		focus_on(form, (size_t)id);
	return true;
}

static const struct view_ops ops = {
	.name = "form",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.is_dialog = true,
	.key = key,
	.changed = changed,
	.size = form_draw_size,
	.layout = form_draw_layout,
	.draw = form_draw_all,
	.lines = &form_lines,
	.click = click,
	.back = back,
	.cancel = cancel,
	.hints = hints,
	.free = free_form,
};

/* -- birth ----------------------------------------------------------------- */

static void set_buttons(struct form *form, const struct form_options *options)
{
	const char *const *more = options->buttons;
	size_t count = 0;

	while (more != NULL && more[count] != NULL)
		count++;
	form->button_count = count + 2;
	form->buttons = mem_array(form->button_count, sizeof(*form->buttons));
	form->buttons[0] =
		mem_dup(options->leave != NULL ? options->leave : "Cancel");
	for (size_t i = 0; i < count; i++)
		form->buttons[i + 1] = mem_dup(more[i]);
	form->buttons[count + 1] = mem_dup(options->verb);
}

static void
set_value(struct form *form, size_t field, const struct form_value *value)
{
	struct form_stop *stop = &form->stops[field];

	form_set_text(form, field, value->text);
	stop->choice = value->choice;
	stop->on = value->on;
	form_set_items(form, field, value->items, value->count);
}

struct form *form_open(
	struct app *app, struct view *owner, const struct form_options *options)
{
	struct form *form = mem_zalloc(sizeof(*form));
	static const struct form_value empty;

	form->view.ops = &ops;
	form->view.app = app;
	form->owner = owner;
	form->title = mem_dup(options->title);
	form->intro = mem_dup(options->intro);
	form->fields = options->fields;
	form->field_count = options->field_count;
	form->stops = mem_array(form->field_count, sizeof(*form->stops));
	form->values = mem_array(form->field_count, sizeof(*form->values));
	form->focus = options->focus;
	form->sends = options->sends;
	form->compares = options->compares;
	form->row_hints = options->row_hints;
	form->hooks = options->hooks;
	form->data = options->data;
	set_buttons(form, options);
	for (size_t i = 0; i < form->field_count; i++)
		set_value(form, i,
			options->values != NULL ? &options->values[i] : &empty);
	app_push_take(app, &form->view);
	if (form->sends)
		app_discard_typed(app);
	return form;
}
