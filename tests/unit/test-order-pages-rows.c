/* SPDX-License-Identifier: MIT
 *
 * The rows of the sparse list handed out one by one and page by page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "order-pages.h"
#include "tests/support/made-page.h"
#include "text.h"

static bool
take(struct order_pages *pages, long number, struct order_page *page)
{
	return order_pages_take(
		pages, order_pages_generation(pages), number, page);
}

struct walk {
	long rows[300];
	size_t count, stop;
};

static bool visit(void *data, long row, const struct order *order)
{
	struct walk *walk = data;
	char id[ORDER_ID_SIZE];
	text_format(id, sizeof(id), "%ld", row);
	assert_string_equal(order->id, id);
	walk->rows[walk->count++] = row;
	return walk->count != walk->stop;
}

static void rows_are_visited_in_order(void **state)
{
	struct order_pages *pages = order_pages_new();
	struct walk walk = {0};
	(void)state;
	assert_true(take(pages, 3, made_page_of_server(3, 350, 0)));
	assert_true(take(pages, 0, made_page_of_server(0, 350, 0)));
	order_pages_each(pages, visit, &walk);
	assert_int_equal(walk.count, 150);
	assert_int_equal(walk.rows[99], 99);
	assert_int_equal(walk.rows[100], 300);
	walk = (struct walk){.stop = 7};
	order_pages_each(pages, visit, &walk);
	assert_int_equal(walk.count, 7);
	order_pages_free(pages);
}

/* -- part by part -- */

struct parts {
	size_t count;
	long numbers[4], firsts[4];
	unsigned stamps[4];
	size_t rows[4];
	const char *ids[4]; /* of the first row */
};

static void note_part(void *data, const struct order_pages_part *part)
{
	struct parts *parts = data;

	assert_in_range(parts->count, 0, 3);
	parts->numbers[parts->count] = part->number;
	parts->firsts[parts->count] = part->first;
	parts->stamps[parts->count] = part->stamp;
	parts->rows[parts->count] = part->count;
	parts->ids[parts->count++] = part->rows[0].id;
}

static struct parts parts_of(const struct order_pages *pages)
{
	struct parts parts = {0};

	order_pages_each_part(pages, note_part, &parts);
	return parts;
}

static void a_part_has_a_new_stamp_with_new_rows(void **state)
{
	struct order_pages *pages = order_pages_new();
	struct parts before, after;
	struct order fresh;

	(void)state;
	assert_int_equal(parts_of(pages).count, 0);
	take(pages, 0, made_page_of_server(0, 250, 1000));
	take(pages, 2, made_page_of_server(2, 250, 1000));
	before = parts_of(pages);
	assert_int_equal(before.count, 2);
	assert_int_equal(before.numbers[1], 2);
	assert_int_equal(before.firsts[1], 200);
	assert_int_equal(before.rows[0], 100);
	assert_int_equal(before.rows[1], 50);
	assert_string_equal(before.ids[1], "1200");
	assert_int_not_equal(before.stamps[0], before.stamps[1]);
	order_pages_expire(pages);
	take(pages, 0, made_page_of_server(0, 250, 3000));
	after = parts_of(pages);
	assert_string_equal(after.ids[0], "3000");
	assert_int_not_equal(after.stamps[0], before.stamps[0]);
	assert_int_not_equal(after.stamps[0], before.stamps[1]);
	assert_int_equal(after.stamps[1], before.stamps[1]);
	/* A row alone, too; but not for what it has already. */
	order_init(&fresh);
	fresh.id = "1207";
	fresh.status = ORDER_ISSUED;
	fresh.status_text = "issued";
	assert_int_equal(order_pages_update(pages, &fresh), 1);
	before = after;
	after = parts_of(pages);
	assert_int_equal(after.stamps[0], before.stamps[0]);
	assert_int_not_equal(after.stamps[1], before.stamps[1]);
	assert_int_equal(order_pages_update(pages, &fresh), 1);
	assert_int_equal(parts_of(pages).stamps[1], after.stamps[1]);
	order_pages_free(pages);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_visited_in_order),
		cmocka_unit_test(a_part_has_a_new_stamp_with_new_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
