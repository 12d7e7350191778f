/* SPDX-License-Identifier: MIT
 *
 * Which account it is, and what holds for it.
 */
#include "settings-private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#define ACCOUNT(member) offsetof(struct settings_account, member)

#define AT_CONNECT "it is used when certdesk connects; start it again"
#define AT_KEY	   "the key is read before the screens open; start it again"

static const struct settings_row rows[] = {
	{"region", SETTINGS_REGION, ACCOUNT(url), 0, 0,
		"where the account is: us or eu", NULL, "a url instead",
		AT_CONNECT},
	{"url", SETTINGS_URL, ACCOUNT(url), 0, 0,
		"the base of the Services API, instead of a region", NULL,
		"a region instead", AT_CONNECT},
	{"kind", SETTINGS_KIND, ACCOUNT(kind), 0, 0,
		"the kind of account: auto, enterprise, partner, legacy or "
		"subscription",
		"auto", NULL, "the menu path depends on it; start it again"},
	{"label", SETTINGS_TEXT, ACCOUNT(label), 0, 0,
		"a word that the title always shows, such as PROD", "", NULL,
		"it tells accounts apart; start it again"},
	{"read_only", SETTINGS_YES_NO, ACCOUNT(read_only), 0, 0,
		"nothing is ever written with this account", "no", NULL, NULL},
	{"refresh", SETTINGS_NUMBER, ACCOUNT(refresh_s), 0, 86400,
		"the same as refresh of [general], for this account", NULL,
		"as in [general]", NULL},
	{"key_command", SETTINGS_TEXT, ACCOUNT(key_command), 1, 0,
		"a command that prints the API key as its only line", NULL,
		"none", AT_KEY},
	{"key_file", SETTINGS_TEXT, ACCOUNT(key_file), 1, 0,
		"a file of mode 0600 with the key as its only line", NULL,
		"none; without both, CERTDESK_API_KEY or a prompt", AT_KEY},
	{"issuance_resend", SETTINGS_COMMAND_PATH, ACCOUNT(issuance_resend), 0,
		0, "the call that resends the issuance mail: METHOD PATH", "",
		NULL, "it says what is sent where; start it again"},
	{"console_url", SETTINGS_ORDER_URL, ACCOUNT(console_url), 0, 0,
		"the address of an order in the console, with {order_id}", "",
		NULL, AT_CONNECT},
	{"ca_file", SETTINGS_TEXT, ACCOUNT(ca_file), 1, 0,
		"certificates to trust instead of the system's", NULL,
		"the system's", AT_CONNECT},
	{"proxy", SETTINGS_PROXY, ACCOUNT(proxy), 0, 0,
		"the proxy to use; empty: none", NULL, "the environment's",
		AT_CONNECT},
};

static_assert(ARRAY_LEN(rows) <= SETTINGS_ROWS, "lines has room");

const struct settings_table settings_account_table = {
	rows, ARRAY_LEN(rows), ACCOUNT(lines)};

static struct settings_account *
find(struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->account_count; i++)
		if (strcmp(settings->accounts[i].name, name) == 0)
			return &settings->accounts[i];
	return NULL;
}

struct settings_account *
settings_add_account(struct settings *settings, const char *name)
{
	struct settings_account *account;

	if (settings->account_count == SETTINGS_ACCOUNTS)
		return NULL;
	account = &settings->accounts[settings->account_count++];
	account->refresh_s = -1;
	account->name = mem_dup(name);
	settings_put_standards(&settings_account_table, account);
	return account;
}

void settings_account_begin(struct settings_parser *parser, const char *name)
{
	struct settings_account *account;

	if (find(parser->settings, name) != NULL)
		return;
	account = settings_add_account(parser->settings, name);
	if (account == NULL) {
		settings_problem(
			parser, "More than %d accounts.", SETTINGS_ACCOUNTS);
		return;
	}
	parser->account_lines[account - parser->settings->accounts] =
		parser->section_line;
}

void settings_account_set(struct settings_parser *parser, const char *name,
	const char *key, const char *value)
{
	struct settings_account *account = find(parser->settings, name);

	if (account == NULL) /* there was no room for it */
		return;
	if (strcmp(key, "key") == 0 || strcmp(key, "api_key") == 0)
		settings_problem(parser,
			"The key itself does not belong here; use key_command "
			"or key_file.");
	else
		settings_put(
			parser, &settings_account_table, account, key, value);
}

static void
check_account(struct settings_parser *parser, const struct settings_account *a)
{
	static const char *const wheres[] = {"url", "region"};
	bool is_said = a->url != NULL;

	/* One that is wrong was told. */
	for (size_t i = 0; i < ARRAY_LEN(wheres); i++)
		is_said = is_said || settings_is_said(&settings_account_table,
					     a, wheres[i]);
	if (!is_said)
		settings_problem(parser,
			"[account %s] needs a region (us or eu) or a url.",
			a->name);
	if (a->key_command != NULL && a->key_file != NULL)
		settings_problem(parser,
			"[account %s] has both key_command and key_file; one "
			"is enough.",
			a->name);
}

void settings_account_check(struct settings_parser *parser)
{
	struct settings *settings = parser->settings;
	const char *names[SETTINGS_ACCOUNTS];
	char meant[128];

	for (size_t i = 0; i < settings->account_count; i++) {
		parser->line = parser->account_lines[i];
		check_account(parser, &settings->accounts[i]);
		names[i] = settings->accounts[i].name;
	}
	parser->line = parser->default_line;
	if (settings->default_account != NULL &&
		find(settings, settings->default_account) == NULL)
		settings_problem(parser,
			"account = %s names no [account] section%s",
			settings->default_account,
			settings_meant(settings->default_account, names,
				settings->account_count, meant, sizeof(meant)));
}

void settings_account_clear(struct settings_account *account)
{
	free(account->name);
	free(account->url);
	free(account->label);
	free(account->issuance_resend);
	free(account->console_url);
	free(account->ca_file);
	free(account->proxy);
	free(account->key_command);
	free(account->key_file);
	memset(account, 0, sizeof(*account));
}

int settings_refresh(
	const struct settings *settings, const struct settings_account *account)
{
	int refresh_s = account != NULL && account->refresh_s >= 0
				? account->refresh_s
				: settings->refresh_s;

	if (refresh_s > 0 && refresh_s < SETTINGS_REFRESH_LEAST)
		return SETTINGS_REFRESH_LEAST;
	return refresh_s;
}

const struct settings_account *settings_account(
	const struct settings *settings, const char *name, struct error *error)
{
	char names[256] = "";

	if (settings->account_count == 0) {
		error_set(error, ERROR_CONFIG,
			"No account is configured. Try certdesk --demo, set "
			"CERTDESK_URL and CERTDESK_API_KEY, or write "
			"~/.config/certdesk/config (certdesk-config(5)).");
		return NULL;
	}
	if (name == NULL)
		name = settings->default_account != NULL
			       ? settings->default_account
			       : settings->accounts[0].name;
	for (size_t i = 0; i < settings->account_count; i++) {
		const struct settings_account *account = &settings->accounts[i];

		if (strcmp(account->name, name) == 0)
			return account;
		text_format(names + strlen(names),
			sizeof(names) - strlen(names), "%s%s",
			i == 0 ? "" : ", ", account->name);
	}
	error_set(error, ERROR_CONFIG,
		"There is no account '%s'. There are: %s.", name, names);
	return NULL;
}

static void set_origin(struct settings_account *account, const char *name)
{
	account->lines[settings_find(&settings_account_table, name)] =
		SETTINGS_ENVIRONMENT;
}

bool settings_add_environment(struct settings *settings, const char *url,
	const char *kind, const char *issuance_resend, struct error *error)
{
	struct settings_account *account;
	enum store_kind account_kind = STORE_KIND_UNKNOWN;
	char *normal;

	if (kind != NULL && *kind != '\0' &&
		!settings_kind(kind, &account_kind))
		return error_set(error, ERROR_CONFIG,
			"CERTDESK_KIND is auto, enterprise, partner, legacy or "
			"subscription, not '%s'.",
			kind);
	if (issuance_resend != NULL &&
		!settings_command_path(issuance_resend, error))
		return false;
	if (!settings_url(url, &normal, NULL, error))
		return false;
	account = settings_add_account(settings, "environment");
	if (account == NULL) {
		free(normal);
		return error_set(error, ERROR_CONFIG, "Too many accounts.");
	}
	account->url = normal;
	account->kind = account_kind;
	set_origin(account, "url");
	if (kind != NULL && *kind != '\0')
		set_origin(account, "kind");
	if (issuance_resend != NULL) {
		settings_set_text(&account->issuance_resend, issuance_resend);
		set_origin(account, "issuance_resend");
	}
	return true;
}
