/* SPDX-License-Identifier: MIT
 *
 * The kinds of writes, one row each: what is read before, what must be there,
 * what is sent. A new kind is a row here and, if its question is new, one
 * function in action-recheck.c and one in action-body.c.
 */
#include "action-private.h"

#include <assert.h>
#include <string.h>

#include "attr.h"

/* -- what is missing -- */

static bool is_blank(const char *text)
{
	return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

static const char *needs_text(const struct action *action)
{
	return is_blank(action->inner->text) ? "The text of the note is empty."
					     : NULL;
}

static const char *needs_reason(const struct action *action)
{
	return is_blank(action->inner->text)
		       ? "An order is canceled with a note that says why."
		       : NULL;
}

/* Where certificates go as copies; certcentral-api.md 5. */
static const char *needs_format(const struct action *action)
{
	static const char *const formats[] = {
		"attachment", "plaintext", "downloadlink"};
	const char *word = action->inner->word;

	if (action->recipient_count == 0)
		return "No address is given.";
	for (size_t i = 0; word != NULL && i < ARRAY_LEN(formats); i++) {
		if (strcmp(formats[i], word) == 0)
			return NULL;
	}
	return "The certificate goes as an attachment, as plain text or as a "
	       "download link.";
}

static const char *needs_name(const struct action *action)
{
	const struct order_person *person = &action->inner->person;

	if (is_blank(person->first_name) || is_blank(person->last_name))
		return "First name and last name are needed.";
	return NULL;
}

/* 7.4: without a user's number all of these are required. */
static const char *needs_contact(const struct action *action)
{
	const struct order_person *person = &action->inner->person;
	unsigned kind = order_kind_from(action->inner->word);

	if (is_blank(person->first_name) || is_blank(person->last_name) ||
		is_blank(person->job_title) || is_blank(person->telephone) ||
		is_blank(person->email))
		return "First name, last name, job title, telephone and e-mail "
		       "are all needed.";
	return kind == 0 ? "A verified contact is of the kind EV, CS or EV CS."
			 : NULL;
}

static const char *needs_ids(const struct action *action)
{
	const struct action_private *inner = action->inner;

	for (size_t i = 0; i < inner->id_count; i++) {
		if (!order_id_is_valid(inner->ids[i]))
			return "A user without a number cannot be given "
			       "access.";
	}
	return inner->id_count == action->recipient_count
		       ? NULL
		       : "Each user needs a number and a name.";
}

/* -- the table -- */

static const struct action_kind kinds[] = {
	{JOURNAL_RESEND_APPROVAL, API_RESEND_APPROVAL, NULL,
		ACTION_LOOK_VALIDATION, true, NULL, action_recheck_approval,
		action_body_emails},
	/* The path says it all. */
	{JOURNAL_RESEND_ISSUANCE, API_RESEND_ISSUANCE, NULL, ACTION_LOOK_ORDER,
		true, NULL, action_recheck_issuance, NULL},
	{JOURNAL_NOTE, API_ADD_NOTE, NULL, ACTION_LOOK_NONE, false, needs_text,
		NULL, action_body_note},
	{JOURNAL_RESEND_DCV, API_RESEND_DCV, NULL, ACTION_LOOK_VALIDATION,
		false, NULL, action_recheck_resend_dcv, action_body_nothing},
	{JOURNAL_CHECK_DCV, API_CHECK_DCV, NULL, ACTION_LOOK_VALIDATION, false,
		NULL, action_recheck_check_dcv, action_body_dcv},
	{JOURNAL_ADD_CONTACT, API_SUBMIT_VALIDATION, NULL,
		ACTION_LOOK_VALIDATION, false, needs_contact,
		action_recheck_contact, action_body_contact},
	{JOURNAL_SEND_CERTIFICATE, API_SEND_CERTIFICATE, NULL,
		ACTION_LOOK_ORDER, false, needs_format,
		action_recheck_certificate, action_body_certificate},
	{JOURNAL_ADDITIONAL_EMAILS, API_SET_ADDITIONAL_EMAILS, NULL,
		ACTION_LOOK_ORDER, false, NULL, action_recheck_emails,
		action_body_additional},
	{JOURNAL_ORGANIZATION_CONTACT, API_SET_CONTACT, NULL, ACTION_LOOK_ORDER,
		false, needs_name, action_recheck_people, action_body_people},
	{JOURNAL_TECHNICAL_CONTACT, API_SET_CONTACT, NULL, ACTION_LOOK_ORDER,
		false, needs_name, action_recheck_people, action_body_people},
	{JOURNAL_USER_ACCESS, API_SET_USER_ACCESS, NULL, ACTION_LOOK_ORDER,
		false, needs_ids, action_recheck_users, action_body_users},
	{JOURNAL_GUEST_ACCESS_ON, API_SET_GUEST_ACCESS, NULL, ACTION_LOOK_ORDER,
		false, NULL, action_recheck_switch, action_body_switch},
	{JOURNAL_GUEST_ACCESS_OFF, API_SET_GUEST_ACCESS, NULL,
		ACTION_LOOK_ORDER, false, NULL, action_recheck_switch,
		action_body_switch},
	{JOURNAL_NOTICES_ON, API_SET_RENEWAL_NOTICES, API_NOTICES_ON,
		ACTION_LOOK_ORDER, false, NULL, action_recheck_switch, NULL},
	{JOURNAL_NOTICES_OFF, API_SET_RENEWAL_NOTICES, API_NOTICES_OFF,
		ACTION_LOOK_ORDER, false, NULL, action_recheck_switch, NULL},
	{JOURNAL_CANCEL, API_SET_STATUS, NULL, ACTION_LOOK_ORDER, false,
		needs_reason, action_recheck_cancel, action_body_cancel},
};

const struct action_kind *action_kind(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	}
	return NULL;
}

enum api_endpoint action_endpoint(const char *kind)
{
	const struct action_kind *found = action_kind(kind);

	assert(found != NULL);
	return found->endpoint;
}

bool action_is(const struct action *action, const char *kind)
{
	return strcmp(action->kind, kind) == 0;
}

bool action_is_of_organization(const struct action *action)
{
	return api_is_of_organization(action->inner->endpoint);
}
