/* SPDX-License-Identifier: MIT
 *
 * The kept log entries, oldest first, each wrapped so that nothing is cut. As
 * long as the end is on the screen it stays there when entries come.
 */
#include "log-view.h"

#include <stdlib.h>

#include "app.h"
#include "date.h"
#include "log.h"
#include "mem.h"

#define TIME_COL 1
#define TEXT_COL 11

struct log_view {
	struct view view;
	int *first_row; /* of each entry; one more at the end */
	size_t count;
	int top, height;
	bool at_end;
};

static struct log_view *log_of(struct view *view)
{
	return (struct log_view *)view;
}

static int all_rows(const struct log_view *log)
{
	return log->first_row != NULL ? log->first_row[log->count] : 0;
}

static void scroll_to(struct log_view *log, int top)
{
	int last = all_rows(log) - log->height;

	log->top = top > last ? last : top;
	if (log->top < 0)
		log->top = 0;
	log->at_end = log->top >= last;
}

static void run_down(struct view *view)
{
	scroll_to(log_of(view), log_of(view)->top + 1);
}

static void run_up(struct view *view)
{
	scroll_to(log_of(view), log_of(view)->top - 1);
}

static void run_page_down(struct view *view)
{
	scroll_to(log_of(view), log_of(view)->top + log_of(view)->height - 1);
}

static void run_page_up(struct view *view)
{
	scroll_to(log_of(view), log_of(view)->top - log_of(view)->height + 1);
}

static void run_first(struct view *view)
{
	scroll_to(log_of(view), 0);
}

static void run_last(struct view *view)
{
	scroll_to(log_of(view), all_rows(log_of(view)));
}

static struct region text_part(struct region region)
{
	return region_part(
		region, 0, TEXT_COL, region.rows, region.cols - TEXT_COL);
}

static void layout(struct view *view, int rows, int cols)
{
	struct log_view *log = log_of(view);
	struct region counting = {.cols = cols};
	int row = 0;

	log->height = rows;
	log->count = log_count();
	log->first_row = mem_resize(
		log->first_row, log->count + 1, sizeof(*log->first_row));
	for (size_t i = 0; i < log->count; i++) {
		log->first_row[i] = row;
		row += region_wrap(text_part(counting), 0, 0, 0, STYLE_TEXT,
			log_at(i)->text);
	}
	log->first_row[log->count] = row;
	scroll_to(log, log->at_end ? row : log->top);
}

static enum style level_style(enum log_level level)
{
	static const enum style styles[] = {
		[LOG_DEBUG] = STYLE_DIM,
		[LOG_REQUEST] = STYLE_DIM,
		[LOG_WRITE] = STYLE_TEXT,
		[LOG_INFO] = STYLE_TEXT,
		[LOG_WARNING] = STYLE_WARNING,
		[LOG_ERROR] = STYLE_ERROR,
	};

	return styles[level];
}

static void draw(const struct view *view, struct region region)
{
	const struct log_view *log = (const struct log_view *)view;
	char time[DATE_TEXT_SIZE];

	for (size_t i = 0; i < log->count; i++) {
		const struct log_entry *entry = log_at(i);
		int row = log->first_row[i] - log->top;

		if (log->first_row[i + 1] <= log->top || row >= region.rows ||
			entry == NULL)
			continue;
		region_text(region, row, TIME_COL, STYLE_DIM,
			date_time(entry->time_ms / 1000, time));
		region_wrap(text_part(region), row, 0, 0,
			level_style(entry->level), entry->text);
	}
}

static void title(const struct view *view, struct buf *out)
{
	(void)view;
	buf_puts(out, " > Message log");
}

static void summary(const struct view *view, struct buf *out)
{
	const struct log_view *log = (const struct log_view *)view;

	buf_printf(out, "%zu entries, newest last; %d at most are kept",
		log->count, LOG_KEPT);
}

static void free_view(struct view *view)
{
	free(log_of(view)->first_row);
	free(log_of(view));
}

static const struct command commands[] = {
	{"log-down", "j Down", "scroll down", NULL, 0, false, run_down},
	{"log-up", "k Up", "scroll up", NULL, 0, false, run_up},
	{"log-page-down", "PgDn Ctrl-D", "one page down", NULL, 0, false,
		run_page_down},
	{"log-page-up", "PgUp Ctrl-U", "one page up", NULL, 0, false,
		run_page_up},
	{"log-first", "g Home", "to the oldest", "oldest", 0, false, run_first},
	{"log-last", "G End", "to the newest", "newest", 0, false, run_last},
};

const struct command *log_view_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static const struct view_ops ops = {
	.name = "log",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = title,
	.summary = summary,
	.layout = layout,
	.draw = draw,
	.free = free_view,
};

struct view *log_view_new(void)
{
	struct log_view *log = mem_zalloc(sizeof(*log));

	log->view.ops = &ops;
	log->at_end = true;
	return &log->view;
}
