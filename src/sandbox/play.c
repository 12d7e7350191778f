/* SPDX-License-Identifier: MIT
 *
 * The shapes are those of sandbox.md; outside scripts rely on them.
 *
 *	validate {"organization": n, "email": "a@example.com"}
 *		 -> 200 {"validated": contacts that became active}
 *	validate {"order": n, "gate": "domain" | "organization"}
 *		 -> 200 {"order_id": n, "status": "pending"}
 *	advance  {"seconds": n}
 *		 -> 200 {"now": ISO, "validated": contacts}
 */
#include "sandbox/play.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "mem.h"
#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/gates.h"
#include "sandbox/mail-row.h"
#include "sandbox/mails.h"
#include "sandbox/order-row.h"

#define ADVANCE_MAX (100LL * 366 * 86400)

/* -- mails ----------------------------------------------------------------- */

static cJSON *mail_json(const struct sandbox *sandbox, struct mail_row *row)
{
	cJSON *json = cJSON_CreateObject();
	char time[DATE_TEXT_SIZE];

	cJSON_AddNumberToObject(json, "id", (double)row->id);
	cJSON_AddStringToObject(json, "time", date_iso(row->time, time));
	cJSON_AddNumberToObject(json, "order_id", (double)row->order_id);
	cJSON_AddStringToObject(json, "to", row->to);
	cJSON_AddStringToObject(json, "kind", mail_row_kind_word(row->kind));
	cJSON_AddStringToObject(json, "subject", row->subject);
	cJSON_AddStringToObject(json, "link", mail_row_link(sandbox, row));
	cJSON_AddStringToObject(json, "state", mail_row_state_word(row->state));
	return json;
}

#define ORDERED " ORDER BY time, id"

/* One statement per question, so that each uses its index. */
static sqlite3_stmt *
query_mails(struct db *db, bool by_order, int64_t order_id, const char *to)
{
	static const char select[] = "SELECT " MAIL_ROW_COLUMNS " FROM mails";
	char sql[256];

	sqlite3_snprintf(sizeof(sql), sql, "%s%s%s%s" ORDERED, select,
		by_order || to ? " WHERE" : "",
		by_order ? " order_id = ?1" : "",
		to ? (by_order ? " AND recipient = ?2" : " recipient = ?1")
		   : "");
	if (by_order && to)
		return db_query(db, sql, "is", order_id, to);
	if (by_order)
		return db_query(db, sql, "i", order_id);
	if (to)
		return db_query(db, sql, "s", to);
	return db_query(db, sql, "");
}

static void
get_mails(const struct route_request *request, struct route_response *response)
{
	struct sandbox *sandbox = request->sandbox;
	const char *order = route_query(request, "order");
	cJSON *json, *list;
	int64_t order_id = 0;
	sqlite3_stmt *s;

	if (order && !route_number(order, &order_id)) {
		route_error(response, 400, "sandbox_invalid_order",
			"\"%s\" is no order number.", order);
		return;
	}
	json = cJSON_CreateObject();
	list = cJSON_AddArrayToObject(json, "mails");
	s = query_mails(sandbox->db, order != NULL, order_id,
		route_query(request, "to"));
	while (db_step(sandbox->db, s)) {
		struct mail_row row;

		mail_row_take(&row, s);
		cJSON_AddItemToArray(list, mail_json(sandbox, &row));
		mail_row_clear(&row);
	}
	db_done(s);
	route_json(response, 200, json);
}

/* -- validate -------------------------------------------------------------- */

static void validate_contact(const struct route_request *request,
	int64_t organization_id, struct route_response *response)
{
	const char *email = body_text(request->json, "email");
	struct db *db = request->sandbox->db;
	int64_t validated;
	cJSON *json;

	if (!email) {
		route_error(response, 400, "sandbox_invalid_email",
			"The address of the contact is missing (\"email\").");
		return;
	}
	if (db_int(db, 0,
		    "SELECT 1 FROM contacts WHERE organization_id = ?"
		    " AND email = ?",
		    "is", organization_id, email) == 0) {
		route_error(response, 404, "sandbox_no_such_contact",
			"Organization %lld has no verified contact %s.",
			(long long)organization_id, email);
		return;
	}
	validated = gates_validate_contact(
		request->sandbox, organization_id, email);
	mails_release_held(request->sandbox, organization_id);
	json = cJSON_CreateObject();
	cJSON_AddNumberToObject(json, "validated", (double)validated);
	route_json(response, 200, json);
}

typedef bool (*pass_fn)(struct sandbox *sandbox, int64_t order_id);

static pass_fn find_gate(const char *name)
{
	static const struct {
		const char *name;
		pass_fn pass;
	} gates[] = {
		{"domain", gates_pass_domain},
		{"organization", gates_pass_organization},
	};

	for (size_t i = 0; name && i < ARRAY_LEN(gates); i++)
		if (strcmp(gates[i].name, name) == 0)
			return gates[i].pass;
	return NULL;
}

static void
answer_order(struct db *db, int64_t order_id, struct route_response *response)
{
	struct order_row row;
	cJSON *json;

	if (!order_row_read(db, order_id, &row)) {
		route_no_order(response);
		return;
	}
	json = cJSON_CreateObject();
	cJSON_AddNumberToObject(json, "order_id", (double)order_id);
	cJSON_AddStringToObject(
		json, "status", order_row_status_word(row.status));
	order_row_clear(&row);
	route_json(response, 200, json);
}

static void pass_gate(const struct route_request *request, int64_t order_id,
	struct route_response *response)
{
	struct db *db = request->sandbox->db;
	pass_fn pass = find_gate(body_text(request->json, "gate"));

	if (!pass) {
		route_error(response, 400, "sandbox_invalid_gate",
			"\"gate\" must be \"domain\" or \"organization\".");
		return;
	}
	if (db_int(db, 0, "SELECT 1 FROM orders WHERE id = ?", "i", order_id) ==
		0) {
		route_no_order(response);
		return;
	}
	if (pass(request->sandbox, order_id))
		answer_order(db, order_id, response);
	else
		route_error(response, 409, "sandbox_order_not_pending",
			"Order %lld is not pending or has no such gate.",
			(long long)order_id);
}

static void
validate(const struct route_request *request, struct route_response *response)
{
	int64_t number;

	if (body_number(cJSON_GetObjectItemCaseSensitive(
				request->json, "organization"),
		    &number))
		validate_contact(request, number, response);
	else if (body_number(cJSON_GetObjectItemCaseSensitive(
				     request->json, "order"),
			 &number))
		pass_gate(request, number, response);
	else
		route_error(response, 400, "sandbox_invalid_body",
			"The body must have \"organization\" and \"email\", or "
			"\"order\" and \"gate\".");
}

/* -- advance --------------------------------------------------------------- */

/* The first organization, after `after`, with a held mail; 0 if none. */
static int64_t next_organization(struct db *db, int64_t after)
{
	return db_int(db, 0,
		"SELECT MIN(organization_id) FROM mails JOIN orders"
		" ON orders.id = mails.order_id"
		" WHERE state = 'held' AND organization_id > ?",
		"i", after);
}

static void release_all(struct sandbox *sandbox)
{
	int64_t id = 0;

	while ((id = next_organization(sandbox->db, id)) > 0)
		mails_release_held(sandbox, id);
}

static void
advance(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	char now[DATE_TEXT_SIZE];
	int64_t seconds, validated;
	cJSON *json;

	if (!body_number(
		    cJSON_GetObjectItemCaseSensitive(request->json, "seconds"),
		    &seconds) ||
		seconds > ADVANCE_MAX) {
		route_error(response, 400, "sandbox_invalid_seconds",
			"\"seconds\" must be a whole number, 0 to %lld.",
			ADVANCE_MAX);
		return;
	}
	db_advance(db, seconds);
	validated = gates_tick(request->sandbox);
	release_all(request->sandbox);
	json = cJSON_CreateObject();
	cJSON_AddStringToObject(json, "now", date_iso(db_now(db), now));
	cJSON_AddNumberToObject(json, "validated", (double)validated);
	route_json(response, 200, json);
}

const struct route play_routes[] = {
	{"GET", "/sandbox/v1/mails", ROUTE_OPEN, ROUTE_UNLOGGED, get_mails},
	{"POST", "/sandbox/v1/validate", ROUTE_OPEN, ROUTE_UNLOGGED, validate},
	{"POST", "/sandbox/v1/advance", ROUTE_OPEN, ROUTE_UNLOGGED, advance},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
