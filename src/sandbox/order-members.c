/* SPDX-License-Identifier: MIT
 *
 * What is not stored follows from the order's number, so that each member is
 * met sooner or later: the same order always has the same ones.
 */
#include "sandbox/order-members.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "date.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"
#include "sandbox/orders-validation.h"
#include "text.h"

#define YEAR_DAYS 365

/* One of so many orders. */
static bool is_one_of(const struct order_row *row, int64_t many, int64_t which)
{
	return row->id % many == which;
}

/* -- the certificate ------------------------------------------------------- */

/* Three ways to ask for the same time; one of them is told. */
static void add_validity(cJSON *certificate, const struct order_row *row)
{
	cJSON *validity = cJSON_AddObjectToObject(certificate, "cert_validity");

	if (is_one_of(row, 13, 5))
		cJSON_AddNumberToObject(
			validity, "days", row->years * YEAR_DAYS);
	else if (is_one_of(row, 13, 7) && row->valid_till != DATE_NONE)
		order_answer_day(
			validity, "custom_expiration_date", row->valid_till);
	else
		cJSON_AddNumberToObject(validity, "years", row->years);
}

/* As texts, as the service has been seen to send them. */
static void add_counts(cJSON *certificate, const struct order_row *row)
{
	size_t wildcards = 0;
	char text[24];

	for (size_t i = 0; i < row->dns_count; i++)
		wildcards += row->dns_names[i][0] == '*';
	cJSON_AddStringToObject(certificate, "purchased_dns_names",
		text_format(
			text, sizeof(text), "%zu", row->dns_count - wildcards));
	cJSON_AddStringToObject(certificate, "purchased_wildcard_names",
		text_format(text, sizeof(text), "%zu", wildcards));
}

void order_members_certificate(cJSON *certificate, const struct order_row *row)
{
	static const char *const units[] = {"IT Security", "Web Operations"};

	add_validity(certificate, row);
	if (row->organization_id && is_one_of(row, 11, 6))
		order_answer_texts(certificate, "organization_units", units,
			ARRAY_LEN(units));
	if (row->dns_count > 0)
		add_counts(certificate, row);
}

/* -- products -------------------------------------------------------------- */

static void add_shipment(cJSON *json, const struct order_row *row)
{
	static const char *const info[][2] = {
		{"name", "Ida Moser"},
		{"addr1", "7 Example Street"},
		{"city", "Bern"},
		{"state", "Bern"},
		{"zip", "3011"},
		{"country", "ch"},
		{"method", "STANDARD"},
	};
	cJSON *object = cJSON_AddObjectToObject(json, "ship_info");
	char code[24];

	for (size_t i = 0; i < ARRAY_LEN(info); i++)
		cJSON_AddStringToObject(object, info[i][0], info[i][1]);
	cJSON_AddStringToObject(json, "hardware_init_code",
		text_format(
			code, sizeof(code), "SANDBOX%lld", (long long)row->id));
}

static void add_provisioning(cJSON *json, const struct order_row *row)
{
	static const char *const methods[] = {
		"client_app", "ship_token", "none", "email"};
	size_t which = (size_t)row->id % ARRAY_LEN(methods);

	if (row->product->group != PRODUCTS_CODE_SIGNING)
		return;
	cJSON_AddStringToObject(json, "cs_provisioning_method", methods[which]);
	if (which == 1)
		add_shipment(json, row);
}

static void add_mark(cJSON *json, const struct order_row *row)
{
	bool registered = strcmp(row->product->name_id, "vmc_basic") == 0;
	cJSON *vmc, *data;
	char logo[24];

	if (row->product->group != PRODUCTS_MARK)
		return;
	vmc = cJSON_AddObjectToObject(json, "vmc");
	cJSON_AddStringToObject(vmc, "logo_id",
		text_format(logo, sizeof(logo), "%lld", (long long)row->id));
	/* A square of one colour, as an SVG. */
	cJSON_AddStringToObject(vmc, "logo",
		"PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjxyZWN0"
		"IHdpZHRoPSI5IiBoZWlnaHQ9IjkiLz48L3N2Zz4=");
	cJSON_AddBoolToObject(vmc, "enable_hosting", true);
	cJSON_AddStringToObject(vmc, "hosted_logo_location",
		"https://www.example.com/marks/logo.svg");
	if (row->issued != DATE_NONE)
		cJSON_AddStringToObject(vmc, "hosted_cert_location",
			"https://www.example.com/marks/chain.pem");
	cJSON_AddStringToObject(vmc, "mark_type",
		registered ? "registered_mark" : "prior_use_mark");
	data = cJSON_AddObjectToObject(vmc, "mark_type_data");
	cJSON_AddStringToObject(data, "country_code", "ch");
	if (registered)
		cJSON_AddStringToObject(
			data, "registration_number", "555 0199");
}

/* -- the rest -------------------------------------------------------------- */

/* The nearest order of the same organization and product, later or earlier. */
static int64_t neighbour(struct db *db, const struct order_row *row, bool later)
{
	static const char before[] =
		"SELECT id FROM orders WHERE organization_id = ?"
		" AND created < ? AND product = (SELECT product FROM orders"
		" WHERE id = ?) ORDER BY created DESC LIMIT 1";
	static const char after[] =
		"SELECT id FROM orders WHERE organization_id = ?"
		" AND created > ? AND product = (SELECT product FROM orders"
		" WHERE id = ?) ORDER BY created LIMIT 1";

	return db_int(db, 0, later ? after : before, "iii",
		row->organization_id, row->created, row->id);
}

/* 0 stands for no order. */
static void
add_renewals(struct db *db, cJSON *json, const struct order_row *row)
{
	int64_t of = row->flags & SCHEMA_FLAG_RENEWAL
			     ? neighbour(db, row, false)
			     : 0;
	int64_t by =
		row->flags & SCHEMA_FLAG_RENEWED ? neighbour(db, row, true) : 0;

	cJSON_AddNumberToObject(json, "renewed_order_id", (double)by);
	cJSON_AddNumberToObject(json, "renewal_of_order_id", (double)of);
}

static void add_key(cJSON *json, const struct order_row *row)
{
	bool acme = is_one_of(row, 20, 7);
	cJSON *key;

	if (!acme && !is_one_of(row, 20, 17))
		return;
	key = cJSON_AddObjectToObject(json, "api_key");
	cJSON_AddStringToObject(
		key, "name", acme ? "ACME web servers" : "Inventory sync");
	cJSON_AddStringToObject(key, "key_type", acme ? "acme_url" : "api_key");
}

/* When notices go out; old, and of migrated orders only. */
static void add_schedule(cJSON *json, const struct order_row *row)
{
	static const char *const names[] = {"send_minus_90", "send_minus_60",
		"send_minus_30", "send_minus_7", "send_minus_3", "send_plus_7"};

	if (!(row->flags & SCHEMA_FLAG_MIGRATED))
		return;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		cJSON_AddBoolToObject(json, names[i], i != 1);
}

static void add_prices(cJSON *json, double price)
{
	cJSON *item = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "price", price);
	cJSON_AddStringToObject(json, "currency", "USD");
	cJSON_AddNumberToObject(item, "price", price);
	cJSON_AddStringToObject(item, "currency", "USD");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(json, "prices"), item);
}

double order_members_price(const struct order_row *row)
{
	return 199 + (double)(row->id % 7) * 50;
}

static void add_money(cJSON *json, const struct order_row *row)
{
	cJSON_AddNumberToObject(
		json, "receipt_id", (double)(row->id - 900000 + 300000));
	cJSON_AddStringToObject(json, "payment_method", "balance");
	add_prices(json, order_members_price(row));
	cJSON_AddBoolToObject(
		json, "is_out_of_contract", is_one_of(row, 29, 3));
}

void order_members_add(struct db *db, cJSON *json, const struct order_row *row)
{
	char text[32];

	add_renewals(db, json, row);
	add_money(json, row);
	add_provisioning(json, row);
	add_mark(json, row);
	add_schedule(json, row);
	add_key(json, row);
	orders_validation_add(db, json, row);
	if (row->product->group <= PRODUCTS_PRIVATE_TLS) {
		cJSON_AddNumberToObject(json, "server_licenses", 1);
		cJSON_AddBoolToObject(json, "disable_ct",
			row->product->group == PRODUCTS_PRIVATE_TLS);
	}
	if (is_one_of(row, 6, 1))
		cJSON_AddStringToObject(json, "alternative_order_id",
			text_format(text, sizeof(text), "PO-%lld",
				(long long)row->id * 7));
	order_answer_text(json, "custom_renewal_message", row->renewal_message);
}
