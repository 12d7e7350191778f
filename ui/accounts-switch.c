/* SPDX-License-Identifier: MIT
 *
 * To another account: at once where it is open, else in the steps of its
 * source, of which the one on another thread takes what the disk takes.
 */
#include "accounts-private.h"

#include <stdlib.h>
#include <string.h>

#include "accounts-view.h"
#include "app-mouse.h"
#include "app-show.h"
#include "mem.h"
#include "nearest.h"
#include "program.h"
#include "wording.h"

/* -- switching ------------------------------------------------------------- */

static void say_shown(struct accounts *accounts)
{
	const struct accounts_desk *desk = accounts_shown_desk(accounts);
	const struct store_account *account = store_account(desk->part.store);

	app_message(desk->app, APP_SUCCESS, "This is %s now%s%s%s.",
		account->name, account->label[0] != '\0' ? ", " : "",
		account->label, account->read_only ? ", read-only" : "");
}

static void show(struct accounts *accounts, struct accounts_desk *desk)
{
	struct app *before = accounts_app(accounts);

	accounts_view_close(before);
	app_hide(before);
	accounts->at = (size_t)(desk - accounts->desks);
	desk->shown = ++accounts->shown;
	accounts->options.slow = app_is_slow(before); /* :set may have */
	if (desk->app == NULL) {
		accounts_start_app(accounts, desk);
		store_start(desk->part.store);
	} else {
		app_show(desk->app);
	}
	accounts_stop_trying(accounts);
	if (accounts_is_offline(desk))
		accounts_ask_again(desk);
	say_shown(accounts);
}

/* -- what is typed meanwhile ------------------------------------------------
 */

bool accounts_is_opening(const struct accounts *accounts)
{
	return accounts->opening != NULL && !accounts->opening->is_given_up;
}

void accounts_drop_keys(struct accounts *accounts)
{
	accounts->key_count = accounts->key_at = 0;
}

static void give_up(struct accounts *accounts)
{
	struct accounts_opening *opening = accounts->opening;

	accounts_drop_keys(accounts);
	app_message(accounts_app(accounts), APP_INFO,
		"Account %s is not opened: given up.", opening->name);
	if (opening->is_finding)
		accounts_stop_finding(opening);
	else
		opening->is_given_up = true;
}

bool accounts_give_up(struct accounts *accounts)
{
	bool is_opening = accounts_is_opening(accounts);

	if (is_opening)
		give_up(accounts);
	return is_opening;
}

/* These two are about the terminal, not about what it shows. */
static bool is_for_terminal(const struct key *key)
{
	return key->code == KEYS_CTRL('L') || key->code == KEYS_CTRL('Z');
}

bool accounts_hold_key(struct accounts *accounts, const struct key *key)
{
	if (!accounts_is_opening(accounts) || is_for_terminal(key))
		return false;
	if (key->code == KEYS_ESCAPE || key->code == KEYS_CTRL('C'))
		give_up(accounts);
	else if (key->code != KEYS_PASTE && !app_mouse_is(key) &&
		 accounts->key_count < ACCOUNTS_KEYS)
		accounts->keys[accounts->key_count++] = key->code;
	return true;
}

bool accounts_held_key(struct accounts *accounts, struct key *key)
{
	if (accounts_is_opening(accounts) ||
		accounts->key_at == accounts->key_count)
		return false;
	*key = (struct key){.code = accounts->keys[accounts->key_at++]};
	return true;
}

/* -- opening ----------------------------------------------------------------
 */

/* What was typed ahead was meant for the other account. */
void accounts_say_failed(
	struct accounts *accounts, const char *name, const struct error *error)
{
	struct app *app = accounts_app(accounts);

	accounts_drop_keys(accounts);
	accounts_note_failure(accounts, name, error);
	app_discard_typed(app);
	app_message(app, APP_ERROR, "Account %s cannot be opened: %s%s", name,
		error->text, wording_stop(error->text));
}

bool accounts_is_where_it_was(const struct accounts_opening *opening)
{
	const struct app *app = accounts_app(opening->accounts);

	return app == opening->app && app_top(app) == opening->from &&
	       !app_show_has_window(app) && app_show_has_terminal(app);
}

static void read_it(void *data)
{
	struct accounts_opening *opening = data;

	opening->read(opening->opening);
}

static void
opened(struct accounts *accounts, const struct accounts_opening *opening)
{
	char key[APP_KEY_SIZE];
	struct accounts_part part = {0};
	struct error error = {0};
	struct accounts_desk *desk;

	if (!accounts->source.finish(opening->opening, &part, &error)) {
		accounts->source.close(opening->opening);
		accounts_say_failed(accounts, opening->name, &error);
		return;
	}
	accounts_note_failure(accounts, opening->name, NULL);
	desk = accounts_add_desk(accounts, opening->opening, &part);
	if (accounts_is_where_it_was(opening)) {
		show(accounts, desk);
		app_show_catch_up(desk->app);
		return;
	}
	accounts_drop_keys(accounts);
	app_message(accounts_app(accounts), APP_INFO,
		"Account %s is open; %s switches to it.", opening->name,
		app_key(accounts_app(accounts), "app-account", key,
			sizeof(key)));
}

void accounts_free_opening(struct accounts_opening *opening)
{
	free(opening->name);
	free(opening);
}

static void read_done(void *data)
{
	struct accounts_opening *opening = data;
	struct accounts *accounts = opening->accounts;

	if (accounts == NULL) { /* the source knows of it */
		accounts_free_opening(opening);
		return;
	}
	accounts->opening = NULL;
	if (opening->is_given_up) {
		accounts->source.close(opening->opening);
		app_stale(accounts_app(accounts));
	} else if (!accounts_make_room(accounts)) {
		struct error error = {0};

		error_set(&error, ERROR_STATE,
			"Writes of the other accounts are under way.");
		accounts->source.close(opening->opening);
		accounts_say_failed(accounts, opening->name, &error);
	} else {
		opened(accounts, opening);
	}
	accounts_free_opening(opening);
}

void accounts_read(struct accounts_opening *opening)
{
	loop_work(opening->accounts->options.loop, read_it, read_done, opening);
}

static void open_it(struct accounts *accounts,
	const struct accounts_entry *entry, bool on_terminal)
{
	struct app *app = accounts_app(accounts);
	struct accounts_opening *opening;
	struct error error = {0};
	/* The texts of the entry are lent. */
	char *name = mem_dup(entry->name);
	void *begun = accounts->source.begin(
		accounts->source.data, entry->name, &error);

	if (begun == NULL) {
		accounts_say_failed(accounts, name, &error);
		free(name);
		return;
	}
	opening = mem_zalloc(sizeof(*opening));
	opening->accounts = accounts;
	opening->opening = begun;
	opening->read = accounts->source.read;
	opening->name = name;
	opening->app = app;
	opening->from = app_top(app);
	opening->since = loop_now(accounts->options.loop);
	accounts->opening = opening;
	accounts_drop_keys(accounts);
	if (entry->asks || entry->has_command)
		accounts_find_key(opening, on_terminal);
	else
		accounts_read(opening);
	app_stale(app);
}

static bool may_open(struct accounts *accounts, bool on_terminal)
{
	struct app *app = accounts_app(accounts);

	if (accounts->opening != NULL)
		app_message(app, APP_INFO, "Account %s is being opened.",
			accounts->opening->name);
	else if (on_terminal && program_wants_terminal(app))
		app_say(app, APP_WARNING,
			"Another program waits for its order. {app-cancel} "
			"gives it up.");
	else if (accounts->count == ACCOUNTS_OPEN &&
		 accounts_oldest(accounts, true) == accounts->count)
		app_message(app, APP_WARNING,
			"%d accounts are open, and all have writes under way.",
			ACCOUNTS_OPEN);
	else
		return true;
	return false;
}

void accounts_open_on_terminal(struct accounts *accounts, const char *name)
{
	struct accounts_entry entry;

	if (accounts_find_entry(accounts, name, &entry) &&
		may_open(accounts, true))
		open_it(accounts, &entry, true);
}

static const char *
nearest_account(const struct accounts *accounts, const char *name)
{
	struct accounts_entry entry;
	const char *names[SETTINGS_ACCOUNTS];
	size_t count = 0;

	while (count < SETTINGS_ACCOUNTS &&
		accounts->source.at(accounts->source.data, count, &entry))
		names[count++] = entry.name;
	return nearest_name(name, names, count);
}

static void say_no_account(const struct accounts *accounts, const char *name)
{
	const char *near = nearest_account(accounts, name);
	struct app *app = accounts_app(accounts);
	char key[APP_KEY_SIZE];

	if (near != NULL)
		app_message(app, APP_WARNING,
			"There is no account \"%s\". Did you mean %s?", name,
			near);
	else
		app_message(app, APP_WARNING,
			"There is no account \"%s\". %s shows all.", name,
			app_key(app, "app-account", key, sizeof(key)));
}

void accounts_switch(struct accounts *accounts, const char *name)
{
	struct app *app = accounts_app(accounts);
	struct accounts_desk *desk = accounts_desk_of(accounts, name);
	struct accounts_entry entry;

	if (desk == NULL && !accounts_find_entry(accounts, name, &entry))
		say_no_account(accounts, name);
	else if (desk != NULL && desk == accounts_shown_desk(accounts))
		app_message(app, APP_INFO, "%s is the account shown.", name);
	else if (app_show_has_window(app))
		app_message(app, APP_WARNING,
			"A window of this account is open. Close it first.");
	else if (desk != NULL)
		show(accounts, desk);
	else if (may_open(accounts, entry.asks))
		open_it(accounts, &entry, entry.asks);
}
