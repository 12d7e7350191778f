/* SPDX-License-Identifier: MIT
 *
 * A change is a line for the parser, on settings that are there already.
 */
#include "settings-change.h"

#include <string.h>

#include "mem.h"
#include "settings-private.h"

/* A table and the struct it is about. */
struct place {
	const struct settings_table *table;
	void *base;
};

static struct place place_of(struct settings *settings,
	struct settings_account *account, const char *name)
{
	const struct settings_table *table = &settings_account_table;

	if (account != NULL && settings_find(table, name) < table->count)
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
