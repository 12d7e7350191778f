/* SPDX-License-Identifier: MIT
 *
 * Lines have different heights; first_row says where each begins, so that
 * everything else is arithmetic with rows.
 */
#include "details-scroll.h"

#include <stdlib.h>
#include <string.h>

int details_scroll_rows(const struct details_scroll *scroll)
{
	return scroll->first_row != NULL ? scroll->first_row[scroll->page.count]
					 : 0;
}

void details_scroll_clear(struct details_scroll *scroll)
{
	details_page_clear(&scroll->page);
	free(scroll->first_row);
	*scroll = (struct details_scroll){0};
}

void details_scroll_reset(struct details_scroll *scroll)
{
	scroll->top = 0;
	scroll->focus = DETAILS_NO_CONTROL;
}

/* -- scrolling ------------------------------------------------------------- */

void details_scroll_to(struct details_scroll *scroll, int top)
{
	int last = details_scroll_rows(scroll) - scroll->height;

	if (top > last)
		top = last;
	scroll->top = top < 0 ? 0 : top;
}

void details_scroll_by(struct details_scroll *scroll, int rows)
{
	details_scroll_to(scroll, scroll->top + rows);
}

static bool is_heading(const struct details_scroll *scroll, size_t line)
{
	return scroll->page.lines[line].kind == DETAILS_HEADING;
}

void details_scroll_next_section(struct details_scroll *scroll)
{
	for (size_t i = 0; i < scroll->page.count; i++) {
		if (!is_heading(scroll, i) ||
			scroll->first_row[i] <= scroll->top)
			continue;
		details_scroll_to(scroll, scroll->first_row[i]);
		return;
	}
}

void details_scroll_previous_section(struct details_scroll *scroll)
{
	for (size_t i = scroll->page.count; i-- > 0;) {
		if (!is_heading(scroll, i) ||
			scroll->first_row[i] >= scroll->top)
			continue;
		details_scroll_to(scroll, scroll->first_row[i]);
		return;
	}
}

static const char *
section_at(const struct details_scroll *scroll, int *number, int *count)
{
	const char *heading = NULL;

	*number = *count = 0;
	for (size_t i = 0; i < scroll->page.count; i++) {
		if (!is_heading(scroll, i))
			continue;
		++*count;
		if (heading != NULL && scroll->first_row[i] > scroll->top)
			continue;
		heading = scroll->page.lines[i].text;
		*number = *count;
	}
	return heading;
}

void details_scroll_write_place(
	const struct details_scroll *scroll, struct buf *out)
{
	int rows = details_scroll_rows(scroll);
	int bottom = scroll->top + scroll->height;
	int number, count;
	const char *section = section_at(scroll, &number, &count);

	buf_printf(out, "rows %d-%d of %d", scroll->top + 1,
		bottom < rows ? bottom : rows, rows);
	if (section != NULL)
		buf_printf(out, "  %s (%d of %d)", section, number, count);
}

bool details_scroll_shows(
	const struct details_scroll *scroll, const char *heading)
{
	int bottom = scroll->top + scroll->height;
	bool inside = false;

	for (size_t i = 0; i < scroll->page.count; i++) {
		if (is_heading(scroll, i))
			inside = strcmp(scroll->page.lines[i].text, heading) ==
				 0;
		if (inside && scroll->first_row[i] < bottom &&
			scroll->first_row[i + 1] > scroll->top)
			return true;
	}
	return false;
}

/* -- the focus ------------------------------------------------------------- */

/* The line of the focused control; -1 if it is not on the page. */
static int focus_line(const struct details_scroll *scroll)
{
	for (size_t i = 0; i < scroll->page.count; i++)
		if (scroll->focus != DETAILS_NO_CONTROL &&
			scroll->page.lines[i].control == scroll->focus)
			return (int)i;
	return -1;
}

static bool focus_is_visible(const struct details_scroll *scroll)
{
	int line = focus_line(scroll);
	int row;

	if (line < 0)
		return false;
	row = scroll->first_row[line];
	return row >= scroll->top && row < scroll->top + scroll->height;
}

bool details_scroll_move_focus(struct details_scroll *scroll, int by)
{
	int count = (int)scroll->page.count;
	int at = focus_line(scroll);

	if (at < 0)
		at = by > 0 ? -1 : count;
	for (int i = 0; i < count; i++) {
		at = (at + by + count) % count;
		if (scroll->page.lines[at].control == DETAILS_NO_CONTROL)
			continue;
		scroll->focus = scroll->page.lines[at].control;
		scroll->show_focus = true;
		return true;
	}
	return false;
}

bool details_scroll_may_press(struct details_scroll *scroll)
{
	if (focus_is_visible(scroll))
		return true;
	scroll->show_focus = true;
	return false;
}

static void bring_focus_on_screen(struct details_scroll *scroll)
{
	int line = focus_line(scroll);
	int row;

	scroll->show_focus = false;
	if (line < 0)
		return;
	row = scroll->first_row[line];
	if (row < scroll->top)
		details_scroll_to(scroll, row - 2);
	else if (row >= scroll->top + scroll->height)
		details_scroll_to(scroll, row - scroll->height + 2);
}

/* -- layout and drawing ---------------------------------------------------- */

static void measure(struct details_scroll *scroll)
{
	const struct details_page *page = &scroll->page;
	int row = 0;

	scroll->first_row = mem_resize(
		scroll->first_row, page->count + 1, sizeof(*scroll->first_row));
	for (size_t i = 0; i < page->count; i++) {
		scroll->first_row[i] = row;
		row += details_page_rows(&page->lines[i], scroll->width);
	}
	scroll->first_row[page->count] = row;
}

void details_scroll_layout(struct details_scroll *scroll, int rows, int cols)
{
	scroll->width = cols;
	scroll->height = rows;
	measure(scroll);
	details_scroll_to(scroll, scroll->top);
	if (scroll->show_focus)
		bring_focus_on_screen(scroll);
}

void details_scroll_draw(
	const struct details_scroll *scroll, struct region region)
{
	for (size_t i = 0; i < scroll->page.count; i++) {
		const struct details_line *line = &scroll->page.lines[i];

		if (scroll->first_row[i + 1] <= scroll->top)
			continue;
		if (scroll->first_row[i] >= scroll->top + region.rows)
			break;
		if (line->control != DETAILS_NO_CONTROL)
			region_target(region,
				scroll->first_row[i] - scroll->top, 0,
				region.cols, line->control);
		details_page_draw(line, region,
			scroll->first_row[i] - scroll->top,
			line->control != DETAILS_NO_CONTROL &&
				line->control == scroll->focus);
	}
}
