/* SPDX-License-Identifier: MIT
 *
 * Organizations and people: organization info, what is validated of it, the
 * users of the account, those who can be validated. certcentral-api.md 7.3 and
 * 10.
 */
#include "order-json.h"

#include "attr.h"
#include "log.h"
#include "order-json-read.h"

#define PEOPLE_MAX 5000

/* -- an organization -- */

#define FIELD(name, kind, member)                                              \
	ORDER_JSON_FIELD(struct organization, name, kind, member)

static const struct order_json_field organization_fields[] = {
	FIELD("id", ID, id),
	FIELD("name", TEXT, name),
	FIELD("assumed_name", TEXT, assumed_name),
	FIELD("display_name", TEXT, display_name),
	FIELD("status", TEXT, status),
	FIELD("address", TEXT, address),
	FIELD("address2", TEXT, address2),
	FIELD("zip", ID, zip),
	FIELD("city", TEXT, city),
	FIELD("state", TEXT, state),
	FIELD("country", TEXT, country),
	FIELD("telephone", ID, telephone),
};

#undef FIELD

static void read_verified(struct order_json_read *read, const char *name,
	struct organization *organization)
{
	size_t count;
	const cJSON *item =
		order_json_read_items(read, read->root, name, &count);

	if (count == 0)
		return;
	count = count < PEOPLE_MAX ? count : PEOPLE_MAX;
	organization->verified_contacts = mem_arena_alloc(read->arena,
		count * sizeof(organization->verified_contacts[0]));
	organization->verified_contact_count = count;
	for (size_t i = 0; i < count; i++, item = item->next)
		order_json_read_person(
			read, item, &organization->verified_contacts[i]);
}

static void read_organization(
	struct order_json_read *read, struct organization *organization)
{
	const cJSON *root = read->root;

	order_json_read_fields(read, root, organization_fields,
		ARRAY_LEN(organization_fields), organization);
	organization->is_active =
		order_json_read_flag(read, root, "is_active", -1);
	organization->container_name = order_json_read_text(
		read, order_json_read_object(read, root, "container"), "name");
	order_json_read_person(read,
		order_json_read_object(read, root, "organization_contact"),
		&organization->contact);
	order_json_read_person(read,
		order_json_read_object(read, root, "technical_contact"),
		&organization->technical_contact);
	read_verified(read, "verified_contacts", organization);
	if (organization->verified_contact_count == 0)
		read_verified(read, "ev_approvers", organization);
	organization->unreadable = read->unreadable;
}

struct organization *
order_json_organization(const char *text, size_t len, struct error *error)
{
	struct order_json_read read;
	struct organization *organization = mem_zalloc(sizeof(*organization));
	bool ok = order_json_read_open(
		&read, "organization", text, len, &organization->arena, error);

	if (ok) {
		read_organization(&read, organization);
		ok = organization->id || organization->name ||
		     error_set(error, ERROR_FORMAT,
			     "The server's answer is not an organization: it "
			     "has neither a number nor a name.");
	}
	order_json_read_close(&read);
	if (ok)
		return organization;
	organization_free(organization);
	return NULL;
}

struct organization_validations *order_json_organization_validations(
	const char *text, size_t len, struct error *error)
{
	struct order_json_read read;
	struct organization_validations *validations =
		mem_zalloc(sizeof(*validations));

	if (order_json_read_open(&read, "list of validations", text, len,
		    &validations->arena, error)) {
		validations->items = order_json_read_validations(&read,
			"validations", "verified_users", &validations->count);
	} else {
		organization_validations_free(validations);
		validations = NULL;
	}
	order_json_read_close(&read);
	return validations;
}

/* -- people -- */

unsigned
order_json_read_roles(struct order_json_read *read, const cJSON *object)
{
	size_t count;
	const cJSON *item =
		order_json_read_items(read, object, "access_roles", &count);
	unsigned roles = 0;

	for (; count > 0; count--, item = item->next) {
		int64_t number = order_json_read_integer(read, item, "id", -1);

		if (number > 0 && number < 1000)
			roles |= people_role_from((long)number);
	}
	return roles;
}

static void read_people(struct order_json_read *read, struct people *people)
{
	size_t count;
	const cJSON *item =
		order_json_read_items(read, read->root, "users", &count);

	if (count > PEOPLE_MAX) {
		log_add(LOG_WARNING,
			"The %s has more than %d people; the others are left "
			"out.",
			read->what, PEOPLE_MAX);
		count = PEOPLE_MAX;
	}
	if (count == 0)
		return;
	people->items =
		mem_arena_alloc(read->arena, count * sizeof(*people->items));
	for (; people->count < count; item = item->next) {
		struct people_person *to = &people->items[people->count++];

		read->row = people->count;
		order_json_read_person(read, item, &to->person);
		to->username = order_json_read_text(read, item, "username");
		to->status = order_json_read_text(read, item, "status");
		to->roles = order_json_read_roles(read, item);
	}
	read->row = 0;
}

struct people *
order_json_users(const char *text, size_t len, struct error *error)
{
	struct order_json_read read;
	struct people *people = mem_zalloc(sizeof(*people));
	int64_t total;

	if (order_json_read_open(
		    &read, "list of users", text, len, &people->arena, error)) {
		read_people(&read, people);
		total = order_json_read_integer(&read,
			order_json_read_object(&read, read.root, "page"),
			"total", -1);
		people->total = total < 0 ? -1 : (long)total;
	} else {
		people_free(people);
		people = NULL;
	}
	order_json_read_close(&read);
	return people;
}
