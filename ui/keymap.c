/* SPDX-License-Identifier: MIT
 *
 * A flat list of bindings: view, sequence of keys, command. There are about a
 * hundred; looking through all of them costs less than a key press does.
 */
#include "keymap.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "text.h"

#define SEQUENCE_MAX 4

struct sequence {
	key_code keys[SEQUENCE_MAX];
	size_t count;
};

struct binding {
	const char *view;
	const struct command *command;
	struct sequence sequence;
};

struct keymap {
	struct binding *bindings;
	size_t count;
	/* Every command that was added, also one without a key. */
	const struct command **commands;
	size_t command_count;
};

struct keymap *keymap_new(void)
{
	return mem_zalloc(sizeof(struct keymap));
}

void keymap_free(struct keymap *keymap)
{
	if (keymap == NULL)
		return;
	free(keymap->bindings);
	free(keymap->commands);
	free(keymap);
}

/* "Ctrl-R" is one key, "yy" are two. */
static bool sequence_from(const char *word, struct sequence *out)
{
	char letter[2] = "";

	out->count = 1;
	if (key_from_name(word, &out->keys[0]))
		return true;
	if (strlen(word) > SEQUENCE_MAX)
		return false;
	for (out->count = 0; word[out->count] != '\0'; out->count++) {
		letter[0] = word[out->count];
		if (!key_from_name(letter, &out->keys[out->count]))
			return false;
	}
	return out->count > 0;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Both begin with the same keys as far as the shorter one goes. */
static bool sequences_meet(const struct sequence *a, const struct sequence *b)
{
	return memcmp(a->keys, b->keys,
		       smaller(a->count, b->count) * sizeof(a->keys[0])) == 0;
}

static const struct binding *conflict(const struct keymap *keymap,
	const char *view, const struct sequence *sequence)
{
	for (size_t i = 0; i < keymap->count; i++) {
		const struct binding *binding = &keymap->bindings[i];

		if (strcmp(binding->view, view) == 0 &&
			sequences_meet(&binding->sequence, sequence))
			return binding;
	}
	return NULL;
}

static bool bind(struct keymap *keymap, const char *view,
	const struct command *command, const char *word, struct error *error)
{
	struct binding binding = {.view = view, .command = command};
	const struct binding *other;

	if (!sequence_from(word, &binding.sequence))
		return error_set(error, ERROR_CONFIG,
			"There is no key \"%s\" (command %s).", word,
			command->name);
	other = conflict(keymap, view, &binding.sequence);
	if (other != NULL)
		return error_set(error, ERROR_CONFIG,
			"The key %s is bound to both %s and %s.", word,
			other->command->name, command->name);
	keymap->bindings = mem_resize(
		keymap->bindings, keymap->count + 1, sizeof(*keymap->bindings));
	keymap->bindings[keymap->count++] = binding;
	return true;
}

static bool bind_all(struct keymap *keymap, const char *view,
	const struct command *command, struct error *error)
{
	char word[32];
	const char *keys = command->keys;
	bool ok = true;

	while (ok && *(keys += strspn(keys, " ")) != '\0') {
		size_t len = strcspn(keys, " ");

		text_format(word, sizeof(word), "%.*s", (int)len, keys);
		ok = bind(keymap, view, command, word, error);
		keys += len;
	}
	return ok;
}

bool keymap_add(struct keymap *keymap, const char *view,
	const struct command *commands, size_t count, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		keymap->commands = mem_resize(keymap->commands,
			keymap->command_count + 1, sizeof(*keymap->commands));
		keymap->commands[keymap->command_count++] = &commands[i];
		if (!bind_all(keymap, view, &commands[i], error))
			return false;
	}
	return true;
}

bool keymap_has(const struct keymap *keymap, const char *view)
{
	for (size_t i = 0; i < keymap->count; i++) {
		if (strcmp(keymap->bindings[i].view, view) == 0)
			return true;
	}
	return false;
}

static enum keymap_match find(const struct keymap *keymap, const char *view,
	const struct sequence *typed, const struct command **command)
{
	for (size_t i = 0; i < keymap->count; i++) {
		const struct binding *binding = &keymap->bindings[i];

		if (strcmp(binding->view, view) != 0 ||
			binding->sequence.count < typed->count ||
			!sequences_meet(&binding->sequence, typed))
			continue;
		if (binding->sequence.count > typed->count)
			return KEYMAP_PREFIX;
		*command = binding->command;
		return KEYMAP_FOUND;
	}
	return KEYMAP_NONE;
}

enum keymap_match keymap_find(const struct keymap *keymap, const char *view,
	const key_code *keys, size_t count, const struct command **command)
{
	struct sequence typed = {.count = count};
	enum keymap_match match;

	if (count == 0 || count > SEQUENCE_MAX)
		return KEYMAP_NONE;
	memcpy(typed.keys, keys, count * sizeof(*keys));
	match = find(keymap, view, &typed, command);
	if (match == KEYMAP_NONE)
		match = find(keymap, "app", &typed, command);
	return match;
}

bool keymap_is_next(const struct keymap *keymap, const struct command *command,
	const key_code *keys, size_t count)
{
	for (size_t i = 0; i < keymap->count; i++) {
		const struct binding *binding = &keymap->bindings[i];

		if (binding->command == command &&
			binding->sequence.count == count + 1 &&
			(count == 0 || memcmp(binding->sequence.keys, keys,
					       count * sizeof(*keys)) == 0))
			return true;
	}
	return false;
}

static bool continues(const struct binding *binding, const char *view,
	const struct sequence *typed)
{
	return (strcmp(binding->view, view) == 0 ||
		       strcmp(binding->view, "app") == 0) &&
	       binding->sequence.count > typed->count &&
	       sequences_meet(&binding->sequence, typed);
}

const struct command *keymap_next(const struct keymap *keymap, const char *view,
	const key_code *keys, size_t count, size_t index, key_code *next)
{
	struct sequence typed = {.count = count};

	if (count == 0 || count > SEQUENCE_MAX)
		return NULL;
	memcpy(typed.keys, keys, count * sizeof(*keys));
	for (size_t i = 0; i < keymap->count; i++) {
		const struct binding *binding = &keymap->bindings[i];

		if (!continues(binding, view, &typed) || index-- > 0)
			continue;
		*next = binding->sequence.keys[count];
		return binding->command;
	}
	return NULL;
}

const char *keymap_keys(const struct keymap *keymap, const char *command_name)
{
	for (size_t i = 0; i < keymap->command_count; i++) {
		if (strcmp(keymap->commands[i]->name, command_name) == 0)
			return keymap->commands[i]->keys;
	}
	return "";
}
