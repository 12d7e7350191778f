/* SPDX-License-Identifier: MIT
 *
 * The Order details page (product.md 2.2).
 */
#ifndef DETAILS_VIEW_H
#define DETAILS_VIEW_H

#include <stdbool.h>

#include "view.h"

struct store;

struct view *details_view_new(struct store *store, const char *order_id);
/* Show another order, from the top. */
void details_view_show(struct view *view, const char *order_id);
/* Forward or back to a section, as far as there is more to show. */
void details_view_section(struct view *view, bool forward);
/* The number of the order it shows. Lent. */
const char *details_view_order(const struct view *view);
/* Its commands, for all that looks through the keys of every view. */
const struct command *details_view_commands(size_t *count);

#endif
