/* SPDX-License-Identifier: MIT
 *
 * What the command line says to the Orders page: ":filter status:pending",
 * ":sort -date", ":columns order name:30", ":search status=pending". The view
 * is that page. False and *error: it is wrong, and nothing changes.
 */
#ifndef ORDERS_LINE_H
#define ORDERS_LINE_H

#include <stdbool.h>

#include "attr.h"
#include "error.h"

struct view;
struct column;
struct settings;

MUST_CHECK bool
orders_line_filter(struct view *view, const char *text, struct error *error);
MUST_CHECK bool
orders_line_sort(struct view *view, const char *text, struct error *error);
MUST_CHECK bool
orders_line_columns(struct view *view, const char *text, struct error *error);
/* Shows these, "" the usual ones, without keeping them; or where the agent has
 * not chosen any, as the configuration has them. They were checked. */
void orders_line_show_columns(
	struct view *view, const char *text, bool is_configured);
/* The views of a configuration that was read anew, and that fits. The list
 * stays as it is. */
void orders_line_configure_views(
	struct view *view, const struct settings *settings);
MUST_CHECK bool
orders_line_search(struct view *view, const char *text, struct error *error);

/* "-order-date": by the name of a column, or of what the server sorts by; a
 * dash means from the end. NULL and *error: there is none. */
const struct column *
orders_line_read_sort(const char *text, bool *down, struct error *error);

#endif
