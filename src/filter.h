/* SPDX-License-Identifier: MIT
 *
 * The filter language of "/" (product.md 3). A filter is parsed once and then
 * matched against rows:
 *
 *   pending shop        words, all of them have to be found somewhere in a row
 *   !reissue            excludes
 *   ev|ov               either
 *   "secure site"       with blanks
 *   ~^vpn[0-9]+         an extended regular expression
 *   name:shop           in one field; status:pending|issued inherits the field
 *   date>2026-01-01     dates, numbers and ages also by < > <= >=
 *
 * Without regard to case (Unicode folding) unless a capital is typed.
 *
 * Everything is bounded: the length of a filter, its terms, what is looked at
 * of one text of a row, and what an expression may repeat.
 */
#ifndef FILTER_H
#define FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "error.h"
#include "order.h"
#include "waiting.h"

#define FILTER_MAX	1024 /* bytes of a filter, with the NUL */
#define FILTER_TERMS	16
#define FILTER_ATOMS	128 /* words and alternatives, all in all */
#define FILTER_TEXT_MAX 512 /* bytes looked at of one text of a row */

/* What a row can be asked for. */
enum filter_field {
	FILTER_ANY, /* a word without a field: all but the age */
	FILTER_ORDER,
	FILTER_NAME,
	FILTER_DOMAIN,
	FILTER_STATUS,
	FILTER_VALIDITY,
	FILTER_DATE,
	FILTER_END,
	FILTER_PRODUCT,
	FILTER_ORGANIZATION,
	FILTER_DIVISION,
	FILTER_WAITING,
	FILTER_AGE,
	FILTER_FIELDS,
};

/* What does not stand in the row itself. */
struct filter_look {
	/* NULL: what rows wait on is not known here. */
	struct waiting (*waiting)(void *data, const struct order *order);
	void *data;
	int64_t now; /* s, UTC */
};

struct filter;

/* NULL and *error (ERROR_USAGE, one sentence for who typed it, with the nearest
 * name where one is wrong). A text without a word in it is a filter that
 * matches everything. */
struct filter *filter_new(const char *text, struct error *error);
void filter_free(struct filter *filter); /* NULL is allowed */

/* NULL and a filter without terms match everything. */
bool filter_is_empty(const struct filter *filter);
/* A term of it is about this field by name. */
bool filter_asks_for(const struct filter *filter, enum filter_field field);

/* One row. For many see filter-index.h. */
bool filter_matches(const struct filter *filter, const struct order *order,
	const struct filter_look *look);

/* By name or by another name for it: "order", "id". FILTER_ANY: none. */
enum filter_field filter_field_find(const char *name, size_t len);
/* "order, name, domain, ..." */
void filter_field_list(struct buf *out);

/*
 * For highlighting: what of `text`, which stands in a column for `field`, the
 * filter has found. marks[i] is set to 1 for each byte, and to 0 for all
 * others. Of a text of more than FILTER_TEXT_MAX bytes nothing is told, and
 * marks are not touched. False: nothing.
 */
bool filter_mark(const struct filter *filter, enum filter_field field,
	const char *text, unsigned char *marks);

#endif
