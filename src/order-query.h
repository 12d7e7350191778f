/* SPDX-License-Identifier: MIT
 *
 * What is asked of the list: filters, sort, page; to a query string. Names and
 * rules: certcentral-api.md 1.1 and 2.1 (orders/list-orders). A plain value.
 */
#ifndef ORDER_QUERY_H
#define ORDER_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"

#define ORDER_QUERY_FILTERS 16
#define ORDER_QUERY_VALUE   192

/* Sort keys that the server takes. */
enum order_query_sort {
	ORDER_QUERY_BY_ID,
	ORDER_QUERY_BY_DATE_CREATED,
	ORDER_QUERY_BY_VALID_TILL,
	ORDER_QUERY_BY_COMMON_NAME,
	ORDER_QUERY_BY_STATUS,
	ORDER_QUERY_BY_PRODUCT,
	ORDER_QUERY_SORTS,
};

struct order_query_filter {
	char name[40]; /* "status", "product_name_id", ... one of the table */
	char value[ORDER_QUERY_VALUE]; /* unescaped */
};

struct order_query {
	/* The same name may come again: filters[name][0], [1], ... */
	struct order_query_filter filters[ORDER_QUERY_FILTERS];
	size_t filter_count;
	enum order_query_sort sort;
	bool descending;
};

void order_query_init(
	struct order_query *query); /* date created, newest first */

/* False: no such filter name, too many, or the value is too long. */
MUST_CHECK bool order_query_add(struct order_query *query, const char *name,
	const char *value, struct error *error);

/* All filters of this name. */
void order_query_remove(struct order_query *query, const char *name);

/* The same filters in the same order, and the same sort. */
bool order_query_equal(
	const struct order_query *a, const struct order_query *b);

/* "filters%5Bstatus%5D=pending&sort=-date_created&limit=100&offset=0".
 * `search` values get their leading % from the caller ("%text" contains). */
void order_query_write(const struct order_query *query, long offset, long limit,
	struct buf *out);

/* "status" -> ORDER_QUERY_BY_STATUS, by the server's name or a shorter one (id,
 * date, validity, name, product); *descending: whether a '-' leads. */
MUST_CHECK bool order_query_sort_from(
	const char *name, enum order_query_sort *sort, bool *descending);
const char *order_query_sort_wire(enum order_query_sort sort); /* "status" */
const char *
order_query_sort_label(enum order_query_sort sort); /* "order date" */

/* A percent-encoded value, RFC 3986 unreserved characters as they are. */
void order_query_escape(struct buf *out, const char *text);

/* The views 1-7 of product.md 2.1 (a table). Index 0 is view 1. */
struct order_query_view {
	const char *name; /* "Approval waiting" */
	const char *word; /* "approval", for --view */
	/* "status=pending product_name_id=a,b"; a value "+60d" becomes the days
	 * from today to 60 days from now: 2026-11-20...2027-01-19 */
	const char *filters;
	enum order_query_sort sort;
	bool descending;
};
size_t order_query_view_count(void);
const struct order_query_view *order_query_view(size_t index);
/* By number ("3"), name or word; -1 if there is none. */
int order_query_view_find(const char *text);
void order_query_from_view(
	struct order_query *query, const struct order_query_view *view);

#endif
