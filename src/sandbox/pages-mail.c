/* SPDX-License-Identifier: MIT
 *
 * The list goes back in time along an index, a page at a time and from the
 * last mail of the page before, so that it costs the same with a million
 * mails.
 */
#include "sandbox/pages-mail.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "sandbox/db.h"
#include "sandbox/deliveries.h"
#include "sandbox/mail-text.h"
#include "sandbox/page-html.h"
#include "sandbox/pages.h"
#include "text.h"

#define PAGE_ROWS 50

static const char *const tones[] = {
	[MAIL_ROW_OPEN] = "good",
	[MAIL_ROW_VOID] = "bad",
	[MAIL_ROW_USED] = "",
	[MAIL_ROW_HELD] = "wait",
};

static void badge(const struct mail_row *row, struct buf *out)
{
	if (mail_row_has_link(row))
		page_html_badge(out, tones[row->state],
			mail_row_state_word(row->state));
	else
		buf_puts(out, "none");
}

static void
number_link(struct buf *out, const char *format, int64_t id, const char *text)
{
	char path[64];
	char number[32];

	text_format(path, sizeof(path), "%s%lld", format, (long long)id);
	text_format(number, sizeof(number), "%lld", (long long)id);
	page_html_link(out, path, text ? text : number);
}

static void table_row(struct buf *out, const struct mail_row *row)
{
	char time[DATE_TEXT_SIZE];

	buf_puts(out, "<tr><td class=\"time\">");
	page_html_text(out, date_minute(row->time, time));
	buf_puts(out, "</td><td>");
	number_link(out, "/mail/", row->id, row->subject);
	buf_puts(out, "</td><td>");
	page_html_bdi(out, row->to);
	buf_puts(out, "</td><td>");
	badge(row, out);
	buf_puts(out, "</td></tr>\n");
}

/*
 * A table of what the statement gives, PAGE_ROWS at most. Returns the number
 * to go on before, 0 at the end.
 */
static int64_t table(struct db *db, sqlite3_stmt *s, struct buf *out)
{
	int64_t last = 0;
	bool more;
	int n;

	buf_puts(out,
		"<table>\n<thead><tr><th>Sent</th><th>Subject</th><th>To</th>"
		"<th>Link</th></tr></thead>\n<tbody>\n");
	for (n = 0; n < PAGE_ROWS && db_step(db, s); n++) {
		struct mail_row row;

		mail_row_take(&row, s);
		table_row(out, &row);
		last = row.id;
		mail_row_clear(&row);
	}
	more = n == PAGE_ROWS && db_step(db, s);
	db_done(s);
	buf_puts(out, "</tbody>\n</table>\n");
	return more ? last : 0;
}

/* order_id 0: of all orders; before 0: from the newest on. */
static sqlite3_stmt *query(struct db *db, int64_t order_id, int64_t before)
{
	/* ?1 order, ?2 mail, ?3 limit */
	char sql[512];

	sqlite3_snprintf(sizeof(sql), sql,
		"SELECT " MAIL_ROW_COLUMNS " FROM mails WHERE %s AND %s"
		" ORDER BY time DESC, id DESC LIMIT ?3",
		order_id > 0 ? "order_id = ?1" : "?1 = 0",
		before > 0 ? "(time, id) < ((SELECT time FROM mails"
			     " WHERE id = ?2), ?2)"
			   : "?2 = 0");
	return db_query(
		db, sql, "iii", order_id, before, (int64_t)PAGE_ROWS + 1);
}

static bool has_mails(struct db *db, int64_t order_id)
{
	static const char of_order[] =
		"SELECT EXISTS (SELECT 1 FROM mails WHERE order_id = ?)";

	if (order_id > 0)
		return db_int(db, 0, of_order, "i", order_id) == 1;
	return db_int(db, 0, "SELECT EXISTS (SELECT 1 FROM mails)", "") == 1;
}

void pages_mail_of_order(struct db *db, int64_t order_id, struct buf *out)
{
	if (!has_mails(db, order_id)) {
		buf_puts(out, "<p>No mail was sent for this order.</p>\n");
		return;
	}
	if (table(db, query(db, order_id, 0), out) > 0) {
		buf_puts(out, "<p class=\"pager\">");
		number_link(out, "/mail?order=", order_id, "All mails");
		buf_puts(out, "</p>\n");
	}
}

static void
pager(struct buf *out, int64_t order_id, int64_t before, int64_t next)
{
	char list[64] = "/mail?";
	char path[96];

	if (order_id > 0)
		text_format(list, sizeof(list), "/mail?order=%lld&",
			(long long)order_id);
	if (order_id == 0 && before == 0 && next == 0)
		return;
	buf_puts(out, "<p class=\"pager\">");
	if (before > 0) {
		text_format(path, sizeof(path), "%.*s", (int)strlen(list) - 1,
			list);
		page_html_link(out, path, "Newest");
	}
	text_format(path, sizeof(path), "%sbefore=", list);
	if (next > 0)
		number_link(out, path, next, "Older");
	if (order_id > 0)
		page_html_link(out, "/mail", "Mail of all orders");
	buf_puts(out, "</p>\n");
}

/* A number of the query: 0 where it is missing, false if it is no number. */
static bool number_of(
	const struct route_request *request, const char *name, int64_t *number)
{
	const char *text = route_query(request, name);

	*number = 0;
	return !text || (route_number(text, number) && *number > 0);
}

void pages_mail_list(
	const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct buf *out = &response->body;
	char title[64] = "Mail";
	int64_t order_id, before;

	if (!number_of(request, "order", &order_id) ||
		!number_of(request, "before", &before)) {
		pages_not_found(response, "There is no such list of mails.");
		return;
	}
	if (order_id > 0)
		text_format(title, sizeof(title), "Mail of order %lld",
			(long long)order_id);
	pages_begin(response, 200, title);
	if (!has_mails(db, order_id)) {
		buf_puts(out, "<p>No mail was sent yet.</p>\n");
		pager(out, order_id, 0, 0);
	} else {
		buf_puts(out,
			"<p>Newest first. The word at the end tells what the "
			"link in a mail is good for.</p>\n");
		pager(out, order_id, before,
			table(db, query(db, order_id, before), out));
	}
	pages_end(response);
}

static void notice(struct db *db, const struct mail_row *row, struct buf *out)
{
	int64_t replaced = mail_row_replaced_at(db, row);
	char time[DATE_TEXT_SIZE];
	char text[160];

	switch (row->state) {
	case MAIL_ROW_HELD:
		page_html_notice(out, "wait",
			"This mail is held: it goes out when all verified "
			"contacts of the order are validated.");
		return;
	case MAIL_ROW_VOID:
		if (replaced > 0)
			text_format(text, sizeof(text),
				"The link is void: a newer mail replaced it "
				"on %s.",
				date_minute(replaced, time));
		else
			text_format(text, sizeof(text),
				"The link is void: another one was used "
				"before.");
		page_html_notice(out, "bad", text);
		return;
	case MAIL_ROW_USED:
	case MAIL_ROW_OPEN:
		return;
	}
}

/* The body, with its link as one. */
static void body(struct sandbox *sandbox, struct mail_row *row, struct buf *out)
{
	const char *link = mail_row_link(sandbox, row);
	const char *found;
	struct buf text;
	char *before;

	buf_init(&text, MAIL_TEXT_MAX);
	mail_text_body(sandbox, row, 0, &text);
	found = *link ? strstr(buf_text(&text), link) : NULL;
	buf_puts(out, "<pre dir=\"auto\">");
	if (found) {
		before = mem_dupn(text.data, (size_t)(found - text.data));
		page_html_text(out, before);
		page_html_link(out, mail_row_path(row), link);
		page_html_text(out, found + strlen(link));
		free(before);
	} else {
		page_html_text(out, buf_text(&text));
	}
	buf_puts(out, "</pre>\n");
	buf_clear(&text);
}

/* What became of it at the mail server of --smtp. */
static void delivery(struct sandbox *sandbox, int64_t id, struct buf *out)
{
	const char *tone;
	char text[320];

	deliveries_tell(sandbox->deliveries, id, text, sizeof(text), &tone);
	if (!*text)
		return;
	page_html_fact_begin(out, "Delivery");
	page_html_badge(out, tone, text);
	page_html_fact_end(out);
}

static void
facts(struct sandbox *sandbox, const struct mail_row *row, struct buf *out)
{
	char time[DATE_TEXT_SIZE];

	page_html_facts_begin(out);
	page_html_fact_begin(out, "To");
	if (row->name) {
		page_html_bdi(out, row->name);
		buf_puts(out, ", ");
	}
	page_html_bdi(out, row->to);
	page_html_fact_end(out);
	page_html_fact(out, row->state == MAIL_ROW_HELD ? "Made" : "Sent",
		date_minute(row->time, time));
	page_html_fact(out, "Kind", mail_row_kind_word(row->kind));
	page_html_fact_begin(out, "Order");
	number_link(out, "/order/", row->order_id, NULL);
	page_html_fact_end(out);
	page_html_fact_begin(out, "Link");
	badge(row, out);
	page_html_fact_end(out);
	delivery(sandbox, row->id, out);
	page_html_facts_end(out);
}

void pages_mail_show(
	const struct route_request *request, struct route_response *response)
{
	struct sandbox *sandbox = request->sandbox;
	struct mail_row row;
	int64_t id;

	if (!route_number(request->params[0], &id) ||
		!mail_row_read(sandbox->db, id, &row)) {
		pages_not_found(response, "There is no such mail.");
		return;
	}
	pages_begin(response, 200, row.subject);
	facts(sandbox, &row, &response->body);
	notice(sandbox->db, &row, &response->body);
	body(sandbox, &row, &response->body);
	pages_end(response);
	mail_row_clear(&row);
}
