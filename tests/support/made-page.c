/* SPDX-License-Identifier: MIT
 *
 * Rows with a number and nothing else.
 */
#include "tests/support/made-page.h"

#include "mem.h"
#include "order-pages.h"
#include "text.h"

struct order_page *made_page(long number, size_t count, long total, long first)
{
	struct order_page *page = mem_zalloc(sizeof(*page));
	page->count = count;
	page->total = total;
	page->rows =
		mem_arena_alloc(&page->arena, count * sizeof(page->rows[0]));
	for (size_t i = 0; i < count; i++) {
		char id[ORDER_ID_SIZE];
		text_format(id, sizeof(id), "%ld",
			first + number * ORDER_PAGES_ROWS + (long)i);
		page->rows[i].id = mem_arena_dup(&page->arena, id);
	}
	return page;
}

struct order_page *made_page_of_server(long number, long total, long first)
{
	long left = total - number * ORDER_PAGES_ROWS;
	if (left < 0)
		left = 0;
	if (left > ORDER_PAGES_ROWS)
		left = ORDER_PAGES_ROWS;
	return made_page(number, (size_t)left, total, first);
}
