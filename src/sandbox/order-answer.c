/* SPDX-License-Identifier: MIT
 *
 * Orders as JSON, with the quirks of the contract: an order without an
 * organization has `[]` there, days and dates of a certificate are absent
 * until there is one, a multi-year plan is "1" or nothing.
 */
#include "sandbox/order-answer.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "date.h"
#include "sandbox/certificate.h"
#include "sandbox/db.h"
#include "sandbox/metadata.h"
#include "sandbox/order-members.h"
#include "sandbox/order-requests.h"
#include "sandbox/orders-access.h"
#include "sandbox/orders-contact.h"
#include "sandbox/x509.h"

#define DAY 86400

void order_answer_time(cJSON *json, const char *name, int64_t time)
{
	char text[DATE_TEXT_SIZE];

	if (time != DATE_NONE)
		cJSON_AddStringToObject(json, name, date_offset(time, text));
}

void order_answer_day(cJSON *json, const char *name, int64_t time)
{
	char text[DATE_TEXT_SIZE];

	if (time != DATE_NONE)
		cJSON_AddStringToObject(json, name, date_day(time, text));
}

void order_answer_text(cJSON *json, const char *name, const char *text)
{
	if (text && *text)
		cJSON_AddStringToObject(json, name, text);
}

void order_answer_texts(
	cJSON *json, const char *name, const char *const *texts, size_t count)
{
	cJSON *array = cJSON_AddArrayToObject(json, name);

	for (size_t i = 0; i < count; i++)
		cJSON_AddItemToArray(array, cJSON_CreateString(texts[i]));
}

void order_answer_user(
	struct db *db, cJSON *json, const char *name, int64_t user_id)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT first_name, last_name, email FROM users WHERE id = ?",
		"i", user_id);

	if (db_step(db, stmt)) {
		cJSON *user = name ? cJSON_AddObjectToObject(json, name) : json;

		cJSON_AddNumberToObject(user, "id", (double)user_id);
		cJSON_AddStringToObject(
			user, "first_name", db_column_text(stmt, 0));
		cJSON_AddStringToObject(
			user, "last_name", db_column_text(stmt, 1));
		cJSON_AddStringToObject(user, "email", db_column_text(stmt, 2));
	}
	db_done(stmt);
}

/* -- parts ----------------------------------------------------------------- */

static bool has_flag(const struct order_row *row, unsigned int flag)
{
	return (row->flags & flag) != 0;
}

static void
add_container(struct db *db, cJSON *json, const struct order_row *row)
{
	cJSON *container = cJSON_AddObjectToObject(json, "container");
	char *name = db_text(db, "SELECT name FROM containers WHERE id = ?",
		"i", row->container_id);

	cJSON_AddNumberToObject(container, "id", (double)row->container_id);
	order_answer_text(container, "name", name);
	free(name);
}

static cJSON *add_product(cJSON *json, const struct order_row *row)
{
	cJSON *product = cJSON_AddObjectToObject(json, "product");

	cJSON_AddStringToObject(product, "name_id", row->product->name_id);
	cJSON_AddStringToObject(product, "name", row->product->name);
	cJSON_AddStringToObject(product, "type", row->product->type);
	return product;
}

static void
add_validity(struct db *db, cJSON *certificate, const struct order_row *row)
{
	int64_t now = db_now(db), days;

	if (row->valid_till == DATE_NONE)
		return;
	order_answer_day(certificate, "valid_till", row->valid_till);
	days = (row->valid_till - (now - now % DAY)) / DAY;
	cJSON_AddNumberToObject(certificate, "days_remaining", (double)days);
}

/* -- a row of the list ----------------------------------------------------- */

static void
add_row_certificate(struct db *db, cJSON *json, const struct order_row *row)
{
	cJSON *certificate = cJSON_AddObjectToObject(json, "certificate");

	if (row->certificate_id)
		cJSON_AddNumberToObject(
			certificate, "id", (double)row->certificate_id);
	order_answer_text(certificate, "common_name", row->common_name);
	if (row->dns_count > 0)
		order_answer_texts(certificate, "dns_names", row->dns_names,
			row->dns_count);
	add_validity(db, certificate, row);
	cJSON_AddStringToObject(certificate, "signature_hash", "sha256");
}

static void
add_row_organization(struct db *db, cJSON *json, const struct order_row *row)
{
	char *name = db_text(db, "SELECT name FROM organizations WHERE id = ?",
		"i", row->organization_id);
	cJSON *organization;

	if (!name) {
		cJSON_AddArrayToObject(json, "organization");
		return;
	}
	organization = cJSON_AddObjectToObject(json, "organization");
	cJSON_AddNumberToObject(
		organization, "id", (double)row->organization_id);
	cJSON_AddStringToObject(organization, "name", name);
	free(name);
}

cJSON *order_answer_row(struct db *db, const struct order_row *row)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "id", (double)row->id);
	add_row_certificate(db, json, row);
	cJSON_AddStringToObject(
		json, "status", order_row_status_word(row->status));
	cJSON_AddBoolToObject(
		json, "is_renewed", has_flag(row, SCHEMA_FLAG_RENEWED));
	order_answer_time(json, "date_created", row->created);
	add_row_organization(db, json, row);
	cJSON_AddNumberToObject(json, "validity_years", row->years);
	if (!has_flag(row, SCHEMA_FLAG_MIGRATED))
		cJSON_AddBoolToObject(json, "disable_renewal_notifications",
			has_flag(row, SCHEMA_FLAG_QUIET));
	add_container(db, json, row);
	add_product(json, row);
	cJSON_AddBoolToObject(
		json, "has_duplicates", has_flag(row, SCHEMA_FLAG_DUPLICATES));
	cJSON_AddStringToObject(json, "product_name_id", row->product->name_id);
	metadata_add(db, json, row->id);
	return json;
}

/* -- order info ------------------------------------------------------------ */

static void add_issued(cJSON *certificate, const struct order_row *row)
{
	char number[CERTIFICATE_THUMBPRINT_SIZE];

	if (row->issued == DATE_NONE)
		return;
	cJSON_AddStringToObject(certificate, "thumbprint",
		certificate_thumbprint(row->certificate_id, number));
	cJSON_AddStringToObject(certificate, "serial_number",
		certificate_serial(row->certificate_id, number));
	order_answer_time(certificate, "date_issued", row->issued);
	order_answer_day(certificate, "valid_from", row->valid_from);
}

static void add_platform(cJSON *certificate, const struct order_row *row)
{
	static const char *const names[] = {"nginx", "Apache", "OTHER"};
	static const int ids[] = {45, 2, -1};
	size_t which = (size_t)row->id % ARRAY_LEN(names);
	cJSON *platform;

	if (row->product->group > PRODUCTS_PRIVATE_TLS)
		return;
	platform = cJSON_AddObjectToObject(certificate, "server_platform");
	cJSON_AddNumberToObject(platform, "id", ids[which]);
	cJSON_AddStringToObject(platform, "name", names[which]);
	cJSON_AddStringToObject(
		platform, "install_url", "https://www.example.com/install");
	cJSON_AddStringToObject(
		platform, "csr_url", "https://www.example.com/csr");
}

static void add_key(cJSON *certificate, const struct order_row *row)
{
	cJSON *authority;

	if (row->product->group != PRODUCTS_MARK && row->certificate_id) {
		struct buf csr;

		buf_init(&csr, X509_MAX);
		x509_request(&csr, row);
		cJSON_AddStringToObject(certificate, "csr", buf_text(&csr));
		buf_clear(&csr);
	}
	cJSON_AddStringToObject(certificate, "signature_hash", "sha256");
	cJSON_AddNumberToObject(certificate, "key_size", 2048);
	authority = cJSON_AddObjectToObject(certificate, "ca_cert");
	cJSON_AddStringToObject(authority, "id", "A937018B5FF33363");
	cJSON_AddStringToObject(authority, "name", "Example Issuing CA G5");
}

cJSON *order_answer_certificate(struct db *db, const struct order_row *row)
{
	cJSON *certificate = cJSON_CreateObject();
	cJSON *organization;

	if (row->certificate_id)
		cJSON_AddNumberToObject(
			certificate, "id", (double)row->certificate_id);
	order_answer_text(certificate, "common_name", row->common_name);
	if (row->dns_count > 0)
		order_answer_texts(certificate, "dns_names", row->dns_names,
			row->dns_count);
	if (products_is_client(row->product))
		order_answer_texts(
			certificate, "emails", row->emails, row->email_count);
	order_answer_time(certificate, "date_created", row->created);
	add_issued(certificate, row);
	add_validity(db, certificate, row);
	order_members_certificate(certificate, row);
	if (row->organization_id) {
		organization =
			cJSON_AddObjectToObject(certificate, "organization");
		cJSON_AddNumberToObject(
			organization, "id", (double)row->organization_id);
	}
	add_platform(certificate, row);
	add_key(certificate, row);
	cJSON_AddNumberToObject(certificate, "user_id", (double)row->user_id);
	return certificate;
}

static void
add_organization(struct db *db, cJSON *json, const struct order_row *row)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT name, assumed_name, is_active, city, state, country"
		" FROM organizations WHERE id = ?",
		"i", row->organization_id);
	cJSON *organization;

	if (!db_step(db, stmt)) {
		cJSON_AddArrayToObject(json, "organization");
		db_done(stmt);
		return;
	}
	organization = cJSON_AddObjectToObject(json, "organization");
	cJSON_AddNumberToObject(
		organization, "id", (double)row->organization_id);
	cJSON_AddStringToObject(organization, "name", db_column_text(stmt, 0));
	cJSON_AddStringToObject(
		organization, "display_name", db_column_text(stmt, 0));
	cJSON_AddBoolToObject(
		organization, "is_active", db_column_int(stmt, 2) != 0);
	order_answer_text(organization, "city", db_column_text(stmt, 3));
	order_answer_text(organization, "state", db_column_text(stmt, 4));
	order_answer_text(organization, "country", db_column_text(stmt, 5));
	db_done(stmt);
}

static void add_product_info(cJSON *json, const struct order_row *row)
{
	const char *type = row->product->validation;
	cJSON *product = add_product(json, row);

	cJSON_AddStringToObject(product, "validation_type", type ? type : "dv");
	cJSON_AddStringToObject(
		product, "validation_name", products_validation_name(type));
	cJSON_AddStringToObject(product, "validation_description",
		products_validation_text(type));
}

static void add_notes(struct db *db, cJSON *json, const struct order_row *row)
{
	cJSON *array = NULL;
	sqlite3_stmt *stmt = db_query(db,
		"SELECT id, text FROM notes WHERE order_id = ?"
		" ORDER BY id DESC",
		"i", row->id);

	while (db_step(db, stmt)) {
		cJSON *note = cJSON_CreateObject();

		if (!array)
			array = cJSON_AddArrayToObject(json, "notes");
		cJSON_AddNumberToObject(
			note, "id", (double)db_column_int(stmt, 0));
		cJSON_AddStringToObject(note, "text", db_column_text(stmt, 1));
		cJSON_AddItemToArray(array, note);
	}
	db_done(stmt);
}

/* What only some products have. */
static void add_product_members(cJSON *json, const struct order_row *row)
{
	if (row->product->group <= PRODUCTS_PRIVATE_TLS)
		cJSON_AddStringToObject(json, "dcv_method", row->dcv_method);
	if (row->product->approval != PRODUCTS_APPROVAL_NONE)
		cJSON_AddBoolToObject(json, "order_approval_complete",
			row->approval == SCHEMA_APPROVAL_DONE);
}

static void add_flags(cJSON *json, const struct order_row *row)
{
	cJSON_AddBoolToObject(json, "disable_renewal_notifications",
		has_flag(row, SCHEMA_FLAG_QUIET));
	cJSON_AddBoolToObject(json, "allow_duplicates",
		row->product->group <= PRODUCTS_OV_TLS);
	cJSON_AddNumberToObject(json, "duplicates_count",
		has_flag(row, SCHEMA_FLAG_DUPLICATES) ? 1 : 0);
	cJSON_AddNumberToObject(json, "reissues_count",
		has_flag(row, SCHEMA_FLAG_REISSUED) ? 1 : 0);
	cJSON_AddBoolToObject(json, "is_guest_access_enabled",
		has_flag(row, SCHEMA_FLAG_GUEST));
	cJSON_AddBoolToObject(json, "disable_issuance_email", false);
	if (has_flag(row, SCHEMA_FLAG_MULTI_YEAR))
		cJSON_AddStringToObject(json, "is_multi_year_plan", "1");
}

cJSON *order_answer_info(struct db *db, const struct order_row *row)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "id", (double)row->id);
	cJSON_AddItemToObject(
		json, "certificate", order_answer_certificate(db, row));
	cJSON_AddStringToObject(
		json, "status", order_row_status_word(row->status));
	cJSON_AddBoolToObject(
		json, "is_renewal", has_flag(row, SCHEMA_FLAG_RENEWAL));
	cJSON_AddBoolToObject(
		json, "is_renewed", has_flag(row, SCHEMA_FLAG_RENEWED));
	order_answer_time(json, "date_created", row->created);
	order_answer_day(json, "order_valid_till", row->valid_till);
	add_flags(json, row);
	add_organization(db, json, row);
	orders_contact_add(db, json, row);
	add_container(db, json, row);
	add_product_info(json, row);
	order_answer_user(db, json, "user", row->user_id);
	order_requests_add(db, json, row);
	add_notes(db, json, row);
	add_product_members(json, row);
	orders_access_add(db, json, row);
	order_answer_texts(json, "additional_emails", row->additional_emails,
		row->additional_count);
	metadata_add(db, json, row->id);
	order_members_add(db, json, row);
	return json;
}
