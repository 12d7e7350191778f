/* SPDX-License-Identifier: MIT
 *
 * Slots, sorted by page number, for pages that are here and pages that are
 * asked for (or both, in a refresh):
 *
 *   slot      0        1        7        8        9999
 *   page      fresh    fresh    stale    -        stale
 *   asked                       yes      yes
 *
 * The total is what the server last said, as long as that can be true: it is
 * known to be smaller than the rows of a page, to change between pages, and to
 * be missing (certcentral-api.md 14.1).
 */
#include "order-pages.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define ROW_MAX (LONG_MAX / 4) /* sums of these do not overflow */
/* Rows nearer than a page are fetched too. */
#define NEAR (ORDER_PAGES_ROWS - 1)

struct slot {
	long number;
	struct order_page *page; /* owned; NULL: not here */
	bool fresh;		 /* of this generation */
	bool asked;		 /* in this generation */
};

struct order_pages {
	struct slot *slots;
	size_t count, cap;
	unsigned generation;
	long total;
	long middle; /* of the rows last wanted */
};

struct order_pages *order_pages_new(void)
{
	struct order_pages *pages = mem_zalloc(sizeof(*pages));
	pages->generation = 1;
	pages->total = -1;
	return pages;
}

static void drop_all(struct order_pages *pages)
{
	for (size_t i = 0; i < pages->count; i++)
		order_page_free(pages->slots[i].page);
	pages->count = 0;
}

void order_pages_free(struct order_pages *pages)
{
	if (!pages)
		return;
	drop_all(pages);
	free(pages->slots);
	free(pages);
}

unsigned order_pages_reset(struct order_pages *pages)
{
	drop_all(pages);
	pages->total = -1;
	pages->middle = 0;
	return ++pages->generation;
}

/* -- slots -- */

/* The place of the page, or where it would have to be. */
static size_t place_of(const struct order_pages *pages, long number)
{
	size_t low = 0, high = pages->count;
	while (low < high) {
		size_t half = low + (high - low) / 2;
		if (pages->slots[half].number < number)
			low = half + 1;
		else
			high = half;
	}
	return low;
}

static struct slot *find_slot(const struct order_pages *pages, long number)
{
	size_t place = place_of(pages, number);
	if (place < pages->count && pages->slots[place].number == number)
		return &pages->slots[place];
	return NULL;
}

static struct slot *need_slot(struct order_pages *pages, long number)
{
	struct slot *slot = find_slot(pages, number);
	if (slot)
		return slot;
	if (pages->count == pages->cap) {
		pages->cap = pages->cap ? pages->cap * 2 : 16;
		pages->slots = mem_resize(
			pages->slots, pages->cap, sizeof(pages->slots[0]));
	}
	size_t place = place_of(pages, number);
	slot = &pages->slots[place];
	memmove(slot + 1, slot, (pages->count - place) * sizeof(*slot));
	pages->count++;
	*slot = (struct slot){.number = number};
	return slot;
}

/* Drops the slots that are neither here nor asked for. */
static void tidy(struct order_pages *pages)
{
	size_t kept = 0;
	for (size_t i = 0; i < pages->count; i++) {
		if (pages->slots[i].page || pages->slots[i].asked)
			pages->slots[kept++] = pages->slots[i];
	}
	pages->count = kept;
}

static void drop_page(struct slot *slot)
{
	order_page_free(slot->page);
	slot->page = NULL;
	slot->fresh = false;
}

unsigned order_pages_expire(struct order_pages *pages)
{
	for (size_t i = 0; i < pages->count; i++) {
		pages->slots[i].fresh = false;
		pages->slots[i].asked = false;
	}
	tidy(pages);
	return ++pages->generation;
}

unsigned order_pages_generation(const struct order_pages *pages)
{
	return pages->generation;
}

/* -- rows -- */

long order_pages_total(const struct order_pages *pages)
{
	return pages->total;
}

/* Rows of the slot that are inside of the list. */
static long rows_of(const struct order_pages *pages, const struct slot *slot)
{
	if (!slot->page)
		return 0;
	long rows = slot->page->count < ORDER_PAGES_ROWS
			    ? (long)slot->page->count
			    : ORDER_PAGES_ROWS;
	long inside = pages->total - slot->number * ORDER_PAGES_ROWS;
	if (inside < 0)
		inside = 0;
	return rows < inside ? rows : inside;
}

size_t order_pages_loaded(const struct order_pages *pages)
{
	size_t rows = 0;
	for (size_t i = 0; i < pages->count; i++)
		rows += (size_t)rows_of(pages, &pages->slots[i]);
	return rows;
}

const struct order *order_pages_row(const struct order_pages *pages, long row)
{
	if (row < 0)
		return NULL;
	const struct slot *slot = find_slot(pages, row / ORDER_PAGES_ROWS);
	if (!slot || row % ORDER_PAGES_ROWS >= rows_of(pages, slot))
		return NULL;
	return &slot->page->rows[row % ORDER_PAGES_ROWS];
}

static long find_in(const struct order_pages *pages, const struct slot *slot,
	const char *order_id)
{
	long rows = rows_of(pages, slot);
	for (long i = 0; i < rows; i++) {
		if (strcmp(slot->page->rows[i].id, order_id) == 0)
			return slot->number * ORDER_PAGES_ROWS + i;
	}
	return -1;
}

/* Fresh pages first: where rows have moved in a refresh, an order can stand
 * on an old page too. */
long order_pages_find(const struct order_pages *pages, const char *order_id)
{
	long stale = -1;
	if (!order_id || !*order_id)
		return -1;
	for (size_t i = 0; i < pages->count; i++) {
		long row = find_in(pages, &pages->slots[i], order_id);
		if (row >= 0 && pages->slots[i].fresh)
			return row;
		if (row >= 0 && stale < 0)
			stale = row;
	}
	return stale;
}

void order_pages_each(const struct order_pages *pages,
	bool (*fn)(void *data, long row, const struct order *order), void *data)
{
	for (size_t i = 0; i < pages->count; i++) {
		const struct slot *slot = &pages->slots[i];
		long rows = rows_of(pages, slot);
		for (long j = 0; j < rows; j++) {
			if (!fn(data, slot->number * ORDER_PAGES_ROWS + j,
				    &slot->page->rows[j]))
				return;
		}
	}
}

/* -- asking -- */

/* The last page worth asking for. Page 0 always is: an empty list may have
 * grown. */
static long last_page(const struct order_pages *pages)
{
	return pages->total > 0 ? (pages->total - 1) / ORDER_PAGES_ROWS : 0;
}

static bool is_wanted(const struct order_pages *pages, long number)
{
	const struct slot *slot = find_slot(pages, number);
	return !slot || !(slot->fresh || slot->asked);
}

static long distance(long number, long row)
{
	return labs(number * ORDER_PAGES_ROWS + ORDER_PAGES_ROWS / 2 - row);
}

/* While nothing is known of the list, one answer has to tell its size. */
static size_t want_first(struct order_pages *pages, long number, long *out)
{
	if (order_pages_is_busy(pages))
		return 0;
	need_slot(pages, number)->asked = true;
	out[0] = number;
	return 1;
}

/* Pages low to high: two fingers go outwards from the one in the middle. */
static size_t want_outwards(
	struct order_pages *pages, long low, long high, long *out, size_t max)
{
	long down = pages->middle / ORDER_PAGES_ROWS;
	down = down < high ? down : high;
	long up = down + 1;
	size_t found = 0;
	while (found < max && (down >= low || up <= high)) {
		bool take_down =
			up > high ||
			(down >= low && distance(down, pages->middle) <=
						distance(up, pages->middle));
		long number = take_down ? down-- : up++;
		if (!is_wanted(pages, number))
			continue;
		need_slot(pages, number)->asked = true;
		out[found++] = number;
	}
	return found;
}

size_t order_pages_want(struct order_pages *pages, long first, long count,
	long *out, size_t max)
{
	if (first < 0) {
		count += first;
		first = 0;
	}
	if (count <= 0 || max == 0)
		return 0;
	first = first < ROW_MAX ? first : ROW_MAX;
	count = count < ROW_MAX ? count : ROW_MAX;
	pages->middle = first + count / 2;
	if (pages->total < 0)
		return want_first(pages, first / ORDER_PAGES_ROWS, out);

	long low = first > NEAR ? (first - NEAR) / ORDER_PAGES_ROWS : 0;
	long high = (first + count - 1 + NEAR) / ORDER_PAGES_ROWS;
	long last = last_page(pages);
	return want_outwards(pages, low, high < last ? high : last, out, max);
}

void order_pages_give_up(
	struct order_pages *pages, unsigned generation, long page_number)
{
	if (generation != pages->generation)
		return;
	struct slot *slot = find_slot(pages, page_number);
	if (!slot)
		return;
	slot->asked = false;
	tidy(pages);
}

bool order_pages_is_busy(const struct order_pages *pages)
{
	for (size_t i = 0; i < pages->count; i++) {
		if (pages->slots[i].asked)
			return true;
	}
	return false;
}

/* -- taking -- */

/* Nothing on this page: the list ends before it. */
static long total_before(long known, long begin, long told)
{
	if (told >= 0 && told <= begin)
		return told;
	return known >= 0 && known < begin ? known : begin;
}

/* The total as this page lets it be. `told` may be -1. */
static long total_after(long known, long number, long rows, long told)
{
	long begin = number * ORDER_PAGES_ROWS;
	long end = begin + rows;

	if (rows == 0)
		return total_before(known, begin, told);
	if (told >= end)
		return told;
	if (rows < ORDER_PAGES_ROWS)
		return end;
	/* A full page and no word of more: one more row is assumed, so that
	 * going there asks for the next page. */
	return known > end ? known : end + 1;
}

static void drop_beyond_end(struct order_pages *pages)
{
	long last = last_page(pages);
	for (size_t i = 0; i < pages->count; i++) {
		if (pages->slots[i].number > last)
			drop_page(&pages->slots[i]);
	}
	tidy(pages);
}

static void drop_farthest(struct order_pages *pages)
{
	size_t held = 0;
	struct slot *farthest = NULL;
	for (size_t i = 0; i < pages->count; i++) {
		struct slot *slot = &pages->slots[i];
		if (!slot->page)
			continue;
		held++;
		if (!farthest ||
			distance(slot->number, pages->middle) >
				distance(farthest->number, pages->middle))
			farthest = slot;
	}
	if (held <= ORDER_PAGES_KEPT)
		return;
	drop_page(farthest);
	tidy(pages);
}

bool order_pages_take(struct order_pages *pages, unsigned generation,
	long page_number, struct order_page *page)
{
	if (!page)
		return false;
	if (generation != pages->generation || page_number < 0) {
		order_page_free(page);
		return false;
	}
	struct slot *slot = need_slot(pages, page_number);
	order_page_free(slot->page);
	slot->page = page;
	slot->fresh = true;
	slot->asked = false;
	long rows = page->count < ORDER_PAGES_ROWS ? (long)page->count
						   : ORDER_PAGES_ROWS;
	pages->total =
		total_after(pages->total, page_number, rows, page->total);
	drop_beyond_end(pages);
	drop_farthest(pages);
	return true;
}
