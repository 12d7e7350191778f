/* SPDX-License-Identifier: MIT
 *
 * One order. A thumbprint or serial number is taken back to the certificate's
 * id; only the numbers of issued certificates are known to anyone.
 */
#include "sandbox/orders-info.h"

#include <string.h>

#include "attr.h"
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

/* Nothing here checks real CAA records: what is said follows from the name. */
static void add_caa_name(cJSON *messages, const char *domain)
{
	static const char *const texts[] = {
		"No CAA record was found.",
		"A CAA record allows the certificate.",
		"A CAA record does not allow the certificate.",
	};

	if (!cJSON_HasObjectItem(messages, domain))
		cJSON_AddStringToObject(messages, domain,
			texts[strlen(domain) % ARRAY_LEN(texts)]);
}

static bool has_caa(const struct order_row *row)
{
	return row->status == SCHEMA_PENDING &&
	       (row->product->group <= PRODUCTS_DV_TLS ||
		       row->product->group == PRODUCTS_SECURE_EMAIL);
}

/* Of TLS and Secure Email orders: DNS names, or the domains of addresses. */
static void add_caa(cJSON *json, const struct order_row *row)
{
	cJSON *messages;

	if (!has_caa(row))
		return;
	messages = cJSON_AddObjectToObject(json, "caa_status_message");
	for (size_t i = 0; i < row->dns_count; i++)
		add_caa_name(messages, row->dns_names[i]);
	for (size_t i = 0; i < row->email_count; i++) {
		const char *at = strrchr(row->emails[i], '@');

		if (at)
			add_caa_name(messages, at + 1);
	}
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
