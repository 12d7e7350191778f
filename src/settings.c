/* SPDX-License-Identifier: MIT
 *
 * INI text to struct settings. inih finds sections and names; one table per
 * section says where a value goes and what it may be. Every problem is written
 * down with its line and parsing goes on, so that a person can mend all of
 * them at once.
 *
 * inih does not see the values: it would end one at " ;", which is an ordinary
 * thing in a command, cut it at 200 bytes, and take an indented line for more
 * of the line above. Here a line is a setting, indented or not.
 */
#include "settings-private.h"

#include <assert.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "text.h"

#define GENERAL(member) offsetof(struct settings, member)

#define AT_START "certdesk takes it when it starts"

static const struct settings_row general_rows[] = {
	{"account", SETTINGS_TEXT, GENERAL(default_account), 1, 0,
		"the account to use when none is named", NULL, "the first one",
		":account NAME switches to another one"},
	{"journal", SETTINGS_TEXT, GENERAL(journal), 1, 0,
		"the file of the journal of everything that is sent", NULL,
		"journal.db in $XDG_STATE_HOME/certdesk",
		"the journal is open, and what is not settled is in it"},
	{"resend_guard", SETTINGS_NUMBER, GENERAL(resend_guard_s), 0, 86400,
		"Send asks again when the last send is younger, in seconds; "
		"0: never",
		"600", NULL, NULL},
	{"note_on_resend", SETTINGS_YES_NO, GENERAL(note_on_resend), 0, 0,
		"add a note to the order after each resend", "no", NULL, NULL},
	{"syslog", SETTINGS_YES_NO, GENERAL(to_syslog), 0, 0,
		"write each record of the journal to the system's log, too",
		"no", NULL, "the journal is open; " AT_START},
	{"refresh", SETTINGS_NUMBER, GENERAL(refresh_s), 0, 86400,
		"the list asks for changes so often, in seconds; 0: never", "0",
		NULL, NULL},
	{"slow", SETTINGS_YES_NO, GENERAL(slow), 0, 0,
		"as --slow: few bytes, for a slow line", "no", NULL, NULL},
	{"columns", SETTINGS_TEXT, GENERAL(columns), 0, 0,
		"the columns of the orders list, from left to right", NULL,
		"all but the division", NULL},
	{"theme", SETTINGS_TEXT, GENERAL(themes.chosen), 1, 0,
		"how the screens look: 16-colour, dark, light, high-contrast, "
		"monochrome, one of [theme NAME], or auto",
		"auto", NULL, NULL},
	{"mouse", SETTINGS_MOUSE, GENERAL(mouse), 0, 0,
		"whether clicks and the wheel are for certdesk: yes, no, or "
		"auto, which is no over SSH",
		"auto", NULL, NULL},
	{"view_counts", SETTINGS_YES_NO, GENERAL(view_counts), 0, 0,
		"ask how many orders the views have", "yes", NULL, NULL},
	{"read_ahead", SETTINGS_YES_NO, GENERAL(read_ahead), 0, 0,
		"read the orders that may be opened next", "yes", NULL, NULL},
	{"clipboard", SETTINGS_CLIPBOARD, GENERAL(clipboard), 0, 0,
		"how text gets to the clipboard of the terminal: auto, osc52, "
		"tmux, screen or none",
		"auto", NULL, AT_START},
	{"requests_per_5s", SETTINGS_NUMBER, GENERAL(requests_short), 1, 100,
		"most requests in 5 seconds; the service allows 100", "50",
		NULL, AT_START},
	{"requests_per_180s", SETTINGS_NUMBER, GENERAL(requests_long), 1, 1000,
		"most requests in 180 seconds; the service allows 1000", "500",
		NULL, AT_START},
};

static_assert(ARRAY_LEN(general_rows) <= SETTINGS_ROWS, "lines has room");

const struct settings_table settings_general_table = {
	general_rows, ARRAY_LEN(general_rows), GENERAL(lines)};

static const char byte_order_mark[] = "\xef\xbb\xbf";

void settings_init(struct settings *settings)
{
	memset(settings, 0, sizeof(*settings));
	settings_put_standards(&settings_general_table, settings);
}

void settings_clear(struct settings *settings)
{
	for (size_t i = 0; i < settings->account_count; i++)
		settings_account_clear(&settings->accounts[i]);
	free(settings->default_account);
	for (size_t i = 0; i < settings->view_count; i++)
		settings_view_clear(&settings->views[i]);
	settings_keys_clear(&settings->keys);
	settings_theme_clear(&settings->themes);
	settings_clear_commands(&settings->commands);
	free(settings->journal);
	free(settings->columns);
	/* Not the defaults: some are texts, which nobody would free. */
	memset(settings, 0, sizeof(*settings));
}

void settings_problem(struct settings_parser *parser, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	if (parser->file != NULL)
		buf_printf(parser->problems, "%s:%d: ", parser->file,
			parser->line);
	text_clean(parser->problems, text);
	buf_putc(parser->problems, '\n');
	parser->count++;
	free(text);
}

static void set_general(struct settings_parser *parser, const char *of UNUSED,
	const char *name, const char *value)
{
	settings_put(
		parser, &settings_general_table, parser->settings, name, value);
	if (strcmp(name, "account") == 0)
		parser->default_line = parser->line;
	if (strcmp(name, "columns") == 0)
		parser->settings->columns_line = parser->line;
	if (strcmp(name, "theme") == 0)
		parser->settings->themes.chosen_line = parser->line;
}

/* -- sections -- */

struct settings_section {
	const char *name;
	bool is_named; /* "[view NAME]": `of` below is the name */
	/* It begins; may be NULL. */
	void (*begin)(struct settings_parser *parser, const char *of);
	void (*set)(struct settings_parser *parser, const char *of,
		const char *name, const char *value);
};

static const struct settings_section sections[] = {
	{"general", false, NULL, set_general},
	{"account", true, settings_account_begin, settings_account_set},
	{"view", true, settings_view_begin, settings_view_set},
	{"keys", false, NULL, settings_keys_set},
	{"theme", true, settings_theme_begin, settings_theme_set},
	{"command", true, settings_command_begin, settings_command_set},
};

/* What stands behind the word of the section; NULL: it is another one. */
static const char *
name_in(const struct settings_section *section, const char *text)
{
	size_t len = strlen(section->name);

	if (strncmp(text, section->name, len) != 0)
		return NULL;
	if (!section->is_named)
		return text[len] == '\0' ? text + len : NULL;
	return text[len] == ' ' && text[len + 1] != '\0' ? text + len + 1
							 : NULL;
}

static void say_no_section(struct settings_parser *parser, const char *text)
{
	const char *names[ARRAY_LEN(sections)];
	char word[SETTINGS_SECTION_MAX + 1], meant[128] = "";
	const char *near;
	struct buf all;

	buf_init(&all, 1024);
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		names[i] = sections[i].name;
		buf_printf(&all, "%s[%s%s]",
			i == 0			       ? ""
			: i + 1 == ARRAY_LEN(sections) ? " and "
						       : ", ",
			names[i], sections[i].is_named ? " NAME" : "");
	}
	text_format(word, sizeof(word), "%.*s", (int)strcspn(text, " "), text);
	near = nearest_name(word, names, ARRAY_LEN(sections));
	for (size_t i = 0; near != NULL && i < ARRAY_LEN(sections); i++) {
		if (sections[i].name == near)
			text_format(meant, sizeof(meant),
				" Did you mean [%s%s]?", near,
				sections[i].is_named ? " NAME" : "");
	}
	settings_problem(parser, "There is no section [%s].%s There are %s.",
		text, meant, buf_text(&all));
	buf_clear(&all);
}

void settings_begin_section(struct settings_parser *parser, const char *text)
{
	const char *of = NULL;

	parser->has_section = true;
	parser->section_line = parser->line;
	parser->section = NULL;
	for (size_t i = 0; i < ARRAY_LEN(sections) && of == NULL; i++) {
		of = name_in(&sections[i], text);
		if (of != NULL)
			parser->section = &sections[i];
	}
	if (of == NULL) {
		say_no_section(parser, text);
		return;
	}
	text_format(
		parser->section_name, sizeof(parser->section_name), "%s", of);
	/* The program's own file makes no accounts. */
	if (parser->section->begin != NULL &&
		(!parser->is_own || strcmp(parser->section->name, "view") == 0))
		parser->section->begin(parser, parser->section_name);
}

/* The program's own file holds what its screens save, no more. */
static bool
is_own_setting(const struct settings_section *section, const char *name)
{
	return strcmp(section->name, "view") == 0 ||
	       (strcmp(section->name, "general") == 0 &&
		       strcmp(name, "columns") == 0);
}

static int on_value(void *data, const char *section UNUSED, const char *name,
	const char *cut UNUSED)
{
	struct settings_parser *parser = data;

	if (!parser->has_section)
		settings_problem(parser,
			"'%s' stands before the first [section].", name);
	else if (parser->section == NULL)
		; /* the section was told */
	else if (parser->is_own && !is_own_setting(parser->section, name))
		settings_problem(parser,
			"This file has [view NAME] sections and columns of "
			"[general] only.");
	else
		parser->section->set(
			parser, parser->section_name, name, parser->value);
	return 1;
}

static bool parse(struct settings_parser *parser, struct error *error)
{
	int line;

	if (strncmp(parser->rest, byte_order_mark, strlen(byte_order_mark)) ==
		0)
		parser->rest += strlen(byte_order_mark);
	line = ini_parse_stream(settings_read_line, parser, on_value, parser);
	if (line > 0) {
		parser->line = line;
		settings_problem(parser, "%s", settings_not_a_setting);
	}
	settings_account_check(parser);
	settings_view_check(parser);
	settings_theme_check(parser);
	settings_command_check(parser);
	free(parser->value);
	if (parser->count == 0)
		return true;
	return error_set(error, ERROR_CONFIG,
		"%s has %zu problem%s; nothing was started.", parser->file,
		parser->count, parser->count == 1 ? "" : "s");
}

bool settings_parse(struct settings *settings, const char *text,
	const char *file_name, struct buf *problems, struct error *error)
{
	struct settings_parser parser = {.settings = settings,
		.problems = problems,
		.file = file_name,
		.rest = text};

	return parse(&parser, error);
}

bool settings_parse_own(struct settings *settings, const char *text,
	const char *file_name, struct buf *problems, struct error *error)
{
	struct settings_parser parser = {.settings = settings,
		.problems = problems,
		.file = file_name,
		.rest = text,
		.is_own = true};

	return parse(&parser, error);
}
