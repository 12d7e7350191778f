/* SPDX-License-Identifier: MIT
 *
 * List orders, as JSON or CSV.
 */
#include "sandbox/orders-list.h"

#include "attr.h"
#include "sandbox/list.h"
#include "sandbox/order-answer.h"
#include "sandbox/orders-query.h"

static const struct list_csv_column columns[] = {
	{"id", "id"},
	{"certificate_id", "certificate.id"},
	{"common_name", "certificate.common_name"},
	{"dns_names", "certificate.dns_names"},
	{"valid_till", "certificate.valid_till"},
	{"days_remaining", "certificate.days_remaining"},
	{"signature_hash", "certificate.signature_hash"},
	{"status", "status"},
	{"is_renewed", "is_renewed"},
	{"date_created", "date_created"},
	{"organization_id", "organization.id"},
	{"organization_name", "organization.name"},
	{"validity_years", "validity_years"},
	{"disable_renewal_notifications", "disable_renewal_notifications"},
	{"container_id", "container.id"},
	{"container_name", "container.name"},
	{"product_name_id", "product_name_id"},
	{"product_name", "product.name"},
	{"product_type", "product.type"},
	{"has_duplicates", "has_duplicates"},
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

static const struct list_table orders = {
	.member = "orders",
	.from = "orders",
	.rules = &orders_query_rules,
	.row = order,
	.columns = columns,
	.column_count = ARRAY_LEN(columns),
	.keeps_totals = true,
};

static void
list(const struct route_request *request, struct route_response *response)
{
	list_answer(&orders, request, response);
}

const struct route orders_list_routes[] = {
	{"GET", "/services/v2/order/certificate", ROUTE_ORDERS, 0, list},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
