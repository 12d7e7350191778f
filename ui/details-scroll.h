/* SPDX-License-Identifier: MIT
 *
 * A details page on the screen: which of its rows are seen, and which of its
 * controls has the focus. The page itself is made anew in every layout; what
 * is kept here are a row and the name of a control.
 */
#ifndef DETAILS_SCROLL_H
#define DETAILS_SCROLL_H

#include "details-page.h"

struct details_scroll {
	struct details_page page; /* filled by the owner */
	int *first_row;		  /* of each line; one more at the end */
	int width, height, top;
	enum details_control focus;
	bool show_focus; /* the focus has moved: bring it on the screen */
};

void details_scroll_clear(struct details_scroll *scroll);
/* To the top, without a focus: another order. */
void details_scroll_reset(struct details_scroll *scroll);

/* The page was filled: measure it, correct the scroll position. */
void details_scroll_layout(struct details_scroll *scroll, int rows, int cols);
void details_scroll_draw(
	const struct details_scroll *scroll, struct region region);
int details_scroll_rows(const struct details_scroll *scroll); /* of the page */

/* As far as the page goes. Sections: the nearest heading below, above. */
void details_scroll_to(struct details_scroll *scroll, int top);
void details_scroll_by(struct details_scroll *scroll, int rows);
void details_scroll_next_section(struct details_scroll *scroll);
void details_scroll_previous_section(struct details_scroll *scroll);

/* "rows 14-34 of 77  Order Details (3 of 8)": which section the first row on
 * the screen belongs to. */
void details_scroll_write_place(
	const struct details_scroll *scroll, struct buf *out);

/* Whether something of the section with this heading is on the screen. */
bool details_scroll_shows(
	const struct details_scroll *scroll, const char *heading);

/* The next control of the page in this direction (1, -1), around its ends.
 * False: there is none. */
bool details_scroll_move_focus(struct details_scroll *scroll, int by);
/* What cannot be seen is not pressed: it is brought on the screen first, a
 * page without a focus gets one. True: the focus may be pressed. */
bool details_scroll_may_press(struct details_scroll *scroll);

#endif
