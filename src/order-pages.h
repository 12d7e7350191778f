/* SPDX-License-Identifier: MIT
 *
 * The sparse list: which pages came, which are asked for, which to drop. Row
 * numbers run from 0 to total - 1; a page is ORDER_PAGES_ROWS of them. Memory
 * is bounded: beyond ORDER_PAGES_KEPT pages the one farthest from the rows
 * last wanted goes. Pure; store does the asking.
 *
 * A generation stands for one query: an answer of an older one is refused, so
 * late answers never mix with new ones. A refresh keeps the old rows until
 * the new page has come.
 */
#ifndef ORDER_PAGES_H
#define ORDER_PAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "order.h"

#define ORDER_PAGES_ROWS 100
#define ORDER_PAGES_KEPT 64

struct order_pages;

struct order_pages *order_pages_new(void);
void order_pages_free(struct order_pages *pages);

/* Forget all rows and start a new generation, which is returned. */
unsigned order_pages_reset(struct order_pages *pages);
/* Keep the rows but want all of them anew (a refresh). New generation. */
unsigned order_pages_expire(struct order_pages *pages);
unsigned order_pages_generation(const struct order_pages *pages);

/* -1 while unknown. Where the server does not tell it, or tells less than it
 * sends, it is one row more than came until a page that is not full comes;
 * likewise where it tells of rows that it does not send. */
long order_pages_total(const struct order_pages *pages);
size_t order_pages_loaded(const struct order_pages *pages); /* rows held */

/* NULL while the row is not there. Lent until the next change. */
const struct order *order_pages_row(const struct order_pages *pages, long row);
/* True: it will not come. The server counts it and sends none for it. */
bool order_pages_is_gap(const struct order_pages *pages, long row);
/* The row of an order, -1 if it is not held. Of several the one nearest to the
 * rows last wanted, if that is on their page or beside it; else the first. */
long order_pages_find(const struct order_pages *pages, const char *order_id);

/*
 * Rows [first, first+count) are wanted (on the screen), and those nearer to
 * them than a page. Writes up to `max` page numbers to ask for now, nearest to
 * the middle first, without those that are there and fresh, asked for, or
 * beyond the end; marks them as asked for. Returns how many. While the total is
 * unknown that is one page, that of the first row, and no other until its
 * answer has come.
 */
size_t order_pages_want(struct order_pages *pages, long first, long count,
	long *out, size_t max);

/* The same for pages that are here and were not asked for since the last
 * order_pages_expire, wherever they are; nearest to the rows last wanted first.
 */
size_t order_pages_want_held(struct order_pages *pages, long *out, size_t max);

/* The row that a page now asked for has to begin with: where a page came with
 * fewer rows than it should have, the rest of it is asked for. */
long order_pages_begin(const struct order_pages *pages, long page_number);

/* Takes the page (frees it if it comes too late). True if it was used. */
bool order_pages_take(struct order_pages *pages, unsigned generation,
	long page_number, struct order_page *page);
/* A request failed or was cancelled: the page may be asked for again. */
void order_pages_give_up(
	struct order_pages *pages, unsigned generation, long page_number);
bool order_pages_is_busy(const struct order_pages *pages);

/* What the order is like now, into all rows that hold it, where they stand;
 * members that `fresh` does not tell stay. Texts are copied. After many of
 * these a page is wanted anew, so that memory stays bounded. Returns how many
 * rows there were. */
size_t order_pages_update(struct order_pages *pages, const struct order *fresh);

/* Call fn for every row held, in order of rows; stops when fn says false. */
void order_pages_each(const struct order_pages *pages,
	bool (*fn)(void *data, long row, const struct order *order),
	void *data);

/* The same page by page. `stamp` is another one whenever a row of the page is,
 * and no other page ever had it. Lent for the call. */
struct order_pages_part {
	long number; /* of the page */
	unsigned stamp;
	long first; /* the row of rows[0] */
	const struct order *rows;
	size_t count; /* at most ORDER_PAGES_ROWS, never 0 */
};
void order_pages_each_part(const struct order_pages *pages,
	void (*fn)(void *data, const struct order_pages_part *part),
	void *data);

#endif
