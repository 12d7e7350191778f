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

#define SORT_COLS   60 /* from here on the sort is always there */
#define VIEWS_LEAST 5  /* shown wherever there is room for that many */
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
	int end;		    /* column where the sort begins */
	bool with[SAVED_VIEWS + 1]; /* their count, where COUNTS_NONE */
};

static const struct {
	bool words;
	int gap;
} brevities[] = {{false, 3}, {false, 2}, {true, 3}, {true, 2}, {true, 1}};

/* What a view takes, measured once. */
struct tab {
	const struct saved_view *view; /* NULL: there is none */
	int name, word;		       /* columns */
	char count[32];		       /* " 1,204"; "" if it is not known */
};

struct row {
	const struct views_bar *bar;
	struct tab tabs[SAVED_VIEWS + 1]; /* by number */
	int last;			  /* the last that is there */
};

char *views_bar_number(char *out, size_t size, long number)
{
	if (number >= 1000000)
		return text_format(out, size, "%ld,%03ld,%03ld",
			number / 1000000, number / 1000 % 1000, number % 1000);
	if (number >= 1000)
		return text_format(
			out, size, "%ld,%03ld", number / 1000, number % 1000);
	return text_format(out, size, "%ld", number);
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

static const char *word_of(const struct saved_view *view)
{
	return view->word[0] != '\0' ? view->word : view->name;
}

static void
measure_tab(const struct views_bar *bar, int number, struct tab *tab)
{
	char digits[24];
	long count;

	tab->view = saved_view(bar->saved, number);
	if (tab->view == NULL)
		return;
	tab->name = (int)text_width(tab->view->name);
	tab->word = (int)text_width(word_of(tab->view));
	count = count_of(bar, number);
	if (count >= 0)
		text_format(tab->count, sizeof(tab->count), " %s",
			views_bar_number(digits, sizeof(digits), count));
}

static struct row measure(const struct views_bar *bar)
{
	struct row row = {.bar = bar, .last = 1};

	for (int number = 1; number <= SAVED_VIEWS; number++) {
		measure_tab(bar, number, &row.tabs[number]);
		if (row.tabs[number].view != NULL)
			row.last = number;
	}
	return row;
}

static bool
has_count(const struct row *row, int number, const struct form *form)
{
	if (form->counts == COUNTS_NONE)
		return form->with[number];
	return form->counts == COUNTS_ALL ||
	       (number != row->bar->view && number != 1);
}

/* "2 Pending 1,204", "[3 Approval waiting]" */
static int tab_width(const struct row *row, int number, const struct form *form)
{
	const struct tab *tab = &row->tabs[number];
	bool is_active = number == row->bar->view;
	int width = 2 + (form->words && !is_active ? tab->word : tab->name);

	if (has_count(row, number, form))
		width += (int)strlen(tab->count);
	return width + (is_active ? 2 : 0);
}

static void write_tab(const struct row *row, int number,
	const struct form *form, char *out, size_t size)
{
	const struct tab *tab = &row->tabs[number];
	bool is_active = number == row->bar->view;
	bool is_word = form->words && !is_active && tab->view->word[0] != '\0';

	text_format(out, size, "%s%d %s%s%s", is_active ? "[" : "", number,
		is_word ? tab->view->word : tab->view->name,
		has_count(row, number, form) ? tab->count : "",
		is_active ? "]" : "");
	if (is_word)
		out[2] = (char)toupper((unsigned char)out[2]);
}

static const char search_tab[] = "[s Search]";

/* Columns of the views up to the form's last one, with a blank before. */
static int views_width(const struct row *row, const struct form *form)
{
	int width = 1;

	if (row->bar->view == 0)
		width += (int)strlen(search_tab) + form->gap;
	for (int number = 1; number <= form->last; number++) {
		if (row->tabs[number].view != NULL)
			width += tab_width(row, number, form) + form->gap;
	}
	return width - form->gap;
}

/* -- the sort -------------------------------------------------------------- */

const struct column *views_bar_column(const struct views_bar *bar)
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
	const struct column *column = views_bar_column(bar);

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

/* All views side by side, or the first five and all up to the active one in
 * ever shorter forms. */
static bool fits(const struct row *row, int cols, struct form *form)
{
	form->end = sort_column(row->bar, form->sort, cols);
	form->last = row->last;
	form->words = brevities[0].words;
	form->gap = brevities[0].gap;
	if (views_width(row, form) < form->end - 1)
		return true;
	if (form->last > VIEWS_LEAST)
		form->last = row->bar->view > VIEWS_LEAST ? row->bar->view
							  : VIEWS_LEAST;
	for (size_t i = 0; i < ARRAY_LEN(brevities); i++) {
		form->words = brevities[i].words;
		form->gap = brevities[i].gap;
		if (views_width(row, form) <= form->end - 2)
			return true;
	}
	return false;
}

/* The counts that there is room for all the same. */
static void add_counts(const struct row *row, struct form *form)
{
	for (int number = 2; number <= form->last; number++) {
		if (number == row->bar->view)
			continue;
		form->with[number] = true;
		form->with[number] = views_width(row, form) <= form->end - 2;
	}
}

static bool has_any_count(const struct row *row)
{
	for (int number = 2; number <= SAVED_VIEWS; number++) {
		if (number != row->bar->view &&
			row->tabs[number].count[0] != '\0')
			return true;
	}
	return false;
}

/* What the list is sorted by is said nowhere else; views that are left out have
 * their number keys all the same. */
static bool
is_worth_a_view(const struct row *row, const struct form *form, int cols)
{
	int active = row->bar->view > 0 ? tab_width(row, row->bar->view, form)
					: (int)strlen(search_tab);

	return form->counts == COUNTS_NONE && form->sort == SORT_BARE &&
	       cols >= SORT_COLS && active < form->end - 2;
}

/* The counts are not worth the sort. */
static struct form choose_form(const struct row *row, int cols)
{
	struct form form = {0};

	for (int counts = COUNTS_ALL; counts <= COUNTS_NONE; counts++) {
		int most = counts == COUNTS_NONE ? SORT_NONE : SORT_BARE;
		/* It was tried at length without success. */
		int least = counts == COUNTS_NONE && has_any_count(row)
				    ? SORT_BARE
				    : SORT_WHOLE;

		for (int sort = least; sort <= most; sort++) {
			form.counts = (enum counts)counts;
			form.sort = (enum sort_form)sort;
			if (!fits(row, cols, &form) &&
				!is_worth_a_view(row, &form, cols))
				continue;
			if (counts == COUNTS_NONE)
				add_counts(row, &form);
			return form;
		}
	}
	return form;
}

/* -- drawing --------------------------------------------------------------- */

/* Which views are shown; the active one always is. */
static void
choose_tabs(const struct row *row, const struct form *form, bool *shown)
{
	int view = row->bar->view;
	int col = view == 0 ? 1 + (int)strlen(search_tab) + form->gap : 1;
	int active = 0;

	if (view > 0 && row->tabs[view].view != NULL)
		active = tab_width(row, view, form) + form->gap;
	for (int number = 1; number <= SAVED_VIEWS; number++) {
		int behind = number < view ? active : 0;
		int width;

		if (row->tabs[number].view == NULL)
			continue;
		width = tab_width(row, number, form);
		if (col + width + behind > form->end - 1 && number != view)
			continue;
		shown[number] = true;
		col += width + form->gap;
	}
}

static void draw_tabs(const struct row *row, const struct form *form,
	const bool *shown, struct region region)
{
	char text[TEXT_SIZE];
	int col = 1;

	if (row->bar->view == 0)
		col = region_text(
			      region, 0, col, STYLE_TAB_ACTIVE, search_tab) +
		      form->gap;
	for (int number = 1; number <= SAVED_VIEWS; number++) {
		bool is_active = number == row->bar->view;

		if (!shown[number])
			continue;
		write_tab(row, number, form, text, sizeof(text));
		region_target(region, 0, col, (int)text_width(text), -number);
		col = region_text(region, 0, col,
			      is_active ? STYLE_TAB_ACTIVE : STYLE_TAB, text) +
		      form->gap;
	}
}

void views_bar_draw(const struct views_bar *bar, struct region region)
{
	struct row row = measure(bar);
	struct form form = choose_form(&row, region.cols);
	bool shown[SAVED_VIEWS + 1] = {false};
	char sort[TEXT_SIZE];

	choose_tabs(&row, &form, shown);
	draw_tabs(&row, &form, shown, region);
	write_sort(bar, form.sort, sort, sizeof(sort));
	region_text(region, 0, form.end, STYLE_DIM, sort);
}

size_t views_bar_queries(const struct views_bar *bar, int cols,
	const struct order_query *out[SAVED_VIEWS])
{
	struct row row = measure(bar);
	struct form form = choose_form(&row, cols);
	bool shown[SAVED_VIEWS + 1] = {false};
	size_t count = 0;

	if (!store_options(bar->store)->view_counts)
		return 0;
	choose_tabs(&row, &form, shown);
	for (int number = 1; number <= SAVED_VIEWS; number++) {
		if (shown[number] && number != bar->view)
			out[count++] = &row.tabs[number].view->query;
	}
	return count;
}
