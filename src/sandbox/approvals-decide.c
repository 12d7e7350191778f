/* SPDX-License-Identifier: MIT
 *
 * First requests live in the status of their order, later ones in the table
 * order_requests: so both kinds of decisions are here, side by side.
 */
#include "sandbox/approvals-decide.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/gates.h"
#include "sandbox/mails.h"
#include "sandbox/order-requests.h"
#include "sandbox/order-row.h"
#include "text.h"

#define APPROVERS_MAX 200

bool approvals_decide_read(
	struct db *db, int64_t key, struct approvals_decide_request *request)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT order_id, date, user_id, type, state FROM requests"
		" WHERE key = ?",
		"i", key);
	bool found = db_step(db, stmt);

	if (found) {
		request->order_id = db_column_int(stmt, 0);
		request->date = db_column_int(stmt, 1);
		request->user_id = db_column_int(stmt, 2);
		text_format(request->type, sizeof(request->type), "%s",
			db_column_text(stmt, 3));
		text_format(request->state, sizeof(request->state), "%s",
			db_column_text(stmt, 4));
		request->is_first = key == request->order_id;
		request->id =
			request->is_first ? order_requests_first(key) : key;
		request->pending = strcmp(request->state, "pending") == 0;
	}
	db_done(stmt);
	return found;
}

bool approvals_decide_knows(const char *status)
{
	static const char *const known[] = {
		"approved", "rejected", "submitted", "pending"};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(known[i], status) == 0)
			return true;
	return false;
}

/* -- first requests -------------------------------------------------------- */

/* To all who may approve, validated or not: mails.c holds them if it has to. */
static void send_first_mails(struct sandbox *sandbox, const struct order_row *o)
{
	struct mem_arena arena = {0};
	const char *emails[APPROVERS_MAX];
	size_t count = 0;
	sqlite3_stmt *stmt = db_query(sandbox->db,
		"SELECT kind, email FROM contacts WHERE organization_id = ?"
		" ORDER BY id",
		"i", o->organization_id);

	while (db_step(sandbox->db, stmt) && count < APPROVERS_MAX)
		if (products_may_approve(o->product, db_column_text(stmt, 0)))
			emails[count++] =
				mem_arena_dup(&arena, db_column_text(stmt, 1));
	db_done(stmt);
	mails_first_approval(sandbox, o->id, emails, count);
	mem_arena_clear(&arena);
}

static void approve_first(struct sandbox *sandbox, int64_t order_id)
{
	struct order_row row;

	if (!gates_accept(sandbox, order_id) ||
		!order_row_read(sandbox->db, order_id, &row))
		return;
	if (row.status == SCHEMA_PENDING &&
		row.approval == SCHEMA_APPROVAL_OPEN)
		send_first_mails(sandbox, &row);
	order_row_clear(&row);
}

static void decide_first(struct sandbox *sandbox, int64_t order_id,
	bool approved, int64_t user_id, const char *comment)
{
	struct db *db = sandbox->db;

	db_run(db,
		"INSERT OR REPLACE INTO decisions (order_id, processed,"
		" processor_id, processor_comment) VALUES (?, ?, ?, ?)",
		"iiis", order_id, db_now(db), user_id, comment);
	if (approved)
		approve_first(sandbox, order_id);
	else
		db_run(db,
			"UPDATE orders SET status = ?, changed = ?"
			" WHERE id = ?",
			"iii", (int64_t)SCHEMA_REJECTED, db_now(db), order_id);
}

/* -- later ones ------------------------------------------------------------ */

static void
decide_later(struct db *db, const struct approvals_decide_request *request,
	const char *status, int64_t user_id, const char *comment)
{
	db_run(db,
		"UPDATE order_requests SET status = ?, processed = ?,"
		" processor_id = ?, processor_comment = ? WHERE id = ?",
		"siisi", status, db_now(db), user_id, comment, request->id);
	if (strcmp(status, "rejected") == 0)
		db_run(db,
			"UPDATE orders SET status = ?, changed = ?"
			" WHERE id = ? AND status = ?",
			"iiii", (int64_t)SCHEMA_ISSUED, db_now(db),
			request->order_id, (int64_t)SCHEMA_REISSUE_PENDING);
}

void approvals_decide(struct sandbox *sandbox,
	const struct approvals_decide_request *request, const char *status,
	int64_t user_id, const char *comment)
{
	bool approved = strcmp(status, "approved") == 0;

	if (!approved && strcmp(status, "rejected") != 0)
		return;
	if (request->is_first)
		decide_first(
			sandbox, request->order_id, approved, user_id, comment);
	else
		decide_later(sandbox->db, request, status, user_id, comment);
}
