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
#include "details-view.h"
#include "text.h"

#define QUESTION_MAX ((size_t)64 * 1024)
#define NAMES_SHOWN  4

static const struct act {
	enum offer offer;
	const char *command, *title, *yes_label;
	/* With the order's number behind it, then what it is about. */
	const char *question;
	enum { ABOUT_NOTHING, ABOUT_MAILS, ABOUT_TOKENS } about;
} acts[] = {
	{OFFER_RESEND_DCV, "details-resend-dcv", "Resend DCV mails", "Send",
		"Send the DCV mails again for order", ABOUT_MAILS},
	{OFFER_CHECK_DCV, "details-check-dcv", "Check domain control", "Check",
		"Have domain control checked now for order", ABOUT_TOKENS},
	{OFFER_NOTE, "details-note", "Add a note", "Add",
		"Add this note to order", ABOUT_NOTHING},
};

static const struct act *act_of(enum offer offer)
{
	for (size_t i = 0; i < ARRAY_LEN(acts); i++)
		if (acts[i].offer == offer)
			return &acts[i];
	return NULL;
}

void details_act_clear(struct details_act *act)
{
	free(act->text);
	*act = (struct details_act){0};
}

/* -- the question ---------------------------------------------------------- */

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

static void answered(struct view *view, bool yes)
{
	struct details_act *act = details_view_act(view);
	struct action_request request = {
		.kind = offers_kind(act->offer),
		.order_id = act->order_id,
		.text = act->text,
	};
	struct error error;
	struct action *action;

	if (!yes)
		return;
	action = store_act(app_store(view->app), &request, &error);
	if (action == NULL)
		app_message(view->app, APP_ERROR, "%s", error.text);
	else
		app_announce(view->app, action->number);
}

static void ask(struct view *view, enum offer offer, const char *text)
{
	struct details_act *act = details_view_act(view);
	const struct act *row = act_of(offer);
	struct confirm_options options = {
		.title = row->title,
		.yes_label = row->yes_label,
		.no_label = "Cancel",
	};
	struct buf question;

	details_act_clear(act);
	act->offer = offer;
	act->text = mem_dup(text);
	text_format(act->order_id, sizeof(act->order_id), "%s",
		view->ops->order(view));
	buf_init(&question, QUESTION_MAX);
	buf_printf(&question, "%s %s?", row->question, act->order_id);
	if (row->about != ABOUT_NOTHING)
		add_open_domains(&question,
			store_order(app_store(view->app), act->order_id),
			row->about == ABOUT_MAILS);
	if (text != NULL)
		buf_printf(&question, "\n%s", text);
	options.question = buf_text(&question);
	confirm_open(view->app, view, &options, answered);
	buf_clear(&question);
}

/* -- commands -------------------------------------------------------------- */

static void note_typed(struct view *view, const char *text)
{
	if (text != NULL && text[strspn(text, " ")] != '\0')
		ask(view, OFFER_NOTE, text);
}

void details_act_run_note(struct view *view)
{
	app_ask_line(view->app, view, "note: ", "", NULL, note_typed);
}

void details_act_run_resend_dcv(struct view *view)
{
	ask(view, OFFER_RESEND_DCV, NULL);
}

void details_act_run_check_dcv(struct view *view)
{
	ask(view, OFFER_CHECK_DCV, NULL);
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
