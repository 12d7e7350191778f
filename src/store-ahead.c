/* SPDX-License-Identifier: MIT
 *
 * Reading ahead: an order that is likely to be opened is asked for while
 * nobody waits for anything, so that its page is there with the key. Entries
 * are those of store-order, bounded as they are; these go first. One order at
 * a time: each part that comes makes it go on.
 *
 * It must pay, since the limit of requests is the account's and others use it,
 * too: an order that is read so takes from a credit, which gets it back when
 * the order is opened in time, and a part of it with each other that is opened.
 * Who looks through a list and opens few has few read ahead, who opens one
 * after the other has each of them.
 */
#include <limits.h>
#include <string.h>

#include "store-private.h"
#include "text.h"

#define FRESH_MS 60000 /* as ages on the page: of minutes */

#define COST	    4 /* of an order, and what it gives back */
#define GAIN	    1 /* by each that is opened */
#define CREDIT_MOST (3 * COST)

bool store_ahead_is_stale(const struct store_entry *entry)
{
	const struct store *store = entry->store;

	if (entry->opened != 0 || entry->ahead == 0)
		return false;
	return entry->ahead_generation != store->waiting_generation ||
	       loop_now(store->loop) - entry->ahead_ms > FRESH_MS;
}

bool store_ahead_names(const struct store *store, const char *order_id)
{
	for (size_t i = 0; i < store->ahead_count; i++) {
		if (strcmp(store->ahead_ids[i], order_id) == 0)
			return true;
	}
	return false;
}

/* -- whether it pays ------------------------------------------------------- */

void store_ahead_init(struct store *store)
{
	store->ahead_credit = CREDIT_MOST;
}

void store_ahead_pay(struct store_entry *entry)
{
	if (!entry->ahead_paid)
		entry->store->ahead_credit -= COST;
	entry->ahead_paid = true;
}

void store_ahead_earn(struct store_entry *entry)
{
	struct store *store = entry->store;

	if (entry->opened != 0)
		return;
	store->ahead_credit += GAIN;
	if (entry->ahead_paid && !store_ahead_is_stale(entry))
		store->ahead_credit += COST;
	if (store->ahead_credit > CREDIT_MOST)
		store->ahead_credit = CREDIT_MOST;
}

/* A new one, or one to be read twice. What was begun is paid. */
static bool may_begin(const struct store *store,
	const struct store_entry *entry, bool refresh)
{
	bool is_paid = entry != NULL && entry->ahead_paid && !refresh;

	return is_paid || store->ahead_credit >= COST;
}

/* -- asking ---------------------------------------------------------------- */

/* What a page that is high enough shows of it, too. */
static bool
read_organization(struct store *store, const struct store_entry *entry)
{
	const struct order_details *details = entry->order.details;

	return details != NULL &&
	       store_organization_ahead(store, details->head.organization_id);
}

/* True: something of it is under way now. */
static bool read_ahead(struct store *store, const char *order_id, bool refresh)
{
	struct store_entry *entry = store_order_entry(store, order_id);

	if (entry != NULL && entry->opened != 0)
		return false;
	if (entry != NULL && store_order_is_busy(store, order_id))
		return true;
	refresh &= entry != NULL &&
		   (entry->is_outdated || store_ahead_is_stale(entry));
	if (!may_begin(store, entry, refresh))
		return false;
	if (entry == NULL)
		entry = store_order_entry_ahead(store, order_id);
	if (!store_order_ask(entry, API_AHEAD, refresh))
		return read_organization(store, entry);
	entry->ahead_paid &= !refresh;
	entry->ahead = ++store->ahead;
	entry->ahead_ms = loop_now(store->loop);
	entry->ahead_generation = store->waiting_generation;
	entry->is_outdated = false;
	return true;
}

/* Only the likeliest one is worth to be read twice. */
static void go_on(struct store *store)
{
	for (size_t i = 0; i < store->ahead_count; i++) {
		if (read_ahead(store, store->ahead_ids[i], i == 0))
			return;
	}
}

/* After a failure not before the next wish. */
void store_ahead_go_on(struct store *store, bool ok)
{
	if (ok)
		go_on(store);
	else
		store->ahead_count = 0;
}

static void drop_others(struct store *store)
{
	for (struct store_entry *e = store->entries; e; e = e->next) {
		if (!store_ahead_names(store, e->order.id))
			store_order_drop_ahead(e);
	}
	store_organization_drop_ahead(store);
}

void store_order_ahead(
	struct store *store, const char *const *order_ids, size_t count)
{
	if (!store->options.read_ahead)
		return;
	store->ahead_count = 0;
	for (size_t i = 0; i < count && store->ahead_count < STORE_AHEAD; i++) {
		if (!order_id_is_valid(order_ids[i]))
			continue;
		text_format(store->ahead_ids[store->ahead_count++],
			ORDER_ID_SIZE, "%s", order_ids[i]);
	}
	drop_others(store);
	go_on(store);
}

/* -- those that were opened ------------------------------------------------ */

/* The latest of those before that one; NULL: there is none. */
static const struct store_entry *
opened_before(const struct store *store, unsigned long before)
{
	const struct store_entry *latest = NULL, *entry = store->entries;

	for (; entry != NULL; entry = entry->next) {
		if (entry->opened != 0 && entry->opened < before &&
			(latest == NULL || entry->opened > latest->opened))
			latest = entry;
	}
	return latest;
}

size_t
store_opened(const struct store *store, const char **order_ids, size_t max)
{
	const struct store_entry *entry = opened_before(store, ULONG_MAX);
	size_t count = 0;

	while (entry != NULL && count < max) {
		order_ids[count++] = entry->order.id;
		entry = opened_before(store, entry->opened);
	}
	return count;
}
