/* SPDX-License-Identifier: MIT
 *
 * What the parts of the configuration's parser share: its state, the tables of
 * settings, problems.
 */
#ifndef SETTINGS_PRIVATE_H
#define SETTINGS_PRIVATE_H

#include "settings.h"

/* Where a value goes. */
enum settings_kind {
	SETTINGS_TEXT,
	SETTINGS_YES_NO,
	SETTINGS_NUMBER,
	SETTINGS_URL,
	SETTINGS_REGION,
	SETTINGS_KIND,
	SETTINGS_COMMAND_PATH,
	SETTINGS_QUERY,
	SETTINGS_SORT,
	SETTINGS_FILTER,
};

struct settings_row {
	const char *name;
	enum settings_kind kind;
	size_t offset; /* in the struct of the section */
	long min, max; /* of a number; of a text the least length */
};

struct settings_parser {
	struct settings *settings;
	struct buf *problems;
	const char *file;
	const char *rest; /* of the text */
	char *value;	  /* of the line that was read last; owned */
	int line;	  /* what a problem is about */
	int section_line; /* where the present section begins */
	int account_lines[SETTINGS_ACCOUNTS];
	int default_line; /* of [general] account */
	size_t count;	  /* of problems */
	bool is_own;	  /* the program's own file: no accounts */
};

extern const char settings_not_a_setting[];

/* One more problem, with file and line. */
void settings_problem(struct settings_parser *parser, const char *format, ...)
	PRINTF_LIKE(2, 3);
/* Set what `name` of the table is, in the struct at `base`. */
void settings_set(struct settings_parser *parser,
	const struct settings_row *rows, size_t count, void *base,
	const char *name, const char *value);
/* A copy of value instead of what was there. */
void settings_set_text(char **where, const char *value);

/* inih's reader of lines; the data is a parser. */
char *settings_read_line(char *line, int size, void *data);

/* -- settings-view.c -- */

void settings_view_set(struct settings_parser *parser, const char *view,
	const char *name, const char *value);
/* What can only be said at the end: numbers taken twice, no query. */
void settings_view_check(struct settings_parser *parser);
void settings_view_clear(struct settings_view *view);
bool settings_view_query(const char *value, struct error *error);
bool settings_view_filter(const char *value, struct error *error);
bool settings_view_sort(const char *value, struct error *error);

#endif
