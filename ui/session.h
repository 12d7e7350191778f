/* SPDX-License-Identifier: MIT
 *
 * Everything between the command line and the store, built in order and torn
 * down in reverse: settings, key, loop, transport, api, journal, store; with
 * --demo a sandbox of our own instead of settings and key.
 */
#ifndef SESSION_H
#define SESSION_H

#include <stdbool.h>

#include "child.h"
#include "error.h"
#include "export.h"
#include "option.h"
#include "saved.h"
#include "secret.h"
#include "settings.h"
#include "store.h"

struct session {
	struct loop *loop;
	/* Of the account that it was opened with. */
	struct store *store;	 /* NULL for a session without a network */
	struct journal *journal; /* NULL: see journal_error */
	struct error journal_error;
	struct saved *saved;	   /* views and columns */
	char *config_path;	   /* NULL: none, as in the demo */
	struct children *children; /* lent; for accounts that are opened */
	char *history_path; /* of the filters that were typed; NULL: none */
	/* Private. */
	const struct options *options; /* lent */
	struct settings settings;
	struct demo *demo;
	struct secret *key; /* that is known already; NULL */
	struct session_account *first, *accounts; /* all that are open */
	struct journal *own_journal;		  /* of no account */
};

/*
 * False and *error (ERROR_USAGE, ERROR_CONFIG, ERROR_SYSTEM) when it cannot
 * start; problems of the configuration file go to stderr line by line. A
 * journal that cannot be opened is no failure here. `certdesk journal` gets
 * loop and journal only. session_close is right in both cases.
 *
 * A key that is known already (session-setup) is taken, NULL: the account says
 * where it comes from.
 */
MUST_CHECK bool session_open(struct session *session,
	const struct options *options, struct secret *key, struct error *error);
/* The connection of the account that it was opened with, if there is one:
 * libcurl takes its time to start. Nothing is sent before. False and *error:
 * as session_open. */
MUST_CHECK bool session_connect(struct session *session, struct error *error);
void session_close(struct session *session);

/* For :set: what holds, and where it was read (NULL: it is the demo). */
struct settings *session_settings(struct session *session);
const char *session_config_path(const struct session *session);

/* [keys] of the configuration, lent. */
const struct settings_keys *session_keys(const struct session *session);
/* Whether the terminal is at the end of a slow line, as somebody said. */
bool session_is_slow(const struct session *session);

/* Files that are written piece by piece. */
const struct export_disk *session_disk(void);
/* An app_save_fn: a new file, never over one that is there. */
char *session_save(
	const char *path, const char *data, size_t len, struct error *error);

#endif
