/* SPDX-License-Identifier: MIT
 *
 * One way for all of them: what is known goes to the clipboard at once, the
 * rest to a page.
 */
#include "details-copy.h"

#include "app.h"
#include "details-text.h"

#define TEXT_MAX ((size_t)16 * 1024 * 1024)

static void show(struct view *view, enum details_content what)
{
	details_text_open(view->app, view->ops->order(view), what);
}

static void copy(struct view *view, enum details_content what)
{
	struct app *app = view->app;
	const char *order_id = view->ops->order(view);
	const char *name = details_content_name(what);
	struct buf text;

	if (!details_content_is_known(app_store(app), order_id, what)) {
		show(view, what);
		return;
	}
	buf_init(&text, TEXT_MAX);
	details_content_write(
		&text, app_store(app), order_id, what, app_columns(app), NULL);
	if (text.len == 0)
		app_message(app, APP_INFO, "The %s of order %s is not known.",
			name, order_id);
	else
		app_copy(app, name, buf_text(&text));
	buf_clear(&text);
}

void details_copy_number(struct view *view)
{
	copy(view, DETAILS_CONTENT_NUMBER);
}

void details_copy_name(struct view *view)
{
	copy(view, DETAILS_CONTENT_NAME);
}

void details_copy_emails(struct view *view)
{
	copy(view, DETAILS_CONTENT_EMAILS);
}

void details_copy_address(struct view *view)
{
	copy(view, DETAILS_CONTENT_ADDRESS);
}

void details_copy_row(struct view *view)
{
	copy(view, DETAILS_CONTENT_ROW);
}

void details_copy_json(struct view *view)
{
	copy(view, DETAILS_CONTENT_JSON);
}

void details_copy_summary(struct view *view)
{
	show(view, DETAILS_CONTENT_SUMMARY);
}

void details_copy_show_address(struct view *view)
{
	show(view, DETAILS_CONTENT_ADDRESS);
}
