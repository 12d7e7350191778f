/* SPDX-License-Identifier: MIT
 *
 * The look before the sending: the order and its validation are read again,
 * both at once, and compared with what the person agreed to.
 */
#include "action-private.h"

#include <string.h>

#include "text.h"

static bool is_of_other_order(const struct action *action)
{
	const struct order_validation *validation = action->validation;

	return order_id_is_other(action->details->head.id, action->order_id) ||
	       (validation != NULL && order_id_is_other(validation->order_id,
					      action->order_id));
}

static bool recheck(struct action *action, struct error *error)
{
	const struct action_kind *kind = action->inner->kind;

	if (is_of_other_order(action))
		return error_set(error, ERROR_FORMAT,
			"The server answered with another order when asked "
			"for %s. Nothing was sent.",
			action->order_id);
	return kind->recheck == NULL || kind->recheck(action, error);
}

static void look_is_done(struct action *action)
{
	struct action_private *inner = action->inner;
	struct error error;

	if (inner->details_call != NULL || inner->validation_call != NULL)
		return;
	if (!recheck(action, &error)) {
		action->error = error;
		inner->looked(action, error.kind == ERROR_STATE
					      ? ACTION_STATE
					      : ACTION_FAILED);
		return;
	}
	inner->looked(action, ACTION_NONE);
}

void action_look_stop(struct action *action)
{
	struct action_private *inner = action->inner;

	if (inner->details_call != NULL)
		api_cancel(inner->details_call);
	if (inner->validation_call != NULL)
		api_cancel(inner->validation_call);
	inner->details_call = NULL;
	inner->validation_call = NULL;
}

static void
look_failed(struct action *action, const char *what, const struct error *error)
{
	action_look_stop(action);
	action->error = *error;
	text_format(action->error.text, sizeof(action->error.text),
		"%s could not be read again, so nothing was sent: %s", what,
		error->text);
	action->inner->looked(action, ACTION_FAILED);
}

static void on_details(void *data, struct api_result *result)
{
	struct action *action = data;

	action->inner->details_call = NULL;
	if (!result->ok) {
		look_failed(action, "The order", &result->error);
		return;
	}
	action->details = result->details;
	result->details = NULL;
	look_is_done(action);
}

static void on_validation(void *data, struct api_result *result)
{
	struct action *action = data;

	action->inner->validation_call = NULL;
	if (!result->ok) {
		look_failed(action, "The order's validation", &result->error);
		return;
	}
	action->validation = result->validation;
	result->validation = NULL;
	look_is_done(action);
}

void action_look_begin(struct action *action, action_looked_fn looked)
{
	struct action_private *inner = action->inner;
	struct api_request request = {
		.endpoint = API_ORDER_INFO,
		.priority = API_USER,
		.order_id = action->order_id,
	};

	inner->looked = looked;
	inner->details_call =
		api_send(inner->context.api, &request, on_details, action);
	if (inner->kind->look != ACTION_LOOK_VALIDATION)
		return;
	request.endpoint = API_ORDER_VALIDATION;
	inner->validation_call =
		api_send(inner->context.api, &request, on_validation, action);
}
