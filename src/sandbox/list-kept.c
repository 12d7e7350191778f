/* SPDX-License-Identifier: MIT
 *
 * A few results, the oldest of which makes room for a new one.
 */
#include "sandbox/list-kept.h"

#include <stdlib.h>
#include <string.h>

#define RESULTS_KEPT 4 /* 8 MB each if a million rows are found */

/* Mutable, because the same search is paged through many times. */
static struct {
	uint64_t generation;
	char *key; /* NULL: free */
	int64_t *ids;
	size_t count;
} results[RESULTS_KEPT];
static size_t next;

static void drop(size_t i)
{
	free(results[i].key);
	free(results[i].ids);
	results[i].key = NULL;
	results[i].ids = NULL;
}

bool list_kept_find(
	const char *key, uint64_t generation, struct list_kept *kept)
{
	for (size_t i = 0; i < RESULTS_KEPT; i++) {
		if (results[i].key && results[i].generation != generation)
			drop(i);
		if (!results[i].key || strcmp(results[i].key, key) != 0)
			continue;
		kept->ids = results[i].ids;
		kept->count = results[i].count;
		return true;
	}
	return false;
}

void list_kept_add(char *key, uint64_t generation, int64_t *ids, size_t count)
{
	drop(next);
	results[next].generation = generation;
	results[next].key = key;
	results[next].ids = ids;
	results[next].count = count;
	next = (next + 1) % RESULTS_KEPT;
}
