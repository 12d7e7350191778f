/* SPDX-License-Identifier: MIT
 *
 * SQLite behind a few calls: statements with bound values, transactions, and
 * failures that are remembered instead of returned.
 *
 * Durability: a file is in WAL mode with synchronous=FULL, so what was
 * committed is on the disk before the answer leaves. The lock is exclusive:
 * two servers on one file would contradict each other.
 */
#include "sandbox/db.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "sandbox/schema-lists.h"
#include "sandbox/schema-order.h"
#include "sandbox/schema.h"
#include "sandbox/statements.h"

#define STEPS_BETWEEN_LOOKS 10000 /* of SQLite's machine: some 1 ms */

struct db {
	sqlite3 *handle;
	char *path;	/* NULL: in memory */
	char *new_path; /* while a new file is being made, else NULL */
	struct statements statements;
	bool failed;
	char failure[ERROR_TEXT_SIZE];
	uint64_t generation;
	int64_t base;	    /* the clock's time when it was set */
	int64_t base_ticks; /* the steady clock at that moment, seconds */
	int64_t advance;    /* moved by so many seconds */
};

static const char new_file_pragmas[] =
	"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
	"PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -262144;"
	"PRAGMA temp_store = MEMORY;";
static const char file_pragmas[] =
	"PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = FULL; PRAGMA cache_size = -131072;"
	"PRAGMA temp_store = MEMORY;";
static const char memory_pragmas[] = "PRAGMA temp_store = MEMORY;";

static int64_t ticks(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void fail(struct db *db)
{
	if (db->failed)
		return;
	db->failed = true;
	snprintf(db->failure, sizeof(db->failure), "%s",
		sqlite3_errmsg(db->handle));
}

static sqlite3_stmt *prepare(struct db *db, const char *sql)
{
	sqlite3_stmt *stmt =
		statements_prepare(&db->statements, db->handle, sql);

	if (!stmt)
		fail(db);
	return stmt;
}

static void
bind(struct db *db, sqlite3_stmt *stmt, const char *types, va_list args)
{
	for (int i = 0; types[i]; i++) {
		int result;

		if (types[i] == 'i')
			result = sqlite3_bind_int64(
				stmt, i + 1, va_arg(args, int64_t));
		else
			result = sqlite3_bind_text(stmt, i + 1,
				va_arg(args, const char *), -1, SQLITE_STATIC);
		if (result != SQLITE_OK)
			fail(db);
	}
}

static sqlite3_stmt *
vquery(struct db *db, const char *sql, const char *types, va_list args)
{
	sqlite3_stmt *stmt;

	if (db->failed)
		return NULL;
	stmt = prepare(db, sql);
	if (!stmt)
		return NULL;
	sqlite3_reset(stmt);
	bind(db, stmt, types, args);
	return stmt;
}

sqlite3_stmt *db_query(struct db *db, const char *sql, const char *types, ...)
{
	sqlite3_stmt *stmt;
	va_list args;

	va_start(args, types);
	stmt = vquery(db, sql, types, args);
	va_end(args);
	return stmt;
}

sqlite3_stmt *db_query_values(struct db *db, const char *sql,
	const struct db_value *values, size_t count)
{
	sqlite3_stmt *stmt = db->failed ? NULL : prepare(db, sql);

	if (!stmt)
		return NULL;
	sqlite3_reset(stmt);
	for (size_t i = 0; i < count; i++) {
		int at = (int)i + 1;
		int result;

		if (values[i].text)
			result = sqlite3_bind_text(
				stmt, at, values[i].text, -1, SQLITE_STATIC);
		else
			result = sqlite3_bind_int64(stmt, at, values[i].number);
		if (result != SQLITE_OK)
			fail(db);
	}
	return stmt;
}

bool db_step(struct db *db, sqlite3_stmt *statement)
{
	int result;

	if (!statement || db->failed)
		return false;
	result = sqlite3_step(statement);
	if (result == SQLITE_ROW)
		return true;
	if (result != SQLITE_DONE)
		fail(db);
	return false;
}

void db_done(sqlite3_stmt *statement)
{
	if (!statement)
		return;
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

bool db_run(struct db *db, const char *sql, const char *types, ...)
{
	sqlite3_stmt *stmt;
	va_list args;

	va_start(args, types);
	stmt = vquery(db, sql, types, args);
	va_end(args);
	while (db_step(db, stmt))
		;
	db_done(stmt);
	return !db->failed;
}

int64_t
db_int(struct db *db, int64_t none, const char *sql, const char *types, ...)
{
	sqlite3_stmt *stmt;
	int64_t value = none;
	va_list args;

	va_start(args, types);
	stmt = vquery(db, sql, types, args);
	va_end(args);
	if (db_step(db, stmt) && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		value = sqlite3_column_int64(stmt, 0);
	db_done(stmt);
	return value;
}

char *db_text(struct db *db, const char *sql, const char *types, ...)
{
	sqlite3_stmt *stmt;
	char *value = NULL;
	va_list args;

	va_start(args, types);
	stmt = vquery(db, sql, types, args);
	va_end(args);
	if (db_step(db, stmt) && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		value = mem_dup(db_column_text(stmt, 0));
	db_done(stmt);
	return value;
}

int64_t db_column_int(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_int64(statement, column);
}

const char *db_column_text(sqlite3_stmt *statement, int column)
{
	const unsigned char *text = sqlite3_column_text(statement, column);

	return text ? (const char *)text : "";
}

int64_t db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

int64_t db_changes(struct db *db)
{
	return sqlite3_changes(db->handle);
}

bool db_script(struct db *db, const char *sql)
{
	if (db->failed)
		return false;
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail(db);
	return !db->failed;
}

bool db_begin(struct db *db)
{
	return db_run(db, "BEGIN IMMEDIATE", "");
}

bool db_commit(struct db *db)
{
	return db_run(db, "COMMIT", "");
}

void db_rollback(struct db *db)
{
	/* Not db_run: it has to happen after a failure too. */
	if (sqlite3_get_autocommit(db->handle))
		return;
	sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	/* What was counted within is not true any more. */
	db->generation++;
}

bool db_failed(const struct db *db)
{
	return db->failed;
}

const char *db_failure(const struct db *db)
{
	return db->failure;
}

void db_recover(struct db *db)
{
	db->failed = false;
	db->failure[0] = '\0';
}

uint64_t db_generation(const struct db *db)
{
	return db->generation;
}

int64_t db_meta(struct db *db, const char *name, int64_t none)
{
	return db_int(
		db, none, "SELECT value FROM meta WHERE name = ?", "s", name);
}

bool db_set_meta(struct db *db, const char *name, int64_t value)
{
	return db_run(db, "INSERT OR REPLACE INTO meta VALUES (?, ?)", "si",
		name, value);
}

int64_t db_now(const struct db *db)
{
	return db->base + (ticks() - db->base_ticks) + db->advance;
}

/* The last thing the data tells of. */
static int64_t last_time(struct db *db)
{
	return db_int(db, 0,
		"SELECT max(coalesce((SELECT max(time) FROM mails), 0),"
		" coalesce((SELECT max(time) FROM notes), 0),"
		" coalesce((SELECT max(changed) FROM orders), 0))",
		"");
}

void db_set_now(struct db *db, int64_t now)
{
	int64_t last = last_time(db);

	db->base_ticks = ticks();
	db->advance = db_meta(db, "advance", 0);
	db->base = now + db->advance < last ? last - db->advance : now;
}

bool db_advance(struct db *db, int64_t seconds)
{
	if (!db_set_meta(db, "advance", db->advance + seconds))
		return false;
	db->advance += seconds;
	return true;
}

/* Called by SQLite for each row that is written. */
static void on_change(void *data, int operation UNUSED, const char *base UNUSED,
	const char *table, sqlite3_int64 row UNUSED)
{
	struct db *db = data;

	if (strcmp(table, "orders") == 0)
		db->generation++;
}

static bool open_handle(struct db *db, const char *path, const char *pragmas,
	struct error *error)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX;
	int result = sqlite3_open_v2(path, &db->handle, flags, NULL);

	if (result == SQLITE_OK && db_script(db, pragmas)) {
		sqlite3_update_hook(db->handle, on_change, db);
		return true;
	}
	if (db->handle)
		fail(db);
	error_set(error, ERROR_SYSTEM, "cannot open the database %s: %s", path,
		db->handle ? db->failure : sqlite3_errstr(result));
	return false;
}

static const char *const tables[] = {
	SCHEMA_TABLES, SCHEMA_ORDER_TABLES, SCHEMA_LISTS_TABLES};

/* Which tables a file has: another version's may have others. */
static int64_t tables_mark(void)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const char *p = tables[i]; *p; p++)
			hash = (hash ^ (unsigned char)*p) * 16777619u;
	return hash;
}

static bool open_existing(struct db *db, bool *fresh, struct error *error)
{
	*fresh = false;
	if (!open_handle(db, db->path, file_pragmas, error))
		return false;
	if (db_meta(db, "seed", -1) >= 0 &&
		db_meta(db, "tables", -1) == tables_mark())
		return true;
	if (!db->failed && db_meta(db, "seed", -1) >= 0)
		return error_set(error, ERROR_SYSTEM,
			"%s is of another version of certdesk-sandbox: make a"
			" new one",
			db->path);
	return error_set(error, ERROR_SYSTEM,
		"%s is not a database of certdesk-sandbox%s%s", db->path,
		db->failed ? ": " : "", db->failure);
}

static bool make_tables(struct db *db)
{
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		db_script(db, tables[i]);
	return db_set_meta(db, "tables", tables_mark());
}

static bool open_new(struct db *db, bool *fresh, struct error *error)
{
	*fresh = true;
	db->new_path = mem_printf("%s.new", db->path);
	unlink(db->new_path);
	if (!open_handle(db, db->new_path, new_file_pragmas, error))
		return false;
	if (make_tables(db))
		return true;
	return error_set(error, ERROR_SYSTEM, "cannot make the database %s: %s",
		db->path, db->failure);
}

static bool open_memory(struct db *db, bool *fresh, struct error *error)
{
	*fresh = true;
	if (!open_handle(db, ":memory:", memory_pragmas, error))
		return false;
	if (make_tables(db))
		return true;
	return error_set(
		error, ERROR_SYSTEM, "cannot make the tables: %s", db->failure);
}

/* An empty file, as mktemp leaves one, is as good as none. */
static bool has_data(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 &&
	       !(S_ISREG(status.st_mode) && status.st_size == 0);
}

struct db *db_open(const char *path, bool *fresh, struct error *error)
{
	struct db *db = mem_zalloc(sizeof(*db));
	bool good;

	db->path = mem_dup(path);
	db->base = clock_seconds();
	db->base_ticks = ticks();
	if (!path)
		good = open_memory(db, fresh, error);
	else if (has_data(path))
		good = open_existing(db, fresh, error);
	else
		good = open_new(db, fresh, error);
	if (good)
		return db;
	db_close(db);
	return NULL;
}

static int look_at_stop(void *stop)
{
	return *(const volatile sig_atomic_t *)stop;
}

void db_stop_by(struct db *db, volatile sig_atomic_t *stop)
{
	sqlite3_progress_handler(
		db->handle, STEPS_BETWEEN_LOOKS, look_at_stop, (void *)stop);
}

/* On the disk, and under its own name: then the file counts. */
static bool publish(struct db *db, struct error *error)
{
	char *slash = strrchr(db->path, '/');
	char *folder = slash ? mem_dupn(db->path, (size_t)(slash - db->path))
			     : mem_dup(".");
	int file = open(db->new_path, O_RDONLY | O_CLOEXEC);
	int dir = open(*folder ? folder : "/", O_RDONLY | O_CLOEXEC);
	bool good = file >= 0 && fsync(file) == 0 &&
		    rename(db->new_path, db->path) == 0 && dir >= 0 &&
		    fsync(dir) == 0;

	if (!good)
		error_set(error, ERROR_SYSTEM,
			"cannot move the new database to %s", db->path);
	if (file >= 0)
		close(file);
	if (dir >= 0)
		close(dir);
	free(folder);
	return good;
}

bool db_finish(struct db *db, struct error *error)
{
	if (db->failed)
		return error_set(error, ERROR_SYSTEM,
			"cannot make the data: %s", db->failure);
	sqlite3_progress_handler(db->handle, 0, NULL, NULL);
	if (!db->new_path)
		return true;
	statements_clear(&db->statements);
	sqlite3_close(db->handle);
	db->handle = NULL;
	if (!publish(db, error))
		return false;
	free(db->new_path);
	db->new_path = NULL;
	return open_handle(db, db->path, file_pragmas, error);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	statements_clear(&db->statements);
	sqlite3_close(db->handle);
	if (db->new_path)
		unlink(db->new_path);
	free(db->new_path);
	free(db->path);
	free(db);
}
