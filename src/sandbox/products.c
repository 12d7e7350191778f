/* SPDX-License-Identifier: MIT
 *
 * The table of products, sorted by name, and what follows from it.
 */
#include "sandbox/products.h"

#include <assert.h>
#include <string.h>

#include "attr.h"

static const struct products_item items[] = {
	{"client_authentication_plus", "Authentication Plus",
		"client_certificate", PRODUCTS_CLIENT, PRODUCTS_APPROVAL_NONE,
		"ov", false},
	{"ssl_ev_basic", "Basic EV", "ssl_certificate", PRODUCTS_EV_TLS,
		PRODUCTS_APPROVAL_EV, "ev", true},
	{"ssl_basic", "Basic OV", "ssl_certificate", PRODUCTS_OV_TLS,
		PRODUCTS_APPROVAL_NONE, "ov", true},
	{"class1_smime", "Class 1 S/MIME", "client_certificate",
		PRODUCTS_CLIENT, PRODUCTS_APPROVAL_NONE, NULL, false},
	{"ssl_cloud_wildcard", "Cloud Wildcard", "ssl_certificate",
		PRODUCTS_OV_TLS, PRODUCTS_APPROVAL_NONE, "ov", true},
	{"code_signing", "Code Signing", "code_signing_certificate",
		PRODUCTS_CODE_SIGNING, PRODUCTS_APPROVAL_CS, "cs", false},
	{"mark_certificate", "Common Mark Certificate", "mark_certificate",
		PRODUCTS_MARK, PRODUCTS_APPROVAL_ANY, "ev", true},
	{"client_digital_signature_plus", "Digital Signature Plus",
		"client_certificate", PRODUCTS_CLIENT, PRODUCTS_APPROVAL_NONE,
		"ov", false},
	{"document_signing_org_1", "Document Signing - Organization (2000)",
		"document_signing_certificate", PRODUCTS_DOCUMENT,
		PRODUCTS_APPROVAL_NONE, "ds", false},
	{"document_signing_org_2", "Document Signing - Organization (5000)",
		"document_signing_certificate", PRODUCTS_DOCUMENT,
		PRODUCTS_APPROVAL_NONE, "ds", false},
	{"code_signing_ev", "EV Code Signing", "code_signing_certificate",
		PRODUCTS_CODE_SIGNING, PRODUCTS_APPROVAL_EV_CS, "ev_cs", false},
	{"ssl_ev_plus", "EV SSL Plus", "ssl_certificate", PRODUCTS_EV_TLS,
		PRODUCTS_APPROVAL_EV, "ev", true},
	{"client_email_security_plus", "Email Security Plus",
		"client_certificate", PRODUCTS_CLIENT, PRODUCTS_APPROVAL_NONE,
		"ov", false},
	{"cloud_dv_geotrust", "GeoTrust Cloud DV", "dv_ssl_certificate",
		PRODUCTS_DV_TLS, PRODUCTS_APPROVAL_NONE, NULL, true},
	{"ssl_dv_geotrust_flex", "GeoTrust DV", "dv_ssl_certificate",
		PRODUCTS_DV_TLS, PRODUCTS_APPROVAL_NONE, NULL, true},
	{"ssl_dv_geotrust", "GeoTrust Standard DV", "dv_ssl_certificate",
		PRODUCTS_DV_TLS, PRODUCTS_APPROVAL_NONE, NULL, true},
	{"wildcard_dv_geotrust", "GeoTrust Wildcard DV", "dv_ssl_certificate",
		PRODUCTS_DV_TLS, PRODUCTS_APPROVAL_NONE, NULL, true},
	{"ssl_multi_domain", "Multi-Domain SSL", "ssl_certificate",
		PRODUCTS_OV_TLS, PRODUCTS_APPROVAL_NONE, "ov", true},
	{"client_premium", "Premium", "client_certificate", PRODUCTS_CLIENT,
		PRODUCTS_APPROVAL_NONE, "ov", false},
	{"private_ssl_plus", "Private SSL", "ssl_certificate",
		PRODUCTS_PRIVATE_TLS, PRODUCTS_APPROVAL_NONE, "ov", true},
	{"private_ssl_multi_domain", "Private SSL Multi-Domain",
		"ssl_certificate", PRODUCTS_PRIVATE_TLS, PRODUCTS_APPROVAL_NONE,
		"ov", true},
	{"private_ssl_wildcard", "Private SSL Wildcard", "ssl_certificate",
		PRODUCTS_PRIVATE_TLS, PRODUCTS_APPROVAL_NONE, "ov", true},
	{"ssl_dv_rapidssl", "RapidSSL Standard DV", "dv_ssl_certificate",
		PRODUCTS_DV_TLS, PRODUCTS_APPROVAL_NONE, NULL, true},
	{"wildcard_dv_rapidssl", "RapidSSL Wildcard DV", "dv_ssl_certificate",
		PRODUCTS_DV_TLS, PRODUCTS_APPROVAL_NONE, NULL, true},
	{"secure_email_sponsor", "Secure Email for Business",
		"client_certificate", PRODUCTS_SECURE_EMAIL,
		PRODUCTS_APPROVAL_NONE, "smime", false},
	{"secure_email_mailbox", "Secure Email for Individual",
		"client_certificate", PRODUCTS_SECURE_EMAIL,
		PRODUCTS_APPROVAL_NONE, NULL, false},
	{"secure_email_organization", "Secure Email for Organization",
		"client_certificate", PRODUCTS_SECURE_EMAIL,
		PRODUCTS_APPROVAL_NONE, "smime", false},
	{"ssl_ev_securesite_flex", "Secure Site EV", "ssl_certificate",
		PRODUCTS_EV_TLS, PRODUCTS_APPROVAL_EV, "ev", true},
	{"ssl_ev_multi_domain", "Secure Site EV Multi-Domain",
		"ssl_certificate", PRODUCTS_EV_TLS, PRODUCTS_APPROVAL_EV, "ev",
		true},
	{"ssl_securesite_flex", "Secure Site OV", "ssl_certificate",
		PRODUCTS_OV_TLS, PRODUCTS_APPROVAL_NONE, "ov", true},
	{"ssl_ev_securesite_pro", "Secure Site Pro EV", "ssl_certificate",
		PRODUCTS_EV_TLS, PRODUCTS_APPROVAL_EV, "ev", true},
	{"ssl_securesite_pro", "Secure Site Pro SSL", "ssl_certificate",
		PRODUCTS_OV_TLS, PRODUCTS_APPROVAL_NONE, "ov", true},
	{"ssl_plus", "Standard SSL", "ssl_certificate", PRODUCTS_OV_TLS,
		PRODUCTS_APPROVAL_NONE, "ov", true},
	{"vmc_basic", "Verified Mark Certificate", "mark_certificate",
		PRODUCTS_MARK, PRODUCTS_APPROVAL_ANY, "ev", true},
	{"ssl_wildcard", "Wildcard", "ssl_certificate", PRODUCTS_OV_TLS,
		PRODUCTS_APPROVAL_NONE, "ov", true},
};

struct validation {
	const char *type;
	const char *name;
	const char *text;
};

static const struct validation validations[] = {
	{"ov", "OV", "Normal Organization Validation (OV)"},
	{"ev", "EV", "Extended Organization Validation (EV)"},
	{"cs", "CS", "Code Signing Organization Validation (CS)"},
	{"ev_cs", "EV CS",
		"Code Signing Organization Extended Validation (EV CS)"},
	{"ds", "DS", "Document Signing Validation (DS)"},
	{"smime", "S/MIME", "S/MIME Organization Validation (SMIME)"},
};

size_t products_count(void)
{
	return ARRAY_LEN(items);
}

const struct products_item *products_at(size_t number)
{
	assert(number < ARRAY_LEN(items));
	return &items[number];
}

int products_find(const char *name_id)
{
	for (size_t i = 0; i < ARRAY_LEN(items); i++)
		if (strcmp(items[i].name_id, name_id) == 0)
			return (int)i;
	return -1;
}

bool products_is_client(const struct products_item *product)
{
	return product->group == PRODUCTS_CLIENT ||
	       product->group == PRODUCTS_SECURE_EMAIL;
}

bool products_may_approve(const struct products_item *product, const char *kind)
{
	switch (product->approval) {
	case PRODUCTS_APPROVAL_EV:
		return strcmp(kind, "ev") == 0;
	case PRODUCTS_APPROVAL_CS:
		return strcmp(kind, "cs") == 0;
	case PRODUCTS_APPROVAL_EV_CS:
		return strcmp(kind, "ev_cs") == 0;
	case PRODUCTS_APPROVAL_ANY:
		return strcmp(kind, "ev") == 0 || strcmp(kind, "cs") == 0 ||
		       strcmp(kind, "ev_cs") == 0;
	case PRODUCTS_APPROVAL_NONE:
		break;
	}
	return false;
}

static const struct validation *find_validation(const char *type)
{
	for (size_t i = 0; type && i < ARRAY_LEN(validations); i++)
		if (strcmp(validations[i].type, type) == 0)
			return &validations[i];
	return NULL;
}

bool products_is_validation(const char *validation)
{
	return find_validation(validation) != NULL;
}

const char *products_validation_name(const char *validation)
{
	const struct validation *v = find_validation(validation);

	return v ? v->name : "DV";
}

const char *products_validation_text(const char *validation)
{
	const struct validation *v = find_validation(validation);

	return v ? v->text : "Domain Validation (DV)";
}
