/* SPDX-License-Identifier: MIT
 *
 * A configuration that was read anew (:source), taken over while the program
 * runs: what can change does, the rest is named.
 */
#ifndef SETTINGS_TAKE_H
#define SETTINGS_TAKE_H

#include "settings.h"

/* A setting that differs. `account` is NULL for [general]. */
struct settings_difference {
	const char *account, *name;
	const char *before, *now; /* as the file has it; NULL: not set */
	bool is_fixed;		  /* it was not taken over */
};

/* Takes over what can change of [general] and of accounts that both have, and
 * tells each difference before it does; its texts are lent for the call. */
void settings_take(struct settings *into, const struct settings *from,
	void (*tell)(void *data, const struct settings_difference *difference),
	void *data);
/* Accounts that are new are moved behind those that there are; the first that
 * is has this index. What was not taken over is added to *later: accounts that
 * are gone, and those that there is no room for. `from` may only be
 * cleared afterwards. */
size_t settings_take_accounts(
	struct settings *into, struct settings *from, struct buf *later);
/* All [view NAME] in the place of those that were; false: they are the same.
 * `from` gets the others, to be cleared. */
bool settings_take_views(struct settings *into, struct settings *from);
bool settings_take_needs_commands(
	const struct settings *into, const struct settings *from);

#endif
