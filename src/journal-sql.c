/* SPDX-License-Identifier: MIT
 *
 * One table, `records`: nothing in it is ever deleted, and nothing changes but
 * an outcome, once, from 'pending'. A settlement is a row that names another
 * by `settles`; the unique index allows one for each.
 *
 * What the disk must promise: after COMMIT the row is there, even if the power
 * fails. With a rollback journal that needs one step more than
 * synchronous=FULL, namely that the directory is synced after the rollback
 * journal was removed; otherwise it could come back and undo the row. That is
 * synchronous=EXTRA.
 */
#include "config.h"

#include "journal-sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

#define BUSY_MS	      5000
#define HURRY_MS      1000 /* at the end of the program */
#define MOST_SLEEP_MS 50

static const char pragmas[] = "PRAGMA journal_mode = DELETE;"
			      "PRAGMA synchronous = EXTRA;"
			      "PRAGMA trusted_schema = OFF;";

static const char schema[] =
	"CREATE TABLE records ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" time INTEGER NOT NULL,"
	" agent TEXT NOT NULL,"
	" api_user TEXT NOT NULL,"
	" host TEXT NOT NULL,"
	" boot TEXT NOT NULL,"
	" pid INTEGER NOT NULL,"
	" pid_start INTEGER NOT NULL,"
	" api_host TEXT NOT NULL,"
	" account TEXT NOT NULL,"
	" order_id TEXT NOT NULL,"
	" action TEXT NOT NULL,"
	" recipients TEXT NOT NULL,"
	" added TEXT NOT NULL,"
	" removed TEXT NOT NULL,"
	" outcome TEXT NOT NULL CHECK (outcome IN"
	"  ('pending', 'sent', 'refused', 'not_sent', 'unknown')),"
	" http_status INTEGER NOT NULL,"
	" error_code TEXT NOT NULL,"
	" finished INTEGER NOT NULL,"
	" settles INTEGER NOT NULL);"
	"CREATE INDEX records_order ON records (order_id);"
	"CREATE UNIQUE INDEX records_settles ON records (settles)"
	" WHERE settles > 0;"
	"PRAGMA user_version = 1;";

#define SELECT                                                                 \
	"SELECT r.id, r.time, r.agent, r.api_user, r.host, r.boot, r.pid,"     \
	" r.pid_start, r.api_host, r.account, r.order_id, r.action,"           \
	" r.recipients, r.added, r.removed, r.outcome, r.http_status,"         \
	" r.error_code, r.finished, r.settles, s.outcome"                      \
	" FROM records AS r LEFT JOIN records AS s"                            \
	" ON s.settles = r.id AND s.settles > 0 "

#define SAME_WRITE "r.order_id = ?2 AND r.api_host = ?1 AND r.action = ?3"
#define IS_OPEN	   "r.outcome IN ('pending', 'unknown') AND s.id IS NULL"
#define LIST_REST                                                              \
	"(?2 IS NULL OR r.action = ?2) AND (?3 IS NULL OR r.api_host = ?3)"    \
	" AND (NOT ?4 OR (" IS_OPEN ")) ORDER BY r.id DESC"

static const char *const texts[JOURNAL_SQL_COUNT] = {
	[JOURNAL_SQL_BEGIN] = "BEGIN IMMEDIATE",
	[JOURNAL_SQL_COMMIT] = "COMMIT",
	[JOURNAL_SQL_ROLLBACK] = "ROLLBACK",
	[JOURNAL_SQL_INSERT] =
		"INSERT INTO records (time, agent, api_user, host, boot, pid,"
		" pid_start, api_host, account, order_id, action, recipients,"
		" added, removed, outcome, http_status, error_code, finished,"
		" settles) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
		" ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
	[JOURNAL_SQL_FINISH] =
		"UPDATE records SET outcome = ?2, http_status = ?3,"
		" error_code = ?4, finished = ?5"
		" WHERE id = ?1 AND outcome = 'pending'",
	[JOURNAL_SQL_ONE] = SELECT "WHERE r.id = ?1",
	[JOURNAL_SQL_OPEN] = SELECT "WHERE " SAME_WRITE " AND " IS_OPEN
				    " ORDER BY r.id DESC",
	[JOURNAL_SQL_LAST_SENT] =
		SELECT "WHERE " SAME_WRITE " AND r.time > ?4 AND r.id > ?5"
		       " AND (r.outcome = 'sent' OR (s.outcome = 'sent'"
		       " AND r.outcome IN ('pending', 'unknown')))"
		       " ORDER BY r.id DESC LIMIT 1",
	[JOURNAL_SQL_LIST] = SELECT "WHERE (?1 IS NULL OR 1) AND " LIST_REST,
	[JOURNAL_SQL_LIST_ORDER] =
		SELECT "WHERE r.order_id = ?1 AND " LIST_REST,
};

/* -- failures ------------------------------------------------------------- */

struct advice {
	int code;
	const char *text;
};

static const char check_permissions[] =
	"check the permissions of the file and its directory, or name another "
	"place with journal = PATH";
static const char move_away[] =
	"it is damaged or another program's: move it away, and a new one is "
	"made";

/* SQLite's own words for it are those of a file without the right to write. */
static const char was_moved[] =
	"the file was moved, removed or replaced while certdesk was running: "
	"put it back, or end certdesk and start it again";

static const struct advice advices[] = {
	{SQLITE_FULL, "free some space on that disk"},
	{SQLITE_READONLY, check_permissions},
	{SQLITE_PERM, check_permissions},
	{SQLITE_CANTOPEN, check_permissions},
	{SQLITE_AUTH, check_permissions},
	{SQLITE_BUSY, "another process holds it: try again in a moment"},
	{SQLITE_LOCKED, "another process holds it: try again in a moment"},
	{SQLITE_PROTOCOL, "another process holds it: try again in a moment"},
	{SQLITE_NOTADB, move_away},
	{SQLITE_CORRUPT, move_away},
	{SQLITE_ERROR, move_away},
	{SQLITE_CONSTRAINT, move_away},
};

static const char *advice_for(int code)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(advices); i++)
		if (advices[i].code == (code & 0xff))
			return advices[i].text;
	return "check that disk, or name another place with journal = PATH";
}

bool journal_sql_fail(
	const struct journal_sql *sql, const char *what, struct error *error)
{
	if (sqlite3_extended_errcode(sql->handle) == SQLITE_READONLY_DBMOVED)
		return error_set(error, ERROR_JOURNAL,
			"The journal %s cannot be %s: %s", sql->path, what,
			was_moved);
	return error_set(error, ERROR_JOURNAL,
		"The journal %s cannot be %s: %s; %s", sql->path, what,
		sqlite3_errmsg(sql->handle),
		advice_for(sqlite3_errcode(sql->handle)));
}

/* -- the file ------------------------------------------------------------- */

/* A directory that is set up for sharing (mode 2770) makes a file for all of
 * its group; any other makes one for us alone. */
static mode_t mode_in(const char *directory)
{
	struct stat info;
	bool shared = stat(directory, &info) == 0 && (info.st_mode & S_ISGID) &&
		      (info.st_mode & S_IWGRP);

	return shared ? 0660 : 0600;
}

static char *parent_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_dup(".");
	return mem_dupn(path, (size_t)(slash - path) + 1);
}

/* SQLite would make it by the umask. Its own files take the mode of this. */
static void make_file(const char *path, const char *directory)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return; /* there already; or opening it says what is wrong */
	(void)fchmod(fd, mode_in(directory));
	close(fd);
}

/* SQLite opens what it cannot write and says so at the first write only. */
static bool
is_writable(const char *path, const char *directory, struct error *error)
{
	const char *wrong = NULL;

	if (access(directory, R_OK | W_OK | X_OK) != 0)
		wrong = directory;
	else if (access(path, R_OK | W_OK) != 0)
		wrong = path;
	if (wrong == NULL)
		return true;
	return error_set(error, ERROR_JOURNAL,
		"The journal %s cannot be written: %s: %s; %s", path, wrong,
		strerror(errno), check_permissions);
}

static bool prepare_file(const char *path, struct error *error)
{
	char *directory = parent_of(path);
	struct error why;
	bool good = file_make_parent(path, &why);

	if (!good) {
		error_set(error, ERROR_JOURNAL,
			"The journal %s cannot be made: %s; %s", path, why.text,
			check_permissions);
	} else {
		make_file(path, directory);
		good = is_writable(path, directory, error);
	}
	free(directory);
	return good;
}

/* -- waiting for others --------------------------------------------------- */

/* As SQLite's own time limit, but it can be shortened from elsewhere. */
static int on_busy(void *data, int tries)
{
	struct journal_sql *sql = data;
	int limit = sql->patience_ms;

	if (tries == 0)
		sql->waited_ms = 0;
	if (atomic_load(&sql->hurry) && limit > HURRY_MS)
		limit = HURRY_MS;
	if (sql->waited_ms >= limit)
		return 0;
	sql->waited_ms += sqlite3_sleep(
		tries < MOST_SLEEP_MS ? tries + 1 : MOST_SLEEP_MS);
	return 1;
}

void journal_sql_be_patient(struct journal_sql *sql, int ms)
{
	sql->patience_ms = ms > 0 ? ms : BUSY_MS;
}

void journal_sql_hurry(struct journal_sql *sql)
{
	atomic_store(&sql->hurry, true);
}

static int64_t number(struct journal_sql *sql, const char *text)
{
	sqlite3_stmt *statement;
	int64_t value = -1;

	if (sqlite3_prepare_v2(sql->handle, text, -1, &statement, NULL) !=
		SQLITE_OK)
		return -1;
	if (sqlite3_step(statement) == SQLITE_ROW)
		value = sqlite3_column_int64(statement, 0);
	if (sqlite3_finalize(statement) != SQLITE_OK)
		return -1;
	return value;
}

/* Between our look and our lock another process may have made the tables. */
static bool make_tables(struct journal_sql *sql)
{
	bool good;

	if (sqlite3_exec(sql->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL) !=
		SQLITE_OK)
		return false;
	good = number(sql, "PRAGMA user_version") == JOURNAL_SQL_VERSION ||
	       sqlite3_exec(sql->handle, schema, NULL, NULL, NULL) == SQLITE_OK;
	return good && sqlite3_exec(sql->handle, "COMMIT", NULL, NULL, NULL) ==
			       SQLITE_OK;
}

static bool check_tables(struct journal_sql *sql, struct error *error)
{
	int64_t version = number(sql, "PRAGMA user_version");

	if (version < 0)
		return journal_sql_fail(sql, "read", error);
	if (version > JOURNAL_SQL_VERSION)
		return error_set(error, ERROR_JOURNAL,
			"The journal %s was made by a newer certdesk; use that "
			"one, or name another place with journal = PATH",
			sql->path);
	if (version == 0 && !make_tables(sql))
		return journal_sql_fail(sql, "made", error);
	return true;
}

bool journal_sql_open(
	struct journal_sql *sql, const char *path, struct error *error)
{
	memset(sql, 0, sizeof(*sql));
	sql->path = mem_dup(path);
	if (!prepare_file(path, error))
		return false;
	if (sqlite3_open_v2(path, &sql->handle,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
		    NULL) != SQLITE_OK)
		return journal_sql_fail(sql, "opened", error);
	journal_sql_be_patient(sql, 0);
	sqlite3_busy_handler(sql->handle, on_busy, sql);
	if (sqlite3_exec(sql->handle, pragmas, NULL, NULL, NULL) != SQLITE_OK)
		return journal_sql_fail(sql, "opened", error);
	return check_tables(sql, error);
}

void journal_sql_close(struct journal_sql *sql)
{
	size_t i;

	for (i = 0; i < JOURNAL_SQL_COUNT; i++)
		sqlite3_finalize(sql->statements[i]);
	sqlite3_close(sql->handle);
	free(sql->path);
	memset(sql, 0, sizeof(*sql));
}

/* -- statements ----------------------------------------------------------- */

sqlite3_stmt *
journal_sql_get(struct journal_sql *sql, enum journal_sql_statement which)
{
	sqlite3_stmt **statement = &sql->statements[which];

	if (*statement == NULL && sqlite3_prepare_v2(sql->handle, texts[which],
					  -1, statement, NULL) != SQLITE_OK)
		return NULL;
	sqlite3_reset(*statement);
	sqlite3_clear_bindings(*statement);
	return *statement;
}

bool journal_sql_step(sqlite3_stmt *statement)
{
	bool good = statement != NULL && sqlite3_step(statement) == SQLITE_DONE;

	if (good)
		sqlite3_reset(statement);
	return good;
}

bool journal_sql_run(struct journal_sql *sql, enum journal_sql_statement which)
{
	return journal_sql_step(journal_sql_get(sql, which));
}
