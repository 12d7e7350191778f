/* SPDX-License-Identifier: MIT
 *
 * The agent's saved views: a file that was read well is written so that it
 * reads the same again.
 */
#include <stdlib.h>
#include <string.h>

#include "saved.h"
#include "tests/fuzz/fuzz.h"

#define MOST ((size_t)1024 * 1024)

/* The text that is written after reading `text`; NULL: it cannot be read. */
static char *written(const char *text)
{
	struct saved *saved = saved_new();
	struct settings settings;
	struct error error = {0};
	struct buf problems, out;
	bool good;

	settings_init(&settings);
	buf_init(&problems, MOST);
	buf_init(&out, MOST);
	good = settings_parse_own(
		       &settings, text, "views", &problems, &error) &&
	       saved_add(saved, SAVED_OWN, &settings, &error);
	if (good) {
		saved_set_columns(saved,
			settings.columns != NULL ? settings.columns : "");
		saved_write(saved, &out);
	}
	settings_clear(&settings);
	buf_clear(&problems);
	saved_free(saved);
	if (good && !out.full)
		return buf_take(&out);
	buf_clear(&out);
	return NULL;
}

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	char *once = written(text);
	char *twice = once != NULL ? written(once) : NULL;

	if (once != NULL) {
		fuzz_must(twice != NULL, "what was written can be read");
		fuzz_must(strcmp(once, twice) == 0, "and reads the same");
	}
	free(text);
	free(once);
	free(twice);
	return 0;
}
