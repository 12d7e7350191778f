/* SPDX-License-Identifier: MIT
 *
 * A row of the journal, of whatever types and texts: the lines of the input
 * are its columns; one that begins with '#' is a number, with '$' bytes, with
 * '-' nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "journal-row.h"
#include "tests/fuzz/fuzz.h"

#define COLUMNS (JOURNAL_SQL_SETTLED + 1)

static sqlite3_stmt *select_values(void)
{
	static sqlite3 *handle;
	static sqlite3_stmt *statement;
	struct buf sql;

	if (statement != NULL)
		return statement;
	buf_init(&sql, 1024);
	buf_puts(&sql, "SELECT ?");
	for (int i = 1; i < COLUMNS; i++)
		buf_puts(&sql, ", ?");
	fuzz_must(sqlite3_open(":memory:", &handle) == SQLITE_OK &&
			  sqlite3_prepare_v2(handle, buf_text(&sql), -1,
				  &statement, NULL) == SQLITE_OK,
		"SQLite works");
	buf_clear(&sql);
	return statement;
}

static void bind(sqlite3_stmt *statement, int index, const char *line)
{
	if (line == NULL || line[0] == '-')
		sqlite3_bind_null(statement, index);
	else if (line[0] == '#')
		sqlite3_bind_int64(
			statement, index, strtoll(line + 1, NULL, 0));
	else if (line[0] == '$')
		sqlite3_bind_blob(statement, index, line + 1,
			(int)strlen(line + 1), SQLITE_TRANSIENT);
	else
		sqlite3_bind_text(statement, index, line, -1, SQLITE_TRANSIENT);
}

/* A '\r' in a column stands for the line break between addresses. */
static char *next_column(struct fuzz_lines *lines)
{
	char *line = fuzz_line(lines);

	for (char *c = line; c != NULL && *c != '\0'; c++)
		if (*c == '\r')
			*c = '\n';
	return line;
}

static void check(const struct journal_record *record)
{
	fuzz_must(record->agent != NULL && record->order_id != NULL &&
			  record->action != NULL && record->error_code != NULL,
		"texts are there");
	for (size_t i = 0; i < record->recipient_count; i++)
		fuzz_must(record->recipients[i] != NULL, "addresses are there");
	fuzz_must(journal_outcome_name(journal_record_verdict(record)) != NULL,
		"its verdict has a name");
}

int fuzz_one(const uint8_t *data, size_t size)
{
	static struct process_identity us = {.host = "jump1", .pid = 1};
	struct fuzz_lines lines = {data, size};
	sqlite3_stmt *statement = select_values();
	struct mem_arena arena = {0};
	struct journal_record record;

	for (int i = 0; i < COLUMNS; i++) {
		char *line = next_column(&lines);

		bind(statement, i + 1, line);
		free(line);
	}
	fuzz_must(sqlite3_step(statement) == SQLITE_ROW, "there is a row");
	journal_row_read(&us, statement, &arena, &record);
	check(&record);
	sqlite3_reset(statement);
	mem_arena_clear(&arena);
	return 0;
}
