/* SPDX-License-Identifier: MIT
 *
 * How the approval window looks:
 *
 *   intro        gives way on small screens: whole, then short, then none
 *   heading      Select verified contacts          2 of 3 selected
 *   list         scrolls by lines, as rows have different heights
 *   more         who cannot be chosen
 *   status       why Send is off, or how it went
 *   buttons      always there
 *
 * An address is never shortened: it gets a line of its own, or several.
 */
#include <string.h>

#include "app.h"
#include "resend-approval.h"
#include "text.h"

#define BORDER	     2	 /* columns at each side: border and a blank */
#define WIDEST	     100 /* columns of the window */
#define ADDRESS_COL  8	 /* behind "> [x] = " */
#define NAME_LEAST   16
#define ONE_LINE     60 /* from here name and kind fit beside the address */
#define LIST_LEAST   4
#define STATUS_MOST  6
#define BUTTON_SPACE 3

static const struct resend_approval *approval_at(const struct view *view)
{
	return (const struct resend_approval *)view;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* -- the table ------------------------------------------------------------- */

static int address_width(const struct resend_approval_row *row)
{
	return (int)text_width(row->address) + (row->odd ? 2 : 0);
}

static void measure_columns(const struct resend_approval *approval,
	struct resend_approval_places *places)
{
	int most = places->inner / 2;
	char kinds[32];

	places->address_cols = 0;
	places->kind_cols = 2;
	for (size_t i = 0; i < approval->row_count; i++) {
		const struct resend_contact *contact =
			resend_approval_contact(approval, i);
		int address = address_width(&approval->rows[i]);
		int kind = (int)text_width(
			order_kinds_text(contact->kinds, kinds, sizeof(kinds)));

		if (address <= most)
			places->address_cols =
				larger(places->address_cols, address);
		places->kind_cols = larger(places->kind_cols, kind);
	}
}

/* Whether name and kind stand on the address' line. */
static bool fits_one_line(const struct resend_approval_places *places,
	const struct resend_approval_row *row)
{
	int left = places->inner - ADDRESS_COL - places->address_cols - 4 -
		   places->kind_cols;

	return places->inner >= ONE_LINE && left >= NAME_LEAST &&
	       address_width(row) <= places->address_cols;
}

static int address_rows(const struct resend_approval_places *places,
	const struct resend_approval_row *row)
{
	return larger(
		1, region_wrap_rows(row->address,
			   places->inner - ADDRESS_COL - (row->odd ? 2 : 0)));
}

static bool has_reason(const struct resend_contact *contact)
{
	return contact->reason != RESEND_CHOOSABLE;
}

static int row_height(const struct resend_approval *approval,
	const struct resend_approval_places *places, size_t row)
{
	int height = address_rows(places, &approval->rows[row]);

	if (!fits_one_line(places, &approval->rows[row]))
		height++;
	if (has_reason(resend_approval_contact(approval, row)))
		height++;
	return height;
}

static int list_lines(const struct resend_approval *approval,
	const struct resend_approval_places *places)
{
	int lines = 0;

	if (approval->waiting[0] != '\0')
		return region_wrap_rows(approval->waiting, places->inner);
	for (size_t i = 0; i < approval->row_count; i++)
		lines += row_height(approval, places, i);
	return lines;
}

/* -- measuring ------------------------------------------------------------- */

/* Rows besides introduction, gaps and list. */
static int fixed_rows(const struct resend_approval_places *places)
{
	return 2 + 1 + places->more_rows + places->status_rows + 1;
}

static void choose_intro(const struct resend_approval *approval,
	struct resend_approval_places *places, int most)
{
	static const struct {
		int intro, gap;
	} tries[] = {{0, 1}, {0, 0}, {1, 0}, {2, 0}};
	/* On its way to Send the person has to see what Send means. */
	bool in_list = approval->focus == RESEND_APPROVAL_LIST;
	int least = smaller(places->list_total, in_list ? LIST_LEAST : 1);

	for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
		places->intro = tries[i].intro;
		places->gap = tries[i].gap;
		places->intro_rows = region_wrap_rows(
			approval->intros[tries[i].intro], places->inner);
		places->list_rows = most - fixed_rows(places) -
				    places->intro_rows - 2 * places->gap;
		if (places->list_rows >= least)
			return;
	}
	places->list_rows = larger(1, places->list_rows);
}

static void measure(const struct resend_approval *approval, int rows, int cols,
	struct resend_approval_places *places)
{
	places->cols = cols;
	places->inner = larger(1, cols - 2 * BORDER);
	measure_columns(approval, places);
	places->list_total = list_lines(approval, places);
	places->more_rows = approval->more[0] != '\0' && rows > 8 ? 1 : 0;
	places->status_rows =
		smaller(region_wrap_rows(approval->status, places->inner),
			larger(1, smaller(STATUS_MOST, rows - 5)));
	if (approval->status[0] == '\0')
		places->status_rows = 0;
	choose_intro(approval, places, rows);
	places->list_rows =
		larger(1, smaller(places->list_rows, places->list_total));
	places->rows =
		smaller(rows, fixed_rows(places) + places->intro_rows +
				      2 * places->gap + places->list_rows);
}

void resend_approval_size(const struct view *view, int max_rows, int max_cols,
	int *rows, int *cols)
{
	struct resend_approval_places places = {0};

	*cols = smaller(max_cols, WIDEST);
	measure(approval_at(view), max_rows, *cols, &places);
	*rows = places.rows;
}

/* The selected row comes into view; of a tall one its beginning. */
static void scroll(struct resend_approval *approval)
{
	struct resend_approval_places *places = &approval->places;
	const struct resend_approval_row *row;
	int most = larger(0, places->list_total - places->list_rows);

	if (approval->row_count > 0) {
		row = &approval->rows[approval->list.cursor];
		if (row->top + row->height > places->scroll + places->list_rows)
			places->scroll =
				row->top + row->height - places->list_rows;
		if (row->top < places->scroll)
			places->scroll = row->top;
	}
	places->scroll = larger(0, smaller(places->scroll, most));
}

void resend_approval_layout(struct view *view, int rows, int cols)
{
	struct resend_approval *approval = (struct resend_approval *)view;
	int top = 0;

	measure(approval, rows, cols, &approval->places);
	for (size_t i = 0; i < approval->row_count; i++) {
		approval->rows[i].top = top;
		approval->rows[i].height =
			row_height(approval, &approval->places, i);
		top += approval->rows[i].height;
	}
	scroll(approval);
}

/* -- drawing rows ---------------------------------------------------------- */

static void draw_person(const struct resend_approval *approval,
	const struct resend_contact *contact, struct region region, int row,
	int col, enum style style)
{
	int kind_cols = approval->places.kind_cols;
	int name_cols = region.cols - col - kind_cols - 2;
	bool has_title =
		contact->job_title != NULL && contact->job_title[0] != '\0';
	char name[512], kinds[32];

	text_format(name, sizeof(name), "%s%s%s",
		contact->name != NULL ? contact->name : "",
		has_title ? ", " : "", has_title ? contact->job_title : "");
	region_field(region, row, col, larger(0, name_cols), style, name);
	region_text(region, row, region.cols - kind_cols, style,
		order_kinds_text(contact->kinds, kinds, sizeof(kinds)));
}

static int draw_address(const struct resend_approval *approval,
	const struct resend_approval_row *row, struct region region, int at,
	enum style style)
{
	struct region part = region_part(
		region, 0, ADDRESS_COL, region.rows, region.cols - ADDRESS_COL);

	if (row->odd) {
		region_text(part, at, 0, STYLE_WARNING, "!");
		part = region_part(part, 0, 2, part.rows, part.cols - 2);
	}
	region_wrap(part, at, 0, 0, style, row->address);
	return address_rows(&approval->places, row);
}

static void draw_box(const struct resend_approval *approval,
	const struct resend_contact *contact, struct region region, int at,
	enum style style)
{
	const char *box = "( )";

	if (contact->choosable)
		box = contact->chosen ? "[x]" : "[ ]";
	region_text(region, at, 2, style, box);
	region_textf(region, at, 6, style, "%c",
		resend_plan_mark(&approval->plan, contact));
}

static void draw_row(const struct resend_approval *approval,
	struct region region, size_t index, int at)
{
	const struct resend_approval_row *row = &approval->rows[index];
	const struct resend_contact *contact =
		resend_approval_contact(approval, index);
	bool selected = approval->focus == RESEND_APPROVAL_LIST &&
			(long)index == approval->list.cursor;
	enum style style = contact->choosable ? STYLE_TEXT : STYLE_DISABLED;
	int next;

	if (selected)
		region_text(region, at, 0, STYLE_TEXT, ">");
	draw_box(approval, contact, region, at, style);
	next = at + draw_address(approval, row, region, at,
			    selected ? STYLE_SELECTED : style);
	if (fits_one_line(&approval->places, row))
		draw_person(approval, contact, region, at,
			ADDRESS_COL + approval->places.address_cols + 2, style);
	else
		draw_person(
			approval, contact, region, next++, ADDRESS_COL, style);
	if (has_reason(contact))
		region_text(region, next, ADDRESS_COL, STYLE_DIM,
			resend_reason_text(contact->reason));
	if (selected)
		region_cursor(region, at, 0);
}

static void
draw_list(const struct resend_approval *approval, struct region region)
{
	if (approval->waiting[0] != '\0') {
		region_wrap(region, 0, 0, 0, STYLE_TEXT, approval->waiting);
		region_cursor(region, 0, 0);
		return;
	}
	for (size_t i = 0; i < approval->row_count; i++) {
		const struct resend_approval_row *row = &approval->rows[i];
		int at = row->top - approval->places.scroll;

		if (at + row->height > 0 && at < region.rows)
			draw_row(approval, region, i, at);
		for (int line = 0; line < row->height; line++)
			region_target(
				region, at + line, 0, region.cols, (long)i);
	}
}

/* -- drawing the rest ------------------------------------------------------ */

static void draw_heading(
	const struct resend_approval *approval, struct region region, int row)
{
	const char *heading = "Select verified contacts";
	char count[64];
	int end, at;

	text_format(count, sizeof(count), "%zu of %zu selected",
		approval->planned ? resend_plan_chosen(&approval->plan) : 0,
		approval->plan.choosable);
	at = region.cols - (int)strlen(count);
	if (at <= (int)strlen(heading))
		heading = "Contacts";
	end = region_text(region, row, 0, STYLE_HEADING, heading);
	if (!approval->planned)
		return;
	if (approval->filter[0] != '\0')
		region_textf(region_part(region, row, end + 2, 1, at - end - 3),
			0, 0, STYLE_DIM, "/%s", approval->filter);
	region_text(region, row, larger(end + 1, at), STYLE_TEXT, count);
}

static void button_labels(const struct resend_approval *approval, char *cancel,
	size_t cancel_size, char *send, size_t send_size)
{
	const struct resend_window *window = &approval->window;
	size_t chosen =
		approval->planned ? resend_plan_chosen(&approval->plan) : 0;
	const char *word = "Cancel";

	if (resend_window_is_running(window))
		word = "Hide";
	else if (resend_window_was_sent(window))
		word = "Close";
	text_format(cancel, cancel_size, "[ %s ]", word);
	if (resend_window_is_running(window)) {
		char progress[64];

		text_format(send, send_size, "[ %s ]",
			resend_window_progress(
				window, progress, sizeof(progress)));
	} else if (chosen > 0) {
		text_format(send, send_size, "[ Send to %zu ]", chosen);
	} else {
		text_format(send, send_size, "[ Send ]");
	}
}

static void draw_button(const struct resend_approval *approval,
	struct region region, int row, int col, enum resend_approval_stop stop,
	bool enabled, const char *label)
{
	enum style style = enabled ? STYLE_CONTROL : STYLE_DISABLED;

	if (approval->focus == stop && enabled)
		style = STYLE_FOCUS;
	region_text(region, row, col, style, label);
	region_target(
		region, row, col, (int)text_width(label), -1 - (long)stop);
	if (approval->focus == stop)
		region_cursor(region, row, col);
}

static void draw_buttons(
	const struct resend_approval *approval, struct region region, int row)
{
	char cancel[32], send[96];
	int width, col;

	button_labels(approval, cancel, sizeof(cancel), send, sizeof(send));
	width = (int)(strlen(cancel) + BUTTON_SPACE + strlen(send));
	col = larger(0, (region.cols - width) / 2);
	draw_button(approval, region, row, col, RESEND_APPROVAL_CANCEL, true,
		cancel);
	draw_button(approval, region, row,
		col + (int)strlen(cancel) + BUTTON_SPACE, RESEND_APPROVAL_SEND,
		approval->may_not[0] == '\0', send);
}

static void
draw_more(const struct resend_approval *approval, struct region region)
{
	bool fits = (int)text_width(approval->more) <= region.cols;

	region_field(region, 0, 0, region.cols, STYLE_DIM,
		fits ? approval->more : approval->short_more);
}

void resend_approval_draw(const struct view *view, struct region region)
{
	const struct resend_approval *approval = approval_at(view);
	const struct resend_approval_places *places = &approval->places;
	struct region inner = region_part(
		region, 1, BORDER, region.rows - 2, region.cols - 2 * BORDER);
	int buttons = inner.rows - 1;
	int status = buttons - places->status_rows;
	int row = places->intro_rows + places->gap;

	region_box(region, region.cols < ONE_LINE ? approval->short_title
						  : approval->title);
	region_wrap(region_part(inner, 0, 0, places->intro_rows, inner.cols), 0,
		0, 0, STYLE_TEXT, approval->intros[places->intro]);
	draw_heading(approval, inner, row++);
	draw_list(approval,
		region_part(inner, row, 0, places->list_rows, inner.cols));
	row += places->list_rows;
	if (places->more_rows > 0)
		draw_more(approval, region_part(inner, row, 2, 1, inner.cols));
	region_paragraph(
		region_part(inner, status, 0, places->status_rows, inner.cols),
		approval->status_style, approval->status);
	draw_buttons(approval, inner, buttons);
}
