/* SPDX-License-Identifier: MIT
 *
 * Order Details and User Access: what was ordered, when, by whom, what follows
 * from it, and who else may work on it.
 */
#include <stdlib.h>
#include <string.h>

#include "details-control.h"
#include "details-facts.h"
#include "wording.h"

static void
field(const struct details_facts *facts, const char *label, const char *text)
{
	details_page_field(facts->page, label, text);
}

/* -- the order ------------------------------------------------------------- */

/* "Secure Site EV, Extended Organization Validation (EV)" */
static void add_product(const struct details_facts *facts)
{
	const struct order *head = facts->head;
	const char *name = head->product_name != NULL ? head->product_name
						      : head->product_name_id;
	const char *kind = NULL;

	if (facts->details != NULL)
		kind = facts->details->validation_description != NULL
			       ? facts->details->validation_description
			       : facts->details->validation_name;
	field(facts, "Product", name);
	field(facts, "Validation type", kind);
	if (facts->details != NULL && facts->details->is_multi_year_plan)
		field(facts, "Plan", "multi-year");
}

/* What was asked for, in years, days or until a date. */
static void add_period(const struct details_facts *facts)
{
	const struct order *head = facts->head;
	const struct order_details *details = facts->details;

	if (head->validity_years > 0)
		details_page_fieldf(facts->page, "Validity period", "%d %s",
			head->validity_years,
			wording_plural(
				(size_t)head->validity_years, "year", "years"));
	else if (details != NULL && details->validity_days > 0)
		details_page_fieldf(facts->page, "Validity period", "%d %s",
			details->validity_days,
			wording_plural(
				(size_t)details->validity_days, "day", "days"));
	else if (details != NULL && details->custom_expiration != NULL)
		details_page_fieldf(facts->page, "Validity period", "until %s",
			details->custom_expiration);
}

static void add_end(const struct details_facts *facts)
{
	enum style style;
	const char *end =
		details_facts_end(facts, facts->head->order_valid_till, &style);

	if (!order_status_is_open(facts->head->status) &&
		facts->head->status != ORDER_ISSUED)
		style = STYLE_TEXT;
	details_page_marked(facts->page, "Order end date", NULL, style, end);
}

/* -- requests -------------------------------------------------------------- */

static const char *request_text(
	const struct details_facts *facts, const struct order_request *request)
{
	const char *type = details_facts_word(facts, request->type);
	const char *date = details_facts_time(facts, request->date);

	return details_page_text(facts->page, "%s: %s%s%s%s%s",
		type != NULL ? type : "request",
		request->status != NULL
			? details_facts_word(facts, request->status)
			: "-",
		date != NULL ? ", " : "", date != NULL ? date : "",
		request->comments != NULL ? ", " : "",
		request->comments != NULL ? request->comments : "");
}

static void add_requests(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;
	size_t shown = details_facts_shown(facts, details->request_count);

	for (size_t i = 0; i < shown; i++)
		field(facts, i == 0 ? "Requests" : NULL,
			request_text(facts, &details->requests[i]));
	details_facts_more(facts, shown, details->request_count, "requests");
	if (details->has_pending_request && details->request_count == 0)
		field(facts, "Requests", "one is pending");
}

/* -- notices --------------------------------------------------------------- */

/* "on, 90, 60 and 30 days before the end, 7 days after it" */
static const char *notices_text(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;
	const char *texts[ORDER_NOTICES];
	size_t count = 0;

	for (size_t i = 0; i < details->renewal_notice_count; i++) {
		int days = details->renewal_notices[i];

		texts[count++] = details_page_text(facts->page, "%d days %s",
			abs(days), days < 0 ? "after it" : "before the end");
	}
	if (count == 0)
		return "on";
	return details_page_text(facts->page, "on, %s",
		details_page_join(facts->page, texts, count));
}

static void add_notices(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;

	field(facts, "Additional emails",
		details_facts_list(facts, details->additional_emails,
			details->additional_email_count));
	field(facts, "Renewal notices",
		details->disable_renewal_notifications ? "off"
						       : notices_text(facts));
	if (details->disable_issuance_email)
		field(facts, "Issuance email", "off");
}

/* -- what came before and after -------------------------------------------- */

static void add_count(const struct details_facts *facts, const char *label,
	int count, const char *otherwise)
{
	if (count > 0)
		details_page_fieldf(facts->page, label, "%d", count);
	else
		field(facts, label, otherwise);
}

static void add_relatives(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;
	const struct order *head = facts->head;

	if (details->renewal_of_order_id != NULL)
		field(facts, "Renewal of", details->renewal_of_order_id);
	else if (details->is_renewal)
		field(facts, "Renewal of", "an earlier order");
	if (details->renewed_order_id != NULL)
		field(facts, "Renewed by", details->renewed_order_id);
	else if (head->is_renewed)
		field(facts, "Renewed by", "a later order");
	add_count(facts, "Reissues", head->reissues_count, NULL);
	add_count(facts, "Duplicates", head->duplicates_count,
		head->has_duplicates ? "there are some" : NULL);
	field(facts, "Alternative order", details->alternative_order_id);
}

/* -- money, and who pays --------------------------------------------------- */

static void add_payment(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;
	const char *parts[3];
	size_t count = 0;

	if (details->payment_method != NULL)
		parts[count++] =
			details_facts_word(facts, details->payment_method);
	if (details->price != NULL)
		parts[count++] = details_page_text(facts->page, "%s%s%s",
			details->price, details->currency != NULL ? " " : "",
			details->currency != NULL ? details->currency : "");
	if (details->is_out_of_contract)
		parts[count++] = "out of contract";
	field(facts, "Payment", details_page_join(facts->page, parts, count));
	if (details->api_key_name != NULL)
		details_page_fieldf(facts->page, "Ordered with", "%s %s",
			details->api_key_type != NULL
				? details_facts_word(
					  facts, details->api_key_type)
				: "key",
			details->api_key_name);
}

/* Names and servers that were paid for. */
static void add_bought(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;

	if (details->purchased_dns_names > 0)
		details_page_fieldf(facts->page, "Names paid for", "%d",
			details->purchased_dns_names);
	if (details->purchased_wildcard_names > 0)
		details_page_fieldf(facts->page, "Wildcards paid for", "%d",
			details->purchased_wildcard_names);
	if (details->server_licenses > 0)
		details_page_fieldf(facts->page, "Server licenses", "%d",
			details->server_licenses);
	field(facts, "Receipt", details->receipt_id);
}

static void add_custom_fields(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;

	for (size_t i = 0; i < details->custom_field_count; i++)
		field(facts,
			details->custom_fields[i].label != NULL
				? details->custom_fields[i].label
				: "Custom field",
			details->custom_fields[i].value);
}

void details_order_add(const struct details_facts *facts)
{
	const struct order *head = facts->head;
	const struct order_details *details = facts->details;

	field(facts, "Order", head->id);
	add_product(facts);
	field(facts, "Division", head->container_name);
	field(facts, "Order date",
		details_facts_time(facts, head->date_created));
	add_period(facts);
	add_end(facts);
	if (details == NULL)
		return;
	field(facts, "Requested by",
		details_facts_person(facts, &details->user));
	field(facts, "Approved by",
		details_facts_person(facts, &details->approver));
	add_requests(facts);
	add_notices(facts);
	add_relatives(facts);
	field(facts, "DCV method",
		details_facts_word(facts, details->dcv_method));
	add_payment(facts);
	add_bought(facts);
	add_custom_fields(facts);
	if (head->unreadable > 0)
		details_page_marked(facts->page, "Unreadable", NULL,
			STYLE_WARNING,
			details_page_text(facts->page,
				"%d %s of the server's answer; the log (@) "
				"names the first",
				head->unreadable,
				wording_plural((size_t)head->unreadable,
					"member", "members")));
}

/* -- user access ----------------------------------------------------------- */

void details_order_add_access(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;
	size_t count, shown;

	if (details == NULL)
		return;
	count = details->user_assignment_count;
	shown = details_facts_shown(facts, count);
	for (size_t i = 0; i < shown; i++)
		field(facts, i == 0 ? "Users" : NULL,
			details_facts_person(
				facts, &details->user_assignments[i]));
	details_facts_more(facts, shown, count, "users");
	if (details->guest_access >= 0)
		field(facts, "Guest access",
			details->guest_access == 1 ? "on" : "off");
	details_control_add_act(facts->page, facts->source, DETAILS_ACCESS);
}
