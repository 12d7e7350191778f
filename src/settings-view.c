/* SPDX-License-Identifier: MIT
 *
 * [view NAME]: what the list asks for under a number key.
 */
#include "settings-private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "filter.h"
#include "mem.h"
#include "order-query.h"
#include "text.h"

#define VIEW(member) offsetof(struct settings_view, member)

static const struct settings_row rows[] = {
	{"number", SETTINGS_NUMBER, VIEW(number), 1, SETTINGS_VIEWS,
		"the key that shows it, 1 to 9", NULL,
		"that of its name, or the first one free", NULL},
	{"query", SETTINGS_QUERY, VIEW(query), 0, 0,
		"the server's filters: name=value ...; empty: all orders", NULL,
		"", NULL},
	{"sort", SETTINGS_SORT, VIEW(sort), 0, 0,
		"what it is sorted by; with - the other way round", NULL,
		"-date_created", NULL},
	{"filter", SETTINGS_FILTER, VIEW(filter), 0, 0,
		"the filter of the loaded rows", NULL, "none", NULL},
	{"account", SETTINGS_TEXT, VIEW(account), 1, 0,
		"the account that has it", NULL, "all of them", NULL},
};

static_assert(ARRAY_LEN(rows) <= SETTINGS_ROWS, "lines has room");

const struct settings_table settings_view_table = {
	rows, ARRAY_LEN(rows), VIEW(lines)};

bool settings_view_query(const char *value, struct error *error)
{
	struct order_query query;

	return order_query_parse(&query, value, error);
}

bool settings_view_filter(const char *value, struct error *error)
{
	struct filter *filter = filter_new(value, error);

	if (filter == NULL)
		return false;
	filter_free(filter);
	return true;
}

/* The loaded rows can be sorted by what the server does not sort by. */
static bool is_column(const char *value)
{
	value += *value == '-';
	return filter_field_find(value, strlen(value)) != FILTER_ANY;
}

bool settings_view_sort(const char *value, struct error *error)
{
	enum order_query_sort sort;
	bool descending;

	if (order_query_sort_from(value, &sort, &descending) ||
		is_column(value))
		return true;
	return error_set(error, ERROR_CONFIG,
		"sort is order_id, date_created, valid_till, common_name, "
		"status or product_name, or of the loaded rows waiting or "
		"organization, with a - before it for the other way round, "
		"not '%s'.",
		value);
}

static struct settings_view *find(struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->view_count; i++) {
		if (strcmp(settings->views[i].name, name) == 0)
			return &settings->views[i];
	}
	return NULL;
}

void settings_view_begin(struct settings_parser *parser, const char *name)
{
	struct settings *settings = parser->settings;

	if (find(settings, name) != NULL)
		return;
	if (settings->view_count == SETTINGS_VIEWS_MOST) {
		settings_problem(
			parser, "More than %d views.", SETTINGS_VIEWS_MOST);
		return;
	}
	if (strlen(name) > SETTINGS_VIEW_NAME) {
		settings_problem(parser,
			"The name of a view is longer than %d bytes.",
			SETTINGS_VIEW_NAME);
		return;
	}
	settings->views[settings->view_count++] = (struct settings_view){
		.name = mem_dup(name), .line = parser->section_line};
}

void settings_view_set(struct settings_parser *parser, const char *view_name,
	const char *name, const char *value)
{
	struct settings_view *view = find(parser->settings, view_name);

	if (view != NULL)
		settings_put(parser, &settings_view_table, view, name, value);
}

/* An account's own may stand over one that all have. */
static bool
takes_the_same(const struct settings_view *a, const struct settings_view *b)
{
	if (a->number == 0 || a->number != b->number)
		return false;
	if (a->account == NULL || b->account == NULL)
		return a->account == b->account;
	return strcmp(a->account, b->account) == 0;
}

static void
check_account(struct settings_parser *parser, const struct settings_view *view)
{
	const struct settings *settings = parser->settings;
	const char *names[SETTINGS_ACCOUNTS];
	char meant[128];

	if (view->account == NULL)
		return;
	if (parser->is_own) {
		settings_problem(parser,
			"[view %s]: account belongs into the configuration.",
			view->name);
		return;
	}
	for (size_t i = 0; i < settings->account_count; i++) {
		names[i] = settings->accounts[i].name;
		if (strcmp(names[i], view->account) == 0)
			return;
	}
	settings_problem(parser,
		"[view %s]: account = %s names no [account] section%s",
		view->name, view->account,
		settings_meant(view->account, names, settings->account_count,
			meant, sizeof(meant)));
}

void settings_view_check(struct settings_parser *parser)
{
	const struct settings *settings = parser->settings;

	for (size_t i = 0; i < settings->view_count; i++) {
		const struct settings_view *view = &settings->views[i];

		parser->line = view->line;
		/* One that is wrong was told. */
		if (!settings_is_said(&settings_view_table, view, "query"))
			settings_problem(
				parser, "[view %s] needs a query.", view->name);
		check_account(parser, view);
		for (size_t j = 0; j < i; j++) {
			if (takes_the_same(view, &settings->views[j]))
				settings_problem(parser,
					"The number %d is taken by [view %s].",
					view->number, settings->views[j].name);
		}
	}
}

void settings_view_clear(struct settings_view *view)
{
	free(view->name);
	free(view->query);
	free(view->filter);
	free(view->sort);
	free(view->account);
	*view = (struct settings_view){0};
}
