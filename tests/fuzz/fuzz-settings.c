/* SPDX-License-Identifier: MIT
 *
 * The configuration: read as the agent's and as the program's own file.
 */
#include <stdlib.h>

#include "saved.h"
#include "settings-print.h"
#include "settings.h"
#include "tests/fuzz/fuzz.h"

/* What is printed of settings that were read well reads well, too. */
static void check_printed(const struct settings *settings)
{
	struct settings again;
	struct error error = {0};
	struct buf out, problems;

	settings_init(&again);
	buf_init(&out, (size_t)4 * SETTINGS_PRINT_MAX);
	buf_init(&problems, (size_t)1024 * 1024);
	settings_print(settings, "config", &out);
	fuzz_must(settings_parse(
			  &again, buf_text(&out), "printed", &problems, &error),
		"what is printed can be read");
	fuzz_must(again.account_count == settings->account_count &&
			  again.view_count == settings->view_count &&
			  again.commands.count == settings->commands.count,
		"nothing is lost");
	settings_clear(&again);
	buf_clear(&problems);
	buf_clear(&out);
}

static void
check_read(const char *text, bool (*parse)(struct settings *settings,
				     const char *text, const char *file_name,
				     struct buf *problems, struct error *error))
{
	struct saved *saved = saved_new();
	struct settings settings;
	struct error error = {0};
	struct buf problems;

	settings_init(&settings);
	buf_init(&problems, (size_t)1024 * 1024);
	if (parse(&settings, text, "config", &problems, &error))
		check_printed(&settings);
	if (error.kind != ERROR_NONE ||
		!saved_add(saved, SAVED_CONFIGURED, &settings, &error))
		fuzz_must_be_told(&error);
	fuzz_must(settings.account_count <= SETTINGS_ACCOUNTS, "accounts fit");
	fuzz_must(settings.view_count <= SETTINGS_VIEWS_MOST, "views fit");
	settings_clear(&settings);
	buf_clear(&problems);
	saved_free(saved);
}

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	check_read(text, settings_parse);
	check_read(text, settings_parse_own);
	free(text);
	return 0;
}
