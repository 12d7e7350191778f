/* SPDX-License-Identifier: MIT
 *
 * What an action says to people: one sentence for each phase and result.
 */
#include "action.h"

#include <string.h>

#include "attr.h"
#include "clock.h"
#include "text.h"

static const char *const phase_texts[] = {
	[ACTION_CHECKING] = "Reading the order again...",
	[ACTION_RECORDING] = "Writing to the journal...",
	[ACTION_SENDING] = "Sending...",
	[ACTION_CLOSING] = "Writing the outcome to the journal...",
};

static const char *first_recipient(const struct action *action)
{
	return action->recipient_count > 0 ? action->recipients[0]
					   : "the recipient";
}

static void approval(const struct action *action, char *out, size_t size)
{
	text_format(out, size, "Sent to %zu contact%s.",
		action->recipient_count,
		action->recipient_count == 1 ? "" : "s");
}

static void issuance(const struct action *action, char *out, size_t size)
{
	text_format(out, size, "Sent to %s.", first_recipient(action));
}

static void resend_dcv(const struct action *action, char *out, size_t size)
{
	if (action->recipient_count > 0)
		text_format(out, size, "The DCV mails for %s were sent again.",
			action->recipients[0]);
	else
		text_format(out, size,
			"The DCV mails of order %s were sent again.",
			action->order_id);
}

static void check_dcv(const struct action *action, char *out, size_t size)
{
	const struct order_dcv_check *check = &action->dcv_check;

	if (!check->told)
		text_format(out, size, "Domain control was checked.");
	else if (check->names > 0)
		text_format(out, size,
			"Domain control was checked: %zu of %zu name%s %s "
			"valid.",
			check->valid_names, check->names,
			check->names == 1 ? "" : "s",
			check->names == 1 ? "is" : "are");
	else
		text_format(out, size, "Domain control was checked: %s.",
			check->valid ? "valid" : "not valid yet");
}

static void add_contact(const struct action *action, char *out, size_t size)
{
	text_format(out, size,
		"%s was submitted. DigiCert must validate the person before "
		"they can be chosen.",
		first_recipient(action));
}

static void
send_certificate(const struct action *action, char *out, size_t size)
{
	if (action->recipient_count == 1)
		text_format(out, size, "A copy of the certificate went to %s.",
			action->recipients[0]);
	else
		text_format(out, size,
			"A copy of the certificate went to %zu addresses.",
			action->recipient_count);
}

static void
additional_emails(const struct action *action, char *out, size_t size)
{
	if (action->recipient_count == 0)
		text_format(out, size,
			"Order %s has no additional e-mails any more.",
			action->order_id);
	else
		text_format(out, size,
			"The additional e-mails of order %s were saved.",
			action->order_id);
}

static void user_access(const struct action *action, char *out, size_t size)
{
	if (action->recipient_count == 0)
		text_format(out, size,
			"No limited user has access to order %s any more.",
			action->order_id);
	else
		text_format(out, size,
			"%zu limited user%s access to order %s now.",
			action->recipient_count,
			action->recipient_count == 1 ? " has" : "s have",
			action->order_id);
}

static void cancel(const struct action *action, char *out, size_t size)
{
	text_format(out, size,
		action->was_reissue ? "The reissue of order %s was canceled."
				    : "Order %s was canceled.",
		action->order_id);
}

/* What may be said when the server has said 2xx, never before. A text is about
 * the order's number. */
static const struct {
	const char *kind;
	void (*write)(const struct action *action, char *out, size_t size);
	const char *text;
} sent_texts[] = {
	{JOURNAL_RESEND_APPROVAL, approval, NULL},
	{JOURNAL_RESEND_ISSUANCE, issuance, NULL},
	{JOURNAL_NOTE, NULL, "Note added."},
	{JOURNAL_RESEND_DCV, resend_dcv, NULL},
	{JOURNAL_CHECK_DCV, check_dcv, NULL},
	{JOURNAL_ADD_CONTACT, add_contact, NULL},
	{JOURNAL_SEND_CERTIFICATE, send_certificate, NULL},
	{JOURNAL_ADDITIONAL_EMAILS, additional_emails, NULL},
	{JOURNAL_ORGANIZATION_CONTACT, NULL,
		"The organization contact of the order was changed."},
	{JOURNAL_TECHNICAL_CONTACT, NULL,
		"The technical contact of the order was changed."},
	{JOURNAL_USER_ACCESS, user_access, NULL},
	{JOURNAL_GUEST_ACCESS_ON, NULL, "Guest access to the order is on."},
	{JOURNAL_GUEST_ACCESS_OFF, NULL, "Guest access to the order is off."},
	{JOURNAL_NOTICES_ON, NULL, "Renewal notices of the order are on."},
	{JOURNAL_NOTICES_OFF, NULL, "Renewal notices of the order are off."},
	{JOURNAL_CANCEL, cancel, NULL},
};

static void sent_sentence(const struct action *action, char *out, size_t size)
{
	for (size_t i = 0; i < ARRAY_LEN(sent_texts); i++) {
		if (strcmp(sent_texts[i].kind, action->kind) != 0)
			continue;
		if (sent_texts[i].write != NULL)
			sent_texts[i].write(action, out, size);
		else
			text_format(out, size, "%s", sent_texts[i].text);
		return;
	}
	text_format(out, size, "Done.");
}

static void
guarded_sentence(const struct action *action, char *out, size_t size)
{
	char age[DATE_TEXT_SIZE];

	text_format(out, size, "Sent %s by %s@%s. Nothing was sent now.",
		date_age(action->other.time, clock_seconds(), age),
		action->other.agent, action->other.host);
}

static void
unsettled_sentence(const struct action *action, char *out, size_t size)
{
	char age[DATE_TEXT_SIZE];

	text_format(out, size,
		"The outcome of an earlier send (record %lld, %s, %s@%s) is "
		"unknown; settle it first. Nothing was sent now.",
		(long long)action->other.id,
		date_age(action->other.time, clock_seconds(), age),
		action->other.agent, action->other.host);
}

static bool is_a_mail(const struct action *action)
{
	static const char *const mails[] = {JOURNAL_RESEND_APPROVAL,
		JOURNAL_RESEND_ISSUANCE, JOURNAL_RESEND_DCV,
		JOURNAL_SEND_CERTIFICATE};

	for (size_t i = 0; i < ARRAY_LEN(mails); i++) {
		if (strcmp(mails[i], action->kind) == 0)
			return true;
	}
	return false;
}

static void result_sentence(const struct action *action, char *out, size_t size)
{
	switch (action->result) {
	case ACTION_NONE:
		text_format(out, size, "%s", phase_texts[action->phase]);
		return;
	case ACTION_SENT:
		sent_sentence(action, out, size);
		return;
	case ACTION_NOT_SENT:
	case ACTION_NO_JOURNAL:
		text_format(
			out, size, "Nothing was sent: %s", action->error.text);
		return;
	case ACTION_UNKNOWN:
		text_format(out, size, "Outcome unknown, it may have %s: %s",
			is_a_mail(action) ? "gone out" : "been done",
			action->error.text);
		return;
	case ACTION_GUARDED:
		guarded_sentence(action, out, size);
		return;
	case ACTION_UNSETTLED:
		unsettled_sentence(action, out, size);
		return;
	case ACTION_REFUSED:
		text_format(out, size, "%s%s", action->error.text,
			is_a_mail(action) ? " Nothing was sent."
					  : " Nothing was changed.");
		return;
	case ACTION_STATE:
	case ACTION_FAILED:
		text_format(out, size, "%s", action->error.text);
		return;
	}
}

char *action_sentence(const struct action *action, char *out, size_t size)
{
	size_t len;

	result_sentence(action, out, size);
	len = strlen(out);
	if (action->outcome_not_recorded)
		text_format(out + len, size - len,
			" The journal could not be written: it will read as "
			"unknown.");
	return out;
}
