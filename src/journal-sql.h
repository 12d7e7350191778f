/* SPDX-License-Identifier: MIT
 *
 * The SQL of the journal: the connection, the schema, and every statement in
 * one table. journal-db knows what they mean.
 */
#ifndef JOURNAL_SQL_H
#define JOURNAL_SQL_H

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "error.h"

/* Of the tables, as the file says it. */
#define JOURNAL_SQL_VERSION 1

enum journal_sql_statement {
	JOURNAL_SQL_BEGIN,
	JOURNAL_SQL_COMMIT,
	JOURNAL_SQL_ROLLBACK,
	JOURNAL_SQL_INSERT,    /* parameters: see the columns below */
	JOURNAL_SQL_FINISH,    /* id, outcome, status, code, finished */
	JOURNAL_SQL_ONE,       /* id */
	JOURNAL_SQL_OPEN,      /* API host, order, action: not settled */
	JOURNAL_SQL_LAST_SENT, /* the same, time and id to be passed */
	JOURNAL_SQL_LIST,      /* order (not used), action, API host, open */
	JOURNAL_SQL_LIST_ORDER,
	JOURNAL_SQL_COUNT,
};

/* The columns that every reading statement gives, in this order; those before
 * JOURNAL_SQL_SETTLED, shifted by one, are the parameters of INSERT but for
 * the id. */
enum journal_sql_column {
	JOURNAL_SQL_ID,
	JOURNAL_SQL_TIME,
	JOURNAL_SQL_AGENT,
	JOURNAL_SQL_API_USER,
	JOURNAL_SQL_HOST,
	JOURNAL_SQL_BOOT,
	JOURNAL_SQL_PID,
	JOURNAL_SQL_PID_START,
	JOURNAL_SQL_API_HOST,
	JOURNAL_SQL_ACCOUNT,
	JOURNAL_SQL_ORDER_ID,
	JOURNAL_SQL_ACTION,
	JOURNAL_SQL_RECIPIENTS, /* one a line, as the next two */
	JOURNAL_SQL_ADDED,
	JOURNAL_SQL_REMOVED,
	JOURNAL_SQL_OUTCOME,
	JOURNAL_SQL_HTTP_STATUS,
	JOURNAL_SQL_ERROR_CODE,
	JOURNAL_SQL_FINISHED,
	JOURNAL_SQL_SETTLES,
	JOURNAL_SQL_SETTLED, /* outcome of the settlement or NULL */
};

/* It stays where it is while it is open. */
struct journal_sql {
	sqlite3 *handle;
	char *path;
	int patience_ms, waited_ms; /* while others hold the file */
	atomic_bool hurry;
	sqlite3_stmt *statements[JOURNAL_SQL_COUNT];
};

/* Opens or makes the file, its directory and its tables. A zeroed one may be
 * closed. */
MUST_CHECK bool journal_sql_open(
	struct journal_sql *sql, const char *path, struct error *error);
void journal_sql_close(struct journal_sql *sql);

/* How long a call waits for others who hold the file; 0: the usual 5 s. */
void journal_sql_be_patient(struct journal_sql *sql, int ms);
/* From any thread: from now on calls wait for 1 s at most, also the one that
 * waits now. */
void journal_sql_hurry(struct journal_sql *sql);

/* Ready to be bound and stepped; NULL if it cannot be prepared. Each is used
 * by one caller at a time, who resets it. */
sqlite3_stmt *
journal_sql_get(struct journal_sql *sql, enum journal_sql_statement which);

/* Step a statement that gives no rows, and reset it. NULL gives false. */
bool journal_sql_step(sqlite3_stmt *statement);
bool journal_sql_run(struct journal_sql *sql, enum journal_sql_statement which);

/* Fill ERROR_JOURNAL with the last failure and what to do; returns false.
 * `what` is "read" or "written". */
bool journal_sql_fail(
	const struct journal_sql *sql, const char *what, struct error *error);

#endif
