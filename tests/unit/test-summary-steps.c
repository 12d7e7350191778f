/* SPDX-License-Identifier: MIT
 *
 * What has to be done for an order, by whom; the blocking step first.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "buf.h"
#include "order-json.h"
#include "summary-steps.h"

#define DOMAINS "\"dns_name_validations\":["
#define DONE	"{\"name_scope\":\"example.com\",\"status\":\"approved\"}"
#define OPEN(name, method)                                                     \
	"{\"name_scope\":\"" name                                              \
	"\",\"status\":\"pending\",\"method\":\"" method "\"}"
#define ORGS "\"organization_validations\":["
#define ANA                                                                    \
	"{\"name\":\"Ana\",\"email\":\"ana@example.com\",\"status\":\"active\"}"
#define NORA                                                                   \
	"{\"name\":\"Nora\",\"email\":\"n@example.com\",\"status\":\"pending\"}"
#define ORG(type, status, more)                                                \
	"{\"type\":\"" type "\",\"status\":\"" status "\"" more "}"
#define WHO(contacts) ",\"verified_contacts\":[" contacts "]"
#define CHECKS                                                                 \
	",\"verification_details\":{\"organization_type\":\"complete\","       \
	"\"address_verification\":\"pending\"}"

#define APPROVE                                                                \
	"contact: A verified contact must approve the order by the link in "   \
	"the approval mail. (mail)\n"
#define MORE_APPROVE "  " APPROVE

struct steps_case {
	const char *name;
	enum order_family family;
	enum order_status status;
	int approved;		/* -1: not told */
	const char *validation; /* NULL: not known */
	const char *steps;	/* "! " before the one that blocks */
};

static const struct steps_case cases[] = {
	{"not known yet", ORDER_EV_TLS, ORDER_PENDING, -1, NULL, ""},
	{"issued", ORDER_EV_TLS, ORDER_ISSUED, 1, "{}", ""},
	{"expired", ORDER_OV_TLS, ORDER_EXPIRED, 1, "{}", ""},
	{"revoked", ORDER_CODE_SIGNING, ORDER_REVOKED, 1, "{}", ""},
	{"rejected", ORDER_CLIENT, ORDER_REJECTED, 1, "{}", ""},
	{"canceled", ORDER_MARK, ORDER_CANCELED, 0,
		"{" DOMAINS OPEN("a.example", "email") "]}", ""},
	{"a word we do not know", ORDER_EV_TLS, ORDER_STATUS_OTHER, 0, "{}",
		""},
	{"an administrator", ORDER_OV_TLS, ORDER_NEEDS_APPROVAL, -1, NULL,
		"! administrator: An administrator of the account must approve "
		"the request in the console. (console)\n"},
	{"an administrator, later a contact", ORDER_EV_TLS,
		ORDER_NEEDS_APPROVAL, -1, NULL,
		"! administrator: An administrator of the account must approve "
		"the request in the console. (console)\n" MORE_APPROVE},
	{"a CSR", ORDER_OV_TLS, ORDER_NEEDS_CSR, -1, NULL,
		"! you: You must submit a CSR for the order in the console. "
		"(console)\n"},
	{"one domain", ORDER_DV_TLS, ORDER_PENDING, -1,
		"{" DOMAINS DONE "," OPEN("a.example", "email") "]}",
		"! you: You must prove control over a.example by the link in "
		"the DCV mail. (dcv)\n"},
	{"two domains by different methods", ORDER_OV_TLS, ORDER_PENDING, -1,
		"{" ORGS ORG("ov", "active", "") "]," DOMAINS OPEN(
			"a.example", "http-token") "," OPEN("b.example",
			"dns-txt-token") "]}",
		"! you: You must prove control over a.example and b.example. "
		"(dcv)\n"},
	{"many domains, and all that comes later", ORDER_EV_TLS, ORDER_PENDING,
		0,
		"{" ORGS ORG("ev", "pending", CHECKS) "]," DOMAINS OPEN(
			"a.example", "dns-txt-token") "," OPEN("b.example",
			"dns-txt-token") "," OPEN("c.example",
			"dns-txt-token") "]}",
		"! you: You must prove control over a.example, b.example and 1 "
		"more domain by a TXT record in its DNS. (dcv)\n" MORE_APPROVE
		"  digicert: DigiCert validates the organization: 1 of 2 "
		"checks are done.\n"},
	{"a method we do not know", ORDER_PRIVATE_TLS, ORDER_PENDING, -1,
		"{" ORGS ORG("ov", "active", "") "]," DOMAINS OPEN(
			"a.example", "pigeon") "]}",
		"! you: You must prove control over a.example by pigeon. "
		"(dcv)\n"},
	{"organization", ORDER_OV_TLS, ORDER_PENDING, -1,
		"{" ORGS ORG("ov", "pending", "") "]}",
		"! digicert: DigiCert validates the organization.\n"},
	{"organization, none is listed", ORDER_DOCUMENT_SIGNING, ORDER_PENDING,
		-1, "{}",
		"! digicert: DigiCert validates the organization; no "
		"validation of it is listed yet.\n"},
	{"organization, of another kind only", ORDER_DOCUMENT_SIGNING,
		ORDER_PENDING, -1, "{" ORGS ORG("ov", "active", "") "]}",
		"! you: You must submit the organization for validation: it "
		"has none of the kind that the product needs. (console)\n"},
	{"organization, expired", ORDER_OV_TLS, ORDER_PENDING, -1,
		"{" ORGS ORG("ov", "expired", ",\"name\":\"OV\"") "]}",
		"! you: You must submit the organization for validation "
		"again: its OV validation has expired. (console)\n"},
	{"approval", ORDER_EV_TLS, ORDER_PENDING, 0,
		"{" ORGS ORG("ev", "active", WHO(ANA)) "]}", "! " APPROVE},
	{"approval, and somebody holds the mail", ORDER_MARK, ORDER_PENDING, 0,
		"{" ORGS ORG("ev", "active", WHO(ANA "," NORA)) "]}",
		"! " APPROVE
		"  digicert: DigiCert has not validated Nora yet and may hold "
		"mails until then.\n"},
	{"nobody is validated", ORDER_CODE_SIGNING, ORDER_PENDING, 0,
		"{" ORGS ORG("cs", "active", WHO(NORA)) "]}",
		"! digicert: DigiCert must validate Nora as a verified contact "
		"(CS); nobody can approve the order until then. (contacts)\n"},
	{"nobody of the right kind", ORDER_EV_CODE_SIGNING, ORDER_PENDING, 0,
		"{" ORGS ORG("cs", "active", WHO(ANA)) "," ORG(
			"ev_cs", "active", "") "]}",
		"! you: You must add a verified contact (EV CS) to the "
		"organization: it has none who could approve the order. "
		"(contacts)\n"},
	{"approved", ORDER_EV_TLS, ORDER_PENDING, 1,
		"{" ORGS ORG("ev", "active", WHO(ANA)) "]}",
		"! digicert: DigiCert completes the order; everything asked of "
		"you is done.\n"},
	{"processing", ORDER_OV_TLS, ORDER_PROCESSING, -1, NULL,
		"! digicert: DigiCert completes the order; everything asked of "
		"you is done.\n"},
	{"pickup", ORDER_CLIENT, ORDER_WAITING_PICKUP, -1, NULL,
		"! recipient: The recipient must open the link in the issuance "
		"mail and generate the certificate. (mail)\n"},
	{"an address", ORDER_CLIENT, ORDER_PENDING, -1, NULL,
		"! recipient: The recipient must validate the e-mail address "
		"by the link in the mail about it.\n"},
	{"reissue", ORDER_EV_TLS, ORDER_REISSUE_PENDING, -1,
		"{" ORGS ORG("ev", "active", WHO(ANA)) "]}", "! " APPROVE},
};

static const char *const actors[] = {
	[SUMMARY_STEPS_YOU] = "you",
	[SUMMARY_STEPS_CONTACT] = "contact",
	[SUMMARY_STEPS_RECIPIENT] = "recipient",
	[SUMMARY_STEPS_ADMINISTRATOR] = "administrator",
	[SUMMARY_STEPS_DIGICERT] = "digicert",
};

static const char *const helps[] = {
	[SUMMARY_STEPS_NO_HELP] = "",
	[SUMMARY_STEPS_MAIL] = " (mail)",
	[SUMMARY_STEPS_DCV] = " (dcv)",
	[SUMMARY_STEPS_CONTACTS] = " (contacts)",
	[SUMMARY_STEPS_CONSOLE] = " (console)",
};

static void write_steps(const struct summary_steps *steps, struct buf *out)
{
	for (size_t i = 0; i < steps->count; i++) {
		const struct summary_step *step = &steps->items[i];

		buf_printf(out, "%s%s: %s%s\n", step->blocks ? "! " : "  ",
			actors[step->actor], step->text, helps[step->help]);
	}
}

static struct order_validation *validation_from(const char *json)
{
	struct order_validation *validation;
	struct error error;

	if (json == NULL)
		return NULL;
	validation = order_json_validation(json, strlen(json), &error);
	assert_non_null(validation);
	return validation;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct steps_case *c = &cases[i];
		struct order order = {.id = "900101",
			.family = c->family,
			.status = c->status};
		struct order_details details = {
			.head = order, .order_approval_complete = c->approved};
		struct order_validation *validation =
			validation_from(c->validation);
		struct summary_steps steps;
		struct buf text;

		buf_init(&text, 4096);
		summary_steps_init(&steps, &order,
			c->approved < 0 ? NULL : &details, validation, NULL);
		write_steps(&steps, &text);
		if (strcmp(buf_text(&text), c->steps) != 0)
			print_error("%s:\n%s", c->name, buf_text(&text));
		assert_string_equal(buf_text(&text), c->steps);
		summary_steps_clear(&steps);
		order_validation_free(validation);
		buf_clear(&text);
	}
}

static void check_request(const char *type, const char *status, size_t count)
{
	struct order_request request = {.type = type, .status = status};
	struct order_details details = {
		.head = {.id = "1", .status = ORDER_ISSUED},
		.requests = &request,
		.request_count = 1,
	};
	struct summary_steps steps;

	summary_steps_init(&steps, &details.head, &details, NULL, NULL);
	assert_int_equal(steps.count, count);
	if (count > 0)
		assert_int_equal(
			steps.items[0].actor, SUMMARY_STEPS_ADMINISTRATOR);
	summary_steps_clear(&steps);
}

static void test_requests(void **state)
{
	(void)state;
	check_request("revoke", "pending", 1);
	check_request("reissue", "submitted", 1);
	check_request("revoke", "approved", 0);
	check_request("new_request", "pending", 0);
	check_request("new request", "pending", 0);
	check_request(NULL, "pending", 0);
	check_request(order_invalid, "pending", 0);
	check_request("revoke", NULL, 0);
}

/* It blocks then, and DigiCert has nothing to complete yet. */
static void test_request_of_a_reissue(void **state)
{
	struct order_request request = {.type = "reissue", .status = "pending"};
	struct order_details details = {
		.head = {.id = "1",
			.status = ORDER_REISSUE_PENDING,
			.family = ORDER_DV_TLS},
		.requests = &request,
		.request_count = 1,
	};
	struct order_validation validation = {.domain_count = 0};
	struct summary_steps steps;

	(void)state;
	summary_steps_init(&steps, &details.head, &details, &validation, NULL);
	assert_int_equal(steps.count, 1);
	assert_true(steps.items[0].blocks);
	assert_int_equal(steps.items[0].actor, SUMMARY_STEPS_ADMINISTRATOR);
	summary_steps_clear(&steps);
}

/* A name of any length does not make a sentence of any length. */
static void test_long_name(void **state)
{
	struct buf json;
	struct order order = {
		.id = "1", .family = ORDER_DV_TLS, .status = ORDER_PENDING};
	struct order_validation *validation;
	struct summary_steps steps;

	(void)state;
	buf_init(&json, 1024 * 1024);
	buf_puts(&json, "{" DOMAINS "{\"name_scope\":\"");
	for (int i = 0; i < 10000; i++)
		buf_puts(&json, "\xC3\xA4");
	buf_puts(&json, "\"}]}");
	validation = validation_from(buf_text(&json));
	summary_steps_init(&steps, &order, NULL, validation, NULL);
	assert_int_equal(steps.count, 1);
	assert_true(strlen(steps.items[0].text) < 300);
	assert_non_null(strstr(steps.items[0].text, "\xC3\xA4..."));
	summary_steps_clear(&steps);
	order_validation_free(validation);
	buf_clear(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_requests),
		cmocka_unit_test(test_request_of_a_reissue),
		cmocka_unit_test(test_long_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
