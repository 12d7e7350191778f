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
	/* As they are bound now: "" if a command has no key. */
	const char *mail_key, *refresh_key, *unfold_key, *address_key,
		*control_key;
	bool is_told;  /* without a screen: each control has its word beside it
			*/
	bool unfolded; /* long lists are shown whole */
	int64_t now;   /* s, UTC */
	int64_t loop_now; /* ms */
};

/* The heading of the section that organization info is read for, once it comes
 * on the screen. */
extern const char details_sections_organization[];

/* The server does not know it: what a row of the list told is of the past. May
 * be NULL. */
bool details_sections_is_missing(const struct store_order *known);

/* The page must be empty. */
void details_sections_build(
	struct details_page *page, const struct details_source *source);

/* The sections; each in the file of its prefix. */
struct details_facts;
void details_status_add(const struct details_facts *facts);
void details_certificate_add(const struct details_facts *facts);
void details_order_add(const struct details_facts *facts);
void details_order_add_access(const struct details_facts *facts);
void details_organization_add(const struct details_facts *facts);
void details_organization_add_contacts(const struct details_facts *facts);
void details_history_add_notes(const struct details_facts *facts);
void details_history_add(const struct details_facts *facts);

#endif
