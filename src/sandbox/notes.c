/* SPDX-License-Identifier: MIT
 *
 * Notes: written by the key's user, at the sandbox's time, newest first.
 */
#include "sandbox/notes.h"

#include <string.h>

#include "date.h"
#include "sandbox/account.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"

static cJSON *note(struct db *db, sqlite3_stmt *stmt)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "id", (double)db_column_int(stmt, 0));
	order_answer_time(json, "date_created", db_column_int(stmt, 1));
	cJSON_AddStringToObject(json, "text", db_column_text(stmt, 3));
	order_answer_user(db, json, "user", db_column_int(stmt, 2));
	return json;
}

/* The order of the path; answers if there is none. */
static bool read_order(const struct route_request *request,
	struct route_response *response, int64_t *id)
{
	struct db *db = request->sandbox->db;

	if (route_number(request->params[0], id) &&
		db_int(db, 0, "SELECT 1 FROM orders WHERE id = ?", "i", *id))
		return true;
	route_no_order(response);
	return false;
}

static void
list(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	cJSON *json, *array;
	sqlite3_stmt *stmt;
	int64_t order_id;

	if (!read_order(request, response, &order_id))
		return;
	json = cJSON_CreateObject();
	array = cJSON_AddArrayToObject(json, "notes");
	stmt = db_query(db,
		"SELECT id, time, user_id, text FROM notes"
		" WHERE order_id = ? ORDER BY id DESC",
		"i", order_id);
	while (db_step(db, stmt))
		cJSON_AddItemToArray(array, note(db, stmt));
	db_done(stmt);
	route_json(response, 200, json);
}

static void answer_note(struct db *db, int64_t order_id, int64_t id, int status,
	struct route_response *response)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT id, time, user_id, text FROM notes"
		" WHERE order_id = ? AND id = ?",
		"ii", order_id, id);

	if (db_step(db, stmt))
		route_json(response, status, note(db, stmt));
	else
		route_error(response, 404, "not_found|note",
			"The specified note was not found.");
	db_done(stmt);
}

static void
show(const struct route_request *request, struct route_response *response)
{
	int64_t order_id, id = -1;

	if (!read_order(request, response, &order_id))
		return;
	if (!route_number(request->params[1], &id))
		id = -1;
	answer_note(request->sandbox->db, order_id, id, 200, response);
}

void notes_add(
	struct db *db, int64_t order_id, int64_t user_id, const char *text)
{
	db_run(db,
		"INSERT INTO notes (order_id, time, user_id, text)"
		" VALUES (?, ?, ?, ?)",
		"iiis", order_id, db_now(db), user_id, text);
}

static void
add(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	const cJSON *text =
		cJSON_GetObjectItemCaseSensitive(request->json, "text");
	int64_t order_id;

	if (!read_order(request, response, &order_id))
		return;
	if (!cJSON_IsString(text) || !*text->valuestring ||
		strlen(text->valuestring) > NOTES_TEXT_MAX) {
		route_error(response, 400, "sandbox_note_text_missing",
			"text is missing: a text of 1 to %d bytes is required.",
			NOTES_TEXT_MAX);
		return;
	}
	notes_add(db, order_id, account_user(request->key), text->valuestring);
	answer_note(db, order_id, db_last_id(db), 201, response);
}

const struct route notes_routes[] = {
	{"GET", "/services/v2/order/certificate/{id}/note", ROUTE_ORDERS, 0,
		list},
	{"POST", "/services/v2/order/certificate/{id}/note", ROUTE_ORDERS, 0,
		add},
	{"GET", "/services/v2/order/certificate/{id}/note/{note}", ROUTE_ORDERS,
		0, show},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
