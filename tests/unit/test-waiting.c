/* SPDX-License-Identifier: MIT
 *
 * What an order waits on: the first open gate.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "order-json.h"
#include "waiting.h"

#define NOW	INT64_C(1795183331)
#define DAY	INT64_C(86400)
#define DOMAINS "\"dns_name_validations\":["
#define DONE	"{\"name_scope\":\"example.com\",\"status\":\"approved\"}"
#define OPEN	"{\"name_scope\":\"example.org\",\"status\":\"pending\"}"
#define ORGS	"\"organization_validations\":["
#define ANA	"{\"email\":\"ana@example.com\",\"status\":\"active\"}"
#define NORA	"{\"email\":\"nora@example.com\",\"status\":\"pending\"}"
#define ORG(type, status, contacts)                                            \
	"{\"type\":\"" type "\",\"status\":\"" status                          \
	"\",\"verified_contacts\":[" contacts "]}"

struct waiting_case {
	const char *name;
	enum order_family family;
	enum order_status status;
	int approved;		/* -1: details are not known */
	const char *validation; /* NULL: not known */
	int64_t last;		/* days ago; 0: no send is known */
	const char *text;
};

static const struct waiting_case cases[] = {
	{"not known yet", ORDER_EV_TLS, ORDER_PENDING, -1, NULL, 0, "..."},
	{"an administrator", ORDER_EV_TLS, ORDER_NEEDS_APPROVAL, -1, NULL, 0,
		"administrator"},
	{"issued", ORDER_EV_TLS, ORDER_ISSUED, -1, NULL, 0, "-"},
	{"canceled", ORDER_CLIENT, ORDER_CANCELED, -1, NULL, 0, "-"},
	{"a word we do not know", ORDER_EV_TLS, ORDER_STATUS_OTHER, -1, NULL, 0,
		"-"},
	{"needs a CSR", ORDER_EV_TLS, ORDER_NEEDS_CSR, -1, NULL, 0, "-"},
	{"processing", ORDER_OV_TLS, ORDER_PROCESSING, -1, NULL, 0, "DigiCert"},
	{"client", ORDER_CLIENT, ORDER_PENDING, -1, NULL, 0, "recipient"},
	{"pickup", ORDER_CLIENT, ORDER_WAITING_PICKUP, -1, NULL, 0,
		"recipient"},
	{"domains first", ORDER_EV_TLS, ORDER_PENDING, -1,
		"{" DOMAINS DONE "," OPEN "," OPEN
		"]," ORGS ORG("ev", "pending", "") "]}",
		0, "domain (1 of 3)"},
	{"then the organization", ORDER_EV_TLS, ORDER_PENDING, -1,
		"{" DOMAINS DONE "]," ORGS ORG("ev", "pending", ANA) "]}", 0,
		"organization"},
	{"another validation does not count", ORDER_EV_TLS, ORDER_PENDING, -1,
		"{" ORGS ORG("ov", "active", "") "," ORG(
			"ev", "pending", ANA) "]}",
		0, "organization"},
	{"a pending one of another product does not hold", ORDER_EV_TLS,
		ORDER_PENDING, -1,
		"{" ORGS ORG("cs", "pending", "") "," ORG(
			"ev", "active", ANA) "]}",
		0, "order approval ~10d"},
	{"it was never validated", ORDER_EV_TLS, ORDER_PENDING, -1, "{}", 0,
		"organization"},
	{"an expired one", ORDER_OV_TLS, ORDER_PENDING, -1,
		"{" ORGS ORG("ov", "expired", "") "]}", 0, "organization"},
	{"nobody is validated", ORDER_EV_TLS, ORDER_PENDING, -1,
		"{" ORGS ORG("ev", "active", NORA) "]}", 0,
		"no validated contact"},
	{"nobody of the right kind", ORDER_EV_CODE_SIGNING, ORDER_PENDING, -1,
		"{" ORGS ORG("cs", "active", ANA) "," ORG(
			"ev_cs", "active", "") "]}",
		0, "no validated contact"},
	{"approval, by the order's date", ORDER_EV_TLS, ORDER_PENDING, 0,
		"{" DOMAINS DONE "]," ORGS ORG("ev", "complete", ANA) "]}", 0,
		"order approval ~10d"},
	{"approval, by the last send", ORDER_CODE_SIGNING, ORDER_PENDING, -1,
		"{" ORGS ORG("cs", "active", ANA) "]}", 3, "order approval 3d"},
	{"mark", ORDER_MARK, ORDER_PENDING, 0,
		"{" ORGS ORG("ev", "active", ANA) "]}", 3, "order approval 3d"},
	{"mark, of an organization for code signing", ORDER_MARK, ORDER_PENDING,
		0, "{" ORGS ORG("cs", "active", ANA) "]}", 3,
		"order approval 3d"},
	{"approved", ORDER_EV_TLS, ORDER_PENDING, 1,
		"{" ORGS ORG("ev", "active", ANA) "]}", 3, "DigiCert"},
	{"approved, but not the domain", ORDER_EV_TLS, ORDER_PENDING, 1,
		"{" DOMAINS OPEN "]," ORGS ORG("ev", "active", ANA) "]}", 3,
		"domain (0 of 1)"},
	{"ov needs no approval", ORDER_OV_TLS, ORDER_PENDING, -1,
		"{" ORGS ORG("ov", "active", "") "]}", 0, "DigiCert"},
	{"dv has no organization", ORDER_DV_TLS, ORDER_PENDING, -1, "{}", 0,
		"DigiCert"},
	{"a product we do not know", ORDER_FAMILY_OTHER, ORDER_PENDING, -1,
		"{}", 0, "DigiCert"},
	{"a product we do not know, its organization", ORDER_FAMILY_OTHER,
		ORDER_PENDING, -1, "{" ORGS ORG("ov", "pending", "") "]}", 0,
		"organization"},
	{"reissue", ORDER_EV_TLS, ORDER_REISSUE_PENDING, -1,
		"{" DOMAINS OPEN "]}", 0, "domain (0 of 1)"},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct waiting_case *c = &cases[i];
		struct order order = {.id = "900101",
			.family = c->family,
			.status = c->status,
			.date_created = NOW - 10 * DAY};
		struct order_details details = {
			.head = order, .order_approval_complete = c->approved};
		struct resend_last last = {
			.known = c->last > 0, .time = NOW - c->last * DAY};
		struct order_validation *validation = NULL;
		struct waiting waiting;
		struct error error;
		char text[64];

		if (c->validation != NULL) {
			validation = order_json_validation(
				c->validation, strlen(c->validation), &error);
			assert_non_null(validation);
		}
		waiting = waiting_of(&order, c->approved < 0 ? NULL : &details,
			validation, c->last > 0 ? &last : NULL);
		waiting_text(&waiting, NOW, text, sizeof(text));
		if (strcmp(text, c->text) != 0)
			print_error("%s: \"%s\"\n", c->name, text);
		assert_string_equal(text, c->text);
		order_validation_free(validation);
	}
}

static void test_no_date(void **state)
{
	struct waiting waiting = {.gate = WAITING_ORDER_APPROVAL,
		.since = DATE_NONE,
		.guessed = true};
	char text[64];

	(void)state;
	assert_string_equal(waiting_text(&waiting, NOW, text, sizeof(text)),
		"order approval");
}

static void test_since(void **state)
{
	static const char json[] =
		"{" ORGS "{\"type\":\"ev\",\"status\":\"active\","
		"\"date_created\":\"2026-11-20T14:02:11+00:00\"}]}";
	struct error error;
	struct order_validation *validation =
		order_json_validation(json, strlen(json), &error);
	int64_t since = 0;

	(void)state;
	assert_non_null(validation);
	assert_true(
		waiting_organization_done(ORDER_EV_TLS, validation, &since));
	assert_int_equal(since, NOW);
	assert_false(waiting_organization_done(
		ORDER_CODE_SIGNING, validation, &since));
	assert_true(since == DATE_NONE);
	order_validation_free(validation);
}

/* Also while another gate is still open, and nothing else is known. */
static void approvals_are_known_from_the_details(void **state)
{
	static const struct order order = {
		.id = "1", .status = ORDER_PENDING, .family = ORDER_EV_TLS};
	struct order_details details = {.head = order};
	struct order_validation validation = {.domain_count = 0};
	struct waiting waiting;

	(void)state;
	for (int complete = -1; complete <= 1; complete++) {
		details.order_approval_complete = complete;
		waiting = waiting_of(&order, &details, NULL, NULL);
		assert_int_equal(waiting.gate, WAITING_UNKNOWN);
		assert_int_equal(waiting.approved, complete == 1);
		waiting = waiting_of(&order, &details, &validation, NULL);
		assert_int_equal(waiting.gate, WAITING_ORGANIZATION);
		assert_int_equal(waiting.approved, complete == 1);
	}
	assert_false(waiting_of(&order, NULL, &validation, NULL).approved);
}

/* What is asked of DigiCert an administrator has to let through first. */
static void a_request_waits_for_the_administrator(void **state)
{
	static const struct {
		const char *type, *status;
		bool has_open_domain;
		enum waiting_gate gate;
	} cases_of_requests[] = {
		{"reissue", "pending", false, WAITING_ADMINISTRATOR},
		{"reissue", "submitted", false, WAITING_ADMINISTRATOR},
		{"reissue", "approved", false, WAITING_DIGICERT},
		{"new_request", "pending", false, WAITING_DIGICERT},
		{"reissue", "pending", true, WAITING_DOMAIN},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases_of_requests); i++) {
		struct order_request request = {
			.type = cases_of_requests[i].type,
			.status = cases_of_requests[i].status};
		struct order_details details = {
			.head = {.id = "1",
				.status = ORDER_REISSUE_PENDING,
				.family = ORDER_DV_TLS},
			.requests = &request,
			.request_count = 1};
		struct order_domain domain = {.name = "example.com"};
		struct order_validation validation = {.domains = &domain,
			.domain_count = cases_of_requests[i].has_open_domain};

		assert_int_equal(
			waiting_of(&details.head, &details, &validation, NULL)
				.gate,
			cases_of_requests[i].gate);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(approvals_are_known_from_the_details),
		cmocka_unit_test(a_request_waits_for_the_administrator),
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_no_date),
		cmocka_unit_test(test_since),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
