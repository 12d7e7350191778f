/* SPDX-License-Identifier: MIT
 *
 * What was read a moment ago against what the person agreed to: is the order
 * still in a state for it, and is what is to be changed still what was shown?
 * Each also finds what the call needs besides: numbers of the domain, the
 * certificate, the organization.
 */
#include "action-private.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "attr.h"
#include "mem.h"
#include "offers.h"
#include "text.h"

#define NAMES_SIZE ((size_t)300) /* of those in a sentence */

/* Addresses go out as the server spells them now, each one once. All of them
 * are in the plan: that was checked. */
static void spell_recipients(struct action *action)
{
	struct resend_plan plan;
	const char **spelled =
		mem_array(action->recipient_count + 1, sizeof(*spelled));
	size_t count = 0;

	resend_plan_init(
		&plan, action->details->head.family, action->validation, NULL);
	/* What the plan chose beforehand is not what the person chose. */
	resend_plan_choose_all(&plan, false);
	for (size_t i = 0; i < action->recipient_count; i++) {
		struct resend_contact *contact =
			resend_plan_find(&plan, action->recipients[i]);

		if (contact->chosen)
			continue;
		spelled[count++] = contact->email;
		contact->chosen = true;
	}
	action_clear_recipients(action);
	action_set_recipients(action, spelled, count);
	resend_plan_clear(&plan);
	free(spelled);
}

/* The person agreed to one address; the mail goes to the first that the order
 * lists, whatever we say. */
static bool recheck_address(const struct action *action, struct error *error)
{
	const struct order_details *details = action->details;

	if (details->email_count == 0 || action->recipient_count == 0 ||
		text_equal_ascii_case(
			details->emails[0], action->recipients[0]))
		return true;
	return error_set(error, ERROR_STATE,
		"%s is no longer the first address of order %s, where its mail "
		"goes. Nothing was sent.",
		action->recipients[0], action->order_id);
}

bool action_recheck_approval(struct action *action, struct error *error)
{
	if (!resend_recheck(action->details, action->validation,
		    (const char *const *)action->recipients,
		    action->recipient_count, error))
		return false;
	spell_recipients(action);
	return true;
}

bool action_recheck_issuance(struct action *action, struct error *error)
{
	return resend_recheck_issuance(action->details, error) &&
	       recheck_address(action, error);
}

/* -- sentences -- */

/* What the menu says of the order, asked of what was read now. */
static bool
is_offered(const struct action *action, enum offer offer, struct error *error)
{
	char reason[256];

	if (!offers_by_order(offer, &action->details->head, action->details,
		    action->validation, reason, sizeof(reason)))
		return error_set(
			error, ERROR_STATE, "%s Nothing was sent.", reason);
	return true;
}

static bool is_in(const char *const *list, size_t count, const char *text,
	bool (*equal)(const char *a, const char *b))
{
	for (size_t i = 0; i < count; i++) {
		if (equal(list[i], text))
			return true;
	}
	return false;
}

static bool equal_exact(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* ", + a, + b" for those of `list` that `other` lacks. */
static void name_missing(struct buf *out, const char *sign,
	const char *const *list, size_t count, const char *const *other,
	size_t other_count, bool (*equal)(const char *a, const char *b))
{
	for (size_t i = 0; i < count; i++) {
		if (is_in(other, other_count, list[i], equal))
			continue;
		buf_printf(out, "%s%s %s", out->len > 0 ? ", " : "", sign,
			list[i]);
	}
}

/* Two lists as sets. When they differ: what came and what went. */
static bool is_same_set(const char *const *before, size_t before_count,
	const char *const *now, size_t now_count,
	bool (*equal)(const char *a, const char *b), struct buf *difference)
{
	name_missing(
		difference, "+", now, now_count, before, before_count, equal);
	name_missing(
		difference, "-", before, before_count, now, now_count, equal);
	return difference->len == 0 && !difference->full;
}

static bool has_changed(const struct action *action, const char *what,
	const struct buf *difference, struct error *error)
{
	return error_set(error, ERROR_STATE,
		"The %s order %s changed meanwhile (%s). Nothing was sent. "
		"Look at them as they are now and save again.",
		what, action->order_id,
		difference->len > 0 ? buf_text(difference) : "many of them");
}

static bool is_so_already(
	const struct action *action, const char *what, struct error *error)
{
	return error_set(error, ERROR_STATE,
		"%s order %s already. Nothing was sent.", what,
		action->order_id);
}

/* -- domains -- */

static const struct order_domain *
find_domain(const struct order_validation *validation, const char *name)
{
	for (size_t i = 0; i < validation->domain_count; i++) {
		const struct order_domain *domain = &validation->domains[i];

		if (domain->name != NULL &&
			text_equal_ascii_case(domain->name, name))
			return domain;
	}
	return NULL;
}

static bool is_by_mail(const char *method)
{
	return text_equal_ascii_case(method, "email");
}

/* A domain has calls of its own, but on DV orders: there the order has them. */
static void aim_at(struct action *action, const struct order_domain *domain,
	enum api_endpoint endpoint)
{
	struct action_private *inner = action->inner;

	if (action->details->head.family == ORDER_DV_TLS ||
		!order_id_is_valid(domain->domain_id))
		return;
	inner->endpoint = endpoint;
	inner->id = mem_arena_dup(&inner->arena, domain->domain_id);
}

/* *domain is NULL when it is about the whole order. */
static bool recheck_domains(struct action *action, enum offer offer,
	const struct order_domain **domain, struct error *error)
{
	const char *name =
		action->recipient_count > 0 ? action->recipients[0] : NULL;

	*domain = NULL;
	if (name == NULL)
		return is_offered(action, offer, error);
	*domain = find_domain(action->validation, name);
	if (*domain == NULL)
		return error_set(error, ERROR_STATE,
			"%s is no longer a domain of order %s. Nothing was "
			"sent.",
			name, action->order_id);
	if ((*domain)->done)
		return error_set(error, ERROR_STATE,
			"%s is validated already. Nothing was sent.", name);
	return is_offered(action, offer, error);
}

/* Whether the mails of another domain would go out, too. */
static bool
mails_others(const struct action *action, const struct order_domain *domain)
{
	const struct order_validation *validation = action->validation;

	for (size_t i = 0; i < validation->domain_count; i++) {
		const struct order_domain *other = &validation->domains[i];

		if (other != domain && !other->done &&
			(other->method == NULL || is_by_mail(other->method)))
			return true;
	}
	return false;
}

bool action_recheck_resend_dcv(struct action *action, struct error *error)
{
	const struct order_domain *domain;

	if (!recheck_domains(action, OFFER_RESEND_DCV, &domain, error))
		return false;
	if (domain == NULL)
		return true;
	if (domain->method != NULL && !is_by_mail(domain->method))
		return error_set(error, ERROR_STATE,
			"%s is validated by %s, not by mail. Nothing was sent.",
			action->recipients[0], domain->method);
	aim_at(action, domain, API_RESEND_DOMAIN_DCV);
	if (action->inner->endpoint == API_RESEND_DCV &&
		mails_others(action, domain))
		return error_set(error, ERROR_STATE,
			"The DCV mails of order %s go out for all its open "
			"domains together, not for %s alone. Nothing was sent.",
			action->order_id, action->recipients[0]);
	return true;
}

bool action_recheck_check_dcv(struct action *action, struct error *error)
{
	const struct order_domain *domain;

	if (!recheck_domains(action, OFFER_CHECK_DCV, &domain, error))
		return false;
	if (domain == NULL)
		return true;
	if (domain->method != NULL && is_by_mail(domain->method))
		return error_set(error, ERROR_STATE,
			"%s is validated by mail: the link in it has to be "
			"used, there is nothing to check. Nothing was sent.",
			action->recipients[0]);
	aim_at(action, domain, API_CHECK_DOMAIN_DCV);
	return true;
}

/* -- a verified contact -- */

static const struct order_contact *
find_contact(const struct order_organization_validation *validation,
	const char *email)
{
	for (size_t i = 0; i < validation->contact_count; i++) {
		const struct order_contact *contact = &validation->contacts[i];

		if (contact->person.email != NULL &&
			text_equal_ascii_case(contact->person.email, email))
			return contact;
	}
	return NULL;
}

static bool recheck_is_new(const struct action *action, struct error *error)
{
	const struct order_validation *validation = action->validation;
	const struct action_private *inner = action->inner;

	for (size_t i = 0; i < validation->organization_count; i++) {
		const struct order_organization_validation *of =
			&validation->organizations[i];
		const struct order_contact *contact;

		if (order_kind_from(of->type) != order_kind_from(inner->word))
			continue;
		contact = find_contact(of, inner->person.email);
		if (contact == NULL)
			continue;
		return error_set(error, ERROR_STATE,
			"%s is a verified contact of that kind already (%s). "
			"Nothing was sent.",
			inner->person.email,
			contact->state == ORDER_STATE_ACTIVE
				? "validated"
				: "not validated yet");
	}
	return true;
}

bool action_recheck_contact(struct action *action, struct error *error)
{
	struct action_private *inner = action->inner;
	const char *id = action->validation->organization_id;

	if (!is_offered(action, OFFER_ADD_CONTACT, error))
		return false;
	if (id == NULL)
		id = action->details->head.organization_id;
	inner->id = mem_arena_dup(&inner->arena, id);
	return recheck_is_new(action, error);
}

/* -- a copy of the certificate -- */

bool action_recheck_certificate(struct action *action, struct error *error)
{
	struct action_private *inner = action->inner;

	inner->id = mem_arena_dup(
		&inner->arena, action->details->head.certificate_id);
	return is_offered(action, OFFER_SEND_CERTIFICATE, error);
}

/* -- what is replaced as a whole -- */

bool action_recheck_emails(struct action *action, struct error *error)
{
	struct action_private *inner = action->inner;
	const char *const *now = action->details->additional_emails;
	size_t count = action->details->additional_email_count;
	struct buf difference, change;
	bool ok;

	if (!is_offered(action, OFFER_ADDITIONAL_EMAILS, error))
		return false;
	buf_init(&difference, NAMES_SIZE);
	buf_init(&change, NAMES_SIZE);
	resend_last_set(&inner->last, 0, "", "", now, count, false, 0);
	if (!is_same_set(inner->before, inner->before_count, now, count,
		    text_equal_ascii_case, &difference))
		ok = has_changed(
			action, "additional e-mails of", &difference, error);
	else if (is_same_set(now, count,
			 (const char *const *)action->recipients,
			 action->recipient_count, equal_exact, &change))
		ok = is_so_already(
			action, "These are the additional e-mails of", error);
	else
		ok = true;
	buf_clear(&difference);
	buf_clear(&change);
	return ok;
}

bool action_recheck_people(struct action *action, struct error *error)
{
	return is_offered(action,
		action_is(action, JOURNAL_ORGANIZATION_CONTACT)
			? OFFER_ORGANIZATION_CONTACT
			: OFFER_TECHNICAL_CONTACT,
		error);
}

/* How a user of the order is called in the journal. */
static const char *name_of(const struct order_person *person)
{
	if (person->email != NULL)
		return person->email;
	return person->name != NULL ? person->name : person->id;
}

/* The numbers of those who have access now, and how they are called. */
static size_t users_of(const struct order_details *details, const char **ids,
	const char **names)
{
	size_t count = 0;

	for (size_t i = 0; i < details->user_assignment_count; i++) {
		const struct order_person *user = &details->user_assignments[i];

		if (user->id == NULL)
			continue;
		ids[count] = user->id;
		names[count++] = name_of(user);
	}
	return count;
}

/* "+ ana@example.com": people are named by what they are called, if known. */
static void name_users(struct action *action, const char *const *now,
	const char *const *names, size_t count, struct buf *difference)
{
	const struct action_private *inner = action->inner;

	for (size_t i = 0; i < count; i++) {
		if (is_in(inner->before, inner->before_count, now[i],
			    equal_exact))
			continue;
		buf_printf(difference, "%s+ %s",
			difference->len > 0 ? ", " : "", names[i]);
	}
	for (size_t i = 0; i < inner->before_count; i++) {
		const char *name = inner->before[i];

		if (is_in(now, count, name, equal_exact))
			continue;
		for (size_t j = 0; j < inner->id_count; j++) {
			if (strcmp(inner->ids[j], name) == 0)
				name = action->recipients[j];
		}
		buf_printf(difference, "%s- %s",
			difference->len > 0 ? ", " : "", name);
	}
}

static bool recheck_users(struct action *action, struct error *error)
{
	struct action_private *inner = action->inner;
	size_t most = action->details->user_assignment_count + 1;
	const char **ids = mem_array(most, sizeof(*ids));
	const char **names = mem_array(most, sizeof(*names));
	size_t count = users_of(action->details, ids, names);
	struct buf difference, change;
	bool ok = true;

	buf_init(&difference, NAMES_SIZE);
	buf_init(&change, NAMES_SIZE);
	resend_last_set(&inner->last, 0, "", "", names, count, false, 0);
	if (!is_same_set(inner->before, inner->before_count, ids, count,
		    equal_exact, &change)) {
		name_users(action, ids, names, count, &difference);
		ok = has_changed(
			action, "users with access to", &difference, error);
	}
	buf_reset(&change);
	if (ok && is_same_set(ids, count, inner->ids, inner->id_count,
			  equal_exact, &change))
		ok = is_so_already(
			action, "These are the users with access to", error);
	buf_clear(&difference);
	buf_clear(&change);
	free(ids);
	free(names);
	return ok;
}

/* The call replaces the whole list (product.md 1.4), so nobody whom another
 * has added or removed meanwhile may be lost. */
bool action_recheck_users(struct action *action, struct error *error)
{
	return is_offered(action, OFFER_USER_ACCESS, error) &&
	       recheck_users(action, error);
}

/* -- what is on or off -- */

bool action_recheck_switch(struct action *action, struct error *error)
{
	const struct order_details *details = action->details;
	const struct {
		const char *kind;
		bool is_so;
		const char *what;
	} switches[] = {
		{JOURNAL_GUEST_ACCESS_ON, details->guest_access == 1,
			"Guests have access to"},
		{JOURNAL_GUEST_ACCESS_OFF, details->guest_access != 1,
			"Guests have no access to"},
		{JOURNAL_NOTICES_ON, !details->disable_renewal_notifications,
			"Renewal notices are on for"},
		{JOURNAL_NOTICES_OFF, details->disable_renewal_notifications,
			"Renewal notices are off for"},
	};

	for (size_t i = 0; i < ARRAY_LEN(switches); i++) {
		if (action_is(action, switches[i].kind) && switches[i].is_so)
			return is_so_already(action, switches[i].what, error);
	}
	return is_offered(action, OFFER_GUEST_ACCESS, error);
}

bool action_recheck_cancel(struct action *action, struct error *error)
{
	const struct action_private *inner = action->inner;
	const struct order *head = &action->details->head;

	if (!is_offered(action, OFFER_CANCEL, error))
		return false;
	if (inner->before_count > 0 &&
		strcmp(inner->before[0], order_status_wire(head->status)) != 0)
		return error_set(error, ERROR_STATE,
			"Order %s is %s; that changed after it was shown. "
			"Nothing was sent.",
			action->order_id, order_status_shown(head));
	action->was_reissue = head->status == ORDER_REISSUE_PENDING;
	return true;
}
