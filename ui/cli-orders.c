/* SPDX-License-Identifier: MIT
 *
 * `certdesk orders`: the list as text, JSON, CSV or TSV. Pages are written as
 * they come, in order, so that an account of any size needs no more memory
 * than a screen does.
 */
#include "cli-csv.h"
#include "cli-private.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "filter.h"
#include "mem.h"
#include "order-json.h"
#include "order-table.h"
#include "text.h"

#define DEFAULT_LIMIT 100

/* Data in a file is UTF-8 in every locale, as JSON is: a job of cron has the
 * locale C, and would lose the names. A terminal gets what it can show. */
static void clean_data(const struct cli *cli, struct buf *out, const char *text)
{
	if (cli->to_terminal)
		text_clean(out, text);
	else
		text_clean_data(out, text);
}

#define GAP	 2
#define REST_MIN 10 /* columns of the last one, where they are counted */

/* Of the last column; 0: as long as it is. */
static size_t rest_width(const struct cli *cli)
{
	size_t used = 0;

	for (size_t i = 0; i + 1 < ORDER_TABLE_COLUMNS; i++)
		used += order_table_columns[i].width + GAP;
	return cli->cols > used ? cli->cols - used : 0;
}

/* A terminal folds what is longer than its lines, and then nobody can read a
 * table: columns are left out from the end. */
static size_t count_columns(const struct cli *cli)
{
	size_t used = 0;

	if (cli->options->format != OPTION_TEXT || cli->cols == 0)
		return ORDER_TABLE_COLUMNS;
	for (size_t i = 0; i < ORDER_TABLE_COLUMNS; i++) {
		size_t width = order_table_columns[i].width;

		used += (i > 0 ? GAP : 0) + (width > 0 ? width : REST_MIN);
		if (used > cli->cols && i > 1)
			return i;
	}
	return ORDER_TABLE_COLUMNS;
}

/* What does not fit is shortened, but never an order's number. */
static void write_cell(struct cli *cli, const char *text, size_t column)
{
	size_t width = order_table_columns[column].width;

	if (width == 0 && text_width(text) > rest_width(cli))
		width = rest_width(cli);

	switch (cli->options->format) {
	case OPTION_CSV:
		cli_csv_cell(&cli->out, text, cli->to_terminal);
		break;
	case OPTION_TSV:
		clean_data(cli, &cli->out, text);
		break;
	default:
		if (width > 0 && (column != 0 || text_width(text) <= width))
			cli_field(cli, text, width);
		else
			cli_text(cli, text);
	}
}

static const char *separator(const struct cli *cli)
{
	return cli->options->format == OPTION_CSV   ? ","
	       : cli->options->format == OPTION_TSV ? "\t"
						    : "  ";
}

static void write_line(struct cli *cli, const struct order *order)
{
	size_t count = count_columns(cli);

	for (size_t i = 0; i < count; i++) {
		const struct order_table_column *column =
			&order_table_columns[i];
		char text[ORDER_TABLE_CELL];
		const char *value = cli->options->format == OPTION_TEXT
					    ? column->title
					    : column->name;

		if (order != NULL)
			value = order_table_cell(order, i, text, sizeof(text));
		if (i > 0)
			buf_puts(&cli->out, separator(cli));
		write_cell(cli, value, i);
	}
	buf_putc(&cli->out, '\n');
}

static void write_row(struct cli *cli, const struct order *order, bool first)
{
	if (cli->options->format != OPTION_JSON) {
		write_line(cli, order);
		return;
	}
	buf_puts(&cli->out, first ? "" : ",\n");
	order_json_write_safe(
		&cli->out, order->raw != NULL ? order->raw : "null");
}

/* -- the query --------------------------------------------------------------
 */

static void fail_view(struct cli *cli, const char *view)
{
	struct buf names;

	buf_init(&names, 2048);
	saved_write_names(cli->saved, &names);
	cli_fail(cli, CLI_USAGE, "There is no view '%.64s'; there are %s.",
		view, buf_text(&names));
	buf_clear(&names);
}

/* A sort of the loaded rows is one of the screen; it is not left out in
 * silence. */
static void say_unsorted(const struct cli *cli, const struct saved_view *view)
{
	if (view->column[0] != '\0' && cli->options->sort == NULL)
		cli_say("The server does not sort by %s, as the view does on "
			"the screen; these are sorted by %s.",
			view->column + (view->column[0] == '-'),
			order_query_sort_label(view->query.sort));
}

static bool set_view(struct cli *cli, struct order_query *query)
{
	const struct saved_view *view;
	int number;

	if (cli->options->view == NULL)
		return true;
	number = saved_find(cli->saved, cli->options->view);
	if (number == 0) {
		fail_view(cli, cli->options->view);
		return false;
	}
	view = saved_view(cli->saved, number);
	*query = view->query;
	say_unsorted(cli, view);
	return true;
}

static bool add_filter(struct cli *cli, struct order_query *query,
	const char *name, const char *value)
{
	struct error error = {0};

	if (order_query_add(query, name, value, &error))
		return true;
	cli_fail(cli, CLI_USAGE, "%s", error.text);
	return false;
}

/* In the place of the status of the view, if there is one. */
static bool set_status(struct cli *cli, struct order_query *query)
{
	struct error error = {0};

	if (cli->options->status == NULL)
		return true;
	order_query_remove(query, "status");
	if (order_query_add_list(query, "status", cli->options->status, &error))
		return true;
	cli_fail(cli, CLI_USAGE, "%s", error.text);
	return false;
}

static bool set_search(struct cli *cli, struct order_query *query)
{
	char *value;
	bool ok;

	if (cli->options->search == NULL)
		return true;
	value = mem_printf("%%%s", cli->options->search);
	ok = add_filter(cli, query, "search", value);
	free(value);
	return ok;
}

static bool set_sort(struct cli *cli, struct order_query *query)
{
	const char *sort = cli->options->sort;

	if (sort == NULL ||
		order_query_sort_from(sort, &query->sort, &query->descending))
		return true;
	cli_fail(cli, CLI_USAGE,
		"The server does not sort by '%.64s'; it sorts by order_id, "
		"date_created, valid_till, common_name, status and "
		"product_name.",
		sort);
	return false;
}

/* That of the view where none is given; "" for none. */
static const char *filter_text(const struct cli *cli)
{
	int number;

	if (cli->options->filter != NULL)
		return cli->options->filter;
	if (cli->options->view == NULL)
		return "";
	number = saved_find(cli->saved, cli->options->view);
	return number != 0 ? saved_view(cli->saved, number)->filter : "";
}

/* The rows alone are looked at: their validations are not read here. */
static bool set_filter(struct cli *cli)
{
	const char *text = filter_text(cli);
	struct error error = {0};

	if (*text == '\0')
		return true;
	cli->filter = filter_new(text, &error);
	if (cli->filter != NULL &&
		!filter_asks_for(cli->filter, FILTER_WAITING))
		return true;
	cli_fail(cli, CLI_USAGE, "%s",
		cli->filter == NULL
			? error.text
			: "What an order waits on is known on the screen only; "
			  "a filter of orders cannot ask for it.");
	return false;
}

static void start(struct cli *cli)
{
	struct order_query query;

	order_query_init(&query);
	if (!set_view(cli, &query) || !set_status(cli, &query) ||
		!set_search(cli, &query) || !set_sort(cli, &query) ||
		!set_filter(cli))
		return;
	store_list_open(cli->store, &query);
	store_list_near(cli->store, 0, 1);
}

/* -- writing ----------------------------------------------------------------
 */

static void write_head(struct cli *cli)
{
	if (cli->options->format == OPTION_JSON)
		buf_puts(&cli->out, "{\"orders\": [");
	else
		write_line(cli, NULL);
}

static void write_tail(struct cli *cli, long total)
{
	if (cli->options->format == OPTION_JSON)
		buf_printf(&cli->out, "],\n\"total\": %ld}\n", total);
}

static bool is_wanted(const struct cli *cli, const struct order *order)
{
	const struct filter_look look = {.now = clock_seconds()};

	return filter_matches(cli->filter, order, &look);
}

/* How many rows are wanted; those that the filter hides do not count. */
static long limit_of(const struct cli *cli)
{
	return cli->options->limit == 0	 ? DEFAULT_LIMIT
	       : cli->options->limit < 0 ? LONG_MAX
					 : cli->options->limit;
}

/* Writes rows that are there; true when a row is still missing. */
static bool write_rows(struct cli *cli, long total)
{
	long limit = limit_of(cli);

	for (; cli->seen < total && cli->written < limit; cli->seen++) {
		const struct order *order =
			store_list_row(cli->store, cli->seen);

		if (order == NULL && !store_list_is_gap(cli->store, cli->seen))
			return true;
		if (order == NULL || !is_wanted(cli, order))
			continue;
		write_row(cli, order, cli->written == 0);
		cli->written++;
	}
	return false;
}

/* Nobody has asked for a part of the list only. (JSON has its total.) */
static void say_if_cut(const struct cli *cli, long total)
{
	if (cli->options->limit != 0 || cli->seen >= total ||
		cli->options->format == OPTION_JSON)
		return;
	cli_say("These are the first %ld%s; --limit N or --all shows more.",
		cli->written,
		cli->options->filter != NULL ? " that match" : "");
}

static void step(struct cli *cli)
{
	const struct store_resource *list = store_list_resource(cli->store);
	long total = store_list_total(cli->store);

	if (list->error.kind != ERROR_NONE && !list->refreshing) {
		cli_fail(cli, cli_code(&list->error, false),
			"The orders could not be read: %s", list->error.text);
		return;
	}
	if (total < 0 || list->state != STORE_READY)
		return;
	if (!cli->head_written) {
		cli->head_written = true;
		write_head(cli);
	}
	if (write_rows(cli, total)) {
		cli_flush(cli);
		if (cli->out_failed)
			cli_end(cli, CLI_OWN_FAILURE);
		else
			store_list_near(cli->store, cli->seen, 1);
		return;
	}
	write_tail(cli, total);
	say_if_cut(cli, total);
	cli_end(cli, CLI_DONE);
}

const struct cli_command cli_orders_command = {start, step, NULL};
