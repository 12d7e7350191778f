/* SPDX-License-Identifier: MIT
 *
 * Lists as CSV (RFC 4180): a line of names, then one a row, every cell quoted.
 * A cell is a member of the row's JSON, so both forms tell the same. What is in
 * a cell is sent as it is, formulas too: those are for the reader to disarm.
 */
#ifndef SANDBOX_LIST_CSV_H
#define SANDBOX_LIST_CSV_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "sandbox/route.h"

struct list_csv_column {
	const char *name; /* in the first line */
	const char *path; /* "certificate.common_name" */
};

/* Whether this Accept ("" if none was sent) asks for CSV by name. */
bool list_csv_is_asked(const char *accept);

/* 200, the type, and the line of names. */
void list_csv_begin(struct route_response *response,
	const struct list_csv_column *columns, size_t count);

/* A line: a list of texts is one cell, with commas; what is absent is empty. */
void list_csv_row(struct buf *out, const cJSON *row,
	const struct list_csv_column *columns, size_t count);

/* One cell; `first` has no comma before it. */
void list_csv_cell(struct buf *out, const char *text, bool first);

#endif
