/* SPDX-License-Identifier: MIT
 *
 * One case a column.
 */
#include "order-table.h"

#include <limits.h>

#include "date.h"
#include "text.h"

enum column {
	COLUMN_ORDER,
	COLUMN_NAME,
	COLUMN_STATUS,
	COLUMN_VALIDITY,
	COLUMN_ORDER_DATE,
	COLUMN_ORDER_END,
	COLUMN_PRODUCT,
	COLUMN_ORGANIZATION,
};

const struct order_table_column order_table_columns[ORDER_TABLE_COLUMNS] = {
	[COLUMN_ORDER] = {"id", "Order", 10},
	[COLUMN_NAME] = {"certificate_name", "Certificate name", 32},
	[COLUMN_STATUS] = {"status", "Order status", 20},
	[COLUMN_VALIDITY] = {"valid_till", "Validity", 10},
	[COLUMN_ORDER_DATE] = {"date_created", "Order date", 10},
	[COLUMN_ORDER_END] = {"days_remaining", "Days", 5},
	[COLUMN_PRODUCT] = {"product", "Product", 24},
	[COLUMN_ORGANIZATION] = {"organization", "Organization", 0},
};

const char *order_table_cell(
	const struct order *order, size_t index, char *out, size_t size)
{
	switch ((enum column)index) {
	case COLUMN_ORDER:
		return *order->id != '\0' ? order->id : order_invalid;
	case COLUMN_NAME:
		return order_name(order);
	case COLUMN_STATUS:
		return order->status != ORDER_STATUS_OTHER ||
				       order->status_text != NULL
			       ? order_status_shown(order)
			       : "";
	case COLUMN_VALIDITY:
		return order->valid_till == DATE_NONE
			       ? ""
			       : date_day(order->valid_till, out);
	case COLUMN_ORDER_DATE:
		return order->date_created == DATE_NONE
			       ? ""
			       : date_day(order->date_created, out);
	case COLUMN_ORDER_END:
		if (order->days_remaining == INT_MIN)
			return "";
		return text_format(out, size, "%d", order->days_remaining);
	case COLUMN_PRODUCT:
		return order->product_name != NULL ? order->product_name : "";
	case COLUMN_ORGANIZATION:
		return order->organization_name != NULL
			       ? order->organization_name
			       : "";
	default:
		return "";
	}
}
