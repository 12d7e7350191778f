/* SPDX-License-Identifier: MIT
 *
 * Add a note to an order.
 */
#include "act.h"
#include "act-form.h"
#include "attr.h"

static const struct form_field fields[] = {
	{.kind = FORM_TEXT,
		.label = "Note",
		.required = true,
		.help = "Everybody who may see the order in CertCentral can "
			"read it."},
};

static bool request(struct act_form *act UNUSED,
	const struct form_value *values, struct action_request *request)
{
	request->text = values[0].text;
	return true;
}

static const struct act_form_hooks hooks = {.request = request};

void act_note_open(struct app *app, const char *order_id)
{
	const struct form_options options = {
		.fields = fields,
		.field_count = ARRAY_LEN(fields),
		.verb = "Add note",
	};
	struct act_form *act = mem_zalloc(sizeof(*act));

	act_form_init(act, app, order_id, JOURNAL_NOTE);
	act_form_open(act, "Add a note", &options, &hooks);
}
