/* SPDX-License-Identifier: MIT
 *
 * The ticket summary and the row as text: what they say, and that nothing in
 * them could steer a terminal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "order-json.h"
#include "summary.h"

#define NOW INT64_C(1795183331) /* 2026-11-20T14:02:11Z */

static const char order_json[] =
	"{\"id\":900101,\"status\":\"pending\","
	"\"date_created\":\"2026-11-16T09:14:02+00:00\","
	"\"certificate\":{\"common_name\":\"shop.example.net\"},"
	"\"product\":{\"name_id\":\"ssl_ev_plus\",\"name\":\"EV Plus\"},"
	"\"organization\":{\"name\":\"Example Paper AG\"},"
	"\"user\":{\"first_name\":\"Luc\",\"last_name\":\"Favre\","
	"\"email\":\"luc@example.net\"},\"order_approval_complete\":false}";
static const char validation_json[] =
	"{\"organization_validations\":[{\"type\":\"ev\",\"status\":\"active\","
	"\"verified_contacts\":[{\"email\":\"ana@example.com\","
	"\"status\":\"active\"}]}],\"dns_name_validations\":["
	"{\"name_scope\":\"example.net\",\"status\":\"approved\"},"
	"{\"name_scope\":\"example.org\",\"status\":\"pending\","
	"\"method\":\"email\"}]}";
static const char *const mails[] = {
	"mail 1", "mail 2", "mail 3", "mail 4", "mail 5", "mail 6", "mail 7"};

static struct order_details *details_from(const char *json)
{
	struct error error;
	struct order_details *details =
		order_json_details(json, strlen(json), &error);

	assert_non_null(details);
	return details;
}

static void
check_summary(const struct summary_source *source, const char *expected)
{
	struct buf out;

	buf_init(&out, 1024 * 1024);
	summary_write(&out, source);
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
}

static void test_pending(void **state)
{
	struct error error;
	struct order_details *details = details_from(order_json);
	struct order_validation *validation = order_json_validation(
		validation_json, strlen(validation_json), &error);
	struct summary_source source = {
		.order = &details->head,
		.details = details,
		.validation = validation,
		.mails = mails,
		.mail_count = 7,
		.address = "Certificates > Orders > 900101",
		.missing = "the notes (no connection)",
		.now = NOW,
	};

	(void)state;
	check_summary(&source,
		"Order: 900101, shop.example.net\n"
		"Product: EV Plus\n"
		"Organization: Example Paper AG\n"
		"Requested by: Luc Favre, luc@example.net\n"
		"Order status: Pending\n"
		"Waiting on: domain (1 of 2)\n"
		"Order date: 2026-11-16 09:14 UTC, 4 days ago\n"
		"Domains: 1 of 2 validated; open: example.org (pending, "
		"email)\n"
		"Last mail: mail 1\n"
		"Mail before: mail 2\n"
		"Mail before: mail 3\n"
		"Mail before: mail 4\n"
		"Mail before: mail 5\n"
		"Mails before: 2 more\n"
		"Next step: You must prove control over example.org by the "
		"link in the DCV mail.\n"
		"Also open: A verified contact must approve the order by the "
		"link in the approval mail.\n"
		"Could not be read: the notes (no connection)\n"
		"Console: Certificates > Orders > 900101\n"
		"As of: 2026-11-20 14:02 UTC\n");
	order_details_free(details);
	order_validation_free(validation);
}

static void test_issued(void **state)
{
	struct order_details *details = details_from(
		"{\"id\":7,\"status\":\"issued\",\"certificate\":{"
		"\"common_name\":\"a.example\",\"valid_from\":\"2026-11-01\","
		"\"valid_till\":\"2027-11-01\"},"
		"\"product\":{\"name_id\":\"ssl_plus\"}}");
	struct summary_source source = {
		.order = &details->head, .details = details, .now = NOW};

	(void)state;
	check_summary(&source,
		"Order: 7, a.example\n"
		"Product: ssl_plus\n"
		"Order status: Issued\n"
		"Certificate validity: 2026-11-01 to 2027-11-01, in 11 months\n"
		"Next step: none, the order is Issued\n"
		"As of: 2026-11-20 14:02 UTC\n");
	order_details_free(details);
}

/* Nothing but the row of the list is there. */
static void test_row_only(void **state)
{
	struct order order = {
		.id = "8",
		.family = ORDER_CODE_SIGNING,
		.status = ORDER_PENDING,
		.date_created = DATE_NONE,
		.valid_till = DATE_INVALID,
	};
	struct summary_source source = {.order = &order, .now = NOW};

	(void)state;
	check_summary(&source,
		"Order: 8, code signing\n"
		"Order status: Pending\n"
		"Waiting on: not known\n"
		"Mails: none is known (sends made in the console are not "
		"visible here)\n"
		"As of: 2026-11-20 14:02 UTC\n");
}

#define HOSTILE "a\033[31mb\xC2\x9B\r\nc\xE2\x80\xAE\x07"

static void test_hostile(void **state)
{
	static const char *const mail = "to " HOSTILE;
	struct order order = {
		.id = "9",
		.status = ORDER_STATUS_OTHER,
		.status_text = HOSTILE,
		.common_name = HOSTILE,
		.product_name = HOSTILE,
		.organization_name = HOSTILE,
		.date_created = DATE_NONE,
		.valid_till = DATE_NONE,
	};
	struct order_details details = {.head = order,
		.user = {.name = HOSTILE, .email = HOSTILE},
		.valid_from = DATE_NONE};
	struct order_email_state address = {
		.email = HOSTILE, .state_text = HOSTILE};
	struct order_emails emails = {.items = &address, .count = 1};
	struct summary_source source = {
		.order = &order,
		.details = &details,
		.emails = &emails,
		.mails = &mail,
		.mail_count = 1,
		.address = HOSTILE,
		.missing = HOSTILE,
		.now = NOW,
	};
	struct buf out;

	(void)state;
	buf_init(&out, 1024 * 1024);
	summary_write(&out, &source);
	for (size_t i = 0; i < out.len; i++) {
		unsigned char c = (unsigned char)out.data[i];

		assert_true(c == '\n' || (c >= 0x20 && c != 0x7F));
	}
	assert_null(strstr(buf_text(&out), "\xC2\x9B"));
	assert_null(strstr(buf_text(&out), "\xE2\x80\xAE"));
	buf_clear(&out);
}

/* A value of any length is one line of some length. */
static void test_huge(void **state)
{
	char *name = mem_alloc(300001);
	struct order order = {.id = "9",
		.common_name = name,
		.status = ORDER_ISSUED,
		.date_created = DATE_NONE,
		.valid_till = DATE_NONE};
	struct summary_source source = {.order = &order, .now = NOW};
	struct buf out;

	(void)state;
	for (int i = 0; i < 300000; i += 3)
		memcpy(name + i, "\xE4\xBD\x9C", 3);
	name[300000] = '\0';
	buf_init(&out, 1024 * 1024);
	summary_write(&out, &source);
	assert_true(out.len < 5000);
	assert_non_null(
		strstr(buf_text(&out), "\xE4\xBD\x9C...\nOrder status"));
	buf_clear(&out);
	free(name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pending),
		cmocka_unit_test(test_issued),
		cmocka_unit_test(test_row_only),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_huge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
