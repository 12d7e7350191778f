/* SPDX-License-Identifier: MIT
 *
 * What the journal says about all orders: whose send is unsettled, when the
 * last approval mail went out; and settling.
 */
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mem.h"
#include "store-private.h"

#define SENT_RECORDS 2000 /* the newest; older ones do not matter here */

bool store_journal_is_resend(const char *action)
{
	return strcmp(action, JOURNAL_RESEND_APPROVAL) == 0 ||
	       strcmp(action, JOURNAL_RESEND_ISSUANCE) == 0;
}

/* -- last sends -- */

void store_journal_set_sent(
	struct store *store, const char *order_id, int64_t time)
{
	struct store_sent_item *item;

	if (!order_id_is_valid(order_id))
		return;
	item = store_ids_add(&store->sent, order_id);
	if (time > item->time)
		item->time = time;
}

static void on_sent(void *data, const struct journal_list *list)
{
	struct store *store =
		(struct store *)(void *)((char *)data -
					 offsetof(struct store, sent_tag));

	for (size_t i = 0; i < list->count; i++) {
		const struct journal_record *record = &list->records[i];

		if (journal_record_verdict(record) == JOURNAL_SENT)
			store_journal_set_sent(
				store, record->order_id, record->time);
	}
	store_changed(store);
}

/* -- unsettled sends -- */

void store_journal_set_unsettled(
	struct store *store, const char *order_id, int64_t journal_id)
{
	struct store_unsettled_item *item =
		store_ids_find(&store->unsettled, order_id);

	if (journal_id == 0) {
		if (item != NULL && !item->unrecorded)
			store_ids_remove(&store->unsettled, order_id);
		return;
	}
	if (!order_id_is_valid(order_id))
		return;
	item = store_ids_add(&store->unsettled, order_id);
	item->journal_id = journal_id;
	item->unrecorded = false;
}

void store_journal_add_unrecorded(
	struct store *store, const char *order_id, int64_t journal_id)
{
	struct store_unsettled_item *item;

	store_journal_set_unsettled(store, order_id, journal_id);
	item = store_ids_find(&store->unsettled, order_id);
	if (item != NULL)
		item->unrecorded = true;
}

static void forget_recorded(struct store *store)
{
	for (size_t i = store->unsettled.count; i > 0; i--) {
		const struct store_unsettled_item *item =
			store_ids_at(&store->unsettled, i - 1);

		if (!item->unrecorded)
			store_ids_remove(&store->unsettled, item->id);
	}
}

static void on_unsettled(void *data, const struct journal_list *list)
{
	struct store *store =
		(struct store *)(void *)((char *)data -
					 offsetof(struct store, unsettled_tag));

	if (list->error.kind != ERROR_NONE) {
		log_add(LOG_WARNING, "Unknown sends could not be read: %s",
			list->error.text);
		return;
	}
	forget_recorded(store);
	/* Newest first: of several of one order the newest is kept. */
	for (size_t i = list->count; i > 0; i--) {
		const struct journal_record *record = &list->records[i - 1];

		if (store_journal_is_resend(record->action))
			store_journal_set_unsettled(
				store, record->order_id, record->id);
	}
	store_changed(store);
}

void store_journal_reload_unsettled(struct store *store)
{
	struct journal_filter filter = {
		.unknown_only = true,
		.this_host_only = true,
	};

	if (store->journal == NULL)
		return;
	journal_forget(store->journal, &store->unsettled_tag);
	journal_list(
		store->journal, &filter, on_unsettled, &store->unsettled_tag);
}

bool store_is_unsettled(const struct store *store, const char *order_id)
{
	return store_ids_find(&store->unsettled, order_id) != NULL;
}

size_t store_unsettled_count(const struct store *store)
{
	return store->unsettled.count;
}

void store_journal_start(struct store *store)
{
	struct journal_filter filter = {
		.action = JOURNAL_RESEND_APPROVAL,
		.this_host_only = true,
		.limit = SENT_RECORDS,
	};

	if (store->journal == NULL)
		return;
	store_journal_reload_unsettled(store);
	journal_forget(store->journal, &store->sent_tag);
	journal_list(store->journal, &filter, on_sent, &store->sent_tag);
}

/* -- settling -- */

static void unlink_settling(struct store_settling *settling)
{
	struct store_settling **link = &settling->store->settlings;

	while (*link != settling)
		link = &(*link)->next;
	*link = settling->next;
}

/* Orders on the screen show it at once, whoever's record it was. */
static void reload_orders(struct store *store, int64_t journal_id)
{
	struct store_entry *entry = store->entries;

	for (; entry != NULL; entry = entry->next) {
		if (entry->order.unsettled == journal_id)
			store_order_reload_history(store, entry->order.id);
	}
	store_journal_start(store);
}

/* The journal knows it now, and a person has decided. */
static void was_settled(struct store *store, int64_t journal_id)
{
	for (size_t i = store->unsettled.count; i > 0; i--) {
		const struct store_unsettled_item *item =
			store_ids_at(&store->unsettled, i - 1);

		if (item->journal_id == journal_id)
			store_ids_remove(&store->unsettled, item->id);
	}
}

static void
log_settled(const struct store_settling *settling, const struct error *error)
{
	if (error->kind != ERROR_NONE)
		log_add(LOG_ERROR,
			"Record %lld of the journal was not settled: %s",
			(long long)settling->journal_id, error->text);
	else
		log_add(LOG_WRITE, "Record %lld of the journal was settled: %s",
			(long long)settling->journal_id,
			journal_outcome_name(settling->outcome));
}

static void on_settled(void *data, const struct error *error)
{
	struct store_settling *settling = data;
	struct store *store = settling->store;
	journal_done_fn done = settling->done;
	void *done_data = settling->data;

	log_settled(settling, error);
	if (error->kind == ERROR_NONE)
		was_settled(store, settling->journal_id);
	reload_orders(store, settling->journal_id);
	unlink_settling(settling);
	free(settling);
	store_changed(store);
	if (done != NULL)
		done(done_data, error);
}

static void refuse(void *data)
{
	struct store_settling *settling = data;

	settling->refusal = NULL;
	on_settled(settling, &settling->store->journal_error);
}

void store_settle(struct store *store, int64_t journal_id,
	enum journal_outcome outcome, journal_done_fn done, void *data)
{
	struct store_settling *settling = mem_zalloc(sizeof(*settling));

	settling->store = store;
	settling->journal_id = journal_id;
	settling->outcome = outcome;
	settling->done = done;
	settling->data = data;
	settling->next = store->settlings;
	store->settlings = settling;
	if (store->journal != NULL)
		journal_settle(store->journal, journal_id, outcome, on_settled,
			settling);
	else
		settling->refusal = loop_defer(store->loop, refuse, settling);
}

void store_journal_clear(struct store *store)
{
	while (store->settlings != NULL) {
		struct store_settling *settling = store->settlings;

		store->settlings = settling->next;
		if (store->journal != NULL)
			journal_forget(store->journal, settling);
		loop_defer_cancel(store->loop, settling->refusal);
		free(settling);
	}
	if (store->journal != NULL) {
		journal_forget(store->journal, &store->sent_tag);
		journal_forget(store->journal, &store->unsettled_tag);
	}
	store_ids_clear(&store->sent);
	store_ids_clear(&store->own);
	store_ids_clear(&store->unsettled);
}
