/* SPDX-License-Identifier: MIT
 *
 * Commands about the list of orders that work on every page: they go back to
 * the list first. Without an argument they do what the key of the list does.
 */
#ifndef APP_LIST_H
#define APP_LIST_H

struct view;

void app_list_view_with(struct view *view, const char *name);
void app_list_filter(struct view *view);
void app_list_filter_with(struct view *view, const char *text);
void app_list_search(struct view *view);
void app_list_search_with(struct view *view, const char *text);
void app_list_sort(struct view *view);
void app_list_sort_with(struct view *view, const char *text);
void app_list_columns(struct view *view);
void app_list_columns_with(struct view *view, const char *text);

#endif
