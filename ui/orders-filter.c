/* SPDX-License-Identifier: MIT
 *
 * The index is kept while there is a filter, and no longer: it is as large as
 * the texts of all rows that are loaded.
 */
#include "orders-filter.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"

void orders_filter_init(struct orders_filter *filter)
{
	*filter = (struct orders_filter){
		.text = mem_dup(""), .last_text = mem_dup("")};
}

static void drop_index(struct orders_filter *filter)
{
	filter_index_free(filter->index);
	filter->index = NULL;
}

void orders_filter_clear(struct orders_filter *filter)
{
	drop_index(filter);
	filter_free(filter->filter);
	filter_free(filter->last);
	free(filter->text);
	free(filter->last_text);
	*filter = (struct orders_filter){0};
}

static void
put(struct filter **to, char **to_text, struct filter *filter, char *text)
{
	filter_free(*to);
	free(*to_text);
	*to = filter;
	*to_text = text;
}

void orders_filter_leave(struct orders_filter *filter)
{
	error_clear(&filter->error);
	drop_index(filter);
	if (filter->filter == NULL)
		return;
	put(&filter->last, &filter->last_text, filter->filter, filter->text);
	filter->filter = NULL;
	filter->text = mem_dup("");
}

bool orders_filter_set(struct orders_filter *filter, const char *text)
{
	struct filter *parsed;

	error_clear(&filter->error);
	parsed = filter_new(text, &filter->error);
	if (parsed == NULL)
		return false;
	if (filter_is_empty(parsed)) {
		filter_free(parsed);
		put(&filter->filter, &filter->text, NULL, mem_dup(""));
		drop_index(filter);
		return true;
	}
	put(&filter->filter, &filter->text, parsed, mem_dup(text));
	if (filter->index == NULL)
		filter->index = filter_index_new();
	return true;
}

bool orders_filter_is_on(const struct orders_filter *filter)
{
	return filter->filter != NULL;
}

bool orders_filter_can_search(const struct orders_filter *filter)
{
	return filter->filter != NULL || filter->last != NULL;
}

static struct waiting waiting_of_row(void *data, const struct order *order)
{
	const struct store *store = data;

	return store_waiting(store, order);
}

struct filter_look orders_filter_look(const struct store *store)
{
	return (struct filter_look){
		.waiting = waiting_of_row,
		.data = (void *)(uintptr_t)store,
		.now = clock_seconds(),
	};
}
