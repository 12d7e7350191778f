/* SPDX-License-Identifier: MIT
 *
 * A desk is an open account with its app. Switching hides one app and shows
 * another; nothing is handed from one to the other, so that no order, draft or
 * send can come under the wrong account.
 */
#include "accounts.h"

#include <stdlib.h>
#include <string.h>

#include "accounts-view.h"
#include "app-show.h"
#include "keymap.h"
#include "mem.h"
#include "nearest.h"
#include "text.h"
#include "wording.h"

/* Until the next try. */
#define AGAIN_FIRST_MS 30000
#define AGAIN_MOST_MS  300000

struct desk {
	void *opening; /* the source's */
	struct accounts_part part;
	struct app *app; /* NULL: never shown */
	long shown;	 /* when it was last: counts up */
};

/* Why an account could not be opened, until it is. */
struct failure {
	char *name;
	struct error error;
};

/* One that is being read on another thread. */
struct opening {
	struct accounts *accounts; /* NULL: gone */
	void (*read)(void *opening);
	void *opening;
	char *name;
	const struct view *from; /* where it was asked for */
	const struct app *app;
};

struct accounts {
	struct app_options options;
	struct accounts_source source;
	struct desk desks[ACCOUNTS_OPEN];
	size_t count;
	size_t at; /* the desk that is shown */
	long shown;
	struct opening *opening; /* one at a time; NULL */
	struct failure *failures;
	size_t failure_count;
	struct loop_timer *again;
	int64_t again_ms; /* 0: the account can be reached */
	bool is_waiting;  /* for the next try */
};

static const char *const state_names[] = {
	[ACCOUNTS_NEVER] = "not asked yet",
	[ACCOUNTS_OPENING] = "opening",
	[ACCOUNTS_FAILED] = "not opened",
	[ACCOUNTS_ASKING] = "asking",
	[ACCOUNTS_OK] = "ok",
	[ACCOUNTS_OFFLINE] = "offline",
	[ACCOUNTS_KEY] = "key refused",
	[ACCOUNTS_TROUBLE] = "error",
};

const char *accounts_state_name(enum accounts_state state)
{
	return state_names[state];
}

static struct desk *shown_desk(const struct accounts *accounts)
{
	return (struct desk *)&accounts->desks[accounts->at];
}

struct app *accounts_app(const struct accounts *accounts)
{
	return shown_desk(accounts)->app;
}

static const char *name_of(const struct desk *desk)
{
	return store_account(desk->part.store)->name;
}

static struct desk *desk_of(const struct accounts *accounts, const char *name)
{
	for (size_t i = 0; i < accounts->count; i++) {
		if (strcmp(name_of(&accounts->desks[i]), name) == 0)
			return (struct desk *)&accounts->desks[i];
	}
	return NULL;
}

/* -- failures -------------------------------------------------------------- */

static struct failure *
failure_of(const struct accounts *accounts, const char *name)
{
	for (size_t i = 0; i < accounts->failure_count; i++) {
		if (strcmp(accounts->failures[i].name, name) == 0)
			return &accounts->failures[i];
	}
	return NULL;
}

/* NULL: it went well. There are no more than names in the configuration. */
static void note_failure(
	struct accounts *accounts, const char *name, const struct error *error)
{
	struct failure *failure = failure_of(accounts, name);

	if (failure == NULL && error == NULL)
		return;
	if (failure == NULL) {
		accounts->failures = mem_resize(accounts->failures,
			accounts->failure_count + 1, sizeof(*failure));
		failure = &accounts->failures[accounts->failure_count++];
		failure->name = mem_dup(name);
	}
	error_clear(&failure->error);
	if (error != NULL)
		failure->error = *error;
}

/* -- rows ------------------------------------------------------------------ */

static enum accounts_state state_of_error(enum error_kind kind)
{
	switch (kind) {
	case ERROR_NONE:
		return ACCOUNTS_OK;
	case ERROR_CONNECT:
	case ERROR_TLS:
	case ERROR_LOST:
	case ERROR_TIMEOUT:
		return ACCOUNTS_OFFLINE;
	case ERROR_KEY:
		return ACCOUNTS_KEY;
	default:
		return ACCOUNTS_TROUBLE;
	}
}

/* The list is what was asked for last; where it has nothing to say, what the
 * account itself answered. */
static void state_of_store(const struct store *store, struct accounts_row *row)
{
	const struct store_resource *list = store_list_resource(store);
	const struct store_resource *account = &store_account(store)->resource;

	row->error =
		list->error.kind != ERROR_NONE ? list->error : account->error;
	row->state = state_of_error(row->error.kind);
	if (row->state == ACCOUNTS_OK && list->state != STORE_READY &&
		account->state != STORE_READY)
		row->state = ACCOUNTS_ASKING;
	row->writes = store_actions_running(store);
	row->entry.kind = store_account(store)->kind;
	row->entry.read_only = store_account(store)->read_only;
}

static void
state_of_closed(const struct accounts *accounts, struct accounts_row *row)
{
	const struct opening *opening = accounts->opening;
	const struct failure *failure = failure_of(accounts, row->entry.name);

	if (opening != NULL && strcmp(opening->name, row->entry.name) == 0)
		row->state = ACCOUNTS_OPENING;
	else if (failure != NULL && failure->error.kind != ERROR_NONE)
		row->state = ACCOUNTS_FAILED;
	if (row->state == ACCOUNTS_FAILED)
		row->error = failure->error;
}

bool accounts_at(
	const struct accounts *accounts, size_t index, struct accounts_row *row)
{
	const struct desk *desk;

	*row = (struct accounts_row){0};
	if (!accounts->source.at(accounts->source.data, index, &row->entry))
		return false;
	desk = desk_of(accounts, row->entry.name);
	row->is_shown = desk != NULL && desk == shown_desk(accounts);
	if (desk != NULL)
		state_of_store(desk->part.store, row);
	else
		state_of_closed(accounts, row);
	return true;
}

bool accounts_are_many(const struct accounts *accounts)
{
	struct accounts_entry entry;

	return accounts->source.at(accounts->source.data, 1, &entry);
}

static bool find_entry(const struct accounts *accounts, const char *name,
	struct accounts_entry *out)
{
	for (size_t i = 0; accounts->source.at(accounts->source.data, i, out);
		i++) {
		if (strcmp(out->name, name) == 0)
			return true;
	}
	return false;
}

/* -- those that are not shown ---------------------------------------------- */

void accounts_each(const struct accounts *accounts,
	void (*fn)(void *data, struct store *store, struct app *app),
	void *data)
{
	for (size_t i = 0; i < accounts->count; i++)
		fn(data, accounts->desks[i].part.store, accounts->desks[i].app);
}

size_t accounts_writes(const struct accounts *accounts)
{
	size_t count = 0;

	for (size_t i = 0; i < accounts->count; i++)
		count += store_actions_running(accounts->desks[i].part.store);
	return count;
}

static bool is_offline(const struct desk *desk)
{
	struct accounts_row row = {0};

	state_of_store(desk->part.store, &row);
	return row.state == ACCOUNTS_OFFLINE;
}

static void ask_again(const struct desk *desk)
{
	struct store *store = desk->part.store;

	if (store_account(store)->resource.state == STORE_FAILED)
		store_start(store);
	if (store_list_resource(store)->error.kind != ERROR_NONE &&
		!store_list_resource(store)->refreshing &&
		store_list_resource(store)->state != STORE_BUSY)
		store_list_refresh(store);
}

void accounts_try_again(struct accounts *accounts)
{
	for (size_t i = 0; i < accounts->count; i++) {
		struct accounts_row row = {0};

		state_of_store(accounts->desks[i].part.store, &row);
		if (row.state != ACCOUNTS_OK)
			ask_again(&accounts->desks[i]);
	}
}

static bool is_asking(const struct desk *desk)
{
	const struct store *store = desk->part.store;

	return store_list_resource(store)->refreshing ||
	       store_list_resource(store)->state == STORE_BUSY ||
	       store_account(store)->resource.refreshing ||
	       store_account(store)->resource.state == STORE_BUSY;
}

static void stop_trying(struct accounts *accounts)
{
	accounts->again_ms = 0;
	accounts->is_waiting = false;
	loop_timer_stop(accounts->again);
}

static void again(void *data)
{
	struct accounts *accounts = data;

	accounts->is_waiting = false;
	ask_again(shown_desk(accounts));
}

/* Nothing wakes up while the account can be reached. */
static void look_at_shown(struct accounts *accounts)
{
	const struct desk *desk = shown_desk(accounts);

	if (is_asking(desk) || accounts->is_waiting)
		return;
	if (!is_offline(desk)) {
		stop_trying(accounts);
		return;
	}
	accounts->again_ms = accounts->again_ms == 0 ? AGAIN_FIRST_MS
						     : accounts->again_ms * 2;
	if (accounts->again_ms > AGAIN_MOST_MS)
		accounts->again_ms = AGAIN_MOST_MS;
	accounts->is_waiting = true;
	loop_timer_start(accounts->again, accounts->again_ms);
}

void accounts_changed(struct accounts *accounts, const struct app *app)
{
	if (app == accounts_app(accounts))
		look_at_shown(accounts);
	else
		app_show_others_changed(accounts_app(accounts));
}

/* -- the desks ------------------------------------------------------------- */

static void close_desk(struct accounts *accounts, size_t at)
{
	struct desk *desk = &accounts->desks[at];

	app_free(desk->app);
	accounts->source.close(desk->opening);
	accounts->count--;
	memmove(desk, desk + 1, (accounts->count - at) * sizeof(*desk));
	if (accounts->at > at)
		accounts->at--;
}

/* The one to close for another: not shown for the longest time, if possible
 * without anything that was typed and not sent. `count`: none. */
static size_t oldest(const struct accounts *accounts, bool with_drafts)
{
	size_t found = accounts->count;

	for (size_t i = 0; i < accounts->count; i++) {
		const struct desk *desk = &accounts->desks[i];

		if (i == accounts->at ||
			store_actions_running(desk->part.store) > 0 ||
			(!with_drafts && desk->app != NULL &&
				app_show_has_drafts(desk->app)))
			continue;
		if (found == accounts->count ||
			desk->shown < accounts->desks[found].shown)
			found = i;
	}
	return found;
}

static bool make_room(struct accounts *accounts)
{
	size_t at;

	if (accounts->count < ACCOUNTS_OPEN)
		return true;
	at = oldest(accounts, false);
	if (at == accounts->count)
		at = oldest(accounts, true);
	if (at == accounts->count)
		return false;
	close_desk(accounts, at);
	return true;
}

static struct desk *add_desk(struct accounts *accounts, void *opening,
	const struct accounts_part *part)
{
	struct desk *desk = &accounts->desks[accounts->count++];

	*desk = (struct desk){.opening = opening, .part = *part};
	return desk;
}

static void start_app(struct accounts *accounts, struct desk *desk)
{
	struct app_options options = accounts->options;

	options.store = desk->part.store;
	options.saved = desk->part.saved;
	options.accounts = accounts;
	desk->app = app_new(&options);
	accounts->options.order_id = NULL;
}

/* -- switching ------------------------------------------------------------- */

static void say_shown(struct accounts *accounts)
{
	const struct desk *desk = shown_desk(accounts);
	const struct store_account *account = store_account(desk->part.store);

	app_message(desk->app, APP_SUCCESS, "This is %s now%s%s%s.",
		account->name, account->label[0] != '\0' ? ", " : "",
		account->label, account->read_only ? ", read-only" : "");
}

static void show(struct accounts *accounts, struct desk *desk)
{
	struct app *before = accounts_app(accounts);

	accounts_view_close(before);
	app_hide(before);
	accounts->at = (size_t)(desk - accounts->desks);
	desk->shown = ++accounts->shown;
	if (desk->app == NULL) {
		start_app(accounts, desk);
		store_start(desk->part.store);
	} else {
		app_show(desk->app);
	}
	stop_trying(accounts);
	if (is_offline(desk))
		ask_again(desk);
	say_shown(accounts);
}

/* What was typed ahead was meant for the other account. */
static void say_failed(
	struct accounts *accounts, const char *name, const struct error *error)
{
	struct app *app = accounts_app(accounts);

	note_failure(accounts, name, error);
	app_discard_typed(app);
	app_message(app, APP_ERROR, "Account %s cannot be opened: %s%s", name,
		error->text, wording_stop(error->text));
}

static bool is_where_it_was(const struct opening *opening)
{
	const struct app *app = accounts_app(opening->accounts);

	return app == opening->app && app_top(app) == opening->from &&
	       !app_show_has_window(app) && app_show_has_terminal(app);
}

static void read_it(void *data)
{
	struct opening *opening = data;

	opening->read(opening->opening);
}

static void opened(struct accounts *accounts, const struct opening *opening)
{
	char key[APP_KEY_SIZE];
	struct accounts_part part = {0};
	struct error error = {0};
	struct desk *desk;

	if (!accounts->source.finish(opening->opening, &part, &error)) {
		accounts->source.close(opening->opening);
		say_failed(accounts, opening->name, &error);
		return;
	}
	note_failure(accounts, opening->name, NULL);
	desk = add_desk(accounts, opening->opening, &part);
	if (is_where_it_was(opening))
		show(accounts, desk);
	else
		app_message(accounts_app(accounts), APP_INFO,
			"Account %s is open; %s switches to it.", opening->name,
			app_key(accounts_app(accounts), "app-account", key,
				sizeof(key)));
}

static void free_opening(struct opening *opening)
{
	free(opening->name);
	free(opening);
}

static void read_done(void *data)
{
	struct opening *opening = data;
	struct accounts *accounts = opening->accounts;

	if (accounts == NULL) { /* the source knows of it */
		free_opening(opening);
		return;
	}
	accounts->opening = NULL;
	if (!make_room(accounts)) {
		struct error error = {0};

		error_set(&error, ERROR_STATE,
			"Writes of the other accounts are under way.");
		accounts->source.close(opening->opening);
		say_failed(accounts, opening->name, &error);
	} else {
		opened(accounts, opening);
	}
	free_opening(opening);
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
	struct opening *opening;
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
		 oldest(accounts, true) == accounts->count)
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
	struct desk *desk = desk_of(accounts, name);
	struct accounts_entry entry;

	if (desk == NULL && !find_entry(accounts, name, &entry))
		say_no_account(accounts, name);
	else if (desk != NULL && desk == shown_desk(accounts))
		app_message(app, APP_INFO, "%s is the account shown.", name);
	else if (app_show_has_window(app))
		app_message(app, APP_WARNING,
			"A window of this account is open. Close it first.");
	else if (desk != NULL)
		show(accounts, desk);
	else if (may_open(accounts, &entry))
		open_it(accounts, &entry);
}

/* -- life ------------------------------------------------------------------ */

struct accounts *accounts_new(const struct app_options *options,
	const struct accounts_source *source, void *opening)
{
	struct accounts *accounts = mem_zalloc(sizeof(*accounts));
	const struct accounts_part part = {
		.store = options->store, .saved = options->saved};

	accounts->options = *options;
	accounts->options.keymap = keymap_new(options->keys);
	accounts->source = *source;
	accounts->again = loop_timer_new(options->loop, again, accounts);
	start_app(accounts, add_desk(accounts, opening, &part));
	return accounts;
}

/* What is read on another thread is the source's, which knows when that ends.
 */
void accounts_free(struct accounts *accounts)
{
	if (accounts == NULL)
		return;
	if (accounts->opening != NULL)
		accounts->opening->accounts = NULL;
	while (accounts->count > 0)
		close_desk(accounts, accounts->count - 1);
	keymap_free(accounts->options.keymap);
	loop_timer_free(accounts->again);
	for (size_t i = 0; i < accounts->failure_count; i++)
		free(accounts->failures[i].name);
	free(accounts->failures);
	free(accounts);
}
