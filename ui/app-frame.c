/* SPDX-License-Identifier: MIT
 *
 * Every frame is complete; the screen finds out what differs.
 *
 *   title line       app-bars
 *   the page         the topmost view that is no dialog, with what stands
 *                    beside it (app-split); dialogs over it
 *   message line(s)  app-message, a view's summary; connection at the right
 *   hint line        app-bars, or the line that is asked for (app-line)
 */
#include "accounts.h"
#include "app-frame.h"
#include "app-private.h"

#define OPENING_MAX	 512
#define FRAME_ROWS	 2   /* title and hints */
#define CHOICES_MAX	 16  /* keys that can come next */
#define PROGRESS_MS	 250 /* between two looks at an export */
#define SLOW_PROGRESS_MS 1000
#define BODY_ROWS	 8 /* least for a view beside a message of several rows */

/* Index of the page: the topmost view that is no dialog. */
static size_t page_index(const struct app *app)
{
	size_t i = app->stack.count - 1;

	while (i > 0 && app->stack.items[i]->ops->is_dialog)
		i--;
	return i;
}

static struct view *page_of(const struct app *app)
{
	return app->stack.items[page_index(app)];
}

/* The region of a view: all of the body, or the middle of it for a dialog. */
static struct region region_of(const struct view *view, struct region body)
{
	int rows = body.rows, cols = body.cols;

	if (view->ops->is_dialog && view->ops->size != NULL)
		view->ops->size(view, body.rows, body.cols, &rows, &cols);
	return region_part(body, (body.rows - rows) / 2, (body.cols - cols) / 2,
		rows, cols);
}

void app_frame_view(struct view *view, struct region body)
{
	struct region region = region_of(view, body);
	size_t targets = body.canvas->target_count;

	if (view->ops->is_dialog)
		region_blank(region);
	/* Where reading begins; a view with a focus puts it there. */
	region_cursor(region, 0, 0);
	if (view->ops->layout != NULL)
		view->ops->layout(view, region.rows, region.cols);
	view->ops->draw(view, region);
	/* Only what is on top can be clicked. */
	if (view == app_top(view->app))
		canvas_drop_targets(body.canvas, targets);
	else
		canvas_keep_targets(body.canvas, targets);
}

static void draw_views(struct app *app, struct region body)
{
	size_t page = page_index(app);

	app_split_draw(app, app->stack.items[page], body);
	for (size_t i = page + 1; i < app->stack.count; i++)
		app_frame_view(app->stack.items[i], body);
}

void app_hint_line(struct app *app, const char *hint)
{
	if (!app_is_slow(app))
		app_line_hint(&app->line, hint);
}

void app_join_lines(struct app *app)
{
	app_line_join(&app->line);
}

/* A dialog without a summary leaves the page's. */
static const struct view *summarized(const struct app *app)
{
	const struct view *view = app_top(app);

	return view->ops->summary != NULL ? view : page_of(app);
}

/* That of the list above a line that is typed, or of the view. True: it takes
 * as many lines as it needs. */
static bool write_summary(const struct app *app, struct buf *out)
{
	const struct view *view = summarized(app);
	const char *hint = app_line_hint_now(&app->line);

	line_complete_summary(&app->line.complete, out);
	if (out->len == 0 && hint != NULL)
		buf_puts(out, hint);
	if (out->len > 0)
		return true;
	if (export_write_progress(app, out))
		return false;
	if (view->ops->summary != NULL)
		view->ops->summary(view, out);
	return view->ops->wraps_summary;
}

static void draw_summary(const struct app *app, struct region region)
{
	struct buf text;

	buf_init(&text, 1024);
	if (write_summary(app, &text))
		region_paragraph(region, STYLE_TEXT, buf_text(&text));
	else
		region_field(
			region, 0, 0, region.cols, STYLE_TEXT, buf_text(&text));
	buf_clear(&text);
}

static int summary_rows(const struct app *app, int cols)
{
	struct region counting = {.cols = cols};
	struct buf text;
	int rows = 1;

	buf_init(&text, 1024);
	if (write_summary(app, &text))
		rows = region_wrap(
			counting, 0, 0, 0, STYLE_TEXT, buf_text(&text));
	buf_clear(&text);
	return rows < APP_MESSAGE_ROWS ? rows : APP_MESSAGE_ROWS;
}

/* Columns that a message has beside the connection. */
static int message_cols(const struct app *app, int cols)
{
	struct region nowhere = {.cols = cols};

	return cols - app_bars_connection(&app->bars, app, nowhere) - 4;
}

static void draw_message(const struct app *app, struct region region)
{
	struct region words = region_part(
		region, 0, 1, region.rows, message_cols(app, region.cols));

	app_bars_connection(&app->bars, app,
		region_part(region, region.rows - 1, 0, 1, region.cols));
	if (app_message_is_set(&app->message))
		app_message_draw(&app->message, words);
	else
		draw_summary(app, words);
}

/* What the keys typed so far can become. */
static size_t
list_choices(const struct app *app, struct app_bars_choice *list, size_t max)
{
	const struct command *command;
	size_t count = 0;
	key_code next;

	while (count < max &&
		(command = keymap_next(app->keymap, app_top(app)->ops->name,
			 app->typed, app->typed_count, count, &next)) != NULL) {
		key_to_name(next, list[count].key, sizeof(list[count].key));
		list[count++].word =
			command->hint != NULL ? command->hint : command->help;
	}
	return count;
}

/* Over the last lines, as many as it takes. */
static void draw_choices(const struct app *app, struct region all)
{
	struct app_bars_choice list[CHOICES_MAX];
	struct region counting = {.cols = all.cols};
	size_t count = list_choices(app, list, CHOICES_MAX - 1);
	int rows;

	if (count == 0)
		return;
	rows = app_bars_choices(counting, list, count);
	/* What everybody knows takes no line of its own. */
	list[count] = (struct app_bars_choice){"Esc", "cancel"};
	if (app_bars_choices(counting, list, count + 1) == rows)
		count++;
	all = region_part(all, all.rows - rows, 0, rows, all.cols);
	region_blank(all);
	app_bars_choices(all, list, count);
}

static bool draw_opening(const struct app *app, struct region region)
{
	struct buf text;
	bool is_opening;

	buf_init(&text, OPENING_MAX);
	is_opening = app->accounts != NULL &&
		     accounts_write_opening(app->accounts, &text);
	if (is_opening) {
		buf_puts(&text, "  Esc gives up");
		region_text(region, 0, 1, STYLE_TEXT, buf_text(&text));
	}
	buf_clear(&text);
	return is_opening;
}

static void draw_last(const struct app *app, struct region region)
{
	if (draw_opening(app, region))
		return;
	if (app_line_is_open(&app->line))
		app_line_draw(&app->line, region);
	else
		app_bars_hints(app, app_top(app), region);
}

/* In a low window a message is cut rather than the view or its dialog. */
static int message_rows(const struct app *app, struct region all)
{
	int cols = message_cols(app, all.cols);
	int most = all.rows - FRAME_ROWS - BODY_ROWS;
	int rows = app_message_is_set(&app->message)
			   ? app_message_rows(&app->message, cols)
			   : summary_rows(app, cols);

	if (rows > most)
		rows = most;
	return rows > 1 ? rows : 1;
}

/* What may stand in the line that is typed, over the end of the page. */
static void draw_complete(const struct app *app, struct region body)
{
	const struct line_complete *complete = &app->line.complete;
	int rows = line_complete_rows(complete, body.rows * 2 / 3);

	if (rows > 0)
		line_complete_draw(complete, region_part(body, body.rows - rows,
						     0, rows, body.cols));
}

static void draw_all(struct app *app, struct region all)
{
	int message = message_rows(app, all);
	int body = all.rows - FRAME_ROWS - message;

	app_bars_title(app, page_of(app), region_part(all, 0, 0, 1, all.cols));
	draw_views(app, region_part(all, 1, 0, body, all.cols));
	app->clickable = app_top(app);
	draw_complete(app, region_part(all, 1, 0, body, all.cols));
	draw_message(app, region_part(all, 1 + body, 0, message, all.cols));
	draw_last(app, region_part(all, all.rows - 1, 0, 1, all.cols));
	if (app_in_sequence(app))
		draw_choices(app, all);
}

static void draw_too_small(struct region all)
{
	char text[128];

	text_format(text, sizeof(text),
		"The window is too small: %dx%d, it takes %dx%d. Q quits.",
		all.cols, all.rows, APP_MIN_COLS, APP_MIN_ROWS);
	region_wrap(all, 0, 0, 0, STYLE_TEXT, text);
	region_cursor(all, 0, 0);
}

static void fit_canvas(struct app *app)
{
	int rows = 0, cols = 0;

	app->screen->ops->size(app->screen, &rows, &cols);
	if (rows != app->canvas.rows || cols != app->canvas.cols)
		canvas_resize(&app->canvas, rows, cols);
	else
		canvas_blank(&app->canvas);
	app->is_small = rows < APP_MIN_ROWS || cols < APP_MIN_COLS;
}

/* What changes on the screen by itself, and when. */
static void plan_next(struct app *app)
{
	int64_t message =
		app_message_expire(&app->message, loop_now(app->loop));
	int64_t bars = app_bars_update(&app->bars, app);

	if (app->accounts != NULL && accounts_is_opening(app->accounts))
		app_count_seconds(app);
	if (message >= 0)
		app_stale_in(app, message);
	if (bars >= 0)
		app_stale_in(app, bars);
	if (export_is_going(&app->exports))
		app_stale_in(app, app->slow ? SLOW_PROGRESS_MS : PROGRESS_MS);
}

/* The selection is the mark beside it; a tint says nothing that its word does
 * not, and a change of looks costs as much as a word. */
static enum style brief_style(enum style style)
{
	switch (style) {
	case STYLE_SELECTED_MATCH:
		return STYLE_MATCH;
	case STYLE_DIM:
	case STYLE_SELECTED:
	case STYLE_OK:
	case STYLE_PENDING:
	case STYLE_MAILED:
	case STYLE_BAD:
	case STYLE_EXPIRED:
	case STYLE_BORDER:
		return STYLE_TEXT;
	default:
		return style;
	}
}

static void be_brief(struct app *app)
{
	struct canvas *canvas = &app->canvas;
	size_t count = (size_t)canvas->rows * (size_t)canvas->cols;

	for (size_t i = 0; i < count; i++)
		canvas->cells[i].style = (unsigned char)brief_style(
			(enum style)canvas->cells[i].style);
	app->drawn_ms = loop_now(app->loop);
}

/* What was typed before a confirmation could be seen must not answer it. */
void app_frame_sent(struct app *app)
{
	bool busy = app->screen->ops->busy(app->screen);

	if (app->out_watch != NULL)
		loop_watch_set(app->out_watch, busy ? LOOP_WRITE : 0);
	if (busy || !app->discarding || app->stale)
		return;
	app->screen->ops->discard_keys(app->screen);
	app->discarding = false;
}

void app_frame_draw(struct app *app)
{
	if (!app->stale || app->hidden || app->hung_up || app->away ||
		app->screen->ops->busy(app->screen))
		return;
	app->stale = false;
	app->drawing = true;
	fit_canvas(app);
	plan_next(app);
	if (app->is_small)
		draw_too_small(region_all(&app->canvas));
	else {
		draw_all(app, region_all(&app->canvas));
		app_message_drawn(&app->message);
	}
	app->drawing = false;
	if (app->slow)
		be_brief(app);
	app->screen->ops->present(app->screen, &app->canvas);
	app_frame_sent(app);
	app_ahead_follow(app);
}
