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
 *
 * A page that is not full although the list goes on is asked for again from
 * where it ends, until it is full or nothing more comes; then it is closed. A
 * server that takes no notice of the offset sends the list from its start each
 * time: that is seen by the first order, and what is known is skipped.
 */
#include "order-pages.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "order-update.h"
#include "text.h"

#define ROW_MAX	     (LONG_MAX / 4) /* sums of these do not overflow */
#define UPDATES_MOST 2000	    /* of a page before it is fetched again */
/* Rows nearer than a page are fetched too. */
#define NEAR (ORDER_PAGES_ROWS - 1)

struct slot {
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
struct head {
	size_t row;
	char id[ORDER_ID_SIZE];
};

struct order_pages {
	struct slot *slots;
	size_t count, cap;
	unsigned generation;
	long total;
	long middle;	 /* of the rows last wanted */
	unsigned stamps; /* given out so far */
	struct head head;
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
	pages->head = (struct head){0};
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
	slot->closed = false;
}

unsigned order_pages_expire(struct order_pages *pages)
{
	for (size_t i = 0; i < pages->count; i++) {
		pages->slots[i].fresh = false;
		pages->slots[i].asked = false;
	}
	tidy(pages);
	pages->head = (struct head){0};
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

static long begin_of(long number)
{
	return number * ORDER_PAGES_ROWS;
}

/* Rows that came; more than were asked for are not counted. */
static long rows_in(const struct slot *slot)
{
	if (!slot->page)
		return 0;
	return slot->page->count < ORDER_PAGES_ROWS ? (long)slot->page->count
						    : ORDER_PAGES_ROWS;
}

/* Rows of the slot that are inside of the list. */
static long rows_of(const struct order_pages *pages, const struct slot *slot)
{
	long rows = rows_in(slot);
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

bool order_pages_is_gap(const struct order_pages *pages, long row)
{
	if (row < 0 || row >= pages->total)
		return false;
	const struct slot *slot = find_slot(pages, row / ORDER_PAGES_ROWS);
	return slot && slot->closed && row % ORDER_PAGES_ROWS >= rows_in(slot);
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

void order_pages_each_part(const struct order_pages *pages,
	void (*fn)(void *data, const struct order_pages_part *part), void *data)
{
	for (size_t i = 0; i < pages->count; i++) {
		const struct slot *slot = &pages->slots[i];
		struct order_pages_part part = {
			.number = slot->number,
			.stamp = slot->stamp,
			.first = begin_of(slot->number),
			.count = (size_t)rows_of(pages, slot),
		};

		if (part.count == 0)
			continue;
		part.rows = slot->page->rows;
		fn(data, &part);
	}
}

/* -- asking -- */

/* The last page worth asking for. Page 0 always is: an empty list may have
 * grown. */
static long last_page(const struct order_pages *pages)
{
	return pages->total > 0 ? (pages->total - 1) / ORDER_PAGES_ROWS : 0;
}

/* The list goes on behind the rows that came for this page. */
static bool is_short(const struct order_pages *pages, const struct slot *slot)
{
	long rows = rows_in(slot);

	return rows < ORDER_PAGES_ROWS && !slot->closed &&
	       begin_of(slot->number) + rows < pages->total;
}

static bool is_wanted(const struct order_pages *pages, long number)
{
	const struct slot *slot = find_slot(pages, number);
	if (!slot)
		return true;
	return !slot->asked && (!slot->fresh || is_short(pages, slot));
}

static void mark_asked(struct order_pages *pages, long number)
{
	struct slot *slot = need_slot(pages, number);
	slot->asked = true;
	slot->had = slot->fresh ? (size_t)rows_in(slot) : 0;
}

long order_pages_begin(const struct order_pages *pages, long page_number)
{
	const struct slot *slot = find_slot(pages, page_number);
	return begin_of(page_number) + (slot ? (long)slot->had : 0);
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
			(down >= low && distance(down, pages->middle) <=
						distance(up, pages->middle));
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
	long last = last_page(pages);
	return want_outwards(pages, low, high < last ? high : last, out, max);
}

static struct slot *nearest_old(struct order_pages *pages)
{
	struct slot *nearest = NULL;
	for (size_t i = 0; i < pages->count; i++) {
		struct slot *slot = &pages->slots[i];
		if (!slot->page || slot->fresh || slot->asked)
			continue;
		if (!nearest ||
			distance(slot->number, pages->middle) <
				distance(nearest->number, pages->middle))
			nearest = slot;
	}
	return nearest;
}

size_t order_pages_want_held(struct order_pages *pages, long *out, size_t max)
{
	size_t found = 0;
	while (found < max) {
		struct slot *slot = nearest_old(pages);
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

/* The server speaks of rows at `begin` and sends none: what it says does not
 * count. The list may still go on where nobody has asked yet. */
static long total_by_rows(const struct order_pages *pages, long number)
{
	const struct slot *last = NULL;

	for (size_t i = 0; i < pages->count; i++) {
		const struct slot *slot = &pages->slots[i];

		if (slot->number < number && rows_in(slot) > 0)
			last = slot;
	}
	if (!last)
		return begin_of(number);
	if (last->number < number - 1)
		return begin_of(last->number + 1) + 1;
	return is_short(pages, last) ? begin_of(number)
				     : begin_of(last->number) + rows_in(last);
}

/* Nothing on this page: the list ends before it. */
static long
total_before(const struct order_pages *pages, long number, long told)
{
	if (told >= 0 && told <= begin_of(number))
		return told;
	return pages->total >= 0 && pages->total < begin_of(number)
		       ? pages->total
		       : total_by_rows(pages, number);
}

/* The total as this page lets it be. `told` may be -1. */
static long
total_after(const struct order_pages *pages, const struct slot *slot, long told)
{
	long rows = rows_in(slot);
	long end = begin_of(slot->number) + rows;
	bool is_last = told <= begin_of(slot->number + 1);

	if (rows == 0)
		return total_before(pages, slot->number, told);
	if (told >= end && !(slot->closed && is_last))
		return told;
	if (rows < ORDER_PAGES_ROWS)
		return end;
	/* A full page and no word of more: one more row is assumed, so that
	 * going there asks for the next page. */
	return pages->total > end ? pages->total : end + 1;
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

static void learn_head(struct order_pages *pages, const struct order_page *page)
{
	size_t row = 0;

	while (row < page->count && *page->rows[row].id == '\0')
		row++;
	if (row == page->count)
		return;
	pages->head.row = row;
	text_format(pages->head.id, sizeof(pages->head.id), "%s",
		page->rows[row].id);
}

/* The list from its start, whatever was asked for. */
static bool
is_from_start(const struct order_pages *pages, const struct order_page *page)
{
	const struct head *head = &pages->head;

	return *head->id != '\0' && head->row < page->count &&
	       strcmp(page->rows[head->row].id, head->id) == 0;
}

static void skip_rows(struct order_page *page, long rows)
{
	size_t skip = (size_t)rows < page->count ? (size_t)rows : page->count;

	page->rows += skip;
	page->count -= skip;
}

static bool has_row(const struct order_page *page, const char *id)
{
	for (size_t i = 0; i < page->count; i++) {
		if (*id != '\0' && strcmp(page->rows[i].id, id) == 0)
			return true;
	}
	return false;
}

/* What the rest has and the page has not. Takes the rest. */
static void append(struct order_page *page, struct order_page *rest)
{
	struct order *rows = mem_arena_alloc(
		&page->arena, (page->count + rest->count) * sizeof(*rows));
	size_t count = page->count;

	memcpy(rows, page->rows, count * sizeof(*rows));
	for (size_t i = 0; i < rest->count; i++) {
		if (!has_row(page, rest->rows[i].id))
			rows[count++] = rest->rows[i];
	}
	page->rows = rows;
	page->count = count;
	page->total = rest->total;
	mem_arena_take(&page->arena, &rest->arena);
	order_page_free(rest);
}

/* The page as it is now with what came for it. */
static void
fill(struct order_pages *pages, struct slot *slot, struct order_page *page)
{
	size_t had = slot->had;

	slot->stamp = ++pages->stamps;
	if (slot->number > 0 || had > 0) {
		if (is_from_start(pages, page))
			skip_rows(page, begin_of(slot->number) + (long)had);
	} else {
		learn_head(pages, page);
	}
	if (had > 0) {
		append(slot->page, page);
		slot->closed = slot->page->count == had;
		return;
	}
	order_page_free(slot->page);
	slot->page = page;
	slot->updates = 0;
	slot->fresh = true;
	slot->closed = page->count == 0;
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
	slot->asked = false;
	if (slot->had > 0 && !slot->fresh) {
		/* The rows before it were dropped meanwhile. */
		slot->had = 0;
		order_page_free(page);
		tidy(pages);
		return true;
	}
	fill(pages, slot, page);
	slot->had = 0;
	pages->total = total_after(pages, slot, slot->page->total);
	drop_beyond_end(pages);
	drop_farthest(pages);
	return true;
}

/* -- updating -- */

size_t order_pages_update(struct order_pages *pages, const struct order *fresh)
{
	size_t found = 0;

	for (size_t i = 0; i < pages->count; i++) {
		struct slot *slot = &pages->slots[i];
		long row = *fresh->id != '\0' ? find_in(pages, slot, fresh->id)
					      : -1;

		if (row < 0)
			continue;
		found++;
		if (!order_update(&slot->page->arena,
			    &slot->page->rows[row - begin_of(slot->number)],
			    fresh))
			continue;
		slot->stamp = ++pages->stamps;
		if (++slot->updates >= UPDATES_MOST)
			slot->fresh = false;
	}
	return found;
}
