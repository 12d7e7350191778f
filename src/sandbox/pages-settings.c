/* SPDX-License-Identifier: MIT
 *
 * Most rows of this part are the answer of one query.
 */
#include "sandbox/pages-settings.h"

#include "attr.h"
#include "sandbox/db.h"
#include "sandbox/metadata.h"
#include "sandbox/page-html.h"

static void put_list(struct buf *out, const char *label,
	const char *const *texts, size_t count)
{
	if (count == 0)
		return;
	page_html_fact_begin(out, label);
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, i > 0 ? ", " : "");
		page_html_bdi(out, texts[i]);
	}
	page_html_fact_end(out);
}

static void
put_flag(struct buf *out, const struct order_row *row, const char *label,
	unsigned int flag, const char *set, const char *clear)
{
	page_html_fact(out, label, row->flags & flag ? set : clear);
}

/* Each row of the query, which asks for ?1 the order, with a comma between. */
static void put_rows(struct db *db, struct buf *out, const char *label,
	const char *sql, int64_t order_id)
{
	sqlite3_stmt *stmt = db_query(db, sql, "i", order_id);
	bool any = false;

	while (db_step(db, stmt)) {
		if (any)
			buf_puts(out, ", ");
		else
			page_html_fact_begin(out, label);
		any = true;
		page_html_bdi(out, db_column_text(stmt, 0));
	}
	db_done(stmt);
	if (any)
		page_html_fact_end(out);
}

static const struct {
	const char *label;
	const char *sql;
} queries[] = {
	{"Users with access",
		"SELECT first_name || ' ' || last_name FROM assignments"
		" JOIN users ON id = user_id WHERE order_id = ?"
		" ORDER BY id"},
	{"Organization contact",
		"SELECT first_name || ' ' || last_name ||"
		" coalesce(', ' || email, '') FROM order_contacts"
		" WHERE order_id = ? AND type = 'organization_contact'"},
	{"Technical contact",
		"SELECT first_name || ' ' || last_name ||"
		" coalesce(', ' || email, '') FROM order_contacts"
		" WHERE order_id = ? AND type = 'technical_contact'"},
	{"Renewal message",
		"SELECT renewal_message FROM order_settings"
		" WHERE order_id = ? AND renewal_message IS NOT NULL"},
};

static void
put_fields(struct db *db, const struct order_row *row, struct buf *out)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT metadata_id, value FROM order_fields"
		" WHERE order_id = ? ORDER BY metadata_id",
		"i", row->id);

	while (db_step(db, stmt))
		page_html_fact(out, metadata_label(db_column_int(stmt, 0)),
			db_column_text(stmt, 1));
	db_done(stmt);
}

void pages_settings(struct db *db, const struct order_row *row, struct buf *out)
{
	buf_puts(out, "<h2>Settings</h2>\n");
	page_html_facts_begin(out);
	put_list(out, "Additional e-mails", row->additional_emails,
		row->additional_count);
	put_flag(out, row, "Renewal notices", SCHEMA_FLAG_QUIET, "off", "on");
	put_flag(out, row, "Guest access", SCHEMA_FLAG_GUEST, "on", "off");
	for (size_t i = 0; i < ARRAY_LEN(queries); i++)
		put_rows(db, out, queries[i].label, queries[i].sql, row->id);
	put_fields(db, row, out);
	if (row->product->has_names)
		page_html_fact(out, "Domains by", row->dcv_method);
	if (row->dcv_token)
		page_html_fact(out, "Random value", row->dcv_token);
	page_html_facts_end(out);
}
