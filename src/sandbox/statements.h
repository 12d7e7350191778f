/* SPDX-License-Identifier: MIT
 *
 * Prepared statements, kept by their text: so that a handler writes its SQL
 * where it uses it and still pays for preparing it only once.
 */
#ifndef SANDBOX_STATEMENTS_H
#define SANDBOX_STATEMENTS_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#define STATEMENTS_KEPT 96

struct statements_item {
	sqlite3_stmt *stmt;
	uint32_t hash; /* of the text */
	uint64_t used; /* when, to drop the oldest */
};

/* A zeroed one is empty. */
struct statements {
	struct statements_item items[STATEMENTS_KEPT];
	size_t count;
	uint64_t uses;
};

/*
 * Finds or prepares one that is not being stepped through; lent until it was
 * reset and others were used. NULL if the SQL is wrong (sqlite3_errmsg).
 */
sqlite3_stmt *statements_prepare(
	struct statements *statements, sqlite3 *handle, const char *sql);
/* Finalizes all: before the connection is closed. */
void statements_clear(struct statements *statements);

#endif
