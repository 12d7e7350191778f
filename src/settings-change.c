/* SPDX-License-Identifier: MIT
 *
 * A change is a line for the parser, on settings that are there already.
 */
#include "settings-change.h"

#include <string.h>

#include "mem.h"
#include "settings-private.h"
#include "text.h"

/* A table and the struct it is about. */
struct place {
	const struct settings_table *table;
	void *base;
};

static int
line_at(const struct settings_table *table, const void *base, size_t index)
{
	return ((const int *)(const void *)((const char *)base +
					    table->lines))[index];
}

/* Of a name that both have, one is not in force. */
static bool is_in_force(const struct settings_account *account,
	const struct settings_table *table, size_t index)
{
	const char *name = table->rows[index].name;
	size_t own;

	if (account == NULL)
		return true;
	own = settings_find(&settings_account_table, name);
	if (table == &settings_account_table)
		return settings_find(&settings_general_table, name) ==
			       settings_general_table.count ||
		       line_at(table, account, own) != 0;
	return own == settings_account_table.count ||
	       line_at(&settings_account_table, account, own) == 0;
}

static struct place place_of(struct settings *settings,
	struct settings_account *account, const char *name)
{
	const struct settings_table *table = &settings_account_table;
	size_t index = settings_find(table, name);

	if (account != NULL && index < table->count &&
		is_in_force(account, table, index))
		return (struct place){table, account};
	return (struct place){&settings_general_table, settings};
}

/* The first line of the problems, as a sentence. */
static void take_problem(const struct buf *problems, struct error *error)
{
	const char *text = buf_text(problems);

	error_set(error, ERROR_CONFIG, "%.*s", (int)strcspn(text, "\n"), text);
}

bool settings_change(struct settings *settings,
	struct settings_account *account, const char *name, const char *value,
	enum settings_origin origin, struct error *error)
{
	struct place place = place_of(settings, account, name);
	size_t index = settings_find(place.table, name);
	struct settings_parser parser = {
		.settings = settings, .line = (int)origin};
	struct buf problems;
	int *line = NULL, before = 0;

	if (index < place.table->count) {
		line = settings_line(place.table, place.base, index);
		before = *line;
		*line = 0;
	}
	buf_init(&problems, 4096);
	parser.problems = &problems;
	settings_put(&parser, place.table, place.base, name, value);
	if (parser.count > 0)
		take_problem(&problems, error);
	if (parser.count > 0 && line != NULL)
		*line = before;
	buf_clear(&problems);
	return parser.count == 0;
}

/* -- showing ----------------------------------------------------------------
 */

static void fill_words(enum settings_kind kind, const char **words)
{
	size_t count = 0;

	switch (kind) {
	case SETTINGS_YES_NO:
		words[count++] = "yes";
		words[count++] = "no";
		break;
	case SETTINGS_MOUSE:
		for (int i = 0; i <= SETTINGS_MOUSE_NO; i++)
			words[count++] =
				settings_mouse_name((enum settings_mouse)i);
		break;
	case SETTINGS_CLIPBOARD:
		for (int i = 0; i <= SETTINGS_CLIPBOARD_NONE; i++)
			words[count++] = settings_clipboard_name(
				(enum settings_clipboard)i);
		break;
	default:
		break;
	}
	words[count] = NULL;
}

static void fill(const struct settings_table *table, const void *base,
	size_t index, struct settings_entry *out, struct buf *value)
{
	const struct settings_row *row = &table->rows[index];

	buf_reset(value);
	*out = (struct settings_entry){
		.name = row->name,
		.help = row->help,
		.standard = row->standard != NULL ? row->standard : row->unset,
		.fixed = row->fixed,
		.is_yes_no = row->kind == SETTINGS_YES_NO,
		.is_set = settings_write_value(table, base, index, value),
		.origin = line_at(table, base, index),
	};
	fill_words(row->kind, out->words);
}

bool settings_entry_at(const struct settings *settings,
	const struct settings_account *account, size_t index,
	struct settings_entry *out, struct buf *value)
{
	const struct settings_table *const tables[] = {
		&settings_general_table, &settings_account_table};
	const void *const bases[] = {settings, account};

	for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
		for (size_t i = 0; bases[t] != NULL && i < tables[t]->count;
			i++) {
			if (!is_in_force(account, tables[t], i) || index-- > 0)
				continue;
			fill(tables[t], bases[t], i, out, value);
			return true;
		}
	}
	return false;
}

bool settings_entry_find(const struct settings *settings,
	const struct settings_account *account, const char *name,
	struct settings_entry *out, struct buf *value, struct error *error)
{
	const char *names[2 * SETTINGS_ROWS];
	char meant[128];
	size_t i = 0;

	while (settings_entry_at(settings, account, i, out, value)) {
		if (strcmp(out->name, name) == 0)
			return true;
		names[i++] = out->name;
	}
	return error_set(error, ERROR_CONFIG, "There is no setting '%s'%s",
		name, settings_meant(name, names, i, meant, sizeof(meant)));
}

const char *
settings_origin_text(int origin, const char *file, char *out, size_t size)
{
	switch (origin) {
	case SETTINGS_DEFAULT:
		return text_format(out, size, "default");
	case SETTINGS_ENVIRONMENT:
		return text_format(out, size, "environment");
	case SETTINGS_COMMAND_LINE:
		return text_format(out, size, "command line");
	case SETTINGS_TYPED:
		return text_format(out, size, ":set");
	case SETTINGS_RUN:
		return text_format(out, size, "this run");
	default:
		return text_format(out, size, "%s:%d", file, origin);
	}
}
