/* SPDX-License-Identifier: MIT
 *
 * One setting at a time, by hand: what :set and options of the command line do
 * to settings that were read. The same table, rules and messages as the file's.
 */
#ifndef SETTINGS_CHANGE_H
#define SETTINGS_CHANGE_H

#include "settings.h"

/* As a line of the file would. `account` may be NULL: then names of [general]
 * only; else its own come first. False and *error (ERROR_CONFIG): nothing is
 * changed. */
MUST_CHECK bool settings_change(struct settings *settings,
	struct settings_account *account, const char *name, const char *value,
	enum settings_origin origin, struct error *error);

#endif
