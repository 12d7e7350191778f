/* SPDX-License-Identifier: MIT
 *
 * The values of a form: from the owner, to the owner, and whether they will do.
 */
#include "form-private.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "text.h"

/* -- values ---------------------------------------------------------------- */

static char *trimmed(const char *text)
{
	size_t len;

	text += strspn(text, " ");
	len = strlen(text);
	while (len > 0 && text[len - 1] == ' ')
		len--;
	return mem_dupn(text, len);
}

void form_free_items(struct form_value *value)
{
	free((struct form_item *)value->items);
	value->items = NULL;
	value->count = 0;
}

static void collect_items(struct form_stop *stop, struct form_value *value)
{
	struct form_item *items =
		mem_array(stop->row_count + 1, sizeof(*items));

	for (size_t i = 0; i < stop->row_count; i++) {
		const struct form_row *row = &stop->rows[i];

		items[i] = (struct form_item){
			row->text, row->reason, row->on, row->was};
	}
	form_free_items(value);
	value->items = items;
	value->count = stop->row_count;
}

/* Lent until the next time. */
const struct form_value *form_collect(struct form *form)
{
	for (size_t i = 0; i < form->field_count; i++) {
		struct form_stop *stop = &form->stops[i];
		struct form_value *value = &form->values[i];

		free(stop->trimmed);
		stop->trimmed = trimmed(stop->edit.text);
		value->text = stop->trimmed;
		value->choice = stop->choice;
		value->on = stop->on;
		collect_items(stop, value);
	}
	return form->values;
}

/* -- looking at values ----------------------------------------------------- */

static bool has_row_on(const struct form_stop *stop)
{
	for (size_t i = 0; i < stop->row_count; i++) {
		if (stop->rows[i].on)
			return true;
	}
	return false;
}

static bool is_missing(const struct form *form, size_t field, const char *text)
{
	if (!form->fields[field].required)
		return false;
	if (form->fields[field].kind == FORM_LIST)
		return !has_row_on(&form->stops[field]);
	return form->fields[field].kind == FORM_TEXT && *text == '\0';
}

static bool check_text(
	const struct form_field *field, const char *text, struct error *error)
{
	if (field->max > 0 && strlen(text) > field->max)
		return error_set(error, ERROR_USAGE,
			"At most %zu bytes; this is %zu.", field->max,
			strlen(text));
	return field->check == NULL || *text == '\0' ||
	       field->check(field, text, error);
}

/* Notes what is wrong with it. `leaving`: nothing to say yet about a field that
 * is empty. */
bool form_check(struct form *form, size_t field, bool leaving)
{
	struct form_stop *stop = &form->stops[field];
	struct error error = {0};
	char *text;

	if (leaving && stop->wrong[0] != '\0')
		return false; /* it stands there until the value changes */
	text = trimmed(stop->edit.text);
	if (!leaving && is_missing(form, field, text))
		error_set(&error, ERROR_USAGE, "%s",
			form->fields[field].kind == FORM_LIST
				? "Choose at least one."
				: "This must not be empty.");
	else if (form->fields[field].kind == FORM_TEXT &&
		 !check_text(&form->fields[field], text, &error) &&
		 error.kind == ERROR_NONE)
		error_set(&error, ERROR_USAGE, "This cannot be right.");
	text_format(stop->wrong, sizeof(stop->wrong), "%s", error.text);
	free(text);
	return stop->wrong[0] == '\0';
}

bool form_check_all(struct form *form)
{
	size_t wrong = form->field_count;

	for (size_t i = form->field_count; i-- > 0;) {
		form->stops[i].wrong[0] = '\0';
		if (!form_check(form, i, false))
			wrong = i;
	}
	if (wrong == form->field_count)
		return true;
	form->focus = wrong;
	app_discard_typed(form->view.app); /* it was not meant for this one */
	return false;
}

bool form_check_email(const struct form_field *field UNUSED, const char *text,
	struct error *error)
{
	const char *at = strchr(text, '@');

	if (text_is_plain_ascii(text) && at != NULL && at != text &&
		at[1] != '\0' && strchr(at + 1, '@') == NULL &&
		strpbrk(text, ",;<>()\"\\") == NULL)
		return true;
	return error_set(error, ERROR_USAGE,
		"An e-mail address is like name@example.com, in ASCII.");
}

/* -- from the owner -------------------------------------------------------- */

void form_wrong(struct form *form, size_t field, const char *sentence)
{
	struct form_stop *stop = &form->stops[field];

	text_format(stop->wrong, sizeof(stop->wrong), "%s", sentence);
	if (*sentence != '\0') {
		form->focus = field;
		form->locked = false;
	}
	app_stale(form->view.app);
}

void form_note(struct form *form, size_t field, const char *note)
{
	text_format(form->stops[field].note, sizeof(form->stops[field].note),
		"%s", note);
	app_stale(form->view.app);
}

void form_say(struct form *form, enum style style, const char *sentence)
{
	text_format(form->said, sizeof(form->said), "%s", sentence);
	form->said_style = style;
	app_stale(form->view.app);
}

void form_busy(struct form *form, const char *progress)
{
	free(form->progress);
	form->progress = mem_dup(progress);
	app_stale(form->view.app);
}

size_t form_choice_count(const struct form_field *field)
{
	size_t count = 0;

	while (field->choices[count] != NULL)
		count++;
	return count;
}

void form_show_rows(struct form_stop *stop)
{
	size_t count = 0;

	for (size_t i = 0; i < stop->row_count; i++) {
		if (text_contains(stop->rows[i].text, stop->filter))
			stop->shown[count++] = i;
	}
	list_set_count(&stop->list, (long)count);
}

void form_set_text(struct form *form, size_t field, const char *text)
{
	line_edit_set(&form->stops[field].edit, text != NULL ? text : "");
	form->stops[field].wrong[0] = '\0';
	app_stale(form->view.app);
}

void form_set_choice(struct form *form, size_t field, size_t choice)
{
	if (choice < form_choice_count(&form->fields[field]))
		form->stops[field].choice = choice;
	app_stale(form->view.app);
}

void form_free_rows(struct form_stop *stop)
{
	for (size_t i = 0; i < stop->row_count; i++) {
		free(stop->rows[i].text);
		free(stop->rows[i].reason);
	}
	free(stop->rows);
	free(stop->shown);
}

void form_set_items(struct form *form, size_t field,
	const struct form_item *items, size_t count)
{
	struct form_stop *stop = &form->stops[field];

	form_free_rows(stop);
	stop->rows = mem_array(count + 1, sizeof(*stop->rows));
	stop->shown = mem_array(count + 1, sizeof(*stop->shown));
	stop->row_count = count;
	for (size_t i = 0; i < count; i++)
		stop->rows[i] = (struct form_row){mem_dup(items[i].text),
			mem_dup(items[i].reason), items[i].on, items[i].was};
	form_show_rows(stop);
	app_stale(form->view.app);
}

void form_go(struct form *form, size_t field, size_t row)
{
	struct form_stop *stop = &form->stops[field];

	for (long i = 0; i < stop->list.count; i++) {
		if (stop->shown[i] == row)
			list_go(&stop->list, i);
	}
}
