/* SPDX-License-Identifier: MIT
 *
 * What an order waits on: the gates in the order in which DigiCert passes
 * them, the first that is open wins.
 */
#include "waiting.h"

#include <string.h>

#include "attr.h"
#include "text.h"

#define MOST_TYPES 3

/*
 * Which validation of the organization a product needs: the first of these
 * that the answer lists (certcentral-api.md 7.4). The answer may list all
 * validations of the organization, not only the product's.
 */
static const char *const needed[][MOST_TYPES] = {
	[ORDER_EV_TLS] = {"ev"},
	[ORDER_OV_TLS] = {"ov", "ev"},
	[ORDER_DV_TLS] = {NULL},
	[ORDER_PRIVATE_TLS] = {"ov", "ev"},
	[ORDER_CODE_SIGNING] = {"cs"},
	[ORDER_EV_CODE_SIGNING] = {"ev_cs"},
	[ORDER_MARK] = {"ev", "ev_cs", "cs"},
	[ORDER_CLIENT] = {"smime", "ov"},
	[ORDER_DOCUMENT_SIGNING] = {"ds"},
	[ORDER_FAMILY_OTHER] = {NULL},
};

static const struct order_organization_validation *
of_type(const struct order_validation *validation, const char *type)
{
	for (size_t i = 0; i < validation->organization_count; i++) {
		if (text_equal_ascii_case(
			    validation->organizations[i].type, type))
			return &validation->organizations[i];
	}
	return NULL;
}

/* A product that we do not know: any validation that is done will do. */
static const struct order_organization_validation *
of_any_type(const struct order_validation *validation)
{
	for (size_t i = 0; i < validation->organization_count; i++) {
		if (validation->organizations[i].state == ORDER_STATE_ACTIVE)
			return &validation->organizations[i];
	}
	return validation->organization_count > 0
		       ? &validation->organizations[0]
		       : NULL;
}

const struct order_organization_validation *waiting_organization(
	enum order_family family, const struct order_validation *validation)
{
	const struct order_organization_validation *found = NULL;

	if (family == ORDER_FAMILY_OTHER)
		return of_any_type(validation);
	for (size_t i = 0; i < MOST_TYPES && found == NULL; i++) {
		if (needed[family][i] != NULL)
			found = of_type(validation, needed[family][i]);
	}
	return found;
}

bool waiting_organization_done(enum order_family family,
	const struct order_validation *validation, int64_t *since)
{
	const struct order_organization_validation *organization;

	if (since != NULL)
		*since = DATE_NONE;
	if (family == ORDER_DV_TLS)
		return true;
	organization = waiting_organization(family, validation);
	if (organization == NULL)
		return family == ORDER_FAMILY_OTHER;
	if (organization->state != ORDER_STATE_ACTIVE)
		return false;
	if (since != NULL && date_is_known(organization->date_created))
		*since = organization->date_created;
	return true;
}

size_t waiting_domains_done(const struct order_validation *validation)
{
	size_t done = 0;

	for (size_t i = 0; i < validation->domain_count; i++) {
		if (validation->domains[i].done)
			done++;
	}
	return done;
}

static struct waiting gate_only(enum waiting_gate gate)
{
	return (struct waiting){.gate = gate, .since = DATE_NONE};
}

static struct waiting
on_approval(const struct order *order, const struct resend_last *last)
{
	struct waiting waiting = gate_only(WAITING_ORDER_APPROVAL);

	waiting.guessed = last == NULL || !last->known;
	waiting.since = waiting.guessed ? order->date_created : last->time;
	return waiting;
}

static size_t choosable_contacts(
	enum order_family family, const struct order_validation *validation)
{
	struct resend_plan plan;
	size_t choosable;

	resend_plan_init(&plan, family, validation, NULL);
	choosable = plan.choosable;
	resend_plan_clear(&plan);
	return choosable;
}

/* The first open gate of a pending order whose validation is known. */
static struct waiting
first_gate(const struct order *order, const struct order_details *details,
	const struct order_validation *validation,
	const struct resend_last *last)
{
	size_t done = waiting_domains_done(validation);

	if (done < validation->domain_count) {
		struct waiting waiting = gate_only(WAITING_DOMAIN);

		waiting.done = (int)done;
		waiting.of = (int)validation->domain_count;
		return waiting;
	}
	if (!waiting_organization_done(order->family, validation, NULL))
		return gate_only(WAITING_ORGANIZATION);
	if (!order_family_needs_approval(order->family))
		return gate_only(WAITING_DIGICERT);
	if (details != NULL && details->order_approval_complete == 1)
		return gate_only(WAITING_DIGICERT);
	if (choosable_contacts(order->family, validation) == 0)
		return gate_only(WAITING_NO_CONTACT);
	return on_approval(order, last);
}

/* Whether it is approved, the list's row and the validation do not tell. */
static struct waiting
of_pending(const struct order *order, const struct order_details *details,
	const struct order_validation *validation,
	const struct resend_last *last)
{
	struct waiting waiting = gate_only(WAITING_UNKNOWN);

	if (validation != NULL)
		waiting = first_gate(order, details, validation, last);
	/* DigiCert does nothing before. */
	if (waiting.gate == WAITING_DIGICERT &&
		waiting_request(details) != NULL)
		waiting = gate_only(WAITING_ADMINISTRATOR);
	waiting.approved =
		details != NULL && details->order_approval_complete == 1;
	return waiting;
}

static bool is_open_word(const char *status)
{
	return status != NULL &&
	       (text_equal_ascii_case(status, "pending") ||
		       text_equal_ascii_case(status, "submitted"));
}

const struct order_request *waiting_request(const struct order_details *details)
{
	for (size_t i = 0; details != NULL && i < details->request_count; i++) {
		const struct order_request *request = &details->requests[i];

		if (is_open_word(request->status) && request->type != NULL &&
			request->type != order_invalid &&
			strncmp(request->type, "new", 3) != 0)
			return request;
	}
	return NULL;
}

struct waiting
waiting_of(const struct order *order, const struct order_details *details,
	const struct order_validation *validation,
	const struct resend_last *last)
{
	if (details != NULL)
		order = &details->head;
	if (order->status == ORDER_NEEDS_APPROVAL)
		return gate_only(WAITING_ADMINISTRATOR);
	if (!order_status_is_open(order->status) ||
		order->status == ORDER_NEEDS_CSR)
		return gate_only(WAITING_NOTHING);
	if (order->family == ORDER_CLIENT ||
		order->status == ORDER_WAITING_PICKUP)
		return gate_only(WAITING_RECIPIENT);
	if (order->status == ORDER_PROCESSING)
		return gate_only(WAITING_DIGICERT);
	return of_pending(order, details, validation, last);
}

static const char *const gate_texts[] = {
	[WAITING_UNKNOWN] = "...",
	[WAITING_NOTHING] = "-",
	[WAITING_ADMINISTRATOR] = "administrator",
	[WAITING_DOMAIN] = "domain",
	[WAITING_ORGANIZATION] = "organization",
	[WAITING_NO_CONTACT] = "no validated contact",
	[WAITING_ORDER_APPROVAL] = "order approval",
	[WAITING_DIGICERT] = "DigiCert",
	[WAITING_RECIPIENT] = "recipient",
};

const char *waiting_word(enum waiting_gate gate)
{
	return gate_texts[gate];
}

char *
waiting_text(const struct waiting *waiting, int64_t now, char *out, size_t size)
{
	const char *gate = gate_texts[waiting->gate];
	char age[DATE_TEXT_SIZE];

	if (waiting->gate == WAITING_DOMAIN)
		return text_format(out, size, "%s (%d of %d)", gate,
			waiting->done, waiting->of);
	if (waiting->gate != WAITING_ORDER_APPROVAL ||
		!date_is_known(waiting->since))
		return text_format(out, size, "%s", gate);
	return text_format(out, size, "%s %s%s", gate,
		waiting->guessed ? "~" : "",
		date_age_short(waiting->since, now, age));
}
