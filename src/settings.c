/* SPDX-License-Identifier: MIT
 *
 * INI text to struct settings. inih finds sections and names; one table per
 * section says where a value goes and what it may be. Every problem is written
 * down with its line and parsing goes on, so that a person can mend all of
 * them at once.
 *
 * inih does not see the values: it would end one at " ;", which is an ordinary
 * thing in a command, cut it at 200 bytes, and take an indented line for more
 * of the line above. Here a line is a setting, indented or not.
 */
#include "settings-private.h"

#include <errno.h>
#include <ini.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "text.h"

#define DEFAULT_GUARD_S 600

#define GENERAL(member) offsetof(struct settings, member)
#define ACCOUNT(member) offsetof(struct settings_account, member)

static const struct settings_row general_rows[] = {
	{"account", SETTINGS_TEXT, GENERAL(default_account), 1, 0},
	{"journal", SETTINGS_TEXT, GENERAL(journal), 1, 0},
	{"resend_guard", SETTINGS_NUMBER, GENERAL(resend_guard_s), 0, 86400},
	{"requests_per_5s", SETTINGS_NUMBER, GENERAL(requests_short), 1, 100},
	{"requests_per_180s", SETTINGS_NUMBER, GENERAL(requests_long), 1, 1000},
	{"columns", SETTINGS_TEXT, GENERAL(columns), 0, 0},
	{"view_counts", SETTINGS_YES_NO, GENERAL(view_counts), 0, 0},
	{"read_ahead", SETTINGS_YES_NO, GENERAL(read_ahead), 0, 0},
	{"refresh", SETTINGS_NUMBER, GENERAL(refresh_s), 0, 86400},
	{"syslog", SETTINGS_YES_NO, GENERAL(to_syslog), 0, 0},
	{"note_on_resend", SETTINGS_YES_NO, GENERAL(note_on_resend), 0, 0},
};

static const struct settings_row account_rows[] = {
	{"url", SETTINGS_URL, ACCOUNT(url), 0, 0},
	{"region", SETTINGS_REGION, ACCOUNT(url), 0, 0},
	{"kind", SETTINGS_KIND, ACCOUNT(kind), 0, 0},
	{"label", SETTINGS_TEXT, ACCOUNT(label), 0, 0},
	{"read_only", SETTINGS_YES_NO, ACCOUNT(read_only), 0, 0},
	{"refresh", SETTINGS_NUMBER, ACCOUNT(refresh_s), 0, 86400},
	{"issuance_resend", SETTINGS_COMMAND_PATH, ACCOUNT(issuance_resend), 0,
		0},
	{"console_url", SETTINGS_TEXT, ACCOUNT(console_url), 0, 0},
	{"ca_file", SETTINGS_TEXT, ACCOUNT(ca_file), 1, 0},
	{"proxy", SETTINGS_TEXT, ACCOUNT(proxy), 0, 0},
	{"key_command", SETTINGS_TEXT, ACCOUNT(key_command), 1, 0},
	{"key_file", SETTINGS_TEXT, ACCOUNT(key_file), 1, 0},
};

/* The API's bases: certcentral-api.md 1 (Services API introduction). */
static const struct {
	const char *word, *url;
} regions[] = {
	{"us", "https://www.digicert.com/services/v2"},
	{"eu", "https://certcentral.digicert.eu/services/v2"},
};

static const struct {
	const char *word;
	enum store_kind kind;
} kinds[] = {
	{"auto", STORE_KIND_UNKNOWN},
	{"enterprise", STORE_ENTERPRISE},
	{"partner", STORE_PARTNER},
	{"legacy", STORE_LEGACY},
	{"subscription", STORE_SUBSCRIPTION},
};

static const char byte_order_mark[] = "\xef\xbb\xbf";

void settings_init(struct settings *settings)
{
	memset(settings, 0, sizeof(*settings));
	settings->resend_guard_s = DEFAULT_GUARD_S;
	settings->view_counts = true;
	settings->read_ahead = true;
}

static void clear_account(struct settings_account *account)
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

void settings_clear(struct settings *settings)
{
	for (size_t i = 0; i < settings->account_count; i++)
		clear_account(&settings->accounts[i]);
	free(settings->default_account);
	for (size_t i = 0; i < settings->view_count; i++)
		settings_view_clear(&settings->views[i]);
	free(settings->journal);
	free(settings->columns);
	settings_init(settings);
}

void settings_problem(struct settings_parser *parser, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	buf_printf(parser->problems, "%s:%d: ", parser->file, parser->line);
	text_clean(parser->problems, text);
	buf_putc(parser->problems, '\n');
	parser->count++;
	free(text);
}

void settings_set_text(char **where, const char *value)
{
	free(*where);
	*where = mem_dup(value);
}

bool settings_kind(const char *word, enum store_kind *kind)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(word, kinds[i].word) != 0)
			continue;
		*kind = kinds[i].kind;
		return true;
	}
	return false;
}

static bool to_yes_no(const char *value, bool *out)
{
	static const char *const yes[] = {"yes", "true", "on", "1"};
	static const char *const no[] = {"no", "false", "off", "0"};

	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (text_equal_ascii_case(value, yes[i]))
			*out = true;
		else if (text_equal_ascii_case(value, no[i]))
			*out = false;
		else
			continue;
		return true;
	}
	return false;
}

/* Where the account is: by url or by region, once. */
static bool is_first_url(struct settings_parser *parser, char *const *where)
{
	if (*where == NULL)
		return true;
	settings_problem(parser,
		"This account has a url or a region already; one of them is "
		"enough.");
	return false;
}

static void
set_url(struct settings_parser *parser, char **where, const char *value)
{
	struct error error = {0};
	char *url;

	if (!is_first_url(parser, where))
		return;
	if (!settings_url(value, &url, NULL, &error)) {
		settings_problem(parser, "%s", error.text);
		return;
	}
	*where = url;
}

static void
set_region(struct settings_parser *parser, char **where, const char *value)
{
	if (!is_first_url(parser, where))
		return;
	for (size_t i = 0; i < ARRAY_LEN(regions); i++) {
		if (strcmp(value, regions[i].word) != 0)
			continue;
		settings_set_text(where, regions[i].url);
		return;
	}
	settings_problem(parser, "region is us or eu, not '%s'.", value);
}

/* issuance_resend: "PUT /path/{order_id}" or empty. */
static bool check_command_path(const char *value, struct error *error)
{
	const char *path = strchr(value, ' ');

	if (*value == '\0')
		return true;
	if (path != NULL &&
		(strncmp(value, "PUT /", 5) == 0 ||
			strncmp(value, "POST /", 6) == 0) &&
		strstr(path, "{order_id}") != NULL &&
		strpbrk(path + 1, " \t\\") == NULL)
		return true;
	return error_set(error, ERROR_CONFIG,
		"issuance_resend is a method and a path with {order_id}, such "
		"as 'PUT /path/{order_id}', not '%s'.",
		value);
}

static void set_number(struct settings_parser *parser,
	const struct settings_row *row, int *where, const char *value)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || number < row->min ||
		number > row->max) {
		settings_problem(parser,
			"%s is a whole number from %ld to %ld, not '%s'.",
			row->name, row->min, row->max, value);
		return;
	}
	*where = (int)number;
}

static void
set_checked(struct settings_parser *parser, char **where, const char *value,
	bool (*check)(const char *value, struct error *error))
{
	struct error error = {0};

	if (check(value, &error))
		settings_set_text(where, value);
	else
		settings_problem(parser, "%s", error.text);
}

static void set_value(struct settings_parser *parser,
	const struct settings_row *row, void *base, const char *value)
{
	void *where = (char *)base + row->offset;

	switch (row->kind) {
	case SETTINGS_TEXT:
		if (strlen(value) < (size_t)row->min)
			settings_problem(parser, "%s has no value.", row->name);
		else
			settings_set_text(where, value);
		break;
	case SETTINGS_URL:
		set_url(parser, where, value);
		break;
	case SETTINGS_REGION:
		set_region(parser, where, value);
		break;
	case SETTINGS_COMMAND_PATH:
		set_checked(parser, where, value, check_command_path);
		break;
	case SETTINGS_NUMBER:
		set_number(parser, row, where, value);
		break;
	case SETTINGS_YES_NO:
		if (!to_yes_no(value, where))
			settings_problem(parser, "%s is yes or no, not '%s'.",
				row->name, value);
		break;
	case SETTINGS_QUERY:
		set_checked(parser, where, value, settings_view_query);
		break;
	case SETTINGS_SORT:
		set_checked(parser, where, value, settings_view_sort);
		break;
	case SETTINGS_FILTER:
		set_checked(parser, where, value, settings_view_filter);
		break;
	case SETTINGS_KIND:
		if (!settings_kind(value, where))
			settings_problem(parser,
				"kind is auto, enterprise, partner, legacy or "
				"subscription, not '%s'.",
				value);
		break;
	}
}

void settings_set(struct settings_parser *parser,
	const struct settings_row *rows, size_t count, void *base,
	const char *name, const char *value)
{
	const char *names[64], *near;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].name, name) == 0) {
			set_value(parser, &rows[i], base, value);
			return;
		}
		names[i] = rows[i].name;
	}
	near = nearest_name(name, names, count);
	if (near != NULL)
		settings_problem(parser,
			"There is no setting '%s' here. Did you mean %s?", name,
			near);
	else
		settings_problem(
			parser, "There is no setting '%s' here.", name);
}

static struct settings_account *
find_account(struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->account_count; i++)
		if (strcmp(settings->accounts[i].name, name) == 0)
			return &settings->accounts[i];
	return NULL;
}

static struct settings_account *
add_account(struct settings *settings, const char *name)
{
	struct settings_account *account;

	if (settings->account_count == SETTINGS_ACCOUNTS)
		return NULL;
	account = &settings->accounts[settings->account_count++];
	account->refresh_s = -1;
	account->name = mem_dup(name);
	account->kind = STORE_KIND_UNKNOWN;
	account->label = mem_dup("");
	account->issuance_resend = mem_dup("");
	account->console_url = mem_dup("");
	return account;
}

static void set_account(struct settings_parser *parser, const char *name,
	const char *key, const char *value)
{
	struct settings_account *account = find_account(parser->settings, name);

	if (account == NULL) {
		account = add_account(parser->settings, name);
		if (account == NULL) {
			settings_problem(parser, "More than %d accounts.",
				SETTINGS_ACCOUNTS);
			return;
		}
		parser->account_lines[account - parser->settings->accounts] =
			parser->section_line;
	}
	if (strcmp(key, "key") == 0 || strcmp(key, "api_key") == 0) {
		settings_problem(parser,
			"The key itself does not belong here; use key_command "
			"or key_file.");
		return;
	}
	settings_set(parser, account_rows, ARRAY_LEN(account_rows), account,
		key, value);
}

static void
set_general(struct settings_parser *parser, const char *name, const char *value)
{
	settings_set(parser, general_rows, ARRAY_LEN(general_rows),
		parser->settings, name, value);
	if (strcmp(name, "account") == 0)
		parser->default_line = parser->line;
	if (strcmp(name, "columns") == 0)
		parser->settings->columns_line = parser->line;
}

/* The program's own file holds what its screens save, no more. */
static bool is_own_setting(const char *section, const char *name)
{
	return strncmp(section, "view ", 5) == 0 ||
	       (strcmp(section, "general") == 0 &&
		       strcmp(name, "columns") == 0);
}

static int on_value(void *data, const char *section, const char *name,
	const char *cut UNUSED)
{
	struct settings_parser *parser = data;
	const char *value = parser->value;

	if (parser->is_own && !is_own_setting(section, name))
		settings_problem(parser,
			"This file has [view NAME] sections and columns of "
			"[general] only.");
	else if (strcmp(section, "general") == 0)
		set_general(parser, name, value);
	else if (strncmp(section, "account ", 8) == 0 && section[8] != '\0')
		set_account(parser, section + 8, name, value);
	else if (strncmp(section, "view ", 5) == 0 && section[5] != '\0')
		settings_view_set(parser, section + 5, name, value);
	else
		settings_problem(parser,
			"There is no section [%s]. There are [general], "
			"[account NAME] and [view NAME].",
			section);
	return 1;
}

static void check_accounts(struct settings_parser *parser)
{
	struct settings *settings = parser->settings;

	for (size_t i = 0; i < settings->account_count; i++) {
		struct settings_account *account = &settings->accounts[i];

		parser->line = parser->account_lines[i];
		if (account->url == NULL)
			settings_problem(parser,
				"[account %s] needs a region (us or eu) or a "
				"url.",
				account->name);
		if (account->key_command != NULL && account->key_file != NULL)
			settings_problem(parser,
				"[account %s] has both key_command and "
				"key_file; one is enough.",
				account->name);
	}
	parser->line = parser->default_line;
	if (settings->default_account != NULL &&
		find_account(settings, settings->default_account) == NULL)
		settings_problem(parser,
			"account = %s names no [account] section.",
			settings->default_account);
}

static bool parse(struct settings_parser *parser, struct error *error)
{
	int line;

	if (strncmp(parser->rest, byte_order_mark, strlen(byte_order_mark)) ==
		0)
		parser->rest += strlen(byte_order_mark);
	line = ini_parse_stream(settings_read_line, parser, on_value, parser);
	if (line > 0) {
		parser->line = line;
		settings_problem(parser, "%s", settings_not_a_setting);
	}
	check_accounts(parser);
	settings_view_check(parser);
	free(parser->value);
	if (parser->count == 0)
		return true;
	return error_set(error, ERROR_CONFIG,
		"%s has %zu problem%s; nothing was started.", parser->file,
		parser->count, parser->count == 1 ? "" : "s");
}

bool settings_parse(struct settings *settings, const char *text,
	const char *file_name, struct buf *problems, struct error *error)
{
	struct settings_parser parser = {.settings = settings,
		.problems = problems,
		.file = file_name,
		.rest = text};

	return parse(&parser, error);
}

bool settings_parse_own(struct settings *settings, const char *text,
	const char *file_name, struct buf *problems, struct error *error)
{
	struct settings_parser parser = {.settings = settings,
		.problems = problems,
		.file = file_name,
		.rest = text,
		.is_own = true};

	return parse(&parser, error);
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
		!check_command_path(issuance_resend, error))
		return false;
	if (!settings_url(url, &normal, NULL, error))
		return false;
	account = add_account(settings, "environment");
	if (account == NULL) {
		free(normal);
		return error_set(error, ERROR_CONFIG, "Too many accounts.");
	}
	account->url = normal;
	account->kind = account_kind;
	if (issuance_resend != NULL)
		settings_set_text(&account->issuance_resend, issuance_resend);
	return true;
}
