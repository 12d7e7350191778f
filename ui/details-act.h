/* SPDX-License-Identifier: MIT
 *
 * What can be done for an order by one question: resend its DCV mails, check
 * domain control now, add a note. Nothing is sent before the answer y; how it
 * ends is told by a message.
 */
#ifndef DETAILS_ACT_H
#define DETAILS_ACT_H

#include <stdbool.h>
#include <stddef.h>

#include "offers.h"
#include "store.h"
#include "view.h"

/* What was asked, kept by the view that asks; zeroed at birth. */
struct details_act {
	enum offer offer;
	char order_id[ORDER_ID_SIZE]; /* the order when it was asked */
	char *text;		      /* of a note */
};

void details_act_clear(struct details_act *act);

/* The commands of a details view, and whether they may run (view_ops.may). */
void details_act_run_note(struct view *view);
void details_act_run_resend_dcv(struct view *view);
void details_act_run_check_dcv(struct view *view);
bool details_act_may(const struct view *view, const struct command *command,
	char *reason, size_t size);

#endif
