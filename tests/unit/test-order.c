/* SPDX-License-Identifier: MIT
 *
 * The tables of the domain, against the words of the contract.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "order.h"

static void statuses_have_words(void **state)
{
	static const struct {
		const char *wire;
		enum order_status status;
		const char *label;
		bool open;
	} cases[] = {
		{"pending", ORDER_PENDING, "Pending", true},
		{"reissue_pending", ORDER_REISSUE_PENDING, "Reissue Pending",
			true},
		{"needs_approval", ORDER_NEEDS_APPROVAL, "Needs Approval",
			true},
		{"waiting_pickup", ORDER_WAITING_PICKUP, "Emailed to Recipient",
			true},
		{"processing", ORDER_PROCESSING, "Processing", true},
		{"needs_csr", ORDER_NEEDS_CSR, "Needs CSR", true},
		{"issued", ORDER_ISSUED, "Issued", false},
		{"expired", ORDER_EXPIRED, "Expired", false},
		{"revoked", ORDER_REVOKED, "Revoked", false},
		{"rejected", ORDER_REJECTED, "Rejected", false},
		{"canceled", ORDER_CANCELED, "Canceled", false},
	};
	(void)state;
	assert_int_equal(ARRAY_LEN(cases), ORDER_STATUS_OTHER);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum order_status status = order_status_from(cases[i].wire);
		assert_int_equal(status, cases[i].status);
		assert_string_equal(order_status_wire(status), cases[i].wire);
		assert_string_equal(order_status_label(status), cases[i].label);
		assert_int_equal(order_status_is_open(status), cases[i].open);
	}
}

static void unknown_statuses_keep_their_word(void **state)
{
	struct order order = {.status = ORDER_STATUS_OTHER};
	(void)state;
	assert_int_equal(order_status_from("in_orbit"), ORDER_STATUS_OTHER);
	assert_int_equal(order_status_from(""), ORDER_STATUS_OTHER);
	assert_int_equal(order_status_from(NULL), ORDER_STATUS_OTHER);
	assert_int_equal(order_status_from("ISSUED"), ORDER_ISSUED);
	assert_string_equal(order_status_wire(ORDER_STATUS_OTHER), "");
	assert_false(order_status_is_open(ORDER_STATUS_OTHER));
	assert_string_equal(order_status_shown(&order), "-");
	order.status_text = "in_orbit";
	assert_string_equal(order_status_shown(&order), "in_orbit");
	order.status = ORDER_WAITING_PICKUP;
	assert_string_equal(order_status_shown(&order), "Emailed to Recipient");
	assert_string_equal(order_status_brief(&order), "Emailed");
	for (int i = 0; i < ORDER_STATUS_OTHER; i++) {
		order.status = (enum order_status)i;
		assert_true(strlen(order_status_brief(&order)) <= 13);
	}
}

static void products_have_families(void **state)
{
	static const struct {
		const char *name_id, *validation_type;
		enum order_family family;
	} cases[] = {
		{"ssl_ev_securesite_pro", NULL, ORDER_EV_TLS},
		{"ssl_ev_plus", NULL, ORDER_EV_TLS},
		{"ssl_ev_multi_domain", "ov", ORDER_EV_TLS},
		{"ssl_ev_securesite_flex", NULL, ORDER_EV_TLS},
		{"ssl_ev_basic", NULL, ORDER_EV_TLS},
		{"ssl_plus", NULL, ORDER_OV_TLS},
		{"ssl_multi_domain", NULL, ORDER_OV_TLS},
		{"ssl_wildcard", NULL, ORDER_OV_TLS},
		{"ssl_cloud_wildcard", NULL, ORDER_OV_TLS},
		{"ssl_basic", NULL, ORDER_OV_TLS},
		{"ssl_securesite_flex", NULL, ORDER_OV_TLS},
		{"ssl_securesite_pro", NULL, ORDER_OV_TLS},
		{"ssl_dv_geotrust", NULL, ORDER_DV_TLS},
		{"ssl_dv_geotrust_flex", NULL, ORDER_DV_TLS},
		{"ssl_dv_rapidssl", NULL, ORDER_DV_TLS},
		{"wildcard_dv_geotrust", NULL, ORDER_DV_TLS},
		{"wildcard_dv_rapidssl", NULL, ORDER_DV_TLS},
		{"cloud_dv_geotrust", NULL, ORDER_DV_TLS},
		{"private_ssl_plus", NULL, ORDER_PRIVATE_TLS},
		{"private_ssl_wildcard", NULL, ORDER_PRIVATE_TLS},
		{"private_ssl_multi_domain", NULL, ORDER_PRIVATE_TLS},
		{"code_signing", NULL, ORDER_CODE_SIGNING},
		{"code_signing_ev", NULL, ORDER_EV_CODE_SIGNING},
		{"vmc_basic", NULL, ORDER_MARK},
		{"mark_certificate", NULL, ORDER_MARK},
		{"client_premium", NULL, ORDER_CLIENT},
		{"client_digital_signature_plus", NULL, ORDER_CLIENT},
		{"client_premium_sha2", NULL, ORDER_CLIENT},
		{"class1_smime", NULL, ORDER_CLIENT},
		{"secure_email_mailbox", NULL, ORDER_CLIENT},
		{"secure_email_sponsor", NULL, ORDER_CLIENT},
		{"secure_email_organization", NULL, ORDER_CLIENT},
		{"document_signing_org_1", NULL, ORDER_DOCUMENT_SIGNING},
		{"document_signing_org_2", NULL, ORDER_DOCUMENT_SIGNING},
		{"moon_certificate", NULL, ORDER_FAMILY_OTHER},
		{"moon_certificate", "ev", ORDER_EV_TLS},
		{"moon_certificate", "EV", ORDER_EV_TLS},
		{"moon_certificate", "ov", ORDER_OV_TLS},
		{"moon_certificate", "dv", ORDER_DV_TLS},
		{"moon_certificate", "cs", ORDER_CODE_SIGNING},
		{"moon_certificate", "ev_cs", ORDER_EV_CODE_SIGNING},
		{"moon_certificate", "ds", ORDER_DOCUMENT_SIGNING},
		{"moon_certificate", "smime", ORDER_CLIENT},
		{"moon_certificate", "lunar", ORDER_FAMILY_OTHER},
		{NULL, "ev", ORDER_EV_TLS},
		{NULL, NULL, ORDER_FAMILY_OTHER},
		{"", NULL, ORDER_FAMILY_OTHER},
		{"ssl_certificate", NULL, ORDER_FAMILY_OTHER},
		{"ssl_ev_plus_two", NULL, ORDER_FAMILY_OTHER},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(order_family_from(cases[i].name_id,
					 cases[i].validation_type),
			cases[i].family);
}

static void families_know_who_approves(void **state)
{
	static const struct {
		enum order_family family;
		const char *label;
		unsigned kinds;
	} cases[] = {
		{ORDER_EV_TLS, "EV TLS/SSL", ORDER_CONTACT_EV},
		{ORDER_OV_TLS, "OV TLS/SSL", 0},
		{ORDER_DV_TLS, "DV TLS/SSL", 0},
		{ORDER_PRIVATE_TLS, "Private TLS/SSL", 0},
		{ORDER_CODE_SIGNING, "Code Signing", ORDER_CONTACT_CS},
		{ORDER_EV_CODE_SIGNING, "EV Code Signing", ORDER_CONTACT_EV_CS},
		{ORDER_MARK, "Mark Certificate", 7},
		{ORDER_CLIENT, "Client", 0},
		{ORDER_DOCUMENT_SIGNING, "Document Signing", 0},
		{ORDER_FAMILY_OTHER, "Other", 0},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum order_family family = cases[i].family;
		assert_string_equal(order_family_label(family), cases[i].label);
		assert_int_equal(order_family_kinds(family), cases[i].kinds);
		assert_int_equal(order_family_needs_approval(family),
			cases[i].kinds != 0);
	}
}

static void kinds_become_text(void **state)
{
	static const struct {
		unsigned kinds;
		const char *text;
	} cases[] = {
		{0, ""},
		{ORDER_CONTACT_EV, "EV"},
		{ORDER_CONTACT_CS, "CS"},
		{ORDER_CONTACT_EV_CS, "EV CS"},
		{ORDER_CONTACT_EV | ORDER_CONTACT_EV_CS, "EV, EV CS"},
		{7, "EV, CS, EV CS"},
	};
	char out[24];
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_string_equal(
			order_kinds_text(cases[i].kinds, out, sizeof(out)),
			cases[i].text);
	assert_string_equal(order_kinds_text(7, out, 5), "EV, ");
	assert_string_equal(order_kinds_wire(0, out, sizeof(out)), "");
	assert_string_equal(
		order_kinds_wire(ORDER_CONTACT_EV_CS, out, sizeof(out)),
		"ev_cs");
	assert_string_equal(
		order_kinds_wire(7, out, sizeof(out)), "ev,cs,ev_cs");
	assert_int_equal(order_kind_from("ev"), ORDER_CONTACT_EV);
	assert_int_equal(order_kind_from("cs"), ORDER_CONTACT_CS);
	assert_int_equal(order_kind_from("ev_cs"), ORDER_CONTACT_EV_CS);
	assert_int_equal(order_kind_from("ov"), 0);
	assert_int_equal(order_kind_from(NULL), 0);
}

static void order_numbers_are_checked(void **state)
{
	static const struct {
		const char *text;
		bool valid;
	} cases[] = {
		{"900101", true},
		{"OID-223344", true},
		{"0", true},
		{"1234567890123456789012345678901", true},   /* 31 */
		{"12345678901234567890123456789012", false}, /* 32 */
		{"", false},
		{"900 101", false},
		{"../user/me", false},
		{"9001?x", false},
		{"9001%2F", false},
		{"9001\n", false},
		{"\xC3\xA9", false},
		{NULL, false},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(
			order_id_is_valid(cases[i].text), cases[i].valid);
}

static void every_order_has_a_name(void **state)
{
	static const char *const names[] = {"www.example.net"};
	struct order order = {
		.common_name = "shop.example.net",
		.dns_names = names,
		.dns_name_count = 1,
		.family = ORDER_CODE_SIGNING,
		.product_name = "Moon",
	};
	(void)state;
	assert_string_equal(order_name(&order), "shop.example.net");
	order.common_name = "";
	assert_string_equal(order_name(&order), "www.example.net");
	order.common_name = NULL;
	order.dns_name_count = 0;
	assert_string_equal(order_name(&order), "code signing");
	order.family = ORDER_FAMILY_OTHER;
	assert_string_equal(order_name(&order), "Moon");
	order.product_name = NULL;
	assert_string_equal(order_name(&order), "certificate");
}

static void freeing_nothing_is_allowed(void **state)
{
	(void)state;
	order_details_free(NULL);
	order_page_free(NULL);
	order_validation_free(NULL);
	order_notes_free(NULL);
	order_emails_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statuses_have_words),
		cmocka_unit_test(unknown_statuses_keep_their_word),
		cmocka_unit_test(products_have_families),
		cmocka_unit_test(families_know_who_approves),
		cmocka_unit_test(kinds_become_text),
		cmocka_unit_test(order_numbers_are_checked),
		cmocka_unit_test(every_order_has_a_name),
		cmocka_unit_test(freeing_nothing_is_allowed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
