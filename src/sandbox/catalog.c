/* SPDX-License-Identifier: MIT
 *
 * From the table of products; what a product allows follows from its group.
 */
#include "sandbox/catalog.h"

#include "attr.h"
#include "sandbox/containers.h"
#include "sandbox/products.h"

static const char *const group_names[] = {
	[PRODUCTS_EV_TLS] = "ssl_certificate",
	[PRODUCTS_OV_TLS] = "ssl_certificate",
	[PRODUCTS_DV_TLS] = "dv_ssl_certificate",
	[PRODUCTS_PRIVATE_TLS] = "private_ssl_certificate",
	[PRODUCTS_CODE_SIGNING] = "code_signing_certificate",
	[PRODUCTS_MARK] = "mark_certificate",
	[PRODUCTS_CLIENT] = "client_certificate",
	[PRODUCTS_SECURE_EMAIL] = "client_certificate",
	[PRODUCTS_DOCUMENT] = "document_signing",
};

static bool is_tls(const struct products_item *product)
{
	return product->group <= PRODUCTS_PRIVATE_TLS;
}

static void add_numbers(cJSON *json, const char *name, int last)
{
	cJSON *array = cJSON_AddArrayToObject(json, name);

	for (int i = 1; i <= last; i++)
		cJSON_AddItemToArray(array, cJSON_CreateNumber(i));
}

static void add_hashes(cJSON *json)
{
	static const char *const hashes[][2] = {{"sha256", "SHA-256"},
		{"sha384", "SHA-384"}, {"sha512", "SHA-512"}};
	cJSON *types = cJSON_AddObjectToObject(json, "signature_hash_types");
	cJSON *array = cJSON_AddArrayToObject(types, "allowed_hash_types");

	for (size_t i = 0; i < ARRAY_LEN(hashes); i++) {
		cJSON *item = cJSON_CreateObject();

		cJSON_AddStringToObject(item, "id", hashes[i][0]);
		cJSON_AddStringToObject(item, "name", hashes[i][1]);
		cJSON_AddItemToArray(array, item);
	}
	cJSON_AddStringToObject(types, "default_hash_type_id", "sha256");
}

/* What the list and the info have in common. */
static cJSON *answer(const struct products_item *product)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *array;

	cJSON_AddStringToObject(
		json, "group_name", group_names[product->group]);
	cJSON_AddStringToObject(json, "name_id", product->name_id);
	cJSON_AddStringToObject(json, "name", product->name);
	cJSON_AddStringToObject(json, "type", product->type);
	array = cJSON_AddArrayToObject(json, "allowed_container_ids");
	cJSON_AddItemToArray(array, cJSON_CreateNumber(CONTAINERS_ROOT));
	add_numbers(json, "allowed_validity_years", is_tls(product) ? 1 : 3);
	add_numbers(
		json, "allowed_order_validity_years", is_tls(product) ? 6 : 3);
	add_hashes(json);
	cJSON_AddBoolToObject(json, "csr_required", is_tls(product));
	return json;
}

static void list(const struct route_request *request UNUSED,
	struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *array = cJSON_AddArrayToObject(json, "products");

	for (size_t i = 0; i < products_count(); i++)
		cJSON_AddItemToArray(array, answer(products_at(i)));
	route_json(response, 200, json);
}

static void
info(const struct route_request *request, struct route_response *response)
{
	int number = products_find(request->params[0]);
	const struct products_item *product;
	cJSON *json;

	if (number < 0) {
		route_error(response, 404, "not_found|product",
			"The specified product was not found.");
		return;
	}
	product = products_at((size_t)number);
	json = answer(product);
	cJSON_AddBoolToObject(json, "duplicates_allowed", is_tls(product));
	cJSON_AddBoolToObject(
		json, "additional_dns_names_allowed", product->has_names);
	cJSON_AddBoolToObject(json, "custom_expiration_date_allowed", true);
	cJSON_AddStringToObject(json, "validation_type",
		product->validation ? product->validation : "dv");
	cJSON_AddStringToObject(json, "validation_name",
		products_validation_name(product->validation));
	cJSON_AddStringToObject(json, "validation_description",
		products_validation_text(product->validation));
	route_json(response, 200, json);
}

const struct route catalog_routes[] = {
	{"GET", "/services/v2/product", ROUTE_ANY_KEY, 0, list},
	{"GET", "/services/v2/product/{name_id}", ROUTE_ANY_KEY, 0, info},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
