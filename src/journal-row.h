/* SPDX-License-Identifier: MIT
 *
 * A record of the journal to and from a row of its table (journal-sql).
 */
#ifndef JOURNAL_ROW_H
#define JOURNAL_ROW_H

#include <stddef.h>

#include "journal-sql.h"
#include "journal.h"
#include "mem.h"
#include "process.h"

/* Read the row that a reading statement stands on. The texts are copied into
 * the arena. A pending record whose process is gone reads as unknown. */
void journal_row_read(const struct process_identity *us,
	sqlite3_stmt *statement, struct mem_arena *arena,
	struct journal_record *record);

/* Bind all of JOURNAL_SQL_INSERT that is the same for every new record, or
 * empty; then bind the rest. */
void journal_row_new(sqlite3_stmt *statement, const struct process_identity *us,
	const char *agent, const char *api_user);

void journal_row_text(sqlite3_stmt *statement, enum journal_sql_column column,
	const char *text); /* NULL is "" */
void journal_row_number(
	sqlite3_stmt *statement, enum journal_sql_column column, int64_t value);
void journal_row_lines(sqlite3_stmt *statement, enum journal_sql_column column,
	const char *const *items, size_t count);

#endif
