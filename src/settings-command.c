/* SPDX-License-Identifier: MIT
 *
 * [command NAME]: a program of the person's own, for the selected order. Which
 * keys and names are free, the screens know (ui/user-commands).
 */
#include "settings-private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "settings-print.h"
#include "text.h"

#define COMMAND(member) offsetof(struct settings_command, member)

static const struct settings_row rows[] = {
	{"run", SETTINGS_TEXT, COMMAND(run), 1, 0,
		"the line for /bin/sh; the order is in its environment", NULL,
		"it has to be set", NULL},
	{"key", SETTINGS_TEXT, COMMAND(key), 0, 0,
		"the keys that run it, with blanks between them", NULL, "none",
		NULL},
	{"help", SETTINGS_TEXT, COMMAND(help), 0, 0,
		"what it does, for the help and the actions menu", NULL,
		"its name", NULL},
	{"json", SETTINGS_YES_NO, COMMAND(json), 0, 0,
		"it reads the order as JSON, once all of it is known", "no",
		NULL, NULL},
	{"background", SETTINGS_YES_NO, COMMAND(background), 0, 0,
		"it runs beside the screens, and its end is told", "no", NULL,
		NULL},
	{"wait", SETTINGS_YES_NO, COMMAND(wait), 0, 0,
		"after it has had the terminal, wait for Enter", "yes", NULL,
		NULL},
	{"confirm", SETTINGS_YES_NO, COMMAND(confirm), 0, 0,
		"ask before it runs", "no", NULL, NULL},
	{"harmless", SETTINGS_YES_NO, COMMAND(harmless), 0, 0,
		"it changes nothing: it may run while nothing may be written",
		"no", NULL, NULL},
};

static_assert(ARRAY_LEN(rows) <= SETTINGS_ROWS, "lines has room");

const struct settings_table settings_command_table = {
	rows, ARRAY_LEN(rows), COMMAND(lines)};

static struct settings_command *
find(struct settings_commands *commands, const char *name)
{
	for (size_t i = 0; i < commands->count; i++) {
		if (strcmp(commands->list[i].name, name) == 0)
			return &commands->list[i];
	}
	return NULL;
}

/* It is typed behind ":", so it is one word and no number. */
static bool is_name(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

	return name[len] == '\0' && (*name < '0' || *name > '9') &&
	       *name != '-';
}

void settings_command_begin(struct settings_parser *parser, const char *name)
{
	struct settings_commands *commands = &parser->settings->commands;
	struct settings_command *command;

	if (find(commands, name) != NULL)
		return;
	if (commands->count == SETTINGS_COMMANDS) {
		settings_problem(
			parser, "More than %d commands.", SETTINGS_COMMANDS);
		return;
	}
	if (!is_name(name)) {
		settings_problem(parser,
			"The name of a command is letters, digits, - and _, "
			"and begins with a letter, not '%s'.",
			name);
		return;
	}
	commands->list = mem_resize(
		commands->list, commands->count + 1, sizeof(*commands->list));
	command = &commands->list[commands->count++];
	*command = (struct settings_command){
		.name = mem_dup(name), .line = parser->section_line};
	settings_put_standards(&settings_command_table, command);
}

void settings_command_set(struct settings_parser *parser, const char *of,
	const char *name, const char *value)
{
	struct settings_command *command =
		find(&parser->settings->commands, of);

	if (command != NULL)
		settings_put(
			parser, &settings_command_table, command, name, value);
}

void settings_command_check(struct settings_parser *parser)
{
	const struct settings_commands *commands = &parser->settings->commands;

	for (size_t i = 0; i < commands->count; i++) {
		parser->line = commands->list[i].line;
		/* One that is wrong was told. */
		if (!settings_is_said(
			    &settings_command_table, &commands->list[i], "run"))
			settings_problem(parser,
				"[command %s] needs something to run.",
				commands->list[i].name);
	}
}

void settings_clear_commands(struct settings_commands *commands)
{
	for (size_t i = 0; i < commands->count; i++) {
		free(commands->list[i].name);
		free(commands->list[i].run);
		free(commands->list[i].key);
		free(commands->list[i].help);
	}
	free(commands->list);
	*commands = (struct settings_commands){0};
}
