/* SPDX-License-Identifier: MIT
 *
 * Orders as the text of a file: csv, tsv, text, json. The same writers as those
 * of `certdesk orders --format`; everything goes through the text gate, as
 * UTF-8 whatever the terminal takes.
 */
#ifndef EXPORT_ROWS_H
#define EXPORT_ROWS_H

#include <stdbool.h>

#include "buf.h"
#include "columns.h"
#include "option.h"
#include "store.h"

struct export_rows {
	enum option_format format;
	/* Columns of the list, whole and in its order; else all fields that
	 * `orders` has. json has the order's own members in any case. */
	bool as_shown;
	struct columns_choice columns;
	/* A mark by which spreadsheets know UTF-8, before csv. */
	bool has_mark;
	const struct store *store;
};

void export_rows_head(const struct export_rows *rows, struct buf *out);
void export_rows_add(const struct export_rows *rows, const struct order *order,
	bool is_first, struct buf *out);
void export_rows_tail(
	const struct export_rows *rows, long total, struct buf *out);

/* "csv" and so on; false: no such. */
bool export_rows_format(const char *word, enum option_format *format);
const char *export_rows_ending(enum option_format format);

#endif
