/* SPDX-License-Identifier: MIT
 *
 * The commands of the configuration ([command NAME]) as rows of a command
 * table, for keys, help, actions menu and command line. One for all accounts.
 */
#ifndef USER_COMMANDS_H
#define USER_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "command.h"
#include "settings.h"

struct user_commands;

/* The list of the settings is lent until the next user_commands_take. */
struct user_commands *user_commands_new(const struct settings_commands *own);
/* Those of a configuration that was read anew in the place of `into`, which
 * it was made of; `from` is empty then. What points to a row that was goes on
 * doing so: it runs as it did. */
void user_commands_take(struct user_commands *commands,
	struct settings_commands *into, struct settings_commands *from);
void user_commands_free(struct user_commands *commands); /* NULL is allowed */

/* NULL has none. */
const struct command *
user_commands_list(const struct user_commands *commands, size_t *count);
bool user_commands_has(
	const struct user_commands *commands, const struct command *command);
/* For the order that the view selects or shows; asks first if it should. */
void user_commands_run(struct user_commands *commands, struct view *view,
	const struct command *command);

/* Names that there are already, keys that there are not or that are taken: a
 * line a problem, "FILE:LINE: ...", as settings_parse. Returns how many. */
size_t user_commands_check(const struct settings *settings,
	const char *file_name, struct buf *problems);

#endif
