/* SPDX-License-Identifier: MIT
 *
 * What the tests of the journal's file share: a file in a folder of its own,
 * the time, and short words for what is done most.
 */
#ifndef JOURNAL_FILE_H
#define JOURNAL_FILE_H

#include "journal-db.h"

#define JOURNAL_FILE_NOW      1790000000
#define JOURNAL_FILE_API_HOST "www.example.com"
#define JOURNAL_FILE_ORDER    "900101"

/* cmocka's tests take no argument of ours. */
extern struct journal_file {
	char *directory, *path; /* DIRECTORY/state/journal.db */
	struct journal_db *db;
	int64_t now_s; /* the wall clock */
	bool to_syslog;
} journal_file;

/* An approval mail of the order, without recipients or guard. */
extern const struct journal_intent journal_file_resend;

int journal_file_set_up(void **state);
int journal_file_tear_down(void **state);

/* Another handle on the file; NULL and *error. Agent mira, account prod. */
struct journal_db *journal_file_open(const char *api_host, struct error *error);
void journal_file_reopen(void);

/* The verdict; *id gets the new record or the one in the way. */
enum journal_verdict journal_file_begin_in(struct journal_db *db,
	const struct journal_intent *intent, int64_t *id, struct error *error);
/* journal_file_resend, which must be allowed. */
int64_t journal_file_begin(void);
void journal_file_finish(int64_t id, enum journal_outcome outcome);
enum journal_outcome journal_file_outcome(int64_t id);
void journal_file_cannot_settle(int64_t id);
/* What the journal itself would never do to its file. */
void journal_file_sql(const char *text);

#endif
