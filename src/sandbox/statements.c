/* SPDX-License-Identifier: MIT
 *
 * A small table, searched by a hash of the text; the one that was not used for
 * the longest time makes room. The same text may be there twice, when a loop
 * over it runs inside another.
 */
#include "sandbox/statements.h"

#include <string.h>

static uint32_t hash_text(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash;
}

static sqlite3_stmt *
find(struct statements *statements, const char *sql, uint32_t hash)
{
	for (size_t i = 0; i < statements->count; i++) {
		struct statements_item *item = &statements->items[i];

		if (item->hash != hash || sqlite3_stmt_busy(item->stmt) ||
			strcmp(sqlite3_sql(item->stmt), sql) != 0)
			continue;
		item->used = ++statements->uses;
		return item->stmt;
	}
	return NULL;
}

/* A new place, or that of the oldest one that is not in use. */
static struct statements_item *free_place(struct statements *statements)
{
	struct statements_item *oldest = NULL;

	if (statements->count < STATEMENTS_KEPT)
		return &statements->items[statements->count++];
	for (size_t i = 0; i < statements->count; i++) {
		struct statements_item *item = &statements->items[i];

		if (sqlite3_stmt_busy(item->stmt))
			continue;
		if (!oldest || item->used < oldest->used)
			oldest = item;
	}
	if (oldest)
		sqlite3_finalize(oldest->stmt);
	return oldest;
}

sqlite3_stmt *statements_prepare(
	struct statements *statements, sqlite3 *handle, const char *sql)
{
	uint32_t hash = hash_text(sql);
	sqlite3_stmt *stmt = find(statements, sql, hash);
	struct statements_item *place;

	if (stmt)
		return stmt;
	if (sqlite3_prepare_v3(handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
		    &stmt, NULL) != SQLITE_OK)
		return NULL;
	place = free_place(statements);
	if (!place) { /* more loops inside each other than can be */
		sqlite3_finalize(stmt);
		return NULL;
	}
	*place = (struct statements_item){stmt, hash, ++statements->uses};
	return stmt;
}

void statements_clear(struct statements *statements)
{
	for (size_t i = 0; i < statements->count; i++)
		sqlite3_finalize(statements->items[i].stmt);
	statements->count = 0;
}
