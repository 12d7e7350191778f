/* SPDX-License-Identifier: MIT
 *
 * `certdesk resend-approval` and `certdesk resend-issuance`: the same choice,
 * the same checks, the same guard and the same journal as the windows, without
 * a window. What has been decided is in the plan; what happens then is an
 * action of the store.
 */
#include "cli-private.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "order-json.h"
#include "text.h"

#define RECIPIENTS 512

/* Lent from plan, details or the command line. */
struct recipients {
	const char *emails[RECIPIENTS];
	size_t count;
};

static void start(struct cli *cli)
{
	store_start(cli->store);
	store_order_open(cli->store, cli->options->order_id, true);
}

/* -- results ----------------------------------------------------------------
 */

/* There is a document for scripts whatever stood in the way. */
static void failed(struct cli *cli)
{
	cli_action_write(cli, "not_sent", NULL, 0, 0);
}

/* note_on_resend: the mail went out all the same. */
static void say_of_note(struct cli *cli)
{
	const struct action *note = store_action_of(
		cli->store, cli->options->order_id, JOURNAL_NOTE);

	if (note != NULL && note->result != ACTION_SENT)
		cli_say("The note on the order is missing: %s",
			note->error.text);
}

/* A demo ends with the subcommand, and its pages with it. */
static void say_where_mails_are(struct cli *cli, const struct action *action)
{
	const char *mail_url = store_options(cli->store)->mail_url;
	const char *directory = cli->options->demo_dir;

	if (action->result != ACTION_SENT || *mail_url == '\0' ||
		cli->options->format == OPTION_JSON)
		return;
	if (directory == NULL) {
		buf_printf(&cli->out,
			"This demo's mails (%s) are gone with it; "
			"--demo-dir DIR keeps them.\n",
			mail_url);
		return;
	}
	buf_puts(&cli->out, "The mail is in ");
	cli_text(cli, directory);
	buf_printf(
		&cli->out, "/outbox/new; the page %s has ended.\n", mail_url);
}

static void finish(struct cli *cli, const struct action *action)
{
	say_of_note(cli);
	cli_action_say(cli, action);
	say_where_mails_are(cli, action);
	cli_end(cli, cli_action_code(action));
}

/* -- before the send --------------------------------------------------------
 */

static bool check_possible(
	struct cli *cli, const struct store_order *order, enum resend_mail mail)
{
	char reason[256];

	if (resend_mail_of(&order->details->head) != mail) {
		cli_fail(cli, CLI_NOTHING,
			mail == RESEND_APPROVAL
				? "Order %s (%s) has no verified-contact "
				  "approval; there is no approval mail to "
				  "resend."
				: "Order %s (%s) is not for a client "
				  "certificate; there is no issuance mail to "
				  "resend.",
			cli->options->order_id,
			order->details->head.product_name != NULL
				? order->details->head.product_name
				: "unknown product");
		return false;
	}
	if (!resend_is_possible(&order->details->head, order->details,
		    order->validation, reason, sizeof(reason))) {
		cli_fail(cli, CLI_NOTHING, "%s", reason);
		return false;
	}
	return true;
}

/* user/me tells whether the key is read-only; a failure there is no obstacle:
 * the server decides then. */
static bool account_settled(const struct cli *cli)
{
	return cli_settled(&store_account(cli->store)->resource);
}

static bool check_write(struct cli *cli)
{
	const struct store_account *account = store_account(cli->store);
	char reason[512];

	if (cli->options->dry_run ||
		store_may_write(cli->store, reason, sizeof(reason)))
		return true;
	cli_fail(cli, account->read_only ? CLI_NO_PERMISSION : CLI_OWN_FAILURE,
		"%s", reason);
	return false;
}

static bool check_unsettled(struct cli *cli, const struct store_order *order)
{
	char when[DATE_TEXT_SIZE];

	if (order->unsettled == 0 || cli->options->again)
		return true;
	cli_fail(cli, CLI_UNKNOWN,
		"An earlier send of order %s (%s, record %lld) has an unknown "
		"outcome; nothing was sent. Settle it with certdesk journal "
		"--settle %lld sent|not-sent, or send anyway with --again.",
		cli->options->order_id,
		date_minute(order->unsettled_time, when),
		(long long)order->unsettled, (long long)order->unsettled);
	return false;
}

static void write_plan(struct cli *cli, const char *what,
	const struct recipients *to, const struct resend_last *last)
{
	char when[DATE_TEXT_SIZE];

	if (cli->options->format == OPTION_JSON) {
		cli_action_write(cli, "dry_run", to->emails, to->count, 0);
		return;
	}
	buf_printf(&cli->out, "Would resend the %s mail of order ", what);
	cli_text(cli, cli->options->order_id);
	buf_puts(&cli->out, " to:\n");
	for (size_t i = 0; i < to->count; i++) {
		buf_puts(&cli->out, "  ");
		text_escape(&cli->out, to->emails[i]);
		buf_putc(&cli->out, '\n');
	}
	if (last->known)
		buf_printf(&cli->out,
			"The link of the last known send (%s) becomes void.\n",
			date_minute(last->time, when));
	else
		buf_puts(&cli->out,
			"No earlier send is known here; an earlier link "
			"becomes void.\n");
}

static bool ask(struct cli *cli, const char *what, const struct recipients *to,
	const struct resend_last *last)
{
	struct buf question;
	char age[DATE_TEXT_SIZE];
	bool has_terminal, yes;

	if (cli->options->yes)
		return true;
	buf_init(&question, 64 * 1024);
	if (last->known)
		buf_printf(&question, "The last known send was %s. ",
			date_age(last->time, clock_seconds(), age));
	buf_printf(&question, "Resend the %s mail of order %s to ", what,
		cli->options->order_id);
	for (size_t i = 0; i < to->count; i++) {
		buf_puts(&question, i == 0 ? "" : ", ");
		text_escape(&question, to->emails[i]);
	}
	buf_puts(&question, "? Earlier links become void.");
	yes = cli_ask(buf_text(&question), &has_terminal);
	buf_clear(&question);
	if (!has_terminal)
		cli_fail(cli, CLI_USAGE,
			"There is no terminal to ask on; use --yes to send "
			"without being asked. Nothing was sent.");
	else if (!yes)
		cli_fail(cli, CLI_NOTHING, "Nothing was sent.");
	return yes;
}

static void act(struct cli *cli, const char *kind, const struct recipients *to,
	const struct resend_last *last)
{
	struct action_request request = {
		.kind = kind,
		.order_id = cli->options->order_id,
		.recipients = to->emails,
		.recipient_count = to->count,
		.last = last,
		/* --yes, or the question that named the last send, is the
		 * guard's answer for the sends known by now; with --yes for
		 * all. */
		.guard_s = cli->options->yes
				   ? 0
				   : store_options(cli->store)->resend_guard_s,
		.agreed_to = last->journal_id,
		.despite_unsettled = cli->options->again,
	};

	cli_action_start(cli, &request);
}

/* True when the step has to wait for an action that runs already. */
static bool is_acting(struct cli *cli)
{
	const struct action *action;

	if (cli->action == 0)
		return false;
	action = store_action(cli->store, cli->action);
	/* A note of the send may still be on its way. */
	if (action->phase == ACTION_DONE &&
		store_actions_running(cli->store) == 0)
		finish(cli, action);
	return true;
}

/* The last known send decides who is chosen and whether the guard asks. */
static void say_unread(const struct store_order *order)
{
	const struct error *notes = &order->notes_state.error;
	const struct error *journal = &order->history_state.error;

	if (notes->kind != ERROR_NONE)
		cli_say("A send that only the notes tell of is not known, as "
			"they could not be read: %s",
			notes->text);
	if (journal->kind != ERROR_NONE)
		cli_say("Earlier sends are not known, as the journal could "
			"not be read: %s",
			journal->text);
}

static void go(struct cli *cli, const char *kind, const char *what,
	const struct store_order *order, const struct recipients *to,
	const struct resend_last *last)
{
	say_unread(order);
	if (!check_unsettled(cli, order))
		return;
	if (cli->options->dry_run) {
		write_plan(cli, what, to, last);
		cli_end(cli, CLI_DONE);
		return;
	}
	if (ask(cli, what, to, last))
		act(cli, kind, to, last);
}

/* -- approval ---------------------------------------------------------------
 */

static bool
choose_named(struct cli *cli, struct resend_plan *plan, const char *email)
{
	struct resend_contact *contact = resend_plan_find(plan, email);

	if (contact == NULL) {
		cli_fail(cli, CLI_USAGE,
			"%s is not among the verified contacts of order %s; "
			"certdesk contacts %s lists them.",
			email, cli->options->order_id, cli->options->order_id);
		return false;
	}
	if (!contact->choosable) {
		cli_fail(cli, CLI_USAGE, "%s cannot be chosen: %s.", email,
			resend_reason_text(contact->reason));
		return false;
	}
	contact->chosen = true;
	return true;
}

static bool choose(struct cli *cli, struct resend_plan *plan)
{
	if (plan->choosable == 0) {
		cli_fail(cli, CLI_NOTHING,
			"Order %s has no validated verified contact of the "
			"right kind; nobody can be mailed.",
			cli->options->order_id);
		return false;
	}
	if (cli->options->to_count > 0)
		resend_plan_choose_all(plan, false);
	for (size_t i = 0; i < cli->options->to_count; i++)
		if (!choose_named(cli, plan, cli->options->to[i]))
			return false;
	if (resend_plan_chosen(plan) > RECIPIENTS) {
		cli_fail(cli, CLI_USAGE,
			"More than %d contacts are chosen; name the recipients "
			"with --to.",
			RECIPIENTS);
		return false;
	}
	if (resend_plan_chosen(plan) > 0)
		return true;
	cli_fail(cli, CLI_USAGE,
		"Nobody is chosen beforehand for this product; name the "
		"recipients with --to.");
	return false;
}

static void step_approval(struct cli *cli)
{
	const struct store_order *order;
	struct recipients to = {.count = 0};
	struct resend_plan plan;

	if (is_acting(cli) || !account_settled(cli))
		return;
	order = cli_order(cli);
	if (order == NULL || !check_possible(cli, order, RESEND_APPROVAL) ||
		!check_write(cli))
		return;
	if (order->validation == NULL) {
		const struct error *error = &order->validation_state.error;

		cli_fail(cli, cli_code(error, false),
			"The verified contacts could not be read: %s",
			error->text);
		return;
	}
	resend_plan_init(&plan, order->details->head.family, order->validation,
		&order->last);
	if (choose(cli, &plan)) {
		for (size_t i = 0; i < plan.count && to.count < RECIPIENTS; i++)
			if (plan.contacts[i].chosen)
				to.emails[to.count++] = plan.contacts[i].email;
		go(cli, JOURNAL_RESEND_APPROVAL, "approval", order, &to,
			&order->last);
	}
	resend_plan_clear(&plan);
}

const struct cli_command cli_resend_approval_command = {
	start, step_approval, failed};

/* -- issuance ---------------------------------------------------------------
 */

static bool check_setting(struct cli *cli)
{
	char *address;

	if (api_has_issuance_resend(store_api(cli->store)))
		return true;
	address = store_console_address(cli->store, cli->options->order_id);
	cli_fail(cli, CLI_USAGE,
		"DigiCert documents no API call for the issuance mail, and "
		"issuance_resend is not set for this account. Use the "
		"console: %s",
		address);
	free(address);
	return false;
}

static void step_issuance(struct cli *cli)
{
	const struct store_order *order;
	struct recipients to = {.count = 0};
	char reason[ERROR_TEXT_SIZE];

	if (is_acting(cli) || !account_settled(cli))
		return;
	order = cli_order(cli);
	if (order == NULL || !check_possible(cli, order, RESEND_ISSUANCE) ||
		!check_setting(cli) || !check_write(cli))
		return;
	to.emails[0] = resend_issuance_address(
		order->details, order->emails, reason, sizeof(reason));
	if (to.emails[0] == NULL) {
		cli_fail(cli, CLI_NOTHING, "%s", reason);
		return;
	}
	to.count = 1;
	go(cli, JOURNAL_RESEND_ISSUANCE, "issuance", order, &to,
		&order->last_issuance);
}

const struct cli_command cli_resend_issuance_command = {
	start, step_issuance, failed};
