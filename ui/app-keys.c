/* SPDX-License-Identifier: MIT
 *
 * From key to command: who gets a key (the line at the bottom, the view, the
 * keymap), which command its keys make, whether it can be done now, and the
 * sentence where it cannot.
 */
#include <string.h>

#include "accounts.h"
#include "act.h"
#include "app-mouse.h"
#include "app-private.h"
#include "attr.h"
#include "buf.h"
#include "line-edit.h"
#include "text.h"
#include "user-commands.h"

/* -- commands -- */

static const struct need_sentence {
	unsigned need;
	const char *sentence;
} need_sentences[] = {
	{COMMAND_ROW, "No order is selected."},
	{COMMAND_ORDER, "No order is selected."},
	{COMMAND_MAIL, "There is no mail to resend for this order."},
	{COMMAND_WRITE, "Nothing may be sent."},
	{COMMAND_FILTERED, "No filter is set."},
	{COMMAND_MARKED, "No order is marked."},
	{COMMAND_OWN, "This is no view of your own."},
	{COMMAND_ACTIONS, "There are no actions here."},
	{COMMAND_HELP, "This is the help already. Esc leaves it."},
	{COMMAND_RUNS,
		"These are the keys of the window. Esc goes back to it."},
	{COMMAND_PROGRAM, "A program might change something: not while this is "
			  "read-only."},
	{COMMAND_PAGE, "Not from a window. Esc closes it."},
};

/* The reason for the first need that is missing. */
static void write_reason(const struct app *app, const struct view *view,
	unsigned need, char *reason, size_t size)
{
	if (view->ops->reason != NULL &&
		view->ops->reason(view, need, reason, size))
		return;
	if (need == COMMAND_WRITE && !store_may_write(app->store, reason, size))
		return;
	for (size_t i = 0; i < ARRAY_LEN(need_sentences); i++) {
		if (need_sentences[i].need == need)
			text_format(
				reason, size, "%s", need_sentences[i].sentence);
	}
}

static bool has_actions(const struct view *view)
{
	for (size_t i = 0; i < view->ops->command_count; i++) {
		if (view->ops->commands[i].action)
			return true;
	}
	return false;
}

static bool has_order(const struct view *view)
{
	const char *order_id =
		view->ops->order != NULL ? view->ops->order(view) : NULL;

	return order_id != NULL && *order_id != '\0';
}

static unsigned facts_of(const struct app *app, const struct view *view)
{
	unsigned facts = 0;
	char ignored[256];

	if (view->ops->facts != NULL)
		facts |= view->ops->facts(view);
	if (store_may_write(app->store, ignored, sizeof(ignored)))
		facts |= COMMAND_WRITE;
	if (has_actions(view))
		facts |= COMMAND_ACTIONS;
	if (strcmp(view->ops->name, "help") != 0)
		facts |= COMMAND_HELP;
	if (!view->ops->is_dialog)
		facts |= COMMAND_PAGE;
	if (!store_account(app->store)->read_only)
		facts |= COMMAND_PROGRAM;
	if (has_order(view))
		facts |= COMMAND_ORDER;
	return facts;
}

bool app_offers(const struct app *app, const struct view *view,
	const struct command *command)
{
	return (command->needs & COMMAND_OF_VIEW & ~facts_of(app, view)) == 0;
}

bool app_may_run(const struct app *app, const struct view *view,
	const struct command *command, char *reason, size_t size)
{
	unsigned missing = command->needs & ~facts_of(app, view);

	/* Its key may be one of a person's own. */
	if (act_has(command) && view->ops->is_dialog)
		missing = COMMAND_PAGE;
	text_format(reason, size, "%s", "");
	if (missing == 0)
		return !act_has(command) ||
		       act_may(view, command, reason, size);
	write_reason(app, view, missing & (~missing + 1), reason, size);
	return false;
}

/* Where it is chosen from what there is, or typed. */
static void ask_argument(struct app *app, const struct command *command)
{
	const char *word = app_word_of(command->name);
	char line[128];

	app_message(app, APP_INFO, "\":%s\" needs %s behind it.", word,
		command_argument_name(command->argument));
	text_format(line, sizeof(line), "%s ", word);
	app_ask_command(app, line);
}

/* With the argument of the command line, NULL where there was none. */
static void run_with(struct app *app, struct view *view,
	const struct command *command, const char *argument)
{
	bool is_user = user_commands_has(app->user, command);
	char reason[512];

	if (argument != NULL && command->run_with == NULL)
		app_message(app, APP_WARNING,
			"\":%s\" takes nothing behind it, but there is \"%s\".",
			app_word_of(command->name), argument);
	else if (!app_may_run(app, view, command, reason, sizeof(reason)))
		app_message(app, APP_WARNING, "%s", reason);
	else if (is_user)
		user_commands_run(app->user, view, command);
	else if (argument != NULL)
		command->run_with(view, argument);
	else if (command->run != NULL)
		command->run(view);
	else
		ask_argument(app, command);
}

static const struct command *
command_named(const struct command *commands, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	}
	return NULL;
}

const struct command *
app_command(const struct app *app, const char *command_name)
{
	const struct view_ops *ops = app_top(app)->ops;
	const struct command *command =
		command_named(ops->commands, ops->command_count, command_name);
	const struct command *commands;
	size_t count;

	if (command == NULL) {
		commands = app_commands(&count);
		command = command_named(commands, count, command_name);
	}
	if (command == NULL) {
		commands = act_commands(&count);
		command = command_named(commands, count, command_name);
	}
	if (command == NULL) {
		commands = user_commands_list(app->user, &count);
		command = command_named(commands, count, command_name);
	}
	return command;
}

bool app_run(struct app *app, const char *command_name)
{
	const struct command *command = app_command(app, command_name);

	if (command == NULL)
		return false;
	run_with(app, app_top(app), command, NULL);
	return true;
}

bool app_run_with(
	struct app *app, const char *command_name, const char *argument)
{
	const struct command *command = app_command(app, command_name);

	if (command == NULL)
		return false;
	run_with(app, app_top(app), command, argument);
	return true;
}

const char *app_keys_in(const struct app *app, const struct view *view,
	const char *command_name)
{
	if (view == NULL && app->stack.count > 0)
		view = app_top(app);
	return keymap_keys(app->keymap,
		view != NULL ? view->ops->name : KEYMAP_APP, command_name);
}

const char *app_keys_of(const struct app *app, const char *command_name)
{
	return app_keys_in(app, NULL, command_name);
}

char *
app_key(const struct app *app, const char *command_name, char *out, size_t size)
{
	const char *keys = app_keys_of(app, command_name);

	if (app->screen->ops->word != NULL)
		return text_format(out, size, "\"%s\"",
			app->screen->ops->word(command_name));
	if (keys[0] == '\0')
		return text_format(out, size, ":%s", app_word_of(command_name));
	return text_format(out, size, "%.*s", (int)strcspn(keys, " "), keys);
}

bool app_in_sequence(const struct app *app)
{
	return app->typed_count > 0;
}

bool app_is_next(const struct app *app, const struct command *command)
{
	return keymap_is_next(app->keymap, app_top(app)->ops->name, command,
		app->typed, app->typed_count);
}

void app_back(struct app *app)
{
	struct view *view = app_top(app);

	if (view->ops->back != NULL && view->ops->back(view))
		return;
	if (app_below(app, view) != NULL)
		app_close(app, view);
}

void app_cancel(struct app *app)
{
	struct view *view = app_top(app);

	if (app->accounts != NULL && accounts_give_up(app->accounts))
		return;
	if (view->ops->cancel != NULL && view->ops->cancel(view))
		return;
	if (program_cancel(app) || export_cancel(app))
		return;
	app_say(app, APP_INFO,
		"There is nothing to cancel. {app-close} closes the view, "
		"{app-quit} quits.");
}

bool app_take_keys(struct app *app, struct settings_keys *keys)
{
	bool changed = settings_keys_take(&app->settings->keys, keys);

	/* Of the lines that were, nothing may be left. */
	keymap_use(app->keymap, &app->settings->keys);
	app->typed_count = 0;
	app_stale(app);
	return changed;
}

/* -- keys -- */

static void say_no_command(struct app *app)
{
	char name[16], help[APP_KEY_SIZE];
	struct buf text;

	buf_init(&text, 128);
	for (size_t i = 0; i < app->typed_count; i++)
		buf_printf(&text, "%s%s", i > 0 ? " " : "",
			key_to_name(app->typed[i], name, sizeof(name)));
	app_message(app, APP_INFO, "No command on %s. %s shows the keys.",
		buf_text(&text), app_key(app, "app-help", help, sizeof(help)));
	buf_clear(&text);
}

/* Esc, and what else goes back, leaves a sequence without a word. */
static bool
leaves_sequence(const struct app *app, const struct view *view, key_code code)
{
	const struct command *command;

	if (app->typed_count < 2)
		return false;
	return code == KEYS_ESCAPE ||
	       (keymap_find(app->keymap, view->ops->name, &code, 1, &command) ==
			       KEYMAP_FOUND &&
		       strcmp(command->name, "app-back") == 0);
}

static void command_key(struct app *app, struct view *view, key_code code)
{
	const struct command *command = NULL;
	enum keymap_match match;

	app->typed[app->typed_count++] = code;
	match = keymap_find(app->keymap, view->ops->name, app->typed,
		app->typed_count, &command);
	if (match == KEYMAP_PREFIX && app->typed_count < APP_SEQUENCE)
		return;
	if (match == KEYMAP_NONE && !leaves_sequence(app, view, code))
		say_no_command(app);
	app->typed_count = 0;
	if (match == KEYMAP_FOUND)
		run_with(app, view, command, NULL);
}

static void view_key(struct app *app, const struct key *key)
{
	struct view *view = app_top(app);

	if (app->typed_count == 0 && view->ops->key != NULL &&
		view->ops->key(view, key))
		return;
	if (key->code == KEYS_PASTE)
		app_message(app, APP_INFO,
			"A paste goes into a text field only; ignored.");
	else
		command_key(app, view, key->code);
}

void app_key_take(struct app *app, const struct key *key)
{
	view_key(app, key);
}

/* With a window that shows nothing only leaving is safe, and as it says, with
 * whatever keys of one's own. */
static void small_key(struct app *app, const struct key *key)
{
	if (key->code == 'Q')
		app_quit(app);
}

static void handle_key(struct app *app, const struct key *key)
{
	app->key_ms = loop_now(app->loop);
	app_message_key_begin(&app->message);
	if (app->is_small)
		small_key(app, key);
	else if (app_mouse_is(key))
		app_mouse_key(app, key);
	else if (app_line_is_open(&app->line))
		app_line_key(&app->line, key);
	else
		view_key(app, key);
	app_message_key_end(&app->message);
}

/* Whether Alt with a character is a key of its own here. If it is not, it was
 * Esc and then the character, which a slow line brings together. */
static bool takes_alt(const struct app *app, key_code code)
{
	const struct view *view = app_top(app);
	key_code keys[APP_SEQUENCE + 1];
	const struct command *command;

	if (app_line_is_open(&app->line) || view->ops->key != NULL) {
		if (line_edit_knows(code))
			return true;
	}
	if (app_line_is_open(&app->line))
		return false;
	memcpy(keys, app->typed, app->typed_count * sizeof(*keys));
	keys[app->typed_count] = code;
	return keymap_find(app->keymap, view->ops->name, keys,
		       app->typed_count + 1, &command) != KEYMAP_NONE;
}

static void press(struct app *app, const struct key *key)
{
	const struct key first = {.code = KEYS_ESCAPE},
			 second = {.code = key_without_alt(key->code)};

	if (second.code == 0 || takes_alt(app, key->code)) {
		handle_key(app, key);
		return;
	}
	handle_key(app, &first);
	if (!app->discarding)
		handle_key(app, &second);
}

/* First what was typed while the account was opened. */
static bool next_key(struct app *app, struct key *key)
{
	if (app->hung_up || app->hidden)
		return false;
	return (app->accounts != NULL &&
		       accounts_held_key(app->accounts, key)) ||
	       app->screen->ops->key(app->screen, key);
}

static bool is_held(struct app *app, const struct key *key)
{
	return app->accounts != NULL && accounts_hold_key(app->accounts, key);
}

void app_keys_ready(struct app *app)
{
	struct key key;

	while (next_key(app, &key)) {
		if (key.code == KEYS_GONE)
			app_hang_up(app);
		else if (!app->discarding && !is_held(app, &key))
			press(app, &key);
		app_stale(app);
	}
}
