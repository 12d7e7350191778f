/* SPDX-License-Identifier: MIT
 *
 * Keys to commands, per view name: the defaults of the command tables and
 * (later) the user's own. Sequences of keys ("yy") are kept until they match
 * or cannot match any more. Conflicts inside one table are found at start.
 */
#ifndef KEYMAP_H
#define KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "command.h"
#include "error.h"
#include "key.h"

struct keymap;

struct keymap *keymap_new(void);
void keymap_free(struct keymap *keymap);

/* Adds a table. False: a conflict or a key that does not exist. */
MUST_CHECK bool keymap_add(struct keymap *keymap, const char *view,
	const struct command *commands, size_t count, struct error *error);

/* Whether the view's table was added and has keys. */
bool keymap_has(const struct keymap *keymap, const char *view);

enum keymap_match { KEYMAP_NONE, KEYMAP_PREFIX, KEYMAP_FOUND };

/* keys[0..count) against the view's table, then the global one ("app"). */
enum keymap_match keymap_find(const struct keymap *keymap, const char *view,
	const key_code *keys, size_t count, const struct command **command);
/* Whether one more key after these makes this command. */
bool keymap_is_next(const struct keymap *keymap, const struct command *command,
	const key_code *keys, size_t count);
/* What the keys typed so far can become: the command number `index` of those
 * (0, 1, ...) and the key that comes next for it; NULL: no more of them. */
const struct command *keymap_next(const struct keymap *keymap, const char *view,
	const key_code *keys, size_t count, size_t index, key_code *next);
/* The keys of a command by its name, "Enter l"; "" if none. */
const char *keymap_keys(const struct keymap *keymap, const char *command_name);

#endif
