/* SPDX-License-Identifier: MIT
 *
 * A journal in memory for tests and scenes, with the verdicts of the real one
 * (journal.h, product.md 5) and switches that make it fail or wait like a
 * slow disk. The clock is clock.h's.
 */
#ifndef MEMORY_JOURNAL_H
#define MEMORY_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "journal.h"
#include "loop.h"

struct memory_journal;

/* agent "mira", host "jump1", API host "api.example", account "test". */
struct memory_journal *memory_journal_new(struct loop *loop);
struct journal *memory_journal_journal(struct memory_journal *memory);
/* journal_free does the same; only one of the two. */
void memory_journal_free(struct memory_journal *memory);

/* Put a record there, as of another agent or an earlier run. Of `record` the
 * id is given by us and returned; NULL texts take the journal's own. */
int64_t memory_journal_add(
	struct memory_journal *memory, const struct journal_record *record);

/* Oldest first; NULL beyond the end. Lent until the next change. */
size_t memory_journal_count(const struct memory_journal *memory);
const struct journal_record *
memory_journal_at(const struct memory_journal *memory, size_t index);

/* From now on these fail with ERROR_JOURNAL. */
void memory_journal_fail_begin(struct memory_journal *memory, bool fail);
void memory_journal_fail_finish(struct memory_journal *memory, bool fail);
void memory_journal_fail_list(struct memory_journal *memory, bool fail);
/* While held, nothing is carried out and nothing answered. */
void memory_journal_hold(struct memory_journal *memory, bool hold);

#endif
