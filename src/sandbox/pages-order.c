/* SPDX-License-Identifier: MIT
 *
 * The page of an order, from top to bottom: status and gates, facts, names,
 * the contacts who may approve it, settings, notes, mails.
 */
#include "sandbox/pages-order.h"

#include <stdlib.h>

#include "date.h"
#include "sandbox/db.h"
#include "sandbox/gates.h"
#include "sandbox/order-facts.h"
#include "sandbox/page-html.h"
#include "sandbox/pages-mail.h"
#include "sandbox/pages-settings.h"
#include "sandbox/pages.h"

static const char *const tones[SCHEMA_STATUS_COUNT] = {
	[SCHEMA_CANCELED] = "bad",
	[SCHEMA_EXPIRED] = "",
	[SCHEMA_ISSUED] = "good",
	[SCHEMA_NEEDS_APPROVAL] = "wait",
	[SCHEMA_PENDING] = "wait",
	[SCHEMA_PROCESSING] = "wait",
	[SCHEMA_REISSUE_PENDING] = "wait",
	[SCHEMA_REJECTED] = "bad",
	[SCHEMA_REVOKED] = "bad",
	[SCHEMA_WAITING_PICKUP] = "wait",
};

static void gate(struct buf *out, const char *label, bool closed)
{
	page_html_fact_begin(out, label);
	page_html_badge(
		out, closed ? "wait" : "good", closed ? "waits" : "complete");
	page_html_fact_end(out);
}

static void approval(const struct order_row *row, bool closed, struct buf *out)
{
	char time[DATE_TEXT_SIZE];

	page_html_fact_begin(out, "Order approval");
	page_html_badge(
		out, closed ? "wait" : "good", closed ? "waits" : "complete");
	if (row->approved_by) {
		buf_puts(out, " by ");
		page_html_bdi(out, row->approved_by);
		buf_printf(out, ", %s", date_minute(row->approved, time));
	}
	page_html_fact_end(out);
}

static void status(struct db *db, const struct order_row *row, struct buf *out)
{
	struct gates gates;

	gates_read(db, row, &gates);
	page_html_facts_begin(out);
	page_html_fact_begin(out, "Order status");
	page_html_badge(
		out, tones[row->status], order_facts_status(row->status));
	page_html_fact_end(out);
	if (row->product->validation)
		gate(out, "Organization validation", gates.organization);
	if (row->product->has_names)
		gate(out, "Domain validation", gates.domain);
	if (row->approval != SCHEMA_APPROVAL_NONE)
		approval(row, gates.approval, out);
	page_html_facts_end(out);
}

void pages_order_facts(
	struct db *db, const struct order_row *row, struct buf *out)
{
	struct order_facts list;

	order_facts_read(db, row, &list);
	page_html_facts_begin(out);
	for (size_t i = 0; i < list.count; i++)
		page_html_fact(out, list.items[i].label, list.items[i].text);
	page_html_facts_end(out);
	order_facts_clear(&list);
}

void pages_order_names(const struct order_row *row, struct buf *out)
{
	if (row->dns_count <= ORDER_FACTS_NAMES)
		return;
	buf_printf(out, "<h2>All %zu names</h2>\n<ul class=\"names\">\n",
		row->dns_count);
	for (size_t i = 0; i < row->dns_count; i++) {
		buf_puts(out, "<li>");
		page_html_bdi(out, row->dns_names[i]);
		buf_puts(out, "</li>\n");
	}
	buf_puts(out, "</ul>\n");
}

static void contact(sqlite3_stmt *s, struct buf *out)
{
	const char *state = db_column_text(s, 4);
	bool active = state[0] == 'a';

	buf_puts(out, "<tr><td>");
	page_html_bdi(out, db_column_text(s, 0));
	buf_puts(out, "</td><td>");
	page_html_bdi(out, db_column_text(s, 1));
	buf_puts(out, "</td><td>");
	page_html_bdi(out, db_column_text(s, 2));
	buf_puts(out, "</td><td>");
	page_html_badge(out, active ? "good" : "wait",
		active ? "validated" : "not validated");
	buf_puts(out, "</td></tr>\n");
}

/* Those whose kind may approve this product. */
static void
contacts(struct db *db, const struct order_row *row, struct buf *out)
{
	sqlite3_stmt *s;

	if (row->approval == SCHEMA_APPROVAL_NONE)
		return;
	buf_puts(out,
		"<h2>Verified contacts</h2>\n<table>\n<thead><tr><th>Name</th>"
		"<th>Job title</th><th>E-mail</th><th>State</th></tr></thead>"
		"\n<tbody>\n");
	s = db_query(db,
		"SELECT first_name || ' ' || last_name, job_title, email, kind,"
		" status FROM contacts WHERE organization_id = ? ORDER BY id",
		"i", row->organization_id);
	while (db_step(db, s))
		if (products_may_approve(row->product, db_column_text(s, 3)))
			contact(s, out);
	db_done(s);
	buf_puts(out, "</tbody>\n</table>\n");
}

static void notes(struct db *db, const struct order_row *row, struct buf *out)
{
	char time[DATE_TEXT_SIZE];
	bool any = false;
	sqlite3_stmt *s;

	s = db_query(db,
		"SELECT time, text FROM notes WHERE order_id = ?"
		" ORDER BY id DESC",
		"i", row->id);
	while (db_step(db, s)) {
		if (!any)
			buf_puts(out, "<h2>Notes</h2>\n");
		any = true;
		buf_puts(out, "<p class=\"when\">");
		page_html_text(out, date_minute(db_column_int(s, 0), time));
		buf_puts(out, "</p>\n<p class=\"note\" dir=\"auto\">");
		page_html_text(out, db_column_text(s, 1));
		buf_puts(out, "</p>\n");
	}
	db_done(s);
}

static void page(struct db *db, const struct order_row *row,
	struct route_response *response)
{
	struct buf *out = &response->body;
	char *title = mem_printf(
		"Order %lld: %s", (long long)row->id, order_facts_name(row));

	pages_begin(response, 200, title);
	free(title);
	status(db, row, out);
	pages_order_facts(db, row, out);
	pages_order_names(row, out);
	contacts(db, row, out);
	pages_settings(db, row, out);
	notes(db, row, out);
	buf_puts(out, "<h2>Mail</h2>\n");
	pages_mail_of_order(db, row->id, out);
	pages_end(response);
}

void pages_order_show(
	const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct order_row row;
	int64_t id;

	if (!route_number(request->params[0], &id) ||
		!order_row_read(db, id, &row)) {
		pages_not_found(response, "There is no such order.");
		return;
	}
	page(db, &row, response);
	order_row_clear(&row);
}
