/* SPDX-License-Identifier: MIT
 *
 * In the demo people want to open the mail that they have sent. Its server
 * knows the numbers of an order's mails; those whose link still works are the
 * ones of this send, as it voided all others. It is a convenience: the outcome
 * is in the journal by then, and an answer that does not come is not waited
 * for.
 */
#include "action-private.h"

#include "text.h"

#define WAIT_MS 2000

static void end(struct action *action)
{
	action_mails_stop(action);
	action->inner->mails_known(action);
}

static void on_mails(void *data, struct api_result *result)
{
	struct action *action = data;

	action->inner->mails_call = NULL;
	if (result->ok) {
		action->mails = result->mails;
		result->mails = NULL;
	}
	end(action);
}

static void on_too_late(void *data)
{
	end(data);
}

void action_mails_begin(
	struct action *action, void (*known)(struct action *action))
{
	struct action_private *inner = action->inner;
	char query[ORDER_ID_SIZE + 16];
	struct api_request request = {
		.endpoint = API_DEMO_MAILS,
		.priority = API_USER,
		.query = text_format(
			query, sizeof(query), "order=%s", action->order_id),
	};

	inner->mails_known = known;
	inner->mails_timer =
		loop_timer_new(inner->context.loop, on_too_late, action);
	loop_timer_start(inner->mails_timer, WAIT_MS);
	inner->mails_call =
		api_send(inner->context.api, &request, on_mails, action);
}

void action_mails_stop(struct action *action)
{
	struct action_private *inner = action->inner;

	if (inner->mails_call != NULL)
		api_cancel(inner->mails_call);
	inner->mails_call = NULL;
	loop_timer_free(inner->mails_timer);
	inner->mails_timer = NULL;
}
