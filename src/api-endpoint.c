/* SPDX-License-Identifier: MIT
 *
 * The table of endpoints, and the glue from each to its decoder.
 */
#include "api-endpoint.h"

#include "attr.h"

static bool decode_page(
	const char *text, size_t len, bool keep_raw, struct api_result *result)
{
	result->page = order_json_page(text, len, keep_raw, &result->error);
	return result->page != NULL;
}

static bool decode_details(const char *text, size_t len, bool keep_raw UNUSED,
	struct api_result *result)
{
	result->details = order_json_details(text, len, &result->error);
	return result->details != NULL;
}

static bool decode_validation(const char *text, size_t len,
	bool keep_raw UNUSED, struct api_result *result)
{
	result->validation = order_json_validation(text, len, &result->error);
	return result->validation != NULL;
}

static bool decode_notes(const char *text, size_t len, bool keep_raw UNUSED,
	struct api_result *result)
{
	result->notes = order_json_notes(text, len, &result->error);
	return result->notes != NULL;
}

static bool decode_emails(const char *text, size_t len, bool keep_raw UNUSED,
	struct api_result *result)
{
	result->emails = order_json_emails(text, len, &result->error);
	return result->emails != NULL;
}

static bool decode_mails(const char *text, size_t len, bool keep_raw UNUSED,
	struct api_result *result)
{
	result->mails = order_json_mails(text, len, &result->error);
	return result->mails != NULL;
}

static bool decode_account(const char *text, size_t len, bool keep_raw UNUSED,
	struct api_result *result)
{
	return order_json_account(text, len, &result->account, &result->error);
}

static bool decode_user(const char *text, size_t len, bool keep_raw UNUSED,
	struct api_result *result)
{
	return order_json_user(text, len, &result->user, &result->error);
}

static const struct api_endpoint_row rows[API_ENDPOINTS] = {
	[API_LIST_ORDERS] = {TRANSPORT_GET, false, "/order/certificate",
		decode_page, true, "services-api/orders/list-orders"},
	[API_ORDER_INFO] = {TRANSPORT_GET, false,
		"/order/certificate/{order_id}", decode_details, false,
		"services-api/orders/order-info"},
	[API_ORDER_VALIDATION] = {TRANSPORT_GET, false,
		"/order/certificate/{order_id}/validation", decode_validation,
		false, "services-api/orders/validation-status"},
	[API_ORDER_NOTES] = {TRANSPORT_GET, false,
		"/order/certificate/{order_id}/note", decode_notes, true,
		"services-api/orders/add-note"},
	[API_EMAIL_VALIDATION] = {TRANSPORT_GET, false,
		"/order/certificate/{order_id}/email-validation", decode_emails,
		true, "services-api/orders/email-validation-status"},
	[API_ACCOUNT] = {TRANSPORT_GET, false, "/account", decode_account,
		false, "services-api/account/account-details"},
	[API_USER_ME] = {TRANSPORT_GET, false, "/user/me", decode_user, false,
		"services-api/users/user-info"},
	[API_RESEND_APPROVAL] = {TRANSPORT_PUT, false,
		"/order/certificate/{order_id}/order-approval/resend-emails",
		NULL, false, "services-api/orders/resend-order-approval-email"},
	/* Not documented: method and path are a setting of the account. */
	[API_RESEND_ISSUANCE] = {TRANSPORT_PUT, true, "", NULL, false, ""},
	[API_ADD_NOTE] = {TRANSPORT_POST, false,
		"/order/certificate/{order_id}/note", NULL, false,
		"services-api/orders/add-note"},
	/* Not DigiCert's but the demo's. */
	[API_DEMO_MAILS] = {TRANSPORT_GET, true, "/sandbox/v1/mails",
		decode_mails, false, ""},
};

const struct api_endpoint_row *api_endpoint(enum api_endpoint endpoint)
{
	return &rows[endpoint];
}
