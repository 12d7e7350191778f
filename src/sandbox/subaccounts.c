/* SPDX-License-Identifier: MIT
 *
 * An order of an immediate subaccount is told with its certificate and its
 * organization, one of a subaccount below those without.
 */
#include "sandbox/subaccounts.h"

#include "attr.h"
#include "date.h"
#include "sandbox/certificate.h"
#include "sandbox/gates.h"
#include "sandbox/list.h"
#include "sandbox/order-answer.h"
#include "sandbox/order-members.h"
#include "sandbox/orders-filter.h"

static const struct subaccount {
	int64_t account_id;
	const char *type;
	const char *organization_name;
	bool immediate;
} subaccounts[] = {
	{5200811, "enterprise", "Mobile Example AG", true},
	{5200812, "retail", "Infrastruktur Süd GmbH", true},
	{5200813, "reseller", "東京支社 (Example K.K.)", false},
};

/* NULL: the order is the account's own. */
static const struct subaccount *subaccount_of(const struct order_row *row)
{
	int64_t n = row->container_id - SUBACCOUNTS_FIRST_CONTAINER;

	return n >= 0 && n < (int64_t)ARRAY_LEN(subaccounts) ? &subaccounts[n]
							     : NULL;
}

/* False if the account is no partner's: then it was answered. */
static bool
check_kind(const struct route_request *request, struct route_response *response)
{
	if (request->sandbox->kind == SANDBOX_PARTNER)
		return true;
	route_error(response, 403, "access_denied|missing_permission",
		"Access denied due to missing_permission.");
	return false;
}

/* -- the answer ------------------------------------------------------------ */

static void add_subaccount(cJSON *json, const struct subaccount *subaccount)
{
	cJSON *item = cJSON_AddObjectToObject(json, "subaccount");

	cJSON_AddNumberToObject(
		item, "account_id", (double)subaccount->account_id);
	cJSON_AddStringToObject(item, "account_type", subaccount->type);
	cJSON_AddStringToObject(
		item, "organization_name", subaccount->organization_name);
}

/* The members of a row of List orders that this list has, too. */
static void take_members(cJSON *json, cJSON *row, bool immediate)
{
	static const struct {
		const char *name;
		bool only_immediate;
	} members[] = {
		{"certificate", true},
		{"organization", true},
		{"product", false},
		{"status", false},
		{"date_created", false},
		{"validity_years", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		cJSON *item;

		if (members[i].only_immediate && !immediate)
			continue;
		item = cJSON_DetachItemFromObject(row, members[i].name);
		if (item)
			cJSON_AddItemToObject(json, members[i].name, item);
	}
}

static void add_numbers(cJSON *json, const struct order_row *row)
{
	cJSON *certificate =
		cJSON_GetObjectItemCaseSensitive(json, "certificate");
	char number[CERTIFICATE_THUMBPRINT_SIZE];

	if (!certificate || row->issued == DATE_NONE)
		return;
	cJSON_AddStringToObject(certificate, "thumbprint",
		certificate_thumbprint(row->certificate_id, number));
	cJSON_AddStringToObject(certificate, "serial_number",
		certificate_serial(row->certificate_id, number));
}

static cJSON *answer(struct db *db, const struct order_row *row,
	const struct subaccount *subaccount)
{
	cJSON *whole = order_answer_row(db, row);
	cJSON *json = cJSON_CreateObject();
	cJSON *price;

	cJSON_AddNumberToObject(json, "id", (double)row->id);
	add_subaccount(json, subaccount);
	take_members(json, whole, subaccount->immediate);
	add_numbers(json, row);
	price = cJSON_AddObjectToObject(json, "order_price");
	cJSON_AddNumberToObject(price, "cost", order_members_price(row));
	cJSON_AddStringToObject(price, "currency", "USD");
	cJSON_AddNumberToObject(json, "number_of_sans", (double)row->dns_count);
	cJSON_Delete(whole);
	return json;
}

/* -- the list -------------------------------------------------------------- */

static const struct list_sort sorts[] = {
	{"order_id", "orders.id"},
	{"id", "orders.id"},
	{"date_created", "created"},
	{"status", "status"},
	{"common_name", "common_name"},
	{"product_name", "product"},
	{"valid_till", "valid_till"},
};

static const struct list_query_rules rules = {
	.what = "Orders of subaccounts",
	.id = "orders.id",
	.always = "container_id >= 33", /* SUBACCOUNTS_FIRST_CONTAINER */
	.filters = orders_filter_table,
	.filter_count = ORDERS_FILTER_COUNT,
	.sorts = sorts,
	.sort_count = ARRAY_LEN(sorts),
	.limit_max = LIST_QUERY_LIMIT_MAX,
	.limit_none = LIST_QUERY_LIMIT_MAX,
};

static cJSON *row(const struct route_request *request, int64_t id)
{
	struct db *db = request->sandbox->db;
	struct order_row order;
	cJSON *json = NULL;

	if (!order_row_read(db, id, &order))
		return NULL;
	if (subaccount_of(&order))
		json = answer(db, &order, subaccount_of(&order));
	order_row_clear(&order);
	return json;
}

static const struct list_table orders = {
	.member = "orders",
	.from = "orders",
	.rules = &rules,
	.row = row,
	.keeps_totals = true,
};

static void
list(const struct route_request *request, struct route_response *response)
{
	if (check_kind(request, response))
		list_answer(&orders, request, response);
}

/* -- one ------------------------------------------------------------------- */

/* What is open: the members are ours, the service's are not known. */
static void
add_validations(struct db *db, cJSON *json, const struct order_row *order)
{
	cJSON *item =
		cJSON_AddObjectToObject(json, "subaccount_order_validations");
	struct gates gates;

	gates_read(db, order, &gates);
	cJSON_AddStringToObject(item, "organization_validation_status",
		gates.organization ? "pending" : "complete");
	cJSON_AddStringToObject(item, "domain_validation_status",
		gates.domain ? "pending" : "complete");
	cJSON_AddStringToObject(item, "order_approval_status",
		gates.approval ? "pending" : "complete");
}

static void
info(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct order_row order;
	cJSON *json;
	int64_t id;

	if (!check_kind(request, response))
		return;
	if (!route_number(request->params[0], &id) ||
		!order_row_read(db, id, &order)) {
		route_no_order(response);
		return;
	}
	if (subaccount_of(&order)) {
		json = answer(db, &order, subaccount_of(&order));
		if (order.flags & SCHEMA_FLAG_MULTI_YEAR)
			cJSON_AddStringToObject(
				json, "is_multi_year_plan", "1");
		order_answer_day(json, "order_valid_from", order.valid_from);
		if (route_query_bool(request, "include_validation_status"))
			add_validations(db, json, &order);
		route_json(response, 200, json);
	} else {
		route_no_order(response);
	}
	order_row_clear(&order);
}

const struct route subaccounts_routes[] = {
	{"GET", "/services/v2/account/subaccount/order", ROUTE_ORDERS, 0, list},
	{"GET", "/services/v2/account/subaccount/order/{order_id}",
		ROUTE_ORDERS, 0, info},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
