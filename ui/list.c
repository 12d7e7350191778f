/* SPDX-License-Identifier: MIT
 *
 * Cursor arithmetic: three numbers kept in order after every change.
 */
#include "list.h"

static long clamp(long value, long low, long high)
{
	if (value > high)
		value = high;
	return value < low ? low : value;
}

/* The cursor is on the screen, and the screen is not emptier than needed. */
static void settle(struct list *list)
{
	long height = list->height > 0 ? list->height : 1;

	list->cursor = clamp(list->cursor, 0, list->count - 1);
	list->top = clamp(list->top, list->cursor - height + 1, list->cursor);
	list->top = clamp(list->top, 0, list->count - height);
}

void list_set_count(struct list *list, long count)
{
	list->count = count < 0 ? 0 : count;
	settle(list);
}

void list_layout(struct list *list, int height)
{
	list->height = height < 0 ? 0 : height;
	settle(list);
}

void list_go(struct list *list, long to)
{
	list->cursor = to;
	settle(list);
}

void list_move(struct list *list, long by)
{
	list_go(list, list->cursor + by);
}

/* The screen moves along, so that the cursor keeps its place on it. */
static void scroll(struct list *list, long by)
{
	list->top += by;
	list->cursor += by;
	settle(list);
}

void list_page(struct list *list, int pages)
{
	scroll(list, (long)pages * (list->height > 0 ? list->height : 1));
}

void list_half_page(struct list *list, int halves)
{
	scroll(list, (long)halves * (list->height > 1 ? list->height / 2 : 1));
}

void list_scroll(struct list *list, long by)
{
	list->top = clamp(list->top + by, 0, list->count - list->height);
	list_go(list,
		clamp(list->cursor, list->top, list->top + list->height - 1));
}
