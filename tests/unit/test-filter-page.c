/* SPDX-License-Identifier: MIT
 *
 * A page of rows against its rows one by one, what rows share, and the index
 * that keeps pages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "attr.h"
#include "filter-index.h"
#include "filter.h"
#include "text.h"

#define NOW 1795183331 /* 2026-11-20 14:02:11 */
#define DAY 86400

static const struct filter_look look = {NULL, NULL, NOW};

struct rows {
	struct order orders[FILTER_PAGE_ROWS];
	char ids[FILTER_PAGE_ROWS][24], hosts[FILTER_PAGE_ROWS][48];
};

/* Of what they share there is more than is remembered at a time. */
static void make_order(struct rows *rows, size_t i)
{
	static const char *const products[] = {
		"Secure Site", "Basic OV", "VMC", "Code Signing"};

	rows->orders[i] = (struct order){
		.id = rows->ids[i],
		.status = (enum order_status)(i % ORDER_STATUS_OTHER),
		.common_name = rows->hosts[i],
		.product_name = products[i % 4],
		.product_name_id = i % 3 == 0 ? NULL : products[i % 2],
		.organization_name = rows->hosts[i * 7 % FILTER_PAGE_ROWS] + 4,
		.container_name = rows->hosts[i / 2 * 2],
		.date_created = NOW - (int64_t)(i / 3) * DAY,
		.order_valid_till = i % 2 == 0 ? DATE_NONE : NOW,
		.valid_till = i % 5 == 0   ? DATE_NONE
			      : i % 7 == 0 ? DATE_INVALID
					   : NOW + (int64_t)i * DAY,
	};
}

static void make_rows(struct rows *rows)
{
	for (size_t i = 0; i < FILTER_PAGE_ROWS; i++) {
		text_format(
			rows->ids[i], sizeof(rows->ids[i]), "%zu", 900000 + i);
		text_format(rows->hosts[i], sizeof(rows->hosts[i]),
			"host%zu.example.com", i);
	}
	for (size_t i = 0; i < FILTER_PAGE_ROWS; i++)
		make_order(rows, i);
}

static void pages_match_as_rows_do(void **state UNUSED)
{
	static const char *const filters[] = {"", "1", "host9", "issued",
		"vmc|ov", "!secure", "Secure", "~9\\.", "date>-9d",
		"end:2026-11", "invalid", "product:code !status:pending",
		"order<900050", "product:~^basic", "org:~^9", "division:host12",
		"!product:vmc", "org:Example|~^Host1"};
	struct filter_index *index = filter_index_new();
	struct rows rows;
	struct error error;

	make_rows(&rows);
	for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
		struct filter *filter = filter_new(filters[i], &error);
		struct filter_rows found;

		filter_index_begin(index);
		found = filter_page_match(
			filter_index_page(
				index, 3, 1, rows.orders, FILTER_PAGE_ROWS),
			filter, rows.orders, &look);
		filter_index_end(index);
		for (size_t row = 0; row < FILTER_PAGE_ROWS; row++) {
			if (filter_rows_has(&found, row) !=
				filter_matches(
					filter, &rows.orders[row], &look))
				fail_msg("filter %s, row %zu", filters[i], row);
		}
		filter_free(filter);
	}
	filter_index_free(index);
}

static size_t lines_of(const struct filter_page *page, enum filter_field field)
{
	return page->first[field + 1] - page->first[field];
}

/* A status stands there once, a number for each row. */
static void pages_share_texts(void **state UNUSED)
{
	struct rows rows;
	struct filter_page page;

	make_rows(&rows);
	for (size_t i = 0; i < FILTER_PAGE_ROWS; i++) {
		rows.orders[i].status = ORDER_ISSUED;
		rows.orders[i].product_name = "One";
		rows.orders[i].product_name_id = NULL;
		rows.orders[i].date_created = NOW + (int64_t)(i % 2) * 60;
	}
	filter_page_init(&page);
	filter_page_build(&page, rows.orders, FILTER_PAGE_ROWS);
	assert_int_equal(lines_of(&page, FILTER_ORDER), FILTER_PAGE_ROWS);
	assert_int_equal(lines_of(&page, FILTER_NAME), FILTER_PAGE_ROWS);
	assert_int_equal(lines_of(&page, FILTER_DOMAIN), 0);
	assert_int_equal(lines_of(&page, FILTER_STATUS), 1);
	assert_int_equal(lines_of(&page, FILTER_PRODUCT), 1);
	assert_int_equal(lines_of(&page, FILTER_DATE), 1);
	assert_in_range(lines_of(&page, FILTER_DIVISION), 64, 127);
	assert_int_equal(lines_of(&page, FILTER_WAITING), 0);
	assert_int_equal(page.count, page.first[FILTER_FIELDS]);
	filter_page_clear(&page);
}

/* -- the index -- */

/* One run over pages `first` to `last`, all of these rows. */
static size_t run_over(struct filter_index *index, const struct rows *rows,
	long first, long last, unsigned stamp)
{
	filter_index_begin(index);
	for (long number = first; number <= last; number++)
		filter_index_page(
			index, number, stamp, rows->orders, FILTER_PAGE_ROWS);
	filter_index_end(index);
	return filter_index_bytes(index);
}

/* What was not seen in a run is forgotten, the rest stays as it is. */
static void index_keeps_what_is_there(void **state UNUSED)
{
	struct filter_index *index = filter_index_new();
	struct rows rows;
	size_t none = filter_index_bytes(index), one, many;

	filter_index_free(NULL);
	make_rows(&rows);
	many = run_over(index, &rows, 0, 39, 1);
	assert_int_equal(run_over(index, &rows, 0, 39, 1), many);
	one = run_over(index, &rows, 7, 7, 1);
	assert_true(one > none);
	assert_true(one < many / 20);
	assert_int_equal(run_over(index, &rows, 7, 7, 1), one);
	assert_int_equal(run_over(index, &rows, 0, 39, 2), many);
	filter_index_free(index);
}

static bool first_matches(const struct filter_page *page, const char *text,
	const struct rows *rows)
{
	struct error error;
	struct filter *filter = filter_new(text, &error);
	struct filter_rows found =
		filter_page_match(page, filter, rows->orders, &look);

	filter_free(filter);
	return filter_rows_has(&found, 0);
}

/* Rows that are others without another stamp are not seen: that is what makes
 * a key cheap. */
static void index_follows_stamps(void **state UNUSED)
{
	struct filter_index *index = filter_index_new();
	struct rows rows;
	const struct filter_page *page;

	make_rows(&rows);
	filter_index_begin(index);
	filter_index_page(index, 4, 1, rows.orders, 2);
	filter_index_page(index, 5, 2, rows.orders, 2);
	rows.orders[0].common_name = "other";
	page = filter_index_page(index, 5, 2, rows.orders, 2);
	assert_true(first_matches(page, "host0", &rows));
	page = filter_index_page(index, 5, 3, rows.orders, 2);
	assert_false(first_matches(page, "name:host0", &rows));
	assert_true(first_matches(page, "other", &rows));
	page = filter_index_page(index, 4, 1, rows.orders, 1);
	assert_int_equal(page->rows, 1);
	assert_true(first_matches(page, "other", &rows));
	filter_index_end(index);
	filter_index_free(index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_match_as_rows_do),
		cmocka_unit_test(pages_share_texts),
		cmocka_unit_test(index_keeps_what_is_there),
		cmocka_unit_test(index_follows_stamps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
