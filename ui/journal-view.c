/* SPDX-License-Identifier: MIT
 *
 * The journal as a list, newest first, one record a row; below it the selected
 * record in full. An unknown one is marked and can be settled from here.
 */
#include "journal-view.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "details-text.h"
#include "history.h"
#include "list.h"
#include "list-commands.h"
#include "mem.h"
#include "resend-settle.h"
#include "text.h"
#include "wording.h"

#define LIMIT	     1000 /* records that are shown */
#define TIME_COLS    20
#define DAY_COLS     10
#define ORDER_COLS   10
#define ACTION_COLS  14
#define FULL_ROWS    3	/* least for the selected record, below a line */
#define NARROW	     60 /* columns: the day without its time, no action */
#define ACCOUNT_COLS 12
#define WIDE	     100 /* columns: the account, too */

struct journal_view {
	struct view view;
	struct store *store;
	char order_id[ORDER_ID_SIZE]; /* "" for all */
	bool unknown_only;
	struct history history;
	char stamp[64]; /* what the records go with */
	struct list list;
	int64_t selected; /* record under the cursor; 0: none */
	int full_rows;	  /* of the selected record */
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

static const struct journal_record *selected(const struct journal_view *journal)
{
	if (journal->list.count == 0)
		return NULL;
	return &journal->history.records[journal->list.cursor];
}

static void remember(struct journal_view *journal)
{
	const struct journal_record *record = selected(journal);

	journal->selected = record != NULL ? record->id : 0;
}

/* The cursor stays on its record when others come. */
static void loaded(void *data)
{
	struct journal_view *journal = data;
	const struct history *history = &journal->history;

	list_set_count(&journal->list, (long)history->count);
	for (size_t i = 0; i < history->count; i++) {
		if (history->records[i].id == journal->selected)
			list_go(&journal->list, (long)i);
	}
	remember(journal);
	app_stale(journal->view.app);
}

/* Read again when a write has ended or one was settled. */
static void changed(struct view *view)
{
	struct journal_view *journal = journal_of(view);
	char stamp[sizeof(journal->stamp)];

	text_format(stamp, sizeof(stamp), "%d %zu %zu",
		store_action_last(journal->store),
		store_actions_running(journal->store),
		store_unsettled_count(journal->store));
	if (strcmp(stamp, journal->stamp) == 0)
		return;
	memcpy(journal->stamp, stamp, sizeof(stamp));
	load(journal);
}

/* -- keys ------------------------------------------------------------------ */

static struct list *list(struct view *view)
{
	return &journal_of(view)->list;
}

static void moved(struct view *view, int by UNUSED)
{
	remember(journal_of(view));
}

/* Of the same API host: the order may be out of reach for this key. */
static bool is_of_another(
	const struct journal_view *journal, const struct journal_record *record)
{
	return strcmp(record->account,
		       store_options(journal->store)->account_name) != 0;
}

static void run_open(struct view *view)
{
	const struct journal_record *record = selected(journal_of(view));

	if (record == NULL)
		return;
	if (!app_open_order(view->app, record->order_id))
		app_message(view->app, APP_WARNING,
			"\"%s\" is no order number.", record->order_id);
	else if (is_of_another(journal_of(view), record))
		app_message(view->app, APP_INFO,
			"Record %lld is of account %s; this is %s.",
			(long long)record->id, record->account,
			store_account(journal_of(view)->store)->name);
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

static void write_full(const struct journal_record *record, struct buf *out)
{
	buf_printf(out, "%lld: ", (long long)record->id);
	history_describe(out, record);
	if (record->account[0] != '\0')
		buf_printf(out, "; account %s", record->account);
}

/* As many as the selected record takes, up to half of the page. */
static int full_rows(const struct journal_view *journal, int rows, int cols)
{
	const struct journal_record *record = selected(journal);
	struct region counting = {.cols = cols - 2};
	struct buf text;
	int need;

	if (record == NULL)
		return FULL_ROWS;
	buf_init(&text, 64 * 1024);
	write_full(record, &text);
	need = region_wrap(counting, 0, 0, 0, STYLE_TEXT, buf_text(&text));
	buf_clear(&text);
	if (need > rows / 2)
		need = rows / 2;
	return need > FULL_ROWS ? need : FULL_ROWS;
}

static void layout(struct view *view, int rows, int cols)
{
	struct journal_view *journal = journal_of(view);

	journal->full_rows = full_rows(journal, rows, cols);
	list_layout(&journal->list, rows - 2 - journal->full_rows);
}

static void draw_head(struct region region)
{
	bool is_narrow = region.cols < NARROW;
	int col = 2;

	col = region_field(region, 0, col, is_narrow ? DAY_COLS : TIME_COLS,
		STYLE_HEADING, "Time");
	col = region_field(
		region, 0, col + 1, ORDER_COLS, STYLE_HEADING, "Order");
	if (!is_narrow)
		col = region_field(region, 0, col + 1, ACTION_COLS,
			STYLE_HEADING, "Action");
	if (region.cols >= WIDE)
		col = region_field(region, 0, col + 1, ACCOUNT_COLS,
			STYLE_HEADING, "Account");
	region_text(region, 0, col + 1, STYLE_HEADING, "Outcome, agent");
}

static void
draw_outcome(struct region region, const struct journal_record *record)
{
	bool unsettled = journal_record_is_unsettled(record);
	struct buf text;

	buf_init(&text, 4096);
	buf_puts(&text, unsettled ? "? " : "");
	history_outcome(&text, record);
	buf_printf(&text, ", %s@%s", record->agent, record->host);
	region_paragraph(region, unsettled ? STYLE_BLOCKER : STYLE_TEXT,
		buf_text(&text));
	buf_clear(&text);
}

/* One row of the list. */
static void draw_record(struct region region,
	const struct journal_record *record, bool is_selected)
{
	enum style style = is_selected ? STYLE_SELECTED : STYLE_TEXT;
	bool is_narrow = region.cols < NARROW;
	char time[DATE_TEXT_SIZE];
	int col = 2;

	if (is_selected) {
		region_text(region, 0, 0, STYLE_TEXT, ">");
		region_cursor(region, 0, 0);
	}
	col = region_field(region, 0, col, is_narrow ? DAY_COLS : TIME_COLS,
		style,
		is_narrow ? date_day(record->time, time)
			  : date_minute(record->time, time));
	col = region_field(
		region, 0, col + 1, ORDER_COLS, style, record->order_id);
	if (!is_narrow)
		col = region_field(region, 0, col + 1, ACTION_COLS, STYLE_TEXT,
			history_action_label(record->action));
	if (region.cols >= WIDE)
		col = region_field(region, 0, col + 1, ACCOUNT_COLS, STYLE_TEXT,
			record->account);
	draw_outcome(region_part(region, 0, col + 1, 1, region.cols - col - 1),
		record);
}

static void draw_full(const struct journal_view *journal, struct region region)
{
	const struct journal_record *record = selected(journal);
	struct buf text;

	region_hline(region, 0, STYLE_BORDER);
	if (record == NULL)
		return;
	buf_init(&text, 64 * 1024);
	write_full(record, &text);
	region_paragraph(
		region_part(region, 1, 1, region.rows - 1, region.cols - 2),
		STYLE_TEXT, buf_text(&text));
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
	for (int i = 0; i < list->height && list->top + i < list->count; i++) {
		region_target(region, 1 + i, 0, region.cols, list->top + i);
		draw_record(region_part(region, 1 + i, 0, 1, region.cols),
			&journal->history.records[list->top + i],
			list->top + i == list->cursor);
	}
	draw_full(journal,
		region_part(region, region.rows - 1 - journal->full_rows, 0,
			1 + journal->full_rows, region.cols));
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

/* A record as a line: for a ticket, and where there is no screen. */
static void tell_record(const struct journal_record *record, struct buf *out)
{
	char minute[DATE_TEXT_SIZE];
	struct buf text;

	buf_init(&text, 64 * 1024);
	buf_printf(&text, "%lld: %s, order %s, ", (long long)record->id,
		date_minute(record->time, minute), record->order_id);
	history_describe(&text, record);
	text_clean(out, buf_text(&text));
	buf_putc(out, '\n');
	buf_clear(&text);
}

static void run_copy_number(struct view *view)
{
	const struct journal_record *record = selected(journal_of(view));

	if (record != NULL)
		app_copy(view->app, "order number", record->order_id);
}

/* On a page, as the order may have to be read first. */
static void run_copy_summary(struct view *view)
{
	const struct journal_record *record = selected(journal_of(view));

	if (record != NULL)
		details_text_open(
			view->app, record->order_id, DETAILS_CONTENT_SUMMARY);
}

static void run_copy_record(struct view *view)
{
	const struct journal_record *record = selected(journal_of(view));
	struct buf text;

	if (record == NULL)
		return;
	buf_init(&text, 64 * 1024);
	tell_record(record, &text);
	text.data[--text.len] = '\0'; /* without the line break */
	app_copy(view->app, "record", buf_text(&text));
	buf_clear(&text);
}

/* -- without a screen ------------------------------------------------------ */

static void tell(const struct view *view, struct buf *out)
{
	const struct history *history = &journal_at(view)->history;

	if (history->error.kind != ERROR_NONE)
		text_clean(out, history->error.text);
	else if (history->count == 0)
		buf_puts(out, "Nothing was sent.");
	else
		buf_puts(out, "The latest last; settle 12 says what became of "
			      "an unknown one:\n");
	for (size_t i = history->count; i-- > 0;)
		tell_record(&history->records[i], out);
}

static bool is_reading(const struct view *view)
{
	return journal_at(view)->history.loading;
}

/* "settle 12": of the record with that number. */
static enum view_line line(struct view *view, const char *line, struct buf *out)
{
	struct journal_view *journal = journal_of(view);
	bool settles = strncmp(line, "settle ", 7) == 0;
	long long id = settles ? strtoll(line + 7, NULL, 10) : 0;

	if (strcmp(line, "refresh") == 0) {
		load(journal);
		return VIEW_LINE_AGAIN;
	}
	if (!settles)
		return VIEW_LINE_OTHER;
	for (size_t i = 0; i < journal->history.count; i++) {
		if (journal->history.records[i].id != id)
			continue;
		list_go(&journal->list, (long)i);
		remember(journal);
		run_settle(view);
		return VIEW_LINE_DONE;
	}
	buf_puts(out, "There is no record of that number here.\n");
	return VIEW_LINE_DONE;
}

static const struct view_lines lines = {
	.tell = tell,
	.is_loading = is_reading,
	.line = line,
	.words = "settle 12\tsay what became of the record with that number\n"
		 "refresh\tread it again\n",
};

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
	{"journal-copy-number", "yy", "copy the order number", "number",
		COMMAND_ROW, true, run_copy_number},
	{"journal-copy-record", "yr", "copy the record", "record", COMMAND_ROW,
		true, run_copy_record},
	{"journal-copy-summary", "ys", "copy a summary for a ticket", "summary",
		COMMAND_ROW, true, run_copy_summary},
	{"journal-down", "j Down", "down", NULL, 0, false, list_commands_down},
	{"journal-up", "k Up", "up", NULL, 0, false, list_commands_up},
	{"journal-page-down", "PgDn Ctrl-D Ctrl-F", "one page down", NULL, 0,
		false, list_commands_page_down},
	{"journal-page-up", "PgUp Ctrl-U Ctrl-B", "one page up", NULL, 0, false,
		list_commands_page_up},
	{"journal-first", "g Home", "to the newest", NULL, 0, false,
		list_commands_first},
	{"journal-last", "G End", "to the oldest", NULL, 0, false,
		list_commands_last},
	{"journal-scroll-down", "Ctrl-E", "the screen one row down", NULL, 0,
		false, list_commands_scroll_down},
	{"journal-scroll-up", "Ctrl-Y", "the screen one row up", NULL, 0, false,
		list_commands_scroll_up},
	{"journal-screen-top", "H", "to the first row on the screen", NULL, 0,
		false, list_commands_screen_top},
	{"journal-screen-bottom", "L", "to the last row on the screen", NULL, 0,
		false, list_commands_screen_bottom},
	{"journal-refresh", "Ctrl-R F5", "read the journal again", NULL, 0,
		false, run_refresh},
};

const struct command *journal_view_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

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
	.lines = &lines,
	.list = list,
	.moved = moved,
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
