/* SPDX-License-Identifier: MIT
 *
 * The list above a line that is typed: what may stand there, with
 * descriptions, narrower with each letter. Tab completes as far as all agree,
 * then goes through the list and puts each into the line; Shift-Tab goes back;
 * behind the last stands what was typed.
 */
#ifndef LINE_COMPLETE_H
#define LINE_COMPLETE_H

#include "buf.h"
#include "complete.h"
#include "line-edit.h"

#define LINE_COMPLETE_ROWS 10 /* most that the list shows */

struct line_complete {
	struct complete list;
	complete_fn source; /* NULL: nothing is offered */
	const struct view *view;
	bool is_shown;
	bool is_silent; /* the line's owner says more than the list would */
	long selected;	/* in the line; -1: what was typed */
};

/* For this line from now on. at_once: without waiting for Tab, and with a
 * summary. */
void line_complete_open(struct line_complete *self, complete_fn source,
	const struct view *view, const char *text, bool at_once);
void line_complete_close(struct line_complete *self); /* frees */
/* Something else stands in the line. */
void line_complete_changed(struct line_complete *self, const char *text);
/* Tab (1), Shift-Tab (-1): false if there is nothing to complete. */
bool line_complete_turn(
	struct line_complete *self, struct line_edit *edit, int by);

/* The rows of the list, at most `max`; 0: none is shown. */
int line_complete_rows(const struct line_complete *self, int max);
void line_complete_draw(const struct line_complete *self, struct region region);
/* The sentence about the list: the selected one's description, or how many
 * there are. "" while none is shown. */
void line_complete_summary(const struct line_complete *self, struct buf *out);

#endif
