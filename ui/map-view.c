/* SPDX-License-Identifier: MIT
 *
 * One row a command and view, from the keymap itself, so that what it shows is
 * what the keys do.
 */
#include "map-view.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "help-filter.h"
#include "keymap.h"
#include "keymap-views.h"
#include "line-edit.h"
#include "list-commands.h"
#include "mem.h"
#include "text.h"
#include "user-commands.h"

#define KEYS_COL   2
#define KEYS_WIDTH 15
#define NAME_WIDTH 25
#define HELP_LEAST 16
#define FROM_WIDTH 9

/* A heading (no command), or a command with the keys it has in the view. */
struct row {
	const char *view; /* or KEYMAP_APP */
	const struct command *command;
};

struct map_view {
	struct view view;
	struct keymap *keymap; /* the app's */
	const char *first;     /* the view whose keys come first */
	char filter[LINE_EDIT_MAX];
	struct row *rows;
	struct list list;
};

static struct map_view *map_of(struct view *view)
{
	return (struct map_view *)view;
}

static const struct map_view *map_at(const struct view *view)
{
	return (const struct map_view *)view;
}

static void free_map(struct view *view)
{
	free(map_of(view)->rows);
	free(map_of(view));
}

/* -- where keys come from -------------------------------------------------- */

static const struct keymap_binding *first_binding(const struct keymap *keymap,
	const char *view, const struct command *command)
{
	const struct keymap_binding *binding;

	for (size_t i = 0; (binding = keymap_at(keymap, i)) != NULL; i++) {
		if (binding->command == command &&
			strcmp(binding->view, view) == 0)
			return binding;
	}
	return NULL;
}

/* A [command], with a key of its own. */
static bool
is_users(const struct app *app, const struct keymap_binding *binding)
{
	return user_commands_has(app_user_commands(app), binding->command);
}

static char *from_text(const struct map_view *map,
	const struct keymap_binding *binding, char *out, size_t size)
{
	const char *word = "built in";

	if (binding == NULL)
		word = "";
	else if (binding->line > 0)
		return text_format(out, size, "line %d", binding->line);
	else if (binding->line == KEYMAP_SET)
		word = keymap_set(map->keymap);
	else if (is_users(map->view.app, binding))
		word = "[command]";
	return text_format(out, size, "%s", word);
}

static void write_source(const struct app *app, const struct keymap *keymap,
	const struct keymap_binding *binding, struct buf *out)
{
	if (binding->line > 0)
		buf_printf(out, "line %d of the configuration", binding->line);
	else if (binding->line == KEYMAP_SET)
		buf_printf(out, "from the set %s", keymap_set(keymap));
	else if (is_users(app, binding))
		buf_printf(out, "from [command %s]", binding->command->name);
	else
		buf_puts(out, "built in");
}

/* -- rows ------------------------------------------------------------------ */

static const char *heading_of(const char *view)
{
	const struct keymap_view *row = keymap_views_named(view);

	return row != NULL ? row->heading : "Everywhere";
}

static bool is_wanted(const struct map_view *map, const struct row *row)
{
	char from[32];
	const char *texts[] = {row->command->name, row->command->help,
		app_word_of(row->command->name), heading_of(row->view), from};

	from_text(map, first_binding(map->keymap, row->view, row->command),
		from, sizeof(from));
	return help_filter_finds(map->filter,
		keymap_keys(map->keymap, row->view, row->command->name), texts,
		ARRAY_LEN(texts));
}

static void add_row(struct map_view *map, struct row row, bool *has_heading)
{
	long count = map->list.count;

	if (!is_wanted(map, &row))
		return;
	map->rows =
		mem_resize(map->rows, (size_t)count + 2, sizeof(*map->rows));
	if (!*has_heading)
		map->rows[count++] = (struct row){row.view, NULL};
	*has_heading = true;
	map->rows[count++] = row;
	map->list.count = count;
}

/* The view's table, and what works everywhere but has keys of its own here. */
static void add_view(struct map_view *map, const char *view)
{
	const struct keymap_binding *binding;
	const struct command *command;
	const char *table;
	bool has_heading = false;

	for (size_t i = 0;
		(command = keymap_command_at(map->keymap, i, &table)) != NULL;
		i++) {
		if (strcmp(table, view) == 0)
			add_row(map, (struct row){view, command}, &has_heading);
	}
	for (size_t i = 0; (binding = keymap_at(map->keymap, i)) != NULL; i++) {
		if (strcmp(binding->view, view) == 0 &&
			!keymap_is_own(map->keymap, view, binding->command) &&
			first_binding(map->keymap, view, binding->command) ==
				binding)
			add_row(map, (struct row){view, binding->command},
				&has_heading);
	}
}

/* The cursor stands on commands only. */
static void leave_heading(struct map_view *map, int by)
{
	struct list *list = &map->list;

	if (list->count == 0 || map->rows[list->cursor].command != NULL)
		return;
	if (by < 0 && list->cursor == 0)
		by = 1;
	list_move(list, by);
}

static void build_rows(struct map_view *map)
{
	const struct keymap_view *view;

	map->list.count = map->list.cursor = map->list.top = 0;
	add_view(map, map->first);
	if (strcmp(map->first, KEYMAP_APP) != 0)
		add_view(map, KEYMAP_APP);
	for (size_t i = 0; (view = keymap_views_at(i)) != NULL; i++) {
		if (strcmp(view->name, map->first) != 0)
			add_view(map, view->name);
	}
	leave_heading(map, 1);
}

static const struct row *selected(const struct map_view *map)
{
	return map->list.count > 0 ? &map->rows[map->list.cursor] : NULL;
}

/* -- keys ------------------------------------------------------------------ */

static struct list *list(struct view *view)
{
	return &map_of(view)->list;
}

static void moved(struct view *view, int by)
{
	leave_heading(map_of(view), by);
}

static void filter_changed(struct view *view, const char *text)
{
	struct map_view *map = map_of(view);

	text_format(map->filter, sizeof(map->filter), "%s", text);
	build_rows(map);
	app_stale(view->app);
}

static void filter_done(struct view *view, const char *text)
{
	filter_changed(view, text != NULL ? text : "");
}

static void run_filter(struct view *view)
{
	app_ask_line(view->app, view, "/", map_of(view)->filter, filter_changed,
		filter_done);
}

static bool back(struct view *view)
{
	if (map_of(view)->filter[0] == '\0')
		return false;
	filter_changed(view, "");
	return true;
}

/* As [keys] has it, to change it there. */
static void run_copy(struct view *view)
{
	struct map_view *map = map_of(view);
	const struct row *row = selected(map);
	bool is_scoped;
	char *line;

	if (row == NULL)
		return;
	is_scoped = !keymap_is_own(map->keymap, row->view, row->command);
	line = mem_printf("%s%s%s = %s", is_scoped ? row->view : "",
		is_scoped ? "." : "", row->command->name,
		keymap_keys(map->keymap, row->view, row->command->name));
	app_copy(view->app, "line", line);
	free(line);
}

/* -- what keys make -------------------------------------------------------- */

static void write_binding(const struct app *app, const struct keymap *keymap,
	const struct keymap_binding *binding, struct buf *out)
{
	char keys[KEY_SEQUENCE_TEXT];

	buf_printf(out, "%s: %s (%s, ",
		key_sequence_write(&binding->sequence, keys, sizeof(keys)),
		binding->command->help, binding->command->name);
	write_source(app, keymap, binding, out);
	buf_puts(out, ").");
}

static bool
begins(const struct key_sequence *typed, const struct key_sequence *whole)
{
	return typed->count <= whole->count && key_sequence_meet(typed, whole);
}

/* All bindings that the keys make or begin, where they work. */
static size_t write_all(const struct app *app, const struct keymap *keymap,
	const char *view, const struct key_sequence *typed, struct buf *out)
{
	const struct keymap_binding *binding;
	size_t count = 0;

	for (size_t i = 0; (binding = keymap_at(keymap, i)) != NULL; i++) {
		if (!begins(typed, &binding->sequence) ||
			!keymap_works(keymap, view, binding, NULL))
			continue;
		buf_puts(out, count++ > 0 ? " " : "");
		write_binding(app, keymap, binding, out);
	}
	return count;
}

/* What the view's key stands over. */
static void write_hidden(const struct keymap *keymap, const char *view,
	const struct key_sequence *typed, struct buf *out)
{
	const struct keymap_binding *binding, *over;

	for (size_t i = 0; (binding = keymap_at(keymap, i)) != NULL; i++) {
		over = NULL;
		if (strcmp(binding->view, KEYMAP_APP) != 0 ||
			!begins(typed, &binding->sequence) ||
			keymap_works(keymap, view, binding, &over) ||
			over == NULL)
			continue;
		buf_printf(out, " Elsewhere %s.", binding->command->name);
	}
}

/* The list of what has to do with a word that is no key: true if there is some.
 */
static bool list_word(struct app *app, const char *word)
{
	struct view *view = map_view_new(app);

	filter_changed(view, word);
	if (map_of(view)->list.count == 0) {
		free_map(view);
		return false;
	}
	app_push_take(app, view);
	return true;
}

void map_view_tell(struct view *view, const char *keys)
{
	const struct keymap *keymap = app_all_keys(view->app);
	const char *name = view->ops->name, *near = key_nearest(keys);
	struct key_sequence typed;
	struct buf text;
	bool is_key;

	if (!key_sequence_read(&typed, keys)) {
		if (near == NULL && list_word(view->app, keys))
			return;
		app_message(view->app, APP_WARNING,
			"There is no key \"%s\".%s%s%s", keys,
			near != NULL ? " Did you mean " : "",
			near != NULL ? near : "", near != NULL ? "?" : "");
		return;
	}
	buf_init(&text, 4096);
	write_all(view->app, keymap, name, &typed, &text);
	is_key = text.len > 0 || typed.count == 1;
	if (text.len == 0)
		buf_printf(&text, "No command on %s here.", keys);
	write_hidden(keymap, name, &typed, &text);
	if (is_key || !list_word(view->app, keys))
		app_message(view->app, APP_INFO, "%s", buf_text(&text));
	buf_clear(&text);
}

/* -- drawing --------------------------------------------------------------- */

static void draw_row(const struct map_view *map, struct region region,
	const struct row *row, bool is_selected)
{
	enum style style = is_selected ? STYLE_SELECTED : STYLE_TEXT;
	int end = region.cols - FROM_WIDTH, col = KEYS_COL;
	char from[32];

	if (row->command == NULL) {
		region_text(region, 0, 0, STYLE_HEADING, heading_of(row->view));
		return;
	}
	if (is_selected) {
		region_text(region, 0, 0, STYLE_TEXT, ">");
		region_cursor(region, 0, 0);
	}
	col = region_field(region, 0, col, KEYS_WIDTH, STYLE_KEY,
		keymap_keys(map->keymap, row->view, row->command->name));
	if (end - col - NAME_WIDTH < HELP_LEAST) {
		region_field(region, 0, col + 1, region.cols - col - 1, style,
			row->command->name);
		return;
	}
	col = region_field(
		region, 0, col + 1, NAME_WIDTH, style, row->command->name);
	region_field(region, 0, col + 1, end - col - 2, STYLE_DIM,
		row->command->help);
	region_text(region, 0, end, STYLE_DIM,
		from_text(map,
			first_binding(map->keymap, row->view, row->command),
			from, sizeof(from)));
}

/* The heading of the first command comes into view with it. */
static void layout(struct view *view, int rows, int cols)
{
	struct map_view *map = map_of(view);

	(void)cols;
	list_layout(&map->list, rows);
	if (map->list.top == 1 && map->list.cursor < rows)
		map->list.top = 0;
}

static void draw(const struct view *view, struct region region)
{
	const struct map_view *map = map_at(view);
	const struct list *rows = &map->list;

	if (rows->count == 0)
		region_text(region, 0, KEYS_COL, STYLE_DIM,
			"No command matches. Esc clears the filter.");
	for (int i = 0; i < region.rows && rows->top + i < rows->count; i++) {
		const struct row *row = &map->rows[rows->top + i];

		if (row->command != NULL)
			region_target(region, i, 0, region.cols, rows->top + i);
		draw_row(map, region_part(region, i, 0, 1, region.cols), row,
			rows->top + i == rows->cursor);
	}
}

static void title(const struct view *view, struct buf *out)
{
	(void)view;
	buf_puts(out, " > Keys");
}

/* "L is orders-x in orders.": views in which a key of everywhere is another. */
static void write_shadows(
	const struct map_view *map, const struct row *row, struct buf *out)
{
	const struct keymap_view *view;
	const struct keymap_binding *binding, *over;
	char keys[KEY_SEQUENCE_TEXT];

	for (size_t i = 0; (binding = keymap_at(map->keymap, i)) != NULL; i++) {
		if (binding->command != row->command ||
			strcmp(binding->view, KEYMAP_APP) != 0)
			continue;
		for (size_t j = 0; (view = keymap_views_at(j)) != NULL; j++) {
			over = NULL;
			if (keymap_works(
				    map->keymap, view->name, binding, &over))
				continue;
			buf_printf(out, " Not %s in %s",
				key_sequence_write(
					&binding->sequence, keys, sizeof(keys)),
				view->name);
			if (over != NULL)
				buf_printf(out, ", where it is %s",
					over->command->name);
			buf_putc(out, '.');
		}
	}
}

/* All of the selected row, which the list may cut. */
static void summary(const struct view *view, struct buf *out)
{
	const struct map_view *map = map_at(view);
	const struct row *row = selected(map);
	const struct keymap_binding *binding;

	if (row == NULL)
		return;
	binding = first_binding(map->keymap, row->view, row->command);
	buf_printf(out, "%s: %s; ", row->command->name, row->command->help);
	if (binding != NULL)
		write_source(view->app, map->keymap, binding, out);
	else
		buf_printf(out, "no key: :%s", app_word_of(row->command->name));
	buf_putc(out, '.');
	if (strcmp(row->view, KEYMAP_APP) == 0)
		write_shadows(map, row, out);
}

static const struct command commands[] = {
	{"map-down", "j Down", "down", NULL, 0, false, list_commands_down},
	{"map-up", "k Up", "up", NULL, 0, false, list_commands_up},
	{"map-page-down", "PgDn Ctrl-F", "one page down", NULL, 0, false,
		list_commands_page_down},
	{"map-page-up", "PgUp Ctrl-B", "one page up", NULL, 0, false,
		list_commands_page_up},
	{"map-half-down", "Ctrl-D", "half a page down", NULL, 0, false,
		list_commands_half_down},
	{"map-half-up", "Ctrl-U", "half a page up", NULL, 0, false,
		list_commands_half_up},
	{"map-first", "g Home", "to the top", NULL, 0, false,
		list_commands_first},
	{"map-last", "G End", "to the end", NULL, 0, false, list_commands_last},
	{"map-scroll-down", "Ctrl-E", "the screen one row down", NULL, 0, false,
		list_commands_scroll_down},
	{"map-scroll-up", "Ctrl-Y", "the screen one row up", NULL, 0, false,
		list_commands_scroll_up},
	{"map-screen-top", "H", "to the first row on the screen", NULL, 0,
		false, list_commands_screen_top},
	{"map-screen-bottom", "L", "to the last row on the screen", NULL, 0,
		false, list_commands_screen_bottom},
	{"map-filter", "/", "filter the commands", "filter", 0, false,
		run_filter},
	{"map-copy", "y Enter", "copy it as a line of [keys]", "copy the line",
		0, false, run_copy},
};

const struct command *map_view_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static const struct view_ops ops = {
	.name = "map",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = title,
	.summary = summary,
	.wraps_summary = true,
	.layout = layout,
	.draw = draw,
	.list = list,
	.moved = moved,
	.back = back,
	.free = free_map,
};

struct view *map_view_new(struct app *app)
{
	struct map_view *map = mem_zalloc(sizeof(*map));

	map->view.ops = &ops;
	map->view.app = app;
	map->keymap = app_all_keys(app);
	map->first = app_top(app)->ops->name;
	build_rows(map);
	return &map->view;
}
