/* SPDX-License-Identifier: MIT
 *
 * Three layers of nine places. What is seen is the topmost view of a place, so
 * deleting one of the agent's own brings back what it stood over.
 */
#include "saved.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mem.h"
#include "text.h"

#define FILE_MAX ((size_t)256 * 1024)

struct saved {
	struct saved_view *views[SAVED_ORIGINS][SAVED_VIEWS];
	char *columns[SAVED_ORIGINS]; /* NULL: not set */
	char *shown_columns;	      /* over all of them, kept nowhere; NULL */
	saved_keep_fn keep;
	void *keep_data;
	char *where;
	saved_kept_fn kept;
	void *kept_data;
	char *account; /* NULL: views of no account */
};

/* -- views ----------------------------------------------------------------- */

static struct saved_view *
view_new(const char *name, const char *filter, const char *column,
	const struct order_query *query, enum saved_origin origin)
{
	struct saved_view *view = mem_zalloc(sizeof(*view));

	view->name = mem_dup(name);
	view->word = "";
	view->filter = mem_dup(filter != NULL ? filter : "");
	view->column = mem_dup(column);
	view->query = *query;
	view->origin = origin;
	return view;
}

static void view_free(struct saved_view *view)
{
	if (view == NULL)
		return;
	free(view->name);
	free(view->filter);
	free(view->column);
	free(view);
}

static void place(struct saved *saved, int number, struct saved_view *view)
{
	struct saved_view **where = &saved->views[view->origin][number - 1];

	view_free(*where);
	*where = view;
}

static void drop(struct saved *saved, enum saved_origin origin, int number)
{
	view_free(saved->views[origin][number - 1]);
	saved->views[origin][number - 1] = NULL;
}

static void add_built_in(struct saved *saved)
{
	for (size_t i = 0; i < order_query_view_count(); i++) {
		const struct order_query_view *row = order_query_view(i);
		struct order_query query;
		struct saved_view *view;

		order_query_from_view(&query, row);
		view = view_new(row->name, "", "", &query, SAVED_BUILT_IN);
		view->word = row->word;
		place(saved, (int)i + 1, view);
	}
}

void saved_set_account(struct saved *saved, const char *account)
{
	free(saved->account);
	saved->account = mem_dup(account);
}

struct saved *saved_new(void)
{
	struct saved *saved = mem_zalloc(sizeof(*saved));

	add_built_in(saved);
	return saved;
}

void saved_free(struct saved *saved)
{
	if (saved == NULL)
		return;
	for (int origin = 0; origin < SAVED_ORIGINS; origin++) {
		for (int number = 1; number <= SAVED_VIEWS; number++)
			drop(saved, (enum saved_origin)origin, number);
		free(saved->columns[origin]);
	}
	free(saved->account);
	free(saved->where);
	free(saved->shown_columns);
	free(saved);
}

const struct saved_view *saved_view(const struct saved *saved, int number)
{
	if (number < 1 || number > SAVED_VIEWS)
		return NULL;
	for (int origin = SAVED_ORIGINS - 1; origin >= 0; origin--) {
		if (saved->views[origin][number - 1] != NULL)
			return saved->views[origin][number - 1];
	}
	return NULL;
}

/* By name or word; the agent's own ones first. */
static int find_name(const struct saved *saved, const char *text)
{
	for (int origin = SAVED_ORIGINS - 1; origin >= 0; origin--) {
		for (int number = 1; number <= SAVED_VIEWS; number++) {
			const struct saved_view *view =
				saved_view(saved, number);

			if (view == NULL || (int)view->origin != origin ||
				*text == '\0')
				continue;
			if (text_equal_ascii_case(view->name, text) ||
				text_equal_ascii_case(view->word, text))
				return number;
		}
	}
	return 0;
}

int saved_find(const struct saved *saved, const char *text)
{
	if (text[0] >= '1' && text[0] <= '0' + SAVED_VIEWS && text[1] == '\0')
		return saved_view(saved, text[0] - '0') != NULL ? text[0] - '0'
								: 0;
	return find_name(saved, text);
}

int saved_free_number(const struct saved *saved)
{
	for (int number = 1; number <= SAVED_VIEWS; number++) {
		if (saved_view(saved, number) == NULL)
			return number;
	}
	return 0;
}

void saved_write_names(const struct saved *saved, struct buf *out)
{
	const char *comma = "";

	for (int number = 1; number <= SAVED_VIEWS; number++) {
		const struct saved_view *view = saved_view(saved, number);

		if (view == NULL)
			continue;
		buf_printf(out, "%s%d %s", comma, number, view->name);
		comma = ", ";
	}
}

/* -- of settings ----------------------------------------------------------- */

/* The settings were checked when they were read. Returns the column that the
 * server does not sort by; "". */
static const char *
read_query(const struct settings_view *from, struct order_query *query)
{
	struct error error;

	if (!order_query_parse(query, from->query, &error))
		log_add(LOG_WARNING, "%s", error.text);
	if (from->sort == NULL || order_query_sort_from(from->sort,
					  &query->sort, &query->descending))
		return "";
	return from->sort; /* a column of ours */
}

static int
number_for(const struct saved *saved, const struct settings_view *from)
{
	int number = from->number;

	if (number == 0)
		number = find_name(saved, from->name);
	if (number == 0)
		number = saved_free_number(saved);
	return number;
}

static bool add_view(struct saved *saved, enum saved_origin origin,
	const struct settings_view *from, struct error *error)
{
	int number = number_for(saved, from);
	struct order_query query;
	const char *column;

	if (number == 0)
		return error_set(error, ERROR_CONFIG,
			"There is no number left for [view %s]; give it one "
			"from 1 to %d.",
			from->name, SAVED_VIEWS);
	column = read_query(from, &query);
	place(saved, number,
		view_new(from->name, from->filter, column, &query, origin));
	return true;
}

struct pick {
	bool numbered;
	const char *account; /* NULL: those that all have */
};

static bool picks(const struct pick *pick, const struct settings_view *view)
{
	if ((view->number != 0) != pick->numbered)
		return false;
	if (pick->account == NULL || view->account == NULL)
		return pick->account == view->account;
	return strcmp(pick->account, view->account) == 0;
}

static bool add_views(struct saved *saved, enum saved_origin origin,
	const struct settings *settings, const struct pick *pick,
	struct error *error)
{
	for (size_t i = 0; i < settings->view_count; i++) {
		const struct settings_view *view = &settings->views[i];

		/* One without a query is wrong, which was told. */
		if (view->query != NULL && picks(pick, view) &&
			!add_view(saved, origin, view, error))
			return false;
	}
	return true;
}

bool saved_add(struct saved *saved, enum saved_origin origin,
	const struct settings *settings, struct error *error)
{
	free(saved->columns[origin]);
	saved->columns[origin] = mem_dup(settings->columns);
	/* Those with a number first: they do not have to look for one. */
	for (int i = 0; i < 4; i++) {
		struct pick pick = {.numbered = i < 2,
			.account = i % 2 == 0 ? NULL : saved->account};

		if ((i % 2 == 0 || saved->account != NULL) &&
			!add_views(saved, origin, settings, &pick, error))
			return false;
	}
	return true;
}

/* Numbers are given out as at a start, when the agent's own are not there. */
bool saved_configure(struct saved *saved, const struct settings *settings,
	struct error *error)
{
	struct saved *anew = saved_new();
	bool ok;

	saved_set_account(anew, saved->account);
	ok = saved_add(anew, SAVED_CONFIGURED, settings, error);
	for (int number = 1; ok && number <= SAVED_VIEWS; number++) {
		struct saved_view **view =
			&anew->views[SAVED_CONFIGURED][number - 1];

		drop(saved, SAVED_CONFIGURED, number);
		if (*view != NULL)
			place(saved, number, *view);
		*view = NULL;
	}
	saved_free(anew);
	return ok;
}

void saved_drop_own(struct saved *saved)
{
	for (int number = 1; number <= SAVED_VIEWS; number++)
		drop(saved, SAVED_OWN, number);
	free(saved->columns[SAVED_OWN]);
	saved->columns[SAVED_OWN] = NULL;
}

/* -- changes --------------------------------------------------------------- */

static void changed(struct saved *saved)
{
	struct buf text;

	if (saved->keep == NULL)
		return;
	buf_init(&text, FILE_MAX);
	saved_write(saved, &text);
	saved->keep(saved->keep_data, buf_text(&text));
	buf_clear(&text);
}

bool saved_check_name(const char *name, struct error *error)
{
	if (*name == '\0')
		return error_set(error, ERROR_USAGE, "A view needs a name.");
	if (strlen(name) > SETTINGS_VIEW_NAME)
		return error_set(error, ERROR_USAGE,
			"A name has at most %d bytes; this has %zu.",
			SETTINGS_VIEW_NAME, strlen(name));
	if (strpbrk(name, "[]") != NULL || strchr("0123456789", *name) != NULL)
		return error_set(error, ERROR_USAGE,
			"A name has no brackets and does not begin with a "
			"digit.");
	return true;
}

static void drop_own_name(struct saved *saved, const char *name)
{
	for (int number = 1; number <= SAVED_VIEWS; number++) {
		const struct saved_view *view =
			saved->views[SAVED_OWN][number - 1];

		if (view != NULL && text_equal_ascii_case(view->name, name))
			drop(saved, SAVED_OWN, number);
	}
}

void saved_put(struct saved *saved, int number, const char *name,
	const struct order_query *query, const char *filter, const char *column)
{
	/* What is saved may be the view that is replaced. */
	struct saved_view *view =
		view_new(name, filter, column, query, SAVED_OWN);

	drop_own_name(saved, view->name);
	place(saved, number, view);
	changed(saved);
}

bool saved_is_own(const struct saved *saved, int number, struct error *error)
{
	const struct saved_view *view = saved_view(saved, number);

	if (view == NULL)
		return error_set(error, ERROR_STATE,
			"What the list shows is a search, not a view.");
	if (view->origin == SAVED_OWN)
		return true;
	return error_set(error, ERROR_STATE, "The view %d %s %s.", number,
		view->name,
		view->origin == SAVED_BUILT_IN
			? "is built in; save one of your own in its place"
			: "comes from the configuration; change it there");
}

bool saved_rename(
	struct saved *saved, int number, const char *name, struct error *error)
{
	struct saved_view *view;

	if (!saved_is_own(saved, number, error))
		return false;
	view = saved->views[SAVED_OWN][number - 1];
	saved->views[SAVED_OWN][number - 1] = NULL;
	drop_own_name(saved, name);
	saved->views[SAVED_OWN][number - 1] = view;
	free(view->name);
	view->name = mem_dup(name);
	changed(saved);
	return true;
}

bool saved_delete(struct saved *saved, int number, struct error *error)
{
	if (!saved_is_own(saved, number, error))
		return false;
	drop(saved, SAVED_OWN, number);
	changed(saved);
	return true;
}

const char *saved_columns(const struct saved *saved)
{
	if (saved->shown_columns != NULL)
		return saved->shown_columns;
	for (int origin = SAVED_ORIGINS - 1; origin >= 0; origin--) {
		if (saved->columns[origin] != NULL)
			return saved->columns[origin];
	}
	return "";
}

void saved_set_columns(struct saved *saved, const char *columns)
{
	char *copy = mem_dup(columns);

	free(saved->shown_columns);
	saved->shown_columns = NULL;
	free(saved->columns[SAVED_OWN]);
	saved->columns[SAVED_OWN] = copy;
	changed(saved);
}

void saved_configure_columns(struct saved *saved, const char *columns)
{
	free(saved->shown_columns);
	saved->shown_columns = NULL;
	free(saved->columns[SAVED_CONFIGURED]);
	saved->columns[SAVED_CONFIGURED] =
		*columns != '\0' ? mem_dup(columns) : NULL;
}

void saved_show_columns(struct saved *saved, const char *columns)
{
	char *copy = mem_dup(columns);

	free(saved->shown_columns);
	saved->shown_columns = copy;
}

/* -- the file -------------------------------------------------------------- */

static void
write_view(const struct saved_view *view, int number, struct buf *out)
{
	buf_printf(
		out, "\n[view %s]\nnumber = %d\nquery = ", view->name, number);
	order_query_print(&view->query, out);
	buf_putc(out, '\n');
	if (view->column[0] != '\0')
		buf_printf(out, "sort = %s\n", view->column);
	if (view->filter[0] != '\0')
		buf_printf(out, "filter = %s\n", view->filter);
}

void saved_write(const struct saved *saved, struct buf *out)
{
	buf_puts(out, "# certdesk writes this file when views or columns are "
		      "saved. Sections of it may\n"
		      "# be moved to the file config (certdesk-config(5)) and "
		      "shared.\n");
	if (saved->columns[SAVED_OWN] != NULL)
		buf_printf(out, "\n[general]\ncolumns = %s\n",
			saved->columns[SAVED_OWN]);
	for (int number = 1; number <= SAVED_VIEWS; number++) {
		if (saved->views[SAVED_OWN][number - 1] != NULL)
			write_view(saved->views[SAVED_OWN][number - 1], number,
				out);
	}
}

/* -- who keeps it ---------------------------------------------------------- */

void saved_set_keeper(
	struct saved *saved, saved_keep_fn keep, void *data, const char *where)
{
	saved->keep = keep;
	saved->keep_data = data;
	free(saved->where);
	saved->where = mem_dup(where);
}

const char *saved_where(const struct saved *saved)
{
	return saved->where;
}

void saved_kept(struct saved *saved, const struct error *error)
{
	if (saved->kept != NULL)
		saved->kept(saved->kept_data, error);
}

void saved_on_kept(struct saved *saved, saved_kept_fn fn, void *data)
{
	saved->kept = fn;
	saved->kept_data = data;
}
