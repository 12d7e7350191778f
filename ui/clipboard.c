/* SPDX-License-Identifier: MIT
 *
 * Chooses the way and says which one it was.
 */
#include "clipboard.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "clipboard-page.h"
#include "log.h"
#include "mem.h"
#include "screen.h"
#include "text.h"

#define SHOWN_MAX 200 /* bytes of a text that a message repeats */

void clipboard_init(struct clipboard *clipboard,
	const struct clipboard_options *options, struct children *children)
{
	*clipboard = (struct clipboard){.children = children};
	if (options != NULL)
		clipboard->options = *options;
}

static void leave_tmux(struct clipboard *clipboard)
{
	if (clipboard->tmux == NULL)
		return;
	child_forget(clipboard->tmux);
	child_stop(clipboard->tmux);
	clipboard->tmux = NULL;
}

void clipboard_clear(struct clipboard *clipboard)
{
	leave_tmux(clipboard);
	free(clipboard->what);
	free(clipboard->text);
}

/* -- saying it ------------------------------------------------------------- */

static bool is_short(const char *text)
{
	return strlen(text) <= SHOWN_MAX && strchr(text, '\n') == NULL;
}

static void
say_sent(const struct clipboard *clipboard, struct app *app, const char *way)
{
	bool shown = is_short(clipboard->text);
	const char *keys = app_keys_of(app, "app-copied");

	app_message(app, APP_SUCCESS,
		"Sent the %s to the terminal (%s; %s shows it)%s%s",
		clipboard->what, way, *keys != '\0' ? keys : ":app-copied",
		shown ? ": " : ".", shown ? clipboard->text : "");
}

/* The page of a text is there already where it was copied from. */
static void
show(const struct clipboard *clipboard, struct app *app, const char *reason)
{
	app_message(app, APP_WARNING, "%s Select the %s on this page.", reason,
		clipboard->what);
	if (strcmp(app_top(app)->ops->name, "text") != 0)
		clipboard_page_open(app, clipboard->what, clipboard->text);
}

/* -- the ways -------------------------------------------------------------- */

static const char *const by_screen[] = {
	[SCREEN_COPY_PLAIN] = "OSC 52",
	[SCREEN_COPY_TMUX] = "OSC 52 through tmux",
	[SCREEN_COPY_SCREEN] = "OSC 52 through screen",
};

static void send_by_screen(
	struct clipboard *clipboard, struct app *app, enum screen_copy way)
{
	struct screen *screen = app_screen(app);

	if (screen->ops->copy(screen, clipboard->text, way))
		say_sent(clipboard, app, by_screen[way]);
	else
		show(clipboard, app, "This terminal cannot take it.");
}

/* Its words are for the log; what counts is that it did not take the text. */
static void say_refused(const struct child_end *end)
{
	log_add(LOG_INFO, "tmux load-buffer -w: %s: %s", end->error.text,
		end->output);
}

static void tmux_ended(void *data, const struct child_end *end)
{
	struct app *app = data;
	struct clipboard *clipboard = app_clipboard(app);

	clipboard->tmux = NULL;
	if (end->error.kind == ERROR_NONE) {
		say_sent(clipboard, app, "tmux load-buffer -w");
		return;
	}
	say_refused(end);
	send_by_screen(clipboard, app, SCREEN_COPY_TMUX);
}

static void send_by_tmux(struct clipboard *clipboard, struct app *app)
{
	static const char *const words[] = {
		"tmux", "load-buffer", "-w", "-", NULL};
	const struct child_request request = {
		.words = words, .has_input = true};

	if (clipboard->children == NULL) {
		send_by_screen(clipboard, app, SCREEN_COPY_TMUX);
		return;
	}
	clipboard->tmux =
		child_start(clipboard->children, &request, tmux_ended, app);
	child_write(clipboard->tmux, clipboard->text, strlen(clipboard->text));
	child_close(clipboard->tmux);
}

static enum settings_clipboard way_of(const struct clipboard_options *options)
{
	if (options->way != SETTINGS_CLIPBOARD_AUTO)
		return options->way;
	if (options->in_tmux)
		return SETTINGS_CLIPBOARD_TMUX;
	return options->in_screen ? SETTINGS_CLIPBOARD_SCREEN
				  : SETTINGS_CLIPBOARD_OSC52;
}

static void keep(char **where, const char *text)
{
	char *copy = mem_dup(text);

	free(*where);
	*where = copy;
}

void clipboard_copy(struct clipboard *clipboard, struct app *app,
	const char *what, const char *text)
{
	leave_tmux(clipboard);
	keep(&clipboard->what, what);
	keep(&clipboard->text, text);
	switch (way_of(&clipboard->options)) {
	case SETTINGS_CLIPBOARD_NONE:
		show(clipboard, app, "Copying is off (clipboard = none).");
		break;
	case SETTINGS_CLIPBOARD_TMUX:
		send_by_tmux(clipboard, app);
		break;
	case SETTINGS_CLIPBOARD_SCREEN:
		send_by_screen(clipboard, app, SCREEN_COPY_SCREEN);
		break;
	default:
		send_by_screen(clipboard, app, SCREEN_COPY_PLAIN);
	}
}
