/* SPDX-License-Identifier: MIT
 *
 * The rules of the resend, on validations as the service answers them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "order-json.h"
#include "resend.h"

#define EV(contacts)                                                              \
	"{\"type\":\"ev\",\"status\":\"active\",\"verified_contacts\":[" contacts \
	"]}"
#define CS(contacts)                                                              \
	"{\"type\":\"cs\",\"status\":\"active\",\"verified_contacts\":[" contacts \
	"]}"
#define EV_CS(contacts)                                                              \
	"{\"type\":\"ev_cs\",\"status\":\"active\",\"verified_contacts\":[" contacts \
	"]}"
#define CONTACT(email, name, status)                                           \
	"{\"user_id\":\"0\",\"name\":\"" name "\",\"email\":\"" email          \
	"\",\"job_title\":\"CTO\",\"status\":\"" status "\"}"
#define ANA	CONTACT("ana@example.com", "Ana Ruiz", "active")
#define BEN	CONTACT("ben@example.com", "Ben Okafor", "active")
#define CHI	CONTACT("chi@example.com", "Chi Tan", "active")
#define PENDING CONTACT("nora@example.com", "Nora Keller", "pending")

static struct order_validation *validation_of(const char *organizations)
{
	char text[4096];
	struct error error;
	struct order_validation *validation;
	int len = snprintf(text, sizeof(text),
		"{\"order_id\":\"900101\",\"order_status\":\"pending\","
		"\"organization_validations\":[%s]}",
		organizations);

	assert_true(len > 0 && (size_t)len < sizeof(text));
	validation = order_json_validation(text, (size_t)len, &error);
	assert_non_null(validation);
	return validation;
}

static void set_last(struct resend_last *last, const char *const *to, size_t n)
{
	resend_last_set(last, 1795183331, "mira", "jump1", to, n, false, 7);
}

/* "ana@example.com+ " in the order of the rows, chosen ones with a star. */
static void describe(const struct resend_plan *plan, char *out, size_t size)
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < plan->count; i++) {
		const struct resend_contact *contact = &plan->contacts[i];
		int added = snprintf(out + len, size - len, "%s%.3s%c%s%s",
			i > 0 ? " " : "",
			*contact->email != '\0' ? contact->email : "???",
			resend_plan_mark(plan, contact),
			contact->chosen ? "*" : "",
			contact->choosable ? "" : "!");

		assert_true(added > 0 && (size_t)added < size - len);
		len += (size_t)added;
	}
}

/* -- which contacts, and which beforehand -- */

struct plan_case {
	const char *name, *organizations;
	enum order_family family;
	const char *last[3]; /* recipients of the last send; NULL: none known */
	const char *rows;    /* see describe */
	const char *pending;
};

static const struct plan_case plans[] = {
	{"all validated of the right kind", EV(ANA "," BEN), ORDER_EV_TLS,
		{NULL}, "ana * ben *", NULL},
	{"pending cannot be chosen", EV(PENDING "," ANA), ORDER_EV_TLS, {NULL},
		"ana * nor !", "Nora Keller"},
	{"wrong kind cannot be chosen", CS(ANA) "," EV(BEN), ORDER_EV_TLS,
		{NULL}, "ben * ana !", NULL},
	{"a CS contact is none for EV CS", CS(ANA) "," EV_CS(BEN),
		ORDER_EV_CODE_SIGNING, {NULL}, "ben * ana !", NULL},
	{"code signing takes cs", CS(ANA) "," EV_CS(BEN), ORDER_CODE_SIGNING,
		{NULL}, "ana * ben !", NULL},
	{"mark takes any of the three", EV(ANA) "," CS(BEN) "," EV_CS(CHI),
		ORDER_MARK, {NULL}, "ana * ben * chi *", NULL},
	{"pending of a wrong kind holds nothing", CS(PENDING) "," EV(ANA),
		ORDER_EV_TLS, {NULL}, "ana * nor !", NULL},
	{"who got the last send", EV(ANA "," BEN "," CHI), ORDER_EV_TLS,
		{"ben@example.com"}, "ana  ben=* chi ", NULL},
	{"the last send in another case", EV(ANA "," BEN), ORDER_EV_TLS,
		{"BEN@Example.COM"}, "ana  ben=*", NULL},
	{"one of the last is not validated any more", EV(ANA "," PENDING),
		ORDER_EV_TLS, {"ana@example.com", "nora@example.com"},
		"ana=* nor-!", "Nora Keller"},
	{"none of the last can be chosen: all", EV(ANA "," BEN), ORDER_EV_TLS,
		{"gone@example.com"}, "ana+* ben+*", NULL},
	{"one person in two validations", CS(ANA) "," EV(ANA), ORDER_EV_TLS,
		{NULL}, "ana *", NULL},
	{"pending as EV, validated as CS",
		EV(CONTACT("ana@example.com", "Ana Ruiz", "pending")) "," CS(
			ANA),
		ORDER_EV_TLS, {NULL}, "ana !", "Ana Ruiz"},
	{"one address in two cases",
		EV(ANA "," CONTACT("ANA@EXAMPLE.COM", "Ana", "active")),
		ORDER_EV_TLS, {NULL}, "ana *", NULL},
	{"complete is the same as active",
		EV(CONTACT("ana@example.com", "Ana", "complete")), ORDER_EV_TLS,
		{NULL}, "ana *", NULL},
	{"a state we do not know: may be chosen, is not",
		EV(CONTACT("ana@example.com", "Ana", "magic") "," BEN),
		ORDER_EV_TLS, {NULL}, "ana  ben *", NULL},
	{"a state we do not know: not even for having been last",
		EV(CONTACT("ana@example.com", "Ana", "magic") "," BEN),
		ORDER_EV_TLS, {"ana@example.com"}, "ana- ben+*", NULL},
	{"no address", EV("{\"name\":\"Ana\",\"status\":\"active\"}," BEN),
		ORDER_EV_TLS, {NULL}, "ben * ??? !", NULL},
	{"an address of a wrong type",
		EV("{\"email\":[7],\"name\":\"Ana\",\"status\":\"active\"}," BEN),
		ORDER_EV_TLS, {NULL}, "ben * ??? !", NULL},
	{"expired", EV(CONTACT("ana@example.com", "Ana", "expired")),
		ORDER_EV_TLS, {NULL}, "ana !", NULL},
	{"a product we do not know: all may, none is",
		EV(ANA) "," CS(BEN "," PENDING), ORDER_FAMILY_OTHER, {NULL},
		"ana  ben  nor !", "Nora Keller"},
	{"a product we do not know, with a last send", EV(ANA "," BEN),
		ORDER_FAMILY_OTHER, {"ana@example.com"}, "ana- ben ", NULL},
	{"nobody", "", ORDER_EV_TLS, {NULL}, "", NULL},
};

static void test_plans(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(plans); i++) {
		const struct plan_case *c = &plans[i];
		struct order_validation *v = validation_of(c->organizations);
		struct resend_last last = {.known = false};
		struct resend_plan plan;
		char rows[256];
		size_t n = 0;

		while (n < 3 && c->last[n] != NULL)
			n++;
		if (n > 0)
			set_last(&last, c->last, n);
		resend_plan_init(&plan, c->family, v, &last);
		describe(&plan, rows, sizeof(rows));
		if (strcmp(rows, c->rows) != 0)
			print_error("%s: \"%s\"\n", c->name, rows);
		assert_string_equal(rows, c->rows);
		if (c->pending != NULL)
			assert_string_equal(plan.pending_name, c->pending);
		else
			assert_null(plan.pending_name);
		resend_plan_clear(&plan);
		resend_last_clear(&last);
		order_validation_free(v);
	}
}

static void test_reasons(void **state)
{
	static const struct {
		const char *email, *reason;
		enum order_state state;
	} rows[] = {
		{"ana@example.com", "", ORDER_STATE_ACTIVE},
		{"magic@example.com", "state not known, the server decides",
			ORDER_STATE_OTHER},
		{"nora@example.com", "not validated yet", ORDER_STATE_PENDING},
		{"old@example.com", "validation has expired",
			ORDER_STATE_EXPIRED},
		{"cs@example.com", "wrong kind of contact for this product",
			ORDER_STATE_PENDING},
	};
	struct order_validation *v = validation_of(
		EV(ANA "," PENDING "," CONTACT("magic@example.com", "M",
			"magic") "," CONTACT("old@example.com", "O",
			"expired")) "," CS(CONTACT("cs@example.com", "C",
			"pending")));
	struct resend_plan plan;

	(void)state;
	resend_plan_init(&plan, ORDER_EV_TLS, v, NULL);
	assert_int_equal(plan.count, ARRAY_LEN(rows));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_string_equal(plan.contacts[i].email, rows[i].email);
		assert_string_equal(resend_reason_text(plan.contacts[i].reason),
			rows[i].reason);
		assert_int_equal(plan.contacts[i].state, rows[i].state);
	}
	resend_plan_clear(&plan);
	order_validation_free(v);
}

/* Not the person is wrong for it. */
static void test_reason_of_products_without_approval(void **state)
{
	static const enum order_family families[] = {ORDER_OV_TLS, ORDER_DV_TLS,
		ORDER_CLIENT, ORDER_DOCUMENT_SIGNING};
	struct order_validation *v = validation_of(EV(ANA));
	struct resend_plan plan;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(families); i++) {
		resend_plan_init(&plan, families[i], v, NULL);
		assert_int_equal(plan.count, 1);
		assert_int_equal(plan.choosable, 0);
		assert_string_equal(resend_reason_text(plan.contacts[0].reason),
			"no approval mail for this product");
		resend_plan_clear(&plan);
	}
	order_validation_free(v);
}

/* The decoders give NULL for what is empty; whoever does not is understood. */
static void test_empty_texts(void **state)
{
	struct order_validation *v = validation_of(EV(ANA "," BEN "," CHI));
	struct order_contact *contacts = v->organizations[0].contacts;
	struct order order = {.family = ORDER_OV_TLS, .product_name = ""};
	struct resend_plan plan;
	char reason[ERROR_TEXT_SIZE];

	(void)state;
	contacts[0].person.email = "";
	contacts[1].person.name = "";
	contacts[1].person.first_name = "Ben";
	contacts[1].person.last_name = "Okafor";
	contacts[2].person.name = NULL;
	contacts[2].person.first_name = "Chi";
	resend_plan_init(&plan, ORDER_EV_TLS, v, NULL);
	assert_int_equal(plan.count, 3);
	assert_int_equal(plan.choosable, 2);
	assert_string_equal(plan.contacts[0].name, "Ben Okafor");
	assert_string_equal(plan.contacts[1].name, "Chi");
	assert_int_equal(plan.contacts[2].reason, RESEND_NO_ADDRESS);
	resend_plan_clear(&plan);
	order_validation_free(v);

	assert_false(
		resend_is_possible(&order, NULL, NULL, reason, sizeof(reason)));
	assert_non_null(strstr(reason, order_family_label(ORDER_OV_TLS)));
	order.family = ORDER_EV_TLS;
	order.status = ORDER_ISSUED;
	assert_false(
		resend_is_possible(&order, NULL, NULL, reason, sizeof(reason)));
	assert_non_null(strstr(reason, "rder "));
}

/* The first that is wrong is told, whoever follows. */
static void test_recheck_stops(void **state)
{
	static const char *const to[] = {"gone@example.com", "ana@example.com"};
	struct order_details details = {.head = {.id = "900101",
						.family = ORDER_EV_TLS,
						.status = ORDER_PENDING}};
	struct order_validation *v = validation_of(EV(ANA));
	struct error error;

	(void)state;
	assert_false(resend_recheck(&details, v, to, 2, &error));
	assert_non_null(strstr(error.text, "gone@example.com"));
	order_validation_free(v);
}

static void test_plan_without_validation(void **state)
{
	struct resend_plan plan;

	(void)state;
	resend_plan_init(&plan, ORDER_EV_TLS, NULL, NULL);
	assert_int_equal(plan.count, 0);
	resend_plan_clear(&plan);
}

static void test_plan_outlives_validation(void **state)
{
	struct order_validation *v = validation_of(EV(ANA) "," CS(ANA));
	struct resend_plan plan;

	(void)state;
	resend_plan_init(&plan, ORDER_EV_TLS, v, NULL);
	order_validation_free(v);
	assert_string_equal(plan.contacts[0].email, "ana@example.com");
	assert_string_equal(plan.contacts[0].name, "Ana Ruiz");
	assert_string_equal(plan.contacts[0].job_title, "CTO");
	assert_int_equal(
		plan.contacts[0].kinds, ORDER_CONTACT_EV | ORDER_CONTACT_CS);
	resend_plan_clear(&plan);
}

static void test_choosing(void **state)
{
	/* Nora got it too, but cannot be chosen now. */
	static const char *const to[] = {"ben@example.com", "nora@example.com"};
	struct order_validation *v = validation_of(EV(ANA "," BEN "," PENDING));
	struct resend_last last = {.known = false};
	struct resend_plan plan;
	char rows[256];

	(void)state;
	set_last(&last, to, ARRAY_LEN(to));
	resend_plan_init(&plan, ORDER_EV_TLS, v, &last);
	resend_plan_choose_all(&plan, true);
	describe(&plan, rows, sizeof(rows));
	assert_string_equal(rows, "ana+* ben=* nor-!");
	assert_int_equal(resend_plan_chosen(&plan), 2);
	resend_plan_choose_all(&plan, false);
	assert_int_equal(resend_plan_chosen(&plan), 0);
	resend_plan_choose_last(&plan);
	describe(&plan, rows, sizeof(rows));
	assert_string_equal(rows, "ana  ben=* nor-!");
	assert_ptr_equal(
		resend_plan_find(&plan, "ANA@example.com"), &plan.contacts[0]);
	assert_null(resend_plan_find(&plan, "gone@example.com"));
	resend_plan_clear(&plan);

	resend_plan_init(&plan, ORDER_EV_TLS, v, NULL);
	resend_plan_choose_last(&plan); /* none is known: nothing changes */
	assert_int_equal(resend_plan_chosen(&plan), 2);
	resend_plan_clear(&plan);
	resend_last_clear(&last);
	order_validation_free(v);
}

/* -- whether there is a mail -- */

struct possible_case {
	enum order_family family;
	enum order_status status;
	int approved; /* -1: details are not known */
	const char *validation_status;
	enum resend_mail mail;
	bool possible;
	const char *part; /* of the reason */
};

static const struct possible_case possibles[] = {
	{ORDER_EV_TLS, ORDER_PENDING, -1, NULL, RESEND_APPROVAL, true, ""},
	{ORDER_EV_TLS, ORDER_PENDING, 0, "pending", RESEND_APPROVAL, true, ""},
	{ORDER_EV_TLS, ORDER_REISSUE_PENDING, 0, NULL, RESEND_APPROVAL, true,
		""},
	{ORDER_EV_TLS, ORDER_REISSUE_PENDING, 0, "reissue_pending",
		RESEND_APPROVAL, true, ""},
	{ORDER_EV_TLS, ORDER_PENDING, 1, NULL, RESEND_APPROVAL, false,
		"approved already"},
	{ORDER_EV_TLS, ORDER_ISSUED, -1, NULL, RESEND_APPROVAL, false,
		"Order 900101 is Issued; approval mails are for pending"},
	{ORDER_EV_TLS, ORDER_CANCELED, 0, NULL, RESEND_APPROVAL, false,
		"is Canceled"},
	{ORDER_EV_TLS, ORDER_PENDING, 0, "issued", RESEND_APPROVAL, false,
		"is Issued"},
	{ORDER_CODE_SIGNING, ORDER_PENDING, 0, NULL, RESEND_APPROVAL, true, ""},
	{ORDER_EV_CODE_SIGNING, ORDER_PENDING, 0, NULL, RESEND_APPROVAL, true,
		""},
	{ORDER_MARK, ORDER_PENDING, 0, NULL, RESEND_APPROVAL, true, ""},
	{ORDER_FAMILY_OTHER, ORDER_PENDING, 0, NULL, RESEND_APPROVAL, true, ""},
	{ORDER_OV_TLS, ORDER_PENDING, 0, NULL, RESEND_NONE, false,
		"Secure Site has no verified-contact approval; there is"},
	{ORDER_DV_TLS, ORDER_PENDING, -1, NULL, RESEND_NONE, false,
		"no verified-contact approval"},
	{ORDER_PRIVATE_TLS, ORDER_ISSUED, -1, NULL, RESEND_NONE, false,
		"no verified-contact approval"},
	{ORDER_DOCUMENT_SIGNING, ORDER_PENDING, -1, NULL, RESEND_NONE, false,
		"no verified-contact approval"},
	{ORDER_CLIENT, ORDER_ISSUED, -1, NULL, RESEND_ISSUANCE, true, ""},
	{ORDER_CLIENT, ORDER_WAITING_PICKUP, 0, NULL, RESEND_ISSUANCE, true,
		""},
	{ORDER_CLIENT, ORDER_PENDING, 0, NULL, RESEND_ISSUANCE, false,
		"is Pending; the issuance mail is for"},
	{ORDER_CLIENT, ORDER_REVOKED, -1, NULL, RESEND_ISSUANCE, false,
		"is Revoked"},
};

static void test_possible(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(possibles); i++) {
		const struct possible_case *c = &possibles[i];
		struct order order = {.id = "900101",
			.family = c->family,
			.status = c->status,
			.product_name = "Secure Site"};
		struct order_details details = {
			.head = order, .order_approval_complete = c->approved};
		struct order_validation validation = {
			.order_status_text = c->validation_status,
			.order_status =
				order_status_from(c->validation_status)};
		char reason[200] = "untouched";
		bool possible = resend_is_possible(&order,
			c->approved < 0 ? NULL : &details,
			c->validation_status != NULL ? &validation : NULL,
			reason, sizeof(reason));

		assert_int_equal(resend_mail_of(&order), c->mail);
		if (possible != c->possible || strstr(reason, c->part) == NULL)
			print_error("case %zu: %s\n", i, reason);
		assert_int_equal(possible, c->possible);
		assert_non_null(strstr(reason, c->part));
		if (possible)
			assert_string_equal(reason, "");
	}
}

/* -- the look before the sending -- */

struct recheck_case {
	enum order_family family;
	enum order_status status;
	int approved;
	const char *organizations;
	const char *emails[3];
	const char *part; /* of the error; NULL: it may go */
};

static const struct recheck_case rechecks[] = {
	{ORDER_EV_TLS, ORDER_PENDING, 0, EV(ANA "," BEN),
		{"ana@example.com", "BEN@example.com"}, NULL},
	{ORDER_EV_TLS, ORDER_PENDING, -1, EV(ANA), {"ana@example.com"}, NULL},
	{ORDER_EV_TLS, ORDER_PENDING, 1, EV(ANA), {"ana@example.com"},
		"approved already"},
	{ORDER_EV_TLS, ORDER_CANCELED, 0, EV(ANA), {"ana@example.com"},
		"is Canceled"},
	{ORDER_EV_TLS, ORDER_ISSUED, 0, EV(ANA), {"ana@example.com"},
		"is Issued"},
	{ORDER_EV_TLS, ORDER_PENDING, 0, EV(BEN), {"ana@example.com"},
		"ana@example.com is no longer among the verified contacts"},
	{ORDER_EV_TLS, ORDER_PENDING, 0, EV(ANA "," PENDING),
		{"ana@example.com", "nora@example.com"},
		"nora@example.com cannot get the mail"},
	{ORDER_EV_TLS, ORDER_PENDING, 0, EV(BEN) "," CS(ANA),
		{"ana@example.com"}, "wrong kind"},
	{ORDER_EV_TLS, ORDER_PENDING, 0, EV(ANA), {NULL}, "No contact"},
	{ORDER_OV_TLS, ORDER_PENDING, 0, EV(ANA), {"ana@example.com"},
		"no verified-contact approval"},
	{ORDER_CLIENT, ORDER_ISSUED, 0, EV(ANA), {"ana@example.com"},
		"no approval mail"},
	{ORDER_FAMILY_OTHER, ORDER_PENDING, 0, CS(ANA), {"ana@example.com"},
		NULL},
};

static void test_recheck(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rechecks); i++) {
		const struct recheck_case *c = &rechecks[i];
		struct order_details details = {.head = {.id = "900101",
							.family = c->family,
							.status = c->status},
			.order_approval_complete = c->approved};
		struct order_validation *v = validation_of(c->organizations);
		struct error error = {.kind = ERROR_NONE};
		size_t n = 0;
		bool ok;

		while (n < 3 && c->emails[n] != NULL)
			n++;
		ok = resend_recheck(&details, v, c->emails, n, &error);
		if (ok != (c->part == NULL) ||
			(!ok && strstr(error.text, c->part) == NULL))
			print_error("case %zu: %s\n", i, error.text);
		assert_int_equal(ok, c->part == NULL);
		if (!ok) {
			assert_int_equal(error.kind, ERROR_STATE);
			assert_non_null(strstr(error.text, c->part));
			assert_non_null(
				strstr(error.text, "Nothing was sent."));
		}
		order_validation_free(v);
	}
}

static void test_status_that_is_not_known(void **state)
{
	struct order order = {.id = "1",
		.status = ORDER_STATUS_OTHER,
		.family = ORDER_EV_TLS};
	char reason[ERROR_TEXT_SIZE];

	(void)state;
	assert_false(
		resend_is_possible(&order, NULL, NULL, reason, sizeof(reason)));
	assert_string_equal(reason,
		"The status of order 1 could not be read; approval mails are "
		"for pending orders.");
	order.status_text = order_invalid;
	assert_false(
		resend_is_possible(&order, NULL, NULL, reason, sizeof(reason)));
	assert_non_null(strstr(reason, "could not be read"));
	order.status_text = "frozen";
	assert_false(
		resend_is_possible(&order, NULL, NULL, reason, sizeof(reason)));
	assert_non_null(strstr(reason, "Order 1 is frozen;"));
}

static void test_last(void **state)
{
	static const char *const to[] = {"ana@example.com", "ben@example.com"};
	struct resend_last last = {.known = false};
	struct resend_last copy = {.known = false};

	(void)state;
	set_last(&last, to, 2);
	resend_last_copy(&copy, &last);
	resend_last_copy(&copy, &copy);
	/* Parts of itself may be given. */
	resend_last_set(&last, 5, last.host, last.agent,
		(const char *const *)last.recipients, 1, true, 0);
	assert_string_equal(last.agent, "jump1");
	assert_int_equal(last.recipient_count, 1);
	assert_int_equal(copy.recipient_count, 2);
	assert_string_equal(copy.recipients[1], "ben@example.com");
	resend_last_copy(&copy, NULL);
	assert_false(copy.known);
	resend_last_clear(&last);
	resend_last_clear(&copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_reason_of_products_without_approval),
		cmocka_unit_test(test_empty_texts),
		cmocka_unit_test(test_recheck_stops),
		cmocka_unit_test(test_plan_without_validation),
		cmocka_unit_test(test_plan_outlives_validation),
		cmocka_unit_test(test_choosing),
		cmocka_unit_test(test_possible),
		cmocka_unit_test(test_recheck),
		cmocka_unit_test(test_status_that_is_not_known),
		cmocka_unit_test(test_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
