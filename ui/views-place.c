/* SPDX-License-Identifier: MIT
 *
 * The list of a place that is come back to is asked for anew, and its rows come
 * page by page: first the number of the row counts, then the order's.
 */
#include "views-place.h"

#include <limits.h>
#include <stdlib.h>

#include "mem.h"
#include "orders-rows.h"
#include "store.h"

void views_place_set(struct views_place *place, int view,
	const struct order_query *query, const char *filter)
{
	char *copy = mem_dup(filter);

	free(place->filter);
	*place = (struct views_place){
		.view = view, .query = *query, .filter = copy, .is_set = true};
}

void views_place_clear(struct views_place *place)
{
	free(place->filter);
	*place = (struct views_place){0};
}

/* The list ends far before that, wherever it ends: it stops the cursor. */
void views_place_set_last(struct views_place *place)
{
	views_place_clear(place);
	place->cursor = place->top = LONG_MAX / 2;
	place->is_set = true;
}

void views_place_swap(struct views_place *a, struct views_place *b)
{
	struct views_place other = *a;

	*a = *b;
	*b = other;
}

/* The line on the screen stays the same. */
static void
put_cursor(const struct views_place *place, struct list *list, long to)
{
	list->top = to - (place->cursor - place->top);
	list_go(list, to);
}

bool views_place_restore(const struct views_place *place,
	const struct store *store, const struct orders_rows *rows,
	struct list *list)
{
	long row = -1;

	if (list->count == 0)
		return store_list_resource(store)->state == STORE_READY;
	if (place->selected[0] != '\0')
		row = orders_rows_find(
			rows, store_list_find(store, place->selected));
	put_cursor(place, list, row >= 0 ? row : place->cursor);
	return row >= 0 || place->selected[0] == '\0' ||
	       store_list_row(store, orders_rows_at(rows, list->cursor)) !=
		       NULL;
}
