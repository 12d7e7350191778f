/* SPDX-License-Identifier: MIT
 *
 * One row an offer, in the order of the enum: a command's place in the table
 * is its offer.
 */
#include "act.h"

#include <assert.h>
#include <string.h>

#include "app.h"
#include "attr.h"
#include "resend-dialog.h"
#include "text.h"

/* "" when there is none. */
static const char *order_of(const struct view *view)
{
	const char *id = NULL;

	if (view->ops->order != NULL)
		id = view->ops->order(view);
	return id != NULL ? id : "";
}

static void run_resend(struct view *view)
{
	resend_dialog_open(view->app, order_of(view));
}

static void run_resend_dcv(struct view *view)
{
	act_domains_open(view->app, order_of(view), OFFER_RESEND_DCV);
}

static void run_check_dcv(struct view *view)
{
	act_domains_open(view->app, order_of(view), OFFER_CHECK_DCV);
}

static void run_note(struct view *view)
{
	act_note_open(view->app, order_of(view));
}

static void run_add_contact(struct view *view)
{
	act_contact_open(view->app, order_of(view));
}

static void run_remove_contact(struct view *view)
{
	act_console_open(view->app, order_of(view), OFFER_REMOVE_CONTACT);
}

static void run_copy(struct view *view)
{
	act_copy_open(view->app, order_of(view));
}

static void run_download(struct view *view)
{
	act_download_open(view->app, order_of(view));
}

static void run_emails(struct view *view)
{
	act_emails_open(view->app, order_of(view));
}

static void run_organization_contact(struct view *view)
{
	act_person_open(view->app, order_of(view), OFFER_ORGANIZATION_CONTACT);
}

static void run_technical_contact(struct view *view)
{
	act_person_open(view->app, order_of(view), OFFER_TECHNICAL_CONTACT);
}

static void run_access(struct view *view)
{
	act_access_open(view->app, order_of(view));
}

static void run_guests(struct view *view)
{
	act_switch_open(view->app, order_of(view), OFFER_GUEST_ACCESS);
}

static void run_notices(struct view *view)
{
	act_switch_open(view->app, order_of(view), OFFER_RENEWAL_NOTICES);
}

static void run_cancel(struct view *view)
{
	act_cancel_open(view->app, order_of(view));
}

static const struct command commands[] = {
	{"order-resend-approval", "", "resend the approval mail", NULL,
		COMMAND_ROW, true, run_resend},
	{"order-resend-issuance", "", "resend the issuance mail", NULL,
		COMMAND_ROW, true, run_resend},
	{"order-resend-dcv", "", "resend the DCV mails", NULL, COMMAND_ROW,
		true, run_resend_dcv},
	{"order-check-dcv", "", "check domain control now", NULL, COMMAND_ROW,
		true, run_check_dcv},
	{"order-note", "", "add a note to the order", NULL, COMMAND_ROW, true,
		run_note},
	{"order-add-contact", "", "add a verified contact", NULL, COMMAND_ROW,
		true, run_add_contact},
	{"order-remove-contact", "", "remove a verified contact (console)",
		NULL, COMMAND_ROW, true, run_remove_contact},
	{"order-mail-certificate", "", "e-mail a copy of the certificate", NULL,
		COMMAND_ROW, true, run_copy},
	{"order-download", "", "download the certificate", NULL, COMMAND_ROW,
		true, run_download},
	{"order-emails", "", "edit the additional e-mails", NULL, COMMAND_ROW,
		true, run_emails},
	{"order-organization-contact", "", "change the organization contact",
		NULL, COMMAND_ROW, true, run_organization_contact},
	{"order-technical-contact", "", "change the technical contact", NULL,
		COMMAND_ROW, true, run_technical_contact},
	{"order-access", "", "grant limited user access", NULL, COMMAND_ROW,
		true, run_access},
	{"order-guests", "", "turn guest access on or off", NULL, COMMAND_ROW,
		true, run_guests},
	{"order-notices", "", "turn renewal notices on or off", NULL,
		COMMAND_ROW, true, run_notices},
	{"order-cancel", "", "cancel the order", NULL, COMMAND_ROW, true,
		run_cancel},
};

static_assert(ARRAY_LEN(commands) == OFFERS, "a command for each offer");

const struct command *act_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

bool act_has(const struct command *command)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (&commands[i] == command)
			return true;
	}
	return false;
}

static enum offer offer_of(const struct command *command)
{
	return (enum offer)(command - commands);
}

/* -- what is available ----------------------------------------------------- */

static enum resend_mail mail_of(enum offer offer)
{
	if (offer == OFFER_RESEND_APPROVAL)
		return RESEND_APPROVAL;
	return offer == OFFER_RESEND_ISSUANCE ? RESEND_ISSUANCE : RESEND_NONE;
}

static bool
is_mail_of(const struct store *store, const char *order_id, enum offer offer)
{
	const struct order *head = store_order_head(store, order_id);

	return mail_of(offer) != RESEND_NONE && head != NULL &&
	       resend_mail_of(head) == mail_of(offer);
}

/* An unknown send can always be settled; where the account has no call for the
 * issuance mail the window says so. */
static bool has_mail_window(
	const struct store *store, const char *order_id, enum offer offer)
{
	const struct store_order *known = store_order(store, order_id);
	char ignored[ERROR_TEXT_SIZE];

	if (!is_mail_of(store, order_id, offer))
		return false;
	if (store_is_unsettled(store, order_id))
		return true;
	return offer == OFFER_RESEND_ISSUANCE &&
	       !api_has_issuance_resend(store_api(store)) &&
	       offers_by_order(offer, store_order_head(store, order_id),
		       known != NULL ? known->details : NULL,
		       known != NULL ? known->validation : NULL, ignored,
		       sizeof(ignored));
}

bool act_may(const struct view *view, const struct command *command,
	char *reason, size_t size)
{
	const struct store *store = app_store(view->app);
	enum offer offer = offer_of(command);
	const char *order_id = order_of(view);

	if (*order_id == '\0') {
		text_format(reason, size, "No order is selected.");
		return false;
	}
	if (offers_is_console_only(offer) ||
		has_mail_window(store, order_id, offer) ||
		store_offers(store, order_id, offer, reason, size)) {
		text_format(reason, size, "%s", "");
		return true;
	}
	return false;
}

/* "details-mail" for a mail; else NULL. */
static const char *
view_command(const struct view *view, const struct command *command)
{
	if (!act_has(command) || !is_mail_of(app_store(view->app),
					 order_of(view), offer_of(command)))
		return NULL;
	return strcmp(view->ops->name, "orders") == 0 ? "orders-mail"
						      : "details-mail";
}

char *act_keys(const struct view *view, const struct command *command,
	char *out, size_t size)
{
	const char *mail = view_command(view, command), *own;
	size_t len;

	text_format(out, size, "%s",
		mail != NULL ? app_keys_in(view->app, view, mail) : "");
	len = strlen(out);
	own = app_keys_in(view->app, view, command->name);
	text_format(out + len, size - len, "%s%s",
		len > 0 && own[0] != '\0' ? " " : "", own);
	return out;
}
