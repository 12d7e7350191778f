/* SPDX-License-Identifier: MIT
 *
 * One account that is open: its key, connection, journal, store and views. It
 * is opened in three steps, so that a slow disk holds nobody up:
 *
 *   begin    a key command or a prompt takes the terminal; or, while the loop
 *            runs, prepare and find_key, and nobody waits
 *   read     on any thread: the key's file, the views, the journal
 *   finish   the connection and the store
 *
 * Then it may connect: nothing is sent before, and the first account draws its
 * first frame in between.
 */
#ifndef SESSION_ACCOUNT_H
#define SESSION_ACCOUNT_H

#include <stdbool.h>

#include "child.h"
#include "session.h"

/* What there is to open. Its texts are its own. */
struct session_target {
	char *url, *account, *label, *issuance_resend;
	char *ca_file, *proxy; /* NULL: none */
	/* NULL both: the key is known already, or somebody has to type it. */
	char *key_command, *key_file;
	char *api_host, *console_url, *mail_url;
	char *journal_path; /* NULL: there is no home directory */
	char *saved_path;   /* NULL: views are not kept */
	char *saved_before; /* where they come from until it is there; NULL */
	enum store_kind kind;
	bool read_only; /* by the configuration */
	int refresh_s;
};

/* ERROR_NONE: it is there. See secret_find_end. */
typedef void (*session_key_fn)(
	void *data, const struct error *error, bool may_need_terminal);

struct session_account {
	struct store *store; /* NULL before it is finished */
	struct saved *saved;
	struct journal *journal; /* NULL: see journal_error */
	struct error journal_error;
	/* Private. */
	struct session *session;
	struct session_account *next; /* of the session's */
	struct session_target target;
	struct secret *secret;
	struct saved_file *saved_file;
	struct transport *transport;
	struct api *api;
	struct buf problems;
	struct secret_find *finding; /* the key; NULL */
	session_key_fn found;
	void *found_data;
	struct error error; /* of reading; ERROR_NONE: it went well */
};

/* The account of that name of the configuration, NULL for the default one.
 * Takes the key of the environment, which may be NULL. NULL and *error. */
struct session_account *session_account_begin(struct session *session,
	const char *name, struct secret *from_environment, struct error *error);
/* The demo's; its sandbox is there. */
struct session_account *
session_account_begin_demo(struct session *session, struct error *error);

/* Without a key, which is none of the environment's. */
struct session_account *session_account_prepare(
	struct session *session, const char *name, struct error *error);
/* By its command, or from the person (always on the terminal). `done` comes
 * once, through the loop, unless it is stopped before. */
void session_account_find_key(struct session_account *account,
	struct children *children, bool on_terminal, session_key_fn done,
	void *data);
void session_account_stop_finding(struct session_account *account);

void session_account_read(struct session_account *account);
/* False and *error: what was read is not good, or there is no connection. What
 * is wrong line by line is in problems. */
MUST_CHECK bool
session_account_finish(struct session_account *account, struct error *error);
MUST_CHECK bool
session_account_connect(struct session_account *account, struct error *error);

/* The end of all that needs the loop. While it is read there is nothing. */
void session_account_stop(struct session_account *account);
/* Not while it is read. NULL: nothing. */
void session_account_free(struct session_account *account);

/* The journal alone, which `account` may never get a network for. */
struct journal *
session_account_journal(struct session *session, const char *path,
	const char *api_host, const char *account, struct error *error);

#endif
