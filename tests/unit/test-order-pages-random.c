/* SPDX-License-Identifier: MIT
 *
 * The sparse list in a long random run against a simple model: a server whose
 * list changes, answers out of order, late ones of old generations, failures.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "order-pages.h"
#include "tests/support/amount.h"
#include "tests/support/made-page.h"

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
	return made_page(0, rows > 0 ? (size_t)rows : 0, request->total,
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
	for (long i = 0; i < amount_of(STEPS); i++) {
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_runs_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
