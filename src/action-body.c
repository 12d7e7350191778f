/* SPDX-License-Identifier: MIT
 *
 * What is sent: the values of the action as the call wants them.
 */
#include "action-private.h"

#include "attr.h"
#include "order-json.h"

/* action->recipients belong to the action, and so do their texts. */
static const char *const *recipients_of(const struct action *action)
{
	return (const char *const *)action->recipients;
}

void action_body_emails(const struct action *action, struct buf *body)
{
	order_json_write_emails(
		body, recipients_of(action), action->recipient_count);
}

void action_body_note(const struct action *action, struct buf *body)
{
	order_json_write_note(body, action->inner->text);
}

void action_body_nothing(const struct action *action UNUSED, struct buf *body)
{
	buf_puts(body, "{}");
}

/* The order's call may be about some of its names; a domain's is about it. */
void action_body_dcv(const struct action *action, struct buf *body)
{
	if (action->inner->endpoint == API_CHECK_DCV &&
		action->recipient_count > 0)
		order_json_write_list(body, "dns_names_validations",
			recipients_of(action), action->recipient_count);
	else
		buf_puts(body, "{}");
}

void action_body_contact(const struct action *action, struct buf *body)
{
	order_json_write_verified(
		body, action->inner->word, &action->inner->person);
}

void action_body_certificate(const struct action *action, struct buf *body)
{
	order_json_write_certificate_mail(body, recipients_of(action),
		action->recipient_count, action->inner->word,
		action->inner->text);
}

void action_body_additional(const struct action *action, struct buf *body)
{
	order_json_write_list(body, "additional_emails", recipients_of(action),
		action->recipient_count);
}

void action_body_people(const struct action *action, struct buf *body)
{
	order_json_write_contact(body,
		action_is(action, JOURNAL_ORGANIZATION_CONTACT)
			? "organization_contact"
			: "technical_contact",
		&action->inner->person);
}

void action_body_users(const struct action *action, struct buf *body)
{
	order_json_write_list(body, "user_id_assignments", action->inner->ids,
		action->inner->id_count);
}

void action_body_switch(const struct action *action, struct buf *body)
{
	order_json_write_switch(body, "enable_guest_access",
		action_is(action, JOURNAL_GUEST_ACCESS_ON));
}

void action_body_cancel(const struct action *action, struct buf *body)
{
	order_json_write_cancel(body, action->inner->text);
}
