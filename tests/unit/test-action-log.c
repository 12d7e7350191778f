/* SPDX-License-Identifier: MIT
 *
 * What the log says of a write: that it goes out, to whom, and what came of
 * it, at a level by which it is found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "log.h"
#include "tests/support/acting.h"

static void has(size_t index, enum log_level level, const char *text)
{
	const struct log_entry *entry = log_at(index);

	assert_non_null(entry);
	assert_int_equal(entry->level, level);
	assert_string_equal(entry->text, text);
}

static void begin(struct acting *acting)
{
	struct action_request request = desk_approval();

	log_close();
	acting_open(acting);
	acting_start(acting, &request);
	assert_int_equal(log_count(), 0);
	desk_look_well(&acting->desk);
	has(0, LOG_WRITE,
		"Sending resend-approval of order 900101 to ana@example.com, "
		"ben@example.com (record 1 of the journal)");
}

static void test_outcomes(void **state)
{
	static const struct {
		int status;
		const char *body;
		enum log_level level;
		const char *text;
	} cases[] = {
		{204, "", LOG_WRITE,
			"Order 900101, resend-approval: Sent to 2 contacts. "
			"HTTP 204. (record 1 of the journal)"},
		{400,
			"{\"errors\":[{\"code\":\"not_allowed\",\"message\":"
			"\"Not now\"}]}",
			LOG_WARNING,
			"Order 900101, resend-approval: The server refused it "
			"(HTTP 400, not_allowed): Not now. Nothing was sent. "
			"(record 1 of the journal)"},
		{500, "", LOG_ERROR,
			"Order 900101, resend-approval: Outcome unknown, it "
			"may have gone out: The server has a problem (HTTP "
			"500). (record 1 of the journal)"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct acting acting;

		begin(&acting);
		desk_reply(&acting.desk, "PUT", DESK_RESEND, cases[i].status,
			cases[i].body);
		assert_int_equal(log_count(), 2);
		has(1, cases[i].level, cases[i].text);
		acting_close(&acting);
	}
}

/* Nothing was sent, so nothing is said to go out. */
static void test_not_sent(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	log_close();
	acting_open(&acting);
	acting_start(&acting, &request);
	action_cancel(acting.action);
	desk_run(&acting.desk);
	assert_int_equal(log_count(), 1);
	has(0, LOG_WARNING,
		"Order 900101, resend-approval: Cancelled. Nothing was sent.");
	acting_close(&acting);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outcomes),
		cmocka_unit_test(test_not_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
