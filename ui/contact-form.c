/* SPDX-License-Identifier: MIT
 *
 * The form stays open until the server has answered, so that a refusal loses
 * nothing of what was typed. Left in the middle, the submission goes on and a
 * message tells how it ended.
 */
#include "contact-form.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "form.h"
#include "mem.h"
#include "text.h"

enum { FIRST, LAST, TITLE, PHONE, EMAIL, KIND, FIELDS };

static const char *const kind_labels[] = {"EV", "CS", "EV CS", NULL};
static const char *const kind_words[] = {"ev", "cs", "ev_cs"};

/* The last only where the product does not say which kind may approve. */
static const struct form_field fields[FIELDS] = {
	[FIRST] = {.kind = FORM_TEXT,
		.label = "First name",
		.required = true,
		.max = 127},
	[LAST] = {.kind = FORM_TEXT,
		.label = "Last name",
		.required = true,
		.max = 127},
	[TITLE] = {.kind = FORM_TEXT,
		.label = "Job title",
		.required = true,
		.max = 127},
	[PHONE] = {.kind = FORM_TEXT,
		.label = "Telephone",
		.required = true,
		.max = 63},
	[EMAIL] = {.kind = FORM_TEXT,
		.label = "E-mail",
		.required = true,
		.max = 254,
		.check = form_check_email},
	[KIND] = {.kind = FORM_CHOICE, .label = "Kind", .choices = kind_labels},
};

struct contact {
	struct store *store;
	char order_id[ORDER_ID_SIZE];
	const char *word; /* of the kind; NULL: the form asks */
	int number;	  /* of the action; 0: none yet */
};

static const struct action *action_of(const struct contact *contact)
{
	return contact->number > 0
		       ? store_action(contact->store, contact->number)
		       : NULL;
}

static bool pressed(struct form *form, void *data, size_t button,
	const struct form_value *values)
{
	struct contact *contact = data;
	const struct order_person person = {
		.first_name = values[FIRST].text,
		.last_name = values[LAST].text,
		.job_title = values[TITLE].text,
		.telephone = values[PHONE].text,
		.email = values[EMAIL].text,
	};
	struct action_request request = {
		.kind = JOURNAL_ADD_CONTACT,
		.order_id = contact->order_id,
		.person = &person,
		.word = contact->word != NULL ? contact->word
					      : kind_words[values[KIND].choice],
	};
	struct error error;
	struct action *action;

	(void)button;
	action = store_act(contact->store, &request, &error);
	if (action == NULL) {
		form_say(form, STYLE_ERROR, error.text);
		return false;
	}
	contact->number = action->number;
	form_say(form, STYLE_TEXT, "");
	form_busy(form, "submitting ...");
	return false;
}

static void changed(struct form *form, void *data)
{
	struct contact *contact = data;
	const struct action *action = action_of(contact);
	char sentence[2 * ERROR_TEXT_SIZE];

	if (action == NULL || action->phase != ACTION_DONE)
		return;
	action_sentence(action, sentence, sizeof(sentence));
	if (action->result == ACTION_SENT) {
		app_message(form_app(form), APP_SUCCESS, "%s", sentence);
		contact->number = 0;
		form_finish(form);
		return;
	}
	contact->number = 0;
	form_busy(form, NULL);
	form_say(form, STYLE_ERROR, sentence);
}

static void
done(struct view *owner, void *data, const struct form_value *values)
{
	struct contact *contact = data;

	(void)values;
	if (owner != NULL && action_of(contact) != NULL)
		app_announce(owner->app, contact->number);
	free(contact);
}

static const struct form_hooks hooks = {
	.press = pressed,
	.changed = changed,
	.done = done,
};

/* The kind that the product asks for; NULL where there are several. */
static const char *word_for(const struct order *head)
{
	unsigned kinds = head != NULL ? order_family_kinds(head->family) : 0;

	for (size_t i = 0; i < ARRAY_LEN(kind_words); i++)
		if (kinds == order_kind_from(kind_words[i]))
			return kind_words[i];
	return NULL;
}

static const char *
organization_name(const struct store *store, const char *order_id)
{
	const struct order *head = store_order_head(store, order_id);

	return head != NULL && head->organization_name != NULL
		       ? head->organization_name
		       : "the organization";
}

void contact_form_open(struct view *owner, const char *order_id)
{
	struct store *store = app_store(owner->app);
	struct contact *contact;
	struct form_options options = {
		.fields = fields,
		.verb = "Submit",
		.sends = true,
		.hooks = &hooks,
	};
	char reason[ERROR_TEXT_SIZE], title[80];
	char *intro;

	if (!store_offers(store, order_id, OFFER_ADD_CONTACT, reason,
		    sizeof(reason))) {
		app_message(owner->app, APP_WARNING, "%s", reason);
		return;
	}
	contact = mem_zalloc(sizeof(*contact));
	contact->store = store;
	contact->word = word_for(store_order_head(store, order_id));
	text_format(
		contact->order_id, sizeof(contact->order_id), "%s", order_id);
	text_format(title, sizeof(title), "New verified contact - order %s",
		order_id);
	intro = mem_printf(
		"Submits the person for validation as a verified contact of "
		"%s. DigiCert must validate them before they can be chosen.",
		organization_name(store, order_id));
	options.title = title;
	options.intro = intro;
	options.field_count = contact->word != NULL ? KIND : FIELDS;
	options.data = contact;
	form_open(owner->app, owner, &options);
	free(intro);
}
