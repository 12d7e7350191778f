/* SPDX-License-Identifier: MIT
 *
 * One question for every window that sends, so that all say the same.
 */
#include "give-up.h"

static const struct confirm_options question = {
	.title = "Give up waiting",
	.question = "The request is on its way and cannot be called back. Give "
		    "up waiting? The outcome is then unknown.",
	.yes_label = "Give up",
	.no_label = "Wait",
};

void give_up_ask(struct app *app, struct view *owner, struct action *action,
	confirm_fn answered)
{
	if (action->phase < ACTION_SENDING)
		action_cancel(action);
	else if (action->phase == ACTION_SENDING)
		confirm_open(app, owner, &question, answered);
}
