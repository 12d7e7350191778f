/* SPDX-License-Identifier: MIT
 *
 * Moving the cursor of a list: functions for the command tables of the views
 * that are one (view.h: list, moved). Keys and words are each view's own.
 */
#ifndef LIST_COMMANDS_H
#define LIST_COMMANDS_H

#include <stdbool.h>

struct view;

void list_commands_down(struct view *view);
void list_commands_up(struct view *view);
void list_commands_scroll_down(struct view *view);
void list_commands_scroll_up(struct view *view);
void list_commands_screen_top(struct view *view);
void list_commands_screen_bottom(struct view *view);
void list_commands_page_down(struct view *view);
void list_commands_page_up(struct view *view);
void list_commands_half_down(struct view *view);
void list_commands_half_up(struct view *view);
void list_commands_first(struct view *view);
void list_commands_last(struct view *view);

/*
 * What was typed after ":" as a place in the list: "50%" is its middle, "0%"
 * its first row, "100%" its last. False: it is no such thing, or the view is no
 * list; nothing has happened then, nor in a list without rows.
 */
bool list_commands_percent(struct view *view, const char *text);

#endif
