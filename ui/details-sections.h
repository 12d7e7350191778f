/* SPDX-License-Identifier: MIT
 *
 * The sections of the Order details page in the order of product.md 2.2, from
 * what the store and the journal know now. Reads only; the page is made anew
 * whenever something has changed or time has passed.
 */
#ifndef DETAILS_SECTIONS_H
#define DETAILS_SECTIONS_H

#include "details-page.h"
#include "history.h"
#include "store.h"

struct details_source {
	const struct store *store;
	const char *order_id;
	const struct history *history;
	/* Issuance mails by actions after this number are of this visit: the
	 * control reads "Sent 14:05". */
	int visit_since;
	const char *mail_key, *refresh_key; /* as they are bound now */
	int64_t now;			    /* s, UTC */
	int64_t loop_now;		    /* ms */
};

/* The page must be empty. */
void details_sections_build(
	struct details_page *page, const struct details_source *source);

/* The first section, Certificate status; details-status.c. */
void details_status_add(
	struct details_page *page, const struct details_source *source);
/* The last two, Notes and History; details-history.c. */
void details_history_add(
	struct details_page *page, const struct details_source *source);
/* A control, with the reason below it where it is not available. */
void details_status_control(struct details_page *page,
	const struct details_source *source, enum details_control control);
/* That the outcome of such a send is unknown, if it is. */
void details_status_unsettled(struct details_page *page,
	const struct details_source *source, const char *action);
/* "Last known send ..., by whom, to whom"; nothing if none is known. */
void details_status_last_send(struct details_page *page,
	const struct details_source *source, const struct resend_last *last);
/* How a resource stands, if there is something to say: loading, failed with
 * the server's own words, or old. `what`: "The order". */
void details_status_resource(struct details_page *page,
	const struct details_source *source,
	const struct store_resource *resource, const char *what);

#endif
