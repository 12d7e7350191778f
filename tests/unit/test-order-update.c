/* SPDX-License-Identifier: MIT
 *
 * Rows of the list that change where they stand.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "mem.h"
#include "order-pages.h"
#include "text.h"

/* The orders 1000 to 1049, all there are. */
static bool take_first(struct order_pages *pages)
{
	struct order_page *page = mem_zalloc(sizeof(*page));

	page->count = 50;
	page->total = 50;
	page->rows = mem_arena_alloc(
		&page->arena, page->count * sizeof(page->rows[0]));
	for (size_t i = 0; i < page->count; i++) {
		char id[ORDER_ID_SIZE];

		text_format(id, sizeof(id), "%zu", 1000 + i);
		page->rows[i].id = mem_arena_dup(&page->arena, id);
		page->rows[i].status_text = "pending";
	}
	return order_pages_take(pages, order_pages_generation(pages), 0, page);
}

static struct order fresh_order(const char *id)
{
	struct order order;

	order_init(&order);
	order.id = id;
	order.status = ORDER_ISSUED;
	order.status_text = "issued";
	return order;
}

static void a_row_is_updated_in_its_place(void **state)
{
	struct order_pages *pages = order_pages_new();
	struct order fresh = fresh_order("1007");
	const struct order *row;
	long out[1];

	(void)state;
	assert_int_equal(order_pages_update(pages, &fresh), 0);
	assert_int_equal(order_pages_want(pages, 0, 20, out, 1), 1);
	assert_true(take_first(pages));
	fresh.common_name = "new.example";
	fresh.days_remaining = 30;
	assert_int_equal(order_pages_update(pages, &fresh), 1);
	row = order_pages_row(pages, 7);
	assert_string_equal(row->id, "1007");
	assert_int_equal(row->status, ORDER_ISSUED);
	assert_string_equal(row->common_name, "new.example");
	assert_int_equal(row->days_remaining, 30);
	/* What is not told stays. */
	fresh = fresh_order("1007");
	fresh.status_text = NULL;
	fresh.status = ORDER_STATUS_OTHER;
	assert_int_equal(order_pages_update(pages, &fresh), 1);
	row = order_pages_row(pages, 7);
	assert_int_equal(row->status, ORDER_ISSUED);
	assert_string_equal(row->common_name, "new.example");
	assert_int_equal(row->days_remaining, 30);
	/* Nor is what could not be read. */
	fresh.status_text = order_invalid;
	fresh.common_name = order_invalid;
	assert_int_equal(order_pages_update(pages, &fresh), 1);
	assert_int_equal(row->status, ORDER_ISSUED);
	assert_string_equal(row->status_text, "issued");
	assert_string_equal(row->common_name, "new.example");
	fresh = fresh_order("1050"); /* not here */
	assert_int_equal(order_pages_update(pages, &fresh), 0);
	fresh = fresh_order("");
	assert_int_equal(order_pages_update(pages, &fresh), 0);
	order_pages_free(pages);
}

/* Each new text takes memory of the page, so it is fetched again one day. */
static void a_page_updated_often_is_wanted_anew(void **state)
{
	struct order_pages *pages = order_pages_new();
	struct order fresh = fresh_order("1001");
	long out[1];
	size_t updates = 0;

	(void)state;
	assert_int_equal(order_pages_want(pages, 0, 20, out, 1), 1);
	assert_true(take_first(pages));
	while (order_pages_want(pages, 0, 20, out, 1) == 0) {
		char name[32];

		text_format(name, sizeof(name), "%zu.example", updates++);
		fresh.common_name = name;
		assert_int_equal(order_pages_update(pages, &fresh), 1);
		assert_true(updates < 100000);
	}
	assert_int_equal(out[0], 0);
	assert_true(updates > 100);
	order_pages_free(pages);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_updated_in_its_place),
		cmocka_unit_test(a_page_updated_often_is_wanted_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
