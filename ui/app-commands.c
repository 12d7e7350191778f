/* SPDX-License-Identifier: MIT
 *
 * The commands that work everywhere, and the command line (":"): an order
 * number, a short word, any command's name, or a place in the list ("50%").
 */
#include <string.h>

#include "accounts.h"
#include "accounts-view.h"
#include "act.h"
#include "app-show.h"
#include "app.h"
#include "app-list.h"
#include "app-meant.h"
#include "app-mouse.h"
#include "app-offer.h"
#include "clipboard.h"
#include "clipboard-page.h"
#include "app-set.h"
#include "app-theme.h"
#include "details-view.h"
#include "help-view.h"
#include "journal-view.h"
#include "keymap-views.h"
#include "line-edit.h"
#include "list-commands.h"
#include "log-view.h"
#include "map-view.h"
#include "mem.h"
#include "program-pipe.h"
#include "set-view.h"
#include "user-commands.h"

static void run_back(struct view *view)
{
	app_back(view->app);
}

static void run_close(struct view *view)
{
	if (app_below(view->app, view) == NULL)
		app_quit(view->app);
	else
		app_back(view->app);
}

static void run_quit(struct view *view)
{
	app_quit(view->app);
}

/* Pages like the help are opened once, not over themselves. */
static bool is_open(const struct view *view, const char *name)
{
	return strcmp(view->ops->name, name) == 0;
}

static void run_help(struct view *view)
{
	app_push_take(view->app, help_view_new(view->app, false));
}

static void run_help_with(struct view *view, const char *text)
{
	struct view *help = help_view_new(view->app, false);

	app_push_take(view->app, help);
	help_view_find(help, text);
}

/* What can be done for an order depends on all that is known of it. */
static void run_actions(struct view *view)
{
	const char *order_id =
		view->ops->order != NULL ? view->ops->order(view) : NULL;

	if (order_id != NULL && *order_id != '\0')
		store_order_open(app_store(view->app), order_id, false);
	app_push_take(view->app, help_view_new(view->app, true));
}

static void run_log(struct view *view)
{
	if (is_open(view, "log"))
		return;
	app_push_take(view->app, log_view_new());
}

/* The log that is open, or a new one. */
static void run_log_with(struct view *view, const char *words)
{
	struct app *app = view->app;

	run_log(view);
	log_view_filter(app_top(app), words);
}

static void run_journal(struct view *view)
{
	if (is_open(view, "journal"))
		return;
	app_push_take(view->app, journal_view_new(app_store(view->app), NULL));
}

static void run_journal_with(struct view *view, const char *order_id)
{
	if (!order_id_is_valid(order_id))
		app_message(view->app, APP_WARNING,
			"\"%s\" is no order number.", order_id);
	else
		app_push_take(view->app,
			journal_view_new(app_store(view->app), order_id));
}

static void run_cancel(struct view *view)
{
	app_cancel(view->app);
}

static void run_redraw(struct view *view)
{
	struct screen *screen = app_screen(view->app);

	screen->ops->redraw(screen);
	app_stale(view->app);
}

static void run_copied(struct view *view)
{
	const struct clipboard *clipboard = app_clipboard(view->app);

	if (clipboard->text == NULL)
		app_message(view->app, APP_INFO, "Nothing was copied yet.");
	else
		clipboard_page_open(
			view->app, clipboard->what, clipboard->text);
}

static void run_suspend(struct view *view)
{
	app_suspend(view->app);
}

static void run_account(struct view *view)
{
	struct accounts *accounts = app_accounts(view->app);

	if (accounts == NULL)
		app_message(view->app, APP_INFO, "There is only this account.");
	else if (app_show_has_window(view->app))
		app_message(view->app, APP_WARNING,
			"A window of this account is open. Close it first.");
	else if (!is_open(view, "accounts"))
		app_push_take(view->app, accounts_view_new(accounts));
}

static void run_account_with(struct view *view, const char *name)
{
	if (app_accounts(view->app) == NULL)
		run_account(view);
	else
		accounts_switch(app_accounts(view->app), name);
}

static void run_map(struct view *view)
{
	if (is_open(view, "map"))
		return;
	app_push_take(view->app, map_view_new(view->app));
}

static void run_map_with(struct view *view, const char *keys)
{
	map_view_tell(view, keys);
}

/* -- the command line -- */

static const struct app_word words[] = {
	{"help", "app-help"},
	{"journal", "app-journal"},
	{"log", "app-log"},
	{"actions", "app-actions"},
	{"filter", "app-filter"},
	{"search", "app-search"},
	{"sort", "app-sort"},
	{"columns", "app-columns"},
	{"view", "app-view"},
	{"account", "app-account"},
	{"theme", "app-theme"},
	{"mouse", "app-mouse"},
	{"save-view", "orders-save-view"},
	{"rename-view", "orders-rename-view"},
	{"delete-view", "orders-delete-view"},
	{"resend-approval", "order-resend-approval"},
	{"resend-issuance", "order-resend-issuance"},
	{"resend-dcv", "order-resend-dcv"},
	{"check-dcv", "order-check-dcv"},
	{"note", "order-note"},
	{"add-contact", "order-add-contact"},
	{"remove-contact", "order-remove-contact"},
	{"mail-copy", "order-mail-certificate"},
	{"download", "order-download"},
	{"emails", "order-emails"},
	{"organization", "order-organization-contact"},
	{"technical", "order-technical-contact"},
	{"access", "order-access"},
	{"guests", "order-guests"},
	{"notices", "order-notices"},
	{"cancel-order", "order-cancel"},
	{"map", "app-map"},
	{"pipe", "order-pipe"},
	{"set", "app-set"},
	{"source", "app-source"},
	{"export", "orders-export"},
	{"q", "app-quit"},
	{"quit", "app-quit"},
};

const char *app_word_of(const char *command_name)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].command, command_name) == 0)
			return words[i].word;
	}
	return command_name;
}

const char *app_command_of(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].word, word) == 0)
			return words[i].command;
	}
	return word;
}

const struct app_word *app_words(size_t *count)
{
	*count = ARRAY_LEN(words);
	return words;
}

const struct command *
app_elsewhere(const char *command_name, char *where, size_t size)
{
	const struct keymap_view *view;
	const struct command *command = keymap_views_find(command_name, &view);

	if (command != NULL)
		text_format(where, size, "This works in \"%s\", not here.",
			view->heading);
	return command;
}

static void say_unknown(struct view *view, const char *text)
{
	const char *near = app_meant(view, text);
	char help[APP_KEY_SIZE], where[128];

	if (app_elsewhere(app_command_of(text), where, sizeof(where)) != NULL)
		app_message(view->app, APP_WARNING, "%s", where);
	else if (near != NULL)
		app_message(view->app, APP_WARNING,
			"There is no command \"%s\". Did you mean %s%s?", text,
			app_is_linear(view->app) ? "" : ":", near);
	else
		app_message(view->app, APP_WARNING,
			"There is no command \"%s\". Type an order number, or "
			"%s for the %s.",
			text,
			app_key(view->app, "app-help", help, sizeof(help)),
			app_is_linear(view->app) ? "words" : "keys");
}

/* What was typed, without blanks around it: a word, and what stands behind it,
 * cut off; NULL where nothing does. */
static const char *split(const char *text, char *word, size_t size)
{
	size_t len;
	char *rest;

	text += strspn(text, " ");
	len = strlen(text);
	while (len > 0 && text[len - 1] == ' ')
		len--;
	text_format(word, size, "%.*s", (int)len, text);
	rest = strchr(word, ' ');
	if (rest == NULL)
		return NULL;
	*rest++ = '\0';
	return rest + strspn(rest, " ");
}

static bool is_place(struct view *view, const char *word)
{
	/* Every order number has a digit; no command's name has one but views,
	 * and those were found. */
	return list_commands_percent(view, word) ||
	       (strpbrk(word, "0123456789") != NULL &&
		       app_open_order(view->app, word));
}

static void line_done(struct view *view, const char *text)
{
	char word[LINE_EDIT_MAX];
	const char *argument;

	if (text == NULL)
		return;
	app_keep_command(view->app, text);
	argument = split(text, word, sizeof(word));
	if (word[0] == '\0' ||
		app_run_with(view->app, app_command_of(word), argument) ||
		(argument == NULL && is_place(view, word)))
		return;
	say_unknown(view, word);
}

void app_ask_command(struct app *app, const char *text)
{
	app_ask_line(app, app_top(app), ":", text, NULL, line_done);
	app_complete_line(app, app_offer, !app_is_slow(app));
	app_recall_commands(app);
}

static void run_line(struct view *view)
{
	app_ask_command(view->app, "");
}

static void run_set(struct view *view)
{
	if (!is_open(view, "set"))
		app_push_take(view->app, set_view_new(view->app));
}

/* -- the table -- */

static const struct command commands[] = {
	{"app-back", "Esc", "one step back", NULL, 0, false, run_back},
	{"app-leave", "h", "back from this page", NULL, COMMAND_PAGE, false,
		run_back},
	{"app-actions", "a", "the actions for what is selected", "actions",
		COMMAND_ACTIONS, false, run_actions},
	{"app-command", ":", "type an order number, a command or 50%", NULL,
		COMMAND_PAGE, false, run_line},
	{"app-filter", "", "filter the list: :filter status:pending", NULL,
		COMMAND_PAGE, false, app_list_filter, app_list_filter_with,
		ARGUMENT_FILTER},
	{"app-search", "", "search on the server: :search status=issued", NULL,
		COMMAND_PAGE, false, app_list_search, app_list_search_with,
		ARGUMENT_SEARCH},
	{"app-sort", "", "sort the list: :sort -date", NULL, COMMAND_PAGE,
		false, app_list_sort, app_list_sort_with, ARGUMENT_SORT},
	{"app-columns", "", "choose the columns: :columns order name:40", NULL,
		COMMAND_PAGE, false, app_list_columns, app_list_columns_with,
		ARGUMENT_COLUMNS},
	{"app-view", "", "show a view by its name or number", NULL,
		COMMAND_PAGE, false, NULL, app_list_view_with, ARGUMENT_VIEW},
	{"app-account", "C", "switch to another account", NULL, COMMAND_PAGE,
		false, run_account, run_account_with, ARGUMENT_ACCOUNT},
	{"app-log", "@", "what happened: the message log", NULL, 0, false,
		run_log, run_log_with, ARGUMENT_LOG},
	{"app-journal", "", "the journal of everything that was sent", NULL, 0,
		false, run_journal, run_journal_with, ARGUMENT_ORDER},
	{"app-cancel", "Ctrl-C", "cancel what is going on", NULL, 0, false,
		run_cancel},
	{"order-pipe", "!", "give the order's JSON to a command", NULL,
		COMMAND_ORDER | COMMAND_PROGRAM, true, program_pipe_ask,
		program_pipe_run, ARGUMENT_PROGRAM},
	{"app-copied", "Y", "show what was copied last, to select it", NULL,
		COMMAND_PAGE, false, run_copied},
	{"app-redraw", "Ctrl-L", "draw the screen again", NULL, 0, false,
		run_redraw},
	{"app-suspend", "Ctrl-Z", "suspend the program", NULL, 0, false,
		run_suspend},
	{"app-help", "? F1", "the keys that work here", "help", COMMAND_HELP,
		false, run_help, run_help_with, ARGUMENT_COMMAND},
	{"app-map", "", "all keys and where they come from, or what one makes",
		NULL, COMMAND_PAGE, false, run_map, run_map_with, ARGUMENT_KEY},
	{"app-set", "", "all settings, or change one: :set refresh=30", NULL,
		COMMAND_PAGE, false, run_set, app_set_with, ARGUMENT_OPTION},
	{"app-theme", "", "the theme: how the screens look", NULL, 0, false,
		app_theme_run, app_theme_run_with, ARGUMENT_THEME},
	{"app-mouse", "",
		"the mouse: on or off. Shift-drag selects text while it is on",
		NULL, 0, false, app_mouse_run, app_mouse_run_with,
		ARGUMENT_MOUSE},
	{"app-source", "", "read the configuration again, or another file",
		NULL, COMMAND_PAGE, false, app_source, app_source_with,
		ARGUMENT_FILE},
	{"app-close", "q", "close the view; quit from the last one", NULL, 0,
		false, run_close},
	{"app-quit", "Q", "quit the program", NULL, 0, false, run_quit},
};

const struct command *app_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}
