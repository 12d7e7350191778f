/* SPDX-License-Identifier: MIT
 *
 * Choosing the columns of the orders list (`c`): which, in which order, how
 * wide.
 */
#ifndef COLUMNS_FORM_H
#define COLUMNS_FORM_H

#include "columns.h"
#include "view.h"

/* Does not come when the form was left. */
typedef void (*columns_form_fn)(
	struct view *owner, const struct columns_choice *choice);

void columns_form_open(struct app *app, struct view *owner,
	const struct columns_choice *now, columns_form_fn done);

#endif
