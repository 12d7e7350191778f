/* SPDX-License-Identifier: MIT
 *
 * One row an action: its rule on the order, and flags for what else it needs.
 * Reasons that cannot be helped come first: product, status, kind of account;
 * then rights; then what is missing at the moment.
 */
#include "offers.h"

#include "attr.h"
#include "journal.h"
#include "people.h"
#include "resend.h"
#include "text.h"

/* What a rule looks at, and where it puts its sentence. */
struct question {
	const struct order *order;
	const struct order_details *details;
	const struct order_validation *validation;
	char *reason;
	size_t size;
};

/* Writes the sentence, and is false. */
#define NO(q, ...) (text_format((q)->reason, (q)->size, __VA_ARGS__), false)

/* -- rules on the order -- */

/* Nothing of it can be changed any more. */
static bool is_alive(const struct question *q)
{
	static const enum order_status over[] = {
		ORDER_CANCELED, ORDER_REJECTED, ORDER_REVOKED};

	for (size_t i = 0; i < ARRAY_LEN(over); i++) {
		if (q->order->status == over[i])
			return NO(q,
				"Order %s is %s; nothing of it changes "
				"any more.",
				q->order->id, order_status_shown(q->order));
	}
	return true;
}

static bool may_mail(const struct question *q, enum resend_mail mail)
{
	if (resend_mail_of(q->order) != mail)
		return NO(q, "%s orders have no %s mail.",
			order_family_label(q->order->family),
			mail == RESEND_APPROVAL ? "order approval"
						: "issuance");
	return resend_is_possible(
		q->order, q->details, q->validation, q->reason, q->size);
}

static bool rule_approval(const struct question *q)
{
	return may_mail(q, RESEND_APPROVAL);
}

static bool rule_issuance(const struct question *q)
{
	return may_mail(q, RESEND_ISSUANCE);
}

static bool is_by_mail(const char *method)
{
	return text_equal_ascii_case(method, "email");
}

/* The first open domain that is not validated in this way; *found: one that
 * is. Where the method is not told the server decides. */
static const struct order_domain *
look_at_domains(const struct question *q, bool by_mail, bool *found)
{
	const struct order_domain *other = NULL;

	*found = false;
	for (size_t i = 0; i < q->validation->domain_count; i++) {
		const struct order_domain *domain = &q->validation->domains[i];

		if (domain->done)
			continue;
		if (domain->method == NULL ||
			is_by_mail(domain->method) == by_mail)
			*found = true;
		else if (other == NULL)
			other = domain;
	}
	return other;
}

static bool has_open_domain(const struct question *q, bool by_mail)
{
	const struct order_domain *other;
	bool found;

	if (q->order->status != ORDER_PENDING &&
		q->order->status != ORDER_REISSUE_PENDING)
		return NO(q,
			"Order %s is %s; domains are validated while an "
			"order is pending.",
			q->order->id, order_status_shown(q->order));
	if (q->validation == NULL)
		return true;
	if (q->validation->domain_count == 0)
		return NO(q, "Order %s has no domains to validate.",
			q->order->id);
	other = look_at_domains(q, by_mail, &found);
	if (found)
		return true;
	if (other == NULL)
		return NO(q, "All domains of order %s are validated.",
			q->order->id);
	return by_mail ? NO(q,
				 "The domains of order %s that are open are "
				 "validated by %s, not by mail.",
				 q->order->id, other->method)
		       : NO(q,
				 "The domains of order %s that are open are "
				 "validated by mail: the link in it has to be "
				 "used, there is nothing to check.",
				 q->order->id);
}

static bool rule_resend_dcv(const struct question *q)
{
	return has_open_domain(q, true);
}

static bool rule_check_dcv(const struct question *q)
{
	return has_open_domain(q, false);
}

static bool rule_always(const struct question *q UNUSED)
{
	return true;
}

static const char *organization_of(const struct question *q)
{
	if (q->validation != NULL && q->validation->organization_id != NULL)
		return q->validation->organization_id;
	return q->order->organization_id;
}

static bool rule_add_contact(const struct question *q)
{
	if (q->order->family != ORDER_FAMILY_OTHER &&
		!order_family_needs_approval(q->order->family))
		return NO(q, "%s orders need no verified contact.",
			order_family_label(q->order->family));
	if (q->details != NULL && organization_of(q) == NULL)
		return NO(q,
			"Order %s names no organization, so nobody can be "
			"added to it.",
			q->order->id);
	return true;
}

/* There is a certificate. */
static bool is_issued(const struct question *q, const char *what)
{
	if (q->order->status != ORDER_ISSUED &&
		q->order->status != ORDER_REISSUE_PENDING &&
		q->order->status != ORDER_EXPIRED)
		return NO(q, "Order %s is %s; there is no certificate to %s.",
			q->order->id, order_status_shown(q->order), what);
	if (!order_id_is_valid(q->order->certificate_id))
		return NO(q, "Order %s names no certificate.", q->order->id);
	return true;
}

/* certcentral-api.md 5: a copy of an issued TLS certificate or VMC. */
static bool rule_send_certificate(const struct question *q)
{
	static const enum order_family others[] = {ORDER_CLIENT,
		ORDER_CODE_SIGNING, ORDER_EV_CODE_SIGNING,
		ORDER_DOCUMENT_SIGNING};

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		if (q->order->family == others[i])
			return NO(q,
				"Copies are mailed of TLS/SSL and mark "
				"certificates only, not of %s orders.",
				order_family_label(q->order->family));
	}
	return is_issued(q, "mail");
}

static bool rule_download(const struct question *q)
{
	return is_issued(q, "download");
}

static bool rule_organization_contact(const struct question *q)
{
	if (q->order->family == ORDER_DV_TLS)
		return NO(q,
			"Order %s is a DV order, which has no "
			"organization contact.",
			q->order->id);
	return is_alive(q);
}

static bool rule_cancel(const struct question *q)
{
	if (q->order->status == ORDER_PENDING ||
		q->order->status == ORDER_WAITING_PICKUP ||
		q->order->status == ORDER_REISSUE_PENDING)
		return true;
	if (q->order->status == ORDER_NEEDS_APPROVAL)
		return NO(q,
			"Order %s is %s; its request is approved or rejected "
			"in the console.",
			q->order->id, order_status_shown(q->order));
	return NO(q, "Order %s is %s; it can no longer be canceled.",
		q->order->id, order_status_shown(q->order));
}

/* -- the table -- */

enum {
	DETAILS = 1, /* the row of the list does not tell enough */
	ORGANIZATION = 2,
	ACCESS = 4, /* kinds of accounts that have it; who may give it */
	GUESTS = 8,
	ISSUANCE = 16,
	WRITE = 32,
	ALONE = 64, /* the API has no call */
};

static const struct {
	const char *label, *kind;
	unsigned needs;
	bool (*rule)(const struct question *q);
} offers[OFFERS] = {
	[OFFER_RESEND_APPROVAL] = {"resend approval mail",
		JOURNAL_RESEND_APPROVAL, WRITE, rule_approval},
	[OFFER_RESEND_ISSUANCE] = {"resend issuance mail",
		JOURNAL_RESEND_ISSUANCE, WRITE | ISSUANCE, rule_issuance},
	[OFFER_RESEND_DCV] = {"resend DCV mails", JOURNAL_RESEND_DCV,
		WRITE | DETAILS, rule_resend_dcv},
	[OFFER_CHECK_DCV] = {"check DCV now", JOURNAL_CHECK_DCV,
		WRITE | DETAILS, rule_check_dcv},
	[OFFER_NOTE] = {"add a note", JOURNAL_NOTE, WRITE, rule_always},
	[OFFER_ADD_CONTACT] = {"add a verified contact", JOURNAL_ADD_CONTACT,
		WRITE | DETAILS | ORGANIZATION, rule_add_contact},
	[OFFER_REMOVE_CONTACT] = {"remove a verified contact", NULL, ALONE,
		rule_always},
	[OFFER_SEND_CERTIFICATE] = {"e-mail a copy of the certificate",
		JOURNAL_SEND_CERTIFICATE, WRITE | DETAILS,
		rule_send_certificate},
	[OFFER_DOWNLOAD] = {"download the certificate", NULL, DETAILS,
		rule_download},
	[OFFER_ADDITIONAL_EMAILS] = {"edit additional e-mails",
		JOURNAL_ADDITIONAL_EMAILS, WRITE | DETAILS, is_alive},
	[OFFER_ORGANIZATION_CONTACT] = {"change the organization contact",
		JOURNAL_ORGANIZATION_CONTACT, WRITE | DETAILS,
		rule_organization_contact},
	[OFFER_TECHNICAL_CONTACT] = {"change the technical contact",
		JOURNAL_TECHNICAL_CONTACT, WRITE | DETAILS, is_alive},
	[OFFER_USER_ACCESS] = {"grant limited user access", JOURNAL_USER_ACCESS,
		WRITE | DETAILS | ACCESS, is_alive},
	[OFFER_GUEST_ACCESS] = {"guest access on or off",
		JOURNAL_GUEST_ACCESS_ON, WRITE | DETAILS | GUESTS, is_alive},
	[OFFER_RENEWAL_NOTICES] = {"renewal notices on or off",
		JOURNAL_NOTICES_ON, WRITE | DETAILS, is_alive},
	[OFFER_CANCEL] = {"cancel the order", JOURNAL_CANCEL, WRITE,
		rule_cancel},
};

const char *offers_label(enum offer offer)
{
	return offers[offer].label;
}

const char *offers_kind(enum offer offer)
{
	return offers[offer].kind;
}

bool offers_is_console_only(enum offer offer)
{
	return (offers[offer].needs & ALONE) != 0;
}

bool offers_by_order(enum offer offer, const struct order *order,
	const struct order_details *details,
	const struct order_validation *validation, char *reason, size_t size)
{
	const struct question q = {
		.order = order,
		.details = details,
		.validation = validation,
		.reason = reason,
		.size = size,
	};

	text_format(reason, size, "%s", "");
	return offers[offer].rule(&q);
}

/* -- what else it needs -- */

/* Each is true, or writes the reason. */
#define LACKS(...) (text_format(reason, size, __VA_ARGS__), false)

static bool
has_call(const struct offers_facts *facts, char *reason, size_t size)
{
	return LACKS("The API has no call for it. It is done in the console: "
		     "%s.",
		facts->console);
}

static bool
has_issuance(const struct offers_facts *facts, char *reason, size_t size)
{
	return facts->has_issuance_resend ||
	       LACKS("DigiCert documents no call for the issuance mail, and "
		     "the account has no issuance_resend. It is sent in the "
		     "console: %s.",
		       facts->console);
}

/* The kind of account goes before the roles: nobody there may give any. The
 * address: product.md 1.4. */
static bool
has_access(const struct offers_facts *facts, char *reason, size_t size)
{
	unsigned givers = PEOPLE_ADMINISTRATOR | PEOPLE_MANAGER;

	if (facts->kind_without_access != NULL)
		return LACKS("%s accounts give no access to single orders. The "
			     "order in the console: %s.",
			facts->kind_without_access, facts->console);
	return facts->roles == 0 || (facts->roles & givers) != 0 ||
	       LACKS("Only an administrator or a manager gives access, and "
		     "the user of the API key is neither. The order in the "
		     "console: %s.",
		       facts->console);
}

static bool
has_guests(const struct offers_facts *facts, char *reason, size_t size)
{
	return !facts->guests_known || facts->guests_allowed ||
	       LACKS("Guest access is off for the whole account.");
}

static bool
has_organizations(const struct offers_facts *facts, char *reason, size_t size)
{
	return !facts->no_organizations ||
	       LACKS("The API key has no rights on organizations.");
}

static bool
may_write(const struct offers_facts *facts, char *reason, size_t size)
{
	return facts->no_write == NULL || *facts->no_write == '\0' ||
	       LACKS("%s", facts->no_write);
}

static bool
has_details(const struct offers_facts *facts, char *reason, size_t size)
{
	return facts->details != NULL ||
	       LACKS("Order %s has not been read yet.", facts->order->id);
}

/* In the order in which reasons are given. */
static const struct {
	unsigned need;
	bool (*holds)(
		const struct offers_facts *facts, char *reason, size_t size);
} needs[] = {
	{ALONE, has_call},
	{ISSUANCE, has_issuance},
	{ACCESS, has_access},
	{GUESTS, has_guests},
	{ORGANIZATION, has_organizations},
	{WRITE, may_write},
	{DETAILS, has_details},
};

bool offers_is_available(enum offer offer, const struct offers_facts *facts,
	char *reason, size_t size)
{
	if (!offers_by_order(offer, facts->order, facts->details,
		    facts->validation, reason, size))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(needs); i++) {
		if ((offers[offer].needs & needs[i].need) != 0 &&
			!needs[i].holds(facts, reason, size))
			return false;
	}
	return true;
}

const char *offers_download_format(enum order_family family)
{
	return family == ORDER_CLIENT ? "p7b" : "pem_all";
}
