/* SPDX-License-Identifier: MIT
 *
 * `certdesk show ORDER` and `certdesk contacts ORDER`: one order as it stands,
 * and who could be mailed about it.
 */
#include "cli-private.h"

#include <string.h>

#include "clock.h"
#include "order-document.h"
#include "order-json.h"
#include "summary-steps.h"
#include "text.h"

#define LABEL_WIDTH 22
#define EMAIL_WIDTH 60 /* a longer address goes over the column's edge */

static void start(struct cli *cli)
{
	store_order_open(cli->store, cli->options->order_id, true);
}

/* -- show -------------------------------------------------------------------
 */

static void line(struct cli *cli, const char *label, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	buf_printf(&cli->out, "%-*s", LABEL_WIDTH, label);
	cli_text(cli, value);
	buf_putc(&cli->out, '\n');
}

static void
age_line(struct cli *cli, const char *label, const char *when, const char *age)
{
	char text[2 * DATE_TEXT_SIZE + 2];

	text_format(text, sizeof(text), "%s%s%s", when,
		*age != '\0' ? ", " : "", age);
	line(cli, label, text);
}

static void date_line(struct cli *cli, const char *label, int64_t seconds)
{
	char when[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];

	if (seconds != DATE_NONE)
		age_line(cli, label, date_minute(seconds, when),
			date_age(seconds, clock_seconds(), age));
}

static void day_line(struct cli *cli, const char *label, int64_t day)
{
	char when[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];

	if (day != DATE_NONE)
		age_line(cli, label, date_day(day, when),
			date_day_age(day, clock_seconds(), age));
}

/* In the words of the page of the order. */
static const char *state_or(bool done, const char *state_text)
{
	if (done)
		return "validated";
	return state_text != NULL ? state_text : "-";
}

static void write_last_send(struct cli *cli, const struct resend_last *last)
{
	char when[DATE_TEXT_SIZE];

	if (!last->known)
		return;
	buf_printf(&cli->out, "%-*s%s by ", LABEL_WIDTH, "Last known send",
		date_minute(last->time, when));
	cli_text(cli, last->agent);
	buf_putc(&cli->out, '@');
	cli_text(cli, last->host);
	buf_puts(&cli->out, " to ");
	for (size_t i = 0; i < last->recipient_count; i++) {
		buf_puts(&cli->out, i == 0 ? "" : ", ");
		text_escape(&cli->out, last->recipients[i]);
	}
	buf_puts(&cli->out, last->from_note ? " (from a note)\n" : "\n");
}

static void
write_validation(struct cli *cli, const struct order_validation *validation)
{
	for (size_t i = 0; i < validation->organization_count; i++) {
		const struct order_organization_validation *one =
			&validation->organizations[i];
		char text[256];

		text_format(text, sizeof(text), "%s: %s",
			one->description != NULL ? one->description : one->type,
			state_or(one->state == ORDER_STATE_ACTIVE,
				one->state_text));
		line(cli, i == 0 ? "Organization" : "", text);
	}
	for (size_t i = 0; i < validation->domain_count; i++) {
		const struct order_domain *domain = &validation->domains[i];
		char text[512];

		text_format(text, sizeof(text), "%s: %s%s%s",
			domain->name != NULL ? domain->name : "-",
			state_or(domain->done, domain->state_text),
			domain->method != NULL ? ", by " : "",
			domain->method != NULL ? domain->method : "");
		line(cli, i == 0 ? "Domains" : "", text);
	}
}

static void write_approval(struct cli *cli, const struct order_details *details)
{
	if (!order_family_needs_approval(details->head.family) ||
		details->order_approval_complete < 0)
		return;
	line(cli, "Order Approval",
		details->order_approval_complete == 1 ? "approved"
		: order_status_is_open(details->head.status)
			? "waits for a verified contact"
			: "no longer awaited");
}

static void say_missing(const struct store_order *order)
{
	const struct error *error;
	const char *name;

	for (size_t i = 0;
		(name = order_document_part(order, i, &error)) != NULL; i++) {
		if (error->kind != ERROR_NONE)
			cli_say("%s could not be read: %s", name, error->text);
	}
}

/* What has to be done, by whom; what blocks the order first. */
static void write_steps(struct cli *cli, const struct store_order *order)
{
	struct summary_steps steps;

	summary_steps_init(&steps, &order->details->head, order->details,
		order->validation, &order->last);
	for (size_t i = 0; i < steps.count; i++)
		line(cli, i == 0 ? "Next step" : "", steps.items[i].text);
	summary_steps_clear(&steps);
}

static void write_text(struct cli *cli, const struct store_order *order)
{
	const struct order *head = &order->details->head;
	struct waiting waiting = waiting_of(
		head, order->details, order->validation, &order->last);
	char text[128];

	waiting_text(&waiting, clock_seconds(), text, sizeof(text));
	line(cli, "Order", head->id);
	line(cli, "Certificate name", order_name(head));
	line(cli, "Order status", order_status_shown(head));
	/* Here nothing is still on its way. */
	line(cli, "Waiting on",
		waiting.gate == WAITING_UNKNOWN ? "not known" : text);
	write_steps(cli, order);
	line(cli, "Product", head->product_name);
	line(cli, "Organization name", head->organization_name);
	line(cli, "Division", head->container_name);
	date_line(cli, "Order date", head->date_created);
	day_line(cli, "Valid until", head->valid_till);
	line(cli, "Serial number", order->details->serial_number);
	line(cli, "Requester", order->details->user.email);
	for (size_t i = 0; i < order->details->email_count; i++)
		line(cli, i == 0 ? "Email Addresses" : "",
			order->details->emails[i]);
	if (order->validation != NULL)
		write_validation(cli, order->validation);
	write_approval(cli, order->details);
	write_last_send(cli, &order->last);
	write_last_send(cli, &order->last_issuance);
	if (order->unsettled != 0)
		line(cli, "Outcome unknown",
			"a send of this order is unsettled; see certdesk "
			"journal --unknown");
	say_missing(order);
}

/* Asked for only once the order has turned out to be a client's. */
static bool emails_settled(const struct store_order *order)
{
	return order->emails_state.state == STORE_NEVER ||
	       cli_settled(&order->emails_state);
}

static void step_show(struct cli *cli)
{
	const struct store_order *order = cli_order(cli);

	if (order == NULL || !emails_settled(order))
		return;
	if (cli->options->format == OPTION_JSON)
		order_document_write(&cli->out, order);
	else
		write_text(cli, order);
	cli_end(cli, CLI_DONE);
}

const struct cli_command cli_show_command = {start, step_show, NULL};

/* -- contacts ---------------------------------------------------------------
 */

static const char *state_word(const struct resend_contact *contact)
{
	switch (contact->state) {
	case ORDER_STATE_ACTIVE:
		return "validated";
	case ORDER_STATE_PENDING:
		return "pending";
	case ORDER_STATE_EXPIRED:
		return "expired";
	case ORDER_STATE_NONE:
	case ORDER_STATE_OTHER:
		break;
	}
	return "unknown";
}

static void
write_contact_json(struct cli *cli, const struct resend_contact *contact)
{
	char kinds[32];

	order_kinds_wire(contact->kinds, kinds, sizeof(kinds));
	buf_puts(&cli->out, "{\"email\": ");
	order_json_write_string(&cli->out, contact->email);
	buf_puts(&cli->out, ", \"name\": ");
	order_json_write_string(&cli->out, contact->name);
	buf_puts(&cli->out, ", \"job_title\": ");
	order_json_write_string(&cli->out, contact->job_title);
	buf_printf(&cli->out,
		", \"kind\": \"%s\", \"state\": \"%s\", \"choosable\": %s, "
		"\"reason\": ",
		kinds, state_word(contact),
		contact->choosable ? "true" : "false");
	order_json_write_string(
		&cli->out, contact->reason == RESEND_CHOOSABLE
				   ? NULL
				   : resend_reason_text(contact->reason));
	buf_putc(&cli->out, '}');
}

/* An address is never cut; the column is as wide as the longest of a usual
 * length. */
static int email_width(const struct resend_plan *plan)
{
	int widest = 20;

	for (size_t i = 0; i < plan->count; i++) {
		int width = (int)text_width(plan->contacts[i].email);

		if (width > widest && width <= EMAIL_WIDTH)
			widest = width;
	}
	return widest;
}

static void write_contact_text(
	struct cli *cli, const struct resend_contact *contact, int width)
{
	struct buf email;
	char kinds[32];

	buf_init(&email, 4096);
	text_escape(&email, contact->email);
	buf_printf(&cli->out, "%-*s ", width,
		email.len > 0 ? buf_text(&email) : "(no address)");
	cli_field(cli, contact->name, 22);
	buf_printf(&cli->out, " %-13s %s\n",
		order_kinds_text(contact->kinds, kinds, sizeof(kinds)),
		contact->choosable && contact->reason == RESEND_CHOOSABLE
			? "can be chosen"
			: resend_reason_text(contact->reason));
	buf_clear(&email);
}

static void write_contacts(struct cli *cli, const struct resend_plan *plan)
{
	bool json = cli->options->format == OPTION_JSON;

	if (json)
		buf_puts(&cli->out, "{\"contacts\": [");
	for (size_t i = 0; i < plan->count; i++) {
		if (json) {
			buf_puts(&cli->out, i == 0 ? "" : ",\n");
			write_contact_json(cli, &plan->contacts[i]);
		} else {
			write_contact_text(
				cli, &plan->contacts[i], email_width(plan));
		}
	}
	if (json)
		buf_puts(&cli->out, "]}\n");
	else if (plan->count == 0)
		cli_say("The organization has no verified contacts.");
}

static void step_contacts(struct cli *cli)
{
	const struct store_order *order = cli_order(cli);
	struct resend_plan plan;

	if (order == NULL)
		return;
	if (order->validation == NULL) {
		const struct error *error = &order->validation_state.error;

		cli_fail(cli, cli_code(error, false),
			"The validation of order %s could not be read: %s",
			cli->options->order_id, error->text);
		return;
	}
	resend_plan_init(&plan, order->details->head.family, order->validation,
		&order->last);
	write_contacts(cli, &plan);
	resend_plan_clear(&plan);
	cli_end(cli, CLI_DONE);
}

const struct cli_command cli_contacts_command = {start, step_contacts, NULL};
