/* SPDX-License-Identifier: MIT
 *
 * The live list: every so many seconds the server is asked which orders have
 * changed since (orders/status-change-list). A row that is here gets its new
 * status at once, where it stands, and the rest of it by a request of its own;
 * one that the query would no longer find is marked as gone and stays. All of
 * it in the background, within the budget.
 *
 *   timer --> status-changes --> rows --> heads, one a request
 *     ^______________|
 *
 * The time asked for goes back to the last answer and a little further, so
 * that nothing falls between two; what is known already changes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "store-private.h"
#include "text.h"

#define OVERLAP_S 60
#define WINDOW_S  604800 /* the service tells no more than a week */
#define KEPT_S	  600	 /* how long a change is remembered */
#define KEPT_MOST 2000

static void pump(struct store *store);

/* -- rows -- */

static struct store_live_item *
note_change(struct store *store, const char *order_id)
{
	struct store_live *live = &store->live;
	struct store_live_item *item;

	if (live->items.count >= KEPT_MOST)
		store_ids_clear(&live->items);
	item = store_ids_add(&live->items, order_id);
	item->changed_at = clock_seconds();
	return item;
}

void store_live_learn(struct store *store, const struct order *fresh)
{
	const struct order *row =
		store_list_row(store, store_list_find(store, fresh->id));
	struct store_live_item *item;

	if (row == NULL || fresh->status_text == NULL ||
		fresh->status_text == order_invalid ||
		row->status == fresh->status)
		return;
	item = note_change(store, fresh->id);
	item->is_gone = !order_query_has_status(&store->list.query, fresh);
	order_pages_update(store->list.pages, fresh);
}

static bool is_news(const struct order *row, const struct order_change *change)
{
	if (change->status_text != NULL && row->status != change->status)
		return true;
	return change->certificate_id != NULL &&
	       (row->certificate_id == NULL ||
		       strcmp(row->certificate_id, change->certificate_id) !=
			       0);
}

/* What is on the page of the order now, and what will be when it is opened. */
static void renew_order(struct store *store, const char *order_id)
{
	struct store_entry *entry = store_order_entry(store, order_id);

	if (entry == NULL)
		return;
	if (entry->opened != 0 && entry->opened == store->opened)
		store_order_reload(store, order_id,
			1U << STORE_DETAILS | 1U << STORE_VALIDATION);
	else
		entry->is_outdated = true;
}

static void take_change(struct store *store, const struct order_change *change)
{
	struct store_live_item *item = note_change(store, change->id);
	struct order fresh;

	order_init(&fresh);
	fresh.id = change->id;
	fresh.status = change->status;
	fresh.status_text = change->status_text;
	fresh.certificate_id = change->certificate_id;
	item->is_wanted = true;
	item->is_gone = change->status_text != NULL &&
			!order_query_has_status(&store->list.query, &fresh);
	order_pages_update(store->list.pages, &fresh);
	renew_order(store, change->id);
}

/* A week may have thousands of changes, and the list thousands of rows: they
 * are sorted once and looked up by each row. */
struct search {
	const struct order_change **sorted; /* by number, then as told */
	size_t count;
	const struct order_change **found;
	size_t found_count;
};

static int by_id(const void *a, const void *b)
{
	const struct order_change *const *x = a, *const *y = b;
	int order = strcmp((*x)->id, (*y)->id);

	if (order != 0)
		return order;
	return *x < *y ? -1 : *x > *y;
}

/* The last one that was told of the order. */
static const struct order_change *
find_change(const struct search *search, const char *order_id)
{
	size_t low = 0, high = search->count;

	while (low < high) {
		size_t half = low + (high - low) / 2;

		if (strcmp(search->sorted[half]->id, order_id) <= 0)
			low = half + 1;
		else
			high = half;
	}
	if (low == 0 || strcmp(search->sorted[low - 1]->id, order_id) != 0)
		return NULL;
	return search->sorted[low - 1];
}

static bool look_at_row(void *data, long row UNUSED, const struct order *order)
{
	struct search *search = data;
	const struct order_change *change = find_change(search, order->id);

	if (change != NULL && is_news(order, change) &&
		search->found_count < search->count)
		search->found[search->found_count++] = change;
	return true;
}

static void take_all(struct store *store, const struct order_changes *changes)
{
	struct search search = {
		.sorted = mem_array(changes->count + 1, sizeof(void *)),
		.count = changes->count,
		.found = mem_array(changes->count + 1, sizeof(void *)),
	};

	for (size_t i = 0; i < changes->count; i++)
		search.sorted[i] = &changes->items[i];
	qsort(search.sorted, search.count, sizeof(void *), by_id);
	order_pages_each(store->list.pages, look_at_row, &search);
	for (size_t i = 0; i < search.found_count; i++)
		take_change(store, search.found[i]);
	/* They have left one view for another. */
	if (search.found_count > 0)
		store_count_expire(store);
	free(search.sorted);
	free(search.found);
}

/* -- heads -- */

static void
take_head(struct store *store, const char *order_id, struct order_page *page)
{
	struct store_live_item *item =
		store_ids_find(&store->live.items, order_id);

	if (page->count > 0 && strcmp(page->rows[0].id, order_id) == 0) {
		order_pages_update(store->list.pages, &page->rows[0]);
		if (item != NULL)
			item->is_gone = !order_query_has_status(
				&store->list.query, &page->rows[0]);
	} else if (page->count == 0 && item != NULL) {
		item->is_gone = true;
	}
}

static void on_head(void *data, struct api_result *result)
{
	struct store_live_fetch *fetch = data;
	struct store *store = fetch->store;

	fetch->call = NULL;
	if (result->ok)
		take_head(store, fetch->id, result->page);
	pump(store);
	store_waiting_pump(store);
	store_changed(store);
}

static void ask_head(struct store *store, struct store_live_fetch *fetch,
	struct store_live_item *item)
{
	struct api_request request = {
		.endpoint = API_LIST_ORDERS,
		.priority = API_BACKGROUND,
	};
	struct order_query query;
	struct buf text;
	struct error error;

	item->is_wanted = false;
	order_query_init(&query);
	if (!order_query_add(&query, "id", item->id, &error))
		return;
	buf_init(&text, 1024);
	order_query_write(&query, 0, 1, &text);
	request.query = buf_text(&text);
	fetch->store = store;
	text_format(fetch->id, sizeof(fetch->id), "%s", item->id);
	fetch->call = api_send(store->api, &request, on_head, fetch);
	buf_clear(&text);
}

static struct store_live_item *next_wanted(const struct store *store)
{
	const struct store_ids *items = &store->live.items;

	for (size_t i = 0; i < items->count; i++) {
		struct store_live_item *item = store_ids_at(items, i);

		if (item->is_wanted)
			return item;
	}
	return NULL;
}

static void pump(struct store *store)
{
	for (size_t i = 0; i < STORE_LIVE_HEADS; i++) {
		struct store_live_fetch *fetch = &store->live.heads[i];
		struct store_live_item *item;

		if (fetch->call != NULL)
			continue;
		item = next_wanted(store);
		if (item == NULL || store->is_resting)
			return;
		ask_head(store, fetch, item);
	}
}

/* -- the list of changes -- */

static void wait_for_next(struct store *store)
{
	if (store->live.timer != NULL && !store->is_resting)
		loop_timer_start(store->live.timer,
			(int64_t)store->options.refresh_s * 1000);
}

void store_live_rest(struct store *store)
{
	if (store->live.timer == NULL)
		return;
	if (store->is_resting)
		loop_timer_stop(store->live.timer);
	else
		loop_timer_start(store->live.timer, 0);
}

static void forget_old(struct store *store)
{
	int64_t now = clock_seconds();

	for (size_t i = store->live.items.count; i > 0; i--) {
		const struct store_live_item *item =
			store_ids_at(&store->live.items, i - 1);

		if (!item->is_gone && !item->is_wanted &&
			now - item->changed_at > KEPT_S)
			store_ids_remove(&store->live.items, item->id);
	}
}

static void
take_changes(struct store *store, const struct order_changes *changes)
{
	struct store_live *live = &store->live;
	struct store_resource *resource = &store->list.resource;

	take_all(store, changes);
	live->since = live->asked_at;
	live->since_ms = live->asked_ms;
	if (resource->state != STORE_READY || resource->refreshing)
		return;
	/* A page that failed to come has an error of its own. */
	if (live->has_failed)
		error_clear(&resource->error);
	if (resource->error.kind == ERROR_NONE)
		resource->as_of = live->asked_at;
	live->has_failed = false;
}

/* What is shown may be out of date from now on. */
static void note_failure(struct store *store, const struct error *error)
{
	struct store_resource *resource = &store->list.resource;

	if (resource->state != STORE_READY || resource->refreshing ||
		(resource->error.kind != ERROR_NONE && !store->live.has_failed))
		return;
	store->live.has_failed = true;
	resource->error = *error;
}

static void on_changes(void *data, struct api_result *result)
{
	struct store *store = data;

	store->live.call = NULL;
	forget_old(store);
	if (result->ok)
		take_changes(store, result->changes);
	else
		note_failure(store, &result->error);
	pump(store);
	store_count_go_on(store);
	store_waiting_pump(store);
	wait_for_next(store);
	store_changed(store);
}

static void ask_changes(struct store *store, int64_t span)
{
	char query[48];
	struct api_request request = {
		.endpoint = API_STATUS_CHANGES,
		.priority = API_BACKGROUND,
		.query = text_format(
			query, sizeof(query), "seconds=%lld", (long long)span),
	};

	store->live.asked_at = clock_seconds();
	store->live.asked_ms = loop_now(store->loop);
	store->live.call = api_send(store->api, &request, on_changes, store);
}

/* How many seconds may hold changes that are not known. The loop's clock does
 * not see a machine that slept, the wall clock may be set back: the one that
 * makes more of it counts. */
static int64_t unknown_span(const struct store *store)
{
	const struct store_live *live = &store->live;
	const struct store_list *list = &store->list;
	bool asked = live->since != 0;
	int64_t wall =
		clock_seconds() - (asked ? live->since : list->resource.as_of);
	int64_t ms = loop_now(store->loop) -
		     (asked ? live->since_ms : list->as_of_ms);

	return (wall * 1000 > ms ? wall : ms / 1000) + OVERLAP_S;
}

static void on_timer(void *data)
{
	struct store *store = data;
	struct store_live *live = &store->live;
	const struct store_resource *list = &store->list.resource;
	int64_t span = unknown_span(store);

	if (live->call != NULL)
		return;
	if (list->state != STORE_READY) {
		wait_for_next(store); /* there is nothing to update yet */
	} else if (span > WINDOW_S) {
		store_list_refresh(store);
		wait_for_next(store);
	} else {
		ask_changes(store, span);
	}
}

/* -- the public part -- */

int64_t store_row_changed_at(const struct store *store, const char *order_id)
{
	const struct store_live_item *item =
		store_ids_find(&store->live.items, order_id);

	return item != NULL ? item->changed_at : 0;
}

bool store_row_is_gone(const struct store *store, const char *order_id)
{
	const struct store_live_item *item =
		store_ids_find(&store->live.items, order_id);

	return item != NULL && item->is_gone;
}

/* -- life -- */

static void stop_calls(struct store *store)
{
	struct store_live *live = &store->live;

	if (live->call != NULL)
		api_cancel(live->call);
	live->call = NULL;
	for (size_t i = 0; i < STORE_LIVE_HEADS; i++) {
		if (live->heads[i].call != NULL)
			api_cancel(live->heads[i].call);
		live->heads[i].call = NULL;
	}
}

void store_live_restart(struct store *store)
{
	stop_calls(store);
	store_ids_clear(&store->live.items);
	store->live.since = 0;
	store->live.has_failed = false;
	wait_for_next(store);
}

void store_live_init(struct store *store)
{
	store_ids_init(&store->live.items, sizeof(struct store_live_item));
	if (store->options.refresh_s > 0)
		store->live.timer =
			loop_timer_new(store->loop, on_timer, store);
}

/* What is under way goes on. */
void store_live_adjust(struct store *store)
{
	struct store_live *live = &store->live;

	if (store->options.refresh_s <= 0) {
		loop_timer_free(live->timer);
		live->timer = NULL;
		return;
	}
	if (live->timer == NULL)
		live->timer = loop_timer_new(store->loop, on_timer, store);
	wait_for_next(store);
}

void store_live_clear(struct store *store)
{
	stop_calls(store);
	store_ids_clear(&store->live.items);
	loop_timer_free(store->live.timer);
}
