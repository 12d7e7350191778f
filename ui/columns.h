/* SPDX-License-Identifier: MIT
 *
 * The columns of the Orders page as one const table: title, width, sort key,
 * text and style of a cell. Widths follow the room.
 */
#ifndef COLUMNS_H
#define COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"
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
	bool is_key;	/* highlighted in the selected row */
	bool is_hidden; /* until it is chosen */
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

#define COLUMNS_MAX   16
#define COLUMNS_WIDTH 200 /* the widest that can be chosen */

/* Which columns show, in which order, and how wide. */
struct columns_choice {
	struct {
		const struct column *column;
		int width; /* 0: as the room allows */
	} items[COLUMNS_MAX];
	size_t count;
	bool is_default; /* the table decides which goes when there is no room;
			  * else the last one does */
	/* Of the default it stays longer: what the list is sorted by. NULL:
	 * nothing. */
	const struct column *sorted;
};

void columns_default(struct columns_choice *choice);
/*
 * "order name:30 status", as columns_write writes it; "" is the default. False:
 * *choice is as it was, and *error says what is wrong. The order number is
 * always there.
 */
MUST_CHECK bool columns_read(
	struct columns_choice *choice, const char *text, struct error *error);
void columns_write(const struct columns_choice *choice, struct buf *out);

/* What fits: the columns of a row, from left to right. */
struct columns_layout {
	struct {
		const struct column *column;
		int width; /* at least 1 */
	} places[COLUMNS_MAX];
	size_t count;
};

/* In `width` columns of screen, one blank between two. */
void columns_layout(const struct columns_choice *choice, int width,
	struct columns_layout *out);

/* The cell of an order in so many columns of screen, which it may still not
 * fit into; as struct column's `cell`. */
enum style
columns_cell(const struct column *column, int width, const struct store *store,
	const struct order *order, char *out, size_t size);

/* The style of a status, as product.md 2.4 tints it. */
enum style columns_status_style(enum order_status status);

#endif
