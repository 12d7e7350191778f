/* SPDX-License-Identifier: MIT
 *
 * The window Resend Approval Emails (product.md 2.3): the verified contacts
 * with their addresses in full, who is chosen, how that differs from the last
 * known send, and Send. resend-approval.c has what keys do to it,
 * resend-approval-draw.c how it looks.
 */
#ifndef RESEND_APPROVAL_H
#define RESEND_APPROVAL_H

#include "line-edit.h"
#include "list.h"
#include "resend.h"
#include "resend-window.h"

enum resend_approval_stop {
	RESEND_APPROVAL_LIST,
	RESEND_APPROVAL_CANCEL,
	RESEND_APPROVAL_SEND,
	RESEND_APPROVAL_STOPS,
};

/* One contact as it is shown. */
struct resend_approval_row {
	size_t contact;	     /* index in the plan */
	const char *address; /* escaped where it is not plain ASCII */
	bool odd;	     /* it was: marked "!" */
	int top, height;     /* lines within the list */
};

/* Where things stand; made by layout, read by draw. */
struct resend_approval_places {
	int rows, cols, inner; /* inner: columns for text */
	int intro;	       /* which of the introductions */
	int intro_rows, gap;
	int list_rows, list_total; /* lines on the screen, in all */
	int more_rows, status_rows;
	int address_cols, kind_cols; /* columns of the table */
	int scroll;		     /* first line of the list on the screen */
};

#define RESEND_APPROVAL_INTROS 3 /* whole, short, none */

struct resend_approval {
	struct resend_window window;
	bool planned; /* the contacts are known */
	struct resend_plan plan;
	bool show_why; /* those who cannot be chosen too */
	char filter[LINE_EDIT_MAX];
	struct resend_approval_row *rows;
	size_t row_count;
	struct list list;
	char *keep; /* the address that the cursor goes back to; NULL */
	enum resend_approval_stop focus;

	/* Texts that follow from what is known; in the arena. */
	struct mem_arena texts;
	const char *title, *short_title; /* the order's number in both */
	const char *intros[RESEND_APPROVAL_INTROS];
	const char *waiting; /* instead of a list: loading, failed, nobody */
	/* "1 more contact cannot be chosen (v shows why)"; "" */
	const char *more, *short_more;
	const char *status; /* above the buttons; "" */
	enum style status_style;
	char dropped[ERROR_TEXT_SIZE]; /* who was chosen and cannot be now */
	char may_not[ERROR_TEXT_SIZE]; /* why Send is off; "" if it is not */

	struct resend_approval_places places;
};

/* Opens the window for an order; `again`: in spite of an unknown send. */
void resend_approval_open(struct app *app, const char *order_id, bool again);

/* resend-approval-text.c: all texts and rows anew, after any change. */
void resend_approval_describe(struct resend_approval *approval);
const struct resend_contact *
resend_approval_contact(const struct resend_approval *approval, size_t row);

/* resend-approval-draw.c: three of the view's operations. */
void resend_approval_size(const struct view *view, int max_rows, int max_cols,
	int *rows, int *cols);
void resend_approval_layout(struct view *view, int rows, int cols);
void resend_approval_draw(const struct view *view, struct region region);
/* Its commands, for all that looks through the keys of every view. */
const struct command *resend_approval_commands(size_t *count);

#endif
