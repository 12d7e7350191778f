/* SPDX-License-Identifier: MIT
 *
 * What may stand at the end of a line, for who types it: a source names what
 * there is, this keeps what fits to what was typed. The best fits come first:
 * what begins with it, what holds it, what is described by it. Pure.
 */
#ifndef COMPLETE_H
#define COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "line-edit.h"
#include "mem.h"

#define COMPLETE_MAX 100 /* that are kept; all are counted */

enum complete_fit {
	COMPLETE_BEGINS,
	COMPLETE_HOLDS,
	COMPLETE_DESCRIBED,
	COMPLETE_FITS, /* how many there are, and: it does not fit */
};

struct complete_item {
	const char *text; /* takes the place of what was typed */
	const char *keys; /* that do the same: "Enter l"; "" */
	const char *about;
	const char *why_not; /* not available, and why; "": it is */
	bool goes_on;	     /* something stands behind it */
	enum complete_fit fit;
};

struct view;
struct complete;

/*
 * Names what there is for `text` by complete_add, in the order in which it is
 * to be shown; it is called once for each way to fit. What does not depend on
 * the beginning of the text calls complete_from first.
 */
typedef void (*complete_fn)(
	struct complete *complete, const struct view *view, const char *text);

struct complete {
	struct mem_arena arena;
	struct complete_item *items; /* COMPLETE_MAX of them; NULL: none yet */
	size_t count;
	size_t fits;		  /* those that were not kept among them */
	size_t from;		  /* byte where what is completed begins */
	char text[LINE_EDIT_MAX]; /* all of what was typed */
	enum complete_fit wanted; /* of this round */
};

/* A zeroed struct is empty. All texts of the items are copies. */
void complete_fill(struct complete *complete, complete_fn source,
	const struct view *view, const char *text);
void complete_clear(struct complete *complete); /* frees; empty again */

/* -- for sources -- */

/* What is completed begins at this byte of the text; 0 at first. */
void complete_from(struct complete *complete, size_t from);
/* What was typed of it: text[from..]. */
const char *complete_typed(const struct complete *complete);
/* Whether it would be kept in this round: for what costs something to make. */
bool complete_wants(
	const struct complete *complete, const char *text, const char *about);
/* The texts are copied; NULL stands for "". `fit` need not be set. */
void complete_add(struct complete *complete, const struct complete_item *item);

/* -- for who shows them -- */

/* How far all that begin with what was typed agree; at least as far as that, a
 * number of bytes of the first one's text. 0: none begins with it. */
size_t complete_common(const struct complete *complete);

#endif
