/* SPDX-License-Identifier: MIT
 *
 * The columns of the Orders page: which, and the one that the cursor is in.
 */
#include "app.h"
#include "columns-form.h"
#include "log.h"
#include "orders-draw.h"
#include "orders-private.h"

void orders_columns_load(struct orders_view *orders)
{
	struct error error;

	columns_default(&orders->columns);
	if (!columns_read(
		    &orders->columns, saved_columns(orders->saved), &error))
		log_add(LOG_WARNING, "The columns are not used: %s",
			error.text);
}

void orders_columns_set(struct view *view, const struct columns_choice *choice)
{
	struct orders_view *orders = orders_of(view);
	const char *where = saved_where(orders->saved);
	struct buf text;

	orders->columns = *choice;
	buf_init(&text, 1024);
	columns_write(choice, &text);
	saved_set_columns(orders->saved, buf_text(&text));
	buf_clear(&text);
	if (where != NULL)
		app_message(view->app, APP_SUCCESS,
			"The columns are kept in %s.", where);
}

void orders_columns_choose(struct view *view)
{
	columns_form_open(
		view->app, view, &orders_of(view)->columns, orders_columns_set);
}

static int count_in(const struct orders_view *orders, int cols)
{
	struct columns_layout layout;

	columns_layout(&orders->columns, cols - ORDERS_DRAW_MARGIN, &layout);
	return (int)layout.count;
}

void orders_columns_fit(struct orders_view *orders, int cols)
{
	struct views_bar bar = orders_switch_bar(orders);
	int count;

	orders->columns.sorted = views_bar_column(&bar);
	count = count_in(orders, cols);
	if (orders->cell >= count)
		orders->cell = count - 1;
}

/* From the row into its cells and out of them at the ends. */
static void step(struct orders_view *orders, int by)
{
	int stops = count_in(orders, orders->cols) + 1;

	orders->cell = (orders->cell + 1 + by + stops) % stops - 1;
}

void orders_columns_next(struct view *view)
{
	step(orders_of(view), 1);
}

void orders_columns_previous(struct view *view)
{
	step(orders_of(view), -1);
}
