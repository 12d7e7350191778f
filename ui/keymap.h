/* SPDX-License-Identifier: MIT
 *
 * Keys to commands, per view name: the defaults of the command tables, a set
 * of keys that was chosen, and the person's own. Sequences of keys ("yy") are
 * kept until they match or cannot match any more.
 *
 * The lines of [keys], the more exact first: "orders.down" and
 * "orders.app-log" (a view's own command, or one that works everywhere, there),
 * "orders-down" (a command), "down" (in each view that has it). A line gives
 * all keys of its command. In one view no keys may make two commands, nor begin
 * with those of another; a view's keys stand over those that work everywhere
 * ("app"). What may be bound at all is in keymap-guard.
 */
#ifndef KEYMAP_H
#define KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "command.h"
#include "error.h"
#include "key-sequence.h"
#include "settings.h"

#define KEYMAP_APP "app" /* the table of what works everywhere */

/* keymap_binding.line, where it is no line of the configuration. */
#define KEYMAP_BUILT_IN 0
#define KEYMAP_SET	(-1) /* of the set of keys that was chosen */

struct keymap_binding {
	const char *view; /* where it holds: "orders", KEYMAP_APP */
	const struct command *command;
	struct key_sequence sequence;
	int line;
};

struct keymap;

/* `own` is lent as long as the keymap lives; NULL: the defaults. */
struct keymap *keymap_new(const struct settings_keys *own);
void keymap_free(struct keymap *keymap);

/* Problems as they are found; line as above. NULL: no more. */
typedef void (*keymap_problem_fn)(void *data, int line, const char *sentence);
void keymap_on_problem(
	struct keymap *keymap, keymap_problem_fn problem, void *data);

/* Adds a table, KEYMAP_APP's before all others. False: a conflict or a key that
 * does not exist or may not be bound; *error has the first, and the keys that
 * are right are there. The name of the view is lent. */
MUST_CHECK bool keymap_add(struct keymap *keymap, const char *view,
	const struct command *commands, size_t count, struct error *error);

/* Other lines (checked, lent) in the place of those it was made with: all
 * tables that were added get their keys anew. */
void keymap_use(struct keymap *keymap, const struct settings_keys *own);

/* Commands that work everywhere go, and others come: all tables get their keys
 * anew. `gone` may be read as long as the keymap lives, as the texts of those
 * that come. */
void keymap_exchange(struct keymap *keymap, const struct command *gone,
	size_t gone_count, const struct command *come, size_t come_count);

/* Whether the view's table was added. */
bool keymap_has(const struct keymap *keymap, const char *view);

enum keymap_match { KEYMAP_NONE, KEYMAP_PREFIX, KEYMAP_FOUND };

/* keys[0..count) against the view's table, then the global one. */
enum keymap_match keymap_find(const struct keymap *keymap, const char *view,
	const key_code *keys, size_t count, const struct command **command);
/* Whether one more key after these makes this command in the view. */
bool keymap_is_next(const struct keymap *keymap, const char *view,
	const struct command *command, const key_code *keys, size_t count);
/* What the keys typed so far can become: the command number `index` of those
 * (0, 1, ...) and the key that comes next for it; NULL: no more of them. */
const struct command *keymap_next(const struct keymap *keymap, const char *view,
	const key_code *keys, size_t count, size_t index, key_code *next);

/* The keys of a command by its name that work in the view, "Enter l"; "" if
 * none. Those of another view's own command as they are there. Lent until the
 * keymap is changed. */
const char *
keymap_keys(struct keymap *keymap, const char *view, const char *command_name);
/* The binding number `index`, in the order of the tables; NULL: no more. */
const struct keymap_binding *
keymap_at(const struct keymap *keymap, size_t index);
/* The name of the set of keys that was chosen; "" if none was. */
const char *keymap_set(const struct keymap *keymap);
/* The command number `index`, of which table; NULL: no more. */
const struct command *keymap_command_at(
	const struct keymap *keymap, size_t index, const char **table);
/* Whether the command is in the view's own table. */
bool keymap_is_own(const struct keymap *keymap, const char *view,
	const struct command *command);
/* Whether its keys make its command in the view. If something else holds them
 * there, *over is that, if not NULL. */
bool keymap_works(const struct keymap *keymap, const char *view,
	const struct keymap_binding *binding,
	const struct keymap_binding **over);
/* Whether this line of [keys] is about the command of the view's table. */
bool keymap_names(
	const char *line_name, const char *view, const struct command *command);

#endif
