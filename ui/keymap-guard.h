/* SPDX-License-Identifier: MIT
 *
 * What may be bound to which keys (product.md 3, terminal.md 3.1): keys that
 * terminals and their multiplexers take, keys that mean the same everywhere,
 * and commands that lead to a write, which are on no key that is pressed for
 * something else.
 */
#ifndef KEYMAP_GUARD_H
#define KEYMAP_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "command.h"
#include "key-sequence.h"

/* A window to send something from, or more; a command with COMMAND_WRITE, or a
 * program that was not declared harmless (COMMAND_PROGRAM). */
bool keymap_guard_writes(const struct command *command);
/* It presses, answers or leaves: its keys stay as they are built in. */
bool keymap_guard_is_fixed(const struct command *command);
/* Whether the keys may make the command; else why not, in a sentence. */
bool keymap_guard_allows(const struct command *command,
	const struct key_sequence *sequence, char *reason, size_t size);
/* The same keys but for Shift. */
bool keymap_guard_are_twins(
	const struct key_sequence *a, const struct key_sequence *b);
/* The key that a command has to keep; 0: none. */
key_code keymap_guard_kept(const struct command *command);

#endif
