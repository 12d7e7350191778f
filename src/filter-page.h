/* SPDX-License-Identifier: MIT
 *
 * A page of rows made ready for a filter: their texts, folded, one behind the
 * other, so that a word is looked for once in a page and not once in a row.
 * What several rows have in common (a status, a product) stands there once.
 */
#ifndef FILTER_PAGE_H
#define FILTER_PAGE_H

#include "filter.h"

#define FILTER_PAGE_ROWS 128 /* most rows of a page */

/* A set of rows. */
struct filter_rows {
	uint64_t bits[FILTER_PAGE_ROWS / 64];
};

static inline bool filter_rows_has(const struct filter_rows *rows, size_t row)
{
	return rows->bits[row / 64] >> row % 64 & 1;
}

/* The texts of one field that are the same in all of these rows. */
struct filter_line {
	struct filter_rows rows;
	uint32_t at; /* in the page's text, up to where the next begins */
	uint32_t field;
};

struct filter_page {
	char *text; /* each with its NUL */
	size_t len;
	struct filter_line *lines;
	size_t count, room;
	size_t rows;
	/* Where the lines of a field begin; those of the last end at count. */
	size_t first[FILTER_FIELDS + 1];
};

void filter_page_init(struct filter_page *page);
void filter_page_clear(struct filter_page *page); /* as after init */
/* At most FILTER_PAGE_ROWS rows, which are not kept. */
void filter_page_build(
	struct filter_page *page, const struct order *rows, size_t count);
size_t filter_page_bytes(const struct filter_page *page);

/* The rows that match. `rows` are those that the page was built of. */
struct filter_rows
filter_page_match(const struct filter_page *page, const struct filter *filter,
	const struct order *rows, const struct filter_look *look);

#endif
