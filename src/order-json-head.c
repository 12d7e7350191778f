/* SPDX-License-Identifier: MIT
 *
 * What the rows of the list and an order in full have in common: the head,
 * and persons. certcentral-api.md 2.2 and 3.
 */
#include "order-json-read.h"

#include <stdlib.h>
#include <string.h>

#define FIELD(name, kind, member)                                              \
	ORDER_JSON_FIELD(struct order, name, kind, member)

static const struct order_json_field order_fields[] = {
	FIELD("status", TEXT, status_text),
	FIELD("product_name_id", TEXT, product_name_id),
	FIELD("date_created", DATE, date_created),
	FIELD("order_valid_till", DATE, order_valid_till),
	FIELD("validity_years", INT, validity_years),
	FIELD("duplicates_count", INT, duplicates_count),
	FIELD("reissues_count", INT, reissues_count),
	FIELD("number_of_sans", INT, number_of_sans),
	FIELD("is_renewed", FLAG, is_renewed),
	FIELD("has_duplicates", FLAG, has_duplicates),
};

static const struct order_json_field certificate_fields[] = {
	FIELD("id", ID, certificate_id),
	FIELD("common_name", TEXT, common_name),
	FIELD("valid_till", DATE, valid_till),
	FIELD("days_remaining", INT, days_remaining),
};

static const struct order_json_field organization_fields[] = {
	FIELD("id", ID, organization_id),
	FIELD("display_name", TEXT, organization_name),
	FIELD("name", TEXT, organization_name),
};

static const struct order_json_field product_fields[] = {
	FIELD("name_id", TEXT, product_name_id),
	FIELD("name", TEXT, product_name),
	FIELD("type", TEXT, product_type),
};

static const struct order_json_field container_fields[] = {
	FIELD("id", ID, container_id),
	FIELD("name", TEXT, container_name),
};

#undef FIELD
#define FIELD(name, kind, member)                                              \
	ORDER_JSON_FIELD(struct order_person, name, kind, member)

static const struct order_json_field person_fields[] = {
	FIELD("user_id", ID, id),
	FIELD("id", ID, id),
	FIELD("first_name", TEXT, first_name),
	FIELD("last_name", TEXT, last_name),
	FIELD("name", TEXT, name),
	FIELD("email", TEXT, email),
	FIELD("job_title", TEXT, job_title),
	FIELD("telephone", TEXT, telephone),
	FIELD("telephone_extension", ID, telephone_extension),
};

#undef FIELD

static const char *
joined(struct order_json_read *read, const char *a, const char *b)
{
	if (!a || !b)
		return a ? a : b;
	char *both = mem_printf("%s %s", a, b);
	const char *kept = mem_arena_dup(read->arena, both);
	free(both);
	return kept;
}

void order_json_read_person(struct order_json_read *read, const cJSON *object,
	struct order_person *person)
{
	order_json_read_fields(
		read, object, person_fields, ARRAY_LEN(person_fields), person);
	if (!person->name)
		person->name =
			joined(read, person->first_name, person->last_name);
}

static void read_product(
	struct order_json_read *read, const cJSON *object, struct order *head)
{
	const cJSON *product = order_json_read_object(read, object, "product");
	order_json_read_fields(
		read, product, product_fields, ARRAY_LEN(product_fields), head);
	/* Read here, though order info keeps it: the family needs it. */
	const cJSON *type = product ? cJSON_GetObjectItemCaseSensitive(
					      product, "validation_type")
				    : NULL;
	head->family = order_family_from(
		head->product_name_id, cJSON_GetStringValue(type));
}

void order_json_read_head(
	struct order_json_read *read, const cJSON *object, struct order *head)
{
	int before = read->unreadable;
	const cJSON *certificate =
		order_json_read_object(read, object, "certificate");

	order_init(head);
	head->id = order_json_read_order_id(read, object, "id");
	order_json_read_fields(
		read, object, order_fields, ARRAY_LEN(order_fields), head);
	head->status = order_status_from(head->status_text);
	order_json_read_fields(read, certificate, certificate_fields,
		ARRAY_LEN(certificate_fields), head);
	head->dns_names = order_json_read_texts(
		read, certificate, "dns_names", &head->dns_name_count);
	order_json_read_fields(read,
		order_json_read_object(read, object, "organization"),
		organization_fields, ARRAY_LEN(organization_fields), head);
	order_json_read_fields(read,
		order_json_read_object(read, object, "container"),
		container_fields, ARRAY_LEN(container_fields), head);
	read_product(read, object, head);
	head->unreadable = read->unreadable - before;
}
