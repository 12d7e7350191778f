/* SPDX-License-Identifier: MIT
 *
 * How many orders each view has: a list of one row tells its total. One
 * request at a time, in the background, and only while the list itself has
 * nothing under way: it is what the agent waits for.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "store-private.h"

#define QUERY_SIZE ((size_t)8192)

static void pump(struct store *store);

/* The sort does not change how many there are. */
static struct store_count *
find(const struct store *store, const struct order_query *query)
{
	for (size_t i = 0; i < store->count_count; i++) {
		if (order_query_same_rows(&store->counts[i].query, query))
			return &store->counts[i];
	}
	return NULL;
}

static void done(void *data, struct api_result *result)
{
	struct store *store = data;
	struct store_count *count = find(store, &store->count_asked);

	store->count_call = NULL;
	if (count != NULL && result->ok && result->page->total >= 0)
		count->total = result->page->total;
	pump(store);
	store_changed(store);
}

static void ask(struct store *store, struct store_count *count)
{
	struct api_request request = {
		.endpoint = API_LIST_ORDERS,
		.priority = API_BACKGROUND,
	};
	struct buf query;

	buf_init(&query, QUERY_SIZE);
	order_query_write(&count->query, 0, 1, &query);
	request.query = buf_text(&query);
	count->generation = store->count_generation;
	store->count_asked = count->query;
	store->count_call = api_send(store->api, &request, done, store);
	buf_clear(&query);
}

/* Not while the server has just failed to give the list itself. */
static bool may_ask(const struct store *store)
{
	const struct store_resource *list = &store->list.resource;

	return !store->is_resting && store->count_call == NULL &&
	       list->state == STORE_READY && !list->refreshing &&
	       list->error.kind == ERROR_NONE;
}

static void pump(struct store *store)
{
	if (!may_ask(store))
		return;
	for (size_t i = 0; i < store->count_count; i++) {
		struct store_count *count = &store->counts[i];

		if (count->wanted &&
			count->generation != store->count_generation) {
			ask(store, count);
			return;
		}
	}
}

/* Where there is room, else in the place of one that nobody wants. */
static struct store_count *place_for_one(struct store *store)
{
	if (store->counts == NULL)
		store->counts = mem_array(STORE_COUNTS, sizeof(*store->counts));
	if (store->count_count < STORE_COUNTS)
		return &store->counts[store->count_count++];
	for (size_t i = 0; i < store->count_count; i++) {
		if (!store->counts[i].wanted)
			return &store->counts[i];
	}
	return NULL;
}

static struct store_count *
add(struct store *store, const struct order_query *query)
{
	struct store_count *count = place_for_one(store);

	if (count != NULL)
		*count = (struct store_count){.query = *query,
			.total = -1,
			.generation = store->count_generation - 1};
	return count;
}

void store_count_want(struct store *store,
	const struct order_query *const *queries, size_t count)
{
	for (size_t i = 0; i < store->count_count; i++)
		store->counts[i].wanted = false;
	for (size_t i = 0; i < count; i++) {
		struct store_count *known = find(store, queries[i]);

		if (known == NULL)
			known = add(store, queries[i]);
		if (known != NULL)
			known->wanted = true;
	}
	pump(store);
}

long store_count(const struct store *store, const struct order_query *query)
{
	const struct store_count *count = find(store, query);

	return count != NULL ? count->total : -1;
}

void store_count_expire(struct store *store)
{
	store->count_generation++;
}

void store_count_go_on(struct store *store)
{
	pump(store);
}

void store_count_clear(struct store *store)
{
	if (store->count_call != NULL)
		api_cancel(store->count_call);
	free(store->counts);
}
