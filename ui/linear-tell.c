/* SPDX-License-Identifier: MIT
 *
 * A frame is drawn on a canvas of its own, tall enough that nothing scrolls.
 */
#include "linear-tell.h"

#include <string.h>

#include "app-bars.h"
#include "app-frame.h"
#include "text.h"

#define FRAME_ROWS 400

static const struct view_lines no_lines;

static const struct view_lines *lines_of(const struct view *view)
{
	return view->ops->lines != NULL ? view->ops->lines : &no_lines;
}

bool linear_tell_is_loading(const struct view *view)
{
	const struct view_lines *lines = lines_of(view);

	return lines->is_loading != NULL && lines->is_loading(view);
}

void linear_tell_stamp(const struct view *view, struct buf *out)
{
	if (lines_of(view)->stamp != NULL)
		lines_of(view)->stamp(view, out);
}

/* -- frames ---------------------------------------------------------------- */

/* The row's text without blanks at its end. */
static void row_text(const struct canvas *canvas, int row, int col, int cols,
	struct buf *out)
{
	size_t end = out->len;

	for (int i = col; i < col + cols; i++) {
		const struct canvas_cell *cell = canvas_at(canvas, row, i);

		buf_puts(out, cell->bytes);
		if (strcmp(cell->bytes, " ") != 0 && cell->bytes[0] != '\0')
			end = out->len;
	}
	if (out->len > 0) {
		out->len = end;
		out->data[end] = '\0';
	}
}

/* "[ Cancel ]   [ Send ]": there is nothing to press here. */
static bool is_buttons(const char *text)
{
	size_t len = strlen(text);

	text += strspn(text, " ");
	return strncmp(text, "[ ", 2) == 0 && len > 2;
}

/* "────────": nothing to read. */
static bool is_rule(const char *text)
{
	struct text_cell first, cell;
	size_t len = strlen(text), at = text_next(text, len, &first);

	while (at < len) {
		at += text_next(text + at, len - at, &cell);
		if (strcmp(cell.bytes, first.bytes) != 0)
			return false;
	}
	return len > 0 && strcmp(first.bytes, canvas_mark(CANVAS_MORE)) != 0 &&
	       strspn(text, "0123456789") == 0;
}

/* "┌─ Quit ────┐" without its line. */
static void add_title(const struct canvas *canvas, int cols, struct buf *out)
{
	size_t end = out->len;
	const struct canvas_cell *line = canvas_at(canvas, 0, 1);
	int col = 1;

	while (col < cols - 1 &&
		(canvas_cell_equal(canvas_at(canvas, 0, col), line) ||
			strcmp(canvas_at(canvas, 0, col)->bytes, " ") == 0))
		col++;
	for (; col < cols - 1; col++) {
		const struct canvas_cell *cell = canvas_at(canvas, 0, col);

		buf_puts(out, cell->bytes);
		if (!canvas_cell_equal(cell, line) &&
			strcmp(cell->bytes, " ") != 0)
			end = out->len;
	}
	if (out->len > 0) {
		out->len = end;
		out->data[end] = '\0';
	}
	buf_putc(out, '\n');
}

static void add_rows(const struct canvas *canvas, struct region part,
	bool is_dialog, struct buf *out)
{
	bool gap = false, any = false;
	struct buf text;

	buf_init(&text, (size_t)canvas->cols * TEXT_CELL_BYTES);
	for (int row = 0; row < part.rows; row++) {
		buf_reset(&text);
		row_text(canvas, part.row + row, part.col, part.cols, &text);
		if (text.len == 0) {
			gap = any;
			continue;
		}
		if ((is_dialog && is_buttons(buf_text(&text))) ||
			is_rule(buf_text(&text)))
			continue;
		if (gap)
			buf_putc(out, '\n');
		buf_puts(out, buf_text(&text));
		buf_putc(out, '\n');
		gap = false;
		any = true;
	}
	buf_clear(&text);
}

/* Free it with canvas_clear. */
static void draw_frame(struct view *view, int cols, struct canvas *canvas)
{
	int rows = FRAME_ROWS;

	if (view->ops->is_dialog && view->ops->size != NULL)
		view->ops->size(view, rows, cols, &rows, &cols);
	canvas_init(canvas);
	canvas_resize(canvas, rows, cols);
	app_frame_view(view, region_all(canvas));
}

static void tell_frame(struct view *view, int cols, struct buf *out)
{
	bool is_dialog = view->ops->is_dialog;
	struct canvas canvas;
	struct region all;

	draw_frame(view, cols, &canvas);
	all = region_all(&canvas);
	if (is_dialog) {
		add_title(&canvas, canvas.cols, out);
		all = region_part(all, 1, 2, all.rows - 2, all.cols - 4);
	}
	add_rows(&canvas, all, is_dialog, out);
	canvas_clear(&canvas);
}

/* Of a list: the row that the cursor is on. */
static void tell_row(struct view *view, int cols, struct buf *out)
{
	struct canvas canvas;

	draw_frame(view, cols, &canvas);
	if (canvas.cursor_row >= 0)
		row_text(&canvas, canvas.cursor_row, 0, canvas.cols, out);
	buf_putc(out, '\n');
	canvas_clear(&canvas);
}

void linear_tell_news(struct view *view, int cols, struct buf *out)
{
	if (lines_of(view)->news != NULL)
		lines_of(view)->news(view, out);
	else if (lines_of(view)->tell == NULL && view->ops->list != NULL)
		tell_row(view, cols > 0 ? cols : LINEAR_TELL_COLS, out);
}

void linear_tell_whole(struct view *view, int cols, struct buf *out)
{
	if (lines_of(view)->tell != NULL)
		lines_of(view)->tell(view, out);
	else
		tell_frame(view, cols > 0 ? cols : LINEAR_TELL_COLS, out);
}

/* -- around it ------------------------------------------------------------- */

struct view *linear_tell_page(const struct app *app)
{
	struct view *view = app_top(app);

	while (view->ops->is_dialog && app_below(app, view) != NULL)
		view = app_below(app, view);
	return view;
}

static void add_account(const struct app *app, struct buf *out)
{
	const struct store_account *account = store_account(app_store(app));
	struct buf name;

	buf_init(&name, 1024);
	app_bars_name(app, &name);
	text_clean(out, buf_text(&name));
	buf_clear(&name);
	if (account->kind != STORE_KIND_UNKNOWN)
		buf_printf(out, " (%s)", store_kind_label(account->kind));
	if (account->label[0] != '\0') {
		buf_puts(out, " [");
		text_clean(out, account->label);
		buf_putc(out, ']');
	}
	if (account->read_only)
		buf_puts(out, " [RO: read-only]");
}

/* A tab stands before what a title line without room leaves out first. */
static void add_clean(struct buf *out, const char *before,
	void (*write)(const struct view *view, struct buf *out),
	const struct view *view)
{
	struct buf text;

	if (write == NULL)
		return;
	buf_init(&text, 4096);
	write(view, &text);
	if (text.len > 0)
		buf_puts(out, before);
	text_clean(out, buf_text(&text));
	buf_clear(&text);
}

void linear_tell_place(const struct app *app, struct buf *out)
{
	const struct view *page = linear_tell_page(app);

	add_account(app, out);
	buf_printf(out, ": %s", store_menu_path(app_store(app)));
	add_clean(out, "", page->ops->title, page);
	add_clean(out, ", ", page->ops->status, page);
	buf_putc(out, '\n');
}

void linear_tell_ask(const struct app *app, struct buf *out)
{
	const struct view *top = app_top(app);

	if (app_asks_line(app) != NULL)
		buf_puts(out, app_asks_line(app));
	else if (lines_of(top)->ask != NULL)
		lines_of(top)->ask(top, out);
	else
		buf_puts(out, top->ops->name);
}

static bool has_line(const char *text, const char *line, size_t len)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");

		if (length == len && memcmp(text, line, len) == 0)
			return true;
		text += length + (text[length] == '\n');
	}
	return false;
}

void linear_tell_new(const char *before, const char *text, struct buf *out)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		if (len > 0 && !has_line(before, text, len)) {
			buf_add(out, text, len);
			buf_putc(out, '\n');
		}
		text += len + (text[len] == '\n');
	}
}
