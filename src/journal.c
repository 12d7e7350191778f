/* SPDX-License-Identifier: MIT
 *
 * The calls of journal.h, handed to the implementation, and what can be said
 * about a record without asking it.
 */
#include "journal.h"

static const char *const outcome_names[] = {
	[JOURNAL_PENDING] = "pending",
	[JOURNAL_SENT] = "sent",
	[JOURNAL_REFUSED] = "refused",
	[JOURNAL_NOT_SENT] = "not_sent",
	[JOURNAL_UNKNOWN] = "unknown",
};

void journal_begin(struct journal *journal, const struct journal_intent *intent,
	journal_begin_fn done, void *data)
{
	journal->ops->begin(journal, intent, done, data);
}

void journal_finish(struct journal *journal, int64_t id,
	enum journal_outcome outcome, int http_status, const char *error_code,
	journal_done_fn done, void *data)
{
	journal->ops->finish(
		journal, id, outcome, http_status, error_code, done, data);
}

void journal_settle(struct journal *journal, int64_t id,
	enum journal_outcome outcome, journal_done_fn done, void *data)
{
	journal->ops->settle(journal, id, outcome, done, data);
}

void journal_list(struct journal *journal, const struct journal_filter *filter,
	journal_list_fn done, void *data)
{
	journal->ops->list(journal, filter, done, data);
}

void journal_set_user(struct journal *journal, const char *api_user)
{
	journal->ops->set_user(journal, api_user);
}

void journal_forget(struct journal *journal, void *data)
{
	journal->ops->forget(journal, data);
}

void journal_free(struct journal *journal)
{
	if (journal != NULL)
		journal->ops->free(journal);
}

const char *journal_outcome_name(enum journal_outcome outcome)
{
	return outcome_names[outcome];
}

enum journal_outcome journal_record_verdict(const struct journal_record *record)
{
	if (record->outcome == JOURNAL_UNKNOWN && record->settled)
		return record->settled_as;
	return record->outcome;
}

bool journal_record_is_unsettled(const struct journal_record *record)
{
	return record->outcome == JOURNAL_UNKNOWN && !record->settled;
}
