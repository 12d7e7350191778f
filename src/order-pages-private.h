/* SPDX-License-Identifier: MIT
 *
 * What the files of the sparse list share. Nobody else includes this.
 *
 *   order-pages.c       slots, rows, what to ask for
 *   order-pages-take.c  what came: filling pages, the total, what is dropped
 *
 * Slots, sorted by page number, for pages that are here and pages that are
 * asked for (or both, in a refresh):
 *
 *   slot      0        1        7        8        9999
 *   page      fresh    fresh    stale    -        stale
 *   asked                       yes      yes
 */
#ifndef ORDER_PAGES_PRIVATE_H
#define ORDER_PAGES_PRIVATE_H

#include "order-pages.h"

struct order_pages_slot {
	long number;
	struct order_page *page; /* owned; NULL: not here */
	bool fresh;		 /* of this generation */
	bool asked;		 /* in this generation */
	bool closed;		 /* nothing more comes for it */
	size_t had;		 /* its rows when it was asked for */
	unsigned stamp;		 /* of the rows that are here */
	size_t updates;		 /* since the page came */
};

/* The first order with a number, of page 0 in this generation. */
struct order_pages_head {
	size_t row;
	char id[ORDER_ID_SIZE];
};

struct order_pages {
	struct order_pages_slot *slots;
	size_t count, cap;
	unsigned generation;
	long total;
	long middle;	 /* of the rows last wanted */
	unsigned stamps; /* given out so far */
	struct order_pages_head head;
};

/* The slot of a page, made if there is none: others move then. */
struct order_pages_slot *
order_pages_need_slot(struct order_pages *pages, long number);
/* Drops the slots that are neither here nor asked for. */
void order_pages_tidy(struct order_pages *pages);
void order_pages_drop(struct order_pages_slot *slot);

/* The first row of a page. */
long order_pages_first_row(long number);
/* Rows that came; more than were asked for are not counted. */
long order_pages_rows_in(const struct order_pages_slot *slot);
/* The list goes on behind the rows that came for this page. */
bool order_pages_is_short(
	const struct order_pages *pages, const struct order_pages_slot *slot);
/* The last page worth asking for. Page 0 always is: an empty list may have
 * grown. */
long order_pages_last(const struct order_pages *pages);
/* From the middle of a page to a row. */
long order_pages_distance(long number, long row);

#endif
