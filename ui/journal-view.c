/* SPDX-License-Identifier: MIT
 *
 * The journal as a list, newest first, one record a row; below it the selected
 * record in full. An unknown one is marked and can be settled from here.
 */
#include "journal-view.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "history.h"
#include "list.h"
#include "mem.h"
#include "resend-settle.h"
#include "text.h"
#include "wording.h"

#define LIMIT	    1000 /* records that are shown */
#define TIME_COLS   20
#define ORDER_COLS  10
#define ACTION_COLS 14
#define FULL_ROWS   4 /* a line, and the selected record */

struct journal_view {
	struct view view;
	struct store *store;
	char order_id[ORDER_ID_SIZE]; /* "" for all */
	bool unknown_only;
	struct history history;
	char stamp[64]; /* what the records go with */
	struct list list;
};

static struct journal_view *journal_of(struct view *view)
{
	return (struct journal_view *)view;
}

static const struct journal_view *journal_at(const struct view *view)
{
	return (const struct journal_view *)view;
}

/* -- loading --------------------------------------------------------------- */

static void load(struct journal_view *journal)
{
	struct journal_filter filter = {
		.order_id =
			journal->order_id[0] != '\0' ? journal->order_id : NULL,
		.unknown_only = journal->unknown_only,
		.this_host_only = true,
		.limit = LIMIT,
	};

	history_load(&journal->history, &filter);
}

static void loaded(void *data)
{
	struct journal_view *journal = data;

	list_set_count(&journal->list, (long)journal->history.count);
	app_stale(journal->view.app);
}

/* Read again when a write has ended or one was settled. */
static void changed(struct view *view)
{
	struct journal_view *journal = journal_of(view);
	char stamp[sizeof(journal->stamp)];

	text_format(stamp, sizeof(stamp), "%zu %zu %zu",
		store_action_count(journal->store),
		store_actions_running(journal->store),
		store_unsettled_count(journal->store));
	if (strcmp(stamp, journal->stamp) == 0)
		return;
	memcpy(journal->stamp, stamp, sizeof(stamp));
	load(journal);
}

static const struct journal_record *selected(const struct journal_view *journal)
{
	if (journal->list.count == 0)
		return NULL;
	return &journal->history.records[journal->list.cursor];
}

/* -- keys ------------------------------------------------------------------ */

static void run_down(struct view *view)
{
	list_move(&journal_of(view)->list, 1);
}

static void run_up(struct view *view)
{
	list_move(&journal_of(view)->list, -1);
}

static void run_page_down(struct view *view)
{
	list_page(&journal_of(view)->list, 1);
}

static void run_page_up(struct view *view)
{
	list_page(&journal_of(view)->list, -1);
}

static void run_first(struct view *view)
{
	list_go(&journal_of(view)->list, 0);
}

static void run_last(struct view *view)
{
	list_go(&journal_of(view)->list, journal_of(view)->list.count - 1);
}

static void run_open(struct view *view)
{
	const struct journal_record *record = selected(journal_of(view));

	if (record != NULL && !app_open_order(view->app, record->order_id))
		app_message(view->app, APP_WARNING,
			"\"%s\" is no order number.", record->order_id);
}

static void run_settle(struct view *view)
{
	const struct journal_record *record = selected(journal_of(view));
	struct resend_settle_send send = {0};

	if (record == NULL || !journal_record_is_unsettled(record)) {
		app_message(view->app, APP_INFO,
			"The outcome of this record is known.");
		return;
	}
	text_format(
		send.order_id, sizeof(send.order_id), "%s", record->order_id);
	text_format(send.agent, sizeof(send.agent), "%s", record->agent);
	text_format(send.host, sizeof(send.host), "%s", record->host);
	text_format(send.action, sizeof(send.action), "%s", record->action);
	send.journal_id = record->id;
	send.time = record->time;
	resend_settle_open(view->app, &send);
}

static void run_unknown(struct view *view)
{
	journal_of(view)->unknown_only = !journal_of(view)->unknown_only;
	load(journal_of(view));
}

static void run_refresh(struct view *view)
{
	load(journal_of(view));
}

/* -- drawing --------------------------------------------------------------- */

static void layout(struct view *view, int rows, int cols)
{
	(void)cols;
	list_layout(&journal_of(view)->list, rows - 1 - FULL_ROWS);
}

static void draw_head(struct region region)
{
	int col = 2;

	col = region_field(
		region, 0, col, TIME_COLS + 1, STYLE_HEADING, "Time");
	col = region_field(
		region, 0, col, ORDER_COLS + 1, STYLE_HEADING, "Order");
	col = region_field(
		region, 0, col, ACTION_COLS + 1, STYLE_HEADING, "Action");
	region_text(region, 0, col, STYLE_HEADING, "Outcome, agent");
}

static void draw_record(struct region region, int row,
	const struct journal_record *record, bool is_selected)
{
	enum style style = is_selected ? STYLE_SELECTED : STYLE_TEXT;
	bool unsettled = journal_record_is_unsettled(record);
	char minute[DATE_TEXT_SIZE];
	struct buf text;
	int col = 2;

	if (is_selected) {
		region_text(region, row, 0, STYLE_TEXT, ">");
		region_cursor(region, row, 0);
	}
	region_field(region, row, col, TIME_COLS, style,
		date_minute(record->time, minute));
	col += TIME_COLS + 1;
	region_field(region, row, col, ORDER_COLS, style, record->order_id);
	col += ORDER_COLS + 1;
	region_field(region, row, col, ACTION_COLS, STYLE_TEXT,
		history_action_label(record->action));
	col += ACTION_COLS + 1;
	buf_init(&text, 4096);
	history_outcome(&text, record);
	buf_printf(&text, ", %s@%s", record->agent, record->host);
	region_textf(region, row, col, unsettled ? STYLE_BLOCKER : STYLE_TEXT,
		"%s%s", unsettled ? "? " : "", buf_text(&text));
	buf_clear(&text);
}

static void draw_full(const struct journal_view *journal, struct region region)
{
	const struct journal_record *record = selected(journal);
	struct buf text;

	region_hline(region, 0, STYLE_BORDER);
	if (record == NULL)
		return;
	buf_init(&text, 64 * 1024);
	buf_printf(&text, "%lld: ", (long long)record->id);
	history_describe(&text, record);
	region_wrap(region_part(region, 1, 1, region.rows - 1, region.cols - 2),
		0, 0, 0, STYLE_TEXT, buf_text(&text));
	buf_clear(&text);
}

/* What stands where rows would be. */
static void draw_empty(const struct journal_view *journal, struct region region)
{
	const struct history *history = &journal->history;
	struct region part =
		region_part(region, 1, 2, region.rows - 1, region.cols - 3);

	if (history->error.kind != ERROR_NONE)
		region_wrap(part, 0, 0, 0, STYLE_ERROR, history->error.text);
	else if (!history->loaded)
		region_text(part, 0, 0, STYLE_DIM, "loading ...");
	else
		region_text(part, 0, 0, STYLE_DIM,
			journal->unknown_only
				? "No send has an unknown outcome."
				: "Nothing was sent yet.");
}

static void draw(const struct view *view, struct region region)
{
	const struct journal_view *journal = journal_at(view);
	const struct list *list = &journal->list;

	draw_head(region);
	if (list->count == 0) {
		draw_empty(journal, region);
		return;
	}
	for (int i = 0; i < list->height && list->top + i < list->count; i++)
		draw_record(region, 1 + i,
			&journal->history.records[list->top + i],
			list->top + i == list->cursor);
	draw_full(journal, region_part(region, region.rows - FULL_ROWS, 0,
				   FULL_ROWS, region.cols));
}

static void title(const struct view *view, struct buf *out)
{
	const struct journal_view *journal = journal_at(view);

	buf_puts(out, " > Journal");
	if (journal->order_id[0] != '\0')
		buf_printf(out, " of %s", journal->order_id);
}

static void summary(const struct view *view, struct buf *out)
{
	const struct journal_view *journal = journal_at(view);

	buf_printf(out, "%zu %s%s", journal->history.count,
		wording_plural(journal->history.count, "record", "records"),
		journal->unknown_only ? " with an unknown outcome" : "");
}

static unsigned facts(const struct view *view)
{
	return selected(journal_at(view)) != NULL ? COMMAND_ROW : 0;
}

static bool
reason(const struct view *view, unsigned need, char *out, size_t size)
{
	(void)view;
	if (need != COMMAND_ROW)
		return false;
	text_format(out, size, "No record is selected.");
	return true;
}

static void free_view(struct view *view)
{
	history_clear(&journal_of(view)->history);
	free(journal_of(view));
}

static const struct command commands[] = {
	{"journal-open", "Enter l", "open the order", "open", COMMAND_ROW, true,
		run_open},
	{"journal-settle", "m", "say what became of an unknown send", "settle",
		COMMAND_ROW, true, run_settle},
	{"journal-unknown", "u", "only sends whose outcome is unknown",
		"unknown", 0, true, run_unknown},
	{"journal-down", "j Down", "down", NULL, 0, false, run_down},
	{"journal-up", "k Up", "up", NULL, 0, false, run_up},
	{"journal-page-down", "PgDn Ctrl-D", "one page down", NULL, 0, false,
		run_page_down},
	{"journal-page-up", "PgUp Ctrl-U", "one page up", NULL, 0, false,
		run_page_up},
	{"journal-first", "g Home", "to the newest", NULL, 0, false, run_first},
	{"journal-last", "G End", "to the oldest", NULL, 0, false, run_last},
	{"journal-refresh", "Ctrl-R F5", "read the journal again", NULL, 0,
		false, run_refresh},
};

static const struct view_ops ops = {
	.name = "journal",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = title,
	.summary = summary,
	.facts = facts,
	.reason = reason,
	.changed = changed,
	.layout = layout,
	.draw = draw,
	.free = free_view,
};

struct view *journal_view_new(struct store *store, const char *order_id)
{
	struct journal_view *journal = mem_zalloc(sizeof(*journal));

	journal->view.ops = &ops;
	journal->store = store;
	text_format(journal->order_id, sizeof(journal->order_id), "%s",
		order_id != NULL ? order_id : "");
	history_init(&journal->history, store_journal(store),
		store_journal_error(store), loaded, journal);
	load(journal);
	return &journal->view;
}
