/* SPDX-License-Identifier: MIT
 *
 * The journal in memory. A call becomes a request in a queue; one deferred
 * call carries out the first, so that answers come in order and never from
 * within.
 */
#include "memory-journal.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"

enum request_kind { BEGIN, FINISH, SETTLE, LIST };

struct request {
	struct request *next;
	enum request_kind kind;
	struct mem_arena arena;
	struct journal_intent intent;
	struct journal_filter filter;
	int64_t id;
	enum journal_outcome outcome;
	int http_status;
	const char *error_code;
	journal_begin_fn begun;
	journal_done_fn done;
	journal_list_fn listed;
	void *data;
	bool forgotten;
};

struct memory_journal {
	struct journal journal;
	struct loop *loop;
	struct loop_deferred *soon;
	struct request *queue;
	struct mem_arena arena;
	struct journal_record *records;
	size_t count;
	const char *api_user;
	bool fail_begin, fail_finish, fail_list, held;
};

static struct memory_journal *memory_of(struct journal *journal)
{
	return (struct memory_journal *)(void *)journal;
}

static const char *
text_or(struct mem_arena *arena, const char *text, const char *otherwise)
{
	return mem_arena_dup(arena, text != NULL ? text : otherwise);
}

static const char *const *
copy_list(struct mem_arena *arena, const char *const *list, size_t count)
{
	const char **copy = mem_arena_alloc(arena, (count + 1) * sizeof(*copy));

	for (size_t i = 0; i < count; i++)
		copy[i] = mem_arena_dup(arena, list[i]);
	return copy;
}

/* -- records -- */

int64_t memory_journal_add(
	struct memory_journal *memory, const struct journal_record *record)
{
	struct mem_arena *arena = &memory->arena;
	struct journal_record copy = *record;

	copy.id = (int64_t)memory->count + 1;
	if (copy.time == 0)
		copy.time = clock_seconds();
	copy.agent = text_or(arena, record->agent, "mira");
	copy.api_user = text_or(arena, record->api_user, memory->api_user);
	copy.host = text_or(arena, record->host, "jump1");
	copy.api_host = text_or(arena, record->api_host, "api.example");
	copy.account = text_or(arena, record->account, "test");
	copy.order_id = text_or(arena, record->order_id, "");
	copy.action = text_or(arena, record->action, JOURNAL_RESEND_APPROVAL);
	copy.recipients =
		copy_list(arena, record->recipients, record->recipient_count);
	copy.added = copy_list(arena, record->added, record->added_count);
	copy.removed = copy_list(arena, record->removed, record->removed_count);
	copy.error_code = text_or(arena, record->error_code, "");
	memory->records =
		mem_resize(memory->records, memory->count + 1, sizeof(copy));
	memory->records[memory->count++] = copy;
	return copy.id;
}

size_t memory_journal_count(const struct memory_journal *memory)
{
	return memory->count;
}

const struct journal_record *
memory_journal_at(const struct memory_journal *memory, size_t index)
{
	return index < memory->count ? &memory->records[index] : NULL;
}

static struct journal_record *
record_of(struct memory_journal *memory, int64_t id)
{
	if (id < 1 || id > (int64_t)memory->count)
		return NULL;
	return &memory->records[id - 1];
}

/* -- verdicts -- */

static bool is_in_flight(const struct journal_record *record,
	const struct journal_intent *intent UNUSED)
{
	return record->outcome == JOURNAL_PENDING;
}

static bool is_unsettled(const struct journal_record *record,
	const struct journal_intent *intent)
{
	return !intent->despite_unsettled &&
	       journal_record_is_unsettled(record);
}

static bool is_guarded(const struct journal_record *record,
	const struct journal_intent *intent)
{
	return journal_record_verdict(record) == JOURNAL_SENT &&
	       record->id > intent->agreed_to &&
	       clock_seconds() - record->time < intent->guard_s;
}

struct rule {
	enum journal_verdict verdict;
	bool (*holds)(const struct journal_record *record,
		const struct journal_intent *intent);
};

/* What weighs more stands first. */
static const struct rule rules[] = {
	{JOURNAL_IN_FLIGHT, is_in_flight},
	{JOURNAL_UNSETTLED, is_unsettled},
	{JOURNAL_GUARDED, is_guarded},
};

static const struct journal_record *newest_that(struct memory_journal *memory,
	const struct journal_intent *intent, const struct rule *rule)
{
	for (size_t i = memory->count; i > 0; i--) {
		const struct journal_record *record = &memory->records[i - 1];

		if (strcmp(record->order_id, intent->order_id) == 0 &&
			strcmp(record->action, intent->action) == 0 &&
			strcmp(record->api_host, "api.example") == 0 &&
			rule->holds(record, intent))
			return record;
	}
	return NULL;
}

static void set_pending(struct memory_journal *memory,
	const struct journal_intent *intent, struct journal_answer *answer)
{
	struct journal_record record = {
		.order_id = intent->order_id,
		.action = intent->action,
		.recipients = intent->recipients,
		.recipient_count = intent->recipient_count,
		.added = intent->added,
		.added_count = intent->added_count,
		.removed = intent->removed,
		.removed_count = intent->removed_count,
		.outcome = JOURNAL_PENDING,
	};

	answer->verdict = JOURNAL_MAY_SEND;
	answer->id = memory_journal_add(memory, &record);
}

static void begin(struct memory_journal *memory, struct request *request)
{
	struct journal_answer answer = {.verdict = JOURNAL_MAY_SEND};

	for (size_t i = 0; i < ARRAY_LEN(rules) && answer.other == NULL; i++) {
		answer.verdict = rules[i].verdict;
		answer.other = newest_that(memory, &request->intent, &rules[i]);
	}
	if (memory->fail_begin) {
		answer = (struct journal_answer){.verdict = JOURNAL_FAILED};
		error_set(&answer.error, ERROR_JOURNAL,
			"The journal cannot be written: disk full.");
	} else if (answer.other == NULL) {
		set_pending(memory, &request->intent, &answer);
	}
	if (!request->forgotten)
		request->begun(request->data, &answer);
}

/* -- the other calls -- */

static void finish(struct memory_journal *memory, struct request *request)
{
	struct journal_record *record = record_of(memory, request->id);
	struct error error = {.kind = ERROR_NONE};

	if (memory->fail_finish) {
		error_set(&error, ERROR_JOURNAL,
			"The journal cannot be written: disk full.");
	} else if (record == NULL || record->outcome != JOURNAL_PENDING) {
		error_set(&error, ERROR_STATE,
			"The record has its outcome already.");
	} else {
		record->outcome = request->outcome;
		record->http_status = request->http_status;
		record->error_code =
			text_or(&memory->arena, request->error_code, "");
		record->finished = clock_seconds();
	}
	if (request->done != NULL && !request->forgotten)
		request->done(request->data, &error);
}

static void settle(struct memory_journal *memory, struct request *request)
{
	struct journal_record *record = record_of(memory, request->id);
	struct error error = {.kind = ERROR_NONE};

	if (record == NULL || record->outcome != JOURNAL_UNKNOWN ||
		record->settled) {
		error_set(&error, ERROR_STATE,
			"Record %lld is not unknown or is settled already.",
			(long long)request->id);
	} else {
		struct journal_record settlement = {
			.order_id = record->order_id,
			.action = JOURNAL_SETTLE,
			.outcome = request->outcome,
			.settles = record->id,
		};

		record->settled = true;
		record->settled_as = request->outcome;
		memory_journal_add(memory, &settlement);
	}
	if (request->done != NULL && !request->forgotten)
		request->done(request->data, &error);
}

static bool
passes(const struct journal_record *record, const struct journal_filter *filter)
{
	if (filter->order_id != NULL &&
		strcmp(filter->order_id, record->order_id) != 0)
		return false;
	if (filter->action != NULL &&
		strcmp(filter->action, record->action) != 0)
		return false;
	if (filter->this_host_only &&
		strcmp(record->api_host, "api.example") != 0)
		return false;
	return !filter->unknown_only ||
	       (record->outcome == JOURNAL_UNKNOWN && !record->settled);
}

static void list(struct memory_journal *memory, struct request *request)
{
	const struct journal_filter *filter = &request->filter;
	struct journal_list answer = {.count = 0};
	struct journal_record *found =
		mem_array(memory->count + 1, sizeof(*found));

	for (size_t i = memory->count; i > 0; i--) {
		if (filter->limit > 0 && answer.count == filter->limit)
			break;
		if (passes(&memory->records[i - 1], filter))
			found[answer.count++] = memory->records[i - 1];
	}
	answer.records = found;
	if (memory->fail_list) {
		answer.count = 0;
		error_set(&answer.error, ERROR_JOURNAL,
			"The journal cannot be read: disk error.");
	}
	if (!request->forgotten)
		request->listed(request->data, &answer);
	free(found);
}

/* -- the queue -- */

static void (*const carry_out[])(struct memory_journal *, struct request *) = {
	[BEGIN] = begin,
	[FINISH] = finish,
	[SETTLE] = settle,
	[LIST] = list,
};

static void go_on(struct memory_journal *memory);

static void take_first(struct memory_journal *memory)
{
	struct request *request = memory->queue;

	memory->queue = request->next;
	carry_out[request->kind](memory, request);
	mem_arena_clear(&request->arena);
	free(request);
}

static void next(void *data)
{
	struct memory_journal *memory = data;

	memory->soon = NULL;
	if (memory->queue != NULL && !memory->held)
		take_first(memory);
	go_on(memory);
}

static void go_on(struct memory_journal *memory)
{
	if (memory->soon == NULL && memory->queue != NULL && !memory->held)
		memory->soon = loop_defer(memory->loop, next, memory);
}

static struct request *
enqueue(struct memory_journal *memory, enum request_kind kind, void *data)
{
	struct request *request = mem_zalloc(sizeof(*request));
	struct request **link = &memory->queue;

	request->kind = kind;
	request->data = data;
	while (*link != NULL)
		link = &(*link)->next;
	*link = request;
	go_on(memory);
	return request;
}

static void ask_begin(struct journal *journal,
	const struct journal_intent *intent, journal_begin_fn done, void *data)
{
	struct request *request = enqueue(memory_of(journal), BEGIN, data);
	struct mem_arena *arena = &request->arena;

	request->begun = done;
	request->intent = *intent;
	request->intent.action = mem_arena_dup(arena, intent->action);
	request->intent.order_id = mem_arena_dup(arena, intent->order_id);
	request->intent.recipients =
		copy_list(arena, intent->recipients, intent->recipient_count);
	request->intent.added =
		copy_list(arena, intent->added, intent->added_count);
	request->intent.removed =
		copy_list(arena, intent->removed, intent->removed_count);
}

static void ask_finish(struct journal *journal, int64_t id,
	enum journal_outcome outcome, int http_status, const char *error_code,
	journal_done_fn done, void *data)
{
	struct request *request = enqueue(memory_of(journal), FINISH, data);

	request->id = id;
	request->outcome = outcome;
	request->http_status = http_status;
	request->error_code = mem_arena_dup(&request->arena, error_code);
	request->done = done;
}

static void ask_settle(struct journal *journal, int64_t id,
	enum journal_outcome outcome, journal_done_fn done, void *data)
{
	struct request *request = enqueue(memory_of(journal), SETTLE, data);

	request->id = id;
	request->outcome = outcome;
	request->done = done;
}

static void ask_list(struct journal *journal,
	const struct journal_filter *filter, journal_list_fn done, void *data)
{
	struct request *request = enqueue(memory_of(journal), LIST, data);
	struct mem_arena *arena = &request->arena;

	request->filter = *filter;
	request->filter.order_id = mem_arena_dup(arena, filter->order_id);
	request->filter.action = mem_arena_dup(arena, filter->action);
	request->listed = done;
}

static void set_user(struct journal *journal, const char *api_user)
{
	struct memory_journal *memory = memory_of(journal);

	memory->api_user = mem_arena_dup(&memory->arena, api_user);
}

static void forget(struct journal *journal, void *data)
{
	struct request *request = memory_of(journal)->queue;

	for (; request != NULL; request = request->next) {
		if (request->data == data)
			request->forgotten = true;
	}
}

static void free_journal(struct journal *journal)
{
	memory_journal_free(memory_of(journal));
}

static const struct journal_ops ops = {
	.begin = ask_begin,
	.finish = ask_finish,
	.settle = ask_settle,
	.list = ask_list,
	.set_user = set_user,
	.forget = forget,
	.free = free_journal,
};

/* -- for the test -- */

struct memory_journal *memory_journal_new(struct loop *loop)
{
	struct memory_journal *memory = mem_zalloc(sizeof(*memory));

	memory->journal.ops = &ops;
	memory->loop = loop;
	memory->api_user = "";
	return memory;
}

struct journal *memory_journal_journal(struct memory_journal *memory)
{
	return &memory->journal;
}

void memory_journal_free(struct memory_journal *memory)
{
	if (memory == NULL)
		return;
	loop_defer_cancel(memory->loop, memory->soon);
	while (memory->queue != NULL) {
		memory->queue->forgotten = true;
		take_first(memory);
	}
	mem_arena_clear(&memory->arena);
	free(memory->records);
	free(memory);
}

void memory_journal_fail_begin(struct memory_journal *memory, bool fail)
{
	memory->fail_begin = fail;
}

void memory_journal_fail_finish(struct memory_journal *memory, bool fail)
{
	memory->fail_finish = fail;
}

void memory_journal_fail_list(struct memory_journal *memory, bool fail)
{
	memory->fail_list = fail;
}

void memory_journal_hold(struct memory_journal *memory, bool hold)
{
	memory->held = hold;
	go_on(memory);
}
