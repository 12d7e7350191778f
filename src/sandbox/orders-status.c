/* SPDX-License-Identifier: MIT
 *
 * Whoever changes a status writes the time beside it (orders.changed), and an
 * index is over those times: so an answer reads as many rows as it has. Each
 * order is there once, with the status it has now.
 */
#include "sandbox/orders-status.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "mem.h"
#include "sandbox/account.h"
#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/notes.h"
#include "sandbox/order-path.h"
#include "sandbox/order-requests.h"

#define DAY	    86400
#define WINDOW_MAX  (7 * DAY)
#define MINUTES_MAX 10080
#define MDT	    (6 * 3600) /* mountain daylight time is behind UTC */

/* -- PUT status ------------------------------------------------------------ */

static void set_status(struct db *db, int64_t order_id, int64_t status)
{
	db_run(db, "UPDATE orders SET status = ?, changed = ? WHERE id = ?",
		"iii", status, db_now(db), order_id);
}

/* A pending reissue goes, the certificate stays; a pending order ends. */
static void
cancel(const struct route_request *request, const struct order_row *row,
	const char *note, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	int64_t user = account_user(request->key);

	if (row->status == SCHEMA_REISSUE_PENDING) {
		set_status(db, row->id, SCHEMA_ISSUED);
		order_requests_reject(db, row->id, "reissue", user, note);
	} else if (row->status == SCHEMA_PENDING ||
		   row->status == SCHEMA_WAITING_PICKUP) {
		set_status(db, row->id, SCHEMA_CANCELED);
		notes_add(db, row->id, user, note);
	} else {
		route_error(response, 400, "sandbox_order_not_cancelable",
			"The order's status is %s: only a pending order or a"
			" pending reissue can be canceled.",
			order_row_status_word(row->status));
	}
}

static void check_cancel(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const char *note = body_text(request->json, "note");

	if (note && *note && strlen(note) <= NOTES_TEXT_MAX)
		cancel(request, row, note, response);
	else
		route_error(response, 400, "sandbox_note_missing",
			"note is missing: a text of 1 to %d bytes is required"
			" to cancel an order.",
			NOTES_TEXT_MAX);
}

/* For orders that came from another system: their renewal happened there. */
static void set_renewed(struct db *db, const struct order_row *row,
	bool renewed, struct route_response *response)
{
	if (!(row->flags & SCHEMA_FLAG_MIGRATED)) {
		route_error(response, 400, "sandbox_order_not_migrated",
			"Only a migrated order can be set to this status.");
		return;
	}
	order_path_set_flag(db, row, SCHEMA_FLAG_RENEWED, renewed);
}

static void change(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const char *status = body_text(request->json, "status");

	if (!status)
		route_error(response, 400, "sandbox_status_missing",
			"status is missing.");
	else if (strcmp(status, "CANCELED") == 0)
		check_cancel(request, row, response);
	else if (strcmp(status, "renewed") == 0)
		set_renewed(request->sandbox->db, row, true, response);
	else if (strcmp(status, "not_renewed") == 0)
		set_renewed(request->sandbox->db, row, false, response);
	else
		route_error(response, 400, "sandbox_unknown_status",
			"An order cannot be set to \"%s\"; the words are"
			" CANCELED, renewed and not_renewed, as they are"
			" written here.",
			status);
}

static void
put_status(const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, change);
}

/* -- GET status-changes ---------------------------------------------------- */

struct window {
	int64_t from, to; /* both are in it */
};

enum asked {
	ASKED_NOT,
	ASKED_WELL,
	ASKED_TOO_LONG,
	ASKED_WRONG,
};

/* minutes and seconds, together, back from now. */
static enum asked
read_span(const struct route_request *request, struct window *window)
{
	const char *minutes = route_query(request, "minutes");
	const char *seconds = route_query(request, "seconds");
	int64_t m = 0, s = 0;

	if (!minutes && !seconds)
		return ASKED_NOT;
	if ((minutes && !route_number(minutes, &m)) ||
		(seconds && !route_number(seconds, &s)))
		return ASKED_WRONG;
	if (m > MINUTES_MAX || s > WINDOW_MAX || m * 60 + s > WINDOW_MAX)
		return ASKED_TOO_LONG;
	window->to = db_now(request->sandbox->db);
	window->from = window->to - m * 60 - s;
	return ASKED_WELL;
}

/* The times of the filter are in MDT, and their zone is never written. */
static bool read_time(const char *text, int64_t *time, bool *day_only)
{
	if (!date_parse(text, time, day_only))
		return false;
	*time += MDT;
	return true;
}

/* "from...to"; a day alone counts from its begin to its end. */
static enum asked
read_range(const struct route_request *request, struct window *window)
{
	const char *text = route_query(request, "filters[status_last_updated]");
	const char *dots = text ? strstr(text, "...") : NULL;
	bool day_only = false, good;
	char *first;

	if (!text)
		return ASKED_NOT;
	if (!dots)
		return ASKED_WRONG;
	first = mem_dupn(text, (size_t)(dots - text));
	good = read_time(first, &window->from, NULL) &&
	       read_time(dots + 3, &window->to, &day_only);
	free(first);
	if (!good || window->to < window->from)
		return ASKED_WRONG;
	if (window->to - window->from > WINDOW_MAX)
		return ASKED_TOO_LONG;
	if (day_only)
		window->to += DAY - 1;
	return ASKED_WELL;
}

static bool read_window(const struct route_request *request,
	struct window *window, struct route_response *response)
{
	enum asked asked = read_span(request, window);

	if (asked == ASKED_NOT)
		asked = read_range(request, window);
	switch (asked) {
	case ASKED_WELL:
		return true;
	case ASKED_TOO_LONG:
		route_error(response, 400, "time_frame_too_long",
			"The time frame is longer than seven days.");
		break;
	case ASKED_NOT:
		route_error(response, 400, "sandbox_time_frame_missing",
			"minutes, seconds or filters[status_last_updated] is"
			" required.");
		break;
	case ASKED_WRONG:
		route_error(response, 400, "sandbox_invalid_time_frame",
			"The time frame could not be read.");
		break;
	}
	return false;
}

static cJSON *changed_order(sqlite3_stmt *stmt)
{
	cJSON *json = cJSON_CreateObject();
	int64_t certificate_id = db_column_int(stmt, 1);

	cJSON_AddNumberToObject(
		json, "order_id", (double)db_column_int(stmt, 0));
	if (certificate_id)
		cJSON_AddNumberToObject(
			json, "certificate_id", (double)certificate_id);
	cJSON_AddStringToObject(json, "status",
		order_row_status_word(
			(enum schema_status)db_column_int(stmt, 2)));
	return json;
}

/* Nothing changed: no member at all. */
static void status_changes(
	const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct window window;
	cJSON *json, *array = NULL;
	sqlite3_stmt *stmt;

	if (!read_window(request, &window, response))
		return;
	json = cJSON_CreateObject();
	stmt = db_query(db,
		"SELECT id, certificate_id, status FROM orders"
		" WHERE changed BETWEEN ? AND ? ORDER BY changed, id",
		"ii", window.from, window.to);
	while (db_step(db, stmt)) {
		if (!array)
			array = cJSON_AddArrayToObject(json, "orders");
		cJSON_AddItemToArray(array, changed_order(stmt));
	}
	db_done(stmt);
	route_json(response, 200, json);
}

const struct route orders_status_routes[] = {
	{"GET", "/services/v2/order/certificate/status-changes", ROUTE_ORDERS,
		0, status_changes},
	{"PUT", "/services/v2/order/certificate/{id}/status", ROUTE_ORDERS, 0,
		put_status},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
