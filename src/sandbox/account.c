/* SPDX-License-Identifier: MIT
 *
 * The account itself.
 */
#include "sandbox/account.h"

#include <cjson/cJSON.h>

/* As cert_central_type tells it; nothing documented says Subscription. */
static const char *const account_types[] = {
	[SANDBOX_ENTERPRISE] = "enterprise",
	[SANDBOX_PARTNER] = "reseller",
	[SANDBOX_LEGACY] = "retail",
	[SANDBOX_SUBSCRIPTION] = "retail",
};

int64_t account_user(enum route_key key)
{
	switch (key) {
	case ROUTE_KEY_ORDERS:
		return ACCOUNT_FIRST_USER + 1;
	case ROUTE_KEY_READONLY:
		return ACCOUNT_FIRST_USER + 2;
	case ROUTE_KEY_ADMIN:
	case ROUTE_KEY_NONE:
		break;
	}
	return ACCOUNT_FIRST_USER;
}

static void
account(const struct route_request *request, struct route_response *response)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "id", ACCOUNT_ID);
	cJSON_AddBoolToObject(json, "make_renewal_calls", true);
	cJSON_AddBoolToObject(json, "express_install_enabled", true);
	cJSON_AddStringToObject(json, "admin_email", "pki@example.com");
	cJSON_AddBoolToObject(json, "display_rep", false);
	cJSON_AddNumberToObject(json, "balance_negative_limit", 0);
	cJSON_AddStringToObject(json, "pricing_model", "flatfee");
	cJSON_AddStringToObject(json, "cert_transparency", "embed");
	cJSON_AddStringToObject(json, "cert_central_type",
		account_types[request->sandbox->kind]);
	cJSON_AddNumberToObject(json, "primary_organization_id", 44001);
	cJSON_AddStringToObject(
		json, "primary_organization_name", "Example GmbH");
	cJSON_AddStringToObject(json, "primary_organization_country", "de");
	cJSON_AddNumberToObject(json, "root_container_id", 31);
	cJSON_AddNumberToObject(json, "billing_account_id", ACCOUNT_ID);
	cJSON_AddStringToObject(json, "billing_account_name", "Example GmbH");
	cJSON_AddNumberToObject(json, "language_id", 1);
	cJSON_AddBoolToObject(json, "migrated", false);
	cJSON_AddBoolToObject(json, "has_auth_key", false);
	cJSON_AddStringToObject(json, "ent_support_plan", "1");
	cJSON_AddStringToObject(json, "default_country", "de");
	route_json(response, 200, json);
}

const struct route account_routes[] = {
	{"GET", "/services/v2/account", ROUTE_ANY_KEY, 0, account},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
