/* SPDX-License-Identifier: MIT
 *
 * A copy of journal records for a view that shows them: asked for, kept until
 * asked again, with words for what happened. The journal lends its records for
 * one call only; this keeps them.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "journal.h"
#include "loop.h"
#include "mem.h"

struct history {
	struct journal *journal; /* lent; NULL: there is none */
	struct mem_arena arena;
	struct journal_record *records; /* newest first, in the arena */
	size_t count;
	bool loading, loaded;
	struct error error; /* of the last try; ERROR_NONE if it went well */
	loop_fn changed;
	void *data;
};

/* `why_none` tells why there is no journal; `changed` comes through the loop
 * after each load. The struct must not move while a load is under way. */
void history_init(struct history *history, struct journal *journal,
	const struct error *why_none, loop_fn changed, void *data);
/* Read anew; the old records stay until the new ones are there. An earlier
 * load that is still under way is forgotten. */
void history_load(struct history *history, const struct journal_filter *filter);
void history_clear(struct history *history);

/* "approval mail to a@example.com, b@example.com by mira@jump1: sent" */
void history_describe(struct buf *out, const struct journal_record *record);
/* "sent", "refused (HTTP 400, invalid_email)", "outcome unknown" */
void history_outcome(struct buf *out, const struct journal_record *record);
/* "approval mail"; the journal's own word for what is not in the table. */
const char *history_action_label(const char *action);
/* "a@example.com, b@example.com", escaped where they are not plain ASCII. */
void history_addresses(
	struct buf *out, const char *const *addresses, size_t count);

#endif
