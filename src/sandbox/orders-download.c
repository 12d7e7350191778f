/* SPDX-License-Identifier: MIT
 *
 * All formats are made when they are asked for, from x509.h's chain.
 */
#include "sandbox/orders-download.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "date.h"
#include "mem.h"
#include "sandbox/address.h"
#include "sandbox/base64.h"
#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/mail-row.h"
#include "sandbox/mails.h"
#include "sandbox/order-path.h"
#include "sandbox/orders-copies.h"
#include "sandbox/pages.h"
#include "sandbox/recipients.h"
#include "sandbox/x509.h"
#include "sandbox/zip.h"
#include "text.h"

#define ZIP	    "application/zip"
#define PKCS7	    "application/x-pkcs7-certificates"
#define PEM	    "application/x-pem-file"
#define MESSAGE_MAX 20000 /* bytes of a custom message */

/* -- formats --------------------------------------------------------------- */

enum shape {
	SHAPE_ZIP,   /* one file for each certificate */
	SHAPE_PKCS7, /* all in one */
	SHAPE_PEM,   /* one after another */
};

static const struct format {
	const char *word;
	enum shape shape;
	const char *type;   /* of the content */
	const char *suffix; /* of the file, or of those in the archive */
	size_t count;	    /* of certificates, from the order's on */
} formats[] = {
	{"default", SHAPE_ZIP, ZIP, "crt", X509_PLACES},
	{"apache", SHAPE_ZIP, ZIP, "crt", X509_PLACES - 1},
	{"default_cer", SHAPE_ZIP, ZIP, "cer", X509_PLACES},
	{"default_pem", SHAPE_ZIP, ZIP, "pem", X509_PLACES},
	{"cer", SHAPE_PKCS7, PKCS7, "cer", X509_PLACES},
	{"p7b", SHAPE_PKCS7, PKCS7, "p7b", X509_PLACES},
	{"pem_all", SHAPE_PEM, PEM, "pem", X509_PLACES},
	{"pem_noroot", SHAPE_PEM, PEM, "pem", X509_PLACES - 1},
	{"pem_nointermediate", SHAPE_PEM, PEM, "pem", 1},
};

static const struct format *find_format(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (strcmp(formats[i].word, word) == 0)
			return &formats[i];
	return NULL;
}

/* Client certificates come as p7b, all others as an archive. */
static const char *default_format(const struct order_row *row)
{
	return products_is_client(row->product) ? "p7b" : "default";
}

/* "shop_example_net"; where there is no name, the order's number. The caller
 * frees. */
static char *file_name(const struct order_row *row)
{
	char *name = row->common_name ? mem_dup(row->common_name) : mem_dup("");

	for (char *p = name; *p; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
			    (*p >= '0' && *p <= '9') || *p == '-'))
			*p = '_';
	if (*name && strlen(name) <= 64)
		return name;
	free(name);
	return mem_printf("order_%lld", (long long)row->id);
}

static char *stem_of(const struct order_row *row, size_t place)
{
	if (place == X509_LEAF)
		return file_name(row);
	return mem_dup(
		place == X509_INTERMEDIATE ? "SandboxCA" : "SandboxRoot");
}

static void put_archive(struct buf *out, const struct order_row *row,
	const struct x509_chain *chain, const struct format *format)
{
	struct zip zip;

	zip_begin(&zip, out, row->issued);
	for (size_t i = 0; i < format->count; i++) {
		char *stem = stem_of(row, i);
		char *name = mem_printf("%s.%s", stem, format->suffix);
		struct buf pem;

		buf_init(&pem, X509_MAX);
		base64_add_pem(&pem, "CERTIFICATE", chain->certificates[i].data,
			chain->certificates[i].len);
		zip_add(&zip, name, buf_text(&pem), pem.len);
		buf_clear(&pem);
		free(name);
		free(stem);
	}
	zip_end(&zip);
}

static void put_file(struct buf *out, struct db *db,
	const struct order_row *row, const struct format *format)
{
	struct x509_chain chain;

	x509_chain_init(&chain, db, row);
	switch (format->shape) {
	case SHAPE_ZIP:
		put_archive(out, row, &chain, format);
		break;
	case SHAPE_PKCS7:
		x509_pkcs7(out, &chain);
		break;
	case SHAPE_PEM:
		x509_pem(out, &chain, format->count);
		break;
	}
	x509_chain_clear(&chain);
}

/* -- downloads ------------------------------------------------------------- */

static void answer_file(struct db *db, const struct order_row *row,
	const char *word, struct route_response *response)
{
	const struct format *format = find_format(word);
	char *name, *disposition;

	if (!format) {
		route_error(response, 400, "sandbox_unknown_format",
			"There is no format \"%s\".", word);
		return;
	}
	if (products_is_client(row->product) && strcmp(word, "p7b") != 0) {
		route_error(response, 400, "sandbox_format_not_offered",
			"A client certificate comes as p7b only.");
		return;
	}
	name = file_name(row);
	disposition = mem_printf("attachment; filename=%s.%s", name,
		format->shape == SHAPE_ZIP ? "zip" : format->suffix);
	route_header(response, "Content-Disposition", disposition);
	free(disposition);
	free(name);
	response->status = 200;
	response->content_type = format->type;
	buf_reset(&response->body);
	put_file(&response->body, db, row, format);
}

/* The certificate of the path; answers if there is none. */
static bool find_certificate(const struct route_request *request,
	struct route_response *response, struct order_row *row)
{
	int64_t id = -1;

	if (route_number(request->params[0], &id) &&
		orders_copies_find(request->sandbox->db, id, row))
		return true;
	route_error(response, 404, "not_found|certificate",
		"The specified certificate was not found.");
	return false;
}

/* word NULL: the format that suits the certificate. */
static void answer_certificate(const struct route_request *request,
	const char *word, struct route_response *response)
{
	struct order_row row;

	if (!find_certificate(request, response, &row))
		return;
	answer_file(request->sandbox->db, &row,
		word ? word : default_format(&row), response);
	order_row_clear(&row);
}

static void download_format(
	const struct route_request *request, struct route_response *response)
{
	answer_certificate(request, request->params[1], response);
}

static void download_platform(
	const struct route_request *request, struct route_response *response)
{
	answer_certificate(request, NULL, response);
}

static void answer_order(const struct route_request *request, const char *word,
	struct route_response *response)
{
	struct order_row row;

	if (!order_path_read(request, response, &row))
		return;
	if (row.issued == DATE_NONE)
		route_error(response, 400, "sandbox_certificate_not_issued",
			"The order has no certificate yet: its status is %s.",
			order_row_status_word(row.status));
	else
		answer_file(request->sandbox->db, &row,
			word ? word : default_format(&row), response);
	order_row_clear(&row);
}

static void order_format(
	const struct route_request *request, struct route_response *response)
{
	answer_order(request, request->params[1], response);
}

static void order_default(
	const struct route_request *request, struct route_response *response)
{
	answer_order(request, NULL, response);
}

/* -- mails ----------------------------------------------------------------- */

static void check_addresses(const cJSON *emails, struct recipients *recipients,
	struct route_response *response)
{
	const cJSON *item;

	if (!cJSON_IsArray(emails) || !emails->child ||
		cJSON_GetArraySize(emails) > RECIPIENTS_MAX)
		route_error(response, 400, "sandbox_emails_missing",
			"emails is missing: a list of 1 to %d addresses is"
			" required.",
			RECIPIENTS_MAX);
	cJSON_ArrayForEach(item, emails)
	{
		const char *email = cJSON_GetStringValue(item);

		if (email && address_is_valid(email))
			recipients_add(recipients, email);
		else
			route_error(response, 400, "sandbox_email_invalid",
				"Not a mail address: %s", email ? email : "");
	}
}

static void check_mail(const struct order_row *row, const char *format,
	const char *message, struct route_response *response)
{
	if (row->product->group > PRODUCTS_PRIVATE_TLS &&
		row->product->group != PRODUCTS_MARK)
		route_error(response, 400, "sandbox_certificate_not_mailable",
			"A certificate of %s is not sent by mail.",
			row->product->name);
	if (mail_row_format_find(format) == MAIL_ROW_NO_FORMAT)
		route_error(response, 400, "sandbox_unknown_collect_format",
			"certificate_collect_format must be attachment,"
			" plaintext or downloadlink, not \"%s\".",
			format ? format : "");
	if (message && strlen(message) > MESSAGE_MAX)
		route_error(response, 400, "sandbox_message_too_long",
			"custom_message is longer than %d bytes.", MESSAGE_MAX);
}

static void
send_mail(const struct route_request *request, struct route_response *response)
{
	const cJSON *emails =
		cJSON_GetObjectItemCaseSensitive(request->json, "emails");
	const char *format =
		body_text(request->json, "certificate_collect_format");
	const char *message = body_text(request->json, "custom_message");
	struct recipients recipients = {.count = 0};
	struct order_row row;

	if (!find_certificate(request, response, &row))
		return;
	route_empty(response, 204);
	check_addresses(emails, &recipients, response);
	check_mail(&row, format, message, response);
	for (size_t i = 0; response->status < 400 && i < recipients.count; i++)
		mails_send_certificate(request->sandbox, &row,
			recipients.emails[i], format, message);
	recipients_clear(&recipients);
	order_row_clear(&row);
}

/* What the link of such a mail leads to: the file, without a key. */
static void
collect(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct mail_row mail;
	struct order_row row;

	if (!mail_row_find(db, request->params[0], &mail)) {
		pages_not_found(response, "There is no such link.");
		return;
	}
	if (mail.format == MAIL_ROW_LINK &&
		orders_copies_find(db, mail.certificate_id, &row)) {
		answer_file(db, &row, "pem_noroot", response);
		order_row_clear(&row);
	} else {
		pages_not_found(response, "There is no such link.");
	}
	mail_row_clear(&mail);
}

#define API "/services/v2/certificate/"

const struct route orders_download_routes[] = {
	{"GET", API "{id}/download/format/{format}", ROUTE_ORDERS, 0,
		download_format},
	{"GET", API "{id}/download/platform", ROUTE_ORDERS, 0,
		download_platform},
	{"GET", API "download/order/{id}/format/{format}", ROUTE_ORDERS, 0,
		order_format},
	{"GET", API "download/order/{id}", ROUTE_ORDERS, 0, order_default},
	{"PUT", API "{id}/sendemail", ROUTE_ORDERS, 0, send_mail},
	{"GET", "/certificate/{token}", ROUTE_OPEN, 0, collect},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
