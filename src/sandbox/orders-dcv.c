/* SPDX-License-Identifier: MIT
 *
 * A check that succeeds passes the scopes of the names it was asked for.
 */
#include "sandbox/orders-dcv.h"

#include <stdlib.h>
#include <string.h>

#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/dcv.h"
#include "sandbox/mails.h"
#include "sandbox/order-answer.h"
#include "sandbox/order-path.h"
#include "sandbox/recipients.h"
#include "sandbox/scopes.h"

/* -- the method ------------------------------------------------------------ */

static void
answer_token(const char *token, int64_t since, struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddStringToObject(json, "dcv_random_value", token);
	order_answer_time(json, "expiration_date", dcv_expires(since));
	route_json(response, 200, json);
}

static void
send_mails(const struct route_request *request, const struct order_row *row)
{
	struct recipients recipients = {.count = 0};

	recipients_add_open_domains(&recipients, row);
	mails_resend_dcv(request->sandbox, row->id,
		(const char *const *)recipients.emails, recipients.count);
	recipients_clear(&recipients);
}

/* Setting e-mail anew sends nothing: for that there is resend-emails. */
static void
set_method(const struct route_request *request, const struct order_row *row,
	const struct dcv_method *method, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	bool changes = strcmp(row->dcv_method, method->word) != 0;
	char token[MAILS_TOKEN_SIZE];

	mails_token(token);
	dcv_set(db, row, method, method->has_token ? token : NULL);
	if (method->has_token)
		answer_token(token, db_now(db), response);
	else if (changes)
		send_mails(request, row);
}

static void change_method(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const char *word = body_text(request->json, "dcv_method");
	const struct dcv_method *method = dcv_method_find(word);

	if (!method)
		route_error(response, 400, "sandbox_unknown_dcv_method",
			"dcv_method must be email, dns-txt-token,"
			" dns-cname-token or http-token, not \"%s\".",
			word ? word : "");
	else if (!row->product->has_names)
		route_error(response, 400, "sandbox_product_without_domains",
			"Orders of %s have no domains to validate.",
			row->product->name);
	else if (order_path_is_pending(row, response))
		set_method(request, row, method, response);
}

static void
put_method(const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, change_method);
}

/* The token as long as it is good for, else a new one. */
static void renew_token(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const struct dcv_method *method = dcv_method_find(row->dcv_method);

	if (!order_path_is_pending(row, response))
		return;
	if (!method || !method->has_token)
		route_error(response, 400, "invalid_dns_method",
			"The domains of the order are validated by %s, which"
			" has no random value.",
			row->dcv_method);
	else if (row->dcv_token &&
		 db_now(request->sandbox->db) < dcv_expires(row->dcv_since))
		answer_token(row->dcv_token, row->dcv_since, response);
	else
		set_method(request, row, method, response);
}

static void
put_token(const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, renew_token);
}

/* -- the check ------------------------------------------------------------- */

/* Whether this name is to be checked; without a list, all are. */
static bool is_asked_for(const cJSON *list, const char *name)
{
	if (!list)
		return true;
	for (const cJSON *item = list->child; item; item = item->next)
		if (cJSON_IsString(item) &&
			strcmp(item->valuestring, name) == 0)
			return true;
	return false;
}

static bool has_name(const struct order_row *row, const char *name)
{
	for (size_t i = 0; name && i < row->dns_count; i++)
		if (strcmp(row->dns_names[i], name) == 0)
			return true;
	return false;
}

static void check_names(const struct order_row *row, const cJSON *list,
	struct route_response *response)
{
	const cJSON *item;

	if (list && !cJSON_IsArray(list))
		route_error(response, 400, "sandbox_invalid_names",
			"dns_names_validations is not a list.");
	cJSON_ArrayForEach(item, list)
	{
		const char *name = cJSON_GetStringValue(item);

		if (!has_name(row, name))
			route_error(response, 400, "sandbox_no_such_name",
				"The order has no name \"%s\".",
				name ? name : "");
	}
}

/* False if nothing was found; it is answered if that is an error. */
static bool find_token(struct db *db, const struct order_row *row,
	struct route_response *response)
{
	const struct dcv_method *method = dcv_method_find(row->dcv_method);

	if (row->domains_open == 0)
		return true;
	if (!method || !method->has_token)
		route_error(response, 400, "invalid_dns_method",
			"The domains of the order are validated by %s: there is"
			" nothing to check.",
			row->dcv_method);
	else if (dcv_is_published(db, row))
		return true;
	else if (method->missing)
		route_error(response, 400, method->missing,
			"The random value %s was not found.",
			row->dcv_token ? row->dcv_token : "");
	return false;
}

/* One of its names is enough: each proves the scope. */
static bool scope_is_asked_for(const struct scopes *scopes,
	const struct scopes_item *item, const void *list)
{
	for (size_t i = item->first; i < item->next; i++)
		if (is_asked_for(list, scopes->names[i]))
			return true;
	return false;
}

/* The names that were asked for; true if all of them are validated. */
static bool
add_names(cJSON *json, const struct order_row *row, const cJSON *list)
{
	cJSON *array = cJSON_AddArrayToObject(json, "dns_name_validations");
	struct scopes scopes;
	bool valid = true;

	scopes_init(&scopes, row);
	for (size_t i = 0; i < scopes.count; i++) {
		const struct scopes_item *scope = &scopes.items[i];

		for (size_t n = scope->first; n < scope->next; n++) {
			cJSON *item;

			if (!is_asked_for(list, scopes.names[n]))
				continue;
			item = cJSON_CreateObject();
			cJSON_AddStringToObject(
				item, "dns_name", scopes.names[n]);
			cJSON_AddStringToObject(item, "status",
				scope->open ? "pending" : "approved");
			cJSON_AddItemToArray(array, item);
			valid = valid && !scope->open;
		}
	}
	scopes_clear(&scopes);
	return valid;
}

/* As the order stands after the check. */
static void answer_check(const struct route_request *request, const cJSON *list,
	struct route_response *response)
{
	struct order_row row;
	cJSON *json;
	bool valid;

	if (!order_path_read(request, response, &row))
		return;
	json = cJSON_CreateObject();
	cJSON_AddStringToObject(
		json, "order_status", order_row_status_word(row.status));
	cJSON_AddNumberToObject(
		json, "certificate_id", (double)row.certificate_id);
	valid = add_names(json, &row, list);
	cJSON_AddStringToObject(
		json, "dcv_status", valid ? "valid" : "pending");
	route_json(response, 200, json);
	order_row_clear(&row);
}

static void check(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(
		request->json, "dns_names_validations");
	bool good = true;

	if (!order_path_is_pending(row, response))
		return;
	check_names(row, list, response);
	if (find_token(request->sandbox->db, row, response) &&
		response->status < 400)
		good = dcv_pass(
			request->sandbox, row, scope_is_asked_for, list);
	if (good && response->status < 400)
		answer_check(request, list, response);
}

static void
put_check(const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, check);
}

const struct route orders_dcv_routes[] = {
	{"PUT", "/services/v2/order/certificate/{id}/dcv-method", ROUTE_ORDERS,
		0, put_method},
	{"PUT", "/services/v2/order/certificate/{id}/dcv-random-value",
		ROUTE_ORDERS, 0, put_token},
	{"PUT", "/services/v2/order/certificate/{id}/check-dcv", ROUTE_ORDERS,
		0, put_check},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
