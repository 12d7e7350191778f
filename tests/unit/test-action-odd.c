/* SPDX-License-Identifier: MIT
 *
 * Writes to orders whose answers lack what others have: what is sent all the
 * same, and what is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "mem.h"
#include "tests/support/acting.h"

#define DETAILS(status, product, more)                                         \
	"{\"id\":900101,\"status\":\"" status                                  \
	"\",\"product\":{\"name_id\":\"" product "\"}" more "}"
#define EV    "ssl_ev_securesite_flex"
#define ORDER DETAILS("pending", EV, "")
#define ISSUED(more)                                                           \
	DETAILS("issued", EV, ",\"certificate\":{\"id\":700201}" more)
#define DOMAINS(list)                                                          \
	"{\"order_id\":\"900101\",\"dns_name_validations\":[" list "]}"

static const char *const a[] = {"a.example"};
static const char *const seen[] = {"1203", "1209"};
static const char *const wanted[] = {"1204"};
static const char *const wanted_names[] = {"chi@example.com"};
static const char *const addresses[] = {"n@x.example"};
static const struct order_person ana = {.first_name = "Ana",
	.last_name = "Ruiz",
	.job_title = "CTO",
	.telephone = "555-0108",
	.email = "ana@example.com"};

static const struct odd {
	struct action_request request;
	const char *details, *validation; /* NULL: not asked for */
	const char *sent;		  /* path; NULL: nothing */
	const char *part;		  /* of the sentence, if nothing */
} cases[] = {
	/* A domain without a name, and one without a method. */
	{{.kind = JOURNAL_RESEND_DCV, .recipients = a, .recipient_count = 1},
		ORDER,
		DOMAINS("{\"status\":\"pending\"},{\"domain_id\":\"1\",\"name_scope\":"
			"\"a.example\",\"status\":\"pending\"}"),
		"/domain/1/dcv/emails", NULL},
	{{.kind = JOURNAL_CHECK_DCV, .recipients = a, .recipient_count = 1},
		ORDER,
		DOMAINS("{\"domain_id\":\"1\",\"name_scope\":\"a.example\","
			"\"status\":\"pending\"}"),
		"/domain/1/dcv/validate-token", NULL},
	/* A number that cannot stand in a path: the order's own call. */
	{{.kind = JOURNAL_RESEND_DCV, .recipients = a, .recipient_count = 1},
		ORDER,
		DOMAINS("{\"domain_id\":\"../1\",\"name_scope\":\"a.example\","
			"\"status\":\"pending\"}"),
		DESK_INFO "/resend-emails", NULL},
	/* That goes to all, and nobody knows how the other is validated. */
	{{.kind = JOURNAL_RESEND_DCV, .recipients = a, .recipient_count = 1},
		ORDER,
		DOMAINS("{\"name_scope\":\"a.example\",\"status\":\"pending\"},"
			"{\"name_scope\":\"b.example\",\"status\":\"pending\"}"),
		NULL, "not for a.example alone. Nothing was sent."},
	{{.kind = JOURNAL_CHECK_DCV, .recipients = a, .recipient_count = 1},
		ORDER,
		DOMAINS("{\"name_scope\":\"a.example\",\"status\":\"approved\"}"),
		NULL, "a.example is validated already. Nothing was sent."},
	/* The organization's number stands in the order only; a contact without
	 * an address is nobody whom we could know. */
	{{.kind = JOURNAL_ADD_CONTACT, .person = &ana, .word = "ev"},
		DETAILS("pending", EV, ",\"organization\":{\"id\":44001}"),
		"{\"order_id\":\"900101\",\"organization_validations\":[{\"type\":"
		"\"ev\",\"verified_contacts\":[{\"name\":\"Ben\"}]}]}",
		"/organization/44001/validation", NULL},
	{{.kind = JOURNAL_ADD_CONTACT, .person = &ana, .word = "ev"},
		DETAILS("pending", EV, ",\"organization\":{\"id\":44001}"),
		"{\"order_id\":\"900101\",\"organization_validations\":[{\"type\":"
		"\"ev\",\"verified_contacts\":[{\"email\":\"ANA@example.com\","
		"\"status\":\"active\"}]}]}",
		NULL, "of that kind already (validated). Nothing was sent."},
	{{.kind = JOURNAL_ADD_CONTACT, .person = &ana, .word = "ev"},
		DETAILS("pending", EV, ",\"organization\":{\"id\":44001}"),
		"{\"order_id\":\"900101\",\"organization_validations\":[{\"type\":"
		"\"ev\",\"verified_contacts\":[{\"email\":\"ana@example.com\","
		"\"status\":\"pending\"}]}]}",
		NULL,
		"of that kind already (not validated yet). Nothing was sent."},
	{{.kind = JOURNAL_ADDITIONAL_EMAILS,
		 .recipients = addresses,
		 .recipient_count = 1},
		DETAILS("revoked", EV, ""), NULL, NULL, "Nothing was sent."},
	{{.kind = JOURNAL_USER_ACCESS,
		 .recipients = wanted_names,
		 .recipient_count = 1,
		 .ids = wanted,
		 .id_count = 1},
		DETAILS("revoked", EV, ""), NULL, NULL, "Nothing was sent."},
	/* Two went, two came; one of these has nothing but a number. */
	{{.kind = JOURNAL_USER_ACCESS,
		 .recipients = wanted_names,
		 .recipient_count = 1,
		 .ids = wanted,
		 .id_count = 1,
		 .before = seen,
		 .before_count = 2},
		ISSUED(",\"user_assignments\":[{\"id\":1205},{\"id\":1206,\"name\":\"Dana\"}]"),
		NULL, NULL, "+ 1205, + Dana, - 1203, - 1209"},
	/* Who is wanted had access and has lost it: called by the name. */
	{{.kind = JOURNAL_USER_ACCESS,
		 .recipients = wanted_names,
		 .recipient_count = 1,
		 .ids = wanted,
		 .id_count = 1,
		 .before = wanted,
		 .before_count = 1},
		ISSUED(""), NULL, NULL, "- chi@example.com"},
};

static void test_odd_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct odd *c = &cases[i];
		struct action_request request = c->request;
		struct acting acting;
		char sentence[1024] = "";
		bool sent;

		request.order_id = "900101";
		acting_open(&acting);
		acting_start(&acting, &request);
		desk_reply(&acting.desk, "GET", DESK_INFO, 200, c->details);
		if (c->validation != NULL)
			desk_reply(&acting.desk, "GET", DESK_VALIDATION, 200,
				c->validation);
		desk_run(&acting.desk);
		sent = desk_sent(&acting.desk, "PUT", "*") +
			       desk_sent(&acting.desk, "POST", "*") >
		       0;
		action_sentence(acting.action, sentence, sizeof(sentence));
		if (sent != (c->sent != NULL) ||
			(!sent && strstr(sentence, c->part) == NULL))
			fail_msg("case %zu: %s", i, sentence);
		if (sent)
			assert_int_equal(
				desk_sent(&acting.desk, "PUT", c->sent) +
					desk_sent(
						&acting.desk, "POST", c->sent),
				1);
		else
			acting_has_ended(&acting, ACTION_STATE);
		acting_close(&acting);
	}
}

/* What is too long for a request is recorded, and closed as not sent. */
static void test_too_long(void **state)
{
	char *text = mem_zalloc(300001);
	struct action_request request = {
		.kind = JOURNAL_NOTE, .order_id = "900101", .text = text};
	struct acting acting;

	(void)state;
	memset(text, 'x', 300000);
	acting_open(&acting);
	acting_start(&acting, &request);
	desk_run(&acting.desk);
	acting_has_ended(&acting, ACTION_NOT_SENT);
	assert_int_equal(desk_sent(&acting.desk, "POST", "*"), 0);
	assert_int_equal(acting_record(&acting)->outcome, JOURNAL_NOT_SENT);
	assert_non_null(strstr(acting.action->error.text, "too long"));
	acting_close(&acting);
	free(text);
}

/* An order that lists no address, and a person who agreed to none. */
static void test_issuance_without_address(void **state)
{
	static const char *const to[] = {"lea@example.com"};
	static const struct {
		size_t count;
		const char *details;
	} orders[] = {
		{1, DETAILS("issued", "client_premium", "")},
		{0, DETAILS("issued", "client_premium",
			    ",\"certificate\":{\"emails\":[\"a@x.example\"]}")},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
		struct action_request request = {
			.kind = JOURNAL_RESEND_ISSUANCE,
			.order_id = "900101",
			.recipients = to,
			.recipient_count = orders[i].count};
		struct acting acting;

		acting_open(&acting);
		acting_start(&acting, &request);
		desk_reply(
			&acting.desk, "GET", DESK_INFO, 200, orders[i].details);
		assert_int_equal(acting_puts(&acting), 1);
		acting_close(&acting);
	}
}

/* The demo asks for the mails of what was sent, and of nothing else. */
static void test_demo_refused(void **state)
{
	struct action_request request = desk_approval();
	struct acting acting;

	(void)state;
	acting_open(&acting);
	acting.context.is_demo = true;
	acting_start(&acting, &request);
	desk_look_well(&acting.desk);
	assert_int_equal(acting_puts(&acting), 1);
	desk_reply(&acting.desk, "PUT", DESK_RESEND, 403, "{}");
	acting_has_ended(&acting, ACTION_REFUSED);
	assert_int_equal(fake_transport_count(acting.desk.transport), 3);
	acting_close(&acting);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_odd_answers),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_demo_refused),
		cmocka_unit_test(test_issuance_without_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
