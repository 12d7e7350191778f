/* SPDX-License-Identifier: MIT
 *
 * What may stand behind the words about the list: fields of filters and what
 * they hold, columns. All are complete_fn; `text` is the argument, which
 * stands in complete->text.
 */
#ifndef APP_OFFER_LIST_H
#define APP_OFFER_LIST_H

#include "complete.h"

void app_offer_list_filter(
	struct complete *complete, const struct view *view, const char *text);
void app_offer_list_search(
	struct complete *complete, const struct view *view, const char *text);
void app_offer_list_sort(
	struct complete *complete, const struct view *view, const char *text);
void app_offer_list_columns(
	struct complete *complete, const struct view *view, const char *text);

#endif
