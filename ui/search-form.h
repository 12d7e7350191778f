/* SPDX-License-Identifier: MIT
 *
 * Search on the server (product.md 3, `s`): a form for the filters that the
 * server has, and the same as one line that can be edited and copied.
 */
#ifndef SEARCH_FORM_H
#define SEARCH_FORM_H

#include <stdbool.h>

#include "order-query.h"
#include "view.h"

/* What to search for; and_save: it is to be saved as a view, too. Does not come
 * when the form was left. */
typedef void (*search_form_fn)(
	struct view *owner, const struct order_query *query, bool and_save);

/* Opens with `query` filled in. Its sort stays. */
void search_form_open(struct app *app, struct view *owner,
	const struct order_query *query, search_form_fn done);

#endif
