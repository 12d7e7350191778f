/* SPDX-License-Identifier: MIT
 *
 * The list: asks for the pages near the screen, a few at once, and hands what
 * comes to order-pages. What scrolled away before it was answered is given up,
 * so that the newest wish is served first.
 */
#include <assert.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "store-private.h"

#define QUERY_SIZE ((size_t)8192)
#define HOLD_MS	   10000 /* after a failure, without a refresh */

static void pump(struct store *store);

static bool is_busy(const struct store_list *list)
{
	for (size_t i = 0; i < STORE_LIST_FETCHES; i++) {
		if (list->fetches[i].call != NULL)
			return true;
	}
	return false;
}

static struct store_list_fetch *free_fetch(struct store_list *list)
{
	for (size_t i = 0; i < STORE_LIST_FETCHES; i++) {
		if (list->fetches[i].call == NULL)
			return &list->fetches[i];
	}
	return NULL;
}

static size_t free_fetches(const struct store_list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < STORE_LIST_FETCHES; i++) {
		if (list->fetches[i].call == NULL)
			count++;
	}
	return count;
}

static void give_up(struct store *store, struct store_list_fetch *fetch)
{
	struct api_call *call = fetch->call;

	if (call == NULL)
		return;
	fetch->call = NULL;
	api_cancel(call);
	order_pages_give_up(store->list.pages, fetch->generation, fetch->page);
}

static void give_up_all(struct store *store)
{
	for (size_t i = 0; i < STORE_LIST_FETCHES; i++)
		give_up(store, &store->list.fetches[i]);
}

/* -- answers -- */

/* Other pages may still be under way; the resource is busy until then. */
static void still_busy(struct store *store)
{
	if (is_busy(&store->list))
		store_resource_begin(&store->list.resource, store);
}

static void take_page(struct store *store, struct store_list_fetch *fetch,
	struct api_result *result)
{
	struct store_list *list = &store->list;
	int64_t as_of = list->resource.as_of;
	bool was_used = order_pages_take(
		list->pages, fetch->generation, fetch->page, result->page);

	result->page = NULL;
	/* The text and the tree of a page are five times what is kept. */
	mem_give_back();
	if (!was_used)
		return;
	store_resource_ready(&list->resource);
	/* The age shown is that of the oldest page of this refresh. */
	if (!list->wants_as_of)
		list->resource.as_of = as_of;
	else
		list->as_of_ms = loop_now(store->loop);
	list->wants_as_of = false;
	list->hold_until = 0;
}

static void on_page(void *data, struct api_result *result)
{
	struct store_list_fetch *fetch = data;
	struct store *store = fetch->store;
	struct store_list *list = &store->list;

	fetch->call = NULL;
	if (result->ok) {
		take_page(store, fetch, result);
	} else {
		order_pages_give_up(
			list->pages, fetch->generation, fetch->page);
		store_resource_failed(&list->resource, &result->error);
		list->hold_until = loop_now(store->loop) + HOLD_MS;
	}
	still_busy(store);
	pump(store);
	store_count_go_on(store);
	store_changed(store);
}

/* -- asking -- */

static void ask(struct store *store, long page, enum api_priority priority)
{
	struct store_list *list = &store->list;
	struct store_list_fetch *fetch = free_fetch(list);
	struct api_request request = {
		.endpoint = API_LIST_ORDERS,
		.priority = priority,
		.keep_raw = store->options.keep_raw_rows,
	};
	long begin = order_pages_begin(list->pages, page);
	struct buf query;

	assert(fetch != NULL); /* the caller has counted them */
	buf_init(&query, QUERY_SIZE);
	order_query_write(&list->query, begin,
		(page + 1) * ORDER_PAGES_ROWS - begin, &query);
	request.query = buf_text(&query);
	fetch->store = store;
	fetch->generation = order_pages_generation(list->pages);
	fetch->page = page;
	fetch->call = api_send(store->api, &request, on_page, fetch);
	buf_clear(&query);
}

static size_t ask_held(struct store *store, size_t most)
{
	long pages[STORE_LIST_FETCHES];
	size_t count = order_pages_want_held(store->list.pages, pages, most);

	for (size_t i = 0; i < count; i++)
		ask(store, pages[i], API_BACKGROUND);
	return count;
}

static void pump(struct store *store)
{
	struct store_list *list = &store->list;
	size_t most = free_fetches(list);
	long pages[STORE_LIST_FETCHES];
	size_t count;

	if (!list->is_open || most == 0 ||
		loop_now(store->loop) < list->hold_until)
		return;
	/* While we do not know how many there are, one page tells. */
	if (order_pages_total(list->pages) < 0)
		most = is_busy(list) ? 0 : 1;
	if (most == 0)
		return;
	count = order_pages_want(
		list->pages, list->near_first, list->near_count, pages, most);
	for (size_t i = 0; i < count; i++)
		ask(store, pages[i], API_USER);
	if (list->wants_held)
		count += ask_held(store, most - count);
	if (count > 0) {
		store_resource_begin(&list->resource, store);
		store_changed(store);
	}
}

static bool is_near(const struct store_list *list, long page)
{
	long first = page * ORDER_PAGES_ROWS;
	long from = list->near_first - 2 * ORDER_PAGES_ROWS;
	long to = list->near_first + list->near_count + 2 * ORDER_PAGES_ROWS;

	return first + ORDER_PAGES_ROWS > from && first < to;
}

void store_list_near(struct store *store, long first, long count)
{
	struct store_list *list = &store->list;

	if (!list->is_open || count <= 0)
		return;
	list->near_first = first > 0 ? first : 0;
	list->near_count = count;
	list->wants_held = false;
	for (size_t i = 0; i < STORE_LIST_FETCHES; i++) {
		struct store_list_fetch *fetch = &list->fetches[i];

		if (fetch->call != NULL && !is_near(list, fetch->page))
			give_up(store, fetch);
	}
	pump(store);
	if (!is_busy(list))
		store_resource_stopped(&list->resource);
}

bool store_list_cancel(struct store *store)
{
	struct store_list *list = &store->list;

	if (!is_busy(list))
		return false;
	give_up_all(store);
	list->wants_held = false;
	store_resource_cancelled(&list->resource);
	list->hold_until = loop_now(store->loop) + HOLD_MS;
	store_changed(store);
	return true;
}

static void refresh(struct store *store, bool held)
{
	struct store_list *list = &store->list;

	if (!list->is_open)
		return;
	list->wants_held = held;
	give_up_all(store);
	order_pages_expire(list->pages);
	list->wants_as_of = true;
	list->hold_until = 0;
	list->resource.busy_since = 0;
	store_live_restart(store);
	store_waiting_expire(store);
	store_count_expire(store);
	store_journal_reload_unsettled(store);
	/* Also when one of its two calls has failed and the other is busy. */
	if (store->account.resource.error.kind != ERROR_NONE)
		store_start(store);
	pump(store);
	store_changed(store);
}

void store_list_refresh(struct store *store)
{
	refresh(store, false);
}

void store_list_refresh_held(struct store *store)
{
	refresh(store, true);
}

void store_list_open(struct store *store, const struct order_query *query)
{
	struct store_list *list = &store->list;

	if (list->is_open && order_query_equal(&list->query, query)) {
		store_list_refresh(store);
		return;
	}
	give_up_all(store);
	list->query = *query;
	list->is_open = true;
	list->resource = (struct store_resource){.state = STORE_NEVER};
	list->wants_as_of = true;
	list->wants_held = false;
	list->hold_until = 0;
	list->near_first = 0;
	list->near_count = 1;
	order_pages_reset(list->pages);
	store_live_restart(store);
	pump(store);
	store_changed(store);
}

/* -- reading -- */

long store_list_total(const struct store *store)
{
	return order_pages_total(store->list.pages);
}

size_t store_list_loaded(const struct store *store)
{
	return order_pages_loaded(store->list.pages);
}

const struct order *store_list_row(const struct store *store, long row)
{
	return order_pages_row(store->list.pages, row);
}

bool store_list_is_gap(const struct store *store, long row)
{
	return order_pages_is_gap(store->list.pages, row);
}

long store_list_find(const struct store *store, const char *order_id)
{
	return order_pages_find(store->list.pages, order_id);
}

const struct store_resource *store_list_resource(const struct store *store)
{
	return &store->list.resource;
}

void store_list_each(const struct store *store,
	bool (*fn)(void *data, long row, const struct order *order), void *data)
{
	order_pages_each(store->list.pages, fn, data);
}

void store_list_each_part(const struct store *store,
	void (*fn)(void *data, const struct order_pages_part *part), void *data)
{
	order_pages_each_part(store->list.pages, fn, data);
}

/* -- life -- */

void store_list_init(struct store *store)
{
	order_query_init(&store->list.query);
	store->list.pages = order_pages_new();
}

void store_list_clear(struct store *store)
{
	give_up_all(store);
	order_pages_free(store->list.pages);
}
