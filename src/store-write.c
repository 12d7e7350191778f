/* SPDX-License-Identifier: MIT
 *
 * Writes: whether they may be tried, starting an action, and what follows when
 * it ends. Of those that have ended, the latest are kept.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "buf.h"
#include "log.h"
#include "mem.h"
#include "note.h"
#include "store-private.h"
#include "text.h"

#define NOTE_SIZE ((size_t)64 * 1024)

bool store_may_write(const struct store *store, char *reason, size_t size)
{
	const char *why = "";

	if (store->account.read_only)
		why = store->account.read_only_reason;
	else if (store->journal == NULL)
		why = store->journal_error.text;
	text_format(reason, size, "%s", why);
	return !store->account.read_only && store->journal != NULL;
}

static bool may_act(const struct store *store,
	const struct action_request *request, struct error *error)
{
	const struct action *earlier =
		store_action_of(store, request->order_id, request->kind);
	char reason[ERROR_TEXT_SIZE];

	if (!store_may_write(store, reason, sizeof(reason)))
		return error_set(error,
			store->account.read_only ? ERROR_PERMISSION
						 : ERROR_JOURNAL,
			"%s", reason);
	if (store->account.no_organizations &&
		api_is_of_organization(action_endpoint(request->kind)))
		return error_set(error, ERROR_PERMISSION,
			"The API key has no rights on organizations.");
	if (!order_id_is_valid(request->order_id))
		return error_set(error, ERROR_USAGE,
			"\"%s\" is not an order number.", request->order_id);
	if (earlier != NULL && earlier->phase != ACTION_DONE)
		return error_set(error, ERROR_STATE,
			"The same is under way for order %s already. Wait for "
			"its outcome.",
			request->order_id);
	return true;
}

void store_write_rights_known(const struct store *store)
{
	const char *why_not = store->account.read_only
				      ? store->account.read_only_reason
				      : NULL;

	for (size_t i = 0; i < store->action_count; i++)
		action_may_write(store->actions[i], why_not);
}

/* -- what follows -- */

static void on_action(void *data, struct action *action);

static struct action *
start(struct store *store, const struct action_request *request)
{
	struct action_context context = {
		.loop = store->loop,
		.api = store->api,
		.journal = store->journal,
		.journal_error = store->journal_error,
		.is_demo = store->options.mail_url != NULL &&
			   store->options.mail_url[0] != '\0',
		.waits_for_rights = store->user_call != NULL,
	};
	struct action *action =
		action_start(&context, request, on_action, store);

	store->actions = mem_resize(store->actions, store->action_count + 1,
		sizeof(struct action *));
	store->actions[store->action_count++] = action;
	action->number = ++store->action_last;
	store_changed(store);
	return action;
}

static void add_note(struct store *store, const struct action *action)
{
	struct action_request request = {
		.kind = JOURNAL_NOTE,
		.order_id = action->order_id,
	};
	struct buf text;

	buf_init(&text, NOTE_SIZE);
	note_write(&text, (const char *const *)action->recipients,
		action->recipient_count, store->options.agent,
		store->options.host, action->ended);
	request.text = buf_text(&text);
	if (!text.full)
		start(store, &request);
	else
		log_add(LOG_WARNING,
			"Order %s gets no note of the resend: it would be too "
			"long.",
			action->order_id);
	buf_clear(&text);
}

static void approval_was_sent(struct store *store, const struct action *action)
{
	store_journal_set_sent(store, action->order_id, action->ended);
	if (store->options.note_on_resend)
		add_note(store, action);
}

/* What the server has other words for after a write, by its kind: parts of the
 * order to read again. */
static const struct {
	const char *kind;
	unsigned parts; /* bits of enum store_part */
} renewed[] = {
	{JOURNAL_NOTE, 1 << STORE_NOTES},
	{JOURNAL_CHECK_DCV, 1 << STORE_DETAILS | 1 << STORE_VALIDATION},
	{JOURNAL_RESEND_DCV, 1 << STORE_VALIDATION},
	{JOURNAL_ADD_CONTACT, 1 << STORE_VALIDATION},
	{JOURNAL_ADDITIONAL_EMAILS, 1 << STORE_DETAILS},
	{JOURNAL_ORGANIZATION_CONTACT, 1 << STORE_DETAILS},
	{JOURNAL_TECHNICAL_CONTACT, 1 << STORE_DETAILS},
	{JOURNAL_USER_ACCESS, 1 << STORE_DETAILS},
	{JOURNAL_GUEST_ACCESS_ON, 1 << STORE_DETAILS},
	{JOURNAL_GUEST_ACCESS_OFF, 1 << STORE_DETAILS},
	{JOURNAL_NOTICES_ON, 1 << STORE_DETAILS},
	{JOURNAL_NOTICES_OFF, 1 << STORE_DETAILS},
	{JOURNAL_CANCEL,
		1 << STORE_DETAILS | 1 << STORE_VALIDATION | 1 << STORE_NOTES},
};

/* Also when the outcome is not known: what the order says now tells. */
static void renew(struct store *store, const struct action *action)
{
	for (size_t i = 0; i < ARRAY_LEN(renewed); i++) {
		if (strcmp(renewed[i].kind, action->kind) == 0)
			store_order_reload(
				store, action->order_id, renewed[i].parts);
	}
}

static void was_sent(struct store *store, const struct action *action)
{
	if (store_journal_is_resend(action->kind))
		store_last_was_sent(store, action);
	if (strcmp(action->kind, JOURNAL_RESEND_APPROVAL) == 0)
		approval_was_sent(store, action);
	renew(store, action);
}

static void is_unknown(struct store *store, const struct action *action)
{
	struct journal_record record = {
		.id = action->journal_id,
		.time = action->ended,
		.agent = store->options.agent,
		.host = store->options.host,
		.action = action->kind,
	};

	renew(store, action);
	if (!store_journal_is_resend(action->kind))
		return;
	if (action->outcome_not_recorded)
		store_journal_add_unrecorded(
			store, action->order_id, action->journal_id);
	else
		store_journal_set_unsettled(
			store, action->order_id, action->journal_id);
	store_last_set_unsettled(store, action->order_id, &record);
}

/* A key that may not write an order may not write at all. One that may not
 * touch organizations may do all else (certcentral-api.md 10: role Orders). */
static void was_refused(struct store *store, const struct action *action)
{
	if (action->error.kind != ERROR_PERMISSION)
		return;
	if (action_is_of_organization(action)) {
		store_no_organizations(store);
		return;
	}
	store->account.read_only = true;
	text_format(store->account.read_only_reason,
		sizeof(store->account.read_only_reason),
		"The server refused an earlier write: %s", action->error.text);
}

static bool may_have_mailed(const struct action *action)
{
	return strcmp(action->kind, JOURNAL_RESEND_ISSUANCE) == 0 &&
	       (action->result == ACTION_SENT ||
		       action->result == ACTION_UNKNOWN);
}

static void has_ended(struct store *store, const struct action *action)
{
	if (may_have_mailed(action))
		store_order_reload_emails(store, action->order_id);
	if (action->result == ACTION_SENT)
		was_sent(store, action);
	else if (action->result == ACTION_UNKNOWN)
		is_unknown(store, action);
	else if (action->result == ACTION_REFUSED)
		was_refused(store, action);
	if (action->journal_id != 0 || action->result == ACTION_GUARDED ||
		action->result == ACTION_UNSETTLED)
		store_order_reload_history(store, action->order_id);
}

static void on_action(void *data, struct action *action)
{
	struct store *store = data;

	/* The look is over: it does not need any more what it read. */
	assert(action->phase != ACTION_CHECKING);
	store_order_take_look(store, action);
	if (action->phase == ACTION_DONE)
		has_ended(store, action);
	store_changed(store);
}

/* -- those that have ended -- */

/* An outcome that is not known is news until the program ends. */
static bool may_be_forgotten(const struct action *action)
{
	return action->phase == ACTION_DONE &&
	       action->result != ACTION_UNKNOWN &&
	       !action->outcome_not_recorded;
}

/* Not when one ends: who is told of that still reads it. */
static void forget_oldest(struct store *store)
{
	size_t ended = 0, kept = 0;

	for (size_t i = 0; i < store->action_count; i++)
		ended += may_be_forgotten(store->actions[i]);
	for (size_t i = 0; i < store->action_count; i++) {
		struct action *action = store->actions[i];

		if (ended > STORE_ACTIONS_KEPT && may_be_forgotten(action)) {
			action_free(action);
			ended--;
		} else {
			store->actions[kept++] = action;
		}
	}
	store->action_count = kept;
}

/* -- the public part -- */

struct action *store_act(struct store *store,
	const struct action_request *request, struct error *error)
{
	if (!may_act(store, request, error))
		return NULL;
	forget_oldest(store);
	return start(store, request);
}

int store_action_last(const struct store *store)
{
	return store->action_last;
}

struct action *store_action(const struct store *store, int number)
{
	for (size_t i = store->action_count; i > 0; i--) {
		if (store->actions[i - 1]->number == number)
			return store->actions[i - 1];
	}
	return NULL;
}

struct action *store_action_of(
	const struct store *store, const char *order_id, const char *kind)
{
	for (size_t i = store->action_count; i > 0; i--) {
		struct action *action = store->actions[i - 1];

		if (strcmp(action->order_id, order_id) == 0 &&
			strcmp(action->kind, kind) == 0)
			return action;
	}
	return NULL;
}

size_t store_actions_running(const struct store *store)
{
	size_t running = 0;

	for (size_t i = 0; i < store->action_count; i++) {
		if (store->actions[i]->phase != ACTION_DONE)
			running++;
	}
	return running;
}

void store_write_clear(struct store *store)
{
	for (size_t i = 0; i < store->action_count; i++)
		action_free(store->actions[i]);
	free(store->actions);
}
