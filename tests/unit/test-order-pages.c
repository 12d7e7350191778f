/* SPDX-License-Identifier: MIT
 *
 * The sparse list, case by case; test-order-pages-random goes through many.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "mem.h"
#include "order-pages.h"
#include "tests/support/made-page.h"
#include "text.h"

/* What a server with these rows sends from row `begin` on. */
static struct order_page *rows_from(long begin, size_t count, long told)
{
	return made_page(0, count, told, begin);
}

static bool
take(struct order_pages *pages, long number, struct order_page *page)
{
	return order_pages_take(
		pages, order_pages_generation(pages), number, page);
}

static void
assert_row(const struct order_pages *pages, long row, const char *id)
{
	const struct order *order = order_pages_row(pages, row);
	if (!id) {
		assert_null(order);
		return;
	}
	assert_non_null(order);
	assert_string_equal(order->id, id);
}

static void a_new_list_knows_nothing(void **state)
{
	struct order_pages *pages = order_pages_new();
	(void)state;
	assert_int_equal(order_pages_total(pages), -1);
	assert_int_equal(order_pages_loaded(pages), 0);
	assert_false(order_pages_is_busy(pages));
	assert_null(order_pages_row(pages, 0));
	assert_null(order_pages_row(pages, -1));
	assert_int_equal(order_pages_find(pages, "1"), -1);
	order_pages_free(pages);
	order_pages_free(NULL);
}

static void the_first_answer_tells_the_size(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[8];
	(void)state;
	assert_int_equal(order_pages_want(pages, -100, 248, out, 8), 1);
	assert_int_equal(out[0], 0);
	assert_true(order_pages_is_busy(pages));
	assert_int_equal(order_pages_want(pages, 5000, 48, out, 8), 0);
	assert_true(take(pages, 0, made_page_of_server(0, 250, 1000)));
	assert_false(order_pages_is_busy(pages));
	assert_int_equal(order_pages_total(pages), 250);
	assert_int_equal(order_pages_loaded(pages), 100);
	assert_row(pages, 0, "1000");
	assert_row(pages, 99, "1099");
	assert_row(pages, 100, NULL);
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 1);
	assert_int_equal(out[0], 1);
	assert_true(take(pages, 1, made_page_of_server(1, 250, 1000)));
	assert_true(take(pages, 2, made_page_of_server(2, 250, 1000)));
	assert_int_equal(order_pages_loaded(pages), 250);
	assert_row(pages, 249, "1249");
	assert_row(pages, 250, NULL);
	assert_int_equal(order_pages_find(pages, "1249"), 249);
	assert_int_equal(order_pages_find(pages, "1250"), -1);
	assert_int_equal(order_pages_find(pages, ""), -1);
	assert_int_equal(order_pages_find(pages, NULL), -1);
	order_pages_free(pages);
}

static void the_nearest_to_the_middle_come_first(void **state)
{
	static const struct {
		long first, count;
		size_t max;
		long pages[8];
		size_t found;
	} cases[] = {
		{0, 1, 8, {0}, 1},
		{0, 48, 8, {0, 1}, 2},
		{99, 2, 8, {1, 0}, 2},
		{500, 300, 8, {6, 5, 7, 4, 8}, 5},
		{500, 300, 2, {6, 5}, 2},
		{450, 200, 8, {5, 4, 6, 3, 7}, 5},
		{530, 300, 8, {6, 7, 5, 8, 4, 9}, 6},
		{530, 300, 0, {0}, 0},
		{900, 500, 8, {9, 8}, 2},
		{999, 1, 8, {9}, 1},
		{900, 1, 8, {9, 8}, 2},
		{1000, 100, 8, {9}, 1},
		{1100, 100, 8, {0}, 0},
		{-500, 100, 8, {0}, 0},
		{-50, 60, 8, {0, 1}, 2},
		{5, 0, 8, {0}, 0},
		{5, -7, 8, {0}, 0},
		{LONG_MAX, LONG_MAX, 8, {0}, 0},
		{0, LONG_MAX, 3, {9, 8, 7}, 3},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct order_pages *pages = order_pages_new();
		long out[8];
		/* tells the size, and is not held */
		assert_true(take(pages, 20, made_page_of_server(20, 1000, 0)));
		assert_int_equal(order_pages_total(pages), 1000);
		assert_int_equal(order_pages_want(pages, cases[i].first,
					 cases[i].count, out, cases[i].max),
			cases[i].found);
		for (size_t j = 0; j < cases[i].found; j++)
			assert_int_equal(out[j], cases[i].pages[j]);
		order_pages_free(pages);
	}
}

static void nothing_is_asked_for_twice(void **state)
{
	struct order_pages *pages = order_pages_new();
	unsigned generation = order_pages_generation(pages);
	long out[8];
	(void)state;
	assert_true(take(pages, 0, made_page_of_server(0, 1000, 0)));
	assert_int_equal(order_pages_want(pages, 0, 200, out, 8), 2);
	assert_int_equal(order_pages_want(pages, 0, 200, out, 8), 0);
	order_pages_give_up(pages, generation, 1);
	order_pages_give_up(pages, generation, 7); /* was not asked for */
	order_pages_give_up(pages, generation - 1, 2);
	assert_int_equal(order_pages_want(pages, 0, 200, out, 8), 1);
	assert_int_equal(out[0], 1);
	assert_true(take(pages, 1, made_page_of_server(1, 1000, 0)));
	assert_true(order_pages_is_busy(pages));
	assert_true(take(pages, 2, made_page_of_server(2, 1000, 0)));
	assert_false(order_pages_is_busy(pages));
	assert_int_equal(order_pages_want(pages, 0, 200, out, 8), 0);
	order_pages_free(pages);
}

static void late_answers_are_refused(void **state)
{
	struct order_pages *pages = order_pages_new();
	unsigned old = order_pages_generation(pages);
	(void)state;
	assert_true(take(pages, 0, made_page_of_server(0, 50, 1000)));
	assert_int_not_equal(order_pages_reset(pages), old);
	assert_int_equal(order_pages_total(pages), -1);
	assert_int_equal(order_pages_loaded(pages), 0);
	assert_false(order_pages_take(
		pages, old, 0, made_page_of_server(0, 50, 1000)));
	assert_null(order_pages_row(pages, 0));
	assert_false(take(pages, -1, made_page_of_server(0, 50, 1000)));
	assert_false(take(pages, 0, NULL));
	assert_true(take(pages, 0, made_page_of_server(0, 50, 2000)));
	assert_row(pages, 0, "2000");
	order_pages_free(pages);
}

static void a_refresh_keeps_the_old_rows(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[8];
	(void)state;
	assert_true(take(pages, 0, made_page_of_server(0, 250, 1000)));
	assert_true(take(pages, 1, made_page_of_server(1, 250, 1000)));
	assert_int_equal(order_pages_want(pages, 200, 50, out, 8), 1);
	unsigned old = order_pages_generation(pages);
	assert_int_not_equal(order_pages_expire(pages), old);
	assert_false(order_pages_is_busy(pages));
	assert_int_equal(order_pages_total(pages), 250);
	assert_row(pages, 150, "1150");
	assert_false(order_pages_take(
		pages, old, 2, made_page_of_server(2, 250, 1000)));

	assert_int_equal(order_pages_want(pages, 0, 250, out, 8), 3);
	assert_int_equal(order_pages_want(pages, 0, 250, out, 8), 0);
	assert_row(pages, 150, "1150");
	/* One order is new, so all have moved. */
	assert_true(take(pages, 0, made_page_of_server(0, 251, 999)));
	assert_row(pages, 0, "999");
	assert_row(pages, 100, "1100");
	assert_int_equal(order_pages_total(pages), 251);
	assert_int_equal(order_pages_find(pages, "1098"), 99);
	assert_true(take(pages, 1, made_page_of_server(1, 251, 999)));
	assert_row(pages, 100, "1099");
	order_pages_free(pages);
}

static void an_order_on_two_pages_is_found_on_the_fresh_one(void **state)
{
	struct order_pages *pages = order_pages_new();
	(void)state;
	assert_true(take(pages, 0, made_page_of_server(0, 200, 1000)));
	assert_true(take(pages, 1, made_page_of_server(1, 200, 1000)));
	order_pages_expire(pages);
	assert_true(take(pages, 1, made_page_of_server(1, 201, 999)));
	/* 1099 ends the old page 0 and begins the new page 1. */
	assert_int_equal(order_pages_find(pages, "1099"), 100);
	assert_int_equal(order_pages_find(pages, "1098"), 98);
	order_pages_free(pages);
}

/* While somebody reads, orders that come in push the others onto the next page:
 * one of them may be on both. The one that is looked at is meant. */
static void an_order_on_two_pages_is_found_near_the_middle(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[3];

	(void)state;
	take(pages, 0, made_page_of_server(0, 1000, 1000));
	take(pages, 5, made_page(0, 100, 1000, 1003));
	take(pages, 9, made_page_of_server(9, 1000, 1000));
	assert_int_equal(order_pages_find(pages, "1007"), 7);
	order_pages_want(pages, 500, 20, out, 1);
	assert_int_equal(order_pages_find(pages, "1007"), 504);
	assert_int_equal(order_pages_find(pages, "1907"), 907);
	order_pages_want(pages, 610, 20, out, 1);
	assert_int_equal(order_pages_find(pages, "1007"), 504);
	order_pages_want(pages, 910, 20, out, 1);
	assert_int_equal(order_pages_find(pages, "1007"), 7);
	order_pages_free(pages);
}

static void an_empty_list_is_asked_for_again(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[8];
	(void)state;
	assert_true(take(pages, 0, made_page_of_server(0, 0, 0)));
	assert_int_equal(order_pages_total(pages), 0);
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 0);
	order_pages_expire(pages);
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 1);
	assert_int_equal(out[0], 0);
	assert_true(take(pages, 0, made_page_of_server(0, 1, 7)));
	assert_row(pages, 0, "7");
	order_pages_free(pages);
}

/* certcentral-api.md 14.1. */
static void totals_may_be_wrong(void **state)
{
	static const struct {
		const char *what;
		struct {
			long number;
			size_t count;
			long told;
		} answers[4];
		size_t count;
		long total;
	} cases[] = {
		{"smaller than the rows", {{0, 31, 3}}, 1, 31},
		{"not told", {{0, 31, -1}}, 1, 31},
		{"not told, full page", {{0, 100, -1}}, 1, 101},
		{"not told, next page full", {{0, 100, -1}, {1, 100, -1}}, 2,
			201},
		{"not told, next page not full", {{0, 100, -1}, {1, 20, -1}}, 2,
			120},
		{"not told, next page empty", {{0, 100, -1}, {1, 0, -1}}, 2,
			100},
		{"smaller than a full page", {{0, 100, 1}}, 1, 101},
		{"exactly one page", {{0, 100, 100}}, 1, 100},
		{"growing", {{0, 100, 250}, {1, 100, 260}}, 2, 260},
		{"shrinking", {{0, 100, 250}, {1, 100, 220}}, 2, 220},
		{"smaller on the second page", {{0, 100, 250}, {1, 100, 120}},
			2, 250},
		{"empty behind the end", {{0, 100, 250}, {2, 0, 150}}, 2, 150},
		{"empty, but said to go on", {{0, 100, 999}, {5, 0, 999}}, 2,
			101},
		{"empty behind a full page, said to go on",
			{{0, 100, 999}, {1, 0, 999}}, 2, 100},
		{"empty, nothing told", {{0, 100, 150}, {5, 0, -1}}, 2, 150},
		{"more rows than asked for", {{0, 150, 150}}, 1, 150},
		{"more rows, no total", {{0, 150, -1}}, 1, 101},
		{"empty first page", {{0, 0, -1}}, 1, 0},
		{"empty first page, said to go on", {{0, 0, 70}}, 1, 0},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct order_pages *pages = order_pages_new();
		for (size_t j = 0; j < cases[i].count; j++)
			assert_true(take(pages, cases[i].answers[j].number,
				made_page(cases[i].answers[j].number,
					cases[i].answers[j].count,
					cases[i].answers[j].told, 0)));
		if (order_pages_total(pages) != cases[i].total)
			fail_msg("%s: %ld", cases[i].what,
				order_pages_total(pages));
		order_pages_free(pages);
	}
}

/* The surplus belongs to the next page, which may have come too. */
static void rows_beyond_the_limit_do_not_count(void **state)
{
	struct order_pages *pages = order_pages_new();

	(void)state;
	assert_true(take(pages, 0, made_page(0, 150, 400, 0)));
	assert_int_equal(order_pages_loaded(pages), 100);
	assert_int_equal(order_pages_find(pages, "99"), 99);
	assert_int_equal(order_pages_find(pages, "120"), -1);
	assert_row(pages, 120, NULL);
	order_pages_free(pages);
}

/* As from a server whose own limit is below ours. */
static void the_rest_of_a_short_page_is_asked_for(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[8];

	(void)state;
	assert_int_equal(order_pages_begin(pages, 0), 0);
	assert_true(take(pages, 0, rows_from(0, 60, 170)));
	assert_int_equal(order_pages_total(pages), 170);
	assert_int_equal(order_pages_want(pages, 0, 150, out, 8), 2);
	assert_int_equal(out[0], 0);
	assert_int_equal(order_pages_begin(pages, 0), 60);
	assert_int_equal(order_pages_begin(pages, 1), 100);
	assert_row(pages, 60, NULL);
	assert_false(order_pages_is_gap(pages, 60));
	/* Two rows have moved meanwhile: no order stands there twice. */
	assert_true(take(pages, 0, rows_from(58, 30, 170)));
	assert_int_equal(order_pages_loaded(pages), 88);
	assert_row(pages, 59, "59");
	assert_row(pages, 60, "60");
	assert_row(pages, 87, "87");
	order_pages_give_up(pages, order_pages_generation(pages), 1);
	assert_int_equal(order_pages_want(pages, 0, 150, out, 1), 1);
	assert_int_equal(order_pages_begin(pages, 0), 88);
	assert_true(take(pages, 0, rows_from(88, 60, 170)));
	assert_int_equal(order_pages_loaded(pages), 100);
	assert_int_equal(order_pages_want(pages, 0, 150, out, 8), 1);
	assert_int_equal(out[0], 1);
	assert_true(take(pages, 1, rows_from(100, 70, 170)));
	assert_int_equal(order_pages_want(pages, 0, 170, out, 8), 0);
	order_pages_free(pages);
}

/* Counted by the server, but not sent, and the list goes on behind them. */
static void rows_that_never_come_are_gaps(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[8];

	(void)state;
	assert_true(take(pages, 0, rows_from(0, 97, 250)));
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 2);
	assert_true(take(pages, 1, rows_from(100, 100, 250)));
	assert_true(take(pages, 0, rows_from(97, 0, 250)));
	assert_int_equal(order_pages_total(pages), 250);
	assert_false(order_pages_is_gap(pages, 96));
	assert_true(order_pages_is_gap(pages, 97));
	assert_true(order_pages_is_gap(pages, 99));
	assert_false(order_pages_is_gap(pages, 100));
	assert_false(order_pages_is_gap(pages, 200)); /* not asked for */
	assert_false(order_pages_is_gap(pages, 250));
	assert_false(order_pages_is_gap(pages, -1));
	assert_int_equal(order_pages_want(pages, 0, 100, out, 8), 0);
	/* A refresh asks for all of the page. */
	order_pages_expire(pages);
	assert_int_equal(order_pages_want(pages, 0, 48, out, 1), 1);
	assert_int_equal(order_pages_begin(pages, 0), 0);
	assert_true(take(pages, 0, rows_from(0, 100, 250)));
	assert_row(pages, 97, "97");
	order_pages_free(pages);
}

static void what_the_server_does_not_send_is_not_in_the_list(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[8];

	(void)state;
	assert_true(take(pages, 0, rows_from(0, 2, 31)));
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 1);
	assert_true(take(pages, 0, rows_from(2, 0, 31)));
	assert_int_equal(order_pages_total(pages), 2);
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 0);

	order_pages_reset(pages);
	assert_true(take(pages, 0, rows_from(0, 2, 1204)));
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 2);
	assert_true(take(pages, 0, rows_from(2, 0, 1204)));
	assert_true(take(pages, 1, rows_from(100, 0, 1204)));
	assert_int_equal(order_pages_total(pages), 2);
	order_pages_free(pages);
}

/* A recorded answer that is served again and again. */
static void a_server_may_not_know_of_offsets(void **state)
{
	struct order_pages *pages = order_pages_new();
	struct order_page *page;
	long out[8];

	(void)state;
	assert_true(take(pages, 0, rows_from(0, 150, 150)));
	assert_int_equal(order_pages_want(pages, 100, 48, out, 8), 1);
	assert_true(take(pages, 1, rows_from(0, 150, 150)));
	assert_int_equal(order_pages_loaded(pages), 150);
	assert_row(pages, 100, "100");
	assert_row(pages, 149, "149");

	/* The first order has no number that could be read. */
	order_pages_reset(pages);
	page = rows_from(0, 40, 90);
	page->rows[0].id = "";
	assert_true(take(pages, 0, page));
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 1);
	page = rows_from(0, 40, 90);
	page->rows[0].id = "";
	assert_true(take(pages, 0, page));
	assert_int_equal(order_pages_loaded(pages), 40);
	assert_int_equal(order_pages_total(pages), 40);
	order_pages_free(pages);
}

/* The rest of a page is of no use once the page is gone. */
static void a_rest_without_its_page_is_thrown_away(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[1];

	(void)state;
	assert_true(take(pages, 0, rows_from(0, 60, 1000000)));
	assert_int_equal(order_pages_want(pages, 0, 48, out, 1), 1);
	order_pages_want(pages, 999900, 100, out, 1);
	for (long number = 1; number <= ORDER_PAGES_KEPT; number++)
		assert_true(take(pages, number,
			made_page_of_server(number, 1000000, 0)));
	assert_row(pages, 0, NULL);
	assert_true(take(pages, 0, rows_from(60, 40, 1000000)));
	assert_row(pages, 0, NULL);
	assert_int_equal(order_pages_want(pages, 0, 48, out, 1), 1);
	assert_int_equal(order_pages_begin(pages, 0), 0);
	order_pages_free(pages);
}

static void rows_behind_the_end_are_dropped(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[8];
	(void)state;
	for (long number = 0; number < 5; number++)
		assert_true(take(
			pages, number, made_page_of_server(number, 500, 0)));
	assert_true(take(pages, 0, made_page_of_server(0, 150, 0)));
	assert_int_equal(order_pages_total(pages), 150);
	assert_row(pages, 149, "149");
	assert_row(pages, 150, NULL);
	assert_row(pages, 499, NULL);
	assert_int_equal(order_pages_loaded(pages), 150);
	assert_int_equal(order_pages_find(pages, "160"), -1);
	/* When the list grows again they do not come back from the dead. */
	assert_true(take(pages, 1, made_page_of_server(1, 500, 0)));
	assert_row(pages, 199, "199");
	assert_row(pages, 499, NULL);
	assert_int_equal(order_pages_want(pages, 400, 100, out, 8), 2);
	assert_int_equal(out[0], 4);
	assert_int_equal(out[1], 3);
	order_pages_free(pages);
}

static void the_farthest_page_goes(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[1];
	(void)state;
	assert_true(take(pages, 0, made_page_of_server(0, 1000000, 0)));
	for (long number = 1; number < ORDER_PAGES_KEPT; number++)
		assert_true(take(pages, number,
			made_page_of_server(number, 1000000, 0)));
	assert_int_equal(order_pages_loaded(pages), 6400);
	order_pages_want(pages, 999900, 100, out, 1);
	assert_int_equal(out[0], 9999);
	assert_true(take(pages, 9999, made_page_of_server(9999, 1000000, 0)));
	assert_int_equal(order_pages_loaded(pages), 6400);
	assert_row(pages, 0, NULL);
	assert_row(pages, 100, "100");
	assert_row(pages, 999999, "999999");
	/* Back to the top: now that page is the farthest. */
	assert_int_equal(order_pages_want(pages, 0, 48, out, 1), 1);
	assert_int_equal(out[0], 0);
	assert_true(take(pages, 0, made_page_of_server(0, 1000000, 0)));
	assert_row(pages, 0, "0");
	assert_row(pages, 999999, NULL);
	order_pages_free(pages);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_list_knows_nothing),
		cmocka_unit_test(the_first_answer_tells_the_size),
		cmocka_unit_test(the_nearest_to_the_middle_come_first),
		cmocka_unit_test(nothing_is_asked_for_twice),
		cmocka_unit_test(late_answers_are_refused),
		cmocka_unit_test(a_refresh_keeps_the_old_rows),
		cmocka_unit_test(
			an_order_on_two_pages_is_found_on_the_fresh_one),
		cmocka_unit_test(
			an_order_on_two_pages_is_found_near_the_middle),
		cmocka_unit_test(an_empty_list_is_asked_for_again),
		cmocka_unit_test(totals_may_be_wrong),
		cmocka_unit_test(rows_beyond_the_limit_do_not_count),
		cmocka_unit_test(the_rest_of_a_short_page_is_asked_for),
		cmocka_unit_test(rows_that_never_come_are_gaps),
		cmocka_unit_test(
			what_the_server_does_not_send_is_not_in_the_list),
		cmocka_unit_test(a_server_may_not_know_of_offsets),
		cmocka_unit_test(a_rest_without_its_page_is_thrown_away),
		cmocka_unit_test(rows_behind_the_end_are_dropped),
		cmocka_unit_test(the_farthest_page_goes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
