/* SPDX-License-Identifier: MIT
 *
 * The Orders page: the list, its views, its filter (product.md 2.1).
 */
#ifndef ORDERS_VIEW_H
#define ORDERS_VIEW_H

#include "view.h"

struct saved;
struct store;

/* Both are lent and outlive it. */
struct view *orders_view_new(struct store *store, struct saved *saved);
/* Move the cursor by rows from where this order is (right before the cursor, if
 * it is not in the list), as far as there are any, and give the order number
 * there; NULL if there is none or it is not loaded yet. For J and K of the
 * details. Lent. */
const char *orders_view_step(struct view *view, const char *order_id, int by);
/* The orders below and above this one, if the cursor is on it, at most `max`;
 * returns how many. Lent. */
size_t orders_view_beside(const struct view *view, const char *order_id,
	const char **order_ids, size_t max);
/* As its key does: the view that is saved under this number. */
void orders_view_show(struct view *view, int number);
/* The number of the order under the cursor; "" if there is none or it is not
 * loaded yet. Lent. */
const char *orders_view_selected(const struct view *view);
/* Its commands, for all that looks through the keys of every view. */
const struct command *orders_view_commands(size_t *count);

#endif
