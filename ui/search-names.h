/* SPDX-License-Identifier: MIT
 *
 * What the server filters by identifiers only, and agents know by its name:
 * organizations, products and divisions, as the loaded rows tell them, and
 * requesters, from the list of the account's users.
 */
#ifndef SEARCH_NAMES_H
#define SEARCH_NAMES_H

#include <stdbool.h>

#include "buf.h"
#include "error.h"
#include "order-query.h"
#include "store.h"

/* Whether it is one of these filters, "container_id". */
bool search_names_has(const char *filter);

/* Reads what `text` is looked up in, where the rows do not tell it; anew where
 * it could not be read. False: there is nothing to read. */
bool search_names_ask(
	struct store *store, const char *filter, const char *text);

/*
 * Adds a filter for each that has `text` in its name, or the identifiers that
 * `text` is. *found gets the names, "Web team, Web shop", nothing for
 * identifiers. While the list of users is on its way nothing is added and it is
 * true: search_names_is_reading. False: what
 * is wrong, and *query may have some of them.
 */
MUST_CHECK bool search_names_add(struct store *store, struct order_query *query,
	const char *filter, const char *text, struct buf *found,
	struct error *error);

/* The list that these names are in has not come yet. */
bool search_names_is_reading(
	const struct store *store, const char *filter, const char *text);

#endif
