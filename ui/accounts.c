/* SPDX-License-Identifier: MIT
 *
 * A desk is an open account with its app. Switching hides one app and shows
 * another; nothing is handed from one to the other, so that no order, draft or
 * send can come under the wrong account.
 */
#include "accounts-private.h"

#include <stdlib.h>
#include <string.h>

#include "app-show.h"
#include "keymap.h"
#include "mem.h"
#include "program.h"

struct accounts_desk *accounts_shown_desk(const struct accounts *accounts)
{
	return (struct accounts_desk *)&accounts->desks[accounts->at];
}

struct app *accounts_app(const struct accounts *accounts)
{
	return accounts_shown_desk(accounts)->app;
}

static const char *name_of(const struct accounts_desk *desk)
{
	return store_options(desk->part.store)->account_name;
}

struct accounts_desk *
accounts_desk_of(const struct accounts *accounts, const char *name)
{
	for (size_t i = 0; i < accounts->count; i++) {
		if (strcmp(name_of(&accounts->desks[i]), name) == 0)
			return (struct accounts_desk *)&accounts->desks[i];
	}
	return NULL;
}

void accounts_each(const struct accounts *accounts,
	void (*fn)(
		void *data, const struct accounts_part *part, struct app *app),
	void *data)
{
	for (size_t i = 0; i < accounts->count; i++)
		fn(data, &accounts->desks[i].part, accounts->desks[i].app);
}

const struct app *accounts_exporting(const struct accounts *accounts)
{
	for (size_t i = 0; i < accounts->count; i++) {
		const struct app *app = accounts->desks[i].app;

		if (app != NULL && app_show_is_exporting(app))
			return app;
	}
	return NULL;
}

const char *accounts_running(const struct accounts *accounts)
{
	const char *name = NULL;

	for (size_t i = 0; i < accounts->count && name == NULL; i++) {
		struct app *app = accounts->desks[i].app;

		if (app != NULL)
			name = program_in_background(app_programs(app));
	}
	return name;
}

size_t accounts_writes(const struct accounts *accounts)
{
	size_t count = 0;

	for (size_t i = 0; i < accounts->count; i++)
		count += store_actions_running(accounts->desks[i].part.store);
	return count;
}

/* -- the desks ------------------------------------------------------------- */

static void close_desk(struct accounts *accounts, size_t at)
{
	struct accounts_desk *desk = &accounts->desks[at];

	app_free(desk->app);
	accounts->source.close(desk->opening);
	accounts->count--;
	memmove(desk, desk + 1, (accounts->count - at) * sizeof(*desk));
	if (accounts->at > at)
		accounts->at--;
}

/* The one to close for another: not shown for the longest time, if possible
 * without anything that was typed and not sent. `count`: none. */
size_t accounts_oldest(const struct accounts *accounts, bool with_losses)
{
	size_t found = accounts->count;

	for (size_t i = 0; i < accounts->count; i++) {
		const struct accounts_desk *desk = &accounts->desks[i];

		if (i == accounts->at ||
			store_actions_running(desk->part.store) > 0 ||
			(!with_losses && desk->app != NULL &&
				app_show_would_lose(desk->app)))
			continue;
		if (found == accounts->count ||
			desk->shown < accounts->desks[found].shown)
			found = i;
	}
	return found;
}

bool accounts_make_room(struct accounts *accounts)
{
	size_t at;

	if (accounts->count < ACCOUNTS_OPEN)
		return true;
	at = accounts_oldest(accounts, false);
	if (at == accounts->count)
		at = accounts_oldest(accounts, true);
	if (at == accounts->count)
		return false;
	close_desk(accounts, at);
	return true;
}

struct accounts_desk *accounts_add_desk(struct accounts *accounts,
	void *opening, const struct accounts_part *part)
{
	struct accounts_desk *desk = &accounts->desks[accounts->count++];

	*desk = (struct accounts_desk){.opening = opening, .part = *part};
	return desk;
}

void accounts_start_app(struct accounts *accounts, struct accounts_desk *desk)
{
	struct app_options options = accounts->options;

	options.store = desk->part.store;
	options.saved = desk->part.saved;
	options.accounts = accounts;
	desk->app = app_new(&options);
	accounts->options.order_id = NULL;
	accounts->options.notice = NULL;
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
	accounts_again_init(accounts);
	accounts_start_app(
		accounts, accounts_add_desk(accounts, opening, &part));
	return accounts;
}

/* What is read on another thread is the source's, which knows when that ends.
 */
void accounts_free(struct accounts *accounts)
{
	if (accounts == NULL)
		return;
	if (accounts->opening != NULL && accounts->opening->is_finding)
		accounts_stop_finding(accounts->opening);
	else if (accounts->opening != NULL)
		accounts->opening->accounts = NULL;
	/* The one that is shown last: what the others say goes there. */
	while (accounts->count > 1)
		close_desk(accounts, accounts->at == 0 ? 1 : 0);
	close_desk(accounts, 0);
	keymap_free(accounts->options.keymap);
	loop_timer_free(accounts->again);
	for (size_t i = 0; i < accounts->failure_count; i++)
		free(accounts->failures[i].name);
	free(accounts->failures);
	free(accounts->asked);
	free(accounts);
}
