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
	SETTINGS_ORDER_URL, /* with {order_id} */
	SETTINGS_PROXY,
	SETTINGS_CLIPBOARD,
	SETTINGS_MOUSE,
};

/* A setting. What people read of it (--print-config, :set) comes from here. */
struct settings_row {
	const char *name;
	enum settings_kind kind;
	size_t offset;	      /* in the struct of the section */
	long min, max;	      /* of a number; of a text the least length */
	const char *help;     /* one line */
	const char *standard; /* its value as long as none is set; NULL: none */
	const char *unset;    /* without a standard: what holds then */
	const char *fixed; /* why it cannot be changed now; NULL: it can be */
};

/* The settings of a section. The struct they are in says where each value comes
 * from: an int a row, as enum settings_origin has it. */
struct settings_table {
	const struct settings_row *rows;
	size_t count;
	size_t lines; /* offset of int[SETTINGS_ROWS] */
};

extern const struct settings_table settings_general_table;
extern const struct settings_table settings_account_table;
extern const struct settings_table settings_view_table;
extern const struct settings_table settings_command_table;

/* Longest name of a section; inih keeps no more. */
#define SETTINGS_SECTION_MAX 49

struct settings_section;

struct settings_parser {
	struct settings *settings;
	struct buf *problems;
	const char *file; /* NULL: problems come without file and line */
	const char *rest; /* of the text */
	char *value;	  /* of the line that was read last; owned */
	int line;	  /* what a problem is about */
	/* The present section; NULL: none yet, or one that there is not. */
	const struct settings_section *section;
	char section_name[SETTINGS_SECTION_MAX + 1]; /* "x" of [account x] */
	bool has_section;
	int section_line; /* where it begins */
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
/* The same of a table that knows where values come from: one that is set on
 * two lines is a problem. */
void settings_put(struct settings_parser *parser,
	const struct settings_table *table, void *base, const char *name,
	const char *value);
/* "yes", "on", "0", ...; false for any other word. */
bool settings_yes_no(const char *value, bool *out);
/* All that have a standard get it. */
void settings_put_standards(const struct settings_table *table, void *base);
/* The index of a name; table->count: there is none. */
size_t settings_find(const struct settings_table *table, const char *name);
/* Whether a line of the file sets it, be it well or not. */
bool settings_is_said(
	const struct settings_table *table, const void *base, const char *name);
/* Where the value of a row comes from. */
int *settings_line(
	const struct settings_table *table, void *base, size_t index);
/* A value as the file has it; false: it is not set, and *out as it was. */
bool settings_write_value(const struct settings_table *table, const void *base,
	size_t index, struct buf *out);
bool settings_command_path(const char *value, struct error *error);
/* ". Did you mean X?" or "."; lent until the next call with that buffer. */
const char *settings_meant(const char *text, const char *const *names,
	size_t count, char *out, size_t size);
/* A copy of value instead of what was there. */
void settings_set_text(char **where, const char *value);

/* inih's reader of lines; the data is a parser. */
char *settings_read_line(char *line, int size, void *data);
/* A line with a section was read: its name as it stands in the brackets. */
void settings_begin_section(struct settings_parser *parser, const char *name);

/* -- settings-account.c -- */

/* [account NAME] begins. */
void settings_account_begin(struct settings_parser *parser, const char *name);
void settings_account_set(struct settings_parser *parser, const char *name,
	const char *key, const char *value);
/* What can only be said at the end. */
void settings_account_check(struct settings_parser *parser);
void settings_account_clear(struct settings_account *account);

/* -- settings-clipboard.c -- */

void settings_clipboard_set(
	struct settings_parser *parser, void *where, const char *value);

/* -- settings-mouse.c -- */

void settings_mouse_set(
	struct settings_parser *parser, void *where, const char *value);

/* -- settings-view.c -- */

void settings_view_begin(struct settings_parser *parser, const char *name);
void settings_view_set(struct settings_parser *parser, const char *view,
	const char *name, const char *value);
/* What can only be said at the end: numbers taken twice, no query. */
void settings_view_check(struct settings_parser *parser);
void settings_view_clear(struct settings_view *view);
bool settings_view_query(const char *value, struct error *error);
bool settings_view_filter(const char *value, struct error *error);
bool settings_view_sort(const char *value, struct error *error);

/* -- settings-command.c -- */

void settings_command_begin(struct settings_parser *parser, const char *name);
void settings_command_set(struct settings_parser *parser, const char *of,
	const char *name, const char *value);
/* What can only be said at the end. */
void settings_command_check(struct settings_parser *parser);

/* -- settings-keys.c -- */

void settings_keys_set(struct settings_parser *parser, const char *of,
	const char *name, const char *value);
void settings_keys_clear(struct settings_keys *keys);
/* -- settings-theme.c -- */

void settings_theme_begin(struct settings_parser *parser, const char *name);
void settings_theme_set(struct settings_parser *parser, const char *theme,
	const char *name, const char *value);
/* What can only be said at the end: bases, and the theme that is chosen. */
void settings_theme_check(struct settings_parser *parser);
void settings_theme_clear(struct settings_themes *themes);

#endif
