/* SPDX-License-Identifier: MIT
 *
 * The ending of the name follows the format until the name is the person's own.
 */
#include "export-form.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "attr.h"
#include "clock.h"
#include "date.h"
#include "export-rows.h"
#include "form.h"
#include "mem.h"
#include "text.h"
#include "wording.h"

enum { FORMAT, ROWS, COLUMNS, PATH, FIELDS };
enum { LOADED, ALL, MARKED }; /* of ROWS */

static const char *const formats[] = {"CSV", "TSV", "JSON", "text", NULL};
static const enum option_format format_of[] = {
	OPTION_CSV, OPTION_TSV, OPTION_JSON, OPTION_TEXT};
static const char *const columns[] = {"as shown", "all fields", NULL};

struct export_form {
	export_form_fn done;
	struct form_field fields[FIELDS];
	char loaded[64], all[80], marked[64];
	const char *rows[4];
	bool named; /* the person has changed the name */
};

static char *name_for(size_t format)
{
	char day[DATE_TEXT_SIZE];

	return mem_printf("~/orders-%s.%s", date_day(clock_seconds(), day),
		export_rows_ending(format_of[format]));
}

static void edited(struct form *form, void *data, size_t field,
	const struct form_value *values)
{
	struct export_form *window = data;
	char *name;

	if (field == PATH)
		window->named = true;
	if (field != FORMAT || window->named)
		return;
	name = name_for(values[FORMAT].choice);
	form_set_text(form, PATH, name);
	free(name);
}

static void
done(struct view *owner, void *data, const struct form_value *values)
{
	struct export_form *window = data;
	struct export_choice choice;

	if (owner != NULL && values != NULL) {
		choice = (struct export_choice){
			.format = format_of[values[FORMAT].choice],
			.all = values[ROWS].choice == ALL,
			.marked = values[ROWS].choice == MARKED,
			.as_shown = values[COLUMNS].choice == 0,
			.path = values[PATH].text,
		};
		window->done(owner, &choice);
	}
	free(window);
}

static const struct form_hooks hooks = {.edited = edited, .done = done};

static void word_rows(struct export_form *window, const struct export_now *now)
{
	char count[32];

	text_format(window->loaded, sizeof(window->loaded), "%s loaded",
		wording_number(now->loaded, count, sizeof(count)));
	text_format(window->all, sizeof(window->all), "%s%s on server",
		now->has_filter ? "of " : "",
		now->total < 0
			? "all"
			: wording_number(now->total, count, sizeof(count)));
	text_format(window->marked, sizeof(window->marked), "%s marked",
		wording_number(now->marked, count, sizeof(count)));
	window->rows[LOADED] = window->loaded;
	window->rows[ALL] = window->all;
	window->rows[MARKED] = now->marked > 0 ? window->marked : NULL;
}

static void fill_fields(struct export_form *window)
{
	window->fields[FORMAT] = (struct form_field){.kind = FORM_CHOICE,
		.label = "Format",
		.choices = formats,
		.help = "CSV opens in a spreadsheet; text is in columns."};
	window->fields[ROWS] = (struct form_field){.kind = FORM_CHOICE,
		.label = "Orders",
		.choices = window->rows,
		.help = "What is loaded, as the list shows it; or all that the "
			"view and its filter have, read meanwhile."};
	window->fields[COLUMNS] = (struct form_field){.kind = FORM_CHOICE,
		.label = "Columns",
		.choices = columns,
		.help = "JSON has what the service tells, in any case."};
	window->fields[PATH] = (struct form_field){.kind = FORM_TEXT,
		.label = "Save as",
		.required = true,
		.help = "For you alone (mode 0600). ~ is your home directory; "
			"|command gives it to a program."};
}

void export_form_open(
	struct view *owner, const struct export_now *now, export_form_fn fn)
{
	struct export_form *window = mem_zalloc(sizeof(*window));
	struct form_value values[FIELDS] = {0};
	struct form_options options = {
		.title = "Export orders",
		.fields = window->fields,
		.field_count = FIELDS,
		.values = values,
		.verb = "Export",
		.hooks = &hooks,
		.data = window,
	};
	char *name = name_for(0);

	window->done = fn;
	word_rows(window, now);
	fill_fields(window);
	values[ROWS].choice = now->marked > 0		 ? MARKED
			      : now->total > now->loaded ? ALL
							 : LOADED;
	values[PATH].text = name;
	form_open(owner->app, owner, &options);
	free(name);
}

/* -- :export --------------------------------------------------------------- */

static enum option_format by_ending(const char *path)
{
	const char *dot = strrchr(path, '.');
	enum option_format format;

	if (dot != NULL && export_rows_format(dot + 1, &format))
		return format;
	return dot != NULL && strcmp(dot, ".txt") == 0 ? OPTION_TEXT
						       : OPTION_CSV;
}

/* "csv |sort": the word before a program. */
static const char *skip_format(const char *words, enum option_format *format)
{
	size_t len = strcspn(words, " ");
	const char *rest = words + len + strspn(words + len, " ");
	char word[8];

	if (*rest != '|' || len >= sizeof(word))
		return words;
	text_format(word, sizeof(word), "%.*s", (int)len, words);
	return export_rows_format(word, format) ? rest : words;
}

bool export_form_read(const char *words, char *out, size_t size,
	struct export_choice *choice, struct error *error)
{
	char *last;

	if (strlen(words) >= size)
		return error_set(error, ERROR_USAGE,
			"The name of the file is too long.");
	choice->format = OPTION_CSV;
	text_format(out, size, "%s", skip_format(words, &choice->format));
	choice->path = out;
	if (export_rows_format(out, &choice->format))
		return error_set(error, ERROR_USAGE,
			"%s is a format, and the file is missing: orders.%s, "
			"or ./%s.",
			out, export_rows_ending(choice->format), out);
	if (*out == '|')
		return out[1 + strspn(out + 1, " ")] != '\0' ||
		       error_set(error, ERROR_USAGE,
			       "There is no command behind the |.");
	last = strrchr(out, ' ');
	if (last != NULL && export_rows_format(last + 1, &choice->format)) {
		while (last > out && last[-1] == ' ')
			last--;
		*last = '\0';
	} else {
		choice->format = by_ending(out);
	}
	return true;
}
