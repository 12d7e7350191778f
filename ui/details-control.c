/* SPDX-License-Identifier: MIT
 *
 * What several sections of the details share: the controls that resend a mail,
 * what is known of earlier sends, and how a resource stands.
 */
#include "details-control.h"

#include <string.h>

#include "details-events.h"
#include "text.h"
#include "wording.h"

bool details_control_works(
	const struct details_source *source, char *reason, size_t size)
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

/* -- sends ----------------------------------------------------------------- */

/* Sends and attempts that are known: an order has one kind of mail only. */
static size_t count_sends(const struct details_source *source)
{
	struct details_events events;
	size_t count = 0;

	details_events_init(&events,
		store_order(source->store, source->order_id), NULL,
		source->history, source->now);
	for (size_t i = 0; i < events.count; i++)
		count += events.items[i].is_resend;
	details_events_clear(&events);
	return count;
}

static const char *
count_text(struct details_page *page, const struct details_source *source)
{
	size_t count = count_sends(source);

	if (count < 2)
		return "";
	return details_page_text(
		page, "; %zu sends and attempts are known", count);
}

void details_control_last_send(struct details_page *page,
	const struct details_source *source, const struct resend_last *last)
{
	struct buf to;

	if (last == NULL || !last->known)
		return;
	buf_init(&to, 64 * 1024);
	history_addresses(&to, (const char *const *)last->recipients,
		last->recipient_count);
	details_page_field(page, NULL,
		details_page_text(page, "Last known send %s, by %s@%s%s%s%s%s",
			details_page_time(page, last->time, source->now),
			last->agent, last->host,
			last->recipient_count > 0 ? " to " : "", buf_text(&to),
			last->from_note ? " (from a note)" : "",
			count_text(page, source)));
	buf_clear(&to);
}

void details_control_unsettled(struct details_page *page,
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

static const char *sending_label(struct details_page *page,
	const struct details_source *source, const struct action *action)
{
	char seconds[32];

	return details_page_text(page, "[sending...%s]",
		wording_seconds(source->loop_now - action->started_ms, seconds,
			sizeof(seconds)));
}

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
		return sending_label(page, source, action);
	if (control->control == DETAILS_ISSUANCE &&
		action->number > source->visit_since &&
		action->result == ACTION_SENT)
		return details_page_text(
			page, "[Sent %.5s]", date_time(action->ended, time));
	return details_page_text(page, "[%s]", control->label);
}

const char *details_control_command(enum details_control control)
{
	static const char *const commands[] = {
		[DETAILS_NO_CONTROL] = "details-next-control",
		[DETAILS_APPROVAL] = "details-mail",
		[DETAILS_ISSUANCE] = "details-mail",
		[DETAILS_RESEND_DCV] = "order-resend-dcv",
		[DETAILS_CHECK_DCV] = "order-check-dcv",
		[DETAILS_NOTE] = "order-note",
		[DETAILS_ACCESS] = "order-access",
	};

	return commands[control];
}

static const struct {
	enum details_control control;
	enum offer offer;
	const char *label;
	bool says_why; /* where it is not available; else it is not there */
} acts[] = {
	{DETAILS_RESEND_DCV, OFFER_RESEND_DCV, "Resend DCV mails", false},
	{DETAILS_CHECK_DCV, OFFER_CHECK_DCV, "Check now", false},
	{DETAILS_NOTE, OFFER_NOTE, "Add note", false},
	{DETAILS_ACCESS, OFFER_USER_ACCESS, "Grant Additional Access", true},
};

static void add_act(struct details_page *page,
	const struct details_source *source, size_t row)
{
	const struct action *action = store_action_of(
		source->store, source->order_id, offers_kind(acts[row].offer));
	char reason[ERROR_TEXT_SIZE];

	if (action != NULL && action->phase != ACTION_DONE)
		details_page_control(page, acts[row].control, STYLE_CONTROL,
			sending_label(page, source, action));
	else if (store_offers(source->store, source->order_id, acts[row].offer,
			 reason, sizeof(reason)))
		details_page_control(page, acts[row].control, STYLE_CONTROL,
			details_page_text(page, "[%s]", acts[row].label));
	else if (acts[row].says_why)
		details_page_marked(page, NULL, NULL, STYLE_DIM,
			details_page_text(page, "%s is not offered. %s",
				acts[row].label, reason));
}

void details_control_add_act(struct details_page *page,
	const struct details_source *source, enum details_control control)
{
	for (size_t i = 0; i < ARRAY_LEN(acts); i++)
		if (acts[i].control == control)
			add_act(page, source, i);
}

void details_control_last_act(struct details_page *page,
	const struct details_source *source, const char *kind,
	const char *words)
{
	for (size_t i = 0; i < source->history->count; i++) {
		const struct journal_record *record =
			&source->history->records[i];
		struct buf outcome;

		if (strcmp(record->action, kind) != 0)
			continue;
		buf_init(&outcome, 1024);
		history_outcome(&outcome, record);
		details_page_field(page, NULL,
			details_page_text(page, "%s %s, by %s@%s: %s", words,
				details_page_time(
					page, record->time, source->now),
				record->agent, record->host,
				buf_text(&outcome)));
		buf_clear(&outcome);
		return;
	}
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

void details_control_add(struct details_page *page,
	const struct details_source *source, enum details_control which)
{
	const struct control *control = &controls[0];
	const struct order *head =
		store_order_head(source->store, source->order_id);
	char reason[ERROR_TEXT_SIZE] = "";
	bool works = details_control_works(source, reason, sizeof(reason));

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

void details_control_resource(struct details_page *page,
	const struct details_source *source,
	const struct store_resource *resource, const char *what)
{
	char seconds[32];
	int64_t ms;

	if (resource->error.kind != ERROR_NONE && !resource->refreshing) {
		add_trouble(page, source, resource, what);
		return;
	}
	if (resource->state != STORE_BUSY && resource->state != STORE_NEVER)
		return;
	ms = resource->busy_since == 0
		     ? 0
		     : source->loop_now - resource->busy_since;
	details_page_item(page, NULL, STYLE_DIM,
		details_page_text(page, "%s: loading ...%s", what,
			wording_waited(ms, seconds, sizeof(seconds))));
}
