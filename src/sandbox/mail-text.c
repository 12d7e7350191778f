/* SPDX-License-Identifier: MIT
 *
 * One table holds the words of all kinds of mail; the frame around them is
 * the same: greeting, what it is about, the order, the link, the footer.
 */
#include "sandbox/mail-text.h"

#include <stdlib.h>
#include <string.h>

#include "sandbox/db.h"
#include "sandbox/order-facts.h"
#include "sandbox/orders-copies.h"
#include "sandbox/plain.h"
#include "sandbox/x509.h"
#include "text.h"

#define INDENT	    4
#define LABEL_WIDTH 14

struct wording {
	const char *subject; /* before the order's number */
	const char *opening;
	const char *link; /* the line over the link */
	const char *closing;
};

static const struct wording wordings[] = {
	[MAIL_ROW_APPROVAL] = {"Please approve certificate order",
		"this certificate was ordered for your organization. You are "
		"one of its verified contacts, and one of you has to approve "
		"the order before the certificate can be issued.",
		"To see and approve the order, open this page:",
		"One approval is enough. Once a newer mail is sent for this "
		"order, the link above is void and only the new one works."},
	[MAIL_ROW_ISSUANCE] = {"Please collect your certificate of order",
		"a client certificate was ordered for you and is ready to be "
		"collected.",
		"To collect the certificate, open this page:",
		"Once a newer mail is sent for this order, the link above is "
		"void and only the new one works."},
	[MAIL_ROW_DCV] = {"Please confirm the domains of order",
		"a certificate was ordered for names in a domain that you look "
		"after. Somebody who controls the domain has to confirm it.",
		"To see the order and confirm its domains, open this page:",
		"If you do not know about this order, do nothing."},
	[MAIL_ROW_CERTIFICATE] = {"The certificate of order",
		"the certificate of this order is sent to you on request.",
		"To fetch the certificate, open this page:", NULL},
};

static const char footer[] =
	"Sent by certdesk-sandbox, a server for demos and tests with invented "
	"data. The wording of this mail is the sandbox's own; it is not "
	"DigiCert's, and no such order exists there.";

/* Where a body is written to, and how long its lines may be. */
struct paper {
	struct buf *out;
	size_t columns; /* 0: a paragraph is a line */
};

char *mail_text_subject(enum mail_row_kind kind, int64_t order_id)
{
	return mem_printf(
		"%s %lld", wordings[kind].subject, (long long)order_id);
}

static void next_line(const struct paper *paper, size_t indent)
{
	buf_printf(paper->out, "\n%*s", (int)indent, "");
}

/* A word that is too long for any line has one of its own. */
static void put_words(const struct paper *paper, const char *text,
	size_t column, size_t indent)
{
	struct buf word;

	buf_init(&word, MAIL_TEXT_MAX);
	while (*text) {
		size_t len = strcspn(text, " ");
		size_t width;

		buf_reset(&word);
		buf_add(&word, text, len);
		width = text_width(buf_text(&word));
		if (paper->columns > 0 && column > indent &&
			column + 1 + width > paper->columns) {
			next_line(paper, indent);
			column = indent;
		} else if (column > indent) {
			buf_putc(paper->out, ' ');
			column++;
		}
		buf_puts(paper->out, buf_text(&word));
		column += width;
		text += len + (text[len] == ' ');
	}
	buf_clear(&word);
	buf_putc(paper->out, '\n');
}

static void paragraph(const struct paper *paper, const char *text)
{
	put_words(paper, text, 0, 0);
}

static void greeting(const struct paper *paper, const struct mail_row *mail)
{
	buf_puts(paper->out, "Hello");
	if (mail->name && *mail->name) {
		buf_putc(paper->out, ' ');
		plain_line(paper->out, mail->name);
	}
	buf_puts(paper->out, ",\n\n");
}

static void fact(const struct paper *paper, const struct order_facts_item *item)
{
	struct buf text;

	buf_init(&text, MAIL_TEXT_MAX);
	plain_line(&text, item->text);
	buf_printf(paper->out, "%*s%-*s", INDENT, "", LABEL_WIDTH, item->label);
	put_words(paper, buf_text(&text), INDENT + LABEL_WIDTH,
		INDENT + LABEL_WIDTH);
	buf_clear(&text);
}

static void order(const struct paper *paper, struct db *db, int64_t order_id)
{
	struct order_facts facts;
	struct order_row row;

	if (!order_row_read(db, order_id, &row))
		return;
	order_facts_read(db, &row, &facts);
	for (size_t i = 0; i < facts.count; i++)
		fact(paper, &facts.items[i]);
	order_facts_clear(&facts);
	order_row_clear(&row);
}

/* The sender's own words, line by line, with a bar before them. */
static void message(const struct paper *paper, const char *text)
{
	buf_puts(paper->out, "Whoever asked for this mail wrote:\n\n");
	while (*text) {
		size_t len = strcspn(text, "\n");
		char *line = mem_dupn(text, len);
		struct buf clean;

		buf_init(&clean, MAIL_TEXT_MAX);
		plain_line(&clean, line);
		buf_puts(paper->out, "| ");
		put_words(paper, buf_text(&clean), 2, 2);
		buf_clear(&clean);
		free(line);
		text += len + (text[len] == '\n');
	}
	buf_putc(paper->out, '\n');
}

void mail_text_certificate(
	struct sandbox *sandbox, const struct mail_row *mail, struct buf *out)
{
	struct x509_chain chain;
	struct order_row row;

	if (!orders_copies_find(sandbox->db, mail->certificate_id, &row))
		return;
	x509_chain_init(&chain, sandbox->db, &row);
	x509_pem(out, &chain, X509_ROOT);
	x509_chain_clear(&chain);
	order_row_clear(&row);
}

static void certificate(const struct paper *paper, struct sandbox *sandbox,
	const struct mail_row *mail)
{
	if (mail->format == MAIL_ROW_ATTACHMENT)
		buf_puts(paper->out, "\nThe certificate is attached.\n");
	if (mail->format != MAIL_ROW_PLAINTEXT)
		return;
	buf_puts(paper->out, "\nThe certificate and its issuer's:\n\n");
	mail_text_certificate(sandbox, mail, paper->out);
}

void mail_text_body(struct sandbox *sandbox, struct mail_row *mail,
	size_t columns, struct buf *out)
{
	const struct wording *words = &wordings[mail->kind];
	const char *link = mail_row_link(sandbox, mail);
	const struct paper paper = {out, columns};

	greeting(&paper, mail);
	paragraph(&paper, words->opening);
	buf_putc(out, '\n');
	if (mail->message)
		message(&paper, mail->message);
	order(&paper, sandbox->db, mail->order_id);
	certificate(&paper, sandbox, mail);
	if (*link)
		buf_printf(out, "\n%s\n\n%s\n", words->link, link);
	if (words->closing) {
		buf_putc(out, '\n');
		paragraph(&paper, words->closing);
	}
	buf_puts(out, "\n-- \n");
	paragraph(&paper, footer);
}
