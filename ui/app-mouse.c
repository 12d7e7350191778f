/* SPDX-License-Identifier: MIT
 *
 * The frame that is on the screen knows what a place means.
 */
#include "app-mouse.h"

#include <stdlib.h>

#include "app-private.h"
#include "app-set.h"
#include "list-commands.h"
#include "mem.h"

#define WHEEL_ROWS 3

bool app_mouse_wanted(const struct settings *settings)
{
	enum settings_mouse mouse =
		settings != NULL ? settings->mouse : SETTINGS_MOUSE_AUTO;

	if (mouse != SETTINGS_MOUSE_AUTO)
		return mouse == SETTINGS_MOUSE_YES;
	return getenv("SSH_CONNECTION") == NULL && getenv("SSH_TTY") == NULL &&
	       getenv("SSH_CLIENT") == NULL;
}

void app_mouse_show(struct app *app)
{
	const struct screen_ops *ops = app->screen->ops;

	if (ops->mouse != NULL)
		ops->mouse(app->screen, app_mouse_wanted(app->settings));
}

/* -- what it does ---------------------------------------------------------- */

bool app_mouse_is(const struct key *key)
{
	return key->code == KEYS_CLICK || key->code == KEYS_WHEEL_UP ||
	       key->code == KEYS_WHEEL_DOWN;
}

/* Another row first, Enter then; in a window Enter may be an answer. */
static void click_list(struct app *app, struct view *view, long row)
{
	struct list *list = view->ops->list(view);
	long before = list->cursor;

	if (row == before) {
		if (!view->ops->is_dialog)
			app_key_take(app, &(struct key){.code = KEYS_ENTER});
		return;
	}
	list_go(list, row);
	if (view->ops->moved != NULL)
		view->ops->moved(view, row > before ? 1 : -1);
}

static void click(struct app *app, const struct key *key)
{
	struct view *view = app_top(app);
	long id;

	if (view != app->clickable ||
		!canvas_target(&app->canvas, key->row, key->col, &id))
		return;
	if (view->ops->click != NULL && view->ops->click(view, id))
		return;
	if (view->ops->list != NULL && id >= 0)
		click_list(app, view, id);
}

/* Where the arrows move something; a question has other keys. */
static bool has_arrows(const struct app *app, const struct view *view)
{
	const struct command *command;
	key_code down = KEYS_DOWN;

	return view->ops->commands != NULL &&
	       keymap_find(app->keymap, view->ops->name, &down, 1, &command) ==
		       KEYMAP_FOUND;
}

static void turn(struct app *app, bool down)
{
	struct key key = {.code = down ? KEYS_DOWN : KEYS_UP};
	struct view *view = app_top(app);

	for (int i = 0; i < WHEEL_ROWS; i++) {
		if (view->ops->list != NULL && down)
			list_commands_scroll_down(view);
		else if (view->ops->list != NULL)
			list_commands_scroll_up(view);
		else if (has_arrows(app, view))
			app_key_take(app, &key);
	}
}

/* Not while a line is typed or a sequence is half done. */
void app_mouse_key(struct app *app, const struct key *key)
{
	if (app_line_is_open(&app->line) || app_in_sequence(app))
		return;
	if (key->code == KEYS_CLICK)
		click(app, key);
	else
		turn(app, key->code == KEYS_WHEEL_DOWN);
}

/* -- :mouse -----------------------------------------------------------------
 */

void app_mouse_run_with(struct view *view, const char *argument)
{
	char *setting = mem_printf("mouse=%s", argument);

	app_set_with(view, setting);
	free(setting);
}

void app_mouse_run(struct view *view)
{
	app_mouse_run_with(
		view, app_mouse_wanted(view->app->settings) ? "no" : "yes");
}
