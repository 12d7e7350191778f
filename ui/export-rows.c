/* SPDX-License-Identifier: MIT
 *
 * Cells, rows, documents.
 */
#include "export-rows.h"

#include <limits.h>
#include <string.h>

#include "attr.h"
#include "cli-csv.h"
#include "cli-private.h"
#include "date.h"
#include "order-json.h"
#include "order-table.h"
#include "text.h"

#define CELL_SIZE 1024

static const char byte_order_mark[] = "\xef\xbb\xbf";

static const char *const formats[] = {
	[OPTION_TEXT] = "text",
	[OPTION_JSON] = "json",
	[OPTION_CSV] = "csv",
	[OPTION_TSV] = "tsv",
};

bool export_rows_format(const char *word, enum option_format *format)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		if (strcmp(formats[i], word) != 0)
			continue;
		*format = (enum option_format)i;
		return true;
	}
	return false;
}

const char *export_rows_ending(enum option_format format)
{
	return format == OPTION_TEXT ? "txt" : formats[format];
}

/* -- tables ---------------------------------------------------------------- */

static size_t column_count(const struct export_rows *rows)
{
	return rows->as_shown ? rows->columns.count : ORDER_TABLE_COLUMNS;
}

static const char *title_of(const struct export_rows *rows, size_t column)
{
	bool for_people = rows->format == OPTION_TEXT;

	if (!rows->as_shown)
		return for_people ? order_table_columns[column].title
				  : order_table_columns[column].name;
	return for_people ? rows->columns.items[column].column->title
			  : rows->columns.items[column].column->name;
}

static size_t width_of(const struct export_rows *rows, size_t column)
{
	if (column + 1 == column_count(rows))
		return 0;
	return rows->as_shown
		       ? (size_t)rows->columns.items[column].column->ideal
		       : order_table_columns[column].width;
}

/* What stands on the screen for nothing, and for what is not known yet. */
static bool is_nothing(const char *cell)
{
	return strcmp(cell, "-") == 0 || strcmp(cell, "...") == 0;
}

/* A cell of the list is made for the screen; the number is without its mark. */
static const char *value_of(const struct export_rows *rows,
	const struct order *order, size_t index, char *out, size_t size)
{
	const struct column *column = rows->columns.items[index].column;

	if (!rows->as_shown)
		return order_table_cell(order, index, out, size);
	if (column == &columns_table[0])
		return order->id;
	out[0] = '\0';
	column->cell(rows->store, order, out, size);
	return is_nothing(out) ? "" : out;
}

/* Padded, never cut: it is for looking up, not for a screen. */
static void add_padded(struct buf *out, const char *text, size_t width)
{
	size_t used = text_width(text);

	text_clean_data(out, text);
	for (; used < width; used++)
		buf_putc(out, ' ');
}

static void add_cell(const struct export_rows *rows, size_t column,
	const char *text, struct buf *out)
{
	if (rows->format == OPTION_CSV) {
		buf_puts(out, column > 0 ? "," : "");
		cli_csv_cell(out, text, false);
	} else if (rows->format == OPTION_TSV) {
		buf_puts(out, column > 0 ? "\t" : "");
		text_clean_data(out, text);
	} else {
		buf_puts(out, column > 0 ? "  " : "");
		add_padded(out, text, width_of(rows, column));
	}
}

static void add_line(const struct export_rows *rows, const struct order *order,
	struct buf *out)
{
	char text[CELL_SIZE];

	for (size_t i = 0; i < column_count(rows); i++)
		add_cell(rows, i,
			order == NULL
				? title_of(rows, i)
				: value_of(rows, order, i, text, sizeof(text)),
			out);
	buf_putc(out, '\n');
}

/* -- json ------------------------------------------------------------------ */

static void add_text(struct buf *out, const char *name, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	buf_printf(out, "%s\"%s\": ",
		out->len > 0 && out->data[out->len - 1] == '{' ? "" : ", ",
		name);
	order_json_write_string(out, value);
}

static void add_id(struct buf *out, const char *name, const char *id)
{
	if (id == NULL || *id == '\0')
		return;
	buf_printf(out, "%s\"%s\": ",
		out->len > 0 && out->data[out->len - 1] == '{' ? "" : ", ",
		name);
	cli_json_id(out, id);
}

static const char *day(int64_t seconds, char *out)
{
	return seconds != DATE_NONE ? date_day(seconds, out) : NULL;
}

/* Of a row of the list whose text is gone: what is known, under the API's own
 * names. */
static void add_known(const struct order *order, struct buf *out)
{
	char text[DATE_TEXT_SIZE];

	buf_putc(out, '{');
	add_id(out, "id", order->id);
	buf_printf(
		out, "%s\"certificate\": {", order->id[0] != '\0' ? ", " : "");
	add_id(out, "id", order->certificate_id);
	add_text(out, "common_name", order->common_name);
	add_text(out, "valid_till", day(order->valid_till, text));
	buf_puts(out, "}");
	add_text(out, "status",
		order->status != ORDER_STATUS_OTHER
			? order_status_wire(order->status)
			: order->status_text);
	add_text(out, "date_created", day(order->date_created, text));
	if (order->days_remaining != INT_MIN)
		buf_printf(
			out, ", \"days_remaining\": %d", order->days_remaining);
	buf_puts(out, ", \"organization\": {");
	add_id(out, "id", order->organization_id);
	add_text(out, "name", order->organization_name);
	buf_puts(out, "}, \"container\": {");
	add_id(out, "id", order->container_id);
	add_text(out, "name", order->container_name);
	buf_puts(out, "}, \"product\": {");
	add_text(out, "name_id", order->product_name_id);
	add_text(out, "name", order->product_name);
	add_text(out, "type", order->product_type);
	buf_puts(out, "}}");
}

/* -- documents ------------------------------------------------------------- */

void export_rows_head(const struct export_rows *rows, struct buf *out)
{
	if (rows->has_mark && rows->format == OPTION_CSV)
		buf_puts(out, byte_order_mark);
	if (rows->format == OPTION_JSON)
		buf_puts(out, "{\"orders\": [");
	else
		add_line(rows, NULL, out);
}

void export_rows_add(const struct export_rows *rows, const struct order *order,
	bool is_first, struct buf *out)
{
	if (rows->format != OPTION_JSON) {
		add_line(rows, order, out);
		return;
	}
	buf_puts(out, is_first ? "" : ",\n");
	if (order->raw != NULL)
		order_json_write_safe(out, order->raw);
	else
		add_known(order, out);
}

void export_rows_tail(
	const struct export_rows *rows, long total, struct buf *out)
{
	if (rows->format == OPTION_JSON)
		buf_printf(out, "],\n\"total\": %ld}\n", total);
}
