/* SPDX-License-Identifier: MIT
 *
 * What the files of the filter share: how a parsed one looks.
 */
#ifndef FILTER_PRIVATE_H
#define FILTER_PRIVATE_H

#include <regex.h>

#include "filter.h"

enum filter_kind { FILTER_WORD, FILTER_EXPRESSION, FILTER_RANGE };

/* What the values of a range are. */
enum filter_scale {
	FILTER_NUMBER,	/* an order's number */
	FILTER_SECONDS, /* since 1970 */
	FILTER_TODAY,	/* the same, from the start of this day */
	FILTER_SINCE,	/* how long ago, in seconds */
};

/* The smallest thing that finds something or does not. */
struct filter_atom {
	enum filter_kind kind;
	enum filter_field field;
	char *folded;	/* of a word */
	char *exact;	/* as it was typed, where it has a capital; or NULL */
	bool is_exact;	/* an expression with a capital */
	unsigned gates; /* bits: it can be in the texts of these */
	regex_t search; /* of an expression, in folded text or in the exact */
	enum filter_scale scale;
	int64_t low, high; /* of a range: low <= value < high */
};

struct filter_term {
	bool excludes;
	struct filter_atom *atoms; /* one is enough */
	size_t count, room;
};

struct filter {
	struct filter_term terms[FILTER_TERMS];
	size_t count;
};

/* What a field holds: its kind says how it can be asked for. */
enum filter_holds { FILTER_TEXTS, FILTER_NUMBERS, FILTER_DATES, FILTER_AGES };

const char *filter_field_name(enum filter_field field);
enum filter_holds filter_field_holds(enum filter_field field);
/* "There is no field ...", with the nearest. Returns false. */
bool filter_field_unknown(const char *name, size_t len, struct error *error);

/* The date that a field holds; for the age that of the order. */
int64_t filter_date_of(const struct order *order, enum filter_field field);

/* What stands in a field of a row, as it was sent. The age and what it waits on
 * have no texts. */
struct filter_texts {
	const char *const *items; /* none is NULL */
	size_t count;
	const char *few[2];
	char day[DATE_TEXT_SIZE];
};
void filter_texts_of(const struct order *order, enum filter_field field,
	struct filter_texts *out);

/* "<", "<=", ">", ">=" or ":" and a value that fits the field. */
bool filter_range_parse(struct filter_atom *atom, const char *op,
	const char *value, struct error *error);
/* Whether the row's value lies in it. */
bool filter_range_has(const struct filter_atom *atom, const struct order *order,
	const struct filter_look *look);

/* Sets `search` and `is_exact`; an expression whose cost has no good limit is
 * refused. */
bool filter_expression_parse(
	struct filter_atom *atom, const char *text, struct error *error);

/* The first FILTER_TEXT_MAX bytes, folded. */
void filter_fold(struct buf *out, const char *text);

/* A text as it was sent against a word or an expression. */
bool filter_atom_finds(const struct filter_atom *atom, const char *text);

#endif
