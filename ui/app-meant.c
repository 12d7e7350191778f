/* SPDX-License-Identifier: MIT
 *
 * First what other programs call it, then what is spelled nearly so: words of
 * the command line, names of commands, and the names without their view
 * ("refresh" of "orders-refresh").
 */
#include "app-meant.h"

#include <string.h>

#include "act.h"
#include "app-private.h"
#include "nearest.h"
#include "user-commands.h"

#define NAMES 512

/* What fingers bring along from editors, mail programs and shells. */
static const struct {
	const char *text, *meant;
} others[] = {
	{"bind", "map"},
	{"bindings", "map"},
	{"commands", "help"},
	{"config", "source"},
	{"copy", "copy-number"},
	{"ctx", "account"},
	{"context", "account"},
	{"exit", "quit"},
	{"find", "search"},
	{"grep", "filter"},
	{"history", "journal"},
	{"keys", "map"},
	{"limit", "filter"},
	{"messages", "log"},
	{"options", "set"},
	{"qa", "quit"},
	{"reload", "refresh"},
	{"resend", "mail"},
	{"save", "export"},
	{"send", "mail"},
	{"so", "source"},
	{"update", "refresh"},
	{"use", "account"},
	{"w", "export"},
	{"wq", "quit"},
	{"write", "export"},
};

struct names {
	const char *all[NAMES];
	size_t count;
};

static void add(struct names *names, const char *name)
{
	if (names->count < NAMES)
		names->all[names->count++] = name;
}

static void
add_commands(struct names *names, const struct command *commands, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add(names, commands[i].name);
}

static void collect(struct names *names, const struct view *view)
{
	const struct command *commands;
	const struct app_word *words;
	size_t count;

	words = app_words(&count);
	for (size_t i = 0; i < count; i++)
		add(names, words[i].word);
	add_commands(names, view->ops->commands, view->ops->command_count);
	commands = app_commands(&count);
	add_commands(names, commands, count);
	commands = act_commands(&count);
	add_commands(names, commands, count);
	commands = user_commands_list(app_user_commands(view->app), &count);
	add_commands(names, commands, count);
}

static const char *short_of(const char *name)
{
	const char *dash = strchr(name, '-');

	return dash != NULL ? dash + 1 : name;
}

/* A word as it is, else the first command with that short name. */
static const char *whole_of(const struct names *names, const char *text)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->all[i], text) == 0)
			return names->all[i];
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(short_of(names->all[i]), text) == 0)
			return app_word_of(names->all[i]);
	return NULL;
}

static const char *nearest(const struct names *names, const char *text)
{
	const char *both[2 * NAMES], *near;

	memcpy(both, names->all, names->count * sizeof(*both));
	for (size_t i = 0; i < names->count; i++)
		both[names->count + i] = short_of(names->all[i]);
	near = nearest_name(text, both, 2 * names->count);
	return near != NULL ? whole_of(names, near) : NULL;
}

const char *app_meant(const struct view *view, const char *text)
{
	struct names names = {.count = 0};
	const char *meant = NULL;

	collect(&names, view);
	for (size_t i = 0; i < ARRAY_LEN(others) && meant == NULL; i++)
		if (strcmp(others[i].text, text) == 0)
			meant = whole_of(&names, others[i].meant);
	if (meant == NULL)
		meant = whole_of(&names, text);
	return meant != NULL ? meant : nearest(&names, text);
}
