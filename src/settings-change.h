/* SPDX-License-Identifier: MIT
 *
 * One setting at a time, by hand: what :set and options of the command line do
 * to settings that were read. The same table, rules and messages as the file's.
 */
#ifndef SETTINGS_CHANGE_H
#define SETTINGS_CHANGE_H

#include "settings.h"

/*
 * As a line of the file would. `account` may be NULL: then names of [general]
 * only. Of a name that both sections have it is the account's where that is
 * set, as it is the one in force. False and *error (ERROR_CONFIG): nothing is
 * changed.
 */
MUST_CHECK bool settings_change(struct settings *settings,
	struct settings_account *account, const char *name, const char *value,
	enum settings_origin origin, struct error *error);

#define SETTINGS_WORDS 5

/* A setting in force, for who shows it. */
struct settings_entry {
	const char *name, *help;
	const char *standard; /* its default, in words; "" */
	const char *fixed; /* why it cannot be changed now; NULL: it can be */
	bool is_yes_no, is_set;
	/* Of one that takes one of a few words all of them; NULL behind. */
	const char *words[SETTINGS_WORDS + 1];
	int origin; /* as enum settings_origin has it */
};

/* Those of [general] and of the account (NULL: none), each name once. *value is
 * reset and gets the value, as the file has it. False: there are not so many.
 */
bool settings_entry_at(const struct settings *settings,
	const struct settings_account *account, size_t index,
	struct settings_entry *out, struct buf *value);
/* The one of that name. False and *error with the nearest name. */
MUST_CHECK bool settings_entry_find(const struct settings *settings,
	const struct settings_account *account, const char *name,
	struct settings_entry *out, struct buf *value, struct error *error);
/* "default", "FILE:12", ":set"; returns out. */
const char *
settings_origin_text(int origin, const char *file, char *out, size_t size);

#endif
