/* SPDX-License-Identifier: MIT
 *
 * The fields are a constant table; only values are stored, as text. The value
 * of a numeric field is a number in answers: a client has to expect any type.
 */
#include "sandbox/metadata.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/address.h"
#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/order-path.h"

#define VALUE_MAX 2000 /* bytes */

enum type {
	ANYTHING,
	TEXT,
	INT,
	EMAIL_ADDRESS,
	EMAIL_LIST,
};

static const char *const type_words[] = {
	[ANYTHING] = "anything",
	[TEXT] = "text",
	[INT] = "int",
	[EMAIL_ADDRESS] = "email_address",
	[EMAIL_LIST] = "email_list",
};

static const struct field {
	int id;
	const char *label;
	enum type type;
	bool required;
	bool active;
	const char *description; /* NULL: none */
	const char *example;
} fields[] = {
	{701, "Cost center", ANYTHING, true, true,
		"Who pays for the certificate", "CC-4711"},
	{702, "Change ticket", TEXT, false, true, NULL, "CHG0031337"},
	{703, "Servers", INT, false, true, "How many servers use it", "12"},
	{704, "Owner", EMAIL_ADDRESS, false, true, NULL, "owner@example.com"},
	{705, "Teams", EMAIL_LIST, false, true, NULL,
		"web@example.com, ops@example.net"},
	{706, "担当部署", ANYTHING, false, true, NULL, "基盤チーム"},
	{707, "Old inventory number", ANYTHING, false, false, NULL, "INV-7"},
};

static const struct field *find(int64_t id)
{
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (fields[i].id == id)
			return &fields[i];
	return NULL;
}

const char *metadata_label(int64_t id)
{
	const struct field *field = find(id);

	return field ? field->label : "";
}

int64_t metadata_example(size_t nth, const char **value)
{
	const struct field *field = &fields[nth % ARRAY_LEN(fields)];

	*value = field->example;
	return field->id;
}

/* -- the account's fields -------------------------------------------------- */

static void list(const struct route_request *request UNUSED,
	struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *array = cJSON_AddArrayToObject(json, "metadata");

	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		const struct field *field = &fields[i];
		cJSON *item = cJSON_CreateObject();

		cJSON_AddNumberToObject(item, "id", field->id);
		cJSON_AddStringToObject(item, "label", field->label);
		cJSON_AddBoolToObject(item, "is_required", field->required);
		cJSON_AddBoolToObject(item, "is_active", field->active);
		cJSON_AddStringToObject(
			item, "data_type", type_words[field->type]);
		if (field->description)
			cJSON_AddStringToObject(
				item, "description", field->description);
		cJSON_AddItemToArray(array, item);
	}
	route_json(response, 200, json);
}

/* -- values of an order ---------------------------------------------------- */

static cJSON *value_json(int64_t id, const char *value)
{
	const struct field *field = find(id);
	cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "metadata_id", (double)id);
	cJSON_AddStringToObject(json, "label", metadata_label(id));
	if (field && field->type == INT)
		cJSON_AddNumberToObject(
			json, "value", (double)strtoll(value, NULL, 10));
	else
		cJSON_AddStringToObject(json, "value", value);
	return json;
}

void metadata_add(struct db *db, cJSON *json, int64_t order_id)
{
	cJSON *array = NULL;
	sqlite3_stmt *stmt = db_query(db,
		"SELECT metadata_id, value FROM order_fields"
		" WHERE order_id = ? ORDER BY metadata_id",
		"i", order_id);

	while (db_step(db, stmt)) {
		if (!array)
			array = cJSON_AddArrayToObject(json, "custom_fields");
		cJSON_AddItemToArray(array, value_json(db_column_int(stmt, 0),
						    db_column_text(stmt, 1)));
	}
	db_done(stmt);
}

static bool is_number(const char *text)
{
	int64_t number;

	return route_number(text[0] == '-' ? text + 1 : text, &number);
}

/* Addresses with commas between them. */
static bool is_address_list(const char *text)
{
	bool good = true;

	while (good && *text) {
		size_t len;
		char *item;

		text += strspn(text, " ");
		len = strcspn(text, ",");
		item = mem_dupn(text, len);
		while (len > 0 && item[len - 1] == ' ')
			item[--len] = '\0';
		good = address_is_valid(item);
		free(item);
		text += strcspn(text, ",");
		text += *text == ',';
	}
	return good;
}

static bool fits(const struct field *field, const char *value)
{
	if (!*value || strlen(value) > VALUE_MAX)
		return false;
	switch (field->type) {
	case INT:
		return is_number(value);
	case EMAIL_ADDRESS:
		return address_is_valid(value);
	case EMAIL_LIST:
		return is_address_list(value);
	case ANYTHING:
	case TEXT:
		break;
	}
	return true;
}

/* A text, or a number as a client may send one; the caller frees. */
static char *read_value(const cJSON *json)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, "value");
	int64_t number;

	if (cJSON_IsString(item))
		return mem_dup(item->valuestring);
	if (body_number(item, &number))
		return mem_printf("%lld", (long long)number);
	return mem_dup("");
}

static void store(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const cJSON *id =
		cJSON_GetObjectItemCaseSensitive(request->json, "metadata_id");
	const struct field *field;
	int64_t number;
	char *value;

	field = body_number(id, &number) ? find(number) : NULL;
	if (!field || !field->active) {
		route_error(response, 400, "sandbox_unknown_custom_field",
			"metadata_id is not the id of an active custom field.");
		return;
	}
	value = read_value(request->json);
	if (fits(field, value))
		db_run(request->sandbox->db,
			"INSERT OR REPLACE INTO order_fields VALUES (?, ?, ?)",
			"iis", row->id, number, value);
	else
		route_error(response, 400, "invalid_custom_field_value",
			"The value does not fit the custom field %s (%s).",
			field->label, type_words[field->type]);
	free(value);
}

static void
set(const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, store);
}

const struct route metadata_routes[] = {
	{"GET", "/services/v2/account/metadata", ROUTE_ANY_KEY, 0, list},
	{"POST", "/services/v2/order/certificate/{id}/custom-field",
		ROUTE_ORDERS, 0, set},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
