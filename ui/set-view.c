/* SPDX-License-Identifier: MIT
 *
 * The rows are read when they are drawn, so that they show what holds now.
 * Those that can be changed come first.
 */
#include "set-view.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "app-set.h"
#include "list-commands.h"
#include "mem.h"
#include "text.h"

#define NAME_COL   2
#define NAME_WIDTH 18
#define FROM_WIDTH 13
#define VALUE_MAX  (64 * 1024)

struct set_view {
	struct view view;
	struct list list;
	size_t *order; /* rows to indexes of app_set_at */
};

static const struct set_view *set_at(const struct view *view)
{
	return (const struct set_view *)view;
}

static struct set_view *set_of(struct view *view)
{
	return (struct set_view *)view;
}

static bool entry_at(const struct set_view *set, long row,
	struct settings_entry *out, struct buf *value)
{
	return row < set->list.count &&
	       app_set_at(set->view.app, set->order[row], out, value);
}

/* Which can be changed does not change while it is open. */
static void build(struct set_view *set, const struct app *app)
{
	struct settings_entry entry;
	struct buf value;
	size_t count = 0, at = 0;

	buf_init(&value, VALUE_MAX);
	while (app_set_at(app, count, &entry, &value))
		count++;
	set->order = mem_array(count + 1, sizeof(*set->order));
	for (int fixed = 0; fixed <= 1; fixed++) {
		for (size_t i = 0; app_set_at(app, i, &entry, &value); i++)
			if ((entry.fixed != NULL) == (fixed == 1))
				set->order[at++] = i;
	}
	set->list.count = (long)at;
	buf_clear(&value);
}

/* -- keys ------------------------------------------------------------------ */

static struct list *list(struct view *view)
{
	return &set_of(view)->list;
}

static void run_change(struct view *view)
{
	const struct set_view *set = set_at(view);
	struct settings_entry entry;
	struct buf value;
	char *line;

	buf_init(&value, VALUE_MAX);
	if (!entry_at(set, set->list.cursor, &entry, &value)) {
		buf_clear(&value);
		return;
	}
	if (entry.fixed != NULL) {
		app_message(view->app, APP_WARNING,
			"%s cannot be changed now: %s.", entry.name,
			entry.fixed);
	} else {
		line = mem_printf("set %s=%s", entry.name, buf_text(&value));
		app_ask_command(view->app, line);
		free(line);
	}
	buf_clear(&value);
}

/* -- drawing --------------------------------------------------------------- */

/* The file is named in the line below. */
static const char *
short_from(const struct settings_entry *entry, char *out, size_t size)
{
	if (entry->origin <= 0)
		return settings_origin_text(entry->origin, "", out, size);
	return text_format(out, size, "line %d", entry->origin);
}

static void draw_row(const struct set_view *set, struct region region, long row)
{
	bool is_selected = row == set->list.cursor;
	int end = region.cols - FROM_WIDTH, col = NAME_COL;
	struct settings_entry entry;
	enum style style;
	struct buf value;
	char from[64];

	buf_init(&value, VALUE_MAX);
	if (!entry_at(set, row, &entry, &value)) {
		buf_clear(&value);
		return;
	}
	style = is_selected	      ? STYLE_SELECTED
		: entry.fixed != NULL ? STYLE_DIM
				      : STYLE_TEXT;
	if (is_selected) {
		region_text(region, 0, 0, STYLE_TEXT, ">");
		region_cursor(region, 0, 0);
	}
	col = region_field(region, 0, col, NAME_WIDTH, style, entry.name);
	region_field(region, 0, col + 1, end - col - 2,
		entry.fixed != NULL || !entry.is_set ? STYLE_DIM : STYLE_TEXT,
		!entry.is_set	 ? "-"
		: value.len == 0 ? "\"\""
				 : buf_text(&value));
	region_text(region, 0, end, STYLE_DIM,
		short_from(&entry, from, sizeof(from)));
	buf_clear(&value);
}

static void layout(struct view *view, int rows, int cols)
{
	(void)cols;
	list_layout(&set_of(view)->list, rows);
}

static void draw(const struct view *view, struct region region)
{
	const struct set_view *set = set_at(view);
	const struct list *rows = &set->list;

	if (rows->count == 0)
		region_text(region, 0, NAME_COL, STYLE_DIM,
			"There are no settings here.");
	for (int i = 0; i < region.rows && rows->top + i < rows->count; i++) {
		region_target(region, i, 0, region.cols, rows->top + i);
		draw_row(set, region_part(region, i, 0, 1, region.cols),
			rows->top + i);
	}
}

static void title(const struct view *view, struct buf *out)
{
	(void)view;
	buf_puts(out, " > Settings");
}

/* All of the selected one, which the list may cut. */
static void summary(const struct view *view, struct buf *out)
{
	const struct set_view *set = set_at(view);
	struct settings_entry entry;
	struct buf value;
	char from[1024];

	buf_init(&value, VALUE_MAX);
	if (entry_at(set, set->list.cursor, &entry, &value)) {
		buf_printf(out, "%s: %s. Default: %s. From: %s.", entry.name,
			entry.help,
			*entry.standard != '\0' ? entry.standard : "empty",
			app_set_from(view->app, &entry, from, sizeof(from)));
		if (entry.fixed != NULL)
			buf_printf(out, " Not now: %s.", entry.fixed);
	}
	buf_clear(&value);
}

static void free_set(struct view *view)
{
	free(set_of(view)->order);
	free(set_of(view));
}

static const struct command commands[] = {
	{"set-down", "j Down", "down", NULL, 0, false, list_commands_down},
	{"set-up", "k Up", "up", NULL, 0, false, list_commands_up},
	{"set-page-down", "PgDn", "one page down", NULL, 0, false,
		list_commands_page_down},
	{"set-page-up", "PgUp", "one page up", NULL, 0, false,
		list_commands_page_up},
	{"set-half-down", "Ctrl-D", "half a page down", NULL, 0, false,
		list_commands_half_down},
	{"set-half-up", "Ctrl-U", "half a page up", NULL, 0, false,
		list_commands_half_up},
	{"set-first", "g Home", "to the top", NULL, 0, false,
		list_commands_first},
	{"set-last", "G End", "to the end", NULL, 0, false, list_commands_last},
	{"set-change", "Enter", "change it until you quit", "change", 0, false,
		run_change},
};

const struct command *set_view_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static const struct view_ops ops = {
	.name = "set",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = title,
	.summary = summary,
	.wraps_summary = true,
	.layout = layout,
	.draw = draw,
	.list = list,
	.free = free_set,
};

struct view *set_view_new(const struct app *app)
{
	struct set_view *set = mem_zalloc(sizeof(*set));

	set->view.ops = &ops;
	build(set, app);
	return &set->view;
}
