/* SPDX-License-Identifier: MIT
 *
 * What the files of the accounts share: the desks, and the one that is opened.
 */
#ifndef ACCOUNTS_PRIVATE_H
#define ACCOUNTS_PRIVATE_H

#include "accounts.h"

struct accounts_desk {
	void *opening; /* the source's */
	struct accounts_part part;
	struct app *app; /* NULL: never shown */
	long shown;	 /* when it was last: counts up */
};

/* Why an account could not be opened, until it is. */
struct accounts_failure {
	char *name;
	struct error error;
};

/* One whose key is asked for, or that is being read on another thread. */
struct accounts_opening {
	struct accounts *accounts; /* NULL: gone */
	bool is_finding;	   /* its key */
	bool on_terminal;	   /* which then is not ours */
	int64_t since;		   /* loop ms */
	void (*read)(void *opening);
	void *opening;
	char *name;
	const struct view *from; /* where it was asked for */
	const struct app *app;
	bool is_given_up;
};

#define ACCOUNTS_KEYS 64 /* that wait; more are thrown away */

struct accounts {
	struct app_options options;
	struct accounts_source source;
	struct accounts_desk desks[ACCOUNTS_OPEN];
	size_t count;
	size_t at; /* the desk that is shown */
	long shown;
	struct accounts_opening *opening; /* one at a time; NULL */
	key_code keys[ACCOUNTS_KEYS];	  /* that wait for it */
	size_t key_count, key_at;
	char *asked; /* whether its command shall have the terminal; NULL */
	struct error asked_for; /* why it may need it */
	struct accounts_failure *failures;
	size_t failure_count;
	struct loop_timer *again;
	int64_t again_ms; /* 0: the account can be reached */
	bool is_waiting;  /* for the next try */
};

/* -- accounts.c -- */

struct accounts_desk *accounts_shown_desk(const struct accounts *accounts);
/* NULL: it is not open. */
struct accounts_desk *
accounts_desk_of(const struct accounts *accounts, const char *name);
/* The one to close for another: not shown for the longest time, if possible
 * without anything that would be lost (app-show.h). The count of desks: none.
 */
size_t accounts_oldest(const struct accounts *accounts, bool with_losses);
/* False: none can be closed. */
bool accounts_make_room(struct accounts *accounts);
struct accounts_desk *accounts_add_desk(struct accounts *accounts,
	void *opening, const struct accounts_part *part);
void accounts_start_app(struct accounts *accounts, struct accounts_desk *desk);

/* -- accounts-state.c -- */

/* Why it could not be opened; NULL: it was. */
void accounts_note_failure(
	struct accounts *accounts, const char *name, const struct error *error);
void accounts_state_of(const struct store *store, struct accounts_row *row);
bool accounts_find_entry(const struct accounts *accounts, const char *name,
	struct accounts_entry *out);

/* -- accounts-again.c -- */

void accounts_again_init(struct accounts *accounts);
void accounts_stop_trying(struct accounts *accounts);
bool accounts_is_offline(const struct accounts_desk *desk);
void accounts_ask_again(const struct accounts_desk *desk);

/* -- accounts-switch.c -- */

void accounts_free_opening(struct accounts_opening *opening);
/* What was typed ahead was meant for the other account. */
void accounts_drop_keys(struct accounts *accounts);
void accounts_say_failed(
	struct accounts *accounts, const char *name, const struct error *error);
/* The person is still where they asked for it. */
bool accounts_is_where_it_was(const struct accounts_opening *opening);
/* Its key is there: the rest. */
void accounts_read(struct accounts_opening *opening);
/* Again, with the terminal for its command. */
void accounts_open_on_terminal(struct accounts *accounts, const char *name);

/* -- accounts-key.c -- */

void accounts_find_key(struct accounts_opening *opening, bool on_terminal);
/* Nobody wants it any more. Its key was being asked for. */
void accounts_stop_finding(struct accounts_opening *opening);

#endif
