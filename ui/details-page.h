/* SPDX-License-Identifier: MIT
 *
 * The Order details page as lines: headings, fields (label and value), items
 * and controls, before anyone knows how wide the screen is. The sections write
 * it, the view measures and draws it. Texts live in the page's arena.
 */
#ifndef DETAILS_PAGE_H
#define DETAILS_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "canvas.h"
#include "mem.h"
#include "style.h"

enum details_control {
	DETAILS_NO_CONTROL,
	DETAILS_APPROVAL, /* [Resend approval email] */
	DETAILS_ISSUANCE, /* [Resend Issuance Email] */
	DETAILS_RESEND_DCV,
	DETAILS_CHECK_DCV,
	DETAILS_NOTE,
	DETAILS_ACCESS,
};

enum details_line_kind {
	DETAILS_BLANK,
	DETAILS_HEADING,
	DETAILS_FIELD, /* a label, and a value in the column of values */
	DETAILS_ITEM,  /* a text over the whole width */
};

struct details_line {
	enum details_line_kind kind;
	enum details_control control; /* a field that can be pressed */
	enum style style;	      /* of text and mark */
	const char *label;	      /* dim; NULL: belongs to the line above */
	const char *mark;	      /* before the text, or NULL */
	const char *text;
};

struct details_page {
	struct mem_arena arena;
	struct details_line *lines;
	size_t count, cap;
	const char *heading; /* of a section that has no line yet */
	bool is_folded;	     /* a list on it is not shown whole */
};

void details_page_clear(struct details_page *page);

/* Start a section. Its heading appears with its first line, so that a section
 * without content is not there. The text must live as long as the page. */
void details_page_section(struct details_page *page, const char *heading);

/* NULL and "" values add nothing. Texts are copied. */
void details_page_field(
	struct details_page *page, const char *label, const char *text);
void details_page_fieldf(struct details_page *page, const char *label,
	const char *format, ...) PRINTF_LIKE(3, 4);
/* A value with a mark and a style; mark may be NULL. */
void details_page_marked(struct details_page *page, const char *label,
	const char *mark, enum style style, const char *text);
void details_page_item(struct details_page *page, const char *mark,
	enum style style, const char *text);
void details_page_control(struct details_page *page,
	enum details_control control, enum style style, const char *text);

/* A text in the page's arena. */
const char *details_page_text(
	struct details_page *page, const char *format, ...) PRINTF_LIKE(2, 3);
/* "2026-11-20 14:02 UTC, 3 days ago", or by the day; NULL for DATE_NONE,
 * "invalid" for DATE_INVALID. */
const char *
details_page_time(struct details_page *page, int64_t seconds, int64_t now);
const char *
details_page_day(struct details_page *page, int64_t seconds, int64_t now);
/* "a, b, c"; NULL for an empty list. */
const char *details_page_join(
	struct details_page *page, const char *const *list, size_t count);
/* An address: plain, or "! " and escaped. NULL for NULL. */
const char *details_page_address(struct details_page *page, const char *email);

/* Rows that a line takes at this width, and drawing it at `row` (which may
 * lie above the region: what is outside is dropped). */
int details_page_rows(const struct details_line *line, int width);
void details_page_draw(const struct details_line *line, struct region region,
	int row, bool focused);

#endif
