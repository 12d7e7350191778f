/* SPDX-License-Identifier: MIT
 *
 * The frame around the views. Update and draw are two different times: keys,
 * answers and timers change views and only mark the frame as stale; one hook,
 * right before the loop waits, lays everything out and draws it (app-frame).
 *
 * Closed views leave the stack at once and are freed in the next turn, as one
 * of their functions may still be running.
 */
#include "app.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "app-frame.h"
#include "act.h"
#include "app-private.h"
#include "app-quit.h"
#include "details-view.h"
#include "mem.h"
#include "orders-view.h"
#include "saved.h"

#define HANG_UP_MS 5000
#define COPY_SHOWN 200 /* bytes of a copied text that a message repeats */

/* -- views -- */

static void add(struct app_views *views, struct view *view)
{
	views->items = mem_resize(
		views->items, views->count + 1, sizeof(*views->items));
	views->items[views->count++] = view;
}

struct view *app_top(const struct app *app)
{
	return app->stack.items[app->stack.count - 1];
}

static size_t index_of(const struct app *app, const struct view *view)
{
	size_t i = 0;

	while (i < app->stack.count && app->stack.items[i] != view)
		i++;
	return i;
}

bool app_has(const struct app *app, const struct view *view)
{
	return index_of(app, view) < app->stack.count;
}

struct view *app_below(const struct app *app, const struct view *view)
{
	size_t i = index_of(app, view);

	return i > 0 && i < app->stack.count ? app->stack.items[i - 1] : NULL;
}

/* The keys of a view's table are added when the first of its kind opens. */
static void learn_keys(struct app *app, const struct view_ops *ops)
{
	struct error error;

	if (ops->command_count == 0 || keymap_has(app->keymap, ops->name))
		return;
	if (!keymap_add(app->keymap, ops->name, ops->commands,
		    ops->command_count, &error))
		app_message(app, APP_ERROR, "%s", error.text);
}

void app_push_take(struct app *app, struct view *view)
{
	view->app = app;
	learn_keys(app, view->ops);
	add(&app->stack, view);
	app_stale(app);
}

static void free_views(struct app_views *views)
{
	while (views->count > 0) {
		struct view *view = views->items[--views->count];

		view->ops->free(view);
	}
	free(views->items);
	*views = (struct app_views){0};
}

static void reap(void *data)
{
	struct app *app = data;
	struct app_views closed = app->closed;

	app->reaper = NULL;
	app->closed = (struct app_views){0};
	free_views(&closed);
}

void app_close(struct app *app, struct view *view)
{
	size_t first = index_of(app, view);

	while (app->stack.count > first) {
		struct view *top = app_top(app);

		app->stack.count--;
		app_line_drop(&app->line, top);
		add(&app->closed, top);
	}
	if (app->closed.count > 0 && app->reaper == NULL)
		app->reaper = loop_defer(app->loop, reap, app);
	app_stale(app);
}

bool app_open_order(struct app *app, const char *order_id)
{
	if (!order_id_is_valid(order_id))
		return false;
	app_push_take(app, details_view_new(app->store, order_id));
	return true;
}

struct store *app_store(const struct app *app)
{
	return app->store;
}

struct loop *app_loop(const struct app *app)
{
	return app->loop;
}

struct screen *app_screen(const struct app *app)
{
	return app->screen;
}

app_save_fn app_save(const struct app *app)
{
	return app->save;
}

/* -- when to draw -- */

static void draw_now(void *data)
{
	struct app *app = data;

	app->draw_due = 0;
	app->stale = true;
}

void app_stale_in(struct app *app, int64_t ms)
{
	int64_t due = loop_now(app->loop) + ms;

	if (app->draw_due != 0 && app->draw_due <= due)
		return;
	app->draw_due = due;
	loop_timer_start(app->draw_timer, ms);
}

void app_stale(struct app *app)
{
	/* While a frame is drawn it is too late for that one. */
	if (app->drawing)
		app_stale_in(app, 0);
	else
		app->stale = true;
}

void app_discard_typed(struct app *app)
{
	app->discarding = true;
	app->typed_count = 0;
	app_stale(app);
}

static void before_wait(void *data)
{
	app_frame_draw(data);
}

/* -- commands -- */

static const struct need_sentence {
	unsigned need;
	const char *sentence;
} need_sentences[] = {
	{COMMAND_ROW, "No order is selected."},
	{COMMAND_MAIL, "There is no mail to resend for this order."},
	{COMMAND_WRITE, "Nothing may be sent."},
	{COMMAND_FILTERED, "No filter is set."},
	{COMMAND_MARKED, "No order is marked."},
	{COMMAND_OWN, "This is no view of your own."},
	{COMMAND_ACTIONS, "There are no actions here."},
	{COMMAND_HELP, "This is the help already. Esc leaves it."},
	{COMMAND_RUNS,
		"These are the keys of the window. Esc goes back to it."},
	{COMMAND_PAGE, "Not from a window. Esc closes it."},
};

/* The reason for the first need that is missing. */
static void write_reason(const struct app *app, const struct view *view,
	unsigned need, char *reason, size_t size)
{
	if (view->ops->reason != NULL &&
		view->ops->reason(view, need, reason, size))
		return;
	if (need == COMMAND_WRITE && !store_may_write(app->store, reason, size))
		return;
	for (size_t i = 0; i < ARRAY_LEN(need_sentences); i++) {
		if (need_sentences[i].need == need)
			text_format(
				reason, size, "%s", need_sentences[i].sentence);
	}
}

static bool has_actions(const struct view *view)
{
	for (size_t i = 0; i < view->ops->command_count; i++) {
		if (view->ops->commands[i].action)
			return true;
	}
	return false;
}

static unsigned facts_of(const struct app *app, const struct view *view)
{
	unsigned facts = 0;
	char ignored[256];

	if (view->ops->facts != NULL)
		facts |= view->ops->facts(view);
	if (store_may_write(app->store, ignored, sizeof(ignored)))
		facts |= COMMAND_WRITE;
	if (has_actions(view))
		facts |= COMMAND_ACTIONS;
	if (strcmp(view->ops->name, "help") != 0)
		facts |= COMMAND_HELP;
	if (!view->ops->is_dialog)
		facts |= COMMAND_PAGE;
	return facts;
}

bool app_offers(const struct app *app, const struct view *view,
	const struct command *command)
{
	return (command->needs & COMMAND_OF_VIEW & ~facts_of(app, view)) == 0;
}

bool app_may_run(const struct app *app, const struct view *view,
	const struct command *command, char *reason, size_t size)
{
	unsigned missing = command->needs & ~facts_of(app, view);

	text_format(reason, size, "%s", "");
	if (missing == 0)
		return !act_has(command) ||
		       act_may(view, command, reason, size);
	write_reason(app, view, missing & (~missing + 1), reason, size);
	return false;
}

static void
run(struct app *app, struct view *view, const struct command *command)
{
	char reason[512];

	if (app_may_run(app, view, command, reason, sizeof(reason)))
		command->run(view);
	else
		app_message(app, APP_WARNING, "%s", reason);
}

static const struct command *
command_named(const struct command *commands, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	}
	return NULL;
}

bool app_run(struct app *app, const char *command_name)
{
	struct view *view = app_top(app);
	const struct command *command = command_named(
		view->ops->commands, view->ops->command_count, command_name);
	const struct command *commands;
	size_t count;

	if (command == NULL) {
		commands = app_commands(&count);
		command = command_named(commands, count, command_name);
	}
	if (command == NULL) {
		commands = act_commands(&count);
		command = command_named(commands, count, command_name);
	}
	if (command == NULL)
		return false;
	run(app, view, command);
	return true;
}

const char *app_keys_of(const struct app *app, const char *command_name)
{
	return keymap_keys(app->keymap, command_name);
}

bool app_in_sequence(const struct app *app)
{
	return app->typed_count > 0;
}

bool app_is_next(const struct app *app, const struct command *command)
{
	return keymap_is_next(
		app->keymap, command, app->typed, app->typed_count);
}

void app_back(struct app *app)
{
	struct view *view = app_top(app);

	if (view->ops->back != NULL && view->ops->back(view))
		return;
	if (app_below(app, view) != NULL)
		app_close(app, view);
}

void app_cancel(struct app *app)
{
	struct view *view = app_top(app);

	if (view->ops->cancel != NULL && view->ops->cancel(view))
		return;
	app_message(app, APP_INFO,
		"There is nothing to cancel. q closes the view, Q quits.");
}

/* -- keys -- */

static void say_no_command(struct app *app)
{
	char name[16];
	struct buf text;

	buf_init(&text, 128);
	for (size_t i = 0; i < app->typed_count; i++)
		buf_printf(&text, "%s%s", i > 0 ? " " : "",
			key_to_name(app->typed[i], name, sizeof(name)));
	app_message(app, APP_INFO, "No command on %s. ? shows the keys.",
		buf_text(&text));
	buf_clear(&text);
}

static void command_key(struct app *app, struct view *view, key_code code)
{
	const struct command *command = NULL;
	enum keymap_match match;
	bool was_waiting = app->typed_count > 0;

	app->typed[app->typed_count++] = code;
	match = keymap_find(app->keymap, view->ops->name, app->typed,
		app->typed_count, &command);
	if (match == KEYMAP_PREFIX && app->typed_count < APP_SEQUENCE)
		return;
	if (match == KEYMAP_NONE && !(was_waiting && code == KEYS_ESCAPE))
		say_no_command(app);
	app->typed_count = 0;
	if (match == KEYMAP_FOUND)
		run(app, view, command);
}

static void view_key(struct app *app, const struct key *key)
{
	struct view *view = app_top(app);

	if (app->typed_count == 0 && view->ops->key != NULL &&
		view->ops->key(view, key))
		return;
	if (key->code == KEYS_PASTE)
		app_message(app, APP_INFO,
			"A paste goes into a text field only; ignored.");
	else
		command_key(app, view, key->code);
}

/* With a window that shows nothing only leaving is safe. */
static void small_key(struct app *app, const struct key *key)
{
	if (key->code == 'Q')
		app_quit(app);
}

static void handle_key(struct app *app, const struct key *key)
{
	app_message_key_begin(&app->message);
	if (app->is_small)
		small_key(app, key);
	else if (app_line_is_open(&app->line))
		app_line_key(&app->line, key);
	else
		view_key(app, key);
	app_message_key_end(&app->message);
}

void app_keys_ready(struct app *app)
{
	struct key key;

	while (!app->hung_up && app->screen->ops->key(app->screen, &key)) {
		if (key.code == KEYS_GONE)
			app_hang_up(app);
		else if (!app->discarding)
			handle_key(app, &key);
		app_stale(app);
	}
}

void app_resized(struct app *app)
{
	app_stale(app);
}

void app_suspend(struct app *app)
{
	app->screen->ops->stop(app->screen);
	app_stale(app);
}

/* -- lines at the bottom -- */

void app_message(struct app *app, enum app_level level, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	app_message_put(&app->message, (int)level, text, loop_now(app->loop));
	free(text);
	app_stale(app);
}

void app_ask_line(struct app *app, struct view *view, const char *prompt,
	const char *text, app_line_fn changed, app_line_fn done)
{
	app_line_open(&app->line, view, prompt, text, changed, done);
	app_stale(app);
}

void app_recall_filters(struct app *app)
{
	app_line_recall(&app->line, app->history);
}

void app_keep_filter(struct app *app, const char *text)
{
	line_history_add(app->history, text);
}

void app_announce(struct app *app, int action_number)
{
	app_announce_add(&app->announce, action_number);
	app_announce_check(&app->announce, app); /* it may have ended */
}

struct act_draft_list *app_drafts(struct app *app)
{
	return &app->drafts;
}

void app_do_not_announce(struct app *app, int action_number)
{
	app_announce_drop(&app->announce, action_number);
}

bool app_copy(struct app *app, const char *what, const char *text)
{
	bool is_short = strlen(text) <= COPY_SHOWN && !strchr(text, '\n');
	bool copied = app->screen->ops->copy(app->screen, text);

	if (!copied)
		app_message(app, APP_WARNING,
			is_short ? "This terminal cannot take it: %s"
				 : "This terminal cannot take the %s.",
			is_short ? text : what);
	else
		app_message(app, APP_SUCCESS,
			"Copied the %s to the terminal's clipboard%s%s", what,
			is_short ? ": " : ".", is_short ? text : "");
	return copied;
}

/* -- the end -- */

/* The box that waits for a write; in a small window it is there unseen. */
static bool is_quitting(const struct app *app)
{
	return strcmp(app_top(app)->ops->name, "quit") == 0;
}

void app_quit(struct app *app)
{
	if (store_actions_running(app->store) == 0)
		loop_stop(app->loop);
	else if (!is_quitting(app))
		app_push_take(app, app_quit_new(app));
}

static void give_up(void *data)
{
	struct app *app = data;

	loop_stop(app->loop);
}

void app_hang_up(struct app *app)
{
	if (app->hung_up)
		return;
	app->hung_up = true;
	loop_watch_free(app->watch);
	app->watch = NULL;
	if (store_actions_running(app->store) == 0)
		loop_stop(app->loop);
	else
		loop_timer_start(app->hang_up_timer, HANG_UP_MS);
}

static void store_changed(void *data)
{
	struct app *app = data;

	for (size_t i = 0; i < app->stack.count; i++) {
		struct view *view = app->stack.items[i];

		if (view->ops->changed != NULL)
			view->ops->changed(view);
	}
	app_split_changed(&app->split);
	app_announce_check(&app->announce, app);
	if (app->hung_up && store_actions_running(app->store) == 0)
		loop_stop(app->loop);
	app_stale(app);
}

/* -- birth and death -- */

static void keys_readable(void *data, int events)
{
	(void)events;
	app_keys_ready(data);
}

static void watch_screen(struct app *app)
{
	int fd = app->screen->ops->fd(app->screen);

	if (fd < 0)
		return;
	app->watch = loop_watch_new(app->loop, fd, keys_readable, app);
	loop_watch_set(app->watch, LOOP_READ);
}

static void learn_global_keys(struct app *app)
{
	struct view_ops ops = {.name = "app"};
	const struct command *acts;
	size_t count;
	struct error error;

	ops.commands = app_commands(&ops.command_count);
	learn_keys(app, &ops);
	acts = act_commands(&count);
	if (!keymap_add(app->keymap, ops.name, acts, count, &error))
		app_message(app, APP_ERROR, "%s", error.text);
}

struct app *app_new(const struct app_options *options)
{
	struct app *app = mem_zalloc(sizeof(*app));

	app->loop = options->loop;
	app->screen = options->screen;
	app->store = options->store;
	app->history = options->history;
	app->save = options->save;
	app->keymap = keymap_new();
	canvas_init(&app->canvas);
	app->draw_timer = loop_timer_new(app->loop, draw_now, app);
	app->hang_up_timer = loop_timer_new(app->loop, give_up, app);
	app_split_init(&app->split, app);
	app_ahead_init(&app->ahead, app);
	learn_global_keys(app);
	if (options->saved == NULL)
		app->own_saved = saved_new();
	app_push_take(app, orders_view_new(app->store,
				   options->saved != NULL ? options->saved
							  : app->own_saved));
	if (options->order_id != NULL &&
		!app_open_order(app, options->order_id))
		app_message(app, APP_ERROR, "\"%s\" is no order number.",
			options->order_id);
	watch_screen(app);
	store_on_changed(app->store, store_changed, app);
	loop_before_wait(app->loop, before_wait, app);
	return app;
}

void app_free(struct app *app)
{
	if (app == NULL)
		return;
	loop_before_wait(app->loop, NULL, NULL);
	store_on_changed(app->store, NULL, NULL);
	loop_watch_free(app->watch);
	loop_defer_cancel(app->loop, app->reaper);
	free_views(&app->stack);
	free_views(&app->closed);
	app_split_clear(&app->split);
	app_ahead_clear(&app->ahead);
	app_announce_clear(&app->announce);
	act_draft_clear(&app->drafts);
	loop_timer_free(app->draw_timer);
	loop_timer_free(app->hang_up_timer);
	keymap_free(app->keymap);
	saved_free(app->own_saved);
	canvas_clear(&app->canvas);
	free(app);
}
