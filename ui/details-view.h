/* SPDX-License-Identifier: MIT
 *
 * The Order details page (product.md 2.2).
 */
#ifndef DETAILS_VIEW_H
#define DETAILS_VIEW_H

#include "view.h"

struct store;

struct view *details_view_new(struct store *store, const char *order_id);

#endif
