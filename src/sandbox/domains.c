/* SPDX-License-Identifier: MIT
 *
 * Whether a domain is validated is stored nowhere: it is not while a pending
 * order of its organization still waits for it.
 */
#include "sandbox/domains.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "attr.h"
#include "date.h"
#include "mem.h"
#include "sandbox/containers.h"
#include "sandbox/db.h"
#include "sandbox/domains-dcv.h"
#include "sandbox/list-filter.h"
#include "sandbox/list.h"
#include "sandbox/order-answer.h"
#include "sandbox/organizations.h"
#include "sandbox/scopes.h"
#include "text.h"

struct domain {
	int64_t id;
	int64_t organization_id;
	int64_t created;
	char name[256];
	bool open; /* DCV is pending */
};

/* -- its state ------------------------------------------------------------- */

static bool order_waits_for(struct db *db, int64_t order_id, const char *name)
{
	struct order_row row;
	struct scopes scopes;
	bool waits = false;

	if (!order_row_read(db, order_id, &row))
		return false;
	scopes_init(&scopes, &row);
	for (size_t i = 0; i < scopes.count; i++)
		waits |= scopes.items[i].open &&
			 strcasecmp(scopes.items[i].scope, name) == 0;
	scopes_clear(&scopes);
	order_row_clear(&row);
	return waits;
}

static bool is_open(struct db *db, const struct domain *domain)
{
	bool open = false;
	sqlite3_stmt *stmt = db_query(db,
		"SELECT id FROM orders WHERE organization_id = ?"
		" AND listed = ? AND domains_open > 0",
		"ii", domain->organization_id, (int64_t)SCHEMA_PENDING);

	while (!open && db_step(db, stmt))
		open = order_waits_for(
			db, db_column_int(stmt, 0), domain->name);
	db_done(stmt);
	return open;
}

static bool read_domain(struct db *db, int64_t id, struct domain *domain)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT organization_id, created, name FROM domains"
		" WHERE id = ?",
		"i", id);
	bool found = db_step(db, stmt);

	if (found) {
		domain->id = id;
		domain->organization_id = db_column_int(stmt, 0);
		domain->created = db_column_int(stmt, 1);
		text_format(domain->name, sizeof(domain->name), "%s",
			db_column_text(stmt, 2));
	}
	db_done(stmt);
	if (found)
		domain->open = is_open(db, domain);
	return found;
}

/* -- the answer ------------------------------------------------------------ */

/* What names it. The info tells its state too, and that as a text, which
 * clients of the service expect in this place alone. */
static void add_organization(
	struct db *db, cJSON *json, const struct domain *domain, bool is_info)
{
	static const char *const members[] = {
		"id", "name", "assumed_name", "display_name", "status"};
	size_t count = ARRAY_LEN(members) - (is_info ? 0 : 1);
	cJSON *organization = cJSON_AddObjectToObject(json, "organization");
	cJSON *whole = organizations_answer(db, domain->organization_id, false);

	for (size_t i = 0; whole && i < count; i++) {
		cJSON *member = cJSON_DetachItemFromObject(whole, members[i]);

		if (member)
			cJSON_AddItemToObject(organization, members[i], member);
	}
	if (is_info)
		cJSON_AddStringToObject(organization, "is_active",
			cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(
				whole, "is_active"))
				? "1"
				: "0");
	cJSON_Delete(whole);
}

/* TLS validations of the organization, each with this domain's state. */
static void
add_validations(struct db *db, cJSON *json, const struct domain *domain)
{
	cJSON *list = organizations_validations(db, domain->organization_id);
	cJSON *array = NULL;

	while (list->child) {
		cJSON *item = cJSON_DetachItemFromArray(list, 0);
		const char *type =
			cJSON_GetObjectItemCaseSensitive(item, "type")
				->valuestring;

		if (strcmp(type, "ov") != 0 && strcmp(type, "ev") != 0) {
			cJSON_Delete(item);
			continue;
		}
		cJSON_AddStringToObject(item, "dcv_status",
			domain->open ? "pending" : "complete");
		if (!array)
			array = cJSON_AddArrayToObject(json, "validations");
		cJSON_AddItemToArray(array, item);
	}
	cJSON_Delete(list);
}

/* Until when the proof of control counts: as long as the organization's. */
static void
add_expiration(struct db *db, cJSON *json, const struct domain *domain)
{
	cJSON *dates = cJSON_AddObjectToObject(json, "dcv_expiration");
	sqlite3_stmt *stmt = db_query(db,
		"SELECT type, valid_until FROM validations"
		" WHERE organization_id = ? AND type IN ('ov', 'ev')"
		" AND status = 'active'",
		"i", domain->organization_id);

	while (db_step(db, stmt))
		order_answer_day(
			dates, db_column_text(stmt, 0), db_column_int(stmt, 1));
	db_done(stmt);
}

static void add_method(struct db *db, cJSON *json, const char *name,
	const struct domain *domain)
{
	char *method =
		domains_dcv_method(db, domain->id, domain->organization_id);

	cJSON_AddStringToObject(json, name, method);
	free(method);
}

static cJSON *answer(const struct route_request *request,
	const struct domain *domain, bool is_info)
{
	struct db *db = request->sandbox->db;
	cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "id", (double)domain->id);
	cJSON_AddBoolToObject(json, "is_active",
		db_int(db, 0,
			"SELECT is_active FROM organizations WHERE id = ?", "i",
			domain->organization_id) != 0);
	cJSON_AddStringToObject(json, "name", domain->name);
	order_answer_time(json, "date_created", domain->created);
	add_organization(db, json, domain, is_info);
	if (route_query_bool(request, "include_validation"))
		add_validations(db, json, domain);
	if (route_query_bool(request, "include_dcv")) {
		add_method(db, json, "dcv_method", domain);
		if (!domain->open)
			add_expiration(db, json, domain);
	}
	containers_add(db, json,
		db_int(db, CONTAINERS_ROOT,
			"SELECT container_id FROM organizations WHERE id = ?",
			"i", domain->organization_id));
	return json;
}

/* Whom the mails go to; only while someone has still to answer one. */
static void add_dcv(struct db *db, cJSON *json, const struct domain *domain)
{
	static const char *const boxes[] = {"admin", "administrator",
		"hostmaster", "postmaster", "webmaster"};
	cJSON *dcv = cJSON_AddObjectToObject(json, "dcv");
	cJSON *array;

	add_method(db, dcv, "method", domain);
	cJSON_AddStringToObject(dcv, "name_scope", domain->name);
	cJSON_AddStringToObject(
		dcv, "status", domain->open ? "pending" : "complete");
	if (!domain->open)
		return;
	array = cJSON_AddArrayToObject(dcv, "dcv_invitations");
	for (size_t i = 0; i < ARRAY_LEN(boxes); i++) {
		cJSON *item = cJSON_CreateObject();
		char *email = mem_printf("%s@%s", boxes[i], domain->name);

		cJSON_AddNumberToObject(item, "invitation_id",
			(double)(domain->id * 10 + (int64_t)i));
		cJSON_AddStringToObject(item, "email", email);
		cJSON_AddStringToObject(item, "source", "base");
		order_answer_time(item, "date_sent", domain->created);
		cJSON_AddStringToObject(item, "name_scope", domain->name);
		cJSON_AddItemToArray(array, item);
		free(email);
	}
}

/* -- calls ----------------------------------------------------------------- */

static bool
add_status(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_puts(&query->where,
		"CASE is_active WHEN 0 THEN 'inactive' ELSE 'active' END = ?");
	list_filter_text(query, text);
	return true;
}

static const struct list_filter filters[] = {
	{"id", list_filter_id, "domains.id", 0, false},
	{"name", list_filter_equal, "domains.name", 0, false},
	{"status", add_status, NULL, 0, false},
	{"organization_id", list_filter_id, "organization_id", 0, true},
	{"container_id", list_filter_id, "container_id", 0, true},
	{"search", list_filter_search, "domains.name\norganizations.name", 0,
		false},
};

static const struct list_sort sorts[] = {
	{"id", "domains.id"},
	{"name", "domains.name"},
	{"date_created", "domains.created"},
	{"organization_id", "organization_id"},
	{"container_id", "container_id"},
};

static const struct list_query_rules rules = {
	.what = "Domains",
	.id = "domains.id",
	.filters = filters,
	.filter_count = ARRAY_LEN(filters),
	.sorts = sorts,
	.sort_count = ARRAY_LEN(sorts),
	.limit_max = LIST_QUERY_LIMIT_MAX,
	.limit_none = LIST_QUERY_LIMIT_MAX,
};

static cJSON *row(const struct route_request *request, int64_t id)
{
	struct domain domain;

	return read_domain(request->sandbox->db, id, &domain)
		       ? answer(request, &domain, false)
		       : NULL;
}

static const struct list_table domains = {
	.member = "domains",
	.from = "domains JOIN organizations"
		" ON organizations.id = organization_id",
	.rules = &rules,
	.row = row,
};

static void
list(const struct route_request *request, struct route_response *response)
{
	list_answer(&domains, request, response);
}

static void
info(const struct route_request *request, struct route_response *response)
{
	struct domain domain;
	int64_t id;
	cJSON *json;

	if (!route_number(request->params[0], &id) ||
		!read_domain(request->sandbox->db, id, &domain)) {
		route_error(response, 404, "not_found|domain",
			"The specified domain was not found.");
		return;
	}
	json = answer(request, &domain, true);
	if (route_query_bool(request, "include_dcv"))
		add_dcv(request->sandbox->db, json, &domain);
	route_json(response, 200, json);
}

const struct route domains_routes[] = {
	{"GET", "/services/v2/domain", ROUTE_ORGANIZATIONS, 0, list},
	{"GET", "/services/v2/domain/{id}", ROUTE_ORGANIZATIONS, 0, info},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
