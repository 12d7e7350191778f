/* SPDX-License-Identifier: MIT
 *
 * What came for a page. The total is what the server last said, as long as that
 * can be true: it is known to be smaller than the rows of a page, to change
 * between pages, and to be missing (certcentral-api.md 14.1).
 *
 * A page that is not full although the list goes on is asked for again from
 * where it ends, until it is full or nothing more comes; then it is closed. A
 * server that takes no notice of the offset sends the list from its start each
 * time: that is seen by the first order, and what is known is skipped.
 */
#include "order-pages-private.h"

#include <string.h>

#include "mem.h"
#include "text.h"

/* -- the total -- */

/* The server speaks of rows at `begin` and sends none: what it says does not
 * count. The list may still go on where nobody has asked yet. */
static long total_by_rows(const struct order_pages *pages, long number)
{
	const struct order_pages_slot *last = NULL;

	for (size_t i = 0; i < pages->count; i++) {
		const struct order_pages_slot *slot = &pages->slots[i];

		if (slot->number < number && order_pages_rows_in(slot) > 0)
			last = slot;
	}
	if (!last)
		return order_pages_first_row(number);
	if (last->number < number - 1)
		return order_pages_first_row(last->number + 1) + 1;
	return order_pages_is_short(pages, last)
		       ? order_pages_first_row(number)
		       : order_pages_first_row(last->number) +
				 order_pages_rows_in(last);
}

/* Nothing on this page: the list ends before it. */
static long
total_before(const struct order_pages *pages, long number, long told)
{
	if (told >= 0 && told <= order_pages_first_row(number))
		return told;
	return pages->total >= 0 && pages->total < order_pages_first_row(number)
		       ? pages->total
		       : total_by_rows(pages, number);
}

/* The total as this page lets it be. `told` may be -1. */
static long total_after(const struct order_pages *pages,
	const struct order_pages_slot *slot, long told)
{
	long rows = order_pages_rows_in(slot);
	long end = order_pages_first_row(slot->number) + rows;
	bool is_last = told <= order_pages_first_row(slot->number + 1);

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

/* -- what goes -- */

static void drop_beyond_end(struct order_pages *pages)
{
	long last = order_pages_last(pages);
	for (size_t i = 0; i < pages->count; i++) {
		if (pages->slots[i].number > last)
			order_pages_drop(&pages->slots[i]);
	}
	order_pages_tidy(pages);
}

static void drop_farthest(struct order_pages *pages)
{
	size_t held = 0;
	struct order_pages_slot *farthest = NULL;
	for (size_t i = 0; i < pages->count; i++) {
		struct order_pages_slot *slot = &pages->slots[i];
		if (!slot->page)
			continue;
		held++;
		if (!farthest ||
			order_pages_distance(slot->number, pages->middle) >
				order_pages_distance(
					farthest->number, pages->middle))
			farthest = slot;
	}
	if (held <= ORDER_PAGES_KEPT)
		return;
	order_pages_drop(farthest);
	order_pages_tidy(pages);
}

/* -- filling a page -- */

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
	const struct order_pages_head *head = &pages->head;

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
static void fill(struct order_pages *pages, struct order_pages_slot *slot,
	struct order_page *page)
{
	size_t had = slot->had;

	slot->stamp = ++pages->stamps;
	if (slot->number > 0 || had > 0) {
		if (is_from_start(pages, page))
			skip_rows(page, order_pages_first_row(slot->number) +
						(long)had);
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
	struct order_pages_slot *slot =
		order_pages_need_slot(pages, page_number);
	slot->asked = false;
	if (slot->had > 0 && !slot->fresh) {
		/* The rows before it were dropped meanwhile. */
		slot->had = 0;
		order_page_free(page);
		order_pages_tidy(pages);
		return true;
	}
	fill(pages, slot, page);
	slot->had = 0;
	pages->total = total_after(pages, slot, slot->page->total);
	drop_beyond_end(pages);
	drop_farthest(pages);
	return true;
}
