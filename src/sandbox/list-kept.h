/* SPDX-License-Identifier: MIT
 *
 * What a search has found, kept for its other pages: "contains" has to look at
 * every row of a list, so it is done once for each search and order.
 */
#ifndef SANDBOX_LIST_KEPT_H
#define SANDBOX_LIST_KEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"

struct list_kept {
	const int64_t *ids; /* lent until the next call */
	size_t count;
};

/*
 * Under this key, in this generation of the data (db_generation): what was
 * kept in an earlier one is dropped. False if there is nothing.
 */
MUST_CHECK bool
list_kept_find(const char *key, uint64_t generation, struct list_kept *kept);

/* Keeps it in place of the oldest; key and ids are taken. */
void list_kept_add(char *key, uint64_t generation, int64_t *ids, size_t count);

#endif
