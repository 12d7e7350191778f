/* SPDX-License-Identifier: MIT
 *
 * What several sections of the details share: the controls that resend a mail,
 * what is known of earlier sends, and how a resource stands.
 */
#ifndef DETAILS_CONTROL_H
#define DETAILS_CONTROL_H

#include "details-sections.h"

/* Whether `m` and the control are of some effect now; else the reason. */
bool details_control_works(
	const struct details_source *source, char *reason, size_t size);
/* A control, with the reason below it where it is not available. */
void details_control_add(struct details_page *page,
	const struct details_source *source, enum details_control control);
/* The command that pressing a control runs. */
const char *details_control_command(enum details_control control);
/* A control that runs a command of act.h; nothing where it cannot be done. */
void details_control_add_act(struct details_page *page,
	const struct details_source *source, enum details_control control);
/* The last one of a kind that the journal has: "DCV mails last sent ...". */
void details_control_last_act(struct details_page *page,
	const struct details_source *source, const char *kind,
	const char *words);
/* That the outcome of such a send is unknown, if it is. */
void details_control_unsettled(struct details_page *page,
	const struct details_source *source, const char *action);
/* "Last known send ..., by whom, to whom"; nothing if none is known. */
void details_control_last_send(struct details_page *page,
	const struct details_source *source, const struct resend_last *last);
/* How a resource stands, if there is something to say: loading, failed with
 * the server's own words, or old. `what`: "The order". */
void details_control_resource(struct details_page *page,
	const struct details_source *source,
	const struct store_resource *resource, const char *what);

#endif
