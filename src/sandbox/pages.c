/* SPDX-License-Identifier: MIT
 *
 * The table of pages, and the start page.
 */
#include "sandbox/pages.h"

#include <stdlib.h>

#include "date.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/order-facts.h"
#include "sandbox/page-html.h"
#include "sandbox/pages-link.h"
#include "sandbox/pages-mail.h"
#include "sandbox/pages-order.h"
#include "text.h"

#define WAITING_SHOWN 10

void pages_begin(struct route_response *response, int status, const char *title)
{
	route_html(response, status);
	route_header(response, "Content-Security-Policy", PAGE_HTML_CSP);
	route_header(response, "X-Content-Type-Options", "nosniff");
	route_header(response, "Referrer-Policy", "no-referrer");
	page_html_begin(&response->body, title);
}

void pages_end(struct route_response *response)
{
	page_html_end(&response->body);
}

void pages_not_found(struct route_response *response, const char *sentence)
{
	pages_begin(response, 404, "Not found");
	page_html_notice(&response->body, "bad", sentence);
	pages_end(response);
}

static void number_fact(struct buf *out, const char *label, int64_t number)
{
	char *text = mem_printf("%lld", (long long)number);

	page_html_fact(out, label, text);
	free(text);
}

static void index_facts(struct sandbox *sandbox, struct buf *out)
{
	struct db *db = sandbox->db;
	char *api = mem_printf("%s/services/v2", sandbox->url);
	char now[DATE_TEXT_SIZE];

	page_html_facts_begin(out);
	page_html_fact(out, "API", api);
	page_html_fact(
		out, "Keys", "sandbox-admin, sandbox-orders, sandbox-readonly");
	page_html_fact(out, "Clock", date_minute(db_now(db), now));
	number_fact(out, "Orders",
		db_int(db, 0, "SELECT count(*) FROM orders", ""));
	number_fact(
		out, "Mails", db_int(db, 0, "SELECT count(*) FROM mails", ""));
	page_html_facts_end(out);
	free(api);
}

static void index_order(struct db *db, int64_t id, struct buf *out)
{
	struct order_row row;
	char path[40];

	if (!order_row_read(db, id, &row))
		return;
	text_format(path, sizeof(path), "/order/%lld", (long long)id);
	buf_puts(out, "<tr><td>");
	page_html_link(out, path, path + sizeof("/order/") - 1);
	buf_puts(out, "</td><td>");
	page_html_bdi(out, order_facts_name(&row));
	buf_puts(out, "</td><td>");
	page_html_bdi(out, row.product->name);
	buf_puts(out, "</td></tr>\n");
	order_row_clear(&row);
}

/* A few orders to begin with. */
static void index_orders(struct db *db, struct buf *out)
{
	sqlite3_stmt *s;

	buf_puts(out,
		"<h2>Orders that wait for approval</h2>\n<table>\n<thead><tr>"
		"<th>Order</th><th>Certificate</th><th>Product</th></tr>"
		"</thead>\n<tbody>\n");
	s = db_query(db,
		"SELECT id FROM orders WHERE status = ? AND approval = ?"
		" ORDER BY id LIMIT ?",
		"iii", (int64_t)SCHEMA_PENDING, (int64_t)SCHEMA_APPROVAL_OPEN,
		(int64_t)WAITING_SHOWN);
	while (db_step(db, s))
		index_order(db, db_column_int(s, 0), out);
	db_done(s);
	buf_puts(out, "</tbody>\n</table>\n");
}

static void
index_page(const struct route_request *request, struct route_response *response)
{
	struct buf *out = &response->body;

	pages_begin(response, 200, "A CertCentral of one's own");
	buf_puts(out,
		"<p>This server speaks the CertCentral Services API v2 with "
		"invented data. The mails it sends, with the links in them, "
		"are in the <a href=\"/mail\">mailbox</a>.</p>\n");
	index_facts(request->sandbox, out);
	index_orders(request->sandbox->db, out);
	pages_end(response);
}

static void style_sheet(
	const struct route_request *request, struct route_response *response)
{
	(void)request;
	route_html(response, 200);
	response->content_type = "text/css; charset=utf-8";
	route_header(response, "X-Content-Type-Options", "nosniff");
	buf_puts(&response->body, page_html_style);
}

/* Browsers ask for it; there is none, and that is no error. */
static void
icon(const struct route_request *request, struct route_response *response)
{
	(void)request;
	route_empty(response, 204);
}

const struct route pages_routes[] = {
	{"GET", "/", ROUTE_OPEN, 0, index_page},
	{"GET", PAGE_HTML_STYLE_PATH, ROUTE_OPEN, ROUTE_UNLOGGED, style_sheet},
	{"GET", "/favicon.ico", ROUTE_OPEN, ROUTE_UNLOGGED, icon},
	{"GET", "/mail", ROUTE_OPEN, 0, pages_mail_list},
	{"GET", "/mail/{id}", ROUTE_OPEN, 0, pages_mail_show},
	{"GET", "/approve/{token}", ROUTE_OPEN, 0, pages_link_approve},
	{"POST", "/approve/{token}", ROUTE_OPEN, ROUTE_FORM,
		pages_link_approve},
	{"GET", "/collect/{token}", ROUTE_OPEN, 0, pages_link_collect},
	{"POST", "/collect/{token}", ROUTE_OPEN, ROUTE_FORM,
		pages_link_collect},
	{"GET", "/order/{id}", ROUTE_OPEN, 0, pages_order_show},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
