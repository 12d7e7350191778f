/* SPDX-License-Identifier: MIT
 *
 * A key narrowed by an API key role shows that role among the access roles of
 * its user. A row of the list leaves out what only the info tells.
 */
#include "sandbox/users.h"

#include "attr.h"
#include "date.h"
#include "sandbox/account.h"
#include "sandbox/containers.h"
#include "sandbox/db.h"
#include "sandbox/list-filter.h"
#include "sandbox/list.h"
#include "sandbox/order-answer.h"
#include "sandbox/permissions.h"

static const char select_user[] =
	"SELECT id, username, first_name, last_name, email, job_title,"
	" telephone, role FROM users WHERE id = ?";

static void
add_roles(cJSON *json, const struct route_request *request, sqlite3_stmt *stmt)
{
	cJSON *array = cJSON_AddArrayToObject(json, "access_roles");

	permissions_add_role(
		array, permissions_user_role(
			       request->sandbox->kind, db_column_int(stmt, 7)));
	if (db_column_int(stmt, 0) == account_user(request->key))
		permissions_add_role(array, permissions_key_role(request->key));
}

/* What the list and the info have in common. */
static cJSON *user(const struct route_request *request, sqlite3_stmt *stmt)
{
	static const char *const texts[] = {
		"username", "first_name", "last_name", "email"};
	struct db *db = request->sandbox->db;
	cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "id", (double)db_column_int(stmt, 0));
	cJSON_AddNumberToObject(json, "account_id", ACCOUNT_ID);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		cJSON_AddStringToObject(
			json, texts[i], db_column_text(stmt, (int)i + 1));
	order_answer_text(json, "job_title", db_column_text(stmt, 5));
	order_answer_text(json, "telephone", db_column_text(stmt, 6));
	cJSON_AddStringToObject(json, "status", "active");
	order_answer_time(
		json, "last_login_date", db_now(db) - db_now(db) % 3600);
	cJSON_AddItemToObject(
		json, "container", containers_answer(db, CONTAINERS_ROOT));
	add_roles(json, request, stmt);
	cJSON_AddStringToObject(json, "type", "standard");
	cJSON_AddBoolToObject(json, "has_container_assignments", false);
	return json;
}

/* -- one ------------------------------------------------------------------- */

static void add_info(cJSON *json, const struct route_request *request)
{
	cJSON_AddBoolToObject(json, "is_cert_central", true);
	cJSON_AddBoolToObject(json, "is_enterprise",
		request->sandbox->kind == SANDBOX_ENTERPRISE);
	cJSON_AddBoolToObject(json, "is_saml_sso_only", false);
	cJSON_AddArrayToObject(json, "container_visibility");
	cJSON_AddNumberToObject(json, "language_id", 1);
	cJSON_AddNumberToObject(json, "account_language_id", 1);
}

static void answer_user(const struct route_request *request, int64_t id,
	struct route_response *response)
{
	struct db *db = request->sandbox->db;
	sqlite3_stmt *stmt = db_query(db, select_user, "i", id);

	if (db_step(db, stmt)) {
		cJSON *json = user(request, stmt);

		add_info(json, request);
		route_json(response, 200, json);
	} else {
		route_error(response, 404, "not_found|user",
			"The specified user was not found.");
	}
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

/* -- all ------------------------------------------------------------------- */

static bool
add_status(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_puts(&query->where, "? = 'active'");
	list_filter_text(query, text);
	return true;
}

/* All of them are at the root. */
static bool
add_container(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	int64_t id;

	if (!route_number(text, &id))
		id = -1;
	buf_puts(&query->where, id == CONTAINERS_ROOT ? "1" : "0");
	return true;
}

static const struct list_filter filters[] = {
	{"id", list_filter_id, "id", 0, false},
	{"status", add_status, NULL, 0, false},
	{"container_id", add_container, NULL, 0, true},
	{"username", list_filter_equal, "username", 0, false},
	{"email", list_filter_equal, "email", 0, false},
	{"first_name", list_filter_equal, "first_name", 0, false},
	{"last_name", list_filter_equal, "last_name", 0, false},
	{"search", list_filter_search,
		"username\nfirst_name\nlast_name\nemail\n"
		"first_name || ' ' || last_name",
		0, false},
};

static const struct list_sort sorts[] = {
	{"id", "id"},
	{"username", "username"},
	{"first_name", "first_name"},
	{"last_name", "last_name"},
	{"email", "email"},
	{"job_title", "job_title"},
};

static const struct list_query_rules rules = {
	.what = "Users",
	.id = "id",
	.filters = filters,
	.filter_count = ARRAY_LEN(filters),
	.sorts = sorts,
	.sort_count = ARRAY_LEN(sorts),
	.limit_max = LIST_QUERY_LIMIT_MAX,
	.limit_none = LIST_QUERY_LIMIT_MAX,
};

static const char *const columns[] = {
	"id",
	"username",
	"first_name",
	"last_name",
	"email",
	"job_title",
	"telephone",
	"status",
	"last_login_date",
	"container.id",
	"container.name",
};

static cJSON *row(const struct route_request *request, int64_t id)
{
	struct db *db = request->sandbox->db;
	sqlite3_stmt *stmt = db_query(db, select_user, "i", id);
	cJSON *json = NULL;

	if (db_step(db, stmt))
		json = user(request, stmt);
	db_done(stmt);
	return json;
}

static const struct list_table users = {
	.member = "users",
	.from = "users",
	.rules = &rules,
	.row = row,
	.columns = columns,
	.column_count = ARRAY_LEN(columns),
};

static void
list(const struct route_request *request, struct route_response *response)
{
	list_answer(&users, request, response);
}

const struct route users_routes[] = {
	{"GET", "/services/v2/user/me", ROUTE_ANY_KEY, 0, me},
	{"GET", "/services/v2/user/{id}", ROUTE_ORGANIZATIONS, 0, show},
	{"GET", "/services/v2/user", ROUTE_ORGANIZATIONS, 0, list},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
