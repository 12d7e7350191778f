/* SPDX-License-Identifier: MIT
 *
 * Ctrl-C in a window that sends: a write that has not gone out yet is taken
 * back at once; one that is on its way only after a question, since its outcome
 * is unknown then (product.md 2.3).
 */
#ifndef GIVE_UP_H
#define GIVE_UP_H

#include "action.h"
#include "confirm.h"

/* `answered` (see confirm.h) cancels the action on yes: it looks the action up
 * itself, as time has passed by then. Nothing happens once it has been sent. */
void give_up_ask(struct app *app, struct view *owner, struct action *action,
	confirm_fn answered);

#endif
