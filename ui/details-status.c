/* SPDX-License-Identifier: MIT
 *
 * Certificate status, the first section of the details: what has to be done
 * and by whom, the gates of the order, the last known send and the control
 * that resends it. What blocks now comes first and is bold; what is with
 * DigiCert stands apart. Of an order that is over the gates say nothing any
 * more: what became of it stands there instead.
 */
#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "details-control.h"
#include "details-domains.h"
#include "details-facts.h"
#include "summary-steps.h"
#include "text.h"
#include "wording.h"

/* What the section is made of, looked up once. */
struct status {
	const struct details_facts *facts;
	struct details_page *page;
	struct summary_steps steps;
	size_t domains_done;
	bool is_open; /* something of the order is awaited */
};

static bool is_gate(const struct status *status, enum waiting_gate gate)
{
	return status->steps.waiting.gate == gate;
}

static bool is_approved(const struct status *status)
{
	return status->facts->details != NULL &&
	       status->facts->details->order_approval_complete == 1;
}

static const struct resend_last *last_of(const struct details_facts *facts)
{
	return facts->known != NULL ? &facts->known->last : NULL;
}

/* -- what do you need to do ------------------------------------------------ */

/* Behind the key. Without a call of the account no mail can be resent. */
static const char *
mail_words(const struct status *status, enum summary_steps_help help)
{
	const struct details_source *source = status->facts->source;

	if (store_is_unsettled(source->store, source->order_id))
		return "first settles the send that is unknown";
	if (help == SUMMARY_STEPS_CONTACTS)
		return "shows the contacts";
	if (resend_mail_of(status->facts->head) == RESEND_ISSUANCE &&
		!api_has_issuance_resend(store_api(source->store)))
		return "says where to resend the mail";
	return "resends the mail";
}

/* The controls are below; without them only the console helps. */
static const char *dcv_text(const struct status *status)
{
	const struct details_source *source = status->facts->source;
	const char *key = source->control_key;
	char reason[ERROR_TEXT_SIZE];

	if (key[0] != '\0' &&
		(store_offers(source->store, source->order_id, OFFER_RESEND_DCV,
			 reason, sizeof(reason)) ||
			store_offers(source->store, source->order_id,
				OFFER_CHECK_DCV, reason, sizeof(reason))))
		return source->is_told
			       ? ""
			       : details_page_text(status->page,
					 " %s goes to the control below.", key);
	if (source->address_key[0] != '\0')
		return details_page_text(status->page,
			" %s shows the order's console address.",
			source->address_key);
	return "";
}

/* The key that helps with a step, as a sentence; "" if there is none now. */
static const char *
help_text(const struct status *status, enum summary_steps_help help)
{
	const struct details_source *source = status->facts->source;
	char reason[ERROR_TEXT_SIZE];

	if (help == SUMMARY_STEPS_DCV)
		return dcv_text(status);
	if (help == SUMMARY_STEPS_CONSOLE && source->address_key[0] != '\0')
		return details_page_text(status->page,
			" %s shows the order's console address.",
			source->address_key);
	if ((help != SUMMARY_STEPS_MAIL && help != SUMMARY_STEPS_CONTACTS) ||
		source->mail_key[0] == '\0' ||
		!details_control_works(source, reason, sizeof(reason)))
		return "";
	return details_page_text(status->page, " %s %s.", source->mail_key,
		mail_words(status, help));
}

static void
add_step(const struct status *status, const struct summary_step *step)
{
	details_page_item(status->page,
		canvas_mark(step->blocks ? CANVAS_BLOCKS : CANVAS_NOT_YET),
		step->blocks ? STYLE_BLOCKER : STYLE_TEXT,
		details_page_text(status->page, "%s%s", step->text,
			help_text(status, step->help)));
}

static size_t
add_steps(const struct status *status, bool with_digicert, const char *title)
{
	size_t count = 0;

	for (size_t i = 0; i < status->steps.count; i++) {
		const struct summary_step *step = &status->steps.items[i];

		if ((step->actor == SUMMARY_STEPS_DIGICERT) != with_digicert)
			continue;
		if (count++ == 0)
			details_page_item(status->page, NULL, STYLE_DIM, title);
		add_step(status, step);
	}
	return count;
}

static void add_what_to_do(const struct status *status)
{
	if (is_gate(status, WAITING_UNKNOWN))
		return;
	if (add_steps(status, false, "What do you need to do") == 0 &&
		status->is_open)
		details_page_item(status->page, NULL, STYLE_DIM,
			"What do you need to do: nothing at the moment");
	add_steps(status, true, "With DigiCert");
}

/* -- an order that is over ------------------------------------------------- */

/* The request that ended it, for when and why. */
static const struct order_request *
request_of(const struct order_details *details, const char *type)
{
	for (size_t i = details->request_count; i-- > 0;)
		if (details->requests[i].type != NULL &&
			strcmp(details->requests[i].type, type) == 0)
			return &details->requests[i];
	return NULL;
}

static void add_request_of(const struct status *status, const char *what,
	const struct order_request *request)
{
	const char *when;

	if (request == NULL)
		return;
	when = details_facts_time(status->facts, request->date);
	details_page_field(status->page, NULL,
		details_page_text(status->page, "%s%s%s%s%s", what,
			when != NULL ? " " : "", when != NULL ? when : "",
			request->comments != NULL ? ": " : "",
			request->comments != NULL ? request->comments : ""));
}

/* How long a certificate that counts still does. */
static void add_end(const struct status *status)
{
	const struct order *head = status->facts->head;
	enum style style;
	const char *end =
		details_facts_end(status->facts, head->valid_till, &style);

	if (end == NULL)
		return;
	details_page_marked(status->page, NULL, NULL, style,
		details_page_text(status->page, "the certificate %s %s",
			style == STYLE_EXPIRED ? "expired" : "is valid till",
			end));
}

static void add_what_became(const struct status *status)
{
	const struct details_facts *facts = status->facts;

	if (facts->head->status == ORDER_ISSUED ||
		facts->head->status == ORDER_EXPIRED)
		add_end(status);
	if (facts->head->status == ORDER_STATUS_OTHER)
		details_page_marked(status->page, NULL, NULL, STYLE_DIM,
			"a status that this program does not know; the "
			"console tells more");
	if (facts->details == NULL)
		return;
	if (facts->head->status == ORDER_REVOKED)
		add_request_of(status, "revocation asked for",
			request_of(facts->details, "revoke"));
	if (facts->head->status == ORDER_REJECTED)
		add_request_of(status, "asked for",
			request_of(facts->details, "new_request"));
}

/* -- gates ----------------------------------------------------------------- */

static void add_gate(const struct status *status, const char *label,
	enum canvas_mark mark, const char *text)
{
	static const enum style styles[] = {
		[CANVAS_DONE] = STYLE_OK,
		[CANVAS_BLOCKS] = STYLE_BLOCKER,
		[CANVAS_NOT_YET] = STYLE_TEXT,
		[CANVAS_MORE] = STYLE_TEXT,
	};

	details_page_marked(
		status->page, label, canvas_mark(mark), styles[mark], text);
}

static const char *open_organization(const struct status *status)
{
	if (!is_gate(status, WAITING_ORGANIZATION))
		return "not yet";
	for (size_t i = 0; i < status->steps.count; i++)
		if (status->steps.items[i].blocks &&
			status->steps.items[i].actor != SUMMARY_STEPS_DIGICERT)
			return "waits for you";
	return "waits for DigiCert";
}

static void add_organization_gate(const struct status *status)
{
	const struct order_validation *validation = status->facts->validation;
	int64_t since = DATE_NONE;
	const char *when;

	if (validation == NULL || validation->organization_count == 0)
		return;
	if (!waiting_organization_done(
		    status->facts->head->family, validation, &since)) {
		add_gate(status, "Organization validation",
			is_gate(status, WAITING_ORGANIZATION) ? CANVAS_BLOCKS
							      : CANVAS_NOT_YET,
			open_organization(status));
		return;
	}
	when = details_facts_time(status->facts, since);
	add_gate(status, "Organization validation", CANVAS_DONE,
		details_page_text(status->page, "validated%s%s",
			when != NULL ? " " : "", when != NULL ? when : ""));
}

/* -- domains --------------------------------------------------------------- */

/* What can be done about the open ones, and what was done last. */
static void add_dcv(const struct status *status)
{
	const struct details_source *source = status->facts->source;

	details_control_last_act(status->page, source, JOURNAL_RESEND_DCV,
		"Last known DCV mails");
	details_control_last_act(
		status->page, source, JOURNAL_CHECK_DCV, "Last known check");
	details_control_add_act(status->page, source, DETAILS_RESEND_DCV);
	details_control_add_act(status->page, source, DETAILS_CHECK_DCV);
}

static void add_domain_gate(const struct status *status)
{
	const struct order_validation *validation = status->facts->validation;
	enum canvas_mark mark = CANVAS_DONE;
	bool is_open;

	if (validation == NULL || validation->domain_count == 0)
		return;
	is_open = status->domains_done < validation->domain_count;
	if (is_open)
		mark = is_gate(status, WAITING_DOMAIN) ? CANVAS_BLOCKS
						       : CANVAS_NOT_YET;
	add_gate(status, "Domain validation", mark,
		details_page_text(status->page, "%s%zu of %zu domains%s",
			is_open ? "" : "validated, ", status->domains_done,
			validation->domain_count, is_open ? " validated" : ""));
	details_domains_add_open(status->facts);
	if (is_open)
		add_dcv(status);
}

/* -- approval -------------------------------------------------------------- */

/* The last known send has a line of its own; without one the order's age. */
static const char *approval_age(const struct status *status)
{
	const struct waiting *waiting = &status->steps.waiting;
	char age[DATE_TEXT_SIZE];

	if (!waiting->guessed || !date_is_known(waiting->since))
		return "";
	date_age(waiting->since, status->facts->now, age);
	return details_page_text(status->page, ", ordered %s", age);
}

/* The product has no approval, or we do not know it. */
static void add_no_approval(const struct status *status, const char *label)
{
	const struct order *head = status->facts->head;

	if (resend_mail_of(head) != RESEND_NONE) {
		details_page_field(
			status->page, label, "not known for this product");
		return;
	}
	details_page_marked(status->page, label, NULL, STYLE_DIM,
		details_page_text(status->page, "not part of %s orders",
			order_family_label(head->family)));
}

static void add_open_approval(const struct status *status, const char *label)
{
	if (is_gate(status, WAITING_UNKNOWN))
		details_page_marked(
			status->page, label, NULL, STYLE_DIM, "...");
	else if (is_gate(status, WAITING_ORDER_APPROVAL))
		add_gate(status, label, CANVAS_BLOCKS,
			details_page_text(status->page,
				"waits for a verified contact%s",
				approval_age(status)));
	else if (is_gate(status, WAITING_NO_CONTACT))
		add_gate(status, label, CANVAS_BLOCKS,
			"waits for a validated verified contact");
	else
		add_gate(status, label, CANVAS_NOT_YET, "not yet");
}

static void add_approval_state(const struct status *status)
{
	const struct order *head = status->facts->head;
	const char *label = "Order Approval";

	if (!order_family_needs_approval(head->family))
		add_no_approval(status, label);
	else if (is_approved(status))
		add_gate(status, label, CANVAS_DONE, "approved");
	else if (!status->is_open)
		details_page_marked(status->page, label, NULL, STYLE_DIM,
			details_page_text(status->page,
				"no longer awaited: the order is %s",
				order_status_shown(head)));
	else
		add_open_approval(status, label);
}

/* -- sends ----------------------------------------------------------------- */

static void add_approval(const struct status *status)
{
	const struct details_facts *facts = status->facts;

	if (resend_mail_of(facts->head) == RESEND_ISSUANCE)
		return;
	add_approval_state(status);
	if (resend_mail_of(facts->head) == RESEND_APPROVAL) {
		details_control_last_send(
			status->page, facts->source, last_of(facts));
		details_control_unsettled(
			status->page, facts->source, JOURNAL_RESEND_APPROVAL);
	}
	details_control_add(status->page, facts->source, DETAILS_APPROVAL);
}

/* -- the section ----------------------------------------------------------- */

void details_status_add(const struct details_facts *facts)
{
	struct status status = {
		.facts = facts,
		.page = facts->page,
		.is_open = order_status_is_open(facts->head->status),
	};

	if (facts->validation != NULL)
		status.domains_done = waiting_domains_done(facts->validation);
	summary_steps_init(&status.steps, facts->head, facts->details,
		facts->validation, last_of(facts));
	details_page_marked(facts->page, "Order status", NULL,
		columns_status_style(facts->head->status),
		order_status_shown(facts->head));
	if (!status.is_open)
		add_what_became(&status);
	add_what_to_do(&status);
	if (facts->known != NULL)
		details_control_resource(facts->page, facts->source,
			&facts->known->validation_state, "The validation");
	if (status.is_open) {
		add_organization_gate(&status);
		add_domain_gate(&status);
	}
	add_approval(&status);
	summary_steps_clear(&status.steps);
}
