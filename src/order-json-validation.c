/* SPDX-License-Identifier: MIT
 *
 * What the validation of an order says, its notes and the state of its
 * addresses. certcentral-api.md 5, 8 and 9 (orders/validation-status,
 * orders/add-note, orders/email-validation-status).
 */
#include "order-json.h"

#include <stdlib.h>

#include "log.h"
#include "order-json-read.h"
#include "text.h"

/* Of all validations together. No organization has so many people; choosing
 * among them compares each with all others. */
#define CONTACTS_MAX 2000

/* Words for "done" and for "not yet", wherever a state is told. */
static const struct {
	const char *word;
	enum order_state state;
} states[] = {
	{"pending", ORDER_STATE_PENDING},
	{"active", ORDER_STATE_ACTIVE},
	{"complete", ORDER_STATE_ACTIVE},
	{"completed", ORDER_STATE_ACTIVE},
	{"expired", ORDER_STATE_EXPIRED},
};

static enum order_state state_from(const char *word)
{
	if (!word)
		return ORDER_STATE_NONE;
	for (size_t i = 0; i < ARRAY_LEN(states); i++) {
		if (text_equal_ascii_case(states[i].word, word))
			return states[i].state;
	}
	return ORDER_STATE_OTHER;
}

/* -- the organization -- */

#define FIELD(name, kind, member)                                              \
	ORDER_JSON_FIELD(                                                      \
		struct order_organization_validation, name, kind, member)

static const struct order_json_field organization_fields[] = {
	FIELD("type", TEXT, type),
	FIELD("name", TEXT, name),
	FIELD("description", TEXT, description),
	FIELD("status", TEXT, state_text),
	FIELD("date_created", DATE, date_created),
	FIELD("validated_until", DATE, validated_until),
};

#undef FIELD

/* At most `room` of them. */
static void read_contacts(struct order_json_read *read, const cJSON *object,
	const char *name, size_t room,
	struct order_organization_validation *out)
{
	size_t count;
	const cJSON *item = order_json_read_items(read, object, name, &count);

	if (count > room) {
		log_add(LOG_WARNING,
			"The %s has more than %d verified contacts; the others "
			"are left out.",
			read->what, CONTACTS_MAX);
		count = room;
	}
	out->contacts =
		mem_arena_alloc(read->arena, count * sizeof(out->contacts[0]));
	for (size_t i = 0; i < count; i++, item = item->next) {
		struct order_contact *contact = &out->contacts[i];
		order_json_read_person(read, item, &contact->person);
		contact->state_text =
			order_json_read_text(read, item, "status");
		contact->state = state_from(contact->state_text);
	}
	out->contact_count = count;
}

struct order_organization_validation *
order_json_read_validations(struct order_json_read *read, const char *name,
	const char *people, size_t *count)
{
	size_t room = CONTACTS_MAX;
	const cJSON *item =
		order_json_read_items(read, read->root, name, count);
	struct order_organization_validation *validations =
		mem_arena_alloc(read->arena, *count * sizeof(*validations));

	for (size_t i = 0; i < *count; i++, item = item->next) {
		struct order_organization_validation *out = &validations[i];

		out->date_created = DATE_NONE;
		out->validated_until = DATE_NONE;
		order_json_read_fields(read, item, organization_fields,
			ARRAY_LEN(organization_fields), out);
		out->state = state_from(out->state_text);
		read_contacts(read, item, people, room, out);
		room -= out->contact_count;
		out->checks = order_json_read_checks(
			read, item, "verification_details", &out->check_count);
	}
	return validations;
}

/* -- the names -- */

static const struct order_json_field domain_fields[] = {
	ORDER_JSON_FIELD(struct order_domain, "domain_id", ID, domain_id),
	ORDER_JSON_FIELD(struct order_domain, "name_scope", TEXT, name),
	ORDER_JSON_FIELD(struct order_domain, "method", TEXT, method),
	ORDER_JSON_FIELD(struct order_domain, "status", TEXT, state_text),
	ORDER_JSON_FIELD(
		struct order_domain, "approval_scope", TEXT, approval_scope),
	ORDER_JSON_FIELD(
		struct order_domain, "approval_expiration_date", DATE, expires),
};

static void
read_domains(struct order_json_read *read, struct order_validation *validation)
{
	size_t count;
	const cJSON *item = order_json_read_items(
		read, read->root, "dns_name_validations", &count);
	validation->domains = mem_arena_alloc(
		read->arena, count * sizeof(validation->domains[0]));
	for (size_t i = 0; i < count; i++, item = item->next) {
		struct order_domain *out = &validation->domains[i];
		out->expires = DATE_NONE;
		order_json_read_fields(read, item, domain_fields,
			ARRAY_LEN(domain_fields), out);
		out->done = order_json_read_is_done(out->state_text);
		out->dns_names = order_json_read_texts(
			read, item, "dns_names", &out->dns_name_count);
		if (!out->name && out->dns_name_count > 0)
			out->name = out->dns_names[0];
	}
	validation->domain_count = count;
}

/* -- the whole -- */

#define FIELD(name, kind, member)                                              \
	ORDER_JSON_FIELD(struct order_validation, name, kind, member)

static const struct order_json_field validation_fields[] = {
	FIELD("organization_id", ID, organization_id),
	FIELD("organization_name", TEXT, organization_name),
	FIELD("order_status", TEXT, order_status_text),
	FIELD("order_dcv_method", TEXT, dcv_method),
	FIELD("order_name_scope", TEXT, name_scope),
};

#undef FIELD

static void read_validation(
	struct order_json_read *read, struct order_validation *validation)
{
	validation->order_id =
		order_json_read_order_id(read, read->root, "order_id");
	order_json_read_fields(read, read->root, validation_fields,
		ARRAY_LEN(validation_fields), validation);
	validation->order_status =
		order_status_from(validation->order_status_text);
	validation->organizations =
		order_json_read_validations(read, "organization_validations",
			"verified_contacts", &validation->organization_count);
	read_domains(read, validation);
	validation->unreadable = read->unreadable;
}

struct order_validation *
order_json_validation(const char *text, size_t len, struct error *error)
{
	struct order_json_read read;
	struct order_validation *validation = mem_zalloc(sizeof(*validation));

	if (order_json_read_open(&read, "order's validation", text, len,
		    &validation->arena, error)) {
		read_validation(&read, validation);
		validation->raw = order_json_read_keep(&read);
	} else {
		order_validation_free(validation);
		validation = NULL;
	}
	order_json_read_close(&read);
	return validation;
}

/* -- notes -- */

static const struct order_json_field note_fields[] = {
	ORDER_JSON_FIELD(struct order_note, "id", ID, id),
	ORDER_JSON_FIELD(struct order_note, "text", TEXT, text),
	ORDER_JSON_FIELD(struct order_note, "date_created", DATE, date),
};

/* A note and where it stood: notes of one second keep their order. */
struct placed_note {
	struct order_note note;
	size_t place;
};

static int newest_first(const void *a, const void *b)
{
	const struct placed_note *x = a, *y = b;
	if (x->note.date != y->note.date)
		return x->note.date > y->note.date ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

static void read_note(struct order_json_read *read, const cJSON *item,
	struct order_note *note)
{
	struct order_person user = {0};
	note->date = DATE_NONE;
	order_json_read_fields(
		read, item, note_fields, ARRAY_LEN(note_fields), note);
	order_json_read_person(
		read, order_json_read_object(read, item, "user"), &user);
	note->user_name = user.name ? user.name : user.email;
}

static void read_notes(struct order_json_read *read, struct order_notes *notes)
{
	size_t count;
	const cJSON *item =
		order_json_read_items(read, read->root, "notes", &count);
	if (count == 0)
		return;
	struct placed_note *placed = mem_array(count, sizeof(*placed));

	for (size_t i = 0; i < count; i++, item = item->next) {
		placed[i].place = i;
		read_note(read, item, &placed[i].note);
	}
	qsort(placed, count, sizeof(*placed), newest_first);
	notes->items =
		mem_arena_alloc(read->arena, count * sizeof(notes->items[0]));
	for (size_t i = 0; i < count; i++)
		notes->items[i] = placed[i].note;
	notes->count = count;
	free(placed);
}

struct order_notes *
order_json_notes(const char *text, size_t len, struct error *error)
{
	struct order_json_read read;
	struct order_notes *notes = mem_zalloc(sizeof(*notes));

	if (order_json_read_open(
		    &read, "list of notes", text, len, &notes->arena, error)) {
		read_notes(&read, notes);
	} else {
		order_notes_free(notes);
		notes = NULL;
	}
	order_json_read_close(&read);
	return notes;
}

/* -- addresses -- */

static const struct order_json_field email_fields[] = {
	ORDER_JSON_FIELD(struct order_email_state, "email", TEXT, email),
	ORDER_JSON_FIELD(struct order_email_state, "status", TEXT, state_text),
	ORDER_JSON_FIELD(
		struct order_email_state, "date_emailed", DATE, date_emailed),
};

static void
read_emails(struct order_json_read *read, struct order_emails *emails)
{
	size_t count;
	const cJSON *item =
		order_json_read_items(read, read->root, "emails", &count);
	emails->items =
		mem_arena_alloc(read->arena, count * sizeof(emails->items[0]));
	for (size_t i = 0; i < count; i++, item = item->next) {
		struct order_email_state *out = &emails->items[i];
		out->date_emailed = DATE_NONE;
		order_json_read_fields(
			read, item, email_fields, ARRAY_LEN(email_fields), out);
		out->validated =
			out->state_text &&
			text_equal_ascii_case(out->state_text, "validated");
	}
	emails->count = count;
}

struct order_emails *
order_json_emails(const char *text, size_t len, struct error *error)
{
	struct order_json_read read;
	struct order_emails *emails = mem_zalloc(sizeof(*emails));

	if (order_json_read_open(&read, "list of addresses", text, len,
		    &emails->arena, error)) {
		read_emails(&read, emails);
	} else {
		order_emails_free(emails);
		emails = NULL;
	}
	order_json_read_close(&read);
	return emails;
}
