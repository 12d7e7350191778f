/* SPDX-License-Identifier: MIT
 *
 * The sparse list: its slots, its rows, and which pages are to be asked for.
 */
#include "order-pages-private.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "order-update.h"

#define ROW_MAX	     (LONG_MAX / 4) /* sums of these do not overflow */
#define UPDATES_MOST 2000	    /* of a page before it is fetched again */
/* Rows nearer than a page are fetched too. */
#define NEAR (ORDER_PAGES_ROWS - 1)

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
	pages->head = (struct order_pages_head){0};
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

/* NULL: neither here nor asked for. */
static struct order_pages_slot *
find_slot(const struct order_pages *pages, long number)
{
	size_t place = place_of(pages, number);
	if (place < pages->count && pages->slots[place].number == number)
		return &pages->slots[place];
	return NULL;
}

struct order_pages_slot *
order_pages_need_slot(struct order_pages *pages, long number)
{
	struct order_pages_slot *slot = find_slot(pages, number);
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
	*slot = (struct order_pages_slot){.number = number};
	return slot;
}

void order_pages_tidy(struct order_pages *pages)
{
	size_t kept = 0;
	for (size_t i = 0; i < pages->count; i++) {
		if (pages->slots[i].page || pages->slots[i].asked)
			pages->slots[kept++] = pages->slots[i];
	}
	pages->count = kept;
}

void order_pages_drop(struct order_pages_slot *slot)
{
	order_page_free(slot->page);
	slot->page = NULL;
	slot->fresh = false;
	slot->closed = false;
}

unsigned order_pages_expire(struct order_pages *pages)
{
	for (size_t i = 0; i < pages->count; i++) {
		pages->slots[i].fresh = false;
		pages->slots[i].asked = false;
	}
	order_pages_tidy(pages);
	pages->head = (struct order_pages_head){0};
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

long order_pages_first_row(long number)
{
	return number * ORDER_PAGES_ROWS;
}

long order_pages_rows_in(const struct order_pages_slot *slot)
{
	if (!slot->page)
		return 0;
	return slot->page->count < ORDER_PAGES_ROWS ? (long)slot->page->count
						    : ORDER_PAGES_ROWS;
}

/* Rows of the slot that are inside of the list. */
static long
rows_of(const struct order_pages *pages, const struct order_pages_slot *slot)
{
	long rows = order_pages_rows_in(slot);
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
	const struct order_pages_slot *slot =
		find_slot(pages, row / ORDER_PAGES_ROWS);
	if (!slot || row % ORDER_PAGES_ROWS >= rows_of(pages, slot))
		return NULL;
	return &slot->page->rows[row % ORDER_PAGES_ROWS];
}

bool order_pages_is_gap(const struct order_pages *pages, long row)
{
	if (row < 0 || row >= pages->total)
		return false;
	const struct order_pages_slot *slot =
		find_slot(pages, row / ORDER_PAGES_ROWS);
	return slot && slot->closed &&
	       row % ORDER_PAGES_ROWS >= order_pages_rows_in(slot);
}

static long find_in(const struct order_pages *pages,
	const struct order_pages_slot *slot, const char *order_id)
{
	long rows = rows_of(pages, slot);
	for (long i = 0; i < rows; i++) {
		if (strcmp(slot->page->rows[i].id, order_id) == 0)
			return slot->number * ORDER_PAGES_ROWS + i;
	}
	return -1;
}

/* Nearly all that is looked for is on the screen or right beside it. */
static long find_near(const struct order_pages *pages, const char *order_id)
{
	static const long beside[] = {0, 1, -1};
	long middle = pages->middle / ORDER_PAGES_ROWS;

	for (size_t i = 0; i < ARRAY_LEN(beside); i++) {
		const struct order_pages_slot *slot =
			find_slot(pages, middle + beside[i]);
		long row = slot && slot->fresh ? find_in(pages, slot, order_id)
					       : -1;

		if (row >= 0)
			return row;
	}
	return -1;
}

/* Fresh pages first: where rows have moved in a refresh, an order can stand
 * on an old page too. */
long order_pages_find(const struct order_pages *pages, const char *order_id)
{
	long stale = -1, near;
	if (!order_id || !*order_id)
		return -1;
	near = find_near(pages, order_id);
	if (near >= 0)
		return near;
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
		const struct order_pages_slot *slot = &pages->slots[i];
		long rows = rows_of(pages, slot);
		for (long j = 0; j < rows; j++) {
			if (!fn(data, slot->number * ORDER_PAGES_ROWS + j,
				    &slot->page->rows[j]))
				return;
		}
	}
}

void order_pages_each_part(const struct order_pages *pages,
	void (*fn)(void *data, const struct order_pages_part *part), void *data)
{
	for (size_t i = 0; i < pages->count; i++) {
		const struct order_pages_slot *slot = &pages->slots[i];
		struct order_pages_part part = {
			.number = slot->number,
			.stamp = slot->stamp,
			.first = order_pages_first_row(slot->number),
			.count = (size_t)rows_of(pages, slot),
		};

		if (part.count == 0)
			continue;
		part.rows = slot->page->rows;
		fn(data, &part);
	}
}

/* -- asking -- */

long order_pages_last(const struct order_pages *pages)
{
	return pages->total > 0 ? (pages->total - 1) / ORDER_PAGES_ROWS : 0;
}

bool order_pages_is_short(
	const struct order_pages *pages, const struct order_pages_slot *slot)
{
	long rows = order_pages_rows_in(slot);

	return rows < ORDER_PAGES_ROWS && !slot->closed &&
	       order_pages_first_row(slot->number) + rows < pages->total;
}

static bool is_wanted(const struct order_pages *pages, long number)
{
	const struct order_pages_slot *slot = find_slot(pages, number);
	if (!slot)
		return true;
	return !slot->asked &&
	       (!slot->fresh || order_pages_is_short(pages, slot));
}

static void mark_asked(struct order_pages *pages, long number)
{
	struct order_pages_slot *slot = order_pages_need_slot(pages, number);
	slot->asked = true;
	slot->had = slot->fresh ? (size_t)order_pages_rows_in(slot) : 0;
}

long order_pages_begin(const struct order_pages *pages, long page_number)
{
	const struct order_pages_slot *slot = find_slot(pages, page_number);
	return order_pages_first_row(page_number) +
	       (slot ? (long)slot->had : 0);
}

long order_pages_distance(long number, long row)
{
	return labs(number * ORDER_PAGES_ROWS + ORDER_PAGES_ROWS / 2 - row);
}

/* While nothing is known of the list, one answer has to tell its size. */
static size_t want_first(struct order_pages *pages, long number, long *out)
{
	if (order_pages_is_busy(pages))
		return 0;
	mark_asked(pages, number);
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
			(down >= low &&
				order_pages_distance(down, pages->middle) <=
					order_pages_distance(
						up, pages->middle));
		long number = take_down ? down-- : up++;
		if (!is_wanted(pages, number))
			continue;
		mark_asked(pages, number);
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
	long last = order_pages_last(pages);
	return want_outwards(pages, low, high < last ? high : last, out, max);
}

static struct order_pages_slot *nearest_old(struct order_pages *pages)
{
	struct order_pages_slot *nearest = NULL;
	for (size_t i = 0; i < pages->count; i++) {
		struct order_pages_slot *slot = &pages->slots[i];
		if (!slot->page || slot->fresh || slot->asked)
			continue;
		if (!nearest ||
			order_pages_distance(slot->number, pages->middle) <
				order_pages_distance(
					nearest->number, pages->middle))
			nearest = slot;
	}
	return nearest;
}

size_t order_pages_want_held(struct order_pages *pages, long *out, size_t max)
{
	size_t found = 0;
	while (found < max) {
		struct order_pages_slot *slot = nearest_old(pages);
		if (!slot)
			break;
		mark_asked(pages, slot->number);
		out[found++] = slot->number;
	}
	return found;
}

void order_pages_give_up(
	struct order_pages *pages, unsigned generation, long page_number)
{
	if (generation != pages->generation)
		return;
	struct order_pages_slot *slot = find_slot(pages, page_number);
	if (!slot)
		return;
	slot->asked = false;
	order_pages_tidy(pages);
}

bool order_pages_is_busy(const struct order_pages *pages)
{
	for (size_t i = 0; i < pages->count; i++) {
		if (pages->slots[i].asked)
			return true;
	}
	return false;
}

/* -- updating -- */

size_t order_pages_update(struct order_pages *pages, const struct order *fresh)
{
	size_t found = 0;

	for (size_t i = 0; i < pages->count; i++) {
		struct order_pages_slot *slot = &pages->slots[i];
		long row = *fresh->id != '\0' ? find_in(pages, slot, fresh->id)
					      : -1;

		if (row < 0)
			continue;
		found++;
		if (!order_update(&slot->page->arena,
			    &slot->page->rows[row - order_pages_first_row(
							    slot->number)],
			    fresh))
			continue;
		slot->stamp = ++pages->stamps;
		if (++slot->updates >= UPDATES_MOST)
			slot->fresh = false;
	}
	return found;
}
