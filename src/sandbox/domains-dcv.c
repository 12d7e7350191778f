/* SPDX-License-Identifier: MIT
 *
 * A domain has no state of its own: what is asked of it is done for the
 * pending orders that wait for it. Those of its organization are looked
 * through and those of none; for a domain that is in no list, all of them.
 */
#include "sandbox/domains-dcv.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/dcv.h"
#include "sandbox/mails.h"
#include "sandbox/order-answer.h"
#include "sandbox/recipients.h"
#include "sandbox/scopes.h"
#include "text.h"

#define WAITING_MAX 50 /* orders; the oldest ones */

struct domain {
	int64_t id;
	char *name; /* NULL: in no list, and no order waits for it */
	int64_t orders[WAITING_MAX];
	size_t count;
};

/* -- orders that wait for it ----------------------------------------------- */

/* The scope of this number, if the order waits for it. Lent from the row. */
static const char *open_scope(const struct order_row *row, int64_t id)
{
	const char *found = NULL;
	struct scopes scopes;

	scopes_init(&scopes, row);
	for (size_t i = 0; i < scopes.count && !found; i++)
		if (scopes.items[i].open && scopes.items[i].domain_id == id)
			found = scopes.items[i].scope;
	scopes_clear(&scopes);
	return found;
}

static void look_at(struct db *db, struct domain *domain, int64_t order_id)
{
	struct order_row row;
	const char *scope;

	if (!order_row_read(db, order_id, &row))
		return;
	scope = open_scope(&row, domain->id);
	if (scope) {
		domain->orders[domain->count++] = order_id;
		if (!domain->name)
			domain->name = mem_dup(scope);
	}
	order_row_clear(&row);
}

/* ?1 is the organization, ?2 the status. A DV order has no organization. */
static const char of_organization[] =
	"SELECT id FROM orders WHERE organization_id = ?1 AND listed = ?2"
	" AND domains_open > 0 ORDER BY created";
static const char of_nobody[] =
	"SELECT id FROM orders WHERE organization_id IS NULL AND ?1 > 0"
	" AND listed = ?2 AND domains_open > 0 ORDER BY created";
static const char of_all[] =
	"SELECT id FROM orders WHERE ?1 = 0 AND listed = ?2"
	" AND domains_open > 0 ORDER BY created";

static void look_through(struct db *db, struct domain *domain, const char *sql,
	int64_t organization_id, size_t max)
{
	sqlite3_stmt *stmt = db_query(
		db, sql, "ii", organization_id, (int64_t)SCHEMA_PENDING);

	while (domain->count < max && db_step(db, stmt))
		look_at(db, domain, db_column_int(stmt, 0));
	db_done(stmt);
}

/* organization_id 0: the domain is in no list. */
static void
find_orders(struct db *db, struct domain *domain, int64_t organization_id)
{
	if (organization_id) {
		look_through(db, domain, of_organization, organization_id,
			WAITING_MAX);
		look_through(
			db, domain, of_nobody, organization_id, WAITING_MAX);
	} else {
		look_through(db, domain, of_all, 0, WAITING_MAX);
	}
}

/* The caller frees the name. */
static void find_domain(struct db *db, int64_t id, struct domain *domain)
{
	*domain = (struct domain){.id = id};
	domain->name =
		db_text(db, "SELECT name FROM domains WHERE id = ?", "i", id);
	find_orders(db, domain,
		db_int(db, 0,
			"SELECT organization_id FROM domains WHERE id = ?", "i",
			id));
}

/* The domain of the path; answers if there is none, or nothing waits for it.
 * The caller frees the name. */
static bool read_domain(const struct route_request *request,
	struct domain *domain, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	int64_t id = -1;

	*domain = (struct domain){0};
	if (route_number(request->params[0], &id))
		find_domain(db, id, domain);
	if (domain->count > 0)
		return true;
	if (domain->name)
		route_error(response, 400, "sandbox_no_domain_to_validate",
			"No order waits for the validation of %s.",
			domain->name);
	else
		route_error(response, 404, "not_found|domain",
			"The specified domain was not found.");
	free(domain->name);
	return false;
}

/* -- mails ----------------------------------------------------------------- */

/* email_array narrows the receivers: it cannot name others. */
static void choose(struct recipients *chosen, const struct recipients *owners,
	const cJSON *list, struct route_response *response)
{
	const cJSON *item;

	if (!cJSON_IsArray(list) || !list->child)
		route_error(response, 400, "sandbox_emails_missing",
			"email_array is not a list of addresses.");
	cJSON_ArrayForEach(item, list)
	{
		const char *email = cJSON_GetStringValue(item);

		if (recipients_has(owners, email))
			recipients_add(chosen, email);
		else
			route_error(response, 400, "sandbox_email_not_offered",
				"No DCV mail can go to \"%s\".",
				email ? email : "");
	}
}

/* The mail belongs to an order: to the oldest one that waits. */
static void send_mails(struct sandbox *sandbox, const struct domain *domain,
	const cJSON *list, struct route_response *response)
{
	struct recipients owners = {.count = 0}, chosen = {.count = 0};

	recipients_add_owners(&owners, domain->name);
	if (list)
		choose(&chosen, &owners, list, response);
	if (response->status < 400)
		mails_resend_dcv(sandbox, domain->orders[0],
			(const char *const *)(list ? chosen.emails
						   : owners.emails),
			list ? chosen.count : owners.count);
	recipients_clear(&chosen);
	recipients_clear(&owners);
}

static bool scope_fits(const struct domain *domain, const char *scope)
{
	size_t len = strlen(scope), name_len = strlen(domain->name);

	return len >= name_len &&
	       text_equal_ascii_case(scope + len - name_len, domain->name) &&
	       (len == name_len || scope[len - name_len - 1] == '.');
}

static void
put_emails(const struct route_request *request, struct route_response *response)
{
	const char *scope = body_text(request->json, "name_scope");
	struct domain domain;

	if (!read_domain(request, &domain, response))
		return;
	route_empty(response, 204);
	if (scope && !scope_fits(&domain, scope))
		route_error(response, 400, "sandbox_invalid_name_scope",
			"%s is not %s or a name in it.", scope, domain.name);
	else
		send_mails(request->sandbox, &domain,
			cJSON_GetObjectItemCaseSensitive(
				request->json, "email_array"),
			response);
	free(domain.name);
}

/* -- the method ------------------------------------------------------------ */

static void set_all(struct db *db, const struct domain *domain,
	const struct dcv_method *method, const char *token)
{
	for (size_t i = 0; i < domain->count; i++) {
		struct order_row row;

		if (!order_row_read(db, domain->orders[i], &row))
			continue;
		dcv_set(db, &row, method, token);
		order_row_clear(&row);
	}
}

/* The caller frees. */
static char *method_of(struct db *db, const struct domain *domain)
{
	struct order_row row;
	char *word;

	if (domain->count == 0 || !order_row_read(db, domain->orders[0], &row))
		return mem_dup("email");
	word = mem_dup(row.dcv_method);
	order_row_clear(&row);
	return word;
}

char *domains_dcv_method(struct db *db, int64_t id, int64_t organization_id)
{
	struct domain domain = {.id = id};
	char *word;

	look_through(db, &domain, of_organization, organization_id, 1);
	word = method_of(db, &domain);
	free(domain.name);
	return word;
}

static void
answer_emails(const struct domain *domain, struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *emails = cJSON_AddObjectToObject(json, "validation_emails");
	struct recipients owners = {.count = 0};

	recipients_add_owners(&owners, domain->name);
	cJSON_AddStringToObject(emails, "name_scope", domain->name);
	order_answer_texts(emails, "base_emails",
		(const char *const *)owners.emails, owners.count);
	recipients_clear(&owners);
	route_json(response, 200, json);
}

static void
answer_token(struct db *db, const char *token, struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *object = cJSON_AddObjectToObject(json, "dcv_token");

	cJSON_AddStringToObject(object, "token", token);
	cJSON_AddStringToObject(object, "status", "pending");
	order_answer_time(object, "expiration_date", dcv_expires(db_now(db)));
	cJSON_AddStringToObject(object, "verification_value", token);
	route_json(response, 200, json);
}

/* Changing to e-mail sends the mails, unless told not to. */
static void
set_method(const struct route_request *request, const struct domain *domain,
	const struct dcv_method *method, struct route_response *response)
{
	const cJSON *flag = cJSON_GetObjectItemCaseSensitive(
		request->json, "send_dcv_email_flag");
	struct db *db = request->sandbox->db;
	char token[MAILS_TOKEN_SIZE];
	char *before;

	if (method->has_token) {
		mails_token(token);
		set_all(db, domain, method, token);
		answer_token(db, token, response);
		return;
	}
	before = method_of(db, domain);
	if (strcmp(before, method->word) != 0 && !cJSON_IsFalse(flag))
		send_mails(request->sandbox, domain, NULL, response);
	free(before);
	set_all(db, domain, method, NULL);
	answer_emails(domain, response);
}

static void
put_method(const struct route_request *request, struct route_response *response)
{
	const char *word = body_text(request->json, "dcv_method");
	const struct dcv_method *method = dcv_method_find(word);
	struct domain domain;

	if (!read_domain(request, &domain, response))
		return;
	if (method)
		set_method(request, &domain, method, response);
	else
		route_error(response, 400, "sandbox_unknown_dcv_method",
			"dcv_method must be email, dns-txt-token,"
			" dns-cname-token or http-token, not \"%s\".",
			word ? word : "");
	free(domain.name);
}

/* -- the check ------------------------------------------------------------- */

static bool is_domain(const struct scopes *scopes UNUSED,
	const struct scopes_item *item, const void *id)
{
	return item->domain_id == *(const int64_t *)id;
}

/* What the check of one order has found; the best of all orders counts. */
enum found {
	FOUND_NO_TOKEN, /* the method has none */
	FOUND_ERROR,	/* nothing, and that is an error of the method */
	FOUND_NOTHING,
	FOUND_TOKEN,
};

struct check {
	enum found found;
	char *token;	   /* of the order that counts */
	const char *error; /* FOUND_ERROR */
};

static enum found look_for_token(struct sandbox *sandbox,
	const struct domain *domain, const struct order_row *row)
{
	const struct dcv_method *method = dcv_method_find(row->dcv_method);

	if (!method || !method->has_token)
		return FOUND_NO_TOKEN;
	if (dcv_is_published(sandbox->db, row) &&
		dcv_pass(sandbox, row, is_domain, &domain->id))
		return FOUND_TOKEN;
	return method->missing ? FOUND_ERROR : FOUND_NOTHING;
}

static void check_order(struct sandbox *sandbox, const struct domain *domain,
	int64_t order_id, struct check *check)
{
	struct order_row row;
	enum found found;

	if (!order_row_read(sandbox->db, order_id, &row))
		return;
	found = look_for_token(sandbox, domain, &row);
	if (found > check->found) {
		check->found = found;
		free(check->token);
		check->token = mem_dup(row.dcv_token);
		check->error = dcv_method_find(row.dcv_method)->missing;
	}
	order_row_clear(&row);
}

static void answer_check(const struct check *check, const struct domain *domain,
	struct route_response *response)
{
	cJSON *json;

	if (check->found < FOUND_NOTHING) {
		route_error(response, 400,
			check->found == FOUND_ERROR ? check->error
						    : "invalid_dns_method",
			"No token of %s was found.", domain->name);
		return;
	}
	json = cJSON_CreateObject();
	cJSON_AddStringToObject(json, "token", check->token);
	cJSON_AddStringToObject(json, "status",
		check->found == FOUND_TOKEN ? "active" : "pending");
	route_json(response, 200, json);
}

static void
put_check(const struct route_request *request, struct route_response *response)
{
	struct check check = {.found = FOUND_NO_TOKEN};
	struct domain domain;

	if (!read_domain(request, &domain, response))
		return;
	for (size_t i = 0; i < domain.count; i++)
		check_order(
			request->sandbox, &domain, domain.orders[i], &check);
	answer_check(&check, &domain, response);
	free(check.token);
	free(domain.name);
}

const struct route domains_dcv_routes[] = {
	{"PUT", "/services/v2/domain/{id}/dcv/emails", ROUTE_ORGANIZATIONS, 0,
		put_emails},
	{"PUT", "/services/v2/domain/{id}/dcv/method", ROUTE_ORGANIZATIONS, 0,
		put_method},
	{"PUT", "/services/v2/domain/{id}/dcv/validate-token",
		ROUTE_ORGANIZATIONS, 0, put_check},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
