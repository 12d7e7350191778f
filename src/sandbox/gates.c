/* SPDX-License-Identifier: MIT
 *
 * Whether a gate is open is never stored twice: the domain gate is the number
 * of names that are still to be validated, the organization gate is the
 * state of the organization's own validation, the approval is the order's.
 * After each change the orders it may have finished are looked at.
 */
#include "sandbox/gates.h"

#include <stdlib.h>

#include "mem.h"
#include "sandbox/db.h"

#define DAY		86400
#define VALIDATION_DAYS 397

static bool organization_closed(struct db *db, const struct order_row *row)
{
	const char *type = row->product->validation;

	if (!type)
		return false;
	if (row->organization_id == 0)
		return true;
	return db_int(db, 0,
		       "SELECT status = 'active' FROM validations"
		       " WHERE organization_id = ? AND type = ?",
		       "is", row->organization_id, type) == 0;
}

void gates_read(struct db *db, const struct order_row *row, struct gates *gates)
{
	*gates = (struct gates){
		.domain = row->domains_open > 0,
		.organization = organization_closed(db, row),
		.approval = row->approval == SCHEMA_APPROVAL_OPEN,
	};
}

static void make_certificate(struct db *db, const struct order_row *row)
{
	int64_t now = db_now(db);
	int64_t today = now - now % DAY;
	int64_t till = today + row->years * (int64_t)365 * DAY;

	db_run(db,
		"UPDATE orders SET status = ?, changed = ?, issued = ?,"
		" valid_from = ?, valid_till = ?,"
		" certificate_id = coalesce(certificate_id,"
		" (SELECT max(certificate_id) + 1 FROM orders))"
		" WHERE id = ?",
		"iiiiii", (int64_t)SCHEMA_ISSUED, now, now, today, till,
		row->id);
}

/* The certificate is there; a client has to collect it. */
static void issue(struct db *db, const struct order_row *row)
{
	if (!products_is_client(row->product)) {
		make_certificate(db, row);
		return;
	}
	db_run(db, "UPDATE orders SET status = ?, changed = ? WHERE id = ?",
		"iii", (int64_t)SCHEMA_WAITING_PICKUP, db_now(db), row->id);
}

/* Issues the order if it is pending and no gate is closed any more. */
static void settle(struct db *db, int64_t order_id)
{
	struct order_row row;
	struct gates gates;

	if (!order_row_read(db, order_id, &row))
		return;
	gates_read(db, &row, &gates);
	if (row.status == SCHEMA_PENDING && !gates.domain &&
		!gates.organization && !gates.approval)
		issue(db, &row);
	order_row_clear(&row);
}

static void settle_organization(struct db *db, int64_t organization_id)
{
	sqlite3_stmt *stmt;
	int64_t *ids = NULL;
	size_t count = 0;

	/* First the list, then the changes: they are in the same table. */
	stmt = db_query(db,
		"SELECT id FROM orders WHERE organization_id = ?"
		" AND status = ?",
		"ii", organization_id, (int64_t)SCHEMA_PENDING);
	while (db_step(db, stmt)) {
		ids = mem_resize(ids, count + 1, sizeof(*ids));
		ids[count++] = db_column_int(stmt, 0);
	}
	db_done(stmt);
	for (size_t i = 0; i < count; i++)
		settle(db, ids[i]);
	free(ids);
}

bool gates_approve(struct sandbox *sandbox, int64_t order_id, const char *email)
{
	struct db *db = sandbox->db;

	db_run(db,
		"UPDATE orders SET approval = ?, approved_by = ?, approved = ?"
		" WHERE id = ? AND status = ? AND approval = ?",
		"isiiii", (int64_t)SCHEMA_APPROVAL_DONE, email, db_now(db),
		order_id, (int64_t)SCHEMA_PENDING,
		(int64_t)SCHEMA_APPROVAL_OPEN);
	if (db_changes(db) == 0)
		return false;
	settle(db, order_id);
	return true;
}

bool gates_accept(struct sandbox *sandbox, int64_t order_id)
{
	struct db *db = sandbox->db;

	db_run(db,
		"UPDATE orders SET status = ?, changed = ?,"
		" certificate_id = coalesce(certificate_id,"
		" (SELECT max(certificate_id) + 1 FROM orders))"
		" WHERE id = ? AND status = ?",
		"iiii", (int64_t)SCHEMA_PENDING, db_now(db), order_id,
		(int64_t)SCHEMA_NEEDS_APPROVAL);
	if (db_changes(db) == 0)
		return false;
	settle(db, order_id);
	return true;
}

bool gates_collect(struct sandbox *sandbox, int64_t order_id)
{
	struct order_row row;
	bool fits;

	if (!order_row_read(sandbox->db, order_id, &row))
		return false;
	fits = products_is_client(row.product) &&
	       (row.status == SCHEMA_WAITING_PICKUP ||
		       row.status == SCHEMA_ISSUED);
	if (row.status == SCHEMA_WAITING_PICKUP && fits)
		make_certificate(sandbox->db, &row);
	order_row_clear(&row);
	return fits;
}

bool gates_pass_domain(struct sandbox *sandbox, int64_t order_id)
{
	struct db *db = sandbox->db;

	db_run(db,
		"UPDATE orders SET domains_open = 0 WHERE id = ?"
		" AND status = ?",
		"ii", order_id, (int64_t)SCHEMA_PENDING);
	if (db_changes(db) == 0)
		return false;
	settle(db, order_id);
	return true;
}

static void
validate_organization(struct db *db, int64_t organization_id, const char *type)
{
	int64_t now = db_now(db);

	db_run(db,
		"INSERT INTO validations (organization_id, type, status,"
		" created, valid_until) VALUES (?1, ?2, 'active', ?3, ?4)"
		" ON CONFLICT (organization_id, type) DO UPDATE"
		" SET status = 'active', created = ?3, valid_until = ?4"
		" WHERE status <> 'active'",
		"isii", organization_id, type, now,
		now + (int64_t)VALIDATION_DAYS * DAY);
}

bool gates_pass_organization(struct sandbox *sandbox, int64_t order_id)
{
	struct db *db = sandbox->db;
	struct order_row row;
	bool passed;

	if (!order_row_read(db, order_id, &row))
		return false;
	passed = row.status == SCHEMA_PENDING && row.organization_id > 0 &&
		 row.product->validation;
	if (passed) {
		validate_organization(
			db, row.organization_id, row.product->validation);
		settle_organization(db, row.organization_id);
	}
	order_row_clear(&row);
	return passed;
}

int64_t gates_validate_contact(
	struct sandbox *sandbox, int64_t organization_id, const char *email)
{
	struct db *db = sandbox->db;

	db_run(db,
		"UPDATE contacts SET status = 'active'"
		" WHERE organization_id = ? AND email = ?"
		" AND status = 'pending'",
		"is", organization_id, email);
	return db_changes(db);
}

void gates_expire(struct sandbox *sandbox)
{
	struct db *db = sandbox->db;
	int64_t now = db_now(db);

	db_run(db,
		"UPDATE orders SET status = ?1, changed = valid_till + 86400"
		" WHERE listed = ?2 AND status = ?2 AND valid_till < ?3",
		"iii", (int64_t)SCHEMA_EXPIRED, (int64_t)SCHEMA_ISSUED,
		now - now % DAY);
}

int64_t gates_tick(struct sandbox *sandbox)
{
	struct db *db = sandbox->db;
	int64_t validated;

	db_run(db,
		"UPDATE contacts SET status = 'active'"
		" WHERE status = 'pending' AND due <= ?",
		"i", db_now(db));
	validated = db_changes(db);
	gates_expire(sandbox);
	return validated;
}
