/* SPDX-License-Identifier: MIT
 *
 * First everything is checked, and every problem told; only then something is
 * sent. The codes are ours: the service does not document its own.
 */
#include "sandbox/orders-mail.h"

#include <string.h>

#include "sandbox/address.h"
#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/mails.h"
#include "sandbox/order-path.h"
#include "sandbox/recipients.h"
#include "sandbox/scopes.h"
#include "text.h"

static bool has_errors(const struct route_response *response)
{
	return response->status >= 400;
}

/* -- approval mails -------------------------------------------------------- */

static void
check_order(const struct order_row *row, struct route_response *response)
{
	if (row->product->approval == PRODUCTS_APPROVAL_NONE) {
		route_error(response, 400, "sandbox_product_without_approval",
			"Orders of %s are not approved by verified contacts.",
			row->product->name);
		return;
	}
	if (row->status != SCHEMA_PENDING)
		route_error(response, 400, "sandbox_order_not_pending",
			"The order is not pending: its status is %s.",
			order_row_status_word(row->status));
	else if (row->approval == SCHEMA_APPROVAL_DONE)
		route_error(response, 400, "sandbox_order_already_approved",
			"A verified contact has approved the order already.");
}

struct standing {
	bool known;	 /* a contact of the organization */
	bool right;	 /* of a kind that may approve the product */
	bool validated;	 /* and validated in it */
	char email[256]; /* as the organization spells it */
};

static void read_standing(struct db *db, const struct order_row *row,
	const char *email, struct standing *standing)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT kind, status = 'active', email FROM contacts"
		" WHERE organization_id = ? AND email = ? ORDER BY id",
		"is", row->organization_id, email);

	*standing = (struct standing){.known = false};
	while (db_step(db, stmt)) {
		const char *kind = db_column_text(stmt, 0);

		standing->known = true;
		if (!products_may_approve(row->product, kind))
			continue;
		standing->right = true;
		if (db_column_int(stmt, 1) == 0 || standing->validated)
			continue;
		standing->validated = true;
		text_format(standing->email, sizeof(standing->email), "%s",
			db_column_text(stmt, 2));
	}
	db_done(stmt);
}

static void
check_contact(struct db *db, const struct order_row *row, const char *email,
	struct recipients *recipients, struct route_response *response)
{
	struct standing standing;

	read_standing(db, row, email, &standing);
	if (!standing.known)
		route_error(response, 400, "sandbox_not_a_verified_contact",
			"%s is not a verified contact of the order's"
			" organization.",
			email);
	else if (!standing.right)
		route_error(response, 400, "sandbox_contact_of_wrong_kind",
			"%s is not a contact who may approve %s.", email,
			row->product->name);
	else if (!standing.validated)
		route_error(response, 400, "sandbox_contact_not_validated",
			"%s is not validated yet.", email);
	else
		recipients_add(recipients, standing.email);
}

static void
check_address(struct db *db, const struct order_row *row, const cJSON *item,
	struct recipients *recipients, struct route_response *response)
{
	if (!cJSON_IsString(item))
		route_error(response, 400, "sandbox_email_invalid",
			"An item of emails is not a text.");
	else if (!address_is_valid(item->valuestring))
		route_error(response, 400, "sandbox_email_invalid",
			"Not a mail address: %s", item->valuestring);
	else if (row->product->approval != PRODUCTS_APPROVAL_NONE)
		check_contact(db, row, item->valuestring, recipients, response);
}

static void
check_emails(struct db *db, const struct order_row *row, const cJSON *json,
	struct recipients *recipients, struct route_response *response)
{
	const cJSON *emails = cJSON_GetObjectItemCaseSensitive(json, "emails");
	const cJSON *item;

	if (!cJSON_IsArray(emails)) {
		route_error(response, 400, "sandbox_emails_missing",
			"emails is missing: a list of addresses is required.");
		return;
	}
	if (!emails->child) {
		route_error(response, 400, "sandbox_emails_empty",
			"emails is empty: at least one address is required.");
		return;
	}
	if (cJSON_GetArraySize(emails) > RECIPIENTS_MAX) {
		route_error(response, 400, "sandbox_emails_too_many",
			"emails has more than %d addresses.", RECIPIENTS_MAX);
		return;
	}
	cJSON_ArrayForEach(item, emails)
		check_address(db, row, item, recipients, response);
}

static void resend_approval(
	const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct recipients recipients = {.count = 0};
	struct order_row row;

	if (!order_path_read(request, response, &row))
		return;
	check_order(&row, response);
	check_emails(db, &row, request->json, &recipients, response);
	if (!has_errors(response)) {
		mails_resend_approval(request->sandbox, row.id,
			(const char *const *)recipients.emails,
			recipients.count);
		route_empty(response, 204);
	}
	recipients_clear(&recipients);
	order_row_clear(&row);
}

/* -- issuance mail --------------------------------------------------------- */

static void resend_issuance(
	const struct route_request *request, struct route_response *response)
{
	struct order_row row;

	if (!order_path_read(request, response, &row))
		return;
	if (!products_is_client(row.product))
		route_error(response, 400, "sandbox_not_a_client_certificate",
			"%s has no issuance mail: it is not a client"
			" certificate.",
			row.product->name);
	else if (row.status != SCHEMA_ISSUED &&
		 row.status != SCHEMA_WAITING_PICKUP)
		route_error(response, 400, "sandbox_order_not_issued",
			"The order's status is %s: it must be issued or"
			" waiting_pickup.",
			order_row_status_word(row.status));
	else if (row.email_count == 0)
		route_error(response, 400, "sandbox_order_without_email",
			"The certificate has no mail address.");
	if (!has_errors(response)) {
		mails_resend_issuance(request->sandbox, row.id, row.emails[0]);
		route_empty(response, 204);
	}
	order_row_clear(&row);
}

/* -- domain control validation --------------------------------------------- */

/* The scope that is still to be validated, by itself or by one of its names;
 * lent. NULL if there is none. */
static const char *open_scope(const struct scopes *scopes, const char *domain)
{
	for (size_t i = 0; domain && i < scopes->count; i++) {
		const struct scopes_item *item = &scopes->items[i];

		if (item->open && strcmp(item->scope, domain) == 0)
			return item->scope;
		for (size_t n = item->first; item->open && n < item->next; n++)
			if (strcmp(scopes->names[n], domain) == 0)
				return item->scope;
	}
	return NULL;
}

/* An address is good if the scope's owner is expected to read it. */
static void add_chosen_one(struct recipients *recipients, const cJSON *item,
	const struct scopes *scopes, struct route_response *response)
{
	const char *email = body_text(item, "email");
	const char *domain = body_text(item, "domain");
	const char *scope = open_scope(scopes, domain);
	struct recipients owners = {.count = 0};

	if (!scope) {
		route_error(response, 400, "sandbox_no_such_domain",
			"\"%s\" is no domain of the order that waits for"
			" validation.",
			domain ? domain : "");
		return;
	}
	recipients_add_owners(&owners, scope);
	if (recipients_has(&owners, email))
		recipients_add(recipients, email);
	else
		route_error(response, 400, "sandbox_email_not_offered",
			"No DCV mail of %s can go to \"%s\".", scope,
			email ? email : "");
	recipients_clear(&owners);
}

/* domain_approval_emails[]: {domain, email, email_domain?} */
static void add_chosen(struct recipients *recipients, const cJSON *chosen,
	const struct order_row *row, struct route_response *response)
{
	const cJSON *item;
	struct scopes scopes;

	if (!cJSON_IsArray(chosen) || !chosen->child)
		route_error(response, 400, "sandbox_emails_missing",
			"domain_approval_emails is not a list of addresses.");
	scopes_init(&scopes, row);
	cJSON_ArrayForEach(item, chosen)
		add_chosen_one(recipients, item, &scopes, response);
	scopes_clear(&scopes);
}

static void
resend_dcv(const struct route_request *request, struct route_response *response)
{
	const cJSON *chosen = cJSON_GetObjectItemCaseSensitive(
		request->json, "domain_approval_emails");
	struct recipients recipients = {.count = 0};
	struct order_row row;

	if (!order_path_read(request, response, &row))
		return;
	if (row.status != SCHEMA_PENDING || row.domains_open == 0)
		route_error(response, 400, "sandbox_no_domain_to_validate",
			"No domain of the order is waiting for validation.");
	if (chosen)
		add_chosen(&recipients, chosen, &row, response);
	else
		recipients_add_open_domains(&recipients, &row);
	if (!has_errors(response)) {
		mails_resend_dcv(request->sandbox, row.id,
			(const char *const *)recipients.emails,
			recipients.count);
		route_empty(response, 204);
	}
	recipients_clear(&recipients);
	order_row_clear(&row);
}

const struct route orders_mail_routes[] = {
	{"PUT",
		"/services/v2/order/certificate/{id}/order-approval/"
		"resend-emails",
		ROUTE_ORDERS, 0, resend_approval},
	{"PUT", "/services/v2/order/certificate/{id}/resend-emails",
		ROUTE_ORDERS, 0, resend_dcv},
	{"PUT", "/sandbox/v1/order/certificate/{id}/resend-issuance-email",
		ROUTE_ORDERS, 0, resend_issuance},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
