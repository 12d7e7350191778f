/* SPDX-License-Identifier: MIT
 *
 * What of an order can be put on the clipboard. Addresses go through the text
 * gate: what is pasted is then what was seen.
 */
#include "details-copy.h"

#include <stdlib.h>

#include "app.h"
#include "text.h"

#define EMAILS_MAX ((size_t)64 * 1024)

void details_copy_number(struct app *app, const char *order_id)
{
	app_copy(app, "order number", order_id);
}

void details_copy_name(struct app *app, const char *order_id)
{
	const struct order *head = store_order_head(app_store(app), order_id);
	struct buf text;

	if (head == NULL) {
		app_message(app, APP_INFO, "The name is not known yet.");
		return;
	}
	buf_init(&text, EMAILS_MAX);
	text_clean(&text, order_name(head));
	app_copy(app, "certificate name", buf_text(&text));
	buf_clear(&text);
}

void details_copy_address(struct app *app, const char *order_id)
{
	char *address = store_console_address(app_store(app), order_id);

	app_copy(app, "console address", address);
	free(address);
}

static void add_address(struct buf *out, const char *email)
{
	if (email == NULL)
		return;
	if (out->len > 0)
		buf_puts(out, ", ");
	text_clean(out, email);
}

static void
add_client_addresses(const struct order_details *details, struct buf *out)
{
	for (size_t i = 0; details != NULL && i < details->email_count; i++)
		add_address(out, details->emails[i]);
}

static void add_contacts(const struct store_order *known,
	enum order_family family, struct buf *out)
{
	struct resend_plan plan;

	resend_plan_init(&plan, family, known->validation, &known->last);
	for (size_t i = 0; i < plan.choosable; i++)
		add_address(out, plan.contacts[i].email);
	resend_plan_clear(&plan);
}

void details_copy_emails(struct app *app, const char *order_id)
{
	const struct store_order *known = store_order(app_store(app), order_id);
	const struct order *head = store_order_head(app_store(app), order_id);
	struct buf text;

	buf_init(&text, EMAILS_MAX);
	if (known != NULL && head != NULL) {
		if (head->family == ORDER_CLIENT)
			add_client_addresses(known->details, &text);
		else
			add_contacts(known, head->family, &text);
	}
	if (text.len > 0)
		app_copy(app, "mail addresses", buf_text(&text));
	else
		app_message(app, APP_INFO,
			"No mail address of this order is known.");
	buf_clear(&text);
}
