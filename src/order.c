/* SPDX-License-Identifier: MIT
 *
 * The tables of the domain: status words, product families, who may approve
 * what. Each table is one row a fact, so that a new product is one line.
 */
#include "order.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "text.h"

const char order_invalid[] = "invalid";

struct status_row {
	const char *wire, *label;
	bool open;
	const char *brief; /* where there is little room; NULL: the label */
};

static const struct status_row statuses[] = {
	[ORDER_PENDING] = {"pending", "Pending", true, NULL},
	[ORDER_REISSUE_PENDING] = {"reissue_pending", "Reissue Pending", true,
		"Reissue Pend."},
	[ORDER_NEEDS_APPROVAL] = {"needs_approval", "Needs Approval", true,
		"Needs Appr."},
	[ORDER_WAITING_PICKUP] = {"waiting_pickup", "Emailed to Recipient",
		true, "Emailed"},
	[ORDER_PROCESSING] = {"processing", "Processing", true, NULL},
	[ORDER_NEEDS_CSR] = {"needs_csr", "Needs CSR", true, NULL},
	[ORDER_ISSUED] = {"issued", "Issued", false, NULL},
	[ORDER_EXPIRED] = {"expired", "Expired", false, NULL},
	[ORDER_REVOKED] = {"revoked", "Revoked", false, NULL},
	[ORDER_REJECTED] = {"rejected", "Rejected", false, NULL},
	[ORDER_CANCELED] = {"canceled", "Canceled", false, NULL},
	[ORDER_STATUS_OTHER] = {"", "Other", false, NULL},
};

struct family_row {
	const char *label; /* a heading: "EV TLS/SSL" */
	const char *words; /* in the place of a name: "code signing" */
	unsigned kinds;	   /* of contacts that may approve; 0: none needed */
};

#define ANY_KIND (ORDER_CONTACT_EV | ORDER_CONTACT_CS | ORDER_CONTACT_EV_CS)

static const struct family_row families[] = {
	[ORDER_EV_TLS] = {"EV TLS/SSL", "EV TLS/SSL", ORDER_CONTACT_EV},
	[ORDER_OV_TLS] = {"OV TLS/SSL", "OV TLS/SSL", 0},
	[ORDER_DV_TLS] = {"DV TLS/SSL", "DV TLS/SSL", 0},
	[ORDER_PRIVATE_TLS] = {"Private TLS/SSL", "private TLS/SSL", 0},
	[ORDER_CODE_SIGNING] = {"Code Signing", "code signing",
		ORDER_CONTACT_CS},
	[ORDER_EV_CODE_SIGNING] = {"EV Code Signing", "EV code signing",
		ORDER_CONTACT_EV_CS},
	[ORDER_MARK] = {"Mark Certificate", "mark certificate", ANY_KIND},
	[ORDER_CLIENT] = {"Client", "client certificate", 0},
	[ORDER_DOCUMENT_SIGNING] = {"Document Signing", "document signing", 0},
	[ORDER_FAMILY_OTHER] = {"Other", "certificate", 0},
};

/* A product, or all products with this beginning if it ends in '*'. The order
 * of rows matters only where two rows match. Product identifiers:
 * certcentral-api.md 2.4 (services-api/products/product-list). */
struct product_row {
	const char *name_id;
	enum order_family family;
};

static const struct product_row products[] = {
	{"ssl_ev_securesite_pro", ORDER_EV_TLS},
	{"ssl_ev_securesite_flex", ORDER_EV_TLS},
	{"ssl_ev_plus", ORDER_EV_TLS},
	{"ssl_ev_multi_domain", ORDER_EV_TLS},
	{"ssl_ev_basic", ORDER_EV_TLS},
	{"ssl_plus", ORDER_OV_TLS},
	{"ssl_multi_domain", ORDER_OV_TLS},
	{"ssl_wildcard", ORDER_OV_TLS},
	{"ssl_cloud_wildcard", ORDER_OV_TLS},
	{"ssl_basic", ORDER_OV_TLS},
	{"ssl_securesite_flex", ORDER_OV_TLS},
	{"ssl_securesite_pro", ORDER_OV_TLS},
	{"ssl_dv_geotrust", ORDER_DV_TLS},
	{"ssl_dv_geotrust_flex", ORDER_DV_TLS},
	{"ssl_dv_rapidssl", ORDER_DV_TLS},
	{"wildcard_dv_geotrust", ORDER_DV_TLS},
	{"wildcard_dv_rapidssl", ORDER_DV_TLS},
	{"cloud_dv_geotrust", ORDER_DV_TLS},
	{"private_ssl_*", ORDER_PRIVATE_TLS},
	{"code_signing", ORDER_CODE_SIGNING},
	{"code_signing_ev", ORDER_EV_CODE_SIGNING},
	{"vmc_basic", ORDER_MARK},
	{"mark_certificate", ORDER_MARK},
	{"client_*", ORDER_CLIENT},
	{"class1_smime", ORDER_CLIENT},
	{"secure_email_*", ORDER_CLIENT},
	{"document_signing_*", ORDER_DOCUMENT_SIGNING},
};

/* Validation types: certcentral-api.md 7.4. */
struct validation_row {
	const char *type;
	enum order_family family;
	unsigned kind;
};

static const struct validation_row validations[] = {
	{"ev", ORDER_EV_TLS, ORDER_CONTACT_EV},
	{"cs", ORDER_CODE_SIGNING, ORDER_CONTACT_CS},
	{"ev_cs", ORDER_EV_CODE_SIGNING, ORDER_CONTACT_EV_CS},
	{"ov", ORDER_OV_TLS, 0},
	{"dv", ORDER_DV_TLS, 0},
	{"ds", ORDER_DOCUMENT_SIGNING, 0},
	{"smime", ORDER_CLIENT, 0},
};

static const struct {
	unsigned kind;
	const char *label, *wire;
} kind_labels[] = {
	{ORDER_CONTACT_EV, "EV", "ev"},
	{ORDER_CONTACT_CS, "CS", "cs"},
	{ORDER_CONTACT_EV_CS, "EV CS", "ev_cs"},
};

void order_init(struct order *order)
{
	*order = (struct order){
		.id = "",
		.status = ORDER_STATUS_OTHER,
		.family = ORDER_FAMILY_OTHER,
		.date_created = DATE_NONE,
		.valid_till = DATE_NONE,
		.order_valid_till = DATE_NONE,
		.days_remaining = INT_MIN,
		.duplicates_count = -1,
		.reissues_count = -1,
		.number_of_sans = -1,
	};
}

void order_details_free(struct order_details *details)
{
	if (!details)
		return;
	mem_arena_clear(&details->arena);
	free(details);
}

void order_page_free(struct order_page *page)
{
	if (!page)
		return;
	mem_arena_clear(&page->arena);
	free(page);
}

void order_validation_free(struct order_validation *validation)
{
	if (!validation)
		return;
	mem_arena_clear(&validation->arena);
	free(validation);
}

void order_notes_free(struct order_notes *notes)
{
	if (!notes)
		return;
	mem_arena_clear(&notes->arena);
	free(notes);
}

void order_emails_free(struct order_emails *emails)
{
	if (!emails)
		return;
	mem_arena_clear(&emails->arena);
	free(emails);
}

void order_mails_free(struct order_mails *mails)
{
	if (!mails)
		return;
	mem_arena_clear(&mails->arena);
	free(mails);
}

void order_changes_free(struct order_changes *changes)
{
	if (!changes)
		return;
	mem_arena_clear(&changes->arena);
	free(changes);
}

void order_certificates_free(struct order_certificates *certificates)
{
	if (!certificates)
		return;
	mem_arena_clear(&certificates->arena);
	free(certificates);
}

static bool is_id_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == '-';
}

bool order_id_is_valid(const char *text)
{
	if (!text)
		return false;
	size_t len = 0;
	for (; text[len]; len++) {
		if (len >= ORDER_ID_SIZE - 1 || !is_id_char(text[len]))
			return false;
	}
	return len > 0;
}

bool order_id_is_other(const char *answered, const char *asked)
{
	return answered != NULL && *answered != '\0' &&
	       answered != order_invalid && strcmp(answered, asked) != 0;
}

enum order_status order_status_from(const char *wire)
{
	if (!wire)
		return ORDER_STATUS_OTHER;
	for (size_t i = 0; i < ORDER_STATUS_OTHER; i++) {
		if (text_equal_ascii_case(statuses[i].wire, wire))
			return (enum order_status)i;
	}
	return ORDER_STATUS_OTHER;
}

static const struct status_row *status_row(enum order_status status)
{
	return &statuses[status < ORDER_STATUS_OTHER ? status
						     : ORDER_STATUS_OTHER];
}

const char *order_status_wire(enum order_status status)
{
	return status_row(status)->wire;
}

const char *order_status_label(enum order_status status)
{
	return status_row(status)->label;
}

const char *order_status_shown(const struct order *order)
{
	if (order->status != ORDER_STATUS_OTHER)
		return order_status_label(order->status);
	return order->status_text ? order->status_text : "-";
}

const char *order_status_brief(const struct order *order)
{
	const char *brief = status_row(order->status)->brief;

	return brief != NULL ? brief : order_status_shown(order);
}

bool order_status_is_open(enum order_status status)
{
	return status_row(status)->open;
}

static bool product_matches(const char *pattern, const char *name_id)
{
	size_t len = strlen(pattern);
	if (pattern[len - 1] == '*')
		return strncmp(pattern, name_id, len - 1) == 0;
	return strcmp(pattern, name_id) == 0;
}

static const struct validation_row *validation_row(const char *type)
{
	for (size_t i = 0; type && i < ARRAY_LEN(validations); i++) {
		if (text_equal_ascii_case(validations[i].type, type))
			return &validations[i];
	}
	return NULL;
}

enum order_family
order_family_from(const char *name_id, const char *validation_type)
{
	for (size_t i = 0; name_id && i < ARRAY_LEN(products); i++) {
		if (product_matches(products[i].name_id, name_id))
			return products[i].family;
	}
	const struct validation_row *row = validation_row(validation_type);
	return row ? row->family : ORDER_FAMILY_OTHER;
}

static const struct family_row *family_row(enum order_family family)
{
	return &families[family < ORDER_FAMILY_OTHER ? family
						     : ORDER_FAMILY_OTHER];
}

bool order_family_needs_approval(enum order_family family)
{
	return family_row(family)->kinds != 0;
}

unsigned order_family_kinds(enum order_family family)
{
	return family_row(family)->kinds;
}

const char *order_family_label(enum order_family family)
{
	return family_row(family)->label;
}

static bool is_given(const char *text)
{
	return text && *text;
}

const char *order_name(const struct order *order)
{
	if (is_given(order->common_name))
		return order->common_name;
	if (order->dns_name_count > 0 && is_given(order->dns_names[0]))
		return order->dns_names[0];
	if (order->family == ORDER_FAMILY_OTHER &&
		is_given(order->product_name))
		return order->product_name;
	return family_row(order->family)->words;
}

unsigned order_kind_from(const char *validation_type)
{
	const struct validation_row *row = validation_row(validation_type);
	return row ? row->kind : 0;
}

static char *list_kinds(unsigned kinds, bool wire, char *out, size_t size)
{
	size_t len = 0;
	out[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(kind_labels); i++) {
		if (!(kinds & kind_labels[i].kind) || len >= size)
			continue;
		text_format(out + len, size - len, "%s%s",
			len == 0 ? ""
			: wire	 ? ","
				 : ", ",
			wire ? kind_labels[i].wire : kind_labels[i].label);
		len = strlen(out);
	}
	return out;
}

char *order_kinds_text(unsigned kinds, char *out, size_t size)
{
	return list_kinds(kinds, false, out, size);
}

char *order_kinds_wire(unsigned kinds, char *out, size_t size)
{
	return list_kinds(kinds, true, out, size);
}
