/* SPDX-License-Identifier: MIT
 *
 * One form for saving and for renaming: they differ in a field and the verb.
 */
#include "views-save.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "confirm.h"
#include "form.h"
#include "mem.h"
#include "text.h"

enum { NAME, NUMBER, FIELDS };

struct saving {
	struct saved *saved;
	int number; /* of the view that is renamed; 0: one is saved */
	struct order_query query;
	char *filter, *column;
	views_save_fn done;
};

static bool check_name(const struct form_field *field UNUSED, const char *text,
	struct error *error)
{
	return saved_check_name(text, error);
}

static const char *const numbers[] = {
	"1", "2", "3", "4", "5", "6", "7", "8", "9", NULL};

static const struct form_field fields[FIELDS] = {
	[NAME] = {.kind = FORM_TEXT,
		.label = "Name",
		.required = true,
		.max = SETTINGS_VIEW_NAME,
		.check = check_name,
		.help = "It stands in the row of views above the list."},
	[NUMBER] = {.kind = FORM_CHOICE,
		.label = "Key",
		.choices = numbers,
		.help = "The number key that opens it."},
};

/* "... in FILE." or that it does not last. */
static void
say_where(struct app *app, const struct saved *saved, const char *what)
{
	const char *where = saved_where(saved);

	if (where != NULL)
		app_message(app, APP_SUCCESS, "%s, in %s.", what, where);
	else
		app_message(app, APP_WARNING,
			"%s until the program ends: it has no file for it here "
			"(the demo has with --demo-dir).",
			what);
}

/* -- saving ---------------------------------------------------------------- */

static void replace_answered(struct view *view, bool yes)
{
	if (yes)
		form_finish(form_of_view(view));
}

static const char *origin_words(const struct saved_view *view)
{
	static const char *const words[SAVED_ORIGINS] = {
		[SAVED_BUILT_IN] = "is built in and comes back when yours is "
				   "deleted",
		[SAVED_CONFIGURED] = "comes from the configuration and comes "
				     "back when yours is deleted",
		[SAVED_OWN] = "is one of your own and is lost",
	};

	return words[view->origin];
}

static void
ask_replace(struct form *form, const struct saved_view *there, int number)
{
	char question[ERROR_TEXT_SIZE];
	struct confirm_options options = {
		.title = "Replace the view",
		.question = question,
		.yes_label = "Replace",
	};

	text_format(question, sizeof(question),
		"There is a view %d \"%s\" already. It %s. Replace it?", number,
		there->name, origin_words(there));
	confirm_open(
		form_app(form), form_view(form), &options, replace_answered);
}

/* An own view of the name under another key would go. */
static const struct saved_view *
own_named(const struct saving *saving, const char *name, int *number)
{
	for (int i = 1; i <= SAVED_VIEWS; i++) {
		const struct saved_view *view = saved_view(saving->saved, i);

		if (view == NULL || view->origin != SAVED_OWN ||
			i == saving->number ||
			!text_equal_ascii_case(view->name, name))
			continue;
		*number = i;
		return view;
	}
	return NULL;
}

static bool pressed(struct form *form, void *data, size_t button UNUSED,
	const struct form_value *values)
{
	const struct saving *saving = data;
	int number = saving->number != 0 ? saving->number
					 : (int)values[NUMBER].choice + 1;
	const struct saved_view *there = NULL;

	if (saving->number == 0)
		there = saved_view(saving->saved, number);
	if (there == NULL)
		there = own_named(saving, values[NAME].text, &number);
	if (there == NULL)
		return true;
	ask_replace(form, there, number);
	return false;
}

static void save(struct view *owner, const struct saving *saving,
	const struct form_value *values)
{
	int number = (int)values[NUMBER].choice + 1;
	char *what = mem_printf(
		"Saved as view %d \"%s\"", number, values[NAME].text);

	saved_put(saving->saved, number, values[NAME].text, &saving->query,
		saving->filter, saving->column);
	say_where(owner->app, saving->saved, what);
	saving->done(owner, number);
	free(what);
}

static void rename_it(struct view *owner, const struct saving *saving,
	const struct form_value *values)
{
	struct error error;
	char *what = mem_printf(
		"The view %d is now \"%s\"", saving->number, values[NAME].text);

	if (saved_rename(
		    saving->saved, saving->number, values[NAME].text, &error))
		say_where(owner->app, saving->saved, what);
	else
		app_message(owner->app, APP_ERROR, "%s", error.text);
	free(what);
}

static void
done(struct view *owner, void *data, const struct form_value *values)
{
	struct saving *saving = data;

	if (owner != NULL && values != NULL && saving->number == 0)
		save(owner, saving, values);
	else if (owner != NULL && values != NULL)
		rename_it(owner, saving, values);
	free(saving->filter);
	free(saving->column);
	free(saving);
}

static const struct form_hooks hooks = {.press = pressed, .done = done};

/* An own view is saved over itself, anything else goes to a free key. */
static int number_for(const struct views_save *what)
{
	const struct saved_view *view = saved_view(what->saved, what->number);
	int number = saved_free_number(what->saved);

	if (view != NULL && view->origin == SAVED_OWN)
		return what->number;
	return number != 0 ? number : SAVED_VIEWS;
}

void views_save_open(struct app *app, struct view *owner,
	const struct views_save *what, views_save_fn fn)
{
	const struct saved_view *view = saved_view(what->saved, what->number);
	struct saving *saving = mem_zalloc(sizeof(*saving));
	struct form_value values[FIELDS] = {0};
	struct form_options options = {
		.title = "Save as a view",
		.fields = fields,
		.field_count = FIELDS,
		.values = values,
		.verb = "Save",
		.hooks = &hooks,
		.data = saving,
	};
	struct buf intro;

	saving->saved = what->saved;
	saving->query = *what->query;
	saving->filter = mem_dup(what->filter);
	saving->column =
		what->sort == NULL
			? mem_dup("")
			: mem_printf("%s%s", what->sort_down ? "-" : "",
				  what->sort->name);
	saving->done = fn;
	if (view != NULL && view->origin == SAVED_OWN)
		values[NAME].text = view->name;
	values[NUMBER].choice = (size_t)number_for(what) - 1;
	buf_init(&intro, 8192);
	if (what->query->filter_count == 0)
		buf_puts(&intro, "All orders ");
	order_query_print(what->query, &intro);
	if (what->filter[0] != '\0')
		buf_printf(
			&intro, "\nand of the loaded rows: %s", what->filter);
	options.intro = buf_text(&intro);
	form_open(app, owner, &options);
	buf_clear(&intro);
}

/* -- renaming and deleting ------------------------------------------------- */

void views_save_rename(
	struct app *app, struct view *owner, struct saved *saved, int number)
{
	struct saving *saving;
	struct form_value values[FIELDS] = {0};
	struct form_options options = {
		.title = "Rename the view",
		.fields = fields,
		.field_count = 1,
		.values = values,
		.verb = "Rename",
		.hooks = &hooks,
	};

	saving = mem_zalloc(sizeof(*saving));
	saving->saved = saved;
	saving->number = number;
	options.data = saving;
	values[NAME].text = saved_view(saved, number)->name;
	form_open(app, owner, &options);
}

void views_save_ask_delete(struct app *app, struct view *owner,
	const struct saved *saved, int number, confirm_fn answered)
{
	char question[ERROR_TEXT_SIZE];
	struct confirm_options options = {
		.title = "Delete the view",
		.question = question,
		.yes_label = "Delete",
	};

	text_format(question, sizeof(question),
		"Delete the view %d \"%s\"? The list stays as it is.", number,
		saved_view(saved, number)->name);
	confirm_open(app, owner, &options, answered);
}

void views_save_delete(struct app *app, struct saved *saved, int number)
{
	const struct saved_view *view = saved_view(saved, number);
	struct error error;
	char *what;

	if (view == NULL)
		return;
	what = mem_printf("Deleted the view %d \"%s\"", number, view->name);
	if (saved_delete(saved, number, &error))
		say_where(app, saved, what);
	else
		app_message(app, APP_ERROR, "%s", error.text);
	free(what);
}
