/* SPDX-License-Identifier: MIT
 *
 * Rows are made anew for each frame: how an account stands changes at any time,
 * and there are few. In full the selected account stands below the list.
 */
#include "accounts-view.h"

#include <stdlib.h>
#include <string.h>

#include "accounts.h"
#include "list-commands.h"
#include "mem.h"
#include "text.h"
#include "wording.h"

#define NAME	  "accounts"
#define MARK_COLS 2 /* behind the cursor: the one that is shown */
#define FULL_ROWS 4 /* of the selected one, below a line */
#define WIDE	  60
#define FULL_SIZE ((size_t)4096)

struct accounts_view {
	struct view view;
	struct accounts *accounts;
	struct list list;
};

static struct accounts_view *accounts_of(struct view *view)
{
	return (struct accounts_view *)view;
}

static const struct accounts_view *accounts_at_view(const struct view *view)
{
	return (const struct accounts_view *)view;
}

static long count_rows(const struct accounts *accounts)
{
	struct accounts_row row;
	long count = 0;

	while (accounts_at(accounts, (size_t)count, &row))
		count++;
	return count;
}

static bool selected(const struct accounts_view *view, struct accounts_row *row)
{
	return accounts_at(view->accounts, (size_t)view->list.cursor, row);
}

/* -- drawing --------------------------------------------------------------- */

struct column {
	const char *title;
	int wide, narrow; /* columns; 0: not shown there */
	const char *(*text)(const struct accounts_row *row);
};

static const char *name_text(const struct accounts_row *row)
{
	return row->entry.name;
}

static const char *label_text(const struct accounts_row *row)
{
	return row->entry.label;
}

static const char *kind_text(const struct accounts_row *row)
{
	return row->entry.kind == STORE_KIND_UNKNOWN
		       ? "auto"
		       : store_kind_label(row->entry.kind);
}

static const char *read_only_text(const struct accounts_row *row)
{
	return row->entry.read_only ? "RO" : "";
}

static const char *state_text(const struct accounts_row *row)
{
	return accounts_state_name(row->state);
}

static const char *host_text(const struct accounts_row *row)
{
	return row->entry.host;
}

/* In this order; the host takes what is left. */
static const struct column columns[] = {
	{"Account", 16, 11, name_text},
	{"Label", 8, 6, label_text},
	{"RO", 2, 2, read_only_text},
	{"State", 13, 13, state_text},
	{"Kind", 12, 0, kind_text},
	{"API host", 1, 0, host_text},
};

static int width_of(const struct column *column, struct region region, int col)
{
	int width = region.cols < WIDE ? column->narrow : column->wide;

	if (width == 0 || column != &columns[ARRAY_LEN(columns) - 1])
		return width;
	return region.cols - col;
}

static enum style state_style(enum accounts_state state)
{
	switch (state) {
	case ACCOUNTS_FAILED:
	case ACCOUNTS_OFFLINE:
	case ACCOUNTS_KEY:
	case ACCOUNTS_TROUBLE:
		return STYLE_ERROR;
	case ACCOUNTS_NEVER:
	case ACCOUNTS_OPENING:
	case ACCOUNTS_ASKING:
		return STYLE_DIM;
	default:
		return STYLE_TEXT;
	}
}

/* row NULL: the titles. */
static void draw_cells(
	struct region region, enum style first, const struct accounts_row *row)
{
	int col = 2 + MARK_COLS;

	for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
		const struct column *column = &columns[i];
		int width = width_of(column, region, col);
		enum style style = i == 0 ? first : STYLE_TEXT;

		if (width <= 0)
			continue;
		if (row == NULL)
			style = STYLE_HEADING;
		else if (column->text == state_text)
			style = state_style(row->state);
		col = region_field(region, 0, col, width, style,
			      row != NULL ? column->text(row) : column->title) +
		      1;
	}
}

static void
draw_row(struct region region, const struct accounts_row *row, bool is_selected)
{
	if (is_selected) {
		region_text(region, 0, 0, STYLE_TEXT, ">");
		region_cursor(region, 0, 0);
	}
	if (row->is_shown)
		region_text(region, 0, 2, STYLE_TEXT, "*");
	draw_cells(region, is_selected ? STYLE_SELECTED : STYLE_TEXT, row);
}

static void write_full(const struct accounts_row *row, struct buf *out)
{
	const struct accounts_entry *entry = &row->entry;

	buf_printf(out, "%s%s: ", entry->name,
		row->is_shown ? " (shown now)" : "");
	if (entry->label[0] != '\0')
		buf_printf(out, "%s, ", entry->label);
	buf_printf(out, "%s, %s%s. %s", kind_text(row), entry->host,
		entry->read_only ? ", read-only" : "", state_text(row));
	if (row->error.kind != ERROR_NONE)
		buf_printf(out, ": %s%s", row->error.text,
			wording_stop(row->error.text));
	else
		buf_puts(out, ".");
	if (row->writes > 0)
		buf_printf(out, " %zu %s under way.", row->writes,
			wording_plural(row->writes, "write", "writes"));
}

static void draw_full(const struct accounts_view *view, struct region region)
{
	struct accounts_row row;
	struct buf text;

	region_hline(region, 0, STYLE_BORDER);
	if (!selected(view, &row))
		return;
	buf_init(&text, FULL_SIZE);
	write_full(&row, &text);
	region_paragraph(
		region_part(region, 1, 1, region.rows - 1, region.cols - 2),
		STYLE_TEXT, buf_text(&text));
	buf_clear(&text);
}

/* -- without a screen -------------------------------------------------------
 */

static void tell(const struct view *view UNUSED, struct buf *out)
{
	buf_puts(out, "\"account NAME\" shows another account.\n");
}

/* A line each, and once more when it stands otherwise. */
static void news(const struct view *base, struct buf *out)
{
	const struct accounts *accounts = accounts_at_view(base)->accounts;
	struct accounts_row row;
	struct buf line;

	buf_init(&line, FULL_SIZE);
	for (size_t i = 0; accounts_at(accounts, i, &row); i++) {
		buf_reset(&line);
		write_full(&row, &line);
		text_clean(out, buf_text(&line));
		buf_putc(out, '\n');
	}
	buf_clear(&line);
}

static const struct view_lines lines = {.tell = tell, .news = news};

/* -- as a page --------------------------------------------------------------
 */

static void layout(struct view *base, int rows, int cols UNUSED)
{
	struct accounts_view *view = accounts_of(base);

	list_set_count(&view->list, count_rows(view->accounts));
	list_layout(&view->list, rows - 2 - FULL_ROWS);
}

static void draw(const struct view *base, struct region region)
{
	const struct accounts_view *view = accounts_at_view(base);
	const struct list *list = &view->list;
	struct accounts_row row;

	draw_cells(region, STYLE_TEXT, NULL);
	for (int i = 0; i < list->height; i++) {
		if (!accounts_at(view->accounts, (size_t)(list->top + i), &row))
			break;
		region_target(region, 1 + i, 0, region.cols, list->top + i);
		draw_row(region_part(region, 1 + i, 0, 1, region.cols), &row,
			list->top + i == list->cursor);
		region_target(region, 1 + i, 0, region.cols, list->top + i);
	}
	draw_full(view, region_part(region, region.rows - 1 - FULL_ROWS, 0,
				1 + FULL_ROWS, region.cols));
}

static void title(const struct view *view UNUSED, struct buf *out)
{
	buf_puts(out, " > Accounts");
}

static void summary(const struct view *base, struct buf *out)
{
	size_t count = (size_t)accounts_at_view(base)->list.count;

	buf_printf(out, "%zu %s; * is the one shown", count,
		wording_plural(count, "account", "accounts"));
}

/* -- keys ------------------------------------------------------------------ */

static struct list *list(struct view *view)
{
	return &accounts_of(view)->list;
}

static unsigned facts(const struct view *base)
{
	struct accounts_row row;

	return selected(accounts_at_view(base), &row) ? COMMAND_ROW : 0;
}

/* To the one that is shown there is nothing to switch. */
static void run_switch(struct view *base)
{
	struct accounts_view *view = accounts_of(base);
	struct accounts_row row;

	if (!selected(view, &row))
		return;
	if (row.is_shown)
		app_close(base->app, base);
	else
		accounts_switch(view->accounts, row.entry.name);
}

static void run_refresh(struct view *base)
{
	accounts_try_again(accounts_of(base)->accounts);
}

static const struct command commands[] = {
	{"accounts-switch", "Enter l", "show this account", "switch",
		COMMAND_ROW, false, run_switch},
	{"accounts-down", "j Down", "down", NULL, 0, false, list_commands_down},
	{"accounts-up", "k Up", "up", NULL, 0, false, list_commands_up},
	{"accounts-page-down", "PgDn Ctrl-D Ctrl-F", "one page down", NULL, 0,
		false, list_commands_page_down},
	{"accounts-page-up", "PgUp Ctrl-U Ctrl-B", "one page up", NULL, 0,
		false, list_commands_page_up},
	{"accounts-first", "g Home", "to the first", NULL, 0, false,
		list_commands_first},
	{"accounts-last", "G End", "to the last", NULL, 0, false,
		list_commands_last},
	{"accounts-refresh", "Ctrl-R F5",
		"ask those that could not be reached again", "try again", 0,
		false, run_refresh},
};

static void free_view(struct view *view)
{
	free(view);
}

const struct command *accounts_view_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static const struct view_ops ops = {
	.name = NAME,
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = title,
	.summary = summary,
	.facts = facts,
	.layout = layout,
	.draw = draw,
	.lines = &lines,
	.list = list,
	.free = free_view,
};

struct view *accounts_view_new(struct accounts *accounts)
{
	struct accounts_view *view = mem_zalloc(sizeof(*view));
	struct accounts_row row;

	view->view.ops = &ops;
	view->accounts = accounts;
	list_set_count(&view->list, count_rows(accounts));
	for (long i = 0; accounts_at(accounts, (size_t)i, &row); i++) {
		if (row.is_shown)
			list_go(&view->list, i);
	}
	return &view->view;
}

void accounts_view_close(struct app *app)
{
	struct view *view = app_top(app);

	while (view != NULL && strcmp(view->ops->name, NAME) != 0)
		view = app_below(app, view);
	if (view != NULL)
		app_close(app, view);
}
