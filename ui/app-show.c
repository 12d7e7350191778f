/* SPDX-License-Identifier: MIT
 *
 * What a hidden app's views would draw is not drawn, so they ask for no more
 * rows; they are told of all changes at once when they are shown again. Its
 * writes are announced: whoever started them does not see their windows.
 */
#include "app-show.h"

#include "app-frame.h"
#include "app-private.h"

static void keys_waiting(void *data)
{
	struct app *app = data;

	app->catching_up = NULL;
	/* The last frame of the other one may still be on its way. */
	app_frame_sent(app);
	app_keys_ready(app);
}

/* How each write that is under way ends is told, whichever account is shown. */
static void announce_all(struct app *app)
{
	for (int i = store_action_last(app->store); i > 0; i--) {
		const struct action *action = store_action(app->store, i);

		if (action != NULL && action->phase != ACTION_DONE)
			app_announce_add(&app->announce, i);
	}
}

void app_hide(struct app *app)
{
	app->hidden = true;
	loop_before_wait(app->loop, NULL, NULL);
	loop_watch_free(app->watch);
	loop_watch_free(app->out_watch);
	app->watch = app->out_watch = NULL;
	loop_defer_cancel(app->loop, app->catching_up);
	app->catching_up = NULL;
	loop_timer_stop(app->draw_timer);
	app->draw_due = 0;
	app->typed_count = 0;
	app->discarding = false;
	app_split_rest(&app->split);
	app_ahead_stop(&app->ahead, app);
	canvas_clear(&app->canvas);
	canvas_init(&app->canvas);
	announce_all(app);
	store_rest(app->store);
}

void app_show(struct app *app)
{
	app->hidden = false;
	app_terminal_watch(app);
	app_attach(app);
	store_wake(app->store);
	if (app->missed)
		app_changed(app);
	program_changed(app);
	/* The terminal's may be read already, and nobody would tell. */
	app_show_catch_up(app);
	app_stale(app);
}

void app_show_catch_up(struct app *app)
{
	if (app->catching_up == NULL)
		app->catching_up = loop_defer(app->loop, keys_waiting, app);
}

bool app_show_has_window(const struct app *app)
{
	if (app_line_is_open(&app->line))
		return true;
	for (size_t i = 0; i < app->stack.count; i++) {
		if (app->stack.items[i]->ops->is_dialog)
			return true;
	}
	return false;
}

bool app_show_has_terminal(const struct app *app)
{
	return !app->away;
}

bool app_show_is_exporting(const struct app *app)
{
	return export_is_going(&app->exports);
}

bool app_show_would_lose(const struct app *app)
{
	return app->drafts.count > 0 || app->programs.first != NULL ||
	       app_show_is_exporting(app);
}

void app_show_lend_terminal(struct app *app)
{
	if (app->screen->ops->lend != NULL)
		app->screen->ops->lend(app->screen);
}

void app_show_take_terminal(struct app *app)
{
	if (app->screen->ops->take_back != NULL)
		app->screen->ops->take_back(app->screen);
	app_stale(app);
}
