/* SPDX-License-Identifier: MIT
 *
 * Nothing of this is stored: a flag of the order tells whether it has a
 * duplicate or was reissued once, and the rest follows from its certificate.
 * A duplicate has the certificate's id with DUPLICATE added, the certificate
 * that a pending reissue will be with REISSUE added. A reissue that is done
 * is the order's certificate.
 */
#include "sandbox/orders-copies.h"

#include "date.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"
#include "sandbox/order-path.h"

#define DUPLICATE INT64_C(1000000000000)
#define REISSUE	  INT64_C(2000000000000)
#define LATER	  (3 * 86400) /* a duplicate is ordered after the first one */

/* The row as if its certificate was the duplicate. */
static void become_duplicate(struct db *db, struct order_row *row)
{
	int64_t time = row->issued + LATER;

	row->certificate_id += DUPLICATE;
	row->created = row->issued = time <= db_now(db) ? time : row->issued;
}

/* The row as if its certificate was the one that is still to be issued. */
static void become_reissue(struct order_row *row)
{
	row->certificate_id += REISSUE;
	row->created = row->changed;
	row->issued = row->valid_from = row->valid_till = DATE_NONE;
}

static bool find_by_id(struct db *db, int64_t id, struct order_row *row)
{
	int64_t order_id = db_int(db, -1,
		"SELECT min(id) FROM orders WHERE certificate_id = ?"
		" AND issued IS NOT NULL",
		"i", id);

	return order_row_read(db, order_id, row);
}

bool orders_copies_find(
	struct db *db, int64_t certificate_id, struct order_row *row)
{
	if (certificate_id <= DUPLICATE || certificate_id > REISSUE)
		return find_by_id(db, certificate_id, row);
	if (!find_by_id(db, certificate_id - DUPLICATE, row))
		return false;
	if (row->flags & SCHEMA_FLAG_DUPLICATES) {
		become_duplicate(db, row);
		return true;
	}
	order_row_clear(row);
	return false;
}

/* -- answers --------------------------------------------------------------- */

static cJSON *
copy(struct db *db, const struct order_row *row, const char *status)
{
	cJSON *json = order_answer_certificate(db, row);

	cJSON_AddStringToObject(json, "status", status);
	return json;
}

static void
reissues(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct order_row row;
	cJSON *json, *array;

	if (!order_path_read(request, response, &row))
		return;
	json = cJSON_CreateObject();
	array = cJSON_AddArrayToObject(json, "certificates");
	if (row.flags & SCHEMA_FLAG_REISSUED)
		cJSON_AddItemToArray(array, copy(db, &row, "approved"));
	if (row.status == SCHEMA_REISSUE_PENDING) {
		become_reissue(&row);
		cJSON_AddItemToArray(array, copy(db, &row, "pending"));
	}
	route_json(response, 200, json);
	order_row_clear(&row);
}

static void
duplicates(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct order_row row;
	cJSON *json, *array, *item;

	if (!order_path_read(request, response, &row))
		return;
	json = cJSON_CreateObject();
	array = cJSON_AddArrayToObject(json, "certificates");
	if (row.flags & SCHEMA_FLAG_DUPLICATES && row.issued != DATE_NONE) {
		become_duplicate(db, &row);
		item = copy(db, &row, "approved");
		cJSON_AddStringToObject(item, "sub_id", "001");
		cJSON_AddItemToArray(array, item);
	}
	route_json(response, 200, json);
	order_row_clear(&row);
}

const struct route orders_copies_routes[] = {
	{"GET", "/services/v2/order/certificate/{id}/reissue", ROUTE_ORDERS, 0,
		reissues},
	{"GET", "/services/v2/order/certificate/{id}/duplicate", ROUTE_ORDERS,
		0, duplicates},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
