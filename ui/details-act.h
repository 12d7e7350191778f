/* SPDX-License-Identifier: MIT
 *
 * What can be done for an order by one question: resend its DCV mails, check
 * domain control now, add a note, turn guest access or renewal notices on or
 * off, edit its additional e-mails, cancel it (with a reason, and its number
 * typed). Nothing is sent before
 * the answer; how it ends is told by a message.
 */
#ifndef DETAILS_ACT_H
#define DETAILS_ACT_H

#include <stdbool.h>
#include <stddef.h>

#include "details-access.h"
#include "offers.h"
#include "store.h"
#include "view.h"

/* What was asked, kept by the view that asks; zeroed at birth. */
struct details_act {
	enum offer offer;
	char order_id[ORDER_ID_SIZE]; /* the order when it was asked */
	const char *kind;	      /* the journal's word */
	char status[32];	      /* that was seen, the API's word */
	char *text;		      /* of a note, why it is canceled */
	/* A new list of addresses, and the one that was seen. */
	char **emails, **before;
	size_t email_count, before_count;
	struct details_access access;
};

void details_act_clear(struct details_act *act); /* frees all of it */

/* The commands of a details view, and whether they may run (view_ops.may). */
void details_act_run_note(struct view *view);
void details_act_run_resend_dcv(struct view *view);
void details_act_run_check_dcv(struct view *view);
void details_act_run_guests(struct view *view);
void details_act_run_notices(struct view *view);
void details_act_run_cancel(struct view *view);
void details_act_run_emails(struct view *view);
void details_act_run_add_contact(struct view *view);
bool details_act_may(const struct view *view, const struct command *command,
	char *reason, size_t size);

#endif
