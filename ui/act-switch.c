/* SPDX-License-Identifier: MIT
 *
 * What an order has on or off: guest access, renewal notices. A question: the
 * other of the two than what the order says now.
 */
#include <string.h>

#include "act.h"
#include "act-form.h"
#include "attr.h"

/* The question: what, the order's number, how it is and what to make of it. */
static const struct words {
	const char *kind, *title, *what, *question, *verb;
} words[] = {
	{JOURNAL_GUEST_ACCESS_ON, "Guest access", "Guest access to order",
		"is off. Turn it on? Whoever has the account's guest address "
		"and an address or a domain of the order may then see it.",
		"Turn on"},
	{JOURNAL_GUEST_ACCESS_OFF, "Guest access", "Guest access to order",
		"is on. Turn it off?", "Turn off"},
	{JOURNAL_NOTICES_ON, "Renewal notices", "The renewal notices of order",
		"are off. Turn them on?", "Turn on"},
	{JOURNAL_NOTICES_OFF, "Renewal notices", "The renewal notices of order",
		"are on. Turn them off? Nobody is told then that the "
		"certificate ends.",
		"Turn off"},
};

static bool
request(struct act_form *act UNUSED, const struct form_value *values UNUSED,
	struct action_request *request UNUSED)
{
	return true;
}

/* Whether the account has guests at all is asked only here. */
static void changed(struct act_form *act, bool state UNUSED)
{
	const struct store_resource *resource;
	const struct order_guest_access *guests =
		store_guests(act->store, &resource);

	if (strcmp(act->kind, JOURNAL_GUEST_ACCESS_ON) == 0 && guests != NULL &&
		!guests->enabled)
		form_say(act->form, STYLE_WARNING,
			"Guest access is off for the whole account.");
}

static const struct act_form_hooks hooks = {
	.request = request, .changed = changed};

static const struct words *
words_of(const struct order_details *details, enum offer offer)
{
	if (offer == OFFER_GUEST_ACCESS)
		return &words[details->guest_access == 1 ? 1 : 0];
	return &words[details->disable_renewal_notifications ? 2 : 3];
}

/* The command is offered only once the details are there. */
void act_switch_open(struct app *app, const char *order_id, enum offer offer)
{
	const struct store_order *known = store_order(app_store(app), order_id);
	const struct words *row;
	struct act_form *act;
	struct form_options options = {0};

	if (known == NULL || known->details == NULL)
		return;
	row = words_of(known->details, offer);
	act = mem_zalloc(sizeof(*act));
	act_form_init(act, app, order_id, row->kind);
	if (offer == OFFER_GUEST_ACCESS)
		store_guests_open(act->store, false);
	options.intro = mem_arena_printf(&act->arena, "%s %s %s", row->what,
		act->order_id, row->question);
	options.verb = row->verb;
	act_form_open(act, row->title, &options, &hooks);
}
