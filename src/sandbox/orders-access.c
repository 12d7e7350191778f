/* SPDX-License-Identifier: MIT
 *
 * Both kinds of access belong to Enterprise and Partner accounts: the others
 * have neither limited users nor guests.
 */
#include "sandbox/orders-access.h"

#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"
#include "sandbox/order-path.h"

#define ROLE_LIMITED	2
#define ASSIGNMENTS_MAX 500

static bool has_access_settings(const struct route_request *request)
{
	return request->sandbox->kind == SANDBOX_ENTERPRISE ||
	       request->sandbox->kind == SANDBOX_PARTNER;
}

/* -- users ----------------------------------------------------------------- */

void orders_access_add(struct db *db, cJSON *json, const struct order_row *row)
{
	cJSON *array = cJSON_AddArrayToObject(json, "user_assignments");
	sqlite3_stmt *stmt = db_query(db,
		"SELECT user_id FROM assignments WHERE order_id = ?"
		" AND user_id <> ? ORDER BY user_id",
		"ii", row->id, row->user_id);

	while (db_step(db, stmt)) {
		cJSON *user = cJSON_CreateObject();

		order_answer_user(db, user, NULL, db_column_int(stmt, 0));
		cJSON_AddItemToArray(array, user);
	}
	db_done(stmt);
}

/* Who ordered has access anyway: such an assignment is not stored. */
static void assign(struct db *db, const struct order_row *row,
	const cJSON *item, struct route_response *response)
{
	int64_t user, role;

	if (!body_number(item, &user)) {
		route_error(response, 400, "sandbox_invalid_user",
			"An item of user_id_assignments is no user id.");
		return;
	}
	if (user == row->user_id)
		return;
	role = db_int(db, 0, "SELECT role FROM users WHERE id = ?", "i", user);
	if (role == 0)
		route_error(response, 400, "sandbox_no_such_user",
			"There is no user %lld.", (long long)user);
	else if (role != ROLE_LIMITED)
		route_error(response, 400, "sandbox_not_a_limited_user",
			"User %lld is not a limited user.", (long long)user);
	else
		db_run(db, "INSERT OR IGNORE INTO assignments VALUES (?, ?)",
			"ii", row->id, user);
}

/* The list replaces the earlier one. */
static void replace(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(
		request->json, "user_id_assignments");
	struct db *db = request->sandbox->db;
	const cJSON *item;

	if (!has_access_settings(request)) {
		route_error(response, 403, "access_denied|missing_permission",
			"Access denied due to missing_permission.");
		return;
	}
	if (!cJSON_IsArray(list) ||
		cJSON_GetArraySize(list) > ASSIGNMENTS_MAX) {
		route_error(response, 400, "sandbox_user_ids_missing",
			"user_id_assignments is missing: a list of at most %d"
			" user ids is required.",
			ASSIGNMENTS_MAX);
		return;
	}
	db_run(db, "DELETE FROM assignments WHERE order_id = ?", "i", row->id);
	cJSON_ArrayForEach(item, list) assign(db, row, item, response);
}

static void
put_users(const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, replace);
}

/* -- guests ---------------------------------------------------------------- */

static void set_guest(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(
		request->json, "enable_guest_access");
	int64_t number = cJSON_IsTrue(item);
	bool good = cJSON_IsBool(item) || body_number(item, &number);

	if (!has_access_settings(request))
		route_error(response, 400, "sandbox_guest_access_off",
			"The account has no guest access.");
	else if (!good || number > 1)
		route_error(response, 400, "sandbox_guest_access_missing",
			"enable_guest_access must be 1 or 0.");
	else
		order_path_set_flag(request->sandbox->db, row,
			SCHEMA_FLAG_GUEST, number == 1);
}

static void
put_guest(const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, set_guest);
}

static void
get_guest(const struct route_request *request, struct route_response *response)
{
	bool enabled = has_access_settings(request);
	cJSON *json = cJSON_CreateObject();

	cJSON_AddBoolToObject(json, "enabled", enabled);
	if (enabled)
		cJSON_AddStringToObject(json, "guest_access_url",
			"https://www.example.com/link/sandbox-guest-access");
	route_json(response, 200, json);
}

const struct route orders_access_routes[] = {
	{"PUT", "/services/v2/order/certificate/{id}/user-access", ROUTE_ORDERS,
		0, put_users},
	{"PUT", "/services/v2/order/certificate/{id}/guest-access",
		ROUTE_ORDERS, 0, put_guest},
	{"GET", "/services/v2/account/guest-access", ROUTE_ANY_KEY, 0,
		get_guest},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
