/* SPDX-License-Identifier: MIT
 *
 * Views are known by their serial; a freed one's address may come again.
 */
#include "linear-told.h"

#include <stdlib.h>
#include <string.h>

#include "linear-tell.h"
#include "mem.h"

#define WAIT_MS	 1000 /* before it is told that something is read */
#define TEXT_MAX ((size_t)4 * 1024 * 1024)

void linear_told_init(struct linear_told *told)
{
	*told = (struct linear_told){.waits_since = -1};
}

void linear_told_clear(struct linear_told *told)
{
	for (size_t i = 0; i < LINEAR_TOLD_VIEWS; i++)
		free(told->views[i].stamp);
	free(told->news);
	linear_told_init(told);
}

/* LINEAR_TOLD_VIEWS: it was not. */
static size_t find(const struct linear_told *told, const struct view *view)
{
	size_t i = 0;

	while (i < LINEAR_TOLD_VIEWS && told->views[i].serial != view->serial)
		i++;
	return i;
}

static void keep(char **where, const struct buf *text)
{
	free(*where);
	*where = mem_dup(buf_text(text));
}

/* It was told, and is about the same still. */
static bool was_told(const struct linear_told *told, const struct view *view)
{
	size_t at = find(told, view);
	struct buf text;
	bool same;

	if (at == LINEAR_TOLD_VIEWS)
		return false;
	buf_init(&text, TEXT_MAX);
	linear_tell_stamp(view, &text);
	same = strcmp(told->views[at].stamp, buf_text(&text)) == 0;
	buf_clear(&text);
	return same;
}

static void note_told(struct linear_told *told, const struct view *view)
{
	size_t at = find(told, view);
	struct buf text;

	if (at == LINEAR_TOLD_VIEWS)
		at = told->at++ % LINEAR_TOLD_VIEWS;
	buf_init(&text, TEXT_MAX);
	linear_tell_stamp(view, &text);
	told->views[at].serial = view->serial;
	keep(&told->views[at].stamp, &text);
	buf_clear(&text);
	told->is_told = true;
}

static void tell_news(
	struct linear_told *told, struct view *view, int cols, struct buf *out)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	linear_tell_news(view, cols, &text);
	linear_tell_new(
		told->news != NULL ? told->news : "", buf_text(&text), out);
	keep(&told->news, &text);
	buf_clear(&text);
}

/* Back on a page that was told: where we are will do. */
static void
tell_return(const struct app *app, const struct view *view, struct buf *out)
{
	if (view->ops->is_dialog)
		return;
	buf_puts(out, "Back at ");
	linear_tell_place(app, out);
}

static void
tell_whole(struct linear_told *told, struct app *app, int cols, struct buf *out)
{
	struct view *view = app_top(app);

	if (!view->ops->is_dialog)
		linear_tell_place(app, out);
	linear_tell_whole(view, cols, out);
	note_told(told, view);
}

/* Once, where it takes a while. */
static void
tell_waiting(struct linear_told *told, struct app *app, struct buf *out)
{
	int64_t now = loop_now(app_loop(app));

	if (told->waits_since < 0) {
		told->waits_since = now;
		app_stale_in(app, WAIT_MS);
	} else if (told->waits_since > 0 &&
		   now - told->waits_since >= WAIT_MS) {
		buf_puts(out, "Reading ... (Ctrl-C stops.)\n");
		told->waits_since = 0;
	}
}

/* Another view is on top. */
static void
turn_to(struct linear_told *told, const struct app *app, struct buf *out)
{
	const struct view *view = app_top(app);

	free(told->news);
	told->news = NULL;
	told->shown = view->serial;
	if (was_told(told, view) && !told->again)
		tell_return(app, view, out);
}

void linear_told_follow(
	struct linear_told *told, struct app *app, int cols, struct buf *out)
{
	struct view *view = app_top(app);

	if (view->serial != told->shown)
		turn_to(told, app, out);
	told->is_told = !told->again && was_told(told, view);
	if (!told->is_told && linear_tell_is_loading(view)) {
		tell_waiting(told, app, out);
		return;
	}
	told->again = false;
	if (!told->is_told)
		tell_whole(told, app, cols, out);
	tell_news(told, view, cols, out);
	told->waits_since = -1;
}
