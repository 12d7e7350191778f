/* SPDX-License-Identifier: MIT
 *
 * The kept log entries, oldest first, each wrapped so that nothing is cut. An
 * entry is known by its number since the start, which stays when old ones are
 * dropped; rows are counted anew with each layout, when there is news.
 *
 *   > 14:02:11 request GET /order/certificate/900101 200 41 ms 2210 bytes
 *     14:02:12 error   No connection to 127.0.0.1: ...
 */
#include "log-view.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "date.h"
#include "log.h"
#include "mem.h"
#include "text.h"

#define TIME_COL   2
#define LEVEL_COL  11
#define LEVEL_COLS 8
#define MARK_COLS  3  /* for the level, where there is no room for its word */
#define WIDE	   60 /* columns from which on there is */

/* What the rows are of. */
struct state {
	int64_t dropped;
	size_t count;
	int cols;
};

struct log_view {
	struct view view;
	char filter[LINE_EDIT_MAX];
	int64_t *numbers; /* of the entries that are shown */
	int *first_row;	  /* of each; one more at the end */
	size_t count;
	struct state state;
	int64_t selected; /* a number; -1: none */
	bool follows;	  /* the newest is selected, and will be */
	int top, height;
};

static struct log_view *log_of(struct view *view)
{
	return (struct log_view *)view;
}

static const struct log_view *log_of_const(const struct view *view)
{
	return (const struct log_view *)view;
}

static const struct log_entry *entry_of(int64_t number)
{
	int64_t index = number - log_dropped();

	return index < 0 ? NULL : log_at((size_t)index);
}

/* -- what is shown -- */

static void write_line(const struct log_entry *entry, char *out, size_t size)
{
	char time[DATE_TEXT_SIZE];

	text_format(out, size, "%s %s %s",
		date_time(entry->time_ms / 1000, time),
		log_level_name(entry->level), entry->text);
}

static bool is_shown(const char *filter, const struct log_entry *entry)
{
	char line[LOG_TEXT_SIZE + DATE_TEXT_SIZE + 16];
	char word[LINE_EDIT_MAX];

	if (*filter == '\0')
		return true;
	write_line(entry, line, sizeof(line));
	for (filter += strspn(filter, " "); *filter != '\0';) {
		size_t len = strcspn(filter, " ");
		bool is_out = *filter == '!' && len > 1;

		text_format(word, sizeof(word), "%.*s", (int)len, filter);
		if (text_contains(line, word + is_out) == is_out)
			return false;
		filter += len + strspn(filter + len, " ");
	}
	return true;
}

static bool is_wide(int cols)
{
	return cols >= WIDE;
}

static struct region text_part(struct region region)
{
	int col = LEVEL_COL + (is_wide(region.cols) ? LEVEL_COLS : MARK_COLS);

	return region_part(region, 0, col, region.rows, region.cols - col);
}

static void count_rows(struct log_view *log, int cols)
{
	struct region counting = {.cols = cols};
	int row = 0;

	log->count = 0;
	log->numbers = mem_resize(
		log->numbers, log_count() + 1, sizeof(*log->numbers));
	log->first_row = mem_resize(
		log->first_row, log_count() + 1, sizeof(*log->first_row));
	for (size_t i = 0; i < log_count(); i++) {
		if (!is_shown(log->filter, log_at(i)))
			continue;
		log->first_row[log->count] = row;
		log->numbers[log->count++] = log_dropped() + (int64_t)i;
		row += region_wrap(text_part(counting), 0, 0, 0, STYLE_TEXT,
			log_at(i)->text);
	}
	log->first_row[log->count] = row;
}

/* The place of the selected one, or of the next that is there. */
static size_t place_of(const struct log_view *log)
{
	size_t i = 0;

	while (i + 1 < log->count && log->numbers[i] < log->selected)
		i++;
	return i;
}

static void select_place(struct log_view *log, size_t place)
{
	log->selected = log->count > 0 ? log->numbers[place] : -1;
	log->follows = place + 1 >= log->count;
}

/* A tall one may be scrolled within. */
static void keep_in_view(struct log_view *log)
{
	size_t place = place_of(log);
	int first = log->count > 0 ? log->first_row[place] : 0;
	int end = log->count > 0 ? log->first_row[place + 1] : 0;
	int last = log->first_row[log->count] - log->height;
	bool is_tall = end - first > log->height;

	if (is_tall ? log->top > end - log->height : log->top > first)
		log->top = is_tall ? end - log->height : first;
	if (is_tall ? log->top < first : log->top < end - log->height)
		log->top = is_tall ? first : end - log->height;
	if (log->top > last)
		log->top = last;
	if (log->top < 0)
		log->top = 0;
}

static void layout(struct view *view, int rows, int cols)
{
	struct log_view *log = log_of(view);
	struct state now = {log_dropped(), log_count(), cols};

	log->height = rows;
	if (log->first_row == NULL || now.dropped != log->state.dropped ||
		now.count != log->state.count || now.cols != log->state.cols) {
		log->state = now;
		count_rows(log, cols);
		select_place(log, log->follows && log->count > 0
					  ? log->count - 1
					  : place_of(log));
	}
	keep_in_view(log);
}

/* -- moving -- */

static void go(struct log_view *log, size_t place)
{
	if (log->count == 0)
		return;
	select_place(log, place < log->count ? place : log->count - 1);
	keep_in_view(log);
}

static void run_down(struct view *view)
{
	struct log_view *log = log_of(view);
	size_t place = place_of(log);

	if (log->count > 0 &&
		log->first_row[place + 1] > log->top + log->height)
		log->top++;
	else
		go(log, place + 1);
}

static void run_up(struct view *view)
{
	struct log_view *log = log_of(view);
	size_t place = place_of(log);

	if (log->count > 0 && log->first_row[place] < log->top)
		log->top--;
	else
		go(log, place > 0 ? place - 1 : 0);
}

static void run_page_down(struct view *view)
{
	struct log_view *log = log_of(view);
	size_t place = place_of(log);
	size_t from = place;

	while (place + 1 < log->count &&
		(place == from ||
			log->first_row[place + 1] - log->first_row[from] <
				log->height))
		place++;
	go(log, place);
}

static void run_page_up(struct view *view)
{
	struct log_view *log = log_of(view);
	size_t place = place_of(log);
	size_t from = place;

	while (place > 0 &&
		(place == from ||
			log->first_row[from] - log->first_row[place - 1] <
				log->height))
		place--;
	go(log, place);
}

static void run_first(struct view *view)
{
	go(log_of(view), 0);
}

static void run_last(struct view *view)
{
	struct log_view *log = log_of(view);

	if (log->count == 0)
		return;
	log->top = log->first_row[log->count]; /* the end of a tall one */
	go(log, log->count);
}

static bool is_problem(int64_t number)
{
	const struct log_entry *entry = entry_of(number);

	return entry != NULL && entry->level >= LOG_WARNING;
}

static void go_to_problem(struct view *view, int by)
{
	struct log_view *log = log_of(view);
	size_t place = place_of(log);

	for (size_t i = place + (size_t)by; i < log->count; i += (size_t)by) {
		if (is_problem(log->numbers[i])) {
			go(log, i);
			return;
		}
	}
	app_message(view->app, APP_INFO, "There is no %s problem.",
		by > 0 ? "later" : "earlier");
}

static void run_next_problem(struct view *view)
{
	go_to_problem(view, 1);
}

static void run_previous_problem(struct view *view)
{
	go_to_problem(view, -1);
}

/* -- the filter -- */

void log_view_filter(struct view *view, const char *words)
{
	struct log_view *log = log_of(view);

	text_copy(log->filter, sizeof(log->filter), words);
	log->state = (struct state){0};
	if (view->app != NULL)
		app_stale(view->app);
}

static void filter_done(struct view *view, const char *text)
{
	log_view_filter(view, text != NULL ? text : "");
}

static void run_filter(struct view *view)
{
	app_ask_line(view->app, view, "/", log_of(view)->filter,
		log_view_filter, filter_done);
}

static bool back(struct view *view)
{
	if (log_of(view)->filter[0] == '\0')
		return false;
	log_view_filter(view, "");
	return true;
}

static void run_copy(struct view *view)
{
	const struct log_entry *entry = entry_of(log_of(view)->selected);
	char text[LOG_TEXT_SIZE + DATE_TEXT_SIZE + 32];
	char when[DATE_TEXT_SIZE];

	if (entry == NULL)
		return;
	/* As it stands in the file of --log. */
	text_format(text, sizeof(text), "%s %s %s",
		date_iso(entry->time_ms / 1000, when),
		log_level_name(entry->level), entry->text);
	app_copy(view->app, "log entry", text);
}

/* -- the order of an entry -- */

/* Behind one of these words stands its number. */
static bool find_order(const char *text, char *out, size_t size)
{
	static const char *const before[] = {
		"/order/certificate/", "Order ", "order "};

	for (size_t i = 0; i < ARRAY_LEN(before); i++) {
		const char *at = strstr(text, before[i]);

		if (at == NULL)
			continue;
		at += strlen(before[i]);
		text_format(out, size, "%.*s", (int)strcspn(at, " /?,.:;"), at);
		if (strpbrk(out, "0123456789") != NULL &&
			order_id_is_valid(out))
			return true;
	}
	return false;
}

static void run_open(struct view *view)
{
	const struct log_entry *entry = entry_of(log_of(view)->selected);
	char order_id[ORDER_ID_SIZE];

	if (entry != NULL &&
		find_order(entry->text, order_id, sizeof(order_id)))
		app_open_order(view->app, order_id);
	else
		app_message(view->app, APP_INFO, "This entry names no order.");
}

/* -- drawing -- */

static const struct {
	enum style style;
	const char *mark; /* where its word does not fit */
} looks[] = {
	[LOG_DEBUG] = {STYLE_DIM, ""},
	[LOG_REQUEST] = {STYLE_DIM, ""},
	[LOG_WRITE] = {STYLE_TEXT, "w"},
	[LOG_INFO] = {STYLE_TEXT, ""},
	[LOG_WARNING] = {STYLE_WARNING, "!"},
	[LOG_ERROR] = {STYLE_ERROR, "!!"},
};

static void draw_entry(struct region region, int row,
	const struct log_entry *entry, bool is_selected)
{
	enum style style = looks[entry->level].style;
	char time[DATE_TEXT_SIZE];

	if (is_selected) {
		region_text(region, row, 0, STYLE_TEXT, ">");
		region_cursor(region, row < 0 ? 0 : row, 0);
	}
	region_text(region, row, TIME_COL,
		is_selected ? STYLE_SELECTED : STYLE_DIM,
		date_time(entry->time_ms / 1000, time));
	region_text(region, row, LEVEL_COL, style,
		is_wide(region.cols) ? log_level_name(entry->level)
				     : looks[entry->level].mark);
	region_wrap(text_part(region), row, 0, 0, style, entry->text);
}

static void draw(const struct view *view, struct region region)
{
	const struct log_view *log = log_of_const(view);

	if (log->count == 0)
		region_text(region, 0, TIME_COL, STYLE_DIM,
			log->filter[0] != '\0'
				? "No entry matches. Esc clears the filter."
				: "Nothing has happened yet.");
	for (size_t i = 0; i < log->count; i++) {
		const struct log_entry *entry = entry_of(log->numbers[i]);
		int row = log->first_row[i] - log->top;

		if (log->first_row[i + 1] > log->top && row < region.rows &&
			entry != NULL)
			draw_entry(region, row, entry,
				log->numbers[i] == log->selected);
	}
}

static void title(const struct view *view, struct buf *out)
{
	(void)view;
	buf_puts(out, " > Message log");
}

static void summary(const struct view *view, struct buf *out)
{
	const struct log_view *log = log_of_const(view);
	size_t place = place_of(log);

	buf_printf(
		out, "%zu of %zu", log->count > 0 ? place + 1 : 0, log->count);
	if (log->filter[0] != '\0')
		buf_printf(out, " (%zu in all)", log->state.count);
	if (log->follows && log->count > 0)
		buf_puts(out, ", new ones follow");
	if (log->state.dropped > 0)
		buf_printf(out, "; %lld older ones are gone",
			(long long)log->state.dropped);
}

static void free_view(struct view *view)
{
	free(log_of(view)->numbers);
	free(log_of(view)->first_row);
	free(log_of(view));
}

static const struct command commands[] = {
	{"log-open", "Enter l", "open the order that the entry names", "order",
		0, false, run_open},
	{"log-filter", "/", "filter: words, a level, !word", "filter", 0, false,
		run_filter},
	{"log-next-problem", "]", "next warning or error", "next problem", 0,
		false, run_next_problem},
	{"log-previous-problem", "[", "warning or error before", NULL, 0, false,
		run_previous_problem},
	{"log-copy", "yy", "copy the entry", "copy", 0, false, run_copy},
	{"log-down", "j Down", "next entry", NULL, 0, false, run_down},
	{"log-up", "k Up", "entry before", NULL, 0, false, run_up},
	{"log-page-down", "PgDn Ctrl-D Ctrl-F", "one page down", NULL, 0, false,
		run_page_down},
	{"log-page-up", "PgUp Ctrl-U Ctrl-B", "one page up", NULL, 0, false,
		run_page_up},
	{"log-first", "g Home", "to the oldest", "oldest", 0, false, run_first},
	{"log-last", "G End", "to the newest, and follow", "newest", 0, false,
		run_last},
};

const struct command *log_view_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static const struct view_ops ops = {
	.name = "log",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = title,
	.summary = summary,
	.layout = layout,
	.draw = draw,
	.back = back,
	.free = free_view,
};

struct view *log_view_new(void)
{
	struct log_view *log = mem_zalloc(sizeof(*log));

	log->view.ops = &ops;
	log->selected = -1;
	log->follows = true;
	return &log->view;
}
