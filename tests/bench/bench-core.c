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

#include "buf.h"
#include "order-json.h"

#define ROUNDS	  200
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
	buf_clear(&text);
	return 0;
}
