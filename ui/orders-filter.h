/* SPDX-License-Identifier: MIT
 *
 * The filter of the Orders page as it is typed ("/"): the last one that was
 * right stays until the next one is, and is remembered for n and N when it is
 * taken away.
 */
#ifndef ORDERS_FILTER_H
#define ORDERS_FILTER_H

#include <stdbool.h>

#include "filter-index.h"
#include "store.h"

struct orders_filter {
	struct filter *filter; /* NULL: none */
	char *text;	       /* of it; "" */
	struct filter *last;   /* what n and N look for without one; NULL */
	char *last_text;       /* of that */
	struct filter_index *index;
	struct error error; /* of what is being typed; ERROR_NONE */
};

void orders_filter_init(struct orders_filter *filter);
void orders_filter_clear(struct orders_filter *filter); /* frees */

/* False: it is wrong, `error` says how, and what was there stays. */
bool orders_filter_set(struct orders_filter *filter, const char *text);
/* Take it away, also what is wrong, and remember it for n and N. */
void orders_filter_leave(struct orders_filter *filter);
bool orders_filter_is_on(const struct orders_filter *filter);
/* There is something that n and N can look for. */
bool orders_filter_can_search(const struct orders_filter *filter);

/* What a filter needs to know of rows beside themselves. */
struct filter_look orders_filter_look(const struct store *store);

#endif
