/* SPDX-License-Identifier: MIT
 *
 * What costs time and memory inside the process, without terminal and network.
 *
 *	bench-core PAGE.json > FIGURES
 *
 * PAGE.json is one answer of the list with 100 orders. One figure a line: NAME
 * FIGURE VALUE. Medians of many rounds.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "attr.h"
#include "buf.h"
#include "filter-page.h"
#include "mem.h"
#include "order-json.h"

#define ROUNDS	  200
#define PAGES	  1000 /* of 100 rows each, for the filter */
#define PAGE_MOST ((size_t)16 << 20)

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), compare);
	return values[count / 2];
}

static void read_all(const char *path, struct buf *out)
{
	FILE *stream = fopen(path, "r");
	char part[65536];
	size_t got;

	buf_init(out, PAGE_MOST);
	if (stream == NULL) {
		perror(path);
		exit(1);
	}
	while ((got = fread(part, 1, sizeof(part), stream)) > 0)
		buf_add(out, part, got);
	fclose(stream);
}

static struct order_page *decode(const struct buf *text)
{
	struct error error;
	struct order_page *page =
		order_json_page(buf_text(text), text->len, false, &error);

	if (page == NULL || page->count == 0) {
		fprintf(stderr, "bench-core: this is no page of orders\n");
		exit(1);
	}
	return page;
}

/* Text to rows and back to nothing: gate, parse, read, free. */
static void measure_page(const struct buf *text)
{
	double rounds[ROUNDS], ms;

	for (int i = 0; i < ROUNDS; i++) {
		double start = now_ms();

		order_page_free(decode(text));
		rounds[i] = now_ms() - start;
	}
	ms = median(rounds, ROUNDS);
	printf("page ms %.2f\n", ms);
	printf("page mb_per_s %.0f\n", (double)text->len / ms / 1e3);
}

/* What one row of the list holds in memory. */
static void measure_row(const struct buf *text)
{
	struct order_page *page = decode(text);

	printf("row bytes %zu\n",
		(sizeof(*page) + page->arena.bytes) / page->count);
	order_page_free(page);
}

static volatile uint64_t found; /* so that the compiler keeps the work */

/* One key while a filter is typed: all rows that are loaded are looked at. */
static double filter_all(const struct filter_page *pages,
	const struct order_page *rows, const char *text)
{
	static const struct filter_look nothing;
	struct filter *filter = filter_new(text, NULL);
	double start = now_ms();

	for (int i = 0; i < PAGES; i++)
		found ^= filter_page_match(
			&pages[i], filter, rows->rows, &nothing)
				 .bits[0];
	start = now_ms() - start;
	filter_free(filter);
	return start;
}

static void measure_filter(const struct buf *text)
{
	static const char *const typed[] = {"p", "pe", "pen", "pend", "!issued",
		"status:pending", "name:shop date>2026-01-01"};
	struct order_page *page = decode(text);
	struct filter_page *pages = mem_array(PAGES, sizeof(*pages));
	double rounds[ARRAY_LEN(typed) * 9];

	for (int i = 0; i < PAGES; i++)
		filter_page_build(&pages[i], page->rows, page->count);
	for (size_t i = 0; i < ARRAY_LEN(rounds); i++)
		rounds[i] =
			filter_all(pages, page, typed[i % ARRAY_LEN(typed)]);
	printf("filter ms %.2f\n", median(rounds, ARRAY_LEN(rounds)));
	for (int i = 0; i < PAGES; i++)
		filter_page_clear(&pages[i]);
	free(pages);
	order_page_free(page);
}

int main(int argc, char **argv)
{
	struct buf text;

	if (argc != 2) {
		fprintf(stderr, "usage: bench-core PAGE.json\n");
		return 2;
	}
	read_all(argv[1], &text);
	measure_page(&text);
	measure_row(&text);
	measure_filter(&text);
	buf_clear(&text);
	return 0;
}
