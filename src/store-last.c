/* SPDX-License-Identifier: MIT
 *
 * What is known of earlier sends of an order: the last one, put together from
 * the journal and from notes of our form, and one whose outcome is unknown.
 */
#include <string.h>

#include "note.h"
#include "store-private.h"
#include "text.h"

/* A note of ours about a send in the journal comes a moment after it. */
#define NOTE_DELAY_S 300

static bool
is_same_send(const struct resend_last *note, const struct resend_last *record)
{
	return note->time - record->time < NOTE_DELAY_S &&
	       strcmp(note->agent, record->agent) == 0 &&
	       strcmp(note->host, record->host) == 0;
}

static void update_last(struct store_entry *entry)
{
	const struct resend_last *record = &entry->journal_last;
	const struct resend_last *note = &entry->note_last;
	const struct resend_last *last = record;

	if (note->known &&
		(!record->known || (note->time > record->time &&
					   !is_same_send(note, record))))
		last = note;
	resend_last_copy(&entry->order.last, last);
	if (last->known)
		store_journal_set_sent(
			entry->store, entry->order.id, last->time);
}

void store_last_read_notes(struct store_entry *entry)
{
	const struct order_notes *notes = entry->order.notes;
	struct resend_last *last = &entry->note_last;

	resend_last_clear(last);
	for (size_t i = 0; notes != NULL && i < notes->count; i++) {
		struct note_send send;

		if (notes->items[i].text == NULL ||
			!note_parse(notes->items[i].text, &send))
			continue;
		if (!last->known || send.time > last->time)
			resend_last_set(last, send.time, send.agent, send.host,
				(const char *const *)send.recipients,
				send.recipient_count, true, 0);
		note_send_clear(&send);
	}
	update_last(entry);
}

/* -- the journal -- */

static void
set_last(struct resend_last *last, const struct journal_record *record)
{
	resend_last_set(last, record->time, record->agent, record->host,
		record->recipients, record->recipient_count, false, record->id);
}

static const struct journal_record *
newest_sent(const struct journal_list *list, const char *action)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct journal_record *record = &list->records[i];

		if (strcmp(record->action, action) == 0 &&
			journal_record_verdict(record) == JOURNAL_SENT)
			return record;
	}
	return NULL;
}

static void read_last(struct resend_last *last, const struct journal_list *list,
	const char *action)
{
	const struct journal_record *record = newest_sent(list, action);

	if (record != NULL)
		set_last(last, record);
	else
		resend_last_clear(last);
}

static const struct journal_record *
newest_unsettled(const struct journal_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct journal_record *record = &list->records[i];

		if (store_journal_is_resend(record->action) &&
			journal_record_is_unsettled(record))
			return record;
	}
	return NULL;
}

static void
set_unsettled(struct store_order *order, const struct journal_record *record)
{
	bool is_known = record != NULL;

	order->unsettled = is_known ? record->id : 0;
	order->unsettled_time = is_known ? record->time : 0;
	text_format(order->unsettled_agent, sizeof(order->unsettled_agent),
		"%s", is_known ? record->agent : "");
	text_format(order->unsettled_host, sizeof(order->unsettled_host), "%s",
		is_known && record->host != NULL ? record->host : "");
	text_format(order->unsettled_action, sizeof(order->unsettled_action),
		"%s", is_known ? record->action : "");
}

void store_last_read_history(
	struct store_entry *entry, const struct journal_list *list)
{
	const struct journal_record *unsettled = newest_unsettled(list);
	const struct store_unsettled_item *item;

	read_last(&entry->journal_last, list, JOURNAL_RESEND_APPROVAL);
	read_last(&entry->order.last_issuance, list, JOURNAL_RESEND_ISSUANCE);
	store_journal_set_unsettled(entry->store, entry->order.id,
		unsettled != NULL ? unsettled->id : 0);
	/* What the journal could not be told stays shown. */
	item = store_ids_find(&entry->store->unsettled, entry->order.id);
	if (unsettled != NULL || item == NULL)
		set_unsettled(&entry->order, unsettled);
	update_last(entry);
}

/* -- what we did ourselves -- */

static void keep_own(struct store *store, const struct action *action)
{
	struct store_own_item *own =
		store_ids_add(&store->own, action->order_id);

	own->journal_id = action->journal_id;
	own->sent_ms = loop_now(store->loop);
}

int64_t store_sent_ago(
	const struct store *store, const char *order_id, int64_t journal_id)
{
	const struct store_own_item *own =
		store_ids_find(&store->own, order_id);

	if (own == NULL || journal_id == 0 || own->journal_id != journal_id)
		return -1;
	return (loop_now(store->loop) - own->sent_ms) / 1000;
}

void store_last_was_sent(struct store *store, const struct action *action)
{
	struct store_entry *entry = store_order_entry(store, action->order_id);
	bool is_approval = strcmp(action->kind, JOURNAL_RESEND_APPROVAL) == 0;

	keep_own(store, action);
	if (entry == NULL)
		return;
	resend_last_set(is_approval ? &entry->journal_last
				    : &entry->order.last_issuance,
		action->ended, store->options.agent, store->options.host,
		(const char *const *)action->recipients,
		action->recipient_count, false, action->journal_id);
	update_last(entry);
}

void store_last_set_unsettled(struct store *store, const char *order_id,
	const struct journal_record *record)
{
	struct store_entry *entry = store_order_entry(store, order_id);

	if (entry != NULL)
		set_unsettled(&entry->order, record);
}
