/* SPDX-License-Identifier: MIT
 *
 * The journal's rules over its SQL: what a record reads as now, what stands in
 * the way of a new write, and that an outcome is written once.
 *
 * Guard and intent are one BEGIN IMMEDIATE: two agents who press Send at the
 * same moment come one after the other, and the second sees the first one's
 * record.
 */
#include "config.h"

#include "journal-db.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "journal-row.h"
#include "journal-sql.h"
#include "journal-syslog.h"
#include "process.h"
#include "text.h"

#define LATE_MS 250

/* An outcome that could not be written when it came (the disk was full). It
 * is tried again before every later call. */
struct late {
	int64_t id, finished;
	enum journal_outcome outcome;
	int http_status;
	char code[ERROR_CODE_SIZE];
};

struct journal_db {
	struct journal_sql sql;
	char *api_host, *account, *agent;
	struct process_identity us;
	bool to_syslog;
	struct late *late;
	size_t late_count;
};

void journal_db_reply_clear(struct journal_db_reply *reply)
{
	mem_arena_clear(&reply->arena);
	free(reply->records);
	memset(reply, 0, sizeof(*reply));
}

/* -- transactions --------------------------------------------------------- */

/* Keeps the message of what failed before, not of the rollback. */
static bool
give_up(struct journal_db *db, const char *what, struct error *error)
{
	journal_sql_fail(&db->sql, what, error);
	(void)journal_sql_run(&db->sql, JOURNAL_SQL_ROLLBACK);
	return false;
}

static bool commit(struct journal_db *db, struct error *error)
{
	return journal_sql_run(&db->sql, JOURNAL_SQL_COMMIT) ||
	       give_up(db, "written", error);
}

/* -- outcomes ------------------------------------------------------------- */

/* False: it could not be written. *written: it was still pending. */
static bool
write_outcome(struct journal_db *db, const struct late *late, bool *written)
{
	sqlite3_stmt *s = journal_sql_get(&db->sql, JOURNAL_SQL_FINISH);

	if (s == NULL)
		return false;
	sqlite3_bind_int64(s, 1, late->id);
	sqlite3_bind_text(
		s, 2, journal_outcome_name(late->outcome), -1, SQLITE_STATIC);
	sqlite3_bind_int(s, 3, late->http_status);
	sqlite3_bind_text(s, 4, late->code, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(s, 5, late->finished);
	if (!journal_sql_step(s)) {
		sqlite3_reset(s);
		return false;
	}
	*written = sqlite3_changes(db->sql.handle) == 1;
	if (*written && db->to_syslog)
		journal_syslog_finished(
			late->id, late->outcome, late->http_status, late->code);
	return true;
}

static void keep_late(struct journal_db *db, const struct late *late)
{
	db->late = mem_resize(db->late, db->late_count + 1, sizeof(*db->late));
	db->late[db->late_count++] = *late;
}

static void write_all_late(struct journal_db *db)
{
	bool written;

	while (db->late_count > 0) {
		if (!write_outcome(db, &db->late[db->late_count - 1], &written))
			return;
		db->late_count--;
	}
}

/* It waited for the file when it came; whoever asks for something else now is
 * not kept for that once more. */
static void write_late(struct journal_db *db)
{
	journal_sql_be_patient(&db->sql, LATE_MS);
	write_all_late(db);
	journal_sql_be_patient(&db->sql, 0);
}

static const struct late *find_late(const struct journal_db *db, int64_t id)
{
	size_t i;

	for (i = 0; i < db->late_count; i++)
		if (db->late[i].id == id)
			return &db->late[i];
	return NULL;
}

/* For lists. Our own people know the outcome, though the disk does not yet. */
static void read_record(struct journal_db *db, sqlite3_stmt *s,
	struct mem_arena *arena, struct journal_record *record)
{
	const struct late *late;

	journal_row_read(&db->us, s, arena, record);
	late = find_late(db, record->id);
	if (late == NULL)
		return;
	record->outcome = late->outcome;
	record->http_status = late->http_status;
	record->error_code = mem_arena_dup(arena, late->code);
	record->finished = late->finished;
}

bool journal_db_finish(struct journal_db *db, int64_t id,
	enum journal_outcome outcome, int http_status, const char *error_code,
	struct error *error)
{
	struct late late = {.id = id,
		.finished = clock_seconds(),
		.outcome = outcome,
		.http_status = http_status};
	bool written = false;

	assert(outcome != JOURNAL_PENDING);
	write_late(db);
	text_format(late.code, sizeof(late.code), "%s",
		error_code != NULL ? error_code : "");
	if (find_late(db, id) != NULL)
		return error_set(error, ERROR_JOURNAL,
			"Record %lld of the journal is finished already",
			(long long)id);
	if (!write_outcome(db, &late, &written)) {
		journal_sql_fail(&db->sql, "written", error);
		keep_late(db, &late);
		return false;
	}
	return written ||
	       error_set(error, ERROR_JOURNAL,
		       "Record %lld of the journal is finished already, or "
		       "is not there",
		       (long long)id);
}

/* -- intents -------------------------------------------------------------- */

/* Take the row that the statement stands on as what is in the way. */
static void
keep_other(struct journal_db_reply *reply, const struct journal_record *record)
{
	if (reply->records == NULL)
		reply->records = mem_array(1, sizeof(*reply->records));
	reply->records[0] = *record;
	reply->answer.other = reply->records;
}

/* Texts that rows are found by are not copied: a copy could fail for want of
 * memory, and a guard that then finds no rows would let the send pass. They
 * outlive the statement's use. */
static void bind_same(struct journal_db *db, sqlite3_stmt *s,
	const struct journal_intent *intent)
{
	sqlite3_bind_text(s, 1, db->api_host, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 2, intent->order_id, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 3, intent->action, -1, SQLITE_STATIC);
}

static bool end_rows(sqlite3_stmt *s, int last)
{
	/* The reset gives the failure of the step once more. */
	return sqlite3_reset(s) == SQLITE_OK &&
	       (last == SQLITE_DONE || last == SQLITE_ROW);
}

/* Something in flight stands before whatever is unsettled. */
static bool look_for_open(struct journal_db *db,
	const struct journal_intent *intent, struct journal_db_reply *reply)
{
	sqlite3_stmt *s = journal_sql_get(&db->sql, JOURNAL_SQL_OPEN);
	struct journal_answer *answer = &reply->answer;
	struct journal_record record;
	int got = SQLITE_DONE;

	if (s == NULL)
		return false;
	bind_same(db, s, intent);
	while (answer->verdict != JOURNAL_IN_FLIGHT &&
		(got = sqlite3_step(s)) == SQLITE_ROW) {
		journal_row_read(&db->us, s, &reply->arena, &record);
		if (record.outcome == JOURNAL_PENDING) {
			answer->verdict = JOURNAL_IN_FLIGHT;
			keep_other(reply, &record);
		} else if (!intent->despite_unsettled &&
			   answer->verdict == JOURNAL_MAY_SEND) {
			answer->verdict = JOURNAL_UNSETTLED;
			keep_other(reply, &record);
		}
	}
	return end_rows(s, got);
}

static bool look_for_sent(struct journal_db *db,
	const struct journal_intent *intent, struct journal_db_reply *reply)
{
	sqlite3_stmt *s = journal_sql_get(&db->sql, JOURNAL_SQL_LAST_SENT);
	struct journal_record record;
	int got;

	if (s == NULL)
		return false;
	bind_same(db, s, intent);
	sqlite3_bind_int64(s, 4, clock_seconds() - intent->guard_s);
	sqlite3_bind_int64(s, 5, intent->agreed_to);
	got = sqlite3_step(s);
	if (got == SQLITE_ROW) {
		journal_row_read(&db->us, s, &reply->arena, &record);
		reply->answer.verdict = JOURNAL_GUARDED;
		keep_other(reply, &record);
	}
	return end_rows(s, got);
}

/* Within the transaction. Sets the verdict; false if it cannot be read. */
static bool judge(struct journal_db *db, const struct journal_intent *intent,
	struct journal_db_reply *reply)
{
	if (!look_for_open(db, intent, reply))
		return false;
	if (reply->answer.verdict != JOURNAL_MAY_SEND || intent->guard_s <= 0)
		return true;
	return look_for_sent(db, intent, reply);
}

static bool insert_intent(struct journal_db *db,
	const struct journal_intent *intent, const char *api_user)
{
	sqlite3_stmt *s = journal_sql_get(&db->sql, JOURNAL_SQL_INSERT);

	if (s == NULL)
		return false;
	journal_row_new(s, &db->us, db->agent, api_user);
	journal_row_text(s, JOURNAL_SQL_API_HOST, db->api_host);
	journal_row_text(s, JOURNAL_SQL_ACCOUNT, db->account);
	journal_row_text(s, JOURNAL_SQL_ORDER_ID, intent->order_id);
	journal_row_text(s, JOURNAL_SQL_ACTION, intent->action);
	journal_row_lines(s, JOURNAL_SQL_RECIPIENTS, intent->recipients,
		intent->recipient_count);
	journal_row_lines(
		s, JOURNAL_SQL_ADDED, intent->added, intent->added_count);
	journal_row_lines(
		s, JOURNAL_SQL_REMOVED, intent->removed, intent->removed_count);
	journal_row_text(
		s, JOURNAL_SQL_OUTCOME, journal_outcome_name(JOURNAL_PENDING));
	return journal_sql_step(s);
}

static bool is_one_line(const char *const *items, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (items[i][0] == '\0' || strchr(items[i], '\n') != NULL)
			return false;
	return true;
}

static bool
check_intent(const struct journal_intent *intent, struct error *error)
{
	if (is_one_line(intent->recipients, intent->recipient_count) &&
		is_one_line(intent->added, intent->added_count) &&
		is_one_line(intent->removed, intent->removed_count))
		return true;
	return error_set(error, ERROR_JOURNAL,
		"A recipient is empty or holds a line break, which no address "
		"can, so the journal cannot record it.");
}

static bool begin(struct journal_db *db, const struct journal_intent *intent,
	const char *api_user, struct journal_db_reply *reply)
{
	struct journal_answer *answer = &reply->answer;

	if (!check_intent(intent, &answer->error))
		return false;
	write_late(db);
	if (!journal_sql_run(&db->sql, JOURNAL_SQL_BEGIN))
		return journal_sql_fail(&db->sql, "written", &answer->error);
	if (!judge(db, intent, reply))
		return give_up(db, "read", &answer->error);
	if (answer->verdict != JOURNAL_MAY_SEND) {
		(void)journal_sql_run(&db->sql, JOURNAL_SQL_ROLLBACK);
		return true;
	}
	if (!insert_intent(db, intent, api_user))
		return give_up(db, "written", &answer->error);
	answer->id = sqlite3_last_insert_rowid(db->sql.handle);
	if (!commit(db, &answer->error))
		return false;
	if (db->to_syslog)
		journal_syslog_begun(answer->id, intent, db->api_host,
			db->account, db->agent);
	return true;
}

void journal_db_begin(struct journal_db *db,
	const struct journal_intent *intent, const char *api_user,
	struct journal_db_reply *reply)
{
	reply->answer.verdict = JOURNAL_MAY_SEND;
	if (begin(db, intent, api_user, reply))
		return;
	reply->answer.verdict = JOURNAL_FAILED;
	reply->answer.id = 0;
	reply->answer.other = NULL;
}

/* -- settlements ---------------------------------------------------------- */

static bool read_one(struct journal_db *db, int64_t id, struct mem_arena *arena,
	struct journal_record *record, bool *found)
{
	sqlite3_stmt *s = journal_sql_get(&db->sql, JOURNAL_SQL_ONE);
	int got;

	if (s == NULL)
		return false;
	sqlite3_bind_int64(s, 1, id);
	got = sqlite3_step(s);
	*found = got == SQLITE_ROW;
	if (*found)
		journal_row_read(&db->us, s, arena, record);
	return end_rows(s, got);
}

static bool may_settle(const struct journal_record *record, struct error *error)
{
	if (record->settled)
		return error_set(error, ERROR_STATE,
			"Record %lld of the journal is settled already: %s",
			(long long)record->id,
			journal_outcome_name(record->settled_as));
	if (record->outcome == JOURNAL_PENDING)
		return error_set(error, ERROR_STATE,
			"Record %lld of the journal is still being sent; wait "
			"for its outcome",
			(long long)record->id);
	if (record->outcome != JOURNAL_UNKNOWN)
		return error_set(error, ERROR_STATE,
			"Record %lld of the journal is not unknown: %s",
			(long long)record->id,
			journal_outcome_name(record->outcome));
	return true;
}

static bool
insert_settlement(struct journal_db *db, const struct journal_record *record,
	enum journal_outcome outcome, const char *api_user)
{
	sqlite3_stmt *s = journal_sql_get(&db->sql, JOURNAL_SQL_INSERT);

	if (s == NULL)
		return false;
	journal_row_new(s, &db->us, db->agent, api_user);
	journal_row_text(s, JOURNAL_SQL_API_HOST, record->api_host);
	journal_row_text(s, JOURNAL_SQL_ACCOUNT, record->account);
	journal_row_text(s, JOURNAL_SQL_ORDER_ID, record->order_id);
	journal_row_text(s, JOURNAL_SQL_ACTION, JOURNAL_SETTLE);
	journal_row_text(s, JOURNAL_SQL_OUTCOME, journal_outcome_name(outcome));
	journal_row_number(s, JOURNAL_SQL_FINISHED, clock_seconds());
	journal_row_number(s, JOURNAL_SQL_SETTLES, record->id);
	return journal_sql_step(s);
}

/* Within the transaction. A rollback by the caller follows a false. */
static bool
settle(struct journal_db *db, int64_t id, enum journal_outcome outcome,
	const char *api_user, struct mem_arena *arena, struct error *error)
{
	struct journal_record record;
	bool found = false;

	if (!read_one(db, id, arena, &record, &found))
		return journal_sql_fail(&db->sql, "read", error);
	if (!found)
		return error_set(error, ERROR_STATE,
			"The journal has no record %lld", (long long)id);
	if (!may_settle(&record, error))
		return false;
	return insert_settlement(db, &record, outcome, api_user) ||
	       journal_sql_fail(&db->sql, "written", error);
}

bool journal_db_settle(struct journal_db *db, int64_t id,
	enum journal_outcome outcome, const char *api_user, struct error *error)
{
	struct mem_arena arena = {0};
	int64_t own;
	bool good;

	assert(outcome == JOURNAL_SENT || outcome == JOURNAL_NOT_SENT);
	write_late(db);
	if (!journal_sql_run(&db->sql, JOURNAL_SQL_BEGIN))
		return journal_sql_fail(&db->sql, "written", error);
	good = settle(db, id, outcome, api_user, &arena, error);
	own = sqlite3_last_insert_rowid(db->sql.handle);
	if (good)
		good = commit(db, error);
	else
		(void)journal_sql_run(&db->sql, JOURNAL_SQL_ROLLBACK);
	if (good && db->to_syslog)
		journal_syslog_settled(own, id, outcome, db->agent);
	mem_arena_clear(&arena);
	return good;
}

/* -- lists ---------------------------------------------------------------- */

/* Not copied, as in bind_same. */
static void bind_or_null(sqlite3_stmt *s, int index, const char *text)
{
	if (text != NULL)
		sqlite3_bind_text(s, index, text, -1, SQLITE_STATIC);
}

static void append(struct journal_db_reply *reply, size_t *room,
	const struct journal_record *record)
{
	if (reply->count == *room) {
		*room = *room == 0 ? 16 : *room * 2;
		reply->records = mem_resize(
			reply->records, *room, sizeof(*reply->records));
	}
	reply->records[reply->count++] = *record;
}

bool journal_db_list(struct journal_db *db, const struct journal_filter *filter,
	struct journal_db_reply *reply, struct error *error)
{
	sqlite3_stmt *s = journal_sql_get(
		&db->sql, filter->order_id != NULL ? JOURNAL_SQL_LIST_ORDER
						   : JOURNAL_SQL_LIST);
	size_t room = 0;
	struct journal_record record;
	int got = SQLITE_DONE;

	write_late(db);
	if (s == NULL)
		return journal_sql_fail(&db->sql, "read", error);
	bind_or_null(s, 1, filter->order_id);
	bind_or_null(s, 2, filter->action);
	bind_or_null(s, 3, filter->this_host_only ? db->api_host : NULL);
	sqlite3_bind_int(s, 4, filter->unknown_only);
	while ((filter->limit == 0 || reply->count < filter->limit) &&
		(got = sqlite3_step(s)) == SQLITE_ROW) {
		read_record(db, s, &reply->arena, &record);
		if (!filter->unknown_only ||
			journal_record_is_unsettled(&record))
			append(reply, &room, &record);
	}
	return end_rows(s, got) || journal_sql_fail(&db->sql, "read", error);
}

/* -- the whole ------------------------------------------------------------ */

void journal_db_hurry(struct journal_db *db)
{
	journal_sql_hurry(&db->sql);
}

struct journal_db *
journal_db_open(const struct journal_db_options *options, struct error *error)
{
	struct journal_db *db = mem_zalloc(sizeof(*db));
	char agent[PROCESS_AGENT_SIZE];

	if (!journal_sql_open(&db->sql, options->path, error)) {
		journal_db_close(db);
		return NULL;
	}
	db->api_host = mem_dup(options->api_host);
	db->account = mem_dup(options->account);
	db->agent = mem_dup(
		options->agent != NULL ? options->agent : process_agent(agent));
	process_identify(&db->us);
	db->to_syslog = options->to_syslog;
	if (db->to_syslog)
		journal_syslog_open();
	return db;
}

void journal_db_close(struct journal_db *db)
{
	if (db == NULL)
		return;
	if (db->sql.handle != NULL)
		write_all_late(db);
	journal_sql_close(&db->sql);
	free(db->api_host);
	free(db->account);
	free(db->agent);
	free(db->late);
	free(db);
}
