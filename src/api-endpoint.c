/* SPDX-License-Identifier: MIT
 *
 * The table of endpoints, and the glue from each to its decoder.
 */
#include "api-endpoint.h"

#include <string.h>

#include "attr.h"
#include "buf.h"

#define PATH_SIZE ((size_t)8192)

/* A decoder of order-json whose result goes to a pointer in the answer. */
#define DECODE_TO(member, decoder)                                             \
	static bool decode_##member(const char *text, size_t len,              \
		bool keep_raw UNUSED, struct api_result *result)               \
	{                                                                      \
		result->member = decoder(text, len, &result->error);           \
		return result->member != NULL;                                 \
	}

DECODE_TO(details, order_json_details)
DECODE_TO(validation, order_json_validation)
DECODE_TO(notes, order_json_notes)
DECODE_TO(emails, order_json_emails)
DECODE_TO(mails, order_json_mails)
DECODE_TO(changes, order_json_changes)
DECODE_TO(certificates, order_json_certificates)
DECODE_TO(organization, order_json_organization)
DECODE_TO(validations, order_json_organization_validations)

static bool decode_page(
	const char *text, size_t len, bool keep_raw, struct api_result *result)
{
	result->page = order_json_page(text, len, keep_raw, &result->error);
	return result->page != NULL;
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

static bool decode_users(const char *text, size_t len, bool keep_raw UNUSED,
	struct api_result *result)
{
	result->people = order_json_users(text, len, &result->error);
	return result->people != NULL;
}

static bool decode_guest_access(const char *text, size_t len,
	bool keep_raw UNUSED, struct api_result *result)
{
	return order_json_guest_access(
		text, len, &result->guest_access, &result->error);
}

static bool decode_dcv_check(const char *text, size_t len, bool keep_raw UNUSED,
	struct api_result *result)
{
	return order_json_dcv_check(
		text, len, &result->dcv_check, &result->error);
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
	[API_STATUS_CHANGES] = {TRANSPORT_GET, false,
		"/order/certificate/status-changes", decode_changes, true,
		"services-api/orders/status-change-list"},
	[API_REISSUES] = {TRANSPORT_GET, false,
		"/order/certificate/{order_id}/reissue", decode_certificates,
		true, "services-api/orders/list-reissues"},
	[API_DUPLICATES] = {TRANSPORT_GET, false,
		"/order/certificate/{order_id}/duplicate", decode_certificates,
		true, "services-api/orders/list-duplicates"},
	[API_GUEST_ACCESS] = {TRANSPORT_GET, false, "/account/guest-access",
		decode_guest_access, true,
		"services-api/account/guest-access-url"},
	[API_USERS] = {TRANSPORT_GET, false, "/user", decode_users, true,
		"services-api/users/list-users"},
	[API_ORGANIZATION] = {TRANSPORT_GET, false, "/organization/{id}",
		decode_organization, false,
		"services-api/organizations/organization-info"},
	[API_ORGANIZATION_VALIDATIONS] = {TRANSPORT_GET, false,
		"/organization/{id}/validation", decode_validations, true,
		"services-api/organizations/validation-details"},
	[API_DOWNLOAD] = {TRANSPORT_GET, false,
		"/certificate/{id}/download/format/{word}", NULL, false,
		"services-api/certificates/download-certificate"},
	[API_RESEND_DCV] = {TRANSPORT_PUT, false,
		"/order/certificate/{order_id}/resend-emails", NULL, false,
		"services-api/orders/dv-ssl--resend-emails"},
	[API_RESEND_DOMAIN_DCV] = {TRANSPORT_PUT, false,
		"/domain/{id}/dcv/emails", NULL, false,
		"services-api/domains/resend-dcv-email"},
	[API_CHECK_DCV] = {TRANSPORT_PUT, false,
		"/order/certificate/{order_id}/check-dcv", decode_dcv_check,
		false, "services-api/orders/dv-ssl--check-dcv"},
	[API_CHECK_DOMAIN_DCV] = {TRANSPORT_PUT, false,
		"/domain/{id}/dcv/validate-token", decode_dcv_check, false,
		"services-api/domains/ov-ev-ssl--check-dcv"},
	[API_SUBMIT_VALIDATION] = {TRANSPORT_POST, false,
		"/organization/{id}/validation", NULL, false,
		"services-api/organizations/submit-for-validation"},
	[API_SEND_CERTIFICATE] = {TRANSPORT_PUT, false,
		"/certificate/{id}/sendemail", NULL, false,
		"services-api/certificates/email-certificate"},
	[API_SET_ADDITIONAL_EMAILS] = {TRANSPORT_PUT, false,
		"/order/certificate/{order_id}/additional-emails", NULL, false,
		"services-api/orders/additional-emails"},
	[API_SET_CONTACT] = {TRANSPORT_PUT, false,
		"/order/certificate/{order_id}/contact", NULL, false,
		"services-api/orders/update-order-contacts"},
	/* Not documented either, but known from other clients' code. */
	[API_SET_USER_ACCESS] = {TRANSPORT_PUT, false,
		"/order/certificate/{order_id}/user-access", NULL, false, ""},
	[API_SET_GUEST_ACCESS] = {TRANSPORT_PUT, false,
		"/order/certificate/{order_id}/guest-access", NULL, false,
		"services-api/orders/edit-guest-access-order"},
	[API_SET_STATUS] = {TRANSPORT_PUT, false,
		"/order/certificate/{order_id}/status", NULL, false,
		"services-api/orders/update-order-status"},
	[API_SET_RENEWAL_NOTICES] = {TRANSPORT_PUT, false,
		"/order/certificate/{order_id}/renewal-emails/{word}", NULL,
		false,
		"services-api/orders/update-renewal-notification-settings"},
	/* Not DigiCert's but the demo's. */
	[API_DEMO_MAILS] = {TRANSPORT_GET, true, "/sandbox/v1/mails",
		decode_mails, false, ""},
};

const struct api_endpoint_row *api_endpoint(enum api_endpoint endpoint)
{
	return &rows[endpoint];
}

bool api_endpoint_is_write(enum api_endpoint endpoint)
{
	return rows[endpoint].method != TRANSPORT_GET;
}

bool api_is_of_organization(enum api_endpoint endpoint)
{
	const char *path = rows[endpoint].path;

	return strncmp(path, "/organization/", 14) == 0 ||
	       strncmp(path, "/domain/", 8) == 0;
}

/* -- paths -- */

static bool is_word(const char *text)
{
	return text != NULL && *text != '\0' &&
	       text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] ==
		       '\0';
}

static bool is_id(const char *text)
{
	return text != NULL && order_id_is_valid(text);
}

static const struct {
	const char *name; /* in a path */
	size_t offset;	  /* of the value in a request */
	bool (*is_valid)(const char *text);
	const char *what;
} places[] = {
	{"{order_id}", offsetof(struct api_request, order_id), is_id,
		"an order number"},
	{"{id}", offsetof(struct api_request, id), is_id, "a number"},
	{"{word}", offsetof(struct api_request, word), is_word, "a word"},
};

/* Puts what belongs to the place at `at`; returns its length in the pattern. */
static size_t fill_place(const char *at, const struct api_request *request,
	struct buf *path, struct error *error)
{
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		size_t len = strlen(places[i].name);
		const char *value;

		if (strncmp(at, places[i].name, len) != 0)
			continue;
		memcpy(&value, (const char *)request + places[i].offset,
			sizeof(value));
		if (!places[i].is_valid(value)) {
			error_set(error, ERROR_USAGE, "\"%s\" is not %s.",
				value != NULL ? value : "", places[i].what);
			return 0;
		}
		buf_puts(path, value);
		return len;
	}
	error_set(error, ERROR_CONFIG, "The path %s cannot be filled in.", at);
	return 0;
}

static bool fill(const char *pattern, const struct api_request *request,
	struct buf *path, struct error *error)
{
	const char *place;
	size_t len;

	while ((place = strchr(pattern, '{')) != NULL) {
		buf_add(path, pattern, (size_t)(place - pattern));
		len = fill_place(place, request, path, error);
		if (len == 0)
			return false;
		pattern = place + len;
	}
	buf_puts(path, pattern);
	if (request->query != NULL && *request->query != '\0')
		buf_printf(path, "?%s", request->query);
	return !path->full ||
	       error_set(error, ERROR_TOO_LARGE,
		       "The request is too long. Use fewer filters.");
}

char *api_endpoint_path(const char *pattern, const struct api_request *request,
	struct error *error)
{
	struct buf path;
	char *text = NULL;

	buf_init(&path, PATH_SIZE);
	if (fill(pattern, request, &path, error))
		text = buf_take(&path);
	buf_clear(&path);
	return text;
}
