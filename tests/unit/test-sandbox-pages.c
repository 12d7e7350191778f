/* SPDX-License-Identifier: MIT
 *
 * The pages behind the links, and the sandbox's own calls that play
 * DigiCert: asked by the router, as a browser or a script asks them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/mails.h"
#include "sandbox/order-row.h"
#include "sandbox/route.h"
#include "tests/support/sandbox-data.h"

#define EV     900101
#define CLIENT 900103
#define EVIL   "<script>alert(1)</script>"

static const char *const both[] = {SANDBOX_DATA_ANA, SANDBOX_DATA_BEN};

struct fixture {
	struct sandbox sandbox;
	struct route_response response;
};

static int setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof(*f));

	sandbox_data_open(&f->sandbox);
	sandbox_data_order(&f->sandbox, EV, "ssl_ev_securesite_flex",
		SCHEMA_PENDING, "shop.example.net");
	sandbox_data_order(&f->sandbox, CLIENT, "client_premium",
		SCHEMA_WAITING_PICKUP, "Ana Ruiz");
	route_response_init(&f->response);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	assert_false(db_failed(f->sandbox.db));
	route_response_clear(&f->response);
	sandbox_data_close(&f->sandbox);
	free(f);
	return 0;
}

/* Asks for a path with an optional query "name=value"; returns the status. */
static int ask(struct fixture *f, const char *method, const char *path,
	const char *query, const char *body)
{
	char scratch[512];
	char name[64] = "", value[64] = "";
	struct route_pair pair = {name, value};
	struct route_request request = {
		.sandbox = &f->sandbox,
		.method = method,
		.path = path,
		.content_type = "",
		.accept = "",
		.query = &pair,
		.query_count = query ? 1 : 0,
		.body = body ? body : "",
		.body_len = body ? strlen(body) : 0,
	};
	const struct route *route =
		route_find(method, path, scratch, request.params);

	assert_non_null(route);
	if (query) {
		size_t len = strcspn(query, "=");

		memcpy(name, query, len);
		strncpy(value, query + len + 1, sizeof(value) - 1);
	}
	route_response_clear(&f->response);
	route_response_init(&f->response);
	route_run(route, &request, &f->response, true);
	return f->response.status;
}

/* The path of the link in a mail. */
static char *link_path(struct fixture *f, int64_t mail, const char *prefix)
{
	char *token = db_text(f->sandbox.db,
		"SELECT token FROM mails WHERE id = ?", "i", mail);
	char *path;

	assert_non_null(token);
	path = mem_printf("%s%s", prefix, token);
	free(token);
	return path;
}

static void expect_text(struct fixture *f, const char *text)
{
	if (!strstr(buf_text(&f->response.body), text))
		fail_msg(
			"no \"%s\" in:\n%s", text, buf_text(&f->response.body));
}

static void expect_no_text(struct fixture *f, const char *text)
{
	if (strstr(buf_text(&f->response.body), text))
		fail_msg(
			"\"%s\" is in:\n%s", text, buf_text(&f->response.body));
}

static void expect_status(struct fixture *f, int64_t id, int status)
{
	struct order_row row;

	assert_true(order_row_read(f->sandbox.db, id, &row));
	assert_int_equal(row.status, status);
	if (status == SCHEMA_ISSUED) {
		assert_true(row.certificate_id > 0);
		assert_true(row.valid_till > row.valid_from);
		assert_true(row.issued >= SANDBOX_DATA_NOW);
	}
	order_row_clear(&row);
}

static void test_approve(void **state)
{
	struct fixture *f = *state;
	char *path, *other;

	mails_resend_approval(&f->sandbox, EV, both, 2);
	path = link_path(f, 1, "/approve/");
	other = link_path(f, 2, "/approve/");
	/* looking changes nothing, however often */
	assert_int_equal(ask(f, "GET", path, NULL, NULL), 200);
	assert_int_equal(ask(f, "GET", path, NULL, NULL), 200);
	expect_text(f, "<form method=\"post\"");
	expect_text(f, "shop.example.net");
	expect_status(f, EV, SCHEMA_PENDING);

	assert_int_equal(ask(f, "POST", path, NULL, NULL), 200);
	expect_text(f, SANDBOX_DATA_ANA);
	expect_text(f, "The certificate is issued.");
	expect_no_text(f, "<form");
	expect_status(f, EV, SCHEMA_ISSUED);

	assert_int_equal(ask(f, "GET", path, NULL, NULL), 200);
	expect_text(f, "Approved by ana@example.com on 2026-11-20 14:02 UTC");
	assert_int_equal(ask(f, "POST", path, NULL, NULL), 409);
	/* the other mail's link: void, and it says who was first */
	assert_int_equal(ask(f, "GET", other, NULL, NULL), 410);
	expect_text(f, "Approved by ana@example.com on");
	expect_no_text(f, "newer mail");
	assert_int_equal(ask(f, "POST", other, NULL, NULL), 410);
	free(path);
	free(other);
}

static void test_approve_waits_for_gates(void **state)
{
	struct fixture *f = *state;
	char *path;

	db_run(f->sandbox.db, "UPDATE orders SET domains_open = 1", "");
	mails_resend_approval(&f->sandbox, EV, both, 1);
	path = link_path(f, 1, "/approve/");
	assert_int_equal(ask(f, "POST", path, NULL, NULL), 200);
	expect_text(f, "still waits for domain validation");
	expect_status(f, EV, SCHEMA_PENDING);
	assert_int_equal(ask(f, "POST", "/sandbox/v1/validate", NULL,
				 "{\"order\":900101,\"gate\":\"domain\"}"),
		200);
	expect_text(f, "\"status\":\"issued\"");
	expect_status(f, EV, SCHEMA_ISSUED);
	free(path);
}

static void test_void(void **state)
{
	struct fixture *f = *state;
	char *path, *newer;

	mails_resend_approval(&f->sandbox, EV, both, 2);
	db_advance(f->sandbox.db, 3600);
	mails_resend_approval(&f->sandbox, EV, both + 1, 1);
	path = link_path(f, 1, "/approve/");
	newer = link_path(f, 3, "/approve/");
	assert_int_equal(ask(f, "GET", path, NULL, NULL), 410);
	expect_text(f, "A newer mail, sent on 2026-11-20 15:02 UTC");
	expect_no_text(f, "<form");
	assert_int_equal(ask(f, "POST", path, NULL, NULL), 410);
	expect_status(f, EV, SCHEMA_PENDING);
	assert_int_equal(ask(f, "GET", newer, NULL, NULL), 200);
	/* after the approval the old link still says that it was replaced */
	assert_int_equal(ask(f, "POST", newer, NULL, NULL), 200);
	assert_int_equal(ask(f, "GET", path, NULL, NULL), 410);
	expect_text(f, "newer mail");
	free(path);
	free(newer);
}

static void test_order_closed(void **state)
{
	struct fixture *f = *state;
	char *path;

	mails_resend_approval(&f->sandbox, EV, both, 1);
	path = link_path(f, 1, "/approve/");
	db_run(f->sandbox.db, "UPDATE orders SET status = ?", "i",
		(int64_t)SCHEMA_CANCELED);
	assert_int_equal(ask(f, "GET", path, NULL, NULL), 410);
	expect_text(f, "Canceled");
	expect_no_text(f, "<form");
	assert_int_equal(ask(f, "POST", path, NULL, NULL), 409);
	free(path);
}

static void test_unknown(void **state)
{
	static const char *const paths[] = {"/approve/0123", "/collect/0123",
		"/mail/99", "/mail/x", "/order/1", "/order/x"};
	struct fixture *f = *state;
	char *path;

	for (size_t i = 0; i < ARRAY_LEN(paths); i++)
		assert_int_equal(ask(f, "GET", paths[i], NULL, NULL), 404);
	assert_int_equal(ask(f, "POST", "/approve/0123", NULL, NULL), 404);
	/* a token opens only the page it was made for */
	mails_resend_approval(&f->sandbox, EV, both, 1);
	path = link_path(f, 1, "/collect/");
	assert_int_equal(ask(f, "GET", path, NULL, NULL), 404);
	assert_int_equal(ask(f, "POST", path, NULL, NULL), 404);
	expect_status(f, EV, SCHEMA_PENDING);
	free(path);
}

static void test_held(void **state)
{
	struct fixture *f = *state;

	sandbox_data_mail(&f->sandbox, EV, SANDBOX_DATA_ANA, "approval", "held",
		SANDBOX_DATA_NOW - 86400, "tok");
	assert_int_equal(ask(f, "GET", "/approve/tok", NULL, NULL), 409);
	assert_int_equal(ask(f, "POST", "/approve/tok", NULL, NULL), 409);
	assert_int_equal(ask(f, "GET", "/mail/1", NULL, NULL), 200);
	expect_text(f, "held");
	assert_int_equal(ask(f, "POST", "/sandbox/v1/validate", NULL,
				 "{\"organization\":44001,"
				 "\"email\":\"CHI@example.com\"}"),
		200);
	expect_text(f, "{\"validated\":1}");
	assert_int_equal(ask(f, "GET", "/approve/tok", NULL, NULL), 200);
}

static void test_advance(void **state)
{
	struct fixture *f = *state;

	sandbox_data_mail(&f->sandbox, EV, SANDBOX_DATA_ANA, "approval", "held",
		SANDBOX_DATA_NOW - 86400, "tok");
	assert_int_equal(
		ask(f, "POST", "/sandbox/v1/advance", NULL, "{\"seconds\":60}"),
		200);
	assert_int_equal(ask(f, "GET", "/approve/tok", NULL, NULL), 409);
	/* after a day chi is validated, and the mail goes out */
	assert_int_equal(ask(f, "POST", "/sandbox/v1/advance", NULL,
				 "{\"seconds\":86400}"),
		200);
	expect_text(f, "\"now\":\"2026-11-21T14:03:1");
	assert_int_equal(ask(f, "GET", "/approve/tok", NULL, NULL), 200);
}

static void test_collect(void **state)
{
	struct fixture *f = *state;
	int64_t issued = SANDBOX_DATA_NOW + 86400; /* at no other time */
	char *first, *second;

	mails_resend_issuance(&f->sandbox, CLIENT, "user@example.com");
	mails_resend_issuance(&f->sandbox, CLIENT, "user@example.com");
	first = link_path(f, 1, "/collect/");
	second = link_path(f, 2, "/collect/");
	assert_int_equal(ask(f, "GET", first, NULL, NULL), 410);
	assert_int_equal(ask(f, "POST", first, NULL, NULL), 410);
	assert_int_equal(ask(f, "GET", second, NULL, NULL), 200);
	expect_status(f, CLIENT, SCHEMA_WAITING_PICKUP);
	assert_int_equal(ask(f, "POST", second, NULL, NULL), 200);
	expect_status(f, CLIENT, SCHEMA_ISSUED);
	assert_int_equal(ask(f, "POST", second, NULL, NULL), 409);
	assert_int_equal(ask(f, "GET", second, NULL, NULL), 200);
	expect_text(f, "Collected by user@example.com on");
	/* of an issued order, too; its certificate is the one it had */
	db_run(f->sandbox.db, "UPDATE orders SET issued = ? WHERE id = ?", "ii",
		issued, (int64_t)CLIENT);
	free(second);
	mails_resend_issuance(&f->sandbox, CLIENT, "user@example.com");
	second = link_path(f, 3, "/collect/");
	assert_int_equal(ask(f, "POST", second, NULL, NULL), 200);
	expect_status(f, CLIENT, SCHEMA_ISSUED);
	assert_int_equal(db_int(f->sandbox.db, 0,
				 "SELECT issued FROM orders WHERE id = ?", "i",
				 (int64_t)CLIENT),
		issued);
	free(first);
	free(second);
}

static void test_dcv(void **state)
{
	struct fixture *f = *state;
	char *path;

	db_run(f->sandbox.db,
		"UPDATE orders SET domains_open = 1, approval = ?"
		" WHERE id = ?",
		"ii", (int64_t)SCHEMA_APPROVAL_DONE, (int64_t)EV);
	mails_resend_dcv(&f->sandbox, EV, both, 1);
	path = link_path(f, 1, "/approve/");
	assert_int_equal(ask(f, "GET", path, NULL, NULL), 200);
	assert_int_equal(ask(f, "POST", path, NULL, NULL), 200);
	expect_status(f, EV, SCHEMA_ISSUED);
	free(path);
}

static void test_mails_json(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ask(f, "GET", "/sandbox/v1/mails", NULL, NULL), 200);
	assert_string_equal(buf_text(&f->response.body), "{\"mails\":[]}");
	sandbox_data_mail(&f->sandbox, EV, SANDBOX_DATA_ANA, "approval", "void",
		SANDBOX_DATA_NOW, "tok1");
	sandbox_data_mail(&f->sandbox, EV, SANDBOX_DATA_BEN, "dcv", "open",
		SANDBOX_DATA_NOW - 60, NULL);
	sandbox_data_mail(&f->sandbox, CLIENT, SANDBOX_DATA_ANA, "issuance",
		"used", SANDBOX_DATA_NOW + 60, "tok3");
	ask(f, "GET", "/sandbox/v1/mails", NULL, NULL);
	assert_string_equal(buf_text(&f->response.body),
		"{\"mails\":["
		"{\"id\":2,\"time\":\"2026-11-20T14:01:11Z\","
		"\"order_id\":900101,\"to\":\"ben@example.com\","
		"\"kind\":\"dcv\",\"subject\":\"A mail\",\"link\":\"\","
		"\"state\":\"open\"},"
		"{\"id\":1,\"time\":\"2026-11-20T14:02:11Z\","
		"\"order_id\":900101,\"to\":\"ana@example.com\","
		"\"kind\":\"approval\",\"subject\":\"A mail\","
		"\"link\":\"http://127.0.0.1:8417/approve/tok1\","
		"\"state\":\"void\"},"
		"{\"id\":3,\"time\":\"2026-11-20T14:03:11Z\","
		"\"order_id\":900103,\"to\":\"ana@example.com\","
		"\"kind\":\"issuance\",\"subject\":\"A mail\","
		"\"link\":\"http://127.0.0.1:8417/collect/tok3\","
		"\"state\":\"used\"}]}");
	ask(f, "GET", "/sandbox/v1/mails", "to=ANA@example.com", NULL);
	expect_no_text(f, "\"id\":2");
	expect_text(f, "\"id\":3");
	ask(f, "GET", "/sandbox/v1/mails", "order=900103", NULL);
	expect_no_text(f, "\"id\":1");
	expect_text(f, "\"id\":3");
	assert_int_equal(
		ask(f, "GET", "/sandbox/v1/mails", "order=x", NULL), 400);
}

static void test_bad_bodies(void **state)
{
	static const struct {
		const char *path;
		const char *body;
		int status;
	} cases[] = {
		{"/sandbox/v1/validate", "", 400},
		{"/sandbox/v1/validate", "[]", 400},
		{"/sandbox/v1/validate", "{\"organization\":44001}", 400},
		{"/sandbox/v1/validate",
			"{\"organization\":44001,\"email\":\"x@example.com\"}",
			404},
		{"/sandbox/v1/validate", "{\"order\":900101}", 400},
		{"/sandbox/v1/validate",
			"{\"order\":900101,\"gate\":\"approval\"}", 400},
		{"/sandbox/v1/validate", "{\"order\":5,\"gate\":\"domain\"}",
			404},
		{"/sandbox/v1/validate",
			"{\"order\":900103,\"gate\":\"domain\"}", 409},
		{"/sandbox/v1/advance", "{}", 400},
		{"/sandbox/v1/advance", "{\"seconds\":-1}", 400},
		{"/sandbox/v1/advance", "{\"seconds\":1.5}", 400},
		{"/sandbox/v1/advance", "{\"seconds\":1e300}", 400},
		{"/sandbox/v1/advance", "{\"seconds\":", 400},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(
			ask(f, "POST", cases[i].path, NULL, cases[i].body),
			cases[i].status);
		expect_text(f, "{\"errors\":[{\"code\":");
	}
}

/* Every page with markup in every text of the data. */
static void test_evil_data(void **state)
{
	static const char *const paths[] = {"/", "/mail", "/mail/1", "/mail/2",
		"/order/900101", "/order/900103"};
	struct fixture *f = *state;
	struct db *db = f->sandbox.db;
	char *path;

	db_run(db, "UPDATE orders SET common_name = ?, emails = ?", "ss", EVIL,
		EVIL);
	db_run(db, "UPDATE orders SET approved_by = ?, approved = 1", "s",
		EVIL);
	db_run(db, "UPDATE organizations SET name = ?", "s", EVIL);
	db_run(db,
		"UPDATE contacts SET first_name = ?1, last_name = ?1,"
		" job_title = ?1, email = ?1",
		"s", EVIL);
	db_run(db,
		"INSERT INTO notes (order_id, time, user_id, text)"
		" VALUES (900101, 1, 1, ?)",
		"s", EVIL);
	mails_resend_approval(&f->sandbox, EV, (const char *const[]){EVIL}, 1);
	mails_resend_issuance(&f->sandbox, CLIENT, EVIL);
	db_run(db, "UPDATE mails SET subject = ?1, name = ?1", "s", EVIL);
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		assert_int_equal(ask(f, "GET", paths[i], NULL, NULL), 200);
		expect_no_text(f, "<script");
		expect_text(f, "&lt;script&gt;");
	}
	path = link_path(f, 1, "/approve/");
	assert_int_equal(ask(f, "GET", path, NULL, NULL), 200);
	expect_no_text(f, "<script");
	assert_int_equal(ask(f, "POST", path, NULL, NULL), 200);
	expect_no_text(f, "<script");
	expect_text(f, "&lt;script&gt;");
	free(path);
}

static void test_headers(void **state)
{
	struct fixture *f = *state;
	bool policy = false;

	assert_int_equal(ask(f, "GET", "/", NULL, NULL), 200);
	assert_string_equal(
		f->response.content_type, "text/html; charset=utf-8");
	for (size_t i = 0; i < f->response.header_count; i++)
		policy |= strcmp(f->response.headers[i].name,
				  "Content-Security-Policy") == 0;
	assert_true(policy);
	assert_int_equal(ask(f, "GET", "/style.css", NULL, NULL), 200);
	assert_memory_equal(f->response.content_type, "text/css", 8);
}

/* Backwards, a page at a time, each mail once. */
static void test_mail_list(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 60; i++)
		mails_resend_approval(&f->sandbox, EV, both, 1);
	ask(f, "GET", "/mail", NULL, NULL);
	expect_text(f, "href=\"/mail/60\"");
	expect_text(f, "href=\"/mail/11\"");
	expect_no_text(f, "href=\"/mail/10\"");
	expect_text(f, "before=11\"");
	ask(f, "GET", "/mail", "before=11", NULL);
	expect_text(f, "href=\"/mail/10\"");
	expect_text(f, "href=\"/mail/1\"");
	expect_no_text(f, "href=\"/mail/11\"");
	expect_no_text(f, "before=");
}

/* Newest first means by time: the numbers of seeded mails follow the orders. */
static void test_mail_list_by_time(void **state)
{
	struct fixture *f = *state;
	const char *first, *second;

	for (int i = 0; i < 60; i++)
		sandbox_data_mail(&f->sandbox, i % 2 == 0 ? EV : CLIENT,
			SANDBOX_DATA_ANA, "approval", "void",
			SANDBOX_DATA_NOW - i, NULL);
	ask(f, "GET", "/mail", NULL, NULL);
	first = strstr(buf_text(&f->response.body), "href=\"/mail/1\"");
	second = strstr(buf_text(&f->response.body), "href=\"/mail/50\"");
	assert_non_null(first);
	assert_true(second > first);
	expect_text(f, "before=50\"");
	ask(f, "GET", "/mail", "before=50", NULL);
	expect_text(f, "href=\"/mail/51\"");
	expect_text(f, "href=\"/mail/60\"");
	expect_no_text(f, "href=\"/mail/50\"");
	ask(f, "GET", "/mail", "order=900101", NULL);
	expect_text(f, "href=\"/mail/1\"");
	expect_no_text(f, "href=\"/mail/2\"");
	expect_text(f, "href=\"/mail\">");
	assert_int_equal(ask(f, "GET", "/mail", "order=x", NULL), 404);
}

static void test_no_mail(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ask(f, "GET", "/mail", NULL, NULL), 200);
	expect_text(f, "No mail was sent yet.");
	expect_no_text(f, "<table>");
}

#define TEST(function)                                                         \
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_approve),
		TEST(test_approve_waits_for_gates),
		TEST(test_void),
		TEST(test_order_closed),
		TEST(test_unknown),
		TEST(test_held),
		TEST(test_advance),
		TEST(test_collect),
		TEST(test_dcv),
		TEST(test_mails_json),
		TEST(test_bad_bodies),
		TEST(test_evil_data),
		TEST(test_headers),
		TEST(test_mail_list),
		TEST(test_mail_list_by_time),
		TEST(test_no_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
