/* SPDX-License-Identifier: MIT
 *
 * What was there already is known by a hash of its number: 64 bits for each, so
 * that a million orders take 16 MiB and two of them meet about never.
 */
#include "store-export.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "store-private.h"

#define QUERY_SIZE ((size_t)8192)

struct seen {
	uint64_t *slots; /* 0: empty */
	size_t size, count;
};

struct store_export {
	struct store *store;
	struct order_query query;
	bool keep_raw;
	long offset;
	long pages; /* that were asked for */
	int64_t asked_at;
	struct api_call *call;
	struct loop_timer *again;
	struct seen seen;
	store_export_fn fn;
	void *data;
};

/* -- what was there already ------------------------------------------------ */

/* FNV-1a; never 0. */
static uint64_t hash_of(const char *text)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return hash != 0 ? hash : 1;
}

static bool put(struct seen *seen, uint64_t hash)
{
	size_t at = (size_t)hash & (seen->size - 1);

	while (seen->slots[at] != 0 && seen->slots[at] != hash)
		at = (at + 1) & (seen->size - 1);
	if (seen->slots[at] == hash)
		return false;
	seen->slots[at] = hash;
	seen->count++;
	return true;
}

static void grow(struct seen *seen)
{
	struct seen bigger = {.size = seen->size > 0 ? 2 * seen->size : 1024};

	bigger.slots = mem_array(bigger.size, sizeof(*bigger.slots));
	for (size_t i = 0; i < seen->size; i++) {
		if (seen->slots[i] != 0)
			put(&bigger, seen->slots[i]);
	}
	free(seen->slots);
	*seen = bigger;
}

/* Whose number could not be read is always new. */
static bool is_new(struct seen *seen, const struct order *order)
{
	if (2 * seen->count >= seen->size)
		grow(seen);
	return order->id[0] == '\0' || put(seen, hash_of(order->id));
}

/* -- pages ----------------------------------------------------------------- */

static void ask(struct store_export *going);

static void tell(struct store_export *going, struct store_export_step *step)
{
	going->fn(going->data, step);
}

static bool may_come_back(const struct error *error)
{
	switch (error->kind) {
	case ERROR_CONNECT:
	case ERROR_LOST:
	case ERROR_TIMEOUT:
	case ERROR_LIMITED:
	case ERROR_SERVER:
		return true;
	default:
		return false;
	}
}

static void fail(struct store_export *going, const struct error *error)
{
	struct store_export_step step = {
		.event = STORE_EXPORT_FAILED, .total = -1, .error = error};

	if (may_come_back(error)) {
		step.event = STORE_EXPORT_WAITING;
		loop_timer_start(going->again, STORE_EXPORT_AGAIN_MS);
	}
	tell(going, &step);
}

static void take(struct store_export *going, const struct order_page *page)
{
	const struct order **orders =
		mem_array(page->count + 1, sizeof(const struct order *));
	struct store_export_step step = {
		.event = page->count > 0 ? STORE_EXPORT_PAGE : STORE_EXPORT_END,
		.total = page->total,
		.orders = orders,
	};

	for (size_t i = 0; i < page->count; i++) {
		if (is_new(&going->seen, &page->rows[i]))
			orders[step.count++] = &page->rows[i];
	}
	going->offset += (long)page->count;
	tell(going, &step);
	free(orders);
	/* A page and its tree are much, and many follow. */
	mem_give_back();
}

static void on_page(void *data, struct api_result *result)
{
	struct store_export *going = data;

	going->call = NULL;
	if (result->ok)
		take(going, result->page);
	else
		fail(going, &result->error);
}

static void ask(struct store_export *going)
{
	struct api_request request = {
		.endpoint = API_LIST_ORDERS,
		.priority = API_BACKGROUND,
		.keep_raw = going->keep_raw,
	};
	struct buf query;

	buf_init(&query, QUERY_SIZE);
	order_query_write(
		&going->query, going->offset, STORE_EXPORT_ROWS, &query);
	request.query = buf_text(&query);
	going->pages++;
	going->asked_at = loop_now(going->store->loop);
	going->call = api_send(going->store->api, &request, on_page, going);
	buf_clear(&query);
}

static void ask_again(void *data)
{
	ask(data);
}

void store_export_next(struct store_export *going)
{
	int64_t pace = going->pages < STORE_EXPORT_QUICK
			       ? STORE_EXPORT_PACE_MS
			       : STORE_EXPORT_LONG_PACE_MS;
	int64_t wait = going->asked_at + pace - loop_now(going->store->loop);

	if (wait <= 0)
		ask(going);
	else
		loop_timer_start(going->again, wait);
}

struct store_export *
store_export_start(struct store *store, const struct order_query *query,
	bool keep_raw, store_export_fn fn, void *data)
{
	struct store_export *going = mem_zalloc(sizeof(*going));

	going->store = store;
	going->query = *query;
	going->keep_raw = keep_raw;
	going->fn = fn;
	going->data = data;
	going->again = loop_timer_new(store->loop, ask_again, going);
	ask(going);
	return going;
}

bool store_export_is_asking(const struct store_export *going)
{
	return going->call != NULL;
}

void store_export_free(struct store_export *going)
{
	if (going == NULL)
		return;
	if (going->call != NULL)
		api_cancel(going->call);
	loop_timer_free(going->again);
	free(going->seen.slots);
	free(going);
}
