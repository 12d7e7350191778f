/* SPDX-License-Identifier: MIT
 *
 * Pages come in the same order in each run, so the one asked for is most often
 * the one behind that of the last question.
 */
#include "filter-index.h"

#include <stdlib.h>

#include "mem.h"

struct entry {
	long number;
	unsigned stamp;
	bool seen; /* in this run */
	struct filter_page page;
};

struct filter_index {
	struct entry **entries;
	size_t count, room;
	size_t next; /* where to look first */
};

struct filter_index *filter_index_new(void)
{
	return mem_zalloc(sizeof(struct filter_index));
}

static void free_entry(struct entry *entry)
{
	filter_page_clear(&entry->page);
	free(entry);
}

void filter_index_free(struct filter_index *index)
{
	if (index == NULL)
		return;
	for (size_t i = 0; i < index->count; i++)
		free_entry(index->entries[i]);
	free(index->entries);
	free(index);
}

void filter_index_begin(struct filter_index *index)
{
	for (size_t i = 0; i < index->count; i++)
		index->entries[i]->seen = false;
	index->next = 0;
}

static struct entry *add_entry(struct filter_index *index, long number)
{
	struct entry *entry = mem_zalloc(sizeof(*entry));

	if (index->count == index->room) {
		index->room = index->room > 0 ? 2 * index->room : 16;
		index->entries = mem_resize(
			index->entries, index->room, sizeof(*index->entries));
	}
	entry->number = number;
	filter_page_init(&entry->page);
	index->entries[index->count++] = entry;
	return entry;
}

static struct entry *find_entry(struct filter_index *index, long number)
{
	for (size_t i = 0; i < index->count; i++) {
		size_t at = (index->next + i) % index->count;

		if (index->entries[at]->number == number) {
			index->next = at + 1;
			return index->entries[at];
		}
	}
	return NULL;
}

const struct filter_page *filter_index_page(struct filter_index *index,
	long number, unsigned stamp, const struct order *rows, size_t count)
{
	struct entry *entry = find_entry(index, number);

	if (entry != NULL && entry->stamp == stamp &&
		entry->page.rows == count) {
		entry->seen = true;
		return &entry->page;
	}
	if (entry == NULL)
		entry = add_entry(index, number);
	entry->stamp = stamp;
	entry->seen = true;
	filter_page_build(&entry->page, rows, count);
	return &entry->page;
}

void filter_index_end(struct filter_index *index)
{
	size_t kept = 0;

	for (size_t i = 0; i < index->count; i++) {
		if (index->entries[i]->seen)
			index->entries[kept++] = index->entries[i];
		else
			free_entry(index->entries[i]);
	}
	index->count = kept;
}

size_t filter_index_bytes(const struct filter_index *index)
{
	size_t bytes = index->room * sizeof(*index->entries);

	for (size_t i = 0; i < index->count; i++)
		bytes += sizeof(struct entry) +
			 filter_page_bytes(&index->entries[i]->page);
	return bytes;
}
