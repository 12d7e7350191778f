/* SPDX-License-Identifier: MIT
 *
 * The journal's file: what journal.h promises, as plain calls that wait for
 * the disk. One thread at a time. journal-sqlite puts them behind the loop.
 */
#ifndef JOURNAL_DB_H
#define JOURNAL_DB_H

#include <stdbool.h>

#include "journal.h"
#include "mem.h"

struct journal_db;

struct journal_db_options {
	const char *path;
	const char *api_host, *account, *agent;
	bool to_syslog; /* each record as a line of the system's log, too */
};

/* What a call answers, alive until journal_db_reply_clear. A zeroed one is
 * empty. */
struct journal_db_reply {
	struct mem_arena arena;
	struct journal_answer answer;	/* of begin */
	struct journal_record *records; /* of list; `other` of begin */
	size_t count;
};

void journal_db_reply_clear(struct journal_db_reply *reply);

/* NULL and *error (ERROR_JOURNAL, what to do about it). The options are
 * copied; agent NULL is the login name. */
struct journal_db *
journal_db_open(const struct journal_db_options *options, struct error *error);
void journal_db_close(struct journal_db *db); /* NULL is allowed */

/* From any thread, for the end of the program: whoever holds the file is waited
 * for 1 s at most from now on, and no longer 5. */
void journal_db_hurry(struct journal_db *db);

/* As their namesakes in journal.h; `begin` answers in reply->answer, also what
 * failed. `api_user` is the key's, "" if not known. */
void journal_db_begin(struct journal_db *db,
	const struct journal_intent *intent, const char *api_user,
	struct journal_db_reply *reply);

MUST_CHECK bool journal_db_finish(struct journal_db *db, int64_t id,
	enum journal_outcome outcome, int http_status, const char *error_code,
	struct error *error);

MUST_CHECK bool journal_db_settle(struct journal_db *db, int64_t id,
	enum journal_outcome outcome, const char *api_user,
	struct error *error);

MUST_CHECK bool
journal_db_list(struct journal_db *db, const struct journal_filter *filter,
	struct journal_db_reply *reply, struct error *error);

#endif
