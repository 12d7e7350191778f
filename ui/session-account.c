/* SPDX-License-Identifier: MIT
 *
 * A target says which server, which key and which journal; it comes from the
 * demo or from the configuration, and from there on both go the same way.
 */
#include "session-account.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "demo.h"
#include "file.h"
#include "http.h"
#include "journal-sqlite.h"
#include "log.h"
#include "mem.h"
#include "process.h"
#include "saved-file.h"
#include "secret.h"
#include "secret-find.h"
#include "session-config.h"

#define PROMPT "CertCentral API key: "
#define DEMO_ISSUANCE                                                          \
	"PUT /sandbox/v1/order/certificate/{order_id}/resend-issuance-email"

/* -- what is to be opened ---------------------------------------------------
 */

static void clear_target(struct session_target *target)
{
	free(target->url);
	free(target->account);
	free(target->label);
	free(target->issuance_resend);
	free(target->ca_file);
	free(target->proxy);
	free(target->key_command);
	free(target->key_file);
	free(target->api_host);
	free(target->console_url);
	free(target->mail_url);
	free(target->journal_path);
	free(target->saved_path);
	free(target->saved_before);
}

static struct session_account *new_account(struct session *session)
{
	struct session_account *account = mem_zalloc(sizeof(*account));

	account->session = session;
	account->next = session->accounts;
	session->accounts = account;
	buf_init(&account->problems, SESSION_CONFIG_PROBLEMS);
	return account;
}

static void
demo_target(const struct session *session, struct session_target *target)
{
	const struct options *options = session->options;
	const struct demo *demo = session->demo;

	target->url = mem_dup(demo_url(demo));
	target->account = mem_dup("demo");
	target->label = mem_dup("DEMO");
	target->issuance_resend = mem_dup(DEMO_ISSUANCE);
	/* The port differs from start to start, the journal must not. */
	target->api_host = mem_dup("demo");
	target->journal_path =
		mem_printf("%s/journal.db", demo_directory(demo));
	target->console_url =
		mem_printf("%s/order/{order_id}", demo_root(demo));
	target->mail_url = mem_printf("%s/mail", demo_root(demo));
	/* What is gone at the end need not be written. */
	if (options->demo_dir != NULL)
		target->saved_path =
			mem_printf("%s/views", demo_directory(demo));
	target->kind = STORE_KIND_UNKNOWN;
}

struct session_account *
session_account_begin_demo(struct session *session, struct error *error)
{
	struct session_account *account = new_account(session);
	const char *kind = session->options->demo_kind;
	const char *key = demo_key(session->demo);

	demo_target(session, &account->target);
	account->saved = saved_new();
	account->secret = secret_new(key, strlen(key), error);
	if (account->secret != NULL &&
		(kind == NULL || settings_kind(kind, &account->target.kind)))
		return account;
	session_account_free(account);
	return NULL;
}

static char *dup_or_null(const char *text)
{
	return text != NULL ? mem_dup(text) : NULL;
}

static void configured_target(const struct session *session,
	const struct settings_account *from, struct session_target *target)
{
	const struct settings *settings = &session->settings;

	target->url = mem_dup(from->url);
	target->key_command = dup_or_null(from->key_command);
	if (from->key_file != NULL)
		target->key_file = file_expand(from->key_file);
	target->account = mem_dup(from->name);
	target->label = mem_dup(from->label);
	target->issuance_resend = mem_dup(from->issuance_resend);
	target->ca_file = dup_or_null(from->ca_file);
	target->proxy = dup_or_null(from->proxy);
	target->console_url = mem_dup(from->console_url);
	target->mail_url = mem_dup("");
	target->kind = from->kind;
	target->refresh_s = settings_refresh(settings, from);
	target->read_only = from->read_only;
	target->journal_path = session_config_journal(settings);
	target->saved_path = saved_file_path(
		from->name, settings->account_count > 1, &target->saved_before);
}

/* Like that of the environment it is the key of one account, and no other
 * server gets to see it. */
static struct secret *
credential_of_first(const struct session *session, struct error *error)
{
	error_clear(error);
	return session->first == NULL ? secret_from_credential(error) : NULL;
}

/* False and *error: there is none. True without a secret: it is in the file,
 * or what the environment has. */
static bool find_secret(struct session_account *account,
	struct secret *from_environment, struct error *error)
{
	const struct session_target *target = &account->target;

	if (account->session->key != NULL) {
		account->secret = account->session->key;
		account->session->key = NULL;
		secret_free(from_environment);
		return true;
	}
	if (target->key_command == NULL && target->key_file == NULL) {
		account->secret = from_environment;
		if (account->secret != NULL)
			return true;
		account->secret = credential_of_first(account->session, error);
		if (account->secret == NULL && error->kind == ERROR_NONE)
			account->secret = secret_from_prompt(PROMPT, error);
		return account->secret != NULL;
	}
	secret_free(from_environment);
	if (target->key_command != NULL)
		account->secret =
			secret_from_command(target->key_command, error);
	return target->key_command == NULL || account->secret != NULL;
}

struct session_account *session_account_prepare(
	struct session *session, const char *name, struct error *error)
{
	const struct settings *settings = &session->settings;
	const struct settings_account *from =
		settings_account(settings, name, error);
	struct session_account *account = new_account(session);
	char *url = NULL;

	if (from == NULL || !settings_url(from->url, &url,
				    &account->target.api_host, error)) {
		session_account_free(account);
		return NULL;
	}
	free(url);
	configured_target(session, from, &account->target);
	account->saved = saved_new();
	saved_set_account(account->saved, from->name);
	if (saved_add(account->saved, SAVED_CONFIGURED, settings, error))
		return account;
	session_account_free(account);
	return NULL;
}

struct session_account *session_account_begin(struct session *session,
	const char *name, struct secret *from_environment, struct error *error)
{
	struct session_account *account =
		session_account_prepare(session, name, error);

	if (account == NULL) {
		secret_free(from_environment);
		return NULL;
	}
	if (find_secret(account, from_environment, error))
		return account;
	session_account_free(account);
	return NULL;
}

/* -- the key while the loop runs --------------------------------------------
 */

static void found(void *data, const struct secret_find_end *end)
{
	struct session_account *account = data;

	account->finding = NULL;
	account->secret = end->secret;
	account->found(
		account->found_data, &end->error, end->may_need_terminal);
}

void session_account_find_key(struct session_account *account,
	struct children *children, bool on_terminal, session_key_fn done,
	void *data)
{
	struct loop *loop = account->session->loop;
	const char *command = account->target.key_command;

	account->found = done;
	account->found_data = data;
	account->finding =
		command != NULL
			? secret_find_by_command(loop, children, command,
				  on_terminal, found, account)
			: secret_find_by_prompt(loop, PROMPT, found, account);
}

void session_account_stop_finding(struct session_account *account)
{
	secret_find_stop(account->finding);
	account->finding = NULL;
}

/* -- what is on a disk ------------------------------------------------------
 */

struct journal *
session_account_journal(struct session *session, const char *path,
	const char *api_host, const char *account, struct error *error)
{
	struct journal_sqlite_options options = {
		.path = path,
		.api_host = api_host,
		.account = account,
		.to_syslog = session->settings.to_syslog,
	};

	if (path != NULL)
		return journal_sqlite_new(session->loop, &options, error);
	error_set(error, ERROR_JOURNAL,
		"There is no home directory for the journal; set "
		"XDG_STATE_HOME.");
	return NULL;
}

/* Over the views of the configuration the agent's own. */
static bool read_saved(struct session_account *account)
{
	if (account->target.saved_path == NULL)
		return true;
	account->saved_file = saved_file_new(account->session->loop,
		account->saved, account->target.saved_path,
		account->target.saved_before, &account->problems,
		&account->error);
	return account->saved_file != NULL;
}

static bool read_key(struct session_account *account)
{
	if (account->secret == NULL && account->target.key_file != NULL)
		account->secret = secret_from_file(
			account->target.key_file, &account->error);
	return account->secret != NULL;
}

void session_account_read(struct session_account *account)
{
	const struct session_target *target = &account->target;

	if (read_key(account) && read_saved(account))
		account->journal = session_account_journal(account->session,
			target->journal_path, target->api_host, target->account,
			&account->journal_error);
}

/* -- the rest ---------------------------------------------------------------
 */

static bool open_network(struct session_account *account, struct error *error)
{
	const struct session_target *target = &account->target;
	const struct settings *settings = &account->session->settings;
	bool screen = account->session->options->command == OPTION_SCREEN;
	struct http_options http = {
		.base_url = target->url,
		.key = account->secret,
		.ca_file = target->ca_file,
		.proxy = target->proxy,
	};
	struct api_options api = {
		.short_limit = settings->requests_short,
		.long_limit = settings->requests_long,
		.tries = screen ? 0 : 3,
		.tries_within_ms = screen ? 0 : 5000,
		.retry_connect = screen,
		.issuance_resend = target->issuance_resend,
	};

	account->transport = http_prepare(account->session->loop, &http, error);
	if (account->transport == NULL)
		return false;
	account->api =
		api_new(account->session->loop, account->transport, &api);
	return true;
}

/* As the subcommands: what would be asked is refused where nobody answers. */
static bool lacks_person(const struct options *options)
{
	return options->linear && isatty(STDIN_FILENO) != 1;
}

static const char *read_only_reason(const struct session_account *account)
{
	if (account->session->options->read_only)
		return "certdesk was started with --read-only.";
	if (account->target.read_only)
		return "This account is read-only by its configuration.";
	return "The commands come through a pipe: there is no terminal to ask "
	       "on.";
}

static void open_store(struct session_account *account)
{
	char host[256] = "localhost", agent[PROCESS_AGENT_SIZE];
	const struct session_target *target = &account->target;
	const struct options *options = account->session->options;
	const struct settings *settings = &account->session->settings;
	struct store_options store = {
		.account_name = target->account,
		.label = target->label,
		.kind = target->kind,
		.read_only = options->read_only || target->read_only ||
			     lacks_person(options),
		.read_only_reason = read_only_reason(account),
		.console_url = target->console_url,
		.mail_url = target->mail_url,
		.agent = process_agent(agent),
		.host = host,
		.resend_guard_s = settings->resend_guard_s,
		/* A subcommand reads its list once. */
		.refresh_s = options->command == OPTION_SCREEN
				     ? target->refresh_s
				     : 0,
		.note_on_resend = settings->note_on_resend,
		.keep_raw_rows = options->command == OPTION_ORDERS &&
				 options->format == OPTION_JSON,
		.view_counts = settings->view_counts && !options->linear,
		.read_ahead = settings->read_ahead && !options->linear &&
			      !session_is_slow(account->session),
	};

	gethostname(host, sizeof(host) - 1);
	account->store = store_new(account->session->loop, account->api,
		account->journal, &account->journal_error, &store);
}

bool session_account_finish(
	struct session_account *account, struct error *error)
{
	if (account->error.kind != ERROR_NONE) {
		*error = account->error;
		return false;
	}
	if (account->journal == NULL)
		log_add(LOG_ERROR, "%s", account->journal_error.text);
	if (!open_network(account, error))
		return false;
	open_store(account);
	return true;
}

bool session_account_connect(
	struct session_account *account, struct error *error)
{
	return http_start(account->transport, error);
}

/* -- the end ----------------------------------------------------------------
 */

static void forget(struct session_account *account)
{
	struct session_account **at = &account->session->accounts;

	while (*at != account)
		at = &(*at)->next;
	*at = account->next;
}

/* Before that it may be read on another thread, which gives it its journal. */
void session_account_stop(struct session_account *account)
{
	if (account->store == NULL)
		return;
	store_free(account->store);
	api_free(account->api);
	http_free(account->transport);
	if (account->journal != NULL)
		journal_free(account->journal);
	account->store = NULL;
	account->api = NULL;
	account->transport = NULL;
	account->journal = NULL;
}

void session_account_free(struct session_account *account)
{
	if (account == NULL)
		return;
	forget(account);
	session_account_stop_finding(account);
	session_account_stop(account);
	if (account->journal != NULL && account->session->loop != NULL)
		journal_free(account->journal);
	else if (account->journal != NULL)
		journal_sqlite_free_now(account->journal);
	secret_free(account->secret);
	saved_file_free(account->saved_file);
	saved_free(account->saved);
	clear_target(&account->target);
	buf_clear(&account->problems);
	free(account);
}
