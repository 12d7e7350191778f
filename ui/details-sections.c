/* SPDX-License-Identifier: MIT
 *
 * The sections below Certificate status. Most of a section is one row a field;
 * the sections themselves are a table in the order of the page.
 */
#include "details-sections.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "wording.h"

/* What every section looks at. */
struct view_of {
	struct details_page *page;
	const struct details_source *source;
	const struct store_order *known; /* may be NULL */
	const struct order *head;
	const struct order_details *details; /* may be NULL */
	int64_t now;
};

static const char *when(const struct view_of *of, int64_t seconds)
{
	return details_page_time(of->page, seconds, of->now);
}

static const char *day(const struct view_of *of, int64_t seconds)
{
	return details_page_day(of->page, seconds, of->now);
}

/* "Ana Ruiz, CTO, ana@example.com, 555-0101"; NULL if nothing is known. */
static const char *
person_text(const struct view_of *of, const struct order_person *person)
{
	const char *parts[5];
	size_t count = 0;

	if (person->name != NULL)
		parts[count++] = person->name;
	else if (person->first_name != NULL && person->last_name != NULL)
		parts[count++] = details_page_text(of->page, "%s %s",
			person->first_name, person->last_name);
	else if (person->last_name != NULL)
		parts[count++] = person->last_name;
	if (person->job_title != NULL)
		parts[count++] = person->job_title;
	if (person->email != NULL)
		parts[count++] = details_page_address(of->page, person->email);
	if (person->telephone != NULL)
		parts[count++] = person->telephone;
	return details_page_join(of->page, parts, count);
}

/* -- certificate details --------------------------------------------------- */

static const struct order_email_state *
email_state(const struct view_of *of, const char *email)
{
	const struct order_emails *emails =
		of->known != NULL ? of->known->emails : NULL;

	for (size_t i = 0; emails != NULL && i < emails->count; i++)
		if (text_equal_ascii_case(emails->items[i].email, email))
			return &emails->items[i];
	return NULL;
}

static void
add_email(const struct view_of *of, const char *label, const char *email)
{
	const struct order_email_state *state = email_state(of, email);
	struct details_page *page = of->page;
	const char *address = details_page_address(page, email);
	const char *mailed;

	if (state == NULL) {
		details_page_field(page, label, address);
		return;
	}
	mailed = day(of, state->date_emailed);
	details_page_marked(page, label,
		canvas_mark(state->validated ? CANVAS_DONE : CANVAS_NOT_YET),
		STYLE_TEXT,
		details_page_text(page, "%s  %s%s%s", address,
			state->state_text != NULL ? state->state_text : "",
			mailed != NULL ? ", mailed " : "",
			mailed != NULL ? mailed : ""));
}

static void add_email_addresses(const struct view_of *of)
{
	if (of->head->family != ORDER_CLIENT)
		return;
	for (size_t i = 0; of->details != NULL && i < of->details->email_count;
		i++)
		add_email(of, i == 0 ? "Email Addresses" : NULL,
			of->details->emails[i]);
	if (of->known != NULL)
		details_status_last_send(
			of->page, of->source, &of->known->last_issuance);
	details_status_unsettled(of->page, of->source, JOURNAL_RESEND_ISSUANCE);
	details_status_control(of->page, of->source, DETAILS_ISSUANCE);
}

static void add_certificate(const struct view_of *of)
{
	const struct order_details *details = of->details;
	const struct order *head = of->head;
	struct details_page *page = of->page;

	details_page_field(page, "Common name", head->common_name);
	details_page_field(page, "DNS names",
		details_page_join(page, head->dns_names, head->dns_name_count));
	add_email_addresses(of);
	if (of->known != NULL)
		details_status_resource(page, of->source,
			&of->known->details_state, "The order");
	if (details == NULL)
		return;
	details_page_field(page, "Organization units",
		details_page_join(page, details->organization_units,
			details->organization_unit_count));
	details_page_field(page, "Serial number", details->serial_number);
	details_page_field(page, "Thumbprint", details->thumbprint);
	details_page_field(page, "Signature hash", details->signature_hash);
	if (details->key_size > 0)
		details_page_fieldf(
			page, "Key size", "%d bits", details->key_size);
	details_page_field(page, "Issuing CA", details->ca_name);
	details_page_field(page, "Server platform", details->server_platform);
	details_page_field(
		page, "Provisioning", details->cs_provisioning_method);
	details_page_field(
		page, "CSR", details->csr != NULL ? "submitted" : NULL);
	details_page_field(page, "Date issued", when(of, details->date_issued));
	details_page_field(page, "Valid from", day(of, details->valid_from));
	details_page_field(page, "Valid till", day(of, head->valid_till));
}

/* -- order details --------------------------------------------------------- */

static void add_requests(const struct view_of *of)
{
	for (size_t i = 0; i < of->details->request_count; i++) {
		const struct order_request *request = &of->details->requests[i];
		const char *date = when(of, request->date);

		details_page_fieldf(of->page, i == 0 ? "Requests" : NULL,
			"%s: %s%s%s%s%s",
			request->type != NULL ? request->type : "request",
			request->status != NULL ? request->status : "-",
			date != NULL ? ", " : "", date != NULL ? date : "",
			request->comments != NULL ? ", " : "",
			request->comments != NULL ? request->comments : "");
	}
}

static const char *flags_text(const struct view_of *of)
{
	const struct order_details *details = of->details;
	const struct {
		bool holds;
		const char *text;
	} flags[] = {
		{details->is_renewal, "renewal"},
		{of->head->is_renewed, "renewed"},
		{of->head->has_duplicates, "has duplicates"},
		{details->is_multi_year_plan, "multi-year plan"},
		{details->has_pending_request, "has a pending request"},
		{details->disable_renewal_notifications,
			"no renewal notifications"},
		{details->disable_issuance_email, "no issuance email"},
		{details->is_guest_access_enabled, "guest access"},
	};
	const char *texts[ARRAY_LEN(flags)];
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(flags); i++)
		if (flags[i].holds)
			texts[count++] = flags[i].text;
	return details_page_join(of->page, texts, count);
}

static void add_order_people(const struct view_of *of)
{
	const struct order_details *details = of->details;
	struct details_page *page = of->page;

	details_page_field(
		page, "Requested by", person_text(of, &details->user));
	details_page_field(
		page, "Approved by", person_text(of, &details->approver));
	details_page_field(page, "Additional emails",
		details_page_join(page, details->additional_emails,
			details->additional_email_count));
}

static void add_order(const struct view_of *of)
{
	const struct order_details *details = of->details;
	const struct order *head = of->head;
	struct details_page *page = of->page;

	details_page_field(page, "Order", head->id);
	details_page_field(page, "Product", head->product_name);
	details_page_field(page, "Division", head->container_name);
	details_page_field(page, "Order date", when(of, head->date_created));
	if (head->validity_years > 0)
		details_page_fieldf(page, "Certificate validity", "%d %s",
			head->validity_years,
			wording_plural(
				(size_t)head->validity_years, "year", "years"));
	if (details == NULL)
		return;
	details_page_field(
		page, "Order end date", day(of, details->order_valid_till));
	add_order_people(of);
	add_requests(of);
	details_page_field(page, "Renewal of", details->renewal_of_order_id);
	details_page_field(page, "Renewed by", details->renewed_order_id);
	details_page_field(
		page, "Alternative order", details->alternative_order_id);
	details_page_field(page, "DCV method", details->dcv_method);
	details_page_field(page, "Payment method", details->payment_method);
	details_page_field(page, "Also", flags_text(of));
	for (size_t i = 0; i < details->custom_field_count; i++)
		details_page_field(page,
			details->custom_fields[i].label != NULL
				? details->custom_fields[i].label
				: "Custom field",
			details->custom_fields[i].value);
}

/* -- organization ---------------------------------------------------------- */

static void add_checks(const struct view_of *of,
	const struct order_organization_validation *validation)
{
	for (size_t i = 0; i < validation->check_count; i++) {
		const struct order_check *check = &validation->checks[i];

		if (check->name == NULL)
			continue;
		details_page_marked(of->page, NULL,
			canvas_mark(check->done ? CANVAS_DONE : CANVAS_NOT_YET),
			STYLE_TEXT,
			details_page_text(of->page, "%s: %s", check->name,
				check->state != NULL ? check->state : "-"));
	}
}

static const char *validation_text(const struct view_of *of,
	const struct order_organization_validation *validation)
{
	const char *since = when(of, validation->date_created);
	const char *until = day(of, validation->validated_until);
	bool done = validation->state == ORDER_STATE_ACTIVE;

	return details_page_text(of->page, "%s%s%s%s%s",
		done ? "validated"
		     : (validation->state_text != NULL ? validation->state_text
						       : "not told"),
		done && since != NULL ? " " : "",
		done && since != NULL ? since : "",
		until != NULL ? "; until " : "", until != NULL ? until : "");
}

static void add_validation(const struct view_of *of,
	const struct order_organization_validation *validation)
{
	bool done = validation->state == ORDER_STATE_ACTIVE;
	const char *name = validation->name;

	if (name == NULL)
		name = validation->type != NULL ? validation->type : "other";
	details_page_marked(of->page,
		details_page_text(of->page, "%s validation", name),
		canvas_mark(done ? CANVAS_DONE : CANVAS_NOT_YET),
		done ? STYLE_OK : STYLE_TEXT, validation_text(of, validation));
	add_checks(of, validation);
}

static const char *place_text(const struct view_of *of)
{
	const char *parts[3];
	size_t count = 0;

	if (of->details == NULL)
		return NULL;
	if (of->details->organization_city != NULL)
		parts[count++] = of->details->organization_city;
	if (of->details->organization_state != NULL)
		parts[count++] = of->details->organization_state;
	if (of->details->organization_country != NULL)
		parts[count++] = of->details->organization_country;
	return details_page_join(of->page, parts, count);
}

static void add_organization(const struct view_of *of)
{
	const struct order_validation *validation =
		of->known != NULL ? of->known->validation : NULL;
	const char *name = of->head->organization_name;

	if (name == NULL && validation != NULL)
		name = validation->organization_name;
	details_page_field(of->page, "Organization", name);
	details_page_field(of->page, "Location", place_text(of));
	for (size_t i = 0;
		validation != NULL && i < validation->organization_count; i++)
		add_validation(of, &validation->organizations[i]);
}

/* -- contacts -------------------------------------------------------------- */

/* One person in several validations is one row when the state is the same. */
struct merged {
	const struct order_contact *contact;
	unsigned kinds;
};

static void merge_contact(struct merged *rows, size_t *count,
	const struct order_contact *contact, unsigned kind)
{
	for (size_t i = 0; i < *count; i++) {
		const struct order_contact *row = rows[i].contact;

		if (row->person.email == NULL || row->state != contact->state ||
			!text_equal_ascii_case(
				row->person.email, contact->person.email))
			continue;
		rows[i].kinds |= kind;
		return;
	}
	rows[*count].contact = contact;
	rows[(*count)++].kinds = kind;
}

static size_t
merge_contacts(const struct order_validation *validation, struct merged **rows)
{
	size_t all = 0, count = 0;

	for (size_t i = 0; i < validation->organization_count; i++)
		all += validation->organizations[i].contact_count;
	*rows = mem_array(all + 1, sizeof(**rows));
	for (size_t i = 0; i < validation->organization_count; i++) {
		const struct order_organization_validation *from =
			&validation->organizations[i];

		for (size_t k = 0; k < from->contact_count; k++)
			merge_contact(*rows, &count, &from->contacts[k],
				order_kind_from(from->type));
	}
	return count;
}

static void
add_verified(const struct view_of *of, const struct merged *row, bool first)
{
	bool done = row->contact->state == ORDER_STATE_ACTIVE;
	const char *person = person_text(of, &row->contact->person);
	const char *state = row->contact->state_text;
	char kinds[32];

	if (state == NULL)
		state = "not told";
	order_kinds_text(row->kinds, kinds, sizeof(kinds));
	details_page_marked(of->page, first ? "Verified contacts" : NULL,
		canvas_mark(done ? CANVAS_DONE : CANVAS_NOT_YET), STYLE_TEXT,
		details_page_text(of->page, "%s%s%s: %s", kinds,
			kinds[0] != '\0' ? " " : "", done ? "validated" : state,
			person != NULL ? person : "without a name"));
}

static void add_contacts(const struct view_of *of)
{
	const struct order_validation *validation =
		of->known != NULL ? of->known->validation : NULL;
	struct merged *rows;
	size_t count;

	if (of->details != NULL) {
		details_page_field(of->page, "Organization contact",
			person_text(of, &of->details->organization_contact));
		details_page_field(of->page, "Technical contact",
			person_text(of, &of->details->technical_contact));
	}
	if (validation == NULL)
		return;
	count = merge_contacts(validation, &rows);
	for (size_t i = 0; i < count; i++)
		add_verified(of, &rows[i], i == 0);
	free(rows);
}

static void add_user_access(const struct view_of *of)
{
	if (of->details == NULL)
		return;
	for (size_t i = 0; i < of->details->user_assignment_count; i++)
		details_page_field(of->page, i == 0 ? "Users" : NULL,
			person_text(of, &of->details->user_assignments[i]));
}

/* -- all of them ----------------------------------------------------------- */

static const struct {
	const char *heading;
	void (*add)(const struct view_of *of);
} sections[] = {
	{"Certificate Details", add_certificate},
	{"Order Details", add_order},
	{"Organization", add_organization},
	{"Contacts", add_contacts},
	{"User Access", add_user_access},
};

/* There is nothing to show but why: loading, no such order, or a failure. */
static void
add_no_order(struct details_page *page, const struct details_source *source)
{
	const struct store_order *known =
		store_order(source->store, source->order_id);

	details_page_section(
		page, details_page_text(page, "Order %s", source->order_id));
	if (known == NULL) {
		details_page_item(page, NULL, STYLE_DIM, "loading ...");
		return;
	}
	if (known->details_state.error.kind == ERROR_NOT_FOUND &&
		!known->details_state.refreshing) {
		details_page_item(page, canvas_mark(CANVAS_BLOCKS), STYLE_ERROR,
			details_page_text(page,
				"There is no order %s in this account. %s%s",
				source->order_id,
				known->details_state.error.text,
				wording_stop(known->details_state.error.text)));
		details_page_item(page, NULL, STYLE_TEXT,
			"Check the number; an order of another account or "
			"sub-account is not visible with this key.");
		return;
	}
	details_status_resource(
		page, source, &known->details_state, "The order");
}

void details_sections_build(
	struct details_page *page, const struct details_source *source)
{
	struct view_of of = {
		.page = page,
		.source = source,
		.known = store_order(source->store, source->order_id),
		.head = store_order_head(source->store, source->order_id),
		.now = source->now,
	};

	if (of.head == NULL) {
		add_no_order(page, source);
		return;
	}
	if (of.known != NULL)
		of.details = of.known->details;
	details_status_add(page, source);
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		details_page_section(page, sections[i].heading);
		sections[i].add(&of);
	}
	details_history_add(page, source);
}
