/* SPDX-License-Identifier: MIT
 *
 * Keeping what the list shows as a view of one's own: name and number, asked
 * before another is replaced; another name; deleting.
 */
#ifndef VIEWS_SAVE_H
#define VIEWS_SAVE_H

#include "columns.h"
#include "confirm.h"
#include "saved.h"
#include "view.h"

struct views_save {
	struct saved *saved;
	int number;			 /* of the view it comes from; 0 */
	const struct order_query *query; /* copied */
	const char *filter;		 /* copied */
	const struct column *sort;	 /* of the loaded rows; NULL */
	bool sort_down;
};

/* The view `number` was saved. */
typedef void (*views_save_fn)(struct view *owner, int number);

void views_save_open(struct app *app, struct view *owner,
	const struct views_save *what, views_save_fn done);
/* Of a view that is the agent's own. */
void views_save_rename(
	struct app *app, struct view *owner, struct saved *saved, int number);
void views_save_ask_delete(struct app *app, struct view *owner,
	const struct saved *saved, int number, confirm_fn answered);
/* It was answered with yes. */
void views_save_delete(struct app *app, struct saved *saved, int number);

#endif
