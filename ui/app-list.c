/* SPDX-License-Identifier: MIT
 *
 * What is wrong is said before anything is closed: who mistyped is still where
 * they were.
 */
#include "app-list.h"

#include "app-private.h"
#include "orders-line.h"
#include "orders-view.h"
#include "saved.h"

static struct view *list_of(const struct app *app)
{
	return app->stack.items[0];
}

static void go_to_list(struct app *app)
{
	if (app->stack.count > 1)
		app_close(app, app->stack.items[1]);
}

static void say_no_view(struct app *app, const char *name)
{
	struct buf names;

	buf_init(&names, 1024);
	saved_write_names(app->saved, &names);
	app_message(app, APP_WARNING, "There is no view \"%s\". There are: %s.",
		name, buf_text(&names));
	buf_clear(&names);
}

void app_list_view_with(struct view *view, const char *name)
{
	struct app *app = view->app;
	int number = saved_find(app->saved, name);

	if (number == 0) {
		say_no_view(app, name);
		return;
	}
	go_to_list(app);
	orders_view_show(list_of(app), number);
}

/* As the key of the list does. */
static void press(struct view *view, const char *command)
{
	struct app *app = view->app;

	go_to_list(app);
	app_run(app, command);
}

static void tell(struct view *view, const char *text,
	bool (*fn)(struct view *list, const char *text, struct error *error))
{
	struct app *app = view->app;
	struct error error = {0};

	if (fn(list_of(app), text, &error))
		go_to_list(app);
	else
		app_message(app, APP_WARNING, "%s", error.text);
}

void app_list_filter(struct view *view)
{
	press(view, "orders-filter");
}

void app_list_filter_with(struct view *view, const char *text)
{
	tell(view, text, orders_line_filter);
}

void app_list_search(struct view *view)
{
	press(view, "orders-search");
}

void app_list_search_with(struct view *view, const char *text)
{
	tell(view, text, orders_line_search);
}

void app_list_sort(struct view *view)
{
	press(view, "orders-sort");
}

void app_list_sort_with(struct view *view, const char *text)
{
	tell(view, text, orders_line_sort);
}

void app_list_columns(struct view *view)
{
	press(view, "orders-columns");
}

void app_list_columns_with(struct view *view, const char *text)
{
	tell(view, text, orders_line_columns);
}
