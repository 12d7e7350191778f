/* SPDX-License-Identifier: MIT
 *
 * [keys]: names and the keys they get, as they stand there. Which commands,
 * views and keys there are, the screens know (ui/keymap-check).
 */
#include "settings-private.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "settings-print.h"

static const struct settings_key *
find(const struct settings_keys *keys, const char *name)
{
	for (size_t i = 0; i < keys->count; i++) {
		if (strcmp(keys->list[i].name, name) == 0)
			return &keys->list[i];
	}
	return NULL;
}

void settings_keys_set(struct settings_parser *parser, const char *of UNUSED,
	const char *name, const char *value)
{
	struct settings_keys *keys = &parser->settings->keys;
	const struct settings_key *other = find(keys, name);

	if (other != NULL) {
		settings_problem(parser,
			"%s has its keys in line %d already; they go on one "
			"line, with blanks between them.",
			name, other->line);
		return;
	}
	if (keys->count == SETTINGS_KEYS) {
		settings_problem(
			parser, "More than %d lines of keys.", SETTINGS_KEYS);
		return;
	}
	if (strlen(value) > SETTINGS_KEYS_TEXT) {
		settings_problem(parser,
			"The keys of %s are longer than %d bytes.", name,
			SETTINGS_KEYS_TEXT);
		return;
	}
	keys->list =
		mem_resize(keys->list, keys->count + 1, sizeof(*keys->list));
	keys->list[keys->count++] = (struct settings_key){
		mem_dup(name), mem_dup(value), parser->line};
}

void settings_keys_clear(struct settings_keys *keys)
{
	for (size_t i = 0; i < keys->count; i++) {
		free(keys->list[i].name);
		free(keys->list[i].keys);
	}
	free(keys->list);
	*keys = (struct settings_keys){0};
}

static bool
are_same(const struct settings_keys *a, const struct settings_keys *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (strcmp(a->list[i].name, b->list[i].name) != 0 ||
			strcmp(a->list[i].keys, b->list[i].keys) != 0)
			return false;
	}
	return true;
}

bool settings_keys_take(struct settings_keys *into, struct settings_keys *from)
{
	struct settings_keys before = *into;
	bool changed = !are_same(into, from);

	*into = *from;
	*from = before;
	return changed;
}

void settings_keys_print(struct settings_printer *printer)
{
	const struct settings_keys *keys = &printer->settings->keys;

	if (keys->count > 0)
		buf_puts(printer->out, "\n[keys]\n");
	for (size_t i = 0; i < keys->count; i++)
		settings_print_setting(printer,
			"the keys of a command, or the set to begin with",
			"the built-in ones", keys->list[i].line,
			keys->list[i].name, keys->list[i].keys);
}
