/* SPDX-License-Identifier: MIT
 *
 * What is exported, as what, and where to: the window of `x`, and the words of
 * `:export`.
 */
#ifndef EXPORT_FORM_H
#define EXPORT_FORM_H

#include <stdbool.h>

#include "error.h"
#include "option.h"

struct view;

struct export_choice {
	enum option_format format;
	bool all;	  /* on the server; else what is loaded */
	bool marked;	  /* of what is loaded only what is marked */
	bool as_shown;	  /* the columns of the list; else all fields */
	const char *path; /* or "|command" */
};

/* What the list would export now, for the window. */
struct export_now {
	long loaded, total; /* rows; total -1: not known */
	long marked;	    /* of the rows that are loaded */
	bool has_filter;    /* of the loaded rows, for all on the server, too */
};

typedef void (*export_form_fn)(
	struct view *owner, const struct export_choice *choice);

void export_form_open(
	struct view *owner, const struct export_now *now, export_form_fn done);

/* "FILE [csv|tsv|json|text]" or "|COMMAND", also "csv |COMMAND"; without a word
 * for it the file's ending tells the format, else it is csv. *choice keeps
 * `all` and `as_shown`; path points into out. False and *error: no file. */
MUST_CHECK bool export_form_read(const char *words, char *out, size_t size,
	struct export_choice *choice, struct error *error);

#endif
