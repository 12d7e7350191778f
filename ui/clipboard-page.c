/* SPDX-License-Identifier: MIT
 *
 * Where each row of the page begins in the text, for the present width.
 */
#include "clipboard-page.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "list-commands.h"
#include "mem.h"
#include "text.h"

#define SHOWN_MAX ((size_t)64 * 1024) /* more is not selected by hand */

struct clipboard_page {
	struct view view;
	struct list list;
	char *what, *text;
	size_t len; /* of what is shown of the text */
	size_t *starts, count;
	int cols; /* that they are for */
};

static struct clipboard_page *page_of(struct view *view)
{
	return (struct clipboard_page *)view;
}

static const struct clipboard_page *page_at(const struct view *view)
{
	return (const struct clipboard_page *)view;
}

/* -- rows ------------------------------------------------------------------ */

/* The bytes that fit into one row, up to a line break. */
static size_t row_bytes(const struct clipboard_page *page, size_t at, int cols)
{
	size_t len = 0, max = page->len - at;
	struct text_cell cell;
	int width = 0;

	while (len < max && page->text[at + len] != '\n') {
		size_t used =
			text_next(page->text + at + len, max - len, &cell);

		if (width + cell.width > cols && len > 0)
			break;
		width += cell.width;
		len += used;
	}
	return len;
}

static void add_start(struct clipboard_page *page, size_t at)
{
	page->starts = mem_resize(
		page->starts, page->count + 1, sizeof(*page->starts));
	page->starts[page->count++] = at;
}

static void find_rows(struct clipboard_page *page, int cols)
{
	size_t at = 0;

	page->count = 0;
	page->cols = cols;
	while (at < page->len) {
		add_start(page, at);
		at += row_bytes(page, at, cols);
		if (page->text[at] == '\n')
			at++;
	}
	list_set_count(&page->list, (long)page->count);
}

static void layout(struct view *view, int rows, int cols)
{
	struct clipboard_page *page = page_of(view);

	if (cols != page->cols)
		find_rows(page, cols > 0 ? cols : 1);
	list_layout(&page->list, rows);
}

static void draw(const struct view *view, struct region region)
{
	const struct clipboard_page *page = page_at(view);

	for (int row = 0; row < region.rows; row++) {
		size_t index = (size_t)(page->list.top + row);
		char *line;

		if (index >= page->count)
			break;
		line = mem_dupn(page->text + page->starts[index],
			row_bytes(page, page->starts[index], page->cols));
		region_text(region, row, 0, STYLE_TEXT, line);
		free(line);
	}
	region_cursor(region, (int)(page->list.cursor - page->list.top), 0);
}

/* -- the view -------------------------------------------------------------- */

static struct list *list(struct view *view)
{
	return &page_of(view)->list;
}

static void title(const struct view *view, struct buf *out)
{
	buf_printf(out, " > %s", page_at(view)->what);
}

static void summary(const struct view *view, struct buf *out)
{
	const struct clipboard_page *page = page_at(view);
	size_t len = strlen(page->text);

	if (len > page->len)
		buf_printf(out, "the first %zu of %zu bytes", page->len, len);
	else
		buf_puts(out, "to select with the mouse; Esc goes back");
}

static void run_copy(struct view *view)
{
	app_copy(view->app, page_at(view)->what, page_at(view)->text);
}

static void free_view(struct view *view)
{
	struct clipboard_page *page = page_of(view);

	free(page->what);
	free(page->text);
	free(page->starts);
	free(page);
}

static const struct command commands[] = {
	{"copied-copy", "y Enter", "copy the text", "copy", 0, false, run_copy},
	{"copied-down", "j Down", "one line down", NULL, 0, false,
		list_commands_down},
	{"copied-up", "k Up", "one line up", NULL, 0, false, list_commands_up},
	{"copied-page-down", "PgDn Ctrl-D Ctrl-F", "one page down", NULL, 0,
		false, list_commands_page_down},
	{"copied-page-up", "PgUp Ctrl-U Ctrl-B", "one page up", NULL, 0, false,
		list_commands_page_up},
	{"copied-first", "g Home", "to the beginning", NULL, 0, false,
		list_commands_first},
	{"copied-last", "G End", "to the end", NULL, 0, false,
		list_commands_last},
};

const struct command *clipboard_page_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static const struct view_ops ops = {
	.name = "copied",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = title,
	.summary = summary,
	.layout = layout,
	.draw = draw,
	.list = list,
	.free = free_view,
};

void clipboard_page_open(struct app *app, const char *what, const char *text)
{
	struct clipboard_page *page;

	if (strcmp(app_top(app)->ops->name, ops.name) == 0)
		app_close(app, app_top(app));
	page = mem_zalloc(sizeof(*page));
	page->view.ops = &ops;
	page->what = mem_dup(what);
	page->text = mem_dup(text);
	page->len = strlen(text);
	if (page->len > SHOWN_MAX)
		page->len = SHOWN_MAX;
	app_push_take(app, &page->view);
}
