/* SPDX-License-Identifier: MIT
 *
 * Puts the program together. A target says which server, which key and which
 * journal; it comes from the demo or from the configuration, and from there on
 * both go the same way.
 */
#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "demo.h"
#include "file.h"
#include "http.h"
#include "journal-sqlite.h"
#include "log.h"
#include "loop-uv.h"
#include "mem.h"
#include "process.h"
#include "saved-file.h"
#include "secret.h"
#include "session-config.h"
#include "text.h"

#define DEMO_ISSUANCE                                                          \
	"PUT /sandbox/v1/order/certificate/{order_id}/resend-issuance-email"

struct target {
	const char *url, *account, *label, *issuance_resend;
	const char *ca_file, *proxy;
	char *api_host, *journal_path, *history_path, *console_url, *mail_url;
	char *saved_path; /* NULL: views are not kept */
	enum store_kind kind;
	bool read_only;
	const char *read_only_reason;
	int refresh_s;
};

static void target_clear(struct target *target)
{
	free(target->api_host);
	free(target->journal_path);
	free(target->history_path);
	free(target->console_url);
	free(target->mail_url);
	free(target->saved_path);
}

/* -- the demo ---------------------------------------------------------------
 */

static bool open_demo(struct session *session, const struct options *options,
	struct target *target, struct error *error)
{
	struct demo_options demo = {
		.directory = options->demo_dir,
		.orders = options->demo_orders,
		.kind = options->demo_kind,
	};

	session->demo = demo_start(&demo, error);
	if (session->demo == NULL)
		return false;
	session->secret = secret_new(demo_key(session->demo),
		strlen(demo_key(session->demo)), error);
	if (session->secret == NULL)
		return false;
	target->url = demo_url(session->demo);
	target->account = "demo";
	target->label = "DEMO";
	target->issuance_resend = DEMO_ISSUANCE;
	/* The port differs from start to start, the journal must not. */
	target->api_host = mem_dup("demo");
	target->journal_path =
		mem_printf("%s/journal.db", demo_directory(session->demo));
	/* What is gone at the end need not be written. */
	if (options->demo_dir != NULL)
		target->history_path =
			mem_printf("%s/history", demo_directory(session->demo));
	target->console_url =
		mem_printf("%s/order/{order_id}", demo_root(session->demo));
	target->mail_url = mem_printf("%s/mail", demo_root(session->demo));
	if (options->demo_dir != NULL)
		target->saved_path =
			mem_printf("%s/views", demo_directory(session->demo));
	target->kind = STORE_KIND_UNKNOWN;
	if (options->demo_kind != NULL)
		return settings_kind(options->demo_kind, &target->kind);
	return true;
}

/* -- the configuration ------------------------------------------------------
 */

/* The key from the environment is taken out of it in any case. */
static struct secret *find_secret(const struct settings_account *account,
	struct secret *from_environment, struct error *error)
{
	struct secret *secret;
	char *path;

	if (account->key_command == NULL && account->key_file == NULL) {
		if (from_environment != NULL)
			return from_environment;
		secret = secret_from_credential(error);
		if (secret != NULL || error->kind != ERROR_NONE)
			return secret;
		return secret_from_prompt("CertCentral API key: ", error);
	}
	secret_free(from_environment);
	if (account->key_command != NULL)
		return secret_from_command(account->key_command, error);
	path = file_expand(account->key_file);
	secret = secret_from_file(path, error);
	free(path);
	return secret;
}

static bool open_account(struct session *session, const struct options *options,
	struct target *target, struct secret *from_environment,
	struct error *error)
{
	const struct settings_account *account;
	char *url = NULL;

	account = settings_account(&session->settings, options->account, error);
	if (account == NULL ||
		!settings_url(account->url, &url, &target->api_host, error)) {
		secret_free(from_environment);
		return false;
	}
	free(url);
	session->secret = find_secret(account, from_environment, error);
	if (session->secret == NULL)
		return false;
	target->url = account->url;
	target->account = account->name;
	target->label = account->label;
	target->issuance_resend = account->issuance_resend;
	target->ca_file = account->ca_file;
	target->proxy = account->proxy;
	target->console_url = mem_dup(account->console_url);
	target->kind = account->kind;
	target->refresh_s = settings_refresh(&session->settings, account);
	if (account->read_only) {
		target->read_only = true;
		target->read_only_reason =
			"This account is read-only by its configuration.";
	}
	return true;
}

static bool
open_configured(struct session *session, const struct options *options,
	struct target *target, struct error *error)
{
	struct secret *key;

	key = secret_from_environment("CERTDESK_API_KEY", error);
	if (key == NULL && error->kind != ERROR_NONE)
		return false;
	if (!session_config_find(&session->settings, error)) {
		secret_free(key);
		return false;
	}
	if (!open_account(session, options, target, key, error))
		return false;
	target->journal_path = session_config_journal(&session->settings);
	target->saved_path = file_config_path("views");
	target->history_path = file_state_path("history");
	return true;
}

/* -- all of it --------------------------------------------------------------
 */

static void open_journal(struct session *session, const char *path,
	const char *api_host, const char *account)
{
	struct journal_sqlite_options options = {
		.path = path,
		.api_host = api_host,
		.account = account,
		.to_syslog = session->settings.to_syslog,
	};

	if (path == NULL)
		error_set(&session->journal_error, ERROR_JOURNAL,
			"There is no home directory for the journal; set "
			"XDG_STATE_HOME.");
	else
		session->journal = journal_sqlite_new(
			session->loop, &options, &session->journal_error);
	if (session->journal == NULL)
		log_add(LOG_ERROR, "%s", session->journal_error.text);
}

static bool open_network(struct session *session, const struct options *options,
	const struct target *target, struct error *error)
{
	bool screen = options->command == OPTION_SCREEN;
	struct http_options http = {
		.base_url = target->url,
		.key = session->secret,
		.ca_file = target->ca_file,
		.proxy = target->proxy,
	};
	struct api_options api = {
		.short_limit = session->settings.requests_short,
		.long_limit = session->settings.requests_long,
		.tries = screen ? 0 : 3,
		.tries_within_ms = screen ? 0 : 5000,
		.retry_connect = screen,
		.issuance_resend = target->issuance_resend,
	};

	session->transport = http_new(session->loop, &http, error);
	if (session->transport == NULL)
		return false;
	session->api = api_new(session->loop, session->transport, &api);
	return true;
}

/* The views of the configuration, and over them the agent's own. */
static bool open_saved(struct session *session, const struct target *target,
	struct error *error)
{
	struct buf problems;

	session->saved = saved_new();
	if (!saved_add(session->saved, SAVED_CONFIGURED, &session->settings,
		    error))
		return false;
	if (target->saved_path == NULL)
		return true;
	buf_init(&problems, 64 * 1024);
	session->saved_file = saved_file_new(session->loop, session->saved,
		target->saved_path, &problems, error);
	session_config_say(&problems);
	buf_clear(&problems);
	return session->saved_file != NULL;
}

static void open_store(struct session *session, const struct options *options,
	const struct target *target)
{
	char host[256] = "localhost", agent[PROCESS_AGENT_SIZE];
	struct store_options store = {
		.account_name = target->account,
		.label = target->label,
		.kind = target->kind,
		.read_only = options->read_only || target->read_only,
		.read_only_reason =
			options->read_only
				? "certdesk was started with --read-only."
				: target->read_only_reason,
		.console_url = target->console_url,
		.mail_url = target->mail_url != NULL ? target->mail_url : "",
		.agent = process_agent(agent),
		.host = host,
		.resend_guard_s = session->settings.resend_guard_s,
		/* A subcommand reads its list once. */
		.refresh_s = options->command == OPTION_SCREEN
				     ? target->refresh_s
				     : 0,
		.note_on_resend = session->settings.note_on_resend,
		.keep_raw_rows = options->command == OPTION_ORDERS &&
				 options->format == OPTION_JSON,
		.view_counts = session->settings.view_counts,
		.read_ahead = session->settings.read_ahead,
	};

	gethostname(host, sizeof(host) - 1);
	session->store = store_new(session->loop, session->api,
		session->journal, &session->journal_error, &store);
}

/* A demo without a directory has a journal of its own, empty as it starts. */
static bool open_demo_journal(struct session *session,
	const struct options *options, struct error *error)
{
	struct target target = {0};
	bool ok;

	if (options->demo_dir != NULL) {
		char *directory = file_expand(options->demo_dir);

		target.journal_path = mem_printf("%s/journal.db", directory);
		free(directory);
		ok = true;
	} else {
		ok = open_demo(session, options, &target, error);
	}
	if (ok)
		open_journal(session, target.journal_path, "demo", "demo");
	target_clear(&target);
	return ok;
}

/* `certdesk journal` needs neither key nor network. */
static bool open_journal_only(struct session *session,
	const struct options *options, struct error *error)
{
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

bool session_open(struct session *session, const struct options *options,
	struct error *error)
{
	struct target target = {0};
	bool ok;

	memset(session, 0, sizeof(*session));
	settings_init(&session->settings);
	session->loop = loop_uv_new();
	if (session->loop == NULL)
		return error_set_errno(error, ERROR_SYSTEM, errno,
			"The program cannot be started");
	if (options->command == OPTION_JOURNAL)
		return options->demo
			       ? open_demo_journal(session, options, error)
			       : open_journal_only(session, options, error);
	ok = options->demo ? open_demo(session, options, &target, error)
			   : open_configured(session, options, &target, error);
	ok = ok && open_saved(session, &target, error) &&
	     open_network(session, options, &target, error);
	if (ok) {
		open_journal(session, target.journal_path, target.api_host,
			target.account);
		open_store(session, options, &target);
		session->history_path = target.history_path;
		target.history_path = NULL;
	}
	target_clear(&target);
	return ok;
}

void session_close(struct session *session)
{
	if (session->store != NULL)
		store_free(session->store);
	if (session->api != NULL)
		api_free(session->api);
	if (session->transport != NULL)
		http_free(session->transport);
	if (session->journal != NULL)
		journal_free(session->journal);
	secret_free(session->secret);
	demo_stop(session->demo);
	settings_clear(&session->settings);
	free(session->history_path);
	if (session->loop != NULL)
		loop_uv_free(session->loop);
	saved_file_free(session->saved_file);
	saved_free(session->saved);
	memset(session, 0, sizeof(*session));
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
