/* SPDX-License-Identifier: MIT
 *
 * The row is tried in ever shorter forms until it fits: fewer counts, short
 * words instead of names, smaller gaps, less about the sort. The active view
 * is always there.
 */
#include "views-bar.h"

#include <ctype.h>
#include <string.h>

#include "attr.h"
#include "orders-sort.h"

#define VIEWS_LEAST 5 /* shown wherever there is room for that many */
#define TEXT_SIZE   128

/* Which views have their count: the list tells its own below. */
enum counts { COUNTS_ALL, COUNTS_OTHERS, COUNTS_NONE };

/* How the sort is shown, as long as there is room for it. */
enum sort_form { SORT_WHOLE, SORT_BRIEF, SORT_BARE, SORT_NONE };

/* How the row is shortened. */
struct form {
	enum counts counts;
	enum sort_form sort;
	bool words; /* the short words of the views that are not active */
	int gap;
	int last;		    /* the last view that has to fit */
	bool with[SAVED_VIEWS + 1]; /* their count, where COUNTS_NONE */
	int end;		    /* column where the sort begins */
};

static const struct {
	bool words;
	int gap;
} brevities[] = {{false, 3}, {false, 2}, {true, 3}, {true, 2}, {true, 1}};

void views_bar_number(struct buf *out, long number)
{
	if (number >= 1000000)
		buf_printf(out, "%ld,%03ld,%03ld", number / 1000000,
			number / 1000 % 1000, number % 1000);
	else if (number >= 1000)
		buf_printf(out, "%ld,%03ld", number / 1000, number % 1000);
	else
		buf_printf(out, "%ld", number);
}

/* -- the views ------------------------------------------------------------- */

static long count_of(const struct views_bar *bar, int number)
{
	long total = store_list_total(bar->store);

	if (!store_options(bar->store)->view_counts)
		return -1;
	if (number == bar->view && total >= 0 &&
		store_list_resource(bar->store)->state == STORE_READY)
		return total;
	return store_count(bar->store, &saved_view(bar->saved, number)->query);
}

static bool
has_count(const struct views_bar *bar, int number, const struct form *form)
{
	if (form->counts == COUNTS_NONE)
		return form->with[number];
	return form->counts == COUNTS_ALL ||
	       (number != bar->view && number != 1);
}

/* "Emailed" of the word, where it has one. */
static void
write_name(const struct saved_view *view, bool word, char *out, size_t size)
{
	bool is_word = word && view->word[0] != '\0';

	text_format(out, size, "%s", is_word ? view->word : view->name);
	if (is_word)
		out[0] = (char)toupper((unsigned char)out[0]);
}

/* "2 Pending 1,204", "[3 Approval waiting]" */
static void write_view(const struct views_bar *bar, int number,
	const struct form *form, char *out, size_t size)
{
	bool is_active = number == bar->view;
	long count = has_count(bar, number, form) ? count_of(bar, number) : -1;
	char name[TEXT_SIZE];
	struct buf text;

	write_name(saved_view(bar->saved, number), form->words && !is_active,
		name, sizeof(name));
	buf_init(&text, size);
	buf_printf(&text, "%s%d %s", is_active ? "[" : "", number, name);
	if (count >= 0) {
		buf_putc(&text, ' ');
		views_bar_number(&text, count);
	}
	buf_puts(&text, is_active ? "]" : "");
	text_format(out, size, "%s", buf_text(&text));
	buf_clear(&text);
}

static const char search_tab[] = "[s Search]";

/* Columns of the views up to the form's last one, with a blank before. */
static int views_width(const struct views_bar *bar, const struct form *form)
{
	char text[TEXT_SIZE];
	int width = 1;

	if (bar->view == 0)
		width += (int)strlen(search_tab) + form->gap;
	for (int number = 1; number <= form->last; number++) {
		if (saved_view(bar->saved, number) == NULL)
			continue;
		write_view(bar, number, form, text, sizeof(text));
		width += (int)text_width(text) + form->gap;
	}
	return width - form->gap;
}

/* -- the sort -------------------------------------------------------------- */

/* The column that the list is sorted by; NULL: it has none. */
static const struct column *column_of(const struct views_bar *bar)
{
	if (bar->sort != NULL)
		return bar->sort;
	for (size_t i = 0; i < columns_count(); i++) {
		if (columns_table[i].sort == (int)bar->query->sort)
			return &columns_table[i];
	}
	return NULL;
}

static void write_label(const struct views_bar *bar, enum sort_form form,
	char *out, size_t size)
{
	const struct column *column = column_of(bar);

	if (column == NULL)
		text_format(out, size, "%s",
			order_query_sort_label(bar->query->sort));
	else if (form == SORT_WHOLE)
		orders_sort_label(column, out, size);
	else
		text_format(out, size, "%s", column->brief);
	out[0] = (char)tolower((unsigned char)out[0]);
}

static void write_sort(const struct views_bar *bar, enum sort_form form,
	char *out, size_t size)
{
	bool down = bar->sort != NULL ? bar->sort_down : bar->query->descending;
	char label[64];

	write_label(bar, form, label, sizeof(label));
	text_format(out, size, "%s%s %c",
		form == SORT_BARE ? "" : "sort: ", label, down ? 'v' : '^');
	if (form == SORT_NONE)
		out[0] = '\0';
}

static int
sort_column(const struct views_bar *bar, enum sort_form form, int cols)
{
	char sort[TEXT_SIZE];

	write_sort(bar, form, sort, sizeof(sort));
	return cols - (int)text_width(sort) + (form == SORT_NONE ? 1 : -1);
}

/* -- what fits ------------------------------------------------------------- */

static int last_view(const struct views_bar *bar)
{
	int last = SAVED_VIEWS;

	while (last > 1 && saved_view(bar->saved, last) == NULL)
		last--;
	return last;
}

/* All views side by side, or the first five and all up to the active one in
 * ever shorter forms. */
static bool fits(const struct views_bar *bar, int cols, struct form *form)
{
	form->end = sort_column(bar, form->sort, cols);
	form->last = last_view(bar);
	form->words = brevities[0].words;
	form->gap = brevities[0].gap;
	if (views_width(bar, form) < form->end - 1)
		return true;
	if (form->last > VIEWS_LEAST)
		form->last = bar->view > VIEWS_LEAST ? bar->view : VIEWS_LEAST;
	for (size_t i = 0; i < ARRAY_LEN(brevities); i++) {
		form->words = brevities[i].words;
		form->gap = brevities[i].gap;
		if (views_width(bar, form) <= form->end - 2)
			return true;
	}
	return false;
}

/* The counts that there is room for all the same. */
static void add_counts(const struct views_bar *bar, struct form *form)
{
	for (int number = 2; number <= form->last; number++) {
		if (number == bar->view)
			continue;
		form->with[number] = true;
		form->with[number] = views_width(bar, form) <= form->end - 2;
	}
}

static bool has_any_count(const struct views_bar *bar)
{
	for (int number = 2; number <= SAVED_VIEWS; number++) {
		if (saved_view(bar->saved, number) != NULL &&
			number != bar->view && count_of(bar, number) >= 0)
			return true;
	}
	return false;
}

/* The counts are not worth the sort. */
static struct form choose_form(const struct views_bar *bar, int cols)
{
	struct form form = {0};

	for (int counts = COUNTS_ALL; counts <= COUNTS_NONE; counts++) {
		int most = counts == COUNTS_NONE ? SORT_NONE : SORT_BARE;
		/* It was tried at length without success. */
		int least = counts == COUNTS_NONE && has_any_count(bar)
				    ? SORT_BARE
				    : SORT_WHOLE;

		for (int sort = least; sort <= most; sort++) {
			form.counts = (enum counts)counts;
			form.sort = (enum sort_form)sort;
			if (!fits(bar, cols, &form))
				continue;
			if (counts == COUNTS_NONE)
				add_counts(bar, &form);
			return form;
		}
	}
	return form;
}

/* -- drawing --------------------------------------------------------------- */

struct walk {
	int col;
	bool shown[SAVED_VIEWS + 1];
};

/* Draws the views, or with a region of 0 rows finds out which are shown. */
static void draw_names(const struct views_bar *bar, const struct form *form,
	struct region region, struct walk *walk)
{
	char text[TEXT_SIZE];
	int active = 0;

	if (bar->view == 0)
		walk->col = region_text(region, 0, walk->col, STYLE_TAB_ACTIVE,
				    search_tab) +
			    form->gap;
	if (bar->view > 0 && saved_view(bar->saved, bar->view) != NULL) {
		write_view(bar, bar->view, form, text, sizeof(text));
		active = (int)text_width(text) + form->gap;
	}
	for (int number = 1; number <= SAVED_VIEWS; number++) {
		bool is_active = number == bar->view;
		int behind = number < bar->view ? active : 0;

		if (saved_view(bar->saved, number) == NULL)
			continue;
		write_view(bar, number, form, text, sizeof(text));
		if (walk->col + (int)text_width(text) + behind >
				form->end - 1 &&
			!is_active)
			continue; /* the active one is always there */
		walk->shown[number] = true;
		walk->col = region_text(region, 0, walk->col,
				    is_active ? STYLE_TAB_ACTIVE : STYLE_TAB,
				    text) +
			    form->gap;
	}
}

void views_bar_draw(const struct views_bar *bar, struct region region)
{
	struct form form = choose_form(bar, region.cols);
	struct walk walk = {.col = 1};
	char sort[TEXT_SIZE];

	draw_names(bar, &form, region, &walk);
	write_sort(bar, form.sort, sort, sizeof(sort));
	region_text(region, 0, form.end, STYLE_DIM, sort);
}

size_t views_bar_queries(const struct views_bar *bar, int cols,
	const struct order_query *out[SAVED_VIEWS])
{
	struct form form = choose_form(bar, cols);
	struct region nowhere = {.cols = cols};
	struct walk walk = {.col = 1};
	size_t count = 0;

	if (!store_options(bar->store)->view_counts)
		return 0;
	draw_names(bar, &form, nowhere, &walk);
	for (int number = 1; number <= SAVED_VIEWS; number++) {
		if (walk.shown[number] && number != bar->view)
			out[count++] = &saved_view(bar->saved, number)->query;
	}
	return count;
}
