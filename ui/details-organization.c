/* SPDX-License-Identifier: MIT
 *
 * Organization and Contacts: what DigiCert has validated and until when, and
 * who may approve the order, or why not.
 */
#include <stdlib.h>
#include <string.h>

#include "details-control.h"
#include "details-facts.h"
#include "text.h"
#include "wording.h"

/* -- organization ---------------------------------------------------------- */

/* "organization type, address verification" of those that are open. */
static const char *open_checks(const struct details_facts *facts,
	const struct order_check *checks, size_t count)
{
	const char **names = mem_array(count + 1, sizeof(*names));
	const char *text;
	size_t open = 0;

	for (size_t i = 0; i < count; i++)
		if (!checks[i].done && checks[i].name != NULL)
			names[open++] =
				details_facts_word(facts, checks[i].name);
	text = details_facts_list(facts, names, open);
	free(names);
	return text;
}

/* "5 of 5 checks done", "3 of 5 checks done; open: address verification" */
static void add_checks(const struct details_facts *facts, const char *label,
	const struct order_check *checks, size_t count)
{
	size_t done = 0;
	const char *open;

	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++)
		done += checks[i].done;
	open = open_checks(facts, checks, count);
	details_page_marked(facts->page, label,
		canvas_mark(done == count ? CANVAS_DONE : CANVAS_NOT_YET),
		STYLE_TEXT,
		details_page_text(facts->page, "%zu of %zu checks done%s%s",
			done, count, open != NULL ? "; open: " : "",
			open != NULL ? open : ""));
}

static const char *
state_word(const struct order_organization_validation *validation)
{
	if (validation->state == ORDER_STATE_ACTIVE)
		return "validated";
	return validation->state_text != NULL ? validation->state_text
					      : "not told";
}

static void add_until(const struct details_facts *facts,
	const struct order_organization_validation *validation)
{
	enum style style;
	const char *until =
		details_facts_end(facts, validation->validated_until, &style);

	details_page_marked(facts->page, NULL, NULL, style,
		until != NULL ? details_page_text(facts->page,
					"until %s; needed here", until)
			      : "needed here");
}

static const char *validation_label(const struct details_facts *facts,
	const struct order_organization_validation *validation)
{
	return details_page_text(
		facts->page, "%s validation", wording_validation(validation));
}

/* The one that the order needs, with everything that is known of it. */
static void add_needed(const struct details_facts *facts,
	const struct order_organization_validation *validation)
{
	bool done = validation->state == ORDER_STATE_ACTIVE;
	const char *since = details_facts_time(facts, validation->date_created);

	if (!done)
		since = NULL;
	details_page_marked(facts->page, validation_label(facts, validation),
		canvas_mark(done ? CANVAS_DONE : CANVAS_NOT_YET),
		done ? STYLE_OK : STYLE_TEXT,
		details_page_text(facts->page, "%s%s%s", state_word(validation),
			since != NULL ? " " : "", since != NULL ? since : ""));
	add_until(facts, validation);
	add_checks(facts, NULL, validation->checks, validation->check_count);
}

/* Another one in a line; what DigiCert still checks only while it does. */
static void add_other(const struct details_facts *facts,
	const struct order_organization_validation *validation)
{
	bool done = validation->state == ORDER_STATE_ACTIVE;
	enum style style;
	const char *until =
		details_facts_end(facts, validation->validated_until, &style);

	if (style == STYLE_TEXT && done)
		style = STYLE_OK;
	details_page_marked(facts->page, validation_label(facts, validation),
		canvas_mark(done ? CANVAS_DONE : CANVAS_NOT_YET), style,
		details_page_text(facts->page, "%s%s%s", state_word(validation),
			until != NULL ? " until " : "",
			until != NULL ? until : ""));
	if (!done)
		add_checks(facts, NULL, validation->checks,
			validation->check_count);
}

/* The one that the order needs comes first. */
static void add_validations(const struct details_facts *facts)
{
	const struct order_validation *validation = facts->validation;
	const struct order_organization_validation *needed =
		waiting_organization(facts->head->family, validation);

	if (needed != NULL)
		add_needed(facts, needed);
	for (size_t i = 0; i < validation->organization_count; i++)
		if (&validation->organizations[i] != needed)
			add_other(facts, &validation->organizations[i]);
}

/* Without the order's validation those of the organization itself; else
 * Certificate status has said why there are none. */
static void add_no_validation(const struct details_facts *facts)
{
	const struct organization_validations *validations =
		facts->organization != NULL ? facts->organization->validations
					    : NULL;
	enum store_state state = facts->known != NULL
					 ? facts->known->validation_state.state
					 : STORE_NEVER;

	for (size_t i = 0; validations != NULL && i < validations->count; i++)
		add_other(facts, &validations->items[i]);
	if (validations == NULL || validations->count == 0)
		details_page_marked(facts->page, "Validations", NULL, STYLE_DIM,
			state == STORE_FAILED ? "could not be read, see above"
					      : "loading ...");
}

/* "Main Street 1, 3000 Bern, BE, ch" of what is told. */
static const char *join_place(
	const struct details_facts *facts, const char *const *all, size_t count)
{
	const char *parts[8];
	size_t given = 0;

	for (size_t i = 0; i < count; i++)
		if (all[i] != NULL && all[i][0] != '\0')
			parts[given++] = all[i];
	return details_page_join(facts->page, parts, given);
}

static const char *place_text(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;

	if (details == NULL)
		return NULL;
	return join_place(facts,
		(const char *const[]){details->organization_city,
			details->organization_state,
			details->organization_country},
		3);
}

/* "3000 Bern" */
static const char *
town_text(const struct details_facts *facts, const struct organization *info)
{
	if (info->zip == NULL || info->city == NULL)
		return info->zip != NULL ? info->zip : info->city;
	return details_page_text(facts->page, "%s %s", info->zip, info->city);
}

static void
add_address(const struct details_facts *facts, const struct organization *info)
{
	const char *const parts[] = {info->address, info->address2,
		town_text(facts, info), info->state, info->country};

	details_page_field(facts->page, "Address",
		join_place(facts, parts, ARRAY_LEN(parts)));
	details_page_field(facts->page, "Telephone", info->telephone);
	details_page_field(facts->page, "Assumed name", info->assumed_name);
}

static void add_activity(const struct details_facts *facts)
{
	const struct organization *info =
		facts->organization != NULL ? facts->organization->organization
					    : NULL;
	bool is_off = (info != NULL && info->is_active == 0) ||
		      (facts->details != NULL &&
			      facts->details->organization_is_active == 0);

	if (is_off)
		details_page_marked(facts->page, "State", NULL, STYLE_WARNING,
			"not active");
	else if (info != NULL && info->status != NULL &&
		 strcmp(info->status, "active") != 0)
		details_page_field(facts->page, "State",
			details_facts_word(facts, info->status));
}

/* What the organization itself tells, or why it does not. */
static void add_info(const struct details_facts *facts)
{
	const struct store_organization *organization = facts->organization;

	if (organization != NULL && organization->organization != NULL)
		add_address(facts, organization->organization);
	else
		details_page_field(facts->page, "Location", place_text(facts));
	add_activity(facts);
	if (store_account(facts->source->store)->no_organizations)
		details_page_item(facts->page, NULL, STYLE_DIM,
			"The API key has no rights on organizations; this is "
			"what the order and its validation tell.");
	else if (organization != NULL)
		details_control_resource(facts->page, facts->source,
			&organization->resource, "The organization");
}

void details_organization_add(const struct details_facts *facts)
{
	const char *name = facts->head->organization_name;

	if (name == NULL && facts->validation != NULL)
		name = facts->validation->organization_name;
	details_page_field(facts->page, "Organization", name);
	if (name != NULL || facts->organization != NULL)
		add_info(facts);
	if (facts->validation != NULL)
		add_validations(facts);
	else
		add_no_validation(facts);
	if (facts->details != NULL)
		add_checks(facts, "Checks", facts->details->checks,
			facts->details->check_count);
}

/* -- contacts -------------------------------------------------------------- */

/* One person in several validations is one row when the state is the same. */
struct merged {
	const struct order_contact *contact;
	unsigned kinds;
	const char *reason; /* why the mail cannot go there; NULL: it can */
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

/* Why the mail of this order cannot go to the person; NULL: it can, or there
 * is no such mail. */
static const char *why_not(struct resend_plan *plan, const struct merged *row)
{
	const struct resend_contact *planned;

	if (plan->count == 0)
		return NULL;
	planned = row->contact->person.email != NULL
			  ? resend_plan_find(plan, row->contact->person.email)
			  : NULL;
	if (planned == NULL)
		return resend_reason_text(RESEND_NO_ADDRESS);
	return planned->choosable ? NULL : resend_reason_text(planned->reason);
}

static void add_reasons(
	const struct details_facts *facts, struct merged *rows, size_t count)
{
	struct resend_plan plan;

	if (resend_mail_of(facts->head) != RESEND_APPROVAL ||
		!order_status_is_open(facts->head->status))
		return;
	resend_plan_init(&plan, facts->head->family, facts->validation, NULL);
	for (size_t i = 0; i < count; i++)
		rows[i].reason = why_not(&plan, &rows[i]);
	resend_plan_clear(&plan);
}

static void add_verified(const struct details_facts *facts,
	const struct merged *row, const char *label)
{
	bool done = row->contact->state == ORDER_STATE_ACTIVE;
	const char *person = details_facts_person(facts, &row->contact->person);
	const char *state = row->contact->state_text;
	char kinds[32];

	if (state == NULL)
		state = "not told";
	order_kinds_text(row->kinds, kinds, sizeof(kinds));
	details_page_marked(facts->page, label,
		canvas_mark(done ? CANVAS_DONE : CANVAS_NOT_YET),
		row->reason == NULL ? STYLE_TEXT : STYLE_DIM,
		details_page_text(facts->page, "%s%s%s: %s%s%s%s", kinds,
			kinds[0] != '\0' ? " " : "", done ? "validated" : state,
			person != NULL ? person : "without a name",
			row->reason != NULL ? " (cannot be chosen: " : "",
			row->reason != NULL ? row->reason : "",
			row->reason != NULL ? ")" : ""));
}

/* Those whom the mail can go to come first. */
static void add_all_verified(const struct details_facts *facts)
{
	struct merged *rows;
	size_t all = merge_contacts(facts->validation, &rows);
	size_t shown = details_facts_shown(facts, all);
	size_t count = 0;

	add_reasons(facts, rows, all);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < all && count < shown; i++) {
			if ((rows[i].reason == NULL) != (pass == 0))
				continue;
			add_verified(facts, &rows[i],
				count++ == 0 ? "Verified contacts" : NULL);
		}
	details_facts_more(facts, shown, all, "verified contacts");
	free(rows);
}

void details_organization_add_contacts(const struct details_facts *facts)
{
	const struct order_details *details = facts->details;
	const char *organization, *technical;

	if (details != NULL) {
		organization = details_facts_person(
			facts, &details->organization_contact);
		technical = details_facts_person(
			facts, &details->technical_contact);
		if (organization != NULL && technical != NULL &&
			strcmp(organization, technical) == 0)
			technical = "the same person";
		details_page_field(
			facts->page, "Organization contact", organization);
		details_page_field(facts->page, "Technical contact", technical);
	}
	if (facts->validation != NULL)
		add_all_verified(facts);
}
