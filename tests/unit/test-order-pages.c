/* SPDX-License-Identifier: MIT
 *
 * The sparse list. The cases one by one, then a long random run against a
 * simple model: a server whose list changes, answers out of order, late ones
 * of old generations, failures.
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
#include "text.h"

/* Row n of the server's list is the order first + n. */
static struct order_page *
make_page(long number, size_t count, long total, long first)
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

/* The page as a server with `total` rows sends it. */
static struct order_page *server_page(long number, long total, long first)
{
	long left = total - number * ORDER_PAGES_ROWS;
	if (left < 0)
		left = 0;
	if (left > ORDER_PAGES_ROWS)
		left = ORDER_PAGES_ROWS;
	return make_page(number, (size_t)left, total, first);
}

/* What a server with these rows sends from row `begin` on. */
static struct order_page *rows_from(long begin, size_t count, long told)
{
	return make_page(0, count, told, begin);
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
	assert_true(take(pages, 0, server_page(0, 250, 1000)));
	assert_false(order_pages_is_busy(pages));
	assert_int_equal(order_pages_total(pages), 250);
	assert_int_equal(order_pages_loaded(pages), 100);
	assert_row(pages, 0, "1000");
	assert_row(pages, 99, "1099");
	assert_row(pages, 100, NULL);
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 1);
	assert_int_equal(out[0], 1);
	assert_true(take(pages, 1, server_page(1, 250, 1000)));
	assert_true(take(pages, 2, server_page(2, 250, 1000)));
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
		assert_true(take(pages, 20, server_page(20, 1000, 0)));
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
	assert_true(take(pages, 0, server_page(0, 1000, 0)));
	assert_int_equal(order_pages_want(pages, 0, 200, out, 8), 2);
	assert_int_equal(order_pages_want(pages, 0, 200, out, 8), 0);
	order_pages_give_up(pages, generation, 1);
	order_pages_give_up(pages, generation, 7); /* was not asked for */
	order_pages_give_up(pages, generation - 1, 2);
	assert_int_equal(order_pages_want(pages, 0, 200, out, 8), 1);
	assert_int_equal(out[0], 1);
	assert_true(take(pages, 1, server_page(1, 1000, 0)));
	assert_true(order_pages_is_busy(pages));
	assert_true(take(pages, 2, server_page(2, 1000, 0)));
	assert_false(order_pages_is_busy(pages));
	assert_int_equal(order_pages_want(pages, 0, 200, out, 8), 0);
	order_pages_free(pages);
}

static void late_answers_are_refused(void **state)
{
	struct order_pages *pages = order_pages_new();
	unsigned old = order_pages_generation(pages);
	(void)state;
	assert_true(take(pages, 0, server_page(0, 50, 1000)));
	assert_int_not_equal(order_pages_reset(pages), old);
	assert_int_equal(order_pages_total(pages), -1);
	assert_int_equal(order_pages_loaded(pages), 0);
	assert_false(order_pages_take(pages, old, 0, server_page(0, 50, 1000)));
	assert_null(order_pages_row(pages, 0));
	assert_false(take(pages, -1, server_page(0, 50, 1000)));
	assert_false(take(pages, 0, NULL));
	assert_true(take(pages, 0, server_page(0, 50, 2000)));
	assert_row(pages, 0, "2000");
	order_pages_free(pages);
}

static void a_refresh_keeps_the_old_rows(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[8];
	(void)state;
	assert_true(take(pages, 0, server_page(0, 250, 1000)));
	assert_true(take(pages, 1, server_page(1, 250, 1000)));
	assert_int_equal(order_pages_want(pages, 200, 50, out, 8), 1);
	unsigned old = order_pages_generation(pages);
	assert_int_not_equal(order_pages_expire(pages), old);
	assert_false(order_pages_is_busy(pages));
	assert_int_equal(order_pages_total(pages), 250);
	assert_row(pages, 150, "1150");
	assert_false(
		order_pages_take(pages, old, 2, server_page(2, 250, 1000)));

	assert_int_equal(order_pages_want(pages, 0, 250, out, 8), 3);
	assert_int_equal(order_pages_want(pages, 0, 250, out, 8), 0);
	assert_row(pages, 150, "1150");
	/* One order is new, so all have moved. */
	assert_true(take(pages, 0, server_page(0, 251, 999)));
	assert_row(pages, 0, "999");
	assert_row(pages, 100, "1100");
	assert_int_equal(order_pages_total(pages), 251);
	assert_int_equal(order_pages_find(pages, "1098"), 99);
	assert_true(take(pages, 1, server_page(1, 251, 999)));
	assert_row(pages, 100, "1099");
	order_pages_free(pages);
}

static void an_order_on_two_pages_is_found_on_the_fresh_one(void **state)
{
	struct order_pages *pages = order_pages_new();
	(void)state;
	assert_true(take(pages, 0, server_page(0, 200, 1000)));
	assert_true(take(pages, 1, server_page(1, 200, 1000)));
	order_pages_expire(pages);
	assert_true(take(pages, 1, server_page(1, 201, 999)));
	/* 1099 ends the old page 0 and begins the new page 1. */
	assert_int_equal(order_pages_find(pages, "1099"), 100);
	assert_int_equal(order_pages_find(pages, "1098"), 98);
	order_pages_free(pages);
}

static void an_empty_list_is_asked_for_again(void **state)
{
	struct order_pages *pages = order_pages_new();
	long out[8];
	(void)state;
	assert_true(take(pages, 0, server_page(0, 0, 0)));
	assert_int_equal(order_pages_total(pages), 0);
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 0);
	order_pages_expire(pages);
	assert_int_equal(order_pages_want(pages, 0, 48, out, 8), 1);
	assert_int_equal(out[0], 0);
	assert_true(take(pages, 0, server_page(0, 1, 7)));
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
				make_page(cases[i].answers[j].number,
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
	assert_true(take(pages, 0, make_page(0, 150, 400, 0)));
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
		assert_true(
			take(pages, number, server_page(number, 1000000, 0)));
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
		assert_true(take(pages, number, server_page(number, 500, 0)));
	assert_true(take(pages, 0, server_page(0, 150, 0)));
	assert_int_equal(order_pages_total(pages), 150);
	assert_row(pages, 149, "149");
	assert_row(pages, 150, NULL);
	assert_row(pages, 499, NULL);
	assert_int_equal(order_pages_loaded(pages), 150);
	assert_int_equal(order_pages_find(pages, "160"), -1);
	/* When the list grows again they do not come back from the dead. */
	assert_true(take(pages, 1, server_page(1, 500, 0)));
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
	assert_true(take(pages, 0, server_page(0, 1000000, 0)));
	for (long number = 1; number < ORDER_PAGES_KEPT; number++)
		assert_true(
			take(pages, number, server_page(number, 1000000, 0)));
	assert_int_equal(order_pages_loaded(pages), 6400);
	order_pages_want(pages, 999900, 100, out, 1);
	assert_int_equal(out[0], 9999);
	assert_true(take(pages, 9999, server_page(9999, 1000000, 0)));
	assert_int_equal(order_pages_loaded(pages), 6400);
	assert_row(pages, 0, NULL);
	assert_row(pages, 100, "100");
	assert_row(pages, 999999, "999999");
	/* Back to the top: now that page is the farthest. */
	assert_int_equal(order_pages_want(pages, 0, 48, out, 1), 1);
	assert_int_equal(out[0], 0);
	assert_true(take(pages, 0, server_page(0, 1000000, 0)));
	assert_row(pages, 0, "0");
	assert_row(pages, 999999, NULL);
	order_pages_free(pages);
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
	assert_true(take(pages, 3, server_page(3, 350, 0)));
	assert_true(take(pages, 0, server_page(0, 350, 0)));
	order_pages_each(pages, visit, &walk);
	assert_int_equal(walk.count, 150);
	assert_int_equal(walk.rows[99], 99);
	assert_int_equal(walk.rows[100], 300);
	walk = (struct walk){.stop = 7};
	order_pages_each(pages, visit, &walk);
	assert_int_equal(walk.count, 7);
	order_pages_free(pages);
}

/* -- the random run -- */

#define REQUESTS 400
#define STEPS	 200000

static uint32_t seed;

/* A small linear generator: the same run everywhere. */
static long any(long below)
{
	seed = seed * 1664525U + 1013904223U;
	return (long)((seed >> 8) % (uint32_t)below);
}

struct request {
	long number, begin;
	unsigned generation;
	long total, first; /* the server's list when it was asked */
	bool is_capped;	   /* it sends fewer rows than it could */
};

/* What the test knows by itself. */
struct model {
	struct order_pages *pages;
	struct request requests[REQUESTS];
	size_t count;
	long total, first; /* the server's list now */
};

static bool is_open(const struct model *model, long number)
{
	for (size_t i = 0; i < model->count; i++) {
		if (model->requests[i].number == number &&
			model->requests[i].generation ==
				order_pages_generation(model->pages))
			return true;
	}
	return false;
}

static void step_want(struct model *model)
{
	long out[4];
	long top = order_pages_total(model->pages) + 300;
	size_t found = order_pages_want(
		model->pages, any(top) - 150, any(400), out, (size_t)any(5));
	for (size_t i = 0; i < found; i++) {
		assert_false(is_open(model, out[i]));
		assert_true(out[i] >= 0);
		if (model->count == REQUESTS) {
			order_pages_give_up(model->pages,
				order_pages_generation(model->pages), out[i]);
			continue;
		}
		model->requests[model->count++] = (struct request){out[i],
			order_pages_begin(model->pages, out[i]),
			order_pages_generation(model->pages), model->total,
			model->first, any(5) == 0};
	}
}

/* Never nothing where there is something. */
static struct order_page *answer_to(const struct request *request)
{
	long rows = (request->number + 1) * ORDER_PAGES_ROWS - request->begin;
	long left = request->total - request->begin;

	rows = left < rows ? left : rows;
	if (rows > 1 && request->is_capped)
		rows = 1 + any(rows);
	return make_page(0, rows > 0 ? (size_t)rows : 0, request->total,
		request->first + request->begin);
}

static void step_answer(struct model *model)
{
	if (model->count == 0)
		return;
	size_t i = (size_t)any((long)model->count);
	struct request request = model->requests[i];
	model->requests[i] = model->requests[--model->count];
	if (any(10) == 0) {
		order_pages_give_up(
			model->pages, request.generation, request.number);
		return;
	}
	bool current =
		request.generation == order_pages_generation(model->pages);
	bool used = order_pages_take(model->pages, request.generation,
		request.number, answer_to(&request));
	assert_int_equal(used, current);
	/* Rows that came outlive what the rest of their page says. */
	if (current && request.begin == request.number * ORDER_PAGES_ROWS)
		assert_int_equal(
			order_pages_total(model->pages), request.total);
}

static void step_change(struct model *model)
{
	switch (any(20)) {
	case 0:
		model->total = any(3) ? any(20000) : any(3) * 100;
		break;
	case 1:
		order_pages_expire(model->pages);
		break;
	case 2:
		model->first = any(1000000);
		order_pages_reset(model->pages);
		break;
	default:
		break;
	}
}

struct check {
	const struct model *model;
	long last;
	size_t count;
	long base; /* id of row 0 */
};

static bool check_row(void *data, long row, const struct order *order)
{
	struct check *check = data;
	long id = strtol(order->id, NULL, 10);
	if (check->count++ == 0)
		check->base = id - row;
	/* Within a generation and its refreshes the ids only move with
	 * `first`, which changes with a reset. */
	assert_int_equal(id - row, check->base);
	assert_true(row > check->last);
	assert_ptr_equal(order_pages_row(check->model->pages, row), order);
	check->last = row;
	return true;
}

static void check_all(const struct model *model)
{
	struct check check = {.model = model, .last = -1};
	order_pages_each(model->pages, check_row, &check);
	size_t open = 0;
	for (size_t i = 0; i < model->count; i++)
		open += model->requests[i].generation ==
			order_pages_generation(model->pages);
	assert_int_equal(open > 0, order_pages_is_busy(model->pages));
	assert_int_equal(check.count, order_pages_loaded(model->pages));
	assert_true(check.count <= ORDER_PAGES_KEPT * ORDER_PAGES_ROWS);
	assert_true(check.last < order_pages_total(model->pages) ||
		    check.count == 0);
}

static void random_runs_hold(void **state)
{
	struct model model = {.pages = order_pages_new(), .total = 12345};
	(void)state;
	seed = 1;
	for (long i = 0; i < STEPS; i++) {
		if (any(3) == 0)
			step_want(&model);
		else if (any(50) > 0)
			step_answer(&model);
		else
			step_change(&model);
		if (i % 100 == 0)
			check_all(&model);
	}
	order_pages_free(model.pages);
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
	take(pages, 0, server_page(0, 250, 1000));
	take(pages, 2, server_page(2, 250, 1000));
	before = parts_of(pages);
	assert_int_equal(before.count, 2);
	assert_int_equal(before.numbers[1], 2);
	assert_int_equal(before.firsts[1], 200);
	assert_int_equal(before.rows[0], 100);
	assert_int_equal(before.rows[1], 50);
	assert_string_equal(before.ids[1], "1200");
	assert_int_not_equal(before.stamps[0], before.stamps[1]);
	order_pages_expire(pages);
	take(pages, 0, server_page(0, 250, 3000));
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
		cmocka_unit_test(a_part_has_a_new_stamp_with_new_rows),
		cmocka_unit_test(a_new_list_knows_nothing),
		cmocka_unit_test(the_first_answer_tells_the_size),
		cmocka_unit_test(the_nearest_to_the_middle_come_first),
		cmocka_unit_test(nothing_is_asked_for_twice),
		cmocka_unit_test(late_answers_are_refused),
		cmocka_unit_test(a_refresh_keeps_the_old_rows),
		cmocka_unit_test(
			an_order_on_two_pages_is_found_on_the_fresh_one),
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
		cmocka_unit_test(rows_are_visited_in_order),
		cmocka_unit_test(random_runs_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
