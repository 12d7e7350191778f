/* SPDX-License-Identifier: MIT
 *
 * Which window `m` opens for an order, and the words for how a send ended.
 */
#include "resend-dialog.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "resend-approval.h"
#include "resend-issuance.h"
#include "resend-settle.h"
#include "text.h"
#include "wording.h"

static bool is_issuance(const char *kind)
{
	return strcmp(kind, JOURNAL_RESEND_ISSUANCE) == 0;
}

static void
open_window(struct app *app, const char *order_id, const char *kind, bool again)
{
	if (is_issuance(kind))
		resend_issuance_open(app, order_id, again);
	else
		resend_approval_open(app, order_id, again);
}

static const struct action *
running_action(const struct store *store, const char *order_id)
{
	static const char *const kinds[] = {
		JOURNAL_RESEND_APPROVAL, JOURNAL_RESEND_ISSUANCE};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct action *action =
			store_action_of(store, order_id, kinds[i]);

		if (action != NULL && action->phase != ACTION_DONE)
			return action;
	}
	return NULL;
}

static void open_settle(struct app *app, const char *order_id)
{
	struct resend_settle_send send = {0};

	text_format(send.order_id, sizeof(send.order_id), "%s", order_id);
	resend_settle_open(app, &send);
}

/* A mail of this order may be sent as far as its state goes. */
static void
open_for(struct app *app, const char *order_id, const struct order *head)
{
	const struct store_order *known = store_order(app_store(app), order_id);
	char reason[ERROR_TEXT_SIZE];

	if (!resend_is_possible(head, known != NULL ? known->details : NULL,
		    NULL, reason, sizeof(reason)))
		app_message(app, APP_WARNING, "%s", reason);
	else if (resend_mail_of(head) == RESEND_ISSUANCE)
		resend_issuance_open(app, order_id, false);
	else
		resend_approval_open(app, order_id, false);
}

void resend_dialog_open(struct app *app, const char *order_id)
{
	struct store *store = app_store(app);
	const struct action *running;
	const struct order *head;

	store_order_open(store, order_id, false);
	running = running_action(store, order_id);
	head = store_order_head(store, order_id);
	if (running != NULL)
		open_window(app, order_id, running->kind, false);
	else if (store_is_unsettled(store, order_id))
		open_settle(app, order_id);
	else if (head == NULL)
		app_message(
			app, APP_INFO, "Order %s is not loaded yet.", order_id);
	else
		open_for(app, order_id, head);
}

static bool is_one_of(const char *kind, const char *const *kinds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

bool resend_dialog_is_resend(const char *kind)
{
	static const char *const kinds[] = {
		JOURNAL_RESEND_APPROVAL, JOURNAL_RESEND_ISSUANCE};

	return is_one_of(kind, kinds, ARRAY_LEN(kinds));
}

void resend_dialog_open_again(
	struct app *app, const char *order_id, const char *kind)
{
	store_order_open(app_store(app), order_id, false);
	open_window(app, order_id, kind, true);
}

/* -- how it ended ---------------------------------------------------------- */

/* There is something to read in the demo. */
static bool is_mail(const struct action *action)
{
	static const char *const kinds[] = {
		JOURNAL_RESEND_DCV, JOURNAL_SEND_CERTIFICATE};

	return resend_dialog_is_resend(action->kind) ||
	       is_one_of(action->kind, kinds, ARRAY_LEN(kinds));
}

/* Access that the server refuses is given there (product.md 1.4). */
static void write_console(
	const struct store *store, const struct action *action, struct buf *out)
{
	char *console;

	if (action->result != ACTION_REFUSED ||
		strcmp(action->kind, JOURNAL_USER_ACCESS) != 0)
		return;
	console = store_console_address(store, action->order_id);
	buf_printf(out, " The order in the console: %s", console);
	free(console);
}

/* Who asks is the key of the view on top; elsewhere the journal does. */
static void write_unknown(const struct app *app, struct buf *out)
{
	static const char *const names[] = {
		"resend-settle", "details-mail", "orders-mail"};
	char key[APP_KEY_SIZE] = ":journal";

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (app_keys_of(app, names[i])[0] == '\0')
			continue;
		app_key(app, names[i], key, sizeof(key));
		break;
	}
	buf_printf(out,
		" It is not sent again by itself; %s asks what became of it.",
		key);
}

char *resend_dialog_sentence(const struct app *app, const struct action *action,
	char *out, size_t size)
{
	const struct store *store = app_store(app);
	const char *mail_url = store_options(store)->mail_url;
	struct buf text;
	char sentence[ERROR_TEXT_SIZE * 2];

	buf_init(&text, size - 1);
	action_sentence(action, sentence, sizeof(sentence));
	buf_printf(&text, "%s%s", sentence, wording_stop(sentence));
	if (action->result == ACTION_UNKNOWN &&
		resend_dialog_is_resend(action->kind))
		write_unknown(app, &text);
	else if (action->result == ACTION_UNKNOWN)
		buf_puts(&text, " It is not tried again by itself; :journal "
				"settles it.");
	write_console(store, action, &text);
	if (action->result == ACTION_SENT && is_mail(action) &&
		mail_url != NULL && mail_url[0] != '\0') {
		buf_putc(&text, ' ');
		wording_mails(&text, mail_url, action->mails);
	}
	text_format(out, size, "%s", buf_text(&text));
	buf_clear(&text);
	return out;
}
