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

static void forget(struct linear_told *told)
{
	free(told->stamp);
	free(told->news);
	told->stamp = told->news = NULL;
}

void linear_told_clear(struct linear_told *told)
{
	forget(told);
}

static bool was_told(const struct linear_told *told, unsigned serial)
{
	for (size_t i = 0; i < LINEAR_TOLD_VIEWS; i++) {
		if (told->views[i] == serial)
			return true;
	}
	return false;
}

static void keep(char **where, const struct buf *text)
{
	free(*where);
	*where = mem_dup(buf_text(text));
}

/* Takes down what the view is about; whether that is something else now. */
static bool stamp_changed(struct linear_told *told, const struct view *view)
{
	struct buf text;
	bool changed;

	buf_init(&text, TEXT_MAX);
	linear_tell_stamp(view, &text);
	changed = told->stamp == NULL ||
		  strcmp(told->stamp, buf_text(&text)) != 0;
	keep(&told->stamp, &text);
	buf_clear(&text);
	return changed;
}

static void
tell_news(struct linear_told *told, const struct view *view, struct buf *out)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	linear_tell_news(view, &text);
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
	told->views[told->at++ % LINEAR_TOLD_VIEWS] = view->serial;
	told->is_told = true;
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

	forget(told);
	told->shown = view->serial;
	told->is_told = was_told(told, view->serial);
	if (told->is_told && !told->again)
		tell_return(app, view, out);
}

void linear_told_follow(
	struct linear_told *told, struct app *app, int cols, struct buf *out)
{
	struct view *view = app_top(app);
	bool is_new = view->serial != told->shown;

	if (is_new)
		turn_to(told, app, out);
	if ((stamp_changed(told, view) && !is_new) || told->again)
		told->is_told = false;
	told->again = false;
	if (!told->is_told && linear_tell_is_loading(view)) {
		tell_waiting(told, app, out);
		return;
	}
	if (!told->is_told)
		tell_whole(told, app, cols, out);
	tell_news(told, view, out);
	told->waits_since = -1;
}
