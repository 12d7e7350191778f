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
#include "order.h"

#define ORDER_QUERY_FILTERS 32
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

/* The filters that the server takes, as one table. */
enum order_query_kind {
	ORDER_QUERY_ORDER,   /* an order number */
	ORDER_QUERY_NUMBER,  /* an id */
	ORDER_QUERY_STATUS,  /* "pending", "waiting_pickup"; labels are taken */
	ORDER_QUERY_NAME_ID, /* of a product: "ssl_ev_securesite_flex" */
	ORDER_QUERY_DATE,    /* a day, a range, a comparison, "+60d" */
	ORDER_QUERY_FLAG,    /* 1 or 0; yes and no are taken */
	ORDER_QUERY_ORIGIN,  /* certcentral or migrated */
	ORDER_QUERY_SERIAL,  /* hexadecimal */
	ORDER_QUERY_TEXT,
};
struct order_query_field {
	const char *name;  /* the server's: "product_name_id" */
	const char *label; /* "Product" */
	enum order_query_kind kind;
};
size_t order_query_field_count(void);
const struct order_query_field *order_query_field(size_t index);
/* NULL: the server has no such filter. */
const struct order_query_field *order_query_field_find(const char *name);

void order_query_init(
	struct order_query *query); /* date created, newest first */

/* False: no such filter name, too many, or the value is too long. */
MUST_CHECK bool order_query_add(struct order_query *query, const char *name,
	const char *value, struct error *error);

/* All filters of this name. */
void order_query_remove(struct order_query *query, const char *name);

/* Whether an order of this status passes the query's filters on the status.
 * `issued` lets expired ones pass, as the server's does (2.1). */
bool order_query_has_status(
	const struct order_query *query, const struct order *order);

/* The same filters in the same order. */
bool order_query_same_rows(
	const struct order_query *a, const struct order_query *b);
/* And the same sort. */
bool order_query_equal(
	const struct order_query *a, const struct order_query *b);

/*
 * A query as one line that a person can read, edit and keep:
 *
 *   status=pending product_name_id=a,b common_name="two words" sort=valid_till
 *
 * Values of one filter are separated by commas; one with a blank, a comma or a
 * quotation mark stands in quotation marks (a mark inside is doubled). `sort`
 * is left out where it is -date_created. Printing and parsing give the same
 * query.
 */
void order_query_print(const struct order_query *query, struct buf *out);
/* False: *query is as it was and *error names what is wrong. The values are
 * made what the server wants ("Pending" to pending, "yes" to 1). */
MUST_CHECK bool order_query_parse(
	struct order_query *query, const char *line, struct error *error);
/* Adds the values of one filter, "a,b", as the line has them; between order
 * numbers blanks will do. False and *error: one of them is none, and nothing
 * was added. */
MUST_CHECK bool order_query_add_list(struct order_query *query,
	const char *name, const char *values, struct error *error);
/* The values of one filter as the line has them; adds nothing if none. */
void order_query_print_list(
	const struct order_query *query, const char *name, struct buf *out);

/* "filters%5Bstatus%5D=pending&sort=-date_created&limit=100&offset=0".
 * `search` values get their leading % from the caller ("%text" contains). A
 * date "+60d" becomes the days from today to 60 days from now, "-30d" those
 * from 30 days ago to today: 2026-11-20...2027-01-19. */
void order_query_write(const struct order_query *query, long offset, long limit,
	struct buf *out);

/* "status" -> ORDER_QUERY_BY_STATUS, by the server's name or a shorter one (id,
 * date, validity, name, product); *descending: whether a '-' leads. */
MUST_CHECK bool order_query_sort_from(
	const char *name, enum order_query_sort *sort, bool *descending);
const char *order_query_sort_wire(enum order_query_sort sort); /* "status" */
const char *
order_query_sort_label(enum order_query_sort sort); /* "order date" */

/* "+60d" and "-30d" as days from today; false for anything else. */
MUST_CHECK bool order_query_days(const char *value, long *days);

/* A percent-encoded value, RFC 3986 unreserved characters as they are. */
void order_query_escape(struct buf *out, const char *text);

/* The views 1-7 of product.md 2.1 (a table). Index 0 is view 1. */
struct order_query_view {
	const char *name;    /* "Approval waiting" */
	const char *word;    /* "approval", for --view */
	const char *filters; /* a line, without the sort */
	enum order_query_sort sort;
	bool descending;
};
size_t order_query_view_count(void);
const struct order_query_view *order_query_view(size_t index);
void order_query_from_view(
	struct order_query *query, const struct order_query_view *view);

#endif
