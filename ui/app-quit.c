/* SPDX-License-Identifier: MIT
 *
 * A dialog that looks at the number of running writes after each change of the
 * store, and ends the loop when it is zero.
 */
#include "app-quit.h"

#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "mem.h"
#include "wording.h"

struct app_quit {
	struct view view;
	int64_t since; /* loop ms */
};

static const struct app_quit *quit_at(const struct view *view)
{
	return (const struct app_quit *)view;
}

static void write_text(const struct view *view, struct buf *out)
{
	size_t count = app_writes(view->app);
	const struct app *exporting = app_exporting(view->app);
	const char *running = app_running(view->app);
	int64_t ms = loop_now(app_loop(view->app)) - quit_at(view)->since;
	char seconds[32];

	if (count == 0 && exporting != NULL) {
		export_write_progress(exporting, out);
		return;
	}
	wording_seconds(ms, seconds, sizeof(seconds));
	if (count == 0 && running != NULL)
		buf_printf(out, "Waiting for a program ...%s: %s", seconds,
			running);
	else
		buf_printf(out, "Waiting for %zu write%s ...%s", count,
			count == 1 ? "" : "s", seconds);
}

static const char *what_is_lost(const struct app *app)
{
	if (app_writes(app) > 0)
		return "y quits now; the outcome will then be unknown. "
		       "n stays here.";
	if (app_exporting(app) != NULL)
		return "y quits now, and nothing is saved. n stays here.";
	return "y quits now; it runs on, and nobody tells how it ends. "
	       "n stays here.";
}

static void changed(struct view *view)
{
	if (app_may_end(view->app))
		loop_stop(app_loop(view->app));
}

/* Not by the key that opens the box: that one may be held down. */
static bool key(struct view *view, const struct key *pressed)
{
	switch (pressed->code) {
	case 'y':
		loop_stop(app_loop(view->app));
		return true;
	case KEYS_ESCAPE:
	case 'n':
		app_close(view->app, view);
		return true;
	default:
		return pressed->code != KEYS_CTRL('L') &&
		       pressed->code != KEYS_CTRL('Z');
	}
}

static void
size(const struct view *view, int max_rows, int max_cols, int *rows, int *cols)
{
	(void)view;
	*rows = max_rows < 6 ? max_rows : 6;
	*cols = max_cols < 60 ? max_cols : 60;
}

/* The seconds are counted on the screen. */
static void layout(struct view *view, int rows, int cols)
{
	(void)rows;
	(void)cols;
	app_count_seconds(view->app);
}

static void draw(const struct view *view, struct region region)
{
	struct region inner =
		region_part(region, 1, 2, region.rows - 2, region.cols - 4);
	struct buf text;

	buf_init(&text, 256);
	write_text(view, &text);
	region_box(region, "Quit");
	region_text(inner, 0, 0, STYLE_TEXT, buf_text(&text));
	region_wrap(inner, 2, 0, 0, STYLE_TEXT, what_is_lost(view->app));
	region_cursor(inner, 0, 0);
	buf_clear(&text);
}

static void hints(const struct view *view, struct buf *out)
{
	(void)view;
	buf_puts(out, "y\tquit now  n\tstay");
}

static void ask(const struct view *view UNUSED, struct buf *out)
{
	buf_puts(out, "yes or no");
}

static enum view_line line(struct view *view, const char *line, struct buf *out)
{
	if (strcmp(line, "yes") == 0)
		loop_stop(app_loop(view->app));
	else if (strcmp(line, "no") == 0 || strcmp(line, "back") == 0)
		app_close(view->app, view);
	else
		buf_puts(out, "Type yes to quit now, no to stay, or wait.\n");
	return VIEW_LINE_DONE;
}

static const struct view_lines lines = {.ask = ask, .line = line};

static void free_quit(struct view *view)
{
	free(view);
}

static const struct view_ops ops = {
	.name = "quit",
	.is_dialog = true,
	.changed = changed,
	.key = key,
	.size = size,
	.layout = layout,
	.draw = draw,
	.lines = &lines,
	.hints = hints,
	.free = free_quit,
};

struct view *app_quit_new(struct app *app)
{
	struct app_quit *quit = mem_zalloc(sizeof(*quit));

	quit->view.ops = &ops;
	quit->since = loop_now(app_loop(app));
	/* What was typed ahead must not answer it. */
	app_discard_typed(app);
	return &quit->view;
}
