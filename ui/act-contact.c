/* SPDX-License-Identifier: MIT
 *
 * Add a verified contact (product.md 1.3): submitted to the organization for
 * validation. The kind follows from the product; where several will do, or the
 * product is not in the table, it is chosen.
 */
#include "act.h"
#include "act-form.h"
#include "attr.h"

enum { FIRST, LAST, TITLE, TELEPHONE, EMAIL, KIND, FIELDS };

static const char *const kinds[] = {"EV", "CS", "EV CS", NULL};
static const char *const wires[] = {"ev", "cs", "ev_cs"};

static const struct form_field fields[FIELDS] = {
	[FIRST] = {.kind = FORM_TEXT, .label = "First name", .required = true},
	[LAST] = {.kind = FORM_TEXT, .label = "Last name", .required = true},
	[TITLE] = {.kind = FORM_TEXT, .label = "Job title", .required = true},
	[TELEPHONE] = {.kind = FORM_TEXT,
		.label = "Telephone",
		.required = true,
		.help = "DigiCert calls there to validate the person."},
	[EMAIL] = {.kind = FORM_TEXT,
		.label = "E-mail",
		.required = true,
		.check = form_check_email,
		.help = "The approval mails go there once the person is "
			"validated."},
	[KIND] = {.kind = FORM_CHOICE, .label = "Kind", .choices = kinds},
};

struct act_contact {
	struct act_form act;
	const char *kind; /* in the API's word; NULL: it is chosen */
};

static bool request(struct act_form *act, const struct form_value *values,
	struct action_request *request)
{
	const struct act_contact *contact = (const struct act_contact *)act;
	struct order_person *person =
		mem_arena_alloc(act_form_scratch(act), sizeof(*person));

	person->first_name = values[FIRST].text;
	person->last_name = values[LAST].text;
	person->job_title = values[TITLE].text;
	person->telephone = values[TELEPHONE].text;
	person->email = values[EMAIL].text;
	request->person = person;
	request->word = contact->kind;
	if (request->word == NULL)
		request->word = wires[values[KIND].choice];
	return true;
}

static const struct act_form_hooks hooks = {.request = request};

/* The one kind that may approve this product; NULL: there are several. */
static const char *kind_of(const struct order *head, const char **label)
{
	unsigned bits = head != NULL ? order_family_kinds(head->family) : 0;

	for (size_t i = 0; i < ARRAY_LEN(wires); i++) {
		*label = kinds[i];
		if (bits == order_kind_from(wires[i]))
			return wires[i];
	}
	return NULL;
}

static const char *intro_text(struct act_contact *contact, const char *label)
{
	const struct order *head = act_form_head(&contact->act);
	const char *organization =
		head != NULL ? head->organization_name : NULL;

	return mem_arena_printf(&contact->act.arena,
		"A new %s%sverified contact%s%s. DigiCert must validate the "
		"person before they can be chosen.",
		contact->kind != NULL ? label : "",
		contact->kind != NULL ? " " : "",
		organization != NULL ? " of " : "",
		organization != NULL ? organization : "");
}

void act_contact_open(struct app *app, const char *order_id)
{
	struct act_contact *contact = mem_zalloc(sizeof(*contact));
	struct form_options options = {
		.fields = fields,
		.verb = "Add contact",
	};
	const char *label = "";

	act_form_init(&contact->act, app, order_id, JOURNAL_ADD_CONTACT);
	contact->kind = kind_of(act_form_head(&contact->act), &label);
	options.field_count = contact->kind != NULL ? KIND : FIELDS;
	options.intro = intro_text(contact, label);
	act_form_open(
		&contact->act, "Add a verified contact", &options, &hooks);
}
