/* SPDX-License-Identifier: MIT
 *
 * Certificate Details: names, how long it is valid, what identifies it, how it
 * was made; for client certificates the addresses and the issuance mail.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "details-control.h"
#include "details-domains.h"
#include "details-facts.h"
#include "text.h"
#include "wording.h"

static void
field(const struct details_facts *facts, const char *label, const char *text)
{
	details_page_field(facts->page, label, text);
}

/* -- e-mail addresses ------------------------------------------------------ */

static const struct order_email_state *
email_state(const struct details_facts *facts, const char *email)
{
	const struct order_emails *emails =
		facts->known != NULL ? facts->known->emails : NULL;

	for (size_t i = 0; emails != NULL && i < emails->count; i++)
		if (text_equal_ascii_case(emails->items[i].email, email))
			return &emails->items[i];
	return NULL;
}

static void add_email(
	const struct details_facts *facts, const char *label, const char *email)
{
	const struct order_email_state *state = email_state(facts, email);
	struct details_page *page = facts->page;
	const char *address = details_page_address(page, email);
	const char *mailed;

	if (state == NULL) {
		field(facts, label, address);
		return;
	}
	mailed = details_facts_day(facts, state->date_emailed);
	details_page_marked(page, label,
		canvas_mark(state->validated ? CANVAS_DONE : CANVAS_NOT_YET),
		state->validated ? STYLE_OK : STYLE_TEXT,
		details_page_text(page, "%s  %s%s%s", address,
			state->state_text != NULL ? state->state_text : "",
			mailed != NULL ? ", mailed " : "",
			mailed != NULL ? mailed : ""));
}

static void add_addresses(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;
	size_t shown;

	if (details == NULL)
		return;
	shown = details_facts_shown(facts, details->email_count);
	for (size_t i = 0; i < shown; i++)
		add_email(facts, i == 0 ? "Email Addresses" : NULL,
			details->emails[i]);
	details_facts_more(facts, shown, details->email_count, "addresses");
}

static void add_email_addresses(const struct details_facts *facts)
{
	if (facts->head->family != ORDER_CLIENT)
		return;
	add_addresses(facts);
	if (facts->known != NULL &&
		facts->known->emails_state.state != STORE_NEVER)
		details_control_resource(facts->page, facts->source,
			&facts->known->emails_state,
			"The state of the addresses");
	if (facts->known != NULL)
		details_control_last_send(facts->page, facts->source,
			&facts->known->last_issuance);
	details_control_unsettled(
		facts->page, facts->source, JOURNAL_RESEND_ISSUANCE);
	details_control_add(facts->page, facts->source, DETAILS_ISSUANCE);
}

/* -- names and dates ------------------------------------------------------- */

static void add_names(const struct details_facts *facts)
{
	const struct order *head = facts->head;
	size_t count = head->dns_name_count;
	const char *list = details_facts_list(facts, head->dns_names, count);

	field(facts, "Common name", head->common_name);
	if (list != NULL && count > DETAILS_FACTS_LIST)
		list = details_page_text(
			facts->page, "%zu names: %s", count, list);
	field(facts, "DNS names", list);
	if (head->number_of_sans > 0 && (size_t)head->number_of_sans > count)
		details_page_fieldf(facts->page, NULL,
			"%d names in all; the server lists %zu of them",
			head->number_of_sans, count);
}

static void add_validity(const struct details_facts *facts)
{
	const struct order *head = facts->head;
	enum style style;
	const char *till = details_facts_end(facts, head->valid_till, &style);

	if (facts->details != NULL) {
		field(facts, "Date issued",
			details_facts_time(facts, facts->details->date_issued));
		field(facts, "Valid from",
			details_facts_day(facts, facts->details->valid_from));
	}
	/* Of a certificate that does not count any more nothing is near. */
	if (head->status != ORDER_ISSUED && !order_status_is_open(head->status))
		style = STYLE_TEXT;
	details_page_marked(facts->page, "Valid till", NULL, style, till);
	if (till == NULL && head->days_remaining != INT_MIN)
		details_page_fieldf(facts->page, "Valid for", "%d %s",
			head->days_remaining,
			head->days_remaining == 1 ? "day" : "days");
}

/* -- what it is made of ---------------------------------------------------- */

/* "sha256" as "SHA-256"; the server's word for others. */
static const char *
hash_text(const struct details_facts *facts, const char *hash)
{
	char digits[8];

	if (hash == NULL || strlen(hash) > 6 || !text_contains(hash, "sha"))
		return hash;
	text_format(digits, sizeof(digits), "%s", hash + 3);
	if (digits[0] == '-' || strspn(digits, "0123456789") != strlen(digits))
		return hash;
	return details_page_text(facts->page, "SHA-%s", digits);
}

static void add_technology(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;

	field(facts, "Signature hash",
		hash_text(facts, details->signature_hash));
	if (details->key_size > 0)
		details_page_fieldf(
			facts->page, "Key size", "%d bits", details->key_size);
	field(facts, "Issuing CA", details->ca_name);
	field(facts, "Organization units",
		details_facts_list(facts, details->organization_units,
			details->organization_unit_count));
	field(facts, "Server platform", details->server_platform);
	field(facts, "CSR", details->csr != NULL ? "submitted" : NULL);
	field(facts, "CT logging", details->disable_ct ? "off" : NULL);
}

static void add_identity(const struct details_facts *facts)
{
	field(facts, "Serial number", facts->details->serial_number);
	field(facts, "Thumbprint", facts->details->thumbprint);
	field(facts, "Certificate id", facts->head->certificate_id);
}

/* -- what some products have ----------------------------------------------- */

/* "country code: ch", one a line. */
static void add_pairs(const struct details_facts *facts, const char *label,
	const struct order_field *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		details_page_fieldf(facts->page, i == 0 ? label : NULL,
			"%s: %s", details_facts_word(facts, pairs[i].label),
			pairs[i].value != NULL ? pairs[i].value : "-");
}

static void add_token(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;
	const char *method = details->cs_provisioning_method;

	if (method != NULL && strcmp(method, "none") != 0)
		field(facts, "Provisioning", details_facts_word(facts, method));
	field(facts, "Initialization code", details->hardware_init_code);
	add_pairs(facts, "Shipping", details->ship_info,
		details->ship_info_count);
}

static void add_mark(const struct details_facts *facts)
{
	const struct order_mark *mark = &facts->details->mark;

	field(facts, "Mark type", details_facts_word(facts, mark->type));
	add_pairs(facts, "Mark", mark->data, mark->data_count);
	field(facts, "Mark", mark->text);
	field(facts, "Logo", mark->hosted_logo);
	field(facts, "Hosted certificate", mark->hosted_certificate);
	if (mark->enable_hosting >= 0 && mark->hosted_logo == NULL)
		field(facts, "Hosting", mark->enable_hosting ? "on" : "off");
}

/* The domains that the message of this one is told of, too; none if an earlier
 * one had it. */
static size_t
caa_labels(const struct order_details *details, size_t at, const char **labels)
{
	const struct order_field *caa = details->caa;
	size_t count = 0;

	for (size_t i = 0; i < details->caa_count; i++) {
		if (caa[i].value == NULL || caa[at].value == NULL
				? i != at
				: strcmp(caa[i].value, caa[at].value) != 0)
			continue;
		if (i < at)
			return 0;
		labels[count++] = caa[i].label != NULL ? caa[i].label : "-";
	}
	return count;
}

/* Most domains have the same message: each is told once. */
static void add_caa(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;
	const char **labels =
		mem_array(details->caa_count + 1, sizeof(*labels));
	const char *label = "CAA";

	for (size_t i = 0; i < details->caa_count; i++) {
		size_t count = caa_labels(details, i, labels);

		if (count == 0)
			continue;
		details_page_fieldf(facts->page, label, "%s: %s",
			details_facts_list(facts, labels, count),
			details->caa[i].value != NULL ? details->caa[i].value
						      : "-");
		label = NULL;
	}
	free(labels);
}

/* -- the other certificates of the order ------------------------------------
 */

/* "issued 2026-10-01 09:30 UTC, valid till 2027-02-12, 84 days left, serial
 * number 0F00BC; a.example, b.example" */
static const char *other_text(const struct details_facts *facts,
	const struct order_certificate *other)
{
	const char *names = details_facts_list(
		facts, other->dns_names, other->dns_name_count);
	const char *parts[5];
	enum style style;
	size_t count = 0;

	if (other->status_text != NULL)
		parts[count++] = details_facts_word(facts, other->status_text);
	if (date_is_known(other->date_issued))
		parts[count++] = details_page_text(facts->page, "issued %s",
			details_facts_time(facts, other->date_issued));
	if (date_is_known(other->valid_till))
		parts[count++] = details_page_text(facts->page, "valid till %s",
			details_facts_end(facts, other->valid_till, &style));
	if (other->serial_number != NULL)
		parts[count++] = details_page_text(
			facts->page, "serial number %s", other->serial_number);
	if (count == 0)
		parts[count++] = "nothing is told of it";
	return details_page_text(facts->page, "%s%s%s",
		details_page_join(facts->page, parts, count),
		names != NULL ? "; " : "", names != NULL ? names : "");
}

static void add_others(const struct details_facts *facts, const char *label,
	const char *what, const struct store_resource *resource,
	const struct order_certificates *others)
{
	size_t count = others != NULL ? others->count : 0;
	size_t shown = details_facts_shown(facts, count);

	for (size_t i = 0; others != NULL && i < shown; i++)
		field(facts, i == 0 ? label : NULL,
			other_text(facts, &others->items[i]));
	details_facts_more(facts, shown, count, "certificates");
	if (resource->state != STORE_NEVER)
		details_control_resource(
			facts->page, facts->source, resource, what);
}

static void add_all_others(const struct details_facts *facts)
{
	const struct store_order *known = facts->known;

	if (known == NULL)
		return;
	add_others(facts, "Reissues", "The list of reissues",
		&known->reissues_state, known->reissues);
	add_others(facts, "Duplicates", "The list of duplicates",
		&known->duplicates_state, known->duplicates);
}

void details_certificate_add(const struct details_facts *facts)
{
	add_names(facts);
	add_email_addresses(facts);
	if (facts->known != NULL)
		details_control_resource(facts->page, facts->source,
			&facts->known->details_state, "The order");
	add_validity(facts);
	if (facts->details != NULL) {
		add_identity(facts);
		add_technology(facts);
		add_token(facts);
		add_mark(facts);
	}
	details_domains_add_others(facts);
	if (facts->details != NULL)
		add_caa(facts);
	add_all_others(facts);
}
