/* SPDX-License-Identifier: MIT
 *
 * List orders, as JSON or CSV.
 */
#include "sandbox/orders-list.h"

#include "attr.h"
#include "sandbox/list.h"
#include "sandbox/order-answer.h"
#include "sandbox/orders-query.h"

static const char *const columns[] = {
	"id",
	"certificate.id",
	"certificate.common_name",
	"certificate.dns_names",
	"certificate.valid_till",
	"certificate.days_remaining",
	"certificate.signature_hash",
	"status",
	"is_renewed",
	"date_created",
	"organization.id",
	"organization.name",
	"validity_years",
	"disable_renewal_notifications",
	"container.id",
	"container.name",
	"product.name_id",
	"product.name",
	"product.type",
	"has_duplicates",
	"product_name_id",
};

static cJSON *order(const struct route_request *request, int64_t id)
{
	struct db *db = request->sandbox->db;
	struct order_row row;
	cJSON *json;

	if (!order_row_read(db, id, &row))
		return NULL;
	json = order_answer_row(db, &row);
	order_row_clear(&row);
	return json;
}

/* With and without a status, as orders-filter writes the condition. */
static const struct list_total totals[] = {
	{"", "SELECT sum(n) FROM order_totals"},
	{" WHERE ((listed = ?))",
		"SELECT sum(n) FROM order_totals WHERE listed = ?"},
};

const struct list_table orders_list_table = {
	.member = "orders",
	.from = "orders",
	.totals = totals,
	.total_count = ARRAY_LEN(totals),
	.rules = &orders_query_rules,
	.row = order,
	.columns = columns,
	.column_count = ARRAY_LEN(columns),
	.keeps_totals = true,
};

static void
list(const struct route_request *request, struct route_response *response)
{
	list_answer(&orders_list_table, request, response);
}

const struct route orders_list_routes[] = {
	{"GET", "/services/v2/order/certificate", ROUTE_ORDERS, 0, list},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
