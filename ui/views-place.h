/* SPDX-License-Identifier: MIT
 *
 * Where an agent is in the orders list: what is asked for, by which view, what
 * is filtered and where the cursor stands; to leave and to come back to.
 */
#ifndef VIEWS_PLACE_H
#define VIEWS_PLACE_H

#include <stdbool.h>

#include "list.h"
#include "order-query.h"
#include "order.h"

struct column;
struct orders_rows;
struct store;

struct views_place {
	int view; /* its number; 0: a search */
	struct order_query query;
	char *filter;		   /* "" for none; owned */
	const struct column *sort; /* by this one here; NULL: the server does */
	bool sort_down;
	char selected[ORDER_ID_SIZE];
	long cursor, top;
	bool is_set;
};

/* Into *place, instead of what was there. The filter is copied. */
void views_place_set(struct views_place *place, int view,
	const struct order_query *query, const char *filter);
void views_place_clear(struct views_place *place);
/* The last row of a list whose rows have not come. */
void views_place_set_last(struct views_place *place);
void views_place_swap(struct views_place *a, struct views_place *b);

/*
 * The rows of the place have come, some or all: the cursor goes where it was,
 * on its order wherever that is now. True: there is nothing more to wait for.
 */
bool views_place_restore(const struct views_place *place,
	const struct store *store, const struct orders_rows *rows,
	struct list *list);

#endif
