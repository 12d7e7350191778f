/* SPDX-License-Identifier: MIT
 *
 * A record of the journal to and from a row of its table. Lists of addresses
 * are one text with a line each.
 *
 * A row that says "pending" is one whose process has not told the outcome. Is
 * that process still there, it may yet do so; is it gone, nobody knows.
 */
#include "config.h"

#include "journal-row.h"

#include <string.h>

#include "buf.h"
#include "clock.h"

#define OTHER_HOST_S  120 /* so long a record of another host is in flight */
#define ADDRESSES_MAX ((size_t)1024 * 1024)
#define OUTCOMES      ((size_t)JOURNAL_UNKNOWN + 1)

/* What a record has that its reader needs not know. */
struct row {
	struct journal_record record;
	const char *boot;
	pid_t pid;
	int64_t start;
};

/* -- reading -------------------------------------------------------------- */

static const char *
column(struct mem_arena *arena, sqlite3_stmt *statement, int index)
{
	const unsigned char *text = sqlite3_column_text(statement, index);

	return mem_arena_dup(arena, text != NULL ? (const char *)text : "");
}

static size_t count_lines(const char *text)
{
	size_t count = text[0] != '\0';

	for (; *text != '\0'; text++)
		count += *text == '\n';
	return count;
}

static const char *const *column_lines(struct mem_arena *arena,
	sqlite3_stmt *statement, int index, size_t *count)
{
	const char *text = column(arena, statement, index);
	size_t lines = count_lines(text), i, len;
	const char **items;

	*count = lines;
	if (lines == 0)
		return NULL;
	items = mem_arena_alloc(arena, lines * sizeof(*items));
	for (i = 0; i < lines; i++) {
		len = strcspn(text, "\n");
		items[i] = mem_arena_dupn(arena, text, len);
		text += len + (text[len] == '\n');
	}
	return items;
}

static enum journal_outcome column_outcome(sqlite3_stmt *statement, int index)
{
	const char *text = (const char *)sqlite3_column_text(statement, index);
	size_t i;

	for (i = 0; text != NULL && i < OUTCOMES; i++)
		if (strcmp(text,
			    journal_outcome_name((enum journal_outcome)i)) == 0)
			return (enum journal_outcome)i;
	return JOURNAL_UNKNOWN;
}

/* Another host's clock may be ahead of ours, but not by much. */
static bool is_recent(const struct row *row)
{
	int64_t age = clock_seconds() - row->record.time;

	return age > -OTHER_HOST_S && age < OTHER_HOST_S;
}

static bool
is_in_flight(const struct process_identity *us, const struct row *row)
{
	enum process_state state;

	if (strcmp(row->record.host, us->host) != 0)
		return is_recent(row);
	if (strcmp(row->boot, us->boot) != 0)
		return false;
	if (row->pid == us->pid && row->start == us->start)
		return true;
	state = process_look(row->pid, row->start);
	return state == PROCESS_THERE ||
	       (state == PROCESS_UNCLEAR && is_recent(row));
}

static void read_lists(
	struct mem_arena *arena, sqlite3_stmt *s, struct journal_record *record)
{
	record->recipients = column_lines(
		arena, s, JOURNAL_SQL_RECIPIENTS, &record->recipient_count);
	record->added =
		column_lines(arena, s, JOURNAL_SQL_ADDED, &record->added_count);
	record->removed = column_lines(
		arena, s, JOURNAL_SQL_REMOVED, &record->removed_count);
}

static void read_row(struct mem_arena *arena, sqlite3_stmt *s, struct row *row)
{
	struct journal_record *record = &row->record;

	memset(row, 0, sizeof(*row));
	record->id = sqlite3_column_int64(s, JOURNAL_SQL_ID);
	record->time = sqlite3_column_int64(s, JOURNAL_SQL_TIME);
	record->agent = column(arena, s, JOURNAL_SQL_AGENT);
	record->api_user = column(arena, s, JOURNAL_SQL_API_USER);
	record->host = column(arena, s, JOURNAL_SQL_HOST);
	record->api_host = column(arena, s, JOURNAL_SQL_API_HOST);
	record->account = column(arena, s, JOURNAL_SQL_ACCOUNT);
	record->order_id = column(arena, s, JOURNAL_SQL_ORDER_ID);
	record->action = column(arena, s, JOURNAL_SQL_ACTION);
	read_lists(arena, s, record);
	record->outcome = column_outcome(s, JOURNAL_SQL_OUTCOME);
	record->settled =
		sqlite3_column_type(s, JOURNAL_SQL_SETTLED) != SQLITE_NULL;
	if (record->settled)
		record->settled_as = column_outcome(s, JOURNAL_SQL_SETTLED);
	record->settles = sqlite3_column_int64(s, JOURNAL_SQL_SETTLES);
	record->http_status = sqlite3_column_int(s, JOURNAL_SQL_HTTP_STATUS);
	record->error_code = column(arena, s, JOURNAL_SQL_ERROR_CODE);
	record->finished = sqlite3_column_int64(s, JOURNAL_SQL_FINISHED);
	row->boot = column(arena, s, JOURNAL_SQL_BOOT);
	row->pid = (pid_t)sqlite3_column_int64(s, JOURNAL_SQL_PID);
	row->start = sqlite3_column_int64(s, JOURNAL_SQL_PID_START);
}

void journal_row_read(const struct process_identity *us,
	sqlite3_stmt *statement, struct mem_arena *arena,
	struct journal_record *record)
{
	struct row row;

	read_row(arena, statement, &row);
	if (row.record.outcome == JOURNAL_PENDING && !is_in_flight(us, &row))
		row.record.outcome = JOURNAL_UNKNOWN;
	*record = row.record;
}

/* -- writing -------------------------------------------------------------- */

void journal_row_text(
	sqlite3_stmt *s, enum journal_sql_column column, const char *text)
{
	sqlite3_bind_text(
		s, (int)column, text != NULL ? text : "", -1, SQLITE_TRANSIENT);
}

void journal_row_number(
	sqlite3_stmt *s, enum journal_sql_column column, int64_t value)
{
	sqlite3_bind_int64(s, (int)column, value);
}

void journal_row_lines(sqlite3_stmt *s, enum journal_sql_column column,
	const char *const *items, size_t count)
{
	struct buf text;
	size_t i;

	buf_init(&text, ADDRESSES_MAX);
	for (i = 0; i < count; i++)
		buf_printf(&text, "%s%s", i > 0 ? "\n" : "", items[i]);
	journal_row_text(s, column, buf_text(&text));
	buf_clear(&text);
}

/* The id is not bound, so a column's number is its parameter's. */
void journal_row_new(sqlite3_stmt *s, const struct process_identity *us,
	const char *agent, const char *api_user)
{
	journal_row_number(s, JOURNAL_SQL_TIME, clock_seconds());
	journal_row_text(s, JOURNAL_SQL_AGENT, agent);
	journal_row_text(s, JOURNAL_SQL_API_USER, api_user);
	journal_row_text(s, JOURNAL_SQL_HOST, us->host);
	journal_row_text(s, JOURNAL_SQL_BOOT, us->boot);
	journal_row_number(s, JOURNAL_SQL_PID, us->pid);
	journal_row_number(s, JOURNAL_SQL_PID_START, us->start);
	journal_row_text(s, JOURNAL_SQL_RECIPIENTS, "");
	journal_row_text(s, JOURNAL_SQL_ADDED, "");
	journal_row_text(s, JOURNAL_SQL_REMOVED, "");
	journal_row_number(s, JOURNAL_SQL_HTTP_STATUS, 0);
	journal_row_text(s, JOURNAL_SQL_ERROR_CODE, "");
	journal_row_number(s, JOURNAL_SQL_FINISHED, 0);
	journal_row_number(s, JOURNAL_SQL_SETTLES, 0);
}
