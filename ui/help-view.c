/* SPDX-License-Identifier: MIT
 *
 * One list for two purposes: the help (all commands of the view below and of
 * the program) as a page, and the actions menu (those that do something to
 * what is selected) as a dialog. Both come from the command tables, so they
 * cannot be out of date; Enter runs the selected command. What can be done for
 * an order (act.h) comes first in the menu, all of it, with the reasons.
 */
#include "help-view.h"

#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "app.h"
#include "help-filter.h"
#include "help-topics.h"
#include "keymap-views.h"
#include "line-edit.h"
#include "list.h"
#include "list-commands.h"
#include "mem.h"
#include "text.h"
#include "user-commands.h"

#define KEYS_COL  2
#define KEYS_MIN  13
#define KEYS_MAX  24
#define BORDER	  2
#define MENU_COLS 70
#define MENU_WIDE 110 /* whole reasons, where there is room */

/* A heading, a command, or something else to know. */
struct row {
	const char *heading;
	const struct command *command;
	const struct help_topic *topic;
};

struct help_view {
	struct view view;
	struct view *target; /* the view below; lives as long as this one */
	bool actions_only;
	char filter[LINE_EDIT_MAX];
	struct row *rows;
	struct list list;
};

static struct help_view *help_of(struct view *view)
{
	return (struct help_view *)view;
}

static const struct help_view *help_at(const struct view *view)
{
	return (const struct help_view *)view;
}

/* -- rows ------------------------------------------------------------------ */

static const char *heading_of(const struct view *view)
{
	const struct keymap_view *row = keymap_views_named(view->ops->name);

	if (row != NULL)
		return row->heading;
	return view->ops->is_dialog ? "This window" : view->ops->name;
}

static bool is_wanted(const struct help_view *help, const char *heading,
	const struct command *command)
{
	const char *texts[] = {command->help, command->name,
		app_word_of(command->name), heading};

	char keys[ACT_KEYS_SIZE];

	if (help->actions_only && !command->action)
		return false;
	return help_filter_finds(help->filter,
		act_keys(help->target, command, keys, sizeof(keys)), texts,
		ARRAY_LEN(texts));
}

static long
add_commands(struct help_view *help, long count, const char *heading,
	const struct command *commands, size_t command_count)
{
	bool has_heading = help->actions_only;

	for (size_t i = 0; i < command_count; i++) {
		if (!is_wanted(help, heading, &commands[i]))
			continue;
		if (!has_heading)
			help->rows[count++] = (struct row){.heading = heading};
		has_heading = true;
		help->rows[count++] = (struct row){.command = &commands[i]};
	}
	return count;
}

static bool
is_topic_wanted(const struct help_view *help, const struct help_topic *topic)
{
	const char *texts[] = {topic->help, topic->heading};

	return (topic->view == NULL ||
		       strcmp(topic->view, help->target->ops->name) == 0) &&
	       help_filter_finds(
		       help->filter, topic->keys, texts, ARRAY_LEN(texts));
}

static long add_topics(struct help_view *help, long count)
{
	const struct help_topic *topic;
	const char *heading = NULL;

	for (size_t i = 0; (topic = help_topics_at(i)) != NULL; i++) {
		if (!is_topic_wanted(help, topic))
			continue;
		help->rows = mem_resize(
			help->rows, (size_t)count + 2, sizeof(*help->rows));
		if (heading == NULL || strcmp(heading, topic->heading) != 0)
			help->rows[count++] =
				(struct row){.heading = topic->heading};
		heading = topic->heading;
		help->rows[count++] = (struct row){.topic = topic};
	}
	return count;
}

/* The cursor stands on what can be read, not on headings. */
static void leave_heading(struct help_view *help, int by)
{
	struct list *list = &help->list;

	if (list->count == 0 || help->rows[list->cursor].heading == NULL)
		return;
	if (by < 0 && list->cursor == 0)
		by = 1;
	list_move(list, by);
}

static void build_rows(struct help_view *help)
{
	const struct view_ops *ops = help->target->ops;
	size_t app_count, act_count, user_count;
	const struct command *commands = app_commands(&app_count);
	const struct command *acts = act_commands(&act_count);
	const struct command *user = user_commands_list(
		app_user_commands(help->view.app), &user_count);
	long count = 0;

	if (ops->order == NULL)
		act_count = user_count = 0;
	help->rows = mem_resize(help->rows,
		ops->command_count + app_count + act_count + user_count + 4,
		sizeof(*help->rows));
	if (help->actions_only)
		count = add_commands(help, count, "", acts, act_count);
	count = add_commands(help, count, heading_of(help->target),
		ops->commands, ops->command_count);
	if (!help->actions_only)
		count = add_commands(
			help, count, "Actions of an order", acts, act_count);
	count = add_commands(
		help, count, "Commands of your own", user, user_count);
	count = add_commands(help, count, "Everywhere", commands, app_count);
	if (!help->actions_only)
		count = add_topics(help, count);
	list_set_count(&help->list, count);
	help->list.top = 0;
	leave_heading(help, 1);
}

static const struct command *selected(const struct help_view *help)
{
	if (help->list.count == 0)
		return NULL;
	return help->rows[help->list.cursor].command;
}

/* -- keys ------------------------------------------------------------------ */

static struct list *list(struct view *view)
{
	return &help_of(view)->list;
}

static void moved(struct view *view, int by)
{
	leave_heading(help_of(view), by);
}

/* A window is no place to press a button from afar: whoever reads its help
 * with the focus on Send must not send by Enter. */
static unsigned facts(const struct view *view)
{
	return help_at(view)->target->ops->is_dialog ? 0 : COMMAND_RUNS;
}

/* The list goes away first: the command is for the view below. */
static void run_selected(struct view *view)
{
	const struct command *command = selected(help_of(view));
	struct app *app = view->app;

	if (help_of(view)->list.count == 0)
		return;
	if (command == NULL) {
		app_message(app, APP_INFO, "This is to be typed, not to run.");
		return;
	}
	app_close(app, view);
	app_run(app, command->name);
}

static void filter_changed(struct view *view, const char *text)
{
	struct help_view *help = help_of(view);

	text_format(help->filter, sizeof(help->filter), "%s", text);
	build_rows(help);
	app_stale(view->app);
}

void help_view_find(struct view *view, const char *text)
{
	filter_changed(view, text);
}

static void filter_done(struct view *view, const char *text)
{
	filter_changed(view, text != NULL ? text : "");
}

static void run_filter(struct view *view)
{
	app_ask_line(view->app, view, "/", help_of(view)->filter,
		filter_changed, filter_done);
}

static bool back(struct view *view)
{
	if (help_of(view)->filter[0] == '\0')
		return false;
	filter_changed(view, "");
	return true;
}

/* -- drawing --------------------------------------------------------------- */

/* What to press for it or, without a key, what to type. */
static char *keys_text(const struct help_view *help, const struct row *row,
	char *out, size_t size)
{
	if (row->topic != NULL)
		return text_format(out, size, "%s", row->topic->keys);
	act_keys(help->target, row->command, out, size);
	if (out[0] == '\0')
		text_format(out, size, ":%s", app_word_of(row->command->name));
	return out;
}

/* Columns for the keys: as many as they take, within reason. */
static int keys_width(const struct help_view *help, int cols)
{
	int width = KEYS_MIN, most = cols < 2 * KEYS_MAX ? KEYS_MIN : KEYS_MAX;
	char keys[ACT_KEYS_SIZE];

	for (long i = 0; i < help->list.count; i++) {
		int need;

		if (help->rows[i].heading != NULL)
			continue;
		keys_text(help, &help->rows[i], keys, sizeof(keys));
		need = (int)text_width(keys);
		if (need > width)
			width = need;
	}
	return width < most ? width : most;
}

/* What it would do comes first; the whole reason is below the list. */
static void
draw_unavailable(struct region region, const char *what, const char *reason)
{
	int col;

	if ((int)text_width(what) + 2 >= region.cols) {
		region_field(region, 0, 0, region.cols, STYLE_DISABLED, what);
		return;
	}
	col = region_textf(region, 0, 0, STYLE_DISABLED, "%s: ", what);
	region_field(region, 0, col, region.cols - col, STYLE_DIM, reason);
}

static void draw_row(const struct help_view *help, struct region region,
	int width, const struct row *row, bool is_selected)
{
	enum style style = is_selected ? STYLE_SELECTED : STYLE_TEXT;
	char reason[512], keys[ACT_KEYS_SIZE];
	int col = KEYS_COL + width + 1;

	if (row->heading != NULL) {
		region_text(region, 0, 0, STYLE_HEADING, row->heading);
		return;
	}
	if (is_selected) {
		region_text(region, 0, 0, STYLE_TEXT, ">");
		region_cursor(region, 0, 0);
	}
	region_field(region, 0, KEYS_COL, width, STYLE_KEY,
		keys_text(help, row, keys, sizeof(keys)));
	region = region_part(region, 0, col, 1, region.cols - col);
	if (row->topic != NULL)
		region_paragraph(region, style, row->topic->help);
	else if (app_may_run(help->view.app, help->target, row->command, reason,
			 sizeof(reason)))
		region_paragraph(region, style, row->command->help);
	else
		draw_unavailable(region, row->command->help, reason);
}

static void draw_list(const struct help_view *help, struct region region)
{
	const struct list *list = &help->list;
	int width = keys_width(help, region.cols);

	if (list->count == 0)
		region_text(region, 0, KEYS_COL, STYLE_DIM,
			help->filter[0] != '\0'
				? "No command matches. Esc clears the filter."
				: "There is nothing to do here.");
	for (int i = 0; i < region.rows && list->top + i < list->count; i++) {
		const struct row *row = &help->rows[list->top + i];

		if (row->heading == NULL)
			region_target(region, i, 0, region.cols, list->top + i);
		draw_row(help, region_part(region, i, 0, 1, region.cols), width,
			row, list->top + i == list->cursor);
	}
}

/* The heading of the first command comes into view with it. */
static void layout_rows(struct help_view *help, int rows)
{
	list_layout(&help->list, rows);
	if (help->list.top == 1 && help->list.cursor < rows)
		help->list.top = 0;
}

static void layout_page(struct view *view, int rows, int cols)
{
	(void)cols;
	layout_rows(help_of(view), rows);
}

static void draw_page(const struct view *view, struct region region)
{
	draw_list(help_at(view), region);
}

static void menu_size(const struct view *view, int max_rows, int max_cols,
	int *rows, int *cols)
{
	long count = help_at(view)->list.count;

	*cols = max_cols < MENU_COLS ? max_cols : MENU_COLS;
	if (max_cols > MENU_WIDE)
		*cols = MENU_WIDE;
	*rows = count < 1 ? 3 : (int)count + 2;
	if (*rows > max_rows)
		*rows = max_rows;
}

static void layout_menu(struct view *view, int rows, int cols)
{
	(void)cols;
	layout_rows(help_of(view), rows - 2);
}

static void draw_menu(const struct view *view, struct region region)
{
	region_box(region, "Actions");
	draw_list(help_at(view), region_part(region, 1, BORDER, region.rows - 2,
					 region.cols - 2 * BORDER));
}

static void title(const struct view *view, struct buf *out)
{
	(void)view;
	buf_puts(out, " > Help");
}

static void write_topic(const struct help_view *help, struct buf *out)
{
	if (help->list.count > 0)
		buf_printf(out, "%s: %s",
			help->rows[help->list.cursor].topic->keys,
			help->rows[help->list.cursor].topic->help);
}

/* The whole reason of the selected row, which the list may cut. */
static void summary(const struct view *view, struct buf *out)
{
	const struct help_view *help = help_at(view);
	const struct command *command = selected(help);
	char reason[512];

	if (command == NULL)
		write_topic(help, out);
	else if (app_may_run(view->app, help->target, command, reason,
			 sizeof(reason)))
		buf_printf(out, ":%s", command->name);
	else
		buf_puts(out, reason);
}

static void hints(const struct view *view, struct buf *out)
{
	bool is_page = !view->ops->is_dialog;

	if (facts(view) & COMMAND_RUNS)
		buf_puts(out, "help-run\trun  ");
	buf_puts(out, "help-filter\tfilter  ");
	buf_puts(out, is_page ? "Esc\tleave the help" : "Esc\tcancel");
}

static void free_view(struct view *view)
{
	free(help_of(view)->rows);
	free(help_of(view));
}

static const struct command commands[] = {
	{"help-run", "Enter l", "run the selected command", "run", COMMAND_RUNS,
		false, run_selected},
	{"help-down", "j Down", "down", NULL, 0, false, list_commands_down},
	{"help-up", "k Up", "up", NULL, 0, false, list_commands_up},
	{"help-page-down", "PgDn Ctrl-D Ctrl-F", "one page down", NULL, 0,
		false, list_commands_page_down},
	{"help-page-up", "PgUp Ctrl-U Ctrl-B", "one page up", NULL, 0, false,
		list_commands_page_up},
	{"help-first", "g Home", "to the top", NULL, 0, false,
		list_commands_first},
	{"help-last", "G End", "to the end", NULL, 0, false,
		list_commands_last},
	{"help-filter", "/", "filter the commands", NULL, 0, false, run_filter},
};

const struct command *help_view_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static const struct view_ops page_ops = {
	.name = "help",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = title,
	.summary = summary,
	.wraps_summary = true,
	.facts = facts,
	.layout = layout_page,
	.draw = draw_page,
	.list = list,
	.moved = moved,
	.hints = hints,
	.back = back,
	.free = free_view,
};

static const struct view_ops menu_ops = {
	.name = "actions",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.is_dialog = true,
	.summary = summary,
	.wraps_summary = true,
	.facts = facts,
	.size = menu_size,
	.layout = layout_menu,
	.draw = draw_menu,
	.list = list,
	.moved = moved,
	.hints = hints,
	.back = back,
	.free = free_view,
};

struct view *help_view_new(struct app *app, bool actions_only)
{
	struct help_view *help = mem_zalloc(sizeof(*help));

	help->view.ops = actions_only ? &menu_ops : &page_ops;
	help->view.app = app;
	help->target = app_top(app);
	help->actions_only = actions_only;
	build_rows(help);
	return &help->view;
}
