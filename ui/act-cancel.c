/* SPDX-License-Identifier: MIT
 *
 * Cancel an order: it cannot be taken back, so its number has to be typed, and
 * the API wants to know why.
 */
#include <string.h>

#include "act.h"
#include "act-form.h"
#include "attr.h"

enum { NOTE, NUMBER, FIELDS };

static const struct form_field fields[FIELDS] = {
	[NOTE] = {.kind = FORM_TEXT,
		.label = "Why",
		.required = true,
		.help = "A note that stays with the order."},
	[NUMBER] = {.kind = FORM_TEXT,
		.label = "Order number",
		.required = true,
		.help = "Type the number of the order that is to be "
			"canceled."},
};

struct act_cancel {
	struct act_form act;
	const char *status; /* that was shown, in the API's word */
};

static bool request(struct act_form *act, const struct form_value *values,
	struct action_request *request)
{
	struct act_cancel *cancel = (struct act_cancel *)act;

	if (strcmp(values[NUMBER].text, act->order_id) != 0) {
		form_wrong(act->form, NUMBER,
			mem_arena_printf(act_form_scratch(act),
				"This is not the number of the order, which "
				"is %s.",
				act->order_id));
		return false;
	}
	request->text = values[NOTE].text;
	request->before = &cancel->status;
	request->before_count = cancel->status != NULL ? 1 : 0;
	return true;
}

static const struct act_form_hooks hooks = {.request = request};

void act_cancel_open(struct app *app, const char *order_id)
{
	struct act_cancel *cancel = mem_zalloc(sizeof(*cancel));
	const struct order *head;
	struct form_options options = {
		.fields = fields,
		.field_count = FIELDS,
		.verb = "Cancel the order",
		.leave = "Leave it",
	};

	act_form_init(&cancel->act, app, order_id, JOURNAL_CANCEL);
	head = act_form_head(&cancel->act);
	if (head != NULL && head->status != ORDER_STATUS_OTHER)
		cancel->status = order_status_wire(head->status);
	options.intro = mem_arena_printf(&cancel->act.arena,
		"Order %s (%s) is %s. %s", order_id,
		head != NULL ? order_name(head) : "",
		head != NULL ? order_status_shown(head) : "not known",
		head != NULL && head->status == ORDER_REISSUE_PENDING
			? "Its pending reissue is canceled; the certificate "
			  "stays."
			: "A canceled order cannot be taken up again.");
	if (act_form_open(&cancel->act, "Cancel the order", &options, &hooks))
		form_set_text(cancel->act.form, NUMBER, ""); /* each time */
}
