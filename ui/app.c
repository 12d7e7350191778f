/* SPDX-License-Identifier: MIT
 *
 * The frame around the views. Update and draw are two different times: keys,
 * answers and timers change views and only mark the frame as stale; one hook,
 * right before the loop waits, lays everything out and draws it (app-frame).
 * What keys do is in app-keys.
 *
 * Closed views leave the stack at once and are freed in the next turn, as one
 * of their functions may still be running.
 */
#include "app.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "accounts.h"
#include "act.h"
#include "app-frame.h"
#include "app-private.h"
#include "app-quit.h"
#include "app-set.h"
#include "app-show.h"
#include "details-view.h"
#include "keymap-views.h"
#include "mem.h"
#include "orders-view.h"
#include "saved.h"
#include "user-commands.h"
#include "wording.h"

#define HANG_UP_MS     5000
#define SLOW_FRAME_MS  1000
#define SLOW_ANSWER_MS 250  /* at most so often what a key has asked for */
#define AWAITED_MS     5000 /* it may be that, so long after a key */
#define STACK_MAX      32   /* views: see forget_oldest_order */

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

struct keymap *app_all_keys(struct app *app)
{
	const struct keymap_view *view;

	for (size_t i = 0; (view = keymap_views_at(i)) != NULL; i++) {
		struct view_ops ops = {.name = view->name};

		ops.commands = view->commands(&ops.command_count);
		learn_keys(app, &ops);
	}
	return app->keymap;
}

void app_push_take(struct app *app, struct view *view)
{
	static unsigned opened; /* of all apps */

	view->app = app;
	view->serial = ++opened;
	learn_keys(app, view->ops);
	add(&app->stack, view);
	app->clickable = NULL;
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

/* It is no longer in the stack, and freed in the next turn. */
static void retire(struct app *app, struct view *view)
{
	app_line_drop(&app->line, view);
	add(&app->closed, view);
	if (app->reaper == NULL)
		app->reaper = loop_defer(app->loop, reap, app);
}

void app_close(struct app *app, struct view *view)
{
	size_t first = index_of(app, view);

	app->clickable = NULL;
	while (app->stack.count > first) {
		struct view *top = app_top(app);

		app->stack.count--;
		retire(app, top);
	}
	app_stale(app);
}

static bool is_order(const struct view *view)
{
	return strcmp(view->ops->name, "details") == 0;
}

/* Orders opened one from the other all day would stay below one another, and
 * each reads the journal when something was sent. The way back is long, not
 * endless; what is below something else than an order belongs to that. */
static void forget_oldest_order(struct app *app)
{
	struct app_views *stack = &app->stack;
	size_t i = 1;

	if (stack->count < STACK_MAX)
		return;
	while (i + 1 < stack->count &&
		!(is_order(stack->items[i]) && is_order(stack->items[i + 1])))
		i++;
	if (i + 1 >= stack->count)
		return;
	retire(app, stack->items[i]);
	stack->count--;
	memmove(&stack->items[i], &stack->items[i + 1],
		(stack->count - i) * sizeof(*stack->items));
}

bool app_open_order(struct app *app, const char *order_id)
{
	if (!order_id_is_valid(order_id))
		return false;
	forget_oldest_order(app);
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

struct accounts *app_accounts(const struct app *app)
{
	return app->accounts;
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

	/* It is drawn as a whole when it is shown again. */
	if (app->hidden || (app->draw_due != 0 && app->draw_due <= due))
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

/* Nothing can be counted in them. */
bool app_is_linear(const struct app *app)
{
	return app->screen->ops->say != NULL;
}

bool app_is_slow(const struct app *app)
{
	return app->slow || app_is_linear(app);
}

void app_be_slow(struct app *app, bool slow)
{
	app->slow = slow;
	wording_count_seconds(!app_is_slow(app));
	app_stale(app);
}

void app_count_seconds(struct app *app)
{
	if (!app_is_slow(app))
		app_stale_in(app, 1000);
}

/* What came by itself. On a slow line rather many things at once, but nobody
 * is kept waiting for the answer to a key. */
static void stale_by_itself(struct app *app)
{
	int64_t now = loop_now(app->loop);
	int64_t pause =
		now - app->key_ms < AWAITED_MS ? SLOW_ANSWER_MS : SLOW_FRAME_MS;

	if (!app->slow || app_is_linear(app) || now - app->drawn_ms >= pause)
		app_stale(app);
	else
		app_stale_in(app, pause - (now - app->drawn_ms));
}

void app_discard_typed(struct app *app)
{
	app->discarding = true;
	app->typed_count = 0;
	app_stale(app);
}

bool app_is_discarding(const struct app *app)
{
	return app->discarding;
}

bool app_is_quitting(const struct app *app)
{
	return strcmp(app_top(app)->ops->name, "quit") == 0;
}

const char *app_asks_line(const struct app *app)
{
	return app_line_is_open(&app->line) ? app->line.prompt : NULL;
}

void app_draw(struct app *app)
{
	app_frame_draw(app);
}

static void before_wait(void *data)
{
	app_draw(data);
}

void app_attach(struct app *app)
{
	loop_before_wait(app->loop, before_wait, app);
}

void app_resized(struct app *app)
{
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
	if (app->hidden) {
		app_message(accounts_app(app->accounts), level,
			"Account %s: %s", store_account(app->store)->name,
			text);
	} else {
		app_key(app, "app-log", app->message.log_key,
			sizeof(app->message.log_key));
		app_message_put(
			&app->message, (int)level, text, loop_now(app->loop));
		if (app->screen->ops->say != NULL)
			app->screen->ops->say(app->screen, (int)level, text);
	}
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
	app_line_recall(&app->line, app->history, false);
}

void app_keep_filter(struct app *app, const char *text)
{
	line_history_add(app->history, text);
}

void app_recall(struct app *app, struct line_history *history)
{
	app_line_recall(&app->line, history, false);
}

void app_recall_commands(struct app *app)
{
	app_line_recall(&app->line, app->commands, true);
}

void app_keep_command(struct app *app, const char *text)
{
	const char *url = strstr(text, "://");

	/* Who types a password in a URL does not want to find it in a file. */
	if (*text != ' ' && (url == NULL || strchr(url, '@') == NULL))
		line_history_add(app->commands, text);
}

void app_complete_line(struct app *app, complete_fn source, bool at_once)
{
	app_files_clear(&app->files); /* they may be others by now */
	app_line_complete(&app->line, source, at_once);
}

void app_announce(struct app *app, int action_number)
{
	app_announce_add(&app->announce, action_number);
	app_announce_check(&app->announce, app); /* it may have ended */
}

const char *app_columns(const struct app *app)
{
	return saved_columns(app->saved);
}

struct act_draft_list *app_drafts(struct app *app)
{
	return &app->drafts;
}

void app_do_not_announce(struct app *app, int action_number)
{
	app_announce_drop(&app->announce, action_number);
}

void app_copy(struct app *app, const char *what, const char *text)
{
	clipboard_copy(&app->clipboard, app, what, text);
}

struct clipboard *app_clipboard(struct app *app)
{
	return &app->clipboard;
}

struct user_commands *app_user_commands(const struct app *app)
{
	return app->user;
}

struct exports *app_exports(struct app *app)
{
	return &app->exports;
}

const struct exports *app_exports_at(const struct app *app)
{
	return &app->exports;
}

struct programs *app_programs(struct app *app)
{
	return &app->programs;
}

/* -- the end -- */

size_t app_writes(const struct app *app)
{
	return app->accounts != NULL ? accounts_writes(app->accounts)
				     : store_actions_running(app->store);
}

const struct app *app_exporting(const struct app *app)
{
	if (app->accounts != NULL)
		return accounts_exporting(app->accounts);
	return export_is_going(&app->exports) ? app : NULL;
}

const char *app_running(const struct app *app)
{
	if (app->accounts != NULL)
		return accounts_running(app->accounts);
	return program_in_background(&app->programs);
}

bool app_may_end(const struct app *app)
{
	return app_writes(app) == 0 && app_exporting(app) == NULL &&
	       app_running(app) == NULL;
}

void app_quit(struct app *app)
{
	if (app_may_end(app))
		loop_stop(app->loop);
	else if (!app_is_quitting(app))
		app_push_take(app, app_quit_new(app));
}

void app_part_ended(struct app *app)
{
	const struct app *shown =
		app->hidden ? accounts_app(app->accounts) : app;

	if (app_is_quitting(shown) && app_may_end(shown))
		loop_stop(app->loop);
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
	loop_watch_free(app->out_watch);
	app->watch = app->out_watch = NULL;
	if (app_writes(app) == 0)
		loop_stop(app->loop);
	else
		loop_timer_start(app->hang_up_timer, HANG_UP_MS);
}

static void end_if_hung_up(const struct app *app)
{
	if (app->hung_up && app_writes(app) == 0)
		loop_stop(app->loop);
}

void app_changed(struct app *app)
{
	app->missed = false;
	for (size_t i = 0; i < app->stack.count; i++) {
		struct view *view = app->stack.items[i];

		if (view->ops->changed != NULL)
			view->ops->changed(view);
	}
	app_split_changed(&app->split);
}

void app_show_others_changed(struct app *app)
{
	struct view *top = app_top(app);

	/* A page of the accounts, or the box that waits for their writes. */
	if (top->ops->changed != NULL)
		top->ops->changed(top);
	end_if_hung_up(app);
	app_stale(app);
}

static void store_changed(void *data)
{
	struct app *app = data;

	if (app->hidden)
		app->missed = true;
	else
		app_changed(app);
	app_announce_check(&app->announce, app);
	if (app->accounts != NULL)
		accounts_changed(app->accounts, app);
	if (!app->hidden)
		program_changed(app);
	end_if_hung_up(app);
	stale_by_itself(app);
}

/* -- birth and death -- */

static void learn_global_keys(struct app *app)
{
	struct view_ops ops = {.name = "app"};
	const struct command *acts, *user;
	size_t count;
	struct error error;

	if (keymap_has(app->keymap, ops.name))
		return; /* it is shared, and another app did */
	ops.commands = app_commands(&ops.command_count);
	learn_keys(app, &ops);
	acts = act_commands(&count);
	if (!keymap_add(app->keymap, ops.name, acts, count, &error))
		app_message(app, APP_ERROR, "%s", error.text);
	user = user_commands_list(app->user, &count);
	if (!keymap_add(app->keymap, ops.name, user, count, &error))
		app_message(app, APP_ERROR, "%s", error.text);
}

struct app *app_new(const struct app_options *options)
{
	struct app *app = mem_zalloc(sizeof(*app));

	app->loop = options->loop;
	app->screen = options->screen;
	app->store = options->store;
	app->history = options->history;
	app->commands = options->commands;
	app->save = options->save;
	app->list = options->list;
	app->user = options->user;
	app->exports.disk = options->disk;
	program_init(&app->programs, options->children);
	app->slow = options->settings != NULL ? options->settings->slow
					      : options->slow;
	app->key_ms = loop_now(app->loop); /* so that the start is quick, too */
	wording_count_seconds(!app_is_slow(app));
	app->settings = options->settings;
	app->settings_path = options->settings_path;
	app->read_settings = options->read_settings;
	app->accounts = options->accounts;
	clipboard_init(&app->clipboard, options->clipboard, options->children);
	if (options->keymap == NULL)
		app->own_keymap = keymap_new(options->keys);
	app->keymap =
		options->keymap != NULL ? options->keymap : app->own_keymap;
	canvas_init(&app->canvas);
	app->draw_timer = loop_timer_new(app->loop, draw_now, app);
	app->hang_up_timer = loop_timer_new(app->loop, give_up, app);
	app_split_init(&app->split, app);
	app_ahead_init(&app->ahead, app);
	learn_global_keys(app);
	if (options->saved == NULL)
		app->own_saved = saved_new();
	app->saved = options->saved != NULL ? options->saved : app->own_saved;
	app_push_take(app, orders_view_new(app->store,
				   options->saved != NULL ? options->saved
							  : app->own_saved));
	if (options->order_id != NULL &&
		!app_open_order(app, options->order_id))
		app_message(app, APP_ERROR, "\"%s\" is no order number.",
			options->order_id);
	if (options->notice != NULL)
		app_message(app, APP_WARNING, "%s", options->notice);
	app_terminal_watch(app);
	store_on_changed(app->store, store_changed, app);
	app_attach(app);
	return app;
}

void app_free(struct app *app)
{
	if (app == NULL)
		return;
	app_source_drop(app);
	app_set_forget(app);
	if (!app->hidden)
		loop_before_wait(app->loop, NULL, NULL);
	loop_defer_cancel(app->loop, app->catching_up);
	store_on_changed(app->store, NULL, NULL);
	loop_watch_free(app->watch);
	loop_watch_free(app->out_watch);
	loop_defer_cancel(app->loop, app->reaper);
	free_views(&app->stack);
	free_views(&app->closed);
	app_split_clear(&app->split);
	app_ahead_clear(&app->ahead);
	app_announce_clear(&app->announce);
	app_line_clear(&app->line);
	app_files_clear(&app->files);
	act_draft_clear(&app->drafts);
	export_clear(&app->exports);
	program_clear(&app->programs);
	clipboard_clear(&app->clipboard);
	loop_timer_free(app->draw_timer);
	loop_timer_free(app->hang_up_timer);
	keymap_free(app->own_keymap);
	saved_free(app->own_saved);
	canvas_clear(&app->canvas);
	free(app);
}
