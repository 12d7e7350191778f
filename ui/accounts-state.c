/* SPDX-License-Identifier: MIT
 *
 * How each account stands: by its store where it is open, by why it is not
 * where it could not be opened.
 */
#include "accounts-private.h"

#include <string.h>

#include "mem.h"

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

/* -- failures -------------------------------------------------------------- */

static struct accounts_failure *
failure_of(const struct accounts *accounts, const char *name)
{
	for (size_t i = 0; i < accounts->failure_count; i++) {
		if (strcmp(accounts->failures[i].name, name) == 0)
			return &accounts->failures[i];
	}
	return NULL;
}

/* NULL: it went well. There are no more than names in the configuration. */
void accounts_note_failure(
	struct accounts *accounts, const char *name, const struct error *error)
{
	struct accounts_failure *failure = failure_of(accounts, name);

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
void accounts_state_of(const struct store *store, struct accounts_row *row)
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
	const struct accounts_opening *opening = accounts->opening;
	const struct accounts_failure *failure =
		failure_of(accounts, row->entry.name);

	if (opening != NULL && strcmp(opening->name, row->entry.name) == 0) {
		row->state = ACCOUNTS_OPENING;
	} else if (failure != NULL && failure->error.kind != ERROR_NONE) {
		row->state = ACCOUNTS_FAILED;
		row->error = failure->error;
	}
}

bool accounts_at(
	const struct accounts *accounts, size_t index, struct accounts_row *row)
{
	const struct accounts_desk *desk;

	*row = (struct accounts_row){0};
	if (!accounts->source.at(accounts->source.data, index, &row->entry))
		return false;
	desk = accounts_desk_of(accounts, row->entry.name);
	row->is_shown = desk != NULL && desk == accounts_shown_desk(accounts);
	if (desk != NULL)
		accounts_state_of(desk->part.store, row);
	else
		state_of_closed(accounts, row);
	return true;
}

bool accounts_are_many(const struct accounts *accounts)
{
	struct accounts_entry entry;

	return accounts->source.at(accounts->source.data, 1, &entry);
}

bool accounts_find_entry(const struct accounts *accounts, const char *name,
	struct accounts_entry *out)
{
	for (size_t i = 0; accounts->source.at(accounts->source.data, i, out);
		i++) {
		if (strcmp(out->name, name) == 0)
			return true;
	}
	return false;
}
