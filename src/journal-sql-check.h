/* SPDX-License-Identifier: MIT
 *
 * Looks at the journal's file for `certdesk doctor` and makes nothing: not the
 * file, not its directory, no record. What SQLite left behind when a write was
 * cut is undone, as any opening does.
 */
#ifndef JOURNAL_SQL_CHECK_H
#define JOURNAL_SQL_CHECK_H

#include "doctor-journal.h"

/* Fills all of *out. `directory` gets the directory's path, which out lends;
 * the caller frees it. */
void journal_check(
	const char *path, struct doctor_journal *out, char **directory);

#endif
