/* SPDX-License-Identifier: MIT
 *
 * First the link is judged: what is it still good for? The verdict decides
 * the status, the words and whether there is a button. The words of the three
 * kinds of link are one table.
 */
#include "sandbox/pages-link.h"

#include <string.h>

#include "date.h"
#include "sandbox/db.h"
#include "sandbox/gates.h"
#include "sandbox/mail-row.h"
#include "sandbox/mails.h"
#include "sandbox/order-facts.h"
#include "sandbox/page-html.h"
#include "sandbox/pages-order.h"
#include "sandbox/pages.h"
#include "text.h"

#define TEXT_SIZE 512

struct words {
	const char *open_title; /* before the order's number */
	const char *open_text;	/* before the recipient's address */
	const char *button;
	const char *done_title;
	const char *done; /* "... by X on T" */
};

/* No certificate mails: they have no link. */
static const struct words words_of[] = {
	[MAIL_ROW_APPROVAL] = {"Approve order",
		"This certificate was ordered for your organization. One "
		"verified contact has to approve it. This link was sent to",
		"Approve this order", "Approved: order", "Approved"},
	[MAIL_ROW_ISSUANCE] = {"Collect the certificate of order",
		"This client certificate is ready to be collected. "
		"This link was sent to",
		"Collect the certificate", "Collected: order", "Collected"},
	[MAIL_ROW_DCV] = {"Confirm the domains of order",
		"Somebody who controls the domains of this order has to "
		"confirm it. This link was sent to",
		"Confirm the domains", "Domains confirmed: order", "Confirmed"},
};

enum verdict { OPEN, USED, REPLACED, SETTLED, CLOSED, HELD };

static const struct {
	int get; /* HTTP status */
	int post;
	const char *tone;
	const char *title; /* before the order's number; NULL: of its words */
} verdicts[] = {
	[OPEN] = {200, 200, "", NULL},
	[USED] = {200, 409, "good", NULL},
	[REPLACED] = {410, 410, "bad", "This link is void: order"},
	[SETTLED] = {410, 410, "good", NULL},
	[CLOSED] = {410, 409, "bad", "Nothing to do for order"},
	[HELD] = {409, 409, "wait", "Not sent yet: order"},
};

/* What stands behind one request. */
struct visit {
	struct sandbox *sandbox;
	bool posted;
	struct mail_row mail;
	struct order_row order;
	const struct words *words;
	enum verdict verdict;
};

/* Can the order still take what the link offers? */
static bool order_fits(const struct visit *visit)
{
	const struct order_row *order = &visit->order;

	switch (visit->mail.kind) {
	case MAIL_ROW_APPROVAL:
		return order->status == SCHEMA_PENDING &&
		       order->approval == SCHEMA_APPROVAL_OPEN;
	case MAIL_ROW_DCV:
		return order->status == SCHEMA_PENDING &&
		       order->domains_open > 0;
	case MAIL_ROW_ISSUANCE:
		return order->status == SCHEMA_WAITING_PICKUP ||
		       order->status == SCHEMA_ISSUED;
	case MAIL_ROW_CERTIFICATE:
		break;
	}
	return false;
}

static enum verdict judge(const struct visit *visit)
{
	switch (visit->mail.state) {
	case MAIL_ROW_USED:
		return USED;
	case MAIL_ROW_HELD:
		return HELD;
	case MAIL_ROW_VOID:
		return mail_row_replaced_at(visit->sandbox->db, &visit->mail) >
				       0
			       ? REPLACED
			       : SETTLED;
	case MAIL_ROW_OPEN:
		break;
	}
	return order_fits(visit) ? OPEN : CLOSED;
}

/* Who did it and when: of the order's approval, else of the link's use. */
static void say_done(const struct visit *visit, char *out)
{
	const struct order_row *order = &visit->order;
	const char *who = visit->mail.to;
	int64_t when = visit->mail.used_time;
	char time[DATE_TEXT_SIZE];

	if (visit->mail.kind == MAIL_ROW_APPROVAL && order->approved_by) {
		who = order->approved_by;
		when = order->approved;
	}
	text_format(out, TEXT_SIZE, "%s by %s on %s.", visit->words->done, who,
		date_minute(when, time));
}

/* Another link was used first. Only an approval remembers whose. */
static void say_settled(const struct visit *visit, char *out)
{
	char done[TEXT_SIZE];

	if (visit->mail.kind == MAIL_ROW_APPROVAL)
		say_done(visit, done);
	else
		text_format(done, sizeof(done), "%s with another link.",
			visit->words->done);
	text_format(
		out, TEXT_SIZE, "%s That is enough: this link is void.", done);
}

static void say_replaced(const struct visit *visit, char *out)
{
	char time[DATE_TEXT_SIZE];

	text_format(out, TEXT_SIZE,
		"A newer mail, sent on %s, has replaced this one. Only the "
		"link in the newest mail works.",
		date_minute(
			mail_row_replaced_at(visit->sandbox->db, &visit->mail),
			time));
}

static void say_closed(const struct visit *visit, char *out)
{
	static const char *const nothing[] = {
		[MAIL_ROW_APPROVAL] = "there is nothing to approve",
		[MAIL_ROW_ISSUANCE] = "there is nothing to collect",
		[MAIL_ROW_DCV] = "its domains need no confirmation",
		[MAIL_ROW_CERTIFICATE] = "there is nothing to do",
	};

	text_format(out, TEXT_SIZE, "The status of the order is \"%s\": %s.",
		order_facts_status(visit->order.status),
		nothing[visit->mail.kind]);
}

static void say_verdict(const struct visit *visit, char *out)
{
	switch (visit->verdict) {
	case OPEN:
		text_format(out, TEXT_SIZE, "%s %s.", visit->words->open_text,
			visit->mail.to);
		return;
	case USED:
		say_done(visit, out);
		return;
	case REPLACED:
		say_replaced(visit, out);
		return;
	case SETTLED:
		say_settled(visit, out);
		return;
	case CLOSED:
		say_closed(visit, out);
		return;
	case HELD:
		text_format(out, TEXT_SIZE,
			"The mail with this link is held until all verified "
			"contacts of the order are validated.");
		return;
	}
}

static const char *title_before(const struct visit *visit)
{
	if (visit->verdict == OPEN)
		return visit->words->open_title;
	if (verdicts[visit->verdict].title)
		return verdicts[visit->verdict].title;
	return visit->words->done_title;
}

/* What the order waits on now, or that the certificate is there. */
static void show_next(const struct visit *visit, struct buf *out)
{
	struct gates gates;

	if (visit->order.status == SCHEMA_ISSUED) {
		page_html_notice(out, "", "The certificate is issued.");
		return;
	}
	if (visit->order.status != SCHEMA_PENDING)
		return;
	gates_read(visit->sandbox->db, &visit->order, &gates);
	if (gates.organization)
		page_html_notice(out, "",
			"The order still waits for organization validation.");
	if (gates.domain)
		page_html_notice(out, "",
			"The order still waits for domain validation.");
	if (gates.approval)
		page_html_notice(
			out, "", "The order still waits for approval.");
}

static void
show(struct visit *visit, int status, struct route_response *response)
{
	struct buf *out = &response->body;
	char text[TEXT_SIZE];
	char title[96];

	text_format(title, sizeof(title), "%s %lld", title_before(visit),
		(long long)visit->order.id);
	pages_begin(response, status, title);
	say_verdict(visit, text);
	page_html_notice(out, verdicts[visit->verdict].tone, text);
	if (visit->verdict == USED || visit->verdict == SETTLED)
		show_next(visit, out);
	pages_order_facts(visit->sandbox->db, &visit->order, out);
	if (visit->verdict == OPEN)
		page_html_button(
			out, mail_row_path(&visit->mail), visit->words->button);
	pages_order_names(&visit->order, out);
	pages_end(response);
}

static bool act(struct visit *visit)
{
	struct sandbox *sandbox = visit->sandbox;
	int64_t order_id = visit->order.id;

	switch (visit->mail.kind) {
	case MAIL_ROW_APPROVAL:
		return gates_approve(sandbox, order_id, visit->mail.to);
	case MAIL_ROW_DCV:
		return gates_pass_domain(sandbox, order_id);
	case MAIL_ROW_ISSUANCE:
		return gates_collect(sandbox, order_id);
	case MAIL_ROW_CERTIFICATE:
		break;
	}
	return false;
}

/* Reads mail and order anew: what is shown is what is stored. */
static bool read_visit(struct visit *visit, const char *token)
{
	struct db *db = visit->sandbox->db;

	if (!mail_row_find(db, token, &visit->mail))
		return false;
	if (!order_row_read(db, visit->mail.order_id, &visit->order)) {
		mail_row_clear(&visit->mail);
		return false;
	}
	visit->words = &words_of[visit->mail.kind];
	visit->verdict = judge(visit);
	return true;
}

static void clear_visit(struct visit *visit)
{
	order_row_clear(&visit->order);
	mail_row_clear(&visit->mail);
}

static void
finish(struct visit *visit, const char *token, struct route_response *response)
{
	int status = visit->posted ? verdicts[visit->verdict].post
				   : verdicts[visit->verdict].get;

	if (visit->posted && visit->verdict == OPEN && act(visit)) {
		mails_use(visit->sandbox, &visit->mail);
		clear_visit(visit);
		if (!read_visit(visit, token))
			return;
	} else if (visit->posted && visit->verdict == OPEN) {
		visit->verdict = CLOSED;
		status = verdicts[CLOSED].post;
	}
	show(visit, status, response);
	clear_visit(visit);
}

static void serve(const struct route_request *request, const char *prefix,
	struct route_response *response)
{
	const char *token = request->params[0];
	struct visit visit = {
		.sandbox = request->sandbox,
		.posted = strcmp(request->method, "POST") == 0,
	};

	if (!read_visit(&visit, token)) {
		pages_not_found(response,
			"There is no such link. Perhaps it was not copied "
			"whole from the mail?");
		return;
	}
	/* A token opens only the page its mail was made for. */
	if (strncmp(mail_row_path(&visit.mail), prefix, strlen(prefix)) != 0) {
		pages_not_found(response, "There is no such link.");
		clear_visit(&visit);
		return;
	}
	finish(&visit, token, response);
}

void pages_link_approve(
	const struct route_request *request, struct route_response *response)
{
	serve(request, "/approve/", response);
}

void pages_link_collect(
	const struct route_request *request, struct route_response *response)
{
	serve(request, "/collect/", response);
}
