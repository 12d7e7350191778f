/* SPDX-License-Identifier: MIT
 *
 * The app and the descriptors of its terminal: keys that come, frames that go
 * slowly, and the shell that has it for a while.
 */
#include "app-frame.h"
#include "app-private.h"
#include "app-show.h"

void app_output_ready(struct app *app)
{
	app_frame_sent(app);
}

/* What the shell's user types is not ours to read. */
static void set_away(struct app *app, bool away)
{
	app->away = away;
	if (app->watch != NULL)
		loop_watch_set(app->watch, away ? 0 : LOOP_READ);
	if (app->out_watch != NULL)
		loop_watch_set(app->out_watch, 0);
	app_stale(app);
}

/* Not while a program has the terminal: it is stopped, and we with it. */
void app_suspend(struct app *app)
{
	if (app->lent)
		return;
	set_away(app, !app->screen->ops->stop(app->screen));
}

void app_go_on(struct app *app)
{
	if (app->lent) {
		child_go_on_all(app->programs.children);
		return;
	}
	set_away(app, !app->screen->ops->go_on(app->screen));
}

bool app_interrupt_program(struct app *app)
{
	return app->lent && child_interrupt(app->programs.children);
}

void app_lend_terminal(struct app *app)
{
	app->lent = true;
	app_show_lend_terminal(app);
	set_away(app, true);
}

/* What was typed for the program is not for us. */
void app_take_terminal(struct app *app)
{
	app->lent = false;
	app_show_take_terminal(app);
	set_away(app, false);
	app_discard_typed(app);
}

static void keys_readable(void *data, int events)
{
	(void)events;
	app_keys_ready(data);
}

static void output_ready(void *data, int events)
{
	(void)events;
	app_output_ready(data);
}

void app_terminal_watch(struct app *app)
{
	int in = app->screen->ops->fd(app->screen);
	int out = app->screen->ops->out_fd(app->screen);

	if (in >= 0) {
		app->watch = loop_watch_new(app->loop, in, keys_readable, app);
		loop_watch_set(app->watch, LOOP_READ);
	}
	if (out >= 0)
		app->out_watch =
			loop_watch_new(app->loop, out, output_ready, app);
}
