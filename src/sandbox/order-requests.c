/* SPDX-License-Identifier: MIT
 *
 * Ids count from FIRST for first requests and from REISSUE for the reissues of
 * the data at the start, both by the order's number.
 */
#include "sandbox/order-requests.h"

#include <string.h>

#include "attr.h"
#include "date.h"
#include "sandbox/account.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"

#define ORDERS	    900000
#define FIRST	    5500
#define REISSUE	    INT64_C(50005500)
#define COMMENTED   9 /* every so many orders the requester wrote something */
#define ADMIN_USER  (ACCOUNT_FIRST_USER + 3)
#define SECOND_USER (ACCOUNT_FIRST_USER + 1)

static const char *const comments[] = {
	"Needed before the relaunch next week.",
	"Replaces the certificate of the old load balancer.",
	"Please do not issue before the domain move.",
	"Für den neuen Webshop, Kostenstelle 4711.",
};

int64_t order_requests_first(int64_t order_id)
{
	return order_id - ORDERS + FIRST;
}

int64_t order_requests_order(int64_t first)
{
	return first > FIRST && first < REISSUE ? first - FIRST + ORDERS : 0;
}

int64_t order_requests_reissue(int64_t order_id)
{
	return order_id - ORDERS + REISSUE;
}

const char *order_requests_comment(int64_t order_id)
{
	if (order_id % COMMENTED != 0)
		return NULL;
	return comments[(size_t)(order_id / COMMENTED) % ARRAY_LEN(comments)];
}

int64_t order_requests_approver(int64_t user_id)
{
	return user_id == ADMIN_USER ? SECOND_USER : ADMIN_USER;
}

/* Of the first request. An order that an administrator rejected never came as
 * far as to get a certificate's id. */
static const char *first_status(const struct order_row *row)
{
	if (row->status == SCHEMA_NEEDS_APPROVAL)
		return "pending";
	return row->status == SCHEMA_REJECTED && row->certificate_id == 0
		       ? "rejected"
		       : "approved";
}

static void add_first(cJSON *array, const struct order_row *row)
{
	cJSON *request = cJSON_CreateObject();

	cJSON_AddNumberToObject(
		request, "id", (double)order_requests_first(row->id));
	order_answer_time(request, "date", row->created);
	cJSON_AddStringToObject(request, "type", "new_request");
	cJSON_AddStringToObject(request, "status", first_status(row));
	order_answer_text(request, "comments", order_requests_comment(row->id));
	cJSON_AddItemToArray(array, request);
}

static cJSON *stored(sqlite3_stmt *stmt)
{
	cJSON *request = cJSON_CreateObject();

	cJSON_AddNumberToObject(request, "id", (double)db_column_int(stmt, 0));
	order_answer_time(request, "date", db_column_int(stmt, 1));
	cJSON_AddStringToObject(request, "type", db_column_text(stmt, 2));
	cJSON_AddStringToObject(request, "status", db_column_text(stmt, 3));
	order_answer_text(request, "comments", db_column_text(stmt, 4));
	order_answer_text(
		request, "processor_comment", db_column_text(stmt, 5));
	return request;
}

static void add_stored(struct db *db, cJSON *array, int64_t order_id)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT id, date, type, status, comments, processor_comment"
		" FROM order_requests WHERE order_id = ? ORDER BY id",
		"i", order_id);

	while (db_step(db, stmt))
		cJSON_AddItemToArray(array, stored(stmt));
	db_done(stmt);
}

static bool has_pending(struct db *db, int64_t order_id)
{
	return db_int(db, 0,
		       "SELECT 1 FROM order_requests WHERE order_id = ?"
		       " AND status = 'pending' LIMIT 1",
		       "i", order_id) == 1;
}

void order_requests_add(struct db *db, cJSON *json, const struct order_row *row)
{
	bool waits = row->status == SCHEMA_NEEDS_APPROVAL;
	cJSON *array = cJSON_AddArrayToObject(json, "requests");

	add_first(array, row);
	add_stored(db, array, row->id);
	cJSON_AddBoolToObject(
		json, "has_pending_request", waits || has_pending(db, row->id));
	/* Nobody approves what they asked for themselves. */
	if (strcmp(first_status(row), "approved") == 0)
		order_answer_user(db, json, "approver",
			order_requests_approver(row->user_id));
}

void order_requests_reject(struct db *db, int64_t order_id, const char *type,
	int64_t user, const char *comment)
{
	db_run(db,
		"UPDATE order_requests SET status = 'rejected', processed = ?,"
		" processor_id = ?, processor_comment = ?"
		" WHERE order_id = ? AND type = ? AND status = 'pending'",
		"iisis", db_now(db), user, comment, order_id, type);
}
