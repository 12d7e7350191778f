/* SPDX-License-Identifier: MIT
 *
 * One order. A thumbprint or serial number is taken back to the certificate's
 * id; only the numbers of issued certificates are known to anyone.
 */
#include "sandbox/orders-info.h"

#include <string.h>

#include "sandbox/certificate.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"

static int64_t order_of_certificate(struct db *db, int64_t certificate_id)
{
	return db_int(db, -1,
		"SELECT min(id) FROM orders WHERE certificate_id = ?"
		" AND issued IS NOT NULL",
		"i", certificate_id);
}

static int64_t find_order(struct db *db, const char *text)
{
	int64_t id;

	if (route_number(text, &id))
		return id;
	id = certificate_of_serial(text);
	if (id < 0)
		id = certificate_of_thumbprint(text);
	return id < 0 ? -1 : order_of_certificate(db, id);
}

/* The same for each name: nothing here checks real CAA records. */
static void add_caa(cJSON *json, const struct order_row *row)
{
	cJSON *messages;

	if (row->status != SCHEMA_PENDING || row->dns_count == 0)
		return;
	messages = cJSON_AddObjectToObject(json, "caa_status_message");
	for (size_t i = 0; i < row->dns_count; i++)
		if (!cJSON_HasObjectItem(messages, row->dns_names[i]))
			cJSON_AddStringToObject(messages, row->dns_names[i],
				"No CAA record was found.");
}

static void
info(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	const char *caa = route_query(request, "include_caa_status");
	struct order_row row;
	cJSON *json;

	if (!order_row_read(db, find_order(db, request->params[0]), &row)) {
		route_no_order(response);
		return;
	}
	json = order_answer_info(db, &row);
	if (caa && strcmp(caa, "true") == 0)
		add_caa(json, &row);
	route_json(response, 200, json);
	order_row_clear(&row);
}

const struct route orders_info_routes[] = {
	{"GET", "/services/v2/order/certificate/{id}", ROUTE_ORDERS, 0, info},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
