/* SPDX-License-Identifier: MIT
 *
 * One row an act: the words of its question. The order's number is kept when
 * it is asked, so that nothing behind the box can change what is acted on.
 */
#include "details-act.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "confirm.h"
#include "contact-form.h"
#include "details-view.h"
#include "line-edit.h"
#include "text.h"

#define QUESTION_MAX ((size_t)64 * 1024)
#define NAMES_SHOWN  4

/* What a question is about. */
struct subject {
	const struct details_act *act;
	const struct order *head;	 /* may be NULL */
	const struct store_order *known; /* may be NULL */
};

/* -- the questions --------------------------------------------------------- */

static bool is_by_mail(const struct order_domain *domain)
{
	return text_equal_ascii_case(domain->method, "email");
}

/* "example.net, example.org and 2 more" of the open domains that are validated
 * by mail, or of the others. */
static void
add_open_domains(struct buf *out, const struct store_order *known, bool by_mail)
{
	const struct order_validation *validation =
		known != NULL ? known->validation : NULL;
	size_t open = 0;

	for (size_t i = 0; validation != NULL && i < validation->domain_count;
		i++) {
		const struct order_domain *domain = &validation->domains[i];

		if (domain->done ||
			(domain->method != NULL &&
				is_by_mail(domain) != by_mail) ||
			open++ >= NAMES_SHOWN)
			continue;
		buf_puts(out, open == 1 ? " Open: " : ", ");
		text_escape(out,
			domain->name != NULL ? domain->name : "without-a-name");
	}
	if (open > NAMES_SHOWN)
		buf_printf(out, " and %zu more", open - NAMES_SHOWN);
	if (open > 0)
		buf_puts(out, ".");
}

static void ask_resend_dcv(struct buf *out, const struct subject *subject)
{
	buf_printf(out, "Send the DCV mails again for order %s?",
		subject->act->order_id);
	add_open_domains(out, subject->known, true);
}

static void ask_check_dcv(struct buf *out, const struct subject *subject)
{
	buf_printf(out, "Have domain control checked now for order %s?",
		subject->act->order_id);
	add_open_domains(out, subject->known, false);
}

static void ask_note(struct buf *out, const struct subject *subject)
{
	buf_printf(out, "Add this note to order %s?\n%s",
		subject->act->order_id, subject->act->text);
}

static const char *on_or_off(const struct subject *subject)
{
	return strstr(subject->act->kind, "-on") != NULL ? "on" : "off";
}

static void ask_guests(struct buf *out, const struct subject *subject)
{
	buf_printf(out, "Turn guest access to order %s %s?",
		subject->act->order_id, on_or_off(subject));
}

static void ask_notices(struct buf *out, const struct subject *subject)
{
	buf_printf(out, "Turn the renewal notices of order %s %s?",
		subject->act->order_id, on_or_off(subject));
}

static bool has(char *const *list, size_t count, const char *email)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], email) == 0)
			return true;
	return false;
}

/* " Added: a, b." of those in one list that are not in the other. */
static void add_difference(struct buf *out, const char *word, char *const *list,
	size_t count, char *const *other, size_t other_count)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (has(other, other_count, list[i]))
			continue;
		buf_printf(out, "%s", found == 0 ? word : ", ");
		text_escape(out, list[i]);
		found++;
	}
	if (found > 0)
		buf_puts(out, ".");
}

static void ask_emails(struct buf *out, const struct subject *subject)
{
	const struct details_act *act = subject->act;

	buf_printf(
		out, "Save the additional e-mails of order %s?", act->order_id);
	add_difference(out, " Added: ", act->emails, act->email_count,
		act->before, act->before_count);
	add_difference(out, " Removed: ", act->before, act->before_count,
		act->emails, act->email_count);
}

static void ask_cancel(struct buf *out, const struct subject *subject)
{
	if (subject->head != NULL &&
		subject->head->status == ORDER_REISSUE_PENDING)
		buf_printf(out,
			"Cancel the pending reissue of order %s? The order is "
			"then Issued again.",
			subject->act->order_id);
	else
		buf_printf(out, "Cancel order %s? This cannot be undone.",
			subject->act->order_id);
	buf_printf(out, " Reason: %s", subject->act->text);
}

/* -- the table ------------------------------------------------------------- */

static const struct act {
	enum offer offer;
	const char *command, *title, *yes_label;
	/* NULL: it is asked elsewhere (details-access.h). */
	void (*question)(struct buf *out, const struct subject *subject);
	bool is_typed; /* the order's number has to be */
} acts[] = {
	{OFFER_RESEND_DCV, "details-resend-dcv", "Resend DCV mails", "Send",
		ask_resend_dcv, false},
	{OFFER_CHECK_DCV, "details-check-dcv", "Check domain control", "Check",
		ask_check_dcv, false},
	{OFFER_NOTE, "details-note", "Add a note", "Add", ask_note, false},
	{OFFER_GUEST_ACCESS, "details-guest-access", "Guest access", "Turn",
		ask_guests, false},
	{OFFER_RENEWAL_NOTICES, "details-renewal-notices", "Renewal notices",
		"Turn", ask_notices, false},
	{OFFER_ADDITIONAL_EMAILS, "details-emails", "Additional e-mails",
		"Save", ask_emails, false},
	{OFFER_USER_ACCESS, "details-access", "", "", NULL, false},
	{OFFER_ADD_CONTACT, "details-add-contact", "", "", NULL, false},
	{OFFER_CANCEL, "details-cancel", "Cancel order", "Cancel the order",
		ask_cancel, true},
};

static const struct act *act_of(enum offer offer)
{
	for (size_t i = 0; i < ARRAY_LEN(acts); i++)
		if (acts[i].offer == offer)
			return &acts[i];
	return NULL;
}

static void free_list(char **list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(list[i]);
	free(list);
}

/* The list of users is a question of its own. */
static void forget(struct details_act *act)
{
	struct details_access access = act->access;

	free_list(act->emails, act->email_count);
	free_list(act->before, act->before_count);
	free(act->text);
	*act = (struct details_act){.access = access};
}

void details_act_clear(struct details_act *act)
{
	details_access_clear(&act->access);
	forget(act);
}

/* The journal's word; a switch is turned to what it is not. */
static const char *kind_of(enum offer offer, const struct store_order *known)
{
	const struct order_details *details =
		known != NULL ? known->details : NULL;

	if (offer == OFFER_GUEST_ACCESS && details != NULL &&
		details->is_guest_access_enabled)
		return JOURNAL_GUEST_ACCESS_OFF;
	if (offer == OFFER_RENEWAL_NOTICES && details != NULL &&
		!details->disable_renewal_notifications)
		return JOURNAL_NOTICES_OFF;
	return offers_kind(offer);
}

/* -- asking and doing ------------------------------------------------------ */

/* An order is canceled only in the status that was on the screen. */
static void answered(struct view *view, bool yes)
{
	struct details_act *act = details_view_act(view);
	const char *seen = act->status;
	struct action_request request = {
		.kind = act->kind,
		.order_id = act->order_id,
		.text = act->text,
	};
	struct error error;
	struct action *action;

	if (!yes)
		return;
	if (act->offer == OFFER_ADDITIONAL_EMAILS) {
		request.recipients = (const char *const *)act->emails;
		request.recipient_count = act->email_count;
		request.before = (const char *const *)act->before;
		request.before_count = act->before_count;
	}
	if (act->offer == OFFER_CANCEL && seen[0] != '\0') {
		request.before = &seen;
		request.before_count = 1;
	}
	action = store_act(app_store(view->app), &request, &error);
	if (action == NULL)
		app_message(view->app, APP_ERROR, "%s", error.text);
	else
		app_announce(view->app, action->number);
}

static void remember(struct details_act *act, const struct subject *subject,
	const char *order_id, const char *text)
{
	text_format(act->order_id, sizeof(act->order_id), "%s", order_id);
	act->text = mem_dup(text);
	act->kind = kind_of(act->offer, subject->known);
	if (subject->head != NULL)
		text_format(act->status, sizeof(act->status), "%s",
			order_status_wire(subject->head->status));
}

static void ask_again(struct view *view, enum offer offer, const char *text)
{
	struct details_act *act = details_view_act(view);
	const struct act *row = act_of(offer);
	const char *order_id = view->ops->order(view);
	const struct store *store = app_store(view->app);
	struct subject subject = {
		.act = act,
		.head = store_order_head(store, order_id),
		.known = store_order(store, order_id),
	};
	struct confirm_options options = {
		.title = row->title,
		.yes_label = row->yes_label,
		.no_label = offer == OFFER_CANCEL ? "Keep it" : "Cancel",
		.must_type = row->is_typed ? act->order_id : NULL,
	};
	struct buf question;

	act->offer = offer;
	remember(act, &subject, order_id, text);
	buf_init(&question, QUESTION_MAX);
	row->question(&question, &subject);
	options.question = buf_text(&question);
	confirm_open(view->app, view, &options, answered);
	buf_clear(&question);
}

static void ask(struct view *view, enum offer offer, const char *text)
{
	forget(details_view_act(view));
	ask_again(view, offer, text);
}

/* -- additional e-mails ---------------------------------------------------- */

/* What is typed: addresses with commas or blanks between them. */
#define SEPARATORS ", \t"

static bool is_address(const char *email)
{
	const char *at = strchr(email, '@');

	return at != NULL && at != email && at[1] != '\0' &&
	       strchr(at + 1, '@') == NULL && text_is_plain_ascii(email);
}

static void keep(char ***list, size_t *count, const char *email, size_t len)
{
	*list = mem_resize(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = mem_dupn(email, len);
}

static const struct order_details *details_of(struct view *view)
{
	const struct store_order *known =
		store_order(app_store(view->app), view->ops->order(view));

	return known != NULL ? known->details : NULL;
}

/* Each address once; false and a message for what is none. */
static bool
take_typed(struct details_act *act, struct view *view, const char *text)
{
	while (*(text += strspn(text, SEPARATORS)) != '\0') {
		size_t len = strcspn(text, SEPARATORS);
		char *email = mem_dupn(text, len);
		bool is_good = is_address(email);

		if (!is_good)
			app_message(view->app, APP_WARNING,
				"\"%s\" is no e-mail address. Nothing was "
				"saved.",
				email);
		else if (!has(act->emails, act->email_count, email))
			keep(&act->emails, &act->email_count, email, len);
		free(email);
		if (!is_good)
			return false;
		text += len;
	}
	return true;
}

static bool is_changed(const struct details_act *act)
{
	if (act->email_count != act->before_count)
		return true;
	for (size_t i = 0; i < act->email_count; i++)
		if (!has(act->before, act->before_count, act->emails[i]))
			return true;
	return false;
}

static void emails_typed(struct view *view, const char *text)
{
	struct details_act *act = details_view_act(view);

	if (text == NULL || !take_typed(act, view, text))
		return;
	if (is_changed(act))
		ask_again(view, OFFER_ADDITIONAL_EMAILS, NULL);
	else
		app_message(view->app, APP_INFO,
			"These are the additional e-mails it has.");
}

/* -- commands -------------------------------------------------------------- */

static bool is_given(const char *text)
{
	return text != NULL && text[strspn(text, " ")] != '\0';
}

static void note_typed(struct view *view, const char *text)
{
	if (is_given(text))
		ask(view, OFFER_NOTE, text);
}

void details_act_run_note(struct view *view)
{
	app_ask_line(view->app, view, "note: ", "", NULL, note_typed);
}

static void reason_typed(struct view *view, const char *text)
{
	if (is_given(text))
		ask(view, OFFER_CANCEL, text);
	else if (text != NULL)
		app_message(view->app, APP_INFO,
			"An order is canceled with a reason only. Nothing was "
			"sent.");
}

void details_act_run_cancel(struct view *view)
{
	app_ask_line(view->app, view, "cancel, why: ", "", NULL, reason_typed);
}

void details_act_run_resend_dcv(struct view *view)
{
	ask(view, OFFER_RESEND_DCV, NULL);
}

void details_act_run_check_dcv(struct view *view)
{
	ask(view, OFFER_CHECK_DCV, NULL);
}

void details_act_run_guests(struct view *view)
{
	ask(view, OFFER_GUEST_ACCESS, NULL);
}

void details_act_run_notices(struct view *view)
{
	ask(view, OFFER_RENEWAL_NOTICES, NULL);
}

void details_act_run_add_contact(struct view *view)
{
	contact_form_open(view, view->ops->order(view));
}

/* The list is edited as one line. */
void details_act_run_emails(struct view *view)
{
	struct details_act *act = details_view_act(view);
	const struct order_details *details = details_of(view);
	struct buf text;

	forget(act);
	if (details == NULL)
		return;
	buf_init(&text, LINE_EDIT_MAX - 1);
	for (size_t i = 0; i < details->additional_email_count; i++) {
		const char *email = details->additional_emails[i];

		keep(&act->before, &act->before_count, email, strlen(email));
		buf_printf(&text, "%s%s", i > 0 ? ", " : "", email);
	}
	if (text.full)
		app_message(view->app, APP_WARNING,
			"The list is too long for a line; the console can edit "
			"it.");
	else
		app_ask_line(view->app, view, "e-mails: ", buf_text(&text),
			NULL, emails_typed);
	buf_clear(&text);
}

bool details_act_may(const struct view *view, const struct command *command,
	char *reason, size_t size)
{
	for (size_t i = 0; i < ARRAY_LEN(acts); i++)
		if (strcmp(acts[i].command, command->name) == 0)
			return store_offers(app_store(view->app),
				view->ops->order(view), acts[i].offer, reason,
				size);
	return true;
}
