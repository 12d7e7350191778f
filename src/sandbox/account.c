/* SPDX-License-Identifier: MIT
 *
 * The account and its users. A key narrowed by an API key role shows that role
 * among the access roles of its user.
 */
#include "sandbox/account.h"

#include <string.h>

#include "date.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"

static const struct {
	int id;
	const char *name;
} roles[] = {
	{1, "Administrator"},
	{2, "Limited User"},
	{3, "Finance Manager"},
	{4, "Manager"},
	{5, "Standard User"},
	{100, "Orders"},
	{102, "View Only"},
};

/* As cert_central_type tells it; nothing documented says Subscription. */
static const char *const account_types[] = {
	[SANDBOX_ENTERPRISE] = "enterprise",
	[SANDBOX_PARTNER] = "reseller",
	[SANDBOX_LEGACY] = "retail",
	[SANDBOX_SUBSCRIPTION] = "retail",
};

int64_t account_user(enum route_key key)
{
	switch (key) {
	case ROUTE_KEY_ORDERS:
		return ACCOUNT_FIRST_USER + 1;
	case ROUTE_KEY_READONLY:
		return ACCOUNT_FIRST_USER + 2;
	case ROUTE_KEY_ADMIN:
	case ROUTE_KEY_NONE:
		break;
	}
	return ACCOUNT_FIRST_USER;
}

static void add_role(cJSON *array, int64_t id)
{
	for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
		cJSON *role;

		if (roles[i].id != id)
			continue;
		role = cJSON_CreateObject();
		cJSON_AddNumberToObject(role, "id", roles[i].id);
		cJSON_AddStringToObject(role, "name", roles[i].name);
		cJSON_AddItemToArray(array, role);
	}
}

/* The role that the key, not the user, brings. */
static int key_role(enum route_key key)
{
	if (key == ROUTE_KEY_ORDERS)
		return 100;
	return key == ROUTE_KEY_READONLY ? 102 : 0;
}

static void add_container(cJSON *json)
{
	cJSON *container = cJSON_AddObjectToObject(json, "container");

	cJSON_AddNumberToObject(container, "id", 31);
	cJSON_AddStringToObject(container, "public_id", "Ex4mpl3C0nta1ner");
	cJSON_AddStringToObject(container, "name", "Example GmbH");
	cJSON_AddNumberToObject(container, "parent_id", 0);
	cJSON_AddNumberToObject(container, "template_id", 5);
	cJSON_AddBoolToObject(container, "has_logo", false);
	cJSON_AddBoolToObject(container, "is_active", true);
}

static cJSON *user(const struct route_request *request, sqlite3_stmt *stmt)
{
	static const char *const texts[] = {
		"username", "first_name", "last_name", "email"};
	struct db *db = request->sandbox->db;
	int64_t id = db_column_int(stmt, 0);
	cJSON *json = cJSON_CreateObject();
	cJSON *array;

	cJSON_AddNumberToObject(json, "id", (double)id);
	cJSON_AddNumberToObject(json, "account_id", ACCOUNT_ID);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		cJSON_AddStringToObject(
			json, texts[i], db_column_text(stmt, (int)i + 1));
	order_answer_text(json, "job_title", db_column_text(stmt, 5));
	order_answer_text(json, "telephone", db_column_text(stmt, 6));
	cJSON_AddStringToObject(json, "status", "active");
	order_answer_time(
		json, "last_login_date", db_now(db) - db_now(db) % 3600);
	add_container(json);
	array = cJSON_AddArrayToObject(json, "access_roles");
	add_role(array, db_column_int(stmt, 7));
	if (id == account_user(request->key))
		add_role(array, key_role(request->key));
	cJSON_AddBoolToObject(json, "is_cert_central", true);
	cJSON_AddBoolToObject(json, "is_enterprise",
		request->sandbox->kind == SANDBOX_ENTERPRISE);
	cJSON_AddBoolToObject(json, "is_saml_sso_only", false);
	cJSON_AddStringToObject(json, "type", "standard");
	cJSON_AddBoolToObject(json, "has_container_assignments", false);
	cJSON_AddArrayToObject(json, "container_visibility");
	cJSON_AddNumberToObject(json, "language_id", 1);
	cJSON_AddNumberToObject(json, "account_language_id", 1);
	return json;
}

static void answer_user(const struct route_request *request, int64_t id,
	struct route_response *response)
{
	struct db *db = request->sandbox->db;
	sqlite3_stmt *stmt = db_query(db,
		"SELECT id, username, first_name, last_name, email, job_title,"
		" telephone, role FROM users WHERE id = ?",
		"i", id);

	if (db_step(db, stmt))
		route_json(response, 200, user(request, stmt));
	else
		route_error(response, 404, "not_found|user",
			"The specified user was not found.");
	db_done(stmt);
}

static void
me(const struct route_request *request, struct route_response *response)
{
	answer_user(request, account_user(request->key), response);
}

static void
show(const struct route_request *request, struct route_response *response)
{
	int64_t id = -1;

	if (!route_number(request->params[0], &id))
		id = -1;
	answer_user(request, id, response);
}

static void
account(const struct route_request *request, struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "id", ACCOUNT_ID);
	cJSON_AddBoolToObject(json, "make_renewal_calls", true);
	cJSON_AddBoolToObject(json, "express_install_enabled", true);
	cJSON_AddStringToObject(json, "admin_email", "pki@example.com");
	cJSON_AddBoolToObject(json, "display_rep", false);
	cJSON_AddNumberToObject(json, "balance_negative_limit", 0);
	cJSON_AddStringToObject(json, "pricing_model", "flatfee");
	cJSON_AddStringToObject(json, "cert_transparency", "embed");
	cJSON_AddStringToObject(json, "cert_central_type",
		account_types[request->sandbox->kind]);
	cJSON_AddNumberToObject(json, "primary_organization_id", 44001);
	cJSON_AddStringToObject(
		json, "primary_organization_name", "Example GmbH");
	cJSON_AddStringToObject(json, "primary_organization_country", "de");
	cJSON_AddNumberToObject(json, "root_container_id", 31);
	cJSON_AddNumberToObject(json, "billing_account_id", ACCOUNT_ID);
	cJSON_AddStringToObject(json, "billing_account_name", "Example GmbH");
	cJSON_AddNumberToObject(json, "language_id", 1);
	cJSON_AddBoolToObject(json, "migrated", false);
	cJSON_AddBoolToObject(json, "has_auth_key", false);
	cJSON_AddStringToObject(json, "ent_support_plan", "1");
	cJSON_AddStringToObject(json, "default_country", "de");
	route_json(response, 200, json);
}

const struct route account_routes[] = {
	{"GET", "/services/v2/user/me", ROUTE_ANY_KEY, 0, me},
	{"GET", "/services/v2/user/{id}", ROUTE_ANY_KEY, 0, show},
	{"GET", "/services/v2/account", ROUTE_ANY_KEY, 0, account},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
