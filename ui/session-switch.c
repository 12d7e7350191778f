/* SPDX-License-Identifier: MIT
 *
 * The demo has one account; else those of the configuration, or the one that
 * the environment has. The key of the environment, and that of systemd, are
 * the first account's alone.
 */
#include "session-switch.h"

#include <stdio.h>
#include <string.h>

#include "demo.h"
#include "log.h"
#include "session-account.h"
#include "text.h"

/* Of "https://HOST/path". */
static void copy_host(const char *url, char *out, size_t size)
{
	const char *host = strstr(url, "://");

	host = host != NULL ? host + 3 : url;
	text_format(out, size, "%.*s", (int)strcspn(host, "/"), host);
}

static bool at(void *data, size_t index, struct accounts_entry *out)
{
	const struct session *session = data;
	const struct settings_account *account;

	if (session->demo != NULL) {
		*out = (struct accounts_entry){
			.name = "demo",
			.label = "DEMO",
			.kind = STORE_KIND_UNKNOWN,
			.read_only = session->options->read_only,
		};
		copy_host(
			demo_url(session->demo), out->host, sizeof(out->host));
		return index == 0;
	}
	if (index >= session->settings.account_count)
		return false;
	account = &session->settings.accounts[index];
	*out = (struct accounts_entry){
		.name = account->name,
		.label = account->label,
		.kind = account->kind,
		.read_only = account->read_only || session->options->read_only,
		.asks = account->key_command == NULL &&
			account->key_file == NULL,
		.has_command = account->key_command != NULL,
	};
	copy_host(account->url, out->host, sizeof(out->host));
	return true;
}

/* Above what it asks. */
static void say_whose_key(const struct session_account *account)
{
	char name[256];

	text_clean_to(name, sizeof(name), account->target.account);
	fprintf(stderr, "The key of account %s:\n", name);
}

static void *begin(void *data, const char *name, struct error *error)
{
	return session_account_prepare(data, name, error);
}

static void
find_key(void *opening, bool on_terminal, accounts_key_fn done, void *data)
{
	struct session_account *account = opening;

	if (on_terminal)
		say_whose_key(account);
	session_account_find_key(
		account, account->session->children, on_terminal, done, data);
}

static void stop_finding(void *opening)
{
	session_account_stop_finding(opening);
}

static void read_it(void *opening)
{
	session_account_read(opening);
}

/* Only one sentence can be shown; the log has each line. */
static void log_problems(const struct buf *problems)
{
	const char *line = buf_text(problems);

	while (*line != '\0') {
		size_t len = strcspn(line, "\n");

		log_add(LOG_ERROR, "%.*s", (int)len, line);
		line += len + (line[len] == '\n');
	}
}

static bool
finish(void *opening, struct accounts_part *part, struct error *error)
{
	struct session_account *account = opening;
	bool ok = session_account_finish(account, error) &&
		  session_account_connect(account, error);

	log_problems(&account->problems);
	*part = (struct accounts_part){account->store, account->saved};
	return ok;
}

static void close_it(void *opening)
{
	session_account_free(opening);
}

struct accounts_source session_switch_source(struct session *session)
{
	return (struct accounts_source){
		.data = session,
		.at = at,
		.begin = begin,
		.find_key = find_key,
		.stop_finding = stop_finding,
		.read = read_it,
		.finish = finish,
		.close = close_it,
	};
}
