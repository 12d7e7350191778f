/* SPDX-License-Identifier: MIT
 *
 * The columns of the Orders page as one const table: title, width, sort key,
 * text and style of a cell. Widths follow the room.
 */
#ifndef COLUMNS_H
#define COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "order-query.h"
#include "store.h"
#include "style.h"

struct column {
	const char *name;     /* "order-date": stable, for the configuration */
	const char *title;    /* the console's: "Order date" */
	const char *brief;    /* where that does not fit */
	int min, ideal, grow; /* columns; grow: share of what is left */
	int rank; /* which goes first when there is no room: higher goes first
		   */
	bool is_key; /* highlighted in the selected row */
	int sort; /* enum order_query_sort, -1: the server does not sort by it
		   */
	/* The cell's text into out; returns its style. */
	enum style (*cell)(const struct store *store, const struct order *order,
		char *out, size_t size);
};

extern const struct column columns_table[];
size_t columns_count(void);
/* By its name; NULL: there is none. */
const struct column *columns_find(const char *name);

/* Widths for `width` columns of screen: 0 hides one. out[columns_count()]. */
void columns_layout(int width, int *out);

/* The style of a status, as product.md 2.4 tints it. */
enum style columns_status_style(enum order_status status);

#endif
