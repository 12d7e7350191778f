/* SPDX-License-Identifier: MIT
 *
 * One method and one token for all names of an order. A check that succeeds
 * passes the scopes of the names it was asked for; the last one passes the
 * order's gate.
 */
#include "sandbox/orders-dcv.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "buf.h"
#include "date.h"
#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/gates.h"
#include "sandbox/mails.h"
#include "sandbox/order-answer.h"
#include "sandbox/order-path.h"
#include "sandbox/recipients.h"
#include "sandbox/scopes.h"

#define TOKEN_DAYS    30
#define DAY	      86400
#define VALIDATED_MAX ((size_t)256 << 10) /* bytes */

static const struct method {
	const char *word;
	bool has_token;
	const char *missing; /* the error while the token is not found */
} methods[] = {
	{"email", false, NULL},
	{"dns-txt-token", true, "invalid_dns_txt"},
	{"dns-cname-token", true, "sandbox_invalid_dns_cname"},
	{"http-token", true, "file_random_value_not_found"},
};

static const struct method *find_method(const char *word)
{
	for (size_t i = 0; word && i < ARRAY_LEN(methods); i++)
		if (strcmp(methods[i].word, word) == 0)
			return &methods[i];
	return NULL;
}

/* -- the method ------------------------------------------------------------ */

static void
answer_token(const char *token, int64_t since, struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddStringToObject(json, "dcv_random_value", token);
	order_answer_time(
		json, "expiration_date", since + (int64_t)TOKEN_DAYS * DAY);
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
	const struct method *method, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	bool changes = strcmp(row->dcv_method, method->word) != 0;
	char token[MAILS_TOKEN_SIZE];

	mails_token(token);
	db_run(db,
		"INSERT INTO order_settings (order_id, dcv_method, dcv_token,"
		" dcv_since) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (order_id)"
		" DO UPDATE SET dcv_method = ?2, dcv_token = ?3,"
		" dcv_since = ?4",
		"issi", row->id, method->word, method->has_token ? token : NULL,
		db_now(db));
	if (method->has_token)
		answer_token(token, db_now(db), response);
	else if (changes)
		send_mails(request, row);
}

static void change_method(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const char *word = body_text(request->json, "dcv_method");
	const struct method *method = find_method(word);

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

/* -- the check ------------------------------------------------------------- */

/* Whether this name is to be checked; without a list, all are. */
static bool is_asked_for(const cJSON *list, const char *name)
{
	const cJSON *item;

	if (!list)
		return true;
	cJSON_ArrayForEach(item,
		list) if (cJSON_IsString(item) &&
			  strcmp(item->valuestring, name) == 0) return true;
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

static void check_token(struct db *db, const struct order_row *row,
	struct route_response *response)
{
	const struct method *method = find_method(row->dcv_method);

	if (row->domains_open == 0)
		return;
	if (!method || !method->has_token)
		route_error(response, 400, "invalid_dns_method",
			"The domains of the order are validated by %s: there is"
			" nothing to check.",
			row->dcv_method);
	else if (db_now(db) < row->dcv_since + ORDERS_DCV_PUBLISHED)
		route_error(response, 400, method->missing,
			"The random value %s was not found.",
			row->dcv_token ? row->dcv_token : "");
}

/* One of its names is enough: each proves the scope. */
static bool scope_is_asked_for(const struct scopes *scopes,
	const struct scopes_item *item, const cJSON *list)
{
	for (size_t i = item->first; i < item->next; i++)
		if (is_asked_for(list, scopes->names[i]))
			return true;
	return false;
}

/* Writes the scopes that have passed, one a line; true if none is left. */
static bool
pass_scopes(const struct scopes *scopes, const cJSON *list, struct buf *passed)
{
	bool all = true;

	for (size_t i = 0; i < scopes->count; i++) {
		const struct scopes_item *item = &scopes->items[i];

		if (item->open && !scope_is_asked_for(scopes, item, list))
			all = false;
		else
			buf_printf(passed, "%s%s", passed->len > 0 ? "\n" : "",
				item->scope);
	}
	return all;
}

/* False after a failure of the database: the router tells it. */
static bool
pass(struct sandbox *sandbox, const struct order_row *row, const cJSON *list)
{
	struct scopes scopes;
	struct buf passed;
	bool good = true;

	scopes_init(&scopes, row);
	buf_init(&passed, VALIDATED_MAX);
	if (!pass_scopes(&scopes, list, &passed))
		good = db_run(sandbox->db,
			"INSERT INTO order_settings (order_id, validated)"
			" VALUES (?1, ?2) ON CONFLICT (order_id)"
			" DO UPDATE SET validated = ?2",
			"is", row->id, buf_text(&passed));
	else
		good = gates_pass_domain(sandbox, row->id);
	buf_clear(&passed);
	scopes_clear(&scopes);
	return good;
}

/* As the order stands after the check. */
static void answer_check(const struct route_request *request, const cJSON *list,
	struct route_response *response)
{
	struct order_row row;
	cJSON *json, *array;

	if (!order_path_read(request, response, &row))
		return;
	json = cJSON_CreateObject();
	cJSON_AddStringToObject(
		json, "order_status", order_row_status_word(row.status));
	cJSON_AddNumberToObject(
		json, "certificate_id", (double)row.certificate_id);
	cJSON_AddStringToObject(json, "dcv_status", "valid");
	array = cJSON_AddArrayToObject(json, "dns_name_validations");
	for (size_t i = 0; i < row.dns_count; i++) {
		cJSON *item;

		if (!is_asked_for(list, row.dns_names[i]))
			continue;
		item = cJSON_CreateObject();
		cJSON_AddStringToObject(item, "dns_name", row.dns_names[i]);
		cJSON_AddStringToObject(item, "status", "valid");
		cJSON_AddItemToArray(array, item);
	}
	route_json(response, 200, json);
	order_row_clear(&row);
}

static void check(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(
		request->json, "dns_names_validations");

	if (!order_path_is_pending(row, response))
		return;
	check_names(row, list, response);
	check_token(request->sandbox->db, row, response);
	if (response->status >= 400)
		return;
	if (pass(request->sandbox, row, list))
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
	{"PUT", "/services/v2/order/certificate/{id}/check-dcv", ROUTE_ORDERS,
		0, put_check},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
