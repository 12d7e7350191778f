/* SPDX-License-Identifier: MIT
 *
 * The sandbox's data: one SQLite connection, used by one thread. Statements
 * are prepared once and kept; values are always bound. A failure of SQLite
 * (disk full, broken file) is remembered, every later call does nothing, and
 * the router answers 500 and rolls back: so the handlers need not check each
 * call.
 *
 * The sandbox's clock is here too, since it belongs to the data: it starts at
 * --now, runs with the real time and is moved by POST /sandbox/v1/advance.
 */
#ifndef SANDBOX_DB_H
#define SANDBOX_DB_H

#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "error.h"

struct db;

/*
 * Opens path, or a database in memory if path is NULL. *fresh tells whether it
 * is new: then the caller seeds it and calls db_finish. A new file is made
 * beside its place and moved there by db_finish, so that a half-made one is
 * never taken for data. NULL and *error on failure. The caller closes with
 * db_close (NULL is fine).
 */
struct db *db_open(const char *path, bool *fresh, struct error *error);
MUST_CHECK bool db_finish(struct db *db, struct error *error);
/* Until db_finish: statements fail once a signal handler has set *stop. */
void db_stop_by(struct db *db, volatile sig_atomic_t *stop);
/* Several statements at once, without values: tables, indexes, pragmas. */
bool db_script(struct db *db, const char *sql);
void db_close(struct db *db);

/*
 * Binds a statement and returns it ready to be stepped; lent, and given back
 * with db_done. `types` has one letter per value: 'i' int64_t, 's' const char
 * * (NULL binds NULL; the text must live until db_done). Always cast integers:
 * (int64_t)n. The same SQL may be open twice. NULL after a failure; db_step
 * and db_done take NULL.
 */
sqlite3_stmt *db_query(struct db *db, const char *sql, const char *types, ...);
/* True while there is a row. */
bool db_step(struct db *db, sqlite3_stmt *statement);
void db_done(sqlite3_stmt *statement);

/* The same with the values in an array; at most DB_VALUES_MAX. */
struct db_value {
	const char *text; /* NULL: the number counts */
	int64_t number;
};

#define DB_VALUES_MAX 2000

/* As db_query. */
sqlite3_stmt *db_query_values(struct db *db, const char *sql,
	const struct db_value *values, size_t count);

/* A statement without rows. False after a failure. */
bool db_run(struct db *db, const char *sql, const char *types, ...);
/* The first column of the first row: `none` or NULL if there is no row. */
int64_t
db_int(struct db *db, int64_t none, const char *sql, const char *types, ...);
char *db_text(struct db *db, const char *sql, const char *types, ...);

/* Columns of a row: 0 and "" (lent until the next step) for NULL. */
int64_t db_column_int(sqlite3_stmt *statement, int column);
const char *db_column_text(sqlite3_stmt *statement, int column);

int64_t db_last_id(struct db *db); /* of the last INSERT */
int64_t db_changes(struct db *db); /* rows changed by the last db_run */

/*
 * Transactions. The router begins one (BEGIN IMMEDIATE) before each handler
 * of a request that is not a GET, commits it if the answer is below 400 and
 * rolls it back otherwise: handlers need not do it.
 */
bool db_begin(struct db *db);
bool db_commit(struct db *db); /* false: nothing was kept */
void db_rollback(struct db *db);

/* Whether something failed since db_recover, and what. */
bool db_failed(const struct db *db);
const char *db_failure(const struct db *db);
void db_recover(struct db *db);

/* Counts up whenever an order was changed: what was counted is then stale. */
uint64_t db_generation(const struct db *db);

/* Small settings that live with the data: "seed", "advance", ... */
int64_t db_meta(struct db *db, const char *name, int64_t none);
bool db_set_meta(struct db *db, const char *name, int64_t value);

/* The sandbox's clock: seconds since 1970, UTC. */
int64_t db_now(const struct db *db);
/*
 * Set at start (now at this moment); later where the data tells of later mails
 * and notes, so that time does not run backwards over a restart.
 */
void db_set_now(struct db *db, int64_t now);
/* Moves the clock and remembers it in the database. */
bool db_advance(struct db *db, int64_t seconds);

#endif
