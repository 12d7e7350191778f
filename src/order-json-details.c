/* SPDX-License-Identifier: MIT
 *
 * An order in full. certcentral-api.md 3 (orders/order-info). Mostly tables:
 * one row a member.
 */
#include "order-json.h"

#include "order-json-read.h"

#define FIELD(name, kind, member)                                              \
	ORDER_JSON_FIELD(struct order_details, name, kind, member)

static const struct order_json_field certificate_fields[] = {
	FIELD("serial_number", TEXT, serial_number),
	FIELD("thumbprint", TEXT, thumbprint),
	FIELD("signature_hash", TEXT, signature_hash),
	FIELD("csr", TEXT, csr),
	FIELD("key_size", INT, key_size),
	FIELD("date_issued", DATE, date_issued),
	FIELD("date_created", DATE, certificate_created),
	FIELD("valid_from", DATE, valid_from),
};

static const struct order_json_field order_fields[] = {
	FIELD("order_valid_till", DATE, order_valid_till),
	FIELD("is_renewal", FLAG, is_renewal),
	FIELD("is_multi_year_plan", FLAG, is_multi_year_plan),
	FIELD("has_pending_request", FLAG, has_pending_request),
	FIELD("disable_renewal_notifications", FLAG,
		disable_renewal_notifications),
	FIELD("disable_issuance_email", FLAG, disable_issuance_email),
	FIELD("is_guest_access_enabled", FLAG, is_guest_access_enabled),
	FIELD("allow_duplicates", FLAG, allow_duplicates),
	FIELD("renewed_order_id", ID, renewed_order_id),
	FIELD("renewal_of_order_id", ID, renewal_of_order_id),
	FIELD("dcv_method", TEXT, dcv_method),
	FIELD("payment_method", TEXT, payment_method),
	FIELD("cs_provisioning_method", TEXT, cs_provisioning_method),
	FIELD("alternative_order_id", ID, alternative_order_id),
};

static const struct order_json_field product_fields[] = {
	FIELD("validation_type", TEXT, validation_type),
	FIELD("validation_name", TEXT, validation_name),
};

static const struct order_json_field organization_fields[] = {
	FIELD("city", TEXT, organization_city),
	FIELD("state", TEXT, organization_state),
	FIELD("country", TEXT, organization_country),
};

#undef FIELD

static const struct order_json_field validity_fields[] = {
	ORDER_JSON_FIELD(struct order, "years", INT, validity_years),
};

static const struct order_json_field request_fields[] = {
	ORDER_JSON_FIELD(struct order_request, "id", ID, id),
	ORDER_JSON_FIELD(struct order_request, "type", TEXT, type),
	ORDER_JSON_FIELD(struct order_request, "status", TEXT, status),
	ORDER_JSON_FIELD(struct order_request, "comments", TEXT, comments),
	ORDER_JSON_FIELD(struct order_request, "date", DATE, date),
};

static const struct order_json_field custom_fields[] = {
	ORDER_JSON_FIELD(struct order_field, "label", TEXT, label),
	ORDER_JSON_FIELD(struct order_field, "value", ANY, value),
};

static void
read_certificate(struct order_json_read *read, struct order_details *details)
{
	const cJSON *certificate =
		order_json_read_peek(read->root, "certificate");

	order_json_read_fields(read, certificate, certificate_fields,
		ARRAY_LEN(certificate_fields), details);
	details->ca_name = order_json_read_text(read,
		order_json_read_object(read, certificate, "ca_cert"), "name");
	details->server_platform = order_json_read_text(read,
		order_json_read_object(read, certificate, "server_platform"),
		"name");
	details->emails = order_json_read_texts(
		read, certificate, "emails", &details->email_count);
	details->organization_units = order_json_read_texts(read, certificate,
		"organization_units", &details->organization_unit_count);

	struct order *head = &details->head;
	if (head->validity_years == 0)
		order_json_read_fields(read,
			order_json_read_object(
				read, certificate, "cert_validity"),
			validity_fields, ARRAY_LEN(validity_fields), head);
	if (head->date_created == DATE_NONE)
		head->date_created = details->certificate_created;
	if (!head->organization_id)
		head->organization_id = order_json_read_id(read,
			order_json_read_object(
				read, certificate, "organization"),
			"id");
}

static void
read_people(struct order_json_read *read, struct order_details *details)
{
	const struct {
		const char *name;
		struct order_person *person;
	} people[] = {
		{"organization_contact", &details->organization_contact},
		{"technical_contact", &details->technical_contact},
		{"user", &details->user},
		{"approver", &details->approver},
	};
	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		order_json_read_person(read,
			order_json_read_object(
				read, read->root, people[i].name),
			people[i].person);

	size_t count;
	const cJSON *item = order_json_read_items(
		read, read->root, "user_assignments", &count);
	details->user_assignments = mem_arena_alloc(
		read->arena, count * sizeof(details->user_assignments[0]));
	for (size_t i = 0; i < count; i++, item = item->next)
		order_json_read_person(
			read, item, &details->user_assignments[i]);
	details->user_assignment_count = count;
}

static void
read_requests(struct order_json_read *read, struct order_details *details)
{
	size_t count;
	const cJSON *item =
		order_json_read_items(read, read->root, "requests", &count);
	details->requests = mem_arena_alloc(
		read->arena, count * sizeof(details->requests[0]));
	for (size_t i = 0; i < count; i++, item = item->next) {
		details->requests[i].date = DATE_NONE;
		order_json_read_fields(read, item, request_fields,
			ARRAY_LEN(request_fields), &details->requests[i]);
	}
	details->request_count = count;
}

static void
read_custom_fields(struct order_json_read *read, struct order_details *details)
{
	size_t count;
	const cJSON *item = order_json_read_items(
		read, read->root, "custom_fields", &count);
	details->custom_fields = mem_arena_alloc(
		read->arena, count * sizeof(details->custom_fields[0]));
	for (size_t i = 0; i < count; i++, item = item->next)
		order_json_read_fields(read, item, custom_fields,
			ARRAY_LEN(custom_fields), &details->custom_fields[i]);
	details->custom_field_count = count;
}

static void
read_details(struct order_json_read *read, struct order_details *details)
{
	order_json_read_head(read, read->root, &details->head);
	details->date_issued = DATE_NONE;
	details->valid_from = DATE_NONE;
	details->order_valid_till = DATE_NONE;
	details->certificate_created = DATE_NONE;
	read_certificate(read, details);
	order_json_read_fields(read, read->root, order_fields,
		ARRAY_LEN(order_fields), details);
	details->order_approval_complete = order_json_read_flag(
		read, read->root, "order_approval_complete", -1);
	order_json_read_fields(read,
		order_json_read_peek(read->root, "product"), product_fields,
		ARRAY_LEN(product_fields), details);
	order_json_read_fields(read,
		order_json_read_peek(read->root, "organization"),
		organization_fields, ARRAY_LEN(organization_fields), details);
	details->additional_emails = order_json_read_texts(read, read->root,
		"additional_emails", &details->additional_email_count);
	read_people(read, details);
	read_requests(read, details);
	read_custom_fields(read, details);
	details->head.unreadable = read->unreadable;
}

/* Any member may be absent, but not both of these: an answer without them, such
 * as {}, would pass for an order that has nothing. */
static bool is_an_order(const struct order *head)
{
	return head->id[0] != '\0' || head->status_text != NULL;
}

struct order_details *
order_json_details(const char *text, size_t len, struct error *error)
{
	struct order_json_read read;
	struct order_details *details = mem_zalloc(sizeof(*details));
	bool ok;

	ok = order_json_read_open(
		&read, "order", text, len, &details->arena, error);
	if (ok) {
		read_details(&read, details);
		details->raw = buf_take(&read.text);
		details->head.raw = details->raw;
		ok = is_an_order(&details->head) ||
		     error_set(error, ERROR_FORMAT,
			     "The server's answer is not an order: it has "
			     "neither a number nor a status.");
	}
	order_json_read_close(&read);
	if (!ok) {
		order_details_free(details);
		return NULL;
	}
	return details;
}
