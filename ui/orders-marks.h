/* SPDX-License-Identifier: MIT
 *
 * The orders that are marked (Space, v, *), kept by their numbers: a refresh,
 * a sort, a filter or another view does not touch them.
 */
#ifndef ORDERS_MARKS_H
#define ORDERS_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "orders-rows.h"

#define ORDERS_MARKS_MAX 2000

struct orders_marks {
	char (*ids)[ORDER_ID_SIZE]; /* sorted */
	size_t count, room;
	char anchor[ORDER_ID_SIZE]; /* where a range begins; "" for none */
};

void orders_marks_clear(struct orders_marks *marks); /* frees; none is left */
bool orders_marks_has(const struct orders_marks *marks, const char *order_id);
/* False: there are ORDERS_MARKS_MAX already. */
bool orders_marks_add(struct orders_marks *marks, const char *order_id);
/* The other way round; false as above. */
bool orders_marks_toggle(struct orders_marks *marks, const char *order_id);

/* The rows of the list from `first` to `last`, either way round. Counts those
 * that have not come, and so have no number: *missing. False: there was no
 * room for all. */
bool orders_marks_add_rows(struct orders_marks *marks,
	const struct store *store, const struct orders_rows *rows, long first,
	long last, long *missing);

/* The list's row where the range begins; -1: there is none. */
long orders_marks_anchor(const struct orders_marks *marks,
	const struct store *store, const struct orders_rows *rows);

/* The numbers, one a line. */
void orders_marks_write(const struct orders_marks *marks, struct buf *out);

#endif
