/* SPDX-License-Identifier: MIT
 *
 * The file is made anew for each test; the clock stands still.
 */
#include "tests/support/journal-file.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdlib.h>

#include "clock.h"
#include "file.h"
#include "mem.h"

struct journal_file journal_file;

const struct journal_intent journal_file_resend = {
	.action = JOURNAL_RESEND_APPROVAL, .order_id = JOURNAL_FILE_ORDER};

static int64_t test_clock(void)
{
	return journal_file.now_s * 1000;
}

struct journal_db *journal_file_open(const char *api_host, struct error *error)
{
	struct journal_db_options options = {.path = journal_file.path,
		.api_host = api_host,
		.account = "prod",
		.agent = "mira",
		.to_syslog = journal_file.to_syslog};

	return journal_db_open(&options, error);
}

void journal_file_reopen(void)
{
	struct error error;

	journal_db_close(journal_file.db);
	journal_file.db = journal_file_open(JOURNAL_FILE_API_HOST, &error);
	assert_non_null(journal_file.db);
}

int journal_file_set_up(void **state)
{
	struct error error;

	(void)state;
	journal_file.now_s = JOURNAL_FILE_NOW;
	clock_set_source(test_clock);
	journal_file.directory =
		file_make_temporary_directory("certdesk-test", &error);
	if (journal_file.directory == NULL)
		return -1;
	journal_file.path =
		mem_printf("%s/state/journal.db", journal_file.directory);
	journal_file.db = journal_file_open(JOURNAL_FILE_API_HOST, &error);
	return journal_file.db == NULL;
}

int journal_file_tear_down(void **state)
{
	(void)state;
	journal_db_close(journal_file.db);
	journal_file.db = NULL;
	file_remove_tree(journal_file.directory);
	free(journal_file.directory);
	free(journal_file.path);
	clock_set_source(NULL);
	return 0;
}

enum journal_verdict journal_file_begin_in(struct journal_db *journal,
	const struct journal_intent *intent, int64_t *id, struct error *error)
{
	struct journal_db_reply reply = {.count = 0};
	enum journal_verdict verdict;

	journal_db_begin(journal, intent, "mira@example.com", &reply);
	verdict = reply.answer.verdict;
	*id = reply.answer.id;
	if (reply.answer.other != NULL)
		*id = reply.answer.other->id;
	if (error != NULL)
		*error = reply.answer.error;
	journal_db_reply_clear(&reply);
	return verdict;
}

int64_t journal_file_begin(void)
{
	int64_t id = 0;

	assert_int_equal(journal_file_begin_in(journal_file.db,
				 &journal_file_resend, &id, NULL),
		JOURNAL_MAY_SEND);
	assert_true(id > 0);
	return id;
}

void journal_file_finish(int64_t id, enum journal_outcome outcome)
{
	struct error error;

	assert_true(journal_db_finish(
		journal_file.db, id, outcome, 204, NULL, &error));
}

enum journal_outcome journal_file_outcome(int64_t id)
{
	struct journal_filter filter = {.limit = 0};
	struct journal_db_reply reply = {.count = 0};
	enum journal_outcome outcome = JOURNAL_PENDING;
	struct error error;
	size_t i;

	assert_true(journal_db_list(journal_file.db, &filter, &reply, &error));
	for (i = 0; i < reply.count; i++)
		if (reply.records[i].id == id)
			outcome = reply.records[i].outcome;
	journal_db_reply_clear(&reply);
	return outcome;
}

void journal_file_cannot_settle(int64_t id)
{
	struct error error;

	assert_false(journal_db_settle(
		journal_file.db, id, JOURNAL_SENT, "", &error));
	assert_int_equal(error.kind, ERROR_STATE);
	assert_true(error.text[0] != '\0');
}

void journal_file_sql(const char *text)
{
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(journal_file.path, &handle), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(handle, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(handle);
}
