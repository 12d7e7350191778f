/* SPDX-License-Identifier: MIT
 *
 * How the orders list looks: the row of views, the heads, the rows, and what
 * stands there instead while there are none.
 */
#ifndef ORDERS_DRAW_H
#define ORDERS_DRAW_H

#include "buf.h"
#include "canvas.h"
#include "list.h"
#include "orders-marks.h"
#include "orders-rows.h"
#include "views-bar.h"

#define ORDERS_DRAW_MARGIN 3 /* "   " or " > " */
#define ORDERS_DRAW_HEAD   2 /* lines above the rows: views, heads */

struct orders_draw {
	const struct store *store;
	const struct orders_rows *rows;
	const struct list *list;
	const struct order_query *query;
	struct views_bar bar;
	const struct columns_choice *columns;
	int cell; /* the cursor is in this one of those shown; -1: in none */
	const struct orders_filter *filter;
	const struct orders_marks *marks;
	long anchor;	 /* the list's row where a range begins; -1 */
	bool wants_new;	 /* a refresh was asked for and goes on */
	bool is_slow;	 /* see app.h: the summary does not follow the cursor */
	bool is_resting; /* the cursor is: its row is lit whole */
	int64_t now_ms;	 /* of the loop */
	const struct app *app; /* for keys in sentences */
};

/* The right end of the title line, and the message line. */
void orders_draw_status(const struct orders_draw *draw, struct buf *out);
void orders_draw_summary(const struct orders_draw *draw, struct buf *out);
/* Of `rows` below the heads, those that show the cell under the cursor whole.
 */
int orders_draw_cell_rows(const struct orders_draw *draw, int rows, int cols);
/* What stands in the place of the rows where there are none. */
enum style orders_draw_instead(const struct orders_draw *draw, struct buf *out);
void orders_draw_all(const struct orders_draw *draw, struct region region);

#endif
