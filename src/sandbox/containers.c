/* SPDX-License-Identifier: MIT
 *
 * A container is a number and a name here; the rest follows from the number.
 */
#include "sandbox/containers.h"

#include <stdlib.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/list-filter.h"
#include "sandbox/list.h"
#include "sandbox/order-answer.h"

#define TEMPLATE 5

static int64_t parent_of(int64_t id)
{
	return id == CONTAINERS_ROOT ? 0 : CONTAINERS_ROOT;
}

void containers_add(struct db *db, cJSON *json, int64_t id)
{
	cJSON *container = cJSON_AddObjectToObject(json, "container");
	char *name = db_text(
		db, "SELECT name FROM containers WHERE id = ?", "i", id);

	cJSON_AddNumberToObject(container, "id", (double)id);
	cJSON_AddNumberToObject(container, "parent_id", (double)parent_of(id));
	order_answer_text(container, "name", name);
	cJSON_AddBoolToObject(container, "is_active", true);
	free(name);
}

cJSON *containers_answer(struct db *db, int64_t id)
{
	char *name = db_text(
		db, "SELECT name FROM containers WHERE id = ?", "i", id);
	char *public_id;
	cJSON *json;

	if (!name)
		return NULL;
	public_id = id == CONTAINERS_ROOT
			    ? mem_dup("Ex4mpl3C0nta1ner")
			    : mem_printf("Ex4mpl3C0nta1ner%lld", (long long)id);
	json = cJSON_CreateObject();
	cJSON_AddNumberToObject(json, "id", (double)id);
	cJSON_AddStringToObject(json, "public_id", public_id);
	cJSON_AddStringToObject(json, "name", name);
	cJSON_AddNumberToObject(json, "parent_id", (double)parent_of(id));
	cJSON_AddNumberToObject(json, "template_id", TEMPLATE);
	cJSON_AddBoolToObject(json, "has_logo", false);
	cJSON_AddBoolToObject(json, "is_active", true);
	free(public_id);
	free(name);
	return json;
}

/* -- lists ----------------------------------------------------------------- */

static const struct list_filter filters[] = {
	{"id", list_filter_id, "id", 0, false},
	{"name", list_filter_equal, "name", 0, false},
	{"search", list_filter_search, "name", 0, false},
};

static const struct list_sort sorts[] = {
	{"id", "id"},
	{"name", "name"},
};

static const struct list_query_rules rules = {
	.what = "Containers",
	.id = "id",
	.filters = filters,
	.filter_count = ARRAY_LEN(filters),
	.sorts = sorts,
	.sort_count = ARRAY_LEN(sorts),
	.limit_max = LIST_QUERY_LIMIT_MAX,
	.limit_none = LIST_QUERY_LIMIT_MAX,
};

static cJSON *row(const struct route_request *request, int64_t id)
{
	return containers_answer(request->sandbox->db, id);
}

static const struct list_table containers = {
	.member = "containers",
	.from = "containers",
	.rules = &rules,
	.row = row,
};

static void
list(const struct route_request *request, struct route_response *response)
{
	list_answer(&containers, request, response);
}

/* -- one ------------------------------------------------------------------- */

/* The container of the path; answers and gives NULL if there is none. */
static cJSON *find(const struct route_request *request,
	struct route_response *response, int64_t *id)
{
	cJSON *json = NULL;

	if (route_number(request->params[0], id))
		json = containers_answer(request->sandbox->db, *id);
	if (!json)
		route_error(response, 404, "not_found|container",
			"The specified container was not found.");
	return json;
}

static void
info(const struct route_request *request, struct route_response *response)
{
	int64_t id;
	cJSON *json = find(request, response, &id);

	if (!json)
		return;
	cJSON_AddStringToObject(json, "description",
		id == CONTAINERS_ROOT ? "The whole account" : "A division");
	cJSON_AddArrayToObject(json, "allowed_domain_names");
	route_json(response, 200, json);
}

static void
children(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	int64_t id;
	cJSON *json = find(request, response, &id);
	cJSON *array;
	sqlite3_stmt *stmt;

	if (!json)
		return;
	cJSON_Delete(json);
	json = cJSON_CreateObject();
	array = cJSON_AddArrayToObject(json, "containers");
	stmt = db_query(db,
		"SELECT id FROM containers WHERE id <> ?"
		" AND ? = ? ORDER BY id",
		"iii", id, id, (int64_t)CONTAINERS_ROOT);
	while (db_step(db, stmt))
		cJSON_AddItemToArray(
			array, containers_answer(db, db_column_int(stmt, 0)));
	db_done(stmt);
	route_json(response, 200, json);
}

static void
parent(const struct route_request *request, struct route_response *response)
{
	int64_t id;
	cJSON *json = find(request, response, &id);

	if (!json)
		return;
	cJSON_Delete(json);
	if (parent_of(id))
		route_json(response, 200,
			containers_answer(request->sandbox->db, parent_of(id)));
	else
		route_error(response, 404, "not_found|container",
			"The container has no parent.");
}

/* The organizations that the container may order for. */
static void organizations(
	const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	int64_t id;
	cJSON *json = find(request, response, &id);
	cJSON *array;
	sqlite3_stmt *stmt;

	if (!json)
		return;
	cJSON_Delete(json);
	json = cJSON_CreateObject();
	array = cJSON_AddArrayToObject(json, "organizations");
	stmt = db_query(db,
		"SELECT id, name FROM organizations WHERE is_active"
		" AND (container_id = ?1 OR ?1 = ?2) ORDER BY id",
		"ii", id, (int64_t)CONTAINERS_ROOT);
	while (db_step(db, stmt)) {
		cJSON *item = cJSON_CreateObject();

		cJSON_AddNumberToObject(
			item, "id", (double)db_column_int(stmt, 0));
		cJSON_AddStringToObject(item, "name", db_column_text(stmt, 1));
		cJSON_AddStringToObject(
			item, "display_name", db_column_text(stmt, 1));
		cJSON_AddItemToArray(array, item);
	}
	db_done(stmt);
	route_json(response, 200, json);
}

const struct route containers_routes[] = {
	{"GET", "/services/v2/container", ROUTE_ORGANIZATIONS, 0, list},
	{"GET", "/services/v2/container/{id}", ROUTE_ORGANIZATIONS, 0, info},
	{"GET", "/services/v2/container/{id}/children", ROUTE_ORGANIZATIONS, 0,
		children},
	{"GET", "/services/v2/container/{id}/parent", ROUTE_ORGANIZATIONS, 0,
		parent},
	{"GET", "/services/v2/container/{id}/order/organization",
		ROUTE_ORGANIZATIONS, 0, organizations},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
