/* SPDX-License-Identifier: MIT
 *
 * The kinds of writes: what each sends, that it looks before, and what keeps it
 * from being sent. The steps are the same for all; see test-action.
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
#define DV    "ssl_dv_rapidssl"
#define ORDER DETAILS("pending", EV, "")
#define DOMAIN(id, name, status, method)                                       \
	"{\"domain_id\":\"" id "\",\"name_scope\":\"" name                     \
	"\",\"status\":\"" status "\",\"method\":\"" method "\"}"
#define VALIDATION                                                             \
	"{\"order_id\":\"900101\",\"organization_id\":\"44001\","              \
	"\"dns_name_validations\":[" DOMAIN("8801", "a.example", "pending",    \
		"email") "," DOMAIN("8802", "b.example", "pending",            \
		"dns-txt-token") "," DOMAIN("8803", "c.example", "approved",   \
		"email") "]," DESK_ORGANIZATION(DESK_TWO                       \
		"," DESK_CONTACT("chi@example.com", "pending")) "}"
#define ISSUED(more)                                                           \
	DETAILS("issued", EV, ",\"certificate\":{\"id\":700201}" more)
#define USERS                                                                  \
	",\"user_assignments\":[{\"id\":1203,\"email\":\"ben@example.com\"},"  \
	"{\"id\":\"1204\",\"first_name\":\"Chi\"},{\"email\":\"x@y.example\"}]"
#define ADDITIONAL ",\"additional_emails\":[\"a@x.example\",\"B@x.example\"]"

static const char *const one_domain[] = {"A.example"};
static const char *const token_domain[] = {"b.example"};
static const char *const done_domain[] = {"c.example"};
static const char *const gone_domain[] = {"d.example"};
static const char *const addresses[] = {"a@x.example", "n\"@x.example"};
static const char *const seen_addresses[] = {"b@x.example", "a@x.example"};
static const char *const stale_addresses[] = {"a@x.example", "z@x.example"};
static const char *const users_seen[] = {"1204", "1203"};
static const char *const users_stale[] = {"1203", "1207"};
static const char *const users_wanted[] = {"1204", "1206"};
static const char *const user_names[] = {"Chi", "dana@example.com"};
static const char *const pending[] = {"pending"};
static const char *const reissue[] = {"reissue_pending"};

static const struct order_person person = {.first_name = "Dana",
	.last_name = "Ode",
	.job_title = "CFO",
	.telephone = "555-0107",
	.email = "dana@example.com"};
static const struct order_person known = {.first_name = "Ana",
	.last_name = "Ruiz",
	.job_title = "CTO",
	.telephone = "555-0108",
	.email = "ANA@example.com"};
static const struct order_person half = {
	.first_name = "Dana", .last_name = " "};
static const struct order_person short_person = {
	.first_name = "Dana", .last_name = "Ode", .telephone_extension = "17"};

struct kind_case {
	struct action_request request;
	const char *details, *validation; /* NULL: not asked for */
	const char *method, *path, *body; /* path NULL: nothing is sent */
	const char *sentence;
};

#define RECIPIENTS(list)                                                       \
	.recipients = (list), .recipient_count = ARRAY_LEN(list)
#define BEFORE(list) .before = (list), .before_count = ARRAY_LEN(list)
#define IDS(list)    .ids = (list), .id_count = ARRAY_LEN(list)

static const struct kind_case sent_cases[] = {
	{{.kind = JOURNAL_NOTE, .text = "called"}, NULL, NULL, "POST",
		DESK_NOTES, "{\"text\":\"called\"}", "Note added."},
	{{.kind = JOURNAL_RESEND_DCV}, ORDER, VALIDATION, "PUT",
		DESK_INFO "/resend-emails", "{}",
		"The DCV mails of order 900101 were sent again."},
	{{.kind = JOURNAL_RESEND_DCV, RECIPIENTS(one_domain)}, ORDER,
		VALIDATION, "PUT", "/domain/8801/dcv/emails", "{}",
		"The DCV mails for A.example were sent again."},
	{{.kind = JOURNAL_RESEND_DCV, RECIPIENTS(one_domain)},
		DETAILS("pending", DV, ""), VALIDATION, "PUT",
		DESK_INFO "/resend-emails", "{}",
		"The DCV mails for A.example were sent again."},
	{{.kind = JOURNAL_CHECK_DCV}, ORDER, VALIDATION, "PUT",
		DESK_INFO "/check-dcv", "{}", "Domain control was checked."},
	{{.kind = JOURNAL_CHECK_DCV, RECIPIENTS(token_domain)}, ORDER,
		VALIDATION, "PUT", "/domain/8802/dcv/validate-token", "{}",
		"Domain control was checked."},
	{{.kind = JOURNAL_CHECK_DCV, RECIPIENTS(token_domain)},
		DETAILS("reissue_pending", DV, ""), VALIDATION, "PUT",
		DESK_INFO "/check-dcv",
		"{\"dns_names_validations\":[\"b.example\"]}",
		"Domain control was checked."},
	{{.kind = JOURNAL_ADD_CONTACT, .person = &person, .word = "ev"}, ORDER,
		VALIDATION, "POST", "/organization/44001/validation",
		"{\"validations\":[{\"type\":\"ev\",\"verified_users\":[{"
		"\"first_name\":\"Dana\",\"last_name\":\"Ode\",\"job_title\":"
		"\"CFO\",\"telephone\":\"555-0107\",\"email\":"
		"\"dana@example.com\"}]}]}",
		"dana@example.com was submitted. DigiCert must validate the "
		"person before they can be chosen."},
	/* The same person, but for another kind. */
	{{.kind = JOURNAL_ADD_CONTACT, .person = &known, .word = "ev_cs"},
		ORDER, VALIDATION, "POST", "/organization/44001/validation",
		NULL,
		"ANA@example.com was submitted. DigiCert must validate the "
		"person before they can be chosen."},
	{{.kind = JOURNAL_SEND_CERTIFICATE,
		 RECIPIENTS(addresses),
		 .word = "attachment",
		 .text = "Here."},
		ISSUED(""), NULL, "PUT", "/certificate/700201/sendemail",
		"{\"emails\":[\"a@x.example\",\"n\\\"@x.example\"],"
		"\"certificate_collect_format\":\"attachment\","
		"\"custom_message\":\"Here.\"}",
		"A copy of the certificate went to 2 addresses."},
	{{.kind = JOURNAL_SEND_CERTIFICATE,
		 .recipients = addresses,
		 .recipient_count = 1,
		 .word = "downloadlink"},
		ISSUED(""), NULL, "PUT", "/certificate/700201/sendemail",
		"{\"emails\":[\"a@x.example\"],"
		"\"certificate_collect_format\":\"downloadlink\"}",
		"A copy of the certificate went to a@x.example."},
	{{.kind = JOURNAL_ADDITIONAL_EMAILS,
		 RECIPIENTS(addresses),
		 BEFORE(seen_addresses)},
		ISSUED(ADDITIONAL), NULL, "PUT", DESK_INFO "/additional-emails",
		"{\"additional_emails\":[\"a@x.example\","
		"\"n\\\"@x.example\"]}",
		"The additional e-mails of order 900101 were saved."},
	{{.kind = JOURNAL_ADDITIONAL_EMAILS, BEFORE(seen_addresses)},
		ISSUED(ADDITIONAL), NULL, "PUT", DESK_INFO "/additional-emails",
		"{\"additional_emails\":[]}",
		"Order 900101 has no additional e-mails any more."},
	{{.kind = JOURNAL_ORGANIZATION_CONTACT, .person = &person}, ORDER, NULL,
		"PUT", DESK_INFO "/contact",
		"{\"contacts\":[{\"contact_type\":\"organization_contact\","
		"\"first_name\":\"Dana\",\"last_name\":\"Ode\",\"job_title\":"
		"\"CFO\",\"telephone\":\"555-0107\",\"email\":"
		"\"dana@example.com\"}]}",
		"The organization contact of the order was changed."},
	{{.kind = JOURNAL_TECHNICAL_CONTACT, .person = &short_person},
		DETAILS("issued", DV, ""), NULL, "PUT", DESK_INFO "/contact",
		"{\"contacts\":[{\"contact_type\":\"technical_contact\","
		"\"first_name\":\"Dana\",\"last_name\":\"Ode\","
		"\"telephone_extension\":\"17\"}]}",
		"The technical contact of the order was changed."},
	{{.kind = JOURNAL_USER_ACCESS,
		 RECIPIENTS(user_names),
		 IDS(users_wanted),
		 BEFORE(users_seen)},
		DETAILS("issued", EV, USERS), NULL, "PUT",
		DESK_INFO "/user-access",
		"{\"user_id_assignments\":[\"1204\",\"1206\"]}",
		"2 limited users have access to order 900101 now."},
	{{.kind = JOURNAL_USER_ACCESS, BEFORE(users_seen)},
		DETAILS("issued", EV, USERS), NULL, "PUT",
		DESK_INFO "/user-access", "{\"user_id_assignments\":[]}",
		"No limited user has access to order 900101 any more."},
	{{.kind = JOURNAL_GUEST_ACCESS_ON}, ORDER, NULL, "PUT",
		DESK_INFO "/guest-access", "{\"enable_guest_access\":1}",
		"Guest access to the order is on."},
	{{.kind = JOURNAL_GUEST_ACCESS_OFF},
		DETAILS("pending", EV, ",\"is_guest_access_enabled\":true"),
		NULL, "PUT", DESK_INFO "/guest-access",
		"{\"enable_guest_access\":0}",
		"Guest access to the order is off."},
	{{.kind = JOURNAL_NOTICES_ON},
		DETAILS("issued", EV, ",\"disable_renewal_notifications\":1"),
		NULL, "PUT", DESK_INFO "/renewal-emails/enable", NULL,
		"Renewal notices of the order are on."},
	{{.kind = JOURNAL_NOTICES_OFF}, ISSUED(""), NULL, "PUT",
		DESK_INFO "/renewal-emails/disable", NULL,
		"Renewal notices of the order are off."},
	{{.kind = JOURNAL_CANCEL, .text = "Ordered twice.", BEFORE(pending)},
		ORDER, NULL, "PUT", DESK_INFO "/status",
		"{\"status\":\"CANCELED\",\"note\":\"Ordered twice.\"}",
		"Order 900101 was canceled."},
	{{.kind = JOURNAL_CANCEL, .text = "x"},
		DETAILS("waiting_pickup", "client_premium", ""), NULL, "PUT",
		DESK_INFO "/status", "{\"status\":\"CANCELED\",\"note\":\"x\"}",
		"Order 900101 was canceled."},
	{{.kind = JOURNAL_CANCEL, .text = "x", BEFORE(reissue)},
		DETAILS("reissue_pending", EV, ""), NULL, "PUT",
		DESK_INFO "/status", "{\"status\":\"CANCELED\",\"note\":\"x\"}",
		"The reissue of order 900101 was canceled."},
};

/* The parts of the sentence that say why nothing was sent. */
static const struct kind_case kept_cases[] = {
	{{.kind = JOURNAL_RESEND_DCV, RECIPIENTS(one_domain)},
		DETAILS("pending", DV, ""),
		"{\"dns_name_validations\":[" DOMAIN(
			"1", "a.example", "pending", "email") "," DOMAIN("2",
			"b.example", "pending", "email") "]}",
		NULL, NULL, NULL,
		"The DCV mails of order 900101 go out for all its open domains "
		"together, not for A.example alone. Nothing was sent."},
	{{.kind = JOURNAL_RESEND_DCV}, ISSUED(""), VALIDATION, NULL, NULL, NULL,
		"Order 900101 is Issued; domains are validated while an order "
		"is pending. Nothing was sent."},
	{{.kind = JOURNAL_RESEND_DCV, RECIPIENTS(done_domain)}, ORDER,
		VALIDATION, NULL, NULL, NULL,
		"c.example is validated already. Nothing was sent."},
	{{.kind = JOURNAL_RESEND_DCV, RECIPIENTS(gone_domain)}, ORDER,
		VALIDATION, NULL, NULL, NULL,
		"d.example is no longer a domain of order 900101. Nothing was "
		"sent."},
	{{.kind = JOURNAL_RESEND_DCV, RECIPIENTS(token_domain)}, ORDER,
		VALIDATION, NULL, NULL, NULL,
		"b.example is validated by dns-txt-token, not by mail. Nothing "
		"was sent."},
	{{.kind = JOURNAL_RESEND_DCV}, ORDER,
		"{\"dns_name_validations\":[" DOMAIN(
			"1", "c.example", "approved", "email") "]}",
		NULL, NULL, NULL,
		"All domains of order 900101 are validated. "
		"Nothing was sent."},
	{{.kind = JOURNAL_CHECK_DCV, RECIPIENTS(one_domain)}, ORDER, VALIDATION,
		NULL, NULL, NULL,
		"A.example is validated by mail: the link in it has to be used, "
		"there is nothing to check. Nothing was sent."},
	{{.kind = JOURNAL_ADD_CONTACT, .person = &known, .word = "ev"}, ORDER,
		VALIDATION, NULL, NULL, NULL,
		"ANA@example.com is a verified contact of that kind already "
		"(validated). Nothing was sent."},
	{{.kind = JOURNAL_ADD_CONTACT, .person = &person, .word = "ev"}, ORDER,
		"{\"order_id\":\"900101\"}", NULL, NULL, NULL,
		"Order 900101 names no organization, so nobody can be added to "
		"it. Nothing was sent."},
	{{.kind = JOURNAL_SEND_CERTIFICATE,
		 RECIPIENTS(addresses),
		 .word = "attachment"},
		ORDER, NULL, NULL, NULL, NULL,
		"Order 900101 is Pending; there is no certificate to mail. "
		"Nothing was sent."},
	{{.kind = JOURNAL_SEND_CERTIFICATE,
		 RECIPIENTS(addresses),
		 .word = "attachment"},
		DETAILS("issued", "client_premium",
			",\"certificate\":{\"id\":1}"),
		NULL, NULL, NULL, NULL,
		"Copies are mailed of TLS/SSL and mark certificates only, not "
		"of Client orders. "
		"Nothing was sent."},
	{{.kind = JOURNAL_SEND_CERTIFICATE,
		 RECIPIENTS(addresses),
		 .word = "attachment"},
		DETAILS("issued", EV, ",\"certificate\":{\"id\":\"../7\"}"),
		NULL, NULL, NULL, NULL,
		"Order 900101 names no certificate. Nothing was sent."},
	{{.kind = JOURNAL_ADDITIONAL_EMAILS,
		 RECIPIENTS(addresses),
		 BEFORE(stale_addresses)},
		ISSUED(ADDITIONAL), NULL, NULL, NULL, NULL,
		"The additional e-mails of order 900101 changed meanwhile (+ "
		"B@x.example, - z@x.example). Nothing was sent. Look at them as "
		"they are now and save again."},
	{{.kind = JOURNAL_ADDITIONAL_EMAILS,
		 RECIPIENTS(stale_addresses),
		 BEFORE(stale_addresses)},
		ISSUED(",\"additional_emails\":[\"z@x.example\",\"a@x.example"
		       "\"]"),
		NULL, NULL, NULL, NULL,
		"These are the additional e-mails of order 900101 already. "
		"Nothing was sent."},
	{{.kind = JOURNAL_ORGANIZATION_CONTACT, .person = &person},
		DETAILS("pending", DV, ""), NULL, NULL, NULL, NULL,
		"Order 900101 is a DV order, which has no organization contact. "
		"Nothing was sent."},
	{{.kind = JOURNAL_USER_ACCESS,
		 RECIPIENTS(user_names),
		 IDS(users_wanted),
		 BEFORE(users_stale)},
		DETAILS("issued", EV, USERS), NULL, NULL, NULL, NULL,
		"The users with access to order 900101 changed meanwhile (+ "
		"Chi, - 1207). Nothing was sent. Look at them as they are now "
		"and save again."},
	{{.kind = JOURNAL_USER_ACCESS,
		 RECIPIENTS(user_names),
		 IDS(users_seen),
		 BEFORE(users_seen)},
		DETAILS("issued", EV, USERS), NULL, NULL, NULL, NULL,
		"These are the users with access to order 900101 already. "
		"Nothing was sent."},
	{{.kind = JOURNAL_GUEST_ACCESS_OFF}, ORDER, NULL, NULL, NULL, NULL,
		"Guests have no access to order 900101 already. "
		"Nothing was sent."},
	{{.kind = JOURNAL_NOTICES_ON}, ORDER, NULL, NULL, NULL, NULL,
		"Renewal notices are on for order 900101 already. Nothing was "
		"sent."},
	{{.kind = JOURNAL_CANCEL, .text = "x"}, ISSUED(""), NULL, NULL, NULL,
		NULL,
		"Order 900101 is Issued; it can no longer be canceled. Nothing "
		"was sent."},
	/* A pending order becomes a reissue: not what was agreed to. */
	{{.kind = JOURNAL_CANCEL, .text = "x", BEFORE(pending)},
		DETAILS("reissue_pending", EV, ""), NULL, NULL, NULL, NULL,
		"Order 900101 is Reissue Pending; that changed after it was "
		"shown. Nothing was sent."},
};

static void start(struct acting *acting, const struct kind_case *c)
{
	struct action_request request = c->request;

	request.order_id = "900101";
	acting_open(acting);
	acting_start(acting, &request);
	assert_int_equal(desk_sent(&acting->desk, "GET", DESK_INFO),
		c->details != NULL ? 1 : 0);
	assert_int_equal(desk_sent(&acting->desk, "GET", DESK_VALIDATION),
		c->validation != NULL ? 1 : 0);
	/* Nothing goes out before the look. */
	assert_int_equal(desk_sent(&acting->desk, "PUT", "*"), 0);
	assert_int_equal(desk_sent(&acting->desk, "POST", "*"), 0);
	if (c->details != NULL)
		desk_reply(&acting->desk, "GET", DESK_INFO, 200, c->details);
	if (c->validation != NULL)
		desk_reply(&acting->desk, "GET", DESK_VALIDATION, 200,
			c->validation);
	desk_run(&acting->desk);
}

static size_t writes(const struct acting *acting)
{
	return desk_sent(&acting->desk, "PUT", "*") +
	       desk_sent(&acting->desk, "POST", "*");
}

static void says(const struct acting *acting, const char *expected)
{
	char sentence[1024];

	assert_string_equal(
		action_sentence(acting->action, sentence, sizeof(sentence)),
		expected);
}

static void test_sent(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sent_cases); i++) {
		const struct kind_case *c = &sent_cases[i];
		const struct fake_transport_request *request;
		struct acting acting;

		start(&acting, c);
		request = fake_transport_find(
			acting.desk.transport, c->method, c->path);
		if (request == NULL)
			print_error("%s %zu\n", c->request.kind, i);
		assert_non_null(request);
		assert_true(request->write);
		if (c->body != NULL)
			assert_string_equal(request->body, c->body);
		assert_int_equal(acting.action->phase, ACTION_SENDING);
		assert_int_equal(
			acting_record(&acting)->outcome, JOURNAL_PENDING);
		assert_string_equal(
			acting_record(&acting)->action, c->request.kind);
		says(&acting, "Sending...");
		desk_reply(&acting.desk, c->method, c->path, 204, NULL);
		acting_has_ended(&acting, ACTION_SENT);
		assert_int_equal(writes(&acting), 1);
		assert_int_equal(acting_record(&acting)->outcome, JOURNAL_SENT);
		says(&acting, c->sentence);
		acting_close(&acting);
	}
}

/* A lost answer is never sent again, nor called done. */
static void test_unknown(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sent_cases); i++) {
		const struct kind_case *c = &sent_cases[i];
		struct acting acting;

		start(&acting, c);
		fake_transport_fail(acting.desk.transport,
			fake_transport_find(
				acting.desk.transport, c->method, c->path),
			ERROR_LOST);
		fake_loop_advance(acting.desk.loop, 600000);
		acting_has_ended(&acting, ACTION_UNKNOWN);
		assert_int_equal(writes(&acting), 1);
		assert_int_equal(
			acting_record(&acting)->outcome, JOURNAL_UNKNOWN);
		acting_close(&acting);
	}
}

static void test_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(kept_cases); i++) {
		struct acting acting;

		start(&acting, &kept_cases[i]);
		acting_has_ended(&acting, ACTION_STATE);
		assert_int_equal(writes(&acting), 0);
		assert_int_equal(memory_journal_count(acting.desk.journal), 0);
		says(&acting, kept_cases[i].sentence);
		acting_close(&acting);
	}
}

static void test_look_failed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sent_cases); i++) {
		struct action_request request = sent_cases[i].request;
		struct acting acting;

		if (sent_cases[i].details == NULL)
			continue;
		request.order_id = "900101";
		acting_open(&acting);
		acting_start(&acting, &request);
		desk_reply(&acting.desk, "GET", DESK_INFO, 404, "");
		acting_has_ended(&acting, ACTION_FAILED);
		assert_int_equal(writes(&acting), 0);
		acting_close(&acting);
	}
}

/* What must be there is asked for before anything else. */
static void test_missing(void **state)
{
	static const char *const strange[] = {"1203", "../1"};
	static const struct {
		struct action_request request;
		const char *part;
	} cases[] = {
		{{.kind = JOURNAL_NOTE}, "note is empty"},
		{{.kind = JOURNAL_NOTE, .text = " \n"}, "note is empty"},
		{{.kind = JOURNAL_CANCEL}, "a note that says why"},
		{{.kind = JOURNAL_ADD_CONTACT, .word = "ev"}, "all needed"},
		{{.kind = JOURNAL_ADD_CONTACT, .word = "ev", .person = &half},
			"all needed"},
		{{.kind = JOURNAL_ADD_CONTACT, .word = "ov", .person = &person},
			"EV, CS or EV CS"},
		{{.kind = JOURNAL_SEND_CERTIFICATE, .word = "attachment"},
			"No address"},
		{{.kind = JOURNAL_SEND_CERTIFICATE, RECIPIENTS(addresses)},
			"download link"},
		{{.kind = JOURNAL_ORGANIZATION_CONTACT, .person = &half},
			"last name"},
		{{.kind = JOURNAL_TECHNICAL_CONTACT}, "First name"},
		{{.kind = JOURNAL_USER_ACCESS, IDS(users_wanted)},
			"a number and a name"},
		{{.kind = JOURNAL_USER_ACCESS,
			 IDS(strange),
			 RECIPIENTS(user_names)},
			"without a number"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct action_request request = cases[i].request;
		struct acting acting;
		char sentence[1024];

		request.order_id = "900101";
		acting_open(&acting);
		acting_start(&acting, &request);
		desk_run(&acting.desk);
		acting_has_ended(&acting, ACTION_FAILED);
		assert_int_equal(acting.action->error.kind, ERROR_USAGE);
		assert_int_equal(
			fake_transport_count(acting.desk.transport), 0);
		assert_non_null(strstr(action_sentence(acting.action, sentence,
					       sizeof(sentence)),
			cases[i].part));
		acting_close(&acting);
	}
}

/* The journal names what was added and removed against what the order said. */
static void test_differences(void **state)
{
	const struct journal_record *record;
	struct acting acting;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sent_cases); i++) {
		const struct kind_case *c = &sent_cases[i];

		if (strcmp(c->request.kind, JOURNAL_USER_ACCESS) != 0 ||
			c->request.id_count == 0)
			continue;
		start(&acting, c);
		record = acting_record(&acting);
		assert_int_equal(record->recipient_count, 2);
		assert_int_equal(record->added_count, 1);
		assert_string_equal(record->added[0], "dana@example.com");
		assert_int_equal(record->removed_count, 1);
		assert_string_equal(record->removed[0], "ben@example.com");
		acting_close(&acting);
	}
}

/* Another person's name for a long list of changes fits into no sentence. */
static void test_many_differences(void **state)
{
	struct buf text;
	struct kind_case c = {.request = {.kind = JOURNAL_ADDITIONAL_EMAILS,
				      RECIPIENTS(addresses),
				      BEFORE(seen_addresses)}};
	struct acting acting;
	char sentence[1024];

	(void)state;
	buf_init(&text, 1 << 20);
	buf_puts(&text, "{\"id\":900101,\"status\":\"issued\","
			"\"additional_emails\":[\"");
	for (int i = 0; i < 400; i++)
		buf_puts(&text, "x");
	for (int i = 0; i < 400; i++)
		buf_printf(&text, "@x.example\",\"%d", i);
	buf_puts(&text, "\"]}");
	c.details = buf_text(&text);
	start(&acting, &c);
	acting_has_ended(&acting, ACTION_STATE);
	assert_non_null(strstr(
		action_sentence(acting.action, sentence, sizeof(sentence)),
		"changed meanwhile ("));
	acting_close(&acting);
	buf_clear(&text);
}

static void test_what_a_check_found(void **state)
{
	static const struct {
		const char *body, *sentence;
	} cases[] = {
		{"{\"dcv_status\":\"valid\"}",
			"Domain control was checked: valid."},
		{"{\"dcv_status\":\"pending\"}",
			"Domain control was checked: not valid yet."},
		{"{\"dns_name_validations\":[{\"status\":\"valid\"},{}]}",
			"Domain control was checked: 1 of 2 names are valid."},
		{"{\"dns_name_validations\":[{\"status\":\"valid\"}]}",
			"Domain control was checked: 1 of 1 name is valid."},
	};
	const struct kind_case c = {.request = {.kind = JOURNAL_CHECK_DCV},
		.details = ORDER,
		.validation = VALIDATION};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct acting acting;

		start(&acting, &c);
		desk_reply(&acting.desk, "PUT", DESK_INFO "/check-dcv", 200,
			cases[i].body);
		acting_has_ended(&acting, ACTION_SENT);
		says(&acting, cases[i].sentence);
		acting_close(&acting);
	}
}

static void test_names(void **state)
{
	(void)state;
	assert_int_equal(action_endpoint(JOURNAL_CANCEL), API_SET_STATUS);
	assert_true(
		api_is_of_organization(action_endpoint(JOURNAL_ADD_CONTACT)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sent),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_look_failed),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_differences),
		cmocka_unit_test(test_many_differences),
		cmocka_unit_test(test_what_a_check_found),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
