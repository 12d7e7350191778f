/* SPDX-License-Identifier: MIT
 *
 * Rows are as in Organization info without the contacts; validations only when
 * asked for, and no such member where there are none.
 */
#include "sandbox/organizations-list.h"

#include <stdlib.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/list-filter.h"
#include "sandbox/list.h"
#include "sandbox/order-answer.h"
#include "sandbox/organizations.h"

static bool
add_status(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_puts(&query->where,
		"CASE is_active WHEN 0 THEN 'inactive' ELSE 'active' END = ?");
	list_filter_text(query, text);
	return true;
}

/* The whole id, or text in the names. */
static bool add_search(struct list_query *query,
	const struct list_filter *filter, const char *text, struct error *error)
{
	int64_t id;

	if (!list_filter_search(query, filter, text, error))
		return false;
	if (!route_number(text, &id))
		return true;
	buf_puts(&query->where, " OR id = ?");
	list_filter_number(query, id);
	return true;
}

static const struct list_filter filters[] = {
	{"id", list_filter_id, "id", 0, false},
	{"status", add_status, NULL, 0, false},
	{"name", list_filter_equal, "name", 0, false},
	{"container_id", list_filter_id, "container_id", 0, true},
	{"search", add_search, "name\nassumed_name", 0, false},
};

static const struct list_sort sorts[] = {
	{"id", "id"},
	{"name", "name"},
	{"display_name", "name"},
	{"status", "is_active"},
	{"city", "city"},
	{"state", "state"},
	{"country", "country"},
	{"container_id", "container_id"},
};

static const struct list_query_rules rules = {
	.what = "Organizations",
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
	"status",
	"name",
	"assumed_name",
	"display_name",
	"is_active",
	"address",
	"address2",
	"zip",
	"city",
	"state",
	"country",
	"telephone",
	"container.id",
	"container.name",
};

static cJSON *row(const struct route_request *request, int64_t id)
{
	struct db *db = request->sandbox->db;
	cJSON *json = organizations_answer(db, id, false);
	cJSON *validations;

	if (!json || !route_query_bool(request, "include_validation"))
		return json;
	validations = organizations_validations(db, id);
	if (validations->child)
		cJSON_AddItemToObject(json, "validations", validations);
	else
		cJSON_Delete(validations);
	return json;
}

static const struct list_table organizations = {
	.member = "organizations",
	.from = "organizations",
	.rules = &rules,
	.row = row,
	.columns = columns,
	.column_count = ARRAY_LEN(columns),
};

static void
list(const struct route_request *request, struct route_response *response)
{
	list_answer(&organizations, request, response);
}

/* -- potential approvers --------------------------------------------------- */

/* A person from a row: first name, last name, job title, telephone, e-mail. */
static cJSON *person(sqlite3_stmt *stmt, int column)
{
	static const char *const members[] = {
		"first_name", "last_name", "job_title", "telephone", "email"};
	cJSON *json = cJSON_CreateObject();
	char *name = mem_printf("%s %s", db_column_text(stmt, column),
		db_column_text(stmt, column + 1));

	cJSON_AddStringToObject(json, "name", name);
	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		order_answer_text(json, members[i],
			db_column_text(stmt, column + (int)i));
	free(name);
	return json;
}

/* Nobody without a job title and a telephone can be validated. */
static void add_users(struct db *db, cJSON *json)
{
	cJSON *array = cJSON_AddArrayToObject(json, "users");
	sqlite3_stmt *stmt = db_query(db,
		"SELECT first_name, last_name, job_title, telephone, email,"
		" id FROM users WHERE job_title IS NOT NULL"
		" AND telephone IS NOT NULL ORDER BY id",
		"");

	while (db_step(db, stmt)) {
		cJSON *item = person(stmt, 0);

		/* A text here, a number in all other answers. */
		cJSON_AddStringToObject(
			item, "user_id", db_column_text(stmt, 5));
		cJSON_AddItemToArray(array, item);
	}
	db_done(stmt);
}

/* Those of any organization who are no users; each address once. */
static void add_contacts(struct db *db, cJSON *json)
{
	cJSON *array = cJSON_AddArrayToObject(json, "contacts");
	sqlite3_stmt *stmt = db_query(db,
		"SELECT first_name, last_name, job_title, telephone, email,"
		" min(id) FROM contacts WHERE user_id = 0"
		" GROUP BY email ORDER BY 6",
		"");

	while (db_step(db, stmt))
		cJSON_AddItemToArray(array, person(stmt, 0));
	db_done(stmt);
}

static void potential_approvers(
	const struct route_request *request, struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();

	add_users(request->sandbox->db, json);
	add_contacts(request->sandbox->db, json);
	route_json(response, 200, json);
}

const struct route organizations_list_routes[] = {
	{"GET", "/services/v2/organization", ROUTE_ORGANIZATIONS, 0, list},
	{"GET", "/services/v2/organization/potential-approvers",
		ROUTE_ORGANIZATIONS, 0, potential_approvers},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
