/* SPDX-License-Identifier: MIT
 *
 * Cursor arithmetic of a list: which row is selected, which is the first on
 * the screen. No drawing, no data. Rows count from 0; with no rows the cursor
 * is 0.
 */
#ifndef LIST_H
#define LIST_H

struct list {
	long count;  /* rows in all */
	long cursor; /* selected */
	long top;    /* first on the screen */
	int height;  /* rows on the screen */
};

void list_set_count(struct list *list, long count); /* cursor stays inside */
void list_layout(struct list *list, int height);    /* cursor comes into view */
void list_move(struct list *list, long by);	    /* clamped */
void list_go(struct list *list, long to);	    /* clamped */
void list_page(struct list *list, int pages);	    /* PgDn, PgUp */
void list_half_page(struct list *list, int halves); /* Ctrl-D, Ctrl-U */
/* The screen moves; the cursor stays on its row as long as that shows. */
void list_scroll(struct list *list, long by);

#endif
