/* SPDX-License-Identifier: MIT
 *
 * A row of the table and the settings it was made of have the same index.
 * Tables that were replaced are kept, as a window may still show their rows.
 */
#include "user-commands.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "confirm.h"
#include "keymap.h"
#include "keymap-check.h"
#include "keymap-views.h"
#include "mem.h"
#include "program.h"
#include "text.h"

/* Those of one reading of the configuration. */
struct reading {
	struct reading *before; /* NULL: none */
	const struct settings_command *own;
	struct command *rows;
	size_t count;
	/* What `own` lies in, once that is not the configuration any more. */
	struct settings_commands kept;
};

struct user_commands {
	struct reading *now;
	/* What was asked for, until it is answered. */
	const struct settings_command *asked;
	char asked_order[ORDER_ID_SIZE];
};

static struct command row_of(const struct settings_command *own)
{
	struct command row = {
		.name = own->name,
		.keys = own->key != NULL ? own->key : "",
		.help = own->help != NULL ? own->help : own->name,
		.needs = COMMAND_ORDER,
		.action = true,
	};

	if (!own->harmless)
		row.needs |= COMMAND_PROGRAM;
	return row;
}

static struct reading *
reading_new(const struct settings_commands *own, struct reading *before)
{
	struct reading *reading = mem_zalloc(sizeof(*reading));

	reading->before = before;
	reading->own = own->list;
	reading->count = own->count;
	reading->rows = mem_array(own->count, sizeof(*reading->rows));
	for (size_t i = 0; i < own->count; i++)
		reading->rows[i] = row_of(&own->list[i]);
	return reading;
}

struct user_commands *user_commands_new(const struct settings_commands *own)
{
	struct user_commands *commands = mem_zalloc(sizeof(*commands));

	commands->now = reading_new(own, NULL);
	return commands;
}

void user_commands_take(struct user_commands *commands,
	struct settings_commands *into, struct settings_commands *from)
{
	commands->now->kept = *into;
	*into = *from;
	*from = (struct settings_commands){0};
	commands->now = reading_new(into, commands->now);
}

void user_commands_free(struct user_commands *commands)
{
	struct reading *reading = commands != NULL ? commands->now : NULL;

	while (reading != NULL) {
		struct reading *before = reading->before;

		settings_clear_commands(&reading->kept);
		free(reading->rows);
		free(reading);
		reading = before;
	}
	free(commands);
}

const struct command *
user_commands_list(const struct user_commands *commands, size_t *count)
{
	*count = commands != NULL ? commands->now->count : 0;
	return commands != NULL ? commands->now->rows : NULL;
}

/* NULL: it is none of a person's own, or one that is no more. */
static const struct settings_command *
own_of(const struct user_commands *commands, const struct command *command)
{
	const struct reading *reading = commands != NULL ? commands->now : NULL;

	for (; reading != NULL; reading = reading->before) {
		for (size_t i = 0; i < reading->count; i++) {
			if (&reading->rows[i] == command)
				return &reading->own[i];
		}
	}
	return NULL;
}

bool user_commands_has(
	const struct user_commands *commands, const struct command *command)
{
	return own_of(commands, command) != NULL;
}

/* -- running --------------------------------------------------------------- */

static void
start(struct app *app, const struct settings_command *own, const char *order_id)
{
	const struct program_request request = {
		.name = own->name,
		.line = own->run,
		.order_id = order_id,
		.reads_json = own->json,
		.in_background = own->background,
		.waits = own->wait,
		.is_harmless = own->harmless,
	};

	program_start(app, &request);
}

static void answered(struct view *owner, bool yes)
{
	const struct user_commands *commands = app_user_commands(owner->app);

	if (yes)
		start(owner->app, commands->asked, commands->asked_order);
}

static void
ask(struct view *view, const struct settings_command *own, const char *order_id)
{
	char *question = mem_printf("Run %s for order %s? It is: %s", own->name,
		order_id, own->run);
	const struct confirm_options options = {
		.title = own->name,
		.question = question,
		.yes_label = "Run",
	};

	confirm_open(view->app, view, &options, answered);
	free(question);
}

void user_commands_run(struct user_commands *commands, struct view *view,
	const struct command *command)
{
	const struct settings_command *own = own_of(commands, command);
	const char *order_id = view->ops->order(view);

	if (own == NULL)
		return;
	if (!own->confirm) {
		start(view->app, own, order_id);
		return;
	}
	commands->asked = own;
	text_format(commands->asked_order, sizeof(commands->asked_order), "%s",
		order_id);
	ask(view, own, order_id);
}

/* -- what is wrong with them ----------------------------------------------- */

static bool is_taken(const char *name)
{
	const struct keymap_view *view;
	const struct command *command;
	size_t count;

	if (app_command_of(name) != name)
		return true;
	for (size_t i = 0; (command = keymap_views_global(i)) != NULL; i++)
		if (strcmp(command->name, name) == 0)
			return true;
	for (size_t i = 0; (view = keymap_views_at(i)) != NULL; i++) {
		const struct command *commands = view->commands(&count);

		for (size_t j = 0; j < count; j++)
			if (strcmp(commands[j].name, name) == 0)
				return true;
	}
	return false;
}

static void
say(struct buf *problems, const char *file_name, int line, const char *sentence)
{
	buf_printf(problems, "%s:%d: ", file_name, line);
	text_clean(problems, sentence);
	buf_putc(problems, '\n');
}

static size_t check_name(const struct settings_command *own,
	const char *file_name, struct buf *problems)
{
	char sentence[256];

	if (!is_taken(own->name))
		return 0;
	text_format(sentence, sizeof(sentence),
		"There is a command %s already; call this one otherwise.",
		own->name);
	say(problems, file_name, own->line, sentence);
	return 1;
}

/* Where orders are. */
static const char *const views[] = {"orders", "details"};

/* A key of the view would be pressed instead. */
static size_t
check_views(const struct keymap *keymap, const struct command *row,
	const char *file_name, int line, struct buf *problems)
{
	const struct keymap_binding *binding, *over;
	char sentence[256];
	size_t found = 0;

	for (size_t v = 0; v < ARRAY_LEN(views); v++) {
		if (!keymap_check_twin(
			    keymap, views[v], row, sentence, sizeof(sentence)))
			continue;
		say(problems, file_name, line, sentence);
		found++;
	}
	for (size_t i = 0; (binding = keymap_at(keymap, i)) != NULL; i++) {
		for (size_t v = 0; v < ARRAY_LEN(views); v++) {
			over = NULL;
			if (binding->command != row ||
				keymap_works(keymap, views[v], binding, &over))
				continue;
			text_format(sentence, sizeof(sentence),
				"A key of %s is that of %s in %s already.",
				row->name,
				over != NULL ? over->command->name : "another",
				views[v]);
			say(problems, file_name, line, sentence);
			found++;
		}
	}
	return found;
}

size_t user_commands_check(const struct settings *settings,
	const char *file_name, struct buf *problems)
{
	struct user_commands *commands;
	struct keymap *keymap;
	struct error error = {0};
	size_t count = 0;

	/* Most have none, and the tables of all views take their time. */
	if (settings->commands.count == 0)
		return 0;
	commands = user_commands_new(&settings->commands);
	keymap = keymap_new(&settings->keys);
	/* What is wrong with these was told. */
	if (!keymap_views_add_some(keymap, views, ARRAY_LEN(views), &error))
		error_clear(&error);
	for (size_t i = 0; i < commands->now->count; i++) {
		const struct settings_command *own = &commands->now->own[i];

		count += check_name(own, file_name, problems);
		if (keymap_add(keymap, KEYMAP_APP, &commands->now->rows[i], 1,
			    &error)) {
			count += check_views(keymap, &commands->now->rows[i],
				file_name, own->line, problems);
			continue;
		}
		say(problems, file_name, own->line, error.text);
		count++;
	}
	keymap_free(keymap);
	user_commands_free(commands);
	return count;
}
