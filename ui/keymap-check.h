/* SPDX-License-Identifier: MIT
 *
 * Whether the lines of [keys] can be used: all of them, against the tables of
 * all views, before a screen is opened.
 */
#ifndef KEYMAP_CHECK_H
#define KEYMAP_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "settings.h"

struct command;
struct keymap;

/* Adds a line a problem, "FILE:LINE: ...", by lines. Returns how many. */
size_t keymap_check(const struct settings_keys *own, const char *file,
	struct buf *problems);
/* Whether keys of this command, which was added to the keymap, and those of
 * another one differ by Shift alone, and one of the two leads to a write. */
bool keymap_check_twin(const struct keymap *keymap, const char *view,
	const struct command *command, char *sentence, size_t size);

#endif
