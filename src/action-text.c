/* SPDX-License-Identifier: MIT
 *
 * What an action says to people: one sentence for each phase and result.
 */
#include "action.h"

#include <string.h>

#include "clock.h"
#include "text.h"

static const char *const phase_texts[] = {
	[ACTION_CHECKING] = "Reading the order again...",
	[ACTION_RECORDING] = "Writing to the journal...",
	[ACTION_SENDING] = "Sending...",
	[ACTION_CLOSING] = "Writing the outcome to the journal...",
};

static void sent_sentence(const struct action *action, char *out, size_t size)
{
	if (strcmp(action->kind, JOURNAL_NOTE) == 0)
		text_format(out, size, "The note was added.");
	else if (strcmp(action->kind, JOURNAL_RESEND_ISSUANCE) == 0)
		text_format(out, size, "Sent to %s.",
			action->recipient_count > 0 ? action->recipients[0]
						    : "the recipient");
	else
		text_format(out, size, "Sent to %zu contact%s.",
			action->recipient_count,
			action->recipient_count == 1 ? "" : "s");
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
		text_format(
			out, size, "Nothing was sent: %s", action->error.text);
		return;
	case ACTION_UNKNOWN:
		text_format(out, size,
			"Outcome unknown, it may have gone out: %s",
			action->error.text);
		return;
	case ACTION_NO_JOURNAL:
		text_format(out, size,
			"Nothing was sent, as the journal "
			"cannot be written: %s",
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
			strcmp(action->kind, JOURNAL_NOTE) == 0
				? ""
				: " Nothing was sent.");
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
