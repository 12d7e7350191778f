/* SPDX-License-Identifier: MIT
 *
 * What the files of an action share. Nobody else includes this.
 */
#ifndef ACTION_PRIVATE_H
#define ACTION_PRIVATE_H

#include "action.h"

struct action_kind {
	const char *name;
	enum api_endpoint endpoint;
	bool looks_first;    /* reads the order before the sending */
	bool has_validation; /* and its validation, at once */
};

/* ACTION_NONE: all is as it was, it may be sent. Else action->error is set. */
typedef void (*action_looked_fn)(
	struct action *action, enum action_result result);

struct action_private {
	struct action_context context;
	const struct action_kind *kind;
	action_fn changed;
	void *data;
	struct loop_deferred *notice;
	struct api_call *details_call, *validation_call, *write_call;
	struct api_call *mails_call;
	struct loop_timer *mails_timer;
	void (*mails_known)(struct action *action);
	char *text;
	struct resend_last last;
	int guard_s;
	int64_t agreed_to;
	bool despite_unsettled;
	bool cancelled; /* while the journal was writing */
	action_looked_fn looked;
	bool was_sent; /* the write was given to the api */
};

/* Takes what it reads into action->details and ->validation, and spells the
 * recipients as the server does. `looked` comes once, through the loop. */
void action_look_begin(struct action *action, action_looked_fn looked);
void action_look_stop(struct action *action); /* nothing comes any more */

/* Asks the demo's server for action->mails, for a moment only; `known` comes
 * once, through the loop, whether it has told or not. */
void action_mails_begin(
	struct action *action, void (*known)(struct action *action));
void action_mails_stop(struct action *action);

void action_set_recipients(
	struct action *action, const char *const *recipients, size_t count);
void action_clear_recipients(struct action *action);

#endif
