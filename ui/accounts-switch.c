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

static void drop_keys(struct accounts *accounts)
{
	accounts->key_count = accounts->key_at = 0;
}

static void give_up(struct accounts *accounts)
{
	struct accounts_opening *opening = accounts->opening;

	opening->is_given_up = true;
	drop_keys(accounts);
	app_message(accounts_app(accounts), APP_INFO,
		"Account %s is not opened: given up.", opening->name);
}

bool accounts_hold_key(struct accounts *accounts, const struct key *key)
{
	if (!accounts_is_opening(accounts))
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
static void say_failed(
	struct accounts *accounts, const char *name, const struct error *error)
{
	struct app *app = accounts_app(accounts);

	drop_keys(accounts);
	accounts_note_failure(accounts, name, error);
	app_discard_typed(app);
	app_message(app, APP_ERROR, "Account %s cannot be opened: %s%s", name,
		error->text, wording_stop(error->text));
}

static bool is_where_it_was(const struct accounts_opening *opening)
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
		say_failed(accounts, opening->name, &error);
		return;
	}
	accounts_note_failure(accounts, opening->name, NULL);
	desk = accounts_add_desk(accounts, opening->opening, &part);
	if (is_where_it_was(opening)) {
		show(accounts, desk);
		app_show_catch_up(desk->app);
		return;
	}
	drop_keys(accounts);
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
		say_failed(accounts, opening->name, &error);
	} else {
		opened(accounts, opening);
	}
	accounts_free_opening(opening);
}

static void *begin(struct accounts *accounts,
	const struct accounts_entry *entry, struct error *error)
{
	struct app *app = accounts_app(accounts);
	void *opening;

	if (entry->asks)
		app_show_lend_terminal(app);
	opening = accounts->source.begin(
		accounts->source.data, entry->name, error);
	if (entry->asks)
		app_show_take_terminal(app);
	return opening;
}

static void
open_it(struct accounts *accounts, const struct accounts_entry *entry)
{
	struct app *app = accounts_app(accounts);
	struct accounts_opening *opening;
	struct error error = {0};
	/* The texts of the entry are lent. */
	char *name = mem_dup(entry->name);
	void *begun = begin(accounts, entry, &error);

	if (begun == NULL) {
		say_failed(accounts, name, &error);
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
	accounts->opening = opening;
	drop_keys(accounts);
	loop_work(accounts->options.loop, read_it, read_done, opening);
	app_stale(app);
}

/* Nothing may stand still while a write is under way, and a key command holds
 * all up. */
static bool
may_open(struct accounts *accounts, const struct accounts_entry *entry)
{
	struct app *app = accounts_app(accounts);

	if (accounts->opening != NULL)
		app_message(app, APP_INFO, "Account %s is being opened.",
			accounts->opening->name);
	else if (entry->asks && accounts_writes(accounts) > 0)
		app_message(app, APP_WARNING,
			"The key of %s needs the terminal, and a write is "
			"under way. Try again when it is done.",
			entry->name);
	else if (accounts->count == ACCOUNTS_OPEN &&
		 accounts_oldest(accounts, true) == accounts->count)
		app_message(app, APP_WARNING,
			"%d accounts are open, and all have writes under way.",
			ACCOUNTS_OPEN);
	else
		return true;
	return false;
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
	else if (may_open(accounts, &entry))
		open_it(accounts, &entry);
}
