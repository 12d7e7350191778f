/* SPDX-License-Identifier: MIT
 *
 * The rules of the resend. A plan is made by walking over the verified
 * contacts of all validations once: each address becomes one row, and where a
 * person occurs several times the best occurrence counts.
 */
#include "resend.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "text.h"

/* -- the last known send -- */

void resend_last_clear(struct resend_last *last)
{
	free(last->agent);
	free(last->host);
	for (size_t i = 0; i < last->recipient_count; i++)
		free(last->recipients[i]);
	free(last->recipients);
	*last = (struct resend_last){.known = false};
}

void resend_last_set(struct resend_last *last, int64_t time, const char *agent,
	const char *host, const char *const *recipients, size_t count,
	bool from_note, int64_t journal_id)
{
	/* What is given may be parts of *last itself. */
	struct resend_last fresh = {
		.known = true,
		.time = time,
		.agent = mem_dup(agent),
		.host = mem_dup(host),
		.recipients = mem_array(count + 1, sizeof(char *)),
		.recipient_count = count,
		.from_note = from_note,
		.journal_id = journal_id,
	};

	for (size_t i = 0; i < count; i++)
		fresh.recipients[i] = mem_dup(recipients[i]);
	resend_last_clear(last);
	*last = fresh;
}

void resend_last_copy(struct resend_last *to, const struct resend_last *from)
{
	if (to == from)
		return;
	if (from == NULL || !from->known) {
		resend_last_clear(to);
		return;
	}
	resend_last_set(to, from->time, from->agent, from->host,
		(const char *const *)from->recipients, from->recipient_count,
		from->from_note, from->journal_id);
}

static bool last_has(const struct resend_last *last, const char *email)
{
	if (last == NULL || !last->known)
		return false;
	for (size_t i = 0; i < last->recipient_count; i++) {
		if (text_equal_ascii_case(last->recipients[i], email))
			return true;
	}
	return false;
}

/* -- whether there is a mail -- */

enum resend_mail resend_mail_of(const struct order *order)
{
	if (order->family == ORDER_CLIENT)
		return RESEND_ISSUANCE;
	/* Of a product that is not in our table the server knows more. */
	if (order->family == ORDER_FAMILY_OTHER ||
		order_family_needs_approval(order->family))
		return RESEND_APPROVAL;
	return RESEND_NONE;
}

static const char *product_of(const struct order *order)
{
	if (order->product_name != NULL && *order->product_name != '\0')
		return order->product_name;
	return order_family_label(order->family);
}

static const char *id_of(const struct order *order)
{
	return order->id != NULL ? order->id : "";
}

static bool refuse_status(
	const struct order *order, const char *rule, char *reason, size_t size)
{
	if (order->status == ORDER_STATUS_OTHER &&
		(order->status_text == NULL ||
			order->status_text == order_invalid))
		text_format(reason, size,
			"The status of order %s could not be read; %s.",
			id_of(order), rule);
	else
		text_format(reason, size, "Order %s is %s; %s.", id_of(order),
			order_status_shown(order), rule);
	return false;
}

static bool approval_is_possible(const struct order *order,
	const struct order_details *details,
	const struct order_validation *validation, char *reason, size_t size)
{
	const char *rule = "approval mails are for pending orders";

	if (order->status != ORDER_PENDING &&
		order->status != ORDER_REISSUE_PENDING)
		return refuse_status(order, rule, reason, size);
	if (validation != NULL && validation->order_status_text != NULL &&
		validation->order_status != ORDER_PENDING &&
		validation->order_status != ORDER_REISSUE_PENDING) {
		struct order now = {
			.id = order->id,
			.status = validation->order_status,
			.status_text = validation->order_status_text,
		};
		return refuse_status(&now, rule, reason, size);
	}
	if (details != NULL && details->order_approval_complete == 1) {
		text_format(reason, size,
			"Order %s is approved already; there is nothing left "
			"to approve.",
			id_of(order));
		return false;
	}
	return true;
}

static bool
issuance_is_possible(const struct order *order, char *reason, size_t size)
{
	if (order->status == ORDER_ISSUED ||
		order->status == ORDER_WAITING_PICKUP)
		return true;
	return refuse_status(order,
		"the issuance mail is for orders that are Issued or Emailed "
		"to Recipient",
		reason, size);
}

bool resend_is_possible(const struct order *order,
	const struct order_details *details,
	const struct order_validation *validation, char *reason, size_t size)
{
	const struct order *head = details != NULL ? &details->head : order;
	enum resend_mail mail = resend_mail_of(head);

	text_format(reason, size, "%s", "");
	if (mail == RESEND_APPROVAL)
		return approval_is_possible(
			head, details, validation, reason, size);
	if (mail == RESEND_ISSUANCE)
		return issuance_is_possible(head, reason, size);
	text_format(reason, size,
		"%s has no verified-contact approval; there is no approval "
		"mail to resend.",
		product_of(head));
	return false;
}

const char *resend_issuance_address(const struct order_details *details,
	const struct order_emails *emails, char *reason, size_t size)
{
	const char *first = NULL;

	if (details->email_count > 0)
		first = details->emails[0];
	else if (emails != NULL && emails->count > 0)
		first = emails->items[0].email;
	if (first != NULL && *first != '\0' && first != order_invalid)
		return first;
	text_format(reason, size,
		first == order_invalid
			? "The first e-mail address of order %s could not be "
			  "read, so it is not known where the mail would go."
			: "Order %s lists no e-mail address, so it is not "
			  "known where the mail would go.",
		id_of(&details->head));
	return NULL;
}

/* -- the plan -- */

static const char *const reason_texts[] = {
	[RESEND_CHOOSABLE] = "",
	[RESEND_NOT_VALIDATED] = "not validated yet",
	[RESEND_EXPIRED] = "validation has expired",
	[RESEND_WRONG_KIND] = "wrong kind of contact for this product",
	[RESEND_NO_APPROVAL] = "no approval mail for this product",
	[RESEND_NO_ADDRESS] = "no e-mail address",
	[RESEND_STATE_UNKNOWN] = "state not known, the server decides",
};

const char *resend_reason_text(enum resend_reason reason)
{
	return reason_texts[reason];
}

/* Of several occurrences of a person the one with the lowest rank counts. */
static const int ranks[] = {
	[RESEND_CHOOSABLE] = 0,
	[RESEND_STATE_UNKNOWN] = 1,
	[RESEND_NOT_VALIDATED] = 2,
	[RESEND_EXPIRED] = 3,
	[RESEND_WRONG_KIND] = 4,
	[RESEND_NO_APPROVAL] = 5,
	[RESEND_NO_ADDRESS] = 6,
};

static bool is_given(const char *text)
{
	return text != NULL && *text != '\0' && text != order_invalid;
}

static enum resend_reason reason_of(enum order_family family, unsigned kind,
	const struct order_contact *contact)
{
	unsigned right = order_family_kinds(family);

	if (!is_given(contact->person.email))
		return RESEND_NO_ADDRESS;
	if (right == 0 && family != ORDER_FAMILY_OTHER)
		return RESEND_NO_APPROVAL;
	if (right != 0 && (kind & right) == 0)
		return RESEND_WRONG_KIND;
	switch (contact->state) {
	case ORDER_STATE_ACTIVE:
		return RESEND_CHOOSABLE;
	case ORDER_STATE_PENDING:
		return RESEND_NOT_VALIDATED;
	case ORDER_STATE_EXPIRED:
		return RESEND_EXPIRED;
	default: /* none, or a word that we do not know */
		return RESEND_STATE_UNKNOWN;
	}
}

static const char *
name_of(struct mem_arena *arena, const struct order_person *person)
{
	const char *first =
		is_given(person->first_name) ? person->first_name : "";
	const char *last = is_given(person->last_name) ? person->last_name : "";
	char both[256];

	if (is_given(person->name))
		return mem_arena_dup(arena, person->name);
	text_format(both, sizeof(both), "%s%s%s", first,
		*first != '\0' && *last != '\0' ? " " : "", last);
	return mem_arena_dup(arena, both);
}

struct resend_contact *
resend_plan_find(struct resend_plan *plan, const char *email)
{
	uint32_t hash = text_hash_ascii_case(email);

	for (size_t i = 0; i < plan->count; i++) {
		struct resend_contact *contact = &plan->contacts[i];

		if (contact->email_hash == hash &&
			contact->reason != RESEND_NO_ADDRESS &&
			text_equal_ascii_case(contact->email, email))
			return contact;
	}
	return NULL;
}

static void fill_contact(struct resend_plan *plan, struct resend_contact *out,
	const struct order_contact *contact, enum resend_reason reason)
{
	struct mem_arena *arena = &plan->arena;
	const struct order_person *person = &contact->person;

	out->email = mem_arena_dup(
		arena, is_given(person->email) ? person->email : "");
	out->email_hash = text_hash_ascii_case(out->email);
	out->name = name_of(arena, person);
	out->job_title = mem_arena_dup(
		arena, is_given(person->job_title) ? person->job_title : "");
	out->reason = reason;
	out->state = contact->state;
}

static void add_contact(struct resend_plan *plan, unsigned kind,
	const struct order_contact *contact, enum resend_reason reason)
{
	struct resend_contact *row = NULL;

	if (reason != RESEND_NO_ADDRESS)
		row = resend_plan_find(plan, contact->person.email);
	if (row == NULL) {
		row = &plan->contacts[plan->count++];
		fill_contact(plan, row, contact, reason);
	} else if (ranks[reason] < ranks[row->reason]) {
		row->reason = reason;
		row->state = contact->state;
	}
	row->kinds |= kind;
}

static void add_all(struct resend_plan *plan, enum order_family family,
	const struct order_validation *validation)
{
	for (size_t i = 0; i < validation->organization_count; i++) {
		const struct order_organization_validation *organization =
			&validation->organizations[i];
		unsigned kind = order_kind_from(organization->type);

		for (size_t j = 0; j < organization->contact_count; j++) {
			const struct order_contact *contact =
				&organization->contacts[j];

			add_contact(plan, kind, contact,
				reason_of(family, kind, contact));
		}
	}
}

static size_t count_all(const struct order_validation *validation)
{
	size_t count = 0;

	for (size_t i = 0; i < validation->organization_count; i++)
		count += validation->organizations[i].contact_count;
	return count;
}

/* Choosable contacts first, each group in the server's order. */
static void sort_contacts(struct resend_plan *plan)
{
	struct resend_contact *sorted = mem_arena_alloc(
		&plan->arena, (plan->count + 1) * sizeof(*sorted));
	size_t count = 0;

	for (int choosable = 1; choosable >= 0; choosable--) {
		for (size_t i = 0; i < plan->count; i++) {
			if (plan->contacts[i].choosable == (choosable == 1))
				sorted[count++] = plan->contacts[i];
		}
	}
	plan->contacts = sorted;
}

static void
mark_contacts(struct resend_plan *plan, const struct resend_last *last)
{
	plan->has_last = last != NULL && last->known;
	for (size_t i = 0; i < plan->count; i++) {
		struct resend_contact *contact = &plan->contacts[i];

		contact->choosable = contact->reason == RESEND_CHOOSABLE ||
				     contact->reason == RESEND_STATE_UNKNOWN;
		contact->was_last = last_has(last, contact->email);
		if (contact->choosable)
			plan->choosable++;
		if (contact->reason == RESEND_NOT_VALIDATED &&
			plan->pending_name == NULL)
			plan->pending_name = *contact->name != '\0'
						     ? contact->name
						     : contact->email;
	}
}

/* Only those that are surely validated are chosen beforehand. */
static void choose_validated(struct resend_plan *plan, bool last_only)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct resend_contact *contact = &plan->contacts[i];

		contact->chosen = contact->reason == RESEND_CHOOSABLE &&
				  (contact->was_last || !last_only);
	}
}

void resend_plan_init(struct resend_plan *plan, enum order_family family,
	const struct order_validation *validation,
	const struct resend_last *last)
{
	*plan = (struct resend_plan){.count = 0};
	if (validation == NULL)
		return;
	plan->contacts = mem_arena_alloc(&plan->arena,
		(count_all(validation) + 1) * sizeof(*plan->contacts));
	add_all(plan, family, validation);
	mark_contacts(plan, last);
	sort_contacts(plan);
	if (family == ORDER_FAMILY_OTHER)
		return;
	choose_validated(plan, true);
	if (resend_plan_chosen(plan) == 0)
		choose_validated(plan, false);
}

void resend_plan_clear(struct resend_plan *plan)
{
	mem_arena_clear(&plan->arena);
	*plan = (struct resend_plan){.count = 0};
}

size_t resend_plan_chosen(const struct resend_plan *plan)
{
	size_t chosen = 0;

	for (size_t i = 0; i < plan->count; i++) {
		if (plan->contacts[i].chosen)
			chosen++;
	}
	return chosen;
}

char resend_plan_mark(
	const struct resend_plan *plan, const struct resend_contact *contact)
{
	if (!plan->has_last)
		return ' ';
	if (contact->chosen)
		return contact->was_last ? '=' : '+';
	return contact->was_last ? '-' : ' ';
}

void resend_plan_choose_all(struct resend_plan *plan, bool chosen)
{
	for (size_t i = 0; i < plan->count; i++)
		plan->contacts[i].chosen =
			chosen && plan->contacts[i].choosable;
}

void resend_plan_choose_last(struct resend_plan *plan)
{
	if (!plan->has_last)
		return;
	for (size_t i = 0; i < plan->count; i++) {
		struct resend_contact *contact = &plan->contacts[i];

		contact->chosen = contact->choosable && contact->was_last;
	}
}

/* -- the look before the sending -- */

static bool recheck_contact(struct resend_plan *plan, const char *order_id,
	const char *email, struct error *error)
{
	const struct resend_contact *contact = resend_plan_find(plan, email);

	if (contact == NULL)
		return error_set(error, ERROR_STATE,
			"%s is no longer among the verified contacts of order "
			"%s. Nothing was sent.",
			email, order_id);
	if (!contact->choosable)
		return error_set(error, ERROR_STATE,
			"%s cannot get the mail of order %s any more (%s). "
			"Nothing was sent.",
			email, order_id, resend_reason_text(contact->reason));
	return true;
}

bool resend_recheck(const struct order_details *details,
	const struct order_validation *validation, const char *const *emails,
	size_t count, struct error *error)
{
	const char *id = id_of(&details->head);
	struct resend_plan plan;
	char reason[256];
	bool ok = true;

	if (resend_mail_of(&details->head) == RESEND_ISSUANCE)
		return error_set(error, ERROR_STATE,
			"Order %s is for a client certificate, which has no "
			"approval mail. Nothing was sent.",
			id);
	if (!resend_is_possible(&details->head, details, validation, reason,
		    sizeof(reason)))
		return error_set(
			error, ERROR_STATE, "%s Nothing was sent.", reason);
	if (count == 0)
		return error_set(error, ERROR_STATE,
			"No contact is chosen. Nothing was sent.");
	resend_plan_init(&plan, details->head.family, validation, NULL);
	for (size_t i = 0; i < count && ok; i++)
		ok = recheck_contact(&plan, id, emails[i], error);
	resend_plan_clear(&plan);
	return ok;
}

bool resend_recheck_issuance(
	const struct order_details *details, struct error *error)
{
	char reason[256];

	if (resend_mail_of(&details->head) != RESEND_ISSUANCE)
		return error_set(error, ERROR_STATE,
			"%s has no issuance mail to the recipient. Nothing was "
			"sent.",
			product_of(&details->head));
	if (!resend_is_possible(
		    &details->head, details, NULL, reason, sizeof(reason)))
		return error_set(
			error, ERROR_STATE, "%s Nothing was sent.", reason);
	return true;
}
