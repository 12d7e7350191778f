/* SPDX-License-Identifier: MIT
 *
 * The rules of the issuance mail: when there is one, and where it goes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "order-json.h"
#include "resend.h"

static void test_recheck_issuance(void **state)
{
	struct order_details details = {.head = {.id = "900200",
						.family = ORDER_CLIENT,
						.status = ORDER_ISSUED}};
	struct error error;

	(void)state;
	assert_true(resend_recheck_issuance(&details, &error));
	details.head.status = ORDER_REVOKED;
	assert_false(resend_recheck_issuance(&details, &error));
	assert_int_equal(error.kind, ERROR_STATE);
	details.head.status = ORDER_ISSUED;
	details.head.family = ORDER_EV_TLS;
	assert_false(resend_recheck_issuance(&details, &error));
}

static void test_issuance_address(void **state)
{
	static const struct {
		const char *order, *emails, *address, *reason;
	} cases[] = {
		{"{\"id\":1,\"certificate\":{\"emails\":[\"a@example.com\","
		 "\"b@example.com\"]}}",
			NULL, "a@example.com", ""},
		{"{\"id\":1,\"certificate\":{\"emails\":\"a@example.com\"}}",
			"{\"emails\":[{\"email\":\"c@example.com\"}]}",
			"a@example.com", ""},
		{"{\"id\":1}", "{\"emails\":[{\"email\":\"c@example.com\"}]}",
			"c@example.com", ""},
		{"{\"id\":1}", "{\"emails\":[{\"status\":\"validated\"}]}",
			NULL, "lists no e-mail address"},
		{"{\"id\":1,\"certificate\":{\"emails\":[]}}", NULL, NULL,
			"Order 1 lists no e-mail address"},
		/* Nobody is asked to send to "invalid". */
		{"{\"id\":1,\"certificate\":{\"emails\":[5,"
		 "\"b@example.com\"]}}",
			NULL, NULL, "could not be read"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error error;
		char reason[ERROR_TEXT_SIZE] = "";
		struct order_details *details = order_json_details(
			cases[i].order, strlen(cases[i].order), &error);
		struct order_emails *emails =
			cases[i].emails == NULL
				? NULL
				: order_json_emails(cases[i].emails,
					  strlen(cases[i].emails), &error);
		const char *address = resend_issuance_address(
			details, emails, reason, sizeof(reason));

		if (cases[i].address != NULL)
			assert_string_equal(address, cases[i].address);
		else
			assert_null(address);
		assert_non_null(strstr(reason, cases[i].reason));
		order_emails_free(emails);
		order_details_free(details);
	}
}

static void test_empty_addresses(void **state)
{
	struct order_email_state email = {.email = ""};
	struct order_emails emails = {.items = &email};
	struct order_details details = {.head = {.id = "1"}};
	char reason[ERROR_TEXT_SIZE] = "";

	(void)state;
	assert_null(resend_issuance_address(
		&details, &emails, reason, sizeof(reason)));
	assert_non_null(strstr(reason, "lists no e-mail address"));
	emails.count = 1;
	assert_null(resend_issuance_address(
		&details, &emails, reason, sizeof(reason)));
	assert_non_null(strstr(reason, "lists no e-mail address"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recheck_issuance),
		cmocka_unit_test(test_issuance_address),
		cmocka_unit_test(test_empty_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
