/* SPDX-License-Identifier: MIT
 *
 * What rows wait on: validations are fetched in the background for the rows
 * near the cursor. Of each only the result is kept, not the answer.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "store-private.h"
#include "text.h"

#define FAILED_HOLD_MS 60000 /* before a failed one is asked again */

static void pump(struct store *store);

/* All are forgotten where there would be too many. */
static struct store_waiting_item *
need_item(struct store *store, const char *order_id)
{
	if (store->waitings.count >= STORE_WAITING_KEPT &&
		store_ids_find(&store->waitings, order_id) == NULL)
		store_ids_clear(&store->waitings);
	return store_ids_add(&store->waitings, order_id);
}

static void
put(struct store *store, const char *order_id, enum order_status status,
	const struct waiting *waiting, unsigned generation)
{
	struct store_waiting_item *item = need_item(store, order_id);

	item->status = status;
	item->generation = generation;
	item->failed_ms = 0;
	item->known = true;
	item->waiting = *waiting;
}

void store_waiting_learn(struct store *store, const struct order *order,
	const struct order_details *details,
	const struct order_validation *validation)
{
	struct waiting waiting;

	if (!order_id_is_valid(order->id))
		return;
	waiting = waiting_of(order, details, validation, NULL);
	put(store, order->id, order->status, &waiting,
		store->waiting_generation);
}

/* -- answers -- */

/* Whether it is approved stands in the details only, if we have them. */
static const struct order_details *details_of(const struct store *store,
	const char *order_id, enum order_status status)
{
	const struct store_order *order = store_order(store, order_id);

	if (order == NULL || order->details == NULL ||
		order->details->head.status != status)
		return NULL;
	return order->details;
}

static void take(struct store *store, const struct store_waiting_fetch *fetch,
	const struct order_validation *validation)
{
	struct order now = fetch->order;
	struct waiting waiting;

	/* The row may be older than this answer. */
	if (validation->order_status_text != NULL)
		now.status = validation->order_status;
	waiting = waiting_of(&now, details_of(store, fetch->id, now.status),
		validation, NULL);
	put(store, fetch->id, fetch->order.status, &waiting, fetch->generation);
}

/* What was known of that status is shown on. */
static void
note_failure(struct store *store, const struct store_waiting_fetch *fetch)
{
	struct store_waiting_item *item = need_item(store, fetch->id);

	if (item->status != fetch->order.status)
		item->known = false;
	item->status = fetch->order.status;
	item->generation = fetch->generation;
	item->failed_ms = loop_now(store->loop);
}

static void on_validation(void *data, struct api_result *result)
{
	struct store_waiting_fetch *fetch = data;
	struct store *store = fetch->store;

	fetch->call = NULL;
	if (result->ok &&
		!order_id_is_other(result->validation->order_id, fetch->id))
		take(store, fetch, result->validation);
	else
		note_failure(store, fetch);
	pump(store);
	store_changed(store);
}

/* -- asking -- */

static bool is_under_way(const struct store *store, const char *order_id)
{
	const struct store_entry *entry = store_order_entry(store, order_id);

	for (size_t i = 0; i < STORE_WAITING_FETCHES; i++) {
		const struct store_waiting_fetch *fetch =
			&store->waiting_fetches[i];

		if (fetch->call != NULL && strcmp(fetch->id, order_id) == 0)
			return true;
	}
	return entry != NULL && entry->fetches[STORE_VALIDATION].call != NULL;
}

static bool is_fresh(const struct store *store, const struct order *order)
{
	const struct store_waiting_item *item =
		store_ids_find(&store->waitings, order->id);

	if (item == NULL || item->status != order->status ||
		item->generation != store->waiting_generation)
		return false;
	return item->failed_ms == 0 ||
	       loop_now(store->loop) - item->failed_ms < FAILED_HOLD_MS;
}

/* Some rows tell it themselves. */
bool store_waiting_is_due(const struct store *store, const struct order *order)
{
	return order_id_is_valid(order->id) &&
	       waiting_of(order, NULL, NULL, NULL).gate == WAITING_UNKNOWN &&
	       !is_fresh(store, order);
}

/* The next row that needs its validation, NULL if there is none. */
static const struct order *next_needed(const struct store *store)
{
	for (size_t i = 0; i < store->waiting_near_count; i++) {
		const char *id = store->waiting_near[i];
		const struct order *order =
			store_list_row(store, store_list_find(store, id));

		if (order != NULL && !is_under_way(store, id) &&
			store_waiting_is_due(store, order))
			return order;
	}
	return NULL;
}

static void ask(struct store *store, struct store_waiting_fetch *fetch,
	const struct order *order)
{
	struct api_request request = {
		.endpoint = API_ORDER_VALIDATION,
		.priority = API_BACKGROUND,
		.order_id = order->id,
	};

	text_format(fetch->id, sizeof(fetch->id), "%s", order->id);
	fetch->store = store;
	fetch->order = (struct order){
		.status = order->status,
		.family = order->family,
		.date_created = order->date_created,
	};
	fetch->generation = store->waiting_generation;
	fetch->call = api_send(store->api, &request, on_validation, fetch);
}

static void pump(struct store *store)
{
	for (size_t i = 0; i < STORE_WAITING_FETCHES; i++) {
		struct store_waiting_fetch *fetch = &store->waiting_fetches[i];
		const struct order *order;

		if (fetch->call != NULL)
			continue;
		order = next_needed(store);
		if (order == NULL || store->is_resting)
			return;
		ask(store, fetch, order);
	}
}

void store_waiting_pump(struct store *store)
{
	pump(store);
}

void store_waiting_near(
	struct store *store, const char *const *order_ids, size_t count)
{
	store->waiting_near_count = 0;
	for (size_t i = 0; i < count && i < STORE_WAITING_NEAR; i++) {
		if (!order_id_is_valid(order_ids[i]))
			continue;
		text_format(store->waiting_near[store->waiting_near_count++],
			ORDER_ID_SIZE, "%s", order_ids[i]);
	}
	pump(store);
}

struct waiting
store_waiting(const struct store *store, const struct order *order)
{
	struct waiting waiting = waiting_of(order, NULL, NULL, NULL);
	const struct store_waiting_item *item;
	const struct store_sent_item *sent;

	if (waiting.gate != WAITING_UNKNOWN)
		return waiting;
	item = store_ids_find(&store->waitings, order->id);
	if (item == NULL || !item->known || item->status != order->status)
		return waiting;
	waiting = item->waiting;
	sent = store_ids_find(&store->sent, order->id);
	if (waiting.gate == WAITING_ORDER_APPROVAL && sent != NULL) {
		waiting.since = sent->time;
		waiting.guessed = false;
	}
	return waiting;
}

void store_waiting_expire(struct store *store)
{
	store->waiting_generation++;
	pump(store);
}

void store_waiting_clear(struct store *store)
{
	for (size_t i = 0; i < STORE_WAITING_FETCHES; i++) {
		if (store->waiting_fetches[i].call != NULL)
			api_cancel(store->waiting_fetches[i].call);
	}
	store_ids_clear(&store->waitings);
	free(store->waiting_near);
}
