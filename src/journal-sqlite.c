/* SPDX-License-Identifier: MIT
 *
 * The journal's file behind the loop: calls wait in a queue, one at a time is
 * a job on another thread, its answer comes on the loop's.
 *
 *   call -> queue -> loop_work: carry_out (thread) -> answered (loop) -> next
 *
 * What was asked is done even if nobody wants the answer any more. Where the
 * disk hangs nobody may be kept waiting, so the journal ends as the last call
 * of its queue, and closing the file is that call's work.
 */
#include "config.h"

#include "journal-sqlite.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "journal-db.h"
#include "mem.h"

struct journal_sqlite;

struct call {
	struct journal_sqlite *journal;
	struct journal_db *db;
	struct call *next;
	/* What is asked: copies, in the arena. */
	void (*carry_out)(struct call *);
	struct mem_arena arena;
	struct journal_intent intent;
	struct journal_filter filter;
	int64_t id;
	enum journal_outcome outcome;
	int http_status;
	const char *error_code, *api_user;
	/* What is answered. */
	void (*answer)(struct call *);
	struct journal_db_reply reply;
	struct error error;
	union {
		journal_begin_fn begin;
		journal_done_fn done;
		journal_list_fn list;
	} fn;
	void *data;
	bool forgotten;
};

struct journal_sqlite {
	struct journal base;
	struct loop *loop;
	struct journal_db *db;
	char *api_user;
	struct call *first, **end; /* the first one is with the loop */
};

static void start_next(struct journal_sqlite *journal);

/* -- one call ------------------------------------------------------------- */

static struct journal_sqlite *sqlite_of(struct journal *journal)
{
	return (struct journal_sqlite *)journal;
}

static struct call *new_call(struct journal *base, void *data)
{
	struct journal_sqlite *journal = sqlite_of(base);
	struct call *call = mem_zalloc(sizeof(*call));

	call->journal = journal;
	call->db = journal->db;
	call->data = data;
	call->api_user = mem_arena_dup(&call->arena, journal->api_user);
	return call;
}

static void free_call(struct call *call)
{
	journal_db_reply_clear(&call->reply);
	mem_arena_clear(&call->arena);
	free(call);
}

static void enqueue(struct call *call)
{
	struct journal_sqlite *journal = call->journal;
	bool idle = journal->first == NULL;

	*journal->end = call;
	journal->end = &call->next;
	if (idle)
		start_next(journal);
}

static void on_thread(void *data)
{
	struct call *call = data;

	call->carry_out(call);
}

static void on_done(void *data)
{
	struct call *call = data;
	struct journal_sqlite *journal = call->journal;

	journal->first = call->next;
	if (journal->first == NULL)
		journal->end = &journal->first;
	start_next(journal);
	/* The journal is gone after that of the last one. */
	if (!call->forgotten)
		call->answer(call);
	free_call(call);
}

static void start_next(struct journal_sqlite *journal)
{
	if (journal->first != NULL)
		loop_work(journal->loop, on_thread, on_done, journal->first);
}

/* -- begin ---------------------------------------------------------------- */

static const char *const *
copy_items(struct mem_arena *arena, const char *const *items, size_t count)
{
	const char **copy;
	size_t i;

	if (count == 0)
		return NULL;
	copy = mem_arena_alloc(arena, count * sizeof(*copy));
	for (i = 0; i < count; i++)
		copy[i] = mem_arena_dup(arena, items[i]);
	return copy;
}

static void do_begin(struct call *call)
{
	journal_db_begin(call->db, &call->intent, call->api_user, &call->reply);
}

static void answer_begin(struct call *call)
{
	call->fn.begin(call->data, &call->reply.answer);
}

static void begin(struct journal *journal, const struct journal_intent *intent,
	journal_begin_fn done, void *data)
{
	struct call *call = new_call(journal, data);
	struct mem_arena *arena = &call->arena;

	call->intent = *intent;
	call->intent.action = mem_arena_dup(arena, intent->action);
	call->intent.order_id = mem_arena_dup(arena, intent->order_id);
	call->intent.recipients =
		copy_items(arena, intent->recipients, intent->recipient_count);
	call->intent.added =
		copy_items(arena, intent->added, intent->added_count);
	call->intent.removed =
		copy_items(arena, intent->removed, intent->removed_count);
	call->carry_out = do_begin;
	call->answer = answer_begin;
	call->fn.begin = done;
	enqueue(call);
}

/* -- finish and settle ---------------------------------------------------- */

static void answer_done(struct call *call)
{
	if (call->fn.done != NULL)
		call->fn.done(call->data, &call->error);
}

static void do_finish(struct call *call)
{
	if (journal_db_finish(call->db, call->id, call->outcome,
		    call->http_status, call->error_code, &call->error))
		error_clear(&call->error);
}

static void finish(struct journal *journal, int64_t id,
	enum journal_outcome outcome, int http_status, const char *error_code,
	journal_done_fn done, void *data)
{
	struct call *call = new_call(journal, data);

	call->id = id;
	call->outcome = outcome;
	call->http_status = http_status;
	call->error_code = mem_arena_dup(&call->arena, error_code);
	call->carry_out = do_finish;
	call->answer = answer_done;
	call->fn.done = done;
	enqueue(call);
}

static void do_settle(struct call *call)
{
	if (journal_db_settle(call->db, call->id, call->outcome, call->api_user,
		    &call->error))
		error_clear(&call->error);
}

static void settle(struct journal *journal, int64_t id,
	enum journal_outcome outcome, journal_done_fn done, void *data)
{
	struct call *call = new_call(journal, data);

	call->id = id;
	call->outcome = outcome;
	call->carry_out = do_settle;
	call->answer = answer_done;
	call->fn.done = done;
	enqueue(call);
}

/* -- list ----------------------------------------------------------------- */

static void do_list(struct call *call)
{
	if (journal_db_list(
		    call->db, &call->filter, &call->reply, &call->error))
		error_clear(&call->error);
}

static void answer_list(struct call *call)
{
	struct journal_list list = {
		.records = call->reply.records,
		.count = call->reply.count,
		.error = call->error,
	};

	call->fn.list(call->data, &list);
}

static void list(struct journal *journal, const struct journal_filter *filter,
	journal_list_fn done, void *data)
{
	struct call *call = new_call(journal, data);

	call->filter = *filter;
	call->filter.order_id = mem_arena_dup(&call->arena, filter->order_id);
	call->filter.action = mem_arena_dup(&call->arena, filter->action);
	call->carry_out = do_list;
	call->answer = answer_list;
	call->fn.list = done;
	enqueue(call);
}

/* -- the journal ---------------------------------------------------------- */

static void set_user(struct journal *base, const char *api_user)
{
	struct journal_sqlite *journal = sqlite_of(base);

	free(journal->api_user);
	journal->api_user = mem_dup(api_user);
}

/* A list that nobody wants is not read: while the disk is slow they would pile
 * up, and an intent would wait behind them. The first is with the loop. */
static void drop_forgotten_lists(struct journal_sqlite *journal)
{
	struct call **place = &journal->first, *call;

	while ((call = *place) != NULL) {
		if (call->forgotten && call->carry_out == do_list &&
			call != journal->first) {
			*place = call->next;
			free_call(call);
		} else {
			place = &call->next;
		}
	}
	journal->end = place;
}

static void forget(struct journal *base, void *data)
{
	struct journal_sqlite *journal = sqlite_of(base);
	struct call *call;

	for (call = journal->first; call != NULL; call = call->next)
		if (call->data == data)
			call->forgotten = true;
	drop_forgotten_lists(journal);
}

static void do_close(struct call *call)
{
	journal_db_close(call->db);
}

static void answer_close(struct call *call)
{
	free(call->journal->api_user);
	free(call->journal);
}

static void free_journal(struct journal *base)
{
	struct journal_sqlite *journal = sqlite_of(base);
	struct call *call;

	for (call = journal->first; call != NULL; call = call->next)
		call->forgotten = true;
	drop_forgotten_lists(journal);
	/* The program may be about to end. */
	journal_db_hurry(journal->db);
	call = new_call(base, NULL);
	call->carry_out = do_close;
	call->answer = answer_close;
	enqueue(call);
}

void journal_sqlite_free_now(struct journal *base)
{
	struct journal_sqlite *journal = sqlite_of(base);

	assert(journal->first == NULL);
	journal_db_close(journal->db);
	free(journal->api_user);
	free(journal);
}

static const struct journal_ops sqlite_ops = {
	.begin = begin,
	.finish = finish,
	.settle = settle,
	.list = list,
	.set_user = set_user,
	.forget = forget,
	.free = free_journal,
};

struct journal *journal_sqlite_new(struct loop *loop,
	const struct journal_sqlite_options *options, struct error *error)
{
	struct journal_db_options db_options = {
		.path = options->path,
		.api_host = options->api_host,
		.account = options->account,
		.agent = options->agent,
		.to_syslog = options->to_syslog,
	};
	struct journal_db *db = journal_db_open(&db_options, error);
	struct journal_sqlite *journal;

	if (db == NULL)
		return NULL;
	journal = mem_zalloc(sizeof(*journal));
	journal->base.ops = &sqlite_ops;
	journal->loop = loop;
	journal->db = db;
	journal->api_user = mem_dup("");
	journal->end = &journal->first;
	return &journal->base;
}
