/* SPDX-License-Identifier: MIT
 *
 * The text is made anew whenever something is known better, until it is
 * complete; then it stays, so that it is what went to the clipboard.
 */
#include "details-text.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "text.h"

#define TEXT_MAX  ((size_t)16 * 1024 * 1024)
#define SHOWN_MAX ((size_t)64 * 1024) /* more is not selected by hand */

struct details_text {
	struct view view;
	struct store *store;
	struct history history;
	char order_id[ORDER_ID_SIZE];
	enum details_content what;
	struct buf text;
	bool complete;
	int rows, top, height;
};

static struct details_text *text_of(struct view *view)
{
	return (struct details_text *)view;
}

static const struct details_text *text_at(const struct view *view)
{
	return (const struct details_text *)view;
}

/* -- the text -------------------------------------------------------------- */

static bool is_known(const struct details_text *page)
{
	return details_content_is_known(
		       page->store, page->order_id, page->what) &&
	       (page->what != DETAILS_CONTENT_SUMMARY ||
		       !page->history.loading);
}

static void copy(struct details_text *page)
{
	if (page->text.len > 0)
		app_copy(page->view.app, details_content_name(page->what),
			buf_text(&page->text));
	else
		app_message(page->view.app, APP_INFO,
			"The %s of order %s is not known.",
			details_content_name(page->what), page->order_id);
}

static void update(struct details_text *page)
{
	if (page->complete)
		return;
	buf_reset(&page->text);
	details_content_write(&page->text, page->store, page->order_id,
		page->what, app_columns(page->view.app), &page->history);
	page->complete = is_known(page);
	if (page->complete && page->what != DETAILS_CONTENT_ADDRESS)
		copy(page);
}

static void history_changed(void *data)
{
	struct details_text *page = data;

	update(page);
	app_stale(page->view.app);
}

static void start_history(struct details_text *page)
{
	struct journal_filter filter = {
		.order_id = page->order_id,
		.this_host_only = true,
	};

	history_init(&page->history, store_journal(page->store),
		store_journal_error(page->store), history_changed, page);
	history_load(&page->history, &filter);
}

static void changed(struct view *view)
{
	update(text_of(view));
}

/* -- scrolling ------------------------------------------------------------- */

static void scroll_to(struct view *view, int top)
{
	struct details_text *page = text_of(view);
	int last = page->rows - page->height;

	page->top = top > last ? last : top;
	if (page->top < 0)
		page->top = 0;
}

static void run_down(struct view *view)
{
	scroll_to(view, text_of(view)->top + 1);
}

static void run_up(struct view *view)
{
	scroll_to(view, text_of(view)->top - 1);
}

static void run_page_down(struct view *view)
{
	scroll_to(view, text_of(view)->top + text_of(view)->height - 1);
}

static void run_page_up(struct view *view)
{
	scroll_to(view, text_of(view)->top - text_of(view)->height + 1);
}

static void run_first(struct view *view)
{
	scroll_to(view, 0);
}

static void run_last(struct view *view)
{
	scroll_to(view, text_of(view)->rows);
}

static void run_copy(struct view *view)
{
	if (text_of(view)->complete)
		copy(text_of(view));
	else
		app_message(view->app, APP_INFO,
			"It is still loading, and is copied then.");
}

/* -- layout and drawing ---------------------------------------------------- */

/* Draws line by line from `row`; returns the rows of all. Without rows in the
 * region it only counts. */
static int
draw_lines(const struct details_text *page, struct region region, int row)
{
	const char *at = buf_text(&page->text);
	const char *end =
		at + (page->text.len < SHOWN_MAX ? page->text.len : SHOWN_MAX);
	int rows = 0;

	while (at < end) {
		size_t len = strcspn(at, "\n");
		char *line;

		if (len > (size_t)(end - at))
			len = (size_t)(end - at);
		line = mem_dupn(at, len);
		rows += region_wrap(region, row + rows, 0, 0, STYLE_TEXT, line);
		free(line);
		at += len + 1;
	}
	return rows;
}

static void layout(struct view *view, int rows, int cols)
{
	struct details_text *page = text_of(view);
	struct region counting = {.cols = cols};

	page->height = rows;
	page->rows = draw_lines(page, counting, 0);
	scroll_to(view, page->top);
}

static void draw(const struct view *view, struct region region)
{
	const struct details_text *page = text_at(view);

	if (page->text.len == 0)
		region_text(region, 0, 0, STYLE_DIM,
			page->complete ? "There is none." : "loading ...");
	draw_lines(page, region, -page->top);
}

static void title(const struct view *view, struct buf *out)
{
	const struct details_text *page = text_at(view);

	buf_printf(out, " > %s %s", page->order_id,
		details_content_name(page->what));
}

static void summary(const struct view *view, struct buf *out)
{
	const struct details_text *page = text_at(view);

	if (!page->complete)
		buf_puts(out, "loading ...");
	else if (page->text.len > SHOWN_MAX)
		buf_printf(out, "the first %zu of %zu bytes", SHOWN_MAX,
			page->text.len);
}

static const char *order(const struct view *view)
{
	return text_at(view)->order_id;
}

static void free_view(struct view *view)
{
	struct details_text *page = text_of(view);

	history_clear(&page->history);
	buf_clear(&page->text);
	free(page);
}

static const struct command commands[] = {
	{"text-copy", "y Enter", "copy the text", "copy", 0, false, run_copy},
	{"text-down", "j Down Ctrl-E", "scroll down", NULL, 0, false, run_down},
	{"text-up", "k Up Ctrl-Y", "scroll up", NULL, 0, false, run_up},
	{"text-page-down", "PgDn Ctrl-D Ctrl-F", "one page down", NULL, 0,
		false, run_page_down},
	{"text-page-up", "PgUp Ctrl-U Ctrl-B", "one page up", NULL, 0, false,
		run_page_up},
	{"text-first", "g Home", "to the beginning", NULL, 0, false, run_first},
	{"text-last", "G End", "to the end", NULL, 0, false, run_last},
};

const struct command *details_text_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static const struct view_ops ops = {
	.name = "text",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = title,
	.summary = summary,
	.order = order,
	.changed = changed,
	.layout = layout,
	.draw = draw,
	.free = free_view,
};

void details_text_open(
	struct app *app, const char *order_id, enum details_content what)
{
	struct details_text *page = mem_zalloc(sizeof(*page));

	page->view.ops = &ops;
	page->store = app_store(app);
	page->what = what;
	text_format(page->order_id, sizeof(page->order_id), "%s", order_id);
	buf_init(&page->text, TEXT_MAX);
	app_push_take(app, &page->view);
	start_history(page);
	if (!details_content_is_known(page->store, order_id, what))
		store_order_open(page->store, order_id, false);
	update(page);
}
