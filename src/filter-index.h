/* SPDX-License-Identifier: MIT
 *
 * The pages of a list made ready for filters, kept from one key to the next:
 * only pages that have changed are made ready again. A run goes through all
 * pages that are there; those that it did not see are forgotten, so that the
 * memory is bounded by what the list holds.
 */
#ifndef FILTER_INDEX_H
#define FILTER_INDEX_H

#include "filter-page.h"

struct filter_index;

struct filter_index *filter_index_new(void);
void filter_index_free(struct filter_index *index); /* NULL is allowed */

void filter_index_begin(struct filter_index *index);
/* The page ready for filter_page_match; lent until the end of the run. `stamp`
 * is another one when the rows of the page are. */
const struct filter_page *filter_index_page(struct filter_index *index,
	long number, unsigned stamp, const struct order *rows, size_t count);
void filter_index_end(struct filter_index *index);

size_t filter_index_bytes(const struct filter_index *index);

#endif
