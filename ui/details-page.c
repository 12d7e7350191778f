/* SPDX-License-Identifier: MIT
 *
 * Lines of the details page. All labels share one column, values another, so
 * that the eye can run down; where the screen is narrow or a label is long,
 * the value goes below its label instead.
 */
#include "details-page.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "date.h"
#include "text.h"

#define HEADING_COL 1
#define LABEL_COL   3
#define LABEL_WIDTH 23
#define VALUE_COL   (LABEL_COL + LABEL_WIDTH + 2)
#define NARROW	    60 /* below it values stand below their labels */
#define NARROW_COL  5

void details_page_clear(struct details_page *page)
{
	mem_arena_clear(&page->arena);
	free(page->lines);
	memset(page, 0, sizeof(*page));
}

static struct details_line *
add_line(struct details_page *page, enum details_line_kind kind)
{
	struct details_line *line;

	if (page->count == page->cap) {
		page->cap = page->cap == 0 ? 64 : page->cap * 2;
		page->lines = mem_resize(
			page->lines, page->cap, sizeof(*page->lines));
	}
	line = &page->lines[page->count++];
	memset(line, 0, sizeof(*line));
	line->kind = kind;
	line->style = STYLE_TEXT;
	return line;
}

void details_page_section(struct details_page *page, const char *heading)
{
	page->heading = heading;
}

/* A line of the present section; its heading first if it is still due. */
static struct details_line *
add_content(struct details_page *page, enum details_line_kind kind)
{
	if (page->heading != NULL) {
		if (page->count > 0)
			add_line(page, DETAILS_BLANK);
		add_line(page, DETAILS_HEADING)->text = page->heading;
		page->heading = NULL;
	}
	return add_line(page, kind);
}

void details_page_marked(struct details_page *page, const char *label,
	const char *mark, enum style style, const char *text)
{
	struct details_line *line;

	if (text == NULL || text[0] == '\0')
		return;
	line = add_content(page, DETAILS_FIELD);
	line->label = mem_arena_dup(&page->arena, label);
	line->mark = mark;
	line->style = style;
	line->text = mem_arena_dup(&page->arena, text);
}

void details_page_field(
	struct details_page *page, const char *label, const char *text)
{
	details_page_marked(page, label, NULL, STYLE_TEXT, text);
}

void details_page_fieldf(
	struct details_page *page, const char *label, const char *format, ...)
{
	va_list args;
	const char *text;

	va_start(args, format);
	text = mem_arena_vprintf(&page->arena, format, args);
	va_end(args);
	details_page_field(page, label, text);
}

const char *
details_page_text(struct details_page *page, const char *format, ...)
{
	va_list args;
	const char *text;

	va_start(args, format);
	text = mem_arena_vprintf(&page->arena, format, args);
	va_end(args);
	return text;
}

void details_page_item(struct details_page *page, const char *mark,
	enum style style, const char *text)
{
	struct details_line *line = add_content(page, DETAILS_ITEM);

	line->mark = mark;
	line->style = style;
	line->text = mem_arena_dup(&page->arena, text);
}

void details_page_control(struct details_page *page,
	enum details_control control, enum style style, const char *text)
{
	details_page_marked(page, NULL, NULL, style, text);
	page->lines[page->count - 1].control = control;
}

const char *
details_page_time(struct details_page *page, int64_t seconds, int64_t now)
{
	char minute[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];

	if (seconds == DATE_NONE)
		return NULL;
	date_minute(seconds, minute);
	date_age(seconds, now, age);
	return details_page_text(
		page, "%s%s%s", minute, *age != '\0' ? ", " : "", age);
}

const char *
details_page_day(struct details_page *page, int64_t seconds, int64_t now)
{
	char day[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];

	if (seconds == DATE_NONE)
		return NULL;
	date_day(seconds, day);
	date_day_age(seconds, now, age);
	return details_page_text(
		page, "%s%s%s", day, *age != '\0' ? ", " : "", age);
}

const char *details_page_join(
	struct details_page *page, const char *const *list, size_t count)
{
	struct buf buf;
	const char *text = NULL;

	buf_init(&buf, 256 * 1024);
	for (size_t i = 0; i < count; i++)
		buf_printf(&buf, "%s%s", i > 0 ? ", " : "", list[i]);
	if (count > 0)
		text = mem_arena_dup(&page->arena, buf_text(&buf));
	buf_clear(&buf);
	return text;
}

const char *details_page_address(struct details_page *page, const char *email)
{
	struct buf buf;
	const char *text;

	if (email == NULL || text_is_plain_ascii(email))
		return email;
	buf_init(&buf, 64 * 1024);
	buf_puts(&buf, "! ");
	text_escape(&buf, email);
	text = mem_arena_dup(&page->arena, buf_text(&buf));
	buf_clear(&buf);
	return text;
}

/* -- measuring and drawing ------------------------------------------------- */

static bool is_stacked(const struct details_line *line, int width)
{
	return line->label != NULL &&
	       (width < NARROW || text_width(line->label) > LABEL_WIDTH);
}

/* Where the value of a line begins. */
static int value_column(const struct details_line *line, int width)
{
	switch (line->kind) {
	case DETAILS_BLANK:
	case DETAILS_HEADING:
		return HEADING_COL;
	case DETAILS_ITEM:
		return LABEL_COL;
	case DETAILS_FIELD:
		break;
	}
	return width < NARROW ? NARROW_COL : VALUE_COL;
}

/* The part of the region where the text of a line is wrapped. */
static struct region
text_part(const struct details_line *line, struct region region)
{
	int col = value_column(line, region.cols);

	if (line->mark != NULL)
		col += 2;
	return region_part(region, 0, col, region.rows, region.cols - col - 1);
}

int details_page_rows(const struct details_line *line, int width)
{
	struct region none = {.cols = width};
	int rows = 1;

	if (line->kind == DETAILS_FIELD || line->kind == DETAILS_ITEM)
		rows = region_wrap(
			text_part(line, none), 0, 0, 0, STYLE_TEXT, line->text);
	if (rows < 1)
		rows = 1;
	return rows + (is_stacked(line, width) ? 1 : 0);
}

void details_page_draw(const struct details_line *line, struct region region,
	int row, bool focused)
{
	enum style style = focused ? STYLE_FOCUS : line->style;
	int col = value_column(line, region.cols);

	if (line->kind == DETAILS_BLANK)
		return;
	if (line->kind == DETAILS_HEADING) {
		region_text(region, row, col, STYLE_HEADING, line->text);
		return;
	}
	if (line->label != NULL)
		region_text(region, row, LABEL_COL, STYLE_DIM, line->label);
	if (is_stacked(line, region.cols))
		row++;
	if (line->mark != NULL)
		region_text(region, row, col, line->style, line->mark);
	region_wrap(text_part(line, region), row, 0, 0, style, line->text);
	if (focused)
		region_cursor(region, row, col);
}
