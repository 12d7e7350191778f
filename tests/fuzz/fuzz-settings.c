/* SPDX-License-Identifier: MIT
 *
 * The configuration: read as the agent's and as the program's own file.
 */
#include <stdlib.h>

#include "saved.h"
#include "settings.h"
#include "tests/fuzz/fuzz.h"

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
	if (!parse(&settings, text, "config", &problems, &error) ||
		!saved_add(saved, SAVED_CONFIGURED, &settings, &error))
		fuzz_must_be_told(&error);
	fuzz_must(settings.account_count <= SETTINGS_ACCOUNTS, "accounts fit");
	fuzz_must(settings.view_count <= SETTINGS_VIEWS, "views fit");
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
