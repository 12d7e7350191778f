/* SPDX-License-Identifier: MIT
 *
 * Puts the program together: the demo or the configuration, and the account to
 * begin with (session-account).
 */
#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"
#include "file.h"
#include "file-writer.h"
#include "log.h"
#include "loop-uv.h"
#include "mem.h"
#include "secret.h"
#include "session-account.h"
#include "session-config.h"
#include "text.h"

/* -- the demo ---------------------------------------------------------------
 */

static bool start_demo(struct session *session, struct error *error)
{
	const struct options *options = session->options;
	struct demo_options demo = {
		.directory = options->demo_dir,
		.orders = options->demo_orders,
		.kind = options->demo_kind,
	};

	session->demo = demo_start(&demo, error);
	return session->demo != NULL;
}

static struct session_account *
begin_demo(struct session *session, struct error *error)
{
	if (!start_demo(session, error))
		return NULL;
	/* What is gone at the end need not be written. */
	if (session->options->demo_dir != NULL)
		session->history_path =
			mem_printf("%s/history", demo_directory(session->demo));
	/* So that :set knows the settings of an account. */
	settings_add_account(&session->settings, "demo");
	if (!session_config_override(
		    &session->settings, session->options, error))
		return NULL;
	return session_account_begin_demo(session, error);
}

/* -- the configuration ------------------------------------------------------
 */

/* The key is taken out of the environment in any case. */
static struct session_account *
begin_configured(struct session *session, struct error *error)
{
	struct secret *key = secret_from_environment("CERTDESK_API_KEY", error);

	if (key == NULL && error->kind != ERROR_NONE)
		return NULL;
	if (!session_config_find(&session->settings, error) ||
		!session_config_override(
			&session->settings, session->options, error)) {
		secret_free(key);
		return NULL;
	}
	session->config_path = file_config_path("config");
	session->history_path = file_state_path("history");
	return session_account_begin(
		session, session->options->account, key, error);
}

/* -- the journal alone ------------------------------------------------------
 */

static void open_journal(struct session *session, const char *path,
	const char *api_host, const char *account)
{
	session->journal = session->own_journal = session_account_journal(
		session, path, api_host, account, &session->journal_error);
	if (session->journal == NULL)
		log_add(LOG_ERROR, "%s", session->journal_error.text);
}

/* A demo without a directory has a journal of its own, empty as it starts. */
static bool open_demo_journal(struct session *session, struct error *error)
{
	char *directory, *path;

	if (session->options->demo_dir != NULL) {
		directory = file_expand(session->options->demo_dir);
	} else {
		if (!start_demo(session, error))
			return false;
		directory = mem_dup(demo_directory(session->demo));
	}
	path = mem_printf("%s/journal.db", directory);
	open_journal(session, path, "demo", "demo");
	free(path);
	free(directory);
	return true;
}

/* `certdesk journal` needs neither key nor network. */
static bool open_journal_only(struct session *session, struct error *error)
{
	const struct options *options = session->options;
	char *path, *host = NULL, *url = NULL;
	const struct settings_account *account = NULL;
	struct error ignored;

	secret_free(secret_from_environment("CERTDESK_API_KEY", &ignored));
	if (!session_config_find(&session->settings, error))
		return false;
	if (options->account != NULL || session->settings.account_count > 0) {
		account = settings_account(
			&session->settings, options->account, error);
		if (account == NULL ||
			!settings_url(account->url, &url, &host, error))
			return false;
	}
	path = session_config_journal(&session->settings);
	open_journal(session, path, host != NULL ? host : "",
		account != NULL ? account->name : "");
	free(path);
	free(url);
	free(host);
	return true;
}

bool session_is_slow(const struct session *session)
{
	return session->settings.slow;
}

/* -- all of it --------------------------------------------------------------
 */

static bool open_first(struct session *session, struct error *error)
{
	struct session_account *account =
		session->options->demo ? begin_demo(session, error)
				       : begin_configured(session, error);
	bool ok;

	if (account == NULL)
		return false;
	session_account_read(account);
	ok = session_account_finish(account, error);
	session_config_say(&account->problems);
	session->first = account;
	session->store = account->store;
	session->saved = account->saved;
	session->journal = account->journal;
	session->journal_error = account->journal_error;
	return ok;
}

struct settings *session_settings(struct session *session)
{
	return &session->settings;
}

const char *session_config_path(const struct session *session)
{
	return session->config_path;
}

const struct settings_keys *session_keys(const struct session *session)
{
	return &session->settings.keys;
}

bool session_open(struct session *session, const struct options *options,
	struct secret *key, struct error *error)
{
	memset(session, 0, sizeof(*session));
	session->key = key;
	session->options = options;
	settings_init(&session->settings);
	session->loop = loop_uv_new();
	if (session->loop == NULL)
		return error_set_errno(error, ERROR_SYSTEM, errno,
			"The program cannot be started");
	if (options->command != OPTION_JOURNAL)
		return open_first(session, error);
	return options->demo ? open_demo_journal(session, error)
			     : open_journal_only(session, error);
}

bool session_connect(struct session *session, struct error *error)
{
	return session->first == NULL ||
	       session_account_connect(session->first, error);
}

void session_close(struct session *session)
{
	struct session_account *account = session->accounts;

	for (; account != NULL; account = account->next)
		session_account_stop(account);
	if (session->own_journal != NULL)
		journal_free(session->own_journal);
	demo_stop(session->demo);
	/* What is read or written on a disk is finished by then. */
	if (session->loop != NULL)
		loop_uv_free(session->loop);
	session->loop = NULL;
	while (session->accounts != NULL)
		session_account_free(session->accounts);
	secret_free(session->key);
	settings_clear(&session->settings);
	free(session->config_path);
	free(session->history_path);
	memset(session, 0, sizeof(*session));
}

static void *disk_open(const char *path, bool replaces, struct error *error)
{
	return file_writer_new(path, replaces, error);
}

static bool
disk_add(void *file, const char *data, size_t len, struct error *error)
{
	return file_writer_add(file, data, len, error);
}

static char *disk_finish(void *file, struct error *error)
{
	return file_writer_finish(file, error);
}

static void disk_abandon(void *file)
{
	file_writer_abandon(file);
}

const struct export_disk *session_disk(void)
{
	static const struct export_disk disk = {
		disk_open, disk_add, disk_finish, disk_abandon};

	return &disk;
}

char *session_save(
	const char *path, const char *data, size_t len, struct error *error)
{
	char *full = file_expand(path);

	if (file_create(full, data, len, error))
		return full;
	free(full);
	return NULL;
}
