/* SPDX-License-Identifier: MIT
 *
 * Orders that were opened: the parts of each are asked for at once and come
 * independently; the last known send is put together from journal and notes.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "store-private.h"
#include "text.h"

static void ask_part(struct store_entry *entry, enum store_part part,
	enum api_priority priority);

static const enum api_endpoint endpoints[STORE_PARTS] = {
	[STORE_DETAILS] = API_ORDER_INFO,
	[STORE_VALIDATION] = API_ORDER_VALIDATION,
	[STORE_NOTES] = API_ORDER_NOTES,
	[STORE_EMAILS] = API_EMAIL_VALIDATION,
	[STORE_REISSUES] = API_REISSUES,
	[STORE_DUPLICATES] = API_DUPLICATES,
};

/* CAA messages come only when they are asked for (orders/order-info). */
static const char *const queries[STORE_PARTS] = {
	[STORE_DETAILS] = "include_caa_status=true",
};

static struct store_resource *
resource_of(struct store_entry *entry, enum store_part part)
{
	struct store_resource *const resources[STORE_PARTS] = {
		[STORE_DETAILS] = &entry->order.details_state,
		[STORE_VALIDATION] = &entry->order.validation_state,
		[STORE_NOTES] = &entry->order.notes_state,
		[STORE_EMAILS] = &entry->order.emails_state,
		[STORE_REISSUES] = &entry->order.reissues_state,
		[STORE_DUPLICATES] = &entry->order.duplicates_state,
	};

	return resources[part];
}

/* -- the journal -- */

static void on_history(void *data, const struct journal_list *list)
{
	struct store_entry *entry = data;

	if (list->error.kind == ERROR_NONE) {
		store_last_read_history(entry, list);
		store_resource_ready(&entry->order.history_state);
	} else {
		store_resource_failed(
			&entry->order.history_state, &list->error);
	}
	store_changed(entry->store);
}

static void ask_history(struct store_entry *entry)
{
	struct store *store = entry->store;
	struct journal_filter filter = {
		.order_id = entry->order.id,
		.this_host_only = true,
	};

	if (store->journal == NULL) {
		store_resource_failed(
			&entry->order.history_state, &store->journal_error);
		return;
	}
	journal_forget(store->journal, entry);
	store_resource_begin(&entry->order.history_state, store);
	journal_list(store->journal, &filter, on_history, entry);
}

/* -- answers -- */

static const char *answered_id(const struct api_result *result)
{
	if (result->details != NULL)
		return result->details->head.id;
	if (result->validation != NULL)
		return result->validation->order_id;
	return NULL;
}

static void learn_waiting(struct store_entry *entry)
{
	const struct order *head =
		store_order_head(entry->store, entry->order.id);

	if (head != NULL && entry->order.validation != NULL)
		store_waiting_learn(entry->store, head, entry->order.details,
			entry->order.validation);
}

static bool has_reissues(const struct order *head)
{
	return head->reissues_count > 0;
}

static bool has_duplicates(const struct order *head)
{
	return head->duplicates_count > 0 ||
	       (head->duplicates_count < 0 && head->has_duplicates);
}

/* Parts that most orders do not have: asked for when there is something, and
 * somebody looks at the order. */
static void want_rare_parts(struct store_entry *entry)
{
	const struct order *head = &entry->order.details->head;

	if (entry->opened == 0)
		return;
	if (head->family == ORDER_CLIENT &&
		entry->order.emails_state.state == STORE_NEVER)
		ask_part(entry, STORE_EMAILS, API_USER);
	if (has_reissues(head))
		ask_part(entry, STORE_REISSUES, API_USER);
	if (has_duplicates(head))
		ask_part(entry, STORE_DUPLICATES, API_USER);
}

static void
take_details(struct store_entry *entry, struct order_details *details)
{
	order_details_free(entry->order.details);
	entry->order.details = details;
	want_rare_parts(entry);
	store_live_learn(entry->store, &details->head);
	learn_waiting(entry);
}

static void
take_validation(struct store_entry *entry, struct order_validation *validation)
{
	order_validation_free(entry->order.validation);
	entry->order.validation = validation;
	learn_waiting(entry);
}

static void
take_certificates(struct order_certificates **to, struct api_result *got)
{
	order_certificates_free(*to);
	*to = got->certificates;
	got->certificates = NULL;
}

static void take_part(
	struct store_entry *entry, enum store_part part, struct api_result *got)
{
	struct store_order *order = &entry->order;

	switch (part) {
	case STORE_DETAILS:
		take_details(entry, got->details);
		got->details = NULL;
		break;
	case STORE_VALIDATION:
		take_validation(entry, got->validation);
		got->validation = NULL;
		break;
	case STORE_NOTES:
		order_notes_free(order->notes);
		order->notes = got->notes;
		got->notes = NULL;
		store_last_read_notes(entry);
		break;
	case STORE_EMAILS:
		order_emails_free(order->emails);
		order->emails = got->emails;
		got->emails = NULL;
		break;
	case STORE_REISSUES:
		take_certificates(&order->reissues, got);
		break;
	case STORE_DUPLICATES:
		take_certificates(&order->duplicates, got);
		break;
	case STORE_PARTS:
		break;
	}
}

/* Nobody has asked for it, so nobody is told. What is there gets no newer. */
static void end_ahead(struct store_entry *entry, enum store_part part)
{
	struct store_resource *resource = resource_of(entry, part);

	store_resource_stopped(resource);
	entry->is_outdated |= resource->state == STORE_READY;
}

static void on_part(void *data, struct api_result *result)
{
	struct store_fetch *fetch = data;
	struct store_entry *entry = fetch->entry;
	struct store *store = entry->store;
	struct store_resource *resource = resource_of(entry, fetch->part);

	fetch->call = NULL;
	if (result->ok &&
		order_id_is_other(answered_id(result), entry->order.id))
		result->ok = error_set(&result->error, ERROR_FORMAT,
			"The server answered with another order when asked "
			"for %s.",
			entry->order.id);
	if (result->ok) {
		take_part(entry, fetch->part, result);
		store_resource_ready(resource);
	} else if (fetch->is_ahead) {
		end_ahead(entry, fetch->part);
	} else {
		store_resource_failed(resource, &result->error);
	}
	if (fetch->is_ahead)
		store_ahead_pay(entry);
	/* The entry may make room for another one. */
	if (fetch->is_ahead)
		store_ahead_go_on(store, result->ok);
	store_changed(store);
}

/* -- asking -- */

static void give_up_part(struct store_entry *entry, enum store_part part)
{
	struct store_fetch *fetch = &entry->fetches[part];
	struct api_call *call = fetch->call;

	if (call == NULL)
		return;
	fetch->call = NULL;
	api_cancel(call);
	store_resource_stopped(resource_of(entry, part));
}

static void ask_part(struct store_entry *entry, enum store_part part,
	enum api_priority priority)
{
	struct store *store = entry->store;
	struct store_fetch *fetch = &entry->fetches[part];
	struct api_request request = {
		.endpoint = endpoints[part],
		.priority = priority,
		.order_id = entry->order.id,
		.query = queries[part],
	};

	give_up_part(entry, part);
	store_resource_begin(resource_of(entry, part), store);
	fetch->is_ahead = priority == API_AHEAD;
	fetch->call = api_send(store->api, &request, on_part, fetch);
}

/* What is read ahead already is as new as it can be. */
static void hurry_part(struct store_fetch *fetch, enum api_priority priority)
{
	if (priority != API_USER)
		return;
	fetch->is_ahead = false;
	api_hurry(fetch->call);
}

static bool want_part(struct store_entry *entry, enum store_part part,
	enum api_priority priority, bool refresh)
{
	struct store_fetch *fetch = &entry->fetches[part];
	enum store_state state = resource_of(entry, part)->state;

	if (fetch->call != NULL && fetch->is_ahead) {
		hurry_part(fetch, priority);
		return false;
	}
	if (!refresh && state != STORE_NEVER && state != STORE_FAILED)
		return false;
	ask_part(entry, part, priority);
	return true;
}

/* After details that are read anew come the parts that they tell of. */
static void
want_certificates(struct store_entry *entry, const struct order *head)
{
	if (has_reissues(head))
		want_part(entry, STORE_REISSUES, API_USER, false);
	if (has_duplicates(head))
		want_part(entry, STORE_DUPLICATES, API_USER, false);
}

bool store_order_ask(
	struct store_entry *entry, enum api_priority priority, bool refresh)
{
	const struct order *head =
		store_order_head(entry->store, entry->order.id);
	bool asked = false;

	asked |= want_part(entry, STORE_DETAILS, priority, refresh);
	asked |= want_part(entry, STORE_VALIDATION, priority, refresh);
	asked |= want_part(entry, STORE_NOTES, priority, refresh);
	if (head != NULL && head->family == ORDER_CLIENT)
		asked |= want_part(entry, STORE_EMAILS, priority, refresh);
	if (priority == API_USER && entry->order.details != NULL && !refresh)
		want_certificates(entry, &entry->order.details->head);
	return asked;
}

static void want_all(struct store_entry *entry, bool refresh)
{
	enum store_state history = entry->order.history_state.state;

	store_order_ask(entry, API_USER, refresh);
	if (refresh || history == STORE_NEVER || history == STORE_FAILED)
		ask_history(entry);
}

/* -- entries -- */

struct store_entry *
store_order_entry(const struct store *store, const char *order_id)
{
	struct store_entry *entry = store->entries;

	while (entry != NULL && strcmp(entry->order.id, order_id) != 0)
		entry = entry->next;
	return entry;
}

static void free_entry(struct store_entry *entry)
{
	struct store_order *order = &entry->order;

	for (int part = 0; part < STORE_PARTS; part++)
		give_up_part(entry, (enum store_part)part);
	if (entry->store->journal != NULL)
		journal_forget(entry->store->journal, entry);
	order_details_free(order->details);
	order_validation_free(order->validation);
	order_notes_free(order->notes);
	order_emails_free(order->emails);
	order_certificates_free(order->reissues);
	order_certificates_free(order->duplicates);
	resend_last_clear(&order->last);
	resend_last_clear(&order->last_issuance);
	resend_last_clear(&entry->journal_last);
	resend_last_clear(&entry->note_last);
	free(entry);
}

static bool has_running_action(const struct store *store, const char *order_id)
{
	for (size_t i = 0; i < store->action_count; i++) {
		const struct action *action = store->actions[i];

		if (action->phase != ACTION_DONE &&
			strcmp(action->order_id, order_id) == 0)
			return true;
	}
	return false;
}

/* What was only read ahead goes first, then what was not opened for longest. */
static bool is_older(const struct store_entry *a, const struct store_entry *b)
{
	if (a->opened != b->opened)
		return a->opened < b->opened;
	return a->ahead < b->ahead;
}

static bool may_go(const struct store *store, const struct store_entry *entry)
{
	const char *id = entry->order.id;

	if (entry->opened != 0)
		return entry->opened != store->opened &&
		       !has_running_action(store, id);
	/* To cut off what is under way would cost a connection. */
	return !store_ahead_names(store, id) &&
	       !store_order_is_busy(store, id) &&
	       !has_running_action(store, id);
}

/* The oldest; never the one opened last, nor one with an action. */
static void evict(struct store *store)
{
	struct store_entry **oldest = NULL;
	struct store_entry **link;
	struct store_entry *gone;

	for (link = &store->entries; *link; link = &(*link)->next) {
		if (may_go(store, *link) &&
			(oldest == NULL || is_older(*link, *oldest)))
			oldest = link;
	}
	if (oldest == NULL)
		return;
	gone = *oldest;
	*oldest = gone->next;
	store->entry_count--;
	free_entry(gone);
}

static struct store_entry *new_entry(struct store *store, const char *order_id)
{
	struct store_entry *entry = mem_zalloc(sizeof(*entry));

	entry->store = store;
	text_format(entry->order.id, sizeof(entry->order.id), "%s", order_id);
	for (int part = 0; part < STORE_PARTS; part++) {
		entry->fetches[part].entry = entry;
		entry->fetches[part].part = (enum store_part)part;
	}
	entry->next = store->entries;
	store->entries = entry;
	store->entry_count++;
	return entry;
}

static struct store_entry *entry_for(struct store *store, const char *order_id)
{
	struct store_entry *entry = store_order_entry(store, order_id);

	return entry != NULL ? entry : new_entry(store, order_id);
}

void store_order_open(struct store *store, const char *order_id, bool refresh)
{
	struct store_entry *entry;

	if (!order_id_is_valid(order_id))
		return;
	entry = entry_for(store, order_id);
	refresh |= entry->is_outdated || store_ahead_is_stale(entry);
	store_ahead_earn(entry);
	entry->opened = ++store->opened;
	if (store->entry_count > STORE_ORDERS_KEPT)
		evict(store);
	want_all(entry, refresh);
	entry->is_outdated = false;
	store_changed(store);
}

struct store_entry *
store_order_entry_ahead(struct store *store, const char *order_id)
{
	struct store_entry *entry = entry_for(store, order_id);

	if (store->entry_count > STORE_ORDERS_KEPT)
		evict(store);
	return entry;
}

void store_order_drop_ahead(struct store_entry *entry)
{
	for (int part = 0; part < STORE_PARTS; part++) {
		struct store_fetch *fetch = &entry->fetches[part];

		if (fetch->call != NULL && fetch->is_ahead &&
			!api_is_running(fetch->call)) {
			give_up_part(entry, (enum store_part)part);
			end_ahead(entry, (enum store_part)part);
		}
	}
}

bool store_order_cancel(struct store *store, const char *order_id)
{
	struct store_entry *entry = store_order_entry(store, order_id);
	bool was_busy = false;

	for (int i = 0; entry != NULL && i < STORE_PARTS; i++) {
		enum store_part part = (enum store_part)i;

		if (entry->fetches[part].call == NULL)
			continue;
		give_up_part(entry, part);
		store_resource_cancelled(resource_of(entry, part));
		was_busy = true;
	}
	if (was_busy)
		store_changed(store);
	return was_busy;
}

void store_order_clear(struct store *store)
{
	while (store->entries != NULL) {
		struct store_entry *entry = store->entries;

		store->entries = entry->next;
		free_entry(entry);
	}
	store->entry_count = 0;
}

/* -- reading -- */

/* What was read ahead too long ago says less than the list's row. */
static const struct store_entry *
shown_entry(const struct store *store, const char *order_id)
{
	const struct store_entry *entry = store_order_entry(store, order_id);

	if (entry != NULL && entry->opened == 0 &&
		(entry->is_outdated || store_ahead_is_stale(entry)))
		return NULL;
	return entry;
}

const struct store_order *
store_order(const struct store *store, const char *order_id)
{
	const struct store_entry *entry = shown_entry(store, order_id);

	return entry != NULL ? &entry->order : NULL;
}

bool store_order_is_busy(const struct store *store, const char *order_id)
{
	const struct store_entry *entry = store_order_entry(store, order_id);

	for (int part = 0; entry != NULL && part < STORE_PARTS; part++) {
		if (entry->fetches[part].call != NULL)
			return true;
	}
	return false;
}

const struct order *
store_order_head(const struct store *store, const char *order_id)
{
	const struct store_entry *entry = shown_entry(store, order_id);

	if (entry != NULL && entry->order.details != NULL)
		return &entry->order.details->head;
	return store_list_row(store, store_list_find(store, order_id));
}

/* -- what actions bring -- */

void store_order_reload_history(struct store *store, const char *order_id)
{
	struct store_entry *entry = store_order_entry(store, order_id);

	if (entry != NULL)
		ask_history(entry);
}

void store_order_reload(
	struct store *store, const char *order_id, unsigned parts)
{
	struct store_entry *entry = store_order_entry(store, order_id);

	for (int part = 0; entry != NULL && part < STORE_PARTS; part++) {
		if ((parts & 1U << part) != 0)
			ask_part(entry, (enum store_part)part, API_USER);
	}
}

void store_order_reload_emails(struct store *store, const char *order_id)
{
	struct store_entry *entry = store_order_entry(store, order_id);

	if (entry != NULL && entry->order.emails_state.state != STORE_NEVER)
		ask_part(entry, STORE_EMAILS, API_USER);
}

void store_order_take_look(struct store *store, struct action *action)
{
	struct store_entry *entry = store_order_entry(store, action->order_id);

	if (entry == NULL)
		return;
	/* An action that got another order's answer has failed. */
	if (action->details != NULL &&
		!order_id_is_other(action->details->head.id, entry->order.id)) {
		give_up_part(entry, STORE_DETAILS);
		take_details(entry, action->details);
		action->details = NULL;
		store_resource_ready(&entry->order.details_state);
	}
	if (action->validation != NULL &&
		!order_id_is_other(
			action->validation->order_id, entry->order.id)) {
		give_up_part(entry, STORE_VALIDATION);
		take_validation(entry, action->validation);
		action->validation = NULL;
		store_resource_ready(&entry->order.validation_state);
	}
}
