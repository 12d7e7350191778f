/* SPDX-License-Identifier: MIT
 *
 * Views, commands and accounts. Those of [general], [keys] and [theme] are
 * taken where they are at home.
 */
#include "app-take.h"

#include "accounts.h"
#include "app-private.h"
#include "app-set-private.h"
#include "keymap.h"
#include "log.h"
#include "orders-line.h"
#include "saved.h"
#include "settings-take.h"
#include "user-commands.h"

/* -- views ----------------------------------------------------------------- */

/* NULL: views that all accounts have. */
static bool
fits(const struct settings *from, const char *account, struct error *error)
{
	struct saved *saved = saved_new();
	bool ok;

	saved_set_account(saved, account);
	ok = saved_configure(saved, from, error);
	saved_free(saved);
	return ok;
}

bool app_take_fits(const struct settings *from, struct error *error)
{
	if (!fits(from, NULL, error))
		return false;
	for (size_t i = 0; i < from->account_count; i++) {
		if (!fits(from, from->accounts[i].name, error))
			return false;
	}
	return true;
}

static void
configure(void *data, const struct accounts_part *part, struct app *app)
{
	const struct settings *settings = data;
	struct error error;

	if (app != NULL)
		orders_line_configure_views(app->stack.items[0], settings);
	else if (!saved_configure(part->saved, settings, &error))
		log_add(LOG_ERROR, "%s", error.text);
}

bool app_take_views(struct app *app, struct settings *from)
{
	if (!settings_take_views(app->settings, from))
		return false;
	app_set_each(app, configure, app->settings);
	return true;
}

/* -- commands -------------------------------------------------------------- */

bool app_take_commands(struct app *app, struct settings *from)
{
	const struct command *gone, *come;
	size_t gone_count, come_count;

	if (app->user == NULL ||
		!settings_take_needs_commands(app->settings, from))
		return false;
	gone = user_commands_list(app->user, &gone_count);
	user_commands_take(
		app->user, &app->settings->commands, &from->commands);
	come = user_commands_list(app->user, &come_count);
	keymap_exchange(app->keymap, gone, gone_count, come, come_count);
	app->typed_count = 0;
	app_stale(app);
	return true;
}

/* -- accounts -------------------------------------------------------------- */

bool app_take_accounts(
	struct app *app, struct settings *from, struct buf *later)
{
	size_t first = settings_take_accounts(app->settings, from, later);

	for (size_t i = first; i < app->settings->account_count; i++)
		log_add(LOG_INFO, "The account %s can be switched to.",
			app->settings->accounts[i].name);
	app_stale(app);
	return app->settings->account_count > first;
}
