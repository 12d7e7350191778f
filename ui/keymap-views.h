/* SPDX-License-Identifier: MIT
 *
 * All views that have commands: their names for [keys] and :map, their headings
 * for the help, their tables.
 */
#ifndef KEYMAP_VIEWS_H
#define KEYMAP_VIEWS_H

#include <stddef.h>

#include "error.h"

struct command;
struct keymap;

struct keymap_view {
	const char *name, *heading;
	const struct command *(*commands)(size_t *count);
};

/* The number `index`; NULL: no more of them. */
const struct keymap_view *keymap_views_at(size_t index);
/* NULL: no such. */
const struct keymap_view *keymap_views_named(const char *name);
/* The command of that name of any of them, and of which; NULL: no such. */
const struct command *
keymap_views_find(const char *command_name, const struct keymap_view **view);
/* What works everywhere, by `index`: the app's commands, then the actions of an
 * order; NULL: no more of them. */
const struct command *keymap_views_global(size_t index);
/* What works everywhere, and then each view's. False: as keymap_add, of the
 * last table that had a problem. */
MUST_CHECK bool keymap_views_add(struct keymap *keymap, struct error *error);
/* The same of these views alone, which are there. */
MUST_CHECK bool keymap_views_add_some(struct keymap *keymap,
	const char *const *names, size_t count, struct error *error);

#endif
