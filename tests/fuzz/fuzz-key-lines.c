/* SPDX-License-Identifier: MIT
 *
 * The lines of [keys]: read, and checked against the tables of all views. What
 * has no problem can be bound, and what is bound can be found and be written.
 */
#include <stdlib.h>
#include <string.h>

#include "keymap-check.h"
#include "keymap-views.h"
#include "keymap.h"
#include "tests/fuzz/fuzz.h"

static void
check_binding(const struct keymap *keymap, const struct keymap_binding *binding)
{
	const struct command *command = NULL;
	struct key_sequence again;
	char word[KEY_SEQUENCE_TEXT];

	key_sequence_write(&binding->sequence, word, sizeof(word));
	fuzz_must(key_sequence_read(&again, word), "what is written is read");
	fuzz_must(key_sequence_equal(&again, &binding->sequence),
		"as the same keys");
	fuzz_must(keymap_find(keymap, binding->view, binding->sequence.keys,
			  binding->sequence.count, &command) == KEYMAP_FOUND,
		"what is bound is found");
	fuzz_must(command == binding->command, "as that command");
}

static void bind(const struct settings_keys *own)
{
	struct keymap *keymap = keymap_new(own);
	const struct keymap_binding *binding;
	struct error error;

	fuzz_must(keymap_views_add(keymap, &error), "right lines can be bound");
	for (size_t i = 0; (binding = keymap_at(keymap, i)) != NULL; i++)
		check_binding(keymap, binding);
	keymap_free(keymap);
}

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct settings settings;
	struct error error = {0};
	struct buf problems, all;

	settings_init(&settings);
	buf_init(&problems, (size_t)1024 * 1024);
	buf_init(&all, (size_t)1024 * 1024);
	buf_printf(&all, "[keys]\n%s", text);
	if (!settings_parse(
		    &settings, buf_text(&all), "config", &problems, &error))
		fuzz_must_be_told(&error);
	fuzz_must(settings.keys.count <= SETTINGS_KEYS, "lines fit");
	if (keymap_check(&settings.keys, "config", &problems) == 0)
		bind(&settings.keys);
	else
		fuzz_must(problems.len > 0, "problems are told");
	settings_clear(&settings);
	buf_clear(&problems);
	buf_clear(&all);
	free(text);
	return 0;
}
