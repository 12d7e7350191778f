/* SPDX-License-Identifier: MIT
 *
 * Draws the orders list from the store's rows. A row that has not come yet is
 * a placeholder, so that the list is as long as the account from the start.
 */
#include "orders-draw.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "app.h"
#include "columns.h"
#include "date.h"
#include "wording.h"

#define NEWS_S	   120 /* how long a change is shown */
#define NAME_LEAST 4   /* columns, behind a long number */

/* -- heads and rows -- */

static void
draw_heads(struct region region, const struct columns_layout *columns)
{
	int col = ORDERS_DRAW_MARGIN;

	for (size_t i = 0; i < columns->count; i++) {
		const struct column *column = columns->places[i].column;
		int width = columns->places[i].width;
		bool fits = (int)text_width(column->title) <= width;

		region_field(region, 1, col, width, STYLE_HEADING,
			fits ? column->title : column->brief);
		col += width + 1;
	}
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* The blanks behind the text stay plain: on a slow line their looks would cost
 * more than the text. */
static void draw_cell(struct region region, int col, int width,
	enum style style, const char *text)
{
	region_field(region, 0, col, width, STYLE_TEXT, text);
	if (style != STYLE_TEXT)
		region_restyle(region, 0, col,
			smaller((int)text_width(text), width), style);
}

/* Columns of a cell that stand there as they are: an ellipsis is not. */
static int columns_shown(const char *text, int width)
{
	if ((int)text_width(text) <= width)
		return width;
	return width - (int)text_width(canvas_mark(CANVAS_MORE));
}

/*
 * Whether the cell is highlighted as a key of the selected row. The number is
 * at once, the name when the cursor rests: both would cost a move twice the
 * bytes on a slow line (make bench, P5).
 */
static bool is_lit(const struct orders_draw *draw, const struct column *column,
	bool is_selected)
{
	return is_selected && column->is_key &&
	       (draw->is_resting || column == &columns_table[0]);
}

/* What the filter has found in a cell. */
static void draw_matches(const struct orders_draw *draw, struct region region,
	int col, int width, const struct column *column, bool is_selected,
	const char *text)
{
	enum filter_field field =
		filter_field_find(column->name, strlen(column->name));
	enum style style = is_lit(draw, column, is_selected)
				   ? STYLE_SELECTED_MATCH
				   : STYLE_MATCH;
	unsigned char marks[FILTER_TEXT_MAX];
	size_t len = strlen(text), at = 0, taken;
	struct text_cell cell;
	int end = col + columns_shown(text, width);

	if (field == FILTER_ANY ||
		!filter_mark(draw->filter->filter, field, text, marks))
		return;
	for (; (taken = text_next(text + at, len - at, &cell)) > 0;
		at += taken) {
		if (marks[at] && col + cell.width <= end)
			region_restyle(region, 0, col, cell.width, style);
		col += cell.width;
	}
}

/* An order's number is never shortened, nor is its mark: a long one takes what
 * it lacks from the column behind it, all but a little. */
static int
lacking(const char *number, const struct columns_layout *columns, size_t at)
{
	int lacks = (int)text_width(number) - columns->places[at].width;
	int can = at + 1 < columns->count
			  ? columns->places[at + 1].width - NAME_LEAST
			  : 0;

	return lacks > 0 && can > 0 ? smaller(lacks, can) : 0;
}

/* The cell that the cursor is in. */
static enum style cell_style(const struct orders_draw *draw, size_t place,
	const struct column *column, bool is_selected, enum style style)
{
	if (is_selected && (long)place == draw->cell)
		return STYLE_FOCUS;
	return is_lit(draw, column, is_selected) ? STYLE_SELECTED : style;
}

static void draw_order(const struct orders_draw *draw, struct region region,
	const struct columns_layout *columns, const struct order *order,
	bool is_selected, bool is_gone)
{
	char cell[512];
	int col = ORDERS_DRAW_MARGIN, lent = 0;

	for (size_t i = 0; i < columns->count; i++) {
		const struct column *column = columns->places[i].column;
		int width = columns->places[i].width - lent;
		enum style style = columns_cell(
			column, width, draw->store, order, cell, sizeof(cell));

		if (is_gone)
			style = STYLE_DIM;
		style = cell_style(draw, i, column, is_selected, style);
		lent = column == &columns_table[0] ? lacking(cell, columns, i)
						   : 0;
		draw_cell(region, col, width + lent, style, cell);
		if (orders_filter_is_on(draw->filter))
			draw_matches(draw, region, col, width + lent, column,
				is_selected, cell);
		if (is_selected && (long)i == draw->cell)
			region_cursor(region, 0, col);
		col += width + lent + 1;
	}
}

static bool is_between(long index, long a, long b)
{
	return a < b ? index >= a && index <= b : index >= b && index <= a;
}

/* Also what the range that is being made would mark. */
static bool
is_marked(const struct orders_draw *draw, const struct order *order, long index)
{
	if (draw->anchor >= 0 &&
		is_between(index, draw->anchor, draw->list->cursor))
		return true;
	return orders_marks_has(draw->marks, order->id);
}

/* The live list: "+" has changed a while ago, "-" is in this view no more. The
 * place is that of the mark, which goes before. */
static void draw_news(const struct orders_draw *draw, struct region region,
	const struct order *order, bool is_gone)
{
	int64_t changed_at = store_row_changed_at(draw->store, order->id);

	if (is_gone)
		region_text(region, 0, 0, STYLE_DIM, "-");
	else if (changed_at != 0 && clock_seconds() - changed_at <= NEWS_S)
		region_text(region, 0, 0, STYLE_KEY, "+");
}

static void draw_row(const struct orders_draw *draw, struct region region,
	const struct columns_layout *columns, long index)
{
	bool is_selected = index == draw->list->cursor;
	long at = orders_rows_at(draw->rows, index);
	const struct order *order = store_list_row(draw->store, at);
	bool is_gone = order != NULL &&
		       (at == draw->rows->kept ||
			       store_row_is_gone(draw->store, order->id));

	if (is_selected) {
		region_text(region, 0, 1, STYLE_TEXT, ">");
		region_cursor(region, 0, 1);
	}
	if (order != NULL) {
		draw_news(draw, region, order, is_gone);
		if (is_marked(draw, order, index))
			region_text(region, 0, 0, STYLE_KEY, "*");
		draw_order(draw, region, columns, order, is_selected, is_gone);
	} else {
		region_text(region, 0, ORDERS_DRAW_MARGIN, STYLE_DIM,
			store_list_is_gap(draw->store, at)
				? "(counted by the server, but not sent)"
				: "... loading");
	}
}

static void draw_rows(const struct orders_draw *draw, struct region region,
	const struct columns_layout *columns)
{
	for (int row = 0; row < region.rows; row++) {
		long index = draw->list->top + row;

		if (index < draw->list->count)
			region_target(region, row, 0, region.cols, index);
		if (index < draw->list->count)
			draw_row(draw,
				region_part(region, row, 0, 1, region.cols),
				columns, index);
	}
}

/* -- instead of rows -- */

static void write_loading(const struct orders_draw *draw, struct buf *out)
{
	const struct store_resource *resource =
		store_list_resource(draw->store);
	const struct error *trouble = api_trouble(store_api(draw->store));
	int64_t ms = draw->now_ms - resource->busy_since;
	char seconds[32];

	buf_printf(out, "loading orders ...%s",
		resource->busy_since == 0
			? ""
			: wording_waited(ms, seconds, sizeof(seconds)));
	if (trouble != NULL)
		buf_printf(out, "\n%s%s\nIt is tried again.", trouble->text,
			wording_stop(trouble->text));
}

static void write_failure(const struct orders_draw *draw,
	const struct error *error, struct buf *out)
{
	if (error->kind == ERROR_PERMISSION)
		buf_puts(out,
			"This key may not list orders. Ask an administrator "
			"of the CertCentral account for one that may.\n");
	buf_printf(out, "%s%s\n", error->text, wording_stop(error->text));
	/* The key is asked for, and read, once. */
	if (error->kind == ERROR_KEY)
		app_sentence(draw->app,
			"Another key counts after a new start; {app-quit} "
			"quits, and \"certdesk doctor\" says what is wrong "
			"with this one.\n",
			out);
	app_sentence(draw->app, "{orders-refresh} tries again.", out);
}

static void write_no_match(const struct orders_draw *draw, struct buf *out)
{
	buf_puts(out, "No order matches the search\n");
	order_query_print(draw->query, out);
	app_sentence(draw->app,
		"\n{orders-search} changes it, {orders-previous-view} goes "
		"back to the view before, {orders-view-1} shows all orders.",
		out);
}

static void write_nothing(const struct orders_draw *draw, struct buf *out)
{
	if (draw->rows->is_filtered) {
		buf_printf(out, "0 of %zu match \"%s\". ",
			store_list_loaded(draw->store), draw->filter->text);
		app_sentence(draw->app,
			"{app-back} clears the filter, {orders-search} "
			"searches the server.",
			out);
	} else if (draw->query->filter_count == 0)
		buf_puts(out, "No orders in this account.");
	else if (draw->bar.view > 0)
		buf_printf(out, "No orders in the view \"%s\".",
			saved_view(draw->bar.saved, draw->bar.view)->name);
	else
		write_no_match(draw, out);
}

enum style orders_draw_instead(const struct orders_draw *draw, struct buf *out)
{
	const struct store_resource *resource =
		store_list_resource(draw->store);

	switch (resource->state) {
	case STORE_NEVER:
	case STORE_BUSY:
		write_loading(draw, out);
		break;
	case STORE_FAILED:
		write_failure(draw, &resource->error, out);
		return STYLE_ERROR;
	case STORE_READY:
		write_nothing(draw, out);
		break;
	}
	return STYLE_DIM;
}

static void draw_instead(const struct orders_draw *draw, struct region region)
{
	enum style style;
	struct buf text;

	buf_init(&text, 2048);
	style = orders_draw_instead(draw, &text);
	region_wrap(region, 0, 0, 0, style, buf_text(&text));
	buf_clear(&text);
}

/* A cell of the selected row as a whole: "Certificate name: shop.example.net".
 */
static void
write_cell(const struct orders_draw *draw, int cols, struct buf *out)
{
	const struct order *order = store_list_row(
		draw->store, orders_rows_at(draw->rows, draw->list->cursor));
	struct columns_layout columns;
	const struct column *column;
	char cell[512];

	columns_layout(draw->columns, cols - ORDERS_DRAW_MARGIN, &columns);
	if (order == NULL || draw->cell < 0 ||
		(size_t)draw->cell >= columns.count)
		return;
	column = columns.places[draw->cell].column;
	column->cell(draw->store, order, cell, sizeof(cell));
	buf_printf(out, "%s: %s", column->title, cell);
}

int orders_draw_cell_rows(const struct orders_draw *draw, int rows, int cols)
{
	struct buf text;
	int wanted;

	buf_init(&text, 1024);
	write_cell(draw, cols, &text);
	wanted = region_wrap_rows(buf_text(&text), cols - 2);
	buf_clear(&text);
	return smaller(wanted, rows / 2);
}

static void
draw_whole_cell(const struct orders_draw *draw, struct region region)
{
	struct buf text;

	buf_init(&text, 1024);
	write_cell(draw, region.cols, &text);
	region_paragraph(
		region_part(region, 0, 1, region.rows, region.cols - 2),
		STYLE_TEXT, buf_text(&text));
	buf_clear(&text);
}

void orders_draw_all(const struct orders_draw *draw, struct region region)
{
	int cell = orders_draw_cell_rows(
		draw, region.rows - ORDERS_DRAW_HEAD, region.cols);
	struct region below = region_part(region, ORDERS_DRAW_HEAD, 0,
		region.rows - ORDERS_DRAW_HEAD - cell, region.cols);
	struct columns_layout columns;

	columns_layout(
		draw->columns, region.cols - ORDERS_DRAW_MARGIN, &columns);
	views_bar_draw(&draw->bar, region);
	draw_heads(region, &columns);
	if (draw->list->count > 0)
		draw_rows(draw, below, &columns);
	else
		draw_instead(draw,
			region_part(below, 0, ORDERS_DRAW_MARGIN, below.rows,
				below.cols - ORDERS_DRAW_MARGIN - 1));
	if (cell > 0)
		draw_whole_cell(draw, region_part(region, region.rows - cell, 0,
					      cell, region.cols));
}

/* -- the lines around -- */

static void write_age(int64_t as_of, struct buf *out)
{
	int64_t now = clock_seconds();
	char age[DATE_TEXT_SIZE];

	buf_putc(out, '\t');
	if (now - as_of >= 60)
		buf_printf(out, "(%s) ", date_age_short(as_of, now, age));
	buf_puts(out, "STALE");
}

void orders_draw_status(const struct orders_draw *draw, struct buf *out)
{
	const struct store_resource *resource =
		store_list_resource(draw->store);
	char time[DATE_TEXT_SIZE];

	if (resource->as_of == 0)
		return;
	buf_printf(out, "as of %s", date_time(resource->as_of, time));
	if (resource->error.kind != ERROR_NONE)
		write_age(resource->as_of, out);
}

static void write_number(struct buf *out, long number)
{
	char digits[24];

	buf_puts(out, views_bar_number(digits, sizeof(digits), number));
}

void orders_draw_summary(const struct orders_draw *draw, struct buf *out)
{
	long total = store_list_total(draw->store);

	if (draw->filter->error.kind != ERROR_NONE) {
		buf_puts(out, draw->filter->error.text);
		return;
	}
	if (store_list_resource(draw->store)->state != STORE_READY)
		return;
	if (draw->rows->is_filtered) {
		write_number(out, draw->list->count - (draw->rows->kept >= 0));
		buf_puts(out, " of ");
	} else if (draw->list->count > 0 && !draw->is_slow) {
		buf_puts(out, "row ");
		write_number(out, draw->list->cursor + 1);
		buf_puts(out, ", ");
	}
	write_number(out, (long)store_list_loaded(draw->store));
	buf_puts(out, " loaded");
	if (total >= 0) {
		buf_puts(out, " (");
		write_number(out, total);
		buf_puts(out, " on server)");
	}
	if (draw->rows->unknown > 0) {
		buf_puts(out, ", ");
		write_number(out, (long)draw->rows->unknown);
		buf_puts(out, " not known yet");
	}
	if (draw->marks->count > 0) {
		buf_puts(out, ", ");
		write_number(out, (long)draw->marks->count);
		buf_puts(out, " marked");
	}
	if (draw->rows->is_sorted &&
		total > (long)store_list_loaded(draw->store))
		buf_puts(out, ", only these are sorted");
	if (draw->rows->is_filtered)
		buf_printf(out, "   /%s", draw->filter->text);
	if (draw->wants_new)
		buf_puts(out, "   refreshing");
}
