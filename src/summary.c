/* SPDX-License-Identifier: MIT
 *
 * Line by line. Whatever is not known has no line, but for mails: that none is
 * known is what a reader of the ticket has to be told.
 */
#include "summary.h"

#include <stdarg.h>
#include <stdlib.h>

#include "attr.h"
#include "summary-steps.h"
#include "text.h"

#define MAILS_SHOWN    5
#define DOMAINS_SHOWN  10
#define LINE_MAX_BYTES 4096 /* of one value: a ticket is to be read */

/* "Label: value" with the value through the gate; nothing for NULL. */
static void add_line(struct buf *out, const char *label, const char *value)
{
	struct buf clean;
	bool is_cut;

	if (value == NULL || *value == '\0')
		return;
	buf_init(&clean, 1024 * 1024);
	text_clean_data(&clean, value);
	is_cut = clean.full || clean.len > LINE_MAX_BYTES;
	if (clean.len > LINE_MAX_BYTES) {
		clean.len = LINE_MAX_BYTES;
		while (((unsigned char)clean.data[clean.len] & 0xC0) == 0x80)
			clean.len--;
		clean.data[clean.len] = '\0';
	}
	buf_printf(out, "%s: %s%s\n", label, buf_text(&clean),
		is_cut ? "..." : "");
	buf_clear(&clean);
}

static void add_linef(struct buf *out, const char *label, const char *format,
	...) PRINTF_LIKE(3, 4);

static void
add_linef(struct buf *out, const char *label, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	add_line(out, label, text);
	free(text);
}

/* -- what it is ------------------------------------------------------------ */

static void add_head(struct buf *out, const struct summary_source *source)
{
	const struct order *order = source->order;
	const char *organization = order->organization_name;
	struct buf title;

	buf_init(&title, 1024 * 1024);
	buf_printf(&title, "%s, %s", order->id, order_name(order));
	add_line(out, "Order", buf_text(&title));
	buf_clear(&title);
	add_line(out, "Product",
		order->product_name != NULL ? order->product_name
					    : order->product_name_id);
	if (organization == NULL && source->validation != NULL)
		organization = source->validation->organization_name;
	add_line(out, "Organization", organization);
	if (source->details == NULL || source->details->user.email == NULL)
		return;
	buf_init(&title, 1024 * 1024);
	if (source->details->user.name != NULL)
		buf_printf(&title, "%s, ", source->details->user.name);
	text_escape(&title, source->details->user.email);
	add_line(out, "Requested by", buf_text(&title));
	buf_clear(&title);
}

/* -- how it stands --------------------------------------------------------- */

static void add_dates(struct buf *out, const struct summary_source *source)
{
	const struct order *order = source->order;
	char date[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE], till[DATE_TEXT_SIZE];

	if (date_is_known(order->date_created))
		add_linef(out, "Order date", "%s, %s",
			date_minute(order->date_created, date),
			date_age(order->date_created, source->now, age));
	if (!date_is_known(order->valid_till))
		return;
	date_age(order->valid_till, source->now, age);
	date_day(order->valid_till, till);
	if (source->details != NULL &&
		date_is_known(source->details->valid_from))
		add_linef(out, "Certificate validity", "%s to %s, %s",
			date_day(source->details->valid_from, date), till, age);
	else
		add_linef(out, "Certificate validity", "to %s, %s", till, age);
}

static void add_waiting(struct buf *out, const struct summary_source *source,
	const struct summary_steps *steps)
{
	char text[128];

	if (steps->waiting.gate == WAITING_UNKNOWN)
		add_line(out, "Waiting on", "not known");
	else if (order_status_is_open(source->order->status))
		add_line(out, "Waiting on",
			waiting_text(&steps->waiting, source->now, text,
				sizeof(text)));
}

static void add_domain(struct buf *list, const struct order_domain *domain)
{
	const char *state = domain->state_text;

	buf_printf(list, "%s%s (%s%s%s)", list->len > 0 ? ", " : "",
		domain->name != NULL ? domain->name : "without a name",
		state != NULL ? state : "open",
		domain->method != NULL ? ", " : "",
		domain->method != NULL ? domain->method : "");
}

static void add_domains(struct buf *out, const struct summary_source *source)
{
	const struct order_validation *validation = source->validation;
	size_t open = 0, shown = 0;
	struct buf list;

	if (validation == NULL || validation->domain_count == 0 ||
		!order_status_is_open(source->order->status))
		return;
	buf_init(&list, 1024 * 1024);
	for (size_t i = 0; i < validation->domain_count; i++) {
		if (validation->domains[i].done)
			continue;
		if (open++ < DOMAINS_SHOWN) {
			add_domain(&list, &validation->domains[i]);
			shown++;
		}
	}
	if (open > shown)
		buf_printf(&list, " and %zu more", open - shown);
	add_linef(out, "Domains", "%zu of %zu validated%s%s",
		validation->domain_count - open, validation->domain_count,
		open > 0 ? "; open: " : "", buf_text(&list));
	buf_clear(&list);
}

/* -- mails ----------------------------------------------------------------- */

/* Of a client certificate: the mail that validates an address. */
static void add_addresses(struct buf *out, const struct summary_source *source)
{
	const struct order_emails *emails = source->emails;
	char day[DATE_TEXT_SIZE];

	for (size_t i = 0; emails != NULL && i < emails->count; i++) {
		const struct order_email_state *item = &emails->items[i];
		struct buf text;

		if (item->email == NULL)
			continue;
		buf_init(&text, 64 * 1024);
		text_escape(&text, item->email);
		if (item->state_text != NULL)
			buf_printf(&text, ", %s", item->state_text);
		if (date_is_known(item->date_emailed))
			buf_printf(&text, ", mailed %s",
				date_day(item->date_emailed, day));
		add_line(out, "Address", buf_text(&text));
		buf_clear(&text);
	}
}

static void add_mails(struct buf *out, const struct summary_source *source)
{
	size_t count = source->mail_count;

	if (resend_mail_of(source->order) == RESEND_NONE && count == 0)
		return;
	if (count == 0)
		add_line(out, "Mails",
			"none is known (sends made in the console are not "
			"visible here)");
	for (size_t i = 0; i < count && i < MAILS_SHOWN; i++)
		add_line(out, i == 0 ? "Last mail" : "Mail before",
			source->mails[i]);
	if (count > MAILS_SHOWN)
		add_linef(out, "Mails before", "%zu more", count - MAILS_SHOWN);
}

/* -- what comes next ------------------------------------------------------- */

static void add_steps(struct buf *out, const struct summary_source *source,
	const struct summary_steps *steps)
{
	for (size_t i = 0; i < steps->count; i++)
		add_line(out, i == 0 ? "Next step" : "Also open",
			steps->items[i].text);
	if (steps->count == 0 && !order_status_is_open(source->order->status))
		add_linef(out, "Next step", "none, the order is %s",
			order_status_shown(source->order));
}

void summary_write(struct buf *out, const struct summary_source *source)
{
	struct summary_steps steps;
	char time[DATE_TEXT_SIZE];

	summary_steps_init(&steps, source->order, source->details,
		source->validation, source->last);
	add_head(out, source);
	add_line(out, "Order status", order_status_shown(source->order));
	add_waiting(out, source, &steps);
	add_dates(out, source);
	add_domains(out, source);
	add_addresses(out, source);
	add_mails(out, source);
	add_steps(out, source, &steps);
	if (source->missing != NULL)
		add_linef(out, "Could not be read", "%s", source->missing);
	add_line(out, "Console", source->address);
	add_line(out, "As of", date_minute(source->now, time));
	summary_steps_clear(&steps);
}
