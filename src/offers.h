/* SPDX-License-Identifier: MIT
 *
 * Pure: what can be done for an order, and if not, why not, in one sentence.
 * One table of all actions: screens walk it (0 to OFFERS - 1) and
 * show each row always; what the API does not offer is a row too, with the
 * place where it can be done.
 *
 * The part that depends on the order alone is asked again right before an
 * action is sent, with what was read then.
 */
#ifndef OFFERS_H
#define OFFERS_H

#include <stdbool.h>
#include <stddef.h>

#include "order.h"

enum offer {
	OFFER_RESEND_APPROVAL,
	OFFER_RESEND_ISSUANCE,
	OFFER_RESEND_DCV,
	OFFER_CHECK_DCV,
	OFFER_NOTE,
	OFFER_ADD_CONTACT,
	OFFER_REMOVE_CONTACT, /* not by the API */
	OFFER_SEND_CERTIFICATE,
	OFFER_DOWNLOAD,
	OFFER_ADDITIONAL_EMAILS,
	OFFER_ORGANIZATION_CONTACT,
	OFFER_TECHNICAL_CONTACT,
	OFFER_USER_ACCESS,
	OFFER_GUEST_ACCESS,
	OFFER_RENEWAL_NOTICES,
	OFFER_CANCEL,
	OFFERS,
};

const char *offers_label(enum offer offer); /* "resend approval mail" */
/* The journal's word of the action; of what is on or off, the one for on. NULL:
 * it is no write, or the API has no call. */
const char *offers_kind(enum offer offer);
/* The API has no call: never available, the reason says where it is done. */
bool offers_is_console_only(enum offer offer);

/* What is known; members may be NULL or empty where they are not. */
struct offers_facts {
	const struct order *order; /* never NULL */
	const struct order_details *details;
	const struct order_validation *validation;
	/* Why nothing can be written: read-only, no journal. "" if it can. */
	const char *no_write;
	bool no_organizations; /* the key has no rights on organizations */
	unsigned roles;	       /* of the key's user: bits of enum people_role */
	/* The account's kind has no access to single orders; its name. */
	const char *kind_without_access;
	bool guests_known, guests_allowed; /* account/guest-access */
	bool has_issuance_resend;
	const char *console; /* the order's address there, or the menu path */
};

/* False: not now; the sentence goes to reason[size], else "". */
bool offers_is_available(enum offer offer, const struct offers_facts *facts,
	char *reason, size_t size);

/* By the order alone; details and validation may be NULL. */
bool offers_by_order(enum offer offer, const struct order *order,
	const struct order_details *details,
	const struct order_validation *validation, char *reason, size_t size);

/* In what a certificate of the family is downloaded: "pem_all", "p7b". */
const char *offers_download_format(enum order_family family);

#endif
