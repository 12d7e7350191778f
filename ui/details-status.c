/* SPDX-License-Identifier: MIT
 *
 * Certificate status, the first section of the details: what has to be done
 * and by whom, the gates of the order, the last known send and the control
 * that resends it. The gate that blocks now comes first and is bold; what is
 * with DigiCert stands apart.
 */
#include "details-sections.h"

#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "text.h"
#include "wording.h"

/* What the section is made of, looked up once. */
struct status {
	struct details_page *page;
	const struct details_source *source;
	const struct store_order *known; /* may be NULL */
	const struct order *head;
	const struct order_details *details;	   /* may be NULL */
	const struct order_validation *validation; /* may be NULL */
	struct waiting waiting;
	const char *mail; /* " m resends the mail.", the like, or "" */
	size_t domains_done;
};

static bool has_organization(const struct status *status)
{
	return status->validation != NULL &&
	       status->validation->organization_count > 0;
}

static bool is_approved(const struct status *status)
{
	return status->details != NULL &&
	       status->details->order_approval_complete == 1;
}

static const struct resend_last *last_of(const struct status *status)
{
	return status->known != NULL ? &status->known->last : NULL;
}

/* -- what do you need to do ------------------------------------------------ */

static bool domain_is_open(const struct status *status)
{
	return status->validation != NULL &&
	       status->domains_done < status->validation->domain_count;
}

static bool organization_is_open(const struct status *status)
{
	return has_organization(status) &&
	       !waiting_organization_done(
		       status->head->family, status->validation, NULL);
}

static bool approval_is_open(const struct status *status)
{
	return order_family_needs_approval(status->head->family) &&
	       status->waiting.gate != WAITING_NO_CONTACT &&
	       !is_approved(status);
}

static bool is_gate(const struct status *status, enum waiting_gate gate)
{
	return status->waiting.gate == gate;
}

struct todo {
	enum waiting_gate gate;
	bool with_digicert;
	bool (*is_open)(const struct status *status); /* besides blocking */
	bool mail_helps;
	const char *text;
};

static const struct todo todos[] = {
	{WAITING_ADMINISTRATOR, false, NULL, false,
		"An administrator of the account must approve the request in "
		"the console."},
	{WAITING_NOTHING, false, NULL, false, /* open, so it needs a CSR */
		"A CSR must be submitted for the order in the console."},
	{WAITING_DOMAIN, false, domain_is_open, false,
		"Prove control over the open domains below: who runs their "
		"DNS, mail or web site must act."},
	{WAITING_ORDER_APPROVAL, false, approval_is_open, true,
		"A verified contact must approve the order by the link in the "
		"approval mail."},
	{WAITING_RECIPIENT, false, NULL, true,
		"The recipient must open the link in the issuance mail and "
		"generate the certificate."},
	{WAITING_ORGANIZATION, true, organization_is_open, false,
		"DigiCert validates the organization."},
	{WAITING_NO_CONTACT, true, NULL, false,
		"DigiCert must validate a verified contact of the right kind; "
		"nobody can approve the order until then."},
	{WAITING_DIGICERT, true, NULL, false,
		"Everything asked of you is done; DigiCert completes the "
		"order."},
};

/* An order with a CSR waits for the address, one without for the certificate
 * (console.md 1.3). */
static const char *
todo_text(const struct status *status, const struct todo *todo)
{
	if (todo->gate == WAITING_RECIPIENT &&
		status->head->status == ORDER_PENDING)
		return "The recipient must validate the e-mail address by the "
		       "link in the mail about it.";
	return todo->text;
}

static void add_todo(const struct status *status, const struct todo *todo)
{
	bool blocks = is_gate(status, todo->gate);

	details_page_item(status->page,
		canvas_mark(blocks ? CANVAS_BLOCKS : CANVAS_NOT_YET),
		blocks ? STYLE_BLOCKER : STYLE_TEXT,
		details_page_text(status->page, "%s%s", todo_text(status, todo),
			todo->mail_helps ? status->mail : ""));
}

/* The blocking one first, then the others that are open. */
static size_t
add_todos(const struct status *status, bool with_digicert, const char *title)
{
	size_t count = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < ARRAY_LEN(todos); i++) {
			const struct todo *todo = &todos[i];
			bool blocks = is_gate(status, todo->gate);

			if (todo->with_digicert != with_digicert ||
				blocks != (pass == 0))
				continue;
			if (!blocks && (todo->is_open == NULL ||
					       !todo->is_open(status)))
				continue;
			if (count++ == 0)
				details_page_item(
					status->page, NULL, STYLE_DIM, title);
			add_todo(status, todo);
		}
	return count;
}

static void add_what_to_do(const struct status *status)
{
	if (!order_status_is_open(status->head->status) ||
		is_gate(status, WAITING_UNKNOWN))
		return;
	if (add_todos(status, false, "What do you need to do") == 0)
		details_page_item(status->page, NULL, STYLE_DIM,
			"What do you need to do: nothing at the moment");
	add_todos(status, true, "With DigiCert");
}

/* -- gates ----------------------------------------------------------------- */

static void add_gate(const struct status *status, const char *label,
	enum canvas_mark mark, const char *text)
{
	static const enum style styles[] = {
		[CANVAS_DONE] = STYLE_OK,
		[CANVAS_BLOCKS] = STYLE_BLOCKER,
		[CANVAS_NOT_YET] = STYLE_TEXT,
		[CANVAS_MORE] = STYLE_TEXT,
	};

	details_page_marked(
		status->page, label, canvas_mark(mark), styles[mark], text);
}

static void add_organization_gate(const struct status *status)
{
	int64_t since = DATE_NONE;
	const char *when;

	if (!has_organization(status))
		return;
	if (!waiting_organization_done(
		    status->head->family, status->validation, &since)) {
		bool blocks = is_gate(status, WAITING_ORGANIZATION);

		add_gate(status, "Organization validation",
			blocks ? CANVAS_BLOCKS : CANVAS_NOT_YET,
			blocks ? "waits for DigiCert"
			: order_status_is_open(status->head->status)
				? "not yet"
				: "not validated");
		return;
	}
	when = details_page_time(status->page, since, status->source->now);
	add_gate(status, "Organization validation", CANVAS_DONE,
		details_page_text(status->page, "validated%s%s",
			when != NULL ? " " : "", when != NULL ? when : ""));
}

static void
add_open_domain(const struct status *status, const struct order_domain *domain)
{
	struct details_page *page = status->page;
	const char *name = domain->name;

	if (name == NULL && domain->dns_name_count > 0)
		name = domain->dns_names[0];
	details_page_marked(page, NULL, canvas_mark(CANVAS_NOT_YET), STYLE_TEXT,
		details_page_text(page, "%s: %s%s%s",
			name != NULL ? name : "domain without a name",
			domain->state_text != NULL ? domain->state_text
						   : "open",
			domain->method != NULL ? ", by " : "",
			domain->method != NULL ? domain->method : ""));
}

static void add_domain_gate(const struct status *status)
{
	const struct order_validation *validation = status->validation;
	bool is_open = domain_is_open(status);
	enum canvas_mark mark = CANVAS_DONE;

	if (validation == NULL || validation->domain_count == 0)
		return;
	if (is_open)
		mark = is_gate(status, WAITING_DOMAIN) ? CANVAS_BLOCKS
						       : CANVAS_NOT_YET;
	add_gate(status, "Domain validation", mark,
		details_page_text(status->page, "%s%zu of %zu domains%s",
			is_open ? "" : "validated, ", status->domains_done,
			validation->domain_count, is_open ? " validated" : ""));
	for (size_t i = 0; i < validation->domain_count; i++)
		if (!validation->domains[i].done)
			add_open_domain(status, &validation->domains[i]);
}

/* The last known send has a line of its own; without one the order's age. */
static const char *approval_age(const struct status *status)
{
	char age[DATE_TEXT_SIZE];

	if (!status->waiting.guessed || !date_is_known(status->waiting.since))
		return "";
	date_age(status->waiting.since, status->source->now, age);
	return details_page_text(status->page, ", ordered %s", age);
}

/* The product has no approval, or we do not know it. */
static void add_no_approval(const struct status *status, const char *label)
{
	if (resend_mail_of(status->head) != RESEND_NONE) {
		details_page_field(
			status->page, label, "not known for this product");
		return;
	}
	details_page_marked(status->page, label, NULL, STYLE_DIM,
		details_page_text(status->page, "not part of %s orders",
			order_family_label(status->head->family)));
}

static void add_approval_state(const struct status *status)
{
	const char *label = "Order Approval";

	if (!order_family_needs_approval(status->head->family))
		add_no_approval(status, label);
	else if (is_approved(status))
		add_gate(status, label, CANVAS_DONE, "approved");
	else if (!order_status_is_open(status->head->status))
		details_page_marked(status->page, label, NULL, STYLE_DIM,
			details_page_text(status->page,
				"no longer awaited: the order is %s",
				order_status_shown(status->head)));
	else if (is_gate(status, WAITING_UNKNOWN))
		details_page_marked(
			status->page, label, NULL, STYLE_DIM, "...");
	else if (is_gate(status, WAITING_ORDER_APPROVAL))
		add_gate(status, label, CANVAS_BLOCKS,
			details_page_text(status->page,
				"waits for a verified contact%s",
				approval_age(status)));
	else if (is_gate(status, WAITING_NO_CONTACT))
		add_gate(status, label, CANVAS_BLOCKS,
			"waits for a validated verified contact");
	else
		add_gate(status, label, CANVAS_NOT_YET, "not yet");
}

/* -- sends ----------------------------------------------------------------- */

void details_status_last_send(struct details_page *page,
	const struct details_source *source, const struct resend_last *last)
{
	struct buf to;

	if (last == NULL || !last->known)
		return;
	buf_init(&to, 64 * 1024);
	history_addresses(&to, (const char *const *)last->recipients,
		last->recipient_count);
	details_page_field(page, NULL,
		details_page_text(page, "Last known send %s, by %s@%s%s%s%s",
			details_page_time(page, last->time, source->now),
			last->agent, last->host,
			last->recipient_count > 0 ? " to " : "", buf_text(&to),
			last->from_note ? " (from a note)" : ""));
	buf_clear(&to);
}

void details_status_unsettled(struct details_page *page,
	const struct details_source *source, const char *action)
{
	const struct store_order *known =
		store_order(source->store, source->order_id);

	if (known == NULL || known->unsettled == 0 ||
		strcmp(known->unsettled_action, action) != 0)
		return;
	details_page_marked(page, NULL, canvas_mark(CANVAS_BLOCKS),
		STYLE_BLOCKER,
		details_page_text(page,
			"The outcome of the send of %s, by %s@%s is unknown; %s "
			"settles it.",
			details_page_time(
				page, known->unsettled_time, source->now),
			known->unsettled_agent, known->unsettled_host,
			source->mail_key));
}

static bool has_approval_mail(const struct status *status)
{
	return resend_mail_of(status->head) == RESEND_APPROVAL;
}

static void add_approval(const struct status *status)
{
	if (resend_mail_of(status->head) == RESEND_ISSUANCE)
		return;
	add_approval_state(status);
	if (has_approval_mail(status)) {
		details_status_last_send(
			status->page, status->source, last_of(status));
		details_status_unsettled(
			status->page, status->source, JOURNAL_RESEND_APPROVAL);
	}
	details_status_control(status->page, status->source, DETAILS_APPROVAL);
}

/* -- the section ----------------------------------------------------------- */

/* Whether m and the control are of some effect; else why not. */
static bool
control_works(const struct details_source *source, char *reason, size_t size)
{
	const struct store_order *known =
		store_order(source->store, source->order_id);
	const struct order *head =
		store_order_head(source->store, source->order_id);

	if (store_is_unsettled(source->store, source->order_id))
		return true;
	if (!resend_is_possible(head, known != NULL ? known->details : NULL,
		    NULL, reason, size))
		return false;
	return store_may_write(source->store, reason, size);
}

/* Behind the key. Without a call of the account no mail can be resent. */
static const char *mail_words(const struct details_source *source)
{
	const struct order *head =
		store_order_head(source->store, source->order_id);

	if (store_is_unsettled(source->store, source->order_id))
		return "first settles the send that is unknown";
	if (resend_mail_of(head) == RESEND_ISSUANCE &&
		!api_has_issuance_resend(store_api(source->store)))
		return "says where to resend the mail";
	return "resends the mail";
}

static const char *
mail_text(struct details_page *page, const struct details_source *source)
{
	char reason[ERROR_TEXT_SIZE];

	if (source->mail_key[0] == '\0' ||
		!control_works(source, reason, sizeof(reason)))
		return "";
	return details_page_text(
		page, " %s %s.", source->mail_key, mail_words(source));
}

void details_status_add(
	struct details_page *page, const struct details_source *source)
{
	struct status status = {
		.page = page,
		.source = source,
		.known = store_order(source->store, source->order_id),
		.head = store_order_head(source->store, source->order_id),
	};

	if (status.head == NULL)
		return;
	if (status.known != NULL) {
		status.details = status.known->details;
		status.validation = status.known->validation;
	}
	if (status.validation != NULL)
		status.domains_done = waiting_domains_done(status.validation);
	status.waiting = waiting_of(status.head, status.details,
		status.validation, last_of(&status));
	status.mail = mail_text(page, source);
	details_page_section(page, "Certificate status");
	details_page_marked(page, "Order status", NULL,
		columns_status_style(status.head->status),
		order_status_shown(status.head));
	add_what_to_do(&status);
	if (status.known != NULL)
		details_status_resource(page, source,
			&status.known->validation_state, "The validation");
	add_organization_gate(&status);
	add_domain_gate(&status);
	add_approval(&status);
}

/* -- controls -------------------------------------------------------------- */

struct control {
	enum details_control control;
	enum resend_mail mail;
	const char *kind; /* the journal's word */
	const char *label;
};

static const struct control controls[] = {
	{DETAILS_APPROVAL, RESEND_APPROVAL, JOURNAL_RESEND_APPROVAL,
		"Resend approval email"},
	{DETAILS_ISSUANCE, RESEND_ISSUANCE, JOURNAL_RESEND_ISSUANCE,
		"Resend Issuance Email"},
};

/* What the button reads: itself, "sending... 3s", or "Sent 14:05". */
static const char *control_label(struct details_page *page,
	const struct details_source *source, const struct control *control)
{
	const struct action *action =
		store_action_of(source->store, source->order_id, control->kind);
	char time[DATE_TEXT_SIZE];

	if (action == NULL)
		return details_page_text(page, "[%s]", control->label);
	if (action->phase != ACTION_DONE)
		return details_page_text(page, "[sending... %llds]",
			(long long)(source->loop_now - action->started_ms) /
				1000);
	if (control->control == DETAILS_ISSUANCE &&
		action->number > source->visit_since &&
		action->result == ACTION_SENT)
		return details_page_text(
			page, "[Sent %.5s]", date_time(action->ended, time));
	return details_page_text(page, "[%s]", control->label);
}

/* The demo: where the mail that was sent last can be read. */
static void add_mails(struct details_page *page,
	const struct details_source *source, const struct control *control)
{
	const struct action *action =
		store_action_of(source->store, source->order_id, control->kind);
	const char *mail_url = store_options(source->store)->mail_url;
	struct buf text;

	if (action == NULL || action->result != ACTION_SENT ||
		action->mails == NULL || action->mails->count == 0)
		return;
	buf_init(&text, 1024);
	wording_mails(&text, mail_url, action->mails);
	details_page_marked(page, NULL, NULL, STYLE_DIM, buf_text(&text));
	buf_clear(&text);
}

void details_status_control(struct details_page *page,
	const struct details_source *source, enum details_control which)
{
	const struct control *control = &controls[0];
	const struct order *head =
		store_order_head(source->store, source->order_id);
	char reason[ERROR_TEXT_SIZE] = "";
	bool works = control_works(source, reason, sizeof(reason));

	for (size_t i = 0; i < ARRAY_LEN(controls); i++)
		if (controls[i].control == which)
			control = &controls[i];
	if (!works && resend_mail_of(head) != control->mail) {
		details_page_marked(page, NULL, NULL, STYLE_DIM,
			details_page_text(page, "%s is not offered. %s",
				control->label, reason));
		return;
	}
	details_page_control(page, which,
		works ? STYLE_CONTROL : STYLE_DISABLED,
		control_label(page, source, control));
	if (!works)
		details_page_marked(page, NULL, NULL, STYLE_DIM, reason);
	add_mails(page, source, control);
}

/* -- resources ------------------------------------------------------------- */

static void
add_trouble(struct details_page *page, const struct details_source *source,
	const struct store_resource *resource, const char *what)
{
	char time[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];

	if (resource->state != STORE_READY) {
		details_page_item(page, canvas_mark(CANVAS_BLOCKS), STYLE_ERROR,
			details_page_text(page,
				"%s could not be read: %s%s %s tries again.",
				what, resource->error.text,
				wording_stop(resource->error.text),
				source->refresh_key));
		return;
	}
	details_page_item(page, canvas_mark(CANVAS_BLOCKS), STYLE_WARNING,
		details_page_text(page,
			"%s is STALE, as of %s, %s: %s%s %s tries again.", what,
			date_time(resource->as_of, time),
			date_age(resource->as_of, source->now, age),
			resource->error.text,
			wording_stop(resource->error.text),
			source->refresh_key));
}

void details_status_resource(struct details_page *page,
	const struct details_source *source,
	const struct store_resource *resource, const char *what)
{
	int64_t busy_s;

	if (resource->error.kind != ERROR_NONE && !resource->refreshing) {
		add_trouble(page, source, resource, what);
		return;
	}
	if (resource->state != STORE_BUSY && resource->state != STORE_NEVER)
		return;
	busy_s = resource->busy_since == 0
			 ? 0
			 : (source->loop_now - resource->busy_since) / 1000;
	if (busy_s < 1)
		details_page_item(page, NULL, STYLE_DIM,
			details_page_text(page, "%s: loading ...", what));
	else
		details_page_item(page, NULL, STYLE_DIM,
			details_page_text(page, "%s: loading ... %llds", what,
				(long long)busy_s));
}
