/* SPDX-License-Identifier: MIT
 *
 * The key of an account that is opened. A command gets no terminal at first:
 * the screen stays, and what is typed waits. One that fails may have wanted to
 * ask (for a passphrase, say), so the person is asked whether it shall have
 * the terminal: it is not taken from under their hands. Without a command the
 * person types the key, and has the terminal for it.
 */
#include "accounts-private.h"

#include <stdlib.h>

#include "app-show.h"
#include "confirm.h"
#include "mem.h"
#include "wording.h"

bool accounts_write_opening(const struct accounts *accounts, struct buf *out)
{
	const struct accounts_opening *opening = accounts->opening;
	char seconds[32];

	if (opening == NULL || !opening->is_finding || opening->on_terminal)
		return false;
	buf_printf(out, "Opening account %s ...%s", opening->name,
		wording_seconds(
			loop_now(accounts->options.loop) - opening->since,
			seconds, sizeof(seconds)));
	return true;
}

/* -- the question ---------------------------------------------------------- */

static void answered(struct view *owner, bool yes)
{
	struct accounts *accounts = app_accounts(owner->app);
	char *name = accounts->asked;

	accounts->asked = NULL;
	if (name != NULL && yes)
		accounts_open_on_terminal(accounts, name);
	else if (name != NULL)
		accounts_say_failed(accounts, name, &accounts->asked_for);
	free(name);
}

static void ask_for_terminal(struct accounts *accounts,
	const struct accounts_opening *opening, const struct error *error)
{
	struct app *app = accounts_app(accounts);
	char *title = mem_printf("Account %s", opening->name);
	char *question = mem_printf(
		"%s. If it has to ask for something, it needs the terminal. "
		"Run it again there?",
		error->text);
	const struct confirm_options options = {
		.title = title,
		.question = question,
		.yes_label = "Run",
	};

	free(accounts->asked);
	accounts->asked = mem_dup(opening->name);
	accounts->asked_for = *error;
	accounts_drop_keys(accounts);
	accounts_note_failure(accounts, opening->name, error);
	confirm_open(app, app_top(app), &options, answered);
	free(question);
	free(title);
}

/* -- finding it ------------------------------------------------------------ */

static void end(struct accounts_opening *opening)
{
	opening->accounts->opening = NULL;
	opening->accounts->source.close(opening->opening);
	accounts_free_opening(opening);
}

static void found(void *data, const struct error *error, bool may_need_terminal)
{
	struct accounts_opening *opening = data;
	struct accounts *accounts = opening->accounts;

	opening->is_finding = false;
	if (opening->on_terminal)
		app_take_terminal(accounts_app(accounts));
	app_stale(accounts_app(accounts));
	if (error->kind == ERROR_NONE) {
		accounts_read(opening);
		return;
	}
	if (may_need_terminal && accounts_is_where_it_was(opening))
		ask_for_terminal(accounts, opening, error);
	else
		accounts_say_failed(accounts, opening->name, error);
	end(opening);
}

void accounts_find_key(struct accounts_opening *opening, bool on_terminal)
{
	struct accounts *accounts = opening->accounts;
	struct app *app = accounts_app(accounts);

	opening->is_finding = true;
	opening->on_terminal = on_terminal;
	if (on_terminal)
		app_lend_terminal(app);
	else if (app_is_linear(app))
		app_message(app, APP_INFO,
			"Opening account %s: its key command runs ...",
			opening->name);
	accounts->source.find_key(
		opening->opening, on_terminal, found, opening);
}

void accounts_stop_finding(struct accounts_opening *opening)
{
	opening->accounts->source.stop_finding(opening->opening);
	end(opening);
}
