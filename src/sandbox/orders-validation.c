/* SPDX-License-Identifier: MIT
 *
 * What an order waits on, as the service tells it. Ids are texts here, and all
 * validations of the organization are listed with their contacts, not only
 * those of the product.
 */
#include "sandbox/orders-validation.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"
#include "sandbox/scopes.h"
#include "text.h"

/* What is checked for a validation; the first ones for all of them. */
static const char *const details[] = {"organization_type",
	"organization_status", "address_verification", "blacklist_fraud",
	"request_authenticity", "operational_existence",
	"place_of_business_verification", "phone_number_verification",
	"approver_verification"};
#define DETAILS_OF_ALL 5

static void add_id(cJSON *json, const char *name, int64_t id)
{
	char text[24];

	cJSON_AddStringToObject(json, name,
		text_format(text, sizeof(text), "%lld", (long long)id));
}

static cJSON *contact(sqlite3_stmt *stmt)
{
	static const char *const members[] = {"first_name", "last_name",
		"job_title", "telephone", "email", "status"};
	cJSON *json = cJSON_CreateObject();
	char *name = mem_printf(
		"%s %s", db_column_text(stmt, 1), db_column_text(stmt, 2));

	add_id(json, "user_id", db_column_int(stmt, 0));
	cJSON_AddStringToObject(json, "name", name);
	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		order_answer_text(
			json, members[i], db_column_text(stmt, (int)i + 1));
	free(name);
	return json;
}

static void add_contacts(
	struct db *db, cJSON *json, int64_t organization_id, const char *kind)
{
	cJSON *array;
	sqlite3_stmt *stmt;

	if (strcmp(kind, "ev") != 0 && strcmp(kind, "cs") != 0 &&
		strcmp(kind, "ev_cs") != 0)
		return;
	array = cJSON_AddArrayToObject(json, "verified_contacts");
	stmt = db_query(db,
		"SELECT user_id, first_name, last_name, job_title, telephone,"
		" email, status FROM contacts WHERE organization_id = ?"
		" AND kind = ? ORDER BY id",
		"is", organization_id, kind);
	while (db_step(db, stmt))
		cJSON_AddItemToArray(array, contact(stmt));
	db_done(stmt);
}

/* Of a validation that is not done some parts are, others for each
 * organization. */
static void add_details(cJSON *json, const char *name, const char *type,
	int64_t organization_id, bool done)
{
	cJSON *object = cJSON_AddObjectToObject(json, name);
	size_t count = strncmp(type, "ev", 2) == 0 ? ARRAY_LEN(details)
						   : DETAILS_OF_ALL;

	for (size_t i = 0; i < count; i++)
		cJSON_AddStringToObject(object, details[i],
			done || (organization_id + (int64_t)i) % 3 == 0
				? "complete"
				: "pending");
}

void orders_validation_add(
	struct db *db, cJSON *json, const struct order_row *row)
{
	const char *type = row->product->validation;
	char *status;

	if (!type || row->organization_id == 0)
		return;
	status = db_text(db,
		"SELECT status FROM validations WHERE organization_id = ?"
		" AND type = ?",
		"is", row->organization_id, type);
	add_details(json, "verification", type, row->organization_id,
		status && strcmp(status, "active") == 0);
	free(status);
}

static cJSON *
validation(struct db *db, int64_t organization_id, sqlite3_stmt *stmt)
{
	const char *type = db_column_text(stmt, 0);
	const char *status = db_column_text(stmt, 1);
	bool done = strcmp(status, "active") == 0;
	cJSON *json = cJSON_CreateObject();

	cJSON_AddStringToObject(json, "type", type);
	cJSON_AddStringToObject(json, "name", products_validation_name(type));
	cJSON_AddStringToObject(
		json, "description", products_validation_text(type));
	if (strcmp(status, "pending") != 0) {
		order_answer_time(json, "date_created", db_column_int(stmt, 2));
		order_answer_time(
			json, "validated_until", db_column_int(stmt, 3));
	}
	cJSON_AddStringToObject(json, "status", status);
	add_contacts(db, json, organization_id, type);
	add_details(json, "verification_details", type, organization_id, done);
	return json;
}

static void
add_organization(struct db *db, cJSON *json, const struct order_row *row)
{
	char *name = db_text(db, "SELECT name FROM organizations WHERE id = ?",
		"i", row->organization_id);
	cJSON *array;
	sqlite3_stmt *stmt;

	if (!name)
		return;
	add_id(json, "organization_id", row->organization_id);
	cJSON_AddStringToObject(json, "organization_name", name);
	free(name);
	array = cJSON_AddArrayToObject(json, "organization_validations");
	stmt = db_query(db,
		"SELECT type, status, created, valid_until FROM validations"
		" WHERE organization_id = ? ORDER BY id",
		"i", row->organization_id);
	while (db_step(db, stmt))
		cJSON_AddItemToArray(
			array, validation(db, row->organization_id, stmt));
	db_done(stmt);
}

static cJSON *name_validation(const struct order_row *row,
	const struct scopes *scopes, const struct scopes_item *item)
{
	cJSON *json = cJSON_CreateObject();

	add_id(json, "domain_id", item->domain_id);
	cJSON_AddStringToObject(json, "name_scope", item->scope);
	cJSON_AddStringToObject(
		json, "status", item->open ? "pending" : "approved");
	cJSON_AddStringToObject(json, "method", row->dcv_method);
	order_answer_texts(json, "dns_names", scopes->names + item->first,
		item->next - item->first);
	return json;
}

static void add_names(cJSON *json, const struct order_row *row)
{
	cJSON *array = cJSON_AddArrayToObject(json, "dns_name_validations");
	struct scopes scopes;

	scopes_init(&scopes, row);
	for (size_t i = 0; i < scopes.count; i++)
		cJSON_AddItemToArray(
			array, name_validation(row, &scopes, &scopes.items[i]));
	scopes_clear(&scopes);
}

static void
show(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct order_row row;
	int64_t id = -1;
	cJSON *json;

	if (!route_number(request->params[0], &id) ||
		!order_row_read(db, id, &row)) {
		route_no_order(response);
		return;
	}
	json = cJSON_CreateObject();
	add_id(json, "order_id", row.id);
	cJSON_AddStringToObject(
		json, "order_status", order_row_status_word(row.status));
	if (row.product->has_names) {
		cJSON_AddStringToObject(json, "order_name_scope",
			row.flags & SCHEMA_FLAG_FQDN ? "fqdn" : "base_domain");
		cJSON_AddStringToObject(
			json, "order_dcv_method", row.dcv_method);
	}
	if (row.product->group != PRODUCTS_DV_TLS)
		add_organization(db, json, &row);
	add_names(json, &row);
	route_json(response, 200, json);
	order_row_clear(&row);
}

/* -- addresses of a client certificate ------------------------------------- */

/* The day of the last issuance mail; without one, the day of the order. */
static int64_t last_mail(struct db *db, const struct order_row *row)
{
	return db_int(db, row->created,
		"SELECT max(time) FROM mails WHERE order_id = ?"
		" AND kind = 'issuance'",
		"i", row->id);
}

/* The second one may still be open when the first has been mailed to. */
static const char *address_state(const struct order_row *row, size_t number)
{
	bool done = row->issued != DATE_NONE ||
		    (row->status == SCHEMA_WAITING_PICKUP && number == 0);

	return done ? "validated" : "unvalidated";
}

static void
emails(const struct route_request *request, struct route_response *response)
{
	static const char *const options[] = {"api", "browser"};
	struct db *db = request->sandbox->db;
	struct order_row row;
	int64_t id = -1;
	cJSON *json, *array;

	if (!route_number(request->params[0], &id) ||
		!order_row_read(db, id, &row)) {
		route_no_order(response);
		return;
	}
	json = cJSON_CreateObject();
	order_answer_texts(
		json, "delivery_options", options, ARRAY_LEN(options));
	array = cJSON_AddArrayToObject(json, "emails");
	for (size_t i = 0; i < row.email_count; i++) {
		cJSON *item = cJSON_CreateObject();

		cJSON_AddStringToObject(item, "email", row.emails[i]);
		cJSON_AddStringToObject(item, "status", address_state(&row, i));
		order_answer_day(item, "date_emailed", last_mail(db, &row));
		cJSON_AddItemToArray(array, item);
	}
	route_json(response, 200, json);
	order_row_clear(&row);
}

const struct route orders_validation_routes[] = {
	{"GET", "/services/v2/order/certificate/{id}/validation", ROUTE_ORDERS,
		0, show},
	{"GET", "/services/v2/order/certificate/{id}/email-validation",
		ROUTE_ORDERS, 0, emails},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
