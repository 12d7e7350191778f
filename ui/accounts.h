/* SPDX-License-Identifier: MIT
 *
 * The accounts of the configuration, and which of them the screens show. Each
 * account that was shown has an app of its own: its views, cursor, filter and
 * open order stay as they were left. What of them is not shown neither draws
 * nor reads keys, and asks for nothing more; a write of theirs goes on, its
 * outcome is told wherever the person is, and the end waits for it.
 *
 * An account is opened when it is switched to for the first time. At most
 * ACCOUNTS_OPEN are: the one that was not shown for the longest time is closed
 * for another, and its key wiped; one with a write under way never is.
 *
 * Where accounts come from is the source's business (session-account).
 */
#ifndef ACCOUNTS_H
#define ACCOUNTS_H

#include <stdbool.h>
#include <stddef.h>

#include "app.h"
#include "buf.h"
#include "error.h"
#include "saved.h"
#include "store.h"

#define ACCOUNTS_OPEN 4

/* What is known of an account before it is open; the texts are lent. */
struct accounts_entry {
	const char *name, *label;
	char host[128];
	enum store_kind kind; /* STORE_KIND_UNKNOWN: auto */
	bool read_only;
	bool asks;	  /* the person types its key, on the terminal */
	bool has_command; /* that prints its key */
};

/* What an open one brings: lent until it is closed. */
struct accounts_part {
	struct store *store;
	struct saved *saved;
};

/* ERROR_NONE: the key is there. Else whether it might be with the terminal. */
typedef void (*accounts_key_fn)(
	void *data, const struct error *error, bool may_need_terminal);

/* The same steps as in session-account.h. What `begin` gives is handed to the
 * others; `close` comes for it once. */
struct accounts_source {
	void *data;
	bool (*at)(void *data, size_t index, struct accounts_entry *out);
	void *(*begin)(void *data, const char *name, struct error *error);
	/* For an entry that asks or has a command. `done` comes once, through
	 * the loop, unless it was stopped. */
	void (*find_key)(void *opening, bool on_terminal, accounts_key_fn done,
		void *data);
	void (*stop_finding)(void *opening);
	void (*read)(void *opening);
	bool (*finish)(
		void *opening, struct accounts_part *part, struct error *error);
	void (*close)(void *opening);
};

enum accounts_state {
	ACCOUNTS_NEVER,	  /* not open: not asked yet */
	ACCOUNTS_OPENING, /* its key is asked for, its files are read */
	ACCOUNTS_FAILED,  /* it could not be opened */
	ACCOUNTS_ASKING,  /* open, and has not answered yet */
	ACCOUNTS_OK,
	ACCOUNTS_OFFLINE,
	ACCOUNTS_KEY,	 /* key refused */
	ACCOUNTS_TROUBLE /* it answered with an error */
};

struct accounts_row {
	struct accounts_entry entry;
	bool is_shown;
	enum accounts_state state;
	size_t writes;	    /* under way */
	struct error error; /* of the state; ERROR_NONE */
};

struct accounts;

/* Shows an account that is open: options are those of its app and of all later
 * ones, but for store, saved and order. `opening` is the source's. */
struct accounts *accounts_new(const struct app_options *options,
	const struct accounts_source *source, void *opening);
/* All apps go, and `close` comes for each account. */
void accounts_free(struct accounts *accounts);

/* The one that is shown. */
struct app *accounts_app(const struct accounts *accounts);
/* False: there are not so many. */
bool accounts_at(const struct accounts *accounts, size_t index,
	struct accounts_row *row);
const char *accounts_state_name(enum accounts_state state);
/* Whether there is more than one to choose from. */
bool accounts_are_many(const struct accounts *accounts);

/* Shows another account; opens it first if need be. Says by a message why it
 * does not. An account that opens slowly is shown only if the person is still
 * where they were. */
void accounts_switch(struct accounts *accounts, const char *name);
/* One is being opened, and nobody gave it up. */
bool accounts_is_opening(const struct accounts *accounts);
/* "Opening account eu ... 3s", while its key command runs. False: nothing. */
bool accounts_write_opening(const struct accounts *accounts, struct buf *out);
/* False: there is nothing to give up. */
bool accounts_give_up(struct accounts *accounts);
/* Asks those that are open and could not be reached again. */
void accounts_try_again(struct accounts *accounts);

/* -- for the apps -- */

/* While an account is opened what is typed is meant for it, and waits. True:
 * the key was taken. Esc and Ctrl-C give the opening up. */
bool accounts_hold_key(struct accounts *accounts, const struct key *key);
/* The next one that waited, for the account that is shown now. */
bool accounts_held_key(struct accounts *accounts, struct key *key);

/* Each account that is open; app is NULL for one that was never shown. */
void accounts_each(const struct accounts *accounts,
	void (*fn)(
		void *data, const struct accounts_part *part, struct app *app),
	void *data);

/* One whose export goes on; NULL: none. */
const struct app *accounts_exporting(const struct accounts *accounts);
/* A program that runs in the background; NULL: none. */
const char *accounts_running(const struct accounts *accounts);
/* Writes under way, of all accounts. */
size_t accounts_writes(const struct accounts *accounts);
/* The store of that app has changed. While the one that is shown cannot be
 * reached it is asked again, after 30 s and then at longer intervals of 5
 * minutes at most. */
void accounts_changed(struct accounts *accounts, const struct app *app);

#endif
