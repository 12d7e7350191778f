/* SPDX-License-Identifier: MIT
 *
 * The row of views above the list, with how many orders each has, and what the
 * list is sorted by: "1 All  2 Pending 1,204  [3 Approval waiting]".
 */
#ifndef VIEWS_BAR_H
#define VIEWS_BAR_H

#include "canvas.h"
#include "columns.h"
#include "saved.h"
#include "store.h"

struct views_bar {
	const struct store *store;
	const struct saved *saved;
	const struct order_query *query; /* of the list */
	const struct column *sort; /* by this one here; NULL: as in the query */
	bool sort_down;
	int view; /* the active one; 0: a search */
};

/* The column that the list is sorted by; NULL: it has none. */
const struct column *views_bar_column(const struct views_bar *bar);
/* A click on a view means the negative of its number. */
void views_bar_draw(const struct views_bar *bar, struct region region);
/* The queries of the views that are on the screen in `cols` columns; lent.
 * Returns how many. */
size_t views_bar_queries(const struct views_bar *bar, int cols,
	const struct order_query *out[SAVED_VIEWS]);
/* "1,204"; returns out. */
char *views_bar_number(char *out, size_t size, long number);

#endif
