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
/* What differs besides and was not taken over: "[account NAME] sections, [view
 * NAME]"; "" if nothing does. */
void settings_take_others(const struct settings *into,
	const struct settings *from, struct buf *out);

#endif
