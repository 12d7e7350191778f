/* SPDX-License-Identifier: MIT
 *
 * Each permission is held by some roles. A key has what its user's role has,
 * less what its own role takes away.
 */
#include "sandbox/permissions.h"

#include <string.h>

#include "attr.h"
#include "sandbox/account.h"
#include "sandbox/db.h"

#define FIRST_KEY_ROLE 100

enum {
	ADMINISTRATOR = 1,
	LIMITED,
	FINANCE,
	MANAGER,
	STANDARD,
	KEY_ORDERS = 100,
	KEY_ALL_ORDERS,
	KEY_VIEW_ONLY,
	KEY_USERS,
};

static const struct {
	int id;
	const char *name;
} roles[] = {
	{ADMINISTRATOR, "Administrator"},
	{LIMITED, "Limited User"},
	{FINANCE, "Finance Manager"},
	{MANAGER, "Manager"},
	{STANDARD, "Standard User"},
	{KEY_ORDERS, "Orders"},
	{KEY_ALL_ORDERS, "Orders, Domains, Organizations"},
	{KEY_VIEW_ONLY, "View Only"},
	{KEY_USERS, "User Management"},
};

/* Administrators have every one. */
static const struct {
	const char *name;
	bool manager;
	bool standard;
	bool finance;
	bool key_orders; /* not taken away by the role Orders */
} permissions[] = {
	{"view_orders", true, true, true, true},
	{"create_containers", true, false, false, false},
	{"view_container", true, false, false, false},
	{"edit_container", true, false, false, false},
	{"manage_guest_keys", true, false, false, false},
	{"create_users", true, false, false, false},
	{"edit_users", true, false, false, false},
	{"view_users", true, false, false, false},
	{"add_domains", true, true, false, false},
	{"view_domains", true, true, false, false},
	{"create_organizations", true, true, false, false},
};

void permissions_add_role(cJSON *array, int64_t id)
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

int64_t permissions_user_role(enum sandbox_kind kind, int64_t role)
{
	bool few = kind == SANDBOX_LEGACY || kind == SANDBOX_SUBSCRIPTION;

	return few && role != FINANCE ? ADMINISTRATOR : role;
}

int permissions_key_role(enum route_key key)
{
	if (key == ROUTE_KEY_ORDERS)
		return KEY_ORDERS;
	return key == ROUTE_KEY_READONLY ? KEY_VIEW_ONLY : 0;
}

static void api_roles(const struct route_request *request UNUSED,
	struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *array = cJSON_AddArrayToObject(json, "access_roles");

	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		if (roles[i].id >= FIRST_KEY_ROLE)
			permissions_add_role(array, roles[i].id);
	route_json(response, 200, json);
}

/* -- permissions ----------------------------------------------------------- */

static bool user_may(size_t permission, int64_t role)
{
	switch (role) {
	case ADMINISTRATOR:
		return true;
	case MANAGER:
		return permissions[permission].manager;
	case STANDARD:
		return permissions[permission].standard;
	case FINANCE:
		return permissions[permission].finance;
	default:
		return false;
	}
}

static bool key_may(size_t permission, enum route_key key)
{
	if (key == ROUTE_KEY_READONLY)
		return strncmp(permissions[permission].name, "view_", 5) == 0;
	return key != ROUTE_KEY_ORDERS || permissions[permission].key_orders;
}

/* Whose permissions are asked for. */
struct asked {
	int64_t user;
	int64_t role;
	enum route_key key; /* NONE: another user, without the key's limits */
};

/* False if there is no such user: then it was answered. */
static bool read_asked(const struct route_request *request, const char *id,
	struct asked *asked, struct route_response *response)
{
	asked->key = request->key;
	asked->user = account_user(request->key);
	if (id && !route_number(id, &asked->user))
		asked->user = -1;
	if (asked->user != account_user(request->key))
		asked->key = ROUTE_KEY_NONE;
	asked->role = db_int(request->sandbox->db, -1,
		"SELECT role FROM users WHERE id = ?", "i", asked->user);
	if (asked->role >= 0) {
		asked->role = permissions_user_role(
			request->sandbox->kind, asked->role);
		return true;
	}
	route_error(response, 404, "not_found|user",
		"The specified user was not found.");
	return false;
}

static cJSON *answer(const struct asked *asked, const char *name)
{
	cJSON *json = cJSON_CreateObject();
	bool may = false;

	for (size_t i = 0; i < ARRAY_LEN(permissions); i++)
		if (strcmp(permissions[i].name, name) == 0)
			may = user_may(i, asked->role) &&
			      key_may(i, asked->key);
	cJSON_AddBoolToObject(json, "authorized", may);
	cJSON_AddStringToObject(json, "permission", name);
	return json;
}

static void
list(const struct route_request *request, struct route_response *response)
{
	struct asked asked;
	cJSON *json, *array;

	if (!read_asked(request, NULL, &asked, response))
		return;
	json = cJSON_CreateObject();
	array = cJSON_AddArrayToObject(json, "authorizations");
	for (size_t i = 0; i < ARRAY_LEN(permissions); i++)
		cJSON_AddItemToArray(
			array, answer(&asked, permissions[i].name));
	route_json(response, 200, json);
}

/* A permission that nobody has heard of is nobody's. */
static void
check(const struct route_request *request, struct route_response *response)
{
	struct asked asked;

	if (read_asked(request, request->params[1], &asked, response))
		route_json(response, 200, answer(&asked, request->params[0]));
}

const struct route permissions_routes[] = {
	{"GET", "/services/v2/key/api-roles", ROUTE_ORGANIZATIONS, 0,
		api_roles},
	{"GET", "/services/v2/authorization", ROUTE_ANY_KEY, 0, list},
	{"GET", "/services/v2/authorization/{permission}", ROUTE_ANY_KEY, 0,
		check},
	{"GET", "/services/v2/authorization/{permission}/{user_id}",
		ROUTE_ANY_KEY, 0, check},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
