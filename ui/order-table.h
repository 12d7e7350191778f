/* SPDX-License-Identifier: MIT
 *
 * What scripts get of an order as a row: csv, tsv and text of `certdesk
 * orders`, and of an export with all fields. The names are stable.
 */
#ifndef ORDER_TABLE_H
#define ORDER_TABLE_H

#include "order.h"

struct order_table_column {
	const char *name, *title;
	size_t width; /* of the text form; 0: the rest of the line */
};

#define ORDER_TABLE_COLUMNS 8
#define ORDER_TABLE_CELL    64 /* bytes that a cell may need of `out` */

extern const struct order_table_column order_table_columns[ORDER_TABLE_COLUMNS];

/* The value of the column number `index`: lent, or in out. Not yet through the
 * text gate. */
const char *order_table_cell(
	const struct order *order, size_t index, char *out, size_t size);

#endif
