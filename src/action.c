/* SPDX-License-Identifier: MIT
 *
 * The steps of one write. Each step starts the next one from its own answer,
 * and there is one function that sends, called from one place: after the
 * journal said that the intent is on disk.
 */
#include "action-private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "buf.h"
#include "clock.h"
#include "log.h"
#include "mem.h"
#include "text.h"

#define BODY_SIZE ((size_t)256 * 1024)

/* -- steps and notices -- */

static void tell(void *data)
{
	struct action *action = data;
	struct action_private *inner = action->inner;

	inner->notice = NULL;
	inner->changed(inner->data, action);
}

static void enter(struct action *action, enum action_phase phase)
{
	struct action_private *inner = action->inner;

	action->phase = phase;
	if (inner->notice == NULL)
		inner->notice = loop_defer(inner->context.loop, tell, action);
}

/* It stays in the store's list for as long as the program runs, where only what
 * came of it is of use: not what was asked for. */
static void forget_request(struct action_private *inner)
{
	inner->text = inner->word = inner->id = NULL;
	inner->ids = inner->before = NULL;
	inner->id_count = inner->before_count = 0;
	inner->person = (struct order_person){0};
	mem_arena_clear(&inner->arena);
	resend_last_clear(&inner->last);
}

static void end(struct action *action)
{
	forget_request(action->inner);
	action->ended = clock_seconds();
	action_log_end(action);
	enter(action, ACTION_DONE);
}

static void end_with(struct action *action, enum action_result result)
{
	action->result = result;
	end(action);
}

static void fail(struct action *action, enum action_result result,
	const struct error *error)
{
	action->error = *error;
	end_with(action, result);
}

/* -- closing: the outcome is written -- */

static const struct {
	enum action_result result;
	enum journal_outcome outcome;
} outcomes[] = {
	{ACTION_SENT, JOURNAL_SENT}, {ACTION_REFUSED, JOURNAL_REFUSED},
	{ACTION_NOT_SENT, JOURNAL_NOT_SENT},
	{ACTION_FAILED, JOURNAL_NOT_SENT}, /* cancelled before */
};

static enum journal_outcome outcome_of(enum action_result result)
{
	for (size_t i = 0; i < ARRAY_LEN(outcomes); i++) {
		if (outcomes[i].result == result)
			return outcomes[i].outcome;
	}
	return JOURNAL_UNKNOWN;
}

static void on_finished(void *data, const struct error *error)
{
	struct action *action = data;

	action->outcome_not_recorded = error->kind != ERROR_NONE;
	if (action->outcome_not_recorded)
		log_add(LOG_ERROR,
			"The outcome of record %lld could not be written: %s",
			(long long)action->journal_id, error->text);
	if (action->inner->context.is_demo && action->result == ACTION_SENT &&
		action->inner->kind->voids_link)
		action_mails_begin(action, end);
	else
		end(action);
}

static void close_record(struct action *action, enum action_result result)
{
	action->result = result;
	enter(action, ACTION_CLOSING);
	journal_finish(action->inner->context.journal, action->journal_id,
		outcome_of(result), action->http_status, action->error.code,
		on_finished, action);
}

/* -- sending -- */

static enum action_result result_of(enum api_outcome outcome)
{
	switch (outcome) {
	case API_SENT:
		return ACTION_SENT;
	case API_REFUSED:
		return ACTION_REFUSED;
	case API_NOT_SENT:
		return ACTION_NOT_SENT;
	default: /* whatever else it is, it may have been sent */
		return ACTION_UNKNOWN;
	}
}

static void on_written(void *data, struct api_result *result)
{
	struct action *action = data;

	action->inner->write_call = NULL;
	action->error = result->error;
	action->http_status = result->status;
	action->dcv_check = result->dcv_check;
	close_record(action, result_of(result->outcome));
}

/* The only place that sends. */
static void send_once(struct action *action)
{
	struct action_private *inner = action->inner;
	struct buf body;
	struct api_request request = {
		.endpoint = inner->endpoint,
		.priority = API_USER,
		.order_id = action->order_id,
		.id = inner->id,
		.word = inner->kind->word,
	};

	assert(action->phase == ACTION_RECORDING && action->journal_id != 0);
	assert(!inner->was_sent);
	inner->was_sent = true;
	buf_init(&body, BODY_SIZE);
	if (inner->kind->write != NULL)
		inner->kind->write(action, &body);
	if (body.full) {
		buf_clear(&body);
		error_set(&action->error, ERROR_TOO_LARGE,
			"It is too long to be sent. Nothing was sent.");
		close_record(action, ACTION_NOT_SENT);
		return;
	}
	request.body = body.len > 0 ? buf_text(&body) : NULL;
	action->sending_ms = loop_now(inner->context.loop);
	action_log_sending(action);
	enter(action, ACTION_SENDING);
	inner->write_call =
		api_send(inner->context.api, &request, on_written, action);
	buf_clear(&body);
}

/* -- recording -- */

static void
set_other(struct action *action, const struct journal_record *record)
{
	struct action_other *other = &action->other;

	other->id = record->id;
	other->time = record->time;
	text_format(other->agent, sizeof(other->agent), "%s", record->agent);
	text_format(other->host, sizeof(other->host), "%s", record->host);
}

static void
on_begun_too_late(struct action *action, const struct journal_answer *answer)
{
	error_set(&action->error, ERROR_CANCELLED,
		"Cancelled. Nothing was sent.");
	if (answer->verdict != JOURNAL_MAY_SEND) {
		end_with(action, ACTION_FAILED);
		return;
	}
	action->journal_id = answer->id;
	close_record(action, ACTION_FAILED);
}

static void
on_in_flight(struct action *action, const struct journal_answer *answer)
{
	set_other(action, answer->other);
	error_set(&action->error, ERROR_STATE,
		"%s@%s is sending the same right now. Nothing was sent. Wait "
		"for the outcome of that.",
		action->other.agent, action->other.host);
	end_with(action, ACTION_STATE);
}

static void on_begun(void *data, const struct journal_answer *answer)
{
	struct action *action = data;

	if (action->inner->cancelled) {
		on_begun_too_late(action, answer);
		return;
	}
	switch (answer->verdict) {
	case JOURNAL_MAY_SEND:
		action->journal_id = answer->id;
		send_once(action);
		return;
	case JOURNAL_GUARDED:
		set_other(action, answer->other);
		end_with(action, ACTION_GUARDED);
		return;
	case JOURNAL_UNSETTLED:
		set_other(action, answer->other);
		end_with(action, ACTION_UNSETTLED);
		return;
	case JOURNAL_IN_FLIGHT:
		on_in_flight(action, answer);
		return;
	default: /* it failed */
		fail(action, ACTION_NO_JOURNAL, &answer->error);
		return;
	}
}

/* Those of `list` that are not in `other`; returns how many. */
static size_t difference(char *const *list, size_t count, char *const *other,
	size_t other_count, const char **out)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		bool is_there = false;

		for (size_t j = 0; j < other_count && !is_there; j++)
			is_there = text_equal_ascii_case(list[i], other[j]);
		if (!is_there)
			out[found++] = list[i];
	}
	return found;
}

static void record(struct action *action)
{
	struct action_private *inner = action->inner;
	const struct resend_last *last = &inner->last;
	struct journal_intent intent = {
		.action = inner->kind->name,
		.order_id = action->order_id,
		.recipients = (const char *const *)action->recipients,
		.recipient_count = action->recipient_count,
		.guard_s = inner->guard_s,
		.agreed_to = inner->agreed_to,
		/* What voids no link may always be done. */
		.despite_unsettled =
			inner->despite_unsettled || !inner->kind->voids_link,
	};
	const char **added =
		mem_array(action->recipient_count + 1, sizeof(*added));
	const char **removed =
		mem_array(last->recipient_count + 1, sizeof(*removed));

	if (last->known) {
		intent.added_count =
			difference(action->recipients, action->recipient_count,
				last->recipients, last->recipient_count, added);
		intent.removed_count = difference(last->recipients,
			last->recipient_count, action->recipients,
			action->recipient_count, removed);
	}
	intent.added = added;
	intent.removed = removed;
	enter(action, ACTION_RECORDING);
	journal_begin(inner->context.journal, &intent, on_begun, action);
	free(added);
	free(removed);
}

/* -- start, cancel, free -- */

void action_clear_recipients(struct action *action)
{
	for (size_t i = 0; i < action->recipient_count; i++)
		free(action->recipients[i]);
	free(action->recipients);
	action->recipients = NULL;
	action->recipient_count = 0;
}

void action_set_recipients(
	struct action *action, const char *const *recipients, size_t count)
{
	action->recipients = mem_array(count + 1, sizeof(char *));
	action->recipient_count = count;
	for (size_t i = 0; i < count; i++)
		action->recipients[i] = mem_dup(recipients[i]);
}

static void look_is_over(struct action *action)
{
	action->inner->is_looked = true;
	if (!action->inner->context.waits_for_rights)
		record(action);
}

void action_may_write(struct action *action, const char *why_not)
{
	struct action_private *inner = action->inner;

	if (action->phase != ACTION_CHECKING ||
		!inner->context.waits_for_rights)
		return;
	inner->context.waits_for_rights = false;
	if (why_not != NULL) {
		action_look_stop(action);
		error_set(&action->error, ERROR_PERMISSION, "%s", why_not);
		end_with(action, ACTION_FAILED);
	} else if (inner->is_looked) {
		record(action);
	}
}

static void on_looked(struct action *action, enum action_result result)
{
	if (result == ACTION_NONE)
		look_is_over(action);
	else
		end_with(action, result);
}

static bool may_start(const struct action *action, struct error *error,
	enum action_result *result)
{
	const struct action_private *inner = action->inner;
	const char *missing;

	*result = ACTION_NO_JOURNAL;
	if (inner->context.journal == NULL) {
		*error = inner->context.journal_error;
		if (error->kind == ERROR_NONE)
			error_set(error, ERROR_JOURNAL,
				"There is no journal, so nothing can be sent.");
		return false;
	}
	*result = ACTION_FAILED;
	if (inner->kind->endpoint == API_RESEND_ISSUANCE &&
		!api_has_issuance_resend(inner->context.api))
		return error_set(error, ERROR_CONFIG,
			"DigiCert documents no call for the issuance mail, and "
			"the account has no issuance_resend. Nothing was "
			"sent.");
	missing = inner->kind->missing != NULL ? inner->kind->missing(action)
					       : NULL;
	if (missing != NULL)
		return error_set(
			error, ERROR_USAGE, "%s Nothing was sent.", missing);
	return true;
}

static void first_step(struct action *action)
{
	enum action_result result;
	struct error error;

	if (!may_start(action, &error, &result))
		fail(action, result, &error);
	else if (action->inner->kind->look != ACTION_LOOK_NONE)
		action_look_begin(action, on_looked);
	else
		look_is_over(action);
}

static const char *const *
copy_list(struct mem_arena *arena, const char *const *list, size_t count)
{
	const char **copy = mem_arena_alloc(arena, (count + 1) * sizeof(*copy));

	for (size_t i = 0; i < count; i++)
		copy[i] = mem_arena_dup(arena, list[i]);
	return copy;
}

static void
copy_person(struct action_private *inner, const struct order_person *person)
{
	struct mem_arena *arena = &inner->arena;

	if (person == NULL)
		return;
	inner->person = (struct order_person){
		.first_name = mem_arena_dup(arena, person->first_name),
		.last_name = mem_arena_dup(arena, person->last_name),
		.email = mem_arena_dup(arena, person->email),
		.job_title = mem_arena_dup(arena, person->job_title),
		.telephone = mem_arena_dup(arena, person->telephone),
		.telephone_extension =
			mem_arena_dup(arena, person->telephone_extension),
	};
}

static void
copy_request(struct action_private *inner, const struct action_request *request)
{
	struct mem_arena *arena = &inner->arena;

	inner->text = mem_arena_dup(arena, request->text);
	inner->word = mem_arena_dup(arena, request->word);
	copy_person(inner, request->person);
	inner->ids = copy_list(arena, request->ids, request->id_count);
	inner->id_count = request->id_count;
	inner->before =
		copy_list(arena, request->before, request->before_count);
	inner->before_count = request->before_count;
	resend_last_copy(&inner->last, request->last);
	inner->guard_s = request->guard_s;
	inner->agreed_to = request->agreed_to;
	inner->despite_unsettled = request->despite_unsettled;
}

/* In the journal a person who is added or changed stands as recipient. */
static void name_person(struct action *action)
{
	const char *email = action->inner->person.email;

	if (action->recipient_count > 0 || email == NULL)
		return;
	action_clear_recipients(action);
	action_set_recipients(action, &email, 1);
}

struct action *action_start(const struct action_context *context,
	const struct action_request *request, action_fn changed, void *data)
{
	struct action *action = mem_zalloc(sizeof(*action));
	struct action_private *inner = mem_zalloc(sizeof(*inner));

	inner->context = *context;
	inner->kind = action_kind(request->kind);
	assert(inner->kind != NULL);
	inner->endpoint = inner->kind->endpoint;
	inner->changed = changed;
	inner->data = data;
	copy_request(inner, request);
	action->inner = inner;
	action->kind = inner->kind->name;
	text_format(action->order_id, sizeof(action->order_id), "%s",
		request->order_id);
	action_set_recipients(
		action, request->recipients, request->recipient_count);
	name_person(action);
	action->started_ms = loop_now(context->loop);
	first_step(action);
	return action;
}

static void cancel_look(struct action *action)
{
	action_look_stop(action);
	error_set(&action->error, ERROR_CANCELLED,
		"Cancelled. Nothing was sent.");
	end_with(action, ACTION_FAILED);
}

/* From its phase's beginning to its end there is the call. */
static void cancel_sending(struct action *action)
{
	struct api_call *call = action->inner->write_call;

	action->inner->write_call = NULL;
	if (!api_cancel(call)) {
		error_set(&action->error, ERROR_CANCELLED,
			"Cancelled before it went out. Nothing was sent.");
		close_record(action, ACTION_NOT_SENT);
		return;
	}
	error_set(&action->error, ERROR_CANCELLED,
		"Given up before the server answered.");
	close_record(action, ACTION_UNKNOWN);
}

void action_cancel(struct action *action)
{
	switch (action->phase) {
	case ACTION_CHECKING:
		cancel_look(action);
		return;
	case ACTION_RECORDING:
		/* What is being written has to be closed when it is there. */
		action->inner->cancelled = true;
		return;
	case ACTION_SENDING:
		cancel_sending(action);
		return;
	default: /* closing, or done */
		return;
	}
}

void action_free(struct action *action)
{
	struct action_private *inner;

	if (action == NULL)
		return;
	inner = action->inner;
	action_look_stop(action);
	action_mails_stop(action);
	if (inner->write_call != NULL)
		api_cancel(inner->write_call);
	if (inner->context.journal != NULL)
		journal_forget(inner->context.journal, action);
	loop_defer_cancel(inner->context.loop, inner->notice);
	resend_last_clear(&inner->last);
	mem_arena_clear(&inner->arena);
	free(inner);
	action_clear_recipients(action);
	order_details_free(action->details);
	order_validation_free(action->validation);
	order_mails_free(action->mails);
	free(action);
}
