/* SPDX-License-Identifier: MIT
 *
 * One step of the list's arithmetic each; then the view may say what it makes
 * of where the cursor is.
 */
#include "list-commands.h"

#include <stdlib.h>

#include "view.h"

static struct list *list_of(struct view *view)
{
	return view->ops->list(view);
}

static void moved(struct view *view, int by)
{
	if (view->ops->moved != NULL)
		view->ops->moved(view, by);
}

void list_commands_down(struct view *view)
{
	list_move(list_of(view), 1);
	moved(view, 1);
}

void list_commands_up(struct view *view)
{
	list_move(list_of(view), -1);
	moved(view, -1);
}

void list_commands_page_down(struct view *view)
{
	list_page(list_of(view), 1);
	moved(view, 1);
}

void list_commands_page_up(struct view *view)
{
	list_page(list_of(view), -1);
	moved(view, -1);
}

void list_commands_half_down(struct view *view)
{
	list_half_page(list_of(view), 1);
	moved(view, 1);
}

void list_commands_half_up(struct view *view)
{
	list_half_page(list_of(view), -1);
	moved(view, -1);
}

void list_commands_scroll_down(struct view *view)
{
	list_scroll(list_of(view), 1);
	moved(view, 1);
}

void list_commands_scroll_up(struct view *view)
{
	list_scroll(list_of(view), -1);
	moved(view, -1);
}

void list_commands_screen_top(struct view *view)
{
	list_go(list_of(view), list_of(view)->top);
	moved(view, 1);
}

void list_commands_screen_bottom(struct view *view)
{
	struct list *list = list_of(view);

	list_go(list, list->top + list->height - 1);
	moved(view, -1);
}

void list_commands_first(struct view *view)
{
	list_go(list_of(view), 0);
	moved(view, 1);
}

void list_commands_last(struct view *view)
{
	list_go(list_of(view), list_of(view)->count - 1);
	moved(view, -1);
}

/* The number before the "%"; -1 if that is not what the text is. */
static long percent_of(const char *text)
{
	char *end;
	long percent;

	if (*text < '0' || *text > '9')
		return -1;
	percent = strtol(text, &end, 10);
	if (end[0] != '%' || end[1] != '\0' || percent > 100)
		return -1;
	return percent;
}

/* A list may be so long that the product would not fit. */
static long row_at(long last, long percent)
{
	return last / 100 * percent + last % 100 * percent / 100;
}

/* In the middle of the screen, so that what is around it shows. */
static void go_far(struct list *list, long to)
{
	list->top = to - list->height / 2;
	list_go(list, to);
}

bool list_commands_percent(struct view *view, const char *text)
{
	long percent = percent_of(text);
	struct list *list;

	if (percent < 0 || view->ops->list == NULL)
		return false;
	list = list_of(view);
	if (list->count == 0)
		return true;
	go_far(list, row_at(list->count - 1, percent));
	moved(view, percent < 100 ? 1 : -1);
	return true;
}
