/* SPDX-License-Identifier: MIT
 *
 * One table holds the words of all kinds of mail; the frame around them is
 * the same: greeting, what it is about, the order, the link, the footer.
 */
#include "sandbox/mail-text.h"

#include <string.h>

#include "sandbox/db.h"
#include "sandbox/order-facts.h"
#include "text.h"

#define LABEL_WIDTH 14

struct wording {
	const char *subject; /* before the order's number */
	const char *opening;
	const char *link; /* the line over the link */
	const char *closing;
};

static const struct wording wordings[] = {
	[MAIL_ROW_APPROVAL] = {"Please approve certificate order",
		"this certificate was ordered for your organization. You are\n"
		"one of its verified contacts, and one of you has to approve\n"
		"the order before the certificate can be issued.\n",
		"To see and approve the order, open this page:\n",
		"One approval is enough. Once a newer mail is sent for this\n"
		"order, the link above is void and only the new one works.\n"},
	[MAIL_ROW_ISSUANCE] = {"Please collect your certificate of order",
		"a client certificate was ordered for you and is ready to be\n"
		"collected.\n",
		"To collect the certificate, open this page:\n",
		"Once a newer mail is sent for this order, the link above is\n"
		"void and only the new one works.\n"},
	[MAIL_ROW_DCV] = {"Please confirm the domains of order",
		"a certificate was ordered for names in a domain that you look\n"
		"after. Somebody who controls the domain has to confirm it.\n",
		"To see the order and confirm its domains, open this page:\n",
		"If you do not know about this order, do nothing.\n"},
	[MAIL_ROW_CERTIFICATE] = {"The certificate of order",
		"the certificate of this order was sent to you on request.\n",
		NULL, ""},
};

char *mail_text_subject(enum mail_row_kind kind, int64_t order_id)
{
	return mem_printf(
		"%s %lld", wordings[kind].subject, (long long)order_id);
}

static void greeting(const struct mail_row *mail, struct buf *out)
{
	buf_puts(out, "Hello");
	if (mail->name && *mail->name) {
		buf_putc(out, ' ');
		text_clean(out, mail->name);
	}
	buf_puts(out, ",\n\n");
}

static void order(struct db *db, int64_t order_id, struct buf *out)
{
	struct order_facts facts;
	struct order_row row;

	if (!order_row_read(db, order_id, &row))
		return;
	order_facts_read(db, &row, &facts);
	for (size_t i = 0; i < facts.count; i++) {
		buf_printf(out, "    %-*s", LABEL_WIDTH, facts.items[i].label);
		text_clean(out, facts.items[i].text);
		buf_putc(out, '\n');
	}
	order_facts_clear(&facts);
	order_row_clear(&row);
}

void mail_text_body(
	struct sandbox *sandbox, struct mail_row *mail, struct buf *out)
{
	const struct wording *words = &wordings[mail->kind];
	const char *link = mail_row_link(sandbox, mail);

	greeting(mail, out);
	buf_printf(out, "%s\n", words->opening);
	order(sandbox->db, mail->order_id, out);
	if (*link)
		buf_printf(out, "\n%s\n%s\n", words->link, link);
	if (*words->closing)
		buf_printf(out, "\n%s", words->closing);
	buf_puts(out,
		"\n-- \nSent by certdesk-sandbox, a server for demos and tests with\n"
		"invented data. The wording of this mail is the sandbox's own; it\n"
		"is not DigiCert's, and no such order exists there.\n");
}
