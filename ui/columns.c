/* SPDX-License-Identifier: MIT
 *
 * The columns of the Orders page. A new column is one row of the table and one
 * function that writes a cell.
 */
#include "columns.h"

#include <string.h>

#include "attr.h"
#include "clock.h"
#include "text.h"

#define NOT_SORTED (-1)

enum style columns_status_style(enum order_status status)
{
	switch (status) {
	case ORDER_PENDING:
	case ORDER_REISSUE_PENDING:
	case ORDER_NEEDS_APPROVAL:
	case ORDER_PROCESSING:
	case ORDER_NEEDS_CSR:
		return STYLE_PENDING;
	case ORDER_WAITING_PICKUP:
		return STYLE_MAILED;
	case ORDER_ISSUED:
		return STYLE_OK;
	case ORDER_REVOKED:
	case ORDER_REJECTED:
	case ORDER_CANCELED:
		return STYLE_BAD;
	case ORDER_EXPIRED:
		return STYLE_EXPIRED;
	default:
		return STYLE_TEXT;
	}
}

/* A dash is not dimmed: the change of looks would cost more bytes on a slow
 * line than the rest of the row. */
static enum style text_or_dash(const char *text, char *out, size_t size)
{
	bool is_there = text != NULL && *text != '\0';

	text_copy(out, size, is_there ? text : "-");
	return STYLE_TEXT;
}

/* A "?" behind the number: the outcome of a send is unknown. */
static enum style id_cell(const struct store *store, const struct order *order,
	char *out, size_t size)
{
	if (order->id[0] == '\0') {
		text_copy(out, size, order_invalid);
		return STYLE_DIM;
	}
	if (store_is_unsettled(store, order->id))
		text_format(out, size, "%s%s", order->id,
			strlen(order->id) > 8 ? "?" : " ?");
	else
		text_copy(out, size, order->id);
	return STYLE_TEXT;
}

static enum style name_cell(const struct store *store,
	const struct order *order, char *out, size_t size)
{
	(void)store;
	text_copy(out, size, order_name(order));
	return STYLE_TEXT;
}

static enum style status_cell(const struct store *store,
	const struct order *order, char *out, size_t size)
{
	(void)store;
	text_copy(out, size, order_status_shown(order));
	return columns_status_style(order->status);
}

static enum style waiting_cell(const struct store *store,
	const struct order *order, char *out, size_t size)
{
	struct waiting waiting = store_waiting(store, order);

	/* Without a number nobody can ask. */
	if (waiting.gate == WAITING_UNKNOWN && order->id[0] == '\0')
		text_copy(out, size, "not known");
	else
		waiting_text(&waiting, clock_seconds(), out, size);
	return waiting.gate == WAITING_UNKNOWN ? STYLE_DIM : STYLE_TEXT;
}

static enum style day_cell(int64_t date, char *out, size_t size)
{
	char day[DATE_TEXT_SIZE];

	text_copy(out, size, date_day(date, day));
	return STYLE_TEXT;
}

static enum style validity_cell(const struct store *store,
	const struct order *order, char *out, size_t size)
{
	(void)store;
	return day_cell(order->valid_till, out, size);
}

static enum style order_date_cell(const struct store *store,
	const struct order *order, char *out, size_t size)
{
	(void)store;
	return day_cell(order->date_created, out, size);
}

static enum style product_cell(const struct store *store,
	const struct order *order, char *out, size_t size)
{
	const char *name = order->product_name;

	(void)store;
	if (name == NULL)
		name = order->product_name_id;
	return text_or_dash(name, out, size);
}

static enum style organization_cell(const struct store *store,
	const struct order *order, char *out, size_t size)
{
	(void)store;
	return text_or_dash(order->organization_name, out, size);
}

static enum style order_end_cell(const struct store *store,
	const struct order *order, char *out, size_t size)
{
	int64_t end = order->order_valid_till;

	(void)store;
	/* An order of one year ends with its certificate. */
	if (end == DATE_NONE)
		end = order->valid_till;
	return day_cell(end, out, size);
}

static enum style division_cell(const struct store *store,
	const struct order *order, char *out, size_t size)
{
	(void)store;
	return text_or_dash(order->container_name, out, size);
}

/* Named as the console names them (console.md 1.1), but the last three. */
const struct column columns_table[] = {
	{"order", "Order", "Order", 10, 11, 0, 0, true, false,
		ORDER_QUERY_BY_ID, id_cell},
	{"name", "Certificate name", "Name", 20, 28, 4, 0, true, false,
		ORDER_QUERY_BY_COMMON_NAME, name_cell},
	{"status", "Order status", "Status", 13, 20, 0, 1, false, false,
		ORDER_QUERY_BY_STATUS, status_cell},
	{"waiting", "Waiting on", "Waiting on", 20, 21, 0, 2, false, false,
		NOT_SORTED, waiting_cell},
	{"validity", "Certificate validity", "Validity", 10, 10, 0, 6, false,
		false, ORDER_QUERY_BY_VALID_TILL, validity_cell},
	{"order-date", "Order date", "Order date", 10, 10, 0, 4, false, false,
		ORDER_QUERY_BY_DATE_CREATED, order_date_cell},
	{"order-end", "Order end date", "Order end", 10, 10, 0, 8, false, false,
		NOT_SORTED, order_end_cell},
	{"product", "Product", "Product", 14, 20, 2, 5, false, false,
		ORDER_QUERY_BY_PRODUCT, product_cell},
	{"organization", "Organization", "Org.", 12, 20, 2, 7, false, false,
		NOT_SORTED, organization_cell},
	{"division", "Division", "Division", 10, 16, 1, 9, false, true,
		NOT_SORTED, division_cell},
};

/* A word that is known to be a shorter one tells more than one that was cut. */
enum style
columns_cell(const struct column *column, int width, const struct store *store,
	const struct order *order, char *out, size_t size)
{
	enum style style = column->cell(store, order, out, size);

	if (column->cell == status_cell && (int)text_width(out) > width)
		text_copy(out, size, order_status_brief(order));
	return style;
}

size_t columns_count(void)
{
	return ARRAY_LEN(columns_table);
}

const struct column *columns_find(const char *name)
{
	for (size_t i = 0; i < columns_count(); i++) {
		if (strcmp(columns_table[i].name, name) == 0)
			return &columns_table[i];
	}
	return NULL;
}
