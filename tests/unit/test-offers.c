/* SPDX-License-Identifier: MIT
 *
 * What can be done for which order, and the sentence why not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "offers.h"
#include "people.h"
#include "tests/support/fixture.h"

static const struct order_domain mail_open = {
	.name = "a.example", .method = "email"};
static const struct order_domain token_open = {
	.name = "b.example", .method = "dns-txt-token"};
static const struct order_domain mail_done = {
	.name = "c.example", .method = "email", .done = true};

/* What the cases differ in. */
struct offers_case {
	enum offer offer;
	enum order_status status;
	enum order_family family;
	const struct order_domain *domain; /* NULL: none */
	const char *certificate_id;
	const char *says; /* NULL: it is available */
};

static const struct offers_case by_order[] = {
	{OFFER_NOTE, ORDER_PENDING, ORDER_EV_TLS, NULL, NULL, NULL},
	{OFFER_NOTE, ORDER_CANCELED, ORDER_CLIENT, NULL, NULL, NULL},
	{OFFER_RESEND_APPROVAL, ORDER_PENDING, ORDER_OV_TLS, NULL, NULL,
		"OV TLS/SSL orders have no order approval mail."},
	{OFFER_RESEND_ISSUANCE, ORDER_ISSUED, ORDER_MARK, NULL, NULL,
		"Mark Certificate orders have no issuance mail."},
	{OFFER_RESEND_ISSUANCE, ORDER_ISSUED, ORDER_CLIENT, NULL, NULL, NULL},
	{OFFER_RESEND_DCV, ORDER_PENDING, ORDER_DV_TLS, &mail_open, NULL, NULL},
	{OFFER_RESEND_DCV, ORDER_REISSUE_PENDING, ORDER_DV_TLS, &mail_open,
		NULL, NULL},
	{OFFER_RESEND_DCV, ORDER_ISSUED, ORDER_DV_TLS, &mail_open, NULL,
		"Order 900101 is Issued; domains are validated while an order "
		"is pending."},
	{OFFER_RESEND_DCV, ORDER_PENDING, ORDER_EV_TLS, &token_open, NULL,
		"The domains of order 900101 that are open are validated by "
		"dns-txt-token, not by mail."},
	{OFFER_RESEND_DCV, ORDER_PENDING, ORDER_EV_TLS, &mail_done, NULL,
		"All domains of order 900101 are validated."},
	{OFFER_RESEND_DCV, ORDER_PENDING, ORDER_CODE_SIGNING, NULL, NULL,
		"Order 900101 has no domains to validate."},
	{OFFER_CHECK_DCV, ORDER_PENDING, ORDER_EV_TLS, &token_open, NULL, NULL},
	{OFFER_CHECK_DCV, ORDER_PENDING, ORDER_EV_TLS, &mail_open, NULL,
		"The domains of order 900101 that are open are validated by "
		"mail: the link in it has to be used, there is nothing to "
		"check."},
	{OFFER_ADD_CONTACT, ORDER_PENDING, ORDER_EV_TLS, NULL, NULL, NULL},
	{OFFER_ADD_CONTACT, ORDER_ISSUED, ORDER_FAMILY_OTHER, NULL, NULL, NULL},
	{OFFER_ADD_CONTACT, ORDER_PENDING, ORDER_DV_TLS, NULL, NULL,
		"DV TLS/SSL orders need no verified contact."},
	{OFFER_SEND_CERTIFICATE, ORDER_ISSUED, ORDER_OV_TLS, NULL, "7", NULL},
	{OFFER_SEND_CERTIFICATE, ORDER_REISSUE_PENDING, ORDER_MARK, NULL, "7",
		NULL},
	{OFFER_SEND_CERTIFICATE, ORDER_ISSUED, ORDER_OV_TLS, NULL, NULL,
		"Order 900101 names no certificate."},
	{OFFER_SEND_CERTIFICATE, ORDER_ISSUED, ORDER_CLIENT, NULL, "7",
		"Copies are mailed of TLS/SSL and mark certificates only, not "
		"of Client orders."},
	{OFFER_SEND_CERTIFICATE, ORDER_PENDING, ORDER_OV_TLS, NULL, "7",
		"Order 900101 is Pending; there is no certificate to mail."},
	{OFFER_DOWNLOAD, ORDER_ISSUED, ORDER_CLIENT, NULL, "7", NULL},
	{OFFER_DOWNLOAD, ORDER_EXPIRED, ORDER_EV_TLS, NULL, "7", NULL},
	{OFFER_DOWNLOAD, ORDER_REVOKED, ORDER_EV_TLS, NULL, "7",
		"Order 900101 is Revoked; there is no certificate to "
		"download."},
	{OFFER_ADDITIONAL_EMAILS, ORDER_ISSUED, ORDER_EV_TLS, NULL, NULL, NULL},
	{OFFER_ADDITIONAL_EMAILS, ORDER_REJECTED, ORDER_EV_TLS, NULL, NULL,
		"Order 900101 is Rejected; nothing of it changes any more."},
	{OFFER_ORGANIZATION_CONTACT, ORDER_PENDING, ORDER_EV_TLS, NULL, NULL,
		NULL},
	{OFFER_ORGANIZATION_CONTACT, ORDER_PENDING, ORDER_DV_TLS, NULL, NULL,
		"Order 900101 is a DV order, which has no organization "
		"contact."},
	{OFFER_TECHNICAL_CONTACT, ORDER_PENDING, ORDER_DV_TLS, NULL, NULL,
		NULL},
	{OFFER_USER_ACCESS, ORDER_PENDING, ORDER_DV_TLS, NULL, NULL, NULL},
	{OFFER_GUEST_ACCESS, ORDER_ISSUED, ORDER_DV_TLS, NULL, NULL, NULL},
	{OFFER_GUEST_ACCESS, ORDER_CANCELED, ORDER_DV_TLS, NULL, NULL,
		"Order 900101 is Canceled; nothing of it changes any more."},
	{OFFER_RENEWAL_NOTICES, ORDER_ISSUED, ORDER_DV_TLS, NULL, NULL, NULL},
	{OFFER_CANCEL, ORDER_PENDING, ORDER_EV_TLS, NULL, NULL, NULL},
	{OFFER_CANCEL, ORDER_WAITING_PICKUP, ORDER_CLIENT, NULL, NULL, NULL},
	{OFFER_CANCEL, ORDER_REISSUE_PENDING, ORDER_EV_TLS, NULL, NULL, NULL},
	{OFFER_CANCEL, ORDER_ISSUED, ORDER_EV_TLS, NULL, NULL,
		"Order 900101 is Issued; it can no longer be canceled."},
	{OFFER_CANCEL, ORDER_NEEDS_APPROVAL, ORDER_EV_TLS, NULL, NULL,
		"Order 900101 is Needs Approval; its request is approved or "
		"rejected in the console."},
	{OFFER_REMOVE_CONTACT, ORDER_PENDING, ORDER_EV_TLS, NULL, NULL,
		"The API has no call for it. It is done in the console: "
		"Certificates > Orders > 900101."},
};

/* An order that all is known of, and an account that may do all. */
struct known {
	struct order_details details;
	struct order_validation validation;
	struct order_domain domain;
	struct offers_facts facts;
};

static void know(struct known *known, const struct offers_case *c)
{
	*known = (struct known){.details.head = {.id = "900101",
					.status = c->status,
					.family = c->family,
					.certificate_id = c->certificate_id,
					.organization_id = "44001"}};
	known->details.order_approval_complete = -1;
	if (c->domain != NULL) {
		known->domain = *c->domain;
		known->validation.domains = &known->domain;
		known->validation.domain_count = 1;
	}
	known->facts = (struct offers_facts){
		.order = &known->details.head,
		.details = &known->details,
		.validation = &known->validation,
		.no_write = "",
		.has_issuance_resend = true,
		.guests_known = true,
		.guests_allowed = true,
		.roles = PEOPLE_ADMINISTRATOR,
		.console = "Certificates > Orders > 900101",
	};
}

static void says(enum offer offer, const struct known *known, const char *says)
{
	char reason[400] = "before";
	bool is = offers_is_available(
		offer, &known->facts, reason, sizeof(reason));

	assert_string_equal(reason, says != NULL ? says : "");
	assert_int_equal(is, says == NULL);
}

static void test_by_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(by_order); i++) {
		struct known known;

		know(&known, &by_order[i]);
		says(by_order[i].offer, &known, by_order[i].says);
	}
}

/* A case in which the action can be done, if there is one. */
static const struct offers_case *available(enum offer offer)
{
	for (size_t i = 0; i < ARRAY_LEN(by_order); i++) {
		if (by_order[i].offer == offer && by_order[i].says == NULL)
			return &by_order[i];
	}
	return NULL;
}

/* Read-only keeps all from being done but what only reads. */
static void test_read_only(void **state)
{
	(void)state;
	for (int i = 0; i < OFFERS; i++) {
		enum offer offer = (enum offer)i;
		const struct offers_case *c = available(offer);
		struct known known;

		assert_non_null(offers_label(offer));
		if (offer == OFFER_RESEND_APPROVAL)
			continue; /* resend's own test has when it can be */
		if (c == NULL) {
			assert_int_equal(offer, OFFER_REMOVE_CONTACT);
			assert_true(offers_is_console_only(offer));
			assert_null(offers_kind(offer));
			continue;
		}
		know(&known, c);
		known.facts.no_write = "The account is read-only.";
		says(offer, &known,
			offers_kind(offer) != NULL ? known.facts.no_write
						   : NULL);
		assert_false(offers_is_console_only(offer));
	}
}

static void test_account(void **state)
{
	struct known known;

	(void)state;
	know(&known, available(OFFER_USER_ACCESS));
	known.facts.roles = PEOPLE_STANDARD;
	says(OFFER_USER_ACCESS, &known,
		"Only an administrator or a manager gives access, and the user "
		"of the API key is neither. The order in the console: "
		"Certificates > Orders > 900101.");
	known.facts.roles = PEOPLE_MANAGER;
	says(OFFER_USER_ACCESS, &known, NULL);
	known.facts.roles = 0; /* not told: the server decides */
	says(OFFER_USER_ACCESS, &known, NULL);
	known.facts.kind_without_access = "Legacy";
	says(OFFER_USER_ACCESS, &known,
		"Legacy accounts give no access to single orders. The order in "
		"the console: Certificates > Orders > 900101.");
	known.facts.guests_known = false;
	known.facts.guests_allowed = false;
	says(OFFER_GUEST_ACCESS, &known, NULL);
	known.facts.guests_known = true;
	says(OFFER_GUEST_ACCESS, &known,
		"Guest access is off for the whole account.");
}

static void test_key(void **state)
{
	struct known known;

	(void)state;
	know(&known, available(OFFER_ADD_CONTACT));
	known.facts.no_organizations = true;
	says(OFFER_ADD_CONTACT, &known,
		"The API key has no rights on organizations.");
	says(OFFER_NOTE, &known, NULL);
	known.facts.no_organizations = false;
	known.details.head.organization_id = NULL;
	says(OFFER_ADD_CONTACT, &known,
		"Order 900101 names no organization, so nobody can be added to "
		"it.");
	known.validation.organization_id = "44001";
	says(OFFER_ADD_CONTACT, &known, NULL);
}

static void test_issuance(void **state)
{
	struct known known;

	(void)state;
	know(&known, available(OFFER_RESEND_ISSUANCE));
	known.facts.has_issuance_resend = false;
	says(OFFER_RESEND_ISSUANCE, &known,
		"DigiCert documents no call for the issuance mail, and the "
		"account has no issuance_resend. It is sent in the console: "
		"Certificates > Orders > 900101.");
}

/* What the row of the list does not tell is waited for, not guessed. */
static void test_not_read_yet(void **state)
{
	static const enum offer waiting[] = {OFFER_RESEND_DCV, OFFER_CHECK_DCV,
		OFFER_ADD_CONTACT, OFFER_SEND_CERTIFICATE, OFFER_DOWNLOAD,
		OFFER_ADDITIONAL_EMAILS, OFFER_TECHNICAL_CONTACT,
		OFFER_USER_ACCESS, OFFER_GUEST_ACCESS, OFFER_RENEWAL_NOTICES};
	struct known known;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(waiting); i++) {
		know(&known, available(waiting[i]));
		known.facts.details = NULL;
		known.facts.validation = NULL;
		says(waiting[i], &known, "Order 900101 has not been read yet.");
	}
	know(&known, available(OFFER_CANCEL));
	known.facts.details = NULL;
	known.facts.validation = NULL;
	says(OFFER_CANCEL, &known, NULL);
	says(OFFER_NOTE, &known, NULL);
}

static void test_formats(void **state)
{
	(void)state;
	assert_string_equal(offers_download_format(ORDER_CLIENT), "p7b");
	assert_string_equal(offers_download_format(ORDER_EV_TLS), "pem_all");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_order),
		cmocka_unit_test(test_read_only),
		cmocka_unit_test(test_account),
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_issuance),
		cmocka_unit_test(test_not_read_yet),
		cmocka_unit_test(test_formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
