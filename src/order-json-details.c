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
	FIELD("purchased_dns_names", INT, purchased_dns_names),
	FIELD("purchased_wildcard_names", INT, purchased_wildcard_names),
	FIELD("receipt_id", ID, receipt_id),
};

static const struct order_json_field validity_fields[] = {
	FIELD("days", INT, validity_days),
	FIELD("custom_expiration_date", ANY, custom_expiration),
};

static const struct order_json_field order_fields[] = {
	FIELD("is_renewal", FLAG, is_renewal),
	FIELD("is_multi_year_plan", FLAG, is_multi_year_plan),
	FIELD("has_pending_request", FLAG, has_pending_request),
	FIELD("disable_renewal_notifications", FLAG,
		disable_renewal_notifications),
	FIELD("disable_issuance_email", FLAG, disable_issuance_email),
	FIELD("allow_duplicates", FLAG, allow_duplicates),
	FIELD("disable_ct", FLAG, disable_ct),
	FIELD("is_out_of_contract", FLAG, is_out_of_contract),
	FIELD("server_licenses", INT, server_licenses),
	FIELD("renewed_order_id", ID, renewed_order_id),
	FIELD("renewal_of_order_id", ID, renewal_of_order_id),
	FIELD("dcv_method", TEXT, dcv_method),
	FIELD("payment_method", TEXT, payment_method),
	FIELD("cs_provisioning_method", TEXT, cs_provisioning_method),
	FIELD("hardware_init_code", ID, hardware_init_code),
	FIELD("alternative_order_id", ID, alternative_order_id),
	FIELD("receipt_id", ID, receipt_id),
	FIELD("price", ANY, price),
	FIELD("currency", TEXT, currency),
};

static const struct order_json_field product_fields[] = {
	FIELD("validation_type", TEXT, validation_type),
	FIELD("validation_name", TEXT, validation_name),
	FIELD("validation_description", TEXT, validation_description),
};

static const struct order_json_field organization_fields[] = {
	FIELD("city", TEXT, organization_city),
	FIELD("state", TEXT, organization_state),
	FIELD("country", TEXT, organization_country),
};

static const struct order_json_field api_key_fields[] = {
	FIELD("name", TEXT, api_key_name),
	FIELD("key_type", TEXT, api_key_type),
};

static const struct order_json_field mark_fields[] = {
	FIELD("mark_type", TEXT, mark.type),
	FIELD("logo_id", ID, mark.logo_id),
	FIELD("hosted_logo_location", TEXT, mark.hosted_logo),
	FIELD("hosted_cert_location", TEXT, mark.hosted_certificate),
};

/* Of a type that is not documented: an object, or what else it may be. */
static const struct order_json_field mark_text_fields[] = {
	FIELD("mark_type_data", ANY, mark.text),
};

#undef FIELD

static const struct order_json_field year_fields[] = {
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
	ORDER_JSON_FIELD(struct order_field, "metadata_id", ID, id),
	ORDER_JSON_FIELD(struct order_field, "label", TEXT, label),
	ORDER_JSON_FIELD(struct order_field, "value", ANY, value),
};

/* Only the one that was asked with is there. The order's own word on years,
 * where there is one, goes before the certificate's. */
static void read_validity(struct order_json_read *read, const cJSON *validity,
	struct order_details *details)
{
	struct order *head = &details->head;

	order_json_read_fields(read, validity, validity_fields,
		ARRAY_LEN(validity_fields), details);
	if (head->validity_years == 0)
		order_json_read_fields(read, validity, year_fields,
			ARRAY_LEN(year_fields), head);
}

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
	read_validity(read,
		order_json_read_object(read, certificate, "cert_validity"),
		details);
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

/* -- the rest of the order -- */

static const struct {
	const char *name;
	int days;
} notices[ORDER_NOTICES] = {
	{"send_minus_90", 90},
	{"send_minus_60", 60},
	{"send_minus_30", 30},
	{"send_minus_14", 14},
	{"send_minus_7", 7},
	{"send_minus_3", 3},
	{"send_plus_3", -3},
	{"send_plus_7", -7},
};

static void
read_notices(struct order_json_read *read, struct order_details *details)
{
	for (size_t i = 0; i < ARRAY_LEN(notices); i++) {
		if (order_json_read_flag(
			    read, read->root, notices[i].name, 0) == 1)
			details->renewal_notices
				[details->renewal_notice_count++] =
				notices[i].days;
	}
}

static void
read_mark(struct order_json_read *read, struct order_details *details)
{
	const cJSON *mark = order_json_read_object(read, read->root, "vmc");

	order_json_read_fields(
		read, mark, mark_fields, ARRAY_LEN(mark_fields), details);
	if (cJSON_IsObject(order_json_read_peek(mark, "mark_type_data")))
		details->mark.data = order_json_read_pairs(read, mark,
			"mark_type_data", &details->mark.data_count);
	else
		order_json_read_fields(read, mark, mark_text_fields,
			ARRAY_LEN(mark_text_fields), details);
	details->mark.enable_hosting =
		order_json_read_flag(read, mark, "enable_hosting", -1);
}

/* What stands beside the order proper. */
static void
read_extras(struct order_json_read *read, struct order_details *details)
{
	const cJSON *root = read->root;

	order_json_read_fields(read,
		order_json_read_object(read, root, "api_key"), api_key_fields,
		ARRAY_LEN(api_key_fields), details);
	details->organization_is_active = order_json_read_flag(read,
		order_json_read_peek(root, "organization"), "is_active", -1);
	details->checks = order_json_read_checks(
		read, root, "verification", &details->check_count);
	details->caa = order_json_read_pairs(
		read, root, "caa_status_message", &details->caa_count);
	details->ship_info = order_json_read_pairs(
		read, root, "ship_info", &details->ship_info_count);
	read_mark(read, details);
	read_notices(read, details);
}

static void
read_details(struct order_json_read *read, struct order_details *details)
{
	order_json_read_head(read, read->root, &details->head);
	details->date_issued = DATE_NONE;
	details->valid_from = DATE_NONE;
	details->certificate_created = DATE_NONE;
	details->order_valid_till = details->head.order_valid_till;
	details->purchased_dns_names = -1;
	details->purchased_wildcard_names = -1;
	read_certificate(read, details);
	order_json_read_fields(read, read->root, order_fields,
		ARRAY_LEN(order_fields), details);
	details->order_approval_complete = order_json_read_flag(
		read, read->root, "order_approval_complete", -1);
	details->guest_access = order_json_read_flag(
		read, read->root, "is_guest_access_enabled", -1);
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
	read_extras(read, details);
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
		details->raw = order_json_read_keep(&read);
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
