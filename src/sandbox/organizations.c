/* SPDX-License-Identifier: MIT
 *
 * A submitted contact is pending until a day has passed on the sandbox's clock
 * (POST /sandbox/v1/advance) or someone plays DigiCert (validate).
 */
#include "sandbox/organizations.h"

#include <string.h>

#include "date.h"
#include "mem.h"
#include "sandbox/address.h"
#include "sandbox/body.h"
#include "sandbox/containers.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"
#include "sandbox/products.h"

#define DAY 86400

/* The organization of the path; answers if there is none. */
static bool find(const struct route_request *request,
	struct route_response *response, int64_t *id)
{
	struct db *db = request->sandbox->db;

	if (route_number(request->params[0], id) &&
		db_int(db, 0, "SELECT 1 FROM organizations WHERE id = ?", "i",
			*id))
		return true;
	route_error(response, 404, "not_found|organization",
		"The specified organization was not found.");
	return false;
}

/* -- info ------------------------------------------------------------------ */

/* A person is listed once, whatever kinds they are contact for. */
static void add_verified(struct db *db, cJSON *json, int64_t id)
{
	static const char *const members[] = {
		"first_name", "last_name", "job_title", "telephone", "email"};
	cJSON *array = cJSON_AddArrayToObject(json, "verified_contacts");
	sqlite3_stmt *stmt = db_query(db,
		"SELECT min(id), first_name, last_name, job_title, telephone,"
		" email FROM contacts WHERE organization_id = ?"
		" GROUP BY email ORDER BY 1",
		"i", id);

	while (db_step(db, stmt)) {
		cJSON *contact = cJSON_CreateObject();

		cJSON_AddNumberToObject(
			contact, "id", (double)db_column_int(stmt, 0));
		for (size_t i = 0; i < ARRAY_LEN(members); i++)
			order_answer_text(contact, members[i],
				db_column_text(stmt, (int)i + 1));
		cJSON_AddItemToArray(array, contact);
	}
	db_done(stmt);
}

static const char info_sql[] =
	"SELECT is_active, container_id, contact_id,"
	" name, assumed_name, name, address, address2, zip, city, state,"
	" country, telephone,"
	" contact_first, contact_last, contact_email, contact_job,"
	" contact_telephone FROM organizations WHERE id = ?";
static const char *const info_members[] = {"name", "assumed_name",
	"display_name", "address", "address2", "zip", "city", "state",
	"country", "telephone"};
static const char *const contact_members[] = {
	"first_name", "last_name", "email", "job_title", "telephone"};
#define INFO_FIRST    3
#define CONTACT_FIRST 13

static void add_members(cJSON *json, sqlite3_stmt *stmt, int column,
	const char *const *members, size_t count)
{
	for (size_t i = 0; i < count; i++)
		order_answer_text(json, members[i],
			db_column_text(stmt, column + (int)i));
}

static void add_contact(cJSON *json, sqlite3_stmt *stmt)
{
	cJSON *contact = cJSON_AddObjectToObject(json, "organization_contact");

	cJSON_AddNumberToObject(contact, "id", (double)db_column_int(stmt, 2));
	add_members(contact, stmt, CONTACT_FIRST, contact_members,
		ARRAY_LEN(contact_members));
}

cJSON *organizations_answer(struct db *db, int64_t id, bool with_contact)
{
	sqlite3_stmt *stmt = db_query(db, info_sql, "i", id);
	cJSON *json = NULL;

	if (db_step(db, stmt)) {
		bool active = db_column_int(stmt, 0) != 0;

		json = cJSON_CreateObject();
		cJSON_AddNumberToObject(json, "id", (double)id);
		cJSON_AddStringToObject(
			json, "status", active ? "active" : "inactive");
		add_members(json, stmt, INFO_FIRST, info_members,
			ARRAY_LEN(info_members));
		cJSON_AddBoolToObject(json, "is_active", active);
		containers_add(db, json, db_column_int(stmt, 1));
		if (with_contact)
			add_contact(json, stmt);
	}
	db_done(stmt);
	return json;
}

static void
info(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	cJSON *json;
	int64_t id;

	if (!find(request, response, &id))
		return;
	json = organizations_answer(db, id, true);
	add_verified(db, json, id);
	route_json(response, 200, json);
}

/* -- validations, read ----------------------------------------------------- */

/* Users in the order they were submitted; absent where there are none. */
static void
add_verified_users(struct db *db, cJSON *json, int64_t id, const char *type)
{
	cJSON *array = NULL;
	sqlite3_stmt *stmt = db_query(db,
		"SELECT user_id, first_name, last_name FROM contacts"
		" WHERE organization_id = ? AND kind = ? ORDER BY id",
		"is", id, type);

	while (db_step(db, stmt)) {
		cJSON *user = cJSON_CreateObject();

		if (!array)
			array = cJSON_AddArrayToObject(json, "verified_users");
		cJSON_AddNumberToObject(
			user, "id", (double)db_column_int(stmt, 0));
		cJSON_AddStringToObject(
			user, "first_name", db_column_text(stmt, 1));
		cJSON_AddStringToObject(
			user, "last_name", db_column_text(stmt, 2));
		cJSON_AddItemToArray(array, user);
	}
	db_done(stmt);
}

static cJSON *validation(struct db *db, int64_t id, sqlite3_stmt *stmt)
{
	const char *type = db_column_text(stmt, 0);
	bool pending = strcmp(db_column_text(stmt, 1), "pending") == 0;
	cJSON *item = cJSON_CreateObject();

	cJSON_AddStringToObject(item, "type", type);
	cJSON_AddStringToObject(item, "name", products_validation_name(type));
	cJSON_AddStringToObject(
		item, "description", products_validation_text(type));
	if (!pending) {
		order_answer_time(item, "date_created", db_column_int(stmt, 2));
		order_answer_time(
			item, "validated_until", db_column_int(stmt, 3));
	}
	cJSON_AddStringToObject(item, "status", db_column_text(stmt, 1));
	add_verified_users(db, item, id, type);
	return item;
}

cJSON *organizations_validations(struct db *db, int64_t id)
{
	cJSON *array = cJSON_CreateArray();
	sqlite3_stmt *stmt = db_query(db,
		"SELECT type, status, created, valid_until FROM validations"
		" WHERE organization_id = ? ORDER BY id",
		"i", id);

	while (db_step(db, stmt))
		cJSON_AddItemToArray(array, validation(db, id, stmt));
	db_done(stmt);
	return array;
}

static void validations(
	const struct route_request *request, struct route_response *response)
{
	cJSON *json;
	int64_t id;

	if (!find(request, response, &id))
		return;
	json = cJSON_CreateObject();
	cJSON_AddItemToObject(json, "validations",
		organizations_validations(request->sandbox->db, id));
	route_json(response, 200, json);
}

/* -- validations, submitted ------------------------------------------------ */

struct person {
	int64_t user_id; /* 0: no user of the account */
	const char *texts[5];
};

/* In the order of person.texts. */
static const char *const person_members[] = {
	"first_name", "last_name", "job_title", "telephone", "email"};

static bool has_contacts(const char *type)
{
	return strcmp(type, "ev") == 0 || strcmp(type, "cs") == 0 ||
	       strcmp(type, "ev_cs") == 0;
}

static const char *text_of(const cJSON *json, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);

	return cJSON_IsString(item) ? item->valuestring : "";
}

/* A user of the account, by the id: the other members are ignored. */
static bool read_user(struct db *db, int64_t id, struct person *person,
	struct mem_arena *arena)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT first_name, last_name, job_title, telephone, email"
		" FROM users WHERE id = ?",
		"i", id);
	bool found = db_step(db, stmt);

	person->user_id = id;
	for (size_t i = 0; found && i < ARRAY_LEN(person_members); i++)
		person->texts[i] =
			mem_arena_dup(arena, db_column_text(stmt, (int)i));
	db_done(stmt);
	return found;
}

/* A user's own job title and telephone may be missing. */
static bool
is_complete(const struct person *person, struct route_response *response)
{
	bool complete = true;

	for (size_t i = 0; i < ARRAY_LEN(person_members); i++) {
		if (*person->texts[i])
			continue;
		route_error(response, 400, "sandbox_contact_incomplete",
			"%s of a verified user is missing.", person_members[i]);
		complete = false;
	}
	if (complete && !address_is_valid(person->texts[4])) {
		route_error(response, 400, "sandbox_email_invalid",
			"Not a mail address: %s", person->texts[4]);
		complete = false;
	}
	return complete;
}

static bool read_person(struct db *db, const cJSON *json, struct person *person,
	struct mem_arena *arena, struct route_response *response)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, "id");
	int64_t id;

	*person = (struct person){0};
	if (!item) {
		for (size_t i = 0; i < ARRAY_LEN(person_members); i++)
			person->texts[i] = text_of(json, person_members[i]);
	} else if (!body_number(item, &id) ||
		   !read_user(db, id, person, arena)) {
		route_error(response, 400, "sandbox_no_such_user",
			"id of a verified user is not the id of a user.");
		return false;
	}
	return is_complete(person, response);
}

/* Who is there already keeps their state. */
static void store_person(struct db *db, int64_t organization_id,
	const char *type, const struct person *person)
{
	int64_t now = db_now(db);

	db_run(db,
		"UPDATE contacts SET first_name = ?, last_name = ?,"
		" job_title = ?, telephone = ? WHERE email = ?"
		" AND organization_id = ? AND kind = ?",
		"sssssis", person->texts[0], person->texts[1], person->texts[2],
		person->texts[3], person->texts[4], organization_id, type);
	if (db_changes(db) > 0)
		return;
	db_run(db,
		"INSERT INTO contacts (organization_id, kind, user_id,"
		" first_name, last_name, job_title, telephone, email, status,"
		" created, due)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)",
		"isisssssii", organization_id, type, person->user_id,
		person->texts[0], person->texts[1], person->texts[2],
		person->texts[3], person->texts[4], now, now + DAY);
}

static void submit_people(struct db *db, int64_t organization_id,
	const char *type, const cJSON *users, struct route_response *response)
{
	struct mem_arena arena = {0};
	struct person person;
	const cJSON *item;

	cJSON_ArrayForEach(item,
		users) if (read_person(db, item, &person, &arena, response))
		store_person(db, organization_id, type, &person);
	mem_arena_clear(&arena);
}

static void submit_one(struct db *db, int64_t organization_id,
	const cJSON *json, struct route_response *response)
{
	const char *type = text_of(json, "type");
	const cJSON *users =
		cJSON_GetObjectItemCaseSensitive(json, "verified_users");

	if (!products_is_validation(type)) {
		route_error(response, 400, "sandbox_unknown_validation",
			"There is no validation of the type \"%s\".", type);
		return;
	}
	if (has_contacts(type) && (!cJSON_IsArray(users) || !users->child)) {
		route_error(response, 400, "sandbox_verified_users_missing",
			"verified_users is required for the type %s.", type);
		return;
	}
	db_run(db,
		"INSERT INTO validations (organization_id, type, status)"
		" VALUES (?, ?, 'pending')"
		" ON CONFLICT (organization_id, type) DO UPDATE"
		" SET status = 'pending' WHERE status = 'expired'",
		"is", organization_id, type);
	if (has_contacts(type))
		submit_people(db, organization_id, type, users, response);
}

/* All or nothing: the router rolls back when there is an error. */
static void
submit(const struct route_request *request, struct route_response *response)
{
	const cJSON *list =
		cJSON_GetObjectItemCaseSensitive(request->json, "validations");
	const cJSON *item;
	int64_t id;

	if (!find(request, response, &id))
		return;
	route_empty(response, 204);
	if (!cJSON_IsArray(list) || !list->child)
		route_error(response, 400, "sandbox_validations_missing",
			"validations is missing: a list is required.");
	cJSON_ArrayForEach(item, list)
		submit_one(request->sandbox->db, id, item, response);
}

const struct route organizations_routes[] = {
	{"GET", "/services/v2/organization/{id}", ROUTE_ORGANIZATIONS, 0, info},
	{"GET", "/services/v2/organization/{id}/validation",
		ROUTE_ORGANIZATIONS, 0, validations},
	{"POST", "/services/v2/organization/{id}/validation",
		ROUTE_ORGANIZATIONS, 0, submit},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
