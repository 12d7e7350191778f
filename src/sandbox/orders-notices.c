/* SPDX-License-Identifier: MIT
 *
 * Three settings of an order. None of them sends anything.
 */
#include "sandbox/orders-notices.h"

#include <string.h>

#include "attr.h"
#include "buf.h"
#include "sandbox/address.h"
#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/order-path.h"

#define ADDRESSES_MAX 100
#define MESSAGE_MAX   20000 /* bytes */

/* -- additional e-mails ---------------------------------------------------- */

/* Appends them, one a line, as the database keeps them. */
static void read_addresses(
	const cJSON *list, struct buf *lines, struct route_response *response)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
	{
		const char *email = cJSON_GetStringValue(item);

		if (!email || !address_is_valid(email))
			route_error(response, 400, "sandbox_email_invalid",
				"Not a mail address: %s", email ? email : "");
		else
			buf_printf(lines, "%s%s", lines->len > 0 ? "\n" : "",
				email);
	}
}

static void set_addresses(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(
		request->json, "additional_emails");
	struct buf lines;

	if (!cJSON_IsArray(list)) {
		route_error(response, 400, "sandbox_additional_emails_missing",
			"additional_emails is missing: a list is required.");
		return;
	}
	if (cJSON_GetArraySize(list) > ADDRESSES_MAX) {
		route_error(response, 400, "sandbox_emails_too_many",
			"additional_emails has more than %d addresses.",
			ADDRESSES_MAX);
		return;
	}
	buf_init(&lines, ADDRESSES_MAX * (ADDRESS_MAX + 2));
	read_addresses(list, &lines, response);
	db_run(request->sandbox->db,
		"UPDATE orders SET additional_emails = nullif(?, '')"
		" WHERE id = ?",
		"si", buf_text(&lines), row->id);
	buf_clear(&lines);
}

static void put_addresses(
	const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, set_addresses);
}

/* -- renewal notices ------------------------------------------------------- */

/* Which words the service takes is not documented. */
static const struct {
	const char *word;
	bool quiet;
} renewal_words[] = {
	{"enable", false},
	{"enabled", false},
	{"on", false},
	{"1", false},
	{"disable", true},
	{"disabled", true},
	{"off", true},
	{"0", true},
};

static void set_notices(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const char *word = request->params[1];

	for (size_t i = 0; i < ARRAY_LEN(renewal_words); i++)
		if (strcmp(renewal_words[i].word, word) == 0) {
			order_path_set_flag(request->sandbox->db, row,
				SCHEMA_FLAG_QUIET, renewal_words[i].quiet);
			return;
		}
	route_error(response, 400, "sandbox_unknown_renewal_status",
		"Renewal notices can be set to enable or disable, not to"
		" \"%s\".",
		word);
}

static void put_notices(
	const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, set_notices);
}

/* -- renewal message ------------------------------------------------------- */

/* NULL: none any more. */
static void set_message(struct db *db, int64_t order_id, const char *text)
{
	db_run(db,
		"INSERT INTO order_settings (order_id, renewal_message)"
		" VALUES (?1, ?2) ON CONFLICT (order_id)"
		" DO UPDATE SET renewal_message = ?2",
		"is", order_id, text);
}

static void change_message(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const char *text = body_text(request->json, "custom_renewal_message");

	if (text && *text && strlen(text) <= MESSAGE_MAX)
		set_message(request->sandbox->db, row->id, text);
	else
		route_error(response, 400, "sandbox_renewal_message_missing",
			"custom_renewal_message is missing: a text of 1 to %d"
			" bytes is required.",
			MESSAGE_MAX);
}

static void put_message(
	const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, change_message);
}

static void remove_message(const struct route_request *request,
	const struct order_row *row, struct route_response *response UNUSED)
{
	set_message(request->sandbox->db, row->id, NULL);
}

static void delete_message(
	const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, remove_message);
}

#define ORDER "/services/v2/order/certificate/{id}"

const struct route orders_notices_routes[] = {
	{"PUT", ORDER "/additional-emails", ROUTE_ORDERS, 0, put_addresses},
	{"PUT", ORDER "/renewal-emails/{status}", ROUTE_ORDERS, 0, put_notices},
	{"PUT", ORDER "/custom-renewal-message", ROUTE_ORDERS, 0, put_message},
	{"DELETE", ORDER "/custom-renewal-message", ROUTE_ORDERS, 0,
		delete_message},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
