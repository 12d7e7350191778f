/* SPDX-License-Identifier: MIT
 *
 * Lists as CSV (RFC 4180): a line of names, then one a row, every cell quoted.
 * A column is the path of a member in the row's JSON, as scripts for the real
 * service read it: "certificate.common_name". What is in
 * a cell is sent as it is, formulas too: those are for the reader to disarm.
 */
#ifndef SANDBOX_LIST_CSV_H
#define SANDBOX_LIST_CSV_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "sandbox/route.h"

/*
 * Whether CSV is asked for: by Accept, or by content_type=csv in the query, as
 * clients do that follow the console's own download.
 */
bool list_csv_is_asked(const struct route_request *request);

/* 200, the type, the file's name if attachment_filename asks for one, and the
 * line of names: the columns themselves. */
void list_csv_begin(const struct route_request *request,
	struct route_response *response, const char *const *columns,
	size_t count);

/* A line: a list of texts is one cell, with commas; what is absent is empty. */
void list_csv_row(struct buf *out, const cJSON *row, const char *const *columns,
	size_t count);

/* One cell; `first` has no comma before it. */
void list_csv_cell(struct buf *out, const char *text, bool first);

#endif
