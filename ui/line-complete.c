/* SPDX-License-Identifier: MIT
 *
 * The list is that of what was typed, until something else is typed: what Tab
 * puts into the line does not change it.
 *
 *     view            show a view by its name or number
 *   > journal         the journal of everything that was sent
 *     save-view       keep what the list shows as a view: ...
 */
#include "line-complete.h"

#include <string.h>

#include "text.h"

#define MARGIN	 2  /* the mark */
#define KEYS_MIN 70 /* columns of the screen from which on keys show */
#define LINE	 1  /* the row above the list that parts it from the page */

void line_complete_close(struct line_complete *self)
{
	complete_clear(&self->list);
	*self = (struct line_complete){.selected = -1};
}

void line_complete_open(struct line_complete *self, complete_fn source,
	const struct view *view, const char *text, bool at_once)
{
	line_complete_close(self);
	self->source = source;
	self->view = view;
	self->is_shown = at_once;
	self->is_silent = !at_once;
	line_complete_changed(self, text);
}

void line_complete_changed(struct line_complete *self, const char *text)
{
	self->selected = -1;
	if (self->source != NULL && self->is_shown)
		complete_fill(&self->list, self->source, self->view, text);
}

/* -- Tab -- */

static void put(struct line_complete *self, struct line_edit *edit,
	const char *text, size_t len, bool goes_on)
{
	char line[LINE_EDIT_MAX];

	text_format(line, sizeof(line), "%.*s%.*s%s", (int)self->list.from,
		self->list.text, (int)len, text, goes_on ? " " : "");
	line_edit_set(edit, line);
}

/* What all begin with. False: that stands there already. */
static bool extend(struct line_complete *self, struct line_edit *edit)
{
	size_t len = complete_common(&self->list);

	if (self->selected >= 0 || len <= strlen(complete_typed(&self->list)))
		return false;
	put(self, edit, self->list.items[0].text, len, false);
	line_complete_changed(self, edit->text);
	return true;
}

/* Nothing else fits as well. */
static bool is_only(const struct complete *list)
{
	return list->count == 1 ||
	       (list->items[0].fit == COMPLETE_BEGINS &&
		       list->items[1].fit != COMPLETE_BEGINS);
}

/* The only one is done with, and what may stand behind it is next. False: it
 * stands there already. */
static bool finish(struct line_complete *self, struct line_edit *edit)
{
	const struct complete_item *item = &self->list.items[0];
	bool is_there = strcmp(item->text, complete_typed(&self->list)) == 0;

	if (self->selected >= 0 || !is_only(&self->list) ||
		(is_there && !item->goes_on))
		return false;
	put(self, edit, item->text, strlen(item->text), item->goes_on);
	line_complete_changed(self, edit->text);
	return true;
}

static void turn(struct line_complete *self, struct line_edit *edit, int by)
{
	const char *typed = complete_typed(&self->list);
	long stops = (long)self->list.count + 1;
	const char *text;

	self->selected = (self->selected + 1 + by + stops) % stops - 1;
	text = self->selected < 0 ? typed
				  : self->list.items[self->selected].text;
	put(self, edit, text, strlen(text), false);
}

bool line_complete_turn(
	struct line_complete *self, struct line_edit *edit, int by)
{
	if (self->source == NULL)
		return false;
	if (!self->is_shown) {
		self->is_shown = true;
		line_complete_changed(self, edit->text);
	}
	if (self->list.count == 0)
		return false;
	if (by < 0 || (!finish(self, edit) && !extend(self, edit)))
		turn(self, edit, by);
	return true;
}

/* -- drawing -- */

int line_complete_rows(const struct line_complete *self, int max)
{
	int rows = (int)self->list.count;

	if (!self->is_shown || rows == 0)
		return 0;
	if (rows > LINE_COMPLETE_ROWS)
		rows = LINE_COMPLETE_ROWS;
	rows += LINE;
	return rows < max ? rows : max;
}

/* The first that is shown, so that the selected one is in the middle. */
static long first_of(const struct line_complete *self, int rows)
{
	long last = (long)self->list.count - rows;
	long first = self->selected - rows / 2;

	if (first > last)
		first = last;
	return first > 0 ? first : 0;
}

static int widest(const struct line_complete *self, long first, int rows,
	bool of_keys, int most)
{
	int width = 0;

	for (long i = first; i < first + rows; i++) {
		const struct complete_item *item = &self->list.items[i];
		int need = (int)text_width(of_keys ? item->keys : item->text);

		if (need > width)
			width = need;
	}
	return width < most ? width : most;
}

static void
draw_about(struct region region, const struct complete_item *item, int col)
{
	bool is_off = item->why_not[0] != '\0';
	enum style style = is_off ? STYLE_DISABLED : STYLE_TEXT;
	char text[512];

	text_format(text, sizeof(text), "%s%s%s", item->about,
		is_off && item->about[0] != '\0' ? ": " : "", item->why_not);
	region_field(region, 0, col, region.cols - col, style, text);
}

void line_complete_draw(const struct line_complete *self, struct region region)
{
	int rows = region.rows - LINE;
	long first = first_of(self, rows);
	int width = widest(self, first, rows, false, region.cols / 2);
	int keys = region.cols < KEYS_MIN
			   ? 0
			   : widest(self, first, rows, true, region.cols / 5);

	region_blank(region);
	region_hline(region, 0, STYLE_BORDER);
	for (int i = 0; i < rows; i++) {
		const struct complete_item *item = &self->list.items[first + i];
		struct region row =
			region_part(region, LINE + i, 0, 1, region.cols);
		bool is_selected = first + i == self->selected;
		bool is_off = item->why_not[0] != '\0';
		int col;

		region_text(row, 0, 0, STYLE_TEXT, is_selected ? ">" : " ");
		col = region_field(row, 0, MARGIN, width,
			is_selected ? STYLE_SELECTED
			: is_off    ? STYLE_DISABLED
				    : STYLE_TEXT,
			item->text);
		if (keys > 0)
			col = region_field(row, 0, col + 2, keys,
				is_off ? STYLE_DISABLED : STYLE_KEY,
				item->keys);
		draw_about(row, item, col + 2);
	}
}

void line_complete_summary(const struct line_complete *self, struct buf *out)
{
	const struct complete *list = &self->list;

	if (self->source == NULL || !self->is_shown || self->is_silent)
		return;
	if (self->selected >= 0) {
		const struct complete_item *item = &list->items[self->selected];

		buf_puts(out,
			item->why_not[0] != '\0' ? item->why_not : item->about);
	} else if (list->count == 1 && list->items[0].why_not[0] != '\0') {
		buf_puts(out, list->items[0].why_not);
	} else if (list->fits > 0) {
		buf_printf(out, "%zu %s: Tab completes", list->fits,
			list->fits == 1 ? "choice" : "choices");
	}
}
