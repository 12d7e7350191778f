/* SPDX-License-Identifier: MIT
 *
 * One step of the list's arithmetic each; then the view may say what it makes
 * of where the cursor is.
 */
#include "list-commands.h"

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
