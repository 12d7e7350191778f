/* SPDX-License-Identifier: MIT
 *
 * One row a view. An app learns the tables one by one, as views open; who wants
 * to see all keys, or to know whether they are right, asks here.
 */
#include "keymap-views.h"

#include <string.h>

#include "accounts-view.h"
#include "act.h"
#include "app.h"
#include "attr.h"
#include "clipboard-page.h"
#include "details-text.h"
#include "details-view.h"
#include "form.h"
#include "help-view.h"
#include "journal-view.h"
#include "keymap.h"
#include "log-view.h"
#include "map-view.h"
#include "orders-view.h"
#include "resend-approval.h"
#include "resend-issuance.h"
#include "resend-settle.h"
#include "set-view.h"

static const struct keymap_view views[] = {
	{"orders", "Orders", orders_view_commands},
	{"details", "Order details", details_view_commands},
	{"accounts", "Accounts", accounts_view_commands},
	{"text", "Text of an order", details_text_commands},
	{"copied", "Copied text", clipboard_page_commands},
	{"resend", "Resend Approval Emails", resend_approval_commands},
	{"issuance", "Resend Issuance Email", resend_issuance_commands},
	{"settle", "Outcome unknown", resend_settle_commands},
	{"form", "This window", form_commands},
	{"journal", "Journal", journal_view_commands},
	{"log", "Message log", log_view_commands},
	{"map", "Keys", map_view_commands},
	{"set", "Settings", set_view_commands},
	{"help", "Help", help_view_commands},
	{"actions", "Actions", help_view_commands},
};

const struct keymap_view *keymap_views_at(size_t index)
{
	return index < ARRAY_LEN(views) ? &views[index] : NULL;
}

const struct keymap_view *keymap_views_named(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(views); i++) {
		if (strcmp(views[i].name, name) == 0)
			return &views[i];
	}
	return NULL;
}

const struct command *
keymap_views_find(const char *command_name, const struct keymap_view **view)
{
	const struct command *command;
	size_t count;

	for (size_t i = 0; i < ARRAY_LEN(views); i++) {
		command = views[i].commands(&count);
		for (; count > 0; command++, count--) {
			if (strcmp(command->name, command_name) != 0)
				continue;
			*view = &views[i];
			return command;
		}
	}
	return NULL;
}

const struct command *keymap_views_global(size_t index)
{
	size_t count, act_count;
	const struct command *commands = app_commands(&count);
	const struct command *acts = act_commands(&act_count);

	if (index < count)
		return &commands[index];
	return index - count < act_count ? &acts[index - count] : NULL;
}

static bool add(struct keymap *keymap, const char *view,
	const struct command *(*table)(size_t *count), struct error *error)
{
	size_t count;
	const struct command *commands = table(&count);

	return keymap_add(keymap, view, commands, count, error);
}

bool keymap_views_add_some(struct keymap *keymap, const char *const *names,
	size_t count, struct error *error)
{
	bool ok = add(keymap, KEYMAP_APP, app_commands, error);

	ok = add(keymap, KEYMAP_APP, act_commands, error) && ok;
	for (size_t i = 0; i < count; i++) {
		const struct keymap_view *view = keymap_views_named(names[i]);

		if (view != NULL)
			ok = add(keymap, view->name, view->commands, error) &&
			     ok;
	}
	return ok;
}

bool keymap_views_add(struct keymap *keymap, struct error *error)
{
	bool ok = keymap_views_add_some(keymap, NULL, 0, error);

	for (size_t i = 0; i < ARRAY_LEN(views); i++)
		ok = add(keymap, views[i].name, views[i].commands, error) && ok;
	return ok;
}
