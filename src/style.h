/* SPDX-License-Identifier: MIT
 *
 * What a text means, not how it looks: that is a theme's (theme.h), and only
 * screen-curses turns it into colours and attributes (product.md 2.4). Never
 * the only carrier of meaning: a word or a mark stands beside it.
 */
#ifndef STYLE_H
#define STYLE_H

enum style {
	STYLE_TEXT,
	STYLE_DIM,     /* labels, what is not available, placeholders */
	STYLE_HEADING, /* section headings, column heads */
	STYLE_TITLE,   /* the title line */
	STYLE_TAB,     /* a view's name in the row of views */
	STYLE_TAB_ACTIVE,
	STYLE_SELECTED, /* the key columns of the selected row */
	STYLE_FOCUS,	/* the focused control or button */
	STYLE_CONTROL,	/* a control that is not focused */
	STYLE_DISABLED,
	STYLE_MATCH,	      /* what a filter found */
	STYLE_SELECTED_MATCH, /* the same in the key columns */
	STYLE_BLOCKER,	      /* the gate that blocks: bold */
	STYLE_OK,	      /* done, issued */
	STYLE_PENDING,	      /* yellow */
	STYLE_MAILED,	      /* cyan: Emailed to Recipient */
	STYLE_BAD,	      /* red: revoked, rejected, canceled, errors */
	STYLE_EXPIRED,	      /* magenta */
	STYLE_WARNING,
	STYLE_ERROR,
	STYLE_KEY, /* a key's name in hints and help */
	STYLE_BORDER,
	STYLES,
};

/* One letter a style, for scenes: STYLE_TEXT is '.'. */
char style_letter(enum style style);
/* "pending", "tab_active": stable, for the configuration. */
const char *style_name(enum style style);
/* STYLES for no such name. */
enum style style_find(const char *name);

#endif
