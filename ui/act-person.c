/* SPDX-License-Identifier: MIT
 *
 * Change the organization contact or the technical contact of an order. Only
 * what was changed is sent, with the name, which the call needs.
 */
#include <string.h>

#include "act.h"
#include "act-form.h"
#include "attr.h"
#include "text.h"

enum { FIRST, LAST, TITLE, TELEPHONE, EXTENSION, EMAIL, FIELDS };

static const struct form_field fields[FIELDS] = {
	[FIRST] = {.kind = FORM_TEXT, .label = "First name", .required = true},
	[LAST] = {.kind = FORM_TEXT, .label = "Last name", .required = true},
	[TITLE] = {.kind = FORM_TEXT, .label = "Job title"},
	[TELEPHONE] = {.kind = FORM_TEXT, .label = "Telephone"},
	[EXTENSION] = {.kind = FORM_TEXT, .label = "Extension"},
	[EMAIL] = {.kind = FORM_TEXT,
		.label = "E-mail",
		.check = form_check_email},
};

struct act_person {
	struct act_form act;
	const char *before[FIELDS]; /* as it was shown */
};

static const char *changed_text(const struct act_person *person,
	const struct form_value *values, int field)
{
	return strcmp(values[field].text, person->before[field]) != 0
		       ? values[field].text
		       : NULL;
}

static bool
is_changed(const struct act_person *person, const struct form_value *values)
{
	for (int i = 0; i < FIELDS; i++) {
		if (changed_text(person, values, i) != NULL)
			return true;
	}
	return false;
}

/* The call adds and changes, it never removes (certcentral-api.md 7.4). */
static bool
is_emptied(const struct act_person *person, const struct form_value *values)
{
	for (int i = 0; i < FIELDS; i++) {
		if (person->before[i][0] == '\0' || values[i].text[0] != '\0')
			continue;
		form_wrong(person->act.form, (size_t)i,
			"The API can change this, but not take it away.");
		return true;
	}
	return false;
}

static bool request(struct act_form *act, const struct form_value *values,
	struct action_request *request)
{
	const struct act_person *person = (const struct act_person *)act;
	struct order_person *to =
		mem_arena_alloc(act_form_scratch(act), sizeof(*to));

	if (is_emptied(person, values))
		return false;
	if (!is_changed(person, values)) {
		form_say(act->form, STYLE_WARNING,
			"Nothing was changed; nothing was sent.");
		return false;
	}
	to->first_name = values[FIRST].text;
	to->last_name = values[LAST].text;
	to->job_title = changed_text(person, values, TITLE);
	to->telephone = changed_text(person, values, TELEPHONE);
	to->telephone_extension = changed_text(person, values, EXTENSION);
	to->email = changed_text(person, values, EMAIL);
	request->person = to;
	return true;
}

static const struct act_form_hooks hooks = {.request = request};

static void remember(struct act_person *person, const struct order_person *now)
{
	const char *const texts[FIELDS] = {
		[FIRST] = now->first_name,
		[LAST] = now->last_name,
		[TITLE] = now->job_title,
		[TELEPHONE] = now->telephone,
		[EXTENSION] = now->telephone_extension,
		[EMAIL] = now->email,
	};

	for (int i = 0; i < FIELDS; i++)
		person->before[i] = mem_arena_dup(
			&person->act.arena, texts[i] != NULL ? texts[i] : "");
}

/* The command is offered only once the details are there. */
void act_person_open(struct app *app, const char *order_id, enum offer offer)
{
	const struct store_order *known = store_order(app_store(app), order_id);
	bool of_organization = offer == OFFER_ORGANIZATION_CONTACT;
	struct form_value values[FIELDS] = {0};
	struct act_person *person;
	const struct form_options options = {
		.fields = fields,
		.field_count = FIELDS,
		.values = values,
		.verb = "Save",
	};

	if (known == NULL || known->details == NULL)
		return;
	person = mem_zalloc(sizeof(*person));
	act_form_init(&person->act, app, order_id, offers_kind(offer));
	remember(person, of_organization ? &known->details->organization_contact
					 : &known->details->technical_contact);
	for (int i = 0; i < FIELDS; i++)
		values[i].text = person->before[i];
	act_form_open(&person->act,
		of_organization ? "Organization contact" : "Technical contact",
		&options, &hooks);
}
