/* SPDX-License-Identifier: MIT
 *
 * What the files of an action share. Nobody else includes this.
 *
 *   action.c          the steps
 *   action-kinds.c    the table of kinds, and what each needs
 *   action-look.c     the look before the sending
 *   action-log.c      what the log says of it
 *   action-recheck.c  what was read against what the person agreed to
 *   action-body.c     what is sent
 *   action-mails.c    the demo's mails
 *   action-text.c     sentences
 */
#ifndef ACTION_PRIVATE_H
#define ACTION_PRIVATE_H

#include "action.h"
#include "buf.h"

enum action_look {
	ACTION_LOOK_NONE,
	ACTION_LOOK_ORDER,
	ACTION_LOOK_VALIDATION, /* and the order, both at once */
};

struct action_kind {
	const char *name;
	enum api_endpoint endpoint;
	const char *word; /* of the path, if it has one */
	enum action_look look;
	/* Earlier links die with it: so the guard asks, an unsettled one stands
	 * in its way, and the demo tells of the new mails. */
	bool voids_link;
	/* What is missing in the request, as a sentence; NULL: nothing. */
	const char *(*missing)(const struct action *action);
	/* After the look: may it be sent? Sets what the call needs besides.
	 * NULL: always. */
	bool (*recheck)(struct action *action, struct error *error);
	void (*write)(const struct action *action, struct buf *body); /* NULL */
};

/* NULL if there is none. */
const struct action_kind *action_kind(const char *name);

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
	/* The request's, copied into the arena. */
	struct mem_arena arena;
	const char *text, *word;
	struct order_person person;
	const char *const *ids, *const *before;
	size_t id_count, before_count;
	/* Of the call: the kind's, unless the recheck says otherwise. */
	enum api_endpoint endpoint;
	const char *id; /* in the path; in the arena */
	/* What added and removed in the journal compare with. */
	struct resend_last last;
	int guard_s;
	int64_t agreed_to;
	bool despite_unsettled;
	bool cancelled; /* while the journal was writing */
	action_looked_fn looked;
	bool is_looked; /* and waits for the key's rights */
	bool was_sent;	/* the write was given to the api */
};

/* Takes what it reads into action->details and ->validation. `looked` comes
 * once, through the loop. */
void action_look_begin(struct action *action, action_looked_fn looked);
void action_look_stop(struct action *action); /* nothing comes any more */

/* One for each kind of question; see action_kind.recheck. */
bool action_recheck_approval(struct action *action, struct error *error);
bool action_recheck_issuance(struct action *action, struct error *error);
bool action_recheck_resend_dcv(struct action *action, struct error *error);
bool action_recheck_check_dcv(struct action *action, struct error *error);
bool action_recheck_contact(struct action *action, struct error *error);
bool action_recheck_certificate(struct action *action, struct error *error);
bool action_recheck_emails(struct action *action, struct error *error);
bool action_recheck_people(struct action *action, struct error *error);
bool action_recheck_users(struct action *action, struct error *error);
bool action_recheck_switch(struct action *action, struct error *error);
bool action_recheck_cancel(struct action *action, struct error *error);

/* See action_kind.write. */
void action_body_emails(const struct action *action, struct buf *body);
void action_body_note(const struct action *action, struct buf *body);
void action_body_nothing(const struct action *action, struct buf *body);
void action_body_dcv(const struct action *action, struct buf *body);
void action_body_contact(const struct action *action, struct buf *body);
void action_body_certificate(const struct action *action, struct buf *body);
void action_body_additional(const struct action *action, struct buf *body);
void action_body_people(const struct action *action, struct buf *body);
void action_body_users(const struct action *action, struct buf *body);
void action_body_switch(const struct action *action, struct buf *body);
void action_body_cancel(const struct action *action, struct buf *body);

/* See action-log.c. */
void action_log_sending(const struct action *action);
void action_log_end(const struct action *action);

/* Asks the demo's server for action->mails, for a moment only; `known` comes
 * once, through the loop, whether it has told or not. */
void action_mails_begin(
	struct action *action, void (*known)(struct action *action));
void action_mails_stop(struct action *action);

void action_set_recipients(
	struct action *action, const char *const *recipients, size_t count);
void action_clear_recipients(struct action *action);

/* Whether the action is of this kind. */
bool action_is(const struct action *action, const char *kind);

#endif
