/* SPDX-License-Identifier: MIT
 *
 * Reads the configuration, and prints it.
 */
#include "session-config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "columns.h"
#include "file.h"
#include "keymap-check.h"
#include "keymap-print.h"
#include "mem.h"
#include "secret.h"
#include "settings-change.h"
#include "settings-print.h"
#include "text.h"
#include "user-commands.h"

#define CONFIG_MAX (256 * 1024)

/* What columns there are, the list alone knows. */
static bool check_columns(
	const struct settings *settings, const char *path, struct buf *problems)
{
	struct columns_choice choice;
	struct error wrong;

	if (settings->columns == NULL ||
		columns_read(&choice, settings->columns, &wrong))
		return true;
	buf_printf(problems, "%s:%d: ", path, settings->columns_line);
	text_clean(problems, wrong.text);
	buf_putc(problems, '\n');
	return false;
}

static size_t count_lines(const struct buf *text)
{
	size_t count = 0;

	for (size_t i = 0; i < text->len; i++)
		count += text->data[i] == '\n';
	return count;
}

struct line {
	const char *text;
	size_t len;  /* with its end */
	long number; /* behind "FILE:" */
};

static int by_number(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return x->text < y->text ? -1 : x->text > y->text;
}

/* In the order of the file, as who mends it goes through it; what can be said
 * at its end only, and by others than the parser, stands among the rest. */
static void sort_lines(struct buf *problems, size_t prefix)
{
	size_t count = count_lines(problems), at = 0;
	struct line *lines = mem_array(count + 1, sizeof(*lines));
	char *text = mem_dup(buf_text(problems));

	for (const char *p = text; at < count; p += lines[at++].len) {
		lines[at].text = p;
		lines[at].len = strcspn(p, "\n") + 1;
		lines[at].number = lines[at].len > prefix
					   ? strtol(p + prefix, NULL, 10)
					   : 0;
	}
	qsort(lines, count, sizeof(*lines), by_number);
	buf_reset(problems);
	for (size_t i = 0; i < count; i++)
		buf_add(problems, lines[i].text, lines[i].len);
	free(lines);
	free(text);
}

static bool parse(struct settings *settings, const char *text, const char *path,
	struct buf *problems, struct error *error)
{
	size_t count;
	bool good = settings_parse(settings, text, path, problems, error);

	/* Of names that they know the screens have the lists. */
	good = check_columns(settings, path, problems) && good;
	good = keymap_check(&settings->keys, path, problems) == 0 && good;
	good = user_commands_check(settings, path, problems) == 0 && good;
	if (good)
		return true;
	sort_lines(problems, strlen(path) + 1);
	count = count_lines(problems);
	return error_set(error, ERROR_CONFIG,
		"%s has %zu problem%s; nothing was started.", path, count,
		count == 1 ? "" : "s");
}

bool session_config_read_file(struct settings *settings, const char *path,
	struct buf *problems, struct error *error)
{
	struct buf text;
	bool ok;

	buf_init(&text, CONFIG_MAX);
	ok = file_read_private(path, CONFIG_MAX, &text, error);
	/* What is behind a NUL would be lost, and it may be read_only. */
	if (ok && strlen(buf_text(&text)) != text.len)
		ok = error_set(error, ERROR_CONFIG,
			"%s is not a text: it holds a NUL byte.", path);
	ok = ok && parse(settings, buf_text(&text), path, problems, error);
	buf_clear(&text);
	return ok;
}

bool session_config_read(
	struct settings *settings, struct buf *problems, struct error *error)
{
	char *path = file_config_path("config");
	bool ok = path == NULL || file_is_missing(path) ||
		  session_config_read_file(settings, path, problems, error);

	free(path);
	return ok;
}

bool session_config_source(const char *path, struct settings *settings,
	struct buf *problems, struct error *error)
{
	char *full =
		path != NULL ? file_expand(path) : file_config_path("config");
	bool ok = full != NULL &&
		  session_config_read_file(settings, full, problems, error);

	free(full);
	return ok;
}

/* They quote names and values of the file, which may be anything, as may the
 * path. */
void session_config_say(const struct buf *problems)
{
	struct buf clean;

	buf_init(&clean, 256 * 1024);
	text_clean_lines(&clean, buf_text(problems));
	fputs(buf_text(&clean), stderr);
	buf_clear(&clean);
}

bool session_config_find(struct settings *settings, struct error *error)
{
	const char *url = getenv("CERTDESK_URL");
	struct buf problems;
	bool ok;

	buf_init(&problems, SESSION_CONFIG_PROBLEMS);
	ok = session_config_read(settings, &problems, error);
	if (!ok)
		session_config_say(&problems);
	buf_clear(&problems);
	if (!ok || settings->account_count > 0 || url == NULL || *url == '\0')
		return ok;
	return settings_add_environment(settings, url, getenv("CERTDESK_KIND"),
		getenv("CERTDESK_ISSUANCE_RESEND"), error);
}

static bool
override(struct settings *settings, struct settings_account *account,
	const char *name, const char *value, struct error *error)
{
	return settings_change(
		settings, account, name, value, SETTINGS_COMMAND_LINE, error);
}

bool session_config_override(struct settings *settings,
	const struct options *options, struct error *error)
{
	if (options->account != NULL &&
		(settings_account(settings, options->account, error) == NULL ||
			!override(settings, NULL, "account", options->account,
				error)))
		return false;
	if (options->slow && !override(settings, NULL, "slow", "yes", error))
		return false;
	for (size_t i = 0; options->read_only && i < settings->account_count;
		i++)
		if (!override(settings, &settings->accounts[i], "read_only",
			    "yes", error))
			return false;
	return true;
}

char *session_config_journal(const struct settings *settings)
{
	return settings->journal != NULL ? file_expand(settings->journal)
					 : file_state_path("journal.db");
}

/* -- printing ---------------------------------------------------------------
 */

/* People see it through the text gate; a file gets it as it is. */
static void put(const struct buf *text)
{
	struct buf clean;

	if (!isatty(STDOUT_FILENO)) {
		(void)fwrite(buf_text(text), 1, text->len, stdout);
		return;
	}
	buf_init(&clean, (size_t)4 * SETTINGS_PRINT_MAX);
	text_clean_lines(&clean, buf_text(text));
	fputs(buf_text(&clean), stdout);
	buf_clear(&clean);
}

/* The path stands in comments, so it must have one line. */
static char *shown_path(void)
{
	char *path = file_config_path("config");
	struct buf clean;

	buf_init(&clean, 16384);
	text_clean_data(&clean, path != NULL ? path : "config");
	free(path);
	return buf_take(&clean);
}

bool session_config_print(const struct options *options, struct error *error)
{
	struct settings settings;
	struct buf out;
	char *path;
	bool ok;

	/* A key in the environment is not our business here. */
	secret_free(secret_from_environment("CERTDESK_API_KEY", error));
	settings_init(&settings);
	buf_init(&out, SETTINGS_PRINT_MAX);
	ok = session_config_find(&settings, error) &&
	     session_config_override(&settings, options, error);
	if (ok) {
		path = shown_path();
		settings_print(&settings, path, &out);
		keymap_print(&settings.keys, &out);
		put(&out);
		free(path);
	}
	buf_clear(&out);
	settings_clear(&settings);
	return ok;
}
